"""Many details at once: all of them or none, and one sentence that says what is wrong where."""

from __future__ import annotations

import json

import pytest

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    NAME,
    PASSPHRASE,
    Desk,
    laid_desk,
    made_record,
)

CHILD = '{"children": [{"id": 1, "items": [%s]}]}'
GOOD = '{"section": "looks", "values": {"hair": "brown"}}'


def _items(desk: Desk) -> list[tuple[str, dict[str, str]]]:
    children = desk.shown()["children"]
    return [(item["section"], item["values"]) for child in children for item in child["items"]]


def test_new_and_known_children_with_new_and_known_items(desk: Desk) -> None:
    ran = desk(
        "record", "fill", "-", "--json", "-",
        text=json.dumps(
            {
                "children": [
                    {
                        "id": 1,
                        "items": [
                            {"id": 1, "section": "identity", "values": {"called": "Zo"}},
                            {"section": "measures", "values": {"measured_on": "2026-01-02"}},
                        ],
                    },
                    {"id": None, "items": [{"section": "identity", "values": {"full_name": "B"}}]},
                ]
            }
        ),
    )  # fmt: skip
    assert ran.code == 0
    assert ran.json() == {"children": [{"id": 1, "items": [1, 2]}, {"id": 2, "items": [3]}]}
    assert _items(desk) == [
        ("identity", {"full_name": NAME, "called": "Zo"}),
        ("measures", {"measured_on": "2026-01-02"}),
        ("identity", {"full_name": "B"}),
    ]


def test_a_section_of_which_there_is_one_is_written_in_its_place(desk: Desk) -> None:
    for hair in ("brown", "red"):
        desk.fill({"id": 1, "items": [{"section": "looks", "values": {"hair": hair}}]})
    assert _items(desk)[1:] == [("looks", {"hair": "red"})]


def test_an_empty_text_clears_a_field(desk: Desk) -> None:
    values = {"called": "Zo", "sex": "female"}
    desk.fill({"id": 1, "items": [{"section": "identity", "values": values}]})
    desk.fill({"id": 1, "items": [{"section": "identity", "values": {"called": " "}}]})
    assert _items(desk) == [("identity", {"full_name": NAME, "sex": "female"})]


def test_what_was_shown_can_be_put_back(desk: Desk) -> None:
    desk("record", "note", text="a note")
    desk.fill({"id": 1, "items": [{"section": "devices", "values": {"model": "x"}}]})
    before = desk.shown()
    ran = desk("record", "fill", "-", text=json.dumps(before))
    assert ran.code == 0
    assert "left out" in ran.err
    assert desk.shown() == before


def test_nothing_noted_is_shown_and_gives_way_to_something(desk: Desk) -> None:
    nothing = {"section": "allergies", "values": {"nothing": "yes"}}
    something = {"section": "allergies", "values": {"to_what": "nuts"}}
    assert desk.fill({"id": 1, "items": [nothing]}).code == 0
    assert "There is none." in desk("record", "show").out
    assert "empty" in desk.fill({"id": 1, "items": [nothing]}).sentence()
    assert desk.fill({"id": 1, "items": [something]}).code == 0
    assert _items(desk)[1:] == [("allergies", {"to_what": "nuts"})]
    both = [{**nothing, "section": "care"}, {"section": "care", "values": {"name": "x"}}]
    assert "twice" in desk.fill({"id": 1, "items": both}).sentence()


def test_from_a_file(desk: Desk) -> None:
    file = desk.place / "fill.json"
    file.write_bytes(b"\xef\xbb\xbf" + (CHILD % GOOD).encode())
    assert desk("record", "fill", str(file)).code == 0
    assert _items(desk)[1:] == [("looks", {"hair": "brown"})]
    assert desk("record", "fill", str(desk.place / "no")).code == 2


def _one(**fields: object) -> str:
    return CHILD % f"{GOOD}, {json.dumps(fields)}"


FAULTS: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ("{", "line 1"),
    "no UTF-8": (b"\xff\xfe", "UTF-8"),
    "brackets without end": ("[" * 100_000, "not JSON"),
    "a number without end": (CHILD.replace("1", "1" * 5000) % GOOD, "not JSON"),
    "no mapping": ("[]", "these names can stand, in braces: children"),
    "no list": ('{"children": 1}', "“children”"),
    "a strange name": ('{"childs": []}', "children"),
    "a name twice": ('{"children": [], "children": []}', "twice"),
    "a child of text": ('{"children": ["x"]}', "child 1: "),
    "a child without items": ('{"children": [{"id": 1}]}', "child 1: The list “items”"),
    "no such child": ('{"children": [{"id": 7, "items": []}]}', "child 1: There is no child"),
    "an id of text": ('{"children": [{"id": "1", "items": []}]}', "child 1: The id"),
    "an id of truth": ('{"children": [{"id": true, "items": []}]}', "child 1: The id"),
    "a huge id": (f'{{"children": [{{"id": {2**80}, "items": []}}]}}', "child 1: There is no"),
    "a child twice": (
        '{"children": [{"id": 1, "items": []}, {"id": 1, "items": []}]}', "child 2: This child"
    ),
    "a new child without a name": (
        CHILD.replace('"id": 1, ', "") % GOOD, "child 1: Write the child’s name"
    ),
    "no section": (_one(values={}), "child 1, item 2: The section"),
    "no such section": (_one(section="nowhere", values={"a": "b"}), "item 2: There is no such"),
    "no values": (_one(section="devices"), "child 1, item 2: The values"),
    "a number as value": (_one(section="devices", values={"model": 5}), "item 2: One of the"),
    "an empty item": (_one(section="devices", values={"model": " "}), "item 2: Nothing is filled"),
    "an empty single": (_one(section="care", values={}), "item 2: Nothing is filled"),
    "no such field": (_one(section="devices", values={"modell": "x"}), "choose from: model, kind"),
    "no such item": (_one(section="devices", id=1, values={"model": "x"}), "item 2: This child"),
    "no such choice": (
        _one(section="devices", values={"kind": "brick"}), "item 2, devices.kind: That is not"
    ),
    "no day": (
        _one(section="measures", values={"measured_on": "soon"}), "item 2, measures.measured_on: "
    ),
    "a day to come": (
        _one(section="measures", values={"measured_on": "2199-01-01"}), "has not come yet"
    ),
    "too long": (_one(section="devices", values={"model": "x" * 10_001}), "devices.model: "),
    "half a character": (_one(section="devices", values={"model": "\ud800"}), "devices.model: "),
    "no name left": (_one(section="identity", values={"full_name": ""}), "item 2: Write the"),
    "a single twice": (_one(section="looks", values={"eyes": "x"}), "item 2: This entry"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_and_nothing_is_saved(fault: str, desk: Desk) -> None:
    text, says = FAULTS[fault]
    before = desk.sealed()
    ran = desk("record", "fill", "-", text=text)
    assert (ran.code, ran.out) == (2, "")
    assert says.replace("’", "'") in ran.sentence()
    assert desk.sealed() == before


def test_faults_in_spanish_and_without_what_was_written(desk: Desk) -> None:
    for text in (_one(section=NAME, values={NAME: NAME}), _one(section="care", values={NAME: "x"})):
        ran = desk("record", "fill", "-", text=text, lang="es")
        assert (ran.code, ran.out) == (2, "")
        assert ran.sentence().startswith("niño o niña 1, entrada 2: No existe es")
        assert "Zorbelina" not in ran.err
        assert PASSPHRASE not in ran.err


def test_too_large(desk: Desk) -> None:
    desk.monkeypatch.setattr("wayhome.usecases.record_filling.LARGEST", 10)
    assert "10 bytes" in desk("record", "fill", "-", text=CHILD % GOOD).sentence()


def test_a_failure_in_the_middle_saves_nothing(desk: Desk) -> None:
    from wayhome.record import children

    original = children.save_item
    calls = []

    def stop_at_the_second(*args: object, **kwargs: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(*args, **kwargs)  # type: ignore[arg-type]

    with desk.monkeypatch.context() as patched:
        patched.setattr(children, "save_item", stop_at_the_second)
        device = '{"section": "devices", "values": {"model": "x"}}'
        assert desk("record", "fill", "-", text=CHILD % f"{GOOD}, {device}").code == 130
    assert _items(desk) == [("identity", {"full_name": NAME})]
