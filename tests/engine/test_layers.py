"""Several layers on one trigger: restating, overriding, folding; law and parameters by the date of the trigger."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import codes, ev, found, only

D1 = ev("d1", "decision.made", "2023-03-01")

UPPER = """
duties:
  post-20: {title: 二十日内公示, when: decision.made, require: publication.posted, within: 20 days}
"""


def restating(keys: str) -> str:
    return f"""
duties:
  post-local: {{title: 本地公示, restates: upper/post-20{keys}}}
"""


# ── restates


def test_a_bare_copy_inherits_and_both_become_one_finding(law):
    a = law(restating(""), upper=UPPER).judge([D1])
    f = only(a, "post-local")
    assert len(a.findings) == 1
    assert (f.verdict, f.due, f.also) == (Verdict.OVERDUE, "2023-03-21", ("upper/post-20",))
    assert {basis.clause for basis in f.basis} == {"C-1", "C-upper"}
    assert len(a.breaches) == 1


def test_a_copy_that_asks_for_more_speaks_for_the_upper_rule_in_the_part_that_is_the_same(law):
    rules = restating(", require: {all: [service.completed, publication.posted]}")
    served = ev("s1", "service.completed", "2023-03-05")
    a = law(rules, upper=UPPER).judge([D1, served], "2023-04-01")
    told = [(f.each, f.verdict, f.due, f.also) for f in a.findings if f.rule == "post-local"]
    assert told == [
        ("publication.posted", Verdict.OVERDUE, "2023-03-21", ("upper/post-20",)),
        ("service.completed", Verdict.SATISFIED, "2023-03-21", ()),
    ]
    assert a.vacuous == ()


def test_an_upper_rule_that_a_copy_speaks_for_was_triggered(law):
    assert law(restating(""), upper=UPPER).judge([D1]).vacuous == ()
    assert law(restating(""), upper=UPPER).judge([ev("s1", "service.completed", "2023-03-05")]).vacuous == (
        "post-20", "post-local",
    )


def test_the_stricter_verdict_stands(law):
    f = law(restating(", within: 5 days"), upper=UPPER).one("post-local", [D1], "2023-03-10")
    assert (f.verdict, f.due) == (Verdict.OVERDUE, "2023-03-06")  # the upper duty is still pending
    posted = ev("p1", "publication.posted", "2023-03-10")
    f = law(restating(", within: 5 days"), upper=UPPER).one("post-local", [D1, posted])
    assert (f.verdict, f.due) == (Verdict.LATE, "2023-03-06")


def test_the_upper_verdict_stands_where_it_is_the_stricter(law):
    # Whether the narrower copy applies is not known; the upper duty certainly does.
    f = law(restating(", if: {large_amount: true}"), upper=UPPER).one("post-local", [D1])
    assert (f.verdict, f.missing, f.also) == (Verdict.OVERDUE, (), ("upper/post-20",))


def test_of_two_open_dates_the_earlier_is_shown(law):
    f = law(restating(", within: 5 days"), upper=UPPER).one("post-local", [D1], "2023-03-02")
    assert (f.verdict, f.due) == (Verdict.PENDING, "2023-03-06")


def test_where_only_the_upper_rule_binds_it_stands(law):
    rules = restating(", when: {decision.made: {decision_type: penalty}}")
    a = law(rules, upper=UPPER).judge([ev("d1", "decision.made", "2023-03-01", decision_type="permit")])
    assert [f.rule for f in a.findings] == ["post-20"]
    a = law(rules, upper=UPPER).judge([ev("d1", "decision.made", "2023-03-01", decision_type="penalty")])
    assert [f.rule for f in a.findings] == ["post-local"]


def test_a_rule_may_restate_another_of_its_own_file(law):
    rules = """
duties:
  general: {title: 公示, when: decision.made, require: publication.posted, within: 20 days}
  penalties: {title: 处罚公示, restates: trial/general, when: {decision.made: {decision_type: penalty}}, within: 7 days}
"""
    a = law(rules).judge([ev("d1", "decision.made", "2023-03-01", decision_type="penalty")])
    assert [(f.rule, f.due, f.also) for f in a.findings] == [("penalties", "2023-03-08", ("trial/general",))]


def test_severity_is_inherited_and_the_must_outweighs_the_should(law):
    upper = UPPER.replace("within: 20 days", "within: 20 days, severity: should")
    assert law(restating(""), upper=upper).one("post-local", [D1]).severity == "should"
    assert law(restating(", severity: must"), upper=upper).one("post-local", [D1]).severity == "must"


# ── overrides


OVERRIDING = """
duties:
  post-fast: {title: 七日内公示, when: decision.made, require: publication.posted, within: 7 days,
              overrides: upper/post-20, in_force: {from: 2023-02-01, to: 2023-02-28}}
"""


@pytest.mark.parametrize(
    ("at", "rule", "due"),
    [
        ("2023-01-31", "post-20", "2023-02-20"),
        ("2023-02-01", "post-fast", "2023-02-08"),
        ("2023-02-28", "post-fast", "2023-03-07"),
        ("2023-03-01", "post-20", "2023-03-21"),
    ],
)
def test_an_override_replaces_the_upper_rule_only_while_it_is_in_force(law, at, rule, due):
    a = law(OVERRIDING, upper=UPPER).judge([ev("d1", "decision.made", at)], at)
    assert [(f.rule, f.due) for f in a.findings] == [(rule, due)]


# ── time of law


@pytest.mark.parametrize(("at", "count"), [("2023-02-28", 0), ("2023-03-01", 1), ("2023-03-31", 1), ("2023-04-01", 0)])
def test_a_rule_applies_to_triggers_on_whose_date_it_was_in_force(law, at, count):
    rules = UPPER.replace("within: 20 days", "within: 20 days, in_force: {from: 2023-03-01, to: 2023-03-31}")
    assert len(law(rules).judge([ev("d1", "decision.made", at)]).findings) == count


def test_a_rule_without_dates_of_its_own_has_those_of_its_instrument(law):
    rules = (
        """
sources:
  S: {issued: 2023-02-01, title: 试行规定, in_force: {from: 2023-03-01}}
clauses:
  C-1: {source: S, at: 第一条, says: 试行}
"""
        + UPPER
    )
    made = law(rules)
    assert made.judge([ev("d1", "decision.made", "2023-02-28")]).findings == ()
    assert len(made.judge([D1]).findings) == 1


def test_substance_takes_the_law_of_the_violation(law):
    rules = """
prohibitions:
  no-such-penalty: {title: 不得处以此罚, when: {decision.made: {penalty_kinds: closure}}, law_of: act,
                    in_force: {from: 2023-01-01}}
"""
    closed = ev("d1", "decision.made", "2023-03-01", penalty_kinds=["closure"])
    made = law(rules)

    def filed(**data):
        return ev("f1", "case.filed", "2023-02-01", **data)

    assert made.judge([filed(violation_ended_at="2022-12-31"), closed]).findings == ()
    assert made.one("no-such-penalty", [filed(violation_ended_at="2023-01-01"), closed]).verdict is Verdict.VIOLATED
    f = made.one("no-such-penalty", [filed(), closed])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("case.violation_ended_at",))


PARAMETER = """
parameters:
  cap: {"2020-01-01": {is: 50, basis: C-1}, "2023-03-01": {is: 200, basis: C-1}}
prohibitions:
  over-cap: {title: 当场罚款不得超过限额, when: {decision.made: {amount: {more_than: $cap}}}}
"""


@pytest.mark.parametrize(
    ("at", "amount", "verdict"),
    [
        ("2023-02-28", 51, Verdict.VIOLATED),
        ("2023-02-28", 50, None),
        ("2023-03-01", 200, None),
        ("2023-03-01", 200.01, Verdict.VIOLATED),
        ("2019-12-31", 1, Verdict.UNDETERMINED),
    ],
)
def test_a_parameter_has_the_value_of_the_triggers_date(law, at, amount, verdict):
    a = law(PARAMETER).judge([ev("d1", "decision.made", at, amount=amount)])
    assert [f.verdict for f in a.findings] == ([verdict] if verdict else [])
    if verdict is Verdict.UNDETERMINED:
        assert a.missing_facts == ("$cap",)


def test_an_open_parameter_leaves_what_depends_on_it_undetermined_and_is_named(law):
    rules = PARAMETER.replace(
        '{"2020-01-01": {is: 50, basis: C-1}, "2023-03-01": {is: 200, basis: C-1}}', "{open: true}"
    )
    f = law(rules).one("over-cap", [ev("d1", "decision.made", "2023-03-01", amount=10**9)])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("$cap",))


def test_a_lower_layer_sets_an_open_parameter(law):
    upper = PARAMETER.replace(
        '{"2020-01-01": {is: 50, basis: C-1}, "2023-03-01": {is: 200, basis: C-1}}', "{open: true}"
    )
    own = 'parameters:\n  cap: {"2022-01-01": {is: 70, basis: C-1}}\n'
    made = law(own, upper=upper)
    assert found(made.judge([ev("d1", "decision.made", "2023-03-01", amount=70)]), "over-cap") == []
    assert made.one("over-cap", [ev("d1", "decision.made", "2023-03-01", amount=71)]).verdict is Verdict.VIOLATED


def test_a_period_may_be_an_open_parameter(law):
    rules = "parameters: {term: {open: true}}\n" + UPPER.replace("20 days", "$term working days")
    f = law(rules).one("post-20", [D1])
    assert (f.verdict, f.due, f.missing) == (Verdict.UNDETERMINED, None, ("$term",))
    set_ = 'parameters: {term: {"2020-01-01": {is: 3, basis: C-1}}}\n' + UPPER.replace("20 days", "$term working days")
    assert law(set_).one("post-20", [D1]).due == "2023-03-06"


def test_a_share_is_compared_exactly_and_never_rounded(law):
    rules = """
duties:
  ratio: {title: 审核人员不少于百分之五, require: staffing.reported,
          must: {legal_reviewers: {at_least: {share: 5%, of: enforcement_staff}}}}
"""
    made = law(rules)
    for staff, reviewers, verdict in (
        (100, 5, Verdict.SATISFIED),
        (101, 5, Verdict.VIOLATED),
        (20, 1, Verdict.SATISFIED),
    ):
        reported = ev("s1", "staffing.reported", "2023-03-01", enforcement_staff=staff, legal_reviewers=reviewers)
        assert made.one("ratio", [reported], agency="某局", since="2023-01-01").verdict is verdict


# ── scope


@pytest.mark.parametrize(
    ("case_type", "verdict"), [("penalty", Verdict.OVERDUE), ("permit", None), (None, Verdict.UNDETERMINED)]
)
def test_a_layer_reaches_only_the_cases_of_its_scope(law, case_type, verdict):
    filed = ev("f1", "case.filed", "2023-02-01", **({"case_type": case_type} if case_type else {}))
    a = law(UPPER, head="scope: {case.case_type: [penalty]}\n").judge([filed, D1])
    assert [f.verdict for f in a.findings] == ([verdict] if verdict else [])
    if verdict is Verdict.UNDETERMINED:
        assert a.missing_facts == ("case.case_type",)


# ── covers


def test_outside_what_a_file_covers_absence_is_no_evidence_and_asked_once_per_kind(law):
    rules = (
        UPPER
        + """
  post-again: {title: 再公示, when: decision.made, require: publication.posted, within: 30 days}
gates:
  shown: {title: 亮证, when: decision.made, after: identity.shown}
"""
    )
    made = law(rules)
    a = made.judge([D1], covers=["decision.made", "identity.shown"])
    assert [(str(f.verdict), f.missing) for f in a.findings] == [
        ("undetermined", ("covers:publication",)),
        ("violated", ()),
    ]
    (asked,) = [f for f in a.findings if f.verdict is Verdict.UNDETERMINED]
    assert {f"trial/{asked.rule}", *asked.also} == {"trial/post-20", "trial/post-again"}
    everything = made.judge([D1])
    assert [str(f.verdict) for f in everything.findings] == ["overdue", "overdue", "violated"]


def test_what_is_there_counts_although_the_file_does_not_cover_its_kind(law):
    f = law(UPPER).one("post-20", [D1, ev("p1", "publication.posted", "2023-03-05")], covers=["decision.made"])
    assert f.verdict is Verdict.SATISFIED


def test_before_the_due_date_nothing_is_asked_of_a_file_that_does_not_cover_the_answer(law):
    assert law(UPPER).one("post-20", [D1], "2023-03-02", covers=["decision.made"]).verdict is Verdict.PENDING


def test_without_a_register_what_only_it_could_tell_is_unknown(law):
    rules = """
duties:
  report: {title: 报送, when: decision.made, require: report.submitted, within: 5 days}
"""
    f = law(rules).one("report", [D1])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("register:report.submitted",))
    register = {"agency": "某局", "since": "2023-01-01", "events": []}
    assert law(rules).one("report", [D1], register=register).verdict is Verdict.OVERDUE
    assert codes(law(rules).one("report", [D1], register=register)) == set()
