"""How a term was counted, stretch by stretch: what a reader needs to count it again on a wall calendar.

Built only when asked for, from the same calendar and the same rules as the result; `steps_of` walks the days one by
one and so is a second computation of the end, which it compares with the first.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lawrules.days.counting import add_months, natural_end
from lawrules.days.period import Period, Unit
from lawrules.records import dataclass

if TYPE_CHECKING:
    from lawrules.days.answer import Due


class StepKind(enum.Enum):
    """What happens in a stretch of days."""

    START = "start"
    """Day 0: not counted (P-01). Of a backward term, the day of the event; of hours, the day on which they begin."""
    COUNTED = "counted"
    SKIPPED = "skipped"
    """Rest days of a working-day term."""
    SUSPENDED = "suspended"
    """Excluded days: left out of the count (P-14)."""
    ROLLED = "rolled"
    """Rest days between the unrolled end and the due date (P-06)."""
    END = "end"
    """The last day for the act (of a backward term: for the notice)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of days, first and last included.

    `counted` is the running number of its last counted day within `part`, 0 where nothing is counted; `part` is 0 for
    the period itself, 1 for the first extension, and so on. `reason_zh` and `reason_en` say why.
    """

    kind: StepKind
    first: date
    last: date
    counted: int
    part: int
    reason_zh: str
    reason_en: str

    def reason(self, lang: str = "zh") -> str:
        """Why, in Chinese (`zh`) or English (`en`)."""
        return self.reason_en if lang == "en" else self.reason_zh

    def to_dict(self) -> dict[str, Any]:
        """The step as plain data (ISO dates, Chinese reason)."""
        return {
            "kind": self.kind.value,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "counted": self.counted,
            "part": self.part,
            "reason": self.reason_zh,
        }


@dataclass(frozen=True, slots=True)
class _Day:
    """One day of the walk, before stretches are joined."""

    kind: StepKind
    day: int
    part: int
    reason: tuple[str, str]
    counted: int = 0


def steps_of(due: Due) -> tuple[Step, ...]:
    """The steps of `due`, in the order of counting."""
    if due.period.is_moment:
        return _steps_of_hours(due)
    event = ("事件当日", "day of the event") if due.ahead else ("起算日不计入", "the start day is not counted")
    days = [_Day(StepKind.START, due._start, 0, event)]
    days += _backward_days(due) if due.ahead else _forward_days(due)
    days += [_Day(StepKind.ROLLED, day, len(due.extend), _why(due, day)) for day in range(*due.ends)]
    end = ("通知的最后一日", "last day for the notice") if due.ahead else ("期限届满日", "last day of the term")
    days.append(_Day(StepKind.END, due.ends[1], len(due.extend), end))
    return _joined(days)


def counted_days(steps: Sequence[Step], ahead: bool) -> list[date]:
    """All days of the counted stretches, in the order of counting."""
    result: list[date] = []
    for step in steps:
        if step.kind is StepKind.COUNTED:
            stretch = range(step.first.toordinal(), step.last.toordinal() + 1)
            result += [date.fromordinal(day) for day in (reversed(stretch) if ahead else stretch)]
    return result


def _steps_of_hours(due: Due) -> tuple[Step, ...]:
    start = (
        ("自当日的时刻起算", "the term runs from a moment of this day")
        if due.start_moment
        else ("自当日起算，钟点不明", "the term runs from this day, at an hour unknown")
    )
    length_zh = " + ".join(part.text("zh") for part in (due.period, *due.extend))
    length_en = " + ".join(part.text("en") for part in (due.period, *due.extend))
    whole = (
        (f"{length_zh}，自该时刻起连续倒数", f"{length_en} back from that moment without a pause")
        if due.ahead
        else (f"{length_zh}，自该时刻起连续计算", f"{length_en} from that moment without a pause")
    )
    return (
        Step(StepKind.START, due.start, due.start, 0, 0, *start),
        Step(StepKind.END, due.earliest, due.latest, 0, 0, *whole),
    )


def _forward_days(due: Due) -> Iterator[_Day]:
    day = due._start
    for part, period in enumerate((due.period, *due.extend)):
        if period.unit is Unit.SAME_DAY:
            continue
        target = _target(day, period)
        number = 0
        while number < target:
            day += 1
            kind, reason = _judge(due, day, period)
            number += kind is StepKind.COUNTED
            yield _Day(kind, day, part, reason, number)


def _backward_days(due: Due) -> Iterator[_Day]:
    if due.period.unit is Unit.SAME_DAY:
        return
    day = due._start
    target = _target(day, due.period, backward=True)
    number = 0
    while True:
        day -= 1
        kind, reason = _judge(due, day, due.period)
        if kind is StepKind.COUNTED and number == target:
            return
        number += kind is StepKind.COUNTED
        yield _Day(kind, day, 0, reason, number)


def _target(start: int, period: Period, backward: bool = False) -> int:
    """How many days the term counts; a month's length is fixed by its dates (P-04)."""
    if period.unit in (Unit.DAY, Unit.WORKING_DAY):
        return period.count
    if backward:
        return start - add_months(start, -period.count * (12 if period.unit is Unit.YEAR else 1))
    return natural_end(start, period) - start


def _judge(due: Due, day: int, period: Period) -> tuple[StepKind, tuple[str, str]]:
    """What the term makes of `day`."""
    if any(first <= day <= last for first, last in due.exclude):
        return StepKind.SUSPENDED, ("期间中止，不计入", "suspended, not counted")
    if period.unit is not Unit.WORKING_DAY:
        return StepKind.COUNTED, ("自然日", "natural days")
    kind = StepKind.COUNTED if due.calendar.works(day) else StepKind.SKIPPED
    return kind, _why(due, day)


def _why(due: Due, day: int) -> tuple[str, str]:
    d = date.fromordinal(day)
    if d <= due.calendar.announced_until:
        return due.calendar.describe(d), due.calendar.describe(d, "en")
    zh, en = ("工作日", "working day") if due.calendar.works(day) else ("休息日", "rest day")
    return f"推定{zh}（{d.year}年安排尚未公布）", f"presumed {en} ({d.year} not announced)"


def _joined(days: Sequence[_Day]) -> tuple[Step, ...]:
    """Neighbouring days of the same kind, part and reason as one step."""
    steps: list[Step] = []
    for item in days:
        d = date.fromordinal(item.day)
        counted = item.counted if item.kind is StepKind.COUNTED else 0
        if steps:
            last = steps[-1]
            same = last.kind is item.kind and last.part == item.part and last.reason_zh == item.reason[0]
            if same and item.kind is not StepKind.END:
                first, end = min(last.first, d), max(last.last, d)
                steps[-1] = Step(item.kind, first, end, counted, item.part, *item.reason)
                continue
        steps.append(Step(item.kind, d, d, counted, item.part, *item.reason))
    return tuple(steps)
