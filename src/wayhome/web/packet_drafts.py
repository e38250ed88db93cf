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
class Drafts:
    """Drafts by a random id. The pages' threads share it."""

    _kept: OrderedDict[str, Draft] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def keep(
        self,
        choices: Choices,
        drawn: Drawn,
        pages: tuple[bytes, ...],
        seal: Callable[[bytes], bytes],
    ) -> str:
        """Seal what was drawn and return its id; the oldest one goes when there are too many."""
        draft = Draft(choices, drawn.accessible, seal(drawn.pdf), tuple(map(seal, pages)))
        draft_id = secrets.token_urlsafe(ID_BYTES)
        with self._lock:
            self._kept[draft_id] = draft
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return draft_id

    def find(self, draft_id: str) -> Draft | None:
        """Return a draft; None if it never was or is forgotten."""
        with self._lock:
            return self._kept.get(draft_id)

    def forget_all(self) -> None:
        """Forget every draft."""
        with self._lock:
            self._kept.clear()
