"""`wayhome record call` and `calls`: who was called, what was said, what is still to come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from wayhome.cli import options, passphrases, speaking
from wayhome.cli.record_opening import begin
from wayhome.cli.record_writing import ID, require_child
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.cli.record_opening import Session
    from wayhome.model.calls import CallEntry, CallText
    from wayhome.usecases.call_typing import TypedCall
    from wayhome.usecases.record_book import RecordBook

SHELLS_KEEP = "Shells keep what is typed here: let it be asked."


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood in the options."""

    typed: dict[str, str | None]
    events: tuple[str, ...]
    service: str | None
    child: int | None
    answers: int | None
    correct: int | None

    @property
    def needs_the_record(self) -> bool:
        """Whether it names something that stands in the record."""
        return any(each is not None for each in (self.child, self.answers, self.correct))


@click.command("call")
@click.option("--whom", metavar="WHO", help="Who was called or called; else the name of --service.")
@click.option("--service", metavar="ID", help="A service that `wayhome numbers` lists.")
@click.option("--on", "day", metavar="DAY", help="The day, such as 2026-03-14; else today.")
@click.option("--at", "time", metavar="TIME", help="The time of day, such as 21:30; else now.")
@click.option("--person", metavar="WHO", help=f"Who was on the phone. {SHELLS_KEEP}")
@click.option("--number", metavar="TEXT", help="A case, report or NCIC number that was given.")
@click.option("--by", metavar="WHO", help=f"Who of the family spoke. {SHELLS_KEEP}")
@click.option(
    "--event", "events", metavar="ID", multiple=True, help="What happened; may be repeated."
)
@click.option("--back-on", "back_day", metavar="DAY", help="The day on which they will call.")
@click.option("--back-at", "back_time", metavar="TIME", help="The time at which they will call.")
@click.option("--answers", type=ID, help="The entry whose promised call it was; with --unlocked.")
@click.option("--correct", type=ID, help="The entry that it corrects; with --unlocked.")
@click.option("--child", type=ID, help="The number of the child; only with --unlocked.")
@click.option("--unlocked", is_flag=True, help="Open the record and write into the log at once.")
@options.lang_option
@options.home_option
def call_command(
    service: str | None,
    events: tuple[str, ...],
    answers: int | None,
    correct: int | None,
    child: int | None,
    unlocked: bool,  # noqa: FBT001 - click passes options by name
    lang: str | None,
    home: Path | None,
    **typed: str | None,
) -> None:
    """Write down a call. What was said is asked for, or read from standard input.

    The record stays locked: the call is sealed, and stands in the log when the record is opened
    the next time.
    """
    session = begin(lang, home)
    asked = Asked(typed, events, service, child, answers, correct)
    if asked.needs_the_record and not unlocked:
        speaking.refuse(session.words, "call_log.terminal.needs_unlocked")
    session.room.folder.read_key_file()
    _require_service(session, service)
    if not unlocked:
        session.room.seal_call(replace(_entry(session, asked), while_locked=True))
        speaking.note(session.words, "call_log.terminal.sealed")
        return
    # The passphrase comes first: nobody should type all of it and lose it.
    passphrases.require_terminal(passphrases.PASSPHRASE, session.words)
    with session.opened() as book:
        entry = _entry(session, asked, book)
        book.add_calls((entry,))
        placed = book.call_log().find(entry.id)
        click.echo(placed.n if placed else "")
    speaking.note(session.words, "terminal.record.saved")


@click.command("calls")
@click.option("--region", help="Region whose rules are looked at, such as US; else the saved one.")
@options.json_option
@options.lang_option
@options.home_option
def calls_command(
    region: str | None, json_to: str | None, lang: str | None, home: Path | None
) -> None:
    """Show all calls, oldest first, and what is overdue or still to come."""
    session = begin(lang, home)
    chosen = _region(session, region)
    with session.opened() as book:
        from wayhome.cli.record_reading import say_what_stays, write_json

        if json_to is not None:
            from wayhome.cli.record_json import calls_json
            from wayhome.record.deadlines import find_deadlines, find_unclear

            log = book.call_log()
            rules = session.room.wayhome.content.calls
            found = find_deadlines(log.entries, rules, session.room.now(), chosen)
            unclear = find_unclear(log.entries, rules, chosen)
            write_json(session, json_to, calls_json(log, found, unclear))
            return
        _print_calls(session, book, chosen)
        say_what_stays(session)


def _print_calls(session: Session, book: RecordBook, region: str | None) -> None:
    from wayhome.cli.record_printing import plain
    from wayhome.usecases.call_log import CallsNow
    from wayhome.usecases.call_text import make_text

    room, words = session.room, session.words
    wayhome, log = room.wayhome, book.call_log()
    where = wayhome.region(region) if region else None
    show = wayhome.call_presenter(
        words.language, lambda moment: moment.isoformat(" ", "minutes"), room.now(), where
    )
    names = {each.id: each.name for each in book.children()}
    view = replace(show, children=names).log(CallsNow(log, frozenset(), room.state))
    if not view.calls and not view.gaps:
        click.echo(words("call_log.log.none"))
        return
    click.echo(plain(make_text(view, words)), nl=False)


def _entry(session: Session, asked: Asked, book: RecordBook | None = None) -> CallEntry:
    from wayhome.model.calls import CallEntry
    from wayhome.usecases.call_log import make_entry_id

    corrected = _named(session, book, asked.correct)
    promised = _named(session, book, asked.answers)
    child = asked.child
    if book is not None and child is not None:
        require_child(book, session.words, child)
    if corrected is not None and child is None:
        child = corrected.child
    return CallEntry(
        id=make_entry_id(),
        said=_said(session, asked, corrected),
        written=session.room.now(),
        corrects=corrected.id if corrected else "",
        answers=promised.id if promised else (corrected.answers if corrected else ""),
        child=child,
    )


def _said(session: Session, asked: Asked, corrected: CallEntry | None) -> CallText:
    from wayhome.usecases.call_typing import TypedCall, take_call, typed_from

    words, room = session.words, session.room
    now = room.now()
    if corrected is not None:
        begun = typed_from(corrected.said)
    else:
        name = words(f"numbers.services.{asked.service}.name") if asked.service else ""
        begun = TypedCall(name, now.date().isoformat(), f"{now:%H:%M}", service=asked.service or "")
    given = {name: value for name, value in asked.typed.items() if value is not None}
    typed = replace(begun, **given)  # type: ignore[arg-type]
    if asked.events:
        typed = replace(typed, events=tuple(dict.fromkeys(asked.events)))
    # What can be wrong in the options is said before anybody types a long text.
    before = corrected.said if corrected else None
    if typed.whom:
        take_call(typed, now, room.wayhome.content.calls, before)
    typed = _ask(session, typed, asked, fresh=corrected is None)
    return take_call(typed, now, room.wayhome.content.calls, before)


def _ask(session: Session, typed: TypedCall, asked: Asked, *, fresh: bool) -> TypedCall:
    """Ask for what is still missing, where somebody is there."""
    words = session.words
    if fresh and speaking.at_terminal():
        if not typed.whom:
            whom = speaking.read_line(words, words("call_log.terminal.ask_whom"))
            typed = replace(typed, whom=whom)
        for name in ("person", "number", "by"):
            if asked.typed.get(name) is None:
                line = speaking.read_line(words, words(f"call_log.terminal.ask_{name}"))
                typed = replace(typed, **{name: line})  # type: ignore[arg-type]
    elif not typed.whom:
        raise UserProblem("call_whom")
    said = speaking.read_text(words, "call_log.terminal.ask_said")
    # Of a correction what is not given anew stays.
    return replace(typed, said=said if fresh or said.strip() else typed.said)


def _named(session: Session, book: RecordBook | None, number: int | None) -> CallEntry | None:
    """Return the entry with that place in the log."""
    if book is None or number is None:
        return None
    entries = book.call_log().entries
    found = next((each for each in entries if each.n == number), None)
    if found is None:
        speaking.refuse(session.words, "call_log.terminal.unknown_entry")
    return found


def _require_service(session: Session, service: str | None) -> None:
    regions = session.room.wayhome.content.regions.values()
    known = [each.id for region in regions for each in region.services]
    if service is not None and service not in known:
        raise UserProblem("call_service", known=", ".join(known))


def _region(session: Session, name: str | None) -> str | None:
    """Return the region asked for, else the saved one; without either, each rule says where."""
    wayhome = session.room.wayhome
    if name is not None:
        return wayhome.region(name).id
    saved = session.room.home.read_settings().region
    try:
        return wayhome.region(saved).id if saved else None
    except UserProblem:
        return None
