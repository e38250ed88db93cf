"""Tables of any origin: columns by name or as told, times, conversations, and hostile rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import discord, tables
from tests.samples.read_out import claims, codes_of, messages_of, read_out
from wayhome.model.messages import DateOrder, Message, Setting
from wayhome.model.problems import UserProblem
from wayhome.review.readers.csv_columns import read_given, take_columns

if TYPE_CHECKING:
    from pathlib import Path

READER = "csv"


def _write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_platform_s_chats_are_told_apart(tmp_path: Path) -> None:
    _, (first, second) = read_out(READER, _write(tmp_path, tables.ROBLOX))
    assert first.conversation.title == "c1"
    assert first.messages == [
        Message("ana_demo", "2025-03-04T22:41:07", "Did you bring it, then?", "text", "55501"),
        Message("zoe_demo", "2025-03-04T22:42:07", "Yes", "text", "55502"),
    ]
    assert [each.text for each in second.messages] == ["All here?"]
    assert first.assumed == [
        "column_at ts", "column_conversation conversation_id", "column_id user_id",
        "column_from name", "column_text text",
    ]  # fmt: skip


def test_seconds_since_1970_are_utc(tmp_path: Path) -> None:
    _, (found,) = read_out(READER, _write(tmp_path, tables.ROBLOX_MESSAGES))
    assert [each.at for each in found.messages] == [
        "2025-03-04T22:41:07+00:00",
        "2025-03-04T22:42:07+00:00",
    ]
    assert found.conversation.setting is Setting.DIRECT


def test_who_is_in_every_row_owns_the_export(tmp_path: Path) -> None:
    plan, (first, second) = read_out(READER, _write(tmp_path, tables.KIK))
    assert plan.owner is not None
    assert plan.owner.name == "zoe_k"
    assert [each.conversation.title for each in (first, second)] == ["ana_k", "ben_k"]
    assert first.conversation.contact_ids == ("ana_k",)
    assert [each.text for each in first.messages] == ["Which one?", "The\nblue one"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_days_and_times_in_two_columns_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    found = messages_of(READER, _write(tmp_path, tables.SPANISH, encoding))
    assert found == [
        Message("Ana Peña", "2025-03-25T22:41:00", "¿Llegaste?"),
        Message("Zoë", "2025-03-25T22:42:00", "Sí; casi"),
    ]


def test_tabs_and_german_words(tmp_path: Path) -> None:
    (found,) = messages_of(READER, _write(tmp_path, tables.GERMAN))
    assert (found.sender, found.at, found.text) == ("Ana", "2025-03-25T22:41:00", "Bist du da?")


@pytest.mark.parametrize(
    ("written", "order", "at"),
    [
        ("03/04/2025 22:41", DateOrder.DMY, "2025-04-03T22:41:00"),
        ("03/04/2025 10:41 PM", DateOrder.MDY, "2025-03-04T22:41:00"),
        ("1741128067.123", None, "2025-03-04T22:41:07+00:00"),
        ("1741128067123456", None, "2025-03-04T22:41:07+00:00"),
        ("2025-03-04T22:41:07Z", None, "2025-03-04T22:41:07+00:00"),
        ("2025-03-04T22:41:07.5-05:00", None, "2025-03-04T22:41:07-05:00"),
    ],
)
def test_times_in_every_spelling(
    tmp_path: Path, written: str, order: DateOrder | None, at: str
) -> None:
    path = _write(tmp_path, f"Date,From,Text\n{written},Ana,x\n")
    ((message,),) = [each.messages for each in read_out(READER, path, order)[1]]
    assert message.at == at


def test_a_doubtful_order_is_said(tmp_path: Path) -> None:
    _, (found,) = read_out(READER, _write(tmp_path, "Date,From,Text\n03/04/2025 22:41,Ana,x\n"))
    assert "date_order dmy" in found.assumed


@pytest.mark.parametrize(
    "other",
    ["a,b,c\n1,2,3\n", "Date,From\nx,y\n", "{}", "<a>", "no table at all\n", "\n\n", "text\nx\n"],
)
def test_other_tables_are_not_claimed(tmp_path: Path, other: str) -> None:
    _write(tmp_path, other)
    assert claims(tmp_path) == {}


def test_a_surer_reader_keeps_its_own_tables(tmp_path: Path) -> None:
    _write(tmp_path, discord.exporter_csv(["04-Mar-24 10:27 PM"]))
    (tmp_path / "messages.csv").write_text(discord.package_csv())
    assert {"discord-exporter", "discord-package"} <= set(claims(tmp_path))


def test_columns_that_the_user_named_count() -> None:
    header = ("A", "B", "C", "Date")
    columns = take_columns(header, {"text": "B", "from": "A"})
    assert columns.places == {"text": 1, "from": 0}
    assert take_columns(("Text", "From", "Date", "X"), {"text": "X"}).places["text"] == 3
    with pytest.raises(UserProblem) as told:
        take_columns(header, {"text": "Nachricht"})
    assert (told.value.key, told.value.values) == ("column_unknown", {"known": "A, B, C, Date"})


@pytest.mark.parametrize("said", ["", "text", "words=Message", "text=", "=x", "text=A,,from=B"])
def test_what_names_no_column_is_a_problem(said: str) -> None:
    with pytest.raises(UserProblem, match="columns_unclear"):
        read_given(said)


@pytest.mark.parametrize(
    ("rows", "codes", "count"),
    [
        ("x\n", ["not_a_message"], 1),
        ("soon,Ana,x\n", ["date_unreadable"], 2),
        ("2025-03-04 22:41,,x\n", ["sender_unknown"], 2),
        ("2025-03-04 22:41,Ana,x,y,z\n", [], 2),
        ("\n\n\n", [], 1),
        (f'2025-03-04 22:41,Ana,"{"x" * 200_000}\n', ["text_too_long"], 1),
        ("2025-03-04 22:41,A\x01\u202ena,x\n", [], 2),
    ],
)
def test_hostile_rows_are_named_and_the_others_read(
    tmp_path: Path, rows: str, codes: list[str], count: int
) -> None:
    path = _write(tmp_path, f"Date,From,Text\n2025-03-04 22:40,Ana,fine\n{rows}")
    assert codes_of(READER, path) == codes
    found = messages_of(READER, path)
    assert len(found) == count
    assert all("\u202e" not in (each.sender or "") for each in found)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_no_damage_makes_it_fail_or_invent_messages(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([tables.KIK, tables.SPANISH])).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(raw)))
        noise = st.sampled_from([b'"', b",", b"\n", b"\x00", b"\xff", b";", b"9" * 30])
        raw[begin : begin + data.draw(st.integers(0, 30))] = data.draw(
            noise | st.binary(max_size=6)
        )
    (tmp_path / "x.csv").write_bytes(raw)
    assert len(messages_of(READER, tmp_path / "x.csv")) <= raw.count(b"\n") + raw.count(b"\r") + 1
