"""Every verdict once, on the smallest law that can give it, and what a verdict counts as (semantics.md, "Verdicts")."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import ev, found, ids, notes, only

PUBLISH = """
duties:
  publish: {title: 公示, when: decision.made, require: publication.posted, within: 5 working days,
            lifted_by: decision.overturned, unless: [secret]}
exemptions:
  secret: {title: 涉密, if: {sensitivity: state_secret}}
"""
DECIDED = ev("d1", "decision.made", "2023-03-01")  # a Wednesday: five working days end on Wednesday the 8th


def test_done_on_the_last_day_is_satisfied(law):
    f = law(PUBLISH).one("publish", [DECIDED, ev("p1", "publication.posted", "2023-03-08")])
    assert (f.verdict, f.due, ids(f)) == (Verdict.SATISFIED, "2023-03-08", ["p1"])


def test_done_the_day_after_is_late(law):
    f = law(PUBLISH).one("publish", [DECIDED, ev("p1", "publication.posted", "2023-03-09")])
    assert (f.verdict, f.due, ids(f)) == (Verdict.LATE, "2023-03-08", ["p1"])


def test_not_yet_done_on_the_last_day_is_pending(law):
    assert law(PUBLISH).one("publish", [DECIDED], "2023-03-08").verdict is Verdict.PENDING


def test_not_done_the_day_after_is_overdue(law):
    f = law(PUBLISH).one("publish", [DECIDED], "2023-03-09")
    assert (f.verdict, f.due, f.answers) == (Verdict.OVERDUE, "2023-03-08", ())


def test_an_exemption_waives_and_tells_what_would_have_been(law):
    secret = ev("d1", "decision.made", "2023-03-01", sensitivity=["state_secret"])
    f = law(PUBLISH).one("publish", [secret])
    assert (f.verdict, f.waived_by, notes(f)["otherwise"]) == (Verdict.WAIVED, "secret", {"verdict": "overdue"})
    f = law(PUBLISH).one("publish", [secret, ev("p1", "publication.posted", "2023-03-02")])
    assert (f.verdict, notes(f)["otherwise"]) == (Verdict.WAIVED, {"verdict": "satisfied"})


def test_a_duty_lifted_before_it_fell_due_is_released(law):
    lifted = ev("o1", "decision.overturned", "2023-03-08", about="d1")
    f = law(PUBLISH).one("publish", [DECIDED, lifted])
    assert (f.verdict, ids(f)) == (Verdict.RELEASED, ["o1"])


def test_a_duty_lifted_after_it_fell_due_stays_overdue(law):
    lifted = ev("o1", "decision.overturned", "2023-03-09", about="d1")
    assert law(PUBLISH).one("publish", [DECIDED, lifted]).verdict is Verdict.OVERDUE


def test_done_in_time_is_satisfied_although_it_was_lifted_later(law):
    events = [DECIDED, ev("p1", "publication.posted", "2023-03-03"), ev("o1", "decision.overturned", "2023-03-06")]
    assert law(PUBLISH).one("publish", events).verdict is Verdict.SATISFIED


def test_done_late_after_it_was_lifted_in_time_is_released(law):
    events = [DECIDED, ev("o1", "decision.overturned", "2023-03-06"), ev("p1", "publication.posted", "2023-03-20")]
    assert law(PUBLISH).one("publish", events).verdict is Verdict.RELEASED


def test_the_revocation_of_another_decision_lifts_nothing(law):
    lifted = ev("o2", "decision.overturned", "2023-03-02", about="d2")
    events = [DECIDED, ev("d2", "decision.made", "2023-03-01"), lifted]
    a = law(PUBLISH).judge(events, "2023-03-31")
    assert only(a, "publish", trigger="d1").verdict is Verdict.OVERDUE
    assert only(a, "publish", trigger="d2").verdict is Verdict.RELEASED


GATE = """
gates:
  show-first: {title: 先亮证, when: inquiry.conducted, after: identity.shown}
"""


def test_an_act_that_passed_a_closed_gate_is_violated(law):
    f = law(GATE).one("show-first", [ev("i1", "inquiry.conducted", "2023-03-01")])
    assert (f.verdict, f.due) == (Verdict.VIOLATED, None)


UNKNOWN = """
duties:
  report-large: {title: 大额的报告, when: {decision.made: {large_amount: true}},
                 require: data.pushed, within: 5 days, unless: [small]}
exemptions:
  small: {title: 影响不大, if: {contents: reasoning}}
"""


def test_what_cannot_be_decided_is_undetermined_and_names_the_facts(law):
    f = law(UNKNOWN).one("report-large", [DECIDED])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("d1.contents", "d1.large_amount"))


def test_an_open_exemption_asks_only_for_itself_once_the_rule_is_sure(law):
    large = ev("d1", "decision.made", "2023-03-01", large_amount=True)
    f = law(UNKNOWN).one("report-large", [large])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("d1.contents",))


def test_a_duty_that_was_met_is_satisfied_even_if_rule_and_exemption_are_unknown(law):
    rules = PUBLISH.replace("decision.made", "{decision.made: {large_amount: true}}")
    rules = rules.replace("sensitivity: state_secret", "contents: reasoning")
    f = law(rules).one("publish", [DECIDED, ev("p1", "publication.posted", "2023-03-03")])
    assert (f.verdict, f.missing) == (Verdict.SATISFIED, ())


def test_a_trigger_that_certainly_does_not_fit_makes_no_finding(law):
    small = ev("d1", "decision.made", "2023-03-01", large_amount=False)
    a = law(UNKNOWN).judge([small])
    assert (found(a, "report-large"), a.vacuous) == ([], ("report-large",))


@pytest.mark.parametrize(
    ("keys", "breaches", "advisories", "defaults"),
    [
        ("", 1, 0, 0),
        (", severity: should", 0, 1, 0),
        (", severity: note", 0, 1, 0),
        (", bearer: party", 0, 0, 1),
        (", bearer: court", 0, 0, 1),
    ],
)
def test_breaches_are_the_agencys_musts(law, keys, breaches, advisories, defaults):
    rules = f"""
duties:
  pay: {{title: 缴款, when: decision.made, require: fine.paid, within: 5 days{keys}}}
"""
    a = law(rules).judge([DECIDED])
    assert (len(a.breaches), len(a.advisories), len(a.party_defaults)) == (breaches, advisories, defaults)


def test_late_and_violated_are_breaches_while_pending_and_undetermined_are_not(law):
    both = law(PUBLISH + GATE)
    posted, asked = ev("p1", "publication.posted", "2023-04-01"), ev("i1", "inquiry.conducted", "2023-03-01")
    late = both.judge([DECIDED, posted, asked])
    assert {f.rule for f in late.breaches} == {"publish", "show-first"}
    assert law(PUBLISH).judge([DECIDED], "2023-03-02").breaches == ()
    assert law(UNKNOWN).judge([DECIDED]).breaches == ()


def test_findings_are_sorted_by_time_then_rule(law):
    events = [
        ev("d2", "decision.made", "2023-03-02"),
        ev("i1", "inquiry.conducted", "2023-03-02"),
        ev("d1", "decision.made", "2023-03-01"),
    ]
    a = law(PUBLISH + GATE).judge(events)
    assert [(f.trigger.id, f.rule) for f in a.findings] == [("d1", "publish"), ("d2", "publish"), ("i1", "show-first")]


def test_the_next_due_date_is_the_earliest_that_is_still_open(law):
    a = law(PUBLISH).judge([ev("d2", "decision.made", "2023-03-02"), DECIDED], "2023-03-03")
    assert (a.next_due.trigger.id, a.next_due.due) == ("d1", "2023-03-08")
    assert [f.trigger.id for f in a.open] == ["d1", "d2"]


def test_rules_that_were_never_triggered_are_listed_as_vacuous(law):
    a = law(PUBLISH + GATE).judge([ev("i1", "inquiry.conducted", "2023-03-02")])
    assert a.vacuous == ("publish",)


def test_rules_for_another_role_bind_nobody_here(law):
    rules = """
duties:
  watch: {title: 监督, when: decision.made, require: publication.posted, within: 5 days, bearer: justice_bureau}
  own: {title: 公示, when: decision.made, require: publication.posted, within: 5 days}
"""
    a = law(rules).judge([DECIDED], facts={"agency": {"role": "enforcement_agency"}})
    assert (found(a, "watch"), a.not_bound, len(found(a, "own"))) == ([], ("watch",), 1)
