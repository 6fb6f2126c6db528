"""Cedar through cedarpy: each condition is a policy that permits an action of its own on the event."""

from __future__ import annotations

from typing import Any

import cedarpy

from benchmarks.core import CONDITIONS, Condition, Result, Test
from benchmarks.generate import CaseFile

NAME = "cedarpy"
PACKAGE = "cedarpy"
PART = "conditions"
NOTE = "one policy set, one request for each condition of the event's type, sent as a batch for each case"


def policy(c: Condition) -> str:
    return (
        f'permit(principal, action == Action::"{c.name}", resource) when {{ '
        f"{' && '.join(_test(t) for t in c.tests)} }};"
    )


def _test(t: Test) -> str:
    there, value = f"context has {t.field}", f"context.{t.field}"
    if t.op == "is":
        return f"{there} && {value} == {_word(t.value)}"
    if t.op == "in":
        return f"{there} && [{', '.join(map(_word, t.value))}].contains({value})"
    if t.op == "least":
        return f"{there} && {value} >= {t.value}"
    if t.op == "has":
        return f"{there} && {value}.contains({_word(t.value)})"
    method = "containsAny" if t.op == "any" else "containsAll"
    return f"{there} && {value}.{method}([{', '.join(map(_word, t.value))}])"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def make() -> Any:
    policies = cedarpy.PolicySet.from_str("\n".join(policy(c) for c in CONDITIONS))
    entities = cedarpy.Entities.from_json_str("[]")
    by_type: dict[str, list[tuple[str, str]]] = {}
    for c in CONDITIONS:
        by_type.setdefault(c.type, []).append((c.name, f'Action::"{c.name}"'))
    allow = cedarpy.Decision.Allow

    def run(case: CaseFile, as_of: str) -> list[Result]:
        del as_of
        requests, asked = [], []
        for event in case["events"]:
            data = event.get("data")
            if data is not None:
                for name, action in by_type.get(event["type"], ()):
                    requests.append({
                        "principal": 'Rule::"any"', "action": action, "resource": 'Event::"it"', "context": data,
                    })
                    asked.append((name, event["id"], "holds"))
        if not requests:
            return []
        answers = cedarpy.is_authorized_batch(requests, policies, entities)
        return [result for result, answer in zip(asked, answers, strict=True) if answer.decision == allow]

    return run
