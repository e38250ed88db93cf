"""In which mixes of language, width and scheme pages are looked at for barriers."""

from __future__ import annotations

import pytest

WIDE_AND_DARK = [
    ("en", 1280, "dark"),
    pytest.param("es", 320, "light", marks=pytest.mark.long),
    pytest.param("en", 320, "dark", marks=pytest.mark.long),
    pytest.param("es", 1280, "light", marks=pytest.mark.long),
]
"""One corner each time, the other on other pages; the long tests have all of them."""
