"""The program that is killed. It stands ready, and forks a child for each run that it is told to.

Reads one JSON object a line and writes one a line: what the child says after each step, then
`{"end"}` with how it ended. A child speaks only of what is saved. With `kill_after`, the child is
killed so many seconds after it has begun.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import alembic.command
import alembic.config
import sqlcipher3.dbapi2

from tests.record.crash.play import PLAY, Stage, call, note, picture, take_part
from tests.record.crash.shim import LoadedShim, Mode
from tests.record.crash.traces import Tracer, end_badly
from wayhome.model.problems import UserProblem
from wayhome.usecases.record_room import RoomState
from wayhome.usecases.wayhome import Wayhome

if TYPE_CHECKING:
    from collections.abc import Callable

READY = (alembic.command, alembic.config, sqlcipher3.dbapi2)
"""Imported before the first fork, so that no child has to."""

Request = dict[str, Any]


def say(**what: object) -> None:
    """Write a line at once: what is said must not be lost with the process."""
    os.write(sys.stdout.fileno(), json.dumps(what).encode() + b"\n")


def main() -> None:
    """Do what the lines on standard input say, one after the other."""
    wayhome = Wayhome.from_shipped_content(dt.date.today)
    shim = LoadedShim()
    say(ready=shim.library is not None)
    for line in sys.stdin:
        request = json.loads(line)
        heard, request["begun"] = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                RUNS[request["run"]](request, wayhome, shim)
                code = 0
            except BaseException:  # noqa: BLE001 - whatever it is, it must not become a second server
                say(bug=traceback.format_exc())
            os._exit(code)
        os.close(request["begun"])
        if (seconds := request.get("kill_after")) is not None:
            # Until it has begun, or ended without that.
            os.read(heard, 1)
            time.sleep(seconds)
            # Nobody else can have its number: it has not been waited for.
            os.kill(child, signal.SIGKILL)
        os.close(heard)
        say(end=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def stage_of(request: Request, wayhome: Wayhome) -> Stage:
    """Return the stage of a run."""
    keys = {name: request.get(name, "") for name in ("recovery_key", "copied_key")}
    return Stage(Path(request["folder"]), wayhome, **keys)


def papers(stage: Stage) -> dict[str, str]:
    """Return what somebody has on paper by now."""
    return {"recovery_key": stage.recovery_key, "copied_key": stage.copied_key}


def rehearse(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Make all steps undisturbed; after each, keep a copy of the folder and say how it is."""
    stage, copies = stage_of(request, wayhome), Path(request["copies"])
    for number, step in enumerate(PLAY):
        take_part(stage, number)
        shim.arm(Mode.COUNT)
        step.act(stage)
        changes = shim.count()
        held = stage.held() if stage.room.state is RoomState.OPEN else ""
        shutil.copytree(stage.folder, copies / str(number))
        say(step=number, changes=changes, held=held, **papers(stage))


def perform(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Make some steps and say when each is saved, until something ends it."""
    stage = stage_of(request, wayhome)
    steps = range(request["first"], request["last"] + 1)
    for number in steps:
        take_part(stage, number)
        if number == steps.start:
            os.write(request["begun"], b".")
            shim.arm(Mode(request["mode"]), request["at"])
        PLAY[number].act(stage)
        say(step=number, **papers(stage))


def refuse(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Make one step on a disk that refuses, then once more on one that does not."""
    stage, number = stage_of(request, wayhome), request["first"]
    take_part(stage, number)
    shim.arm(Mode.FAIL, request["at"], request["refusal"])
    first = outcome(lambda: PLAY[number].act(stage))
    shim.arm(Mode.COUNT)
    if not first:
        say(first=first, step=number, **papers(stage))
        return
    shutil.copytree(stage.folder, request["failed"])
    say(first=first, **papers(stage))
    take_part(stage, number)
    again = outcome(lambda: PLAY[number].act(stage))
    say(again=again, step=number, **papers(stage))


def read_only(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Open a record on a disk that takes nothing, read everything, and try to write."""
    stage, elsewhere = stage_of(request, wayhome), Path(request["elsewhere"])
    shim.arm(Mode.FAIL, 1, request["refusal"])
    stage.room.unlock(PLAY[request["first"] - 1].passphrase)
    say(held=stage.held(), waiting=stage.room.waiting())
    book, files = stage.book, stage.files
    tries: dict[str, Callable[[], object]] = {
        "a note": lambda: book.add_note(note("not to be kept"), 1),
        "a child": lambda: book.add_child("Nobody"),
        "a photo": lambda: book.add_photo(1, picture()),
        "a setting": lambda: stage.room.choose_minutes("2"),
        "a passphrase": lambda: stage.room.change_passphrase(
            PLAY[request["first"] - 1].passphrase, "another quiet lantern"
        ),
        "a recovery key": stage.room.change_recovery_key,
        "while locked": lambda: stage.room.seal_note(note("not to be kept")),
        "a call": lambda: book.add_calls((call(98),)),
        "a call while locked": lambda: stage.room.seal_call(call(99)),
        "an export": lambda: files.export(elsewhere / "open"),
        "a copy here": lambda: files.back_up(stage.outside / "here"),
        "a copy elsewhere": lambda: files.back_up(elsewhere / "there"),
    }
    say(outcomes={name: outcome(act) for name, act in tries.items()}, after=stage.held())


def outcome(act: Callable[[], object]) -> str:
    """Do something; return "", or the key of the problem, or where it broke."""
    try:
        act()
    except UserProblem as problem:
        return problem.key
    except Exception:  # noqa: BLE001 - what is no sentence is what the test looks for
        return traceback.format_exc()
    return ""


def fill(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Write notes with no file allowed beyond a size; then without that limit."""
    import resource  # Windows has none

    del shim
    stage, number = stage_of(request, wayhome), request["first"]
    take_part(stage, number)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (request["most"], hard))
    saved, problem = 0, ""
    while not problem and saved < request["notes"]:
        try:
            stage.book.add_note(note("filling " * 2000), 1)
            saved += 1
        except UserProblem as caught:
            problem = caught.key
    say(saved=saved, problem=problem)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    stage.book.add_note(note("room again"), 1)
    say(again="")


def shred(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Destroy everything, until something ends it."""
    stage = stage_of(request, wayhome)
    shim.arm(Mode(request["mode"]), request["at"])
    stage.files.shred_everything()
    say(changes=shim.count())


def hammer(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Write notes for some seconds, beside others that do the same; say each that is saved."""
    del shim
    stage = stage_of(request, wayhome)
    take_part(stage, request["first"])
    until = time.monotonic() + request["seconds"]
    number = 0
    while time.monotonic() < until:
        stage.book.add_note(note(f"{request['name']} {number}"), 1)
        say(wrote=f"{request['name']} {number}")
        number += 1


def trace(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Do everything with planted words; after each, say in which files they stand."""
    tracer = Tracer(stage_of(request, wayhome), request["words"], shim)
    places = [Path(each) for each in request["places"]]
    for name, act in tracer.steps():
        act()
        say(after=name, found=tracer.planted.found_below(*places))


def leak(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Write planted bytes into an open file: else nobody would know that they are seen."""
    del wayhome
    wanted = bytes.fromhex(request["wanted"])
    shim.plant(wanted)
    path = Path(request["folder"])
    path.write_bytes(b"before " + wanted + b" after")
    path.unlink()


def crash(request: Request, wayhome: Wayhome, shim: LoadedShim) -> None:
    """Crash with an open record."""
    del shim
    end_badly(stage_of(request, wayhome), request)


RUNS = {
    "rehearse": rehearse,
    "perform": perform,
    "refuse": refuse,
    "read-only": read_only,
    "fill": fill,
    "shred": shred,
    "hammer": hammer,
    "trace": trace,
    "leak": leak,
    "crash": crash,
}

if __name__ == "__main__":
    main()
