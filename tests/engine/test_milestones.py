"""Moments that the law derives: when they come, what holds them up, what takes their place."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import ev, found, ids, only

LAPSE = """
milestones:
  lapsed: {basis: C-1, when: {advance_notice.served: {contents: hearing_right}}, in: 5 working days, bearer: party,
           unless_first: hearing.requested}
gates:
  wait: {title: 听证权未了不得决定, when: decision.made, after: [hearing.held, lapsed]}
"""
TOLD = ev("a1", "advance_notice.served", "2023-03-01", contents=["hearing_right"])  # five working days end on the 8th


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        ("2023-03-08", Verdict.VIOLATED),
        ("2023-03-08T23:59", Verdict.VIOLATED),
        ("2023-03-09T00:00", Verdict.SATISFIED),
        ("2023-03-09", Verdict.SATISFIED),
    ],
)
def test_a_milestone_falls_at_the_end_of_its_last_day(law, at, verdict):
    f = law(LAPSE).one("wait", [TOLD, ev("d1", "decision.made", at)])
    assert f.verdict is verdict
    if verdict is Verdict.SATISFIED:
        assert ids(f) == ["lapsed@a1"]


@pytest.mark.parametrize(
    ("requested", "verdict"),
    [
        ("2023-03-08", Verdict.VIOLATED),
        ("2023-03-09", Verdict.SATISFIED),
        ("2023-02-20", Verdict.SATISFIED),
    ],
)
def test_a_milestone_does_not_come_where_another_event_came_first(law, requested, verdict):
    events = [TOLD, ev("r1", "hearing.requested", requested), ev("d1", "decision.made", "2023-03-20")]
    assert law(LAPSE).one("wait", events).verdict is verdict


def test_a_milestone_that_perhaps_came_leaves_what_reads_it_open(law):
    silent = ev("a1", "advance_notice.served", "2023-03-01")
    f = law(LAPSE).one("wait", [silent, ev("d1", "decision.made", "2023-03-20")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("a1.contents",))


def test_a_milestone_that_cannot_be_dated_did_not_come(law):
    rules = LAPSE.replace("in: 5 working days", "in: $request_term") + "parameters: {request_term: {open: true}}\n"
    f = law(rules).one("wait", [TOLD, ev("d1", "decision.made", "2023-03-20")])
    assert f.verdict is not Verdict.SATISFIED


FINAL = """
milestones:
  final: {basis: C-1, when: service.completed, in: {latest_of: [60 days, 1 month]}, bearer: party,
          held: {from: remedy.sought, until: remedy.concluded},
          replaced_by: [{when: {remedy.concluded: {remedy_kind: reconsideration}}, in: 15 days},
                        {when: {remedy.concluded: {remedy_kind: litigation}}}]}
duties:
  enforce: {title: 申请执行, when: final, require: enforcement.applied, within: 10 days}
"""
SERVED = ev(
    "s1", "service.completed", "2023-03-01"
)  # sixty days: Sunday 30 April; May Day until the 3rd; Thursday 4 May


def enforced(law, *events, as_of="2023-12-31"):
    return found(law(FINAL).judge([SERVED, *events], as_of), "enforce")


def test_the_later_of_two_periods_counts_and_rolls_for_the_party(law):
    (f,) = enforced(law)
    assert (f.trigger.id, f.trigger.at, f.due) == ("final@s1", "2023-05-04", "2023-05-14")


def test_before_its_day_is_over_the_milestone_has_not_come(law):
    assert enforced(law, as_of="2023-05-04") == []
    assert len(enforced(law, as_of="2023-05-05")) == 1


def test_while_it_is_held_it_does_not_come(law):
    assert enforced(law, ev("r1", "remedy.sought", "2023-04-15", about="s1")) == []


def test_what_perhaps_held_it_leaves_it_in_doubt(law):
    rules = FINAL.replace("from: remedy.sought", "from: {remedy.sought: {remedy_kind: litigation}}")
    a = law(rules).judge([SERVED, ev("r1", "remedy.sought", "2023-04-15", about="s1")])
    f = only(a, "enforce")
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("r1.remedy_kind",))


def test_a_remedy_sought_on_the_last_day_holds_it(law):
    assert enforced(law, ev("r1", "remedy.sought", "2023-05-04", about="s1")) == []


def test_a_remedy_sought_too_late_holds_nothing(law):
    (f,) = enforced(law, ev("r1", "remedy.sought", "2023-05-05", about="s1"))
    assert f.trigger.at == "2023-05-04"


def test_the_end_of_one_remedy_starts_another_period(law):
    concluded = ev("c1", "remedy.concluded", "2023-06-01", about="s1", remedy_kind="reconsideration")
    (f,) = enforced(law, ev("r1", "remedy.sought", "2023-04-15", about="s1"), concluded)
    assert (f.trigger.at, f.due) == ("2023-06-16", "2023-06-26")  # fifteen days from 1 June, a Friday


def test_the_end_of_litigation_settles_it_at_once(law):
    concluded = ev("c1", "remedy.concluded", "2023-07-03", about="s1", remedy_kind="litigation")
    (f,) = enforced(law, ev("r1", "remedy.sought", "2023-04-15", about="s1"), concluded)
    assert (f.trigger.at, f.due) == ("2023-07-03", "2023-07-13")


def test_after_reconsideration_a_suit_holds_it_again(law):
    events = [
        ev("r1", "remedy.sought", "2023-04-15", about="s1", remedy_kind="reconsideration"),
        ev("c1", "remedy.concluded", "2023-06-01", about="s1", remedy_kind="reconsideration"),
        ev("r2", "remedy.sought", "2023-06-10", about="s1", remedy_kind="litigation"),
    ]
    assert enforced(law, *events) == []
    (f,) = enforced(law, *events, ev("c2", "remedy.concluded", "2023-09-01", about="s1", remedy_kind="litigation"))
    assert f.trigger.at == "2023-09-01"


def test_a_milestone_inherits_what_its_trigger_concerns(law):
    events = [
        ev("d1", "decision.made", "2023-02-01"),
        ev("d2", "decision.made", "2023-02-01"),
        ev("s1", "service.completed", "2023-03-01", about="d1"),
        ev("s2", "service.completed", "2023-03-01", about="d2"),
        ev("e2", "enforcement.applied", "2023-05-10", about="d2"),
    ]
    a = law(FINAL).judge(events)
    assert only(a, "enforce", trigger="final@s1").verdict is Verdict.OVERDUE
    assert only(a, "enforce", trigger="final@s2").verdict is Verdict.SATISFIED


def test_one_milestone_may_follow_from_another(law):
    rules = """
milestones:
  second: {basis: C-1, when: first, in: 5 days}
  first: {basis: C-1, when: service.completed, in: 10 days}
duties:
  act: {title: 后续, when: second, require: enforcement.applied, within: 10 days}
"""
    f = law(rules).one("act", [SERVED])
    assert (f.trigger.at, f.due) == ("2023-03-16", "2023-03-26")
