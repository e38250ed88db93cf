"""What is kept beside the bytecode is used, renewed, and can't run anything."""

from __future__ import annotations

import os
import pickle
import shutil
from typing import TYPE_CHECKING

import pytest

from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED, keeping, load_content

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.content import Content


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the content whose kept form lands in the test's own folder."""
    monkeypatch.setattr(keeping, "FOLDER", tmp_path / "kept")
    return shutil.copytree(SHIPPED, tmp_path / "content")


def test_second_load_reads_no_yaml(root: Path) -> None:
    first = load_content(RULE_NAMES, root)

    def fail() -> Content:
        pytest.fail("parsed again")

    assert keeping.read_kept(root, fail) == first


def test_changed_file_is_read_again(root: Path) -> None:
    load_content(RULE_NAMES, root)
    path = root / "words/en/signs.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Gifts are", "Presents are"), "utf-8")
    assert (
        load_content(RULE_NAMES, root)
        .words["en"]("signs.unexplained_gifts.means")
        .startswith("Pres")
    )
    assert len(list(keeping.FOLDER.glob("*.pickle"))) == 1, "the old one is gone"


@pytest.mark.parametrize("data", [b"", b"rubbish", pickle.dumps({"a": 1})])
def test_damaged_file_is_made_anew(root: Path, data: bytes) -> None:
    content = load_content(RULE_NAMES, root)
    (kept,) = keeping.FOLDER.glob("*.pickle")
    kept.write_bytes(data)
    assert load_content(RULE_NAMES, root) == content


def test_hostile_file_runs_nothing(root: Path, tmp_path: Path) -> None:
    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'ran'}",)

    content = load_content(RULE_NAMES, root)
    (kept,) = keeping.FOLDER.glob("*.pickle")
    kept.write_bytes(pickle.dumps(Hostile()))
    assert load_content(RULE_NAMES, root) == content
    assert not (tmp_path / "ran").exists()


def test_disk_that_cannot_be_written_is_no_obstacle(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(keeping, "FOLDER", blocked / "below")
    assert load_content(RULE_NAMES, root).signs
