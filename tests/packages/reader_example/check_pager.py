"""What a pager's chat gives, field by field, and what damage does to it."""

from pathlib import Path

import pytest
from samples import write
from wayhome_reader_example import READER

from wayhome.model.messages import Message, Part, Skipped
from wayhome.review.source import Chosen, FileSource


def read(path: Path) -> list[Message | Skipped]:
    source = FileSource(path, path.name)
    claim = READER.recognises(source)
    files = Chosen(source, claim.files if claim else (), lambda _: None)
    found: list[Part] = []
    for each in READER.conversations(files, READER.plan(files, None)):
        found.extend(each.parts)
    return [item for part in found for item in part.messages]


def test_every_field(tmp_path: Path) -> None:
    assert read(write(tmp_path)) == [
        Message("Ana", "2025-03-04T22:41:00", "Did you bring it?"),
        Message("Zoë", "2025-03-04T22:42:00", "Yes | both"),
        Skipped("line 4", "date_unreadable"),
        Message("Ana", None, "Bye"),
    ]


@pytest.mark.parametrize("bad", ["", "x", "|", "\x00", "2025-03-04 22:41|Ana"])
def test_damage_is_named_and_the_rest_is_read(tmp_path: Path, bad: str) -> None:
    found = read(write(tmp_path, "2025-03-04 22:41|Ana|fine", bad))
    assert found[0] == Message("Ana", "2025-03-04T22:41:00", "fine")
    assert all(isinstance(each, Skipped) for each in found[1:])
