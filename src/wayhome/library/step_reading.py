"""Read the ordered steps, and hold what they name against what there is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import schemas
from wayhome.library.cross_checks import check_known, check_unique
from wayhome.model import steps

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.library.cross_checks import Note
    from wayhome.library.files import Reading

CHECK = "flows/check.yaml"
"""The one flow that is no list of steps."""


@dataclass(frozen=True, slots=True)
class KnownToSteps:
    """The ids that steps may name."""

    sources: Collection[str]
    services: Collection[str]
    fields: Collection[str]
    """Sections and fields of the record, joined by dots."""


def read_procedures(reading: Reading, known: KnownToSteps) -> dict[str, steps.Procedure]:
    """Return the procedures by id as far as they can be read; what is wrong joins the faults."""
    procedures: dict[str, steps.Procedure] = {}
    # A file that is missing is a fault of its own, so the known ones are read in any case.
    expected = {f"flows/{procedure}.yaml" for procedure in steps.PROCEDURES}
    for name in sorted({*reading.names("flows"), *expected} - {CHECK}):
        shape = reading.shaped(name, schemas.ProcedureFile)
        if shape is None:
            continue
        note = partial(reading.fault, name)
        if name != f"flows/{shape.id}.yaml":
            note(("id",), f"the file of {shape.id!r} must be named {shape.id}.yaml")
        if shape.id not in steps.PROCEDURES:
            note(("id",), f"the pages know only {', '.join(steps.PROCEDURES)}")
        _check_steps(shape, known, note)
        _check_script(shape, known, note)
        procedures[shape.id] = _procedure(shape)
    return procedures


def _check_steps(shape: schemas.ProcedureFile, known: KnownToSteps, note: Note) -> None:
    options = shape.choice.options if shape.choice else []
    if len(set(options)) != len(options):
        note(("choice", "options"), "an option stands here twice")
    seen: set[str] = set()
    named: set[str] = set()
    for i, phase in enumerate(shape.phases):
        for j, step in enumerate(phase.steps):
            path = ("phases", i, "steps", j)
            if step.id in seen:
                note((*path, "id"), f"the id {step.id!r} stands here a second time")
            seen.add(step.id)
            check_known(step.sources, known.sources, (*path, "sources"), "source", note)
            check_known(step.services, known.services, (*path, "services"), "service", note)
            for key, ids in (("when", step.when or []), ("adds", step.adds)):
                check_known(ids, options, (*path, key), "option of the choice:", note)
                named |= set(ids)
    for index, option in enumerate(options):
        if option not in named:
            note(("choice", "options", index), f"the option {option!r} changes nothing")


def _check_script(shape: schemas.ProcedureFile, known: KnownToSteps, note: Note) -> None:
    check_unique((line.id for line in shape.script), "script", note)
    for index, line in enumerate(shape.script):
        check_known(line.fields, known.fields, ("script", index, "fields"), "field", note)


def _procedure(shape: schemas.ProcedureFile) -> steps.Procedure:
    return steps.Procedure(
        id=shape.id,
        phases=tuple(
            steps.Phase(id=phase.id, steps=tuple(map(_step, phase.steps))) for phase in shape.phases
        ),
        choice=steps.Choice(shape.choice.many, tuple(shape.choice.options))
        if shape.choice
        else None,
        script=tuple(
            steps.ScriptLine(line.id, tuple(map(_field, line.fields))) for line in shape.script
        ),
    )


def _field(path: str) -> tuple[str, str]:
    section, _, name = path.partition(".")
    return section, name


def _step(shape: schemas.StepShape) -> steps.Step:
    return steps.Step(
        id=shape.id,
        needs=tuple(shape.needs),
        sources=tuple(shape.sources),
        services=tuple(shape.services),
        when=tuple(shape.when or ()),
        adds=tuple(shape.adds),
        opens=tuple(shape.opens),
    )
