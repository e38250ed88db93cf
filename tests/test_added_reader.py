"""A reader out of another package: off by default, on by name, and held to the protocol."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests/packages/reader_example"
DOCUMENT = ROOT / "docs/writing-a-reader.md"
CHAT = "PAGER 1\n2025-03-04 22:41|Ana|hello\n"
WHATSAPP = "25/03/2025, 22:41 - Ana: hola\n25/03/2025, 22:42 - Bo: hi\n"

Ran = subprocess.CompletedProcess[str]


def _install(target: Path, package: Path = EXAMPLE) -> Path:
    """Install a package as a user would, without any network."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
               "--no-build-isolation", "--target", str(target), str(package)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the example is installed."""
    return _install(tmp_path_factory.mktemp("installed"))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Ran]:
    """Return a function that runs `wayhome read` with another package at hand."""
    (tmp_path / "Ana.pgr").write_text(CHAT)
    (tmp_path / "WhatsApp Chat with Bo.txt").write_text(WHATSAPP)

    def run(installed: Path, *arguments: str) -> Ran:
        environment = os.environ | {"PYTHONPATH": str(installed), "LANG": "en_US.UTF-8"}
        command = [sys.executable, "-m", "wayhome", "read", "--lang", "en", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
        )

    return run


def test_installing_one_switches_nothing_on(installed: Path, read: Callable[..., Ran]) -> None:
    ran = read(installed, "Ana.pgr", "--out", "-")
    assert ran.returncode == 2
    assert "no export that Wayhome knows" in ran.stderr


def test_by_name_it_reads(installed: Path, read: Callable[..., Ran]) -> None:
    ran = read(installed, "Ana.pgr", "--out", "-", "--reader", "pager")
    assert json.loads(ran.stdout) == {
        "conversation": "Ana", "from": "Ana", "at": "2025-03-04T22:41:00", "text": "hello",
        "kind": "text", "n": 1,
    }  # fmt: skip


def test_a_name_that_nobody_brings_is_one_sentence(
    installed: Path, read: Callable[..., Ran]
) -> None:
    for name in ("telegraph", "whatsapp"):
        ran = read(installed, "Ana.pgr", "--reader", name)
        said = "There is no reader of that name. Other packages bring: pager.\n"
        assert (ran.returncode, ran.stderr) == (2, said)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("def recognises(", "raise RuntimeError"),
        ("def recognises(", "return 7"),
        ("def plan(", "raise RuntimeError"),
        ("def plan(", "return 7"),
        ("def conversations(", "raise RuntimeError"),
        ("def conversations(", "yield 7"),
        ("def _messages(", "yield 7"),
        ("def _messages(", "raise RuntimeError"),
    ],
)
def test_a_broken_one_loses_nothing_of_the_others(
    tmp_path: Path, read: Callable[..., Ran], place: str, line: str
) -> None:
    bad = tmp_path / "bad"
    (bad / "wayhome_reader_example-0.1.dist-info").mkdir(parents=True)
    (bad / "wayhome_reader_example-0.1.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: wayhome-reader-example\nVersion: 0.1\n"
    )
    (bad / "wayhome_reader_example-0.1.dist-info/entry_points.txt").write_text(
        "[wayhome.readers]\npager = wayhome_reader_example:READER\n"
    )
    source = (EXAMPLE / "wayhome_reader_example.py").read_text()
    # Its first line now fails, whatever stands below.
    broken = re.sub(
        rf"({re.escape(place)}.*?:\n)(\s+)(\"\"\"|names)",
        rf"\1\2{line}\n\2\3",
        source,
        count=1,
        flags=re.DOTALL,
    )
    assert broken != source
    (bad / "wayhome_reader_example.py").write_text(broken)
    ran = read(bad, "Ana.pgr", "WhatsApp Chat with Bo.txt", "--reader", "pager", "--out", "-")
    assert ran.returncode == 0, ran.stderr
    texts = [json.loads(each)["text"] for each in ran.stdout.splitlines()]
    assert texts[-2:] == ["hola", "hi"]
    assert "Traceback" not in ran.stderr


def test_one_that_can_not_start_is_one_sentence(tmp_path: Path, read: Callable[..., Ran]) -> None:
    bad = _install(tmp_path / "bad")
    (bad / "wayhome_reader_example.py").write_text("raise ImportError\n")
    ran = read(bad, "Ana.pgr", "--reader", "pager")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("The reader pager can't be started.")


def test_the_example_s_own_tests_pass(installed: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(installed), str(EXAMPLE)))}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider",
         "--rootdir", str(EXAMPLE), "-c", os.devnull, "check_pager.py"],
        capture_output=True, text=True, cwd=EXAMPLE, env=environment, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout


def test_the_document_shows_the_example_as_it_is() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in ("wayhome_reader_example.py", "samples.py", "check_pager.py", "pyproject.toml"):
        assert (EXAMPLE / name).read_text(encoding="utf-8").strip() in text, name
