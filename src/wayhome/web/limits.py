"""How much a form may bring, and that nothing of it touches the disk."""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

from flask import Request, request

if TYPE_CHECKING:
    from flask import Flask

USUAL = 16 * 1024
"""Bytes. The longest form of the open pages, all signs ticked, takes less than one thousand."""
WRITTEN = 512 * 1024
"""Bytes of a form with long texts: a note of the record, or prepared answers. Each letter may be
spelled in nine bytes."""
PHOTO = 26 * 1024 * 1024
"""Bytes of a form with a photo."""
LARGEST = 30 * 1024 * 1024
"""Bytes of a form with a sealed copy. Larger ones are read where they lie."""
EXPORTS = 200 * 1024 * 1024
"""Bytes of a form with exported chats. Larger ones are read where they lie."""

WITH_PHOTO = "photo"
WITH_COPY = "copy"
WITH_EXPORTS = "export"
"""How the name of a page's function begins that takes a photo, a sealed copy, or exports."""

RECORD = "/r"
"""Below this address are the pages of the record."""
REPORT = "/q"
"""Where the answers for a report are taken."""
CHATS = "/m"
"""Where exported chats are chosen: the paths of many files."""


class MemoryRequest(Request):
    """A request whose files stay in memory. The usual one puts them into a temporary file."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the signature of werkzeug
        content_type: str | None,  # noqa: ARG002 - the same
        filename: str | None = None,  # noqa: ARG002 - the same
        content_length: int | None = None,  # noqa: ARG002 - the same
    ) -> IO[bytes]:
        return BytesIO()


def takes(endpoint: str | None) -> str:
    """Return what a page takes that may be large: `WITH_PHOTO` and so on, or ""."""
    function = (endpoint or "").rpartition(".")[2]
    return next(
        (each for each in (WITH_PHOTO, WITH_COPY, WITH_EXPORTS) if function.startswith(each)), ""
    )


def register(app: Flask) -> None:
    """Set the limit of each request before anything reads its form."""
    app.before_request(_set_limit)


def _set_limit() -> None:
    long_texts = request.path in (RECORD, REPORT, CHATS) or request.path.startswith(
        (f"{RECORD}/", f"{CHATS}/")
    )
    if not long_texts:
        return
    request.max_form_memory_size = WRITTEN
    larger = {WITH_PHOTO: PHOTO, WITH_COPY: LARGEST, WITH_EXPORTS: EXPORTS}
    request.max_content_length = larger.get(takes(request.endpoint), WRITTEN)
