"""Plain words find topics, with or without accents and plurals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wayhome.guide.search import index_topic, search

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome

INDEX = (
    index_topic("law", [(20, "The law"), (1, "What a trafficker may not do")]),
    index_topic("talk", [(20, "Hablar con un niño"), (1, "secret things")]),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nino", ["talk"]),
        ("NIÑOS", ["talk"]),
        ("traffickers", ["law"]),
        ("law trafficker", ["law"]),
        ("law secret", ["law", "talk"]),
        ("zebra", []),
        ("a", []),
        ("", []),
    ],
)
def test_what_a_query_finds(query: str, found: list[str]) -> None:
    assert search(INDEX, query) == found


@pytest.mark.parametrize("word", ["grooming", "sextortion", "ran away", "my daughter", "police"])
def test_words_that_people_bring_lead_somewhere(word: str, wayhome: Wayhome) -> None:
    assert wayhome.search_guide(word, "en")
