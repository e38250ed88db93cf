"""The reference reader of bags, by the Library of Congress: always with all its codes."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def _load() -> ModuleType:
    # It asks setuptools for its own version only, and the newest setuptools have no such part.
    asked = ModuleType("pkg_resources")
    asked.get_distribution = lambda _: SimpleNamespace(version="1.8.1")  # type: ignore[attr-defined]
    asked.DistributionNotFound = LookupError  # type: ignore[attr-defined]
    missing = "pkg_resources" not in sys.modules
    if missing:
        sys.modules["pkg_resources"] = asked
    try:
        bagit: ModuleType = importlib.import_module("bagit")
    finally:
        if missing:
            del sys.modules["pkg_resources"]
    return bagit


def find_fault(bag: Path) -> str:
    """Return what the reference reader finds wrong with a bag, or ""."""
    bagit = _load()
    try:
        bagit.Bag(str(bag)).validate(fast=False)
    except bagit.BagError as error:
        return str(error) or type(error).__name__
    return ""
