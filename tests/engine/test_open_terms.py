"""Terms of which the file says too little: they end between two days, and only what can change the verdict is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawrules import Verdict
from tests.engine.worlds import Law, ev, notes, write_policy

RULES = """
duties:
  release: {title: 期满解除, when: seizure.executed, require: seizure.released, within: 10 days,
            extend: [{when: {seizure.extended: {reason: 情况复杂}}, by: extended_days, up_to: 6 days}],
            exclude: [{from: {appraisal.started: {notified_in_writing: true}},
                       until: {case.resumed: {reason: 查清}}}]}
"""
SEIZED = ev("s1", "seizure.executed", "2023-03-01")  # ten days end on 11 March


@cache
def policy() -> Law:
    with TemporaryDirectory() as folder:
        return Law(write_policy(Path(folder), RULES, extends="vocabulary"))


def day(number: int) -> str:
    """The date so many days after the seizure."""
    return (date(2023, 3, 1) + timedelta(days=number)).isoformat()


def judged(events: list[dict[str, Any]], as_of: str) -> Any:
    return next(f for f in policy().judge(events, as_of).findings if f.event.id == "s1")


@pytest.mark.parametrize(
    ("released", "verdict"),
    [  # 4 to 6 March, three days, perhaps do not count: the 11th or the 14th.
        ("2023-03-11", Verdict.SATISFIED),
        ("2023-03-12", Verdict.UNDETERMINED),
        ("2023-03-14", Verdict.UNDETERMINED),
        ("2023-03-15", Verdict.LATE),
    ],
)
def test_what_perhaps_suspended_a_term_is_asked_for_only_between_its_two_ends(released, verdict):
    events = [
        SEIZED, ev("a1", "appraisal.started", "2023-03-04"), ev("a2", "case.resumed", "2023-03-06", reason="查清"),
        ev("r1", "seizure.released", released),
    ]
    f = judged(events, "2023-03-31")
    assert f.verdict is verdict
    assert (f.earliest, f.latest) == ("2023-03-11", "2023-03-14")
    assert f.missing == (("a1.notified_in_writing",) if verdict is Verdict.UNDETERMINED else ())


def test_what_perhaps_ended_a_suspension_bounds_the_term_from_below():
    events = [
        SEIZED, ev("a1", "appraisal.started", "2023-03-04", notified_in_writing=True),
        ev("a2", "case.resumed", "2023-03-06"),
    ]
    # Three days at least; if the appraisal did not end then, it goes on to this day.
    f = judged(events, "2023-03-20")
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("a2.reason",))
    assert f.earliest == "2023-03-14"
    assert notes(f)["due_undecided"] == {"facts": "a2.reason"}
    assert judged(events, "2023-03-14").verdict is Verdict.PENDING


OPEN = {"notified_in_writing": (True, False), "reason": ("情况复杂", "查清", "其他"),
        "extended_days": (0, 3, 6, 9)}
"""Fields that may be missing, and what they could have said."""


@st.composite
def worlds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A seizure with one or two appraisals and extensions, some fields unsaid; perhaps its release."""

    def said(*names: str) -> dict[str, Any]:
        return {n: draw(st.sampled_from(OPEN[n])) for n in names if draw(st.booleans())}

    events = [SEIZED]
    for i in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, 14))
        events.append(ev(f"a{i}", "appraisal.started", day(start), **said("notified_in_writing")))
        if draw(st.booleans()):
            end = ev(f"b{i}", "case.resumed", day(start + draw(st.integers(0, 5))), about=f"a{i}", **said("reason"))
            events.append(end)
    for i in range(draw(st.integers(0, 1))):
        at = day(draw(st.integers(1, 16)))
        events.append(ev(f"x{i}", "seizure.extended", at, about="s1", **said("reason", "extended_days")))
    if draw(st.booleans()):
        events.append(ev("r1", "seizure.released", day(draw(st.integers(5, 30))), about="s1"))
    return events


def completed(events: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The same file with every way of saying what it leaves unsaid."""
    asked = {"appraisal.started": ["notified_in_writing"], "case.resumed": ["reason"],
             "seizure.extended": ["reason", "extended_days"]}
    gaps = [(i, n) for i, e in enumerate(events) for n in asked.get(e["type"], ()) if n not in e.get("data", {})]
    for values in product(*(OPEN[name] for _, name in gaps)):
        full = [{**e, "data": dict(e.get("data", {}))} for e in events]
        for (i, name), value in zip(gaps, values, strict=True):
            full[i]["data"][name] = value
        yield full


@settings(max_examples=150, deadline=None)
@given(worlds(), st.integers(5, 32))
def test_a_verdict_is_given_exactly_where_no_missing_fact_can_change_it(events, as_of):
    at = day(as_of)
    known = [e for e in events if e["at"] <= at]
    f = judged(known, at)
    full = [judged(events, at) for events in completed(known)]
    verdicts = {one.verdict for one in full}
    if f.verdict is Verdict.UNDETERMINED:
        assert f.missing
        assert len(verdicts) > 1
    else:
        assert verdicts == {f.verdict}
    ends = [one.due for one in full]
    if f.provisional:
        assert f.earliest <= min(ends) and max(ends) <= f.latest  # noqa: PT018 - one interval
    else:
        assert set(ends) == {f.due}
