"""Whether one condition or pattern is sure to hold where another holds. No check of its own.

Sound and incomplete: `True` is certain, `False` may only mean that it could not be seen. Conditions are compared by
their conjuncts; a test of one value implies a test of several that hold it, a higher floor implies a lower one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lawrules.policy.model import And, AnyOf, Condition, EventPattern, Literal, Or, Pattern, Test
from lawrules.policy.vocabulary import Vocabulary


def conjuncts(*conditions: Condition | None) -> tuple[Condition, ...]:
    """The conditions that must all hold, flattened."""
    found: list[Condition] = []
    for condition in conditions:
        if isinstance(condition, And):
            found.extend(conjuncts(*condition.items))
        elif condition is not None:
            found.append(condition)
    return tuple(found)


def implies(given: Iterable[Condition], wanted: Iterable[Condition]) -> bool:
    """Whether every wanted conjunct is sure to hold where all the given ones do."""
    known = tuple(given)
    return all(any(_implies_one(one, other) for one in known) for other in wanted)


def _implies_one(one: Condition, other: Condition) -> bool:
    if one == other:
        return True
    if isinstance(other, Or):
        return any(implies(conjuncts(one), conjuncts(item)) for item in other.items)
    if not (isinstance(one, Test) and isinstance(other, Test)) or one.path != other.path:
        return False
    if not (isinstance(one.operand, Literal) and isinstance(other.operand, Literal)):
        return False
    a, b = one.operand.value, other.operand.value
    if one.op in ("is", "in") and other.op in ("is", "in"):
        return set(_values(one.op, a)) <= set(_values(other.op, b))
    if other.op == "exists" and b is True:
        return one.op not in ("exists", "not", "none_of")
    try:
        if one.op == other.op == "at_least":
            return bool(a >= b)
        if one.op == other.op == "at_most":
            return bool(a <= b)
    except TypeError:
        return False
    return False


def excludes(given: Iterable[Condition], others: Iterable[Condition]) -> Test | None:
    """A test among `others` that cannot hold where `given` do: the same single-valued field, other values."""
    known = [g for g in given if isinstance(g, Test) and g.op in ("is", "in") and isinstance(g.operand, Literal)]
    for other in others:
        if isinstance(other, Test) and other.op in ("is", "in") and isinstance(other.operand, Literal):
            for one in known:
                if one.path == other.path and isinstance(one.operand, Literal):
                    mine, theirs = _values(one.op, one.operand.value), _values(other.op, other.operand.value)
                    if not set(mine) & set(theirs):
                        return other
    return None


def single_valued(vocabulary: Vocabulary, conditions: Iterable[Condition]) -> Iterator[Test]:
    """The tests of fields that hold one value: on a set `is` means contains, and two values can both be there.

    `type` and the facts of profiles are left out: what stands behind them differs from event to event.
    """
    for item in conditions:
        if isinstance(item, Test) and item.path[0] == "event":
            declared = vocabulary.fields.get(item.path[-1])
            if declared is not None and not declared.many:
                yield item


def _values(op: str, value: Any) -> tuple[Any, ...]:
    return tuple(value) if op == "in" and isinstance(value, (tuple, list, frozenset)) else (value,)


def alternatives(pattern: Pattern | None) -> tuple[EventPattern, ...] | None:
    """The events of which any one fits, or None where the pattern asks for more than one event."""
    if isinstance(pattern, EventPattern):
        return (pattern,)
    if isinstance(pattern, AnyOf):
        parts = [alternatives(item) for item in pattern.items]
        if all(part is not None for part in parts):
            return tuple(event for part in parts for event in part or ())
    return None


def covers(wide: Iterable[EventPattern], extra: Condition | None, narrow: Iterable[EventPattern],
           given: Condition | None) -> bool:
    """Whether every event that fits `narrow` (under `given`) is sure to fit `wide` (under `extra`)."""
    wides = tuple(wide)
    return all(
        any(
            w.type == n.type and not w.same and implies(conjuncts(n.where, given), conjuncts(w.where, extra))
            for w in wides
        )
        for n in narrow
    )
