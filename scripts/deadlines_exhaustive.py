"""Compare every implementation of the day arithmetic with the slow reference walker, on every day there is.

    python scripts/deadlines_exhaustive.py              # every start day 2007-2026, 0 to 366 units: minutes
    python scripts/deadlines_exhaustive.py --every 97   # a sample: seconds

The walker (`lawrules/days/reference.py`) reads the arrangements from an independent source, not from `holidays`. For
every start day, every number of units and both directions it is compared with `due_day`, with the calendar's own
methods and, where there is one, with the vectorised form. Ends after the last announced year are left out.
Exit code 1 and the first differences if any two disagree.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from lawrules.days import Period, Roll, Unit, WorkCalendar, due_day, reference
from lawrules.days.reference import WallCalendar

DATA = Path(__file__).resolve().parent.parent / "tests" / "days" / "data"
FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
UNITS = 366

Found = Iterator[tuple[str, bool, str]]
"""The name of each comparison, whether the two agree, and what was compared."""


def wall_calendar() -> WallCalendar:
    """The independent source."""
    years = json.loads((DATA / "arrangements.json").read_text(encoding="utf-8"))
    statutory = json.loads((DATA / "statutory.json").read_text(encoding="utf-8"))
    return WallCalendar.of_years(years, {date.fromisoformat(day) for year in statutory.values() for day in year})


def working_days(cal: WorkCalendar, wall: WallCalendar, starts: list[date], units: int) -> Found:
    """Working days in both directions: the index on dates, on ordinals, `due_day`, and numpy."""
    column = np.array(starts, dtype="datetime64[D]")
    for sign in (1, -1):
        name = "working days forward" if sign > 0 else "working days backward"
        table: list[dict[date, date]] = [{} for _ in range(units + 1)]
        for start in starts:
            walk = reference.counted_days(wall, start, Unit.WORKING_DAY, backward=sign < 0)
            inside = itertools.takewhile(lambda day: FIRST <= day <= LAST, walk)
            for n, expected in enumerate(itertools.islice(inside, units + 1), start=1):
                if n <= units:
                    table[n][start] = expected
                    o = start.toordinal()
                    yield name, cal.add_working_days(start, sign * n) == expected, f"{start} {sign * n}"
                    yield name, cal.nth_working(o, sign * n) == expected.toordinal(), f"{start} {sign * n} (ordinals)"
                if sign > 0 and n <= units:
                    got = due_day(cal, o, Period(n, Unit.WORKING_DAY)).day
                    yield "working days, due", got == expected.toordinal(), f"{start} {n}"
                elif sign < 0 and n > 1:
                    got = due_day(cal, start.toordinal(), Period(n - 1, Unit.WORKING_DAY), ahead=True).day
                    yield "clear working days ahead", got == expected.toordinal(), f"{start} {n - 1}"
        for n in range(1, units + 1):
            known = np.array([start in table[n] for start in starts])
            if known.any():
                expected_column = np.array([table[n][start] for start in starts if start in table[n]], "datetime64[D]")
                for ok in cal.add_working_days_array(column[known], sign * n) == expected_column:
                    yield f"{name}, numpy", bool(ok), f"{n}"


def zero_and_counts(cal: WorkCalendar, wall: WallCalendar, starts: list[date], units: int) -> Found:
    """Zero units (the day itself or the next working day), and counting as the inverse of adding."""
    for start in starts:
        day = start
        while not wall.is_working_day(day):
            day += timedelta(days=1)
        if day <= LAST:
            yield "zero working days", cal.add_working_days(start, 0) == day, f"{start}"
        count = 0
        for later in itertools.islice(reference.forward_days(start), units):
            if later > LAST:
                break
            count += wall.is_working_day(later)
            yield "counts", cal.working_days_between(start, later) == count, f"{start} {later}"


def natural_days(cal: WorkCalendar, wall: WallCalendar, starts: list[date], units: int) -> Found:
    """Natural days under each roll, and backward with clear days."""
    rolled = {day: {roll: reference.rolled(wall, day, roll) for roll in Roll} for day in _days(FIRST, LAST)}
    column = np.array(starts, dtype="datetime64[D]")
    for start in starts:
        o = start.toordinal()
        for n, raw in enumerate(itertools.islice(reference.forward_days(start), units), start=1):
            if raw > LAST:
                break
            period = Period(n, Unit.DAY)
            for roll in Roll:
                expected = rolled[raw][roll]
                if expected <= LAST:
                    got = due_day(cal, o, period, roll=roll).day
                    yield f"natural days, {roll.value}", got == expected.toordinal(), f"{start} {n}"
        for n, notice in enumerate(itertools.islice(reference.backward_days(start), units + 1)):
            if n > 0:
                got = due_day(cal, o, Period(n, Unit.DAY), ahead=True).day
                yield "clear natural days ahead", got == notice.toordinal(), f"{start} {n}"
    for n in range(1, units + 1):
        ends = column + n
        known = ends <= np.datetime64(LAST)
        wide = [rolled[day][Roll.NEXT_WORKING_DAY] for day in ends[known].astype(object)]
        fits = np.array([day <= LAST for day in wide], dtype=bool)
        got_column = cal.add_working_days_array(ends[known][fits], 0)
        for ok in got_column == np.array([day for day in wide if day <= LAST], dtype="datetime64[D]"):
            yield "natural days, next_working_day, numpy", bool(ok), f"{n}"


def months(cal: WorkCalendar, wall: WallCalendar, starts: list[date], units: int) -> Found:
    """Months under each roll, and backward; 366 months are thirty years, so most ends need no announced year."""
    for start in starts:
        o = start.toordinal()
        for n in range(1, units + 1):
            period = Period(n, Unit.MONTH)
            raw = reference.corresponding_date(start, n)
            yield "months", due_day(cal, o, period).day == raw.toordinal(), f"{start} {n}"
            if raw <= LAST:
                expected = reference.rolled(wall, raw, Roll.NEXT_WORKING_DAY)
                if expected <= LAST:
                    got = due_day(cal, o, period, roll=Roll.NEXT_WORKING_DAY).day
                    yield "months, next_working_day", got == expected.toordinal(), f"{start} {n}"
            notice = reference.corresponding_date(start, -n) - timedelta(days=1)
            got = due_day(cal, o, period, ahead=True).day
            yield "clear months ahead", got == notice.toordinal(), f"{start} {n}"


def _days(first: date, last: date) -> Iterator[date]:
    return itertools.takewhile(lambda day: day <= last, reference.forward_days(first - timedelta(days=1)))


def compare(every: int = 1, units: int = UNITS) -> tuple[Counter[str], list[str]]:
    """How many comparisons of each kind were made, and a line for each difference (at most a hundred)."""
    cal, wall = WorkCalendar.china(), wall_calendar()
    starts = list(itertools.islice(_days(FIRST, LAST), 0, None, every))
    made: Counter[str] = Counter()
    wrong: list[str] = []
    parts: Iterable[Found] = (
        part(cal, wall, starts, units) for part in (working_days, zero_and_counts, natural_days, months)
    )
    for name, ok, what in itertools.chain.from_iterable(parts):
        made[name] += 1
        if not ok and len(wrong) < 100:
            wrong.append(f"{name}: {what}")
    return made, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, metavar="K", help="take every K-th start day only")
    parser.add_argument("--units", type=int, default=UNITS, help="the longest term (default 366)")
    options = parser.parse_args()
    begin = time.perf_counter()
    made, wrong = compare(options.every, options.units)
    for name, number in sorted(made.items()):
        print(f"{number:>12,}  {name}")
    print(f"{sum(made.values()):>12,}  comparisons in {time.perf_counter() - begin:.0f} s, {len(wrong)} differences")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
