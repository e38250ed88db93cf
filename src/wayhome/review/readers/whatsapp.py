"""WhatsApp's `Export chat`: a text, alone or in a zip, written by a phone of any language."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from wayhome.model.messages import Confidence, Conversation, DateOrder, Part, Plan, one_by_one
from wayhome.review.readers.date_order import OrderFinder, Settled
from wayhome.review.readers.whatsapp_lines import Form, find_form
from wayhome.review.readers.whatsapp_notices import ANY_MARKS, titles
from wayhome.review.readers.whatsapp_runs import Runs, whole_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import Message, Run, Skipped
    from wayhome.review.source import Chosen, Source

COPY_NUMBER = re.compile(r" ?\(\d{1,3}\)$")


class WhatsApp:
    """Reader of WhatsApp's text exports."""

    id = "whatsapp"
    origin = "platform"
    names_may_be_numbers = True

    def recognises(self, source: Source) -> Confidence | None:
        """Claim texts whose first lines begin with a day, a time and a name."""
        files = tuple(
            name
            for name in source.names()
            if name.lower().endswith(".txt") or source.only_file
            if find_form(source.head(name)) is not None
        )
        return Confidence(80, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Settle the order of the dates of each text."""
        settled: dict[str, Settled] = {}
        for name in files.names():
            form = find_form(files.head(name))
            if form is not None:
                days = _hear_days(files, name, form)
                settled[name] = days.settle(twelve_hours=form.shape.has_period, given=dates)
        orders = {each.order for each in settled.values()}
        return Plan(
            files.names(), date_order=orders.pop() if len(orders) == 1 else None, detail=settled
        )

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each text."""
        settled = plan.detail if isinstance(plan.detail, dict) else {}
        for name in files.names():
            form = find_form(files.head(name))
            if form is None:
                continue
            order: Settled = settled[name]
            assumed = (order.assumed,) if order.assumed else ()
            messages = one_by_one(_read(files, name, form, order.order))
            part = Part(name, messages, assumed, _read(files, name, form, order.order))
            yield Conversation(
                find_title(files, name) or _other_person(files, name, form), iter((part,))
            )


def _other_person(files: Chosen, name: str, form: Form) -> str:
    """Return the sender who is met first, where nothing else names the chat."""
    text = files.head(name).decode(form.encoding, "ignore")
    found = form.header().search("\n" + text.replace("\r\n", "\n"))
    return (found and found[3] and ANY_MARKS.sub("", found[3]).strip()) or ""


def _hear_days(files: Chosen, name: str, form: Form) -> OrderFinder:
    finder = OrderFinder()
    header, group = form.header(), 0 if form.shape.day_first else 1
    last = ""
    with files.open(name) as file:
        for _, piece in whole_lines(file, form.encoding):
            text = (piece or b"").decode()
            days = [found[group] for found in header.findall("\n" + text)]
            # Runs of one day say nothing more.
            runs = [day for before, day in pairwise([last, *days]) if day != before]
            last = days[-1] if days else last
            if finder.hear(runs):
                break
    return finder


def _read(
    files: Chosen, name: str, form: Form, order: DateOrder
) -> Iterator[Run | Message | Skipped]:
    with files.open(name) as file:
        yield from Runs(form, order).read(file)


def find_title(files: Chosen, name: str) -> str:
    """Return a chat's title from the name of its file; "" if the name says nothing."""
    folders, _, file = name.rpartition("/")
    stem = file.rpartition(".")[0] or file
    if stem.strip("_").lower() in {"chat", "whatsapp chat"}:
        # iOS calls the text `_chat.txt`; the zip or folder around it has the name.
        around = folders.rpartition("/")[2] or _container(files)
        stem = around if titled(around) else ""
    shown = COPY_NUMBER.sub("", ANY_MARKS.sub("", stem)).replace("_", " ").strip()
    return titled(shown) or (shown if stem.strip("_").lower() != "chat" else "")


def _container(files: Chosen) -> str:
    if files.only_file:
        return ""
    shown = files.shown.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return shown[:-4] if shown.lower().endswith(".zip") else shown


def titled(stem: str) -> str:
    """Return what a file name says after its localised beginning; "" if it has none."""
    plain = COPY_NUMBER.sub("", unicodedata.normalize("NFC", ANY_MARKS.sub("", stem))).strip()
    plain = plain.replace("_", " ") if " " not in plain else plain
    before, after = titles()
    for beginning in before:
        if plain.lower().startswith(beginning):
            return plain[len(beginning) :].strip()
    for end in after:
        if plain.lower().endswith(end):
            return plain[: -len(end)].strip()
    return ""


READER = WhatsApp()
