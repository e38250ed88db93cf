"""Exports as the platforms write them, made up: nobody's data."""

from __future__ import annotations
