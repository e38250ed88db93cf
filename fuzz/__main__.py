"""Looks for inputs that break a reader, for a bounded time, and tells what it came to.

    python -m fuzz [--seconds 60] [--only READER]... [--jobs 1]

`make fuzz` runs it. What it learns lies in `.fuzz/`, so that the next run begins there.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from wayhome.review.readers.builtin import BUILT_IN

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT / ".fuzz"
HANGING, MOST_MEMORY = 300, 1024
"""Seconds of the clock and MB that one input may take; `target` bounds its work."""
COVERAGE = re.compile(r"cov: (\d+)")
RUNS = re.compile(r"stat::number_of_executed_units: *(\d+)")
NOT_HERE = (
    "Fuzzing needs atheris, which exists for Linux with Python 3.11 to 3.13 only, and the internet "
    "once to fetch it. `make test` tries damaged exports everywhere."
)


class Outcome(NamedTuple):
    """What fuzzing one reader came to."""

    reader: str
    runs: int
    seconds: int
    before: int
    after: int
    """Places in the code that were reached, by the inputs known before and at the end."""
    findings: tuple[Path, ...]
    log: Path


def main() -> int:
    """Fuzz each reader; 1 if an input broke one, 2 if fuzzing does not work here."""
    asked = read_arguments()
    if not make_ready():
        sys.stderr.write(f"{NOT_HERE}\n")
        return 2
    print(f"{'reader':22} {'runs':>9} {'runs/s':>7} {'reached':>8} {'anew':>5}  findings")
    found = False
    with ThreadPoolExecutor(asked.jobs) as pool:
        for outcome in pool.map(
            lambda reader: fuzz(reader, asked.seconds), asked.only or tuple(BUILT_IN)
        ):
            show(outcome)
            found = found or bool(outcome.findings)
    return int(found)


def read_arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    about = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(prog="make fuzz ARGS=…", description=about)
    parser.add_argument("--seconds", type=int, default=60, help="for each reader")
    parser.add_argument("--only", action="append", choices=tuple(BUILT_IN), metavar="READER")
    parser.add_argument("--jobs", type=int, default=1, help="readers at the same time")
    return parser.parse_args()


def make_ready() -> bool:
    """Install atheris unless it is there; False where there is none."""
    if importlib.util.find_spec("atheris") is None and sys.platform == "linux":
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        locked = ["--require-hashes", "--only-binary", ":all:", "-r", "requirements-fuzz.txt"]
        subprocess.run([*pip, *locked], cwd=PROJECT, capture_output=True, check=False)
        importlib.invalidate_caches()
    return importlib.util.find_spec("atheris") is not None


def fuzz(reader: str, seconds: int) -> Outcome:
    """Fuzz one reader in a process of its own: a crash of a parser ends only that one."""
    folder = CORPUS / reader
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    known = set(folder.glob("*-*"))
    command = [sys.executable, "-m", "fuzz.target", reader, str(folder)]
    command += [f"-max_total_time={seconds}", f"-timeout={HANGING}", "-print_final_stats=1"]
    command += [f"-report_slow_units={HANGING}", f"-rss_limit_mb={MOST_MEMORY}"]
    command += [f"-artifact_prefix={folder}{os.sep}"]
    # Else a module that is imported late counts as something written.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    log = folder / "log.txt"
    with log.open("wb") as said:
        ended = subprocess.run(
            command, cwd=PROJECT, env=environment, stdout=said, stderr=said, check=False
        )
    text = log.read_text("utf-8", "replace")
    reached = [int(each) for each in COVERAGE.findall(text)] or [0]
    begun = re.search(r"INITED.*?cov: (\d+)", text)
    runs = RUNS.search(text)
    findings = set(folder.glob("*-*")) - known
    if ended.returncode and not findings:
        findings = {log}
    return Outcome(
        reader,
        int(runs[1]) if runs else 0,
        seconds,
        int(begun[1]) if begun else 0,
        max(reached),
        tuple(sorted(findings)),
        log,
    )


def show(outcome: Outcome) -> None:
    """Print one line, and one more for each input that broke a promise."""
    anew = outcome.after - outcome.before
    print(
        f"{outcome.reader:22} {outcome.runs:9} {outcome.runs // max(1, outcome.seconds):7} "
        f"{outcome.after:8} {anew:5}  {len(outcome.findings)}",
        flush=True,
    )
    for path in outcome.findings:
        print(f"  broken by {path.relative_to(PROJECT)}; see {outcome.log.relative_to(PROJECT)}")


if __name__ == "__main__":
    sys.exit(main())
