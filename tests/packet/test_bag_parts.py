"""What surrounds a bag: its page to print, whose calls go in, and files that nobody may open."""

from __future__ import annotations

import builtins
import os
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.packet import bags
from tests.packet.bags import CHAT
from tests.packet.tag_reading import read_tags
from wayhome.model.calls import CallLog
from wayhome.packet.bag_papers import BagWords
from wayhome.packet.bag_values import Origin, Stays
from wayhome.packet.packet_values import Paper
from wayhome.usecases.bag_making import calls_about, look_at_files
from wayhome.usecases.bag_receipts import receipt_slip

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.usecases.wayhome import Wayhome


def test_the_code_stands_on_a_page_to_print(wayhome: Wayhome, tmp_path: Path) -> None:
    made = bags.make(wayhome, tmp_path)
    tagged = read_tags(made.slip.read_bytes())
    assert (tagged.marked_as, tagged.untagged, tagged.lost) == ("1", 0, 0)
    words = BagWords((wayhome.words("es"), wayhome.words("en")))
    slip = receipt_slip(made, words, Paper.A4)
    assert "".join(slip.code) == made.code
    assert [each.split()[0] for each in slip.shows] == ["Los", "The"]
    assert made.path.name in {line.value for line in slip.lines}
    counted = "Packet: 1. Calls: 3. Notes: 2. Files put in: 2. Files only listed: 1."
    assert counted in slip.lines[-1].value
    assert counted in made.paper.read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no such program")
def test_the_way_to_check_without_any_program_of_ours(wayhome: Wayhome, tmp_path: Path) -> None:
    made = bags.make(wayhome, tmp_path)
    said = BagWords((wayhome.words("en"),)).label("receipt.check_plain")
    for command in re.findall(r"sha256sum (?:-c )?(?:\S+\.txt ?)+", said):
        ran = subprocess.run(
            command.split(), cwd=made.path, check=True, capture_output=True, text=True
        )
        assert made.code in ran.stdout or "export-001.txt: OK" in ran.stdout
    (made.path / "data/exports/export-001.txt").write_bytes(b"changed")
    assert subprocess.run(command.split(), cwd=made.path, check=False).returncode == 1


def test_a_correction_takes_along_what_it_corrects() -> None:
    entries = bags.log(2).entries
    first = entries[0]
    moved = replace(entries[1], corrects=first.id, child=2)
    log = CallLog((first, moved))
    assert calls_about(log, 1) is None
    about = calls_about(log, 2)
    assert about is not None
    assert about.entries == (first, moved)


def test_while_a_child_is_missing_nothing_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError

    chat, folder = tmp_path / "chat.txt", tmp_path / "folder"
    chat.write_bytes(CHAT)
    folder.mkdir()
    for place, name in ((os, "open"), (builtins, "open"), (os, "scandir"), (os, "walk")):
        monkeypatch.setattr(place, name, refuse)
    picked = [(chat, Origin.PLATFORM), (folder, Origin.PLATFORM), (tmp_path / "x", Origin.TYPED)]
    listed = look_at_files(picked, unread=True)
    assert [each.stays for each in listed] == [Stays.PARKED, Stays.PARKED, Stays.UNREADABLE]
    assert [each.size for each in listed] == [len(CHAT), None, None]
    assert all(each.changed and not each.sha256 and not each.source for each in listed[:2])
