"""Photos are decoded in a process of their own, which holds no key and ends with its work.

Decoders of pictures are large programs in C that read whatever a file says. A fault in one of them
must neither end Wayhome nor meet the open key. Bytes go in through a pipe and come out through
another; nothing touches the disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import IO

from wayhome.model.problems import UserProblem
from wayhome.record.pictures import LARGEST_PICTURE, Picture, take_picture

PATIENCE_SECONDS = 60
MOST_MEMORY_BYTES = 3 * 1024**3
"""Address space. The largest photo that is taken needs about one third of it."""


def take_picture_apart(data: bytes, today: date) -> Picture:
    """Do what `take_picture` does, in another process.

    Raises:
        UserProblem: as `take_picture`; ``picture_unreadable`` too where the decoder crashed or
            did not come to an end.
    """
    if not data or len(data) > LARGEST_PICTURE:
        # It says so without looking at a byte.
        return take_picture(data, today)
    question = json.dumps({"today": today.isoformat()}).encode() + b"\n" + data
    # -P: never a module from the folder in which somebody started Wayhome.
    command = [sys.executable, "-P", "-m", "wayhome.record.pictures_apart"]
    try:
        worked = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            input=question,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
            # Windows would show an empty window for a moment.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise UserProblem("picture_unreadable") from None
    head, _, body = worked.stdout.partition(b"\n")
    if worked.returncode != 0 or not head:
        raise UserProblem("picture_unreadable")
    answer = json.loads(head)
    if "problem" in answer:
        raise UserProblem(answer["problem"], **answer["values"])
    taken = answer["taken"]
    return Picture(
        jpeg=body[: answer["jpeg"]],
        thumbnail=body[answer["jpeg"] :],
        width=answer["width"],
        height=answer["height"],
        taken=date.fromisoformat(taken) if taken else None,
    )


def work(source: IO[bytes], target: IO[bytes]) -> None:
    """Read one question, write one answer: a line of JSON, then the two JPEGs."""
    today = date.fromisoformat(json.loads(source.readline())["today"])
    try:
        picture = take_picture(source.read(), today)
    except UserProblem as problem:
        head: dict[str, object] = {"problem": problem.key, "values": problem.values}
        target.write(json.dumps(head).encode() + b"\n")
        return
    head = {
        "jpeg": len(picture.jpeg),
        "width": picture.width,
        "height": picture.height,
        "taken": picture.taken.isoformat() if picture.taken else None,
    }
    target.write(json.dumps(head).encode() + b"\n" + picture.jpeg + picture.thumbnail)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit for a process to set on itself
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = MOST_MEMORY_BYTES if most == resource.RLIM_INFINITY else min(most, MOST_MEMORY_BYTES)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


if __name__ == "__main__":
    _limit_memory()
    work(sys.stdin.buffer, sys.stdout.buffer)
