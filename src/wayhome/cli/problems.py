"""One plain sentence for each kind of trouble, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wayhome.check.rules import RULE_NAMES
from wayhome.cli.language import DEFAULT, plain_code, system_language
from wayhome.library import load_content
from wayhome.model.problems import ContentBrokenError, UserProblem

if TYPE_CHECKING:
    from wayhome.model.words import Words

BROKEN = "The content of this copy is damaged. Run `wayhome content check` to see where."
"""The one sentence that can't come from the content."""


def sentence_for(
    error: UserProblem | ContentBrokenError | click.ClickException, language: str | None
) -> str:
    """Return the sentence that says what is wrong and what to do."""
    words = _words(language)
    if words is None or isinstance(error, ContentBrokenError):
        return BROKEN
    if isinstance(error, click.ClickException):
        error = _from_click(error)
    return words(f"problems.{error.key}", **error.values)


def _words(language: str | None) -> Words | None:
    try:
        every = load_content(RULE_NAMES).words
    except ContentBrokenError:
        return None
    wanted = system_language(tuple(every)) if language is None else plain_code(language)
    return every.get(wanted) or every[DEFAULT]


def _from_click(error: click.ClickException) -> UserProblem:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "wayhome"
    match error:
        case click.NoSuchOption(option_name=option):
            return UserProblem("no_such_option", option=option, command=command)
        case click.BadOptionUsage(option_name=option):
            return UserProblem("option_needs_value", option=option, command=command)
        case click.BadParameter(param=param) if param is not None:
            return UserProblem("bad_value", option=param.opts[0], command=command)
        case _ if "command" in error.message:
            return UserProblem("no_such_command", command=command)
        case _:
            return UserProblem("wrong_use", command=command)
