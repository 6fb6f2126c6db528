"""How fast the day arithmetic is, beside its peers, in one run: `python benchmarks/deadlines.py`.

Every figure is the best of several rounds over the same 2,000 start dates, so that a busy machine disturbs it little;
ratios between lines of one run mean more than nanoseconds. Peers that are not installed are left out
(`pip install chinesecalendar workalendar` for all). `--markdown` prints the table for docs/deadlines.md.

The bare index is the least that any implementation can do: two list reads, no checks, on dates.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lawrules.days import Period, Roll, Unit, WorkCalendar, due, due_day

ROOT = Path(__file__).resolve().parent.parent
COUNT = 2_000
TERM = 7

Row = tuple[str, float, str]
"""What was measured, nanoseconds per date, a remark."""


def starts() -> list[date]:
    """Random days of 2008 to 2025, the same in every run."""
    chance = random.Random(7)
    first = date(2008, 1, 1).toordinal()
    return [date.fromordinal(first + chance.randrange(365 * 17)) for _ in range(COUNT)]


def per_item(function: Callable[[list[date]], object], days: list[date], rounds: int = 15) -> float:
    """Nanoseconds per date of `function`, which handles all of `days`: the best of `rounds`, as `timeit` measures
    (without the garbage collector)."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            begin = time.perf_counter_ns()
            function(days)
            best = min(best, time.perf_counter_ns() - begin)
    finally:
        gc.enable()
    return best / len(days)


def bare_index(cal: WorkCalendar) -> Callable[[date, int], date]:
    """The two reads without which no index can answer."""
    first = date(2007, 1, 1).toordinal()
    day = timedelta(days=1)
    works: list[date] = []
    upto: list[int] = []
    current = date(2007, 1, 1)
    while current <= cal.announced_until:
        if cal.is_working_day(current):
            works.append(current)
        upto.append(len(works))
        current += day

    def add(start: date, n: int) -> date:
        return works[upto[start.toordinal() - first] + n - 1]

    return add


def scalar_rows(days: list[date]) -> list[Row]:
    cal = WorkCalendar.china()
    bare = bare_index(cal)
    seven = Period(TERM, Unit.WORKING_DAY)
    fifteen = Period(15, Unit.DAY)
    ordinals = [day.toordinal() for day in days]
    base = per_item(lambda ds: [bare(d, TERM) for d in ds], days)

    def row(name: str, function: Callable[[list[Any]], object], items: list[Any] = days, rounds: int = 15) -> Row:
        taken = per_item(function, items, rounds)
        return name, taken, f"{taken / base:.1f}×"

    roll = Roll.NEXT_WORKING_DAY
    rows: list[Row] = [
        ("bare two-read list index", base, "1.0×"),
        row("WorkCalendar.add_working_days", lambda ds: [cal.add_working_days(d, TERM) for d in ds]),
        row("WorkCalendar.nth_working (ordinals)", lambda ds: [cal.nth_working(d, TERM) for d in ds], ordinals),
        row("due_day, 7 working days (ordinals)", lambda ds: [due_day(cal, d, seven) for d in ds], ordinals),
        row(
            "due_day, 15 days with roll (ordinals)",
            lambda ds: [due_day(cal, d, fifteen, roll=roll) for d in ds],
            ordinals,
        ),
        row("due, 7 working days", lambda ds: [due(d, seven, calendar=cal) for d in ds]),
        row(
            "due, 15 days with roll, without steps",
            lambda ds: [due(d, fifteen, bearer="party", calendar=cal).date for d in ds],
        ),
        row("due, from text, default calendar", lambda ds: [due(d, "15日", bearer="party").date for d in ds]),
        row("due, 7 working days, with its steps", lambda ds: [due(d, seven, calendar=cal).steps for d in ds], days, 3),
    ]
    return rows + peers(days, cal, base)


def peers(days: list[date], cal: WorkCalendar, base: float) -> list[Row]:
    rows: list[Row] = []
    few = days[:200]

    def walk(works: Callable[[date], bool]) -> Callable[[list[date]], object]:
        one = timedelta(days=1)

        def add(start: date) -> date:
            left = TERM
            while left:
                start += one
                left -= works(start)
            return start

        return lambda ds: [add(d) for d in ds]

    def row(name: str, function: Callable[[list[date]], list[date]]) -> None:
        wrong = sum(got != cal.add_working_days(d, TERM) for d, got in zip(few, function(few), strict=True))
        taken = per_item(function, few, 3)
        rows.append((name, taken, f"{taken / base:.0f}×, wrong on {100 * wrong / len(few):.1f} %"))

    from holidays.countries.china import China

    table: Any = China(years=range(2007, 2027))
    row("holidays.get_nth_working_day", lambda ds: [table.get_nth_working_day(d, TERM) for d in ds])
    if importlib.util.find_spec("chinese_calendar"):
        import chinese_calendar

        row("chinesecalendar, walking", walk(chinese_calendar.is_workday))  # type: ignore[arg-type]
    if importlib.util.find_spec("workalendar"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from workalendar.asia import China as Workalendar

            peer = Workalendar()
        # It knows the years 2018 to 2023 and raises for others.
        recent = [day for day in days if date(2018, 1, 1) <= day <= date(2023, 12, 1)][:200]
        taken = per_item(lambda ds: [peer.add_working_days(d, TERM) for d in ds], recent, 3)
        wrong = sum(peer.add_working_days(d, TERM) != cal.add_working_days(d, TERM) for d in recent)
        rows.append(
            ("workalendar (2018-2023)", taken, f"{taken / base:.0f}×, wrong on {100 * wrong / len(recent):.1f} %")
        )
    return rows


def array_rows(days: list[date]) -> list[Row]:
    if not importlib.util.find_spec("numpy"):
        return []
    import numpy as np

    cal = WorkCalendar.china()
    column = np.array(days * 50, dtype="datetime64[D]")
    rest = [
        day
        for day in (date(2007, 1, 1) + timedelta(days=i) for i in range((date(2027, 1, 1) - date(2007, 1, 1)).days))
        if day.weekday() < 5 and not cal.is_working_day(day)
    ]
    busy = np.busdaycalendar(holidays=np.array(rest, dtype="datetime64[D]"))

    def best(function: Callable[[], object]) -> float:
        taken = []
        for _ in range(25):
            begin = time.perf_counter_ns()
            function()
            taken.append(time.perf_counter_ns() - begin)
        return min(taken) / column.size

    ours = best(lambda: cal.add_working_days_array(column, TERM))
    theirs = best(lambda: np.busday_offset(column, TERM, roll="backward", busdaycal=busy))
    right = cal.add_working_days_array(column, TERM)
    wrong = np.count_nonzero(np.busday_offset(column, TERM, roll="backward", busdaycal=busy) != right) / column.size
    return [
        ("add_working_days_array", ours, f"{theirs / ours:.0f}× faster than busday_offset"),
        ("numpy.busday_offset", theirs, f"wrong on {100 * wrong:.1f} % (no make-up days)"),
    ]


def start_rows() -> list[Row]:
    """A fresh process: importing the package, and the first use of the calendar."""
    code = (
        "import time; a = time.perf_counter_ns(); from lawrules.days import WorkCalendar; b = time.perf_counter_ns(); "
        "WorkCalendar.china(); c = time.perf_counter_ns(); print(b - a, c - b)"
    )
    alone = (
        "import time; a = time.perf_counter_ns(); from holidays.countries import China; "
        "print(time.perf_counter_ns() - a)"
    )

    def run(script: str, folder: str) -> list[float]:
        env = os.environ | {"LAWRULES_CACHE": folder, "PYTHONPATH": str(ROOT)}
        runs = [
            subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True).stdout
            for _ in range(7)
        ]
        return [min(float(run.split()[i]) for run in runs) for i in range(len(runs[0].split()))]

    with tempfile.TemporaryDirectory() as folder:
        [reading] = run(alone, "")
        cold = run(code, "")
        run(code, folder)
        warm = run(code, folder)
    return [
        ("import holidays' China alone", reading, ""),
        ("import lawrules.days", warm[0], ""),
        (
            "first use, without the copy on disk",
            cold[1],
            f"{(cold[1] - reading) / 1e6:.0f} ms beyond importing holidays",
        ),
        ("first use, with the copy on disk", warm[1], "holidays not imported"),
    ]


def show(title: str, rows: list[Row], unit: float, markdown: bool) -> None:
    label = {1.0: "ns", 1e6: "ms"}[unit]
    if markdown:
        print(f"\n| {title} | {label} | |\n|---|---:|---|")
        for name, value, remark in rows:
            print(f"| {name} | {value / unit:,.1f} | {remark} |")
    else:
        print(f"\n{title}")
        for name, value, remark in rows:
            print(f"  {name:<42} {value / unit:>12,.1f} {label}  {remark}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", action="store_true", help="print tables in Markdown")
    options = parser.parse_args()
    days = starts()
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}")
    show("One date at a time", scalar_rows(days), 1.0, options.markdown)
    show("A column of 100,000 dates, per date", array_rows(days), 1.0, options.markdown)
    show("A fresh process", start_rows(), 1e6, options.markdown)


if __name__ == "__main__":
    main()
