"""The matcher in plain Python: flat patterns as closures, grouped by event type and by the fields that they ask about.

Fields with few values (choices, yes or no) come with the same values again and again: what the patterns of a group say
of them is remembered, so that most events are looked up instead of judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lawrules.cases.events import Event
from lawrules.engine.ir import AllFlat, Atom, Flat, FlatPattern, assumed
from lawrules.policy.vocabulary import Vocabulary

Check = Callable[[Mapping[str, Any]], "bool | None"]
"""A condition on an event's data: True, False, or None where a missing field decides."""

Numbers = tuple[int, ...]

_ABSENT = object()

_FEW = frozenset(("bool", "enum", "set"))
"""Kinds of fields whose values are few enough to be remembered by."""

MAX_REMEMBERED = 512
"""Combinations of values that a group remembers; others are judged each time."""


class DirectMatcher:
    """Decides flat patterns with closures over the event's data."""

    name = "direct"

    def __init__(self, patterns: Iterable[FlatPattern], vocabulary: Vocabulary) -> None:
        self._always: dict[str, Numbers] = {}
        self._by_type: dict[str, list[_Group]] = {}
        grouped: dict[tuple[str, tuple[str, ...]], list[FlatPattern]] = {}
        for pattern in patterns:
            grouped.setdefault((pattern.type, tuple(sorted(_fields(pattern.condition)))), []).append(pattern)
        for (event_type, fields), several in grouped.items():
            group = _Group(event_type, fields, several, vocabulary)
            if fields:
                self._by_type.setdefault(event_type, []).append(group)
            else:
                self._always[event_type], _ = group.judge({})

    def match(self, event: Event) -> tuple[Numbers, Numbers]:
        holding = self._always.get(event.type, ())
        undecided: Numbers = ()
        data = event.data
        for group in self._by_type.get(event.type, ()):
            known = group.known
            if known is None:
                sure, open_ = group.judge(data)
            else:
                # A field that is absent is None here, which no field's value is.
                key = group.key(data)
                found = known.get(key)
                sure, open_ = found if found is not None else group.learn(key, data)
            holding += sure
            if open_:
                undecided += open_
        return holding, undecided


class _Group:
    """The patterns of an event type that ask about the same fields. `known`: what they said of earlier values."""

    __slots__ = ("_checks", "key", "known")

    def __init__(
        self, event_type: str, fields: tuple[str, ...], patterns: list[FlatPattern], vocabulary: Vocabulary
    ) -> None:
        assume = assumed(vocabulary, event_type)
        self._checks = [(pattern.number, compile_flat(pattern.condition, assume)) for pattern in patterns]
        declared = [vocabulary.fields.get(name) for name in fields]
        few = all(field is not None and field.type in _FEW for field in declared)
        self.known: dict[Any, tuple[Numbers, Numbers]] | None = {} if few else None
        self.key = _key(fields)

    def judge(self, data: Mapping[str, Any]) -> tuple[Numbers, Numbers]:
        """The numbers of the patterns that hold, and of those that cannot be decided."""
        said = [(number, check(data)) for number, check in self._checks]
        return tuple(n for n, truth in said if truth is True), tuple(n for n, truth in said if truth is None)

    def learn(self, key: Any, data: Mapping[str, Any]) -> tuple[Numbers, Numbers]:
        """The same, remembered for the next event with these values."""
        found = self.judge(data)
        if self.known is not None and len(self.known) < MAX_REMEMBERED:
            self.known[key] = found
        return found


def _key(fields: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Any]:
    """A function that gives the values of these fields."""
    if len(fields) == 1:
        only = fields[0]
        return lambda data: data.get(only)
    if len(fields) == 2:
        first, second = fields
        return lambda data: (data.get(first), data.get(second))
    return lambda data: tuple([data.get(name) for name in fields])


def _fields(condition: Flat) -> set[str]:
    """The fields that a condition asks about."""
    if isinstance(condition, Atom):
        return {condition.field}
    return set().union(*(_fields(item) for item in condition.items))


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
