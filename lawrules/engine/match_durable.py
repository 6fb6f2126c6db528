"""The matcher on durable-rules: its Rete network as a stateless decider of flat patterns.

The only importer of the C module `durable_rules_engine`, used within the subset in which it is exact: facts of small
integers, `==`, `!=` and comparisons, at most 48 clauses a rule set, one live fact at a time. Everything that the
network cannot be trusted with is encoded away:

- texts become codes, numbers and dates become ranks among the thresholds that rules compare them with;
- a field that is missing is left out of the fact, so that no clause on it holds, negated or not;
- a pattern is undecided where neither it nor its negation holds; the negations are asked only of events with gaps.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lawrules.cases.events import Event
from lawrules.engine.ir import AllFlat, AnyFlat, Atom, Flat, FlatPattern, assumed
from lawrules.engine.match_direct import compile_flat, present, value_test
from lawrules.policy.vocabulary import Vocabulary

try:
    import durable_rules_engine as _c
except (ImportError, SystemError) as error:  # pragma: no cover - depends on the machine
    _c = None
    _REASON = str(error)
else:
    _REASON = ""

SHARD = 48
"""Clauses a rule set: beyond 64 siblings the network reports an error, beyond 512 it hangs."""

MAX_CLAUSES = 24
"""Clauses of one pattern; a pattern that needs more is decided in plain Python."""

_RANKED = ("at_least", "more_than", "at_most", "less_than")

Literal = tuple[str, str, int]
"""(feature, operator, integer)."""

Clause = tuple[Literal, ...]


def why_not() -> str:
    """Why the C module cannot be used; an empty text where it can."""
    return "" if _c is not None else (_REASON or "durable_rules is not installed")


class DurableMatcher:
    """Decides flat patterns with durable-rules. Thread-safe: each call borrows a network of its own."""

    name = "durable"

    def __init__(self, patterns: Iterable[FlatPattern], vocabulary: Vocabulary) -> None:
        if _c is None:
            raise ImportError(why_not())
        by_type: dict[str, list[FlatPattern]] = {}
        for pattern in patterns:
            by_type.setdefault(pattern.type, []).append(pattern)
        self._plans = {kind: _Plan(items, assumed(vocabulary, kind)) for kind, items in by_type.items()}
        self._idle: list[_Networks] = []
        self._lock = threading.Lock()

    def match(self, event: Event) -> tuple[tuple[int, ...], tuple[int, ...]]:
        plan = self._plans.get(event.type)
        if plan is None:
            return (), ()
        with self._lock:
            networks = self._idle.pop() if self._idle else None
        if networks is None:
            networks = _Networks()
        try:
            result = plan.decide(event, networks)
        except (RuntimeError, MemoryError, ValueError):
            # The network that raised is dropped: what it still holds is not known. Plain Python says the same.
            return plan.decide_in_python(event)
        with self._lock:
            self._idle.append(networks)
        return result


class _Networks:
    """The rule sets of one borrower, built when first needed."""

    def __init__(self) -> None:
        self.handles: dict[tuple[int, str], list[int]] = {}
        self.serial = 0

    def fired(self, plan: _Plan, side: str, fact: dict[str, int]) -> set[int]:
        key = (id(plan), side)
        handles = self.handles.get(key)
        if handles is None:
            handles = self.handles[key] = [_create(shard) for shard in plan.shards(side)]
            if not plan.tested(side):
                self._test(plan, side, handles)
        numbers: set[int] = set()
        for handle in handles:
            numbers.update(int(name[1:].split("_", 1)[0]) for name in self._names(handle, fact))
        return numbers

    def _names(self, handle: int, fact: Mapping[str, int]) -> list[str]:
        """Assert one fact, drain what fires, retract it: the names of the clauses that hold."""
        self.serial += 1
        text = json.dumps({"id": self.serial, **fact})
        status, state = _c.assert_fact(handle, text)
        names: list[str] = []
        if status == 0:
            found = _c.start_action_for_state(handle, state)
            message = found[1] if found else None
            while message:
                names.extend(json.loads(message))
                message = _c.complete_and_start_action(handle, state)
        elif status != 1:
            raise RuntimeError(f"durable-rules answered {status}")
        _c.retract_fact(handle, text)
        return names

    def _test(self, plan: _Plan, side: str, handles: list[int]) -> None:
        """Each clause is tried on a fact made for it, and on the empty one, before the network is believed."""
        for handle, shard in zip(handles, plan.shards(side), strict=True):
            for fact in ({}, *(witness(clause) for _, clause in shard)):
                expected = sorted(name for name, clause in shard if satisfied(clause, fact))
                if sorted(self._names(handle, fact)) != expected:
                    raise RuntimeError("the network failed its self-test")
        plan.passed(side)


_OPS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b, "$neq": lambda a, b: a != b, "$gte": lambda a, b: a >= b, "$gt": lambda a, b: a > b,
    "$lte": lambda a, b: a <= b, "$lt": lambda a, b: a < b,
}


def satisfied(clause: Clause, fact: Mapping[str, int]) -> bool:
    """The clause in plain Python: a literal on a feature that the fact lacks does not hold."""
    return all(feature in fact and _OPS[op](fact[feature], value) for feature, op, value in clause)


def witness(clause: Clause) -> dict[str, int]:
    """A fact for which the clause holds, if there is one among the values near those it names."""
    fact: dict[str, int] = {}
    for feature in {f for f, _, _ in clause}:
        tests = [(op, value) for f, op, value in clause if f == feature]
        near = sorted({v + d for _, v in tests for d in (-1, 0, 1)})
        fact[feature] = next((n for n in near if all(_OPS[op](n, v) for op, v in tests)), near[0])
    return fact


def _create(shard: Sequence[tuple[str, Clause]]) -> int:
    definition = {name: {"all": [{"m": _expression(clause)}]} for name, clause in shard}
    return int(_c.create_ruleset(f"lawrules{id(shard)}", json.dumps(definition)))


def _expression(clause: Clause) -> dict[str, Any]:
    parts = [{feature: value} if op == "==" else {op: {feature: value}} for feature, op, value in clause]
    return parts[0] if len(parts) == 1 else {"$and": parts}


class _Plan:
    """How one event type is encoded, and the clauses of its patterns."""

    def __init__(self, patterns: list[FlatPattern], assume: Mapping[str, Any]) -> None:
        self._assume = assume
        self._encoder = _Encoder(a for p in patterns for a in _atoms(p.condition))
        self._always: list[int] = []
        self._python: list[tuple[int, Callable[[Mapping[str, Any]], bool | None]]] = []
        self._clauses: dict[str, list[tuple[str, Clause]]] = {"true": [], "false": []}
        self._decided: list[int] = []
        self._fields: dict[int, frozenset[str]] = {}
        self._tested: set[str] = set()
        self._patterns = patterns
        self._fallback: list[tuple[int, Callable[[Mapping[str, Any]], bool | None]]] | None = None
        for pattern in patterns:
            self._add(pattern)
        self._shards: dict[str, list[list[tuple[str, Clause]]]] = {
            side: [clauses[i : i + SHARD] for i in range(0, len(clauses), SHARD)]
            for side, clauses in self._clauses.items()
        }

    def _add(self, pattern: FlatPattern) -> None:
        holds = self._encoder.clauses(pattern.condition, False)
        fails = self._encoder.clauses(pattern.condition, True)
        if holds is not None and () in holds:
            self._always.append(pattern.number)
            return
        if holds == []:
            return
        if holds is None or fails is None:
            self._python.append((pattern.number, compile_flat(pattern.condition, self._assume)))
            return
        self._decided.append(pattern.number)
        self._fields[pattern.number] = frozenset(a.field for a in _atoms(pattern.condition))
        for side, clauses in (("true", holds), ("false", fails)):
            letter = side[0]
            self._clauses[side].extend((f"{letter}{pattern.number}_{i}", clause) for i, clause in enumerate(clauses))

    def tested(self, side: str) -> bool:
        return side in self._tested

    def passed(self, side: str) -> None:
        self._tested.add(side)

    def shards(self, side: str) -> list[list[tuple[str, Clause]]]:
        return self._shards[side]

    def decide(self, event: Event, networks: _Networks) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The patterns that hold for the event, and those that cannot be decided."""
        data = event.data
        holding = list(self._always)
        undecided: list[int] = []
        if self._decided:
            fact, gaps = self._encoder.encode(data, self._assume)
            fired = networks.fired(self, "true", fact)
            holding.extend(fired)
            if gaps:
                open_ = [n for n in self._decided if n not in fired and self._fields[n] & gaps]
                if open_:
                    failed = networks.fired(self, "false", fact)
                    undecided.extend(n for n in open_ if n not in failed)
        _sort_out(self._python, data, holding, undecided)
        return tuple(sorted(holding)), tuple(sorted(undecided))

    def decide_in_python(self, event: Event) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The same decision without the network."""
        if self._fallback is None:
            self._fallback = [(p.number, compile_flat(p.condition, self._assume)) for p in self._patterns]
        holding: list[int] = []
        undecided: list[int] = []
        _sort_out(self._fallback, event.data, holding, undecided)
        return tuple(sorted(holding)), tuple(sorted(undecided))


def _sort_out(
    checks: Iterable[tuple[int, Callable[[Mapping[str, Any]], bool | None]]], data: Mapping[str, Any],
    holding: list[int], undecided: list[int],
) -> None:
    for number, check in checks:
        result = check(data)
        if result is True:
            holding.append(number)
        elif result is None:
            undecided.append(number)


def _atoms(condition: Flat) -> Iterable[Atom]:
    if isinstance(condition, Atom):
        yield condition
    else:
        for item in condition.items:
            yield from _atoms(item)


class _Encoder:
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
