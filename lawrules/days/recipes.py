"""What the law builds out of terms: acts that become lawful, safe dates, the later of two terms, daily surcharges."""

from __future__ import annotations

import datetime
from fractions import Fraction

from lawrules.days.answer import Due
from lawrules.days.work_calendar import WorkCalendar
from lawrules.records import dataclass


def lawful_from(term: Due) -> datetime.date:
    """The first day on which an act is lawful that needs the whole `term` to have passed (P-10).

    The day after the last one: of AEL-54's ten working days the eleventh day, which may itself be a rest day. While the
    term is provisional, the day after its latest possible end, so that the act is lawful whatever the notice says.
    """
    return term.latest + datetime.timedelta(days=1)


def latest_of(*terms: Due) -> Due:
    """The term that ends last (P-20: a decision is final when both the review and the suit term have passed).

    Raises `ValueError` without terms.
    """
    if not terms:
        raise ValueError("latest_of needs at least one term")
    return max(terms, key=lambda term: (term.latest, term.date))


def safe_date(fixed: datetime.date, calendar: WorkCalendar | None = None) -> datetime.date:
    """The last working day on or before a fixed date such as 31 January, which does not roll (P-16).

    Raises `CalendarError` outside the announced years.
    """
    cal = WorkCalendar.china() if calendar is None else calendar
    return fixed if cal.is_working_day(fixed) else cal.add_working_days(fixed, -1)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A sum that grows by a share of the principal each day and is capped (APL-2021-72a: 3 % a day, at most 100 %).

    `principal` is in 分 (integers, so that nothing is lost); `last_day` is the last day on which payment is in time, so
    day 1 of the surcharge is the day after. Parts of a 分 are dropped: rounding up would charge more than the rate.
    """

    principal: int
    last_day: datetime.date
    rate: Fraction = Fraction(3, 100)
    cap: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.principal < 0 or self.rate <= 0 or self.cap < 0:
            raise ValueError("a surcharge needs a principal and a cap of at least 0 and a rate above 0")

    def day_number(self, day: datetime.date) -> int:
        """Which day of delay `day` is: 1 the day after `last_day`, 0 or less while payment is in time."""
        return (day - self.last_day).days

    def on(self, day: datetime.date) -> int:
        """The surcharge in 分 that has accrued by the end of `day`."""
        share = min(self.rate * max(0, self.day_number(day)), self.cap)
        return int(self.principal * share)

    @property
    def capped_from(self) -> datetime.date:
        """The first day on which the surcharge has reached its cap and grows no further."""
        days = -(-self.cap // self.rate)
        return self.last_day + datetime.timedelta(days=int(days))

    def exceeds(self, days: int) -> datetime.date:
        """The first day of a delay of more than `days` days (AEL-46a: over 30 days means day 31; P-19)."""
        return self.last_day + datetime.timedelta(days=days + 1)
