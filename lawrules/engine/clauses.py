"""Conditions and events as small integers: what a Rete network can be trusted with.

Takes flat conditions and an event's data. Promises facts of integers and clauses on them (disjunctions of conjunctions)
such that a clause holds in the network exactly when the condition holds in plain Python:

- texts become codes, numbers and dates become ranks among the thresholds that rules compare them with;
- a field that is missing is left out of the fact, so that no clause on it holds, negated or not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lawrules.engine.ir import AllFlat, AnyFlat, Atom, Flat
from lawrules.engine.match_direct import present, value_test

MAX_CLAUSES = 24
"""Clauses of one condition; one that needs more is decided in plain Python."""

_RANKED = ("at_least", "more_than", "at_most", "less_than")

Literal = tuple[str, str, int]
"""(feature, operator, integer)."""

Clause = tuple[Literal, ...]


_OPS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b, "$neq": lambda a, b: a != b, "$gte": lambda a, b: a >= b, "$gt": lambda a, b: a > b,
    "$lte": lambda a, b: a <= b, "$lt": lambda a, b: a < b,
}


def satisfied(clause: Clause, fact: Mapping[str, int]) -> bool:
    """The clause in plain Python: a literal on a feature that the fact lacks does not hold."""
    for feature, op, value in clause:  # noqa: SIM110 - a generator costs more than the loop
        if feature not in fact or not _OPS[op](fact[feature], value):
            return False
    return True


def witness(clause: Clause) -> dict[str, int]:
    """A fact for which the clause holds, if there is one among the values near those it names."""
    fact: dict[str, int] = {}
    for feature in {f for f, _, _ in clause}:
        tests = [(op, value) for f, op, value in clause if f == feature]
        near = sorted({v + d for _, v in tests for d in (-1, 0, 1)})
        fact[feature] = next((n for n in near if all(_OPS[op](n, v) for op, v in tests)), near[0])
    return fact


def atoms_of(condition: Flat) -> Iterable[Atom]:
    if isinstance(condition, Atom):
        yield condition
    else:
        for item in condition.items:
            yield from atoms_of(item)


class Encoder:
    """Turns an event's data into small integers, and conditions into clauses on them.

    Features of a field `f`: `f_c` the code of its value (0: none that a rule names), `f_r` its rank among thresholds,
    `f_h<i>` whether a set holds the i-th value, `f_s<i>` whether it lies within the i-th list, `f_e` whether it
    is there.
    """

    def __init__(self, atoms: Iterable[Atom]) -> None:
        self._names: dict[str, str] = {}
        self._codes: dict[str, dict[Any, int]] = {}
        self._ranks: dict[str, list[Any]] = {}
        self._members: dict[str, dict[Any, str]] = {}
        self._within: dict[str, dict[tuple[Any, ...], str]] = {}
        self._exists: set[str] = set()
        for atom in atoms:
            self._register(atom)
        for thresholds in self._ranks.values():
            thresholds.sort()

    def _register(self, atom: Atom) -> None:
        field = atom.field
        self._names.setdefault(field, f"f{len(self._names)}")
        if atom.op in ("exists", "has"):
            self._exists.add(field)
        elif atom.many and atom.op == "among":
            known = self._within.setdefault(field, {})
            known.setdefault(atom.value, f"{self._names[field]}_s{len(known)}")
        elif atom.many:
            values = atom.value if isinstance(atom.value, tuple) else (atom.value,)
            members = self._members.setdefault(field, {})
            for value in values:
                members.setdefault(value, f"{self._names[field]}_h{len(members)}")
        elif atom.op in _RANKED:
            thresholds = self._ranks.setdefault(field, [])
            if atom.value not in thresholds:
                thresholds.append(atom.value)
        else:
            values = atom.value if isinstance(atom.value, tuple) else (atom.value,)
            codes = self._codes.setdefault(field, {})
            for value in values:
                codes.setdefault(value, len(codes) + 1)

    def encode(self, data: Mapping[str, Any], assume: Mapping[str, Any]) -> tuple[dict[str, int], frozenset[str]]:
        """The fact, and the fields about which the event says nothing."""
        fact: dict[str, int] = {}
        gaps: list[str] = []
        for field, name in self._names.items():
            value = data.get(field, assume.get(field))
            if field in self._exists:
                fact[f"{name}_e"] = int(present(data.get(field)))
            if value is None:
                gaps.append(field)
                continue
            codes = self._codes.get(field)
            if codes is not None:
                fact[f"{name}_c"] = codes.get(value, 0)
            thresholds = self._ranks.get(field)
            if thresholds is not None:
                at = bisect_left(thresholds, value)
                hit = at < len(thresholds) and thresholds[at] == value
                fact[f"{name}_r"] = 2 * at + 1 if hit else 2 * at
            for member, feature in self._members.get(field, {}).items():
                fact[feature] = int(member in value)
            for wanted, feature in self._within.get(field, {}).items():
                fact[feature] = int(value_test("among", wanted, True)(value))
        return fact, frozenset(gaps)

    def clauses(self, condition: Flat, negated: bool) -> list[Clause] | None:
        """The condition (or its negation) as a disjunction of clauses; None where it would need too many."""
        if isinstance(condition, Atom):
            return self._atom(condition, condition.negated is not negated)
        if isinstance(condition, AllFlat) is not negated:
            product: list[Clause] = [()]
            for item in condition.items:
                part = self.clauses(item, negated)
                if part is None or len(product) * len(part) > MAX_CLAUSES:
                    return None
                product = [(*a, *b) for a in product for b in part]
            return product
        union: list[Clause] = []
        for item in condition.items if isinstance(condition, (AllFlat, AnyFlat)) else ():
            part = self.clauses(item, negated)
            if part is None:
                return None
            union.extend(part)
        return union if len(union) <= MAX_CLAUSES else None

    def _atom(self, atom: Atom, negated: bool) -> list[Clause] | None:
        name = self._names[atom.field]
        if atom.value == () and not (atom.many and atom.op == "among"):
            # No clause would look at the field any more, and whether it is missing could not be told.
            return None
        if atom.op in ("exists", "has"):
            return [((f"{name}_e", "==", 0 if negated else 1),)]
        if atom.many and atom.op == "among":
            return [((self._within[atom.field][atom.value], "==", 0 if negated else 1),)]
        if atom.many:
            values = atom.value if isinstance(atom.value, tuple) else (atom.value,)
            tests = [(self._members[atom.field][v], "==", 0 if negated else 1) for v in values]
            if (atom.op == "includes") is not negated:
                return [tuple(tests)]
            return [(test,) for test in tests]
        if atom.op in _RANKED:
            rank = 2 * self._ranks[atom.field].index(atom.value) + 1
            op = {"at_least": "$gte", "more_than": "$gt", "at_most": "$lte", "less_than": "$lt"}[atom.op]
            if negated:
                op = {"$gte": "$lt", "$gt": "$lte", "$lte": "$gt", "$lt": "$gte"}[op]
            return [((f"{name}_r", op, rank),)]
        values = atom.value if isinstance(atom.value, tuple) else (atom.value,)
        codes = [self._codes[atom.field][v] for v in values]
        if negated:
            return [tuple((f"{name}_c", "$neq", code) for code in codes)]
        return [((f"{name}_c", "==", code),) for code in codes]
