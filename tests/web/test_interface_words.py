"""No word of the pages is missing, and none is left over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import wayhome.web

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome

WEB = Path(wayhome.web.__file__).parent


def _used() -> tuple[set[str], set[str]]:
    """Return the keys that stand in pages and code, and the beginnings of keys put together."""
    whole: set[str] = {"language_name"}
    begun: set[str] = set()
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        for key, more in re.findall(r"""\bt\('([\w.-]+)'(\s*~)?""", text):
            (begun if more else whole).add(key)
        for key in re.findall(r"""'([a-z]+(?:\.[a-z_]+)+)'\) (?:if|else)""", text):
            whole.add(key)
        whole |= {f"terminal.{key}" for key in re.findall(r'_say\("(\w+)"', text)}
    return whole, begun


def test_pages_and_words_fit_each_other(wayhome: Wayhome) -> None:
    present = {
        key.removeprefix("interface.")
        for key in wayhome.words("en").texts
        if key.startswith("interface.") and "@" not in key
    }
    whole, begun = _used()
    assert whole <= present
    for start in begun:
        assert any(key.startswith(start) for key in present), start
    unused = {key for key in present - whole if not key.startswith(tuple(begun))}
    assert not unused


def test_variants_for_a_young_reader_belong_to_a_text(wayhome: Wayhome) -> None:
    for language in wayhome.languages:
        texts = wayhome.words(language).texts
        for key in texts:
            if key.startswith("interface.") and "@" in key:
                plain, _, reader = key.partition("@")
                assert plain in texts
                assert reader == "young_person"
