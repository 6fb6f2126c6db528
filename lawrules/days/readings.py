"""The other lawful readings of a term, beside the binding one: open points are shown, not hidden.

Ids are those of docs/deadlines.md (P-.. a counting rule with two readings, D-.. an open point of the law).
"""

from __future__ import annotations

import datetime
from typing import Any

from lawrules.days.answer import Due
from lawrules.days.due import Roll, due
from lawrules.days.period import Unit
from lawrules.days.times import next_full_hour
from lawrules.records import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One other reading: its id, what it holds, the clauses it rests on, and the date (moment) it leads to."""

    id: str
    zh: str
    en: str
    sources: tuple[str, ...]
    date: datetime.date
    moment: datetime.datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data."""
        moment = None if self.moment is None else self.moment.isoformat()
        return {
            "id": self.id,
            "zh": self.zh,
            "en": self.en,
            "sources": list(self.sources),
            "date": self.date.isoformat(),
            "moment": moment,
        }


def readings(answer: Due) -> tuple[Reading, ...]:
    """All readings that lead to another date or moment than `answer`, which is the binding one."""
    if answer.period.is_moment:
        found = _hours(answer)
    elif answer.ahead:
        found = _backward(answer)
    else:
        found = [*_start_day(answer), *_rolls(answer)]
    return tuple(item for item in found if (item.date, item.moment) != (answer.date, answer.moment))


def _hours(answer: Due) -> list[Reading]:
    start = answer.start_moment
    if start is None or answer.ahead:
        return []
    full = due(next_full_hour(start), answer.period, calendar=answer.calendar, extend=answer.extend)
    zh, en = "自下一整点起算", "hours run from the next full hour"
    return [Reading("P-05", zh, en, ("CPLI-125", "JS-APR-49"), full.date, full.moment)]


def _backward(answer: Due) -> list[Reading]:
    days = answer.counted_days
    if not days:
        return []
    zh, en = "通知日可为所数期间的第一日（宽松）", "the notice may go out on the first of the counted days (lenient)"
    return [Reading("P-11", zh, en, ("APL-2021-64b", "AEL-51"), days[-1])]


def _start_day(answer: Due) -> list[Reading]:
    if answer.period.unit is not Unit.DAY or answer.bearer != "agency":
        return []
    earlier = due(
        answer.start - datetime.timedelta(days=1),
        answer.period,
        calendar=answer.calendar,
        rolls=answer.roll,
        exclude=_spans(answer),
        extend=answer.extend,
    )
    zh, en = "起算当日计为第一日（从严）", "the start day is day 1 (conservative)"
    return [Reading("D-01", zh, en, ("AEL-25a",), earlier.date)]


def _rolls(answer: Due) -> list[Reading]:
    wide = "期满日为休息日的顺延（广义：周末与全部放假日）", "the end rolls over every rest day (wide reading)"
    narrow = (
        "仅在法定节日当日期满的顺延（狭义）",
        "the end rolls only from a statutory day (narrow reading)",
    )
    never = "期满日不顺延", "the end does not roll"
    found = []
    for roll, number, (zh, en), sources in (
        (Roll.NEVER, "D-02", never, ("AEL-25a", "TRF-05b")),
        (Roll.NEXT_WORKING_DAY, "D-02" if answer.roll is Roll.NEVER else "D-03", wide, ("CPL-85b", "CC-203")),
        (Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY, "D-03", narrow, ("MOHURD55-45", "JS-APR-49", "HOL-2024-02")),
    ):
        if roll is not answer.roll:
            other = due(
                answer.start,
                answer.period,
                calendar=answer.calendar,
                rolls=roll,
                exclude=_spans(answer),
                extend=answer.extend,
            )
            found.append(Reading(number, zh, en, sources, other.date))
    return found


def _spans(answer: Due) -> list[tuple[datetime.date, datetime.date]]:
    day = datetime.date.fromordinal
    return [(day(first), day(last)) for first, last in answer.exclude]
