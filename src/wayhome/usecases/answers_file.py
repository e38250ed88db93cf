"""Read an answers file that somebody wrote: YAML or JSON, small, text only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.library.strict_yaml import read_yaml
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 16_384
"""Bytes; all answers together take less than two thousand."""


def read_answers(path: Path) -> dict[str, object]:
    """Return the mapping in the file; UserProblem with what to do if there is none."""
    text = _read_text(path)
    if not text.strip():
        raise UserProblem("answers_empty")
    document = read_yaml(text, path.name)
    if document.value is None and all("empty" in fault.message for fault in document.faults):
        raise UserProblem("answers_empty")
    if document.faults:
        raise UserProblem("answers_not_yaml", line=document.faults[0].line)
    if not isinstance(document.value, dict):
        raise UserProblem("answers_no_mapping")
    return dict(document.value)


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except IsADirectoryError:
        raise UserProblem("answers_folder") from None
    except OSError:
        raise UserProblem("answers_unreadable") from None
    if len(data) > LARGEST:
        raise UserProblem("answers_too_large", largest=LARGEST)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserProblem("answers_not_text") from None
