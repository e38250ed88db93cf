"""What the tests of the record share: copies of one record, and an empty store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.record.sample import lay_down, open_by_paper
from wayhome.record.engine import sealed_engine
from wayhome.record.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wayhome.record.folder import RecordFolder
    from wayhome.record.vault import OpenRecord

STORE_KEY = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> RecordFolder:
    """Return a locked record of one's own."""
    return lay_down(tmp_path / "record")


@pytest.fixture
def record(folder: RecordFolder) -> Iterator[OpenRecord]:
    """Return the same, open."""
    opened = open_by_paper(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with all tables and nothing in them."""
    path = tmp_path_factory.mktemp("empty") / "store"
    store = Store(sealed_engine(path, STORE_KEY, create=True))
    store.set_up()
    store.close()
    return path


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Iterator[Store]:
    """Return an open store with nothing in it."""
    path = tmp_path / "store"
    path.write_bytes(empty_store.read_bytes())
    opened = Store(sealed_engine(path, STORE_KEY))
    yield opened
    opened.close()
