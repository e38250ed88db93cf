"""The guide as JSON. Add fields, never rename them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model.guide import Shows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wayhome.usecases import guide_views as views
    from wayhome.usecases.json_shapes import Json
    from wayhome.usecases.wayhome import Wayhome


def topics_json(groups: Iterable[views.TopicGroupView], found: Sequence[str] | None) -> Json:
    """`wayhome guide --json -`: all topics, or those found, best first."""
    topics = {
        link.id: {"id": link.id, "title": link.title, "group": group.id.value}
        for group in groups
        for link in group.topics
    }
    return [topics[topic] for topic in (topics if found is None else found)]


def topic_json(topic: views.TopicView, wayhome: Wayhome, language: str) -> Json:
    """`wayhome guide TOPIC --json -`."""
    return {
        "id": topic.id,
        "title": topic.title,
        "lead": topic.lead,
        "group": topic.group.value,
        "stale": topic.stale,
        "statements": [
            {
                "id": each.id,
                "heading": each.heading,
                "text": each.text,
                "lines": list(each.lines),
                "sources": [view.source.id for view in each.sources],
                "status": each.status.value,
            }
            for each in topic.statements
        ],
        "shows": topic.shows.value if topic.shows else None,
        "shown": _shown(topic.shows, wayhome, language),
        "numbers": [number.service.id for number in topic.numbers],
        "procedure": topic.procedure,
        "related": [link.id for link in topic.related],
        "sources": [view.source.id for view in topic.sources],
    }


def due_json(due: Iterable[views.DueView]) -> Json:
    """`wayhome content due --json -`."""
    return [
        {
            "kind": each.kind,
            "id": each.id,
            "name": each.name,
            "last_known": each.last_known.isoformat() if each.last_known else None,
        }
        for each in due
    ]


def _shown(shows: Shows | None, wayhome: Wayhome, language: str) -> Json:
    match shows:
        case Shows.SIGNS:
            return [_sign(sign) for sign in wayhome.signs(language)]
        case Shows.TACTICS:
            return [_tactic(tactic) for tactic in wayhome.tactics(language)]
        case Shows.FIGURES:
            return [_table(table) for table in wayhome.figures(language)]
        case None:
            return None


def _sign(sign: views.SignView) -> Json:
    return {
        "id": sign.id,
        "label": sign.label,
        "means": sign.means,
        "innocent": sign.innocent,
        "do": sign.do,
        "ask": sign.ask,
        "in_leaflet": sign.in_leaflet,
        "sources": [view.source.id for view in sign.sources],
        "status": sign.status.value,
    }


def _tactic(tactic: views.TacticView) -> Json:
    return {
        "id": tactic.id,
        "label": tactic.label,
        "phase": tactic.phase.value,
        "what": tactic.what,
        "matters": tactic.matters,
        "looks_like": list(tactic.looks_like),
        "innocent": tactic.innocent,
        "do": tactic.do,
        "sources": [view.source.id for view in tactic.sources],
        "status": tactic.status.value,
    }


def _table(table: views.FigureTableView) -> Json:
    return {
        "id": table.id,
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [
            {"cells": list(row.cells), "source": row.source.source.id, "status": row.status.value}
            for row in table.rows
        ],
        "caveats": list(table.caveats),
    }
