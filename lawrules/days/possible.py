"""What a notice that nobody has seen yet may still say: the most and the fewest working days of any lawful arrangement.

A notice moves rest days, it gives none: over a whole festival the weekdays off, less the weekend days worked, are
exactly its statutory days. So an unknown year is not unknown as a whole. Only a count that begins or ends near a
festival can come out differently, and it can do so only within these bounds, which held for every notice since 2008:

- statutory days rest, and the law fixes them years ahead;
- the weekdays off of a festival lie at most `REST_REACH` days from one of its statutory days;
- its make-up days are weekend days at most `WORK_REACH` days from one, and at most `MOVED` per festival;
- festivals at most `JOINED` days apart are arranged as one (中秋节 and 国庆节);
- a special decision may grant up to `EXTRA` more weekdays off in a year, wherever it likes (2015: 3 September; 2020:
  the end of the Spring Festival; revisions of the law itself added one day in 2007 and two in 2024), and may turn one
  weekend day near them into a working day (2015: 6 September).

The bounds are taken for each festival alone and added up. That may allow a combination that no single notice would
choose, never exclude one that a notice could: the interval errs towards being too wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lawrules.days.index import DayIndex
from lawrules.days.notice import FIRST_DAY, LAST_DAY, is_weekend, notice_year
from lawrules.days.spans import Span
from lawrules.records import dataclass

if TYPE_CHECKING:
    from lawrules.days.work_calendar import WorkCalendar

EXTRA = 2
REST_REACH = 7
WORK_REACH = 14
MOVED = 2
JOINED = 10


@dataclass(frozen=True, slots=True)
class _Festival:
    """One festival, or several that are arranged together, and the days that its notice may touch."""

    owed: int
    moved: int
    fixed: frozenset[int]
    """Statutory days that are weekdays: off in any arrangement."""
    may_rest: frozenset[int]
    """Other weekdays that may be off."""
    may_work: frozenset[int]
    """Weekend days that may become working days."""
    first: int
    last: int


class Possibilities:
    """The lawful arrangements of all years of a calendar that have no notice yet. Immutable."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._certain = calendar.certain_ordinal
        self._index = calendar._index
        self._local = frozenset(calendar._local)
        self._plain = DayIndex(FIRST_DAY, LAST_DAY, self._local, ())
        open_days = {day: name for day, name in calendar._statutory.items() if day > self._certain}
        self._festivals = [self._festival(days, open_days) for days in _joined(sorted(open_days))]

    def _festival(self, days: Sequence[int], names: dict[int, str]) -> _Festival:
        near = {day + step for day in days for step in range(-REST_REACH, REST_REACH + 1)}
        far = {day + step for day in days for step in range(-WORK_REACH, WORK_REACH + 1)}
        fixed = frozenset(day for day in days if not is_weekend(day))
        free = [day for day in far if day > self._certain and day not in days]
        may_rest = frozenset(day for day in free if day in near and not is_weekend(day))
        may_work = frozenset(day for day in free if is_weekend(day) and day not in self._local)
        touched = fixed | may_rest | may_work
        # "中秋节、国庆节" are two statutory days on one date.
        parts = sum(1 + names[day].count("、") for day in days)
        kinds = {part for day in days for part in names[day].replace("农历除夕", "春节").split("、")}
        return _Festival(parts, MOVED * len(kinds), fixed, may_rest, may_work, min(touched), max(touched))

    def most(self, windows: Sequence[Span]) -> int:
        """The most working days that the union of disjoint `windows` can hold under any lawful arrangement."""
        return self._bound(windows, True)

    def fewest(self, windows: Sequence[Span]) -> int:
        """The fewest working days that the union of disjoint `windows` can hold under any lawful arrangement."""
        return self._bound(windows, False)

    def _bound(self, windows: Sequence[Span], most: bool) -> int:
        total = 0
        beyond: list[Span] = []
        for first, last in windows:
            total += self._index.count(first, min(last, self._certain))
            first = max(first, self._certain + 1)
            if first <= last:
                total += self._plain.count(first, last)
                beyond.append((first, last))
        if not beyond:
            return total
        for festival in self._festivals:
            if festival.last < beyond[0][0]:
                continue
            if festival.first > beyond[-1][1]:
                break
            total += self._change(festival, beyond, most)
        if most:
            total += min(self._edges(beyond), self._weekend_days(beyond))
        else:
            total -= sum(min(EXTRA, days) for days in self._weekdays_by_notice(beyond))
        return max(total, 0)

    def _change(self, festival: _Festival, windows: Sequence[Span], most: bool) -> int:
        """By how much the festival changes the plain count of weekdays in `windows`: the most or the least."""
        local = self._local
        fixed_in = _inside(festival.fixed - local, windows)
        rest_in = _inside(festival.may_rest - local, windows)
        rest_out = len(festival.may_rest) - _inside(festival.may_rest, windows)
        # A day off granted on a day that rests locally anyway costs the window nothing.
        rest_free = rest_out + _inside(festival.may_rest & local, windows)
        work_in = _inside(festival.may_work, windows)
        work_out = len(festival.may_work) - work_in
        owed = festival.owed - len(festival.fixed)
        moves = range(festival.moved + 1)
        if most:
            change = max(min(moved, work_in) - max(0, owed + moved - rest_free) for moved in moves)
        else:
            change = min(max(0, moved - work_out) - min(owed + moved, rest_in) for moved in moves)
        return change - fixed_in

    def _edges(self, windows: Sequence[Span]) -> int:
        """How many special decisions can add a working day to `windows`: one a year, and only where the day off that
        it bridges lies just outside, so that an end of a window must lie in that year."""
        ends = {last for _, last in windows} | {first for first, _ in windows if first > self._certain + 1}
        return len({notice_year(day) for day in ends})

    def _weekend_days(self, windows: Sequence[Span]) -> int:
        return sum(is_weekend(day) for first, last in windows for day in range(first, min(last, first + 6) + 1))

    def _weekdays_by_notice(self, windows: Sequence[Span]) -> list[int]:
        """How many weekdays of `windows` each missing notice decides about."""
        counts = []
        for year in range(notice_year(windows[0][0]), notice_year(windows[-1][1]) + 1):
            low, high = date(year - 1, 12, 25).toordinal(), date(year, 12, 24).toordinal()
            counts.append(sum(self._plain.count(max(a, low), min(b, high)) for a, b in windows))
        return counts


def _inside(days: Iterable[int], windows: Sequence[Span]) -> int:
    return sum(1 for day in days if any(first <= day <= last for first, last in windows))


def _joined(days: Sequence[int]) -> list[list[int]]:
    """Statutory days grouped into what one notice arranges together."""
    groups: list[list[int]] = []
    for day in days:
        if groups and day - groups[-1][-1] <= JOINED:
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups
