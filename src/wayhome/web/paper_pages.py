"""What is made to be printed: blank forms, the wallet card and the fridge sheet.

Nothing is filled in here but numbers, so nothing of it can be stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from wayhome.web import card_layout
from wayhome.web.shell import language, region, shell, words
from wayhome.web.start_pages import country_choice

if TYPE_CHECKING:
    from wayhome.model.numbers import Need
    from wayhome.usecases.views import NumberView

pages = Blueprint("paper_pages", __name__)


@pages.get("/p")
def index() -> str:
    """List all that can be printed: the forms first, then the cards."""
    return render_template(
        "papers.html", forms=shell().wayhome.forms(language()), here={"back": "papers"}
    )


@pages.get("/p/<int:number>")
def paper(number: int) -> str:
    """Show one sheet."""
    forms = shell().wayhome.forms(language())
    if 1 <= number <= len(forms):
        here = {"back": "paper", "number": number}
        return render_template("form.html", form=forms[number - 1], here=here)
    show = {1: _show_wallet, 2: _show_fridge}.get(number - len(forms))
    return show(number) if show else abort(404)


def _show_wallet(number: int) -> str:
    lines = card_layout.wallet_lines(words().lines("cards.wallet.lines"), _numbers_for)
    return render_template(
        "wallet.html",
        card_title=words()("cards.wallet.title"),
        faces=(lines[: card_layout.ON_THE_FRONT], lines[card_layout.ON_THE_FRONT :]),
        oldest=card_layout.oldest_day(lines),
        **country_choice("paper", number=number),
    )


def _show_fridge(number: int) -> str:
    say = words()
    steps = card_layout.fridge_steps(say.lines("cards.fridge.steps"), _numbers_for)
    notes = ("doctor", "school", "neighbor", "case_number")
    return render_template(
        "fridge.html",
        card_title=say("cards.fridge.title"),
        lead=say("cards.fridge.lead"),
        steps=steps,
        notes=[say(f"cards.fridge.notes.{each}") for each in notes],
        oldest=card_layout.oldest_day(steps),
        **country_choice("paper", number=number),
    )


def _numbers_for(need: Need) -> tuple[NumberView, ...]:
    chosen = region()
    return shell().wayhome.numbers(chosen, language(), need) if chosen else ()
