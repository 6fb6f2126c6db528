"""lawrules on the shared work: the policies it evaluates, and its results in the form that all engines share."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import lawrules
from benchmarks.core import Result, policy_text
from benchmarks.generate import CaseFile

ENGINES = ("direct", "durable")


@cache
def policy(name: str, engine: str) -> lawrules.Policy:
    """A built-in policy, or the shared rules: `core` (60 rules) and `conditions` (40)."""
    if name not in ("core", "conditions"):
        return lawrules.load(name, engine=engine)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench-core.yaml"
        path.write_text(policy_text(relations=name == "core"), encoding="utf-8")
        return lawrules.load(path, engine=engine)


def core_results(engine: str, name: str = "core") -> Callable[[CaseFile, str], list[Result]]:
    """The shared rules through `Policy.evaluate`. What a missing fact leaves undecided is no result for the others."""
    evaluate = policy(name, engine).evaluate

    def run(case: CaseFile, as_of: str) -> list[Result]:
        found = []
        for f in evaluate(case, as_of).findings:
            assert f.event is not None
            verdict = "holds" if f.family == "prohibitions" else f.verdict.value
            if f.verdict.value != "undetermined":
                found.append((f.rule, f.event.id, verdict))
        return found

    return run


def matcher(engine: str) -> Callable[[list[Any]], list[tuple[str, str, str]]]:
    """Only the matcher, on events that have been read: which of the 40 conditions hold."""
    rules = policy("conditions", engine)._rules
    names = {
        search.number: rule.rule.id for rule in rules.rules if rule.when is not None for search in rule.when.searches
    }
    match = rules.matcher.match

    def run(events: list[Any]) -> list[Result]:
        found = []
        for event in events:
            holding, _ = match(event)
            found.extend((names[number], event.id, "holds") for number in holding)
        return found

    return run


def read(case: CaseFile) -> list[Any]:
    """The events of a case, validated, in the form that a matcher takes."""
    return list(policy("conditions", "direct")._subject(case, False).events)
