"""The strategies for adopters: what they draw is valid, reaches rules, and the page about them runs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings

import lawrules
from lawrules.testing import cases, events

PAGE = Path(__file__).resolve().parents[1] / "docs" / "testing.md"
QIJIANG = lawrules.load("qijiang", engine="direct")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(events(QIJIANG))
def test_an_event_is_valid_for_the_policy(event: dict[str, Any]) -> None:
    assert QIJIANG.evaluate([event], "2027-12-31").findings is not None


def test_events_can_be_asked_for_by_type() -> None:
    found = find(events(QIJIANG, types=("seizure.executed",)), lambda _: True)
    assert found["type"] == "seizure.executed"
    with pytest.raises(ValueError, match="no events"):
        events(QIJIANG, types=("seizure.exectued",))


def test_cases_reach_many_rules_and_every_verdict_that_one_case_can_show() -> None:
    reached: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(cases(QIJIANG))
    def draw(case: dict[str, Any]) -> None:
        for finding in QIJIANG.evaluate(case, "2027-12-31").findings:
            reached[finding.rule] += 1
            verdicts[finding.verdict.value] += 1

    draw()
    assert len(reached) > 60
    assert {"satisfied", "violated", "overdue", "pending", "undetermined"} <= set(verdicts)


def test_a_failing_case_shrinks_to_the_event_that_matters() -> None:
    def has_seizure(case: dict[str, Any]) -> bool:
        return any(event["type"] == "seizure.executed" for event in case["events"])

    found = find(cases(QIJIANG), has_seizure, settings=settings(max_examples=2000))
    assert [event["type"] for event in found["events"]] == ["seizure.executed"]
    assert found["events"][0]["data"] == {}


def test_the_page_runs() -> None:
    block = PAGE.read_text(encoding="utf-8").split("```python\n", 1)[1].split("```", 1)[0]
    space: dict[str, Any] = {"__name__": "page"}
    exec(compile(block, str(PAGE), "exec"), space)
    tests = [value for name, value in space.items() if name.startswith("test_")]
    assert len(tests) == 4
    for test in tests:
        test()
