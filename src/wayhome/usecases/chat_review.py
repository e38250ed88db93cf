"""Reviewing exported chats: which child, which files, how far it is, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.library import SHIPPED
from wayhome.library.loading import read_review_patterns
from wayhome.model.messages import Assumed
from wayhome.model.problems import UserProblem
from wayhome.review.child import Census, Child
from wayhome.review.engine import build_engine
from wayhome.review.help_names import HelpNames, build_help_names
from wayhome.review.pipeline import review_talk
from wayhome.review.talk import Talk
from wayhome.usecases.chat_reading import start_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wayhome.model.content import Content
    from wayhome.model.reviews import ConversationReview
    from wayhome.review.engine import Engine
    from wayhome.review.reading import Opened, Reading, Settings

    Meter = Callable[[int, int], None]

MOST_NAMES = 20
CHILD = "child"


@dataclass(slots=True)
class ChatReview:
    """One review of what a user chose."""

    content: Content
    settings: Settings
    spellings: tuple[str, ...] = ()
    """Names of the child, as the user gave them."""
    meter: Meter | None = None
    """Told how far it is, and of how much."""
    conversations: list[ConversationReview] = field(default_factory=list)
    _reading: Reading = field(init=False)
    _engine: Engine = field(init=False)
    _bar: _Bar = field(init=False)

    def __post_init__(self) -> None:
        """Make ready what reads and what understands."""
        self._bar = _Bar(self.meter, looks=bool(self.spellings))
        self._reading = self._new_reading(self._bar.read)

    @property
    def reading(self) -> Reading:
        """The account of what was read."""
        return self._reading

    @property
    def versions(self) -> dict[str, str]:
        """Versions of the patterns and of the model."""
        return self._engine.versions

    def find(self, paths: Iterable[str], held: Iterable[tuple[str, bytes]] = ()) -> None:
        """Look at what was chosen, and for the child in it; UserProblem ``child_not_found``."""
        paths, held = tuple(paths), tuple(held)
        self._reading.find(paths, held)
        self._child = Child()
        if not self._reading.found:
            # Nothing to review: the model is not needed.
            return
        if self.spellings:
            self._child = self._find_child(paths, held)
        self._engine = build_engine(
            read_review_patterns(SHIPPED), self.settings.zone, self._bar.understood
        )

    def run(self) -> Iterator[ConversationReview]:
        """Review one conversation after the other, as first met; each is kept too."""
        helping = help_names(self.content)
        for opened in self._reading.conversations():
            review = self._review(opened)
            self._bar.conversation_done()
            if helping.protects(review):
                self._reading.take_back()
                continue
            self.conversations.append(review)
            yield review

    _child: Child = field(default_factory=Child)

    def _review(self, opened: Opened) -> ConversationReview:
        talk = Talk(opened.title)
        talk.take(opened.runs)
        known = bool(self._child.names) or opened.plan.owner is not None
        places = self._child.places(talk, opened)
        owner = opened.plan.owner
        if not known:
            self._reading.assume(Assumed(CHILD, "", "child_unknown"))
        elif owner is not None and not self._child.names:
            self._reading.assume(Assumed(CHILD, owner.name, "child_is_owner"))
        return review_talk(talk, self._engine, places, opened.conversation.place, roles_known=known)

    def _find_child(self, paths: tuple[str, ...], held: tuple[tuple[str, bytes], ...]) -> Child:
        """Read everything once for who writes: a wrong name is said at once, not at the end."""
        census = Census()
        reading = self._new_reading(self._bar.looked)
        reading.with_digests = False
        reading.find(paths, held)
        for opened in reading.conversations():
            census.hear(opened)
        child = census.find(self.spellings)
        if child is None:
            helping = help_names(self.content)
            met = [each for each in census.names(MOST_NAMES * 2) if not helping.holds(each)]
            names = ", ".join(met[:MOST_NAMES])
            if not names:
                raise UserProblem("child_nowhere")
            raise UserProblem("child_not_found", names=names)
        return child

    def _new_reading(self, meter: Meter) -> Reading:
        return start_reading(self.content.regions.values(), self.settings, meter)


def help_names(content: Content) -> HelpNames:
    """Return the names of all services that help, in all languages."""
    services = [
        each.id
        for region in content.regions.values()
        for each in region.services
        if not each.law_enforcement
    ]
    return build_help_names(
        name
        for words in content.words.values()
        for each in services
        if (name := words.find(f"numbers.services.{each}.name")) is not None
    )


@dataclass(slots=True)
class _Bar:
    """How far a review is: bytes looked through for the child, read, and understood."""

    meter: Meter | None
    looks: bool
    _looked: int = 0
    _read: int = 0
    _settled: int = 0
    """Bytes of conversations that are reviewed to their end."""
    _total: int = 1

    UNDERSTANDING = 3
    """Reading a byte is one part of its work, understanding it this many."""

    def looked(self, done: int, total: int) -> None:
        """Take note of the first reading."""
        self._looked, self._total = done, total
        self._tell()

    def read(self, done: int, total: int) -> None:
        """Take note of the second reading."""
        self._read, self._total = done, total
        self._tell()

    def understood(self, share: float) -> None:
        """Take note of a share of the conversation at hand."""
        self._tell(share)

    def conversation_done(self) -> None:
        """Take note that the conversation read last is reviewed."""
        self._settled = self._read
        self._tell()

    def _tell(self, share: float = 0) -> None:
        if self.meter is None:
            return
        parts = 1 + self.UNDERSTANDING + self.looks
        at_hand = (self._read - self._settled) * share
        done = self._looked + self._read + self.UNDERSTANDING * (self._settled + at_hand)
        self.meter(int(done), self._total * parts)
