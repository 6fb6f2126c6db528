"""Major decisions: which triggers put a label on a decision, and who sees it (semantics.md, "Labels")."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import ev, found, only

RULES = """
major_decisions:
  heard: {title: 经听证, when: hearing.held}
  large: {title: 金额大, when: {decision.proposed: {amount: {at_least: 100000}}}}
  listed: {title: 在清单内, when: {decision.proposed: {on_major_list: true}}}
gates:
  reviewed: {title: 重大决定先审核, when: decision.made, if: {major: true}, after: legal_review.completed}
"""
SMALL = {"amount": 100, "on_major_list": False}


def proposed(id="x1", at="2023-03-05", **data):
    return ev(id, "decision.proposed", at, **(data or SMALL))


def decided(id="d1", at="2023-03-20", about="x1", **data):
    return ev(id, "decision.made", at, about=about, **data)


def test_a_trigger_labels_the_decision_and_the_gate_sees_it(law):
    a = law(RULES).judge([proposed(amount=100000, on_major_list=False), decided()])
    assert a.to_dict()["labels"]["d1"] == {"major": ["large"]}
    assert only(a, "reviewed").verdict is Verdict.VIOLATED


def test_without_a_trigger_the_decision_is_not_major(law):
    a = law(RULES).judge([proposed(), decided()])
    assert (found(a, "reviewed"), a.to_dict()["labels"]) == ([], {})


def test_a_hearing_after_the_proposal_still_makes_the_decision_major(law):
    a = law(RULES).judge([proposed(), ev("h1", "hearing.held", "2023-03-10"), decided()])
    assert a.to_dict()["labels"]["d1"] == {"major": ["heard"]}
    assert only(a, "reviewed").verdict is Verdict.VIOLATED


def test_a_hearing_after_the_decision_makes_nothing_major(law):
    a = law(RULES).judge([proposed(), decided(), ev("h1", "hearing.held", "2023-03-25")])
    assert found(a, "reviewed") == []


def test_every_rule_that_gives_the_label_is_named(law):
    a = law(RULES).judge(
        [proposed(amount=200000, on_major_list=True), ev("h1", "hearing.held", "2023-03-10"), decided()]
    )
    assert a.to_dict()["labels"]["d1"] == {"major": ["heard", "large", "listed"]}


def test_without_a_proposal_the_triggers_look_at_the_decision_itself(law):
    rules = RULES.replace("  listed: {title: 在清单内, when: {decision.proposed: {on_major_list: true}}}\n", "")
    a = law(rules).judge([decided(about=None, amount=100000)])
    assert a.to_dict()["labels"]["d1"] == {"major": ["large"]}
    assert found(law(rules).judge([decided(about=None, amount=99999)]), "reviewed") == []


def test_what_neither_proposal_nor_decision_says_is_unknown(law):
    a = law(RULES).judge([decided(about=None, amount=100)])
    f = only(a, "reviewed")
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("d1.on_major_list",))
    a = law(RULES).judge([ev("x1", "decision.proposed", "2023-03-05", amount=100), decided()])
    assert only(a, "reviewed").missing == ("x1.on_major_list",)


def test_a_label_that_one_trigger_gives_does_not_wait_for_the_others(law):
    a = law(RULES).judge([ev("x1", "decision.proposed", "2023-03-05", amount=100000), decided()])
    assert only(a, "reviewed").verdict is Verdict.VIOLATED


def test_the_proposal_of_another_decision_labels_nothing_here(law):
    events = [
        proposed("x1"),
        proposed("x2", amount=100000, on_major_list=False),
        decided("d1", about="x1"),
        decided("d2", about="x2"),
    ]
    a = law(RULES).judge(events)
    assert {f.trigger.id for f in found(a, "reviewed")} == {"d2"}


def test_a_rule_may_give_labels_of_its_own(law):
    rules = """
events:
  labels: {major_by_statute: 法定重大}
major_decisions:
  public: {title: 重大公共利益, when: {decision.proposed: {public_interest_major: true}},
           gives: [major, major_by_statute]}
gates:
  reviewed: {title: 法定重大先审核, when: decision.made, if: {major_by_statute: true}, after: legal_review.completed}
"""
    a = law(rules).judge([ev("x1", "decision.proposed", "2023-03-05", public_interest_major=True), decided()])
    assert a.to_dict()["labels"]["d1"] == {"major": ["public"], "major_by_statute": ["public"]}
    assert only(a, "reviewed").verdict is Verdict.VIOLATED


@pytest.mark.parametrize(("start", "labelled"), [("2023-03-20", True), ("2023-03-21", False)])
def test_a_trigger_gives_its_label_only_while_it_is_in_force(law, start, labelled):
    rules = RULES.replace("when: hearing.held}", f"when: hearing.held, in_force: {{from: {start}}}}}")
    a = law(rules).judge([proposed(), ev("h1", "hearing.held", "2023-03-10"), decided()])
    assert ("d1" in a.to_dict()["labels"]) is labelled
