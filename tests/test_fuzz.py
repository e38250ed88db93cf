"""What `make fuzz` asks of a reader is noticed when it is not kept; its first inputs are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fuzz.promises import BrokenPromiseError, check_message, leaving_the_disk_alone
from fuzz.target import FORMS, make_target
from tests.samples.seeds import MAKERS
from wayhome.model.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FINE = Message("Ana", "2025-03-04T22:41:00+01:00", "hi")


@pytest.mark.parametrize("reader", MAKERS)
def test_first_inputs_are_read_in_each_form(tmp_path: Path, reader: str) -> None:
    target = make_target(reader, tmp_path)
    read = {FORMS[raw[0] % len(FORMS)]: 0 for raw in target.first_inputs()}
    for raw in target.first_inputs():
        read[FORMS[raw[0] % len(FORMS)]] += target.feed(raw)
    assert all(read.values()), read
    assert set(read) == set(FORMS)


@pytest.mark.parametrize(
    "amiss",
    [
        {"kind": "picture"}, {"sender": "A\nna"}, {"sender": "\u202eanA"}, {"sender_id": "1\x00"},
        {"at": "yesterday"}, {"at": ""},
    ],
)  # fmt: skip
def test_a_message_that_is_amiss_is_noticed(amiss: dict[str, Any]) -> None:
    check_message(FINE)
    with pytest.raises(BrokenPromiseError):
        check_message(FINE._replace(**amiss))


@pytest.mark.parametrize(
    "touch",
    [
        lambda folder: (folder / "new.txt").write_text("x"),
        lambda folder: (folder / "new").mkdir(),
        lambda folder: (folder / "a.txt").unlink(),
        lambda folder: (folder / "a.jpg").read_bytes(),
    ],
)
def test_whoever_touches_the_disk_is_noticed(
    tmp_path: Path, touch: Callable[[Path], object]
) -> None:
    for name in ("a.txt", "a.jpg"):
        (tmp_path / name).write_text("x", "utf-8")
    with leaving_the_disk_alone():
        (tmp_path / "a.txt").read_bytes()
    with pytest.raises(BrokenPromiseError, match=r"new|a\."), leaving_the_disk_alone():
        touch(tmp_path)
