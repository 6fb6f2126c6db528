"""Counting along a calendar: working days, natural days, months, each with excluded spans left out.

A `Counter` counts on the presumed calendar (which is the announced one up to the frontier). A `BoundCounter` counts on
the lawful calendar that has the most, or the fewest, working days in the stretch at hand. Days are ordinals.
"""

from __future__ import annotations

import calendar as _gregorian
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lawrules.days.errors import CalendarError, PeriodError
from lawrules.days.notice import LAST_DAY
from lawrules.days.period import Period, Unit
from lawrules.days.possible import Possibilities
from lawrules.days.spans import Span, without

if TYPE_CHECKING:
    from lawrules.days.work_calendar import WorkCalendar

_MAX = date.max.toordinal()
_DAY = Unit.DAY


class Counter:
    """Counts working days on the presumed calendar and notes which unannounced days it had to look at."""

    def __init__(self, cal: WorkCalendar) -> None:
        self.cal = cal
        self.open: Span | None = None
        """The first and the last unannounced day that mattered, or None."""

    def nth(self, start: int, n: int, spans: Sequence[Span]) -> int:
        """The n-th working day after `start` (n < 0: before it) outside the united `spans`."""
        cal = self.cal
        day = start
        if n > 0:
            for first, last in spans:
                if last <= day:
                    continue
                if cal.nth_working(day, n) < first:
                    break
                n -= cal.count_working(day + 1, first - 1)
                day = last
        else:
            for first, last in reversed(spans):
                if first >= day:
                    continue
                if cal.nth_working(day, n) > last:
                    break
                n += cal.count_working(last + 1, day - 1)
                day = first
        day = cal.nth_working(day, n)
        self.saw(min(start + 1, day), max(start - 1, day))
        return day

    def roll(self, day: int) -> int:
        """`day` when it works, else the next working day."""
        rolled = self.cal.next_working(day)
        self.saw(day, rolled)
        return rolled

    def saw(self, first: int, last: int) -> None:
        """Note that the result depends on what the days first..last are."""
        first = max(first, self.cal._certain + 1)
        if first <= last:
            self.open = (first, last) if self.open is None else (min(first, self.open[0]), max(last, self.open[1]))


class BoundCounter(Counter):
    """Counts on whichever lawful calendar has the most working days in the stretch at hand, or the fewest."""

    def __init__(self, cal: WorkCalendar, least: bool) -> None:
        super().__init__(cal)
        possible: Possibilities | None = cal._lazy.get("possible")
        if possible is None:
            possible = cal._lazy["possible"] = Possibilities(cal)
        self._bound = possible.fewest if least else possible.most

    def nth(self, start: int, n: int, spans: Sequence[Span]) -> int:
        bound = self._bound
        wanted = abs(n)
        reach = wanted
        while True:
            first, last = (start + 1, start + reach) if n > 0 else (start - reach, start - 1)
            if last > LAST_DAY:
                raise self.cal._index.outside(start, n)
            short = wanted - bound(without(first, last, spans))
            if short <= 0:
                break
            # A day adds at most one working day, so this can never jump past the first day that suffices.
            reach += short
        day = last if n > 0 else first
        self.saw(first, last)
        return day

    def roll(self, day: int) -> int:
        return self.nth(day - 1, 1, ())


def forward(counter: Counter, start: int, period: Period, spans: Sequence[Span]) -> int:
    """The end, before any roll, of a term that starts on `start`; the united `spans` are left out (P-14)."""
    if period.unit is Unit.WORKING_DAY:
        return counter.nth(start, period.count, spans)
    if not spans:
        return natural_end(start, period)
    # A month's length is fixed by its dates; the days of the span are then left out of that many days.
    return nth_natural(start, natural_end(start, period) - start, spans)


def backward(counter: Counter, event: int, period: Period, spans: Sequence[Span]) -> int:
    """The latest day for a notice that leaves `period` clear days before `event` (P-11, strict reading)."""
    # One more than the clear days: the notice goes out on a day of its own before them.
    if period.unit is Unit.WORKING_DAY:
        return counter.nth(event, -(period.count + 1), spans)
    if period.unit is Unit.SAME_DAY:
        return event
    length = period.count if period.unit is Unit.DAY else event - add_months(event, -months_of(period))
    return nth_natural(event, -(length + 1), spans)


def natural_end(start: int, period: Period) -> int:
    """The end of a term of natural days, months or years, or of `same day`. Raises `PeriodError` for other units."""
    unit = period.unit
    if unit is _DAY:
        end = start + period.count
        if end > _MAX:
            raise after_9999()
        return end
    if unit is Unit.SAME_DAY:
        return start
    return add_months(start, months_of(period))


def after_9999() -> CalendarError:
    """The error for a term that leaves the range of dates."""
    return CalendarError("期限超出公元 1 至 9999 年", "the term ends outside the years 1 to 9999")


def months_of(period: Period) -> int:
    """The length of a month or year term in months. Raises `PeriodError` for units that are no number of months."""
    if period.unit is Unit.MONTH:
        return period.count
    if period.unit is Unit.YEAR:
        return 12 * period.count
    if period.is_open:
        raise PeriodError(f"`{period}` 没有确定的期限，无法计算", f"`{period.text('en')}` has no number to count")
    raise PeriodError(f"`{period}` 从时刻起算，请用 due()", f"`{period.text('en')}` runs from a moment: use due()")


def add_months(day: int, months: int) -> int:
    """The corresponding date `months` later (earlier if negative), or that month's last day if there is none (P-04)."""
    d = date.fromordinal(day)
    year, month = divmod(d.year * 12 + d.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise after_9999()
    return date(year, month + 1, min(d.day, _gregorian.monthrange(year, month + 1)[1])).toordinal()


def nth_natural(start: int, n: int, spans: Sequence[Span]) -> int:
    """The n-th day after `start` (before it for n < 0) that lies in none of the united `spans`."""
    if n < 0:
        return -nth_natural(-start, -n, [(-last, -first) for first, last in reversed(spans)])
    for first, last in spans:
        if last <= start:
            continue
        clear = max(0, first - start - 1)
        if n <= clear:
            break
        n -= clear
        start = last
    return start + n
