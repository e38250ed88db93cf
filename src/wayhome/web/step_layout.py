"""What pages with ordered steps share: sources, the way to the call log, words for the phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, url_for

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.paper.phrases import written_day
from wayhome.usecases.phone_words import PhoneWords
from wayhome.usecases.record_room import RoomState
from wayhome.web.shell import language, shell, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.kept import Child
    from wayhome.usecases.phone_words import SpokenLine
    from wayhome.usecases.views import SourceView, StepView

CALL_LOG = "call_pages.write"
"""Where a call is written down."""


@dataclass(frozen=True, slots=True)
class Script:
    """The sentences to read out, and where what fills them comes from."""

    lines: tuple[SpokenLine, ...]
    state: str
    """`none`, `locked` or `open`: how the record is."""
    child: int | None = None
    """The child whose details fill the blanks."""
    children: tuple[tuple[int, str], ...] = ()
    """Id and name of each child to choose from, where there are several."""

    @property
    def shows_record(self) -> bool:
        """Whether something of the record stands in it."""
        return self.child is not None or bool(self.children)


def sources_of(steps: Iterable[StepView]) -> list[SourceView]:
    """Return the sources of all steps, each once."""
    return list({view.source.id: view for step in steps for view in step.sources}.values())


def log_address(service_id: str) -> str | None:
    """Return where to write down a call to this service; None where there is no call log."""
    if CALL_LOG not in current_app.view_functions:
        return None
    return url_for(CALL_LOG, service=service_id) if service_id else url_for(CALL_LOG)


def make_script(procedure_id: str, wanted: int | None) -> Script:
    """Return the sentences, filled in if the record is open and one child is meant."""
    state, children = _children()
    child = next((each for each in children if each.id == wanted), None)
    if child is None and len(children) == 1:
        child = children[0]
    procedure = shell().wayhome.content.procedures[procedure_id]
    speaker = PhoneWords(
        words(),
        shell().wayhome.content.record,
        shell().room.now().date(),
        lambda day: written_day(day, language()),
    )
    return Script(
        lines=speaker.lines(procedure, child),
        state=str(state),
        child=child.id if child else None,
        children=tuple((each.id, each.name) for each in children) if len(children) > 1 else (),
    )


def _children() -> tuple[RoomState, tuple[Child, ...]]:
    """Return how the record is, and its children if it is open."""
    room = shell().room
    if room.state is not RoomState.OPEN:
        return room.state, ()
    try:
        return RoomState.OPEN, room.book.children()
    except (RecordLockedError, UserProblem):
        # It locked in this very moment, or it is damaged: the blanks are still of use.
        return RoomState.LOCKED, ()
