"""Exemptions: what lifts a rule, for whom, and what is asked when it is not known."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import ev, notes, only

DECIDED = ev("d1", "decision.made", "2023-03-01")


def rules(exemption: str, unless: str = ", unless: [ex]") -> str:
    return f"""
duties:
  post: {{title: 公示, when: decision.made, require: publication.posted, within: 5 days{unless}}}
exemptions:
  ex: {{title: 例外, {exemption}}}
"""


def test_an_exemption_that_no_rule_names_may_waive_by_itself_a_rule_or_a_clause(law):
    for waives in ("trial/post", "post", "C-1"):
        f = law(rules(f"if: {{emergency: true}}, waives: [{waives}]", "")).one(
            "post", [ev("d1", "decision.made", "2023-03-01", emergency=True)]
        )
        assert (f.verdict, f.waived_by) == (Verdict.WAIVED, "ex")


def test_an_exemption_without_condition_always_holds(law):
    assert law(rules("waives: [trial/post]", "")).one("post", [DECIDED]).verdict is Verdict.WAIVED


def test_an_exemption_looks_at_the_history_up_to_as_of_because_reasons_are_written_afterwards(law):
    made = law(rules("if: {happened: {document.issued: {document_type: other}}}"))
    explained = ev("w1", "document.issued", "2023-04-01", document_type="other")
    assert made.one("post", [DECIDED, explained], "2023-04-01").verdict is Verdict.WAIVED
    assert made.one("post", [DECIDED, explained], "2023-03-31").verdict is Verdict.OVERDUE


def test_the_explanation_of_another_decision_excuses_nothing(law):
    made = law(rules("if: {happened: document.issued}"))
    events = [DECIDED, ev("d2", "decision.made", "2023-03-01"), ev("w2", "document.issued", "2023-03-02", about="d2")]
    a = made.judge(events)
    assert only(a, "post", trigger="d1").verdict is Verdict.OVERDUE
    assert only(a, "post", trigger="d2").verdict is Verdict.WAIVED


def test_an_unknown_exemption_leaves_an_unmet_duty_undetermined(law):
    f = law(rules("if: {contents: reasoning}")).one("post", [DECIDED])
    assert (f.verdict, f.missing, notes(f)["otherwise"]) == (
        Verdict.UNDETERMINED,
        ("d1.contents",),
        {"verdict": "overdue"},
    )


def test_one_exemption_that_holds_needs_no_other(law):
    text = (
        rules("if: {contents: reasoning}").replace("unless: [ex]", "unless: [ex, urgent]")
        + """
  urgent: {title: 紧急, if: {emergency: true}}
"""
    )
    f = law(text).one("post", [ev("d1", "decision.made", "2023-03-01", emergency=True)])
    assert (f.verdict, f.waived_by, f.missing) == (Verdict.WAIVED, "urgent", ())


@pytest.mark.parametrize(
    ("force", "verdict"),
    [
        ("{from: 2023-03-01}", Verdict.WAIVED),
        ("{from: 2023-03-02}", Verdict.OVERDUE),
        ("{to: 2023-03-01}", Verdict.WAIVED),
        ("{to: 2023-02-28}", Verdict.OVERDUE),
    ],
)
def test_an_exemption_takes_its_state_of_the_triggers_date(law, force, verdict):
    made = law(rules(f"if: {{emergency: true}}, in_force: {force}"))
    assert made.one("post", [ev("d1", "decision.made", "2023-03-01", emergency=True)]).verdict is verdict


def test_the_facts_of_the_party_may_exempt(law):
    made = law(rules("if: {party.minor: true}"))
    assert made.one("post", [DECIDED], facts={"party": {"minor": True}}).verdict is Verdict.WAIVED
    assert made.one("post", [DECIDED], facts={"party": {"minor": False}}).verdict is Verdict.OVERDUE


# ── exemptions on persons


def people(must: str) -> str:
    return f"""
gates:
  uniform: {{title: 在编在职, when: inquiry.conducted, must: {{actors: {must}}}, unless: [police]}}
exemptions:
  police: {{title: 人民警察, if: {{person.category: police}}}}
"""


ASKED = ev("i1", "inquiry.conducted", "2023-03-01", actors=["张", "王"])
ESTABLISHED, CONTRACT = (
    {"employment": "established", "category": "general"},
    {"employment": "contract", "category": "general"},
)
POLICE = {"employment": "contract", "category": "police"}


@pytest.mark.parametrize(
    ("must", "one", "other", "verdict"),
    [
        ("{every: {employment: established}}", ESTABLISHED, POLICE, Verdict.SATISFIED),
        ("{every: {employment: established}}", ESTABLISHED, CONTRACT, Verdict.VIOLATED),
        ("{every: {employment: established}}", POLICE, POLICE, Verdict.SATISFIED),
        ("{some: {employment: contract}}", ESTABLISHED, POLICE, Verdict.VIOLATED),
        ("{some: {employment: contract}}", ESTABLISHED, CONTRACT, Verdict.SATISFIED),
        ("{count: {at_least: 2, of: {employment: contract}}}", CONTRACT, POLICE, Verdict.VIOLATED),
        ("{count: {at_least: 2, of: {employment: contract}}}", CONTRACT, CONTRACT, Verdict.SATISFIED),
    ],
)
def test_an_exemption_on_a_person_takes_that_person_out_of_every_some_and_count(law, must, one, other, verdict):
    f = law(people(must)).one("uniform", [ASKED], facts={"persons": {"张": one, "王": other}})
    assert f.verdict is verdict


SOMEONE = {"employment": "contract"}


@pytest.mark.parametrize(
    ("must", "one", "other"),
    [
        ("{every: {employment: established}}", ESTABLISHED, SOMEONE),
        ("{some: {employment: contract}}", ESTABLISHED, SOMEONE),
        ("{count: {at_least: 2, of: {employment: contract}}}", CONTRACT, SOMEONE),
    ],
)
def test_who_may_be_exempt_leaves_it_open(law, must, one, other):
    f = law(people(must)).one("uniform", [ASKED], facts={"persons": {"张": one, "王": other}})
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("persons.王.category",))


def test_who_meets_the_demand_need_not_be_exempt(law):
    met = {"employment": "established"}
    f = law(people("{every: {employment: established}}")).one(
        "uniform", [ASKED], facts={"persons": {"张": ESTABLISHED, "王": met}})
    assert (f.verdict, f.missing) == (Verdict.SATISFIED, ())


def test_the_finding_says_who_does_not_count_and_by_which_exemption(law):
    f = law(people("{every: {employment: established}}")).one(
        "uniform", [ASKED], facts={"persons": {"张": ESTABLISHED, "王": POLICE}})
    assert notes(f)["spared"] == {"person": "王", "by": "police"}
    assert "王 不计（police）" in f.explain()


@pytest.mark.parametrize(("last", "verdict"), [("2023-03-01", Verdict.SATISFIED), ("2023-02-28", Verdict.VIOLATED)])
def test_an_exemption_on_a_person_takes_nobody_out_once_it_has_ended(law, last, verdict):
    text = people("{every: {employment: established}}").replace("police}}", f"police}}, in_force: {{to: {last}}}}}")
    f = law(text).one("uniform", [ASKED], facts={"persons": {"张": ESTABLISHED, "王": POLICE}})
    assert f.verdict is verdict


# ── assumptions


QUIET = """
prohibitions:
  no-night: {title: 夜间不得强制, when: enforcement.executed, if: {emergency: false}%s}
"""


def test_what_a_silent_file_is_taken_to_mean_is_listed_once(law):
    a = law(QUIET % "").judge([ev(f"e{i}", "enforcement.executed", "2023-03-01") for i in (1, 2)])
    assert [f.verdict for f in a.findings] == [Verdict.VIOLATED] * 2
    assert [line for line in a.assumptions if "emergency" in line] == ["emergency=false"]


@pytest.mark.parametrize("refusal", [", assume: none", ", assume: [emergency]"])
def test_a_rule_may_refuse_an_assumption_where_the_fact_decides(law, refusal):
    a = law(QUIET % refusal).judge([ev("e1", "enforcement.executed", "2023-03-01")])
    f = only(a, "no-night")
    assert (f.verdict, f.missing, a.assumptions) == (Verdict.UNDETERMINED, ("e1.emergency",), ())


def test_a_fact_that_is_written_needs_no_assumption(law):
    a = law(QUIET % "").judge([ev("e1", "enforcement.executed", "2023-03-01", emergency=False)])
    assert a.assumptions == ()
