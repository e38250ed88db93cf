"""What goes wrong on a page of the open record: one plain sentence, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, request

from wayhome.model.problems import UserProblem
from wayhome.web.shell import words

if TYPE_CHECKING:
    from flask import Blueprint

LARGEST_ID = 2**31 - 1
"""A larger number is none of ours, and the store could not even look for it."""
GONE = "record_gone"
HERE = {"back": "book"}


def show_problems(pages: Blueprint) -> None:
    """Show what goes wrong on the pages of a blueprint inside the record."""
    pages.before_request(_refuse_large_numbers)
    pages.register_error_handler(UserProblem, _show_problem)


def sentence_of(problem: UserProblem) -> str:
    """Return what to say about a problem of a form; one that no form can mend goes on."""
    if problem.key == GONE:
        raise problem
    return words()(f"problems.{problem.key}", **problem.values)


def read_id(raw: str) -> int | None:
    """Return the number that a form names; None for anything else."""
    if raw.isascii() and raw.isdecimal() and int(raw) <= LARGEST_ID:
        return int(raw)
    return None


def _refuse_large_numbers() -> None:
    numbers = (request.view_args or {}).values()
    if any(isinstance(each, int) and each > LARGEST_ID for each in numbers):
        abort(404)


def _show_problem(problem: UserProblem) -> tuple[str, int]:
    said = words()(f"problems.{problem.key}", **problem.values)
    code = 404 if problem.key == GONE else 422
    return render_template("book_problem.html", problem=said, here=HERE), code
