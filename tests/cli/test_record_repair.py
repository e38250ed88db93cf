"""A key file that is not the record's own, and a record that was put aside, in the terminal."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    ANOTHER,
    PASSPHRASE,
    Desk,
    laid_desk,
    made_record,
)
from wayhome.record import keys
from wayhome.record.envelope import read_envelope, write_envelope
from wayhome.usecases.home import Home
from wayhome.usecases.record_room import RecordRoom
from wayhome.usecases.wayhome import Wayhome


def test_a_key_file_of_another_record_is_repaired(desk: Desk) -> None:
    key = desk.record / "key"
    header = read_envelope(key.read_bytes())
    key.write_bytes(write_envelope(replace(header, store="store-0123456789abcdef.sealed")))
    assert "second one" in desk("record", "show").sentence()
    assert desk("record", "repair").code == 0
    assert desk("record", "show").code == 0


def test_a_forged_key_file_is_repaired(desk: Desk) -> None:
    key = desk.record / "key"
    key.write_bytes(write_envelope(replace(read_envelope(key.read_bytes()), public_key=bytes(32))))
    assert "second one" in desk("record", "show").sentence()
    assert desk("record", "repair").code == 0
    assert desk("record", "show").code == 0


def test_a_pipe_in_place_of_the_key_keeps_nobody_waiting(desk: Desk) -> None:
    (desk.record / "key").unlink()
    os.mkfifo(desk.record / "key")
    assert "second one" in desk("record", "show").sentence()


def test_a_record_that_was_put_aside_is_used_again(desk: Desk) -> None:
    assert "no such record" in desk("record", "put-back").sentence()
    room = RecordRoom(Wayhome.from_shipped_content(dt.date.today), Home(desk.home))
    said = desk("record", "shred", "--child", "1").err
    assert "put aside" not in said
    room.put_aside()
    assert desk("record", "show").code == 2
    ran = desk("record", "put-back")
    assert (ran.code, ran.out) == (0, "")
    assert desk("record", "show").code == 0
    for _ in range(2):
        room.put_aside()
        room.cost = keys.FLOOR
        room.create(ANOTHER)
        room.lock()
    desk.use_passphrase(ANOTHER)
    desk("record", "note", text="words")
    ran = desk("record", "shred", "--note", "1", "--yes", lang="es")
    assert "Un registro apartado quizá todavía lo tiene" in ran.err
    desk.use_passphrase(PASSPHRASE)
    several = desk("record", "put-back")
    assert (several.code, several.out) == (2, "record.replaced-1\nrecord.replaced-2\n")
    assert desk("record", "put-back", "record.replaced-1").code == 0
    assert desk("record", "show").code == 0
    assert {path.name for path in room.folder.asides()} == {
        "record.replaced-2",
        "record.replaced-3",
    }


def test_destroying_everything_leaves_another_record_that_was_put_aside_and_says_so(
    desk: Desk,
) -> None:
    room = RecordRoom(Wayhome.from_shipped_content(dt.date.today), Home(desk.home))
    room.put_aside()
    room.cost = keys.FLOOR
    room.create(ANOTHER)
    room.lock()
    assert "--photo" in desk("record", "shred").sentence()
    # It is not destroyed by whoever happens to sit here.
    assert desk("record", "shred", "--all", "--yes").code == 2
    desk.use_passphrase(ANOTHER)
    ran = desk("record", "shred", "--all", "--yes")
    assert ran.code == 0
    assert "Another record that was put aside stays" in ran.err
    assert "records put aside" not in ran.err
    desk.use_passphrase(PASSPHRASE)
    assert desk("record", "put-back").code == 0
    assert desk("record", "show").code == 0
