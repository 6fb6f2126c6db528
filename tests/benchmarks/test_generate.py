"""The generated case files are what their page says: sound, repeatable, of realistic size."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date

import pytest

import lawrules
from benchmarks.generate import LONGEST, case_files, long_case


@pytest.mark.parametrize("name", ["kunming", "qijiang"])
def test_files_are_valid_and_use_the_rules(name):
    policy = lawrules.load(name, engine="direct")
    verdicts: Counter[str] = Counter()
    for case, as_of in case_files(60, seed=3, policy=name):
        assessment = policy.evaluate(case, as_of)
        assert not assessment.warnings
        verdicts.update(f.verdict.value for f in assessment.findings)
    assert {"satisfied", "late", "violated", "overdue", "pending", "undetermined", "waived"} <= verdicts.keys()
    assert verdicts["satisfied"] > verdicts.total() * 0.6


def test_same_seed_same_files():
    assert list(case_files(20, seed=5)) == list(case_files(20, seed=5))
    assert list(case_files(20, seed=5)) != list(case_files(20, seed=6))


def test_sizes():
    sizes = [len(case["events"]) for case, _ in case_files(2_000)]
    assert 11 <= statistics.median(sizes) <= 13
    assert max(sizes) <= LONGEST
    assert max(sizes) > 100


def test_what_hand_written_code_relies_on():
    for case, as_of in case_files(300, seed=4):
        days = [e["at"] for e in case["events"]]
        assert days == sorted(days)
        assert days[-1] <= as_of
        assert all(2022 <= date.fromisoformat(day).year <= 2025 for day in days)
        kinds = Counter(e["type"] for e in case["events"])
        for single in ("case.filed", "advance_notice.served", "hearing.held", "decision.proposed", "decision.made"):
            assert kinds[single] <= 1
        ids = [e["id"] for e in case["events"]]
        assert all(e.get("about") is None or e["about"] in ids[:i] for i, e in enumerate(case["events"]))


@pytest.mark.parametrize("length", [60, 500])
def test_long_cases(length, kunming):
    case, as_of = long_case(length)
    assert length - 10 <= len(case["events"]) <= length
    assert kunming.evaluate(case, as_of).findings
