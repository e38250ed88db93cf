"""The one-file site, and the cards against a typst page with one word on it."""

from __future__ import annotations

import datetime as dt
from functools import partial

import typst

from benchmarks.timing import measure_in_turn
from wayhome.paper.cards import Kind, make_card
from wayhome.paper.site import make_site
from wayhome.usecases.wayhome import Wayhome

RUNS = 20
AIM_SITE_KB = 400


def report() -> None:
    """Print the bytes and seconds of the site, and the seconds of each card."""
    wayhome = Wayhome.from_shipped_content(today=dt.date.today)
    size = len(make_site(wayhome).encode())
    (site,) = measure_in_turn(RUNS, partial(make_site, wayhome))
    print(f"site     {size / 1000:.1f} kB (aim: below {AIM_SITE_KB}), p50 {site.p50 * 1000:.0f} ms")
    region = wayhome.region("US")
    for kind in Kind:
        peer, card = measure_in_turn(
            RUNS, _one_word, partial(make_card, kind, wayhome, "en", region)
        )
        print(
            f"card     {kind.value:13} p50 {card.p50 * 1000:.0f} ms; one word in typst p50 "
            f"{peer.p50 * 1000:.0f} ms: {card.p50 / peer.p50:.1f} times"
        )


def _one_word() -> bytes:
    source = b'#set document(title: "x")\nword'
    return typst.compile(source, ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"])
