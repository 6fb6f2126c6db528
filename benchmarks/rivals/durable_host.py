"""durable-rules through its own host (`durable.lang`): a rule for each condition, events asserted as facts."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

from durable.engine import MessageNotHandledException
from durable.lang import assert_fact, m, retract_fact, ruleset, when_all

from benchmarks.core import CONDITIONS, Condition, Result, Test
from benchmarks.generate import CaseFile

NAME = "durable-rules (its own host)"
PACKAGE = "durable_rules"
PART = "conditions"
NOTE = (
    "facts, because a posted event is used up by the first rule that fires; lists flattened to flags beforehand; its "
    "negation is wrong, so responses and precedences cannot be entrusted to it"
)


def _value(t: Test) -> Any:
    field = getattr(m, t.field)
    if t.op == "is":
        return field == t.value
    if t.op == "least":
        return field >= t.value
    values = t.value if isinstance(t.value, tuple) else (t.value,)
    tests = [
        field == value if t.op == "in" else getattr(m, f"{t.field}_{value}") == True  # noqa: E712
        for value in values
    ]
    return reduce(and_ if t.op == "all" else or_, tests)


def _pattern(c: Condition) -> Any:
    made = m.type == c.type
    for t in c.tests:
        made = made & _value(t)
    return made


def make() -> Any:
    found: list[Result] = []

    def action(name: str) -> Any:
        return lambda context: found.append((name, context.m.name, "holds"))

    with ruleset("conditions"):
        for c in CONDITIONS:
            when_all(_pattern(c))(action(c.name))
    types = {c.type for c in CONDITIONS}

    def run(case: CaseFile, as_of: str) -> list[Result]:
        del as_of
        found.clear()
        for event in case["events"]:
            data = event.get("data")
            if data is None or event["type"] not in types:
                continue
            fact: dict[str, Any] = {"id": event["id"], "sid": case["case"], "type": event["type"], "name": event["id"]}
            for name, value in data.items():
                if isinstance(value, list):
                    fact.update((f"{name}_{item}", True) for item in value)
                else:
                    fact[name] = value
            try:
                assert_fact("conditions", fact)
            except MessageNotHandledException:
                # No rule speaks of it.
                continue
            retract_fact("conditions", fact)
        return list(found)

    return run
