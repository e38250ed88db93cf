"""One reader under fire: each input is read as a file, in its folder, or in a zip.

`python -m fuzz.target READER FOLDER [libFuzzer's options]`; needs atheris.
"""

from __future__ import annotations

import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.samples.seeds import seeds_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.samples.seeds import Seed
    from wayhome.review.readers.protocol import Reader
    from wayhome.review.reading import Settings

FORMS = ("file", "folder", "zip", "rotten zip")
"""In a rotten zip the input is the zip itself, and whatever lies in it."""
ZONE = "America/Chicago"
LONGEST_RUN = 5
"""Seconds of work that one input may cost. Not of the clock: other programs may be busy too."""
HEAD = 2
"""Bytes of an input that say how the rest is given: form and settings, and which file it is."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, and the exports around the one file that an input replaces."""

    reader: str
    readers: Mapping[str, Reader]
    folder: Path
    """Of this process alone."""
    places: tuple[tuple[Seed, str], ...]

    def first_inputs(self) -> Iterator[bytes]:
        """Yield inputs that are read without a fault, in each form."""
        for place, (seed, name) in enumerate(self.places):
            for form in range(FORMS.index("rotten zip")):
                yield bytes([form, place]) + seed.files[name]
            if place == 0:
                self._zip(self.folder / "whole.zip", seed.files)
                whole = (self.folder / "whole.zip").read_bytes()
                yield bytes([FORMS.index("rotten zip"), place]) + whole

    def feed(self, raw: bytes) -> int:
        """Read one input and return how many messages it gave; BrokenPromiseError, or any bug."""
        from fuzz.promises import BrokenPromiseError, leaving_the_disk_alone, read_all
        from wayhome.review.reading import Reading
        from wayhome.review.shelter import build_shelter

        if len(raw) < HEAD:
            return 0
        path = self._put(raw)
        began = time.process_time()
        with leaving_the_disk_alone():
            reading = Reading(
                self.readers, build_shelter(["988"]), _settings(raw[0]), with_digests=False
            )
            reading.find([str(path)])
            count = sum(len(messages) for _, messages in read_all(reading))
        if time.process_time() - began > LONGEST_RUN:
            raise BrokenPromiseError("slow")
        return count

    def _put(self, raw: bytes) -> Path:
        """Write the export that an input makes, and return what is to be read."""
        form = FORMS[raw[0] % len(FORMS)]
        number = raw[1] % len(self.places)
        seed, name = self.places[number]
        if form == "rotten zip":
            path = self.folder / "rotten.zip"
            path.write_bytes(raw[HEAD:])
            return path
        if form == "zip":
            path = self.folder / f"{number}.zip"
            self._zip(path, {**seed.files, name: raw[HEAD:]})
            return path
        folder = self.folder / str(number)
        if not folder.exists():
            seed.write(folder)
        (folder / name).write_bytes(raw[HEAD:])
        return folder / name if form == "file" else folder

    def _zip(self, path: Path, files: Mapping[str, bytes]) -> None:
        with zipfile.ZipFile(path, "w") as made:
            for name, content in files.items():
                made.writestr(name, content)


def make_target(reader: str, folder: Path) -> Target:
    """Return the target of a reader; KeyError if it has no samples."""
    from wayhome.review.readers.builtin import find_readers

    places = tuple((seed, name) for seed in seeds_of(reader) for name in seed.files)
    return Target(reader, {reader: find_readers()[reader]}, folder, places)


def _settings(first: int) -> Settings:
    """Return what the user said: the first byte decides, so that all of it is tried."""
    from wayhome.model.messages import DateOrder
    from wayhome.review.reading import Settings
    from wayhome.review.zones import find_zone

    rest = first // len(FORMS)
    orders = (None, *DateOrder)
    return Settings(orders[rest // 2 % len(orders)], find_zone(ZONE) if rest % 2 else None)


def main() -> None:
    """Fuzz one reader until libFuzzer's options end it."""
    import tempfile

    import atheris

    reader, folder, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["wayhome.review", "wayhome.usecases.message_lines"]):
        import wayhome.usecases.message_lines  # so that it is instrumented

        del wayhome
        shelf = Path("/dev/shm")  # noqa: S108 - memory: thousands of small files a second
        with tempfile.TemporaryDirectory(dir=shelf if shelf.is_dir() else None) as scratch:
            target = make_target(reader, Path(scratch))
            corpus = Path(folder) / "corpus"
            corpus.mkdir(parents=True, exist_ok=True)
            for number, raw in enumerate(target.first_inputs()):
                (corpus / f"seed-{number:03}").write_bytes(raw)
            target.feed(next(target.first_inputs()))
            atheris.Setup([sys.argv[0], *options, str(corpus)], target.feed)
            atheris.Fuzz()


if __name__ == "__main__":
    main()
