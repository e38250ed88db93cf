"""From the shapes of files to the values of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model import conditions, flow, numbers, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wayhome.library import schemas


def build_source(shape: schemas.SourceShape) -> sources.Source:
    """Return the source."""
    return sources.Source(
        id=shape.id,
        publisher=shape.publisher,
        title=shape.title,
        year=shape.year,
        where=shape.where,
        seen=shape.seen,
        confidence=shape.confidence,
        note=shape.note,
    )


def build_condition(shape: schemas.ConditionShape | None) -> conditions.Condition | None:
    """Return the condition, or None for none."""
    return None if shape is None else _condition(shape)


def _condition(shape: schemas.ConditionShape) -> conditions.Condition:
    if shape.all is not None:
        return conditions.All(tuple(_condition(part) for part in shape.all))
    if shape.any is not None:
        return conditions.AnyOf(tuple(_condition(part) for part in shape.any))
    if shape.not_ is not None:
        return conditions.Not(_condition(shape.not_))
    if shape.answered is not None:
        return conditions.Answered(shape.answered)
    if shape.answer is not None and shape.in_ is not None:
        return conditions.AnswerIn(shape.answer, tuple(shape.in_))
    # The schema allows exactly one form, so only this one is left.
    return conditions.Named(shape.rule or "")


def build_sign(shape: schemas.SignShape) -> flow.Sign:
    """Return the sign."""
    return flow.Sign(
        id=shape.id,
        kind=shape.kind,
        in_leaflet=shape.in_leaflet,
        calls_for_help=shape.calls_for_help,
        sources=tuple(shape.sources),
    )


def build_flow(shape: schemas.CheckFile) -> flow.Flow:
    """Return the check."""
    return flow.Flow(
        first=shape.first,
        questions=tuple(_question(question) for question in shape.questions),
        actions=tuple(
            flow.Action(
                id=action.id,
                needs=tuple(action.needs),
                sources=tuple(action.sources),
                when=build_condition(action.when),
            )
            for action in shape.actions
        ),
        outcomes=tuple(_outcome(outcome) for outcome in shape.outcomes),
    )


def _question(shape: schemas.QuestionShape) -> flow.Question:
    return flow.Question(
        id=shape.id,
        many=shape.many,
        options=tuple(shape.options),
        labels=shape.labels,
        next=tuple(
            flow.Edge(
                to=None if edge.to == "end" else edge.to,
                when=build_condition(edge.when),
            )
            for edge in shape.next
        ),
    )


def _outcome(shape: schemas.OutcomeShape) -> flow.Outcome:
    return flow.Outcome(
        id=shape.id,
        urgency=tuple(
            flow.UrgencyRule(rule.is_, build_condition(rule.when)) for rule in shape.urgency
        ),
        when=_condition(shape.when),
        because=tuple(shape.because),
        actions=tuple(shape.actions),
        procedure=shape.procedure,
        topics=tuple(shape.topics),
        sources=tuple(shape.sources),
    )


def build_region(
    shape: schemas.RegionFile,
    known_sources: Mapping[str, sources.Source],
) -> numbers.Region:
    """Return the region with each service's needs and status worked out."""
    return numbers.Region(
        id=shape.id,
        aliases=tuple(shape.aliases),
        services=tuple(_service(service, shape, known_sources) for service in shape.services),
        order={need: tuple(ids) for need, ids in shape.order.items()},
    )


def _service(
    shape: schemas.ServiceShape,
    region: schemas.RegionFile,
    known_sources: Mapping[str, sources.Source],
) -> numbers.Service:
    source = known_sources.get(shape.source)
    sure = source is not None and source.confidence is sources.Confidence.PUBLISHER
    confirmed = sure and shape.doubt is None and not shape.to_confirm
    return numbers.Service(
        id=shape.id,
        region=region.id,
        needs=tuple(need for need in numbers.Need if shape.id in region.order.get(need, ())),
        phone=shape.phone,
        shown=shape.shown,
        text_to=shape.text_to,
        text_body=shape.text_body,
        chat=shape.chat,
        web=shape.web,
        hours=shape.hours,
        languages=tuple(shape.languages),
        emergency=shape.emergency,
        law_enforcement=shape.law_enforcement,
        immigration_authority=shape.immigration_authority,
        may_pass_on_identity=shape.may_pass_on_identity,
        source=shape.source,
        to_confirm=tuple(shape.to_confirm),
        seen_on=shape.seen_on,
        checked_on=shape.checked_on,
        twin_of=shape.twin_of,
        status=sources.Status.CONFIRMED if confirmed else sources.Status.TO_CONFIRM,
    )
