"""How long a term runs: with the spans that do not count and the extensions that were granted.

What the file leaves open about them (was it a suspension at all, has it ended, how many days were granted) moves the
end only as far as it can: the term ends between two days, and the missing facts are named.
"""

from __future__ import annotations

from typing import NamedTuple

from lawrules.cases.events import Event
from lawrules.days.due import DueDay, Roll, due_day
from lawrules.days.period import Period
from lawrules.engine.env import ABSENT, event_value
from lawrules.engine.related import related
from lawrules.engine.ruleset import CompiledClock, PeriodGetter
from lawrules.engine.search import CompiledPattern
from lawrules.engine.sites import Site
from lawrules.engine.truth import Missing, Truth

Span = tuple[int, int]


class Spans(NamedTuple):
    """The days, first to last, that do not count. `longest`: what else perhaps does not, if `doubt` were settled so.

    `open_from`: the first day of a span that is surely still open.
    """

    sure: tuple[Span, ...] = ()
    longest: tuple[Span, ...] = ()
    open_from: int | None = None
    doubt: Missing | None = None


class Run(NamedTuple):
    """The end of a term by what is sure, and at the latest.

    `perhaps`: what lies between the two. `unknown`: what is missing to bound the end at all. `late`: extensions that
    came after the end and extend nothing.
    """

    end: DueDay
    latest: DueDay
    spans: tuple[Span, ...]
    granted: tuple[Period, ...]
    open_from: int | None
    late: tuple[Event, ...]
    perhaps: Missing | None
    unknown: Missing | None


def running(site: Site, clock: CompiledClock, start: int, period: Period, roll: Roll) -> Run:
    """The run of a term from its start day (an ordinal)."""
    spans = excluded_spans(site, clock)
    sure = most = _Count(site, start, period, roll, spans.sure, generous=False)
    for extension in clock.extend:
        sure.extend(extension.when, extension.by, extension.up_to)
    perhaps = _joined(spans.doubt, sure.doubt)
    if perhaps is not None:
        most = _Count(site, start, period, roll, (*spans.sure, *spans.longest), generous=True)
        for extension in clock.extend:
            most.extend(extension.when, extension.by, extension.up_to)
    return Run(
        sure.end, most.end, spans.sure, tuple(sure.granted), spans.open_from,
        tuple(event for event in sure.late if event in most.late),
        perhaps if most.end != sure.end else None, sure.unknown,
    )


class _Count:
    """A term being counted. `generous`: what is perhaps an extension counts as one."""

    def __init__(
        self, site: Site, start: int, period: Period, roll: Roll, spans: tuple[Span, ...], *, generous: bool
    ) -> None:
        self._site, self._start, self._period, self._roll = site, start, period, roll
        self._spans, self._generous = spans, generous
        self._used: set[str] = set()
        self.granted: list[Period] = []
        self.late: list[Event] = []
        self.doubt: Missing | None = None
        self.unknown: Missing | None = None
        self.end = self._due()

    def _due(self) -> DueDay:
        calendar = self._site.env.rules.calendar
        return due_day(
            calendar, self._start, self._period, roll=self._roll, exclude=self._spans, extend=self.granted
        )

    def extend(self, when: CompiledPattern, by: str, up_to: PeriodGetter) -> None:
        """Add what was granted before the running end, in order, up to the ceiling."""
        ceiling = up_to(self._site.env)
        if isinstance(ceiling, Missing):
            self.unknown = _joined(self.unknown, ceiling)
            return
        left = ceiling.count
        for event, truth in related(self._site, when):
            if event.id in self._used:
                continue
            if isinstance(truth, Missing):
                self.doubt = _joined(self.doubt, truth)
                if not self._generous:
                    continue
            self._used.add(event.id)
            if event.day > self.end.day:
                self.late.append(event)
                continue
            taken = min(left, self._days(event, by, left))
            if taken > 0:
                left -= taken
                self.granted.append(Period(taken, ceiling.unit))
                self.end = self._due()

    def _days(self, event: Event, by: str, left: int) -> int:
        days = event_value(event, by, self._site.env)
        if isinstance(days, Missing) or days is ABSENT:
            missing = days if isinstance(days, Missing) else Missing((f"{event.id}.{by}",))
            self.doubt = _joined(self.doubt, missing)
            return left if self._generous else 0
        return int(days)


def excluded_spans(site: Site, clock: CompiledClock) -> Spans:
    """The spans that surely do not count, those that perhaps do not, and what is missing to tell."""
    sure: list[Span] = []
    longest: list[Span] = []
    open_from: int | None = None
    doubt: Missing | None = None
    today = site.scene.as_of_day
    for start, until in clock.exclude:
        starts = list(related(site, start, after_trigger=False))
        ends = list(related(site, until, after_trigger=False))
        named = {event.id for kind in start.types for event in site.scene.by_type.get(kind, ())}
        for event, truth in starts:
            closing = [
                (e, t) for e, t in ends if t is not False and e.start >= event.start and _ends(site, event, e, named)
            ]
            end = next((e for e, t in closing if t is True), None)
            last = end.day if end is not None else today
            if isinstance(truth, Missing):
                doubt = _joined(doubt, truth)
                longest.append((event.day, last))
            elif closing and isinstance(closing[0][1], Missing):
                doubt = _joined(doubt, *(t for e, t in closing if isinstance(t, Missing) and e.day <= last))
                sure.append((event.day, closing[0][0].day))
                longest.append((event.day, last))
            else:
                sure.append((event.day, last))
                if end is None:
                    open_from = event.day if open_from is None else min(open_from, event.day)
    return Spans(tuple(sure), tuple(longest), open_from, doubt)


def _ends(site: Site, start: Event, end: Event, starts: set[str]) -> bool:
    """Whether the event ends this span: one that names such a start (be it one that counts or not) ends that alone."""
    if starts.intersection(end.about):
        return start.id in end.about
    return not end.about or not start.about or site.scene.meets(start, end)


def _joined(*doubts: Truth | None) -> Missing | None:
    """All that is missing; None where nothing is."""
    found = [doubt for doubt in doubts if isinstance(doubt, Missing)]
    return Missing(frozenset().union(*found)) if found else None
