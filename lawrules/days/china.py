"""The built-in calendar: the announced arrangements of the whole country, read out of the package `holidays`.

This module is the only importer of that package. It follows the State Council's yearly notices, and beyond them it
guesses; only the announced years are taken over, and of later years the statutory days, which the law itself fixes.
`holidays` is slow to import and its lazy table is not thread-safe, so it is read once, whole, and kept on disk.
"""

from __future__ import annotations

import functools
import re
import threading
from datetime import date
from typing import Any

from lawrules.days import cache
from lawrules.days.notice import (
    FIRST_DAY,
    FIRST_YEAR,
    LAST_YEAR,
    DayKind,
    Notice,
    break_name,
    is_weekend,
    notice_year,
)
from lawrules.days.work_calendar import WorkCalendar

__all__ = ["DayKind", "WorkCalendar", "built_in", "read_holidays"]

Facts = dict[str, Any]
"""The built-in facts as plain JSON: `announced` (year), `statutory`, `off` and `work` (ordinal as text -> name)."""

_lock = threading.Lock()

# A day that is made up, or granted by a special decision (2015, 2020), is a day off but not a statutory day.
_NOT_STATUTORY = ("（补假）", "延长假期", "纪念日")


@functools.lru_cache(maxsize=1)
def _built_in() -> WorkCalendar:
    facts = cache.load(read_holidays)
    by_year: dict[int, tuple[list[tuple[int, str]], list[tuple[int, str]]]] = {
        year: ([], []) for year in range(FIRST_YEAR, facts["announced"] + 1)
    }
    for slot, key in enumerate(("off", "work")):
        for day, name in facts[key].items():
            year = notice_year(int(day))
            if year in by_year:
                by_year[year][slot].append((int(day), name))
    notices = {year: Notice(year, tuple(sorted(off)), tuple(sorted(work))) for year, (off, work) in by_year.items()}
    return WorkCalendar(notices, {int(day): name for day, name in facts["statutory"].items()}, {})


def built_in() -> WorkCalendar:
    """The calendar of the whole country, always the same object."""
    # lru_cache alone would let two threads build two calendars.
    with _lock:
        return _built_in()


def read_holidays() -> Facts:
    """Read all announced arrangements and all statutory days out of the package `holidays` (slow: about 0.2 s).

    Only the category of public holidays: its half-days for some groups (妇女节, 青年节 …) stay working days.
    """
    from holidays.countries.china import China

    table = China(years=range(FIRST_YEAR - 1, LAST_YEAR + 1), language="zh_CN")  # type: ignore[no-untyped-call]
    announced = FIRST_YEAR
    while announced + 1 in table.special_public_holidays:
        announced += 1
    swap = re.compile(r"休息日（由 (\d{4}-\d{2}-\d{2}) 调休）")
    statutory: dict[int, str] = {}
    off: dict[int, str] = {}
    swapped: list[tuple[int, int]] = []
    for day in sorted(table):
        o = day.toordinal()
        label = table[day].replace("; ", "、")
        match = swap.fullmatch(label)
        if match is not None:
            swapped.append((o, date.fromisoformat(match.group(1)).toordinal()))
            off[o] = ""
            continue
        off[o] = label
        if o >= FIRST_DAY and not any(word in label for word in _NOT_STATUTORY):
            statutory[o] = label
    work: dict[int, str] = {}
    made_up = {worked for _, worked in swapped}
    # Named before the swapped days get their names, so that a break is called by its festivals alone.
    named = dict(off)
    for o, worked in swapped:
        name = break_name(o, named, lambda day: day in off or (is_weekend(day) and day not in made_up))
        off[o] = f"{name}（调休）"
        work[worked] = name
    last = date(announced, 12, 31).toordinal()
    return {
        "announced": announced,
        "statutory": {str(o): name for o, name in statutory.items()},
        "off": {str(o): name for o, name in sorted(off.items()) if FIRST_DAY <= o <= last},
        "work": {str(o): name for o, name in sorted(work.items()) if FIRST_DAY <= o <= last},
    }
