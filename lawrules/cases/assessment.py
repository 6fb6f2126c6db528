"""The result of an evaluation: findings as plain data.

Takes what the engine found. Promises: immutable in use, picklable, byte-identical JSON for identical input. Whatever
only a reader needs (counted days, the trace, sentences) is derived when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from lawrules.cases.events import Event, as_datetime
from lawrules.days.period import Period

if TYPE_CHECKING:
    from datetime import date, datetime

    from lawrules.cases.trace import TraceStep
    from lawrules.days.china import WorkCalendar
    from lawrules.days.due import Due, Roll


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
    """A clause that a finding rests on: its id, the instrument's title, the place, the layer."""

    clause: str
    source: str
    at: str


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
        from datetime import date as _date

        from lawrules.days.due import due

        start: date | datetime = _date.fromordinal(self.start)
        if self.start_moment is not None and self.period.is_moment:
            start = as_datetime(self.start_moment)
        spans = [(_date.fromordinal(a), _date.fromordinal(b)) for a, b in self.exclude]
        return due(
            start, self.period, calendar=self.calendar, rolls=self.roll, exclude=spans, extend=self.extend,
            ahead=self.ahead,
        )


@dataclass(slots=True)
class Finding:
    """One rule at one trigger. Dates are ISO text: a date for days, a date-time for hours.

    `also`: full ids of the rules merged into this one (`restates`, or a `should` folded into a `must`).
    `each`: which person, unit, item, value or part of an `all` this finding is about. `suspended`: the clock stands
    still at `as_of`. `standing`: the duty has no date (listed apart while pending).
    """

    rule: str
    layer: str
    family: str
    title: str
    verdict: Verdict
    severity: str
    bearer: str
    trigger: EventRef | None = None
    answers: tuple[EventRef, ...] = ()
    due: str | None = None
    provisional: bool = False
    earliest: str | None = None
    latest: str | None = None
    readings: tuple[OtherReading, ...] = ()
    waived_by: str | None = None
    missing: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    case: str | None = None
    also: tuple[str, ...] = ()
    each: str | None = None
    period: str | None = None
    safe_date: str | None = None
    suspended: bool = False
    standing: bool = False
    supervisor: str | None = None
    notes: tuple[Note, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    clock: ClockFacts | None = field(default=None, repr=False)

    @property
    def broken(self) -> bool:
        return self.verdict in BROKEN

    @property
    def is_breach(self) -> bool:
        """Late, overdue or violated, a must, and the agency's."""
        return self.broken and self.severity == "must" and self.bearer == "agency"

    @property
    def is_advisory(self) -> bool:
        return self.broken and self.severity != "must" and self.bearer == "agency"

    @property
    def is_party_default(self) -> bool:
        return self.broken and self.bearer != "agency"

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """How the verdict came about, step by step."""
        from lawrules.cases.trace import trace_of

        return trace_of(self)

    def explain(self, lang: str = "zh") -> str:
        """The finding in sentences, with its clause and counted days; `lang` is `zh` or `en`."""
        from lawrules.report.explain import explain

        return explain(self, lang)

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


@dataclass(slots=True)
class Assessment:
    """What was owed, by when, whether it was met and why, as it stood at `as_of`."""

    policy: str
    case: str | None
    agency: str | None
    as_of: str
    engine: str
    findings: tuple[Finding, ...]
    labels: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    vacuous: tuple[str, ...] = ()
    not_bound: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fingerprints: Mapping[str, str] = field(default_factory=dict)

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """Late, overdue or violated duties of the agency that are musts. They set the exit code."""
        return tuple(f for f in self.findings if f.is_breach)

    @property
    def advisories(self) -> tuple[Finding, ...]:
        """The same for what the law only recommends."""
        return tuple(f for f in self.findings if f.is_advisory)

    @property
    def party_defaults(self) -> tuple[Finding, ...]:
        """What the party (or the court) failed to do in time."""
        return tuple(f for f in self.findings if f.is_party_default)

    @property
    def open(self) -> tuple[Finding, ...]:
        """Duties that are still to be done, dated ones first, by due date."""
        pending = [f for f in self.findings if f.verdict is Verdict.PENDING]
        return tuple(sorted(pending, key=lambda f: (f.due is None, f.due or "", f.rule)))

    @property
    def open_duties(self) -> tuple[Finding, ...]:
        return self.open

    @property
    def undetermined(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.verdict is Verdict.UNDETERMINED)

    @property
    def next_due(self) -> Finding | None:
        """The pending duty that falls due first, or None."""
        for finding in self.open:
            if finding.due is not None and not finding.suspended:
                return finding
        return None

    @property
    def missing_facts(self) -> tuple[str, ...]:
        """Every fact that would decide an undetermined finding, sorted."""
        return tuple(sorted({fact for f in self.findings for fact in f.missing}))

    def to_dict(self) -> dict[str, Any]:
        """The documented JSON form (docs/assessment.schema.json)."""
        next_due = self.next_due
        return {
            "policy": self.policy,
            "case": self.case,
            "agency": self.agency,
            "as_of": self.as_of,
            "engine": self.engine,
            "findings": [f.to_dict() for f in self.findings],
            "labels": {event: {k: list(v) for k, v in by.items()} for event, by in self.labels.items()},
            "next_due": _pointer(next_due) if next_due else None,
            "open_duties": [_pointer(f) for f in self.open],
            "missing_facts": list(self.missing_facts),
            "assumptions": list(self.assumptions),
            "vacuous": list(self.vacuous),
            "not_bound": list(self.not_bound),
            "warnings": list(self.warnings),
            "fingerprints": dict(self.fingerprints),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict` as JSON text; keys in documented order, Chinese unescaped."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


def _pointer(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule, "case": finding.case, "each": finding.each,
        "trigger": finding.trigger.id if finding.trigger else None, "due": finding.due,
    }
