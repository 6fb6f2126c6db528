"""The working-day calendar: what a day is, which day is the n-th, and why.

Up to the frontier, the end of the last announced year, it answers. Beyond it nobody knows: the methods that take dates
raise `UnannouncedError`, and `due` gives the earliest and the latest lawful result.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from lawrules.days.errors import CalendarError, UnannouncedError
from lawrules.days.index import DayIndex
from lawrules.days.notice import (
    FIRST_DAY,
    FIRST_YEAR,
    LAST_DAY,
    DayKind,
    Notice,
    break_name,
    in_english,
    is_weekend,
    notice_title,
    presumed_rest,
    uncertain_from,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from lawrules.days.overlay import Overlay


class WorkCalendar:
    """Which days are working days, 2007-01-01 to the end of the last announced year. Immutable, hashable, thread-safe.

    A working day is neither an ordinary weekend nor a day off of the yearly arrangement; weekend days that the
    arrangement turns into working days count (P-03). Equality and hash go by `fingerprint`.

    Two levels: methods that take `date` answer only from announced arrangements and raise `CalendarError` outside
    2007 and `UnannouncedError` beyond the frontier. Methods that take ordinals (`date.toordinal()`) are for engines:
    they run on to 2060, presuming that an unannounced year rests on its weekends and statutory days alone (those
    on a weekend made up on the next weekday). Whoever uses them beyond `certain_until` must say that the result is
    provisional; `due_day` does.
    """

    __slots__ = (
        "_announced",
        "_below",
        "_beyond_frontier",
        "_certain",
        "_dates",
        "_fingerprint",
        "_index",
        "_lazy",
        "_local",
        "_notices",
        "_off",
        "_ops",
        "_statutory",
        "_upto",
        "_work",
        "next_working",
        "nth_working",
        "prev_working",
        "works",
    )

    _built_in: ClassVar[WorkCalendar | None] = None

    # Bound methods of the index: a call less for engines, which ask these thousands of times per case.
    works: Callable[[int], bool]
    """Whether the ordinal is a working day."""
    nth_working: Callable[[int, int], int]
    """`add_working_days` on ordinals: `nth_working(day, n)`."""
    next_working: Callable[[int], int]
    """The first working day on or after the ordinal."""
    prev_working: Callable[[int], int]
    """The last working day on or before the ordinal."""

    def __init__(
        self,
        notices: Mapping[int, Notice],
        statutory: Mapping[int, str],
        local: Mapping[int, str],
        ops: tuple[tuple[str, Any], ...] = (),
    ) -> None:
        """Private: calendars come from `china()`, `with_overlay` and `announced_through`."""
        announced = FIRST_YEAR
        while announced + 1 in notices:
            announced += 1
        known = [notices[year] for year in range(FIRST_YEAR, announced + 1)]
        self._notices = dict(notices)
        self._statutory = dict(statutory)
        self._local = dict(local)
        self._ops = ops
        self._announced = announced
        self._off = {day: name for notice in known for day, name in notice.off}
        self._work = {day: name for notice in known for day, name in notice.work}
        self._certain = uncertain_from(announced) - 1
        unknown = {day: name for day, name in statutory.items() if day > self._certain}
        rest = [*self._off, *self._local, *presumed_rest(unknown)]
        # A local rest day beats a national make-up day: the prefecture's own festival is a day off there.
        self._index = DayIndex(FIRST_DAY, LAST_DAY, rest, self._work.keys() - self._local.keys())
        # What the date level may answer: the same lists, cut off at the end of the last announced year.
        size = date(announced, 12, 31).toordinal() - FIRST_DAY + 1
        self._upto = self._index.before[1 : size + 1]
        self._below = self._index.before[:size]
        self._dates = list(map(date.fromordinal, self._index.days[: self._upto[-1]]))
        self._fingerprint: str | None = None
        self._lazy: dict[str, Any] = {}
        self._beyond_frontier: dict[tuple[int, int, str, str], tuple[int, int, bool, int, int, tuple[int, ...]]] = {}
        self.works = self._index.works
        self.nth_working = self._index.nth
        self.next_working = self._index.at_or_after
        self.prev_working = self._index.at_or_before

    # -- where calendars come from ------------------------------------------------------------------------------------

    @classmethod
    def china(cls) -> WorkCalendar:
        """The built-in calendar of the whole country: every announced arrangement, no local holidays. Cached."""
        if WorkCalendar._built_in is None:
            from lawrules.days.china import built_in

            WorkCalendar._built_in = built_in()
        return WorkCalendar._built_in

    def with_overlay(self, source: str | Path | Mapping[str, Any]) -> WorkCalendar:
        """This calendar with a newly announced year, a corrected year or local rest days (format: docs/deadlines.md).

        `source` is the path of an overlay file, or its content as a mapping. A year given in it replaces the whole
        year. Raises `CalendarError` that lists every fault of the overlay.
        """
        from lawrules.days.overlay import read_overlay

        overlay = read_overlay(source, self)
        return self._with(overlay) if overlay.notices or overlay.local else self

    def _with(self, overlay: Overlay) -> WorkCalendar:
        notices = {**self._notices, **{notice.year: notice for notice in overlay.notices}}
        local = {**self._local, **dict(overlay.local)}
        return WorkCalendar(notices, self._statutory, local, (*self._ops, ("overlay", overlay)))

    def announced_through(self, year: int) -> WorkCalendar:
        """This calendar as it stood when `year` was the last announced year: later notices are withheld.

        For replays of the past and for tests. Raises `CalendarError` for a year that has no notice.
        """
        if not FIRST_YEAR <= year <= self._announced:
            raise CalendarError(
                f"{year} 年不在已公布的年份之内（{FIRST_YEAR} 至 {self._announced}）",
                f"{year} is not an announced year ({FIRST_YEAR} to {self._announced})",
            )
        if year == self._announced:
            return self
        notices = {key: notice for key, notice in self._notices.items() if key <= year}
        return WorkCalendar(notices, self._statutory, self._local, (*self._ops, ("through", year)))

    # -- the date level -----------------------------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a working day: no weekend and no day off, or a make-up day (P-03).

        Raises `CalendarError` before 2007, `UnannouncedError` beyond `announced_until`.
        """
        i = day.toordinal() - FIRST_DAY
        try:
            if i >= 0:
                return self._upto[i] > self._below[i]
        except IndexError:
            pass
        raise self._beyond(day)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is itself not counted (P-01, P-02); before it for n < 0.

        For n == 0: `day` itself when it works, else the next working day. Raises as `is_working_day`, also when the
        result lies beyond the announced years.
        """
        i = day.toordinal() - FIRST_DAY
        try:
            if i >= 0:
                k = self._upto[i] + n - 1 if n > 0 else self._below[i] + n
                if k >= 0:
                    return self._dates[k]
        except IndexError:
            pass
        raise self._beyond(day, n)

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie in (a, b]: `a` is not counted, `b` is. Negative, mirrored, when b < a.

        Raises as `is_working_day`.
        """
        i = a.toordinal() - FIRST_DAY
        j = b.toordinal() - FIRST_DAY
        try:
            if i >= 0 and j >= 0:
                return self._upto[j] - self._upto[i]
        except IndexError:
            pass
        raise self._beyond(max(a, b) if min(i, j) >= 0 else min(a, b))

    def next_working_day(self, day: date) -> date:
        """`day` itself when it works, else the first working day after it. Raises as `is_working_day`."""
        return self.add_working_days(day, 0)

    def kind(self, day: date) -> DayKind:
        """Why `day` works or rests, as a `DayKind`. Raises as `is_working_day`."""
        works = self.is_working_day(day)
        o = day.toordinal()
        if works:
            return DayKind.MAKE_UP if is_weekend(o) else DayKind.WORKING
        if o in self._off:
            return DayKind.HOLIDAY
        if o in self._local:
            return DayKind.LOCAL_HOLIDAY
        return DayKind.WEEKEND

    def describe(self, day: date, lang: str = "zh") -> str:
        """Why `day` works or rests, in words: `周末`, `国庆节`, `调休上班（国庆节）`, `地方假日 火把节`, `工作日`.

        Beyond the announced years it says that the arrangement is not announced. Raises `CalendarError` before 2007.
        """
        o = day.toordinal()
        english = lang == "en"
        if not FIRST_DAY <= o <= LAST_DAY:
            raise self._beyond(day)
        if o - FIRST_DAY >= len(self._upto):
            named = self._statutory.get(o)
            if named is not None:
                return in_english(named) if english else named
            return f"{day.year}: arrangement not announced" if english else f"{day.year}年放假安排尚未公布"
        kind = self.kind(day)
        label = kind.label(lang)
        if kind is DayKind.HOLIDAY:
            return in_english(self._off[o]) if english else self._off[o]
        if kind is DayKind.LOCAL_HOLIDAY:
            return f"{label} {self._local[o]}"
        name = self._work[o] if kind is DayKind.MAKE_UP else self._break_around(o) if is_weekend(o) else ""
        if not name:
            return label
        return f"{label} ({in_english(name)})" if english else f"{label}（{name}）"

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether `day` is one of the statutory days themselves: 10 a year in 2007, 11 from 2008, 13 from 2025.

        This is the narrow reading of 法定节假日 (D-03): bridged days, made-up days and weekends are not among them.
        The law fixes these days, so unannounced years answer too (to 2060). Raises `CalendarError` outside 2007-2060.
        """
        o = day.toordinal()
        if not FIRST_DAY <= o <= LAST_DAY:
            raise self._beyond(day)
        return o in self._statutory

    @property
    def announced_until(self) -> date:
        """The last day of the last announced year; years after a gap do not count."""
        return date(self._announced, 12, 31)

    @property
    def certain_until(self) -> date:
        """The last day that no future notice may change: 24 December of the last announced year."""
        return date.fromordinal(self._certain)

    def statutory_days(self, year: int) -> list[tuple[int, str]]:
        """The statutory days of `year` as (ordinal, name), in order; a day of two festivals names both."""
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        return [(day, name) for day, name in self._statutory.items() if first <= day <= last]

    # -- the ordinal level --------------------------------------------------------------------------------------------

    def statutory(self, o: int) -> bool:
        """`is_statutory_holiday` on an ordinal; False outside the calendar."""
        return o in self._statutory

    @property
    def certain_ordinal(self) -> int:
        """`certain_until` as an ordinal."""
        return self._certain

    def count_working(self, first: int, last: int) -> int:
        """How many working days lie in first..last, both included. Raises `CalendarError` outside 2007-2060."""
        return self._index.count(first, last)

    # -- many dates at once -------------------------------------------------------------------------------------------

    def add_working_days_array(self, dates: npt.ArrayLike, n: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
        """`add_working_days` for an array of numpy dates and a number or an array of numbers. Needs numpy.

        Raises `CalendarError` when any date or any result lies outside the announced years.
        """
        from lawrules.days.array import ArrayIndex

        table = self._lazy.get("array")
        if table is None:
            table = self._lazy["array"] = ArrayIndex(self)
        result: npt.NDArray[np.datetime64] = table.add(dates, n)
        return result

    # -- identity -----------------------------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """A hash of the content (16 hexadecimal digits): equal calendars have equal fingerprints in every process."""
        if self._fingerprint is None:
            years = {year: [notice.off, notice.work] for year, notice in sorted(self._notices.items())}
            content = [self._announced, years, sorted(self._statutory.items()), sorted(self._local.items())]
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            self._fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
        return self._fingerprint

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkCalendar):
            return NotImplemented
        return self is other or self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __reduce__(self) -> tuple[Any, ...]:
        # By name, not by content: the other process has the same facts, and a pickle stays a few dozen bytes.
        return (replay, (self._ops,))

    def __repr__(self) -> str:
        extra = f", {len(self._local)} local days" if self._local else ""
        return f"<WorkCalendar {FIRST_YEAR}-{self._announced}{extra}, {self.fingerprint}>"

    # -- helpers ------------------------------------------------------------------------------------------------------

    def _break_around(self, o: int) -> str:
        """The festivals of the break that the weekend day `o` is part of, or an empty text."""
        return break_name(o, self._off, lambda day: FIRST_DAY <= day <= LAST_DAY and not self.works(day))

    def _beyond(self, day: date, n: int = 0) -> CalendarError:
        """The error for `n` working days from `day`: before the first year, or beyond the announced ones."""
        o = day.toordinal()
        if o < FIRST_DAY or (n < 0 and o - FIRST_DAY < len(self._upto)) or o > LAST_DAY:
            return self._index.outside(o, n)
        missing = self._announced + 1
        return UnannouncedError(
            f"从 {day:%Y-%m-%d} 起的结果取决于尚未公布的《{notice_title(missing)}》；"
            "可用 due() 求最早与最晚日期，或用 with_overlay() 补充该年安排",
            f"the answer from {day:%Y-%m-%d} depends on {notice_title(missing, 'en')}, which is not known; "
            "due() gives the earliest and the latest day, with_overlay() adds the notice",
            missing,
        )


@functools.lru_cache(maxsize=64)
def replay(ops: tuple[tuple[str, Any], ...]) -> WorkCalendar:
    """Rebuild a calendar from what was done to the built-in one (the counterpart of pickling)."""
    calendar = WorkCalendar.china()
    for name, argument in ops:
        calendar = calendar._with(argument) if name == "overlay" else calendar.announced_through(argument)
    return calendar
