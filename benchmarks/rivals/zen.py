"""zen-engine (GoRules, Rust): one compiled expression for each condition, grouped by event type."""

from __future__ import annotations

from typing import Any

import zen

from benchmarks.core import CONDITIONS, Condition, Result, Test
from benchmarks.generate import CaseFile

NAME = "zen-engine"
PACKAGE = "zen-engine"
PART = "conditions"
NOTE = "compiled expressions, chosen by event type in Python"


def expression(c: Condition) -> str:
    return " and ".join(_test(t) for t in c.tests)


def _test(t: Test) -> str:
    if t.op == "is":
        return f"{t.field} == {_word(t.value)}"
    if t.op == "in":
        return f"{t.field} in {_words(t.value)}"
    if t.op == "least":
        return f"{t.field} != null and {t.field} >= {t.value}"
    if t.op == "has":
        return f"{t.field} != null and {_word(t.value)} in {t.field}"
    joined = (" or " if t.op == "any" else " and ").join(f"{_word(v)} in {t.field}" for v in t.value)
    return f"{t.field} != null and ({joined})"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"


def _words(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_word, values))}]"


def make() -> Any:
    by_type: dict[str, list[tuple[str, Any]]] = {}
    for c in CONDITIONS:
        by_type.setdefault(c.type, []).append((c.name, zen.compile_expression(expression(c))))

    def run(case: CaseFile, as_of: str) -> list[Result]:
        del as_of
        found = []
        for event in case["events"]:
            data = event.get("data")
            if data is not None:
                for name, compiled in by_type.get(event["type"], ()):
                    if compiled.evaluate(data) is True:
                        found.append((name, event["id"], "holds"))
        return found

    return run
