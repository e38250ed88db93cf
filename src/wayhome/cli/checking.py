"""`wayhome check`: what have you noticed? Asks in the terminal, or takes a file of answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli import options
from wayhome.model.problems import UserProblem
from wayhome.usecases.home import Home
from wayhome.usecases.json_shapes import check_json, questions_json, to_text

if TYPE_CHECKING:
    from wayhome.model.conditions import Answers
    from wayhome.model.words import Words
    from wayhome.usecases.views import QuestionView
    from wayhome.usecases.wayhome import Wayhome


@click.command("check")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    help="A YAML or JSON file: question id to option id, or to a list of them.",
)
@click.option("--questions", is_flag=True, help="Only list the questions and their options.")
@options.region_option
@options.json_option
@options.lang_option
@options.home_option
def check_command(
    answers_file: Path | None,
    questions: bool,  # noqa: FBT001 - click passes options by name
    region: str | None,
    json_to: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Lead from what you noticed to the next right step."""
    wayhome, words = options.start(lang)
    if questions:
        _show_questions(wayhome, words, json_to)
        return
    answers = _answers(wayhome, words, answers_file)
    chosen = options.choose_region(wayhome, words, region, Home.find(home))
    check = wayhome.check(answers, words.language, chosen)
    if json_to is not None:
        options.write_output(json_to, to_text(check_json(check)))
        return
    from wayhome.cli.printing import Printer

    Printer(words).check(check)


def _show_questions(wayhome: Wayhome, words: Words, json_to: str | None) -> None:
    questions = wayhome.questions(words.language)
    if json_to is not None:
        options.write_output(json_to, to_text(questions_json(questions)))
        return
    for question in questions:
        click.echo(f"{question.id}: {question.words}")
        for option in question.options:
            click.echo(f"    {option.id}: {option.words}")


def _answers(wayhome: Wayhome, words: Words, file: Path | None) -> Answers:
    if file is not None:
        from wayhome.usecases.answers_file import read_answers

        return wayhome.take_answers(read_answers(file))
    if not sys.stdin.isatty():
        raise UserProblem("check_needs_terminal")
    return _ask(wayhome, words)


def _ask(wayhome: Wayhome, words: Words) -> Answers:
    """Ask in the terminal until the way through the questions ends."""
    click.echo(words("terminal.check_start"), err=True)
    answers: dict[str, tuple[str, ...]] = {}
    while (here := wayhome.path(answers)[-1]) not in answers:
        reader = answers.get("who", (None,))[0]
        question = next(
            each for each in wayhome.questions(words.language, reader) if each.id == here
        )
        answers[here] = _ask_one(question, words)
    return answers


def _ask_one(question: QuestionView, words: Words) -> tuple[str, ...]:
    click.echo(err=True)
    click.secho(question.words, bold=True, err=True)
    if question.hint:
        click.echo(question.hint, err=True)
    for number, option in enumerate(question.options, start=1):
        click.echo(f"  {number:2} {option.words}", err=True)
    key = "terminal.type_numbers" if question.many else "terminal.type_number"
    while True:
        click.echo(f"{words(key)} ", nl=False, err=True)
        # An answer at the prompt must not be taken from a pipe, nor stay in a history.
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        chosen = _chosen(line, question)
        if chosen is not None:
            return chosen
        click.echo(words("terminal.not_understood", highest=len(question.options)), err=True)


def _chosen(line: str, question: QuestionView) -> tuple[str, ...] | None:
    """Return the options whose numbers were typed, or None where that can't be read."""
    typed = line.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() for part in typed):
        return None
    numbers = sorted({int(part) for part in typed})
    if any(not 1 <= number <= len(question.options) for number in numbers):
        return None
    if not question.many and len(numbers) != 1:
        return None
    return tuple(question.options[number - 1].id for number in numbers)
