"""Looks for inputs that break a reader of exports: see `make fuzz`."""

from __future__ import annotations
