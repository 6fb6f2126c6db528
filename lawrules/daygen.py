"""Hypothesis strategies for days, periods and calendars; public as `lawrules.testing.dates` and the like.

They lean towards the days on which deadlines go wrong, and shrink to short working-day periods and to the built-in
calendar, so that a failing example reads like a case.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from lawrules.days import Period, Unit, WorkCalendar

_LONGEST = {
    Unit.MINUTE: 10_000,
    Unit.HOUR: 1_000,
    Unit.DAY: 400,
    Unit.WORKING_DAY: 250,
    Unit.MONTH: 36,
    Unit.YEAR: 20,
}
_WORDS = (Unit.SAME_DAY, Unit.PROMPTLY, Unit.IMMEDIATELY)
_DAY_UNITS = (Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.YEAR)


def dates(
    min_value: date = date(2007, 1, 1), max_value: date | None = None, *, calendar: WorkCalendar | None = None
) -> st.SearchStrategy[date]:
    """Days from `min_value` to `max_value` (default: the end of the announced years of `calendar`).

    Most of them lie at holidays, make-up days, month ends and the days around them, or at leap days and year ends: the
    days on which counting goes wrong. Shrinks to an ordinary day early in the range.
    """
    cal = WorkCalendar.china() if calendar is None else calendar
    last = cal.announced_until if max_value is None else max_value
    if min_value > last:
        raise ValueError(f"no dates from {min_value} to {last}")
    anywhere = st.dates(min_value, last)
    edges = [day for day in _edge_days(cal) if min_value <= day <= last]
    rare = [day for day in edges if (day.month, day.day) in ((2, 29), (12, 31), (1, 1))]
    return st.one_of([anywhere, *(st.sampled_from(days) for days in (edges, rare) if days)])


def periods(units: Sequence[Unit] = _DAY_UNITS, max_count: int | None = None) -> st.SearchStrategy[Period]:
    """Periods of the given units: by default those that end on a day. `max_count` bounds the number further."""
    choices: list[st.SearchStrategy[Period]] = []
    for unit in units:
        if unit in _WORDS:
            choices.append(st.just(Period(0, unit)))
        else:
            longest = _LONGEST[unit] if max_count is None else min(max_count, _LONGEST[unit])
            choices.append(st.builds(Period, st.integers(1, longest), st.just(unit)))
    return st.one_of(choices)


def calendars() -> st.SearchStrategy[WorkCalendar]:
    """The built-in calendar, the same as it stood in an earlier year, and the same with local rest days."""
    china = WorkCalendar.china()
    return st.one_of(
        st.just(china),
        st.integers(2007, china.announced_until.year).map(china.announced_through),
        st.lists(dates(max_value=china.announced_until), min_size=1, max_size=3, unique=True).map(_with_local),
    )


def _with_local(days: Sequence[date]) -> WorkCalendar:
    return WorkCalendar.china().with_overlay({"local": {"地方节日": [day.isoformat() for day in days]}})


@functools.lru_cache(maxsize=8)
def _edge_days(cal: WorkCalendar) -> tuple[date, ...]:
    """The days where the calendar changes its mind, and their neighbours."""
    first, last = date(2007, 1, 1), cal.announced_until
    found = set()
    day = first
    while day <= last:
        odd = cal.is_working_day(day) != (day.weekday() < 5) or cal.is_statutory_holiday(day)
        tomorrow = day + timedelta(days=1)
        if odd or tomorrow.day == 1 or (day.month, day.day) == (2, 29):
            found |= {day - timedelta(days=1), day, tomorrow}
        day = tomorrow
    return tuple(sorted(day for day in found if first <= day <= last))
