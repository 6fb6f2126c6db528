"""The strategies for adopters: what they give, and that failures shrink to something readable."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import find, given, settings

from lawrules.days import Period, Unit, WorkCalendar
from lawrules.testing import calendars, dates, periods


@given(dates())
def test_dates_lie_in_the_announced_years(day: date) -> None:
    assert date(2007, 1, 1) <= day <= WorkCalendar.china().announced_until


@given(dates(date(2024, 9, 1), date(2024, 9, 30)))
def test_dates_keep_their_bounds(day: date) -> None:
    assert (day.year, day.month) == (2024, 9)


def test_dates_reach_the_odd_days_quickly() -> None:
    china = WorkCalendar.china()
    quick = settings(max_examples=300, database=None)
    assert find(dates(), lambda day: china.is_working_day(day) and day.weekday() >= 5, settings=quick)
    assert find(dates(), lambda day: (day.month, day.day) == (2, 29), settings=quick)
    assert find(dates(), lambda day: (day.month, day.day) == (12, 31), settings=quick)
    assert find(dates(), china.is_statutory_holiday, settings=quick)


def test_a_range_without_odd_days_still_has_dates() -> None:
    assert find(dates(date(2024, 7, 9), date(2024, 7, 11)), lambda _: True) == date(2024, 7, 9)
    with pytest.raises(ValueError, match="no dates"):
        dates(date(2024, 7, 11), date(2024, 7, 9))


def test_periods_shrink_to_one_working_day() -> None:
    assert find(periods(), lambda _: True) == Period(1, Unit.WORKING_DAY)
    assert find(periods(), lambda period: period.count > 9) == Period(10, Unit.WORKING_DAY)
    assert (
        repr(find(periods(), lambda period: period.unit is Unit.MONTH)) == "Period(count=1, unit=<Unit.MONTH: 'month'>)"
    )


@given(periods((Unit.YEAR, Unit.SAME_DAY), 50))
def test_periods_keep_to_their_units_and_to_sensible_lengths(period: Period) -> None:
    assert period.unit in (Unit.YEAR, Unit.SAME_DAY)
    assert period.count <= 20


def test_calendars_shrink_to_the_built_in_one() -> None:
    china = WorkCalendar.china()
    assert find(calendars(), lambda _: True) is china
    assert find(calendars(), lambda cal: cal.announced_until < china.announced_until).announced_until.year == 2007
    local = find(calendars(), lambda cal: len(cal._local) > 0)
    assert len(local._local) == 1


@given(dates(calendar=WorkCalendar.china().announced_through(2009)))
def test_dates_follow_the_frontier_of_their_calendar(day: date) -> None:
    assert day <= date(2009, 12, 31)
