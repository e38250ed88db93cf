"""Nothing that the family wrote, and no key, ever stands in the clear on the disk."""

from __future__ import annotations

import secrets
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.record.crash.driver import victim
from tests.record.crash.searching import Planted, spellings, watched
from tests.record.crash.shim import make_shim, why_no_shim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.record.crash.driver import Victim
    from tests.record.crash.shim import Shim

COLLECTOR = Path("/proc/sys/kernel/core_pattern")
"""What Linux does with a picture of a crashed program's memory."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one for the home and one for temporary files."""
    place = tmp_path_factory.mktemp("traces")
    for name in ("watched", "temp"):
        (place / name).mkdir()
    return place


@pytest.fixture(scope="module")
def shim(place: Path) -> Shim | None:
    """Return the shim, if there can be one."""
    return None if why_no_shim() else make_shim(place, place / "watched")


@pytest.fixture(autouse=True)
def forget(shim: Shim | None) -> None:
    """Forget what the shim saw in other tests."""
    if shim:
        shim.forget()


@pytest.fixture(scope="module")
def ready(place: Path, shim: Shim | None) -> Iterator[Victim]:
    """Return a victim."""
    with victim(shim, place / "temp") as ready:
        yield ready


def word(begins: str) -> str:
    """Return a word that stands nowhere else in the world."""
    return f"{begins} {secrets.token_hex(8)}"


def words() -> dict[str, str]:
    """Return what is planted."""
    plain = ("name", "device", "note", "corrected", "called", "sealed", "gps")
    phrases = ("passphrase", "new passphrase", "wrong passphrase")
    accents = {"accents": word("Añoñita Ítaca")}
    return {name: word(f"planted {name}") for name in (*plain, *phrases)} | accents


@pytest.mark.timeout(300)
def test_nothing_stands_in_the_clear_after_any_step(
    ready: Victim, place: Path, shim: Shim | None
) -> None:
    planted, home = words(), place / "watched" / "stage"
    sought = Planted({name: spellings(text) for name, text in planted.items()})
    places = [place / "watched", place / "temp"]
    began = time.time()
    with watched(sought.found_in, *places) as watch:
        heard = ready.run(home, run="trace", words=planted, places=[str(each) for each in places])
    said = {line["after"]: line["found"] for line in heard.lines if "after" in line}
    assert heard.end == 0
    assert len(said) == 22
    assert not any(said.values()), said
    assert not watch.hits
    # The watch saw what is there for a moment only; and there never is a second log of SQLite's.
    assert any(name.endswith(".sealed-journal") for name in watch.seen)
    assert not any(name.endswith(("-wal", "-shm")) for name in watch.seen)
    shared = [Path(each) for each in ("/tmp", "/var/tmp")]  # noqa: S108 - looked through only
    others = sought.found_below(*shared, since=began) if sys.platform == "linux" else {}
    assert not others
    if shim:
        assert real_files(shim.lines("FOUND")) == []
        assert not shim.lines("MAPPED")
        strange = [each for each in shim.lines("OPEN") if not may_be_written(each, places[0])]
        assert not strange


def real_files(found: list[str]) -> list[str]:
    """Leave out what went through a pipe from one process to another, which is no file."""
    return [line for line in found if not line.split(" ", 1)[1].startswith(("pipe:", "socket:"))]


def may_be_written(path: str, home: Path) -> bool:
    """Tell whether a file may be opened for writing: ours, a device, or beside the program."""
    return Path(path).is_relative_to(home) or path.startswith("/dev/") or "__pycache__" in path


@pytest.mark.skipif(bool(why_no_shim()), reason=why_no_shim())
def test_the_shim_would_see_it(ready: Victim, place: Path, shim: Shim) -> None:
    wanted = secrets.token_bytes(24)
    ready.run(place / "watched" / "leaked", run="leak", wanted=wanted.hex())
    assert [line for line in shim.lines("FOUND") if line.endswith("/leaked")]
    assert real_files(shim.lines("FOUND"))


@pytest.mark.parametrize("spelled", spellings('Añoñita "Ítaca"'), ids=repr)
def test_the_search_would_find_it(tmp_path: Path, spelled: bytes) -> None:
    sought = Planted({"a word": spellings('Añoñita "Ítaca"')})
    assert not sought.found_below(tmp_path)
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "file"
    path.write_bytes(bytes(70_001) + spelled + bytes(70_001))
    assert sought.found_below(tmp_path) == {str(path): ["a word"]}
    assert sought.found_in(spelled[:-1]) == []


def test_the_search_would_find_a_name(tmp_path: Path) -> None:
    (tmp_path / "Ana Prueba.jpg").touch()
    assert Planted({"a name": spellings("Ana Prueba")}).found_below(tmp_path)


def test_the_watch_would_see_what_is_there_for_a_moment(tmp_path: Path) -> None:
    with watched(Planted({"a word": [b"planted"]}).found_in, tmp_path) as watch:
        (tmp_path / "moment").write_bytes(b"it is planted here")
        time.sleep(0.3)
        (tmp_path / "moment").unlink()
    assert watch.hits == {str(tmp_path / "moment"): ["a word"]}


def core_lands_here() -> bool:
    """Tell whether a crash leaves a picture of the memory in the program's own folder."""
    if not COLLECTOR.exists():
        return False
    resource = pytest.importorskip("resource")
    pattern = COLLECTOR.read_text().strip()
    return pattern[:1] not in {"|", "/", ""} and resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


@pytest.mark.parametrize("number", ["SIGABRT", "SIGSEGV", "SIGKILL"])
@pytest.mark.parametrize("forbid", [True, False], ids=["as it is", "were it not forbidden"])
def test_a_crash_leaves_no_picture_of_the_memory(
    ready: Victim, tmp_path: Path, number: str, *, forbid: bool
) -> None:
    pytest.importorskip("resource")
    if not forbid and (number == "SIGKILL" or not core_lands_here()):
        pytest.skip("this system leaves none in any case")
    secret, phrase = word("planted text"), word("planted phrase")
    heard = ready.run(
        tmp_path / "stage",
        run="crash",
        place=tmp_path,
        forbid=forbid,
        signal=getattr(signal, number),
        passphrase=phrase,
        text=secret,
    )
    assert (tmp_path / "alive").exists()
    assert heard.end == -getattr(signal, number)
    sought = Planted({"text": spellings(secret), "passphrase": spellings(phrase)})
    found = sought.found_below(tmp_path)
    # Where it is not forbidden, it is there: else this would prove nothing.
    assert bool(found) is not forbid
    for path in tmp_path.glob("core*"):
        path.unlink()
