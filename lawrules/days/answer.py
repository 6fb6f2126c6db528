"""The answer to "when is it due": a date that can say how it was counted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from lawrules.days.notice import notice_title
from lawrules.days.period import Period
from lawrules.days.spans import Span

if TYPE_CHECKING:
    from lawrules.days.due import Fields, Roll
    from lawrules.days.steps import Step
    from lawrules.days.times import Moments
    from lawrules.days.work_calendar import WorkCalendar


_from_ordinal = datetime.date.fromordinal

# Where the fields of a `DueDay` stand; `due` hands them over as a plain tuple, which is cheaper to make.
_RAW: Final = 0
_DAY: Final = 1
_PROVISIONAL: Final = 2
_EARLIEST: Final = 3
_LATEST: Final = 4
_MISSING: Final = 5


class Due:
    """The end of a term and, when asked, how it was counted. Made by `due`; not to be changed.

    `start_moment` is the start as a moment of Beijing time when one was given; `exclude` are the excluded spans as
    ordinals, united and sorted; `extend` the granted extensions in order; `roll` is how the end rolls.
    """

    __slots__ = (
        "_moments",
        "_result",
        "_start",
        "_steps",
        "ahead",
        "bearer",
        "calendar",
        "exclude",
        "extend",
        "period",
        "roll",
        "start_moment",
    )

    def __init__(
        self,
        start: int,
        start_moment: datetime.datetime | None,
        period: Period,
        calendar: WorkCalendar,
        bearer: str,
        roll: Roll,
        exclude: Sequence[Span],
        extend: Sequence[Period],
        ahead: bool,
        result: Fields,
        when: Moments | None,
    ) -> None:
        self._start = start
        self.start_moment = start_moment
        self.period = period
        self.calendar = calendar
        self.bearer = bearer
        self.roll = roll
        self.exclude = exclude
        self.extend = extend
        self.ahead = ahead
        self._result = result
        self._moments = when

    @property
    def ends(self) -> tuple[int, int]:
        """The unrolled and the rolled end as ordinals."""
        return self._result[_RAW], self._result[_DAY]

    @property
    def start(self) -> datetime.date:
        """Day 0, which is not counted (of a backward term: the day of the event)."""
        return _from_ordinal(self._start)

    @property
    def date(self) -> datetime.date:
        """The last day on which the act is in time, to its end at 24:00; for hours, the day of the moment.

        When an hour term starts on a day whose hour is unknown, it is the last day on which it may end.
        """
        return _from_ordinal(self._result[_DAY])

    @property
    def moment(self) -> datetime.datetime | None:
        """The very moment at which an hour or minute term ends; None for day terms and for a start without its hour.

        It is aware (Beijing time) when the start was, else naive Beijing time.
        """
        return None if self._moments is None or not self._moments.exact else self._moments.first

    @property
    def earliest_moment(self) -> datetime.datetime | None:
        """The first moment at which an hour term may end: `moment` itself unless the start's hour is unknown."""
        return None if self._moments is None else self._moments.first

    @property
    def latest_moment(self) -> datetime.datetime | None:
        """The last moment at which an hour term may end; if the start's hour is unknown, it ends before this moment."""
        return None if self._moments is None else self._moments.last

    @property
    def raw(self) -> datetime.date:
        """The end before it rolled."""
        return _from_ordinal(self._result[_RAW])

    @property
    def rolled(self) -> bool:
        """Whether the end fell on a rest day and moved to the next working day."""
        return self._result[_DAY] != self._result[_RAW]

    @property
    def provisional(self) -> bool:
        """Whether the result depends on a notice that has not been published; see `missing`."""
        return self._result[_PROVISIONAL]

    @property
    def earliest(self) -> datetime.date:
        """The earliest day that the end can be: `date` unless provisional (or an hour term of an unknown hour)."""
        return _from_ordinal(self._result[_EARLIEST])

    @property
    def latest(self) -> datetime.date:
        """The latest day that the end can be: `date` unless provisional (or an hour term of an unknown hour)."""
        return _from_ordinal(self._result[_LATEST])

    @property
    def missing(self) -> tuple[str, ...]:
        """The titles of the notices that would settle a provisional result."""
        return tuple(notice_title(year) for year in self._result[_MISSING])

    @property
    def missing_years(self) -> tuple[int, ...]:
        """The years of the notices in `missing`."""
        return self._result[_MISSING]

    @property
    def steps(self) -> tuple[Step, ...]:
        """How the end was counted: counted, skipped, suspended and rolled stretches with their reasons, in order."""
        # Left unset until asked for: one assignment less for each of the many answers that nobody asks.
        if not hasattr(self, "_steps"):
            from lawrules.days.steps import steps_of

            self._steps: tuple[Step, ...] = steps_of(self)
        return self._steps

    @property
    def counted_days(self) -> list[datetime.date]:
        """Every counted day, in the order of counting (backward for `ahead`); empty for hour terms."""
        from lawrules.days.steps import counted_days

        return counted_days(self.steps, self.ahead)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data (ISO dates), with its steps."""
        uncertain = self.earliest != self.latest
        moment = self.moment
        return {
            "start": (self.start_moment or self.start).isoformat(),
            "period": self.period.text("en"),
            "bearer": self.bearer,
            "rolls": self.roll.value,
            "ahead": self.ahead,
            "exclude": [[_iso(first), _iso(last)] for first, last in self.exclude],
            "extend": [part.text("en") for part in self.extend],
            "date": self.date.isoformat(),
            "moment": None if moment is None else moment.isoformat(),
            "raw": self.raw.isoformat(),
            "rolled": self.rolled,
            "provisional": self.provisional,
            "earliest": self.earliest.isoformat() if self.provisional or uncertain else None,
            "latest": self.latest.isoformat() if self.provisional or uncertain else None,
            "missing": list(self.missing),
            "counted_days": [day.isoformat() for day in self.counted_days],
            "steps": [step.to_dict() for step in self.steps],
            "calendar": self.calendar.fingerprint,
        }

    def __repr__(self) -> str:
        end = self.moment or self.date
        open_end = f" provisional {self.earliest}..{self.latest}" if self.provisional else ""
        return f"<Due {self.start} + {self.period.text('en')} = {end}{open_end}>"


def _iso(day: int) -> str:
    return _from_ordinal(day).isoformat()
