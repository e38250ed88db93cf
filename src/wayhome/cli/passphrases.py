"""Passphrases and recovery keys: typed where nobody keeps them, or read from a file.

Never from an argument: shells keep a history, and every program can read the arguments of others.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli import speaking
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from wayhome.model.words import Words

LONGEST_FILE = 8192
"""Bytes. What is longer is no passphrase, and is refused as one."""


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret that is asked for, and the variable that may name a file with it."""

    variable: str
    question: str
    """The key of what stands before the cursor."""
    hidden: bool = True

    @property
    def typed(self) -> bool:
        """Whether it is typed: somebody is there to try again."""
        return not os.environ.get(self.variable)


PASSPHRASE = Secret("WAYHOME_PASSPHRASE_FILE", "terminal.record.ask_passphrase")
FIRST_PASSPHRASE = Secret("WAYHOME_PASSPHRASE_FILE", "terminal.record.ask_new_passphrase")
NEXT_PASSPHRASE = Secret("WAYHOME_NEW_PASSPHRASE_FILE", "terminal.record.ask_new_passphrase")
# Thirty-five symbols that are copied from paper can't be typed blindly.
RECOVERY_KEY = Secret("WAYHOME_RECOVERY_KEY_FILE", "terminal.record.ask_recovery_key", hidden=False)


def ask(secret: Secret, words: Words) -> str:
    """Return a secret from its file, or as typed.

    Raises:
        UserProblem: ``passphrase_file``, ``passphrase_needed``.
        click.exceptions.Exit: the same for other secrets; the sentence is said.
    """
    if not secret.typed:
        return _from_file(secret, words)
    require_terminal(secret, words)
    return _type(secret.question, words, hidden=secret.hidden)


def ask_for_another(secret: Secret, words: Words) -> str:
    """Return a passphrase that may be used from now on. Typed twice: nobody sees it.

    Raises:
        UserProblem: what `ask` and `vault.check_passphrase` raise.
    """
    from wayhome.record.vault import check_passphrase

    if not secret.typed:
        return check_passphrase(_from_file(secret, words))
    require_terminal(secret, words)
    click.echo(words("terminal.record.passphrase_advice"), err=True)
    while True:
        first = _type(secret.question, words, hidden=True)
        try:
            check_passphrase(first)
        except UserProblem as problem:
            speaking.say_problem(words, problem)
            continue
        if _type("terminal.record.ask_again", words, hidden=True) == first:
            return first
        speaking.say_problem(words, UserProblem("passphrase_differs"))


def require_terminal(secret: Secret, words: Words) -> None:
    """Refuse where a secret has no file and nobody could type it."""
    if not secret.typed or speaking.at_terminal():
        return
    if secret.variable == PASSPHRASE.variable:
        raise UserProblem("passphrase_needed")
    speaking.refuse(words, "terminal.record.secret_needed", variable=secret.variable)


def _type(question: str, words: Words, *, hidden: bool) -> str:
    if not hidden:
        return speaking.read_line(words, words(question))
    try:
        return speaking.whole_text(words, getpass.getpass(f"{words(question)} "))
    except EOFError:
        raise click.Abort from None


def _from_file(secret: Secret, words: Words) -> str:
    try:
        with Path(os.environ[secret.variable]).open("rb") as file:
            # Some editors on Windows begin a file with a mark.
            text = file.read(LONGEST_FILE).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        if secret.variable == PASSPHRASE.variable:
            raise UserProblem("passphrase_file") from None
        speaking.refuse(words, "terminal.record.secret_file", variable=secret.variable)
    return text.removesuffix("\n").removesuffix("\r")
