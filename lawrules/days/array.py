"""The same two lists as numpy tables: a whole column of dates at a time. The only module that needs numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lawrules.days.errors import CalendarError
from lawrules.days.notice import FIRST_YEAR

if TYPE_CHECKING:
    from lawrules.days.work_calendar import WorkCalendar

_EPOCH = 719_163
"""1970-01-01, the zero of `datetime64`, as an ordinal."""

_TABLES = 64
"""How many numbers of working days have a table of their own at a time."""

_BLOCK = 16_384
"""How many dates are handled at a time: few enough to stay in the processor's cache."""

Dates = npt.NDArray[np.datetime64]


class ArrayIndex:
    """The announced part of a calendar as tables.

    For one number n all answers are a table over the start days, made once in some microseconds; a column is then one
    subtraction, one test and one gather.
    """

    def __init__(self, calendar: WorkCalendar) -> None:
        index = calendar._index
        self._size = len(calendar._upto)
        self._zero = index.first - _EPOCH
        self._upto = np.array(calendar._upto, dtype=np.int64)
        self._below = np.array(calendar._below, dtype=np.int64)
        self._days = (np.array(index.days[: calendar._upto[-1]], dtype=np.int64) - _EPOCH).view("datetime64[D]")
        self._span = f"{FIRST_YEAR}-01-01..{calendar.announced_until}"
        self._tables: dict[int, tuple[int, Dates]] = {}

    def add(self, dates: npt.ArrayLike, n: npt.ArrayLike) -> Dates:
        """`WorkCalendar.add_working_days` element by element; `dates` and `n` broadcast."""
        day = np.asarray(dates, dtype="datetime64[D]")
        count = np.asarray(n)
        if count.dtype.kind not in "iu":
            raise CalendarError("工作日数必须是整数", "the number of working days must be whole")
        if day.size == 0 or count.size == 0:
            return np.empty(np.broadcast_shapes(day.shape, count.shape), dtype="datetime64[D]")
        if count.ndim == 0:
            return self._gather(day, *self._table(int(count)))
        at = day.view(np.int64) - self._zero
        self._within(at, self._size)
        wide = count.astype(np.int64)
        k = np.asarray(np.where(wide > 0, self._upto[at] - 1, self._below[at]) + wide)
        self._within(k, self._days.size)
        return np.asarray(self._days[k])

    def _gather(self, day: Dates, first: int, table: Dates) -> Dates:
        """`table[day - first]`, block by block: a fresh array as long as the column would cost five times the rest."""
        flat = day.ravel().view(np.int64)
        result = np.empty(flat.size, dtype="datetime64[D]")
        block = np.empty(min(_BLOCK, flat.size), dtype=np.int64)
        for begin in range(0, flat.size, _BLOCK):
            part = flat[begin : begin + _BLOCK]
            at = block[: part.size]
            np.subtract(part, first, out=at)
            self._within(at, table.size)
            # Checked just now; `clip` spares numpy a second check and a copy of its output.
            table.take(at, out=result[begin : begin + part.size], mode="clip")
        return result.reshape(day.shape)

    def _table(self, n: int) -> tuple[int, Dates]:
        """The first start day that has an answer for `n` (days since 1970), and the answers from there on."""
        found = self._tables.get(n)
        if found is None:
            # Clipped, so that no number overflows; beyond the calendar's length there is no answer anyway.
            clipped = max(min(n, self._size), -self._size)
            k = self._upto + (clipped - 1) if n > 0 else self._below + clipped
            answered = np.flatnonzero((k >= 0) & (k < self._days.size))
            first = int(answered[0]) if answered.size else 0
            found = (self._zero + first, self._days[k[answered]])
            if len(self._tables) >= _TABLES:
                self._tables.clear()
            self._tables[n] = found
        return found

    def _within(self, at: npt.NDArray[Any], size: int) -> None:
        # As unsigned numbers, what lies before the first day, and NaT (the smallest int64), are huge: one test for all.
        if at.view(np.uint64).max() >= size:
            raise CalendarError(
                f"有日期或结果超出已公布的年份（{self._span}）",
                f"a date or a result lies outside the announced years ({self._span})",
            )
