"""Every rule goes back to a clause, and every clause is accounted for: encoded by a rule, or not, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic, nearest
from lawrules.policy.checks.places import above, fault, listed, place

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR301 unknown clause, LR302 no basis, LR303/LR304 clauses not or twice accounted for, LR305, LR318."""
    yield from _rules(c)
    yield from _clauses(c)
    yield from _sources(c)


def _rules(c: Composition) -> Iterator[Diagnostic]:
    for rule in c.rules.values():
        if not rule.basis:
            yield fault("LR302", rule.span, word=rule.id)
        for span, id in listed(c, rule, "basis", rule.basis):
            if id not in c.clauses:
                yield fault("LR301", span, word=id, nearest=nearest(id, c.clauses))
        for span, id in listed(c, rule, "permitted_by", rule.permitted_by):
            if id not in c.clauses:
                yield fault("LR301", span, word=id, nearest=nearest(id, c.clauses))
            elif c.clauses[id].layer not in above(c, rule.layer):
                yield fault("LR318", span, word=id)
        if "readings" in rule.own_keys:
            for reading in rule.readings:
                for id in reading.basis:
                    if id not in c.clauses:
                        yield fault("LR301", place(c, rule, "readings", reading.name, "basis"), word=id,
                                    nearest=nearest(id, c.clauses))


def _clauses(c: Composition) -> Iterator[Diagnostic]:
    encoded: dict[str, str] = {}
    mentioned: set[str] = set()
    for rule in c.rules.values():
        for id in rule.basis:
            # Only a rule of the clause's own layer encodes it; a lower layer may still lean on it.
            if id in c.clauses and c.clauses[id].layer == rule.layer:
                encoded.setdefault(id, rule.id)
        mentioned.update(rule.basis, rule.permitted_by, *(reading.basis for reading in rule.readings))
    mentioned.update(value.basis for defs in c.parameters.values() for d in defs for value in d.values)
    for clause in c.clauses.values():
        if not clause.not_encoded and clause.id not in mentioned:
            yield fault("LR303", clause.span, word=clause.id, at=clause.at)
        elif clause.not_encoded and clause.id in encoded:
            yield fault("LR304", clause.span, word=clause.id, rule=encoded[clause.id])


def _sources(c: Composition) -> Iterator[Diagnostic]:
    for clause in c.clauses.values():
        if clause.source not in c.sources:
            document = c.documents.get(clause.layer)
            span = document.span(("clauses", clause.id, "source")) if document is not None else clause.span
            yield fault("LR305", span, word=clause.source, nearest=nearest(clause.source, c.sources))
