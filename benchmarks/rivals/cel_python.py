"""CEL in Python: a compiled program for each condition."""

from __future__ import annotations

from typing import Any

import celpy

from benchmarks.core import CONDITIONS, Result
from benchmarks.generate import CaseFile
from benchmarks.rivals.cel_rust import expression

NAME = "CEL (cel-python)"
PACKAGE = "cel-python"
PART = "conditions"
NOTE = "a program for each condition, chosen by event type in Python"


def make() -> Any:
    environment = celpy.Environment()
    by_type: dict[str, list[tuple[str, Any]]] = {}
    for c in CONDITIONS:
        by_type.setdefault(c.type, []).append((c.name, environment.program(environment.compile(expression(c)))))

    def run(case: CaseFile, as_of: str) -> list[Result]:
        del as_of
        found = []
        for event in case["events"]:
            programs = by_type.get(event["type"])
            if programs and "data" in event:
                context = {"d": celpy.json_to_cel(event["data"])}
                for name, program in programs:
                    if program.evaluate(context):
                        found.append((name, event["id"], "holds"))
        return found

    return run
