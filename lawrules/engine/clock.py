"""When a duty falls due, and whether what was done came in time.

Takes a site and its clock; counts with `lawrules.days`; leaves out excluded spans and adds granted extensions. Every
comparison is three-valued: an unannounced holiday or a missing hour gives an interval, not a guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lawrules.cases.events import DAY, Event
from lawrules.cases.finding import ClockFacts, DueFacts, EventRef, Note, Rejected
from lawrules.days.due import Roll, default_roll, due_day
from lawrules.days.period import Period, Unit
from lawrules.engine.env import ABSENT, Env, event_value
from lawrules.engine.links import links, order_of
from lawrules.engine.ruleset import CompiledClock, CompiledExtension
from lawrules.engine.scene import not_later
from lawrules.engine.search import CompiledPattern, agrees, values_agree
from lawrules.engine.sites import Site
from lawrules.engine.truth import Missing, Truth, both
from lawrules.records import dataclass

ACT_TIMES = ("started_at", "ended_at")
"""An act starts and ends at its own time where the file gives no other (vocabulary.md, section 3)."""

_MICROS = {Unit.HOUR: 3_600_000_000, Unit.MINUTE: 60_000_000}


@dataclass(slots=True, unsafe_hash=True)
class Term(DueFacts):
    """A due date with what the judgement needs. `doubt`: what is missing to know the term at all."""

    doubt: Missing | None = None
    late_extensions: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.day is None and self.first is None

    def in_time(self, event: Event, site: Site) -> Truth:
        """Whether the event came on or before the due date."""
        if self.is_open:
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
        return Missing(f"notice:{year}" for year in self.years)

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
        return Missing(f"notice:{year}" for year in self.years)

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
    plain = due_day(calendar, start, period, roll=roll)
    if not clock.exclude and not clock.extend:
        facts = ClockFacts(start, period, roll, calendar)
        return Term(
            period, plain.day, plain.earliest, plain.latest, plain.provisional, plain.missing_years, facts=facts
        )
    spans, open_from, doubt = excluded_spans(site, clock)
    granted: list[Period] = []
    late: list[Event] = []
    running = due_day(calendar, start, period, roll=roll, exclude=spans)
    used: set[str] = set()
    for extension in clock.extend:
        running, more = _extend(site, extension, running, granted, late, used, (start, period, roll, tuple(spans)))
        if more is not None:
            doubt = more if doubt is None else Missing(doubt | more)
    suspended = open_from is not None and open_from <= running.day
    notes = tuple(Note("late_extension", (("event", event.id), ("at", event.at))) for event in late)
    facts = ClockFacts(start, period, roll, calendar, tuple(spans), tuple(granted))
    return Term(
        period, running.day, running.earliest, running.latest, running.provisional, running.missing_years,
        doubt=doubt, suspended=suspended, late_extensions=tuple(late), facts=facts, notes=notes,
    )


def _extend(
    site: Site, extension: CompiledExtension, running: Any, granted: list[Period], late: list[Event], used: set[str],
    base: tuple[int, Period, Roll, tuple[tuple[int, int], ...]],
) -> tuple[Any, Missing | None]:
    """Add what was granted before the running due date, in order, up to the ceiling."""
    start, period, roll, spans = base
    calendar = site.env.rules.calendar
    ceiling = extension.up_to(site.env)
    if isinstance(ceiling, Missing):
        return running, ceiling
    left = ceiling.count
    doubt: Missing | None = None
    for event, truth in related(site, extension.when):
        if event.id in used:
            continue
        if isinstance(truth, Missing):
            doubt = truth if doubt is None else Missing(doubt | truth)
            continue
        used.add(event.id)
        if event.day > running.day:
            late.append(event)
            continue
        days = event_value(event, extension.by, site.env)
        if isinstance(days, Missing) or days is ABSENT:
            doubt = days if isinstance(days, Missing) else Missing((f"{event.id}.{extension.by}",))
            continue
        taken = min(left, int(days))
        if taken > 0:
            left -= taken
            granted.append(Period(taken, ceiling.unit))
            running = due_day(calendar, start, period, roll=roll, exclude=spans, extend=granted)
    return running, doubt


def excluded_spans(site: Site, clock: CompiledClock) -> tuple[list[tuple[int, int]], int | None, Missing | None]:
    """The spans that do not count, the first day of one that is still open, and what is missing to tell."""
    spans: list[tuple[int, int]] = []
    open_from: int | None = None
    doubt: Missing | None = None
    for start, until in clock.exclude:
        ends = [(e, t) for e, t in related(site, until, after_trigger=False)]
        starts = list(related(site, start, after_trigger=False))
        named = {event.id for event, _ in starts}
        for event, truth in starts:
            if isinstance(truth, Missing):
                doubt = truth if doubt is None else Missing(doubt | truth)
                continue
            end = next(
                (e for e, t in ends if t is True and e.start >= event.start and _ends(site, event, e, named)), None
            )
            if end is None:
                if event.day <= site.scene.as_of_day:
                    spans.append((event.day, site.scene.as_of_day))
                    open_from = event.day if open_from is None else min(open_from, event.day)
            else:
                spans.append((event.day, end.day))
    return spans, open_from, doubt


def _ends(site: Site, start: Event, end: Event, starts: set[str]) -> bool:
    """Whether the event ends this span: one that names a start ends that one alone."""
    if starts.intersection(end.about):
        return start.id in end.about
    return not end.about or not start.about or site.scene.meets(start, end)


def related(
    site: Site, pattern: CompiledPattern, *, after_trigger: bool = True
) -> Iterator[tuple[Event, Truth]]:
    """Events of the pattern that belong to this site (identity and links), oldest first."""
    found: dict[str, tuple[Event, Truth]] = {}
    trigger, scene = site.event, site.scene
    for search in pattern.all_searches:
        known = links(scene, search.number)
        for listed in known.near(scene, trigger, site.rule.trigger_types) if trigger is not None else [known.all]:
            for event, said in listed:
                if event.id in found or (trigger is not None and event.id == trigger.id):
                    continue
                truth = said
                if trigger is not None:
                    if after_trigger:
                        truth = both(truth, not_later(trigger, event))
                    if truth is False or not identities_agree(trigger, event, site.env):
                        continue
                truth = search.test(event, truth, site.env)
                for name in search.same:
                    truth = both(truth, agrees(name, trigger, event, site.env))
                if truth is not False:
                    found[event.id] = (event, truth)
    return iter(sorted(found.values(), key=order_of))


def identities_agree(trigger: Event, event: Event, env: Env) -> bool:
    """Where trigger and answer both have an identity field, the values must agree."""
    mine, theirs = trigger.data, event.data
    names = env.scene.identity_names
    for name in names.intersection(mine).intersection(theirs) if mine and theirs else ():
        if not values_agree(mine[name], theirs[name]):
            return False
    return True


def reject(events: list[tuple[Event, str]]) -> tuple[Rejected, ...]:
    return tuple(Rejected(EventRef.of(event), reason) for event, reason in events)
