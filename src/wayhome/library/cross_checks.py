"""What one file alone can't show: that every id resolves and every way leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from wayhome.model.conditions import Answered, AnswerIn, Condition, Named, leaves_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wayhome.library import schemas

Note = Callable[[tuple[str | int, ...], str], None]
"""Takes the path inside a file and what is wrong there."""


class Everything(Collection[str]):
    """Holds every id: stands in for a file that can't be read, whose ids nobody knows.

    Without it one slip in a file of sources would come with a hundred faults that are none.
    """

    def __contains__(self, each: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def check_unique(ids: Iterable[str], place: str, note: Note) -> None:
    """Note each id that stands twice in the list at ``place``."""
    seen: Counter[str] = Counter()
    for index, each in enumerate(ids):
        seen[each] += 1
        if seen[each] > 1:
            note((place, index, "id"), f"the id {each!r} stands here a second time")


def check_known(
    ids: Iterable[str],
    known: Collection[str],
    path: tuple[str | int, ...],
    what: str,
    note: Note,
) -> None:
    """Note each id that names nothing."""
    for each in ids:
        if each not in known:
            note(path, f"there is no {what} {each!r}")


def check_condition(
    condition: Condition | None,
    options: Mapping[str, Collection[str]],
    rule_names: Collection[str],
    path: tuple[str | int, ...],
    note: Note,
) -> None:
    """Note each question, option or predicate in a condition that does not exist."""
    for leaf in leaves_of(condition):
        match leaf:
            case Named(rule):
                check_known((rule,), rule_names, path, "predicate", note)
            case Answered(question):
                check_known((question,), options, path, "question", note)
            case AnswerIn(question, chosen):
                check_known((question,), options, path, "question", note)
                if question in options:
                    check_known(chosen, options[question], path, f"option of {question}:", note)


def check_graph(shape: schemas.CheckFile, note: Note) -> None:
    """Note questions that can't be reached, that lead round in a circle, or that can get stuck."""
    edges = {question.id: [edge.to for edge in question.next] for question in shape.questions}
    place = {question.id: index for index, question in enumerate(shape.questions)}
    check_known((shape.first,), edges, ("first",), "question", note)
    for question in shape.questions:
        path = ("questions", place[question.id], "next")
        check_known(edges[question.id], {*edges, "end"}, path, "question", note)
        if question.next[-1].when is not None:
            note(
                path, f"{question.id} is a dead end when no condition holds: end with a plain `to`"
            )
        for index, edge in enumerate(question.next[:-1]):
            if edge.when is None:
                note((*path, index), "what follows is never reached: only the last has no `when`")
    for lost in edges.keys() - _reach(edges, shape.first):
        note(("questions", place[lost], "id"), f"no way leads to the question {lost!r}")
    for question_id, targets in edges.items():
        if question_id in _reach(edges, *targets):
            note(("questions", place[question_id], "next"), f"{question_id} leads back to itself")


def _reach(edges: dict[str, list[str]], *starts: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        here = waiting.pop()
        if here in edges and here not in reached:
            reached.add(here)
            waiting.extend(edges[here])
    return reached
