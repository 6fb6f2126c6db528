"""When a duty falls due, and whether what was done came in time.

Takes a site and its clock; counts with `lawrules.days`; what excluded spans and extensions do to a term is in
`lawrules.engine.running`. Every comparison is three-valued: an unannounced holiday, a missing hour or a suspension of
which the file says too little gives an interval, not a guess.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from lawrules.cases.events import DAY, Event
from lawrules.cases.finding import ClockFacts, DueFacts, Note
from lawrules.days.due import Roll, default_roll, due_day
from lawrules.days.period import Period, Unit
from lawrules.engine.env import ABSENT, event_value
from lawrules.engine.ruleset import CompiledClock
from lawrules.engine.running import running
from lawrules.engine.sites import Site
from lawrules.engine.truth import Missing, Truth
from lawrules.records import dataclass

ACT_TIMES = ("started_at", "ended_at")
"""An act starts and ends at its own time where the file gives no other (vocabulary.md, section 3)."""

_MICROS = {Unit.HOUR: 3_600_000_000, Unit.MINUTE: 60_000_000}


@dataclass(slots=True, unsafe_hash=True)
class Term(DueFacts):
    """A due date with what the judgement needs.

    `doubt`: what is missing to know the term at all; `perhaps`: what may move its end within `earliest`..`latest`.
    """

    doubt: Missing | None = None
    perhaps: Missing | None = None
    late_extensions: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.day is None and self.first is None

    def in_time(self, event: Event, site: Site) -> Truth:
        """Whether the event came on or before the due date."""
        if self.day is None and self.first is None:
            return True
        if self.first is not None and self.last is not None:
            if event.end <= self.first:
                return True
            if event.start > self.last:
                return False
            return Missing(self._hours(event, site))
        if event.day <= self.earliest:
            return True
        if event.day > self.latest:
            return False
        return self._between()

    def passed(self, site: Site) -> Truth:
        """Whether the due date lies before `as_of`."""
        if self.is_open:
            return False
        as_of = site.scene.as_of
        if self.first is not None and self.last is not None:
            if as_of <= self.first:
                return False
            if as_of > self.last:
                return True
            return Missing(self._hours(None, site))
        day = as_of // DAY
        if day <= self.earliest:
            return False
        if day > self.latest:
            return True
        return self._between()

    def _between(self) -> Missing:
        """What would tell on which day of `earliest`..`latest` the term ends."""
        notices = Missing(f"notice:{year}" for year in self.years)
        return notices if self.perhaps is None else Missing(notices | self.perhaps)

    def _hours(self, event: Event | None, site: Site) -> list[str]:
        found = [f"{e.id}.at" for e in (event,) if e is not None and e.bare]
        if self.first != self.last and site.event is not None:
            name = site.rule.clock.source.start_field or "at"
            found.append(f"{site.event.id}.{name}")
        return found or ["at"]


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def open_term(period: Period) -> Term:
    return Term(period)


def term_of(site: Site, clock: CompiledClock) -> Term | None:
    """The term of a `within` duty at its trigger; None where the duty has no such clock."""
    if clock.within is None:
        return None
    if clock.fixed:
        return fixed_term(site, clock)
    period = clock.within(site.env)
    if isinstance(period, Missing):
        return Term(Period(0, Unit.PROMPTLY), doubt=period)
    if period.is_open:
        return open_term(period)
    start = start_of_term(site, clock)
    if isinstance(start, Missing):
        return Term(period, doubt=start)
    if period.is_moment:
        length = period.count * _MICROS[period.unit]
        facts = ClockFacts(start[0] // DAY, period, Roll.NEVER, site.env.rules.calendar,
                           start_moment=start[0] if start[0] == start[1] else None)
        return Term(period, first=start[0] + length, last=start[1] + length, facts=facts)
    return _day_term(site, clock, period, start[0] // DAY)


MAX_TERMS = 4096
"""Terms that a clock remembers: more days than are asked about in any audit of a few years."""


def fixed_term(site: Site, clock: CompiledClock) -> Term:
    """The term of a clock that hangs on the day of the trigger alone."""
    day = site.act.day
    term: Term | None = clock.terms.get(day)
    if term is None:
        assert clock.within is not None
        period = clock.within(site.env)
        assert not isinstance(period, Missing)
        term = _day_term(site, clock, period, day)
        if len(clock.terms) >= MAX_TERMS:
            clock.terms.clear()
        clock.terms[day] = term
    return term


def start_of_term(site: Site, clock: CompiledClock) -> tuple[int, int] | Missing:
    """The first and last microsecond at which the term may start: the trigger's time, or that of a field of it."""
    event = site.event
    assert event is not None
    name = clock.source.start_field
    if not name:
        return (event.day * DAY, event.day * DAY) if event.milestone else (event.start, event.end)
    value: Any = event_value(event, name, site.env)
    if value is ABSENT or isinstance(value, Missing):
        if name in ACT_TIMES and event.type in site.env.rules.act_types:
            return (event.start, event.end)
        return value if isinstance(value, Missing) else Missing((f"{event.id}.{name}",))
    if isinstance(value, date):
        return (value.toordinal() * DAY, value.toordinal() * DAY + DAY - 1)
    return (value[0], value[1])


def roll_of(site: Site, clock: CompiledClock, period: Period) -> Roll:
    return clock.roll if clock.roll is not None else default_roll(site.rule.rule.bearer.kind, period)


def _day_term(site: Site, clock: CompiledClock, period: Period, start: int) -> Term:
    calendar = site.env.rules.calendar
    roll = roll_of(site, clock, period)
    if not clock.exclude and not clock.extend:
        plain = due_day(calendar, start, period, roll=roll)
        facts = ClockFacts(start, period, roll, calendar)
        return Term(
            period, plain.day, plain.earliest, plain.latest, plain.provisional, plain.missing_years, facts=facts
        )
    run = running(site, clock, start, period, roll)
    notes = [Note("late_extension", (("event", event.id), ("at", event.at))) for event in run.late]
    if run.perhaps is not None:
        notes.append(Note("due_undecided", (("facts", "、".join(sorted(run.perhaps))),)))
    end, latest = run.end, run.latest
    return Term(
        period, end.day, end.earliest, latest.latest,
        provisional=end.provisional or latest.provisional or run.perhaps is not None,
        years=tuple(sorted({*end.missing_years, *latest.missing_years})), doubt=run.unknown, perhaps=run.perhaps,
        suspended=run.open_from is not None and run.open_from <= end.day, late_extensions=run.late,
        facts=ClockFacts(start, period, roll, calendar, run.spans, run.granted), notes=tuple(notes),
    )
