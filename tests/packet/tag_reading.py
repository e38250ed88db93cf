"""The structure of a PDF, read with a tool that did not write it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWS = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"}
"""Operators that put something on the page."""


@dataclass(frozen=True)
class Tag:
    """One element of the structure tree."""

    kind: str
    alt: str
    lang: str
    kids: tuple[Tag, ...]


@dataclass(frozen=True)
class Tagged:
    """What the tree of a PDF says, and what stands outside of it."""

    title: str
    language: str
    marked_as: str
    """The part of PDF/UA that it claims, or ""."""
    roots: tuple[Tag, ...]
    untagged: int
    """Things drawn that are neither in the tree nor marked as decoration."""
    lost: int
    """Pieces of content that claim a place in the tree which the tree does not know."""
    languages: frozenset[str]
    """Named by parts of the document."""

    def all(self) -> Iterator[Tag]:
        """Yield every element, in reading order."""
        rest = list(self.roots)
        while rest:
            tag = rest.pop(0)
            yield tag
            rest = [*tag.kids, *rest]

    def kinds(self) -> Counter[str]:
        """Count the elements by kind."""
        return Counter(each.kind for each in self.all())


def read_tags(pdf: bytes) -> Tagged:
    """Read the structure tree, and every operator of every page."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        with opened.open_metadata() as known:
            marked = str(known.get("{http://www.aiim.org/pdfua/ns/id/}part", ""))
            title = str(known.get("{http://purl.org/dc/elements/1.1/}title", ""))
        tree = opened.Root.get("/StructTreeRoot")
        places: set[tuple[int, int]] = set()
        roots = _kids(tree.K, None, places) if tree is not None else ()
        read = [_page(page.obj, place, places) for place, page in enumerate(opened.pages)]
        return Tagged(
            title=title,
            language=str(opened.Root.get("/Lang", "")),
            marked_as=marked,
            roots=roots,
            untagged=sum(untagged for untagged, _, _ in read),
            lost=sum(lost for _, lost, _ in read),
            languages=frozenset().union(*(named for _, _, named in read), _languages(roots)),
        )


def _languages(tags: tuple[Tag, ...]) -> frozenset[str]:
    named = {each.lang for each in tags} | {lang for each in tags for lang in _languages(each.kids)}
    return frozenset(named - {""})


def _kids(node: Any, page: Any, places: set[tuple[int, int]]) -> tuple[Tag, ...]:  # noqa: ANN401 - a PDF holds anything
    if isinstance(node, pikepdf.Array):
        return tuple(tag for each in node for tag in _kids(each, page, places))
    if isinstance(node, int):
        places.add((page.objgen[0], int(node)))
        return ()
    if node.get("/Type") == "/MCR":
        places.add((node.get("/Pg", page).objgen[0], int(node.MCID)))
        return ()
    if "/S" not in node:
        return ()
    page = node.get("/Pg", page)
    below = _kids(node.K, page, places) if "/K" in node else ()
    alt, lang = str(node.get("/Alt", "")), str(node.get("/Lang", ""))
    return (Tag(str(node.S).lstrip("/"), alt, lang, below),)


def _page(page: Any, place: int, places: set[tuple[int, int]]) -> tuple[int, int, set[str]]:  # noqa: ANN401 - the same
    """Return what is untagged on a page, what the tree does not know, and languages named."""
    untagged = lost = 0
    named: set[str] = set()
    within: list[bool] = []
    for step in pikepdf.parse_content_stream(page):
        operands, name = step.operands, str(step.operator)
        if name in ("BDC", "BMC"):
            known: Any = operands[1] if len(operands) > 1 else {}
            if isinstance(known, pikepdf.Dictionary):
                if "/Lang" in known:
                    named.add(str(known.Lang))
                if "/MCID" in known and (page.objgen[0], int(known.MCID)) not in places:
                    lost += 1
                within.append("/MCID" in known or str(operands[0]) == "/Artifact")
            else:
                within.append(str(operands[0]) == "/Artifact")
        elif name == "EMC":
            within.pop()
        elif name in SHOWS and not any(within):
            untagged += 1
    assert not within, place
    return untagged, lost, named
