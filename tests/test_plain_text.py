"""One spelling for what people write in a hundred ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.library.plain_text import BREAK, flatten, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Our SECRET", "our secret"),
        ("mañana, ¿sí?", "manana, ¿si?"),
        ("don\u2019t tell", "don't tell"),
        ("pleeeease!!!!", "please!"),
        ("s3cret h0tel", "secret hotel"),
        ("13 at 5pm", "13 at 5pm"),
        ("s e c r e t", "secret"),
        ("s.e.c.r.e.t", "secret"),
        ("i a m", "i a m"),
        ("\uff53\uff45\uff43\uff52\uff45\uff54", "secret"),
        ("se\u200bcret", "secret"),
        ("good 😂 night", "good 😂 night"),
        ("two   blanks", "two blanks"),
    ],
)
def test_one_spelling(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.lists(st.text(max_size=60), min_size=1, max_size=20))
def test_lines_stay_lines(texts: list[str]) -> None:
    block = BREAK.join(map(flatten, texts))
    assert plain(block).count(BREAK) == len(texts) - 1


@given(st.text(max_size=60))
def test_a_line_alone_reads_as_in_a_block(text: str) -> None:
    line = flatten(text)
    assert plain(BREAK.join([line, "x", line])).split(BREAK)[0] == plain(line)
