"""A finding gives the binding date, and the others that a lawful reading of the counting rules would give."""

from __future__ import annotations

import lawrules

NATIONAL = lawrules.load("national", engine="direct")


def finding(rule: str, *events: dict[str, object]) -> lawrules.Finding:
    found = NATIONAL.evaluate(list(events), "2025-12-31").findings
    return next(f for f in found if f.rule == rule)


def test_the_day_of_the_seizure_is_not_counted_and_the_stricter_reading_is_shown() -> None:
    seizure = {"id": "s", "type": "seizure.executed", "at": "2025-03-10", "data": {"measure": "seal"}}
    f = finding("seizure-limit", seizure)
    assert f.due == "2025-04-09"
    assert [(r.id, r.date.isoformat()) for r in f.other_dates] == [("D-01", "2025-04-08")]
    assert "另一种算法 D-01（AEL-25a）：起算当日计为第一日（从严），届满 2025-04-08" in f.explain()
    assert [(s.kind, s.at) for s in f.trace if s.kind == "reading"] == [("reading", "2025-04-08")]


def test_a_duty_without_a_number_has_no_other_date() -> None:
    lead = {"id": "l", "type": "lead.found", "at": "2025-03-10", "data": {"lead_kind": "discipline"}}
    assert finding("duty-crime-lead-passed-on", lead).other_dates == ()
