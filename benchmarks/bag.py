"""What a bag of a gigabyte costs, against `sha256sum` and `sha512sum` over the same files."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.timing import measure_in_turn
from wayhome.packet import verify
from wayhome.packet.bag_values import Origin
from wayhome.usecases.bag_making import BagContents, BagMaker, look_at_files
from wayhome.usecases.wayhome import Wayhome

FILES, FILE_BYTES = 8, 125_000_000
AIM = 0.5
"""Share of the speed of both programs, one after the other."""
WORDS = ("home", "late", "said", "school", "phone", "hola", "mañana", "gracias", "nobody", "night")


def report() -> None:
    """Print the speed of looking, writing and verifying beside that of the two programs."""
    wayhome = Wayhome.from_shipped_content(dt.date.today)
    maker = BagMaker(tuple(wayhome.words(each) for each in wayhome.languages), "0")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        files = _write_chats(place)
        bags: list[Path] = []
        steps: list[tuple[float, float]] = []

        def make() -> None:
            began = time.perf_counter()
            inputs = look_at_files((path, Origin.PLATFORM) for path in files)
            looked = time.perf_counter()
            now = dt.datetime.now().astimezone()
            bags.append(place / f"bag{len(bags)}")
            maker.make(BagContents(inputs=inputs), bags[-1], now)
            steps.append((looked - began, time.perf_counter() - looked))

        peer, ours = measure_in_turn(1, partial(_sum_by_others, files), make)
        (whole,) = measure_in_turn(1, lambda: _verify(bags[-1]))
    size = FILES * FILE_BYTES / 1e6
    looking, writing = steps[0]
    print(
        f"bag      {size:.0f} MB   sha256sum and sha512sum {peer.p50:.1f} s; looked at "
        f"{looking:.1f} s, written {writing:.1f} s, so {peer.p50 / ours.p50:.2f} of their speed "
        f"(aim: at least {AIM}); verified in {whole.p50:.1f} s, {peer.p50 / whole.p50:.2f}"
    )


def _write_chats(place: Path) -> list[Path]:
    chance = random.Random(5)  # noqa: S311 - the same data in every run
    lines = (
        f"[{chance.randint(1, 12)}/{chance.randint(1, 28)}/25, {chance.randint(1, 12)}:"
        f"{chance.randint(10, 59)}:07 PM] Ana: {' '.join(chance.choices(WORDS, k=12))}\n"
        for _ in range(100_000)
    )
    text = "".join(lines).encode()
    paths = [place / f"chat{number}.txt" for number in range(FILES)]
    for path in paths:
        with path.open("wb") as file:
            for _ in range(FILE_BYTES // len(text)):
                file.write(text)
            file.write(text[: text.rfind(b"\n", 0, FILE_BYTES % len(text)) + 1])
    return paths


def _sum_by_others(files: list[Path]) -> None:
    for program in ("sha256sum", "sha512sum"):
        subprocess.run([program, *files], check=True, stdout=subprocess.DEVNULL)


def _verify(bag: Path) -> None:
    if verify.check_bag(bag).faults:
        raise RuntimeError("the bag does not pass")


if __name__ == "__main__":
    report()
