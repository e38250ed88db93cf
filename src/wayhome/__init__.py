"""Wayhome: help for families against child sex trafficking, on their own computer."""

from __future__ import annotations

__version__ = "0.1.0"
