"""Events, case files and registers as the engine reads them: validated, normalised, frozen in all but name.

Takes plain dicts that `lawrules.cases.validate` has checked against a policy's vocabulary. Promises: times are whole
microseconds of Shanghai wall time, choices are known, sets are frozensets, amounts are exact decimals.

A bare date is every moment of its day: such an event has `start` at 00:00 and `end` at the last microsecond of the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from lawrules.records import dataclass, field

DAY = 86_400_000_000
"""Microseconds of a day."""

_EPOCH = datetime(1, 1, 1)


class Moment(tuple[int, int]):
    """The first and the last microsecond at which something may have happened; equal where the time is known."""

    __slots__ = ()

    @property
    def start(self) -> int:
        return self[0]

    @property
    def end(self) -> int:
        return self[1]

    @property
    def day(self) -> int:
        return self[0] // DAY

    @property
    def bare(self) -> bool:
        return self[0] != self[1]


def day_moment(ordinal: int) -> Moment:
    """Every moment of the day with that ordinal."""
    return Moment((ordinal * DAY, ordinal * DAY + DAY - 1))


def micros_of(when: datetime) -> int:
    """The microsecond count of a naive wall-clock time."""
    since = when - _EPOCH
    return (since.days + 1) * DAY + since.seconds * 1_000_000 + since.microseconds


def exact_moment(when: datetime) -> Moment:
    """The moment of a naive wall-clock time."""
    micros = micros_of(when)
    return Moment((micros, micros))


def as_datetime(micros: int) -> datetime:
    """The naive Shanghai wall time of a microsecond count."""
    return _EPOCH + timedelta(days=micros // DAY - 1, microseconds=micros % DAY)


def as_text(moment: tuple[int, int]) -> str:
    """ISO text: a date where only the day is known, else a date-time to the minute or finer."""
    start, end = moment
    if start != end:
        return date.fromordinal(start // DAY).isoformat()
    when = as_datetime(start)
    return when.isoformat(timespec="auto" if when.microsecond else "seconds" if when.second else "minutes")


class Event:
    """Something that happened: `Event("d1", "decision.made", "2023-01-16", {"decision_type": "penalty"})`.

    `at` is a date, a datetime or ISO text (naive: Shanghai time), `data` holds the fields that the type declares, as in
    a case file; `about` names the events that this one concerns. An event made so is `raw`: a policy checks it and
    brings it into normal form when it evaluates. Readers give `at` as a `Moment` and `data` in normal form.

    `start` and `end` are microseconds (see `Moment`), `day` is the ordinal of the date, `bare` tells that only the date
    is known. `milestone` is true of moments that the law derives: `base` is then the type of the event that they come
    from, and `doubt` what is missing to be sure that they came.

    Raises `ValueError` for a time that cannot be read.
    """

    __slots__ = (
        "about", "agency", "bare", "base", "case", "data", "day", "doubt", "end", "id", "milestone", "raw", "seq",
        "start", "type",
    )

    def __init__(
        self,
        id: str,
        type: str,
        at: tuple[int, int] | date | datetime | str,
        data: Mapping[str, Any] | None = None,
        about: tuple[str, ...] | list[str] | str = (),
        case: str | None = None,
        agency: str | None = None,
        seq: int | None = None,
    ) -> None:
        self.id = id
        self.type = type
        self.raw = not isinstance(at, tuple)
        self.start, self.end = at if isinstance(at, tuple) else _moment_of(at)
        self.day = self.start // DAY
        self.bare = self.start != self.end
        self.data: Mapping[str, Any] = data if data is not None else {}
        self.about: tuple[str, ...] = about if isinstance(about, tuple) else _names(about)
        self.case = case
        self.agency = agency
        self.seq = seq
        self.milestone = False
        self.base: str | None = None
        self.doubt: Any = None

    @property
    def at(self) -> str:
        """ISO text of the time, as precise as it is known."""
        if self.milestone:
            return date.fromordinal(self.day).isoformat()
        return as_text((self.start, self.end))

    @property
    def order(self) -> tuple[int, int, str]:
        """Events are ordered by time, then `seq`, then id."""
        return (self.start, self.seq if self.seq is not None else 0, self.id)

    def to_dict(self) -> dict[str, Any]:
        """The event in the form of a case file."""
        made: dict[str, Any] = {"id": self.id, "type": self.type, "at": self.at, "data": dict(self.data)}
        for name in ("case", "agency", "seq"):
            if getattr(self, name) is not None:
                made[name] = getattr(self, name)
        if self.about:
            made["about"] = list(self.about)
        return made

    def __repr__(self) -> str:
        return f"Event({self.id!r}, {self.type!r}, {self.at!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.id, self.type, self.start))

    def _key(self) -> tuple[Any, ...]:
        return (self.id, self.type, self.start, self.end, self.data, self.about, self.case, self.agency, self.seq)


_new = Event.__new__


def event_in_normal_form(
    id: str,
    type: str,
    start: int,
    end: int,
    day: int,
    data: Mapping[str, Any],
    about: tuple[str, ...],
    case: str | None,
    agency: str | None,
) -> Event:
    """`Event(id, type, Moment((start, end)), data, about, case, agency)`, for a reader that has checked them all."""
    event = _new(Event)
    event.id = id
    event.type = type
    event.raw = False
    event.start = start
    event.end = end
    event.day = day
    event.bare = start != end
    event.data = data
    event.about = about
    event.case = case
    event.agency = agency
    event.seq = None
    event.milestone = False
    event.base = None
    event.doubt = None
    return event


def _moment_of(at: date | datetime | str) -> tuple[int, int]:
    from lawrules.cases.times import as_moment

    return as_moment(at)


def _names(about: list[str] | str) -> tuple[str, ...]:
    return (about,) if isinstance(about, str) else tuple(about)


FactValue: TypeAlias = Any


class Dated(tuple[tuple[int, Any], ...]):
    """A fact that changed: (first day as ordinal, value), oldest first."""

    __slots__ = ()

    def at(self, day: int) -> Any:
        found = None
        for start, value in self:
            if start <= day:
                found = value
        return found


@dataclass(slots=True)
class Facts:
    """Profiles: what is known of the agency, the party, persons, units and the case, apart from events.

    Values are in normal form; a `Dated` value holds what the field was from which day on. A missing key is unknown.
    """

    agency: dict[str, FactValue] = field(default_factory=dict)
    party: dict[str, FactValue] = field(default_factory=dict)
    persons: dict[str, dict[str, FactValue]] = field(default_factory=dict)
    units: dict[str, dict[str, FactValue]] = field(default_factory=dict)
    case: dict[str, FactValue] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """A case file. `covers` lists the kinds of events for which the file is complete (None: all)."""

    events: list[Event] = field(default_factory=list)
    id: str | None = None
    agency: str | None = None
    facts: Facts = field(default_factory=Facts)
    covers: frozenset[str] | None = None
    origin: str = ""
    warnings: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Register:
    """An agency's register: complete from `since` (ordinal of a day), unknown before."""

    agency: str
    since: int
    facts: Facts = field(default_factory=Facts)
    events: list[Event] = field(default_factory=list)
    origin: str = ""
    warnings: list[Any] = field(default_factory=list)
