"""Start of `wayhome numbers` against a bare start of Python with click and yaml."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from benchmarks.timing import measure_in_turn

RUNS = 20
AIM = 2.5


def report() -> None:
    """Print median seconds of both and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"WAYHOME_HOME": home}

        def run(*arguments: str) -> None:
            subprocess.run(
                [sys.executable, *arguments], check=True, capture_output=True, env=environment
            )

        def bare() -> None:
            run("-c", "import click, yaml")

        def numbers() -> None:
            run("-m", "wayhome", "numbers", "--region", "US")

        numbers()  # writes bytecode and the kept content, as the first start does
        peer, ours = measure_in_turn(RUNS, bare, numbers)
    print(f"start    bare {peer.p50 * 1000:.0f} ms, numbers {ours.p50 * 1000:.0f} ms:", end=" ")
    print(f"{ours.p50 / peer.p50:.2f} times (aim: at most {AIM})")
