"""Keep the read content beside the bytecode, so that a command starts at once.

Reading, checking and building takes about a second of an old laptop; at 2 a.m. that second
counts. What is kept has the standing of a ``.pyc`` file: it lies in ``__pycache__``, is made
again whenever a file of the content or of this program changed, is left out where the disk
can't be written, and can be deleted at any time. It holds nothing of the user's.

Unpickling builds only the values of `wayhome.model`: a changed file can't run anything.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import wayhome
from wayhome.library.whole_files import write_whole
from wayhome.model.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = Path(wayhome.__file__).parent
FOLDER = PACKAGE / "library" / "__pycache__"


class _ModelUnpickler(pickle.Unpickler):
    """Build values of the model and days; refuse everything else."""

    def find_class(self, module: str, name: str) -> type:
        """Return a class that the model itself defines; never a function, never a dotted path."""
        if module.startswith("wayhome.model.") or (module, name) == ("datetime", "date"):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and "." not in name:
                return found
        message = f"{module}.{name} is no value of the content"
        raise pickle.UnpicklingError(message)


def read_kept(root: Path, read: Callable[[], Content]) -> Content:
    """Return the content kept for ``root`` in its present state, else what ``read`` returns."""
    kept = FOLDER / f"content-{_state_of(root)}.pickle"
    content = _take(kept)
    if content is None:
        content = read()
        _keep(kept, content)
    return content


def _state_of(root: Path) -> str:
    """Name the present state of content and program by sizes and times, in hexadecimal."""
    state = hashlib.sha256(f"{wayhome.__version__} {sys.version} {root}".encode())
    files = [*root.rglob("*.yaml"), *(PACKAGE / "model").glob("*.py")]
    files += [*(PACKAGE / "library").glob("*.py"), PACKAGE / "check" / "rules.py"]
    for path in sorted(files):
        about = path.stat()
        state.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return state.hexdigest()[:32]


def _take(kept: Path) -> Content | None:
    try:
        data = kept.read_bytes()
        content = _ModelUnpickler(io.BytesIO(data)).load()
    except Exception:  # noqa: BLE001 - a damaged file may raise anything; reading anew heals it
        return None
    return content if isinstance(content, Content) else None


def _keep(kept: Path, content: Content) -> None:
    """Keep the content, and drop what was kept of earlier states."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole(kept, pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL))
        for old in kept.parent.glob("content-*.pickle"):
            if old != kept:
                old.unlink()
    except OSError:
        # A read-only disk is no reason not to help.
        return
