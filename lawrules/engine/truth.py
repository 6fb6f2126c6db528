"""Three-valued logic. True, False, or `Missing`: the facts that would decide.

Kleene's tables: a conjunction is false as soon as one part is, whatever else is unknown. The names of missing facts are
collected from all undecided parts, so that a file can be completed in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias


class Missing(frozenset[str]):
    """Undecided: the names of the facts that are missing, such as `d1.amount` or `$major_amount_threshold`."""

    __slots__ = ()

    def __bool__(self) -> bool:
        raise TypeError("an undecided truth has no boolean value")


Truth: TypeAlias = "bool | Missing"


def missing(*facts: str) -> Missing:
    return Missing(facts)


def both(a: Truth, b: Truth) -> Truth:
    if a is False or b is False:
        return False
    if a is True:
        return b
    if b is True:
        return a
    return Missing(a | b)


def either(a: Truth, b: Truth) -> Truth:
    if a is True or b is True:
        return True
    if a is False:
        return b
    if b is False:
        return a
    return Missing(a | b)


def negate(a: Truth) -> Truth:
    if a is True:
        return False
    if a is False:
        return True
    return a


def all_of(items: Iterable[Truth]) -> Truth:
    result: Truth = True
    for item in items:
        if item is False:
            return False
        result = both(result, item)
    return result


def any_of(items: Iterable[Truth]) -> Truth:
    result: Truth = False
    for item in items:
        if item is True:
            return True
        result = either(result, item)
    return result


def facts_of(*truths: Truth) -> tuple[str, ...]:
    """The missing facts of all undecided truths, sorted."""
    found: set[str] = set()
    for truth in truths:
        if isinstance(truth, Missing):
            found |= truth
    return tuple(sorted(found))
