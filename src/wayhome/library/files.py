"""Which files make up the content, and how one of them is read into its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from wayhome.library.strict_yaml import Document, Fault, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from wayhome.library.strict_yaml import Value

BASE_LANGUAGE = "en"
LARGEST = 1_000_000
"""Bytes. A content file of a person's writing is far below it."""

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(slots=True)
class Reading:
    """What has been read so far from one content folder, and every fault met."""

    root: Path
    today: date = date.max
    """Days after it are faults. Running the app asks for no such thing: see `loading`."""
    faults: list[Fault] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    unshaped: set[str] = field(default_factory=set)
    """Files that could not be read into their shape, at least in part."""
    dropped: set[str] = field(default_factory=set)
    """Ids of list entries that do not fit: what they are is unknown, but that they are is not."""

    def names(self, folder: str) -> list[str]:
        """List the YAML files directly in a folder, by name, relative to the root."""
        place = self.root / folder
        if not place.is_dir():
            self.faults.append(Fault(folder, 0, "this folder is missing"))
            return []
        entries = [path for path in place.iterdir() if not path.is_dir()]
        for path in entries:
            if path.suffix != ".yaml":
                stray = path.relative_to(self.root).as_posix()
                self.faults.append(Fault(stray, 0, "not read: content files end in .yaml"))
        return sorted(
            path.relative_to(self.root).as_posix() for path in entries if path.suffix == ".yaml"
        )

    def document(self, name: str) -> Document:
        """Read one file; what is wrong with it joins the faults."""
        document = self._read(name)
        self.faults.extend(document.faults)
        self.documents[name] = document
        return document

    def _read(self, name: str) -> Document:
        path = self.root / name
        try:
            if path.stat().st_size > LARGEST:
                return _unreadable(name, f"larger than {LARGEST:,} bytes")
            return read_yaml(path.read_text(encoding="utf-8"), name)
        except FileNotFoundError:
            return _unreadable(name, "this file is missing")
        except UnicodeDecodeError:
            return _unreadable(name, "not UTF-8 text")
        except OSError as error:
            return _unreadable(name, f"can't be read: {error.strerror}")

    def shaped(self, name: str, shape: type[Shape]) -> Shape | None:
        """Read one file into its shape, or None with the faults noted."""
        document = self.document(name)
        if document.value is None:
            self.unshaped.add(name)
            return None
        try:
            return shape.model_validate(document.value)
        except ValidationError as error:
            self.unshaped.add(name)
            self.faults.extend(_fault(document, detail) for detail in error.errors())
            return self._without(
                document.value, [detail["loc"] for detail in error.errors()], shape
            )

    def _without(
        self, value: Value, bad: list[tuple[int | str, ...]], shape: type[Shape]
    ) -> Shape | None:
        """Leave out the list entries that do not fit, so that the rest is looked at too.

        What an entry would have defined is kept in ``dropped``: to name it is no fault.
        """
        entries = {(loc[0], loc[1]) for loc in bad if len(loc) > 1 and isinstance(loc[1], int)}
        if not isinstance(value, dict) or len({loc[:2] for loc in bad}) != len(entries):
            return None
        rest: dict[str, Value] = {}
        for key, part in value.items():
            if not isinstance(part, list):
                rest[key] = part
                continue
            rest[key] = [each for i, each in enumerate(part) if (key, i) not in entries]
            self.dropped.update(
                str(each["id"])
                for i, each in enumerate(part)
                if (key, i) in entries and isinstance(each, dict) and "id" in each
            )
        try:
            return shape.model_validate(rest)
        except ValidationError:
            return None

    def check_day(self, name: str, path: tuple[str | int, ...], day: date | None) -> None:
        """Note a day that has not come yet."""
        if day is not None and day > self.today:
            self.fault(name, path, f"the day {day} has not come yet")

    def fault(self, name: str, path: tuple[str | int, ...], message: str) -> None:
        """Note a fault at a path inside a file that was read.

        What only follows from an entry that was left out is no fault of its own.
        """
        if any(f"{each!r}" in message for each in self.dropped):
            return
        document = self.documents.get(name)
        line = document.line_of(path) if document else 0
        self.faults.append(Fault(name, line, message))


def _unreadable(name: str, why: str) -> Document:
    return Document(name, None, {}, (Fault(name, 0, why),))


def _fault(document: Document, detail: ErrorDetails) -> Fault:
    path = tuple(detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    where = ".".join(str(part) for part in path) or "the file"
    return Fault(document.file, document.line_of(path), f"{where}: {message}")
