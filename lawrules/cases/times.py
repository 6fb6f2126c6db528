"""Dates and times as case files write them, into whole microseconds of Shanghai wall time.

A date stands for every moment of its day. A time without an offset is Beijing time; one with an offset is converted.
The offset of Shanghai is +08:00 throughout (the summer times of 1986-1991 are left aside: no file notes them).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from lawrules.cases.events import DAY, Moment, exact_moment, micros_of

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

# A date outside these years is a slip of the pen: no enforcement file reaches so far.
FIRST_YEAR, LAST_YEAR = 1900, 2100

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r" ?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?\Z",
    re.ASCII,
)
_LOOSE = re.compile(
    r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
    r"(?:[T\s上下午]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?(?:[:：](\d{1,2}))?)?\s*\Z"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z", re.ASCII)


class BadTime(ValueError):
    """A text that is no date or time (`reason` empty), or one that does not exist."""

    def __init__(self, zh: str = "", en: str = "") -> None:
        super().__init__(en)
        self.reason = {"zh": zh, "en": en} if zh else None


def read_date(text: str) -> date:
    """`2023-01-16`. Raises `BadTime`."""
    match = _DATE.match(text)
    if match is None:
        raise BadTime
    return _date(*map(int, match.groups()))


def read_moment(text: str) -> tuple[int, int, bool | None]:
    """First and last microsecond, and whether an offset was given (None for a bare date). Raises `BadTime`."""
    # The commonest forms by the C parser; whatever it refuses, and every other form, is read with reasons below.
    beijing = len(text) == 25 and text[19:] == "+08:00"
    clock = text[:19] if beijing else text
    if len(clock) in (16, 19) and clock[7] == "-" and clock[13] == ":" and clock[10] in "T ":
        try:
            when = datetime.fromisoformat(clock)
        except ValueError:
            pass
        else:
            # Some versions of Python take 24:00 for midnight.
            sound = when.hour or clock[12] == "0"
            if FIRST_YEAR <= when.year <= LAST_YEAR and when.tzinfo is None and sound:
                micros = micros_of(when)
                return micros, micros, beijing
    match = _DATE.match(text)
    if match is not None:
        start = _date(*map(int, match.groups())).toordinal() * DAY
        return start, start + DAY - 1, None
    match = _TIME.match(text)
    if match is None:
        raise BadTime
    year, month, day, hour, minute, second, fraction, zulu, sign, off_hour, off_minute = match.groups()
    whole = _date(int(year), int(month), int(day))
    h, m, s = int(hour), int(minute), int(second or 0)
    if h > 23 or m > 59 or s > 59:
        hint_zh = "；一天的终了请写次日 00:00" if h == 24 else ""
        hint_en = "; the end of a day is 00:00 of the next" if h == 24 else ""
        raise BadTime(f"钟点超出 00:00 至 23:59:59{hint_zh}", f"the clock runs from 00:00 to 23:59:59{hint_en}")
    micros = whole.toordinal() * DAY + (h * 3600 + m * 60 + s) * 1_000_000 + int(((fraction or "") + "000000")[:6])
    if not zulu and not sign:
        return micros, micros, False
    offset = 0
    if sign:
        if int(off_hour) > 14 or int(off_minute) > 59:
            raise BadTime("时区超出 -14:00 至 +14:00", "the offset lies beyond -14:00 and +14:00")
        offset = (int(off_hour) * 60 + int(off_minute)) * (1 if sign == "+" else -1)
    micros += (8 * 60 - offset) * 60_000_000
    return micros, micros, True


def moment_of(value: date | datetime) -> tuple[int, int, bool | None]:
    """The same of a Python date or datetime. Raises `BadTime` for years that cannot be meant."""
    _date(value.year, value.month, value.day)
    if not isinstance(value, datetime):
        start = value.toordinal() * DAY
        return start, start + DAY - 1, None
    if value.tzinfo is None or value.utcoffset() is None:
        start, end = exact_moment(value)
        return start, end, False
    start, end = exact_moment(value.astimezone(SHANGHAI).replace(tzinfo=None))
    return start, end, True


def as_moment(value: date | datetime | str) -> Moment:
    """A date, a datetime or ISO text as a `Moment`. Raises `BadTime`."""
    start, end, _ = read_moment(value) if isinstance(value, str) else moment_of(value)
    return Moment((start, end))


def probable(text: str) -> str:
    """What the author of an unreadable date most probably meant, in the accepted form; else empty."""
    match = _COMPACT.match(text.strip()) or _LOOSE.match(text)
    if match is None:
        return ""
    groups = match.groups()
    try:
        day = _date(*(int(g) for g in groups[:3]))
    except BadTime:
        return ""
    if len(groups) < 4 or groups[3] is None:
        return day.isoformat()
    # An afternoon hour in words is not converted: the suggestion would be a guess.
    if "午" in text or int(groups[3]) > 23 or int(groups[4] or 0) > 59:
        return ""
    return f"{day.isoformat()}T{int(groups[3]):02}:{int(groups[4] or 0):02}"


def _date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadTime(
            f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间", f"the year should lie between {FIRST_YEAR} and {LAST_YEAR}"
        )
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            raise BadTime(f"没有 {month} 月", f"there is no month {month}") from None
        raise BadTime(f"{year} 年 {month} 月没有 {day} 日", f"{year}-{month:02} has no day {day}") from None
