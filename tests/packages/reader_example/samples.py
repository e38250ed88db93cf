"""Chats as the pager writes them, made up."""

from pathlib import Path

LINES = (
    "2025-03-04 22:41|Ana|Did you bring it?",
    "2025-03-04 22:42|Zoë|Yes | both",
    "soon|Ana|Bye",
)


def write(folder: Path, *lines: str) -> Path:
    """Write one chat."""
    path = folder / "Ana.pgr"
    path.write_text("\n".join(("PAGER 1", *(lines or LINES), "")), encoding="utf-8")
    return path
