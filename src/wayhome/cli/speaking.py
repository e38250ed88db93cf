"""Asking and telling in a terminal: on standard error, so that results stay apart."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from wayhome.model.problems import UserProblem
    from wayhome.model.words import Words

USER_PROBLEM = 2
STANDARD_ERROR = 2
"""The number of its descriptor."""


def at_terminal() -> bool:
    """Tell whether somebody is there who can answer."""
    return sys.stdin.isatty()


def is_watched() -> bool:
    """Tell whether somebody sees the notes, and not a file."""
    return os.isatty(STANDARD_ERROR)


def note(words: Words, key: str, /, **values: object) -> None:
    """Say something beside the result."""
    click.echo(words(key, **values), err=True)


def say_problem(words: Words, problem: UserProblem) -> None:
    """Say what is wrong where the command goes on and asks again."""
    note(words, f"problems.{problem.key}", **problem.values)


def refuse(words: Words, key: str, /, **values: object) -> NoReturn:
    """End with one sentence of the terminal's own: the user can fix it (exit 2)."""
    note(words, key, **values)
    raise click.exceptions.Exit(USER_PROBLEM)


def read_line(words: Words, prompt: str) -> str:
    """Return what was typed in one line; stop where the input ends."""
    click.echo(f"{prompt} ", nl=False, err=True)
    # Not `input`: what is typed here must not stay in a history.
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return whole_text(words, line.rstrip("\r\n"))


def read_text(words: Words, prompt: str) -> str:
    """Return everything up to the end of the input, from a person or from a pipe."""
    if at_terminal():
        note(words, prompt)
    elif isinstance(sys.stdin, io.TextIOWrapper):
        # In a pipe on Windows it would be taken for another encoding.
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict")
    try:
        return whole_text(words, sys.stdin.read())
    except UnicodeDecodeError:
        refuse(words, "terminal.record.not_text")


def whole_text(words: Words, text: str) -> str:
    """Return a text in which no character is broken; none can be kept otherwise."""
    try:
        text.encode()
    except UnicodeEncodeError:
        refuse(words, "terminal.record.not_text")
    return text


def confirm(words: Words, *, said_yes: bool) -> None:
    """Go on only if somebody wants it: with `--yes`, or by typing the word for it."""
    if said_yes:
        return
    if not at_terminal():
        refuse(words, "terminal.record.yes_needed")
    wanted = words("terminal.record.yes_word")
    typed = read_line(words, words("terminal.record.confirm", word=wanted))
    if _without_accents(typed.strip()) != _without_accents(wanted):
        note(words, "terminal.record.not_confirmed")
        raise click.Abort


def _without_accents(text: str) -> str:
    """Return a word as it is typed on any keyboard."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))
