"""The matcher in plain Python: flat patterns as closures, grouped by event type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lawrules.cases.events import Event
from lawrules.engine.ir import AllFlat, Atom, Flat, FlatPattern, assumed
from lawrules.policy.vocabulary import Vocabulary

Check = Callable[[Mapping[str, Any]], "bool | None"]
"""A condition on an event's data: True, False, or None where a missing field decides."""

_ABSENT = object()


class DirectMatcher:
    """Decides flat patterns with closures over the event's data."""

    name = "direct"

    def __init__(self, patterns: Iterable[FlatPattern], vocabulary: Vocabulary) -> None:
        self._by_type: dict[str, list[tuple[int, Check]]] = {}
        for pattern in patterns:
            check = compile_flat(pattern.condition, assumed(vocabulary, pattern.type))
            self._by_type.setdefault(pattern.type, []).append((pattern.number, check))

    def match(self, event: Event) -> tuple[tuple[int, ...], tuple[int, ...]]:
        holding: list[int] = []
        undecided: list[int] = []
        data = event.data
        for number, check in self._by_type.get(event.type, ()):
            result = check(data)
            if result is True:
                holding.append(number)
            elif result is None:
                undecided.append(number)
        return tuple(holding), tuple(undecided)


def compile_flat(condition: Flat, assume: Mapping[str, Any]) -> Check:
    """The condition as a function of an event's data."""
    if isinstance(condition, Atom):
        return _atom(condition, assume)
    checks = [compile_flat(item, assume) for item in condition.items]
    if isinstance(condition, AllFlat):
        return _all(checks)
    return _any(checks)


def _all(checks: list[Check]) -> Check:
    if not checks:
        return lambda _: True

    def check(data: Mapping[str, Any]) -> bool | None:
        result: bool | None = True
        for one in checks:
            value = one(data)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return check


def _any(checks: list[Check]) -> Check:
    if not checks:
        return lambda _: False

    def check(data: Mapping[str, Any]) -> bool | None:
        result: bool | None = False
        for one in checks:
            value = one(data)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return check


def _atom(atom: Atom, assume: Mapping[str, Any]) -> Check:
    name, negated = atom.field, atom.negated
    fallback = assume.get(name, _ABSENT)
    if atom.op in ("exists", "has"):
        return lambda data: present(data.get(name)) is not negated
    test = value_test(atom.op, atom.value, atom.many)

    def check(data: Mapping[str, Any]) -> bool | None:
        value = data.get(name, fallback)
        if value is _ABSENT:
            return None
        return test(value) is not negated

    return check


def present(value: Any) -> bool:
    """Whether a field says something: it is there and not an empty text or list."""
    return value is not None and value != "" and value != () and value != frozenset()


def value_test(op: str, operand: Any, many: bool) -> Callable[[Any], bool]:
    """One positive operator against a known value."""
    if many:
        if op == "is":
            return lambda value: operand in value
        if op == "in":
            wanted = frozenset(operand)
            return lambda value: not wanted.isdisjoint(value)
        if op == "includes":
            wanted = frozenset(operand)
            return lambda value: wanted.issubset(value)
        if op == "among":
            wanted = frozenset(operand)
            return lambda value: wanted.issuperset(value)
        raise ValueError(op)
    if op == "is":
        return lambda value: bool(value == operand)
    if op in ("in", "among"):
        wanted = frozenset(operand)
        return lambda value: value in wanted
    if op == "at_least":
        return lambda value: bool(value >= operand)
    if op == "more_than":
        return lambda value: bool(value > operand)
    if op == "at_most":
        return lambda value: bool(value <= operand)
    if op == "less_than":
        return lambda value: bool(value < operand)
    raise ValueError(op)
