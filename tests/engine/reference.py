"""A slow, plain reading of the simplest part of the law, to hold the engine against.

It knows one gate (an act needs an earlier event of another type), one prohibition (events of a type whose amount
reaches a threshold) and one duty (an answer that names its trigger, within n working days), over bare dates. It shares
nothing with the engine: its working days are spelled out below for one stretch of time, its events are plain dicts.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

# 国办发明电〔2023〕7号 (2024) for September and October: closed days, and weekend days that are worked.
CLOSED = {date(2024, 9, d) for d in (15, 16, 17)} | {date(2024, 10, d) for d in range(1, 8)}
WORKED = {date(2024, 9, 14), date(2024, 9, 29), date(2024, 10, 12)}
FIRST, LAST = date(2024, 9, 1), date(2024, 11, 15)

GATED, OPENER = "decision.made", "legal_review.completed"
FORBIDDEN = "storage_fee.charged"
OWED, ANSWER = "decision.made", "publication.posted"


def works(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in CLOSED)


def due(start: date, n: int) -> date:
    """The n-th working day after `start`, one day at a time."""
    day = start
    while n:
        day += timedelta(days=1)
        n -= works(day)
    return day


def day_of(event: dict[str, Any]) -> date:
    return date.fromisoformat(event["at"])


def expected(
    events: list[dict[str, Any]], as_of: date, n: int, threshold: int
) -> set[tuple[str, str, str, str | None]]:
    """(rule, trigger, verdict, due) of every finding."""
    known = [e for e in events if day_of(e) <= as_of]
    made: set[tuple[str, str, str, str | None]] = set()
    for event in known:
        if event["type"] == GATED:
            opened = any(e["type"] == OPENER and day_of(e) <= day_of(event) for e in known)
            made.add(("gate", event["id"], "satisfied" if opened else "violated", None))
        if event["type"] == FORBIDDEN:
            amount = event.get("data", {}).get("amount")
            if amount is None:
                made.add(("ban", event["id"], "undetermined", None))
            elif amount >= threshold:
                made.add(("ban", event["id"], "violated", None))
        if event["type"] == OWED:
            made.add(_duty(event, known, as_of, n))
    return made


def _duty(trigger: dict[str, Any], known: list[dict[str, Any]], as_of: date, n: int) -> tuple[str, str, str, str]:
    last = due(day_of(trigger), n)
    answered = [
        day_of(e)
        for e in known
        if e["type"] == ANSWER and e.get("about") == trigger["id"] and day_of(e) >= day_of(trigger)
    ]
    if answered:
        verdict = "satisfied" if min(answered) <= last else "late"
    else:
        verdict = "pending" if as_of <= last else "overdue"
    return ("duty", trigger["id"], verdict, last.isoformat())
