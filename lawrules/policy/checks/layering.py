"""How rules and registers of different layers refer to each other: nothing is replaced in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic
from lawrules.policy.checks.places import above, fault, place, together
from lawrules.policy.model import Rule

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR312 target not above, LR320 target of another family, LR321 register id taken, LR322 overridden twice."""
    heirs: dict[str, list[Rule]] = {}
    for rule in c.rules.values():
        for key, ref in (("overrides", rule.overrides), ("restates", rule.restates)):
            target = c.rules.get(ref if "/" in ref else f"{rule.layer}/{ref}") if ref else None
            if target is None:
                continue
            if target.layer != rule.layer and target.layer not in above(c, rule.layer):
                yield fault("LR312", place(c, rule, key), word=ref, where=key)
            elif target.family != rule.family:
                yield fault("LR320", place(c, rule, key), word=rule.id, family=rule.family, other=target.full_id,
                            other_family=target.family)
            elif key == "overrides":
                heirs.setdefault(target.full_id, []).append(rule)
    for upper, rules in heirs.items():
        for i, rule in enumerate(rules):
            rival = next((r for r in rules[:i] if together(r, rule)), None)
            if rival is not None:
                yield fault("LR322", place(c, rule, "overrides"), word=upper, first=rival.full_id, second=rule.full_id)
    yield from _registers(c)


def _registers(c: Composition) -> Iterator[Diagnostic]:
    clauses: dict[str, str] = {}
    sources: dict[str, str] = {}
    for layer in c.layers:
        for clause in layer.clauses.values():
            first = clauses.setdefault(clause.id, layer.id)
            if first != layer.id:
                yield fault("LR321", clause.span, word=clause.id, where=first)
        for source in layer.sources.values():
            first = sources.setdefault(source.id, layer.id)
            if first != layer.id:
                yield fault("LR321", source.span, word=source.id, where=first)
