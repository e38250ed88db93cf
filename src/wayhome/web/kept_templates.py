"""Keep the compiled templates beside the bytecode, so that the first page comes at once.

Compiling takes a fifth of the time to the first step of missing mode. As with the content
(`library/keeping.py`), what is kept has the standing of a ``.pyc`` file: it lies in
``__pycache__``, is made again when a template changed, is left out where the disk can't be written,
and can be deleted at any time. It holds templates and nothing of the user's.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, compiler

import wayhome
from wayhome.library.whole_files import write_whole

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent / "__pycache__"


class KeptTemplates(BytecodeCache):
    """One file for each template. Jinja compares the source and the version of Python."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Keep in a folder."""
        self._folder = folder

    def get_source_checksum(self, source: str) -> str:
        """Name a source and what compiles it: another version of either compiles anew."""
        about = Path(compiler.__file__).stat()
        by = f"{wayhome.__version__} {about.st_size} {about.st_mtime_ns}"
        return super().get_source_checksum(f"{by}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept of a template, if it is there and whole."""
        try:
            bucket.load_bytecode(BytesIO(self._path(bucket).read_bytes()))
        except Exception:  # noqa: BLE001 - a damaged file may raise anything; compiling heals it
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, unless Python was told to keep none of its own."""
        if sys.dont_write_bytecode:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._path(bucket), bucket.bytecode_to_string())
        except OSError:
            # A read-only disk is no reason not to help.
            return

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"page-{sys.implementation.cache_tag}-{bucket.key}.jinja"
