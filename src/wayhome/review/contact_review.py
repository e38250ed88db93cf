"""One contact of one conversation: read stretches, weigh them, name lines."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wayhome.model.reviews import PRESSING, UNSURE, ContactReview, Finding, Level, Reason
from wayhome.review import levels
from wayhome.review.ages import adult_and_child, stated_ages
from wayhome.review.hours import night_share
from wayhome.review.stretches import Chosen, choose, lines_with
from wayhome.review.understanding.lines import CHILD, CONTACT, OTHER, context_of
from wayhome.review.understanding.model import PARTS, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from wayhome.review.heard import Heard
    from wayhome.review.understanding.model import Model, Verdict

    Indices = NDArray[np.int64]

ID_LENGTH = 12
MOST_LINES = 6
"""Lines named for one tactic: the surest."""
MOST_TACTICS = 5
"""Named of one contact, those that press first, then the surest: a long list helps nobody."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A line that shows a tactic."""

    line: int
    tactic: str
    above: float
    """Log-odds above the tactic's mark."""
    pattern: str = ""
    pressing: bool = False
    """Whether it is sure enough for ``act-now``."""
    unsure: bool = False
    """Whether it is only the nearest line of a stretch in which none stands out."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One stretch that was read."""

    lines: tuple[int, ...]
    """Lines of the conversation."""
    verdict: Verdict
    told: tuple[_Told, ...]

    @property
    def score(self) -> float:
        return sum(self.verdict.parts)

    @property
    def tactics(self) -> frozenset[str]:
        return frozenset(each.tactic for each in self.told)


def review_contact(heard: Heard, contact: int, *, from_strangers: bool) -> ContactReview:
    """Return what is found of one sender of a conversation."""
    lines = lines_with(heard.who, contact)
    own = np.flatnonzero(heard.who == contact)
    looks: list[_Look] = []
    reasons: tuple[Reason, ...] = ()
    model = heard.engine.model
    if model is not None and heard.understood and len(own):
        chosen = _chosen(heard, contact, lines)
        looks = list(_look(heard, model, contact, chosen))
        reasons = (*_reasons(model, heard, looks, chosen.all), *_known(heard, lines, own))
        if from_strangers:
            reasons = (*reasons, Reason("stranger", levels.STRANGER))
    score = sum(each.amount for each in reasons) if reasons else None
    level, told = _level(heard, contact, looks, score, len(own))
    times = [heard.talk.ats[line] for line in own.tolist() if heard.talk.ats[line]]
    return ContactReview(
        conversation=heard.talk.title,
        name=heard.talk.senders[contact].name,
        level=level,
        messages=len(own),
        first=min(times).decode() if times else None,
        last=max(times).decode() if times else None,
        night_share=night_share(heard.seconds[own]) if heard.hours_count else None,
        score=score,
        marks=model.levels(heard.language.code) if model is not None and reasons else None,
        reasons=reasons,
        findings=_findings(heard, contact, level, told),
        from_strangers=from_strangers,
    )


def _chosen(heard: Heard, contact: int, lines: Indices) -> Chosen:
    hinted = [
        place
        for place, line in enumerate(lines.tolist())
        if line in heard.hints and any(_fits(heard, contact, line))
    ]
    return choose(lines, heard.who[lines] == contact, heard.promise[lines], hinted)


def _fits(heard: Heard, contact: int, line: int) -> Iterator[bool]:
    by_child = bool(heard.child[line])
    for hint in heard.hints.get(line, ()):
        yield hint.fits(by_child=by_child) and (by_child or heard.who[line] == contact)


def _look(heard: Heard, model: Model, contact: int, chosen: Chosen) -> Iterator[_Look]:
    """Read the stretches chosen."""
    stretches = [chosen.stretch(begin) for begin in chosen.begins]
    needed = sorted({int(line) for stretch in stretches for line in stretch})
    meanings = heard.meanings(needed)
    read = [lines_of(heard, contact, stretch, meanings) for stretch in stretches]
    for stretch, verdict in zip(stretches, model.read(read), strict=True):
        lines = tuple(stretch.tolist())
        yield _Look(lines, verdict, tuple(_told(heard, model, contact, lines, verdict)))


def lines_of(
    heard: Heard, contact: int, stretch: Indices, meanings: dict[int, NDArray[np.float32]]
) -> list[Line]:
    """Return lines of a conversation as the model reads them for one contact."""
    roles = np.where(heard.child[stretch], CHILD, OTHER).astype(np.int8)
    roles[heard.who[stretch] == contact] = CONTACT
    texts = [heard.talk.texts[line] for line in stretch]
    context = context_of(texts, roles, heard.seconds[stretch], hours_count=heard.hours_count)
    found = []
    for place, line in enumerate(stretch.tolist()):
        hits = np.zeros(len(heard.engine.tactics), np.float32)
        for hint in heard.hints.get(line, ()):
            if hint.fits(by_child=roles[place] == CHILD):
                hits[heard.engine.tactics.index(hint.pattern.tactic)] = 1
        buckets = heard.spelling.buckets(heard.spelling.words(heard.plain[line]))
        found.append(Line(buckets, meanings[line], context[place], hits, int(roles[place])))
    return found


def _told(
    heard: Heard, model: Model, contact: int, lines: tuple[int, ...], verdict: Verdict
) -> Iterator[_Told]:
    """Yield the lines of the contact that tell, with the tactics whose marks they reach.

    In a line that tells, a pattern names its tactic too. One that tells and reaches no tactic's own
    mark joins the nearest of those named beside it.
    """
    above = verdict.tactics - model.marks["tell"]
    presses = verdict.tactics >= model.marks["press"]
    own = [
        place
        for place, line in enumerate(lines)
        if heard.who[line] == contact and heard.talk.texts[line]
    ]
    named = np.flatnonzero((above[own] >= 0).any(axis=0)) if own else np.array([], int)
    for place in own:
        reached = np.flatnonzero(above[place] >= 0).tolist()
        tells = bool(verdict.telling[place] >= model.marks["any"][0])
        hinted = {
            model.tactics.index(hint.pattern.tactic): hint.pattern.strong
            for hint in heard.hints.get(lines[place], ())
            if tells and hint.fits(by_child=False)
        }
        if tells and not reached and not hinted and len(named):
            reached = [int(named[above[place, named].argmax()])]
        for number in sorted({*reached, *hinted}):
            tactic = model.tactics[number]
            sure = bool(presses[place, number]) or hinted.get(number, False)
            amount = max(float(above[place, number]), 0.0)
            yield _Told(lines[place], tactic, amount, pressing=tactic in PRESSING and sure)


def _known(heard: Heard, lines: Indices, own: Indices) -> Iterator[Reason]:
    """Yield what is known of the two beside what a stretch means: the ages that they state."""
    children = lines[heard.child[lines]]
    theirs = stated_ages(heard.plain, own.tolist())
    found = adult_and_child(theirs, stated_ages(heard.plain, children.tolist()))
    if found is not None:
        contact, child = found
        numbers = (heard.talk.numbers[contact.line], heard.talk.numbers[child.line])
        yield Reason("ages", levels.AGES, numbers, f"{contact.age}, {child.age}")


def _reasons(model: Model, heard: Heard, looks: list[_Look], stretches: int) -> tuple[Reason, ...]:
    """Return what makes up the score: the stretch that stands out most, and what goes with it."""
    best = max(looks, key=lambda each: each.score)
    _, talk = model.levels(heard.language.code)
    numbers = tuple(heard.talk.numbers[line] for line in best.lines)
    found = [Reason("start", model.base)]
    found += [
        Reason(part, amount, numbers)
        for part, amount in zip(PARTS, best.verdict.parts, strict=True)
    ]
    later = [
        (each.tactics, tuple(heard.talk.numbers[told.line] for told in each.told))
        for each in looks
        if each is not best and each.score + model.base >= talk
    ]
    extra = [levels.looked(stretches), levels.built(later, best.tactics)]
    found += [each for each in extra if each is not None]
    return tuple(found)


def _level(
    heard: Heard, contact: int, looks: list[_Look], score: float | None, messages: int
) -> tuple[Level, list[_Told]]:
    """Return the level and the lines that stand for it."""
    strong = [
        _Told(line, hint.pattern.tactic, 0.0, pattern=hint.pattern.id)
        for line, hints in heard.hints.items()
        if heard.who[line] == contact and not heard.child[line]
        for hint in hints
        if hint.pattern.strong and hint.fits(by_child=False)
    ]
    model = heard.engine.model
    level = Level.NOTHING
    told: list[_Told] = []
    if score is not None and model is not None:
        eye, talk = model.levels(heard.language.code)
        level = levels.level_of(score, talk, eye)
        if level.is_finding:
            telling = [each for each in looks if each.score + model.base >= eye]
            telling = telling or [max(looks, key=lambda each: each.score)]
            told = [line for look in telling for line in look.told]
            told = told or _unsure(heard, contact, model, telling)
    if level is Level.TALK_SOON and any(each.pressing for each in (*told,)):
        level = Level.ACT_NOW
    if strong and heard.understood:
        told += strong
        level = min(level, Level.TALK_SOON, key=lambda each: each.rank)
    too_little = messages < levels.FEWEST or not heard.understood or heard.language.code is None
    if level is Level.NOTHING and too_little:
        level = Level.NOT_ENOUGH
    return level, told


def _unsure(heard: Heard, contact: int, model: Model, looks: list[_Look]) -> list[_Told]:
    """Return the likeliest line where none reaches a mark: no pressing tactic on such a ground."""
    calm = np.array([each not in PRESSING for each in model.tactics])
    best: tuple[float, _Told] | None = None
    for look in looks:
        above = np.where(calm, look.verdict.tactics - model.marks["tell"], -np.inf)
        for place, line in enumerate(look.lines):
            if heard.who[line] != contact or not heard.talk.texts[line]:
                continue
            telling = float(look.verdict.telling[place])
            if best is None or telling > best[0]:
                number = int(above[place].argmax())
                tactic = model.tactics[number]
                best = telling, _Told(line, tactic, float(above[place, number]), unsure=True)
    return [best[1]] if best is not None else []


def _findings(heard: Heard, contact: int, level: Level, told: list[_Told]) -> tuple[Finding, ...]:
    if not level.is_finding:
        return ()
    by_tactic: dict[str, list[_Told]] = {}
    for each in told:
        by_tactic.setdefault(each.tactic, []).append(each)
    surest = sorted(by_tactic, key=lambda tactic: _weight(by_tactic[tactic]), reverse=True)
    kept = surest[:MOST_TACTICS]
    found = [_finding(heard, contact, level, tactic, by_tactic[tactic]) for tactic in kept]
    return tuple(sorted(found, key=lambda each: (each.messages[0], each.tactic)))


def _weight(told: list[_Told]) -> tuple[bool, float]:
    return any(each.pressing for each in told), max(each.above for each in told)


def _finding(heard: Heard, contact: int, level: Level, tactic: str, told: list[_Told]) -> Finding:
    surest: dict[int, _Told] = {}
    for each in told:
        if each.line not in surest or surest[each.line].above < each.above:
            surest[each.line] = each
    kept = sorted(surest, key=lambda line: -surest[line].above)[:MOST_LINES]
    lines = sorted(kept)
    numbers = heard.talk.numbers
    if level is Level.ACT_NOW and not any(each.pressing for each in told):
        level = Level.TALK_SOON
    sender = heard.talk.senders[contact]
    reasons = tuple(
        Reason(
            "pattern" if surest[line].pattern else UNSURE if surest[line].unsure else "line",
            surest[line].above,
            (numbers[line],),
            surest[line].pattern,
        )
        for line in lines
    )
    return Finding(
        id=finding_id(heard.talk.title, sender.id or sender.name, tactic),
        tactic=tactic,
        conversation=heard.talk.title,
        contact=sender.name,
        level=level,
        messages=tuple(numbers[line] for line in lines),
        first=heard.talk.at(lines[0]),
        last=heard.talk.at(lines[-1]),
        line_reasons=reasons,
    )


def finding_id(conversation: str, contact: str, tactic: str) -> str:
    """Return a name for a finding: the same when the chat, or a longer one, is read again.

    ``contact`` is the platform's id where there is one: names change, and two may share one.
    """
    said = f"{conversation}\0{contact}\0{tactic}"
    return hashlib.sha256(said.encode()).hexdigest()[:ID_LENGTH]
