"""Periods count days as the instrument that they come from counts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lawrules.days.period import Period, Unit
from lawrules.diagnostics import Diagnostic, Span
from lawrules.policy.checks.lengths import NoLength, lengths
from lawrules.policy.checks.places import fault
from lawrules.policy.checks.walk import rule_periods
from lawrules.policy.model import PeriodValue, Source, event_patterns

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR403 counted against the source, LR407 a parameter that is no period, LR408 extension without its days."""
    for rule in c.rules.values():
        for key, written in rule_periods(rule):
            # What a rule inherits is judged where it was written, under the clause that it rests on there.
            if key in rule.own_keys:
                yield from _judge(c, written, rule.basis)
        if "extend" in rule.own_keys:
            yield from _extensions(c, rule.clock.extend, rule)
        for reading in rule.readings if "readings" in rule.own_keys else ():
            clock = reading.clock
            for period in (clock.within, clock.ahead) if clock is not None else ():
                if period is not None:
                    yield from _judge(c, period, reading.basis or rule.basis)


def _judge(c: Composition, written: PeriodValue, basis: tuple[str, ...]) -> Iterator[Diagnostic]:
    for item in lengths(c, written):
        if isinstance(item, NoLength):
            yield fault("LR407", _value_span(c, item), word=item.definition.name, date=item.start.isoformat(),
                        value=item.value)
            continue
        cited = (item.basis,) if item.basis else basis
        span = _value_span(c, item) if item.definition is not None else written.span
        yield from _against_source(c, item.period, cited, span)


def _against_source(c: Composition, period: Period, basis: tuple[str, ...], span: Span) -> Iterator[Diagnostic]:
    """A fault if no cited source could mean such days and at least one says so."""
    if period.unit not in (Unit.DAY, Unit.WORKING_DAY):
        return
    disagreeing: list[tuple[str, Source]] = []
    for id in basis:
        clause = c.clauses.get(id)
        source = c.sources.get(clause.source) if clause is not None else None
        if source is None or source.counts_working_days is None:
            return
        if (period.count in source.counts_working_days) == (period.unit is Unit.WORKING_DAY):
            return
        disagreeing.append((id, source))
    if not disagreeing:
        return
    id, source = disagreeing[0]
    other = Period(period.count, Unit.DAY if period.unit is Unit.WORKING_DAY else Unit.WORKING_DAY)
    yield fault(
        "LR403", span, word=period.text("zh"), source=source.title, clause=id, suggestion=other.text("zh"),
        unit={"zh": "工作日", "en": "working days"} if period.unit is Unit.WORKING_DAY
        else {"zh": "自然日", "en": "natural days"},
        convention=_convention(source.counts_working_days or ()),
    )


def _convention(days: tuple[int, ...]) -> dict[str, str]:
    if not days:
        return {"zh": "一律按自然日", "en": "natural days throughout"}
    numbers = "、".join(map(str, days))
    return {
        "zh": f"{numbers} 日按工作日，其余按自然日",
        "en": f"terms of {', '.join(map(str, days))} days are working days, all others natural days",
    }


def _value_span(c: Composition, item: Any) -> Span:
    definition = item.definition
    document = c.documents.get(definition.layer)
    if document is None:
        span: Span = definition.span
        return span
    return document.span(("parameters", definition.name, item.start.isoformat(), "is"))


def _extensions(c: Composition, extensions: tuple[Any, ...], rule: Any) -> Iterator[Diagnostic]:
    for i, extension in enumerate(extensions):
        for event in event_patterns(extension.when):
            declared = c.vocabulary.field(event.type, extension.by)
            if event.type in c.vocabulary.types and (declared is None or declared.type != "int"):
                document = c.documents.get(rule.layer)
                span = document.span((rule.family, rule.id, "extend", i, "by")) if document is not None else rule.span
                yield fault("LR408", span, word=extension.by, event=event.type)
