"""The real command in a process of its own: pipes, a real terminal, memory that is not dumped."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    NAME,
    PASSPHRASE,
    Desk,
    laid_desk,
    made_record,
)

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "import sys; from wayhome.cli.main import run; code = run(sys.argv[1:]);"
CHEAP = (
    "from wayhome.record import keys, vault; vault.calibrated_cost = lambda: keys.FLOOR;"
    f"{MAIN} sys.exit(code)"
)


def _run(
    *arguments: str, code: str = f"{MAIN} sys.exit(code)", text: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], input=text, capture_output=True, check=False
    )


def test_from_nothing_to_another_machine_in_pipes(desk: Desk, tmp_path: Path) -> None:
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    key, copy = tmp_path / "key", str(tmp_path / "copy")
    made = _run("record", "create", "--home", first, code=CHEAP)
    assert made.returncode == 0, made.stderr
    key.write_bytes(made.stdout)
    added = _run("record", "add-child", "--home", first, text="Peña Prueba".encode())
    assert (added.returncode, added.stdout) == (0, b"1\n")
    assert _run("backup", copy, "--home", first).returncode == 0
    desk.monkeypatch.setenv("WAYHOME_RECOVERY_KEY_FILE", str(key))
    back = _run("restore", copy, "--recovery-key", "--home", second)
    assert back.returncode == 0
    assert b"children 1" in back.stdout
    shown = _run("record", "show", "--home", second, "--lang", "es")
    assert "Peña Prueba (1)" in shown.stdout.decode("utf-8")
    assert shown.stderr == b""


@pytest.mark.parametrize("arguments", [["record", "--help"], ["--help"], ["backup", "--help"]])
def test_help_brings_no_database_along(arguments: list[str]) -> None:
    heavy = "{'sqlalchemy', 'sqlcipher3', 'argon2', 'cryptography', 'PIL', 'alembic'}"
    ran = _run(*arguments, code=f"{MAIN} sys.exit(code or str({heavy} & set(sys.modules)))")
    assert ran.stderr == b"set()\n"


def test_whoever_opens_the_record_leaves_no_picture_of_the_memory(desk: Desk) -> None:
    assert desk.home.exists()
    after = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    ran = _run("record", "check", code=f"{MAIN} {after}")
    assert (ran.returncode, ran.stdout) == (0, b"(0, 0)\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_at_a_real_terminal_what_is_secret_does_not_show(desk: Desk) -> None:
    desk.use_passphrase(None)
    shown, code = _at_a_terminal(
        ["record", "show", "--lang", "en"], [("type):", "slip"), ("type):", PASSPHRASE)]
    )
    assert code == 0
    assert "not the passphrase" in shown
    assert "slip" not in shown
    assert PASSPHRASE not in shown
    assert NAME in shown
    assert "until you clear it" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_ctrl_c_at_a_real_terminal_is_130(desk: Desk) -> None:
    desk.use_passphrase(None)
    shown, code = _at_a_terminal(["record", "show", "--lang", "en"], [("type):", "\x03")])
    assert code == 130, shown
    assert "Traceback" not in shown


def _at_a_terminal(arguments: list[str], answers: list[tuple[str, str]]) -> tuple[str, int]:
    """Run a command at a terminal of its own; type each answer when its prompt has come."""
    import pty

    number, descriptor = pty.fork()
    if number == 0:  # pragma: no cover - the child becomes the command
        # Tests that run in the background may have been told to ignore it, and hand that on.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execv(sys.executable, [sys.executable, "-c", f"{MAIN} sys.exit(code)", *arguments])
    shown, seen, waiting = "", 0, list(answers)
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        if select.select([descriptor], [], [], 0.1)[0]:
            try:
                piece = os.read(descriptor, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece.decode("utf-8", "replace")
        if waiting and waiting[0][0] in shown[seen:]:
            seen = len(shown)
            # What is typed before the terminal has stopped showing it may be thrown away.
            _wait_for_hiding(descriptor)
            os.write(descriptor, f"{waiting.pop(0)[1]}\n".encode())
    os.close(descriptor)
    return shown, os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def _wait_for_hiding(descriptor: int) -> None:
    """Wait until a terminal shows nothing of what is typed, and for a moment more."""
    import termios

    ends = time.monotonic() + 10
    while termios.tcgetattr(descriptor)[3] & termios.ECHO and time.monotonic() < ends:
        time.sleep(0.05)
    time.sleep(0.2)
