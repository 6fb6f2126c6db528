"""Both matchers decide every flat pattern alike, and as three-valued logic says.

A third, naive reading of the intermediate form stands beside them; it asks each atom anew and combines with Kleene's
tables.
"""

from __future__ import annotations

import operator
import pickle
import threading
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawrules.cases.events import Event, day_moment
from lawrules.engine import available
from lawrules.engine.ir import AllFlat, AnyFlat, Atom, FlatPattern, assumed, atom
from lawrules.engine.match_direct import DirectMatcher
from lawrules.policy.vocabulary import NOTHING, EventType, Field, Vocabulary

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

if available()["durable"]:
    pytest.skip("durable-rules is not installed", allow_module_level=True)

from lawrules.engine import match_durable  # noqa: E402
from lawrules.engine.match_durable import DurableMatcher  # noqa: E402

NAMES = (
    "甲",
    "乙",
    "red",
    "red ",
    "",
    "0",
    "true",
    "null",
    "😀",
    "\u00e9",
    "e\u0301",
    "x" * 65_536,
    "y" * 65_536,
    "x" * 65_535,
)
NUMBERS = (0, 1, -1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**30)
AMOUNTS = tuple(
    map(Decimal, ("0", "0.1", "0.10", "1e16", "1E+30", "-5", "99999999999999.99", "100000000000000", "0.3"))
)
DAYS = tuple(date.fromisoformat(text) for text in ("1900-01-01", "2023-02-28", "2023-03-01", "2100-12-31"))


def _field(name: str, kind: str, assume: Any = NOTHING) -> Field:
    return Field(name, name, kind, assume=assume, open=True)


FIELDS = {
    field.name: field
    for field in (
        _field("flag", "bool"),
        _field("calm", "bool", False),
        _field("number", "int"),
        _field("amount", "decimal"),
        _field("day", "date"),
        _field("text", "string"),
        _field("colour", "enum"),
        _field("mood", "enum", "red"),
        _field("tags", "set"),
        _field("marks", "set", frozenset()),
        _field("people", "refs"),
        _field("place", "ref"),
    )
}
KINDS = ("act.done", "reply.sent")
VOCABULARY = Vocabulary({k: EventType(k, k, "case", "event", frozenset(FIELDS)) for k in KINDS}, FIELDS, {}, {}, {})

SCALARS = {
    "bool": st.booleans(),
    "int": st.sampled_from(NUMBERS) | st.integers(),
    "date": st.sampled_from(DAYS) | st.dates(),
    "decimal": st.sampled_from(AMOUNTS) | st.decimals(-(10**12), 10**12, places=2),
    "string": st.sampled_from(NAMES) | st.text(max_size=4),
    "enum": st.sampled_from(NAMES),
    "ref": st.sampled_from(NAMES),
    "set": st.sampled_from(NAMES),
    "refs": st.sampled_from(NAMES),
}
RANKED = ("at_least", "more_than", "at_most", "less_than")
OPS = {
    "bool": ("is", "not", "exists"),
    "int": ("is", "in", "not", "none_of", "exists", *RANKED),
    "decimal": ("is", "in", "not", "none_of", "exists", *RANKED),
    "date": ("is", "in", "not", "exists", *RANKED),
    "set": ("is", "in", "not", "none_of", "includes", "among", "not_among", "exists"),
}
TEXT_OPS = ("is", "in", "not", "none_of", "among", "not_among", "exists", "has")


@st.composite
def atoms(draw: st.DrawFn) -> Atom:
    field = FIELDS[draw(st.sampled_from(sorted(FIELDS)))]
    kind = "set" if field.type == "refs" else field.type
    op = draw(st.sampled_from(OPS.get(kind, TEXT_OPS)))
    value: Any
    if op in ("exists", "has"):
        value = draw(st.booleans()) if op == "exists" else True
    elif op in ("in", "none_of", "includes", "among", "not_among"):
        value = tuple(draw(st.lists(SCALARS[field.type], max_size=4)))
    else:
        value = draw(SCALARS[field.type])
    return atom(field, op, value, draw(st.booleans()))


CONDITIONS = st.recursive(
    atoms(),
    lambda inner: (
        st.builds(AllFlat, st.lists(inner, max_size=4).map(tuple))
        | st.builds(AnyFlat, st.lists(inner, max_size=4).map(tuple))
    ),
    max_leaves=10,
)


@st.composite
def patterns(draw: st.DrawFn, most: int = 70) -> list[FlatPattern]:
    conditions = draw(st.lists(CONDITIONS, max_size=most))
    return [FlatPattern(i, draw(st.sampled_from(KINDS)), c) for i, c in enumerate(conditions)]


@st.composite
def happenings(draw: st.DrawFn) -> Event:
    data: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(sorted(FIELDS)))):
        field = FIELDS[name]
        if field.type == "set":
            data[name] = frozenset(draw(st.lists(SCALARS["set"], max_size=3)))
        elif field.type == "refs":
            data[name] = tuple(draw(st.lists(SCALARS["refs"], max_size=3)))
        else:
            data[name] = draw(SCALARS[field.type])
    return Event("e", draw(st.sampled_from((*KINDS, "other.thing"))), day_moment(738000), data)


# ── the naive reading


def truth(condition: Any, data: dict[str, Any], assume: Any) -> bool | None:
    if isinstance(condition, Atom):
        return _atom(condition, data, assume)
    truths = [truth(item, data, assume) for item in condition.items]
    worst = not isinstance(condition, AllFlat)
    if worst in truths:
        return worst
    return None if None in truths else not worst


def _atom(a: Atom, data: dict[str, Any], assume: Any) -> bool | None:
    if a.op in ("exists", "has"):
        value = data.get(a.field)
        return (value is not None and value != "" and value != () and value != frozenset()) is not a.negated
    value = data[a.field] if a.field in data else assume.get(a.field)
    if value is None:
        return None
    operands = a.value if isinstance(a.value, tuple) else (a.value,)
    if a.op in RANKED:
        compare = {"at_least": operator.ge, "more_than": operator.gt, "at_most": operator.le, "less_than": operator.lt}
        result = compare[a.op](value, a.value)
    elif not a.many:
        result = any(value == one for one in operands)
    elif a.op == "includes":
        result = all(one in value for one in operands)
    elif a.op == "among":
        result = all(one in operands for one in value)
    else:
        result = any(one in value for one in operands)
    return result is not a.negated


def expected(listed: list[FlatPattern], event: Event) -> tuple[tuple[int, ...], tuple[int, ...]]:
    assume = assumed(VOCABULARY, event.type)
    truths = {p.number: truth(p.condition, dict(event.data), assume) for p in listed if p.type == event.type}
    return tuple(n for n, t in truths.items() if t is True), tuple(n for n, t in truths.items() if t is None)


# ── the tests


@QUICK
@given(patterns(), st.lists(happenings(), min_size=1, max_size=8))
def test_both_matchers_decide_like_the_naive_reading(listed: list[FlatPattern], events: list[Event]) -> None:
    direct, durable = DirectMatcher(listed, VOCABULARY), DurableMatcher(listed, VOCABULARY)
    for event in events:
        wanted = expected(listed, event)
        assert tuple(map(sorted, direct.match(event))) == tuple(map(sorted, wanted))
        assert tuple(map(sorted, durable.match(event))) == tuple(map(sorted, wanted))


def _is(name: str, value: Any, op: str = "is", negated: bool = False) -> Atom:
    return atom(FIELDS[name], op, value, negated)


@pytest.mark.parametrize(
    ("condition", "data", "holds"),
    [
        (_is("text", "x" * 65_536), {"text": "y" * 65_536}, False),  # texts that agree in their length modulo 65,536
        (_is("text", "x" * 65_536), {"text": ""}, False),
        (_is("text", "5"), {"text": "05"}, False),
        (_is("number", 5, "at_least"), {"number": 2**63}, True),
        (_is("number", 2**63), {"number": 2**63 + 1}, False),  # beyond 64 bits nothing is clamped
        (_is("number", -(2**63), "less_than"), {"number": -(2**63) - 1}, True),
        (_is("amount", Decimal("1e16"), "at_least"), {"amount": Decimal("10000000000000000")}, True),
        (_is("amount", Decimal("0.1")), {"amount": Decimal("0.10")}, True),
        (_is("amount", Decimal("0.30"), "more_than"), {"amount": Decimal("0.3")}, False),
        (_is("text", "\u00e9"), {"text": "e\u0301"}, False),  # no silent normalisation
        (_is("tags", ("甲",), "among"), {"tags": frozenset()}, True),
        (_is("tags", (), "includes"), {"tags": frozenset()}, True),
        (_is("tags", (), "in"), {"tags": frozenset(("甲",))}, False),
        (_is("text", (), "in"), {}, None),
        (AnyFlat((_is("text", (), "in"), _is("flag", True))), {"flag": False}, None),
        (_is("text", "甲", "not"), {"text": "乙"}, True),
        (_is("text", "甲", "not"), {}, None),  # a missing field decides nothing, not even a negation
        (_is("calm", True), {}, False),  # what silence is taken to mean
        (_is("calm", True, "exists"), {}, False),  # and yet it was not said
        (AllFlat(()), {}, True),
        (AnyFlat(()), {}, False),
    ],
)
def test_where_a_rete_network_is_known_to_err_both_are_right(
    condition: Any, data: dict[str, Any], holds: bool | None
) -> None:
    wanted = ((0,) if holds else (), (0,) if holds is None else ())
    for matcher in (DirectMatcher, DurableMatcher):
        made = matcher([FlatPattern(0, "act.done", condition)], VOCABULARY)
        assert made.match(Event("e", "act.done", day_moment(738000), data)) == wanted


@pytest.mark.parametrize("size", [47, 48, 49, 64, 65, 257, 600])
def test_any_number_of_patterns_on_one_field_can_be_told_apart(size: int) -> None:
    listed = [FlatPattern(i, "act.done", _is("text", f"v{i}")) for i in range(size)]
    matcher = DurableMatcher(listed, VOCABULARY)
    for i in (0, size // 2, size - 1):
        assert matcher.match(Event("e", "act.done", day_moment(738000), {"text": f"v{i}"})) == ((i,), ())
    assert matcher.match(Event("e", "act.done", day_moment(738000), {"text": "another"})) == ((), ())
    assert matcher.match(Event("e", "act.done", day_moment(738000), {}))[1] == tuple(range(size))


def test_one_condition_under_many_numbers_is_decided_for_each() -> None:
    listed = [FlatPattern(i, "act.done", _is("text", "甲")) for i in range(300)]
    matcher = DurableMatcher(listed, VOCABULARY)
    assert matcher.match(Event("e", "act.done", day_moment(738000), {"text": "甲"})) == (tuple(range(300)), ())


def test_the_same_event_again_is_decided_the_same_way() -> None:
    matcher = DurableMatcher([FlatPattern(0, "act.done", _is("text", "甲"))], VOCABULARY)
    event = Event("e", "act.done", day_moment(738000), {"text": "甲"})
    assert {matcher.match(event) for _ in range(2_000)} == {((0,), ())}


@pytest.mark.parametrize("lie", ["left out", "added"])
@pytest.mark.parametrize("clause", [f"c{i}" for i in range(6)])
def test_a_network_that_errs_about_any_one_clause_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, clause: str, lie: str
) -> None:
    listed = [
        FlatPattern(0, "act.done", _is("text", "甲")),
        FlatPattern(1, "act.done", _is("number", 5, "at_least")),
        FlatPattern(2, "act.done", AllFlat((_is("text", "甲"), _is("number", 5, "at_least")))),
        FlatPattern(3, "act.done", _is("number", 7, "at_least")),
        FlatPattern(4, "act.done", AllFlat((_is("flag", True), _is("text", "乙")))),
        FlatPattern(5, "act.done", _is("flag", False)),
    ]
    event = Event("e", "act.done", day_moment(738000), {"text": "甲", "number": 9, "flag": False})
    honest = match_durable._names
    told: list[int] = []

    def lying(handle: int, fact: Mapping[str, int]) -> list[str]:
        names = [name for name in honest(handle, fact) if name != clause]
        told.append(handle)
        return names if lie == "left out" else [*names, clause]

    monkeypatch.setattr(match_durable, "_names", lying)
    matcher = DurableMatcher(listed, VOCABULARY)
    for one in (matcher, DirectMatcher(listed, VOCABULARY)):
        holding, undecided = one.match(event)
        assert (sorted(holding), undecided) == ([0, 1, 2, 3, 5], ())
    assert told


def test_threads_borrow_networks_of_their_own() -> None:
    listed = [FlatPattern(i, "act.done", _is("number", i, "at_least")) for i in range(60)]
    matcher = DurableMatcher(listed, VOCABULARY)
    wrong: list[int] = []

    def ask(n: int) -> None:
        for _ in range(200):
            got = matcher.match(Event("e", "act.done", day_moment(738000), {"number": n}))
            if got != (tuple(range(n + 1)), ()):
                wrong.append(n)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@QUICK
@given(CONDITIONS)
def test_patterns_survive_pickling(condition: Any) -> None:
    pattern = FlatPattern(3, "act.done", condition)
    assert pickle.loads(pickle.dumps(pattern)) == pattern
