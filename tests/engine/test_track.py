"""An open case gives what an evaluation gives, whatever arrives in whatever order, and judges only what is touched."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lawrules
from lawrules.casegen import cases

KUNMING = lawrules.load("kunming", engine="direct")
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def told(assessment: lawrules.Assessment) -> dict[str, Any]:
    made = assessment.to_dict()
    made.pop("warnings")  # an empty file or a dangling reference is warned of by the reader, not by the judgement
    return made


@QUICK
@given(cases(KUNMING, max_events=8), st.randoms(use_true_random=False), st.booleans())
def test_after_every_event_an_open_case_stands_as_an_evaluation_of_the_events_so_far(
    case: dict[str, Any], shuffler: random.Random, late: bool
) -> None:
    events = list(case["events"])
    if late:
        shuffler.shuffle(events)
    rest = {key: value for key, value in case.items() if key != "events"}
    open_case = KUNMING.track({**rest, "events": []})
    for i, event in enumerate(events):
        open_case.add(event)
        for as_of in ("2023-06-01", "2027-12-01")[i % 2 :]:
            wanted = KUNMING.evaluate({**rest, "events": events[: i + 1]}, as_of)
            assert told(open_case.assess(as_of)) == told(wanted)


def test_an_event_costs_no_more_than_the_rules_that_it_touches() -> None:
    decisions = [
        {"id": f"d{i}", "type": "decision.made", "at": "2023-03-01", "data": {"decision_type": "penalty"}}
        for i in range(40)
    ]
    open_case = KUNMING.track(decisions)
    open_case.assess("2023-04-01")
    before = open_case._track.judged
    open_case.add({"id": "r", "type": "complaint.received", "at": "2023-03-02", "data": {"complaint_channel": "media"}})
    open_case.assess("2023-04-01")
    assert open_case._track.judged - before <= 6


def test_the_same_event_twice_is_taken_once_and_another_of_its_id_is_refused() -> None:
    event = {"id": "d1", "type": "decision.made", "at": "2023-03-01", "data": {"decision_type": "penalty"}}
    open_case = KUNMING.track([event])
    open_case.add(event)
    assert [e.id for e in open_case.events] == ["d1"]
    with pytest.raises(lawrules.EventError, match="d1"):
        open_case.add({**event, "at": "2023-03-02"})
    assert [e.at for e in open_case.events] == ["2023-03-01"]
