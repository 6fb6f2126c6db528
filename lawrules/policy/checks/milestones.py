"""Milestones derive from events and from each other, never from themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic
from lawrules.policy.checks.places import fault
from lawrules.policy.checks.walk import rule_patterns

if TYPE_CHECKING:
    from lawrules.policy.compose import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR404 milestone cycle, reported once, at the first of its milestones in layer order."""
    rules = {rule.id: rule for rule in c.rules.values() if rule.family == "milestones"}
    leans_on = {
        id: sorted({p.type for p in rule_patterns(rule) if p.type in rules}) for id, rule in rules.items()
    }
    done: set[str] = set()
    for start in rules:
        # An explicit stack: a long chain of milestones must not exhaust Python's.
        path: list[str] = []
        stack = [(start, 0)]
        while stack:
            name, depth = stack.pop()
            del path[depth:]
            if name in path:
                cycle = [*path[path.index(name):], name]
                yield fault("LR404", rules[cycle[0]].span, where=" → ".join(cycle))
                done.update(cycle)
                continue
            if name in done:
                continue
            path.append(name)
            stack.extend((other, depth + 1) for other in reversed(leans_on[name]))
        done.add(start)
