"""What the tests of the content share."""

from __future__ import annotations

from functools import cache

import pytest

from wayhome.library import files
from wayhome.library.strict_yaml import read_yaml

_read_once = cache(read_yaml)


@pytest.fixture(autouse=True)
def _same_text_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred damages leave all files but one as they are: each text is parsed once."""
    monkeypatch.setattr(files, "read_yaml", _read_once)
