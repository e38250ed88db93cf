"""What the pages stand on, and what is known of the person who looks at one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request, session

from wayhome.model.problems import UserProblem
from wayhome.usecases.chat_runs import ChatRuns
from wayhome.usecases.held_calls import HeldCalls
from wayhome.usecases.missing_mode import MissingMode
from wayhome.usecases.places import find_places
from wayhome.usecases.record_room import RecordRoom
from wayhome.usecases.report_answers import ReportAnswers
from wayhome.usecases.runs import Runs
from wayhome.web.bag_works import BagWorks
from wayhome.web.packet_drafts import Drafts
from wayhome.web.paper_key import PaperKey
from wayhome.web.receipts import Receipts
from wayhome.web.searches import Searches
from wayhome.web.stash import Stash

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from wayhome.model.numbers import Region
    from wayhome.model.words import Words
    from wayhome.usecases.door import Door
    from wayhome.usecases.home import Home, Settings
    from wayhome.usecases.places import Place
    from wayhome.usecases.wayhome import Wayhome

NAME = "wayhome"
VISIT = "v"
LANGUAGE = "l"
REGION = "r"
UNSAVED = "u"


@dataclass(frozen=True, slots=True)
class Shell:
    """The use cases and the state of this process."""

    wayhome: Wayhome
    home: Home
    door: Door
    room: RecordRoom
    runs: Runs = field(default_factory=Runs)
    searches: Searches = field(default_factory=Searches)
    missing: MissingMode = field(default_factory=MissingMode)
    answers: ReportAnswers = field(default_factory=ReportAnswers)
    stash: Stash = field(default_factory=Stash)
    paper_key: PaperKey = field(default_factory=PaperKey)
    receipts: Receipts = field(default_factory=Receipts)
    calls: HeldCalls = field(default_factory=HeldCalls)
    drafts: Drafts = field(default_factory=Drafts)
    bags: BagWorks = field(default_factory=BagWorks)
    chats: ChatRuns = field(default_factory=ChatRuns)
    places: Callable[[], tuple[Place, ...]] = find_places
    """Where files can be saved."""

    def forget_record(self) -> None:
        """Forget what belongs to the record that was here until now.

        But for what was being written in it: that waits until it is here again.
        """
        self.paper_key.forget()
        self.receipts.forget_all()
        self.drafts.forget_all()
        self.bags.forget_all()

    def forget_all(self) -> None:
        """Lock the record, and forget every check, every search and all that was being written."""
        self.runs.forget_all()
        self.searches.forget_all()
        self.stash.forget()
        self.forget_record()
        self.missing.end()
        self.answers.forget_all()
        self.calls.forget_all()
        self.chats.forget_all()
        # Last: it waits for whoever is in the middle of saving.
        self.room.lock()


def new_shell(wayhome: Wayhome, home: Home, door: Door) -> Shell:
    """Return the state of a process that begins."""
    shell = Shell(wayhome, home, door, RecordRoom(wayhome, home))
    shell.room.after_lock.append(shell.chats.forget_all)
    return shell


def shell() -> Shell:
    """Return what the app was made with."""
    return shell_of(current_app)


def shell_of(app: Flask) -> Shell:
    """Return what an app was made with, outside a request."""
    return cast("Shell", app.extensions[NAME])


def is_inside() -> bool:
    """Tell whether the request comes from a browser that came through the door."""
    return bool(session.get(VISIT) == shell().door.visit)


def language() -> str:
    """Return the language: chosen now, else saved, else the browser's, else the base language."""
    if "language" not in g:
        known = shell().wayhome.languages
        wanted = (session.get(LANGUAGE), _settings().language)
        chosen = next((each for each in wanted if each in known), None)
        g.language = chosen or request.accept_languages.best_match(known) or known[0]
    return cast("str", g.language)


def words() -> Words:
    """Return the words of this language."""
    return shell().wayhome.words(language())


def region() -> Region | None:
    """Return the chosen country, or None: it is asked, never guessed."""
    name = session.get(REGION) or _settings().region
    if not isinstance(name, str):
        return None
    try:
        return shell().wayhome.region(name)
    except UserProblem:
        # A saved choice that this version no longer has.
        return None


def reader() -> str | None:
    """Return who reads this page, as far as it is known, so that words can fit."""
    return cast("str | None", g.get("reader"))


def set_reader(name: str | None) -> None:
    """Keep who reads this page for the rest of the request."""
    g.reader = name


def _settings() -> Settings:
    if "settings" not in g:
        g.settings = shell().home.read_settings()
    return cast("Settings", g.settings)
