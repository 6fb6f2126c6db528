"""The findings of an assessment as they are listed: in which order, and one for each kind that a file leaves out."""

from __future__ import annotations

from datetime import date
from typing import Any

from lawrules.cases.events import DAY
from lawrules.cases.finding import Finding, Verdict

LAST = date.max.toordinal() * DAY


def listed(f: Finding) -> tuple[Any, ...]:
    """The place of a finding in an assessment: by time, then by rule."""
    if f.event is not None:
        at = f.event.start if not f.event.milestone else f.event.day * DAY + DAY - 1
    else:
        at = f.term.day * DAY if f.term.day is not None else LAST
    return (at, f.case or "", f.info.rule, f.event.id if f.event is not None else "", f.each or "", f.verdict,
            f.info.layer)


def per_kind(findings: list[Finding]) -> list[Finding]:
    """Outside what a file covers, absence is no evidence: one undetermined finding per kind, not one per rule."""
    kept: list[Finding] = []
    heads: dict[tuple[str | None, str], Finding] = {}
    if not any(m.startswith("covers:") for f in findings for m in f.missing):
        return findings
    for f in sorted(findings, key=listed):
        kinds = [m for m in f.missing if m.startswith("covers:")]
        if f.verdict is not Verdict.UNDETERMINED or len(kinds) != len(f.missing) or not kinds:
            kept.append(f)
            continue
        head = heads.get((f.case, kinds[0]))
        if head is None:
            heads[(f.case, kinds[0])] = f
            kept.append(f)
        else:
            head.merged = (*head.merged, (f.info, f.law_day), *f.merged)
    return kept
