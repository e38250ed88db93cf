"""YAML in which everything is text, and nothing is guessed.

Plain YAML turns ``NO`` (the country) into false, ``0116`` (a helpline) into 78 and keeps only
the last of two equal keys. Here each scalar stays as written, equal keys are refused, and so
are aliases (a short file can unfold to gigabytes), tags and empty values. Each value's line
is kept, so that a fault can name the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

try:
    from yaml import CBaseLoader as TextLoader
except ImportError:  # PyYAML without its C part: slower, the same result
    from yaml import BaseLoader as TextLoader  # type: ignore[assignment]

PLAIN_TAGS = {
    "tag:yaml.org,2002:str",
    "tag:yaml.org,2002:seq",
    "tag:yaml.org,2002:map",
}
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML 1.1 counts as the end of a line."""
DEEPEST = 12
"""Nesting that no file of ours needs; deeper text is hostile or a mistake."""

Value = str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file, at a line (1 is the first; 0 where no line applies)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return ``file:line: message``, the form that editors turn into a link."""
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Document:
    """A read file: its value (None if it can't be read), each path's line, and its faults."""

    file: str
    value: Value | None
    lines: dict[Path, int]
    faults: tuple[Fault, ...]
    cut_lines: tuple[int, ...] = ()
    """Lines where a comment begins behind unquoted text: of words, the rest would be lost."""

    def line_of(self, path: Path) -> int:
        """Return the line of a path, else of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, file: str) -> Document:
    """Read one document. Never raises on what the text holds: faults are values."""
    faults: list[Fault] = []
    try:
        if too_deep := _line_nested_too_deep(text):
            return Document(file, None, {}, (Fault(file, too_deep, "nested too deep"),))
        root = yaml.compose(text, Loader=TextLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return Document(file, None, {}, (Fault(file, line, f"not YAML: {error.problem}"),))
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        return Document(file, None, {}, (Fault(file, 1, f"not YAML: {reason}"),))
    if root is None:
        return Document(file, None, {}, (Fault(file, 1, "the file is empty"),))
    walk = _Walk(file, faults)
    value = walk.value_of(root, ())
    rows = LINE_BREAK.split(text)
    cut = [mark.line + 1 for mark in walk.ends if _rest_of_line(rows, mark).startswith("#")]
    return Document(file, value, walk.lines, tuple(faults), tuple(cut))


def _rest_of_line(rows: list[str], mark: yaml.Mark) -> str:
    """Return what follows a mark in its line; an empty value may end behind the last line."""
    return rows[mark.line][mark.column :].strip() if mark.line < len(rows) else ""


def _line_nested_too_deep(text: str) -> int | None:
    """Return the line where nesting goes beyond reason, if any.

    Events come one after the other, however deep the text; putting them together recurses per
    level, and its C part would take the process down with it. So this looks first.
    """
    depth = 0
    for event in yaml.parse(text, Loader=TextLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


class _Walk:
    """Turn nodes into plain values, noting lines and faults on the way."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults
        self.lines: dict[Path, int] = {}
        self.ends: list[yaml.Mark] = []
        self._seen: set[int] = set()

    def value_of(self, node: yaml.Node, path: Path) -> Value:
        # An alias carries the place of what it stands for, so the key's own line goes first.
        line = self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            self._fault(line, "an alias (*name) is not allowed: write the value again")
            return ""
        self._seen.add(id(node))
        if node.tag not in PLAIN_TAGS:
            self._fault(line, f"a tag ({node.tag}) is not allowed")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value_of(item, (*path, i)) for i, item in enumerate(node.value)]
        text = str(node.value)
        if isinstance(node, yaml.ScalarNode) and not node.style:
            self.ends.append(node.end_mark)
        if not text.strip():
            self._fault(line, "a value is missing here")
        return text

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Value]:
        value: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(line, "a key must be plain text")
                continue
            key = str(key_node.value)
            if key in value:
                self._fault(line, f"the key {key!r} stands here a second time")
                continue
            self.lines[(*path, key)] = line
            value[key] = self.value_of(value_node, (*path, key))
        return value

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message))
