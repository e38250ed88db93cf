"""The folder in which Wayhome keeps what it must keep, and the few settings in it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from wayhome.library.whole_files import write_whole

VARIABLE = "WAYHOME_HOME"
SETTINGS = "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen: a language code and a region id, or None where nothing was."""

    language: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """The user's own folder. Every write may fail: a full or read-only disk stops no help."""

    path: Path

    @classmethod
    def find(cls, chosen: Path | None) -> Home:
        """Return the chosen folder, else the one in WAYHOME_HOME, else the system's usual one."""
        if chosen is None and (named := os.environ.get(VARIABLE)):
            chosen = Path(named)
        if chosen is None:
            import platformdirs

            chosen = Path(platformdirs.user_data_dir("wayhome", appauthor=False))
        return cls(chosen)

    def read_settings(self) -> Settings:
        """Return the saved settings; defaults where there are none or they can't be read."""
        try:
            raw = json.loads((self.path / SETTINGS).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return Settings()
        if not isinstance(raw, dict):
            return Settings()
        known = {name: raw.get(name) for name in ("language", "region")}
        return Settings(**{name: each for name, each in known.items() if isinstance(each, str)})

    def save_settings(self, **changes: str) -> bool:
        """Change settings on disk; False if they can't be saved."""
        settings = replace(self.read_settings(), **changes)
        return self.write(SETTINGS, json.dumps(asdict(settings)))

    def write(self, name: str, text: str) -> bool:
        """Write a file whole or not at all, readable by this user only; False if it can't be."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self.path / name, text.encode())
        except OSError:
            return False
        return True

    def read(self, name: str) -> str | None:
        """Return a file's text, or None."""
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def remove(self, name: str) -> None:
        """Remove a file if it is there and can be removed."""
        try:
            (self.path / name).unlink(missing_ok=True)
        except OSError:
            return

    def can_be_written(self) -> bool:
        """Tell whether anything can be saved here."""
        if not self.write(".probe", ""):
            return False
        self.remove(".probe")
        return True
