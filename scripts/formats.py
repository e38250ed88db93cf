"""Write `docs/formats.md` and its Spanish twin from the content. `--check` only compares."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.model.sources import Confidence, Status
from wayhome.review.readers.builtin import find_readers
from wayhome.usecases.wayhome import Wayhome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wayhome.model.words import Words
    from wayhome.usecases.presenting_exports import ExportLineView, ExportView, FormatView
    from wayhome.usecases.views import SourceView

DOCS = Path(__file__).parents[1] / "docs"
FILES = {"en": "formats.md", "es": "formats.es.md"}
TITLES = {"en": "English", "es": "Español"}


def write_document(wayhome: Wayhome, language: str) -> str:
    """Return the document in one language, as Markdown."""
    words, exports = wayhome.words(language), wayhome.exports(language)
    places = {
        view.source.id: place for place, view in enumerate(_every_source(exports).values(), 1)
    }
    lines = [
        f"# {words('export_pages.title')}",
        "",
        " · ".join(f"[{TITLES[code]}]({name})" for code, name in FILES.items()),
        "",
        words("export_pages.document.intro"),
        "",
        f"> {words('export_pages.document.made')}",
        "",
        *_before(words),
        f"## {words('export_pages.document.apps')}",
        "",
    ]
    for export in exports:
        lines += _export(export, words, places)
    lines += [f"## {words('export_pages.document.formats')}", ""]
    lines += [words("export_pages.document.protected"), ""]
    origins = {name: reader.origin for name, reader in find_readers().items()}
    for each in wayhome.formats(language):
        lines += _format(each, words, origins)
    lines += [f"## {words('export_pages.document.sources')}", ""]
    lines += [_source(view, words, places) for view in _every_source(exports).values()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _every_source(exports: tuple[ExportView, ...]) -> dict[str, SourceView]:
    return {view.source.id: view for export in exports for view in export.sources}


def _before(words: Words) -> Iterator[str]:
    yield f"**{words('export_pages.before.title')}**"
    yield ""
    for part in ("child", "missing", "pictures", "home"):
        yield f"- {words(f'export_pages.before.{part}')}"
    yield ""
    yield words("export_pages.menus")
    yield ""


def _export(export: ExportView, words: Words, places: Mapping[str, int]) -> Iterator[str]:
    yield f"### {export.name}"
    yield ""
    readers = ", ".join(f"[`{each}`](#{each})" for each in export.formats)
    yield f"{words('export_pages.document.reads')} {readers}."
    if not export.can_be_read:
        yield f"{words('export_pages.not_yet')}"
    yield ""
    yield f"- **{words('export_pages.needs')}:** {_line(export.needs, words, places)}"
    yield f"- **{words('export_pages.together')}:** {export.together}"
    yield f"- **{words('export_pages.wait')}:** {_line(export.wait, words, places)}"
    yield ""
    for number, step in enumerate(export.steps, 1):
        yield f"{number}. {_line(step, words, places)}"
    yield ""
    yield f"**{words('export_pages.absent')}**"
    yield ""
    for line in export.absent:
        yield f"- {_line(line, words, places)}"
    yield ""


def _line(view: ExportLineView, words: Words, places: Mapping[str, int]) -> str:
    """Return a text with the numbers of its sources, or that there are none."""
    unsure = words("export_pages.document.unconfirmed")
    if not view.sources:
        return f"{view.text} ({words('export_pages.document.no_source')})"
    numbers = " ".join(f"[{places[each.source.id]}]" for each in view.sources)
    return f"{view.text} {numbers}" + (f" ({unsure})" if view.status is Status.TO_CONFIRM else "")


def _format(each: FormatView, words: Words, origins: Mapping[str, str]) -> Iterator[str]:
    yield f'### <a id="{each.id}"></a>`{each.id}`'
    yield ""
    if each.coming:
        yield words("export_pages.document.coming")
    else:
        yield words(f"export_pages.document.origin.{origins[each.id]}")
    unseen = each.not_visible or (words("export_pages.document.all_there"),)
    for part, lines in (
        ("shapes", each.shapes),
        ("not_visible", unseen),
        ("limits", each.limits),
    ):
        yield ""
        yield f"**{words(f'export_pages.document.{part}')}**"
        yield ""
        yield from (f"- {line}" for line in lines)
    yield ""


def _source(view: SourceView, words: Words, places: Mapping[str, int]) -> str:
    """Return one line of the list of sources."""
    source = view.source
    parts = [f"{source.publisher}, *{source.title}*"]
    if source.year:
        parts.append(source.year)
    day = words("export_pages.document.seen", day=source.seen.isoformat())
    unsure = f", {words('export_pages.document.unconfirmed')}"
    tail = unsure if source.confidence is Confidence.SECOND_HAND else ""
    return f"{places[source.id]}. {', '.join(parts)}. {source.where} ({day}{tail})"


def main(arguments: list[str]) -> int:
    """Write both files; with `--check`, return 1 if one is out of date."""
    # The day decides only what is stale, and the document names days instead.
    wayhome = Wayhome.from_shipped_content(today=lambda: dt.date.min)
    late = 0
    for language, name in FILES.items():
        path, text = DOCS / name, write_document(wayhome, language)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            print(f"{name} is out of date: run scripts/formats.py", file=sys.stderr)
            late = 1
    return late


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
