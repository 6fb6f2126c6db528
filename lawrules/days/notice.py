"""One year's arrangement of rest days, as the State Council's General Office announces it, and the words for its days.

A notice for year Y reaches from 25 December of Y-1 (its New Year break may begin then) to 24 December of Y. That is
why the last days of an announced year are still open: the next notice decides them (so in 2007, 2011, 2018, 2022).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from datetime import date

from lawrules.records import dataclass

FIRST_YEAR = 2007
"""First year of the calendar: the first whose arrangement could be checked against an independent source."""

LAST_YEAR = 2060
"""Last year that can be calculated with (provisionally): beyond it the calendar raises `CalendarError`."""

FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()


class DayKind(enum.Enum):
    """Why a day works or rests."""

    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LOCAL_HOLIDAY = "local_holiday"

    def label(self, lang: str = "zh") -> str:
        """The kind in words, Chinese (`zh`) or English (`en`)."""
        zh, en = _LABELS[self]
        return en if lang == "en" else zh


_LABELS = {
    DayKind.WORKING: ("工作日", "working day"),
    DayKind.MAKE_UP: ("调休上班", "make-up working day"),
    DayKind.WEEKEND: ("周末", "weekend"),
    DayKind.HOLIDAY: ("节假日", "public holiday"),
    DayKind.LOCAL_HOLIDAY: ("地方假日", "local holiday"),
}

_ENGLISH = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "农历除夕": "Spring Festival Eve",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "春节延长假期": "extended Spring Festival",
    "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "70th anniversary of the victory of 1945",
    "（补假）": " (made up)",
    "（调休）": " (swapped)",
    "、": " and ",
}


def in_english(name: str) -> str:
    """A festival's name in English; names that are not national ones (local festivals) stay as they are."""
    # Backwards, so that 春节延长假期 comes before its own beginning 春节.
    for zh in sorted(_ENGLISH, reverse=True):
        name = name.replace(zh, _ENGLISH[zh])
    return name


@dataclass(frozen=True, slots=True)
class Notice:
    """The days that one notice sets: `off` rest (weekdays, and weekend days that are festival days themselves), `work`
    are weekend days that work. Each is a sorted tuple of (ordinal, name of the festival)."""

    year: int
    off: tuple[tuple[int, str], ...]
    work: tuple[tuple[int, str], ...]


def notice_year(day: int) -> int:
    """The year whose notice decides about `day` (an ordinal): its own, from 25 December on the next."""
    d = date.fromordinal(day)
    return d.year + 1 if (d.month, d.day) >= (12, 25) else d.year


def uncertain_from(announced: int) -> int:
    """The first day (ordinal) that is still open when `announced` is the last announced year: its 25 December."""
    return date(announced, 12, 25).toordinal()


def is_weekend(day: int) -> bool:
    """Whether `day` (an ordinal) is a Saturday or a Sunday."""
    return (day - 1) % 7 >= 5


def notice_title(year: int, lang: str = "zh") -> str:
    """The name of the yearly notice, to tell the reader what is missing."""
    if lang == "en":
        return f"the State Council's notice on the holidays of {year}"
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def presumed_rest(statutory: Mapping[int, str]) -> list[int]:
    """The rest days besides weekends that years without a notice are presumed to have.

    The statutory days, and for each of them that falls on a weekend or on another festival the next weekday that is
    still free (the rule of 补假). Bridged days are not presumed: only a notice can make them.
    """
    days = sorted(statutory)
    taken = set(days)
    for day in days:
        # "中秋节、国庆节" are two days off that fall on one.
        owed = statutory[day].count("、") + is_weekend(day)
        free = day
        while owed:
            free += 1
            if not is_weekend(free) and free not in taken:
                taken.add(free)
                owed -= 1
    return sorted(taken)


def break_name(o: int, off: Mapping[int, str], rests: Callable[[int], bool]) -> str:
    """The festivals of the unbroken run of rest days around `o`, joined by 、 in the order of their days."""
    first = last = o
    while rests(first - 1):
        first -= 1
    while rests(last + 1):
        last += 1
    names = [off[day].split("（")[0] for day in range(first, last + 1) if off.get(day)]
    parts = [part.replace("农历除夕", "春节") for name in names for part in name.split("、")]
    return "、".join(dict.fromkeys(parts))
