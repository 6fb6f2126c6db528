"""Hypothesis strategies for events and whole cases of a policy; public as `lawrules.testing.events` and `.cases`.

The values lean towards what the policy's rules ask for (the choices and amounts they name), so that random cases reach
rules instead of passing by. Examples shrink to few events, few fields and early dates, and read like a case file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from lawrules.daygen import dates
from lawrules.facade import Policy
from lawrules.policy.model import Condition, Literal, Pattern, Rule, event_patterns
from lawrules.policy.vocabulary import Field
from lawrules.policy.walk import tests_of

PERSONS = ("赵", "钱", "孙")
FIRST, LAST = date(2019, 1, 1), date(2026, 6, 30)

Data = dict[str, Any]


def events(policy: Policy, *, types: tuple[str, ...] | None = None) -> st.SearchStrategy[Data]:
    """Events of the policy as dicts in the form of a case file, without links (`about`).

    `types`: the event types to draw from; by default those that the policy's rules speak of. Each event is valid for
    the policy's vocabulary; fields are left out at random, as sparse files do.
    """
    names = _Names(policy)
    chosen = tuple(t for t in types if t in policy.vocabulary.types) if types is not None else names.types
    if not chosen:
        raise ValueError(f"{policy.id} has no events of the types {types}")
    days = dates(FIRST, LAST)
    return st.sampled_from(chosen).flatmap(lambda kind: _event(names, kind, st.just("e1"), _moments(days)))


def cases(policy: Policy, *, max_events: int = 12, start: date | None = None) -> st.SearchStrategy[Data]:
    """Whole case files of the policy: `{case, facts, events}`, ready for `policy.evaluate`.

    Events come in the order of time within a year of `start` (default: any day of the announced years), follow-ups
    point back to what they concern, and the same three officers act throughout. `max_events` bounds the file.
    """
    names = _Names(policy)
    first = st.just(start) if start is not None else dates(FIRST, LAST - timedelta(days=366))
    return first.flatmap(lambda day: _case(names, day, max_events))


class _Names:
    """What the policy's rules speak of: event types, and the values that they compare fields with."""

    def __init__(self, policy: Policy) -> None:
        self.vocabulary = policy.vocabulary
        known = self.vocabulary.types
        found: dict[str, None] = {}
        self.values: dict[str, list[Any]] = {}
        for rule in policy.rules.values():
            for pattern in _patterns(rule):
                for event in event_patterns(pattern):
                    if event.type in known:
                        found[event.type] = None
                    self._learn(event.where)
            for condition in (rule.condition, rule.must, rule.must_if):
                if condition is not None:
                    self._learn(condition)
        self.types = tuple(sorted(found))

    def _learn(self, condition: Condition) -> None:
        for test in tests_of(condition):
            if isinstance(test.operand, Literal) and test.path[0] in ("event", "about"):
                value = test.operand.value
                listed = self.values.setdefault(test.path[1], [])
                for one in value if isinstance(value, tuple) else (value,):
                    if one not in listed:
                        listed.append(one)


def _patterns(rule: Rule) -> Iterator[Pattern]:
    for pattern in (rule.when, rule.require, rule.after, rule.since, rule.clock.before, rule.clock.lifted_by):
        if pattern is not None:
            yield pattern


# ── one event


def _moments(days: st.SearchStrategy[date]) -> st.SearchStrategy[str]:
    """A day, or a minute of it."""
    times = st.tuples(days, st.integers(0, 23), st.sampled_from((0, 10, 30)))
    exact = times.map(lambda t: datetime(t[0].year, t[0].month, t[0].day, t[1], t[2]).isoformat(timespec="minutes"))
    return st.one_of(days.map(date.isoformat), exact)


def _event(
    names: _Names, kind: str, id: st.SearchStrategy[str], at: st.SearchStrategy[str]
) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries({"id": id, "type": st.just(kind), "at": at, "data": _data(names, kind)})


def _data(names: _Names, kind: str) -> st.SearchStrategy[Data]:
    fields = sorted(names.vocabulary.types[kind].fields)
    asked = [f for f in fields if f in names.values or f in ("actors", "officer", "handlers", "reviewers")]
    chosen = {name: _value(names, names.vocabulary.fields[name]) for name in asked}
    return st.fixed_dictionaries({}, optional=chosen)


def _value(names: _Names, field: Field) -> st.SearchStrategy[Any]:
    asked = [v for v in names.values.get(field.name, ()) if v is not True or field.type == "bool"]
    if field.type == "bool":
        return st.booleans()
    if field.type in ("int", "decimal"):
        low = field.minimum if field.minimum is not None else 0
        near = [n for v in asked if isinstance(v, (int, Decimal)) for n in (v - 1, v, v + 1) if n >= low]
        numbers = [int(n) for n in near] or [low]
        return st.one_of(st.sampled_from(numbers), st.integers(low, 100_000))
    if field.type == "date":
        return st.dates(date(2010, 1, 1), LAST).map(date.isoformat)
    if field.type == "datetime":
        return _moments(st.dates(FIRST, LAST))
    if field.type == "refs":
        return st.lists(st.sampled_from(PERSONS), min_size=1, max_size=2, unique=True)
    if field.type == "ref":
        return st.sampled_from(PERSONS if field.to == "person" else (f"{field.name}-1", f"{field.name}-2"))
    if field.type == "items":
        return st.lists(st.fixed_dictionaries({"name": st.sampled_from(("事项一", "事项二"))}), max_size=2)
    choices = list(dict.fromkeys([*(str(v) for v in asked if v != ""), *field.choices])) or ["甲", "乙"]
    if field.type == "set":
        return st.lists(st.sampled_from(choices), max_size=3, unique=True)
    return st.sampled_from(choices)


# ── a case


@st.composite
def _case(draw: st.DrawFn, names: _Names, start: date, max_events: int) -> Data:
    v = names.vocabulary
    usable = [t for t in names.types if v.types[t].scope != "agency"]
    kinds: list[str] = draw(st.lists(st.sampled_from(usable), min_size=1, max_size=max_events))
    day = start
    made: list[Data] = []
    for i, kind in enumerate(kinds, 1):
        day = day + timedelta(days=draw(st.sampled_from((0, 0, 1, 3, 7, 10, 30))))
        event = draw(_event(names, kind, st.just(f"e{i}"), _moments(st.just(day))))
        ids = [m["id"] for m in made]
        about = draw(st.one_of(st.none(), st.sampled_from(ids))) if ids else None
        if about is not None:
            event["about"] = about
        made.append(event)
    return {"case": "案-1", "facts": draw(_facts()), "events": made}


def _facts() -> st.SearchStrategy[Mapping[str, Any]]:
    person = st.fixed_dictionaries({"certified": st.booleans()}, optional={
        "role": st.sampled_from(("enforcement_officer", "auxiliary", "legal_reviewer")),
    })
    return st.fixed_dictionaries({}, optional={
        "agency": st.fixed_dictionaries({"role": st.just("enforcement_agency")}, optional={
            "level": st.sampled_from(("city", "county", "district")), "has_legal_office": st.booleans(),
        }),
        "party": st.fixed_dictionaries({"kind": st.sampled_from(("natural_person", "legal_person"))}),
        "persons": st.fixed_dictionaries(dict.fromkeys(PERSONS, person)),
    })
