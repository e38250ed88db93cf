"""Pages that a guardian is looking at before they are saved: sealed, in memory, and only a few."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.packet.drawing import Drawn
    from wayhome.usecases.packet_choices import Choices
    from wayhome.web.bag_works import Job

MOST = 2
"""Each holds photos: more than one that is looked at, and one before it, is a waste of memory."""
ID_BYTES = 9


@dataclass(frozen=True, slots=True)
class Draft:
    """One packet as it would be saved. A locked record leaves nothing of it readable."""

    choices: Choices
    accessible: bool
    pdf: bytes = field(repr=False)
    """Sealed to the record."""
    pages: tuple[bytes, ...] = field(repr=False)
    """Sealed to the record, each by itself."""


@dataclass(slots=True)
class Sketch:
    """Pages that are being drawn."""

    choices: Choices
    job: Job
    draft: str = ""
    """Id of what was drawn; "" until then."""


@dataclass(slots=True)
class Drafts:
    """Drafts and sketches by random ids. The pages' threads share it."""

    _kept: OrderedDict[str, Draft] = field(default_factory=OrderedDict)
    _drawn: OrderedDict[str, Sketch] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, sketch: Sketch) -> str:
        """Remember what is being drawn and return its id; the oldest one ends."""
        sketch_id = secrets.token_urlsafe(ID_BYTES)
        with self._lock:
            self._drawn[sketch_id] = sketch
            while len(self._drawn) > MOST:
                _, oldest = self._drawn.popitem(last=False)
                oldest.job.stop()
        return sketch_id

    def sketch(self, sketch_id: str) -> Sketch | None:
        """Return what is being drawn; None if it never was or is forgotten."""
        with self._lock:
            return self._drawn.get(sketch_id)

    def keep(
        self,
        sketch_id: str,
        drawn: Drawn,
        pages: tuple[bytes, ...],
        seal: Callable[[bytes], bytes],
    ) -> None:
        """Seal what was drawn, unless nobody wants it any more; the oldest one goes."""
        sealed = seal(drawn.pdf), tuple(map(seal, pages))
        with self._lock:
            sketch = self._drawn.get(sketch_id)
            if sketch is None or sketch.job.stopped:
                return
            sketch.draft = secrets.token_urlsafe(ID_BYTES)
            self._kept[sketch.draft] = Draft(sketch.choices, drawn.accessible, *sealed)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def find(self, draft_id: str) -> Draft | None:
        """Return a draft; None if it never was or is forgotten."""
        with self._lock:
            return self._kept.get(draft_id)

    def forget_all(self) -> None:
        """Forget every draft, and stop what is being drawn."""
        with self._lock:
            for each in self._drawn.values():
                each.job.stop()
            self._drawn.clear()
            self._kept.clear()
