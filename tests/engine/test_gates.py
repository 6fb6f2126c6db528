"""What an act needs first, what must be true of it, and what may never be (semantics.md, "Gates")."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import codes, ev, found, ids, notes, only

DECIDED = ev("d1", "decision.made", "2023-03-20", decision_type="penalty")


def gate(keys: str, when: str = "decision.made") -> str:
    return f"""
gates:
  gate: {{title: 门槛, when: {when}, {keys}}}
"""


# ── after


def test_one_showing_of_certificates_serves_every_act_of_the_visit(law):
    events = [
        ev("s1", "identity.shown", "2023-03-01T09:00"),
        ev("i1", "inquiry.conducted", "2023-03-01T10:00"),
        ev("i2", "inquiry.conducted", "2023-03-01T11:00"),
    ]
    a = law(gate("after: identity.shown", "inquiry.conducted")).judge(events)
    assert [f.verdict for f in found(a, "gate")] == [Verdict.SATISFIED] * 2
    assert ids(only(a, "gate", trigger="i2")) == ["s1"]


def test_what_comes_after_the_act_opens_nothing(law):
    f = law(gate("after: legal_review.completed")).one(
        "gate", [DECIDED, ev("l1", "legal_review.completed", "2023-03-21")]
    )
    assert (f.verdict, codes(f)) == (Verdict.VIOLATED, {"lacks"})


def test_what_concerns_another_act_opens_nothing(law):
    events = [
        ev("x1", "decision.proposed", "2023-03-01"),
        ev("x2", "decision.proposed", "2023-03-01"),
        ev("l2", "legal_review.completed", "2023-03-10", about="x2"),
        ev("d1", "decision.made", "2023-03-20", about="x1"),
        ev("d2", "decision.made", "2023-03-20", about="x2"),
    ]
    a = law(gate("after: legal_review.completed")).judge(events)
    assert only(a, "gate", trigger="d1").verdict is Verdict.VIOLATED
    assert only(a, "gate", trigger="d2").verdict is Verdict.SATISFIED


def test_any_of_several_events_opens(law):
    f = law(gate("after: [statement.reviewed, statement.waived]")).one(
        "gate", [ev("w1", "statement.waived", "2023-03-10"), DECIDED]
    )
    assert (f.verdict, ids(f)) == (Verdict.SATISFIED, ["w1"])


@pytest.mark.parametrize(
    ("events", "verdict"),
    [
        (["statement.reviewed", "hearing.held"], Verdict.SATISFIED),
        (["statement.reviewed"], Verdict.VIOLATED),
        ([], Verdict.VIOLATED),
    ],
)
def test_all_of_several_events_must_have_come(law, events, verdict):
    made = [ev(f"e{i}", kind, "2023-03-10") for i, kind in enumerate(events)]
    assert (
        law(gate("after: {all: [statement.reviewed, hearing.held]}")).one("gate", [*made, DECIDED]).verdict is verdict
    )


@pytest.mark.parametrize(("served", "verdict"), [("2023-03-10", Verdict.SATISFIED), ("2023-03-01", Verdict.VIOLATED)])
def test_a_sequence_must_have_come_in_order(law, served, verdict):
    rules = gate("after: {in_order: [advance_notice.served, statement.made]}")
    events = [ev("a1", "advance_notice.served", "2023-03-05"), ev("m1", "statement.made", served), DECIDED]
    assert law(rules).one("gate", events).verdict is verdict


# ── since, latest


SINCE = gate("after: legal_review.completed, since: legal_review.submitted")


@pytest.mark.parametrize(("reviewed", "verdict"), [("2023-03-11", Verdict.SATISFIED), ("2023-03-09", Verdict.VIOLATED)])
def test_since_looks_only_after_the_latest_such_event(law, reviewed, verdict):
    events = [
        ev("s1", "legal_review.submitted", "2023-03-01"),
        ev("s2", "legal_review.submitted", "2023-03-10"),
        ev("l1", "legal_review.completed", reviewed),
        DECIDED,
    ]
    assert law(SINCE).one("gate", events).verdict is verdict


def test_without_the_event_since_which_it_counts_the_gate_is_unknown(law):
    f = law(SINCE).one("gate", [ev("l1", "legal_review.completed", "2023-03-11"), DECIDED])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("since:legal_review.submitted",))


LATEST = gate("after: {latest: legal_review.completed, must: {review_outcome: approved}}")


def review(id, at, outcome=None):
    return ev(id, "legal_review.completed", at, **({"review_outcome": outcome} if outcome else {}))


@pytest.mark.parametrize(
    ("reviews", "verdict"),
    [
        ([review("l1", "2023-03-01", "approved")], Verdict.SATISFIED),
        ([review("l1", "2023-03-01", "approved"), review("l2", "2023-03-05", "issues_found")], Verdict.VIOLATED),
        ([review("l1", "2023-03-01", "issues_found"), review("l2", "2023-03-05", "approved")], Verdict.SATISFIED),
        ([review("l1", "2023-03-01", "issues_found"), review("l2", "2023-03-21", "approved")], Verdict.VIOLATED),
        ([], Verdict.VIOLATED),
        ([review("l1", "2023-03-01")], Verdict.UNDETERMINED),
        ([review("l1", "2023-03-01"), review("l2", "2023-03-05", "approved")], Verdict.SATISFIED),
        # Bare dates of one day are presumed to have come in the lawful order.
        ([review("l1", "2023-03-05", "approved"), review("l2", "2023-03-05", "issues_found")], Verdict.SATISFIED),
    ],
)
def test_the_last_round_of_review_decides(law, reviews, verdict):
    assert law(LATEST).one("gate", [*reviews, DECIDED]).verdict is verdict


def test_an_approval_that_perhaps_came_last_decides_nothing(law):
    decided = ev("d1", "decision.made", "2023-03-20T10:00")
    f = law(LATEST).one(
        "gate", [review("l1", "2023-03-01", "issues_found"), review("l2", "2023-03-20", "approved"), decided]
    )
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("l2.at",))


# ── elapsed


@pytest.mark.parametrize(
    ("elapsed", "acted", "verdict", "lawful_from"),
    [
        ("10 days", "2023-03-12", Verdict.SATISFIED, None),  # ten full days: 2 to 11 March
        ("10 days", "2023-03-11", Verdict.VIOLATED, "2023-03-12"),
        ("10 working days", "2023-03-16", Verdict.SATISFIED, None),  # 2, 3, 6-10, 13, 14, 15
        ("10 working days", "2023-03-15", Verdict.VIOLATED, "2023-03-16"),
    ],
)
def test_n_full_days_must_have_passed(law, elapsed, acted, verdict, lawful_from):
    rules = gate(f"after: enforcement.urged, elapsed: {elapsed}", "enforcement.applied")
    f = law(rules).one("gate", [ev("u1", "enforcement.urged", "2023-03-01"), ev("e1", "enforcement.applied", acted)])
    assert f.verdict is verdict
    assert notes(f).get("lawful_from") == ({"date": lawful_from} if lawful_from else None)


@pytest.mark.parametrize(
    ("acted", "verdict"),
    [
        ("2023-03-02T09:00", Verdict.SATISFIED),
        ("2023-03-02T08:59", Verdict.VIOLATED),
        ("2023-03-02", Verdict.UNDETERMINED),
    ],
)
def test_elapsed_hours_run_from_moment_to_moment(law, acted, verdict):
    rules = gate("after: enforcement.urged, elapsed: 24 hours", "enforcement.applied")
    events = [ev("u1", "enforcement.urged", "2023-03-01T09:00"), ev("e1", "enforcement.applied", acted)]
    assert law(rules).one("gate", events).verdict is verdict


def test_an_earlier_warning_whose_time_has_passed_opens_although_a_later_one_waits(law):
    rules = gate("after: enforcement.urged, elapsed: 10 days", "enforcement.applied")
    events = [
        ev("u1", "enforcement.urged", "2023-03-01"),
        ev("u2", "enforcement.urged", "2023-03-14"),
        ev("e1", "enforcement.applied", "2023-03-15"),
    ]
    assert law(rules).one("gate", events).verdict is Verdict.SATISFIED


@pytest.mark.parametrize(("acted", "verdict"), [("2023-03-25", Verdict.SATISFIED), ("2023-03-24", Verdict.VIOLATED)])
def test_after_the_latest_such_event_the_days_must_have_passed_too(law, acted, verdict):
    rules = gate("after: {latest: enforcement.urged}, elapsed: 10 days", "enforcement.applied")
    events = [
        ev("u1", "enforcement.urged", "2023-03-01"),
        ev("u2", "enforcement.urged", "2023-03-14"),
        ev("e1", "enforcement.applied", acted),
    ]
    f = law(rules).one("gate", events)
    assert f.verdict is verdict
    assert notes(f).get("lawful_from") == (None if verdict is Verdict.SATISFIED else {"date": "2023-03-25"})


# ── must, if, each, people


CERTIFIED = gate("must: {actors: {count: {at_least: 2, of: {certified: true}}}}", "inquiry.conducted")


def asked(*actors):
    return ev("i1", "inquiry.conducted", "2023-03-01", actors=list(actors))


def persons(**certified):
    return {"persons": {name: ({} if value is None else {"certified": value}) for name, value in certified.items()}}


@pytest.mark.parametrize(
    ("certified", "verdict"),
    [
        ({"张": True, "王": True}, Verdict.SATISFIED),
        ({"张": True, "王": False}, Verdict.VIOLATED),
        ({"张": True, "王": None}, Verdict.UNDETERMINED),
        ({"张": True, "王": True, "李": None}, Verdict.SATISFIED),
        ({"张": False, "王": None}, Verdict.VIOLATED),
    ],
)
def test_two_certified_officers_are_counted_among_those_who_acted(law, certified, verdict):
    f = law(CERTIFIED).one("gate", [asked(*certified)], facts=persons(**certified))
    assert f.verdict is verdict
    if verdict is Verdict.UNDETERMINED:
        assert f.missing == ("persons.王.certified",)


def test_an_act_of_unknown_actors_is_undetermined(law):
    f = law(CERTIFIED).one("gate", [ev("i1", "inquiry.conducted", "2023-03-01")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("i1.actors",))


@pytest.mark.parametrize(
    ("word", "certified", "verdict"),
    [
        ("every", {"张": True, "王": True}, Verdict.SATISFIED),
        ("every", {"张": True, "王": False}, Verdict.VIOLATED),
        ("every", {"张": None, "王": False}, Verdict.VIOLATED),
        ("every", {"张": None, "王": True}, Verdict.UNDETERMINED),
        ("some", {"张": True, "王": None}, Verdict.SATISFIED),
        ("some", {"张": False, "王": False}, Verdict.VIOLATED),
        ("some", {"张": False, "王": None}, Verdict.UNDETERMINED),
    ],
)
def test_every_and_some_are_three_valued(law, word, certified, verdict):
    rules = gate(f"must: {{actors: {{{word}: {{certified: true}}}}}}", "inquiry.conducted")
    assert law(rules).one("gate", [asked(*certified)], facts=persons(**certified)).verdict is verdict


def test_a_gate_with_if_guards_only_such_acts(law):
    rules = gate("if: {amount: {at_least: 10000}}, after: hearing.held")
    assert found(law(rules).judge([ev("d1", "decision.made", "2023-03-20", amount=9999)]), "gate") == []
    assert law(rules).one("gate", [ev("d1", "decision.made", "2023-03-20", amount=10000)]).verdict is Verdict.VIOLATED
    f = law(rules).one("gate", [ev("d1", "decision.made", "2023-03-20")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("d1.amount",))


def test_an_open_gate_is_satisfied_although_it_is_not_sure_that_it_guards(law):
    rules = gate("if: {amount: {at_least: 10000}}, after: hearing.held")
    f = law(rules).one("gate", [ev("h1", "hearing.held", "2023-03-10"), ev("d1", "decision.made", "2023-03-20")])
    assert f.verdict is Verdict.SATISFIED


def test_both_after_and_must_are_needed_and_each_lack_is_told(law):
    rules = gate("after: hearing.held, must: {contents: remedies}")
    f = law(rules).one("gate", [ev("d1", "decision.made", "2023-03-20", contents=["result"])])
    assert (f.verdict, codes(f)) == (Verdict.VIOLATED, {"lacks", "act_lacks"})
    half = [ev("h1", "hearing.held", "2023-03-10"), ev("d1", "decision.made", "2023-03-20", contents=["result"])]
    assert law(rules).one("gate", half).verdict is Verdict.VIOLATED
    half[1]["data"] = {"contents": ["remedies"]}
    assert law(rules).one("gate", half).verdict is Verdict.SATISFIED


def test_reviewers_must_not_be_among_the_handlers(law):
    rules = gate("must: {reviewers: {not_among: handlers}}", "legal_review.completed")
    filed = ev("f1", "case.filed", "2023-03-01", handlers=["张", "王"])

    def reviewed(*names):
        return ev("l1", "legal_review.completed", "2023-03-10", reviewers=list(names))

    assert law(rules).one("gate", [filed, reviewed("陈")]).verdict is Verdict.SATISFIED
    assert law(rules).one("gate", [filed, reviewed("陈", "王")]).verdict is Verdict.VIOLATED
    # Who acted before the review is a handler too; who only presided over a hearing is none.
    acted = ev("i1", "inquiry.conducted", "2023-03-05", actors=["李"])
    assert law(rules).one("gate", [filed, acted, reviewed("李")]).verdict is Verdict.VIOLATED
    presided = ev("h1", "hearing.held", "2023-03-05", actors=["赵"], presided_by="赵")
    assert law(rules).one("gate", [filed, presided, reviewed("赵")]).verdict is Verdict.SATISFIED
    later = ev("i2", "inquiry.conducted", "2023-03-15", actors=["李"])
    assert law(rules).one("gate", [filed, reviewed("李"), later]).verdict is Verdict.SATISFIED
    # Without a filing that names them nobody can be said to stand apart; who acted certainly does not.
    unknown = law(rules).one("gate", [reviewed("陈")])
    assert (unknown.verdict, unknown.missing) == (Verdict.UNDETERMINED, ("case.handlers",))
    assert law(rules).one("gate", [acted, reviewed("李")]).verdict is Verdict.VIOLATED


# ── what the history says


def test_happened_and_not_happened_ask_the_history_up_to_the_act(law):
    rules = gate("if: {happened: {advance_notice.served: {contents: hearing_right}}}, after: hearing.held")
    told = ev("a1", "advance_notice.served", "2023-03-01", contents=["hearing_right"])
    assert law(rules).one("gate", [told, DECIDED]).verdict is Verdict.VIOLATED
    assert found(law(rules).judge([DECIDED]), "gate") == []
    assert (
        found(
            law(rules).judge([ev("a1", "advance_notice.served", "2023-03-21", contents=["hearing_right"]), DECIDED]),
            "gate",
        )
        == []
    )
    silent = ev("a1", "advance_notice.served", "2023-03-01")
    f = law(rules).one("gate", [silent, DECIDED])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("a1.contents",))
    negated = gate("if: {not_happened: advance_notice.served}, after: hearing.held")
    assert law(negated).one("gate", [DECIDED]).verdict is Verdict.VIOLATED
    assert found(law(negated).judge([told, DECIDED]), "gate") == []


@pytest.mark.parametrize(("at", "found_"), [("2023-03-10", 1), ("2023-03-09", 0)])
def test_within_looks_so_far_back_and_no_further(law, at, found_):
    rules = gate("if: {happened: {inspection.conducted: {}, within: 10 days}}, after: hearing.held")
    assert len(found(law(rules).judge([ev("i1", "inspection.conducted", at), DECIDED]), "gate")) == found_


# ── prohibitions


def prohibition(keys: str) -> str:
    return f"""
prohibitions:
  never: {{title: 不得, {keys}}}
"""


def test_a_forbidden_event_is_violated_and_silence_is_nothing(law):
    rules = prohibition("when: {storage_fee.charged: {payer: party}}")
    charged = ev("c1", "storage_fee.charged", "2023-03-01", payer="party")
    assert law(rules).one("never", [charged]).verdict is Verdict.VIOLATED
    assert found(law(rules).judge([ev("c1", "storage_fee.charged", "2023-03-01", payer="agency")]), "never") == []
    f = law(rules).one("never", [ev("c1", "storage_fee.charged", "2023-03-01")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("c1.payer",))
    assert law(rules).judge([]).vacuous == ("never",)


def test_each_forbidden_item_of_a_list_is_a_finding(law):
    rules = prohibition("when: list.drawn_up, each: {item: {problem_type: [crude, violent]}}")
    drawn = ev(
        "l1",
        "list.drawn_up",
        "2023-03-01",
        items=[
            {"name": "甲", "problem_type": "crude"},
            {"name": "乙", "problem_type": "excessive"},
            {"name": "丙"},
        ],
    )
    a = law(rules).judge([drawn], agency="某局", since="2023-01-01")
    assert {f.each: f.verdict for f in found(a, "never")} == {"甲": Verdict.VIOLATED, "丙": Verdict.UNDETERMINED}


def test_an_exemption_excuses_what_is_forbidden(law):
    rules = (
        prohibition("when: enforcement.executed, if: {at.night: true}, unless: [urgent]")
        + """
exemptions:
  urgent: {title: 情况紧急, if: {emergency: true}}
"""
    )
    night = ev("e1", "enforcement.executed", "2023-03-01T23:00", emergency=True)
    f = law(rules).one("never", [night])
    assert (f.verdict, f.waived_by) == (Verdict.WAIVED, "urgent")
    # Registers note only the positive: silence means no emergency, and this is listed.
    a = law(rules).judge([ev("e1", "enforcement.executed", "2023-03-01T23:00")])
    assert only(a, "never").verdict is Verdict.VIOLATED
