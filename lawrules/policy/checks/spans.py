"""Stretches of time end after they start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic, Span
from lawrules.policy.checks.places import fault, place
from lawrules.policy.model import Force

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR406 ends before it starts: `in_force` of a layer, a source or a rule, and `once`."""
    for layer in c.layers:
        document = c.documents.get(layer.id)
        yield from _ordered(layer.force, document.span(("in_force",)) if document else layer.span, "in_force")
        for source in layer.sources.values():
            yield from _ordered(source.force, source.span, source.id)
    for rule in c.rules.values():
        if "in_force" in rule.own_keys:
            for force in rule.force:
                yield from _ordered(force, place(c, rule, "in_force"), rule.id)
        if "once" in rule.own_keys:
            yield from _pair(rule.clock.once_from, rule.clock.once_by, place(c, rule, "once"), rule.id)


def _ordered(force: Force, span: Span, word: str) -> Iterator[Diagnostic]:
    yield from _pair(force.start, force.end, span, word)


def _pair(start: date | None, end: date | None, span: Span, word: str) -> Iterator[Diagnostic]:
    if start is not None and end is not None and end < start:
        yield fault("LR406", span, word=word, start=start.isoformat(), end=end.isoformat())
