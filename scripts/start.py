"""Sets Wayhome up in its own folder, then starts it. Needs nothing but Python itself.

    start.py [--only-setup] [--dev] [what `wayhome` takes ...]

This is the one way to set up: the double-click files and the Makefile all come here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST_PYTHON = (3, 11)
DETAIL_LINES = 15

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "set-up-with"
LOCK = PROJECT / ".setting-up"


class Words(NamedTuple):
    """One thing to say, in both languages: nothing is loaded yet that could choose."""

    english: str
    spanish: str


PYTHON_TOO_OLD = Words(
    "Wayhome needs Python 3.11 or newer. Install Python 3.13, then start Wayhome again.",
    "Wayhome necesita Python 3.11 o posterior. Instale Python 3.13 y vuelva a abrir Wayhome.",
)
SETTING_UP = Words(
    "Setting Wayhome up in this folder. The first start takes a minute.",
    "Preparando Wayhome en esta carpeta. El primer inicio tarda un minuto.",
)
NO_VENV = Words(
    "A piece of Python is missing. Install it (Debian, Ubuntu: sudo apt install python3-venv), "
    "then start Wayhome again.",
    "Falta una pieza de Python. Instálela (Debian, Ubuntu: sudo apt install python3-venv) "
    "y vuelva a abrir Wayhome.",
)
READ_ONLY = Words(
    f"Wayhome cannot write in its folder, {PROJECT}. Copy the folder to a place of your own, "
    "such as Documents, and start Wayhome there.",
    f"Wayhome no puede escribir en su carpeta, {PROJECT}. Copie la carpeta a un lugar suyo, "
    "por ejemplo Documentos, y abra Wayhome allí.",
)
BUSY = Words(
    "Wayhome is being set up in another window. Wait until that one is done.",
    "Wayhome se está preparando en otra ventana. Espere a que termine.",
)
OFFLINE = Words(
    "Wayhome needs the internet once, to fetch the parts it is made of. Connect, then start "
    "Wayhome again. After that it works without the internet.",
    "Wayhome necesita internet una sola vez, para traer sus piezas. Conéctese y vuelva a abrir "
    "Wayhome. Después funciona sin internet.",
)
WRONG_HASH = Words(
    "A part that arrived is not the one Wayhome was checked with, so it was not installed. "
    "Try again from another network.",
    "Una pieza recibida no es la que se comprobó con Wayhome, así que no se instaló. "
    "Inténtelo de nuevo desde otra red.",
)
NO_WHEEL = Words(
    "A part of Wayhome does not exist for this Python or this computer yet. "
    "Install Python 3.13, then start Wayhome again.",
    "Una pieza de Wayhome aún no existe para este Python o este equipo. "
    "Instale Python 3.13 y vuelva a abrir Wayhome.",
)
DISK_FULL = Words(
    "The disk is full. Make some room, then start Wayhome again.",
    "El disco está lleno. Libere espacio y vuelva a abrir Wayhome.",
)
SETUP_FAILED = Words(
    "Wayhome could not be set up. The lines above say why.",
    "No se pudo preparar Wayhome. Las líneas de arriba dicen por qué.",
)

# What pip prints, first match wins: without a connection it also finds "no matching" part.
SIGNS = (
    ("DO NOT MATCH THE HASHES", WRONG_HASH),
    ("No space left on device", DISK_FULL),
    ("[Errno 13] Permission denied", READ_ONLY),
    ("connection broken", OFFLINE),
    ("connection error", OFFLINE),
    ("timed out", OFFLINE),
    ("No matching distribution", NO_WHEEL),
)


class CannotStartError(Exception):
    """Something the user can put right."""

    def __init__(self, words: Words, details: str = "") -> None:
        super().__init__(words.english)
        self.words = words
        self.details = details


def main(arguments: list[str]) -> int:
    """Set up what is missing, then start Wayhome unless told not to."""
    only_setup, dev, for_wayhome = read_arguments(arguments)
    use_utf8()
    try:
        refuse_old_python(sys.version_info[:2])
        if not is_set_up(dev=dev):
            with only_one_at_a_time():
                set_up(dev=dev)
        return 0 if only_setup else start_wayhome(for_wayhome)
    except CannotStartError as problem:
        if problem.details:
            sys.stderr.write(f"{problem.details}\n")
        say(problem.words)
        return 2
    except PermissionError:
        say(READ_ONLY)
        return 2
    except KeyboardInterrupt:
        return 130


def read_arguments(arguments: list[str]) -> tuple[bool, bool, list[str]]:
    """Take our own two flags from the front; the rest is Wayhome's."""
    ours = {"--only-setup": False, "--dev": False}
    rest = list(arguments)
    while rest and rest[0] in ours:
        ours[rest.pop(0)] = True
    return ours["--only-setup"], ours["--dev"], rest


def use_utf8() -> None:
    """Make a Windows console or pipe take the accents."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def say(words: Words) -> None:
    """Tell the user, in both languages."""
    sys.stderr.write(f"{words.english}\n{words.spanish}\n")
    sys.stderr.flush()


def refuse_old_python(version: tuple[int, ...]) -> None:
    """Stop here rather than in the middle of a set-up."""
    if version < OLDEST_PYTHON:
        raise CannotStartError(PYTHON_TOO_OLD)


def is_set_up(*, dev: bool) -> bool:
    """Does .venv hold what the lock files ask for?"""
    version = venv_version()
    return version is not None and wanted(PROJECT, version, dev=dev) <= recorded(STAMP)


def wanted(project: Path, version: str, *, dev: bool) -> frozenset[str]:
    """List what a finished set-up is made from, one line each.

    A set, so that a set-up for developers also counts as one for running.
    """
    files = ["pyproject.toml", "requirements.txt", *(["requirements-dev.txt"] if dev else [])]
    digests = {name: hashlib.sha256((project / name).read_bytes()).hexdigest() for name in files}
    return frozenset([python_line(version), *(f"{n} {digest}" for n, digest in digests.items())])


def python_line(version: str) -> str:
    """Name the Python that the parts were installed for."""
    return f"python {version}"


def recorded(stamp: Path) -> frozenset[str]:
    """Read what the last finished set-up was made from: nothing, if none was finished."""
    try:
        return frozenset(stamp.read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return frozenset()


def record(stamp: Path, lines: frozenset[str]) -> None:
    """Write the stamp whole or not at all."""
    unfinished = stamp.with_suffix(".part")
    unfinished.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    unfinished.replace(stamp)


def venv_version() -> str | None:
    """Ask .venv's own Python: the one it was made from may be gone or replaced by now."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        asked = subprocess.run(
            [str(VENV_PYTHON), "-c", question], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return asked.stdout.strip()


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold off a second set-up: people click again while the first one is at work.

    The system drops the lock however this process ends.
    """
    try:
        file = LOCK.open("w")
    except OSError as error:
        raise CannotStartError(READ_ONLY) from error
    with file:
        try:
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStartError(BUSY) from error
        yield


def set_up(*, dev: bool) -> None:
    """Install the locked parts and Wayhome itself into .venv."""
    say(SETTING_UP)
    version = venv_version()
    before = recorded(STAMP)
    # Gone before the first change: an interrupted set-up leaves no stamp, and starts over.
    STAMP.unlink(missing_ok=True)
    if version is None or python_line(version) not in before:
        version = make_venv()
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
    pip += ["install", "--no-user"]  # a user's own pip settings may say otherwise
    # Only wheels: building a part would run its code and fetch tools that no hash covers.
    locked = ["--require-hashes", "--only-binary", ":all:", "--retries", "2"]
    run_quietly([*pip, *locked, "-r", "requirements-dev.txt" if dev else "requirements.txt"])
    run_quietly([*pip, "--no-index", "--no-deps", "--no-build-isolation", "-e", "."])
    point_at_source(version)
    # Compiled once here: else a machine that keeps no bytecode compiles it at every start.
    run_quietly([str(VENV_PYTHON), "-m", "compileall", "-q", "src"])
    record(STAMP, wanted(PROJECT, version, dev=dev))


def make_venv() -> str:
    """Make .venv anew and return the version of its Python."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise CannotStartError(NO_VENV)
    run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    return "{}.{}".format(*sys.version_info[:2])


def point_at_source(version: str) -> None:
    """Replace the path that the editable install wrote by a relative one.

    Python up to 3.12 reads that file in the system's code page, so on Windows a folder of a
    user named Ángel would stop every start. A relative path also survives moving the folder.
    """
    inside = "Lib/site-packages" if os.name == "nt" else f"lib/python{version}/site-packages"
    path_file = VENV / inside / "wayhome.pth"
    path_file.write_text(os.path.relpath(PROJECT / "src", path_file.parent), encoding="ascii")


def run_quietly(command: list[str]) -> None:
    """Run one step of the set-up; on failure say what its output means."""
    done = subprocess.run(
        command,
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise explain(done.stdout)


def explain(output: str) -> CannotStartError:
    """Turn the output of a failed step into something the user can act on."""
    for sign, words in SIGNS:
        if sign in output:
            return CannotStartError(words)
    return CannotStartError(SETUP_FAILED, "\n".join(output.splitlines()[-DETAIL_LINES:]))


def start_wayhome(arguments: list[str]) -> int:
    """Become Wayhome; on Windows, wait for it."""
    command = [str(VENV_PYTHON), "-m", "wayhome", *arguments]
    on_windows = sys.platform == "win32"
    return wait_for(subprocess.Popen(command)) if on_windows else os.execv(command[0], command)


def wait_for(child: subprocess.Popen[bytes]) -> int:
    """Stay until the child ends: Windows has no exec that keeps the console waiting."""
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reached the child too, and it ends in its own time


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
