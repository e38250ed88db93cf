from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.readers.phone_reading import WAYS, claims, codes, messages, read, spoil
from tests.samples import sms_backup as sample
from tests.samples.sms_backup import ANA, BEN, NOON_ISO, OWNER, Part, backup, sms
from wayhome.model.messages import Media, Message, Person, Place, Setting, Skipped
from wayhome.review.readers.sms_backup import READER
from wayhome.review.shelter import build_shelter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.review.readers.phone_reading import Read

DUCK = Media("duck.png", "image/png", 8)


def message(text: str, sender: str = "Ana", sender_id: str = ANA, **more: Any) -> Message:  # noqa: ANN401 - any field of it
    return Message(sender, NOON_ISO, text, sender_id=sender_id)._replace(**more)


def read_text(folder: Path, text: str | bytes) -> Read:
    file = folder / "sms.xml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return read(READER, file)[1]


def test_backup_is_read_conversation_by_conversation(tmp_path: Path) -> None:
    sample.write(tmp_path)
    plan, found = read(READER, tmp_path)
    assert plan.owner == Person("Me", OWNER)
    in_texts = {each.title: (each, items) for each, items in found[2:]}
    assert list(in_texts) == ["Ana", "7535", "988", "Ana, Ben"]
    ana, items = in_texts["Ana"]
    assert (ana.setting, ana.place) == (Setting.DIRECT, Place.INBOX)
    assert ana.contact_ids == (ANA, "(202) 555-0101")
    assert items == [
        Skipped("after entry 3", "draft"),
        message('Practice at six & we share \U0001f697 "ok"?'),
        message("Fine\nsee you", "Me", OWNER),
        message('It\'s a "duck"', media=DUCK),
        message("duck.png", "Me", OWNER, kind="media", media=DUCK),
        message("duck.png", "Me", OWNER, kind="media", media=DUCK),
    ]
    assert in_texts["7535"][1] == [message("Code 12", "7535", "7535")]
    group, items = in_texts["Ana, Ben"]
    assert group.setting is Setting.GROUP
    assert group.people == (Person("Ana", ANA), Person("Ben", BEN))
    assert items == [message("hello all", "Ben", BEN)]


def test_calls_have_their_length_and_who_called(tmp_path: Path) -> None:
    sample.write(tmp_path)
    _, found = read(READER, tmp_path)
    assert [(each.title, items) for each, items in found[:2]] == [
        ("Ana", [message("1:23", kind="call"), message("", "Me", OWNER, kind="call")]),
        (BEN, [message("", BEN, BEN, kind="call")]),
    ]


def test_conversation_with_a_helpline_is_protected_and_a_group_with_one_is_not(
    tmp_path: Path,
) -> None:
    """A contact could add a helpline to a group, to hide what he writes there."""
    group = sample.mms((Part("text/plain", "hi"),), address=f"{ANA}~988", names="Ana, (Unknown)")
    found = read_text(tmp_path, backup(sms("a", address="988", name="(Unknown)"), group))
    shelter = build_shelter(["988"])
    assert [any(map(shelter.holds, each.contact_ids)) for each, _ in found] == [True, False]


def test_contact_who_calls_himself_me_is_not_the_owner(tmp_path: Path) -> None:
    plan, found = read(READER, _written(tmp_path, backup(sms("hi", name="Me"))))
    assert plan.owner == Person("Me", "me")
    assert messages(found)[0].sender_id == ANA


def _written(folder: Path, text: str) -> Path:
    (folder / "a.xml").write_text(text, "utf-8")
    return folder / "a.xml"


def test_group_whose_members_stand_in_its_addresses_only(tmp_path: Path) -> None:
    addrs = ((BEN, 137), (ANA, 151), (OWNER, 151))
    text = backup(
        sample.received((Part("text/plain", "one"),)),
        sample.mms((Part("text/plain", "two"),), address=BEN, names="Ben", addrs=addrs),
    )
    found = read_text(tmp_path, text)
    assert [each.setting for each, _ in found] == [Setting.DIRECT, Setting.GROUP]
    assert messages(found)[1] == message("two", "Ben", BEN)


def test_own_number_among_the_addresses_makes_no_group(tmp_path: Path) -> None:
    text = backup(
        sample.received((Part("text/plain", "one"),)),
        sample.mms((Part("text/plain", "two"),), address=f"{OWNER}~{ANA}", names="Me, Ana", box=2),
    )
    found = read_text(tmp_path, text)
    assert [(each.title, each.setting) for each, _ in found] == [("Ana", Setting.DIRECT)]
    assert messages(found)[1] == message("two", "Me", OWNER)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("1741089600000", NOON_ISO),
        ("1741089600", NOON_ISO),
        ("0", None),
        ("null", None),
        ("-1", None),
        ("9" * 5000, None),
        ("99999999999999", None),
        ("\u0661\u0662", None),
    ],
)
def test_date_is_read_or_said_to_be_unreadable(
    tmp_path: Path, written: str, at: str | None
) -> None:
    found = read_text(tmp_path, backup(sms("a").replace(str(sample.NOON), written)))
    assert [each.at for each in messages(found)] == [at]
    assert codes(found) == ([] if at else ["date_unreadable"])


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>\n'
HOSTILE = [
    ("half an emoji", backup(sms("x").replace('"x"', '"&#55357;x"')), ["\ufffdx"], []),
    ("entities", backup(sms("x").replace('"x"', '"&c;&b;"')).replace(
        "<!--", LAUGHS + "<!--"), ["&c;&b;"], []),
    ("no sign", backup(sms("x").replace('"x"', '"&#0;&#x110000;&#xD800;"')), ["\ufffd" * 3], []),
    ("raw control", backup(sms("a\x00b\x0bc")), ["a\x00b\x0bc"], []),
    ("raw less-than", backup(sms("x").replace('"x"', '"i <3 y > z"')), ["i <3 y > z"], []),
    ("in a comment", backup(f"<!-- {sms('no')} -->", sms("yes"), count=1), ["yes"], []),
    ("in a section", backup(f"<![CDATA[{sms('no')}]]>", sms("yes"), count=1), ["yes"], []),
    ("lost quote", backup(sms("a"), sms("b").replace('type="1', "type=1", 1), sms("c"), count=2),
     ["a", "c"], ["not_xml"]),
    ("fewer than counted", backup(sms("a"), count=9), ["a"], ["count_differs"]),
    ("cut", backup(sms("a"), sms("b"))[:-260], ["a"], ["truncated", "count_differs"]),
    ("no end", backup(sms("a")).replace("</smses>", ""), ["a"], ["truncated"]),
    ("mms in mms", backup("<mms date='1741089600000' address='1'>" * 3000, count=1),
     [""] * 3000, ["not_xml"] * 2999),
    ("no body", backup('<sms address="1" date="2" type="1" />'), [], ["not_a_message"]),
    ("null", backup(sms("null"), count=1), [""], []),
    ("deep", backup("<a>" * 5000, sms("a"), count=1), ["a"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "texts", "faults"), [each[1:] for each in HOSTILE], ids=[each[0] for each in HOSTILE]
)
def test_hostile_file_gives_what_it_holds(
    tmp_path: Path, text: str, texts: list[str], faults: list[str]
) -> None:
    found = read_text(tmp_path, text)
    assert [each.text for each in messages(found)] == texts
    assert codes(found) == faults


def test_broken_bytes_are_said(tmp_path: Path) -> None:
    found = read_text(tmp_path, backup(sms("caf\u00e9 a")).encode().replace(b"\xc3\xa9", b"\xc3"))
    assert [each.text for each in messages(found)] == ["caf\ufffd a"]
    assert codes(found) == ["broken_text"]


def test_name_loses_what_nobody_sees_and_text_loses_nothing(tmp_path: Path) -> None:
    found = read_text(tmp_path, backup(sms("a\u202eb", name="A\u202en\u200fa")))
    assert found[0][0].title == "Ana"
    assert messages(found) == [message("a\u202eb")]


def test_picture_of_many_megabytes_is_passed_over(tmp_path: Path) -> None:
    large = "QUJD" * 5_000_000
    text = backup(
        sample.received((Part("image/jpeg", name="a.jpg", data=large),)), sms("after")
    ).encode()
    (tmp_path / "sms.xml").write_bytes(text)
    del text
    tracemalloc.start()
    found = read(READER, tmp_path / "sms.xml")[1]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert messages(found)[0].media == Media("a.jpg", "image/jpeg", 15_000_000)
    assert messages(found)[1].text == "after"
    assert peak < len(large) / 2


def test_attribute_of_no_human_length_ends_and_reading_goes_on(tmp_path: Path) -> None:
    found = read_text(tmp_path, backup(sms("a"), sms("x" * (12 << 20)), sms("b"), count=2))
    assert [each.text for each in messages(found)] == ["a", "b"]
    assert "text_too_long" in codes(found)


def test_utf_16_is_read(tmp_path: Path) -> None:
    found = read_text(tmp_path, backup(sms("caf\u00e9")).encode("utf-16"))
    assert [each.text for each in messages(found)] == ["caf\u00e9"]


@pytest.mark.parametrize(
    "text",
    ["", "<smses>", '<?xml version="1.0"?><html><body>smses</body></html>', "<callsign a='1'>",
     "I said <smses count> to him", "\x00" * 500],
)  # fmt: skip
def test_other_files_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text)
    assert claims(READER, tmp_path / "a.xml") == ()


@settings(max_examples=40, deadline=None)
@given(
    place=st.integers(0, 10**6),
    how=st.sampled_from(WAYS),
    piece=st.binary(max_size=12) | st.sampled_from([b'"', b"<", b"'", b"&#", b"/>", b"<!--"]),
)
def test_spoiled_backup_never_fails_and_nothing_is_made_up(
    tmp_path_factory: pytest.TempPathFactory, place: int, how: str, piece: bytes
) -> None:
    folder = tmp_path_factory.mktemp("spoiled")
    raw = sample.usual().encode()
    found = messages(read_text(folder, spoil(raw, place, how, piece)))
    whole = messages(read_text(folder, raw))
    # A part whose kind is spoiled counts as a file; two hundred bytes may hold a message again.
    assert len(found) <= len(whole) + 1
    for each in found:
        assert each.sender is not None
        assert each.kind in {"text", "media"}
