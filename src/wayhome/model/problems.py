"""Trouble that the person at the keyboard can mend."""

from __future__ import annotations


class WayhomeError(Exception):
    """Base of everything that Wayhome raises on purpose."""


class UserProblem(WayhomeError):
    """Something the user can fix. ``key`` names the sentence at ``problems.<key>``.

    ``values`` fill the sentence; they never hold an answer, a name or a message.
    """

    def __init__(self, key: str, **values: object) -> None:
        """Keep the sentence's key and what fills it."""
        super().__init__(key)
        self.key = key
        self.values = values


class ContentBrokenError(WayhomeError):
    """The shipped content does not pass its own check, so it must not be shown."""


class RecordLockedError(WayhomeError):
    """The record is locked: by hand, by time, or because another Wayhome replaced it."""
