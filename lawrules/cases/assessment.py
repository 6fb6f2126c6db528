"""The result of an evaluation.

Takes what the engine found. Promises: unchanging in use, picklable, byte-identical JSON for identical input. What only
a reader needs (labels, assumptions, which rules were never triggered) is settled when it is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from lawrules.cases.finding import (
    BROKEN,
    STRICTNESS,
    Basis,
    ClockFacts,
    EventRef,
    Finding,
    Note,
    OtherReading,
    Rejected,
    Verdict,
)
from lawrules.records import dataclass, field


class Remarks(NamedTuple):
    """What goes beyond the findings. `labels`: event id to label to the rules that put it there."""

    labels: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    assumptions: tuple[str, ...] = ()
    vacuous: tuple[str, ...] = ()
    not_bound: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Assessment:
    """What was owed, by when, whether it was met and why, as it stood at `as_of`."""

    policy: str
    case: str | None
    agency: str | None
    as_of: str
    engine: str
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...] = ()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    _remarks: Remarks | Callable[[], Remarks] = field(default=Remarks(), repr=False)

    @property
    def remarks(self) -> Remarks:
        if not isinstance(self._remarks, Remarks):
            self._remarks = self._remarks()
        return self._remarks

    @property
    def labels(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Which decisions carry which labels (`major` …), and the rules that say so."""
        return self.remarks.labels

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted because the file is silent: `field=value`, and `order:a~b` for bare dates."""
        return self.remarks.assumptions

    @property
    def vacuous(self) -> tuple[str, ...]:
        """Rules that nothing in the file triggered."""
        return self.remarks.vacuous

    @property
    def not_bound(self) -> tuple[str, ...]:
        """Rules for agencies of another role or kind."""
        return self.remarks.not_bound

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

    def __getstate__(self) -> dict[str, Any]:
        self.remarks  # noqa: B018 - a pickle holds data, not a way to compute it
        return {name: getattr(self, name) for name in self.__slots__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Assessment) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

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


__all__ = [
    "BROKEN", "STRICTNESS", "Assessment", "Basis", "ClockFacts", "EventRef", "Finding", "Note", "OtherReading",
    "Rejected", "Remarks", "Verdict",
]
