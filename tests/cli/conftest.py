"""Runs the command line in this process, with a home of its own and a fixed language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from wayhome.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.usecases.home import Home


@dataclass(frozen=True)
class Ran:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - JSON is whatever it is
        """Return standard output as JSON; nothing else may stand there."""
        return json.loads(self.out)

    def sentence(self) -> str:
        """Return the one line on standard error."""
        (line,) = self.err.splitlines()
        return line


@pytest.fixture
def command(
    home: Home,  # noqa: ARG001 - its making keeps the user's own home out of it
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Ran]:
    """Return a function that runs `wayhome` with these arguments."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran
