"""Each sample belongs to one reader, whichever readers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.samples import imessage, phone_texts, sms_backup
from wayhome.review.finding import Found, find_exports
from wayhome.review.readers.builtin import find_readers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _old_signal(folder: Path) -> None:
    folder.mkdir()
    (folder / "chat.txt").write_text(phone_texts.OLD_SIGNAL, "utf-8")


SAMPLES: list[tuple[str, Callable[[Path], None], int]] = [
    ("sms-backup", sms_backup.write, 2),
    ("imessage", lambda folder: imessage.write(folder / "chat.db", log=True), 2),
    ("imessage-exporter", phone_texts.write_exported, 2),
    ("signal", phone_texts.write_signal, 3),
    ("signal", _old_signal, 1),
]


@pytest.mark.parametrize(("name", "write", "count"), SAMPLES)
def test_sample_is_claimed_by_its_own_reader_alone(
    tmp_path: Path, name: str, write: Callable[[Path], None], count: int
) -> None:
    write(tmp_path / "export")
    found = list(find_exports(str(tmp_path / "export"), find_readers()))
    assert [(each.reader.id, len(each.files)) for each in found if isinstance(each, Found)] == [
        (name, count)
    ]
    assert len(found) == 1
