"""The same case a few weeks earlier or later: each step is judged by the law of its day (ADR 0039)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lawrules import Assessment, Finding
from tests.policies.corpus import loaded

JUNE, AUGUST = date(2021, 6, 21), date(2021, 8, 23)  # two Mondays, on either side of 15 July
BOTH_LAYERS = pytest.mark.parametrize("policy", ["national", "kunming"])


def event(id: str, type: str, day: date, about: str | None = None, **data: Any) -> dict[str, Any]:
    written: dict[str, Any] = {"id": id, "type": type, "at": day.isoformat(), "data": data}
    return {**written, "about": about} if about else written


def case(monday: date, *, overturned: date | None = None) -> list[dict[str, Any]]:
    """Notice on Monday, penalty on Friday, published at once, revoked the Monday after and never taken down."""
    friday = monday + timedelta(days=4)
    fine = {"decision_type": "penalty", "procedure": "ordinary", "penalty_kinds": ["fine"], "amount": 20_000}
    return [
        event("f1", "case.filed", monday - timedelta(days=14), case_type="penalty", procedure="ordinary"),
        event("p1", "evidence.registered_for_preservation", monday, actors=["甲", "乙"]),
        event("n1", "advance_notice.served", monday,
              contents=["result", "cause", "legal_basis", "rights_duties", "hearing_right"]),
        event("d1", "decision.made", friday, "f1", **fine),
        event("b1", "publication.posted", friday, "d1", content_kind="decision", channel=["gov_portal"],
              contents=["department", "target", "category", "result"]),
        event("o1", "decision.overturned", overturned or friday + timedelta(days=3), "d1", overturn_kind="revoked"),
    ]


def judge(policy: str, monday: date, **more: Any) -> Assessment:
    events = case(monday, **more)
    found = loaded(policy).evaluate({"case": "甲1", "events": events}, as_of=monday + timedelta(days=60))
    assert isinstance(found, Assessment)
    return found


def of(assessment: Assessment, rule: str) -> list[Finding]:
    return [f for f in assessment.findings if rule in (f.rule, *(full.partition("/")[2] for full in f.also))]


def one(assessment: Assessment, rule: str) -> tuple[str, str | None]:
    [finding] = of(assessment, rule)
    return str(finding.verdict), str(finding.due) if finding.due else None


@BOTH_LAYERS
def test_a_revoked_penalty_is_taken_down_promptly_in_june_and_in_three_working_days_in_august(policy: str) -> None:
    june, august = judge(policy, JUNE), judge(policy, AUGUST)
    assert of(june, "penalty-withdrawn-3wd") == []
    assert one(june, "withdraw-promptly") == ("pending", None)
    assert one(august, "penalty-withdrawn-3wd") == ("overdue", "2021-09-02")


@BOTH_LAYERS
def test_friday_is_after_three_natural_days_in_june_and_before_five_working_days_in_august(policy: str) -> None:
    june, august = judge(policy, JUNE), judge(policy, AUGUST)
    assert one(june, "hearing-right-respected")[0] == "satisfied"
    assert one(august, "hearing-right-respected")[0] == "violated"


@BOTH_LAYERS
def test_preserved_evidence_is_dealt_with_in_seven_days_of_either_kind(policy: str) -> None:
    assert one(judge(policy, JUNE), "preservation-resolved") == ("overdue", "2021-06-28")
    assert one(judge(policy, AUGUST), "preservation-resolved") == ("overdue", "2021-09-01")


@BOTH_LAYERS
def test_the_time_limit_of_a_case_is_new(policy: str) -> None:
    assert of(judge(policy, JUNE), "case-decided-90d") == []
    assert one(judge(policy, AUGUST), "case-decided-90d") == ("satisfied", "2021-11-07")


@BOTH_LAYERS
def test_every_penalty_was_reviewed_before_and_the_named_ones_since(policy: str) -> None:
    assert one(judge(policy, JUNE), "penalty-review-2018")[0] == "violated"
    assert of(judge(policy, AUGUST), "penalty-review-2018") == []


@BOTH_LAYERS
def test_a_step_of_august_in_a_case_of_june_follows_the_law_of_august(policy: str) -> None:
    across = judge(policy, JUNE, overturned=date(2021, 8, 5))
    assert one(across, "penalty-withdrawn-3wd") == ("overdue", "2021-08-10")
    assert one(across, "hearing-right-respected")[0] == "satisfied"
    assert of(across, "case-decided-90d") == []


@pytest.mark.parametrize(
    ("day", "verdict"), [(date(2021, 7, 14), "violated"), (date(2021, 7, 15), "satisfied")])
def test_the_edition_changes_at_midnight(day: date, verdict: str) -> None:
    made = event("d1", "decision.made", day, decision_type="penalty", procedure="summary", penalty_kinds=["fine"],
                 amount=200)
    facts = {"case": "甲1", "facts": {"party": {"kind": "natural_person"}}, "events": [made]}
    assert one(loaded("national").evaluate(facts, as_of=day), "summary-cap")[0] == verdict


def test_the_clauses_of_a_finding_are_those_of_its_day() -> None:
    def cited(monday: date) -> set[str]:
        [finding] = of(judge("national", monday), "preservation-resolved")
        return {basis.clause for basis in finding.basis}

    assert cited(JUNE) == {"APL-2017-37b"}
    assert cited(AUGUST) == {"APL-2021-56"}
