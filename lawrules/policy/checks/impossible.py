"""Conditions that nothing can meet: tests of one field that exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from lawrules.diagnostics import Diagnostic
from lawrules.policy.checks.implication import alternatives, conjuncts, excludes, single_valued
from lawrules.policy.checks.places import fault
from lawrules.policy.checks.walk import own_conditions, within_rule
from lawrules.policy.model import Condition, Literal, Rule, Test

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition

_BELOW = {"at_most": False, "less_than": True}
_ABOVE = {"at_least": False, "more_than": True}


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR218 tests that can never hold together, in one condition or in a trigger and its `if`."""
    for rule in c.rules.values():
        groups = [conjuncts(condition) for condition in within_rule(rule)]
        groups.extend(_triggers(rule))
        for tests in groups:
            clash = _clash(c, tests) if len(tests) > 1 else None
            # What a rule inherits or takes from a group was written, and is told, elsewhere.
            if clash is not None and clash.span.file == rule.span.file:
                yield fault("LR218", clash.span, field=clash.path[-1])


def _triggers(rule: Rule) -> Iterator[tuple[Condition, ...]]:
    events = alternatives(rule.when) or ()
    if len(events) == 1 and not events[0].group:
        for condition in own_conditions(rule):
            yield conjuncts(events[0].where, condition)


def _clash(c: Composition, tests: Iterable[Condition]) -> Test | None:
    known: list[Test] = []
    for test in single_valued(c.vocabulary, tests):
        found = excludes(known, [test])
        if found is not None or any(_apart(one, test) or _apart(test, one) for one in known):
            return test
        known.append(test)
    return None


def _apart(low: Test, high: Test) -> bool:
    """Whether `low` keeps the value below what `high` asks for, both being bounds or exact values of one field."""
    if low.path != high.path:
        return False
    top, bottom = _bound(low, _BELOW), _bound(high, _ABOVE)
    if top is None or bottom is None:
        return False
    try:
        return bool(top[0] < bottom[0] or (top[0] == bottom[0] and (top[1] or bottom[1])))
    except TypeError:
        return False


def _bound(test: Test, ops: dict[str, bool]) -> tuple[Any, bool] | None:
    """The bound that a test sets, and whether the bound itself is out."""
    if not isinstance(test.operand, Literal):
        return None
    if test.op in ops:
        return (test.operand.value, ops[test.op])
    return (test.operand.value, False) if test.op == "is" else None
