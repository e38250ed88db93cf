"""Which files make up the content, and how one of them is read into its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from wayhome.library.strict_yaml import Document, Fault, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

BASE_LANGUAGE = "en"
LARGEST = 1_000_000
"""Bytes. A content file of a person's writing is far below it."""

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(slots=True)
class Reading:
    """What has been read so far from one content folder, and every fault met."""

    root: Path
    faults: list[Fault] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    unshaped: set[str] = field(default_factory=set)
    """Files that could not be read into their shape: what they would define is unknown."""

    def names(self, folder: str) -> list[str]:
        """List the YAML files directly in a folder, by name, relative to the root."""
        place = self.root / folder
        if not place.is_dir():
            self.faults.append(Fault(folder, 0, "this folder is missing"))
            return []
        return sorted(
            path.relative_to(self.root).as_posix()
            for path in place.iterdir()
            if path.suffix == ".yaml" and path.is_file()
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
            return None

    def fault(self, name: str, path: tuple[str | int, ...], message: str) -> None:
        """Note a fault at a path inside a file that was read."""
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
