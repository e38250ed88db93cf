"""What was searched for in the guide. In memory only, forgotten with everything else on exit."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

MOST = 20
"""Searches kept at once: enough to go back to, and a loop can't fill the memory."""

ID_BYTES = 6
LONGEST = 100
"""Letters of a query. The rest is cut off: nobody searches with a page of text."""


@dataclass(slots=True)
class Searches:
    """Queries by a random id, so that none stands in an address. The page's threads share it."""

    _queries: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, query: str) -> str:
        """Keep a query and return its id; the oldest one goes when there are too many."""
        search_id = secrets.token_urlsafe(ID_BYTES)
        with self._lock:
            self._queries[search_id] = query[:LONGEST]
            while len(self._queries) > MOST:
                self._queries.popitem(last=False)
        return search_id

    def find(self, search_id: str) -> str | None:
        """Return a query, or None if it never was or is forgotten."""
        with self._lock:
            return self._queries.get(search_id)

    def forget_all(self) -> None:
        """Forget every query."""
        with self._lock:
            self._queries.clear()
