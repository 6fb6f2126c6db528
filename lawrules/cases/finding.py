"""One finding: a rule at one trigger, as plain data.

A finding keeps what the engine found (a rule, events, a term) and derives what a reader sees (texts, dates in ISO form,
clauses) when it is asked: an assessment of a case costs no more than its judgement.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from lawrules.cases.events import Event, as_datetime, as_text
from lawrules.days.period import Period
from lawrules.records import dataclass, field

if TYPE_CHECKING:
    from datetime import datetime

    from lawrules.cases.trace import TraceStep
    from lawrules.days.due import Due, Roll
    from lawrules.days.readings import Reading
    from lawrules.days.work_calendar import WorkCalendar


class Verdict(StrEnum):
    """What became of a rule at one trigger (semantics.md, "Verdicts")."""

    SATISFIED = "satisfied"
    LATE = "late"
    PENDING = "pending"
    OVERDUE = "overdue"
    VIOLATED = "violated"
    WAIVED = "waived"
    RELEASED = "released"
    UNDETERMINED = "undetermined"


BROKEN = frozenset((Verdict.LATE, Verdict.OVERDUE, Verdict.VIOLATED))

STRICTNESS = {
    Verdict.VIOLATED: 7, Verdict.OVERDUE: 6, Verdict.LATE: 5, Verdict.UNDETERMINED: 4, Verdict.PENDING: 3,
    Verdict.SATISFIED: 2, Verdict.WAIVED: 1, Verdict.RELEASED: 0,
}
"""Which verdict stands when two layers judge the same trigger: the higher number."""


class EventRef(NamedTuple):
    """An event as a finding names it."""

    id: str
    type: str
    at: str

    @classmethod
    def of(cls, event: Event) -> EventRef:
        return cls(event.id, event.type, event.at)


class Basis(NamedTuple):
    """A clause that a finding rests on: its id, the instrument's title, the place in it.

    `verified`: how the clause is known: `text` (read), `news` (an official summary), `memory` (not read), or empty.
    """

    clause: str
    source: str
    at: str
    verified: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether the clause was not read in its text and is to be checked before anyone relies on it."""
        return self.verified in ("news", "memory")


class Note(NamedTuple):
    """Something a reader should know, as a code and its words; `lawrules.report.phrases` turns it into sentences."""

    code: str
    words: tuple[tuple[str, str], ...] = ()


class Rejected(NamedTuple):
    """An answer that was considered and did not count, and why (a code of `lawrules.report.phrases`)."""

    event: EventRef
    reason: str


class OtherReading(NamedTuple):
    """What another lawful reading of the rule would give."""

    name: str
    verdict: str
    due: str | None
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What every finding of a rule says about the rule. `basis`: each clause with the days on which it is law."""

    rule: str
    layer: str
    family: str
    title: str
    bearer: str
    supervisor: str | None
    basis: tuple[tuple[Basis, int, int], ...]

    @property
    def full_id(self) -> str:
        return f"{self.layer}/{self.rule}"

    def cited(self, day: int) -> tuple[Basis, ...]:
        """The clauses that were law on the day; all of them where none was."""
        in_force = tuple(basis for basis, start, end in self.basis if start <= day <= end)
        return in_force or tuple(basis for basis, _, _ in self.basis)


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """All that a due date was computed from, so that its steps can be shown when asked for."""

    start: int
    period: Period
    roll: Roll
    calendar: WorkCalendar
    exclude: tuple[tuple[int, int], ...] = ()
    extend: tuple[Period, ...] = ()
    ahead: bool = False
    start_moment: int | None = None

    def due(self) -> Due:
        """The due date with its counted and skipped days."""
        from lawrules.days.due import due

        start: date | datetime = date.fromordinal(self.start)
        if self.start_moment is not None and self.period.is_moment:
            start = as_datetime(self.start_moment)
        spans = [(date.fromordinal(a), date.fromordinal(b)) for a, b in self.exclude]
        return due(
            start, self.period, calendar=self.calendar, rolls=self.roll, exclude=spans, extend=self.extend,
            ahead=self.ahead,
        )


@dataclass(slots=True, unsafe_hash=True)
class DueFacts:
    """A due date. Day terms have `day`, hour terms `first`..`last` (microseconds); an open term has neither.

    `earliest`..`latest` bound the day while a holiday notice is missing (`years`). `suspended`: an excluded span is
    open at `as_of`. `safe_day`: for a fixed date on a rest day, the last working day before it.
    """

    period: Period | None = None
    day: int | None = None
    earliest: int = 0
    latest: int = 0
    provisional: bool = False
    years: tuple[int, ...] = ()
    first: int | None = None
    last: int | None = None
    suspended: bool = False
    safe_day: int | None = None
    facts: ClockFacts | None = None

    @property
    def due(self) -> str | None:
        if self.first is not None:
            return as_text((self.first, self.first)) if self.first == self.last else None
        return _iso(self.day)

    @property
    def bounds(self) -> tuple[str | None, str | None]:
        if self.first is not None and self.last is not None and self.first != self.last:
            return as_text((self.first, self.first)), as_text((self.last, self.last))
        return (_iso(self.earliest), _iso(self.latest)) if self.provisional else (None, None)


NO_TERM = DueFacts()


def _iso(day: int | None) -> str | None:
    return date.fromordinal(day).isoformat() if day is not None else None


Late = Callable[[], Any]


@dataclass(slots=True, eq=False)
class Finding:
    """One rule at one trigger. Dates are ISO text: a date for days, a date-time for hours.

    `also`: full ids of the rules merged into this one (`restates`, or a `should` folded into a `must`).
    `each`: which person, unit, item, value or part of an `all` this finding is about. `suspended`: the clock stands
    still at `as_of`. `standing`: the duty has no date (listed apart while pending).
    """

    info: RuleInfo
    verdict: Verdict
    severity: str
    event: Event | None
    law_day: int
    case: str | None = None
    answer_events: tuple[Event, ...] = ()
    term: DueFacts = NO_TERM
    waived_by: str | None = None
    missing: tuple[str, ...] = ()
    each: str | None = None
    standing: bool = False
    notes: tuple[Note, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    merged: tuple[tuple[RuleInfo, int], ...] = ()
    _rejected: tuple[Rejected, ...] | Late = field(default=(), repr=False)

    @property
    def rule(self) -> str:
        return self.info.rule

    @property
    def layer(self) -> str:
        return self.info.layer

    @property
    def family(self) -> str:
        return self.info.family

    @property
    def title(self) -> str:
        return self.info.title

    @property
    def bearer(self) -> str:
        return self.info.bearer

    @property
    def supervisor(self) -> str | None:
        return self.info.supervisor

    @property
    def trigger(self) -> EventRef | None:
        return EventRef.of(self.event) if self.event is not None else None

    @property
    def answers(self) -> tuple[EventRef, ...]:
        return tuple(EventRef.of(event) for event in self.answer_events)

    @property
    def due(self) -> str | None:
        """The last day on which the duty is in time, or the moment; None where it has no date or no single one."""
        return self.term.due

    @property
    def earliest(self) -> str | None:
        return self.term.bounds[0]

    @property
    def latest(self) -> str | None:
        return self.term.bounds[1]

    @property
    def provisional(self) -> bool:
        return self.term.provisional

    @property
    def suspended(self) -> bool:
        return self.term.suspended

    @property
    def safe_date(self) -> str | None:
        return _iso(self.term.safe_day)

    @property
    def period(self) -> str | None:
        return self.term.period.text("zh") if self.term.period is not None else None

    @property
    def clock(self) -> ClockFacts | None:
        return self.term.facts

    @property
    def other_dates(self) -> tuple[Reading, ...]:
        """What other lawful readings of the counting rules (start day, rolls, hours, clear days) would lead to.

        The ids are those of docs/deadlines.md; `due` is the binding result. Counted when asked for.
        """
        if self.term.facts is None or self.term.facts.period.is_open:
            return ()
        from lawrules.days.readings import readings

        return readings(self.term.facts.due())

    @property
    def basis(self) -> tuple[Basis, ...]:
        cited = [*self.info.cited(self.law_day), *(b for info, day in self.merged for b in info.cited(day))]
        return tuple(dict.fromkeys(cited))

    @property
    def also(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(info.full_id for info, _ in self.merged))

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Answers that were considered and did not count, with the reason."""
        found = self._rejected
        if not isinstance(found, tuple):
            found = self._rejected = tuple(found())
        return found

    @property
    def broken(self) -> bool:
        return self.verdict in BROKEN

    @property
    def is_breach(self) -> bool:
        """Late, overdue or violated, a must, and the agency's."""
        return self.verdict in BROKEN and self.severity == "must" and self.info.bearer == "agency"

    @property
    def is_advisory(self) -> bool:
        return self.verdict in BROKEN and self.severity != "must" and self.info.bearer == "agency"

    @property
    def is_party_default(self) -> bool:
        return self.verdict in BROKEN and self.info.bearer != "agency"

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """How the verdict came about, step by step."""
        from lawrules.cases.trace import trace_of

        return trace_of(self)

    def explain(self, lang: str = "zh") -> str:
        """The finding in sentences, with its clause and counted days; `lang` is `zh` or `en`."""
        from lawrules.report.explain import explain

        return explain(self, lang)

    def copied(self) -> Finding:
        """Another finding that says the same, to be merged with others while this one stays."""
        return Finding(*_ALL(self))

    def __getstate__(self) -> dict[str, Any]:
        self.rejected  # noqa: B018 - a pickle holds data, not a way to compute it
        return {name: getattr(self, name) for name in self.__slots__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.info.full_id, self.event.id if self.event is not None else None, self.each, self.verdict))

    def to_dict(self) -> dict[str, Any]:
        """The finding in the documented JSON form."""
        return {
            "rule": self.rule,
            "family": self.family,
            "title": self.title,
            "verdict": self.verdict.value,
            "severity": self.severity,
            "bearer": self.bearer,
            "case": self.case,
            "each": self.each,
            "trigger": self.trigger._asdict() if self.trigger else None,
            "answers": [a._asdict() for a in self.answers],
            "period": self.period,
            "due": self.due,
            "provisional": self.provisional,
            "earliest": self.earliest,
            "latest": self.latest,
            "safe_date": self.safe_date,
            "suspended": self.suspended,
            "standing": self.standing,
            "readings": [{**r._asdict(), "basis": list(r.basis)} for r in self.readings],
            "waived_by": self.waived_by,
            "missing": list(self.missing),
            "basis": [b._asdict() for b in self.basis],
            "layer": self.layer,
            "also": list(self.also),
            "supervisor": self.supervisor,
            "notes": [{"code": n.code, **dict(n.words)} for n in self.notes],
            "rejected": [{"event": r.event._asdict(), "reason": r.reason} for r in self.rejected],
        }


_ALL: Callable[[Finding], tuple[Any, ...]] = attrgetter(*Finding.__slots__)
