"""What the pages stand on, and what is known of the person who looks at one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request, session

from wayhome.model.problems import UserProblem
from wayhome.web.searches import Searches

if TYPE_CHECKING:
    from wayhome.model.numbers import Region
    from wayhome.model.words import Words
    from wayhome.usecases.door import Door
    from wayhome.usecases.home import Home, Settings
    from wayhome.usecases.runs import Runs
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
    runs: Runs
    searches: Searches = field(default_factory=Searches)


def shell() -> Shell:
    """Return what the app was made with."""
    return cast("Shell", current_app.extensions[NAME])


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
