"""Everything is text; equal keys, aliases, tags and empty values are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.library.strict_yaml import read_yaml


def test_scalars_stay_as_written() -> None:
    document = read_yaml("a: NO\nb: 0116\nc: yes\nd: 2026-11-22\ne: 1e3\n", "f.yaml")
    assert document.value == {"a": "NO", "b": "0116", "c": "yes", "d": "2026-11-22", "e": "1e3"}
    assert document.faults == ()


def test_lines_are_those_of_the_file() -> None:
    document = read_yaml("a:\n  - x\n  - y: z\nb: c\n", "f.yaml")
    assert document.line_of(("a", 1, "y")) == 3
    assert document.line_of(("b",)) == 4
    assert document.line_of(("a", 9)) == 1, "the nearest thing that holds it"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "second time"),
        ("a: &x [1]\nb: *x\n", 2, "alias"),
        ("a: !!int 3\n", 1, "tag"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("a: 1\nb:\n", 2, "missing"),
        ("a: 1\nb: ''\n", 2, "missing"),
        ("a: [1\nb: 2\n", 2, "not YAML"),
        ("? [a, b]\n: c\n", 1, "plain text"),
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML"),
        ("a: \x07\n", 1, "not YAML"),
        ("[" * 60_000, 1, "too deep"),
        ("{a: " * 60_000, 1, "too deep"),
        ("- " * 60_000, 1, "too deep"),
        ("-  " * 5_000, 1, "too deep"),
        ('["]",' * 3_000, 1, "too deep"),
        ("\n".join(" " * depth + "a:" for depth in range(5_000)), 13, "too deep"),
    ],
)
def test_what_is_refused_names_its_line(text: str, line: int, message: str) -> None:
    faults = read_yaml(text, "f.yaml").faults
    assert [(fault.line, message in fault.message) for fault in faults[:1]] == [(line, True)]


def test_all_faults_at_once() -> None:
    faults = read_yaml("a: 1\na: 2\nb:\nb: 3\n", "f.yaml").faults
    assert [fault.line for fault in faults] == [2, 3, 4]


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    read_yaml(text, "f.yaml")


@given(
    st.text(alphabet="ab:-[]{},&*!|>?#'\"\n \t%@", max_size=200),
)
def test_no_yaml_like_text_raises(text: str) -> None:
    read_yaml(text, "f.yaml")
