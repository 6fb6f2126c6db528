"""One meaning: both engines give the same assessment of every case; order, strangers and processes change nothing."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import random
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lawrules
from lawrules.engine import available
from tests.engine.random_worlds import AS_OF, build, cases, policies, registers
from tests.engine.worlds import without_engine

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = settings(MANY, max_examples=20)
BOTH = ("durable", "direct")
ROOT = Path(lawrules.__file__).resolve().parents[1]

needs_both = pytest.mark.skipif(bool(available()["durable"]), reason="durable-rules is not installed")


@needs_both
@MANY
@given(policies(), st.lists(st.tuples(cases() | registers(), AS_OF), min_size=1, max_size=6))
def test_durable_and_direct_give_the_same_assessment_of_every_case(made: Any, subjects: list[tuple[Any, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        durable, direct = build(made, Path(folder), BOTH)
    for subject, as_of in subjects:
        assert without_engine(durable.evaluate(subject, as_of)) == without_engine(direct.evaluate(subject, as_of))


@needs_both
@QUICK
@given(policies(), cases(), registers(), AS_OF)
def test_they_agree_on_a_case_in_the_context_of_its_register(made: Any, case: Any, register: Any, as_of: str) -> None:
    for i, event in enumerate(register["events"]):
        event["id"] = f"r{i}"
        event.pop("about", None)
    with tempfile.TemporaryDirectory() as folder:
        durable, direct = build(made, Path(folder), BOTH)
    texts = {without_engine(policy.evaluate(case, as_of, register=register)) for policy in (durable, direct)}
    assert len(texts) == 1


@QUICK
@given(policies(), st.lists(cases() | registers(), min_size=1, max_size=4), AS_OF, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(
    made: Any, subjects: list[Any], as_of: str, shuffler: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (policy,) = build(made, Path(folder), ("direct",))
    for subject in subjects:
        wanted = policy.evaluate(subject, as_of).to_json()
        for _ in range(2):
            events = list(subject["events"])
            shuffler.shuffle(events)
            assert policy.evaluate({**subject, "events": events}, as_of).to_json() == wanted


@QUICK
@given(policies(), st.lists(cases(), min_size=1, max_size=4), AS_OF)
def test_an_event_that_no_rule_speaks_of_changes_nothing(made: Any, subjects: list[Any], as_of: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (policy,) = build(made, Path(folder), ("direct",))
    for subject in subjects:
        noted = {"id": "w", "type": "weather.noted", "at": "2023-03-04", "data": {"flag": True}}
        more = {**subject, "events": [noted, *subject["events"]]}
        known, with_noted = policy.evaluate(subject, as_of), policy.evaluate(more, as_of)
        empty = [w for w in known.warnings if w.startswith("LR618")]  # the file without any event says so
        without = [w for w in known.to_dict()["warnings"] if w not in empty]
        assert {**with_noted.to_dict(), "warnings": without} == {**known.to_dict(), "warnings": without}
        assert list(with_noted.warnings) == without


@QUICK
@given(policies(), cases(), AS_OF)
def test_evaluating_again_and_after_pickling_gives_the_same_bytes(made: Any, case: Any, as_of: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (policy,) = build(made, Path(folder), ("direct",))
    wanted = policy.evaluate(case, as_of)
    copied = pickle.loads(pickle.dumps(policy))
    assert policy.evaluate(case, as_of).to_json() == wanted.to_json()
    assert copied.evaluate(case, as_of).to_json() == wanted.to_json()
    assert pickle.loads(pickle.dumps(wanted)).to_json() == wanted.to_json()


EVENTS = [
    {
        "id": "x1",
        "type": "decision.proposed",
        "at": "2023-03-01",
        "data": {"decision_type": "penalty", "amount": 20000},
    },
    {
        "id": "d1",
        "type": "decision.made",
        "at": "2023-03-10",
        "about": "x1",
        "data": {
            "decision_type": "penalty",
            "procedure": "ordinary",
            "penalty_kinds": ["fine", "warning"],
            "amount": 20000,
        },
    },
    {"id": "i1", "type": "inspection.conducted", "at": "2023-02-10", "data": {"actors": ["张", "王"], "onsite": True}},
    {
        "id": "s1",
        "type": "seizure.executed",
        "at": "2023-02-11T09:00",
        "data": {"measure": "seal", "impact": ["major_property"]},
    },
    {
        "id": "r1",
        "type": "recording.made",
        "at": "2023-02-11",
        "about": "s1",
        "data": {"form": "video", "recording": "R1"},
    },
    {
        "id": "p1",
        "type": "publication.posted",
        "at": "2023-03-20",
        "about": "d1",
        "data": {"content_kind": "decision", "channel": ["gov_portal"], "contents": ["result", "target"]},
    },
]


@pytest.mark.parametrize("engine", [name for name in BOTH if not available()[name]])
def test_every_process_gives_the_same_bytes_whatever_its_hash_seed(engine: str) -> None:
    program = (
        "import json, sys, lawrules\n"
        f"policy = lawrules.load('kunming', {engine!r})\n"
        "sys.stdout.buffer.write(policy.evaluate(json.loads(sys.argv[1]), '2023-06-30').to_json().encode())\n"
    )
    outputs = set()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", program, json.dumps(EVENTS)],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        outputs.add(done.stdout)
    here = lawrules.load("kunming", engine).evaluate(EVENTS, "2023-06-30").to_json().encode()
    assert outputs == {here}


@pytest.mark.parametrize("engine", [name for name in BOTH if not available()[name]])
def test_eight_threads_share_a_policy_and_get_the_same_bytes(engine: str) -> None:
    policy = lawrules.load("kunming", engine)
    results: list[str] = []

    def work() -> None:
        results.extend(policy.evaluate(EVENTS, "2023-06-30").to_json() for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(results), len(set(results))) == (80, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("engine", [name for name in BOTH if not available()[name]])
def test_forked_processes_get_the_same_bytes(engine: str) -> None:
    """A server that forks its workers after loading: each goes on with the parent's policy and network."""
    policy = lawrules.load("kunming", engine)
    here = policy.evaluate(EVENTS, "2023-06-30").to_json()
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("fork"), initializer=_share,
                             initargs=(policy,)) as pool:
        there = list(pool.map(_evaluated, range(12)))
    assert there == [here] * 12


_shared: list[lawrules.Policy] = []


def _share(policy: lawrules.Policy) -> None:
    _shared.append(policy)


def _evaluated(_: int) -> str:
    return _shared[0].evaluate(EVENTS, "2023-06-30").to_json()


@needs_both
def test_the_engines_differ_in_their_name_alone() -> None:
    durable, direct = (lawrules.load("kunming", engine).evaluate(EVENTS, "2023-06-30") for engine in BOTH)
    assert (durable.engine, direct.engine) == BOTH
    assert without_engine(durable) == without_engine(direct)
    assert len(direct.findings) > 10
