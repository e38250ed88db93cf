"""What went wrong in a form of the record: one sentence, and the field to mend."""

from __future__ import annotations

from flask import request

from wayhome.model.problems import UserProblem
from wayhome.web.shell import words

PASSPHRASE = "passphrase"  # noqa: S105 - the name of a field
CHOSEN = "passphrase_chosen"
AGAIN = "passphrase_again"
PAPER_KEY = "paper_key"

FIELDS = {
    "record_wrong_passphrase": PASSPHRASE,
    "record_wait": PASSPHRASE,
    "backup_wrong_passphrase": PASSPHRASE,
    "passphrase_short": CHOSEN,
    "passphrase_long": CHOSEN,
    "passphrase_simple": CHOSEN,
    "passphrase_differs": CHOSEN,
    "recovery_key_length": PAPER_KEY,
    "recovery_key_slip": PAPER_KEY,
    "recovery_key_wrong": PAPER_KEY,
    "note_empty": "text",
    "note_too_long": "text",
    "note_time": "time",
    "day_invalid": "day",
    "day_year": "day",
    "day_future": "day",
    "choice_invalid": "minutes",
}


def tell(problem: UserProblem, **fields: str) -> dict[str, object]:
    """Return what a template shows; ``fields`` says where a problem belongs on another page."""
    sentence = words()(f"problems.{problem.key}", **problem.values)
    return {"problem": sentence, "field": {**FIELDS, **fields}.get(problem.key)}


def tell_words(key: str, field: str | None = None) -> dict[str, object]:
    """Return what a template shows, with a sentence of these pages."""
    return {"problem": words()(f"lock.{key}"), "field": field}


def chosen_passphrase() -> str:
    """Return the passphrase that was typed twice; UserProblem ``passphrase_differs``."""
    chosen = request.form.get(CHOSEN, "")
    if chosen != request.form.get(AGAIN, ""):
        raise UserProblem("passphrase_differs")
    return chosen
