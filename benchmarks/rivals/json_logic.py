"""JsonLogic in Python: a rule for each condition."""

from __future__ import annotations

from typing import Any

from json_logic import jsonLogic

from benchmarks.core import CONDITIONS, Condition, Result, Test
from benchmarks.generate import CaseFile

NAME = "json-logic"
PACKAGE = "json-logic-qubit"
PART = "conditions"
NOTE = "a rule for each condition, chosen by event type in Python"


def rule(c: Condition) -> dict[str, Any]:
    return {"and": [_test(t) for t in c.tests]}


def _test(t: Test) -> dict[str, Any]:
    var = {"var": [t.field, [] if t.op in ("has", "any", "all") else None]}
    if t.op == "is":
        return {"===": [var, t.value]}
    if t.op == "in":
        return {"in": [var, list(t.value)]}
    if t.op == "least":
        return {">=": [{"var": [t.field, 0]}, t.value]}
    if t.op == "has":
        return {"in": [t.value, var]}
    return {"or" if t.op == "any" else "and": [{"in": [value, var]} for value in t.value]}


def make() -> Any:
    by_type: dict[str, list[tuple[str, Any]]] = {}
    for c in CONDITIONS:
        by_type.setdefault(c.type, []).append((c.name, rule(c)))

    def run(case: CaseFile, as_of: str) -> list[Result]:
        del as_of
        found = []
        for event in case["events"]:
            data = event.get("data")
            if data is not None:
                for name, logic in by_type.get(event["type"], ()):
                    if jsonLogic(logic, data):
                        found.append((name, event["id"], "holds"))
        return found

    return run
