"""How a family gets a chat export: what the check says when that is damaged or out of step."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED, find_faults
from wayhome.review.readers.builtin import BUILT_IN

if TYPE_CHECKING:
    from pathlib import Path

EXPORTS = "exports.yaml"
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the shipped content that a test may damage."""
    return shutil.copytree(SHIPPED, tmp_path / "content")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("- {id: signal}\n", "- {id: signals}\n", "there is no format 'signal'"),
        ("formats: [signal]", "formats: [telegram]", "no export leads to the format 'signal'"),
        ("needs: [signal-export-page]", "needs: [gone]", "there is no source 'gone'"),
        ("wait: [google-archive-time]", "wait: [gone]", "there is no source 'gone'"),
        ("sources: [discord-self-bots]", "sources: [gone]", "there is no source 'gone'"),
        ("{id: android, sources", "{id: iphone, sources", "the id 'iphone' stands here a second"),
        ("- id: kik", "- id: roblox", "the id 'roblox' stands here a second time"),
        ("- {id: whatsapp}\n", "- {id: whatsapp, tone: x}\n", "tone"),
        ("{id: csv}", "{id: csv, coming: soon}", "must be true or false"),
        ("{id: one_chat,", "{id: one,", "absent.one: this text is missing"),
        ("- id: kik", "- id: kick", "entries.kick.name: this text is missing"),
        ("[own_messages_only]", "[own_words]", "not_visible.own_words: this text is missing"),
        ("    formats: [whatsapp]\n", "    formats: []\n", "formats"),
    ],
)
def test_each_mistake_has_a_fault_with_its_place(
    content: Path, old: str, new: str, fault: str
) -> None:
    path = content / EXPORTS
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [each for each in find_faults(RULE_NAMES, TODAY, content) if fault in each.message]
    assert found
    assert all(each.file == EXPORTS or each.file.startswith("words/en/") for each in found)


def test_a_text_that_nothing_uses_is_a_fault(content: Path) -> None:
    for language in ("en", "es"):
        path = content / "words" / language / EXPORTS
        path.write_text(path.read_text(encoding="utf-8") + "extra: Something\n", encoding="utf-8")
    faults = find_faults(RULE_NAMES, TODAY, content)
    assert [each.message for each in faults] == ["extra: nothing uses this text"]


def test_formats_and_built_in_readers_are_in_step() -> None:
    assert not find_faults(RULE_NAMES, TODAY, SHIPPED, BUILT_IN.keys())


@pytest.mark.parametrize(
    ("more", "less", "fault"),
    [
        ("pigeon-post", None, "the reader 'pigeon-post' has no entry here"),
        ("kik-file", "signal", "there is no reader 'signal': it needs `coming: true`"),
    ],
)
def test_readers_out_of_step_are_faults(more: str, less: str | None, fault: str) -> None:
    readers = {*BUILT_IN, more} - {less}
    messages = [each.message for each in find_faults(RULE_NAMES, TODAY, SHIPPED, readers)]
    assert fault in messages


def test_a_reader_that_has_come_is_no_longer_coming(content: Path) -> None:
    path = content / EXPORTS
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{id: signal}", "{id: signal, coming: true}"), encoding="utf-8")
    (fault,) = find_faults(RULE_NAMES, TODAY, content, BUILT_IN.keys())
    assert fault.message == "the reader 'signal' is there: leave out `coming`"


def test_a_damaged_file_says_nothing_of_readers(content: Path) -> None:
    """What could not be read is not missing."""
    path = content / EXPORTS
    path.write_text(path.read_text(encoding="utf-8").replace("- {id: csv,", "- {no: csv,"))
    messages = " ".join(
        each.message for each in find_faults(RULE_NAMES, TODAY, content, BUILT_IN.keys())
    )
    assert "has no entry here" not in messages
