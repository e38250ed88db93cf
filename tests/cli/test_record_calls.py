"""`wayhome record call` and `calls`, and what `record check` says of the chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    NAME,
    PASSPHRASE,
    Desk,
    laid_desk,
    made_record,
)
from wayhome.record import vault
from wayhome.record.folder import RecordFolder

if TYPE_CHECKING:
    from tests.cli.conftest import Ran

DAYS_AGO = (dt.datetime.now().astimezone() - dt.timedelta(days=3)).date().isoformat()
WHEN = ("--on", DAYS_AGO, "--at", "02:10")


def calls(desk: Desk) -> Any:  # noqa: ANN401 - JSON is whatever it is
    return desk("record", "calls", "--json", "-").json()


def call(desk: Desk, *options: str, text: str = "") -> Ran:
    return desk("record", "call", *options, text=text)


def test_a_call_is_sealed_without_the_passphrase_and_stands_in_the_log_later(desk: Desk) -> None:
    desk.use_passphrase(None)
    ran = call(desk, "--whom", "Precinct 4", *WHEN, text="They come.\nAt once.\n")
    assert (ran.code, ran.out) == (0, "")
    assert "sealed" in ran.sentence()
    desk.use_passphrase(PASSPHRASE)
    ran = desk("record", "calls")
    assert "Calls that waited and are now in the log: 1" in ran.err
    for part in ("Precinct 4", f"{DAYS_AGO} 02:10", "They come.", "written while locked"):
        assert part in ran.out
    (entry,) = calls(desk)["entries"]
    assert (entry["n"], entry["while_locked"], entry["child"]) == (1, True, None)
    assert entry["said"]["said"] == "They come.\nAt once."


def test_all_of_it_from_options_with_what_is_overdue(desk: Desk) -> None:
    ran = call(
        desk,
        *("--service", "ncmec", *WHEN, "--person", "Ms. Ray", "--number", "26-0142"),
        *("--by", "Rosa", "--event", "police_took_report", "--event", "case_number_given"),
        *("--back-at", "04:00", "--unlocked", "--child", "1"),
    )
    assert (ran.code, ran.out) == (0, "1\n")
    shape = calls(desk)
    (entry,) = shape["entries"]
    said = entry["said"]
    assert said["whom"].startswith("NCMEC")
    assert (said["person"], said["number"], said["by"]) == ("Ms. Ray", "26-0142", "Rosa")
    assert said["events"] == ["police_took_report", "case_number_given"]
    assert said["call_back"].startswith(f"{DAYS_AGO}T04:00")
    assert (entry["child"], entry["before"], shape["broken_at"]) == (1, "", None)
    due = [(each["rule"], each["state"], each["n"]) for each in shape["deadlines"]]
    assert due == [("promised", "overdue", 1), ("ncic_entry", "overdue", 1)]
    printed = desk("record", "calls").out
    assert "Overdue since" in printed
    assert NAME in printed
    # A rule of the United States is none elsewhere.
    assert "NCIC" not in desk("record", "calls", "--region", "GB").out


def test_an_answer_and_a_correction_name_entries_by_their_place(desk: Desk) -> None:
    call(desk, "--whom", "Precinct 4", *WHEN, "--back-at", "04:00", "--unlocked", text="First.")
    answer = ("--whom", "Precinct 4", "--on", DAYS_AGO, "--at", "04:05", "--answers", "1")
    assert call(desk, *answer, "--unlocked").out == "2\n"
    corrected = call(desk, "--correct", "1", "--number", "26-0142", "--unlocked", text="Second.")
    assert corrected.out == "3\n"
    shape = calls(desk)
    first, second, third = shape["entries"]
    assert (second["answers"], third["corrects"]) == (first["id"], first["id"])
    assert third["said"] == first["said"] | {"said": "Second.", "number": "26-0142"}
    assert [each["state"] for each in shape["deadlines"]] == ["done"]
    printed = desk("record", "calls").out
    assert printed.index("Second.") < printed.index("What stood here before")
    assert printed.index("What stood here before") < printed.index("First.")
    # What is not given anew stays, what was said too.
    call(desk, "--correct", "3", "--person", "Officer 12", "--unlocked", text="\n")
    last = calls(desk)["entries"][-1]["said"]
    assert last == third["said"] | {"person": "Officer 12"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "who was called"),
        (("--whom", "x", "--at", "2am"), "no time of day"),
        (("--whom", "x", "--on", "yesterday"), "no date"),
        (("--whom", "x", "--on", "2150-01-01"), "has not come yet"),
        (("--whom", "x", "--event", "gone"), "no such event"),
        (("--service", "gone"), "no such service"),
        (("--whom", "x", "--child", "1"), "--unlocked"),
        (("--whom", "x", "--answers", "1"), "--unlocked"),
        (("--correct", "7", "--unlocked"), "no such entry"),
        (("--whom", "x", "--answers", "7", "--unlocked"), "no such entry"),
        (("--whom", "x", "--child", "9", "--unlocked"), "no such child"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(
    desk: Desk, options: tuple[str, ...], says: str
) -> None:
    before = desk.sealed()
    ran = call(desk, *options)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.sentence()
    assert desk.sealed() == before


def test_at_a_terminal_it_asks(desk: Desk) -> None:
    ran = desk.type("record", "call", lines="Precinct 4\nOfficer 12\n26-0142\n\nThey come.\n")
    assert ran.code == 0
    # Nothing of what was typed comes back.
    assert "Precinct" not in ran.err + ran.out
    (entry,) = calls(desk)["entries"]
    assert entry["said"]["person"] == "Officer 12"
    assert entry["said"]["said"] == "They come."
    assert desk.type("record", "call").code == 130


def test_without_a_record_it_says_so(desk: Desk) -> None:
    desk.move_to(desk.place / "elsewhere")
    assert "no record here" in call(desk, "--whom", "x").sentence()
    assert "no record here" in desk("record", "calls").sentence()


def test_an_empty_log_says_so(desk: Desk) -> None:
    assert "No call is written down yet." in desk("record", "calls").out
    assert calls(desk) == {
        "entries": [],
        "gaps": [],
        "broken_at": None,
        "unclear": [],
        "deadlines": [],
    }


def test_check_follows_the_chain_and_names_the_first_broken_place(desk: Desk) -> None:
    for whom in ("Precinct 4", "Agency 9", "School 7"):
        call(desk, "--whom", whom, "--unlocked")
    assert desk("record", "check").code == 0
    opened = vault.open_record(RecordFolder(desk.record), PASSPHRASE)
    with opened.store.writing() as connection:
        connection.exec_driver_sql("UPDATE call_entry SET text = 'other' WHERE n = 2")
    opened.close()
    ran = desk("record", "check")
    assert ran.code == 3
    assert "from entry 2 on" in ran.sentence()
    assert calls(desk)["broken_at"] == 2


def test_a_shredded_child_leaves_a_gap_that_is_told(desk: Desk) -> None:
    call(desk, "--whom", "Precinct 4", "--unlocked", "--child", "1")
    call(desk, "--whom", "Agency 9", "--unlocked")
    assert desk("record", "shred", "--child", "1", "--yes").code == 0
    assert desk("record", "check").code == 0
    shape = calls(desk)
    assert [each["n"] for each in shape["entries"]] == [2]
    assert [each["n"] for each in shape["gaps"]] == [1]
    assert "Removed with a child: entry 1." in desk("record", "calls").out


def test_the_timeline_shows_calls(desk: Desk) -> None:
    call(desk, "--whom", "Precinct 4", *WHEN, "--unlocked", text="They come.")
    printed = desk("record", "timeline").out
    assert "Call 1" in printed
    assert "They come." in printed
    (event,) = desk("record", "timeline", "--json", "-").json()
    assert (event["kind"], event["id"], event["whom"]) == ("call", 1, "Precinct 4")


def test_fill_leaves_the_calls_of_an_export_out_and_says_so(desk: Desk) -> None:
    import json

    call(desk, "--whom", "Precinct 4", "--unlocked")
    ran = desk("record", "fill", "-", text=json.dumps(desk.shown()))
    assert ran.code == 0
    assert "left out" in ran.err


def test_spanish(desk: Desk) -> None:
    call(desk, "--whom", "Policía", "--event", "police_took_report", *WHEN, "--unlocked")
    printed = desk("record", "calls", lang="es").out
    assert "La policía tomó mi reporte" in printed
    assert "Atrasado desde" in printed


def test_a_call_of_which_it_is_not_clear_whose_clock_it_ends_is_named(desk: Desk) -> None:
    desk("record", "add-child", text="Second")
    for child in ("1", "2", ""):
        about = ("--child", child) if child else ()
        known = "police_took_report" if child else "entered_in_ncic"
        call(desk, "--whom", "Police", *WHEN, "--event", known, "--unlocked", *about)
    assert calls(desk)["unclear"] == [3]
    assert "About which child was this call? Entry 3: Police" in desk("record", "calls").out
    call(desk, "--correct", "3", "--child", "2", "--unlocked")
    shape = calls(desk)
    assert shape["unclear"] == []
    assert [each["state"] for each in shape["deadlines"]] == ["overdue", "done"]
