"""A join (`same`) needs its field on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic, Span
from lawrules.policy.checks.places import fault, listed
from lawrules.policy.checks.walk import rule_patterns, within_pattern
from lawrules.policy.model import EventPattern, Rule, event_patterns

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition

_DATES = frozenset(("day", "month", "year"))


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR210 a join field that no event of one side has."""
    for rule in c.rules.values():
        triggers = [p.type for p in event_patterns(rule.when)]
        if not triggers:
            continue
        answers = [*event_patterns(rule.require), *event_patterns(rule.after)]
        for span, name in listed(c, rule, "same", rule.same):
            yield from _both(c, name, triggers, [p.type for p in answers], span)
        yield from _in_patterns(c, rule, triggers)


def _in_patterns(c: Composition, rule: Rule, triggers: list[str]) -> Iterator[Diagnostic]:
    # A trigger's own `same` would join it with itself; the parser has already read it.
    joined = [pattern for pattern in rule_patterns(rule) if pattern.same]
    of_trigger = {id(p) for p in within_pattern(rule.when)} if joined else ()
    for pattern in joined:
        if id(pattern) not in of_trigger and _written_in(c, rule, pattern):
            for name in pattern.same:
                yield from _both(c, name, triggers, [pattern.type], pattern.span)


def _written_in(c: Composition, rule: Rule, pattern: EventPattern) -> bool:
    document = c.documents.get(rule.layer)
    return document is None or pattern.span.file in ("", document.file)


def _both(c: Composition, name: str, triggers: list[str], answers: list[str], span: Span) -> Iterator[Diagnostic]:
    if name in _DATES:
        return
    for side in (triggers, answers):
        if side and not _any_has(c, name, side):
            yield fault("LR210", span, word=name, event=", ".join(dict.fromkeys(side)))


def _any_has(c: Composition, name: str, types: Iterable[str]) -> bool:
    # What a milestone carries depends on the event it derives from, so it is taken to have the field.
    return any(kind not in c.vocabulary.types or name in c.vocabulary.types[kind].fields for kind in types)
