"""Which language the terminal is answered in."""

from __future__ import annotations

import locale
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT = "en"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language_in(arguments: Sequence[str]) -> str | None:
    """Return what follows `--lang` among raw arguments, for problems met before parsing."""
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def system_language(known: Sequence[str]) -> str:
    """Return the system's language if we know it, else English."""
    name = _windows_language() if sys.platform == "win32" else _posix_language()
    code = plain_code(name)
    return code if code in known else DEFAULT


def plain_code(name: str) -> str:
    """Return the language of a name such as `es_MX` or `ES`."""
    return name.replace("-", "_").split("_")[0].lower()


def _posix_language() -> str:
    for variable in VARIABLES:
        # LANGUAGE may list several, best first.
        if value := os.environ.get(variable, "").split(":")[0]:
            return value.split(".")[0]
    return DEFAULT


def _windows_language() -> str:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - known on Windows only
    return locale.windows_locale.get(kernel.GetUserDefaultUILanguage(), DEFAULT)
