"""Beyond the announced years: an interval that holds whatever the notice will say, replayed on every past year."""

from __future__ import annotations

import importlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.days import CalendarError, DueDay, Period, Roll, Unit, WorkCalendar, due, due_day
from lawrules.days.possible import EXTRA, Possibilities
from lawrules.testing import calendars, dates, periods

WD, ND = Unit.WORKING_DAY, Unit.DAY
WIDE = Roll.NEXT_WORKING_DAY


def iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def contains(provisional: DueDay, true: DueDay) -> bool:
    return provisional.earliest <= true.day <= provisional.latest


@pytest.mark.parametrize("year", range(2008, 2027))
def test_when_the_notice_of_a_year_is_withheld_the_interval_holds_the_true_date(china: WorkCalendar, year: int) -> None:
    before = china.announced_through(year - 1)
    last = china.certain_ordinal
    first = date(year - 1, 11, 20).toordinal()
    compared = 0
    for start in range(first, min(date(year, 12, 31).toordinal(), last - 20)):
        # Lengths rotate with the start, so that every length meets every season over the years.
        lengths = {3, 7, 15, (start % 29) + 1, (start * 7) % 113 + 1}
        for n in lengths:
            for period, roll, ahead in (
                (Period(n, WD), Roll.NEVER, False),
                (Period(n, ND), WIDE, False),
                (Period(n, WD), Roll.NEVER, True),
            ):
                true = due_day(china, start, period, roll=roll, ahead=ahead)
                if true.provisional:
                    continue
                found = due_day(before, start, period, roll=roll, ahead=ahead)
                assert contains(found, true), (iso(start), period, ahead, iso(true.day))
                assert found.earliest <= found.day <= found.latest
                if found.provisional:
                    compared += 1
                    assert found.missing_years[0] >= year
                    if start < date(year, 12, 24).toordinal() and period.unit is WD and not ahead:
                        assert found.missing_years[0] == year
                else:
                    assert found == true
    assert compared > 300


@pytest.mark.parametrize("year", range(2008, 2026))
def test_the_interval_also_holds_years_later(china: WorkCalendar, year: int) -> None:
    before = china.announced_through(year - 1)
    for start in range(date(year - 1, 12, 1).toordinal(), date(year, 1, 10).toordinal(), 3):
        for n in (60, 250, 366, 500):
            true = due_day(china, start, Period(n, WD))
            if not true.provisional:
                found = due_day(before, start, Period(n, WD))
                assert contains(found, true), (iso(start), n)


@given(st.integers(2008, 2026), dates(date(2007, 6, 1), date(2026, 6, 1)), periods(max_count=150), st.data())
def test_the_interval_holds_with_excluded_spans_and_extensions(
    year: int, start: date, period: Period, data: st.DataObject
) -> None:
    china = WorkCalendar.china()
    first = start + timedelta(days=data.draw(st.integers(-20, 200)))
    spans = [(first.toordinal(), first.toordinal() + data.draw(st.integers(0, 40)))]
    more = data.draw(st.lists(periods((WD, ND), max_count=30), max_size=2))
    roll = data.draw(st.sampled_from(Roll))
    ahead = data.draw(st.booleans()) and start.year > 2020 and not more and period.unit is not Unit.YEAR
    if period.unit is Unit.YEAR:
        period = Period(1, Unit.YEAR)
    arguments = {"roll": roll, "exclude": spans, "ahead": ahead, "extend": [] if ahead else more}
    true = due_day(china, start.toordinal(), period, **arguments)  # type: ignore[arg-type]
    found = due_day(china.announced_through(year - 1), start.toordinal(), period, **arguments)  # type: ignore[arg-type]
    assert found.earliest <= found.day <= found.latest
    if not true.provisional:
        assert contains(found, true)


@given(calendars(), st.data())
def test_the_presumed_day_lies_in_the_interval_with_local_days_too(cal: WorkCalendar, data: st.DataObject) -> None:
    start = data.draw(st.dates(cal.announced_until - timedelta(days=60), cal.announced_until + timedelta(days=800)))
    local = data.draw(st.lists(st.dates(cal.announced_until, cal.announced_until + timedelta(days=500)), max_size=3))
    here = cal.with_overlay({"local": {"地方节日": sorted({day.isoformat() for day in local})}})
    period = data.draw(periods((WD, ND), max_count=200))
    found = due_day(here, start.toordinal(), period, roll=WIDE)
    assert found.earliest <= found.day <= found.latest
    assert found.provisional == bool(found.missing_years)


def test_natural_days_that_do_not_roll_are_certain_at_any_distance() -> None:
    for text in ("30日", "6个月", "20年"):
        term = due("2026-12-31", text)
        assert not term.provisional
        assert term.earliest == term.latest == term.date
        assert term.missing == ()
    assert due("2050-01-01", "20年").date == date(2070, 1, 1)


def test_from_25_december_of_the_last_announced_year_results_are_provisional() -> None:
    assert not due("2026-12-23", "1个工作日").provisional
    assert due("2026-12-23", "1个工作日").date == date(2026, 12, 24)
    christmas = due("2026-12-24", "1个工作日")
    assert (christmas.provisional, christmas.date) == (True, date(2026, 12, 25))
    assert christmas.missing == ("国务院办公厅关于2027年部分节假日安排的通知",)
    assert not due("2026-12-14", "10日", bearer="party").provisional
    assert due("2026-12-15", "10日", bearer="party").provisional
    # Backward: what matters is the last day before the event.
    assert not due("2026-12-25", "3个工作日", ahead=True).provisional
    assert due("2026-12-26", "3个工作日", ahead=True).provisional


def test_the_days_before_25_december_are_certain_even_if_the_term_started_late() -> None:
    # The statutory day decides whether the narrow reading rolls at all, and the law fixes it.
    new_year = due("2026-12-02", "30日", rolls=Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY)
    assert (new_year.raw, new_year.provisional) == (date(2027, 1, 1), True)
    plain = due("2026-12-03", "30日", rolls=Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY)
    assert (plain.raw, plain.date, plain.provisional) == (date(2027, 1, 2), date(2027, 1, 2), False)


@pytest.mark.parametrize(
    ("start", "n", "earliest", "latest"),
    [
        # In mid-July no festival is near: only a special decision can take days away (EXTRA = 2 weekdays), or turn a
        # weekend day of the term into a working day for a day off just outside it.
        ("2027-07-12", 1, "2027-07-13", "2027-07-15"),
        ("2027-07-12", 5, "2027-07-17", "2027-07-21"),
    ],
)
def test_far_from_festivals_the_interval_is_narrow(start: str, n: int, earliest: str, latest: str) -> None:
    term = due(start, Period(n, WD))
    assert (str(term.earliest), str(term.latest)) == (earliest, latest)


def test_a_missing_notice_decides_little_over_a_whole_year(china: WorkCalendar) -> None:
    # A notice moves rest days and gives none, so a year between two quiet summers is known to within a few days.
    possible = Possibilities(china)
    window = [(date(2027, 7, 12).toordinal(), date(2028, 7, 10).toordinal())]
    weekdays = sum((day - 1) % 7 < 5 for day in range(window[0][0], window[0][1] + 1))
    assert weekdays - 13 - 2 * EXTRA <= possible.fewest(window)
    assert possible.most(window) <= weekdays - 13 + 2
    assert possible.fewest(window) == weekdays - 13 - 2 * EXTRA


def test_each_missing_notice_is_named() -> None:
    term = due("2026-12-20", "500个工作日")
    assert term.missing_years == (2027, 2028, 2029)
    assert [title[8:12] for title in term.missing] == ["2027", "2028", "2029"]
    later = due("2028-03-01", "5个工作日")
    assert later.missing_years == (2028,)
    assert due("2028-12-28", "1个工作日").missing_years == (2029,)
    assert due("2028-12-24", "1个工作日").missing_years == (2029,)
    assert due("2028-12-22", "1个工作日").missing_years == (2028, 2029)
    # A Sunday that only the notice of 2028 could turn into a working day comes first.
    assert due("2028-12-23", "1个工作日").missing_years == (2028, 2029)
    # Presumably Thursday 23 December, but a special decision may take that day and the next, and then 2028 decides.
    assert due("2027-12-22", "1个工作日").missing_years == (2027, 2028)
    # Working days before and after two years that are certain.
    parts = due("2027-03-01", "5个工作日", extend=["2年", "5个工作日"]).missing_years
    assert (parts[0], parts[-1]) == (2027, 2029)
    # What lies before a term of months does not matter for the roll of its end.
    assert due("2026-12-01", "24个月", bearer="party").missing_years == (2028,)
    assert due("2027-01-20", "60个工作日", ahead=True).missing_years == (2027,)


def test_the_interval_ends_where_the_calendar_ends() -> None:
    with pytest.raises(CalendarError, match="2060"):
        due("2060-12-25", "10个工作日")
    with pytest.raises(CalendarError, match="2060"):
        due("2060-12-31", "1日", bearer="party")


def test_an_overlay_settles_what_was_provisional(china: WorkCalendar) -> None:
    before = china.announced_through(2025)
    term = due("2026-01-26", "20个工作日", calendar=before)
    assert term.provisional
    # The notice for 2026 as a file would state it.
    festivals = {
        "元旦": {"off": ["2026-01-01..2026-01-03"], "work": ["2026-01-04"]},
        "春节": {"off": ["2026-02-15..2026-02-23"], "work": ["2026-02-14", "2026-02-28"]},
        "清明节": {"off": ["2026-04-04..2026-04-06"]},
        "劳动节": {"off": ["2026-05-01..2026-05-05"], "work": ["2026-05-09"]},
        "端午节": {"off": ["2026-06-19..2026-06-21"]},
        "中秋节": {"off": ["2026-09-25..2026-09-27"]},
        "国庆节": {"off": ["2026-10-01..2026-10-07"], "work": ["2026-09-20", "2026-10-10"]},
    }
    after = before.with_overlay({"years": {2026: {"festivals": festivals}}})
    settled = due("2026-01-26", "20个工作日", calendar=after)
    assert not settled.provisional
    # 27-30 Jan 1-4, 2-6 Feb 5-9, 9-14 Feb 10-15 (14 is a make-up Saturday), 15-23 off, 24-27 Feb 16-19, 28 Feb
    # (make-up Saturday) 20.
    assert settled.date == date(2026, 2, 28)
    assert term.earliest <= settled.date <= term.latest
    assert settled.date == due("2026-01-26", "20个工作日", calendar=china).date


def test_presumed_days_are_marked_in_the_steps() -> None:
    term = due("2026-12-30", "3个工作日")
    reasons = [step.reason_zh for step in term.steps if step.first.year == 2027]
    assert reasons[0] == "推定休息日（2027年安排尚未公布）"
    assert "推定工作日（2027年安排尚未公布）" in reasons
    assert any(step.reason_en == "presumed working day (2027 not announced)" for step in term.steps)


def test_answers_beyond_the_frontier_are_remembered_but_not_without_end(
    china: WorkCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = china.announced_through(2025)
    # By name, because the package shows the function `due` under the name of the module.
    module = importlib.import_module("lawrules.days.due")
    monkeypatch.setattr(module, "_REMEMBERED", 3)
    start = date(2026, 5, 6).toordinal()
    asked = [(start + i, Period(n, unit), roll) for i in range(2) for n in (1, 2) for unit in (WD, ND) for roll in Roll]
    once = [due_day(fresh, day, period, roll=roll) for day, period, roll in asked]
    assert 0 < len(fresh._beyond_frontier) <= 3
    twice = [due_day(fresh, day, period, roll=roll) for day, period, roll in asked]
    assert once == twice
    apart = [due_day(china.announced_through(2025), day, period, roll=roll) for day, period, roll in asked]
    assert once == apart
    assert len({answer.latest for answer in once}) > 3
    beyond = (fresh, date(2026, 5, 6).toordinal(), Period(7, WD), Roll.NEVER)
    assert module._plain(*beyond) is module._plain(*beyond)


def test_what_a_notice_may_touch(china: WorkCalendar) -> None:
    def days(*texts: str) -> frozenset[int]:
        return frozenset(date.fromisoformat(text).toordinal() for text in texts)

    festivals = {date.fromordinal(f.last): f for f in Possibilities(china)._festivals}
    # 1 and 2 May 2027 are a weekend: nothing is fixed, two days are owed.
    labour = festivals[date(2027, 5, 16)]
    assert (labour.owed, labour.moved, labour.fixed) == (2, 2, frozenset())
    assert labour.may_rest == days(
        *(f"2027-04-{d}" for d in (26, 27, 28, 29, 30)), *(f"2027-05-0{d}" for d in (3, 4, 5, 6, 7))
    )
    assert labour.may_work == days(
        *(f"2027-04-{d}" for d in (17, 18, 24, 25)), *(f"2027-05-{d}" for d in ("08", "09", "15", "16"))
    )
    assert labour.first == date(2027, 4, 17).toordinal()
    # The notice decides from 25 December on, however far back its days could reach.
    new_year = festivals[date(2027, 1, 10)]
    assert (new_year.owed, new_year.moved, new_year.fixed) == (1, 2, days("2027-01-01"))
    assert new_year.may_rest == days(
        *(f"2026-12-{d}" for d in (25, 28, 29, 30, 31)), *(f"2027-01-0{d}" for d in (4, 5, 6, 7, 8))
    )
    assert new_year.first == date(2026, 12, 25).toordinal()
    assert new_year.may_work == days("2026-12-26", "2026-12-27", "2027-01-02", "2027-01-03", "2027-01-09", "2027-01-10")
    # In 2028 中秋节 falls on 3 October: one arrangement, four days owed.
    autumn = next(f for f in festivals.values() if date(2028, 10, 2).toordinal() in f.fixed)
    assert (autumn.owed, autumn.moved) == (4, 4)
    # New Year's Eve of the moon and the three days after it are one festival, however many names they have.
    spring = next(f for f in festivals.values() if date(2027, 2, 5).toordinal() in f.fixed)
    assert (spring.owed, spring.moved) == (4, 2)
    # Sunday 24 December 2023 belongs to the notice of 2023, and 25 December to the next one.
    of_2024 = Possibilities(china.announced_through(2023))._festivals[0]
    assert of_2024.first == date(2023, 12, 25).toordinal()


def bounds(calendar: WorkCalendar, *windows: tuple[str, str]) -> tuple[int, int]:
    """The fewest and the most working days of the stretches, first and last day included."""
    possible = Possibilities(calendar)
    spans = [(date.fromisoformat(a).toordinal(), date.fromisoformat(b).toordinal()) for a, b in windows]
    return possible.fewest(spans), possible.most(spans)


def test_what_is_announced_is_counted_once_and_is_certain(china: WorkCalendar) -> None:
    assert bounds(china, ("2024-01-08", "2024-01-14"), ("2024-01-15", "2024-01-19")) == (10, 10)
    # Up to 24 December 2026, a Thursday, the last known notice decides.
    assert bounds(china, ("2026-12-23", "2026-12-24")) == (2, 2)
    assert bounds(china, ("2026-12-21", "2026-12-22"), ("2026-12-24", "2026-12-24")) == (3, 3)


@pytest.mark.parametrize(
    ("first", "last", "fewest", "most"),
    [
        # Sunday 10 January is the last day that New Year may turn into a working day (its 14th day after), and one
        # weekend day may work for a special day off elsewhere: 5 + 1 + 1. Two weekdays may be granted: 5 - 2.
        ("2027-01-10", "2027-01-17", 3, 7),
        # Saturday 29 May is the first weekend day within a fortnight before the Dragon Boat Festival of 9 June.
        ("2027-05-22", "2027-05-29", 3, 7),
        # A day earlier, and a day later, no festival is near: five weekdays and one special decision.
        ("2027-01-11", "2027-01-17", 3, 6),
        ("2027-05-22", "2027-05-28", 3, 6),
    ],
)
def test_a_notice_reaches_as_far_as_notices_ever_did(
    china: WorkCalendar, first: str, last: str, fewest: int, most: int
) -> None:
    assert bounds(china, (first, last)) == (fewest, most)


def test_a_day_off_granted_on_a_local_rest_day_costs_nothing(china: WorkCalendar) -> None:
    # 1 and 2 May 2027 are a weekend, so two of the ten weekdays around them are off; one special decision may give a
    # weekend day back: 10 - 2 + 1.
    assert bounds(china, ("2027-04-26", "2027-05-09"))[1] == 9
    # Friday 7 May rests here anyway. If it is one of the two, only one more of the other nine is lost: 9 - 1 + 1.
    here = china.with_overlay({"local": {"地方节日": ["2027-05-07"]}})
    assert bounds(here, ("2027-04-26", "2027-05-09"))[1] == 9


def test_a_festival_moves_two_days_at_most_and_need_not_move_any(china: WorkCalendar) -> None:
    # All weekend days that New Year 2027 may turn into working days: none, or two of them and one by special decision.
    weekends = (("2026-12-26", "2026-12-27"), ("2027-01-02", "2027-01-03"), ("2027-01-09", "2027-01-10"))
    assert bounds(china, *weekends) == (0, 3)


def test_around_every_festival_there_are_weekdays_enough_to_bridge(china: WorkCalendar) -> None:
    for year in range(2007, 2027):
        for festival in Possibilities(china.announced_through(year))._festivals:
            assert festival.owed - len(festival.fixed) >= 0
            assert festival.owed - len(festival.fixed) + festival.moved <= len(festival.may_rest)


@pytest.mark.parametrize(
    ("first", "most"),
    [
        # To 31 December 2027 there are 266 weekdays. The thirteen statutory days of 2027 lie within: -13. New Year 2028
        # may have two of these weekend days worked for days off after it: +2. One special decision of the notice of
        # 2028, whose day off lies beyond the end: +1. What comes before 25 December 2026 is settled.
        ("2026-12-25", 266 - 13 + 2 + 1),
        # A weekday less, and now a day off on 25 December lies outside: New Year 2027 may swap it against a weekend day
        # within (+1), and so may a special decision of that year (+1).
        ("2026-12-26", 265 - 13 + 1 + 2 + 2),
    ],
)
def test_only_what_is_still_open_outside_can_add_a_day_inside(china: WorkCalendar, first: str, most: int) -> None:
    assert bounds(china, (first, "2027-12-31"))[1] == most
