"""The call log in the browser: in every state, and nothing of it where it should not be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.called import (  # noqa: F401 - fixtures are found by their import
    a_guardian,
    a_locked,
    a_newcomer,
    later,
    write,
)
from tests.web.recorded import LEAVES
from wayhome.model.problems import UserProblem
from wayhome.record.call_chain import find_break
from wayhome.usecases.record_book import RecordBook
from wayhome.usecases.record_room import RoomState
from wayhome.web import call_layout
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from tests.web.recorded import Guardian


def field(page: str, name: str) -> str:
    found = re.search(rf'<input id="{name}"[^>]*', page)
    assert found
    return found[0]


def ids_in(page: str) -> list[str]:
    return re.findall(r'href="/r/l/c/([0-9a-f]{32})"', page)


def test_the_form_has_the_time_filled_in_and_works_in_every_state(guardian: Guardian) -> None:
    for state in (RoomState.OPEN, RoomState.LOCKED):
        assert guardian.state() is state
        page = guardian.get("/r/l/n")
        assert 'value="2026-11-22"' in field(page.text, "day")
        assert 'value="02:10"' in field(page.text, "time")
        # What is being typed must not be lost.
        assert LEAVES not in page.text
        guardian.post("/r/x")


def test_without_a_record_the_page_says_to_print_or_save_now(newcomer: Guardian) -> None:
    assert write(newcomer, "Precinct 4", said="They come.").location == "/r/l"
    page = newcomer.get("/r/l").text
    assert "Print or save them now." in page
    assert "Precinct 4" in page
    assert 'href="/r/n"' in page
    assert "Precinct 4" in newcomer.get("/r/l/p").text
    # Told once.
    assert "The call is written down" in page
    assert "The call is written down" not in newcomer.get("/r/l").text
    # Nothing of it touches the disk.
    files = [path for path in newcomer.room.home.path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"Precinct" in path.read_bytes()]
    assert not newcomer.room.folder.path.exists()


def test_what_is_in_memory_is_joined_by_one_press(newcomer: Guardian) -> None:
    write(newcomer, "Precinct 4")
    write(newcomer, "Agency 9")
    newcomer.make()
    page = newcomer.get("/r/l").text
    assert "Put them into my record" in page
    assert newcomer.post("/r/l/j").location == "/r/l"
    page = newcomer.get("/r/l").text
    assert "The calls are in your record now." in page
    assert "written while locked" in page
    assert "Put them into my record" not in page
    log = newcomer.room.book.call_log()
    assert [each.said.whom for each in log.entries] == ["Precinct 4", "Agency 9"]


def test_joining_that_the_disk_refuses_says_so_and_keeps_them(
    newcomer: Guardian, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(newcomer, "Precinct 4")
    newcomer.make()

    def refuse(*_: object, **_more: object) -> None:
        raise UserProblem("record_read_only")

    monkeypatch.setattr(RecordBook, "add_calls", refuse)
    answer = newcomer.post("/r/l/j")
    assert answer.status_code == 422
    assert "Nothing can be saved on this disk" in answer.text
    assert "Precinct 4" in newcomer.get("/r/l").text
    # A new call too is held, with the same sentence.
    assert write(newcomer, "School 7").location == "/r/l"
    assert "Print or save them now." in newcomer.get("/r/l").text


def test_locked_it_is_sealed_and_shows_only_what_was_written_since(guardian: Guardian) -> None:
    write(guardian, "Precinct 4")
    guardian.post("/r/x")
    assert "Precinct 4" not in guardian.get("/r/l").text
    write(guardian, "Agency 9", event=["agency_told"])
    page = guardian.get("/r/l")
    assert "Agency 9" in page.text
    assert "Precinct 4" not in page.text
    assert "Awaited until November 23, 2026, 02:10" in page.text
    assert "only calls that were written since" in page.text
    assert LEAVES not in page.text
    guardian.unlock()
    page = guardian.get("/r/l")
    assert "Agency 9" in page.text
    assert "Precinct 4" in page.text
    assert LEAVES in page.text
    assert "are in the log now: 1." in guardian.get("/r/b").text
    guardian.post("/r/x")
    assert "Agency 9" not in guardian.get("/r/l").text


def test_the_list_is_cleared_by_one_press_and_the_call_is_still_sealed(locked: Guardian) -> None:
    write(locked, "Precinct 4")
    assert locked.post("/r/l/x").location == "/r/l"
    assert "Precinct 4" not in locked.get("/r/l").text
    locked.unlock()
    assert "Precinct 4" in locked.get("/r/l").text


def test_what_is_saved_nowhere_is_thrown_away_only_when_asked_twice(newcomer: Guardian) -> None:
    write(newcomer, "Precinct 4")
    asked = newcomer.post("/r/l/x")
    assert "Throw these calls away?" in asked.text
    assert "Precinct 4" in newcomer.get("/r/l").text
    newcomer.post("/r/l/x", sure="1")
    assert "Precinct 4" not in newcomer.get("/r/l").text


def test_quick_exit_forgets_what_was_shown(locked: Guardian) -> None:
    write(locked, "Precinct 4")
    shell = shell_of(locked.app)
    locked.post("/x")
    assert shell.calls.shown(shell.room.epoch) == ()
    locked.visitor.enter()
    assert "Precinct 4" not in locked.get("/r/l").text


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"time": "2 in the night"}, "time"),
        ({"day": "yesterday"}, "day"),
        ({"back_time": "soon"}, "back_time"),
        ({"back_day": "monday"}, "back_day"),
        ({"whom": " "}, "whom"),
        ({"day": "2027-01-01"}, "day"),
    ],
)
def test_a_slip_gets_one_sentence_and_loses_nothing(
    locked: Guardian, change: dict[str, str], name: str
) -> None:
    typed = {
        "said": "They come\nat once.",
        "person": "Officer 12",
        "number": "26-0142",
        "by": "Rosa",
        "event": ["police_took_report", "case_number_given"],
        "back_time": "04:00",
        **change,
    }
    answer = write(locked, str(typed.pop("whom", "Precinct 4")), **typed)
    assert answer.status_code == 422
    page = answer.text
    assert f'href="#{name}"' in page
    assert 'aria-invalid="true"' in field(page, name)
    assert "They come\nat once." in page
    for value in ("Officer 12", "26-0142", "Rosa"):
        assert f'value="{value}"' in page
    assert page.count(" checked") == 2
    if name != "whom":
        # What a calendar or a clock can't show stands as text.
        assert f'value="{change[name]}"' in field(page, name)
    assert locked.room.waiting() == 0


def test_an_overdue_entry_says_what_to_do_with_a_shape_and_a_word(guardian: Guardian) -> None:
    write(guardian, "Precinct 4", event=["police_took_report"], number="26-0142", back_time="03:00")
    page = guardian.get("/r/l").text
    assert page.count('class="deadline waiting"') == 2
    assert "Awaited until November 22, 2026, 04:10" in page
    assert "What you can do now" not in page
    later(guardian, hours=3)
    page = guardian.get("/r/l").text
    assert page.count('class="deadline overdue"') == 2
    assert page.count('<svg class="state-sign"') == 2
    assert "Overdue since November 22, 2026, 04:10" in page
    assert "Call the police again." in page
    # Found second-hand: to be confirmed, and whose number it is.
    assert re.search(r"You can ask the FBI.*?still to be confirmed", page, re.DOTALL)
    assert "tel:+18008435678" in page
    assert "As of November 22, 2026, 05:10 (UTC)." in page
    assert "Overdue since" in guardian.get("/r/l/p").text


def test_rules_of_another_country_are_not_shown(guardian: Guardian) -> None:
    guardian.visitor.choose("GB")
    assert "NCIC" not in re.sub(r"number-hint.*?</p>", "", guardian.get("/r/l/n").text)
    write(guardian, "Police", event=["police_took_report"])
    assert "Awaited until" not in guardian.get("/r/l").text


def test_a_promised_call_is_answered_from_its_card(guardian: Guardian) -> None:
    write(guardian, "Precinct 4", back_time="03:00")
    later(guardian, hours=1)
    (address,) = set(re.findall(r'href="(/r/l/a/[0-9a-f]{32})"', guardian.get("/r/l").text))
    form = guardian.get(address)
    assert "the call that was promised" in form.text
    # The form stays on the screen, so nothing of the record stands in it.
    assert "Precinct 4" not in form.text
    assert LEAVES not in form.text
    write(guardian, "Precinct 4", time="03:05", answers=address.rpartition("/")[2])
    page = guardian.get("/r/l").text
    assert "Done on November 22, 2026, 03:05" in page
    assert "This was the call that was promised on November 22, 2026, 02:10 (UTC)." in page


def test_a_correction_stands_above_and_what_was_there_stays(guardian: Guardian) -> None:
    write(guardian, "Precinct 4", said="At five.")
    (entry,) = ids_in(guardian.get("/r/l").text)
    form = guardian.get(f"/r/l/c/{entry}")
    assert "At five." in form.text
    # It shows what stands in the record: it leaves when that locks.
    assert LEAVES in form.text
    fields = {"whom": "Precinct 4", "day": "2026-11-22", "time": "02:10", "said": "At six."}
    assert guardian.post(f"/r/l/c/{entry}", **fields).location == "/r/l"
    page = guardian.get("/r/l").text
    assert page.index("At six.") < page.index("What stood here before") < page.index("At five.")
    assert [each.n for each in guardian.room.book.call_log().entries] == [1, 2]


def test_a_correction_that_comes_too_late_is_sealed(guardian: Guardian) -> None:
    write(guardian, "Precinct 4", said="At five.")
    (entry,) = ids_in(guardian.get("/r/l").text)
    guardian.post("/r/x")
    fields = {"whom": "Precinct 4", "day": "2026-11-22", "time": "02:10", "said": "At six."}
    assert guardian.post(f"/r/l/c/{entry}", **fields).location == "/r/l"
    guardian.unlock()
    first, second = guardian.room.book.call_log().entries
    assert (second.corrects, second.while_locked) == (first.id, True)


def test_addresses_of_what_is_not_there_lead_back(guardian: Guardian) -> None:
    write(guardian, "Precinct 4")
    (entry,) = ids_in(guardian.get("/r/l").text)
    for path in ("/r/l/c/none", "/r/l/a/none", f"/r/l/c/{'f' * 32}"):
        assert guardian.get(path).location == "/r/l"
    guardian.post("/r/x")
    assert guardian.get(f"/r/l/c/{entry}").location == "/r/l"
    assert guardian.get("/r/l/s/none").location == "/r/l"
    refused = write(guardian, "Precinct 4", answers="<script>")
    assert refused.status_code == 422
    assert "There is no such call" in refused.text


def test_a_number_leads_to_the_form_with_its_name_and_its_address_says_nothing(
    newcomer: Guardian,
) -> None:
    with newcomer.app.test_request_context(base_url="http://127.0.0.1:5005"):
        from flask import url_for

        address = url_for("call_pages.write", service="ncmec")
        assert url_for("call_pages.write", service="") == "/r/l/n"
        assert call_layout.service_by_place("9" * 9) == ""
    assert re.fullmatch(r"/r/l/n/\d+", address)
    page = newcomer.get(address).text
    assert "NCMEC" in field(page, "whom")
    place = address.rpartition("/")[2]
    write(newcomer, "NCMEC, Ms. Ray", service=place, back_time="03:00")
    later(newcomer, hours=2)
    # The line is known: it can be called again at once.
    assert "Call again" in newcomer.get("/r/l").text
    assert newcomer.get("/r/l/n/99999").status_code == 200
    newcomer.visitor.choose("US")
    assert f'href="{address}"' in newcomer.get("/c/a").text


def test_whom_it_is_about_is_known_without_a_name_in_the_form(guardian: Guardian) -> None:
    book = guardian.room.book
    ana = book.add_child("Ana Prueba")
    write(guardian)
    luz = book.add_child("Luz Prueba")
    write(guardian)
    shell_of(guardian.app).missing.choose_child(luz)
    write(guardian)
    assert [each.child for each in book.call_log().entries] == [ana, None, luz]
    assert "Prueba" not in guardian.get("/r/l/n").text
    entry = book.call_log().entries[1]
    form = guardian.get(f"/r/l/c/{entry.id}").text
    assert "Luz Prueba" in form
    fields = {"whom": "Police", "day": "2026-11-22", "time": "02:10", "child": str(luz)}
    guardian.post(f"/r/l/c/{entry.id}", **fields)
    assert book.call_log().entries[-1].child == luz
    # A removed child takes its calls along; the log says so.
    guardian.post(f"/r/c/{luz}/x")
    page = guardian.get("/r/l").text
    assert "Removed with a child: entry 3." in page
    assert "this log is not what was written" not in page


def test_a_call_counts_as_use_and_looking_at_the_list_does_too(guardian: Guardian) -> None:
    guardian.wait(9)
    write(guardian)
    guardian.wait(9)
    assert guardian.state() is RoomState.OPEN
    guardian.wait(2)
    assert guardian.state() is RoomState.LOCKED
    assert write(guardian, "Agency 9").location == "/r/l"
    assert "Agency 9" in guardian.get("/r/l").text


def test_spanish(newcomer: Guardian) -> None:
    newcomer.post("/l", language="es")
    write(newcomer, "Policía", event=["police_took_report"])
    page = newcomer.get("/r/l").text
    assert "Solo en la memoria de esta computadora" in page
    assert "Se espera hasta el 22 de noviembre de 2026, 04:10" in page
    assert "La policía tomó mi reporte" in page


def test_a_correction_that_meets_a_locked_record_stays_one_and_keeps_what_it_answers(
    guardian: Guardian,
) -> None:
    write(guardian, "Precinct 4", back_day="2026-11-22", back_time="03:00")
    promised = guardian.room.book.call_log().entries[0].id
    write(guardian, "They called", answers=promised)
    answered = guardian.room.book.call_log().entries[1].id
    page = guardian.get(f"/r/l/c/{answered}").text
    assert f'name="answers" value="{promised}"' in page
    guardian.post("/r/x")
    address, fields = f"/r/l/c/{answered}", {"whom": "They called", "day": "2026-11-22"}
    refused = guardian.post(address, **fields, time="99:00", answers=promised)
    assert refused.status_code == 422
    assert f'action="{address}"' in refused.text
    guardian.post(address, **fields, time="02:15", answers=promised)
    guardian.unlock()
    last = guardian.room.book.call_log().entries[-1]
    assert (last.corrects, last.answers) == (answered, promised)
    later(guardian, hours=2)
    assert "Overdue since" not in guardian.get("/r/l").text


def test_a_removed_child_leaves_no_word_of_its_calls(guardian: Guardian) -> None:
    book = guardian.room.book
    ana, luz = book.add_child("Ana Prueba"), book.add_child("Luz Prueba")
    for words, child in (("of Ana", ana), ("of Luz", luz), ("of nobody", None)):
        write(guardian, "Police", said=words)
        if child is not None:
            entry = book.call_log().entries[-1].id
            guardian.post(f"/r/l/w/{entry}", child=str(child))
    book.remove_child(ana)
    log = book.call_log()
    assert [each.said.said for each in log.entries] == ["of Luz", "of Luz", "of nobody"]
    assert [each.n for each in log.gaps] == [1, 2]
    assert find_break(log.entries, log.gaps) is None
