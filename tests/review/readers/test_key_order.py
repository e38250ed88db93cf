"""JSON that another program wrote again: members in any order, on one line or on many."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.samples import discord, meta, telegram
from tests.samples.read_out import claims, read_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANA, ME = "Ana Peña", "Zoë"
SAMPLES: dict[str, tuple[str, str, object]] = {
    "telegram single": ("telegram", "result.json", telegram.single()),
    "telegram whole": ("telegram", "result.json", telegram.whole()),
    "discord exporter": (
        "discord-exporter",
        "x.json",
        discord.exporter_json(discord.exporter_messages()),
    ),
    "discord package": ("discord-package", "messages.json", discord.package_rows()),
    "instagram": (
        "meta-json",
        "message_1.json",
        meta.thread(ANA, (ANA, ME), [meta.row(ANA, n, f"text {n}") for n in range(4)], "inbox/a_1"),
    ),
    "messenger": (
        "messenger-e2ee",
        "Ana_1.json",
        meta.e2ee(ANA, (ANA, ME), [meta.e2ee_row(ANA, n, f"text {n}") for n in range(4)]),
    ),
}
SHAPES: dict[str, dict[str, Any]] = {
    "on many lines": {"indent": 2},
    "on one line": {"separators": (",", ":")},
    "letters as they are": {"ensure_ascii": False},
}


def again(value: object, order: Callable[[list[str]], list[str]]) -> object:
    """Return a value with the members of each object in another order."""
    if isinstance(value, dict):
        return {key: again(value[key], order) for key in order(list(value))}
    return [again(each, order) for each in value] if isinstance(value, list) else value


def _read(folder: Path, reader: str) -> set[tuple[object, ...]]:
    assert list(claims(folder)) == [reader]
    return {
        (
            each.conversation.title,
            each.conversation.setting,
            tuple(each.messages),
            tuple(one.code for one in each.skipped),
        )
        for each in read_out(reader, folder)[1]
    }


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("order", [sorted, lambda keys: keys[::-1]], ids=["sorted", "reversed"])
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_the_order_of_members_means_nothing(
    tmp_path: Path,
    sample: tuple[str, str, object],
    order: Callable[[list[str]], list[str]],
    shape: dict[str, Any],
) -> None:
    reader, name, value = sample
    usual, other = tmp_path / "usual", tmp_path / "other"
    usual.mkdir()
    other.mkdir()
    (usual / name).write_text(json.dumps(value))
    (other / name).write_text(json.dumps(again(value, order), **shape))
    assert _read(other, reader) == _read(usual, reader)


def test_a_talk_with_a_helpline_is_protected_in_any_order(tmp_path: Path) -> None:
    export = discord.exporter_json(discord.exporter_messages())
    (tmp_path / "x.json").write_text(json.dumps(again(export, sorted)))
    ((_, (found,)),) = [read_out("discord-exporter", tmp_path)]
    assert {str(discord.ANA), str(discord.BEN)} <= set(found.conversation.contact_ids)


def test_telegram_with_little_beside_the_messages_is_known(tmp_path: Path) -> None:
    bare = {"type": "message", "date_unixtime": "1544006350", "from": "Ana", "text": "hello"}
    (tmp_path / "x.json").write_text(json.dumps({"messages": [bare]}, indent=4))
    ((_, (found,)),) = [read_out("telegram", tmp_path)]
    assert [(each.sender, each.at, each.text) for each in found.messages] == [
        ("Ana", "2018-12-05T10:39:10+00:00", "hello")
    ]
