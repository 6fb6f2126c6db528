"""An open case gives what an evaluation gives, whatever arrives in whatever order, and judges only what is touched."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lawrules
from benchmarks.generate import case_files, long_case
from lawrules.casegen import cases
from tests.engine.random_worlds import AS_OF, build, policies, registers
from tests.engine.random_worlds import cases as worlds

KUNMING = lawrules.load("kunming", engine="direct")
QIJIANG = lawrules.load("qijiang", engine="direct")
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


WORLDS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@WORLDS
@given(policies(), worlds(), st.none() | registers(), st.randoms(use_true_random=False), st.lists(AS_OF, min_size=1))
def test_so_it_does_under_random_rules_of_all_families(
    made: Any, case: dict[str, Any], register: Any, shuffler: random.Random, times: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (policy,) = build(made, Path(folder), ("direct",))
    if register is not None:
        for i, event in enumerate(register["events"]):
            event["id"] = f"r{i}"
            event.pop("about", None)
    events = list(case["events"])
    if shuffler.random() < 0.5:
        shuffler.shuffle(events)
    rest = {key: value for key, value in case.items() if key != "events"}
    open_case = policy.track({**rest, "events": []}, register=register)
    taken: list[Any] = []
    for i, event in enumerate(events):
        if not {event["id"], *event.get("about", ())} <= {event["id"], *(e["id"] for e in taken)}:
            continue
        taken.append(event)
        open_case.add(event)
        as_of = times[i % len(times)]
        wanted = policy.evaluate({**rest, "events": taken}, as_of, register=register)
        assert told(open_case.assess(as_of)) == told(wanted)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("policy", [KUNMING, QIJIANG], ids=lambda policy: policy.id)
def test_so_it_does_in_files_like_those_of_an_agency(policy: lawrules.Policy, seed: int) -> None:
    shuffler = random.Random(seed)
    case, as_of = long_case(40) if seed % 4 == 3 else next(iter(case_files(1, seed=seed)))
    events = [dict(event) for event in case["events"]]
    if seed % 3 == 1:
        shuffler.shuffle(events)
    for event in events:
        if seed % 2 and shuffler.random() < 0.15:
            event.pop("about", None)
    rest = {key: value for key, value in case.items() if key != "events"}
    open_case = policy.track({**rest, "events": []})
    known: set[str] = set()
    compared = 0
    for i, event in enumerate(events):
        open_case.add(event)
        known.add(event["id"])
        if {event.get("about") for event in events[: i + 1]} <= {None, *known}:
            when = min(as_of, max(event["at"] for event in events[: i + 1])[:10]) if shuffler.random() < 0.5 else as_of
            wanted = policy.evaluate({**rest, "events": events[: i + 1]}, when)
            assert told(open_case.assess(when)) == told(wanted)
            compared += 1
    # The whole file at least has all that its events are about.
    assert compared > 0


def inspections(count: int) -> dict[str, Any]:
    """So many inspections, each with its record, what the party was told, and a film."""
    events: list[dict[str, Any]] = []
    for i in range(count):
        at = (date(2023, 3, 1) + timedelta(days=i)).isoformat()
        act = {"actors": ["甲", "乙"], "in_uniform": True, "insignia_worn": True, "onsite": True}
        told = {"contents": ["cause", "legal_basis", "rights_duties"]}
        about = {"at": at, "about": f"i{i}"}
        shown = {"shown_by": "presented", "shown_to": ["party"]}
        events += [
            {"id": f"s{i}", "type": "identity.shown", **about, "data": shown},
            {"id": f"i{i}", "type": "inspection.conducted", "at": at, "data": act},
            {"id": f"p{i}", "type": "document.issued", **about, "data": {"document_type": "inspection_record"}},
            {"id": f"t{i}", "type": "party.informed", **about, "data": told},
            {"id": f"f{i}", "type": "recording.made", **about, "data": {"form": "video", "span": "full"}},
        ]
    people = {name: {"certified": True, "role": "enforcement_officer"} for name in ("甲", "乙")}
    return {"case": "A", "agency": "某局", "facts": {"persons": people}, "events": events}


def test_what_an_event_costs_does_not_grow_with_the_history() -> None:
    def judged(count: int) -> list[int]:
        case = inspections(count)
        *before, film = case["events"]
        open_case = KUNMING.track({**case, "events": before})
        open_case.assess("2024-06-01")
        found = []
        for event in (film, {**film, "id": "another"}, {**before[-1], "id": "again"}):
            start = open_case._track.judged
            open_case.add(event)
            open_case.assess("2024-06-01")
            found.append(open_case._track.judged - start)
        return found

    few = judged(4)
    assert all(few)
    assert judged(40) == few
    assert judged(400) == few


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
