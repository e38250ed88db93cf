"""Checks under way: apart from each other, limited in number, forgotten as one."""

from __future__ import annotations

import re

from wayhome.usecases.runs import MOST, Runs


def test_an_id_says_nothing() -> None:
    runs = Runs()
    ids = {runs.start({}).id for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch(r"[\w-]{8}", each) for each in ids)


def test_answers_of_two_runs_never_mix() -> None:
    runs = Runs()
    one, two = runs.start({}), runs.start({"who": ("young_person",)})
    runs.answer(one.id, "missing", ("yes",))
    runs.answer(two.id, "missing", ("no",))
    assert runs.find(one.id).answers == {"missing": ("yes",)}  # type: ignore[union-attr]
    assert runs.find(two.id).answers == {"who": ("young_person",), "missing": ("no",)}  # type: ignore[union-attr]


def test_a_run_that_was_taken_out_does_not_change() -> None:
    runs = Runs()
    before = runs.start({})
    after = runs.answer(before.id, "missing", ("yes",))
    assert before.said == {}
    assert after
    assert after.said == {"missing": ("yes",)}


def test_the_oldest_is_forgotten_first() -> None:
    runs = Runs()
    first, second = runs.start({}), runs.start({})
    runs.answer(first.id, "missing", ("no",))
    for _ in range(MOST - 1):
        runs.start({})
    assert runs.find(first.id)
    assert runs.find(second.id) is None


def test_all_are_forgotten_at_once() -> None:
    runs = Runs()
    run = runs.start({})
    runs.forget_all()
    assert runs.find(run.id) is None
    assert runs.answer(run.id, "missing", ("yes",)) is None
