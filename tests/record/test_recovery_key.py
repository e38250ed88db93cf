"""The key for paper: what a slip of the pen, a reader or a stranger makes of it."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.record.recovery_key import (
    BASE,
    CHANCE,
    GROUPS,
    SYMBOLS,
    Slip,
    make_recovery_key,
    read_recovery_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# Made once with this code: what is on paper must be read for ever.
FIXED = ("0123P-4567X-89AB4-CDEFB-GHJKG-MNPQQ-RSTVY", b"0123456789ABCDEFGHJKMNPQRSTV")
KEYS = [FIXED[0], *(make_recovery_key() for _ in range(2))]
# By name: each worker of a run makes keys of its own.
KEY_NAMES = ["fixed", "made", "made again"]


def test_key_is_seven_groups_of_five_with_140_bits_of_chance() -> None:
    made = {make_recovery_key() for _ in range(1000)}
    assert len(made) == 1000
    for key in made:
        groups = key.split("-")
        assert [len(each) for each in groups] == [5] * GROUPS
        assert read_recovery_key(key) == "".join(each[:CHANCE] for each in groups).encode()
    # Every symbol comes up in every place of chance. 1000 keys miss one with odds of 10^-12.
    for place in range(CHANCE):
        assert {key.split("-")[0][place] for key in made} == set(SYMBOLS)
    assert BASE ** (GROUPS * CHANCE) == 2**140


def test_key_on_an_old_paper_is_read_for_ever() -> None:
    assert read_recovery_key(FIXED[0]) == FIXED[1]


@pytest.mark.parametrize("key", KEYS, ids=KEY_NAMES)
def test_every_wrong_symbol_is_found_in_its_group(key: str) -> None:
    for place, right in enumerate(key):
        for symbol in set(SYMBOLS + "U") - {right, "-"}:
            if right != "-":
                slip = read_recovery_key(key[:place] + symbol + key[place + 1 :])
                assert slip == Slip(place // 6 + 1), (place, symbol)


@pytest.mark.parametrize("key", KEYS, ids=KEY_NAMES)
def test_swapped_groups_are_found(key: str) -> None:
    groups = key.split("-")
    for one, other in combinations(range(GROUPS), 2):
        swapped = list(groups)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        assert read_recovery_key("-".join(swapped)) == Slip(one + 1)


@pytest.mark.parametrize("key", KEYS, ids=KEY_NAMES)
def test_swapped_neighbours_are_found_but_for_one_pair(key: str) -> None:
    """Luhn's one weakness: the first and the last symbol of the alphabet side by side."""
    for place, (one, other) in enumerate(pairwise(key)):
        if "-" not in (one, other) and one != other and {one, other} != {"0", "Z"}:
            swapped = key[:place] + other + one + key[place + 2 :]
            assert read_recovery_key(swapped) == Slip(place // 6 + 1)


DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
SPELLINGS: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "without dashes": lambda key: key.replace("-", ""),
    "with spaces": lambda key: f"  {key.replace('-', ' ')}\n",
    "every symbol apart": " ".join,
    "O for 0": lambda key: key.replace("0", "O"),
    "o for 0": lambda key: key.replace("0", "o"),
    "I for 1": lambda key: key.replace("1", "I"),
    "l for 1": lambda key: key.replace("1", "l"),
    "on lines": lambda key: key.replace("-", ",\r\n"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_key_is_read_however_it_is_typed(spelling: str) -> None:
    for key in KEYS:
        typed = SPELLINGS[spelling](key)
        assert read_recovery_key(typed) == read_recovery_key(key), typed


@pytest.mark.parametrize("dash", DASHES)
def test_key_is_read_with_any_dash(dash: str) -> None:
    assert read_recovery_key(FIXED[0].replace("-", dash)) == FIXED[1]


@pytest.mark.parametrize(
    "typed", ["", "-", FIXED[0][:-1], FIXED[0] + "0", FIXED[0][6:], FIXED[0] * 2, "\x00", "ключ"]
)
def test_wrong_number_of_symbols_names_no_group(typed: str) -> None:
    assert read_recovery_key(typed) == Slip(None)


def test_first_of_several_slips_is_named() -> None:
    assert read_recovery_key("0" * 35) == Slip(2)
    assert read_recovery_key("U" * 35) == Slip(1)


@given(st.text())
def test_no_text_is_a_bug(typed: str) -> None:
    read = read_recovery_key(typed)
    assert isinstance(read, Slip) or len(read) == GROUPS * CHANCE


@given(st.text(alphabet=SYMBOLS, min_size=35, max_size=35))
def test_what_is_read_has_right_checks(typed: str) -> None:
    read = read_recovery_key(typed)
    if isinstance(read, bytes):
        assert read == b"".join(typed.encode()[at : at + 4] for at in range(0, 35, 5))
