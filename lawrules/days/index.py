"""Counting days in constant time.

Two lists answer every question about working days: how many working days lie before each day, and which day is the
k-th working day. A count is then a difference and a term is two reads, whatever its length.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import accumulate, compress

from lawrules.days.errors import CalendarError


class DayIndex:
    """Which days of a fixed range work. Days are ordinals (`date.toordinal()`); the range is first..last inclusive.

    Never changed after construction, so it may be shared between threads. Outside the range every method raises
    `CalendarError`.
    """

    __slots__ = ("before", "days", "first", "last")

    def __init__(self, first: int, last: int, rest: Iterable[int], work: Iterable[int]) -> None:
        """`rest` are days off besides Saturdays and Sundays, `work` are the weekend days that work; `work` wins."""
        size = last - first + 1
        # Ordinal 1 was a Monday, so (ordinal - 1) % 7 is 5 on a Saturday and 6 on a Sunday.
        week = [1, 1, 1, 1, 1, 0, 0]
        shift = (first - 1) % 7
        works = ((week[shift:] + week[:shift]) * (size // 7 + 1))[:size]
        for day in rest:
            if first <= day <= last:
                works[day - first] = 0
        for day in work:
            if first <= day <= last:
                works[day - first] = 1
        self.first = first
        self.last = last
        self.days: list[int] = list(compress(range(first, last + 1), works))
        self.before: list[int] = list(accumulate(works, initial=0))

    def works(self, day: int) -> bool:
        """Whether `day` is a working day."""
        i = day - self.first
        try:
            if i >= 0:
                return self.before[i + 1] > self.before[i]
        except IndexError:
            pass
        raise self.outside(day)

    def nth(self, day: int, n: int) -> int:
        """The n-th working day after `day` (before it for n < 0); for n == 0 the first one on or after it."""
        i = day - self.first
        try:
            if i >= 0:
                k = self.before[i + 1] + n - 1 if n > 0 else self.before[i] + n
                if k >= 0:
                    return self.days[k]
        except IndexError:
            pass
        raise self.outside(day, n)

    def at_or_after(self, day: int) -> int:
        """The first working day that is `day` or later."""
        i = day - self.first
        try:
            if i >= 0:
                return self.days[self.before[i]]
        except IndexError:
            pass
        raise self.outside(day)

    def at_or_before(self, day: int) -> int:
        """The last working day that is `day` or earlier."""
        i = day - self.first
        try:
            if i >= 0:
                k = self.before[i + 1] - 1
                if k >= 0:
                    return self.days[k]
        except IndexError:
            pass
        raise self.outside(day)

    def count(self, first: int, last: int) -> int:
        """How many working days lie in first..last, both included; 0 when last < first."""
        if last < first:
            return 0
        i = first - self.first
        try:
            if i >= 0:
                return self.before[last - self.first + 1] - self.before[i]
        except IndexError:
            pass
        raise self.outside(first if i < 0 else last)

    def outside(self, day: int, n: int = 0) -> CalendarError:
        """The error for a question that leads out of the range: `day` itself, or `n` working days from it."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        if self.first <= day <= self.last:
            what = date.fromordinal(day).isoformat()
            zh, en = f"从 {what} 起数 {n} 个工作日", f"{n} working days from {what}"
            if n == 0:
                zh, en = f"{what} 附近的工作日", f"the working day next to {what}"
        else:
            what = date.fromordinal(day).isoformat() if 0 < day <= date.max.toordinal() else str(day)
            zh, en = what, what
        return CalendarError(
            f"{zh} 超出日历范围（{first} 至 {last}）", f"{en}: outside the calendar ({first} to {last})"
        )
