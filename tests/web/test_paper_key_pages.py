"""The key on paper: shown, asked back, used, and made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.recorded import OTHER, PASSPHRASE, Guardian, groups_in
from wayhome.usecases.record_room import RoomState
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Visitor


@pytest.fixture
def guardian(visitor: Visitor, tmp_path: Path) -> Guardian:
    """Return somebody who has just chosen a passphrase."""
    guardian = Guardian(visitor, tmp_path / "downloads").prepare()
    guardian.post("/r/n", passphrase_chosen=PASSPHRASE, passphrase_again=PASSPHRASE)
    guardian.key = "-".join(groups_in(guardian.get("/r/n/k")))
    return guardian


def _asked(guardian: Guardian) -> str:
    return guardian.key.split("-")[shell_of(guardian.app).paper_key.asked - 1]


def test_the_sheet_shows_seven_groups_and_says_nothing_on_paper(guardian: Guardian) -> None:
    page = guardian.get("/r/n/k")
    assert len(guardian.key.split("-")) == 7
    assert "<title>Notes</title>" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_one_group_from_the_paper_confirms_it(guardian: Guardian) -> None:
    page = guardian.get("/r/n/c")
    number = shell_of(guardian.app).paper_key.asked
    assert f"group {number}" in page.text
    assert not groups_in(page)
    wrong = guardian.post("/r/n/c", group="ZZZZZ")
    assert wrong.status_code == 422
    assert 'href="#group"' in wrong.text
    assert _asked(guardian) not in wrong.text
    assert guardian.post("/r/n/c", group=f" {_asked(guardian).lower()} ").location == "/r/b"
    assert guardian.room.book.setting("paper_key") == "confirmed"
    # Shown this once.
    assert guardian.get("/r/n/k").location == "/r/s"
    assert guardian.get("/r/n/c").location == "/r/s"


def test_misread_letters_are_understood(guardian: Guardian) -> None:
    typed = _asked(guardian).replace("0", "O").replace("1", "l")
    assert guardian.post("/r/n/c", group=typed).location == "/r/b"


def test_later_is_remembered_and_the_key_is_forgotten(guardian: Guardian) -> None:
    assert guardian.post("/r/n/l").location == "/r/b"
    assert guardian.room.book.setting("paper_key") == "later"
    assert guardian.get("/r/n/k").location == "/r/s"
    assert "You have no key on paper yet" in guardian.get("/r/s").text


def test_the_key_waits_sealed_while_somebody_writes_slowly(guardian: Guardian) -> None:
    guardian.wait(11)
    assert guardian.state() is RoomState.LOCKED
    assert guardian.get("/r/n/k").location == "/r"
    guardian.unlock()
    assert "-".join(groups_in(guardian.get("/r/n/k"))) == guardian.key


def test_locking_by_hand_forgets_the_key(guardian: Guardian) -> None:
    guardian.post("/r/x")
    guardian.unlock()
    assert guardian.get("/r/n/k").location == "/r/s"


def test_lost_passphrase(guardian: Guardian) -> None:
    assert guardian.get("/r/y").location == "/r"
    guardian.post("/r/x")
    assert guardian.get("/r/y").status_code == 200
    typed = guardian.key.lower().replace("-", " ")
    both = {"passphrase_chosen": OTHER, "passphrase_again": OTHER}
    assert guardian.post("/r/y", paper_key=typed, **both).location == "/r/b"
    guardian.post("/r/x")
    assert guardian.unlock(PASSPHRASE).status_code == 422
    assert guardian.unlock(OTHER).status_code == 303


def test_a_slip_says_which_group_and_keeps_what_was_typed(guardian: Guardian) -> None:
    guardian.post("/r/x")
    groups = guardian.key.split("-")
    groups[3] = "".join("2" if each != "2" else "3" for each in groups[3])
    typed = "-".join(groups)
    both = {"passphrase_chosen": OTHER, "passphrase_again": OTHER}
    page = guardian.post("/r/y", paper_key=typed, **both)
    assert page.status_code == 422
    assert "slip in group 4" in page.text
    assert 'href="#paper_key"' in page.text
    assert typed in page.text
    assert OTHER not in page.text
    short = guardian.post("/r/y", paper_key="ABCDE", **both)
    assert "seven groups of five" in short.text
    differs = guardian.post("/r/y", paper_key=guardian.key, passphrase_chosen=OTHER)
    assert 'href="#passphrase_chosen"' in differs.text


def test_another_records_key_slows_down(guardian: Guardian) -> None:
    from wayhome.record.recovery_key import make_recovery_key

    guardian.post("/r/x")
    both = {"passphrase_chosen": OTHER, "passphrase_again": OTHER}
    for _ in range(3):
        page = guardian.post("/r/y", paper_key=make_recovery_key(), **both)
        assert "does not open this record" in page.text
    page = guardian.post("/r/y", paper_key=guardian.key, **both)
    assert "wait 3 seconds" in page.text
    assert 'href="#paper_key"' in page.text


def test_another_key_needs_the_passphrase_and_ends_the_earlier_one(guardian: Guardian) -> None:
    guardian.post("/r/n/c", group=_asked(guardian))
    wrong = guardian.post("/r/s/k", passphrase=OTHER)
    assert wrong.status_code == 422
    assert guardian.room.attempts.seconds_to_wait() == 0
    assert guardian.post("/r/s/k", passphrase=PASSPHRASE).location == "/r/n/k"
    # Until it stands on paper, it does not count.
    assert guardian.room.book.setting("paper_key") == ""
    earlier, guardian.key = guardian.key, "-".join(groups_in(guardian.get("/r/n/k")))
    assert guardian.post("/r/n/c", group=_asked(guardian)).location == "/r/b"
    guardian.post("/r/x")
    both = {"passphrase_chosen": OTHER, "passphrase_again": OTHER}
    assert "does not open" in guardian.post("/r/y", paper_key=earlier, **both).text
    assert guardian.post("/r/y", paper_key=guardian.key, **both).location == "/r/b"


def test_changed_passphrase(guardian: Guardian) -> None:
    both = {"passphrase_chosen": OTHER, "passphrase_again": OTHER}
    wrong = guardian.post("/r/s/p", passphrase="not this one at all", **both)
    assert wrong.status_code == 422
    assert 'href="#passphrase"' in wrong.text
    differs = guardian.post("/r/s/p", passphrase=PASSPHRASE, passphrase_chosen=OTHER)
    assert 'href="#passphrase_chosen"' in differs.text
    assert guardian.post("/r/s/p", passphrase=PASSPHRASE, **both).location == "/r/s"
    assert "The passphrase is changed" in guardian.get("/r/s").text
    assert "The passphrase is changed" not in guardian.get("/r/s").text
    guardian.post("/r/x")
    assert guardian.unlock(OTHER).status_code == 303
