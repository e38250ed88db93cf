"""Everything in open files, for whoever moves on to another program. Sealed no longer."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from wayhome.library.whole_files import HALF, flush_folder, write_whole
from wayhome.model.problems import UserProblem
from wayhome.record.call_chain import canonical_fields
from wayhome.record.folder import saving
from wayhome.record.holdings import read_holdings
from wayhome.record.photos import read_photo
from wayhome.record.shredding import shred_path

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.kept import Child, Holdings, KeptCheck, Note, PhotoInfo
    from wayhome.record.store import Store

VERSION = 1
FILE = "record.json"
PHOTOS = "photos"


def write_open_files(store: Store, target: Path) -> Path:
    """Write `record.json` and the photos into a new folder, all of it or nothing; return it.

    Raises:
        UserProblem: ``export_exists``; a disk that refuses.
    """
    if target.exists():
        raise UserProblem("export_exists")
    half = half_of(target)
    with saving():
        _discard(half)
        half.mkdir(mode=0o700)
        try:
            with store.reading() as connection:
                holdings = read_holdings(connection)
                (half / PHOTOS).mkdir(mode=0o700)
                for child in holdings.children:
                    for info in child.photos:
                        store.stop_if_closing()
                        body = read_photo(connection, info.id).jpeg
                        write_whole(half / photo_file(info), body)
            text = json.dumps(to_json(holdings), ensure_ascii=False, indent=1)
            write_whole(half / FILE, f"{text}\n".encode())
            half.rename(target)
        except BaseException:
            _discard(half)
            raise
        flush_folder(target.parent)
    return target


def half_of(target: Path) -> Path:
    """Return where an export is made before it is whole; one that was stopped is left there."""
    return target.with_name(f"{HALF}{target.name}")


def _discard(half: Path) -> None:
    # It lies open: written over where the disk lets us, removed in any case.
    with suppress(UserProblem):
        shred_path(half)
    shutil.rmtree(half, ignore_errors=True)


def photo_file(info: PhotoInfo) -> str:
    """Return where a photo lies in an open export."""
    return f"{PHOTOS}/{info.id}.jpg"


def to_json(holdings: Holdings) -> dict[str, object]:
    """Return everything but the bytes of pictures, with the ids of the content."""
    return {
        "version": VERSION,
        "children": [_child(child) for child in holdings.children],
        "diary": [_note(note) for note in holdings.notes],
        "checks": [_check(check) for check in holdings.checks],
        "settings": dict(holdings.settings),
        "calls": [
            {**canonical_fields(each), "digest": each.digest} for each in holdings.calls.entries
        ],
        "call_gaps": [{"n": each.n, "digest": each.digest} for each in holdings.calls.gaps],
    }


def _child(child: Child) -> dict[str, object]:
    return {
        "id": child.id,
        "items": [
            {
                "id": item.id,
                "section": item.section,
                "values": dict(item.values),
                "changed": item.changed.isoformat(),
            }
            for item in child.items
        ],
        "photos": [
            {
                "file": photo_file(info),
                "item": info.item,
                "taken": info.taken.isoformat() if info.taken else None,
                "added": info.added.isoformat(),
            }
            for info in child.photos
        ],
    }


def _note(note: Note) -> dict[str, object]:
    return {
        "id": note.id,
        "child": note.child,
        "while_locked": note.while_locked,
        "versions": [
            {
                "text": version.said.text,
                "happened_on": version.said.happened_on.isoformat(),
                "happened_at": version.said.happened_at,
                "seen_by": version.said.seen_by,
                "signs": list(version.said.signs),
                "written": version.written.isoformat(),
            }
            for version in note.versions
        ],
    }


def _check(check: KeptCheck) -> dict[str, object]:
    return {
        "id": check.id,
        "child": check.child,
        "kept": check.kept.isoformat(),
        "answers": {question: list(options) for question, options in check.answers.items()},
        "outcomes": list(check.outcomes),
        "version": check.version,
    }
