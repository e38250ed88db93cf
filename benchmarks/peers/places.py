"""Where the other readers are, once installed."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent
PLACE = HERE / ".venv-peers"
PYTHON = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MODULES = PLACE / "node" / "node_modules"
