"""Reads `content/` into values of the model. Together with the store the only layer on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.library.keeping import read_kept

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from wayhome.library.strict_yaml import Fault
    from wayhome.model.content import Content

SHIPPED = Path(__file__).parent.parent / "content"


def load_content(rule_names: Collection[str], root: Path = SHIPPED) -> Content:
    """Return the content, parsed at most once per change of its files.

    Raises:
        ContentBrokenError: the content has faults; `find_faults` lists them.
    """

    def read() -> Content:
        # Imported late: pydantic costs more than the rest of a short command together.
        from wayhome.library.loading import read_content

        return read_content(root, rule_names)

    return read_kept(root, read)


def find_faults(
    rule_names: Collection[str],
    today: date,
    root: Path = SHIPPED,
    readers: Collection[str] | None = None,
) -> list[Fault]:
    """Return every fault of the content with its file and line; days after ``today`` are some.

    ``readers`` are the ids of the readers of exports; given, each must be told of in the content.
    """
    from wayhome.library import loading

    return loading.find_faults(root, rule_names, today, readers)
