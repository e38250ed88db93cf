"""JSON of any size, item by item; what is broken ends the reading, and is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wayhome.model.messages import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.review.source import Chosen, Source

LARGEST_WHOLE = 64 << 20
"""Bytes of a file that is read as one value, such as an index."""


def read_items(files: Chosen, name: str, prefix: str) -> Iterator[Any]:
    """Yield the values at ``prefix`` (as ijson has it, such as `messages.item`), one by one.

    A file that ends early or is broken yields what stands before, then one `Skipped`.
    """
    import ijson

    count = 0
    with files.open(name) as file:
        try:
            for item in ijson.items(file, prefix, use_float=True):
                count += 1
                yield item
        except ijson.IncompleteJSONError:
            yield Skipped(f"after entry {count}", "truncated")
        except (ijson.JSONError, UnicodeDecodeError, ValueError, OverflowError):
            yield Skipped(f"after entry {count}", "not_json")
        except OSError:
            yield Skipped(f"after entry {count}", "unreadable")


def read_whole(files: Chosen | Source, name: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Return a small file's value; None if it is missing, too large or no JSON."""
    try:
        if files.size(name) > LARGEST_WHOLE:
            return None
        with files.open(name) as file:
            return json.loads(file.read(LARGEST_WHOLE).decode("utf-8-sig", "replace"))
    except (KeyError, OSError, ValueError, RecursionError):
        return None
