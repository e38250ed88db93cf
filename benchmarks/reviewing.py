"""`wayhome review` of a million messages: each stage, the whole, its memory, and a peer's rules.

The talk is made of lines of our own corpus in a new order, in as many chats as a family may have.
ChatCompanion (rules only) is read from a checkout that `WAYHOME_CHATCOMPANION` names.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.whole_process import run
from tests.samples.whatsapp import PHONES
from training.corpus import read_corpus
from wayhome.library import SHIPPED as CONTENT
from wayhome.library.loading import read_review_patterns
from wayhome.model.reviews import TACTICS
from wayhome.review.engine import Engine
from wayhome.review.pipeline import review_talk
from wayhome.review.reading import Settings
from wayhome.review.talk import Talk
from wayhome.usecases.chat_reading import start_reading

CHATS = 400
COUNTS = (250_000, 500_000, 1_000_000)
AIM_A_SECOND, AIM_TIMES, AIM_SECONDS, AIM_BYTES = 150_000, 50, 180, 600_000_000
VARIABLE = "WAYHOME_CHATCOMPANION"
PEER_MESSAGES = 20_000
"""The peer takes minutes for more."""
CHILD = "Sam"


def report() -> None:
    """Print messages a second of each stage, the whole process, and the ratio to the peer."""
    with tempfile.TemporaryDirectory() as place:
        for count in COUNTS:
            folder = Path(place) / str(count)
            write_chats(folder, count)
            _whole(folder, count)
        folder = Path(place) / str(COUNTS[-1])
        _stage(folder, COUNTS[-1])
        _peer(Path(place))


def write_chats(folder: Path, count: int, chats: int = CHATS) -> None:
    """Write exports of WhatsApp, as one phone names them."""
    folder.mkdir(parents=True)
    lines = [said.text for chat in read_corpus() for said in chat.lines]
    chance = random.Random(5)  # noqa: S311 - the same data in every run
    made = PHONES["uk"]
    for number in range(chats):
        name = f"Friend {number}"
        moment = dt.datetime(2025, 1, 1, 8)  # noqa: DTZ001 - phones write local times
        with (folder / f"WhatsApp Chat with {name}.txt").open("w", encoding="utf-8") as file:
            for _ in range(count // chats):
                moment += dt.timedelta(seconds=chance.randint(20, 9000))
                who = CHILD if chance.random() < 0.5 else name  # noqa: PLR2004 - half of them
                file.write(made.line(moment, f"{who}: {chance.choice(lines)}"))


def _whole(folder: Path, count: int) -> None:
    command = [sys.executable, "-m", "wayhome", "review", str(folder), "--child", CHILD]
    ran = run([*command, "--json", str(folder / "out.json")])
    if ran is None:
        print("review   the whole process failed")
        return
    memory = f"{ran.peak / 1e6:,.0f} MB" if ran.peak else "memory not told here"
    aims = f"aims at a million: {AIM_SECONDS} s, {AIM_BYTES // 1_000_000} MB"
    print(f"review   {count:,} messages, {CHATS} chats: {ran.seconds:.0f} s, {memory} ({aims})")


def _stage(folder: Path, count: int) -> None:
    """Time patterns and context alone: spelling, hours, roles, patterns; then with the reading."""
    engine = Engine(TACTICS, read_review_patterns(CONTENT), model=None)
    reading = start_reading((), Settings())
    reading.find([str(folder)])
    read = reviewed = 0.0
    begun = time.perf_counter()
    for opened in reading.conversations():
        talk = Talk(opened.title)
        talk.take(opened.runs)
        read += (now := time.perf_counter()) - begun
        child = frozenset(i for i, each in enumerate(talk.senders) if each.name == CHILD)
        review_talk(talk, engine, child)
        reviewed += (begun := time.perf_counter()) - now
    print(f"review   patterns and context: {count / reviewed:,.0f}/s (aim: {AIM_A_SECOND:,})")
    print(f"         with reading the files: {count / (read + reviewed):,.0f}/s")


def _peer(place: Path) -> None:
    """Run ChatCompanion's rules on a part of the same talk, and our patterns on the same part."""
    checkout = os.environ.get(VARIABLE)
    if not checkout or not Path(checkout).is_dir():
        print(f"review   ChatCompanion: not measured here ({VARIABLE} names no checkout)")
        return
    folder = place / "peer"
    write_chats(folder, PEER_MESSAGES, 8)
    program = (
        "import sys, time, pathlib\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from app.rules.rule_engine import RuleEngine\n"
        "rules = RuleEngine()\n"
        "texts = [p.read_text('utf-8') for p in sorted(pathlib.Path(sys.argv[2]).glob('*.txt'))]\n"
        "begun = time.perf_counter()\n"
        "for text in texts:\n"
        "    for line in text.splitlines():\n"
        "        rules.analyze(line.partition(': ')[2])\n"
        "print(time.perf_counter() - begun)\n"
    )
    ran = run([sys.executable, "-c", program, checkout, str(folder)])
    if ran is None:
        print("review   ChatCompanion: not measured here (it does not run)")
        return
    theirs = PEER_MESSAGES / float(ran.said.split()[-1])
    engine = Engine(TACTICS, read_review_patterns(CONTENT), model=None)
    reading = start_reading((), Settings())
    reading.find([str(folder)])
    begun = time.perf_counter()
    for opened in reading.conversations():
        talk = Talk(opened.title)
        talk.take(opened.runs)
        review_talk(talk, engine, frozenset({0}))
    ours = PEER_MESSAGES / (time.perf_counter() - begun)
    print(
        f"review   ChatCompanion's rules: {theirs:,.0f}/s; ours {ours:,.0f}/s, "
        f"{ours / theirs:.0f} times (aim: {AIM_TIMES})"
    )


if __name__ == "__main__":
    report()
