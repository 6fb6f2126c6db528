"""Agency registers: recurring and dated duties, each person, cases with the register as context."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import codes, ev, found, ids, only, reasons

AGENCY = "某局"


def register(since="2022-01-01", **more):
    return {"agency": AGENCY, "since": since, **more}


# ── every + by


ANNUAL = """
duties:
  data: {title: 年度数据, every: year, by: 12-15, require: statistics.reported}
  overview: {title: 上年度报告, every: year, by: next 01-31, require: report.published}
"""


def dues(assessment, rule):
    return {f.due: str(f.verdict) for f in found(assessment, rule)}


def test_dated_duties_since_the_register_began_are_laid_out_and_the_next_one(law):
    a = law(ANNUAL).judge([], "2023-12-31", **register("2022-06-01"))
    assert dues(a, "data") == {"2022-12-15": "undetermined", "2023-12-15": "overdue", "2024-12-15": "pending"}
    # What was due before the register began is not known and not laid out.
    assert dues(a, "overview") == {"2023-01-31": "undetermined", "2024-01-31": "pending"}
    assert {f.missing for f in found(a, "data") if f.verdict is Verdict.UNDETERMINED} == {
        ("before-register:statistics.reported",)
    }


def test_an_answer_counts_for_the_calendar_year_of_its_time(law):
    a = law(ANNUAL).judge(
        [ev("t1", "statistics.reported", "2023-12-15"), ev("t2", "statistics.reported", "2024-01-03")],
        "2024-12-31",
        **register("2023-01-01"),
    )
    assert dues(a, "data") == {"2023-12-15": "satisfied", "2024-12-15": "satisfied", "2025-12-15": "pending"}


def test_the_year_field_decides_the_period(law):
    a = law(ANNUAL).judge(
        [ev("t1", "statistics.reported", "2024-01-03", year=2023)], "2024-12-31", **register("2023-01-01")
    )
    assert dues(a, "data") == {"2023-12-15": "late", "2024-12-15": "overdue", "2025-12-15": "pending"}


def test_next_year_takes_an_answer_without_year_for_the_year_before(law):
    events = [ev("p1", "report.published", "2024-01-31"), ev("p2", "report.published", "2025-02-01")]
    a = law(ANNUAL).judge(events, "2025-06-30", **register("2023-02-01"))
    assert dues(a, "overview") == {"2024-01-31": "satisfied", "2025-01-31": "late", "2026-01-31": "pending"}
    assert ids(next(f for f in found(a, "overview") if f.due == "2024-01-31")) == ["p1"]


def test_a_fixed_date_does_not_roll_and_shows_the_safe_date(law):
    # 15 December 2024 is a Sunday; the last working day before is Friday the 13th.
    a = law(ANNUAL).judge([ev("t1", "statistics.reported", "2024-12-16")], "2024-12-31", **register("2024-01-01"))
    f = next(f for f in found(a, "data") if f.due == "2024-12-15")
    assert (f.verdict, f.safe_date) == (Verdict.LATE, "2024-12-13")
    f = next(f for f in found(a, "data") if f.due == "2025-12-15")  # a Monday
    assert f.safe_date is None


def test_a_recurring_duty_is_owed_only_on_due_dates_in_force(law):
    rules = ANNUAL.replace("by: 12-15", "by: 12-15, in_force: {from: 2023-07-01, to: 2024-06-30}")
    a = law(rules).judge([], "2025-12-31", **register("2022-01-01"))
    assert set(dues(a, "data")) == {"2023-12-15"}


def test_earlier_effort_of_the_period_counts_although_the_rule_came_later(law):
    rules = ANNUAL.replace("by: 12-15", "by: 12-15, in_force: {from: 2023-07-01}")
    a = law(rules).judge([ev("t1", "statistics.reported", "2023-03-01")], "2023-12-31", **register("2023-01-01"))
    assert dues(a, "data")["2023-12-15"] == "satisfied"


def test_recurring_duties_do_not_run_on_a_case_file(law):
    assert law(ANNUAL).judge([ev("d1", "decision.made", "2023-03-01")]).findings == ()


def test_two_parts_are_judged_apart_each_year(law):
    rules = """
duties:
  data: {title: 报两处, every: year, by: 12-15, require: {all: [{statistics.reported: {recipient: same_level_justice}},
         {statistics.reported: {recipient: superior_department}}]}}
"""
    a = law(rules).judge(
        [ev("t1", "statistics.reported", "2023-12-01", recipient=["same_level_justice"])],
        "2023-12-31",
        **register("2023-01-01"),
    )
    assert sorted(str(f.verdict) for f in found(a, "data") if f.due == "2023-12-15") == ["overdue", "satisfied"]


# ── once


ONCE = """
duties:
  list: {title: 编制清单, once: {by: 2024-03-31}, in_force: {from: 2023-07-01},
         require: {list.drawn_up: {list_kind: problem_list}},
         must: {items: {every: {has: [problem_type]}}}}
  train: {title: 集中轮训, once: {from: 2024-01-01, by: 2024-06-30}, require: training.organized}
"""


def drawn(at, *items, **more):
    listed = [{"name": f"问题{i}", **({"problem_type": kind} if kind else {})} for i, kind in enumerate(items)]
    return ev("l1", "list.drawn_up", at, list_kind="problem_list", items=listed, **more)


@pytest.mark.parametrize(
    ("at", "as_of", "verdict"),
    [
        ("2024-03-31", "2024-12-31", Verdict.SATISFIED),
        ("2024-04-01", "2024-12-31", Verdict.LATE),
        (None, "2024-03-31", Verdict.PENDING),
        (None, "2024-04-01", Verdict.OVERDUE),
    ],
)
def test_a_single_date_is_met_or_missed(law, at, as_of, verdict):
    events = [drawn(at, "crude")] if at else []
    a = law(ONCE).judge(events, as_of, **register("2000-01-01"))
    assert (only(a, "list").verdict, only(a, "list").due) == (verdict, "2024-03-31")


def test_a_list_with_an_item_that_lacks_its_field_is_faulty(law):
    a = law(ONCE).judge([drawn("2024-03-01", "crude", None)], "2024-12-31", **register("2000-01-01"))
    assert sorted(str(f.verdict) for f in found(a, "list")) == ["satisfied", "violated"]


def test_what_was_done_before_the_first_day_does_not_count(law):
    early = ev("t1", "training.organized", "2023-12-31")
    a = law(ONCE).judge([early], "2024-12-31", **register())
    assert only(a, "train").verdict is Verdict.OVERDUE
    a = law(ONCE).judge([ev("t1", "training.organized", "2024-01-01")], "2024-12-31", **register())
    assert only(a, "train").verdict is Verdict.SATISFIED


def test_a_date_before_the_register_is_not_judged(law):
    a = law(ONCE).judge([], "2024-12-31", **register("2024-04-01"))
    assert found(a, "list") == []


# ── standing duties


STANDING = """
duties:
  rooms: {title: 设听证室, require: facility.reported, must: {hearing_rooms: {at_least: 1}}}
"""


def test_a_standing_duty_is_judged_on_the_latest_answer_and_never_overdue(law):
    made = law(STANDING)
    assert made.one("rooms", [], "2030-01-01", **register()).verdict is Verdict.PENDING
    none, some = (
        ev("f1", "facility.reported", "2023-01-01", hearing_rooms=0),
        ev("f2", "facility.reported", "2023-06-01", hearing_rooms=1),
    )
    assert made.one("rooms", [none], **register()).verdict is Verdict.VIOLATED
    assert made.one("rooms", [none, some], **register()).verdict is Verdict.SATISFIED
    assert made.one("rooms", [none, some], "2023-05-31", **register()).verdict is Verdict.VIOLATED
    worse = ev("f3", "facility.reported", "2023-07-01", hearing_rooms=0)
    assert made.one("rooms", [none, some, worse], **register()).verdict is Verdict.VIOLATED
    assert made.one("rooms", [ev("f1", "facility.reported", "2023-01-01")], **register()).missing == (
        "f1.hearing_rooms",
    )


# ── each person


TRAINING = """
duties:
  hours: {title: 每人十八学时, each: {person: {role: enforcement_officer}}, every: year,
          require: {sum: training.completed.hours, if: {topic: public_law}, at_least: 18}}
"""
PEOPLE = {
    "persons": {
        "张": {"role": "enforcement_officer"},
        "王": {"role": "enforcement_officer"},
        "陈": {"role": "legal_reviewer"},
    }
}


def trained(id, at, who, hours, topic="public_law"):
    return ev(id, "training.completed", at, officer=who, hours=hours, topic=topic)


def year_of(assessment, due="2023-12-31"):
    return {f.each: str(f.verdict) for f in found(assessment, "hours") if f.due == due}


def test_each_person_of_the_role_owes_the_hours(law):
    events = [
        trained("t1", "2023-03-01", ["张", "王"], 10),
        trained("t2", "2023-06-01", ["张"], 8),
        trained("t3", "2023-06-02", ["王"], 7.5),
        trained("t4", "2023-06-03", ["王"], 8, "professional"),
        trained("t5", "2022-06-01", ["王"], 40),
    ]
    a = law(TRAINING).judge(events, "2024-01-31", **register(facts=PEOPLE))
    assert year_of(a) == {"张": "satisfied", "王": "overdue"}


def test_a_person_who_left_before_the_day_owes_nothing_any_more(law):
    left = ev("v1", "officer.left", "2023-11-01", officer=["王"], left_reason="retired")
    a = law(TRAINING).judge([trained("t1", "2023-03-01", ["张"], 18), left], "2024-01-31", **register(facts=PEOPLE))
    assert year_of(a) == {"张": "satisfied", "王": "released"}
    (gone,) = [f for f in found(a, "hours") if f.each == "王" and f.due == "2023-12-31"]
    assert "person_left" in codes(gone)


def test_a_person_who_left_after_the_day_still_owed_it(law):
    left = ev("v1", "officer.left", "2024-01-15", officer=["王"])
    a = law(TRAINING).judge([left], "2024-01-31", **register(facts=PEOPLE))
    assert year_of(a)["王"] == "overdue"


def test_a_person_who_left_and_came_back_owes_it(law):
    events = [
        ev("v1", "officer.left", "2023-02-01", officer=["王"]),
        ev("c1", "officer.certified", "2023-05-01", officer=["王"]),
    ]
    a = law(TRAINING).judge(events, "2024-01-31", **register(facts=PEOPLE))
    assert year_of(a)["王"] == "overdue"


def test_a_role_that_changed_counts_as_of_the_due_date(law):
    people = {"persons": {"张": {"role": {"2020-01-01": "enforcement_officer", "2023-07-01": "legal_reviewer"}}}}
    a = law(TRAINING).judge([], "2024-01-31", **register(facts=people))
    assert year_of(a) == {}
    assert year_of(a, "2022-12-31") == {"张": "overdue"}


# ── who holds a certificate


GATE = """
gates:
  certified: {title: 持证, when: inquiry.conducted, must: {actors: {every: {certified: true}}}}
"""


def officer(kind, at, id=None):
    return ev(id or f"{kind}-{at}", f"officer.{kind}", at, officer=["张"])


@pytest.mark.parametrize(
    ("history", "profile", "verdict"),
    [
        ([officer("certified", "2022-05-01")], None, Verdict.SATISFIED),
        ([officer("certified", "2023-05-01")], None, Verdict.UNDETERMINED),  # certified later; before it is not known
        ([officer("certified", "2023-05-01")], False, Verdict.VIOLATED),
        ([], True, Verdict.SATISFIED),  # the profile says what held when the register began
        ([officer("revoked", "2023-02-01")], True, Verdict.VIOLATED),
        ([officer("left", "2023-02-01")], True, Verdict.VIOLATED),
        ([officer("suspended", "2023-02-01")], True, Verdict.VIOLATED),
        ([officer("suspended", "2023-02-01"), officer("reinstated", "2023-02-20")], True, Verdict.SATISFIED),
        ([officer("suspended", "2023-02-01"), officer("reinstated", "2023-04-20")], True, Verdict.VIOLATED),
        ([officer("revoked", "2023-02-01"), officer("certified", "2023-02-20")], True, Verdict.SATISFIED),
        ([officer("revoked", "2023-04-01")], True, Verdict.SATISFIED),
        ([], None, Verdict.UNDETERMINED),
    ],
)
def test_a_certificate_is_issued_suspended_reinstated_revoked(law, history, profile, verdict):
    context = register(events=history, facts={"persons": {"张": {} if profile is None else {"certified": profile}}})
    asked = ev("i1", "inquiry.conducted", "2023-03-01", actors=["张"])
    assert law(GATE).one("certified", [asked], register=context).verdict is verdict


# ── cases within a register


CASES = """
duties:
  post: {title: 公示, when: decision.made, require: publication.posted, within: 5 days}
  same-party: {title: 同一当事人的案件一并报告, when: decision.made, require: case.closed, within: 5 days}
""" + GATE.replace("\ngates", "gates")


def test_case_rules_run_for_each_case_with_the_register_as_context(law):
    events = [
        ev("d1", "decision.made", "2023-03-01", case="A"),
        ev("d2", "decision.made", "2023-03-01", case="B"),
        ev("p2", "publication.posted", "2023-03-02", case="B"),
        ev("i1", "inquiry.conducted", "2023-02-20", case="A", actors=["张"]),
        officer("certified", "2022-05-01"),
    ]
    a = law(CASES).judge(events, **register())
    posted = {f.case: str(f.verdict) for f in found(a, "post")}
    assert posted == {"A": "overdue", "B": "satisfied"}
    assert only(a, "certified").verdict is Verdict.SATISFIED
    assert only(a, "certified").case == "A"


def test_what_is_done_in_one_case_does_not_answer_another(law):
    events = [ev("d1", "decision.made", "2023-03-01", case="A"), ev("p2", "publication.posted", "2023-03-02", case="B")]
    f = only(law(CASES).judge(events, **register()), "post")
    assert (f.case, f.verdict, reasons(f)) == ("A", Verdict.OVERDUE, {})


def test_the_registers_events_trigger_no_case_rules_of_a_case_judged_in_its_context(law):
    rules = """
duties:
  react: {title: 反应, when: fault.found, require: accountability.opened, within: 5 days}
"""
    context = register(events=[ev("x1", "fault.found", "2023-03-01")])
    assert law(rules).judge([ev("d1", "decision.made", "2023-03-01")], register=context).findings == ()
    assert len(law(rules).judge([ev("x1", "fault.found", "2023-03-01")], **register()).findings) == 1


@pytest.mark.parametrize(
    ("at", "verdict"),
    [("2023-02-15", Verdict.VIOLATED), ("2023-01-15", Verdict.UNDETERMINED)],
)
def test_looking_back_no_further_than_the_register_reaches_absence_is_certain(law, at, verdict):
    rules = """
prohibitions:
  untrained: {title: 一个月内未培训的不得处理, when: fault.found,
              if: {not_happened: {training.organized: {}, within: 30 days}}}
"""
    f = law(rules).one("untrained", [ev("x1", "fault.found", at)], **register("2023-01-01"))
    assert f.verdict is verdict
