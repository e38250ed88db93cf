"""Many details at once, from a file: read, held against the record, and saved as a whole.

The shape is that of the open export, so that what was taken out can be changed and put back:

    {"children": [{"id": 1, "items": [{"id": 2, "section": "looks", "values": {"hair": "..."}}]}]}

Without an id, or with null, a child or an item is new. What is not named stays as it is; an empty
text clears a field. The first fault ends it, with its place, and nothing is saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.kept import NOTHING
from wayhome.model.problems import UserProblem
from wayhome.record.children import LONGEST_VALUE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wayhome.model.kept import Child, Item
    from wayhome.model.record import RecordField, RecordSection, RecordShape

    Check = Callable[[RecordSection, RecordField, str], str]
    """Returns a value as it is kept, or raises UserProblem."""

LARGEST = 10 * 1024 * 1024
"""Bytes of a file."""

NOTED = "yes"
"""What stands beside `nothing` where a guardian noted that there is none."""

OF_EXPORT = ("version", "diary", "checks", "settings", "calls", "call_gaps")
OF_CHILD = ("id", "items", "photos")
OF_ITEM = ("id", "section", "values", "changed")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file something is, counted from 1; None where it is about more than that."""

    child: int | None = None
    item: int | None = None
    section: str | None = None
    field: str | None = None


class FillProblem(UserProblem):
    """What is wrong, and where. ``key`` is one of the filling's own, or of `problems`."""

    def __init__(self, place: Place, key: str, **values: object) -> None:
        """Keep the place beside the key."""
        super().__init__(key, **values)
        self.place = place


@dataclass(frozen=True, slots=True)
class WantedItem:
    """One item as the file has it."""

    place: Place
    id: int | None
    section: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WantedChild:
    """One child as the file has it."""

    place: Place
    id: int | None
    items: tuple[WantedItem, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What a file wants to have saved."""

    children: tuple[WantedChild, ...]
    left_out: bool
    """Whether it also holds what is not filled in this way: diary, calls, checks, photos."""


@dataclass(frozen=True, slots=True)
class FilledChild:
    """Under which ids a child and its items of the file stand now."""

    id: int
    items: tuple[int, ...]
    """In the order of the file."""


def read_filling(raw: bytes) -> Filling:
    """Return what a file wants, as far as one can tell without the record; FillProblem if not."""
    if len(raw) > LARGEST:
        raise FillProblem(Place(), "too_large", most=LARGEST)
    try:
        shape = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise FillProblem(Place(), "not_utf8") from None
    except json.JSONDecodeError as error:
        raise FillProblem(Place(), "not_json", line=error.lineno) from None
    except (ValueError, RecursionError):
        # A number of thousands of digits, or brackets thousands deep.
        raise FillProblem(Place(), "not_json", line=1) from None
    top = _mapping(shape, Place(), ("children", *OF_EXPORT))
    listed = _list(top, "children", Place())
    children = tuple(_child(each, Place(number)) for number, each in enumerate(listed, start=1))
    photos = any(isinstance(each, Mapping) and each.get("photos") for each in listed)
    return Filling(children, left_out=photos or any(top.get(name) for name in OF_EXPORT[1:]))


def plan_filling(
    shape: RecordShape, there: Mapping[int, Child], filling: Filling, check: Check
) -> tuple[WantedChild, ...]:
    """Return the filling with every value as it is kept; FillProblem where one can't be.

    An item that the file does not change comes back without values: it need not be written, and
    may hold what only an earlier version had room for.
    """
    planned, seen = [], set()
    for wanted in filling.children:
        before = there.get(wanted.id) if wanted.id is not None else None
        if wanted.id is not None and before is None:
            raise FillProblem(wanted.place, "unknown_child", known=", ".join(map(str, there)))
        if wanted.id is not None and wanted.id in seen:
            raise FillProblem(wanted.place, "child_twice")
        seen.add(wanted.id)
        items = tuple(_planned(shape, before, item, check) for item in wanted.items)
        _refuse_repeats(shape, items)
        if before is None and not any(
            item.section == "identity" and item.values.get("full_name") for item in items
        ):
            raise FillProblem(wanted.place, "child_unnamed")
        planned.append(WantedChild(wanted.place, wanted.id, items))
    return tuple(planned)


def no_longer_nothing(child: Child | None, items: Sequence[WantedItem]) -> tuple[int, ...]:
    """Return the ids of what says that there is nothing, where the items put something."""
    written = {item.section for item in items if item.values}
    there = child.items if child else ()
    return tuple(each.id for each in there if NOTHING in each.values and each.section in written)


def _planned(
    shape: RecordShape, child: Child | None, wanted: WantedItem, check: Check
) -> WantedItem:
    before = _item_before(child, wanted)
    if before is not None and all(
        before.values.get(name, "") == value for name, value in wanted.values.items()
    ):
        return WantedItem(wanted.place, before.id, wanted.section, {})
    section = next((each for each in shape.sections if each.id == wanted.section), None)
    if section is None:
        known = ", ".join(each.id for each in shape.sections)
        raise FillProblem(wanted.place, "unknown_section", known=known)
    if before is None and not section.many and child is not None:
        # There is only one: it is written in its place.
        before = next(iter(child.in_section(section.id)), None)
    if wanted.values == {NOTHING: NOTED}:
        if child is not None and child.in_section(section.id):
            raise FillProblem(wanted.place, "not_nothing")
        return WantedItem(wanted.place, None, section.id, wanted.values)
    if before is not None and NOTHING in before.values:
        # Something stands in its place from now on.
        before = None
    values = {
        name: _value(section, name, value, wanted.place, check)
        for name, value in wanted.values.items()
    }
    after = {**(before.values if before else {}), **values}
    if not any(after.values()) and (section.many or before is None):
        raise FillProblem(wanted.place, "item_empty")
    if values.get("full_name") == "" and section.id == "identity":
        raise FillProblem(wanted.place, "child_unnamed")
    return WantedItem(wanted.place, before.id if before else None, section.id, values)


def _item_before(child: Child | None, wanted: WantedItem) -> Item | None:
    if wanted.id is None:
        return None
    for item in child.items if child else ():
        if item.id == wanted.id and item.section == wanted.section:
            return item
    raise FillProblem(wanted.place, "unknown_item")


def _value(section: RecordSection, name: str, raw: str, place: Place, check: Check) -> str:
    field = next((each for each in section.fields if each.id == name), None)
    if field is None:
        # The name itself is not repeated: it may be anything that somebody wrote.
        known = ", ".join(each.id for each in section.fields)
        raise FillProblem(place, "unknown_field", known=known)
    here = Place(place.child, place.item, section.id, field.id)
    try:
        value = check(section, field, raw)
        value.encode()
    except UserProblem as problem:
        known = ", ".join(field.options)
        raise FillProblem(here, problem.key, **problem.values, known=known) from None
    except UnicodeEncodeError:
        raise FillProblem(here, "not_text") from None
    if len(value) > LONGEST_VALUE:
        raise FillProblem(here, "value_too_long", most=LONGEST_VALUE)
    return value


def _refuse_repeats(shape: RecordShape, items: Sequence[WantedItem]) -> None:
    """Refuse two texts for one place: nobody knows which is meant."""
    single = {section.id for section in shape.sections if not section.many}
    single |= {item.section for item in items if NOTHING in item.values}
    seen: set[object] = set()
    for item in items:
        place = item.section if item.section in single else item.id
        if place is not None and place in seen:
            raise FillProblem(item.place, "item_twice")
        seen.add(place)


def _child(raw: object, place: Place) -> WantedChild:
    child = _mapping(raw, place, OF_CHILD)
    items = tuple(
        _item(each, Place(place.child, number))
        for number, each in enumerate(_list(child, "items", place), start=1)
    )
    return WantedChild(place, _id(child, place), items)


def _item(raw: object, place: Place) -> WantedItem:
    item = _mapping(raw, place, OF_ITEM)
    section, values = item.get("section"), item.get("values")
    if not isinstance(section, str):
        raise FillProblem(place, "no_section")
    if not isinstance(values, Mapping):
        raise FillProblem(place, "no_values")
    for value in values.values():
        if not isinstance(value, str):
            raise FillProblem(place, "value_no_text")
    return WantedItem(place, _id(item, place), section, values)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise FillProblem(Place(), "name_twice")
    return dict(pairs)


def _mapping(raw: object, place: Place, known: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(raw, Mapping) or set(raw) - set(known):
        raise FillProblem(place, "wrong_shape", known=", ".join(known))
    return raw


def _list(mapping: Mapping[str, object], name: str, place: Place) -> list[object]:
    found = mapping.get(name)
    if not isinstance(found, list):
        raise FillProblem(place, "no_list", name=name)
    return found


def _id(mapping: Mapping[str, object], place: Place) -> int | None:
    found = mapping.get("id")
    if found is not None and (not isinstance(found, int) or isinstance(found, bool)):
        raise FillProblem(place, "no_id")
    return found
