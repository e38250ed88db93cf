"""A review as JSON has it, in the shape that others build on, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome import __version__
from wayhome.usecases.chat_reading import ReportWords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wayhome.model.reviews import ContactReview, ConversationReview, Finding, Reason
    from wayhome.model.words import Words
    from wayhome.usecases.chat_review import ChatReview

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What a review says, in one language."""

    words: Words

    def level(self, level: str) -> str:
        """Return the name of a level."""
        return self.words(f"review.levels.{level.replace('-', '_')}.name")

    def level_means(self, level: str) -> str:
        """Return what a level means, in a sentence."""
        return self.words(f"review.levels.{level.replace('-', '_')}.means")

    def tactic(self, tactic: str) -> str:
        """Return the name of a tactic."""
        return self.words(f"tactics.{tactic}.label")

    def why(self, finding: Finding) -> str:
        """Return what was seen, where, and why it matters."""
        key = "line" if len(finding.messages) == 1 else "lines"
        where = self.words(f"review.{key}", lines=numbered(finding.messages), when=_when(finding))
        seen = self.words(f"tactics.{finding.tactic}.what")
        matters = self.words(f"tactics.{finding.tactic}.matters")
        return f"{where} {seen} {matters}"

    def innocent(self, finding: Finding) -> str:
        """Return how it can be innocent."""
        return self.words(f"tactics.{finding.tactic}.innocent")

    def reason(self, reason: Reason) -> str:
        """Return one contribution in a sentence."""
        lines = numbered(reason.messages, spans=True)
        return self.words(f"review.reasons.{reason.part}", lines=lines, said=reason.said)

    def not_run(self, review: ConversationReview) -> list[Json]:
        """Return what did not run in one conversation, and why."""
        return [
            {
                "tactic": tactic or None,
                "conversation": review.conversation,
                "reason": self.words(f"review.not_run.{reason}", language=review.language or "?"),
            }
            for tactic, reason in review.not_run
        ]


def _when(finding: Finding) -> str:
    """Return when its first and its last line were written, to the minute."""
    times = dict.fromkeys(_minute(each) for each in (finding.first, finding.last) if each)
    return f" ({' - '.join(times)})" if times else ""


def _minute(at: str) -> str:
    return at[: len("2025-03-04T22:41")].replace("T", " ")


def numbered(messages: Sequence[int], *, spans: bool = False) -> str:
    """Return numbers of messages: `4, 7, 9`, or from the first to the last of them."""
    if spans and len(messages) > 2:  # noqa: PLR2004 - two numbers are no span
        return f"{min(messages)}-{max(messages)}"
    return ", ".join(map(str, messages))


def review_json(review: ChatReview, words: Words) -> Json:
    """Return the whole review, in the order met."""
    said = ReviewWords(words)
    conversations = review.conversations
    report: Mapping[str, object] = ReportWords(words).report(review.reading)
    return {
        "version": {"wayhome": __version__, **review.versions},
        "inputs": report["inputs"],
        "conversations": [_conversation(each) for each in conversations],
        "contacts": [_contact(contact) for each in conversations for contact in each.contacts],
        "findings": [
            _finding(finding, said) for each in conversations for finding in each.findings
        ],
        "not_run": [entry for each in conversations for entry in said.not_run(each)],
    }


def _conversation(review: ConversationReview) -> Json:
    return {
        "conversation": review.conversation,
        "level": review.level.value,
        "tactics": list(review.tactics),
        "messages": review.messages,
        "language": review.language,
    }


def _contact(contact: ContactReview) -> Json:
    return {
        "conversation": contact.conversation,
        "name": contact.name,
        "level": contact.level.value,
        "tactics": list(contact.tactics),
        "messages": contact.messages,
        "first": contact.first,
        "last": contact.last,
        "night_share": contact.night_share,
        "trajectory": [
            {"tactic": each.tactic, "first": each.first, "last": each.last}
            for each in contact.findings
        ],
    }


def _finding(finding: Finding, said: ReviewWords) -> Json:
    return {
        "id": finding.id,
        "tactic": finding.tactic,
        "conversation": finding.conversation,
        "contact": finding.contact,
        "level": finding.level.value,
        "messages": list(finding.messages),
        "first": finding.first,
        "last": finding.last,
        "why": said.why(finding),
        "innocent": said.innocent(finding),
    }
