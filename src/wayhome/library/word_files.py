"""The words of each language: read, flattened, and held against each other."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from wayhome.library.files import BASE_LANGUAGE
from wayhome.library.strict_yaml import Fault
from wayhome.model.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.library.files import Reading
    from wayhome.library.strict_yaml import Value

PHONE_LIKE = re.compile(r"(?:\d[\s().\u2013-]{0,2}){7,}")
"""Seven digits or more in a row: a phone number, which belongs in `regions/`."""

FOLDER = "topics"
"""The one folder below a language, with the words of the guide's topics."""

Leaf = str | tuple[str, ...]


def read_words(reading: Reading) -> dict[str, Words]:
    """Read every language's files; the base language comes first."""
    place = reading.root / "words"
    found = {path.name for path in place.iterdir() if path.is_dir()} if place.is_dir() else set()
    languages = sorted(found | {BASE_LANGUAGE}, key=lambda code: (code != BASE_LANGUAGE, code))
    leaves = {language: _read_language(reading, language) for language in languages}
    for language in languages[1:]:
        _compare(reading, leaves[BASE_LANGUAGE], leaves[language], language)
    return {
        language: Words(
            language=language,
            texts={key: leaf for key, leaf in found.items() if isinstance(leaf, str)},
            lists={key: leaf for key, leaf in found.items() if isinstance(leaf, tuple)},
        )
        for language, found in leaves.items()
    }


def word_file(key: str, language: str) -> tuple[str, tuple[str, ...]]:
    """Return the file and the path inside it where a key stands."""
    stem, *path = key.split(".")
    if stem == FOLDER and path:
        # The guide is long: each topic has a file of its own.
        topic, *path = path
        stem = f"{FOLDER}/{topic}"
    return f"words/{language}/{stem}.yaml", tuple(path)


def _read_language(reading: Reading, language: str) -> dict[str, Leaf]:
    leaves: dict[str, Leaf] = {}
    place = f"words/{language}"
    for name in [*reading.names(place), *reading.names(f"{place}/{FOLDER}")]:
        document = reading.document(name)
        for line in document.cut_lines:
            message = "what follows # is a comment and would be lost: put the text in quotes"
            reading.faults.append(Fault(name, line, message))
        stem = name.removeprefix(f"{place}/").removesuffix(".yaml").replace("/", ".")
        if isinstance(document.value, dict):
            leaves.update(_leaves(document.value, stem))
        elif document.value is not None:
            reading.fault(name, (), "must be names with texts below them")
    for key, leaf in leaves.items():
        for text in (leaf,) if isinstance(leaf, str) else leaf:
            _check_text(reading, key, language, text)
    return leaves


def _leaves(value: Value, key: str) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, f"{key}.{name}")
    elif isinstance(value, list):
        # Anything but texts in a list is noted by `_check_text` on its string form.
        yield key, tuple(part if isinstance(part, str) else f"{{{part}}}" for part in value)
    else:
        yield key, value


def _check_text(reading: Reading, key: str, language: str, text: str) -> None:
    name, path = word_file(key, language)
    try:
        _placeholders(text)
    except ValueError:
        reading.fault(name, path, f"{'.'.join(path)}: {{ and }} must enclose one plain name")
    if PHONE_LIKE.search(text):
        message = "looks like a phone number: numbers stand in regions/, never in words"
        reading.fault(name, path, f"{'.'.join(path)}: {message}")


def _placeholders(text: str) -> set[str]:
    """Return the names in braces; ValueError for anything that is not a plain name."""
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(name)
        names.add(name)
    return names


def _compare(
    reading: Reading,
    base: dict[str, Leaf],
    other: dict[str, Leaf],
    language: str,
) -> None:
    """Note what a language lacks, has too much, or says with other blanks or list lengths."""
    for key, leaf in base.items():
        name, path = word_file(key, language)
        where = ".".join(path)
        if key not in other:
            # A variant too: where it is missing, a child would be spoken to as an adult.
            reading.fault(name, path, f"{where}: this text is missing in {language!r}")
            continue
        twin = other[key]
        if isinstance(leaf, str) != isinstance(twin, str):
            reading.fault(name, path, f"{where}: one text here, a list in the base language")
        elif isinstance(leaf, tuple) and len(leaf) != len(twin):
            reading.fault(name, path, f"{where}: {len(twin)} texts, {len(leaf)} in the base")
        elif _names_of(leaf) != _names_of(twin):
            reading.fault(name, path, f"{where}: other names in braces than in the base language")
    for key in other.keys() - base.keys():
        if key.split("@")[0] not in base:
            name, path = word_file(key, language)
            reading.fault(name, path, f"{'.'.join(path)}: the base language has no such text")


def _names_of(leaf: Leaf) -> set[str]:
    names: set[str] = set()
    for text in (leaf,) if isinstance(leaf, str) else leaf:
        try:
            names |= _placeholders(text)
        except ValueError:
            continue  # noted once already, where the text stands
    return names
