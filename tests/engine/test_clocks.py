"""When duties fall due: each key of a clock, with due dates counted by hand (semantics.md, "Clocks").

March 2023 has no holiday: the 1st is a Wednesday, the 4th and 5th, 11th and 12th, 18th and 19th, 25th and 26th are
weekends.
"""

from __future__ import annotations

import pytest

from lawrules import Verdict, WorkCalendar
from tests.engine.worlds import codes, ev, found, ids, notes, only

DECIDED = ev("d1", "decision.made", "2023-03-01")


def duty(clock: str) -> str:
    return f"""
duties:
  post: {{title: 公示, when: decision.made, require: publication.posted, {clock}}}
"""


# ── within: days, working days, months, years


@pytest.mark.parametrize(
    ("start", "within", "due"),
    [
        ("2023-03-01", "10 days", "2023-03-11"),  # an agency's term may end on a Saturday
        ("2023-03-01", "10日", "2023-03-11"),
        ("2023-03-01", "5 working days", "2023-03-08"),  # Thu 2, Fri 3, Mon 6, Tue 7, Wed 8
        ("2023-03-04", "1 working day", "2023-03-06"),  # from a Saturday: the next working day
        ("2023-04-28", "7个工作日", "2023-05-11"),  # May Day to 05-03, Sat 05-06 is worked: 4, 5, 6, 8, 9, 10, 11
        ("2023-01-31", "1 month", "2023-02-28"),  # no 31st: the month's last day
        ("2024-01-31", "1个月", "2024-02-29"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2023-03-01", "2年", "2025-03-01"),
    ],
)
def test_the_term_starts_the_day_after_and_ends_on_its_last_day(law, start, within, due):
    f = law(duty(f"within: {within}")).one("post", [ev("d1", "decision.made", start)], start)
    assert (f.verdict, f.due) == (Verdict.PENDING, due)


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        ("", "2023-03-11"),  # a Saturday
        (", bearer: party", "2023-03-13"),
        (", bearer: court", "2023-03-13"),
        (", bearer: party, rolls: never", "2023-03-11"),
        (", rolls: next_working_day", "2023-03-13"),
        (", rolls: next_working_day_after_statutory_holiday", "2023-03-11"),  # a Saturday is no statutory holiday
    ],
)
def test_an_end_on_a_rest_day_rolls_for_party_and_court_or_where_the_act_says_so(law, keys, due):
    assert law(duty(f"within: 10 days{keys}")).one("post", [DECIDED], "2023-03-01").due == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2023-09-21", "2023-10-07"),  # ends on 1 October, National Day: rolls to the make-up Saturday
        ("2023-09-24", "2023-10-04"),  # 4 October is a rest day, but no statutory holiday
    ],
)
def test_the_narrow_roll_looks_at_statutory_holidays_alone(law, start, due):
    rules = duty("within: 10 days, rolls: next_working_day_after_statutory_holiday")
    assert law(rules).one("post", [ev("d1", "decision.made", start)], start).due == due


def test_months_of_a_party_roll_after_the_corresponding_date(law):
    f = law(duty("within: 1 month, bearer: party")).one("post", [ev("d1", "decision.made", "2023-02-11")], "2023-02-11")
    assert f.due == "2023-03-13"  # 03-11 is a Saturday


def test_a_period_of_a_field_counts_in_the_unit_that_the_rule_gives(law):
    rules = """
duties:
  handle: {title: 按承诺办结, when: case.filed, require: case.closed, within: $committed_limit_days working days}
"""
    made = law(rules)
    assert (
        made.one("handle", [ev("f1", "case.filed", "2023-03-01", committed_limit_days=3)], "2023-03-02").due
        == "2023-03-06"
    )
    f = made.one("handle", [ev("f1", "case.filed", "2023-03-01")])
    assert (f.verdict, f.due, f.missing) == (Verdict.UNDETERMINED, None, ("f1.committed_limit_days",))


# ── hours


HOURS = duty("within: 24 hours, bearer: party")


@pytest.mark.parametrize(
    ("done", "verdict"),
    [("2023-03-04T17:00", Verdict.SATISFIED), ("2023-03-04T17:00:01", Verdict.LATE), ("2023-03-05", Verdict.LATE)],
)
def test_hours_run_from_the_very_moment_and_never_roll(law, done, verdict):
    friday = ev("d1", "decision.made", "2023-03-03T17:00")
    f = law(HOURS).one("post", [friday, ev("p1", "publication.posted", done)])
    assert (f.verdict, f.due) == (verdict, "2023-03-04T17:00")


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [
        ("2023-03-01", Verdict.PENDING),  # 24 hours after the first moment of the day have not passed
        ("2023-03-02T12:00", Verdict.UNDETERMINED),
        ("2023-03-03", Verdict.OVERDUE),  # those after its last moment have
    ],
)
def test_a_start_known_by_its_date_gives_hours_an_interval(law, as_of, verdict):
    f = law(HOURS).one("post", [DECIDED], as_of)
    assert (f.verdict, f.due) == (verdict, None)
    assert f.missing == (("d1.at",) if verdict is Verdict.UNDETERMINED else ())


@pytest.mark.parametrize(
    ("done", "verdict", "missing"),
    [
        ("2023-03-01T23:00", Verdict.UNDETERMINED, ("d1.at",)),  # perhaps before the decision
        ("2023-03-02T00:00", Verdict.SATISFIED, ()),
        ("2023-03-02T12:00", Verdict.UNDETERMINED, ("d1.at",)),
        ("2023-03-02", Verdict.UNDETERMINED, ("d1.at", "p1.at")),
        ("2023-03-03T00:00", Verdict.LATE, ()),
    ],
)
def test_within_the_interval_the_hour_is_asked_for(law, done, verdict, missing):
    f = law(HOURS).one("post", [DECIDED, ev("p1", "publication.posted", done)])
    assert (f.verdict, f.missing) == (verdict, missing)


def test_a_bare_answer_to_an_exact_start_asks_for_its_hour_where_that_decides(law):
    start = ev("d1", "decision.made", "2023-03-01T10:00")
    f = law(HOURS).one("post", [start, ev("p1", "publication.posted", "2023-03-02")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("p1.at",))
    assert law(HOURS).one("post", [start, ev("p1", "publication.posted", "2023-03-03")]).verdict is Verdict.LATE


# ── from


FROM = """
duties:
  hand-over: {title: 移交, when: recording.made, from: ended_at, require: recording.handed_over, within: 24 hours}
  close: {title: 办结, when: case.filed, from: violation_ended_at, require: case.closed, within: 10 days}
  review: {title: 复查, when: inspection.conducted, from: ended_at, require: supervision_notice.issued,
           within: 24 hours}
"""


def test_from_takes_a_time_of_the_trigger_in_place_of_its_own(law):
    made = ev("r1", "recording.made", "2023-03-01T08:00", ended_at="2023-03-01T11:30")
    assert law(FROM).one("hand-over", [made], "2023-03-01").due == "2023-03-02T11:30"


def test_a_date_field_starts_a_term_of_days(law):
    filed = ev("f1", "case.filed", "2023-03-20", violation_ended_at="2023-03-01")
    assert law(FROM).one("close", [filed], "2023-03-20").due == "2023-03-11"


def test_a_missing_start_is_asked_for(law):
    f = law(FROM).one("hand-over", [ev("r1", "recording.made", "2023-03-01T08:00")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("r1.ended_at",))


def test_an_act_ends_at_its_own_time_where_the_file_gives_no_other(law):
    acted = ev("i1", "inspection.conducted", "2023-03-01T08:00")
    assert law(FROM).one("review", [acted], "2023-03-01").due == "2023-03-02T08:00"


# ── ahead


AHEAD = """
duties:
  notify-7wd: {title: 七日前通知, when: hearing.held, require: hearing.notified, ahead: 7 working days}
"""


@pytest.mark.parametrize(
    ("notified", "verdict"),
    [("2023-03-08", Verdict.SATISFIED), ("2023-03-09", Verdict.LATE), (None, Verdict.VIOLATED)],
)
def test_seven_working_days_ahead_are_seven_clear_working_days(law, notified, verdict):
    # Monday 20 March: clear days 17, 16, 15, 14, 13, 10, 9; so the notice must come on the 8th.
    events = [ev("h1", "hearing.held", "2023-03-20")]
    if notified:
        events.append(ev("n1", "hearing.notified", notified))
    f = law(AHEAD).one("notify-7wd", events)
    assert f.verdict is verdict
    assert f.due == ("2023-03-08" if notified else f.due)


def test_natural_days_ahead_are_clear_days_too(law):
    made = law(AHEAD.replace("7 working days", "3 days"))
    held = ev("h1", "hearing.held", "2023-03-20")
    assert made.one("notify-7wd", [held, ev("n1", "hearing.notified", "2023-03-16")]).verdict is Verdict.SATISFIED
    assert made.one("notify-7wd", [held, ev("n1", "hearing.notified", "2023-03-17")]).verdict is Verdict.LATE


def test_a_notice_after_the_event_is_none(law):
    events = [ev("h1", "hearing.held", "2023-03-20"), ev("n1", "hearing.notified", "2023-03-21")]
    assert law(AHEAD).one("notify-7wd", events).verdict is Verdict.VIOLATED


def test_an_earlier_notice_in_time_outweighs_a_later_one(law):
    events = [
        ev("h1", "hearing.held", "2023-03-20"),
        ev("n1", "hearing.notified", "2023-03-01"),
        ev("n2", "hearing.notified", "2023-03-19"),
    ]
    f = law(AHEAD).one("notify-7wd", events)
    assert (f.verdict, ids(f)) == (Verdict.SATISFIED, ["n1"])


@pytest.mark.parametrize(
    ("notified", "verdict", "missing"),
    [
        ("2023-03-19T09:00", Verdict.SATISFIED, ()),
        ("2023-03-19T09:01", Verdict.LATE, ()),
        ("2023-03-19", Verdict.UNDETERMINED, ("n1.at",)),
        ("2023-03-18", Verdict.SATISFIED, ()),
    ],
)
def test_hours_ahead_count_from_the_moment_of_the_event(law, notified, verdict, missing):
    held = ev("h1", "hearing.held", "2023-03-20T09:00")
    f = law(AHEAD.replace("7 working days", "24 hours")).one(
        "notify-7wd", [held, ev("n1", "hearing.notified", notified)]
    )
    assert (f.verdict, f.missing) == (verdict, missing)


# ── before


BEFORE = """
duties:
  resubmit: {title: 再次送审, when: legal_review.completed, require: legal_review.submitted, before: decision.made}
"""
ISSUES = ev("l1", "legal_review.completed", "2023-03-01")


def test_before_falls_due_only_when_the_other_event_happens(law):
    assert law(BEFORE).one("resubmit", [ISSUES], "2023-12-31").verdict is Verdict.PENDING


@pytest.mark.parametrize(
    ("submitted", "verdict"),
    [("2023-03-05", Verdict.SATISFIED), ("2023-03-12", Verdict.LATE), (None, Verdict.OVERDUE)],
)
def test_what_must_come_before_an_event_is_late_after_it_and_overdue_without(law, submitted, verdict):
    events = [ISSUES, ev("d1", "decision.made", "2023-03-10")]
    if submitted:
        events.append(ev("s1", "legal_review.submitted", submitted))
    f = law(BEFORE).one("resubmit", events)
    assert (f.verdict, f.due) == (verdict, "2023-03-10")


def test_an_act_before_the_trigger_sets_no_date(law):
    events = [ISSUES, ev("d0", "decision.made", "2023-02-01")]
    f = law(BEFORE).one("resubmit", events)
    assert (f.verdict, f.due) == (Verdict.PENDING, None)


def test_what_perhaps_set_the_date_leaves_a_later_answer_open_and_an_earlier_one_satisfied(law):
    made = law(BEFORE.replace("before: decision.made", "before: {decision.made: {decision_type: penalty}}"))
    decided = ev("d1", "decision.made", "2023-03-05")
    late = made.one("resubmit", [ISSUES, decided, ev("s1", "legal_review.submitted", "2023-03-15")])
    assert (late.verdict, late.missing) == (Verdict.UNDETERMINED, ("d1.decision_type",))
    early = made.one("resubmit", [ISSUES, decided, ev("s1", "legal_review.submitted", "2023-03-03")])
    assert early.verdict is Verdict.SATISFIED


# ── without a number


@pytest.mark.parametrize("word", ["promptly", "immediately", "及时", "立即"])
def test_promptly_is_open_or_done_and_never_overdue(law, word):
    made = law(duty(f"within: {word}"))
    f = made.one("post", [DECIDED], "2023-12-31")
    assert (f.verdict, f.due, f.standing, notes(f)["age"]) == (Verdict.PENDING, None, True, {"days": "305"})
    assert made.one("post", [DECIDED, ev("p1", "publication.posted", "2023-12-30")]).verdict is Verdict.SATISFIED


def test_a_duty_without_clock_is_open_or_done(law):
    rules = duty("severity: must")
    f = law(rules).one("post", [DECIDED], "2023-12-31")
    assert (f.verdict, f.standing) == (Verdict.PENDING, True)
    assert law(rules).one("post", [DECIDED, ev("p1", "publication.posted", "2023-12-30")]).verdict is Verdict.SATISFIED


@pytest.mark.parametrize("word", ["same day", "当日"])
def test_same_day_takes_what_came_earlier_that_day(law, word):
    made = law(duty(f"within: {word}"))
    start = ev("d1", "decision.made", "2023-03-01T15:00")
    for done, verdict in (
        ("2023-03-01T09:00", Verdict.SATISFIED),
        ("2023-03-01", Verdict.SATISFIED),
        ("2023-03-01T23:59", Verdict.SATISFIED),
        ("2023-03-02T00:00", Verdict.LATE),
    ):
        f = made.one("post", [start, ev("p1", "publication.posted", done)])
        assert (f.verdict, f.due) == (verdict, "2023-03-01")
    assert made.one("post", [start], "2023-03-01").verdict is Verdict.PENDING
    assert made.one("post", [start], "2023-03-02").verdict is Verdict.OVERDUE


# ── extend


def extended(more: str = "") -> str:
    return f"""
duties:
  release: {{title: 期满解除, when: seizure.executed, require: seizure.released, within: 10 days{more},
            extend: [{{when: seizure.extended, by: extended_days, up_to: 8 days}}]}}
"""


SEIZED = ev("s1", "seizure.executed", "2023-03-01")  # ten days end on Saturday 11 March


def extension(id: str, at: str, days: int | None = None):
    data = {} if days is None else {"extended_days": days}
    return ev(id, "seizure.extended", at, about="s1", **data)


@pytest.mark.parametrize(
    ("granted", "due"),
    [
        ([extension("x1", "2023-03-05", 5)], "2023-03-16"),
        ([extension("x1", "2023-03-11", 5)], "2023-03-16"),  # granted on the last day
        ([extension("x1", "2023-03-05", 20)], "2023-03-19"),  # no more than the ceiling
        ([extension("x1", "2023-03-05", 5), extension("x2", "2023-03-14", 5)], "2023-03-19"),  # both, up to the ceiling
    ],
)
def test_an_extension_before_the_running_due_date_adds_its_days_up_to_the_ceiling(law, granted, due):
    f = law(extended()).one("release", [SEIZED, *granted], "2023-03-11")
    last = law(extended()).one("release", [SEIZED, *granted], "2023-03-14")
    assert last.due == due
    assert f.verdict is Verdict.PENDING


def test_a_late_extension_extends_nothing_and_is_a_finding(law):
    a = law(extended()).judge([SEIZED, extension("x1", "2023-03-12", 5)], "2023-03-12")
    duty_itself, late = only(a, "release", trigger="s1"), only(a, "release", trigger="x1")
    assert (duty_itself.verdict, duty_itself.due) == (Verdict.OVERDUE, "2023-03-11")
    assert late.verdict is Verdict.LATE
    assert "late_extension" in codes(late)
    assert len(a.breaches) == 2


def test_an_extension_runs_on_from_the_unrolled_end(law):
    # The party's ten days end on Saturday the 11th and roll to the 13th; five more days run from the 11th to the 16th.
    made = law(extended(", bearer: party"))
    assert made.one("release", [SEIZED], "2023-03-11").due == "2023-03-13"
    assert made.one("release", [SEIZED, extension("x1", "2023-03-05", 5)], "2023-03-11").due == "2023-03-16"
    # Until the rolled end it is in time.
    assert made.one("release", [SEIZED, extension("x1", "2023-03-13", 5)], "2023-03-13").due == "2023-03-16"


def test_the_extended_days_take_the_unit_of_the_ceiling(law):
    rules = extended().replace("within: 10 days", "within: 10 working days").replace("8 days", "8 working days")
    # Ten working days from the 1st: Wednesday the 15th; three more: 16, 17, 20.
    assert law(rules).one("release", [SEIZED, extension("x1", "2023-03-05", 3)], "2023-03-11").due == "2023-03-20"


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [  # Ten days end on the 11th; the ceiling of eight more would end on the 19th.
        ("2023-03-11", Verdict.PENDING),
        ("2023-03-12", Verdict.UNDETERMINED),
        ("2023-03-19", Verdict.UNDETERMINED),
        ("2023-03-20", Verdict.OVERDUE),
    ],
)
def test_an_extension_that_names_no_days_leaves_the_due_date_open_up_to_the_ceiling(law, as_of, verdict):
    f = law(extended()).one("release", [SEIZED, extension("x1", "2023-03-05")], as_of)
    assert f.verdict is verdict
    assert f.missing == (("x1.extended_days",) if verdict is Verdict.UNDETERMINED else ())
    assert (f.earliest, f.latest) == ("2023-03-11", "2023-03-19")
    assert notes(f)["due_undecided"] == {"facts": "x1.extended_days"}
    # What was done in time anyway needs no answer.
    done = ev("r1", "seizure.released", "2023-03-10", about="s1")
    assert law(extended()).one("release", [SEIZED, extension("x1", "2023-03-05"), done]).verdict is Verdict.SATISFIED


def test_the_extension_of_another_seizure_does_not_count(law):
    events = [
        SEIZED,
        ev("s2", "seizure.executed", "2023-03-01"),
        ev("x2", "seizure.extended", "2023-03-05", about="s2", extended_days=5),
    ]
    a = law(extended()).judge(events, "2023-03-06")
    assert only(a, "release", trigger="s1").due == "2023-03-11"
    assert only(a, "release", trigger="s2").due == "2023-03-16"


# ── exclude


def excluding(within: str = "10 days", more: str = "") -> str:
    return f"""
duties:
  close: {{title: 办结, when: case.filed, require: case.closed, within: {within}{more},
          exclude: [{{from: appraisal.started, until: appraisal.finished}},
                    {{from: case.suspended, until: case.resumed}}]}}
"""


FILED = ev("f1", "case.filed", "2023-03-01")


def span(
    start: str, end: str | None, name: str = "a", kinds: tuple[str, str] = ("appraisal.started", "appraisal.finished")
):
    made = [ev(f"{name}1", kinds[0], start)]
    return made if end is None else [*made, ev(f"{name}2", kinds[1], end)]


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        ("2023-03-05", "2023-03-07", "2023-03-14"),  # three days, first to last, are left out
        ("2023-03-05", "2023-03-05", "2023-03-12"),
        ("2023-03-01", "2023-03-03", "2023-03-13"),  # day 0 was never counted: two days are left out
        (
            "2023-03-11",
            "2023-03-12",
            "2023-03-13",
        ),  # the last day of the term is excluded: it ends on the next that counts
        ("2023-03-12", "2023-03-20", "2023-03-11"),  # begins after the due date: excludes nothing
    ],
)
def test_the_days_of_a_span_are_left_out_of_the_count(law, start, end, due):
    assert law(excluding()).one("close", [FILED, *span(start, end)], "2023-03-31").due == due


def test_spans_are_united(law):
    suspended = span("2023-03-06", "2023-03-09", "s", ("case.suspended", "case.resumed"))
    # 5 to 9 March: five days, not three plus four.
    assert (
        law(excluding()).one("close", [FILED, *span("2023-03-05", "2023-03-07"), *suspended], "2023-03-31").due
        == "2023-03-16"
    )


def test_working_days_are_counted_after_the_span_is_skipped(law):
    # Friday 3 to Tuesday 7 March left out: 2, 8, 9, 10, 13.
    assert (
        law(excluding("5 working days")).one("close", [FILED, *span("2023-03-03", "2023-03-07")], "2023-03-31").due
        == "2023-03-13"
    )


def test_a_span_open_at_as_of_suspends_the_clock(law):
    f = law(excluding()).one("close", [FILED, *span("2023-03-05", None)], "2023-12-31")
    assert (f.verdict, f.suspended) == (Verdict.PENDING, True)
    a = law(excluding()).judge([FILED, *span("2023-03-05", None)], "2023-12-31")
    assert a.next_due is None


def test_an_open_span_that_starts_after_the_due_date_suspends_nothing(law):
    f = law(excluding()).one("close", [FILED, *span("2023-03-12", None)], "2023-03-20")
    assert (f.verdict, f.due, f.suspended) == (Verdict.OVERDUE, "2023-03-11", False)


def test_an_excluded_end_rolls_for_the_party_afterwards(law):
    f = law(excluding(more=", bearer: party")).one("close", [FILED, *span("2023-03-05", "2023-03-11")], "2023-03-31")
    assert f.due == "2023-03-20"  # ten days and seven left out: Saturday 18 March, rolled to Monday


# ── lifted_by


@pytest.mark.parametrize(("at", "verdict"), [("2023-03-11", Verdict.RELEASED), ("2023-03-12", Verdict.OVERDUE)])
def test_lifted_by_releases_up_to_the_due_date(law, at, verdict):
    rules = duty("within: 10 days, lifted_by: {decision.overturned: {overturn_kind: revoked}}")
    events = [DECIDED, ev("o1", "decision.overturned", at, about="d1", overturn_kind="revoked")]
    assert law(rules).one("post", events).verdict is verdict
    events[1]["data"]["overturn_kind"] = "changed"
    assert law(rules).one("post", events).verdict is Verdict.OVERDUE


def test_what_perhaps_lifted_the_duty_leaves_a_late_answer_open(law):
    made = law(duty("within: 10 days, lifted_by: {decision.overturned: {overturn_kind: revoked}}"))
    lifted = ev("o1", "decision.overturned", "2023-03-05", about="d1")
    f = made.one("post", [DECIDED, lifted, ev("p1", "publication.posted", "2023-03-20")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("o1.overturn_kind",))
    assert (
        made.one("post", [DECIDED, lifted, ev("p1", "publication.posted", "2023-03-10")]).verdict is Verdict.SATISFIED
    )
    assert made.one("post", [DECIDED, lifted]).missing == ("o1.overturn_kind",)


def test_an_open_duty_may_be_lifted_at_any_time(law):
    rules = duty("lifted_by: decision.overturned")
    assert (
        law(rules).one("post", [DECIDED, ev("o1", "decision.overturned", "2023-12-01", about="d1")]).verdict
        is Verdict.RELEASED
    )


# ── beyond the announced calendar


def test_beyond_the_announced_calendar_a_due_date_is_provisional_and_bounded(law):
    year = WorkCalendar.china().announced_until.year
    start = ev("d1", "decision.made", f"{year}-12-28")
    made = law(duty("within: 10 working days"))
    f = made.one("post", [start], f"{year}-12-28")
    assert (f.verdict, f.provisional) == (Verdict.PENDING, True)
    assert f.earliest <= f.due <= f.latest
    assert f.earliest < f.latest
    early = made.one("post", [start, ev("p1", "publication.posted", f"{year}-12-29")], f"{year + 1}-06-30")
    assert early.verdict is Verdict.SATISFIED
    never = made.one("post", [start], f"{year + 1}-06-30")
    assert never.verdict is Verdict.OVERDUE
    between = made.one("post", [start], f.latest)
    assert (between.verdict, between.missing) == (Verdict.UNDETERMINED, (f"notice:{year + 1}",))


def test_natural_days_of_an_agency_need_no_calendar(law):
    year = WorkCalendar.china().announced_until.year
    f = law(duty("within: 10 days")).one("post", [ev("d1", "decision.made", f"{year}-12-28")], f"{year}-12-28")
    assert (f.due, f.provisional) == (f"{year + 1}-01-07", False)


# ── how it was counted


def test_each_due_date_can_show_the_days_it_counted(law):
    f = law(duty("within: 3 working days")).one("post", [ev("d1", "decision.made", "2023-03-02")], "2023-03-02")
    assert [day.isoformat() for day in f.clock.due().counted_days] == ["2023-03-03", "2023-03-06", "2023-03-07"]


def test_other_readings_stand_beside_the_binding_one(law):
    rules = duty("within: 3 working days, basis: C-1, readings: {lenient: {within: 5 working days, basis: C-1}}")
    f = law(rules).one("post", [DECIDED, ev("p1", "publication.posted", "2023-03-07")])
    assert (f.verdict, f.due) == (Verdict.LATE, "2023-03-06")
    assert [(r.name, r.verdict, r.due) for r in f.readings] == [("lenient", "satisfied", "2023-03-08")]


def test_an_open_finding_of_another_rule_does_not_depend_on_the_clock(law):
    a = law(duty("within: 10 days")).judge([ev("f1", "case.filed", "2023-03-01")])
    assert found(a, "post") == []
