"""Exemptions: those that rules name exist, those that exist are named, and what they waive exists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic, nearest
from lawrules.policy.checks.places import fault, listed, named

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR306 unknown exemption, LR307 unused exemption, LR319 unknown thing waived."""
    known = [rule.id for rule in c.rules.values() if rule.family == "exemptions"]
    used: set[str] = set()
    for rule in c.rules.values():
        for key, names in (("unless", rule.unless), ("breaks", rule.breaks)):
            for name in names:
                found = named(c, name, rule.layer, "exemptions")
                if found is not None:
                    used.add(found.full_id)
            for span, name in listed(c, rule, key, names):
                if named(c, name, rule.layer, "exemptions") is None:
                    yield fault("LR306", span, word=name, nearest=nearest(name, known))
        for span, name in listed(c, rule, "waives", rule.waives):
            if c.find(name, rule.layer) is None and name not in c.clauses:
                ids = [*(r.id for r in c.rules.values()), *c.rules, *c.clauses]
                yield fault("LR319", span, word=name, nearest=nearest(name, ids))
    # An upper layer's exemptions are there for layers not seen here, so only the target's own can be unused.
    for rule in c.target.rules:
        if rule.family != "exemptions" or rule.full_id in used:
            continue
        settled = c.rules[rule.full_id]
        if not settled.waives and not settled.restates and not settled.overrides:
            yield fault("LR307", rule.span, word=rule.id)
