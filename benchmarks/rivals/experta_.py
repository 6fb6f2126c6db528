"""experta (a Python Rete in the manner of CLIPS): all 60 rules in one engine, reset for each case."""

from __future__ import annotations

import collections
import collections.abc
from typing import Any

# experta 1.9.4 needs names that Python 3.10 took out of `collections`.
for _name in ("Mapping", "MutableMapping", "Sequence", "Iterable", "Hashable", "Callable"):
    if not hasattr(collections, _name):
        setattr(collections, _name, getattr(collections.abc, _name))

from experta import AS, MATCH, NOT, TEST, Fact, KnowledgeEngine, P, Rule  # noqa: E402

from benchmarks.core import CONDITIONS, FIELDS, PRECEDENCES, RESPONSES, Condition, Result, Test  # noqa: E402
from benchmarks.generate import CaseFile  # noqa: E402
from benchmarks.handwritten import ordinal  # noqa: E402
from benchmarks.rivals.ranks import before, upto  # noqa: E402

NAME = "experta"
PACKAGE = "experta"
PART = "core"
NOTE = "unmaintained; runs on this Python only with names put back into `collections`; ranks computed outside"


class Happened(Fact):
    """An event: its type, day, ranks and fields."""


class Now(Fact):
    """The day on which the case is looked at."""


def _predicate(t: Test) -> Any:
    value = t.value
    if t.op == "is":
        return value
    if t.op == "in":
        return P(lambda got: got in value)
    if t.op == "least":
        return P(lambda got: got is not None and got >= value)
    if t.op == "has":
        return P(lambda got: got is not None and value in got)
    wanted = frozenset(value)
    if t.op == "any":
        return P(lambda got: got is not None and not wanted.isdisjoint(got))
    return P(lambda got: got is not None and wanted.issubset(got))


def _tests(c: Condition) -> dict[str, Any]:
    return {"type": c.type, **{t.field: _predicate(t) for t in c.tests}}


def _engine(found: list[Result]) -> type:
    body: dict[str, Any] = {}

    def add(name: str, verdict: Any, *parts: Any) -> None:
        def action(self: Any, a: Any, **bound: Any) -> None:
            del self
            found.append((name, a, verdict(**bound) if callable(verdict) else verdict))

        body[f"rule_{len(body)}"] = Rule(*parts)(action)

    for c in CONDITIONS:
        add(c.name, "holds", Happened(id=MATCH.a, **_tests(c)))
    for r in RESPONSES:
        trigger = Happened(id=MATCH.a, day=MATCH.ad, upto=MATCH.au, **_tests(r.trigger))
        answer = Happened(day=MATCH.bd, before=MATCH.bb, **_tests(r.answer))
        count, working = r.count, r.working

        def within(au: int, ad: int, day: int, rank: int, count: int = count, working: bool = working) -> bool:
            return rank <= au + count - 1 if working else day <= ad + count

        add(
            r.name, lambda au, ad, bd, bb, within=within, **_: "satisfied" if within(au, ad, bd, bb) else "late",
            trigger, answer, TEST(lambda ad, bd: bd >= ad),
        )
        add(
            r.name, lambda au, ad, nd, nb, within=within, **_: "pending" if within(au, ad, nd, nb) else "overdue",
            trigger, Now(day=MATCH.nd, before=MATCH.nb), NOT(Happened(**_tests(r.answer))),
        )
    for p in PRECEDENCES:
        act = Happened(id=MATCH.a, day=MATCH.ad, **_tests(p.act))
        add(p.name, "violated", act, NOT(Happened(**_tests(p.earlier))))
        add(p.name, lambda ad, bd, **_: "satisfied" if bd <= ad else "violated", act,
            AS.b << Happened(day=MATCH.bd, **_tests(p.earlier)))
    return type("Rules", (KnowledgeEngine,), body)


def make() -> Any:
    found: list[Result] = []
    engine = _engine(found)()
    blank: dict[str, Any] = dict.fromkeys(FIELDS)

    def run(case: CaseFile, as_of: str) -> list[Result]:
        found.clear()
        engine.reset()
        today = ordinal(as_of)
        engine.declare(Now(day=today, before=before(today)))
        for event in case["events"]:
            day = ordinal(event["at"])
            values = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in event.get("data", {}).items() if name in blank
            }
            engine.declare(Happened(
                id=event["id"], type=event["type"], day=day, upto=upto(day), before=before(day), **{**blank, **values}
            ))
        engine.run()
        return list(dict.fromkeys(found))

    return run
