"""The corpus keeps its form, holds nothing that does not belong here, and learns nothing unseen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from training.corpus import CORPUS, ORDINARY, UNSEEN, Chat, CorpusError, pairs_of, read_corpus
from wayhome.model.reviews import TACTICS

if TYPE_CHECKING:
    from pathlib import Path

PHONE = re.compile(r"(?:\+?\d[\s().-]?){10,}")
FICTION = re.compile(r"555[ .-]?01\d\d")
ADDRESS = re.compile(r"https?://|www\.|\w@\w+\.\w")
NOT_HERE = re.compile(
    r"\b(sex|sexy|sexual\w*|sexo|porn\w*|nudes?|naked|penis|vagina|boobs?|tits|blowjob|fuck\w*|desnud[oa]s?|"
    r"encuerad[oa]|porno\w*|pene|tetas|coger|follar|verga|puta)\b",
    re.IGNORECASE,
)
"""A school leaflet has no such words."""


@pytest.fixture(scope="module")
def chats() -> list[Chat]:
    return read_corpus()


@pytest.fixture(scope="module")
def unseen() -> list[Chat]:
    return read_corpus(UNSEEN)


def test_every_pair_is_whole(chats: list[Chat], unseen: list[Chat]) -> None:
    for every in (chats, unseen):
        paired = [each for each in every if each.kind != ORDINARY]
        assert len(pairs_of(paired)) * 2 == len(paired)


def test_both_languages_have_many(chats: list[Chat]) -> None:
    for language in ("en", "es"):
        assert sum(chat.language == language for chat in chats) > 500


def test_tactics_are_those_of_the_contract_and_mark_no_line_of_a_twin(
    chats: list[Chat], unseen: list[Chat]
) -> None:
    for chat in (*chats, *unseen):
        marked = {tactic for line in chat.lines for tactic in line.tactics}
        assert marked <= set(TACTICS), chat.slug
        assert bool(marked) == (chat.kind == "risky"), chat.slug


def test_nothing_real_and_nothing_sexual(chats: list[Chat], unseen: list[Chat]) -> None:
    for chat in (*chats, *unseen):
        for line in chat.lines:
            assert not ADDRESS.search(line.text), (chat.slug, line.text)
            assert not NOT_HERE.search(line.text), (chat.slug, line.text)
            for number in PHONE.findall(line.text):
                assert FICTION.search(number), (chat.slug, line.text)


def test_nothing_unseen_is_learnt(chats: list[Chat], unseen: list[Chat]) -> None:
    assert not {chat.slug[0] for chat in chats} & {chat.slug[0] for chat in unseen}
    known = {tuple(line.text for line in chat.lines) for chat in chats}
    assert not known & {tuple(line.text for line in chat.lines) for chat in unseen}


def test_a_line_out_of_form_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    file = tmp_path / "en" / "a-01.txt"
    file.write_text("== a-01-01 | x\n-- risky\n@ 1 10:00\nno form\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a-01\.txt:4"):
        read_corpus(tmp_path)
    assert CORPUS.is_dir()
