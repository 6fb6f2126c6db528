"""What `due` and `due_day` accept, refuse and report."""

from __future__ import annotations

import importlib
import json
import pickle
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.days import (
    CalendarError,
    DueDay,
    Period,
    PeriodError,
    Roll,
    Unit,
    WorkCalendar,
    default_roll,
    due,
    due_day,
)
from lawrules.days.counting import add_months
from lawrules.days.steps import StepKind
from lawrules.testing import periods

PLUS_8 = timezone(timedelta(hours=8))


def o(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize("bearer", ["party", "court"])
@pytest.mark.parametrize("text", ["15日", "6个月", "2年"])
def test_terms_of_a_party_or_a_court_roll(bearer: str, text: str) -> None:
    assert default_roll(bearer, Period.parse(text)) is Roll.NEXT_WORKING_DAY
    assert due("2024-09-20", text, bearer=bearer).roll is Roll.NEXT_WORKING_DAY


@pytest.mark.parametrize(
    ("bearer", "text"),
    [
        ("agency", "15日"),
        ("government", "6个月"),
        ("party", "7个工作日"),
        ("court", "24小时"),
        ("party", "当日"),
        ("party", "及时"),
    ],
)
def test_other_terms_do_not_roll_by_themselves(bearer: str, text: str) -> None:
    assert default_roll(bearer, Period.parse(text)) is Roll.NEVER


def test_the_rolls_are_the_words_of_the_policy_language() -> None:
    assert [roll.value for roll in Roll] == ["never", "next_working_day", "next_working_day_after_statutory_holiday"]
    assert due("2024-09-20", "15日", rolls="next_working_day").date == date(2024, 10, 8)
    assert due("2024-09-20", "15日", bearer="party", rolls="never").date == date(2024, 10, 5)
    with pytest.raises(ValueError, match="sometimes"):
        due("2024-09-20", "15日", rolls="sometimes")


def test_the_narrow_roll_starts_only_from_a_statutory_day() -> None:
    narrow = Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY
    # 3 October 2024 is statutory, 4 October bridged, 5 October a Saturday, 8 October works.
    ends = {n: due("2024-09-20", Period(n, Unit.DAY), rolls=narrow).date for n in (10, 13, 14, 15, 18)}
    assert ends == {
        10: date(2024, 9, 30),
        13: date(2024, 10, 8),
        14: date(2024, 10, 4),
        15: date(2024, 10, 5),
        18: date(2024, 10, 8),
    }


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-08-31", 6, "2024-02-29"),
        ("2022-08-31", 6, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-11-30", 1, "2024-12-30"),
        ("2024-12-31", 1, "2025-01-31"),
        ("2024-12-15", 12, "2025-12-15"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-12-31", -24, "2022-12-31"),
    ],
)
def test_months_end_on_the_corresponding_date_or_the_last_of_the_month(start: str, months: int, end: str) -> None:
    assert date.fromordinal(add_months(o(start), months)) == date.fromisoformat(end)


def test_years_are_twelve_months() -> None:
    assert due("2024-02-29", "1年").date == due("2024-02-29", "12个月").date == date(2025, 2, 28)
    assert (
        due("2024-02-29", "1年", ahead=True).date == due("2024-02-29", "12个月", ahead=True).date == date(2023, 2, 27)
    )


def test_no_term_leaves_the_calendar_of_dates() -> None:
    with pytest.raises(CalendarError, match="9999"):
        due("9990-01-01", "100年")
    with pytest.raises(CalendarError, match="9999"):
        due("9999-12-01", "60日")
    with pytest.raises(CalendarError, match="9999"):
        due("0001-06-01", "2年", ahead=True)
    with pytest.raises(CalendarError, match="9999"):
        due("9999-12-31T10:00", "24小时")
    assert due("9999-12-01", "30日").date == date(9999, 12, 31)
    assert add_months(date(9999, 11, 30).toordinal(), 1) == date(9999, 12, 30).toordinal()
    assert add_months(date(1, 2, 15).toordinal(), -1) == date(1, 1, 15).toordinal()
    for day, months in ((date(9999, 12, 1), 1), (date(1, 1, 31), -1)):
        with pytest.raises(CalendarError, match="9999"):
            add_months(day.toordinal(), months)


def test_same_day_is_the_day_itself() -> None:
    for ahead in (False, True):
        term = due("2024-10-01", "当日", bearer="party", ahead=ahead)
        assert (term.date, term.rolled, term.counted_days) == (date(2024, 10, 1), False, [])
    assert due("2024-10-01", "same day", rolls=Roll.NEXT_WORKING_DAY).date == date(2024, 10, 1)
    assert due("2024-10-01", "same day", exclude=[("2024-10-01", "2024-10-03")]).date == date(2024, 10, 1)
    assert due("2024-10-01", "same day", extend=["2日"]).date == date(2024, 10, 3)


def test_the_last_part_decides_whether_an_extended_term_rolls() -> None:
    # Working days cannot end on a rest day; an extension in natural days can.
    assert due("2024-09-27", "1个工作日", extend=["6日"], rolls=Roll.NEXT_WORKING_DAY).date == date(2024, 10, 8)
    assert due("2024-09-23", "6日", extend=["1个工作日"], rolls=Roll.NEXT_WORKING_DAY).raw == date(2024, 9, 30)


def test_excluded_days_of_a_month_term_are_left_out_of_its_days() -> None:
    term = due("2024-01-31", "1个月", exclude=[("2024-02-10", "2024-02-14")])
    assert term.date == date(2024, 3, 5)
    assert len(term.counted_days) == 29


def test_a_span_may_be_longer_than_the_term_and_may_touch_its_edges() -> None:
    assert due("2025-03-10", "1日", exclude=[("2025-03-11", "2025-03-31")]).date == date(2025, 4, 1)
    assert due("2025-03-10", "1日", exclude=[("2025-03-01", "2025-03-10")]).date == date(2025, 3, 11)
    assert due("2025-03-10", "1日", exclude=[("2025-03-12", "2025-03-31")]).date == date(2025, 3, 11)
    assert due("2025-03-10", "2日", exclude=[("2025-03-12", "2025-03-31")]).date == date(2025, 4, 1)
    assert due("2025-03-10", "1个工作日", exclude=[("2025-03-11", "2025-03-31")]).date == date(2025, 4, 1)
    assert due("2025-03-10", "3个工作日", ahead=True, exclude=[("2025-03-03", "2025-03-07")]).date == date(2025, 2, 25)
    assert due("2025-03-10", "3日", ahead=True, exclude=[("2025-03-03", "2025-03-07")]).date == date(2025, 3, 1)
    assert due("2025-03-10", "3日", ahead=True, exclude=[("2025-03-10", "2025-03-17")]).date == date(2025, 3, 6)


def test_a_suspension_within_a_working_day_term_is_skipped_first() -> None:
    # 10-14 March counts 11, 12 (two), then 17-21 suspended, 24 is the third: the span's own weekend saves nothing more.
    term = due("2025-03-10", "3个工作日", exclude=[("2025-03-13", "2025-03-23")])
    assert [day.day for day in term.counted_days] == [11, 12, 24]
    assert [(s.kind, s.first.day, s.last.day) for s in term.steps][2] == (StepKind.SUSPENDED, 13, 23)


@pytest.mark.parametrize(
    "start",
    [
        date(2024, 9, 13),
        datetime(2024, 9, 13, 23, 59),
        "2024-09-13",
        " 2024-09-13 ",
        "2024-09-13T00:00",
        "2024-09-13 16:40:05",
        "2024-09-13T16:40+08:00",
        "2024-09-12T16:00:00Z",
        "2024-09-12T20:00-12:00",
    ],
)
def test_a_start_is_a_date_a_datetime_or_iso_text(start: date | str) -> None:
    assert due(start, "7个工作日").date == date(2024, 9, 25)


@pytest.mark.parametrize(
    "start", ["2024-02-30", "20240913", "2024-W37-5", "13.9.2024", "", "2024-09-13T25:00", "2024-9-13", "2024-09-13x"]
)
def test_a_start_that_is_no_date_gets_a_sentence(start: str) -> None:
    with pytest.raises(CalendarError, match="expected `2024-09-29` or `2024-09-29T16:40`"):
        due(start, "7个工作日")


@pytest.mark.parametrize("start", [None, 20240913, 1.5, ["2024-09-13"]])
def test_a_start_of_another_type_gets_a_sentence(start: Any) -> None:
    with pytest.raises(CalendarError, match="not a date"):
        due(start, "7个工作日")


def test_hours_run_from_the_moment_through_nights_and_holidays() -> None:
    term = due("2024-09-30T17:30", "24小时", bearer="party")
    assert (term.moment, term.date, term.rolled) == (datetime(2024, 10, 1, 17, 30), date(2024, 10, 1), False)
    assert due("2024-09-30T23:45", "30分钟").moment == datetime(2024, 10, 1, 0, 15)
    assert due("2024-09-30T17:30", "24小时", extend=["12小时", "15分钟"]).moment == datetime(2024, 10, 2, 5, 45)
    assert due("2024-09-30T17:30", "24小时", ahead=True).moment == datetime(2024, 9, 29, 17, 30)
    aware = due("2024-09-30T17:30+00:00", "1 hour")
    assert aware.moment == datetime(2024, 10, 1, 2, 30, tzinfo=PLUS_8)
    assert str(aware.moment) == "2024-10-01 02:30:00+08:00"
    assert aware.start == date(2024, 10, 1)


def test_hours_from_a_day_without_its_hour_give_an_interval() -> None:
    term = due("2024-09-30", "24小时")
    assert term.moment is None
    assert term.earliest_moment == datetime(2024, 10, 1)
    assert term.latest_moment == datetime(2024, 10, 2)
    assert (term.earliest, term.date, term.latest) == (date(2024, 10, 1), date(2024, 10, 1), date(2024, 10, 1))
    short = due("2024-09-30", "30分钟")
    assert (short.earliest, short.date, short.latest) == (date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 1))
    back = due("2024-09-30", "30分钟", ahead=True)
    assert (back.earliest, back.date, back.latest) == (date(2024, 9, 29), date(2024, 9, 29), date(2024, 9, 30))
    assert not short.provisional
    assert (short.to_dict()["earliest"], short.to_dict()["latest"]) == ("2024-09-30", "2024-10-01")
    assert due("2024-09-30", "7日").earliest_moment is None
    assert due("2024-09-30", "7日").latest_moment is None
    assert due("2024-09-30", "7日").moment is None


@pytest.mark.parametrize(
    ("period", "arguments", "message"),
    [
        ("及时", {}, "no number"),
        ("立即", {"ahead": True}, "no number"),
        ("promptly", {"exclude": [("2024-01-01", "2024-01-02")]}, "no number"),
        ("24小时", {"exclude": [("2024-10-01", "2024-10-02")]}, "never paused"),
        ("24小时", {"extend": ["1日"]}, "cannot be extended by `1 day`"),
        ("24小时", {"ahead": True, "extend": ["1小时"]}, "runs backward"),
        ("7日", {"ahead": True, "extend": ["1日"]}, "runs backward"),
        ("7日", {"extend": ["24小时"]}, "runs from a moment"),
        ("7日", {"extend": ["及时"]}, "no number"),
        ("soon", {}, "cannot read"),
        ("7日", {"extend": ["a bit"]}, "cannot read"),
    ],
)
def test_what_cannot_be_counted_is_refused(period: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        due("2024-09-29T10:00", period, **arguments)


@pytest.mark.parametrize("text", ["24小时", "30分钟", "及时", "立即"])
@pytest.mark.parametrize("ahead", [False, True])
def test_due_day_counts_days_only(china: WorkCalendar, text: str, ahead: bool) -> None:
    with pytest.raises(PeriodError):
        due_day(china, o("2024-09-29"), Period.parse(text), ahead=ahead)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(CalendarError, match="ends before it begins"):
        due("2024-09-29", "7日", exclude=[("2024-10-02", "2024-10-01")])
    assert due("2024-09-29", "7日", exclude=[(date(2024, 10, 1), "2024-10-01")]).date == date(2024, 10, 7)


def test_terms_before_2007_need_no_calendar_unless_they_look_at_one() -> None:
    assert due("2000-01-01", "30日").date == date(2000, 1, 31)
    assert due("2000-01-01", "20年").date == date(2020, 1, 1)
    for arguments in ({"bearer": "party"}, {"rolls": "next_working_day"}):
        with pytest.raises(CalendarError, match="2007"):
            due("2000-01-01", "30日", **arguments)  # type: ignore[arg-type]
    with pytest.raises(CalendarError, match="2007"):
        due("2006-12-01", "40个工作日")
    with pytest.raises(CalendarError, match="2007"):
        due("2007-01-10", "40个工作日", ahead=True)


def test_due_day_is_plain_data(china: WorkCalendar) -> None:
    found = due_day(china, o("2024-09-20"), Period.parse("15日"), roll=Roll.NEXT_WORKING_DAY)
    assert found == DueDay(o("2024-10-05"), o("2024-10-08"), False, o("2024-10-08"), o("2024-10-08"), ())
    with pytest.raises(AttributeError):
        found.day = 1  # type: ignore[misc]
    spans = [(o("2024-09-25"), o("2024-09-26")), (o("2024-09-30"), o("2024-09-28"))]
    assert due_day(china, o("2024-09-20"), Period.parse("15日"), exclude=spans).raw == o("2024-10-07")


def test_another_calendar_gives_another_date() -> None:
    local = WorkCalendar.china().with_overlay({"local": {"火把节": ["2024-09-18"]}})
    term = due("2024-09-13", "7个工作日", calendar=local)
    assert term.date == date(2024, 9, 26)
    assert term.calendar is local
    assert any(step.reason() == "地方假日 火把节" for step in term.steps)


def test_the_answer_as_data() -> None:
    term = due(
        datetime(2024, 9, 13, 9, 30),
        "7个工作日",
        exclude=[("2024-09-19", "2024-09-20")],
        extend=["1 day"],
        bearer="agency",
    )
    data = term.to_dict()
    assert json.loads(json.dumps(data)) == data
    steps = data.pop("steps")
    assert data == {
        "start": "2024-09-13T09:30:00",
        "period": "7 working days",
        "bearer": "agency",
        "rolls": "never",
        "ahead": False,
        "exclude": [["2024-09-19", "2024-09-20"]],
        "extend": ["1 day"],
        "date": "2024-09-28",
        "moment": None,
        "raw": "2024-09-28",
        "rolled": False,
        "provisional": False,
        "earliest": None,
        "latest": None,
        "missing": [],
        "counted_days": [
            "2024-09-14",
            "2024-09-18",
            "2024-09-23",
            "2024-09-24",
            "2024-09-25",
            "2024-09-26",
            "2024-09-27",
            "2024-09-28",
        ],
        "calendar": WorkCalendar.china().fingerprint,
    }
    assert [(s["kind"], s["first"][5:], s["last"][5:], s["counted"], s["part"], s["reason"]) for s in steps] == [
        ("start", "09-13", "09-13", 0, 0, "起算日不计入"),
        ("counted", "09-14", "09-14", 1, 0, "调休上班（中秋节）"),
        ("skipped", "09-15", "09-15", 0, 0, "周末（中秋节）"),
        ("skipped", "09-16", "09-16", 0, 0, "中秋节（调休）"),
        ("skipped", "09-17", "09-17", 0, 0, "中秋节"),
        ("counted", "09-18", "09-18", 2, 0, "工作日"),
        ("suspended", "09-19", "09-20", 0, 0, "期间中止，不计入"),
        ("skipped", "09-21", "09-22", 0, 0, "周末"),
        ("counted", "09-23", "09-27", 7, 0, "工作日"),
        ("counted", "09-28", "09-28", 1, 1, "自然日"),
        ("end", "09-28", "09-28", 0, 1, "期限届满日"),
    ]
    assert due("2024-09-13T09:30", "1小时").to_dict()["moment"] == "2024-09-13T10:30:00"
    provisional = due("2026-12-30", "3个工作日").to_dict()
    assert provisional["provisional"] is True
    assert provisional["earliest"] <= provisional["date"] <= provisional["latest"]
    assert provisional["missing"] == ["国务院办公厅关于2027年部分节假日安排的通知"]


def test_steps_in_english() -> None:
    term = due("2024-09-20", "15日", bearer="party")
    assert [step.reason("en") for step in term.steps] == [
        "the start day is not counted",
        "natural days",
        "weekend (National Day)",
        "National Day (swapped)",
        "last day of the term",
    ]
    back = due("2024-09-20", "1日", ahead=True, exclude=[("2024-09-19", "2024-09-19")])
    assert [(step.kind.value, step.first.day, step.reason("en")) for step in back.steps] == [
        ("start", 20, "day of the event"),
        ("suspended", 19, "suspended, not counted"),
        ("counted", 18, "natural days"),
        ("end", 17, "last day for the notice"),
    ]
    assert [step.reason() for step in back.steps][::3] == ["事件当日", "通知的最后一日"]
    hours = due("2024-09-20T10:00", "24小时")
    assert [(s.kind.value, s.reason(), s.reason("en")) for s in hours.steps] == [
        ("start", "自当日的时刻起算", "the term runs from a moment of this day"),
        ("end", "24小时，自该时刻起连续计算", "24 hours from that moment without a pause"),
    ]


def test_the_steps_are_built_once_and_only_when_asked() -> None:
    term = due("2024-09-13", "7个工作日")
    assert not hasattr(term, "_steps")
    assert term.steps is term.steps


def test_an_answer_shows_itself() -> None:
    assert repr(due("2024-09-13", "7个工作日")) == "<Due 2024-09-13 + 7 working days = 2024-09-25>"
    assert repr(due("2024-09-13T09:30", "1小时")) == "<Due 2024-09-13 + 1 hour = 2024-09-13 10:30:00>"
    assert "provisional 2026-12-30.." in repr(due("2026-12-20", "10个工作日"))


@given(st.dates(date(2007, 1, 1), date(2031, 12, 31)), periods(), st.sampled_from(Roll))
def test_the_short_path_and_the_general_path_agree(start: date, period: Period, roll: Roll) -> None:
    module = importlib.import_module("lawrules.days.due")
    cal = WorkCalendar.china()
    short = due_day(cal, start.toordinal(), period, roll=roll)
    assert short == module._due_day(cal, start.toordinal(), period, roll, [], (), False)
    # A span that lies wholly before the start takes the general way and changes nothing.
    assert short == due_day(cal, start.toordinal(), period, roll=roll, exclude=[(1, 5)])
    assert isinstance(short, DueDay)


def test_an_answer_survives_a_pickle() -> None:
    term = due("2024-09-13", "7个工作日", exclude=[("2024-09-19", "2024-09-20")])
    again = pickle.loads(pickle.dumps(term))
    assert again.to_dict() == term.to_dict()
    assert again.calendar is term.calendar
    assert pickle.loads(pickle.dumps(again)).steps == term.steps


def test_an_answer_keeps_what_was_asked() -> None:
    term = due("2024-09-13T09:30", "7日", bearer="party")
    assert (term.start, term.start_moment) == (date(2024, 9, 13), datetime(2024, 9, 13, 9, 30))
    assert (term.period, term.bearer, term.roll, term.ahead) == (
        Period.parse("7日"),
        "party",
        Roll.NEXT_WORKING_DAY,
        False,
    )
    assert (term.exclude, term.extend) == ((), ())
    assert term.to_dict()["start"] == "2024-09-13T09:30:00"
    assert due(date(2024, 9, 13), "7日").start_moment is None
    spans = due(
        "2024-09-13", "7日", exclude=[("2024-09-20", "2024-09-21"), ("2024-09-14", "2024-09-15")], extend=["1日"]
    )
    assert spans.exclude == ((o("2024-09-14"), o("2024-09-15")), (o("2024-09-20"), o("2024-09-21")))
    assert spans.extend == (Period.parse("1日"),)
    assert due("2024-09-13T09:30", "7小时").provisional is False
    assert due("2024-09-13", "7日").ends == (o("2024-09-20"), o("2024-09-20"))
    assert due("2024-09-20", "15日", bearer="court").ends == (o("2024-10-05"), o("2024-10-08"))


def test_days_left_out_of_a_backward_term_are_not_among_the_clear_days() -> None:
    # Clear are 19 September, 14 (a make-up Saturday) and 13; 18 is left out, 15 to 17 are the Mid-Autumn break.
    term = due("2024-09-20", "3个工作日", ahead=True, exclude=[("2024-09-18", "2024-09-18")])
    assert (term.date, term.counted_days) == (date(2024, 9, 12), [date(2024, 9, day) for day in (19, 14, 13)])
    # What is left out after the event changes nothing, and hides nothing before it.
    after = [("2024-09-18", "2024-09-18"), ("2024-09-25", "2024-09-26")]
    assert due("2024-09-20", "3个工作日", ahead=True, exclude=after).date == date(2024, 9, 12)
    # The notice itself does not go out on a day that is left out: not on Wednesday 18, but on Saturday 14.
    assert due("2024-09-20", "1个工作日", ahead=True, exclude=after).date == date(2024, 9, 14)


def test_the_roll_is_a_step_of_the_last_extension() -> None:
    # The 180th day is Saturday 3 May 2025; after the weekend Monday 5 May is a day off as well.
    term = due("2024-11-04", "90日", extend=["30日", "60日"], bearer="party")
    assert [(s.kind.value, s.first.day, s.last.day, s.counted, s.part) for s in term.steps if s.part == 2] == [
        ("counted", 5, 3, 60, 2),
        ("rolled", 3, 4, 0, 2),
        ("rolled", 5, 5, 0, 2),
        ("end", 6, 6, 0, 2),
    ]


def test_a_term_may_end_on_the_last_day_that_there_is() -> None:
    assert due("9999-12-29", "1日", extend=["1日"]).date == date(9999, 12, 31)
    with pytest.raises(CalendarError, match="9999"):
        due("9999-12-29", "1日", extend=["2日"])
