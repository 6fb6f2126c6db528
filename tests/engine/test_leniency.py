"""Leniency: a hit at the proposal, and what may no longer be decided without a reason."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import codes, ev, found, ids, only


def rules(effect="no_penalty", severity="must") -> str:
    return f"""
leniency:
  minor: {{title: 轻微不罚, when: {{decision.proposed: {{decision_type: penalty}}}},
          if: {{violation_minor: true, corrected_in_time: true, harm: false}}, effect: {effect}, severity: {severity}}}
"""


HIT = ev(
    "x1",
    "decision.proposed",
    "2023-03-01",
    decision_type="penalty",
    violation_minor=True,
    corrected_in_time=True,
    harm=False,
)


def decided(**data):
    return ev("d1", "decision.made", "2023-03-10", about="x1", **data)


def test_a_hit_is_a_finding_at_the_proposal(law):
    f = law(rules()).one("minor", [HIT])
    assert (f.verdict, f.trigger.id, codes(f)) == (Verdict.PENDING, "x1", {"leniency_hit"})


def test_no_hit_is_no_finding_and_a_doubtful_one_asks(law):
    harm = {**HIT, "data": {**HIT["data"], "harm": True}}
    assert found(law(rules()).judge([harm]), "minor") == []
    unknown = {**HIT, "data": {k: v for k, v in HIT["data"].items() if k != "harm"}}
    f = law(rules()).one("minor", [unknown, decided(decision_type="penalty")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("x1.harm",))


@pytest.mark.parametrize(("severity", "breaches", "advisories"), [("must", 1, 0), ("may", 0, 1)])
def test_deciding_against_a_hit_without_a_reason_is_a_violation_or_an_advisory(law, severity, breaches, advisories):
    a = law(rules(severity=severity)).judge([HIT, decided(decision_type="penalty")])
    f = only(a, "minor")
    assert (f.verdict, ids(f)) == (Verdict.VIOLATED, ["d1"])
    assert (len(a.breaches), len(a.advisories)) == (breaches, advisories)


@pytest.mark.parametrize(
    "data",
    [
        {"decision_type": "no_penalty"},
        {"decision_type": "penalty", "leniency_reason": "拒不改正"},
        {"decision_type": "penalty", "leniency_given": ["no_penalty"]},
    ],
)
def test_following_it_or_giving_a_reason_is_satisfied(law, data):
    assert law(rules()).one("minor", [HIT, decided(**data)]).verdict is Verdict.SATISFIED


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (["lighter"], Verdict.SATISFIED),
        (["reduced"], Verdict.SATISFIED),
        (["no_penalty"], Verdict.SATISFIED),
        (["no_compulsion"], Verdict.VIOLATED),
        (None, Verdict.UNDETERMINED),
    ],
)
def test_the_greater_leniency_satisfies_the_lesser_and_silence_about_it_is_unknown(law, given, verdict):
    data = {"decision_type": "penalty"} | ({"leniency_given": given} if given else {})
    f = law(rules("lighter")).one("minor", [HIT, decided(**data)])
    assert f.verdict is verdict
    assert f.missing == (("d1.leniency_given",) if verdict is Verdict.UNDETERMINED else ())


def test_the_lesser_leniency_does_not_satisfy_the_greater(law):
    f = law(rules("reduced")).one("minor", [HIT, decided(decision_type="penalty", leniency_given=["lighter"])])
    assert f.verdict is Verdict.VIOLATED


def test_a_decision_on_another_proposal_is_not_judged_by_this_hit(law):
    other = ev("x2", "decision.proposed", "2023-03-01", decision_type="penalty", violation_minor=False)
    second = ev("d2", "decision.made", "2023-03-10", about="x2", decision_type="penalty")
    assert law(rules()).one("minor", [HIT, other, second]).verdict is Verdict.PENDING


@pytest.mark.parametrize("act", ["seizure.decided", "seizure.executed", "enforcement.decided", "enforcement.executed"])
def test_a_measure_goes_against_the_waiver_of_compulsion(law, act):
    f = law(rules("no_compulsion")).one("minor", [HIT, ev("e1", act, "2023-03-10")])
    assert (f.verdict, ids(f)) == (Verdict.VIOLATED, ["e1"])


def test_a_penalty_does_not_go_against_the_waiver_of_compulsion(law):
    assert law(rules("no_compulsion")).one("minor", [HIT, decided(decision_type="penalty")]).verdict is Verdict.PENDING
