"""`wayhome read` against other readers of chats: whole process, the same files, in turn.

Wayhome writes every message to a file as JSON Lines; the others only hold what they read.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import chat_samples
from benchmarks.peers.places import HERE, MODULES, PYTHON
from benchmarks.whole_process import run
from tests.samples.whatsapp import PHONES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.whole_process import Ran

Command = list["str | Path"]
SMALL, LARGE = 100_000, 1_000_000
RUNS = {SMALL: 5, LARGE: 3}
SLOW = frozenset({"whatstk", "chat-miner"})
"""These take minutes for a million."""
OURS = "wayhome"
WHATSAPP_PEERS = ("whatsapp-chat-parser", "chatpack", "whatstk", "chat-miner")
WHATSAPP_AIM, JSON_AIM = 1.0, 0.5
"""Times the speed of the fastest peer."""
ABSENT = "not measured here"
FEWEST = 10
"""A program that finds less than one in ten messages did not read the file."""


@dataclass(frozen=True, slots=True)
class Contest:
    """One kind of file, and who else reads it."""

    name: str
    form: str
    write: Callable[[Path, int], Path]
    peers: tuple[str, ...]
    aim: float


CONTESTS = (
    Contest(
        "WhatsApp, Android", "whatsapp",
        lambda path, count: chat_samples.write_whatsapp(path, count, "uk"),
        WHATSAPP_PEERS, WHATSAPP_AIM,
    ),
    Contest(
        "WhatsApp, iPhone", "whatsapp",
        lambda path, count: chat_samples.write_whatsapp(path, count, "uk, iphone"),
        WHATSAPP_PEERS, WHATSAPP_AIM,
    ),
    Contest(
        "Instagram", "instagram", chat_samples.write_instagram, ("chatpack", "chat-miner"), JSON_AIM
    ),
    Contest(
        "Telegram", "telegram", chat_samples.write_telegram, ("chatpack", "chat-miner"), JSON_AIM
    ),
    Contest("Discord", "discord", chat_samples.write_discord, ("chatpack",), JSON_AIM),
)  # fmt: skip


def report() -> None:
    """Print messages a second, the ratio to the fastest peer, memory, and shapes that are right."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for count in (SMALL, LARGE):
            for contest in CONTESTS:
                _compete(contest, count, folder)
        _report_shapes(folder)


def _compete(contest: Contest, count: int, folder: Path) -> None:
    ending = "txt" if contest.form == "whatsapp" else "json"
    file = contest.write(folder / f"chat.{ending}", count)
    out = folder / "out.jsonl"
    asked = [each for each in contest.peers if count == SMALL or each not in SLOW]
    commands = {OURS: _wayhome(file, out)} | {
        name: _peer(name, contest.form, [str(file)]) for name in asked
    }
    ran: dict[str, list[Ran]] = {name: [] for name in commands}
    for _ in range(RUNS[count]):
        # By turns, so that a busy machine slows all of them alike.
        for name, command in commands.items():
            done = run(command) if command else None
            if done is not None and _found_all(name, done, count, out):
                ran[name].append(done)
    file.unlink()
    print(f"read     {contest.name}, {count:,} messages")
    best = {name: min(each.seconds for each in runs) for name, runs in ran.items() if runs}
    for name, runs in ran.items():
        print(f"         {name:<21}{_told(runs, count)}")
    fastest = min((seconds for name, seconds in best.items() if name != OURS), default=None)
    if fastest is not None and OURS in best:
        print(f"         {fastest / best[OURS]:.2f} times the fastest peer (aim: {contest.aim})")


def _told(runs: Sequence[Ran], count: int) -> str:
    if not runs:
        return ABSENT
    best = min(each.seconds for each in runs)
    middle = statistics.median(each.seconds for each in runs)
    peaks = [each.peak for each in runs if each.peak is not None]
    memory = f"{max(peaks) / 1e6:,.0f} MB" if peaks else "memory not told here"
    return f"{count / best:>10,.0f}/s, best {best:.2f} s, median {middle:.2f} s, {memory}"


def _found_all(name: str, done: Ran, count: int, out: Path) -> bool:
    """Tell whether a run found about all messages: some join those of one sender."""
    if name == OURS:
        with out.open("rb") as file:
            return sum(1 for _ in file) == count
    return int(done.said.split()[-1]) * FEWEST > count


def _wayhome(file: Path, out: Path) -> Command:
    return [sys.executable, "-m", "wayhome", "read", file, "--out", out]


def _peer(name: str, form: str, more: list[str]) -> Command | None:
    """Return how a peer is run; None if it is not installed."""
    if name == "whatsapp-chat-parser":
        node = shutil.which("node")
        if node is None or not (MODULES / name).is_dir():
            return None
        return [node, "--max-old-space-size=4096", HERE / "in_node.cjs", MODULES, *more]
    return [PYTHON, HERE / "in_python.py", name, form, *more] if PYTHON.exists() else None


MOMENTS = tuple(
    dt.datetime(2024, 2, 11, 0, 5) + dt.timedelta(hours=23 * number, minutes=7 * number)  # noqa: DTZ001 - local times
    for number in range(40)
)
"""Mornings, evenings, noons and midnights; days above twelve, and days that could be months."""
MOST_SHOWN = 5
LINES = ("hello 👋", "hi: yes", "two\nlines", "mañana", "ok")


def _report_shapes(folder: Path) -> None:
    """Print for how many shapes of headers all 40 minutes, senders and texts are right."""
    chats = folder / "shapes"
    chats.mkdir()
    files: dict[str, str] = {}
    said = [
        (moment, ("Ana", "Ben Ñ")[place % 2], LINES[place % len(LINES)])
        for place, moment in enumerate(MOMENTS)
    ]
    for number, (phone, made) in enumerate(PHONES.items()):
        path = chats / f"WhatsApp Chat with {number}.txt"
        # A text of two lines has the file's own end of line between them.
        lines = (made.line(m, f"{who}: {text}".replace("\n", made.end)) for m, who, text in said)
        path.write_bytes((made.begin + "".join(lines)).encode())
        files[phone] = str(path)
    rows = [[moment.isoformat()[:16], who, text] for moment, who, text in said]
    wanted = dict.fromkeys(PHONES, rows)
    print(f"read     header shapes fully right, of {len(wanted)}: minute, sender and text")
    for name in (OURS, *WHATSAPP_PEERS):
        found = _rows_by_wayhome(files) if name == OURS else _rows_by_peer(name, files, folder)
        if found is None:
            print(f"         {name:<21}{ABSENT}")
            continue
        wrong = [phone for phone in PHONES if _bare(found[phone]) != _bare(wanted[phone])]
        shown = f"; not {', '.join(wrong)}" if 0 < len(wrong) <= MOST_SHOWN else ""
        print(f"         {name:<21}{len(wanted) - len(wrong)}{shown}")


def _bare(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows with blanks as most libraries leave them: some join lines, some add one."""
    return [[" ".join(str(cell).split()) for cell in row] for row in rows]


def _rows_by_wayhome(files: Mapping[str, str]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for phone, file in files.items():
        done = subprocess.run(
            [sys.executable, "-m", "wayhome", "read", file, "--out", "-"],
            check=True, capture_output=True, env=os.environ,
        )  # fmt: skip
        rows = map(json.loads, done.stdout.decode().splitlines())
        found[phone] = [[str(r["at"])[:16], r["from"], r["text"]] for r in rows]
    return found


def _rows_by_peer(
    name: str, files: Mapping[str, str], folder: Path
) -> dict[str, list[list[str]]] | None:
    into = folder / name
    into.mkdir()
    command = _peer(name, "whatsapp", ["--into", str(into), *files.values()])
    if command is None or run(command) is None:
        return None
    return {
        phone: json.loads((into / f"{Path(file).name}.json").read_text("utf-8"))
        for phone, file in files.items()
    }


if __name__ == "__main__":
    report()
