"""Join the ways to an export with the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.exports import status_of_line

if TYPE_CHECKING:
    from wayhome.model.exports import Export, ExportFormat
    from wayhome.model.sources import Status
    from wayhome.usecases.presenting import Presenter
    from wayhome.usecases.views import SourceView


@dataclass(frozen=True, slots=True)
class ExportLineView:
    """One line with what it rests on; no sources means that none was found."""

    text: str
    sources: tuple[SourceView, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class ExportView:
    """How one platform gives its chats."""

    id: str
    name: str
    together: str
    needs: ExportLineView
    steps: tuple[ExportLineView, ...]
    absent: tuple[ExportLineView, ...]
    wait: ExportLineView
    sources: tuple[SourceView, ...]
    """All of them, each once, in the order in which they are first met."""
    can_be_read: bool
    """Whether there is a reader already."""
    formats: tuple[str, ...]

    @property
    def stale(self) -> bool:
        """Tell whether any of its sources is due for a check."""
        return any(view.stale for view in self.sources)


@dataclass(frozen=True, slots=True)
class FormatView:
    """What a reader reads, and what it can't."""

    id: str
    shapes: tuple[str, ...]
    limits: tuple[str, ...]
    not_visible: tuple[str, ...]
    coming: bool


@dataclass(frozen=True, slots=True)
class ExportPresenter:
    """Turns the ways to an export into views, with the help of the presenter of everything else."""

    base: Presenter

    def export(self, export: Export) -> ExportView:
        """Return the page of one platform."""
        key = f"exports.entries.{export.id}"
        every = dict.fromkeys(source for group in export.groups() for source in group)
        return ExportView(
            id=export.id,
            name=self.base.words(f"{key}.name"),
            together=self.base.words(f"{key}.together"),
            needs=self._line(f"{key}.needs", export.needs),
            steps=tuple(
                self._line(f"{key}.steps.{each.id}", each.sources) for each in export.steps
            ),
            absent=tuple(
                self._line(f"{key}.absent.{each.id}", each.sources) for each in export.absent
            ),
            wait=self._line(f"{key}.wait", export.wait),
            sources=self.base.sources(every),
            can_be_read=self.base.content.exports.can_be_read(export),
            formats=export.formats,
        )

    def format(self, each: ExportFormat) -> FormatView:
        """Return what is said of one format."""
        key = f"exports.formats.{each.id}"
        return FormatView(
            id=each.id,
            shapes=self.base.words.lines(f"{key}.shapes"),
            limits=self.base.words.lines(f"{key}.limits"),
            not_visible=tuple(
                self.base.words(f"reading.not_visible.{code}") for code in each.not_visible
            ),
            coming=each.coming,
        )

    def _line(self, key: str, sources: tuple[str, ...]) -> ExportLineView:
        return ExportLineView(
            text=self.base.words(key),
            sources=self.base.sources(sources),
            status=status_of_line(self.base.known(sources)),
        )
