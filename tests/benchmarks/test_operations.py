"""How the work grows, counted in calls instead of seconds: the same on every machine, however busy it is."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import lawrules
from benchmarks.core import simple_cases
from benchmarks.generate import case_files, long_case
from benchmarks.growth import padded


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python or of C, are called."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_the_count_is_one_of_calls():
    assert calls(lambda: [len("") for _ in range(50)]) in range(50, 55)


@pytest.mark.parametrize("length", [300, 3_000])
def test_calls_are_linear_in_events(kunming, length):
    def per_event(size: int) -> float:
        case, as_of = long_case(size)
        kunming.evaluate(case, as_of)
        return calls(lambda: kunming.evaluate(case, as_of)) / len(case["events"])

    assert per_event(length) < 1.25 * per_event(100)


def test_calls_are_linear_in_cases(kunming):
    files = list(case_files(40, seed=8))

    def of(several: list[tuple[dict[str, object], str]]) -> int:
        return calls(lambda: [kunming.evaluate(case, as_of) for case, as_of in several])

    of(files)
    assert of(files * 2) == pytest.approx(2 * of(files), rel=0.01)


@pytest.mark.parametrize("more", [1_000, 3_000])
def test_rules_that_nothing_triggers_cost_no_call(tmp_path: Path, more: int):
    found = []
    for size in (100, more):
        path = tmp_path / str(size) / "bench-core.yaml"
        path.parent.mkdir()
        path.write_text(padded(size), encoding="utf-8")
        policy = lawrules.load(path, engine="direct")
        cases = simple_cases(20)
        work = lambda policy=policy, cases=cases: [policy.evaluate(case, as_of) for case, as_of in cases]  # noqa: E731
        work()
        found.append(calls(work))
    assert found[1] <= found[0] * 1.01


def test_an_evaluation_leaves_nothing_for_the_garbage_collector(kunming):
    """What refers back to itself is only freed by a search through all objects, which costs as much as many rules."""
    files = list(case_files(40, seed=9))
    for case, as_of in files:
        kunming.evaluate(case, as_of)
    gc.collect()
    gc.disable()
    try:
        for case, as_of in files:
            kunming.evaluate(case, as_of)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_explanations_cost_nothing_until_asked_for(kunming):
    """What `evaluate` does calls nothing of the modules that explain, serialise or count the days of a term."""
    reached: set[str] = set()

    def note(frame, event: str, _arg: object) -> None:
        if event == "call":
            reached.add(frame.f_globals.get("__name__", ""))

    case, as_of = long_case(60)
    kunming.evaluate(case, as_of)
    sys.setprofile(note)
    try:
        assessment = kunming.evaluate(case, as_of)
    finally:
        sys.setprofile(None)
    assert "lawrules.engine.evaluate" in reached
    late = {"lawrules.cases.trace", "lawrules.days.steps", "lawrules.days.readings", "lawrules.engine.remarks", "json"}
    assert not {name for name in reached if name in late or name.startswith("lawrules.report")}
    assert assessment.findings
