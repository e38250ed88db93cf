"""In which mixes of language, width and scheme pages are looked at for barriers."""

from __future__ import annotations

import pytest

CORNERS = [
    ("en", 1280, "dark"),
    ("es", 320, "light"),
    pytest.param("en", 320, "dark", marks=pytest.mark.long),
    pytest.param("es", 1280, "light", marks=pytest.mark.long),
]
"""Two opposite corners each time; the long tests have all of them."""
