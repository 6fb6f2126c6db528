"""The engine against the plain reading of `reference.py`, on random cases around the National Day of 2024."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine import reference as plain
from tests.engine.worlds import Law, write_policy

N, THRESHOLD = 5, 100
RULES = f"""
gates:
  gate: {{title: 先审核, when: {plain.GATED}, after: {plain.OPENER}}}
prohibitions:
  ban: {{title: 不得收取, when: {{{plain.FORBIDDEN}: {{amount: {{at_least: {THRESHOLD}}}}}}}}}
duties:
  duty: {{title: 公示, when: {plain.OWED}, require: {plain.ANSWER}, within: {N} working days}}
"""
DAYS = st.integers(0, 40).map(lambda n: date(2024, 9, 5) + timedelta(days=n))
KINDS = (plain.GATED, plain.OPENER, plain.FORBIDDEN, plain.ANSWER)


@pytest.fixture(scope="module")
def small_law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    folder: Path = tmp_path_factory.mktemp("reference")
    return Law(write_policy(folder, RULES))


@st.composite
def files(draw: st.DrawFn) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for i in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(KINDS))
        event: dict[str, Any] = {"id": f"e{i}", "type": kind, "at": draw(DAYS).isoformat()}
        triggers = [e["id"] for e in made if e["type"] == plain.OWED]
        if kind == plain.ANSWER:
            if not triggers:
                continue
            event["about"] = draw(st.sampled_from(triggers))
        if kind == plain.FORBIDDEN and draw(st.booleans()):
            event["data"] = {"amount": draw(st.sampled_from([0, 99, 99.99, 100, 100.01, 10**9]))}
        made.append(event)
    return made


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(files(), DAYS)
def test_gate_prohibition_and_duty_are_judged_as_a_clerk_with_a_wall_calendar_would(
    small_law: Law, events: list[dict[str, Any]], as_of: date
) -> None:
    known = {e["id"] for e in events if plain.day_of(e) <= as_of}
    events = [e for e in events if e.get("about") is None or e["about"] in known]
    a = small_law.judge(events, as_of.isoformat())
    judged = {(f.rule, f.trigger.id, str(f.verdict), f.due) for f in a.findings}
    assert judged == plain.expected(events, as_of, N, THRESHOLD)
    assert len(a.findings) == len(judged)


def test_the_clerks_calendar_holds_what_the_notice_says() -> None:
    assert plain.due(date(2024, 9, 30), 5) == date(2024, 10, 12)  # 8, 9, 10, 11, and Saturday the 12th
    assert plain.due(date(2024, 9, 13), 2) == date(2024, 9, 18)  # Saturday the 14th, then Wednesday
