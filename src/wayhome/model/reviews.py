"""What a review found: levels, reasons and findings, of one conversation at a time.

No message text stands in these values: findings hold the numbers of messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TACTICS = (
    "profile_scouting", "false_identity", "love_bombing", "gifts", "job_or_fame",
    "benefactor_romance", "platform_move", "secrecy_test", "risk_check", "isolation",
    "sexualisation", "image_request", "paid_image", "blackmail", "self_harm_coercion",
    "peer_recruiter", "meet_travel", "control_debt", "age_probe", "ai_image_threat",
)  # fmt: skip
"""Ids, in the order in which the weights have them; what they mean stands in the content."""
PRESSING = frozenset(
    {"blackmail", "self_harm_coercion", "ai_image_threat", "meet_travel", "control_debt"}
)
"""Tactics that may call for help today: harm is under way, or a meeting is near."""


UNSURE = "unsure"
"""Part of a reason: no line reaches a mark, and this one is the nearest."""


class Level(StrEnum):
    """What to do about a contact, most pressing first."""

    ACT_NOW = "act-now"
    TALK_SOON = "talk-soon"
    KEEP_AN_EYE = "keep-an-eye"
    NOT_ENOUGH = "not-enough-to-say"
    NOTHING = "nothing-found"

    @property
    def rank(self) -> int:
        """0 for the most pressing."""
        return list(Level).index(self)

    @property
    def is_finding(self) -> bool:
        """Whether something was found."""
        return self.rank <= Level.KEEP_AN_EYE.rank


def highest(levels: tuple[Level, ...]) -> Level:
    """Return the most pressing; nothing found of none."""
    return min(levels, key=lambda each: each.rank, default=Level.NOTHING)


@dataclass(frozen=True, slots=True)
class Reason:
    """One contribution to a score. Words at ``review.reasons.<part>``."""

    part: str
    amount: float
    """In log-odds. All reasons of a contact add up to its score."""
    messages: tuple[int, ...] = ()
    """Numbers of the messages it rests on."""
    said: str = ""
    """What the words name: an id of a pattern, or two numbers."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One tactic of one contact."""

    id: str
    tactic: str
    conversation: str
    contact: str
    level: Level
    messages: tuple[int, ...]
    first: str | None
    last: str | None
    """Times of the first and the last of those messages, as the export has them."""
    line_reasons: tuple[Reason, ...]
    """Why these lines stand for this tactic."""

    @property
    def is_sure(self) -> bool:
        """Whether a line reaches the tactic's mark, and is not merely the nearest."""
        return any(each.part != UNSURE for each in self.line_reasons)


@dataclass(frozen=True, slots=True)
class ContactReview:
    """One contact in one conversation."""

    conversation: str
    name: str
    level: Level
    messages: int
    first: str | None
    last: str | None
    night_share: float | None
    score: float | None
    """Sum of the reasons; None where there was not enough to read."""
    marks: tuple[float, float] | None
    """Scores from which it is worth an eye, and a talk."""
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    from_strangers: bool
    """Whether it lay in the folder for messages of strangers."""

    @property
    def tactics(self) -> tuple[str, ...]:
        """What was found, in the order of the first line."""
        return tuple(each.tactic for each in self.findings)


@dataclass(frozen=True, slots=True)
class ConversationReview:
    """One conversation."""

    conversation: str
    messages: int
    language: str | None
    """``en`` or ``es``; another code where it is not covered; None where that can't be told."""
    covered: bool
    contacts: tuple[ContactReview, ...]
    roles_known: bool
    not_run: tuple[tuple[str, str], ...] = ()
    """Tactic, and the name of the reason at ``review.not_run.<reason>``."""

    @property
    def level(self) -> Level:
        """The most pressing level of its contacts."""
        if not self.contacts:
            return Level.NOT_ENOUGH
        return highest(tuple(each.level for each in self.contacts))

    @property
    def tactics(self) -> tuple[str, ...]:
        """All tactics of all contacts, in the order met."""
        return tuple(dict.fromkeys(t for each in self.contacts for t in each.tactics))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, by the first message."""
        every = [each for contact in self.contacts for each in contact.findings]
        return tuple(sorted(every, key=lambda each: each.messages[0]))
