"""How long a period of a rule is, on which dates, and which of two is the longer. No check of its own.

A `$parameter` has another length on other dates, each with a basis of its own; here it is opened into dated lengths.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from lawrules.days.errors import PeriodError
from lawrules.days.period import Period, Unit
from lawrules.policy.model import Parameter, ParameterDef, PeriodValue
from lawrules.records import dataclass

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


@dataclass(frozen=True)
class Length:
    """A period from `start` on (None: always), with the clause it rests on where that is not the rule's own."""

    period: Period
    start: date | None = None
    basis: str = ""
    definition: ParameterDef | None = None


@dataclass(frozen=True)
class NoLength:
    """A parameter's value that is no period."""

    value: Any
    start: date
    definition: ParameterDef


def lengths(c: Composition, written: PeriodValue) -> Iterator[Length | NoLength]:
    """The dated lengths of a period as written. One that only the case file tells has none here."""
    if written.period is not None:
        yield Length(written.period)
    elif isinstance(written.source, Parameter):
        for definition in c.parameters.get(written.source.name, ()):
            for value in definition.values:
                period = _period(value.value, written.unit)
                if period is None:
                    yield NoLength(value.value, value.start, definition)
                else:
                    yield Length(period, value.start, value.basis, definition)


def length_on(c: Composition, written: PeriodValue, day: date | None) -> Period | None:
    """The length on that day (None: from the beginning), or None where it is unknown."""
    found = None
    for item in lengths(c, written):
        if isinstance(item, Length) and (item.start is None or (day is not None and item.start <= day)):
            found = item.period
    return found


def turning_points(c: Composition, *written: PeriodValue) -> list[date | None]:
    """The days from which one of the periods has another length, and the beginning."""
    days = {item.start for w in written for item in lengths(c, w)}
    return [None, *sorted(day for day in days if day is not None)]


def _period(value: Any, unit: Unit | None) -> Period | None:
    try:
        if unit is not None:
            return Period(value, unit) if isinstance(value, int) and not isinstance(value, bool) else None
        return Period.parse(value) if isinstance(value, str) else None
    except PeriodError:
        return None


def may_exceed(one: Period, other: Period) -> bool | None:
    """Whether `one` can end later than `other` in some ordinary week (holidays aside). None: not comparable."""
    if one.is_open or other.is_open:
        return None
    if one.unit is other.unit:
        return one.count > other.count
    return _longest(one) > _shortest(other)


_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60}
_A_DAY = 1440


def _longest(period: Period) -> int:
    """Minutes, at the most."""
    n = period.count
    match period.unit:
        case Unit.WORKING_DAY:
            # From a Friday every started five working days hold a weekend.
            return (n + 2 * -(-n // 5)) * _A_DAY
        case Unit.MONTH:
            return 31 * n * _A_DAY
        case Unit.YEAR:
            return 366 * n * _A_DAY
        case Unit.DAY:
            return n * _A_DAY
        case Unit.SAME_DAY:
            return 0
    return n * _MINUTES[period.unit]


def _shortest(period: Period) -> int:
    """Minutes, at the least."""
    n = period.count
    match period.unit:
        case Unit.WORKING_DAY:
            return (n + 2 * (n // 5)) * _A_DAY
        case Unit.MONTH:
            return 28 * n * _A_DAY
        case Unit.YEAR:
            return 365 * n * _A_DAY
    return _longest(period)
