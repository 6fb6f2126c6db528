"""Reading starts and spans, and the terms that run from a moment.

Everything is Beijing time. China has kept UTC+8 without summer time since 1992, so a fixed offset is exact for all
dates of the calendar and needs no time-zone database. Hours run from the very moment (CC-201b), through nights and
holidays; they are never rolled and never paused (P-08).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone

from lawrules.days.errors import CalendarError, PeriodError
from lawrules.days.period import Period, Unit
from lawrules.days.spans import Span
from lawrules.records import dataclass

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_start(start: date | str) -> tuple[int, datetime | None]:
    """The day (ordinal, in Beijing) and, if given, the moment of a start. Raises `ValueError` with a clear sentence."""
    value = _read(start) if isinstance(start, str) else start
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(BEIJING)
        return value.toordinal(), value
    if isinstance(value, date):
        return value.toordinal(), None
    raise CalendarError(f"不是日期：`{start!r}`", f"not a date: `{start!r}`")


def _read(text: str) -> date:
    plain = text.strip()
    try:
        if _DATE.fullmatch(plain):
            return date.fromisoformat(plain)
        if _DATE.match(plain):
            return datetime.fromisoformat(plain)
    except ValueError:
        pass
    raise CalendarError(
        f"无法识别的日期：`{text}`，应为 `2024-09-29` 或 `2024-09-29T16:40`",
        f"not a date: `{text}`; expected `2024-09-29` or `2024-09-29T16:40`",
    )


def spans_of(spans: Iterable[tuple[date | str, date | str]]) -> list[Span]:
    """Spans of dates as ordinals. Raises `CalendarError` for a span that ends before it begins."""
    result = []
    for first, last in spans:
        span = (read_start(first)[0], read_start(last)[0])
        if span[0] > span[1]:
            raise CalendarError(
                f"时段的终点早于起点：{first} 至 {last}", f"span ends before it begins: {first} to {last}"
            )
        result.append(span)
    return result


@dataclass(frozen=True, slots=True)
class Moments:
    """When an hour term ends: at `first`; if the start's hour is unknown, somewhere from `first` to before `last`."""

    first: datetime
    last: datetime
    exact: bool

    @property
    def last_day(self) -> date:
        """The last day on which the term may end."""
        return self.last.date() if self.exact else (self.last - timedelta(microseconds=1)).date()


def moments(
    day: int, moment: datetime | None, period: Period, extend: Sequence[Period], spans: Sequence[Span], ahead: bool
) -> Moments:
    """The end of an hour or minute term. Raises `PeriodError` for excluded spans and for extensions in days."""
    if spans:
        raise PeriodError("以小时计算的期限不中止", "a term in hours is never paused: it takes no excluded days")
    if ahead and extend:
        raise PeriodError("倒数的期限不能延长", "a term that runs backward cannot be extended")
    length = timedelta()
    for part in (period, *extend):
        if not part.is_moment:
            raise PeriodError(
                f"以小时计算的期限不能延长 `{part}`", f"a term in hours cannot be extended by `{part.text('en')}`"
            )
        length += timedelta(hours=part.count) if part.unit is Unit.HOUR else timedelta(minutes=part.count)
    if ahead:
        length = -length
    try:
        if moment is not None:
            return Moments(moment + length, moment + length, True)
        midnight = datetime.combine(date.fromordinal(day), datetime.min.time())
        return Moments(midnight + length, midnight + length + timedelta(days=1), False)
    except OverflowError:
        raise CalendarError("期限超出公元 1 至 9999 年", "the term ends outside the years 1 to 9999") from None


def next_full_hour(moment: datetime) -> datetime:
    """The next full hour: where hours start in the reading of CPLI-125 and JS-APR-49 (P-05). A full hour stays."""
    full = moment.replace(minute=0, second=0, microsecond=0)
    return full if full == moment else full + timedelta(hours=1)
