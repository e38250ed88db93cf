"""The check in a terminal: numbers are typed, mistakes are asked again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.cli.conftest import Ran


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _type(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", _Terminal("".join(f"{line}\n" for line in lines)))


def test_a_whole_check(command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, *["2"] * 6, "5, 6", "1")
    ran = command("check", "--json", "-")
    assert [outcome["id"] for outcome in ran.json()["outcomes"]] == ["suspected", "prepare"]


def test_a_missing_child_is_not_asked_for_signs(
    command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "1", *["2"] * 5, "1")
    assert command("check", "--json", "-").json()["outcomes"][0]["id"] == "missing_now"


def test_what_is_not_understood_is_asked_again(
    command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "yes", "9", "1 2", "", "2", *["2"] * 5, "", "1")
    ran = command("check", "--json", "-")
    assert ran.code == 0
    assert ran.err.count("from 1 to 3") == 4


def test_end_of_input_stops_without_a_result(
    command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "2", "2")
    ran = command("check", "--json", "-")
    assert (ran.code, ran.out) == (130, "")
