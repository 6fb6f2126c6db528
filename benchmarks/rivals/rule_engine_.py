"""rule-engine: a compiled rule for each condition."""

from __future__ import annotations

from typing import Any

import rule_engine

from benchmarks.core import CONDITIONS, FIELDS, Condition, Result, Test
from benchmarks.generate import CaseFile

NAME = "rule-engine"
PACKAGE = "rule-engine"
PART = "conditions"
NOTE = "a rule for each condition, chosen by event type in Python"


def text(c: Condition) -> str:
    return " and ".join(_test(t) for t in c.tests)


def _test(t: Test) -> str:
    if t.op == "is":
        return f"{t.field} == {_word(t.value)}"
    if t.op == "in":
        return f"{t.field} in [{', '.join(map(_word, t.value))}]"
    if t.op == "least":
        return f"{t.field} != null and {t.field} >= {t.value}"
    if t.op == "has":
        return f"{t.field} != null and {_word(t.value)} in {t.field}"
    joined = (" or " if t.op == "any" else " and ").join(f"{_word(v)} in {t.field}" for v in t.value)
    return f"{t.field} != null and ({joined})"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"


def make() -> Any:
    context = rule_engine.Context(default_value=None)
    by_type: dict[str, list[tuple[str, Any]]] = {}
    for c in CONDITIONS:
        by_type.setdefault(c.type, []).append((c.name, rule_engine.Rule(text(c), context=context)))
    nothing: dict[str, Any] = dict.fromkeys(FIELDS)

    def run(case: CaseFile, as_of: str) -> list[Result]:
        del as_of
        found = []
        for event in case["events"]:
            data = event.get("data")
            if data is not None:
                thing = {**nothing, **data}
                for name, rule in by_type.get(event["type"], ()):
                    if rule.matches(thing):
                        found.append((name, event["id"], "holds"))
        return found

    return run
