"""The matcher on durable-rules: its Rete network as a stateless decider of flat patterns.

The only importer of the C module `durable_rules_engine`, used within the subset in which it is exact: facts of small
integers (see `lawrules.engine.clauses`), `==`, `!=` and comparisons, at most 48 clauses a rule set, one live fact at a
time. A pattern is undecided where neither it nor its negation holds; the negations are asked only of events with gaps.
The clauses about a type are tried on facts made for them before they are believed; what fails or raises is decided in
plain Python, which says the same.
"""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lawrules.cases.events import Event
from lawrules.engine.clauses import Clause, Encoder, atoms_of, satisfied, witness
from lawrules.engine.ir import FlatPattern, assumed
from lawrules.engine.match_direct import compile_flat
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

SHARED = 6
"""Clauses of a rule set that types share: a large one is dear where only one of its types comes, so are many small."""

HOLDS, FAILS = "holds", "fails"
TYPE = "t"
"""The feature that tells the event's type: one rule set serves several types."""

Check = Callable[[Mapping[str, Any]], "bool | None"]


def why_not() -> str:
    """Why the C module cannot be used; an empty text where it can."""
    return "" if _c is not None else (_REASON or "durable_rules is not installed")


class DurableMatcher:
    """Decides flat patterns with durable-rules. Thread-safe: each call borrows networks of its own."""

    name = "durable"

    def __init__(self, patterns: Iterable[FlatPattern], vocabulary: Vocabulary) -> None:
        if _c is None:
            raise ImportError(why_not())
        by_type: dict[str, list[FlatPattern]] = {}
        for pattern in patterns:
            by_type.setdefault(pattern.type, []).append(pattern)
        self._plans = {
            kind: _Plan(code, items, assumed(vocabulary, kind)) for code, (kind, items) in enumerate(by_type.items())
        }
        self._shards: list[_Shard] = []
        for side in (HOLDS, FAILS):
            self._pack(side)
        self._idle: list[_Networks] = []
        self._lock = threading.Lock()
        weakref.finalize(self, _give_back, self._idle)

    def _pack(self, side: str) -> None:
        """Share rule sets between types with few clauses; a type with many has its own."""
        shard = _Shard()
        for plan in self._plans.values():
            if len(shard.clauses) + len(plan.clauses[side]) > SHARED:
                shard = _Shard()
            for number, clause in plan.clauses[side]:
                if len(shard.clauses) >= SHARD:
                    shard = _Shard()
                if not shard.clauses:
                    self._shards.append(shard)
                shard.clauses.append(((TYPE, "==", plan.code), *clause))
                shard.numbers.append(number)
                if shard not in plan.shards[side]:
                    plan.shards[side].append(shard)

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
            # The networks that raised are dropped: what they still hold is not known.
            return plan.decide_in_python(event)
        with self._lock:
            self._idle.append(networks)
        return result


class _Shard:
    """The clauses of one rule set, and the pattern that each belongs to."""

    __slots__ = ("_definition", "clauses", "numbers", "tested")

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.numbers: list[int] = []
        self.tested: set[int] = set()
        self._definition = ""

    @property
    def definition(self) -> str:
        if not self._definition:
            rules = {f"c{i}": {"all": [{"m": _expression(clause)}]} for i, clause in enumerate(self.clauses)}
            self._definition = json.dumps(rules)
        return self._definition


_spare: dict[str, list[int]] = {}
"""Clean rule sets by definition: the C module never frees one, so they are used again."""

_spare_lock = threading.Lock()
_serial = 0


def _rule_set(definition: str) -> int:
    global _serial
    with _spare_lock:
        listed = _spare.get(definition)
        if listed:
            return listed.pop()
        _serial += 1
        name = f"lawrules{_serial}"
    return int(_c.create_ruleset(name, definition))


def _give_back(idle: list[_Networks]) -> None:
    with _spare_lock:
        for networks in idle:
            for shard, handle in networks.handles.items():
                _spare.setdefault(shard.definition, []).append(handle)


class _Networks:
    """The rule sets of one borrower, built when first needed."""

    def __init__(self) -> None:
        self.handles: dict[_Shard, int] = {}

    def fired(self, shards: Sequence[_Shard], fact: dict[str, int]) -> set[int]:
        """The patterns of which a clause holds for the fact."""
        numbers: set[int] = set()
        for shard in shards:
            handle = self.handles.get(shard)
            if handle is None:
                handle = self.handles[shard] = _rule_set(shard.definition)
            if fact[TYPE] not in shard.tested:
                _try_out(shard, handle, fact[TYPE])
            numbers.update(shard.numbers[int(name[1:])] for name in _names(handle, fact))
        return numbers


def _names(handle: int, fact: Mapping[str, int]) -> list[str]:
    """Assert one fact, drain what fires, retract it: the names of the clauses that hold."""
    global _serial
    _serial += 1
    text = json.dumps({"id": _serial, **fact})
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


def _try_out(shard: _Shard, handle: int, code: int) -> None:
    """Each clause about a type is tried on a fact for which it holds and on one without fields before it counts."""
    own = {f"c{i}": clause for i, clause in enumerate(shard.clauses) if clause[0] == (TYPE, "==", code)}
    fired: set[str] = set()
    # The longest first: a fact made for it is often one for shorter clauses too.
    order = sorted(own, key=lambda name: -len(own[name]))
    for made_for in ("", *order):
        if made_for in fired:
            continue
        fact = witness(own[made_for]) if made_for else {TYPE: code}
        # A clause about another type holds for none of these facts.
        expected = [name for name, clause in own.items() if satisfied(clause, fact)]
        if sorted(_names(handle, fact)) != sorted(expected):
            raise RuntimeError("the rule set failed its self-test")
        fired.update(expected)
    shard.tested.add(code)


def _expression(clause: Clause) -> dict[str, Any]:
    parts = [{feature: value} if op == "==" else {op: {feature: value}} for feature, op, value in clause]
    return parts[0] if len(parts) == 1 else {"$and": parts}


class _Plan:
    """How one event type is encoded, and the clauses of its patterns."""

    def __init__(self, code: int, patterns: list[FlatPattern], assume: Mapping[str, Any]) -> None:
        self.code = code
        self.clauses: dict[str, list[tuple[int, Clause]]] = {HOLDS: [], FAILS: []}
        self.shards: dict[str, list[_Shard]] = {HOLDS: [], FAILS: []}
        self._assume = assume
        self._encoder = Encoder(a for p in patterns for a in atoms_of(p.condition))
        self._patterns = patterns
        self._always: list[int] = []
        self._python: list[tuple[int, Check]] = []
        self._decided: list[int] = []
        self._fields: dict[int, frozenset[str]] = {}
        self._fallback: list[tuple[int, Check]] | None = None
        for pattern in patterns:
            self._add(pattern)

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
        self._fields[pattern.number] = frozenset(a.field for a in atoms_of(pattern.condition))
        for side, clauses in ((HOLDS, holds), (FAILS, fails)):
            self.clauses[side].extend((pattern.number, clause) for clause in clauses)

    def decide(self, event: Event, networks: _Networks) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The patterns that hold for the event, and those that cannot be decided."""
        data = event.data
        holding = list(self._always)
        undecided: list[int] = []
        if self._decided:
            fact, gaps = self._encoder.encode(data, self._assume)
            fact[TYPE] = self.code
            fired = networks.fired(self.shards[HOLDS], fact)
            holding.extend(fired)
            open_ = [n for n in self._decided if n not in fired and self._fields[n] & gaps] if gaps else []
            if open_:
                failed = networks.fired(self.shards[FAILS], fact)
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
    checks: Iterable[tuple[int, Check]], data: Mapping[str, Any], holding: list[int], undecided: list[int]
) -> None:
    for number, check in checks:
        result = check(data)
        if result is True:
            holding.append(number)
        elif result is None:
            undecided.append(number)
