"""When a term ends: the counting rules of the law on days as ordinals.

`due_day` is the arithmetic, as fast as the calendar allows and without reasons; `due` is its public form, which takes
dates and texts and can say how it counted. The rules, with their sources (ids as in docs/deadlines.md):

- P-01 the start day is not counted; P-02 of working days neither are rest days, while make-up days are;
- P-04 months and years end on the corresponding date, or on the month's last day;
- P-06, P-07 the end rolls over rest days for a party or a court, not for an agency, unless the act says so;
- P-11 backward terms keep n clear days between the notice and the event;
- P-14 excluded spans are left out of the count; P-15 extensions run on from the unrolled end.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lawrules.days.answer import Due
from lawrules.days.counting import BoundCounter, Counter, after_9999, backward, forward, natural_end
from lawrules.days.errors import PeriodError
from lawrules.days.notice import notice_year
from lawrules.days.period import Period, Unit
from lawrules.days.spans import Span, united
from lawrules.days.times import moments, read_start, spans_of
from lawrules.days.work_calendar import WorkCalendar

__all__ = ["ROLLING_BEARERS", "Due", "DueDay", "Roll", "WorkCalendar", "default_roll", "due", "due_day"]


class Roll(enum.Enum):
    """What happens to a term that ends on a rest day. The values are the words of the policy language."""

    NEVER = "never"
    NEXT_WORKING_DAY = "next_working_day"
    """Wide reading (CPL-85b, CC-203): any rest day, weekends and bridged days included."""
    NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY = "next_working_day_after_statutory_holiday"
    """Narrow reading of 法定节假日 (D-03): only when the end falls on a statutory day itself."""


ROLLING_BEARERS = frozenset({"party", "court"})
"""Whose natural-day, month and year terms roll when the rule is silent."""

# Members as globals, compared by identity: looking them up on the class, or hashing them, would take half of the time
# of a whole `due_day`.
_WORKING_DAY, _DAY, _MONTH, _YEAR, _SAME_DAY = Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.YEAR, Unit.SAME_DAY
_HOUR, _MINUTE = Unit.HOUR, Unit.MINUTE
_NEVER, _WIDE = Roll.NEVER, Roll.NEXT_WORKING_DAY


def default_roll(bearer: str, period: Period) -> Roll:
    """How a term rolls when the rule is silent.

    The natural-day, month and year terms of a party or a court roll over every rest day (P-06). An agency's own terms
    never do, because most of them are ceilings that burden the party (P-07, D-02); an act that says otherwise is
    written into the rule. Working-day terms cannot end on a rest day (P-09), hours never roll (P-08).
    """
    return _WIDE if bearer in ROLLING_BEARERS and _can_roll(period) else _NEVER


def _can_roll(period: Period) -> bool:
    unit = period.unit
    return unit is _DAY or unit is _MONTH or unit is _YEAR


class DueDay(NamedTuple):
    """The end of a term in days, as ordinals, without its steps.

    `raw` is the end before the roll, `day` the last day on which the act is in time. While a notice that matters is
    missing, `provisional` is true, `day` is what the presumed calendar gives, and the true day lies in
    `earliest`..`latest`; otherwise both equal `day`. `missing_years` are the years without a notice.
    """

    raw: int
    day: int
    provisional: bool
    earliest: int
    latest: int
    missing_years: tuple[int, ...]


# A named tuple made without its Python-level constructor: engines make thousands of these.
_make = tuple.__new__
_LAST_DATE = datetime.date.max.toordinal()
_NONE: tuple[int, ...] = ()

_REMEMBERED = 4_096
"""How many answers beyond the frontier a calendar remembers."""

Fields = tuple[int, int, bool, int, int, tuple[int, ...]]


def due_day(
    cal: WorkCalendar,
    start: int,
    period: Period,
    *,
    roll: Roll = _NEVER,
    exclude: Sequence[Span] = (),
    extend: Sequence[Period] = (),
    ahead: bool = False,
) -> DueDay:
    """The last day of a term of `period` that starts on the ordinal `start`.

    `exclude` are spans of ordinals, first and last included, in any order and overlapping or not; the caller has cut
    open-ended ones. `extend` are granted extensions, each on top of the unrolled end before it. With `ahead` the term
    runs backward and the result is the latest day for a notice that leaves `period` clear days before `start`; such a
    term does not roll (that would eat into the clear days) and cannot be extended.

    Raises `PeriodError` for hours, minutes and open periods, `CalendarError` where the calendar does not reach
    (natural days that do not roll need no calendar).
    """
    if exclude or extend or ahead:
        return _due_day(cal, start, period, roll, united(exclude), extend, ahead)
    return _make(DueDay, _plain(cal, start, period, roll))


def _plain(cal: WorkCalendar, start: int, period: Period, roll: Roll) -> Fields:
    """The common case, without spans and extensions, as the fields of a `DueDay`; whatever reaches beyond the frontier
    goes the general way."""
    unit = period.unit
    if unit is _WORKING_DAY:
        day = cal.nth_working(start, period.count)
        if day <= cal._certain:
            return day, day, False, day, day, _NONE
    else:
        raw = start + period.count if unit is _DAY else natural_end(start, period)
        if roll is _NEVER or unit is _SAME_DAY:
            if raw > _LAST_DATE:
                raise after_9999()
            return raw, raw, False, raw, raw, _NONE
        if raw <= cal._certain:
            day = cal.next_working(raw) if roll is _WIDE or raw in cal._statutory else raw
            if day <= cal._certain:
                return raw, day, False, day, day, _NONE
    # Beyond the frontier an answer costs a hundred times as much, and a batch of cases asks for the same ones.
    key = (start, period.count, unit._value_, roll._value_)
    known = cal._beyond_frontier.get(key)
    if known is None:
        if len(cal._beyond_frontier) >= _REMEMBERED:
            cal._beyond_frontier.clear()
        known = cal._beyond_frontier[key] = _due_day(cal, start, period, roll, [], (), False)
    return known


def _due_day(
    cal: WorkCalendar, start: int, period: Period, roll: Roll, spans: list[Span], extend: Sequence[Period], ahead: bool
) -> DueDay:
    """The general form: counts once on the presumed calendar and, where that runs past the frontier, twice more on
    the most favourable and the least favourable lawful calendar."""
    if ahead and extend:
        raise PeriodError("倒数的期限不能延长", "a term that runs backward cannot be extended")
    presumed = Counter(cal)
    raw, day = _count(presumed, start, period, roll, spans, extend, ahead)
    if presumed.open is None:
        return DueDay(raw, day, False, day, day, ())
    bounds = BoundCounter(cal, least=False), BoundCounter(cal, least=True)
    earliest, latest = sorted(_count(bound, start, period, roll, spans, extend, ahead)[1] for bound in bounds)
    seen = [counter.open for counter in (presumed, *bounds) if counter.open]
    first, last = min(first for first, _ in seen), max(last for _, last in seen)
    return DueDay(raw, day, True, earliest, latest, tuple(range(notice_year(first), notice_year(last) + 1)))


def _count(
    counter: Counter, start: int, period: Period, roll: Roll, spans: list[Span], extend: Sequence[Period], ahead: bool
) -> tuple[int, int]:
    """The unrolled and the rolled end, counted by `counter`."""
    if ahead:
        raw = backward(counter, start, period, spans)
        return raw, raw
    raw = start
    for part in (period, *extend):
        raw = forward(counter, raw, part, spans)
    if roll is _NEVER or not _can_roll(extend[-1] if extend else period):
        return raw, raw
    if roll is _WIDE or counter.cal.statutory(raw):
        return raw, counter.roll(raw)
    return raw, raw


_date = datetime.date


def due(
    start: datetime.date | str,
    period: Period | str,
    *,
    calendar: WorkCalendar | None = None,
    bearer: str = "agency",
    rolls: Roll | str | None = None,
    exclude: Iterable[tuple[datetime.date | str, datetime.date | str]] = (),
    extend: Iterable[Period | str] = (),
    ahead: bool = False,
) -> Due:
    """When a term of `period` that starts at `start` ends, with the way it was counted.

    `start` is a date, a datetime or ISO text. A naive time is Beijing time, an aware one is converted to it; a day
    term starts on that day (day 0), an hour term at that very moment (P-05). `bearer` decides the roll unless `rolls`
    says it (a `Roll` or its value). `exclude` are spans of days, both ends included, that do not count (P-14);
    `extend` are granted extensions (P-15); `ahead` counts backward with clear days (P-11).

    Raises `PeriodError` (unreadable or open period, hours with excluded days, extension of a backward term),
    `CalendarError` (outside the calendar, unreadable start) and `ValueError` (unknown `rolls`). Beyond the announced
    calendar it does not raise: the result is `provisional`, with `earliest`, `latest` and the `missing` notices.
    """
    day, moment = (start.toordinal(), None) if type(start) is _date else read_start(start)
    length = period if type(period) is Period else Period.parse(period)  # type: ignore[arg-type]  # narrowed by type()
    cal = WorkCalendar.china() if calendar is None else calendar
    unit = length.unit
    if rolls is None:
        # `default_roll`, written out.
        rolling = bearer in ROLLING_BEARERS and (unit is _DAY or unit is _MONTH or unit is _YEAR)
        roll = _WIDE if rolling else _NEVER
    else:
        roll = rolls if isinstance(rolls, Roll) else Roll(rolls)
    if not (exclude or extend or ahead or unit is _HOUR or unit is _MINUTE):
        plain = _plain(cal, day, length, roll)
        return Due(day, moment, length, cal, bearer, roll, (), (), False, plain, None)
    more = tuple([part if isinstance(part, Period) else Period.parse(part) for part in extend])
    spans = united(spans_of(exclude))
    if unit is _HOUR or unit is _MINUTE:
        when = moments(day, moment, length, more, spans, ahead)
        low, high = when.first.toordinal(), when.last_day.toordinal()
        binding = low if ahead else high
        result = DueDay(binding, binding, False, low, high, ())
    else:
        when = None
        result = due_day(cal, day, length, roll=roll, exclude=spans, extend=more, ahead=ahead)
    return Due(day, moment, length, cal, bearer, roll, tuple(spans), more, ahead, result, when)
