"""CEL through the binding to its Rust implementation: a compiled program for each condition."""

from __future__ import annotations

from typing import Any

import cel

from benchmarks.core import CONDITIONS, Condition, Result, Test
from benchmarks.generate import CaseFile

NAME = "CEL (common-expression-language)"
PACKAGE = "common-expression-language"
PART = "conditions"
NOTE = "a program for each condition, chosen by event type in Python"


def expression(c: Condition) -> str:
    return " && ".join(_test(t) for t in c.tests)


def _test(t: Test) -> str:
    there = f"has(d.{t.field})"
    if t.op == "is":
        return f"({there} && d.{t.field} == {_word(t.value)})"
    if t.op == "in":
        return f"({there} && d.{t.field} in [{', '.join(map(_word, t.value))}])"
    if t.op == "least":
        return f"({there} && d.{t.field} >= {t.value})"
    if t.op == "has":
        return f"({there} && {_word(t.value)} in d.{t.field})"
    joined = (" || " if t.op == "any" else " && ").join(f"{_word(v)} in d.{t.field}" for v in t.value)
    return f"({there} && ({joined}))"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def make() -> Any:
    by_type: dict[str, list[tuple[str, Any]]] = {}
    for c in CONDITIONS:
        by_type.setdefault(c.type, []).append((c.name, cel.compile(expression(c))))

    def run(case: CaseFile, as_of: str) -> list[Result]:
        del as_of
        found = []
        for event in case["events"]:
            programs = by_type.get(event["type"])
            if programs and "data" in event:
                context = {"d": event["data"]}
                for name, program in programs:
                    if program.execute(context) is True:
                        found.append((name, event["id"], "holds"))
        return found

    return run
