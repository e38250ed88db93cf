"""No picture of this process's memory on the disk, even if it crashes: the open key is in it."""

from __future__ import annotations

import platform

NOT_DUMPABLE = 4
"""PR_SET_DUMPABLE of Linux's prctl(2). With 0, no core is written, also not to a program that
collects them, and other programs of this user can't read the memory."""


def forbid_dumps() -> bool:
    """Forbid it where the system lets us; tell whether it did. Windows decides by itself."""
    try:
        import resource
    except ImportError:
        return False
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    if platform.system() == "Linux":
        import ctypes

        return bool(ctypes.CDLL(None).prctl(NOT_DUMPABLE, 0, 0, 0, 0) == 0)
    return True  # macOS: no file is written without a limit above zero
