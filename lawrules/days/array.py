"""The same two lists as numpy tables: a whole column of dates at a time. The only module that needs numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lawrules.days.errors import CalendarError

if TYPE_CHECKING:
    from lawrules.days.work_calendar import WorkCalendar

_EPOCH = 719_163
"""1970-01-01, the zero of `datetime64`, as an ordinal."""


class ArrayIndex:
    """The announced part of a calendar as tables. Read-only after construction."""

    def __init__(self, calendar: WorkCalendar) -> None:
        index = calendar._index
        size = len(calendar._upto)
        self._zero = index.first - _EPOCH
        self._upto = np.array(calendar._upto, dtype=np.int32)
        self._below = np.array(calendar._below, dtype=np.int32)
        self._days = (np.array(index.days[: calendar._upto[-1]], dtype=np.int64) - _EPOCH).view("datetime64[D]")
        self._span = f"{calendar._dates[0].year}-01-01..{calendar.announced_until}"
        self._size = size

    def add(self, dates: npt.ArrayLike, n: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
        """`WorkCalendar.add_working_days` element by element; `dates` and `n` broadcast."""
        day = np.asarray(dates, dtype="datetime64[D]")
        count = np.asarray(n)
        if count.dtype.kind not in "iu":
            raise CalendarError("工作日数必须是整数", "the number of working days must be whole")
        if day.size == 0 or count.size == 0:
            return np.empty(np.broadcast_shapes(day.shape, count.shape), dtype="datetime64[D]")
        at = day.view(np.int64) - self._zero
        # As unsigned numbers, dates before the first day and NaT (the smallest int64) are huge: one test for all.
        if at.view(np.uint64).max() >= self._size:
            raise self._outside()
        if count.ndim == 0:
            one = int(count)
            if abs(one) > self._size:
                raise self._outside()
            k: npt.NDArray[Any] = np.asarray(self._upto[at] + (one - 1) if one > 0 else self._below[at] + one)
        else:
            wide = count.astype(np.int64)
            k = np.asarray(np.where(wide > 0, self._upto[at] - 1, self._below[at]) + wide)
        if k.min() < 0 or k.max() >= self._days.size:
            raise self._outside()
        result: npt.NDArray[np.datetime64] = self._days[k]
        return result

    def _outside(self) -> CalendarError:
        return CalendarError(
            f"有日期或结果超出已公布的年份（{self._span}）",
            f"a date or a result lies outside the announced years ({self._span})",
        )
