"""Milestones derive from events and from each other, never from themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic
from lawrules.policy.checks.places import fault
from lawrules.policy.checks.walk import rule_patterns

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR404 milestone cycle, reported at the milestone where it was met first in layer order."""
    rules = {rule.id: rule for rule in c.rules.values() if rule.family == "milestones"}
    leans_on = {
        id: sorted({p.type for p in rule_patterns(rule) if p.type in rules}) for id, rule in rules.items()
    }
    for cycle in cycles(leans_on):
        yield fault("LR404", rules[cycle[0]].span, where=" → ".join(cycle))


def cycles(edges: dict[str, list[str]]) -> Iterator[list[str]]:
    """The cycles that a depth-first walk closes, each as names that end where they began. Every edge is walked once.

    The stack is our own: a long chain must not exhaust Python's.
    """
    finished: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                path.pop()
                finished.add(name)
            elif name in path:
                yield [*path[path.index(name):], name]
            elif name not in finished:
                path.append(name)
                stack.append((name, True))
                stack.extend((other, False) for other in reversed(edges.get(name, [])))
