"""The same rules once more, as a walk along a wall calendar: slow, and meant to be read aloud.

Nothing here uses the index, `holidays`, or any arithmetic beyond "the next day" and "the day before". It is the
yardstick for the fast implementations (tests and `scripts/deadlines_exhaustive.py` compare them day by day), and it is
what a lawyer should check. The rules P-01 … P-15 are those of docs/deadlines.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from lawrules.days.due import Roll
from lawrules.days.period import Period, Unit
from lawrules.records import dataclass

_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6

Stretch = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class WallCalendar:
    """What hangs on the wall: the days off and the make-up days of all notices, and the statutory days."""

    off: frozenset[date]
    work: frozenset[date]
    statutory: frozenset[date] = frozenset()

    @classmethod
    def of_years(
        cls, years: Mapping[str, Mapping[str, Sequence[str]]], statutory: Collection[date] = ()
    ) -> WallCalendar:
        """From `{"2024": {"off": [ISO dates], "work": [ISO dates]}, …}`."""

        def days(key: str) -> frozenset[date]:
            return frozenset(date.fromisoformat(day) for year in years.values() for day in year[key])

        return cls(days("off"), days("work"), frozenset(statutory))

    def is_working_day(self, day: date) -> bool:
        """A day works if the notice says so, or if it is a weekday and the notice does not take it off (P-03)."""
        if day in self.work:
            return True
        return day.weekday() not in (SATURDAY, SUNDAY) and day not in self.off


def forward_days(start: date) -> Iterator[date]:
    """The days after `start`. The start day is not counted (P-01)."""
    day = start
    while True:
        day += _DAY
        yield day


def backward_days(event: date) -> Iterator[date]:
    """The days before `event`, the nearest first."""
    day = event
    while True:
        day -= _DAY
        yield day


def counts(wall: WallCalendar, day: date, unit: Unit, suspended: Sequence[Stretch]) -> bool:
    """Whether the term counts `day`: not while it is suspended (P-14), and of working-day terms only working days."""
    if any(first <= day <= last for first, last in suspended):
        return False
    return unit is not Unit.WORKING_DAY or wall.is_working_day(day)


def counted_days(
    wall: WallCalendar, start: date, unit: Unit, suspended: Sequence[Stretch] = (), *, backward: bool = False
) -> Iterator[date]:
    """Every day that a term from `start` counts, one after the other without end."""
    days = backward_days(start) if backward else forward_days(start)
    return (day for day in days if counts(wall, day, unit, suspended))


def corresponding_date(start: date, months: int) -> date:
    """The same day of the month `months` later (earlier if negative); if the month has no such day, its last (P-04)."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for number in (start.day, 30, 29, 28):
        if number <= start.day:
            try:
                return date(year, month, number)
            except ValueError:
                continue
    raise AssertionError("every month has a 28th")


def end(wall: WallCalendar, start: date, period: Period, suspended: Sequence[Stretch] = ()) -> date:
    """The last day of the term, before any roll."""
    if period.unit is Unit.SAME_DAY:
        return start
    number, unit = period.count, period.unit
    if unit in (Unit.MONTH, Unit.YEAR):
        last = corresponding_date(start, number * (12 if unit is Unit.YEAR else 1))
        number = (last - start).days
    for i, day in enumerate(counted_days(wall, start, unit, suspended), start=1):
        if i == number:
            return day
    raise AssertionError("days do not run out")


def rolled(wall: WallCalendar, day: date, roll: Roll) -> date:
    """Where a term that ends on `day` ends after the roll (P-06; narrow reading D-03)."""
    if roll is Roll.NEVER:
        return day
    if roll is Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY and day not in wall.statutory:
        return day
    while not wall.is_working_day(day):
        day += _DAY
    return day


def due(
    wall: WallCalendar,
    start: date,
    period: Period,
    *,
    roll: Roll = Roll.NEVER,
    suspended: Sequence[Stretch] = (),
    extensions: Sequence[Period] = (),
) -> date:
    """The due date: the term, then each extension from the unrolled end (P-15), then the roll."""
    last = end(wall, start, period, suspended)
    for extension in extensions:
        last = end(wall, last, extension, suspended)
    final: Any = extensions[-1] if extensions else period
    return rolled(wall, last, roll) if final.unit in (Unit.DAY, Unit.MONTH, Unit.YEAR) else last


def latest_notice(wall: WallCalendar, event: date, period: Period, suspended: Sequence[Stretch] = ()) -> date:
    """The latest day for a notice that leaves `period` clear days before `event` (P-11, strict): the counted day
    before the clear days."""
    number, unit = period.count, period.unit
    if unit is Unit.SAME_DAY:
        return event
    if unit in (Unit.MONTH, Unit.YEAR):
        number = (event - corresponding_date(event, -number * (12 if unit is Unit.YEAR else 1))).days
    for clear, day in enumerate(counted_days(wall, event, unit, suspended, backward=True)):
        if clear == number:
            return day
    raise AssertionError("days do not run out")
