"""Which event answers which trigger, and what becomes of the others."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import codes, ev, found, ids, notes, only, reasons

POST = """
duties:
  post: {title: 公示, when: decision.made, require: publication.posted, within: 5 days}
"""
D1, D2 = ev("d1", "decision.made", "2023-03-01"), ev("d2", "decision.made", "2023-03-02")


def verdicts(assessment, rule):
    return {f.trigger.id: f.verdict for f in found(assessment, rule)}


# ── without `about`


def test_an_answer_that_concerns_one_event_serves_the_earliest_trigger_still_unanswered(law):
    a = law(POST).judge([D1, D2, ev("p1", "publication.posted", "2023-03-03")])
    assert verdicts(a, "post") == {"d1": Verdict.SATISFIED, "d2": Verdict.OVERDUE}
    a = law(POST).judge(
        [D1, D2, ev("p1", "publication.posted", "2023-03-03"), ev("p2", "publication.posted", "2023-03-04")]
    )
    assert ids(only(a, "post", trigger="d1")) == ["p1"]
    assert ids(only(a, "post", trigger="d2")) == ["p2"]


def test_a_trigger_that_another_answer_names_leaves_the_unnamed_one_to_the_next(law):
    named = ev("p1", "publication.posted", "2023-03-03", about="d1")
    a = law(POST).judge([D1, D2, named, ev("p2", "publication.posted", "2023-03-04")])
    assert ids(only(a, "post", trigger="d2")) == ["p2"]


def test_an_answer_that_concerns_the_case_serves_all_triggers_that_are_open(law):
    rules = """
duties:
  archive: {title: 归档, when: decision.made, require: case.archived, within: 10 days}
"""
    later = ev("d3", "decision.made", "2023-03-08")
    a = law(rules).judge([D1, D2, ev("a1", "case.archived", "2023-03-05"), later])
    assert verdicts(a, "archive") == {"d1": Verdict.SATISFIED, "d2": Verdict.SATISFIED, "d3": Verdict.OVERDUE}


def test_an_answer_comes_after_its_trigger(law):
    f = law(POST).one("post", [D1, ev("p0", "publication.posted", "2023-02-28")])
    assert (f.verdict, reasons(f)) == (Verdict.OVERDUE, {"p0": "before_trigger"})


def test_an_event_does_not_answer_itself(law):
    rules = """
duties:
  again: {title: 再次公示, when: publication.posted, require: publication.posted, within: 5 days}
"""
    assert law(rules).one("again", [ev("p1", "publication.posted", "2023-03-01")]).verdict is Verdict.OVERDUE


# ── with `about`


def test_an_answer_about_another_event_does_not_count_and_says_why(law):
    a = law(POST).judge([D1, D2, ev("p2", "publication.posted", "2023-03-03", about="d2")])
    assert verdicts(a, "post") == {"d1": Verdict.OVERDUE, "d2": Verdict.SATISFIED}
    assert reasons(only(a, "post", trigger="d1")) == {"p2": "about_another"}


def test_an_answer_may_be_about_several_events(law):
    a = law(POST).judge([D1, D2, ev("p1", "publication.posted", "2023-03-03", about=["d1", "d2"])])
    assert set(verdicts(a, "post").values()) == {Verdict.SATISFIED}


WITHDRAW = """
duties:
  withdraw: {title: 撤下, when: decision.overturned, require: publication.withdrawn, within: 3 days}
"""
POSTED = ev("p1", "publication.posted", "2023-03-03", about="d1")
OVERTURNED = ev("o1", "decision.overturned", "2023-03-20", about="d1")


def test_withdrawal_and_reversal_meet_in_the_decision_that_both_concern(law):
    withdrawn = ev("w1", "publication.withdrawn", "2023-03-22", about="p1")
    f = law(WITHDRAW).one("withdraw", [D1, POSTED, OVERTURNED, withdrawn])
    assert (f.verdict, ids(f)) == (Verdict.SATISFIED, ["w1"])


def test_the_withdrawal_of_another_publication_does_not_meet_the_reversal(law):
    other = ev("p2", "publication.posted", "2023-03-03", about="d2")
    withdrawn = ev("w2", "publication.withdrawn", "2023-03-22", about="p2")
    f = law(WITHDRAW).one("withdraw", [D1, D2, POSTED, other, OVERTURNED, withdrawn])
    assert (f.verdict, reasons(f)) == (Verdict.OVERDUE, {"w2": "about_another"})


def test_a_circle_of_concerns_ends(law):
    one = ev("d1", "decision.made", "2023-03-01", about="p1")
    two = ev("p1", "publication.posted", "2023-03-03", about="d1")
    assert law(POST).one("post", [one, two]).verdict is Verdict.SATISFIED


def test_what_concerns_the_filing_may_answer_any_trigger_of_the_case(law):
    events = [
        ev("f1", "case.filed", "2023-02-01"),
        ev("d1", "decision.made", "2023-03-01", about="f1"),
        ev("p1", "publication.posted", "2023-03-03", about="f1"),
    ]
    assert law(POST).one("post", events).verdict is Verdict.SATISFIED
    assert law(POST).one("post", [events[0], D1, events[2]]).verdict is Verdict.SATISFIED


# ── identity and `same`


HAND_OVER = """
duties:
  hand-over: {title: 移交, when: recording.made, require: recording.handed_over, within: 2 days}
"""


@pytest.mark.parametrize(
    ("made", "handed", "verdict"),
    [
        ("R1", "R1", Verdict.SATISFIED),
        ("R1", "R2", Verdict.OVERDUE),
        ("R1", None, Verdict.SATISFIED),
        (None, "R2", Verdict.SATISFIED),
    ],
)
def test_identity_fields_agree_where_both_events_have_them(law, made, handed, verdict):
    events = [
        ev("r1", "recording.made", "2023-03-01", **({"recording": made} if made else {})),
        ev("h1", "recording.handed_over", "2023-03-02", **({"recording": handed} if handed else {})),
    ]
    f = law(HAND_OVER).one("hand-over", events)
    assert f.verdict is verdict
    if verdict is Verdict.OVERDUE:
        assert reasons(f) == {"h1": "other_identity"}


def test_an_answer_of_the_right_identity_passes_by_an_earlier_trigger(law):
    events = [
        ev("r1", "recording.made", "2023-03-01", recording="R1"),
        ev("r2", "recording.made", "2023-03-01", recording="R2"),
        ev("h2", "recording.handed_over", "2023-03-02", recording="R2"),
    ]
    assert verdicts(law(HAND_OVER).judge(events), "hand-over") == {"r1": Verdict.OVERDUE, "r2": Verdict.SATISFIED}


RELEASE = """
duties:
  release: {title: 解除, when: seizure.executed, require: {seizure.released: {}, same: [measure]}, within: 5 days}
"""


@pytest.mark.parametrize(
    ("measure", "verdict", "missing"),
    [("seal", Verdict.SATISFIED, ()), ("detain", Verdict.OVERDUE, ()), (None, Verdict.UNDETERMINED, ("r1.measure",))],
)
def test_same_joins_on_a_field_and_an_unknown_field_is_asked_for(law, measure, verdict, missing):
    data = {"measure": measure} if measure else {}
    events = [
        ev("s1", "seizure.executed", "2023-03-01", measure="seal"),
        ev("r1", "seizure.released", "2023-03-02", **data),
    ]
    f = law(RELEASE).one("release", events)
    assert (f.verdict, f.missing) == (verdict, missing)


@pytest.mark.parametrize(
    ("key", "at", "verdict"),
    [
        ("day", "2023-03-01", Verdict.SATISFIED),
        ("day", "2023-03-02", Verdict.PENDING),
        ("month", "2023-03-31", Verdict.SATISFIED),
        ("month", "2023-04-01", Verdict.PENDING),
        ("year", "2023-12-31", Verdict.SATISFIED),
        ("year", "2024-01-01", Verdict.PENDING),
    ],
)
def test_same_day_month_and_year_join_on_the_dates(law, key, at, verdict):
    rules = RELEASE.replace("[measure]", f"[{key}]").replace(", within: 5 days", "")
    events = [ev("s1", "seizure.executed", "2023-03-01"), ev("r1", "seizure.released", at)]
    assert law(rules).one("release", events, "2024-06-30").verdict is verdict


# ── must: faulty answers


MUST = """
duties:
  post: {title: 公示写明四项, when: decision.made, require: publication.posted, within: 5 days,
         must: {channel: gov_portal, contents: {includes: [department, result]}}}
"""
SOUND = {"channel": ["gov_portal"], "contents": ["department", "result", "target"]}


def test_a_sound_answer_is_satisfied_and_nothing_more(law):
    f = law(MUST).one("post", [D1, ev("p1", "publication.posted", "2023-03-03", **SOUND)])
    assert f.verdict is Verdict.SATISFIED


def test_a_faulty_answer_stops_the_clock_and_is_a_finding_of_its_own(law):
    faulty = ev("p1", "publication.posted", "2023-03-03", channel=["agency_site"], contents=["department", "result"])
    a = law(MUST).judge([D1, faulty])
    clock, fault = sorted(found(a, "post"), key=lambda f: f.verdict is Verdict.VIOLATED)
    assert (clock.verdict, clock.due) == (Verdict.SATISFIED, "2023-03-06")
    assert (fault.verdict, ids(fault)) == (Verdict.VIOLATED, ["p1"])
    assert "faulty_answer" in codes(fault)


def test_a_late_faulty_answer_is_late_and_violated(law):
    a = law(MUST).judge([D1, ev("p1", "publication.posted", "2023-03-20", channel=["agency_site"], contents=[])])
    assert sorted(str(f.verdict) for f in found(a, "post")) == ["late", "violated"]


@pytest.mark.parametrize(("cured", "cure"), [("2023-03-06", True), ("2023-03-07", False)])
def test_a_later_sound_answer_cures_while_it_is_in_time(law, cured, cure):
    faulty = ev("p1", "publication.posted", "2023-03-03", about="d1", channel=["agency_site"], contents=["result"])
    a = law(MUST).judge([D1, faulty, ev("p2", "publication.posted", cured, about="d1", **SOUND)])
    expected = ["satisfied"] if cure else ["satisfied", "violated"]
    assert sorted(str(f.verdict) for f in found(a, "post")) == expected


def test_contents_that_are_not_known_are_asked_for(law):
    a = law(MUST).judge([D1, ev("p1", "publication.posted", "2023-03-03", contents=["department", "result"])])
    open_ = [f for f in found(a, "post") if f.verdict is Verdict.UNDETERMINED]
    assert [f.missing for f in open_] == [("p1.channel",)]


def test_a_faulty_answer_to_an_undated_duty_is_violated_alone(law):
    rules = MUST.replace("within: 5 days,", "")
    faulty = ev("p1", "publication.posted", "2023-03-03", about="d1", channel=["agency_site"], contents=[])
    assert law(rules).one("post", [D1, faulty]).verdict is Verdict.VIOLATED
    cured = [D1, faulty, ev("p2", "publication.posted", "2023-12-30", about="d1", **SOUND)]
    assert law(rules).one("post", cured).verdict is Verdict.SATISFIED


def test_an_answer_that_does_not_fit_the_pattern_is_no_answer_and_says_so(law):
    rules = POST.replace("require: publication.posted", "require: {publication.posted: {content_kind: decision}}")
    f = law(rules).one("post", [D1, ev("p1", "publication.posted", "2023-03-03", content_kind="service_info")])
    assert (f.verdict, reasons(f)) == (Verdict.OVERDUE, {"p1": "condition"})


def test_an_answer_that_perhaps_fits_is_asked_about(law):
    rules = POST.replace("require: publication.posted", "require: {publication.posted: {content_kind: decision}}")
    f = law(rules).one("post", [D1, ev("p1", "publication.posted", "2023-03-03")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("p1.content_kind",))


# ── several events


def test_each_part_of_all_is_judged_apart(law):
    rules = """
duties:
  notify: {title: 两样都要, when: decision.made, require: {all: [publication.posted, service.completed]},
           within: 5 days}
"""
    a = law(rules).judge([D1, ev("p1", "publication.posted", "2023-03-03")])
    assert {f.each: f.verdict for f in found(a, "notify")} == {
        "publication.posted": Verdict.SATISFIED,
        "service.completed": Verdict.OVERDUE,
    }


def test_any_of_several_answers_will_do(law):
    rules = POST.replace("require: publication.posted", "require: [publication.posted, service.completed]")
    f = law(rules).one("post", [D1, ev("s1", "service.completed", "2023-03-03")])
    assert (f.verdict, ids(f)) == (Verdict.SATISFIED, ["s1"])


ORDERED = """
duties:
  serve: {title: 先公告后送达, when: decision.made, require: {in_order: [service.announced, service.completed]},
          within: 9 days}
"""


@pytest.mark.parametrize(
    ("announced", "served", "verdict"),
    [
        ("2023-03-03", "2023-03-05", Verdict.SATISFIED),
        ("2023-03-03", "2023-03-12", Verdict.LATE),
        ("2023-03-05", "2023-03-03", Verdict.OVERDUE),
        ("2023-03-03", None, Verdict.OVERDUE),
    ],
)
def test_a_sequence_is_done_with_its_last_step_and_only_in_order(law, announced, served, verdict):
    events = [D1, ev("a1", "service.announced", announced, about="d1")]
    if served:
        events.append(ev("s1", "service.completed", served, about="d1"))
    assert law(ORDERED).one("serve", events).verdict is verdict


SUM = """
duties:
  pay: {title: 缴清, when: decision.made, require: {sum: fine.paid.amount, at_least: 1000}, within: 15 days,
        bearer: party}
"""


@pytest.mark.parametrize(
    ("paid", "verdict", "last"),
    [
        ([("2023-03-05", 400), ("2023-03-10", 600)], Verdict.SATISFIED, "m2"),
        ([("2023-03-05", 400), ("2023-03-17", 600)], Verdict.LATE, "m2"),
        ([("2023-03-05", 400), ("2023-03-10", 599.99)], Verdict.OVERDUE, None),
        ([("2023-03-05", 2000), ("2023-03-10", 600)], Verdict.SATISFIED, "m1"),
    ],
)
def test_a_sum_is_reached_with_the_payment_that_completes_it(law, paid, verdict, last):
    events = [D1, *(ev(f"m{i}", "fine.paid", at, about="d1", amount=amount) for i, (at, amount) in enumerate(paid, 1))]
    f = law(SUM).one("pay", events)
    assert (f.verdict, ids(f)) == (verdict, [last] if last else [])


def test_amounts_add_up_exactly(law):
    events = [D1, *(ev(f"m{i}", "fine.paid", "2023-03-05", about="d1", amount=0.1) for i in range(10))]
    assert law(SUM.replace("1000", "1")).one("pay", events).verdict is Verdict.SATISFIED


def test_a_payment_of_unknown_amount_is_asked_for_where_it_decides(law):
    events = [
        D1,
        ev("m1", "fine.paid", "2023-03-05", about="d1", amount=400),
        ev("m2", "fine.paid", "2023-03-06", about="d1"),
    ]
    f = law(SUM).one("pay", events)
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("m2.amount",))


COUNT = """
duties:
  serve-thrice: {title: 至少两次, when: decision.made, require: {count: service.announced, at_least: 2},
                 within: 15 days}
gates:
  two-kinds: {title: 两种证据, when: decision.made,
              after: {count: evidence.collected, distinct: evidence_kind, at_least: 2}}
"""


def test_events_are_counted_up_to_the_number_asked_for(law):
    announced = [ev(f"a{i}", "service.announced", f"2023-03-0{i + 1}", about="d1") for i in (1, 2)]
    assert law(COUNT).one("serve-thrice", [D1, announced[0]]).verdict is Verdict.OVERDUE
    f = law(COUNT).one("serve-thrice", [D1, *announced])
    assert (f.verdict, ids(f)) == (Verdict.SATISFIED, ["a2"])


def test_distinct_values_are_counted_once(law):
    alike = [ev(f"e{i}", "evidence.collected", "2023-02-01", evidence_kind="physical") for i in (1, 2)]
    other = ev("e3", "evidence.collected", "2023-02-02", evidence_kind="testimony")
    assert law(COUNT).one("two-kinds", [*alike, D1]).verdict is Verdict.VIOLATED
    assert law(COUNT).one("two-kinds", [*alike, other, D1]).verdict is Verdict.SATISFIED


# ── each


def test_each_value_of_a_field_is_owed_apart(law):
    rules = """
duties:
  both-channels: {title: 两处都公示, when: decision.made, require: publication.posted, within: 5 days,
                  each: {channel: [gov_portal, agency_site]}}
"""
    events = [D1, ev("p1", "publication.posted", "2023-03-03", about="d1", channel=["gov_portal"])]
    a = law(rules).judge(events)
    assert {f.each: f.verdict for f in found(a, "both-channels")} == {
        "gov_portal": Verdict.SATISFIED,
        "agency_site": Verdict.OVERDUE,
    }
    assert reasons(only(a, "both-channels", each="agency_site")) == {"p1": "other_identity"}


def test_each_item_of_a_list_is_owed_apart(law):
    rules = """
duties:
  settle: {title: 逐项处理, when: list.drawn_up, require: list.item_proposed, within: 30 days,
           each: {item: {problem_type: crude}}}
"""
    drawn = ev(
        "l1",
        "list.drawn_up",
        "2023-03-01",
        items=[
            {"name": "甲", "problem_type": "crude"},
            {"name": "乙", "problem_type": "crude"},
            {"name": "丙", "problem_type": "excessive"},
        ],
    )
    register = {"agency": "某局", "since": "2023-01-01"}
    a = law(rules).judge([drawn, ev("p1", "list.item_proposed", "2023-03-05", item="乙")], **register)
    assert {f.each: f.verdict for f in found(a, "settle")} == {"甲": Verdict.OVERDUE, "乙": Verdict.SATISFIED}


def test_the_age_of_an_open_duty_is_told(law):
    f = law(POST.replace(", within: 5 days", "")).one("post", [D1], "2023-03-31")
    assert notes(f)["age"] == {"days": "30"}
