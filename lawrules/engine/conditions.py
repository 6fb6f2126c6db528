"""Conditions as functions: everything that is not flat (history, persons, dates, parameters, joins).

A compiled condition takes an `Env` and gives a truth. Patterns and conditions hold each other, so the compiler of both
is one object; what searches the history is in `lawrules.engine.search`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from lawrules.days.due import due_day
from lawrules.days.period import Period
from lawrules.engine.env import ABSENT, BUILT_IN, ROOTS, Env, Incomplete, base_type, lookup
from lawrules.engine.ir import Flat, FlatPattern, split
from lawrules.engine.match_direct import present, value_test
from lawrules.engine.search import CompiledPattern, Search, compile_pattern
from lawrules.engine.truth import Missing, Truth, all_of, any_of, both, either, negate
from lawrules.policy.model import (
    ALWAYS,
    And,
    Condition,
    FieldValue,
    FromHistory,
    Happened,
    Literal,
    Members,
    Not,
    Operand,
    Or,
    Parameter,
    Pattern,
    PeriodValue,
    Share,
    Test,
)
from lawrules.policy.vocabulary import Vocabulary

Pred: TypeAlias = Callable[[Env], Truth]
Getter: TypeAlias = Callable[[Env], Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda a, b: bool(a >= b),
    "more_than": lambda a, b: bool(a > b),
    "at_most": lambda a, b: bool(a <= b),
    "less_than": lambda a, b: bool(a < b),
}


class Compiler:
    """Compiles conditions and patterns, and numbers the flat patterns that a matcher will decide."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.flat: list[FlatPattern] = []
        self._numbers: dict[tuple[str, Flat], int] = {}
        self._compiled: dict[Condition, Pred] = {}

    def shared(self, condition: Condition) -> Pred:
        """The condition compiled once for all rules that have it: results can then be remembered together."""
        found = self._compiled.get(condition)
        if found is None:
            found = self._compiled[condition] = self.condition(condition)
        return found

    def number(self, event_type: str, condition: Condition, refuses: frozenset[str]) -> tuple[int, Pred | None]:
        """The number of the flat part of a condition on events of a type, and the rest as a function."""
        flat, rest = split(condition, event_type, self.vocabulary, refuses)
        key = (event_type, flat)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.flat)
            self.flat.append(FlatPattern(number, event_type, flat))
        return number, None if rest == ALWAYS else self.condition(rest)

    def pattern(self, pattern: Pattern, refuses: frozenset[str] = frozenset()) -> CompiledPattern:
        return compile_pattern(pattern, self, refuses)

    # ── conditions

    def condition(self, c: Condition) -> Pred:
        """The condition as a function of its place."""
        if isinstance(c, And):
            return _until(False, [self.condition(item) for item in c.items], both)
        if isinstance(c, Or):
            return _until(True, [self.condition(item) for item in c.items], either)
        if isinstance(c, Not):
            inner = self.condition(c.item)
            return lambda env: negate(inner(env))
        if isinstance(c, Happened):
            compiled = self.pattern(c.pattern)
            return compiled.happened
        if isinstance(c, Members):
            return self._members(c)
        return self._test(c)

    def _test(self, test: Test) -> Pred:
        path, op = test.path, test.op
        if op in ("exists", "has"):
            wanted = not (isinstance(test.operand, Literal) and test.operand.value is False)
            return lambda env: _exists(path, env) is wanted
        if op == "older_than":
            period = test.operand.value if isinstance(test.operand, Literal) else None
            return _older_than(path, self.period(period)) if isinstance(period, PeriodValue) else lambda env: False
        if isinstance(test.operand, Literal):
            return _against_literal(path, op, test.operand.value)
        operand = self.operand(test.operand)
        op, negated = _POSITIVE.get(op, op), op in _POSITIVE

        def check(env: Env) -> Truth:
            value = lookup(path, env)
            if value is ABSENT:
                return False
            if isinstance(value, Missing):
                return value
            against = operand(env)
            if isinstance(against, Missing):
                return against
            if against is ABSENT:
                return False
            result = _compare(op, value, against)
            return negate(result) if negated else result

        return check

    def _members(self, c: Members) -> Pred:
        path, where, quantifier = c.path, self.condition(c.where), c.quantifier
        tests = [(_COMPARE[op], self.operand(operand)) for op, operand in c.tests]
        items = c.root == "item"

        def check(env: Env) -> Truth:
            listed = lookup(path, env)
            if listed is ABSENT:
                return False
            if isinstance(listed, Missing):
                return listed
            if isinstance(listed, str):
                listed = (listed,)
            truths = []
            # One place for all of them: nothing keeps it beyond the condition.
            place = env.copied()
            for member in listed:
                spared = False if items or env.exempt is None else env.exempt(env, member)
                if spared is True:
                    continue
                if items:
                    place.item = member
                else:
                    place.person = member
                truth = where(place)
                # Who may be exempt neither breaks `every` for sure nor counts for sure.
                truths.append(either(truth, spared) if quantifier == "every" else both(truth, negate(spared)))
            if quantifier == "every":
                return all_of(truths)
            if quantifier == "some":
                return any_of(truths)
            return _counted(truths, tests, env)

        return check

    # ── operands

    def operand(self, operand: Operand) -> Getter:
        """The operand as a function of its place: a value, or what is missing."""
        if isinstance(operand, Literal):
            value = operand.value
            return lambda env: value
        if isinstance(operand, Parameter):
            name = operand.name
            return lambda env: env.rules.parameter(name, env.day)
        if isinstance(operand, FieldValue):
            return _field(operand)
        if isinstance(operand, Share):
            return _share(operand)
        return self._from_history(operand)

    def _from_history(self, operand: FromHistory) -> Getter:
        search = self.pattern(operand.pattern)
        path = operand.path

        def get(env: Env) -> Any:
            found = search.latest(env)
            if found is None:
                return Missing((f"{operand.pattern.type}",))
            if isinstance(found, Missing):
                return found
            return _walk(found.data, path, found.id)

        return get

    def period(self, value: PeriodValue | None) -> Callable[[Env], Period | Missing]:
        """The period as a function of its place: parameters and fields are looked up there."""
        if value is None or value.period is not None:
            fixed = value.period if value is not None and value.period is not None else None
            return lambda env: fixed if fixed is not None else Missing(("period",))
        source, unit, text = value.source, value.unit, value.text
        getter = self.operand(source) if source is not None else (lambda env: Missing((text,)))

        def get(env: Env) -> Period | Missing:
            found = getter(env)
            if isinstance(found, Missing):
                return found
            if unit is None:
                return found if isinstance(found, Period) else Period.parse(str(found))
            if found is ABSENT:
                return Missing((text,))
            return Period(int(found), unit)

        return get


def _until(ends: bool, parts: list[Pred], join: Callable[[Truth, Truth], Truth]) -> Pred:
    """Conditions one after another until one of them is `ends`: `all_of` and `any_of`, building nothing."""
    if len(parts) == 1:
        return parts[0]

    def check(env: Env) -> Truth:
        result: Truth = not ends
        for part in parts:
            truth = part(env)
            if truth is ends:
                return ends
            if isinstance(truth, Missing):
                result = join(result, truth)
        return result

    return check


_POSITIVE = {"not": "is", "none_of": "in", "not_among": "among_any"}
"""Operators that say the contrary of another one."""


def _against_literal(path: tuple[str, ...], op: str, literal: Any) -> Pred:
    """The commonest test: a value against one that the rule itself gives."""
    root, name = path[0], path[1]
    get = ROOTS[root]
    result = _tester(_POSITIVE.get(op, op), literal)
    negated = op in _POSITIVE

    def check(env: Env) -> Truth:
        value = get(name, env)
        if value is ABSENT:
            return False
        if isinstance(value, Missing):
            return value
        return result(value) is not negated

    if root != "event" or name in BUILT_IN:
        return check
    silences: dict[str, Truth] = {}

    def check_event(env: Env) -> Truth:
        event = env.event
        if event is None:
            return False
        value = event.data.get(name, ABSENT)
        if value is not ABSENT:
            return result(value) is not negated
        if env.refuses:
            return check(env)
        # What silence means hangs on the type alone; where it means nothing, the fact is missing.
        kind = base_type(event)
        silence = silences.get(kind)
        if silence is None:
            silence = silences[kind] = check(env)
        return silence if silence is True or silence is False else Missing((f"{event.id}.{name}",))

    return check_event


def _tester(op: str, literal: Any) -> Callable[[Any], bool]:
    """What `_compare` says of a value and this literal, prepared for both kinds of values."""
    listed = isinstance(literal, (tuple, frozenset, list))
    if op == "among_any" or (op == "is" and listed):
        op = "in"
    if op in _COMPARE:
        compare, dated = _COMPARE[op], isinstance(literal, date)

        def ordered(value: Any) -> bool:
            if isinstance(value, (tuple, frozenset)) or (isinstance(value, date) and not dated):
                return False
            return compare(value, literal)

        return ordered
    if op == "is":
        return lambda value: literal in value if isinstance(value, (tuple, frozenset)) else bool(value == literal)
    wanted = _as_set(literal)
    many = value_test(op, wanted, True)
    if op == "includes":
        return lambda value: many(value if isinstance(value, (tuple, frozenset)) else (value,))
    return lambda value: many(value) if isinstance(value, (tuple, frozenset)) else value in wanted


def _exists(path: tuple[str, ...], env: Env) -> bool:
    if path[0] == "event" and env.event is not None:
        return present(env.event.data.get(path[1]))
    value = lookup(path, env)
    return value is not ABSENT and not isinstance(value, Missing) and present(value)


def _compare(op: str, value: Any, against: Any) -> Truth:
    if isinstance(against, Incomplete):
        found = frozenset(value) if isinstance(value, (tuple, frozenset)) else frozenset((value,))
        if op == "among_any" and found & against:
            return True
        if op in ("is", "in", "among", "includes") and found <= against:
            return True
        return Missing(against.lacking)
    many = isinstance(value, (tuple, frozenset))
    if op == "among_any":
        return value_test("in", _as_set(against), many)(value)
    if op == "among" and not many:
        return value in _as_set(against)
    if op == "is" and isinstance(against, (tuple, frozenset)):
        return value_test("in", against, many)(value)
    if op in ("in", "includes", "among"):
        return value_test(op, _as_set(against), many)(value)
    if many and op in _COMPARE:
        return False
    if isinstance(value, date) and not isinstance(against, date):
        return False
    return value_test(op, against, many)(value)


def _as_set(value: Any) -> frozenset[Any]:
    return frozenset(value) if isinstance(value, (tuple, frozenset, list)) else frozenset((value,))


def _counted(truths: list[Truth], tests: list[tuple[Callable[[Any, Any], bool], Getter]], env: Env) -> Truth:
    sure = sum(1 for t in truths if t is True)
    open_ = [t for t in truths if isinstance(t, Missing)]
    results: list[Truth] = []
    for compare, operand in tests:
        wanted = operand(env)
        if isinstance(wanted, Missing):
            results.append(wanted)
            continue
        low, high = compare(sure, wanted), compare(sure + len(open_), wanted)
        results.append(low if low == high else Missing(frozenset().union(*open_)))
    return all_of(results)


def _field(operand: FieldValue) -> Getter:
    path = operand.path

    def get(env: Env) -> Any:
        if path[0] == "derived" or env.trigger is None:
            return lookup(path, env)
        return lookup(path, env.on(env.trigger))

    return get


def _share(operand: Share) -> Getter:
    path, part = operand.of, operand.part

    def get(env: Env) -> Any:
        whole = lookup(path, env)
        if whole is ABSENT or isinstance(whole, Missing):
            return whole
        return part * Decimal(whole)

    return get


def _older_than(path: tuple[str, ...], period: Callable[[Env], Period | Missing]) -> Pred:
    def check(env: Env) -> Truth:
        value = lookup(path, env)
        if value is ABSENT:
            return False
        if isinstance(value, Missing):
            return value
        length = period(env)
        if isinstance(length, Missing):
            return length
        start = value.toordinal() if isinstance(value, date) else value.day
        today = env.event.day if env.event is not None else env.day
        return due_day(env.rules.calendar, start, length).raw < today

    return check


def _walk(data: Any, path: tuple[str, ...], id: str) -> Any:
    current: Any = data
    for i, name in enumerate(path):
        if isinstance(current, tuple) and current and isinstance(current[0], dict):
            return frozenset(item[name] for item in current if name in item)
        if not hasattr(current, "get") or name not in current:
            return Missing((f"{id}.{'.'.join(path[: i + 1])}",))
        current = current[name]
    return current


__all__ = ["Compiler", "Getter", "Pred", "Search"]
