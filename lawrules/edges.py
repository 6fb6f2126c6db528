"""Which side of its due date a finding shows: a step before, the last moment, a step after; and what moved the date.

A step is a day; of terms in hours or minutes, one hour or minute. Takes findings and rules, knows no scenario.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lawrules.cases.events import DAY, Moment
from lawrules.cases.finding import Finding, Verdict
from lawrules.days.due import default_roll
from lawrules.days.period import Period, Unit
from lawrules.policy.model import PeriodValue, Rule

BEFORE, ON, AFTER = "day_before", "due_day", "day_after"
MAKE_UP, EXCLUDED, EXTENDED, RELEASED = "make_up_day", "excluded", "extended", "released"

_STEP = {Unit.HOUR: DAY // 24, Unit.MINUTE: DAY // 1440}
_SATURDAY = 5


def edges_of(rule: Rule) -> Iterator[str]:
    """The sides of its due date that a rule has: none where it has no date."""
    clock = rule.clock
    if rule.elapsed is not None:
        yield from (ON, AFTER)
    if rule.family != "duties":
        return
    if clock.every or clock.once_by is not None:
        yield from (BEFORE, ON, AFTER)
    length = clock.within or clock.ahead
    if length is None:
        return
    if length.period is not None and length.period.is_open:
        return
    unit = _unit(length)
    # An answer earlier than `same day` is in time on whatever day it came.
    yield from (ON, AFTER) if unit is Unit.SAME_DAY else (BEFORE, ON, AFTER)
    if unit is Unit.WORKING_DAY or (unit is not None and _rolls(rule, unit)):
        yield MAKE_UP
    if clock.exclude:
        yield EXCLUDED
    if clock.extend:
        yield EXTENDED


def edges_shown(finding: Finding, as_of: Moment) -> Iterator[str]:
    """The sides that a finding shows by its verdict."""
    position = _position(finding, as_of)
    late = finding.verdict in (Verdict.LATE, Verdict.OVERDUE)
    if position is None:
        return
    if finding.verdict is Verdict.SATISFIED and -1 <= position < 0:
        yield BEFORE
    elif finding.verdict is Verdict.SATISFIED and position == 0:
        yield ON
    elif late and 0 < position <= 1:
        yield AFTER


def moved_by(finding: Finding) -> Iterator[str]:
    """What the due date depends on beside its length: a make-up working day, an exclusion, an extension."""
    facts = finding.clock
    if facts is None:
        return
    if facts.exclude:
        yield EXCLUDED
    if facts.extend:
        yield EXTENDED
    if facts.period.is_moment or facts.period.is_open:
        return
    due = facts.due()
    counts = due.counted_days if facts.period.unit is Unit.WORKING_DAY else [due.date]
    if any(_made_up(day) and facts.calendar.works(day.toordinal()) for day in counts):
        yield MAKE_UP


def _made_up(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _position(finding: Finding, as_of: Moment) -> float | None:
    """How many steps after its due date the answer came, or the day of judgement lies; None where neither is one."""
    term = finding.term
    when = finding.answer_events[-1] if finding.answer_events else None
    if term.first is not None and term.first == term.last and term.period is not None:
        moment = when.end if when is not None else as_of[1]
        return (moment - term.first) / _STEP[term.period.unit]
    if term.day is not None and not term.provisional:
        return (when.day if when is not None else as_of[0] // DAY) - term.day
    return None


def _unit(length: PeriodValue) -> Unit | None:
    return length.period.unit if length.period is not None else length.unit


def _rolls(rule: Rule, unit: Unit) -> bool:
    """Whether a term of days can end on a make-up working day and not roll because of it."""
    if unit not in (Unit.DAY, Unit.MONTH, Unit.YEAR) or rule.clock.ahead is not None:
        return False
    roll = rule.clock.rolls or default_roll(rule.bearer.kind, Period(1, unit)).value
    return roll != "never"
