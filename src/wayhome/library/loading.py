"""Read the whole of `content/`, hold its parts against each other, and build the values.

Every fault is collected: an author sees all of them at once, each with its file and line.
"""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import building, cross_checks, schemas
from wayhome.library.call_reading import KnownToCalls, read_calls
from wayhome.library.export_reading import read_exports
from wayhome.library.files import BASE_LANGUAGE, Reading
from wayhome.library.flow_checks import Known, check_flow
from wayhome.library.guide_reading import KnownToGuide, read_guide
from wayhome.library.pattern_reading import read_patterns
from wayhome.library.record_reading import RECORD, read_record
from wayhome.library.region_reading import read_regions
from wayhome.library.report_reading import read_report_form
from wayhome.library.required_words import structural_files, wanted_texts
from wayhome.library.step_reading import CHECK, KnownToSteps, read_procedures
from wayhome.library.word_files import read_words, word_file
from wayhome.model.content import Content
from wayhome.model.problems import ContentBrokenError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from wayhome.library.strict_yaml import Fault
    from wayhome.model.flow import Flow, Sign
    from wayhome.model.numbers import Region
    from wayhome.model.patterns import PatternFile
    from wayhome.model.record import RecordShape
    from wayhome.model.sources import Source
    from wayhome.model.words import Words

SIGNS = "signs.yaml"
AVOID = "avoid.yaml"
WHO = "who"
"""The question whose options are the readers that a text can have a variant for."""


def read_content(root: Path, rule_names: Collection[str]) -> Content:
    """Return the content below ``root``; ContentBrokenError if it has any fault.

    ``rule_names`` are the predicates that conditions may name.
    """
    content, faults = _read(root, rule_names)
    if content is None or faults:
        raise ContentBrokenError(f"{len(faults)} faults in the content")
    return content


def find_faults(
    root: Path,
    rule_names: Collection[str],
    today: date,
    readers: Collection[str] | None = None,
) -> list[Fault]:
    """Return everything that is wrong with the content below ``root``, in file order.

    ``today`` finds days that have not come yet. Running the app asks for no such thing: a
    computer whose clock is wrong must not refuse to help. ``readers`` are the ids of the readers of
    exports, which the app has no need to compare either.
    """
    content, faults = _read(root, rule_names, today, readers)
    patterns = Reading(root, today)
    read_patterns(patterns, content.guide.tactics if content else cross_checks.Everything())
    return sorted({*faults, *patterns.faults})


def read_review_patterns(root: Path) -> dict[str, PatternFile]:
    """Return the patterns of the review, by language; ContentBrokenError if one has a fault."""
    reading = Reading(root)
    patterns = read_patterns(reading, cross_checks.Everything())
    if reading.faults:
        raise ContentBrokenError(f"{len(reading.faults)} faults in the patterns")
    return patterns


def _read(
    root: Path,
    rule_names: Collection[str],
    today: date = date.max,
    readers: Collection[str] | None = None,
) -> tuple[Content | None, list[Fault]]:
    reading = Reading(root, today)
    sources = _read_sources(reading)
    known = _known(reading, "sources/", sources)
    signs = _read_signs(reading, known)
    regions = read_regions(reading, known, sources)
    record = read_record(reading, known)
    services = _services(reading, regions)
    procedures = read_procedures(reading, KnownToSteps(known, services, _fields(reading, record)))
    known_procedures = _known(reading, "flows/", procedures)
    guide = read_guide(
        reading, KnownToGuide(known, _known(reading, SIGNS, signs), known_procedures)
    )
    report = read_report_form(reading, known, services)
    calls = read_calls(reading, KnownToCalls(known, services, _known(reading, "regions/", regions)))
    exports = read_exports(reading, known, readers)
    words = read_words(reading)
    check = _read_check(
        reading,
        Known(
            sources=known,
            signs=_known(reading, SIGNS, signs),
            procedures=known_procedures,
            topics=_known(reading, "topics/", guide.topics),
            rule_names=rule_names,
        ),
    )
    _check_avoided(reading, words)
    if check is None:
        return None, reading.faults
    content = Content(
        sources, signs, check, procedures, regions, guide, record, report, calls, exports, words
    )
    _check_words(reading, content)
    return content, reading.faults


def _known(reading: Reading, place: str, ids: Collection[str]) -> Collection[str]:
    """Return the ids, or everything where a file at this place could not be read."""
    if any(name.startswith(place) for name in reading.unshaped):
        return cross_checks.Everything()
    return ids


def _services(reading: Reading, regions: Mapping[str, Region]) -> Collection[str]:
    ids = {service.id for region in regions.values() for service in region.services}
    return _known(reading, "regions/", ids)


def _fields(reading: Reading, record: RecordShape) -> Collection[str]:
    paths = {f"{section.id}.{each.id}" for section in record.sections for each in section.fields}
    return _known(reading, RECORD, paths)


def _read_sources(reading: Reading) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for name in reading.names("sources"):
        shape = reading.shaped(name, schemas.SourcesFile)
        for index, each in enumerate(shape.sources if shape else ()):
            if each.id in sources:
                path = ("sources", index, "id")
                reading.fault(name, path, f"the id {each.id!r} stands in another place already")
            reading.check_day(name, ("sources", index, "seen"), each.seen)
            sources[each.id] = building.build_source(each)
    return sources


def _read_signs(reading: Reading, sources: Collection[str]) -> dict[str, Sign]:
    shape = reading.shaped(SIGNS, schemas.SignsFile)
    if shape is None:
        return {}
    note = partial(reading.fault, SIGNS)
    cross_checks.check_unique((sign.id for sign in shape.signs), "signs", note)
    for index, sign in enumerate(shape.signs):
        path = ("signs", index, "sources")
        cross_checks.check_known(sign.sources, sources, path, "source", note)
    return {sign.id: building.build_sign(sign) for sign in shape.signs}


def _read_check(reading: Reading, known: Known) -> Flow | None:
    shape = reading.shaped(CHECK, schemas.CheckFile)
    if shape is None:
        return None
    note = partial(reading.fault, CHECK)
    flow = building.build_flow(shape)
    if CHECK not in reading.unshaped:
        # With an entry left out, ways would seem to end where they only can't be seen.
        cross_checks.check_graph(shape, note)
    check_flow(flow, known, note)
    return flow


def _check_words(reading: Reading, content: Content) -> None:
    """Note each text that the structure calls for and the base language lacks, or the reverse."""
    base = content.words[BASE_LANGUAGE]
    present = {*base.texts, *base.lists}
    wanted = list(wanted_texts(content))
    for text in wanted:
        if text.required and text.key not in present:
            name, path = word_file(text.key, BASE_LANGUAGE)
            reading.fault(name, path, f"{'.'.join(path)}: this text is missing")
    _check_readers(reading, content)
    if reading.unshaped:
        # What the unread files call for is unknown, so no text can be called unused.
        return
    allowed = {text.key: text.many for text in wanted}
    for key in present:
        stem, plain = key.split(".")[0], key.split("@")[0]
        if stem not in structural_files(content):
            continue
        name, path = word_file(key, BASE_LANGUAGE)
        if plain not in allowed:
            reading.fault(name, path, f"{'.'.join(path)}: nothing uses this text")
        elif allowed[plain] != (key in base.lists):
            wanted_form = "a list of texts" if allowed[plain] else "one text"
            reading.fault(name, path, f"{'.'.join(path)}: {wanted_form} belongs here")


def _check_readers(reading: Reading, content: Content) -> None:
    """Note each variant for a reader who does not exist: nobody would ever see it."""
    readers = {
        option
        for question in content.check.questions
        if question.id == WHO
        for option in question.options
    }
    for words in content.words.values():
        for key in {*words.texts, *words.lists}:
            if "@" in key and key.split("@")[1] not in readers:
                name, path = word_file(key, words.language)
                reading.fault(name, path, f"{'.'.join(path)}: there is no such reader")


def _check_avoided(reading: Reading, words: Mapping[str, Words]) -> None:
    """Note words that lay blame on a child (Luxembourg Terminology Guidelines)."""
    shape = reading.shaped(AVOID, schemas.AvoidFile)
    if shape is None:
        return
    for language in shape.avoid.keys() - words.keys():
        reading.fault(AVOID, ("avoid", language), f"no words/{language} for this language")
    for language, spoken in words.items():
        listed = shape.avoid.get(language)
        if listed is None:
            reading.fault(AVOID, ("avoid",), f"no list for the language {language!r}")
            continue
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)
        every = {key: (text,) for key, text in spoken.texts.items()} | dict(spoken.lists)
        for key, texts in every.items():
            for text in texts:
                if found := pattern.search(text):
                    name, path = word_file(key, language)
                    reading.fault(name, path, f"{'.'.join(path)}: avoid {found.group()!r}")
