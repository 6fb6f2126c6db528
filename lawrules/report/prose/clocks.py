"""When a duty falls due, in sentences: what is counted, from where, and where it ends (docs/language.md, section 7)."""

from __future__ import annotations

from lawrules.days.due import Roll, default_roll
from lawrules.days.period import Period, Unit
from lawrules.policy.model import Clock, Exclusion, Extension, FixedDay, Pattern, PeriodValue, Rule, event_patterns
from lawrules.report.prose.lines import NotTold, Passage, passage
from lawrules.report.prose.statements import Statements

_ROLLS = {
    "never": (
        "末日遇休息日不顺延",
        "a rest day at the end does not move it",
    ),
    "next_working_day": (
        "末日遇休息日的，顺延到下一个工作日",
        "if it ends on a rest day, it runs to the next working day",
    ),
    "next_working_day_after_statutory_holiday": (
        "末日遇法定节假日的，顺延到节后第一个工作日；遇普通周末不顺延",
        "if it ends on a statutory holiday, it runs to the next working day; an ordinary weekend does not move it",
    ),
}
_DEFAULT_ROLLS = {Roll.NEVER: "never", Roll.NEXT_WORKING_DAY: "next_working_day"}

_DAYS = (Unit.DAY, Unit.MONTH, Unit.YEAR)


class Clocks:
    """Tells the terms of one rule."""

    def __init__(self, statements: Statements, rule: Rule) -> None:
        self.statements = statements
        self.names = statements.names
        self.rule = rule

    def passages(self, clock: Clock) -> list[Passage]:
        """The term, and what lengthens, interrupts or ends it."""
        n = self.names
        told = [passage(n("期限", "term"), *self.term(clock))]
        if clock.extend:
            told.append(passage(n("延长", "extension"), *(self._extension(e) for e in clock.extend)))
        if clock.exclude:
            told.append(self.exclusions(clock.exclude))
        if clock.lifted_by is not None:
            told.append(self._lifted(clock.lifted_by))
        return told

    def term(self, clock: Clock) -> list[str]:
        """The sentences of the term itself."""
        told = []
        if clock.within is not None:
            told += self.within(clock.within, clock)
        if clock.ahead is not None:
            told += self._ahead(clock.ahead)
        if clock.before is not None:
            told.append(self._before(clock.before))
        if clock.every:
            told += self._every(clock.by)
        elif clock.by is not None:
            told.append(self._day(clock.by))
        if clock.once_by is not None or clock.once_from is not None:
            told += self._once(clock)
        if clock.start_field and clock.within is None:
            raise NotTold(f"the start {clock.start_field} without a term")
        told = told or [self._none()]
        return [*told, *self.roll_not_told(clock, told)]

    def roll_not_told(self, clock: Clock, told: list[str]) -> list[str]:
        """What the rule says of a rest day at the end, where the units of its term do not show it."""
        roll = self.names(*_ROLLS[clock.rolls]) if clock.rolls else ""
        return [roll] if roll and not any(roll in text for text in told) else []

    def _none(self) -> str:
        if self.rule.when is not None:
            return self.names(
                "没有期限：没有办的一直待办，不会逾期", "none: it stays pending until it is done, and is never overdue"
            )
        return self.names(
            "没有期限：常设义务，以最近一次为准；没有办的一直待办，不会逾期",
            "none: a standing duty, judged by the latest; it stays pending until it is done, and is never overdue",
        )

    # ── within

    def within(self, period: PeriodValue, clock: Clock) -> list[str]:
        """The sentences of a term that runs from the trigger: how long, and how it is counted."""
        n = self.names
        units = n.units(period)
        length = n.period(period)
        fixed = period.period
        if fixed is not None and fixed.unit is Unit.SAME_DAY:
            return [
                n(
                    f"当日：{self._of(clock)}的当天；当天更早办的也算",
                    f"on the day of {self._of(clock)}; earlier that day counts",
                )
            ]
        if fixed is not None and fixed.is_open:
            return [
                n(
                    f"{length}：法律没有写天数，没有办的一直待办，不会逾期",
                    f"{length}: the law gives no number; it stays pending until it is done, and is never overdue",
                )
            ]
        moment = bool(units) and all(unit in (Unit.HOUR, Unit.MINUTE) for unit in units)
        since = n("之时" if moment else "之日", "")
        if self.rule.derivation is None:
            told = [n(f"自{self._of(clock)}{since}起 {length}内", f"within {length} after {self._of(clock)}")]
        else:
            told = [n(f"自{self._of(clock)}{since}起满 {length}", f"{length} after {self._of(clock)}")]
        told += self._counting(units, clock.rolls)
        if clock.start_field in ("started_at", "ended_at"):
            told.append(
                n("活动没有写这个时间的，以事件本身的时间为准", "an act that does not give this time has its own time")
            )
        return told

    def _of(self, clock: Clock) -> str:
        """From where a term runs."""
        n = self.names
        trigger = self.trigger()
        if not clock.start_field:
            return trigger
        field = n.title(("event", clock.start_field))
        return n(f"{trigger}所写的“{field}”", f"the {field} of {trigger}")

    def trigger(self) -> str:
        """The event that sets the rule off, by its title where it is one."""
        n = self.names
        types = list(dict.fromkeys(event.type for event in event_patterns(self.rule.when)))
        if len(types) == 1:
            return n.event_title(types[0])
        return n("该事件", "that event")

    def _counting(self, units: tuple[Unit, ...], rolls: str) -> list[str]:
        """How each unit is counted: what day 1 is, which days count, whether the end rolls."""
        n = self.names
        told = []
        several = len(units) > 1
        for unit in units:
            what = n(f"按{_UNITS[unit][0]}的，", f"in {_UNITS[unit][1]}: ") if several else ""
            told.append(what + self._counted(unit, rolls))
        if not units:
            told.append(n("怎样计算，取决于所定的期限", "how it is counted depends on what will be set"))
        return told

    def _counted(self, unit: Unit, rolls: str) -> str:
        n = self.names
        if unit in (Unit.HOUR, Unit.MINUTE):
            return n(
                "从那一刻起连续计算，休息日照算，不顺延", "counted without a break from that very moment; never rolled"
            )
        if unit is Unit.WORKING_DAY:
            return n(
                "当日不计，自下一个工作日数起，只数工作日（依放假调休安排），到最后一日24时为止",
                "that day is not counted; only working days are; until the last day's end",
            )
        if unit not in _DAYS:
            return n("没有天数，不会逾期", "without a number of days, never overdue")
        day = n("当日不计，自次日数起，休息日照算", "that day is not counted; rest days are")
        if unit in (Unit.MONTH, Unit.YEAR):
            day = n("到对应日为止，没有对应日的到月底", "until the corresponding date, or the month's last day")
        return n(f"{day}，{self._roll(unit, rolls)}", f"{day}; {self._roll(unit, rolls)}")

    def _roll(self, unit: Unit, rolls: str) -> str:
        """What a rest day at the end does: as the rule says, else as the bearer's terms go."""
        return self.names(*_ROLLS[rolls or _DEFAULT_ROLLS[default_roll(self.rule.bearer.kind, Period(1, unit))]])

    # ── the other ways to fall due

    def _ahead(self, period: PeriodValue) -> list[str]:
        n = self.names
        length, trigger = n.period(period), self.trigger()
        told = [n(f"在{trigger}之前至少 {length}办", f"at least {length} before {trigger}")]
        units = n.units(period)
        if not any(unit in (Unit.HOUR, Unit.MINUTE) for unit in units):
            told.append(
                n(
                    "两者之间要隔满这些日子，首尾两日都不计",
                    "so many clear days between the two, neither of them counted",
                )
            )
        told.append(n("不足的为逾期，没有办的为违反", "later is late, not at all is a violation"))
        return told

    def _before(self, event: Pattern) -> str:
        n = self.names
        what = n.quoted(self.statements.pattern(event))
        return n(f"在{what}发生之前；它一发生即为届满", f"before {what} happens; that is when it falls due")

    def _day(self, by: FixedDay) -> str:
        n = self.names
        day = n(f"{by.month}月{by.day}日", f"{by.month:02}-{by.day:02}")
        year = (
            n("次年", " of the following year")
            if by.next_year
            else n(f"{by.year}年" if by.year else "每年", f" of {by.year}" if by.year else " of each year")
        )
        return n(f"{year}{day}以前（含当日）", f"by {day}{year}, that day included")

    def _every(self, by: FixedDay | None) -> list[str]:
        n = self.names
        by = by if by is not None else FixedDay(12, 31)
        belongs = n(
            "办理写有“年度”的算在该年度，没有写的算在" + ("上一年" if by.next_year else "办理之时的那一年"),
            "what gives a `year` counts for that year, else for "
            + ("the year before" if by.next_year else "its own year"),
        )
        return [n("每年一次，", "once a year, ") + self._day(by), self._fixed(), belongs]

    def _once(self, clock: Clock) -> list[str]:
        n = self.names
        told = []
        if clock.once_by is not None:
            told.append(
                n(f"只此一次，{clock.once_by} 以前（含当日）", f"only once, by {clock.once_by}, that day included")
            )
        if clock.once_from is not None:
            told.append(n(f"{clock.once_from} 以前办的不算", f"what was done before {clock.once_from} does not count"))
        return [*told, self._fixed()]

    def _fixed(self) -> str:
        return self.names("所定的日子遇休息日不顺延", "a fixed day never rolls")

    # ── what lengthens, interrupts or ends a term

    def _extension(self, e: Extension) -> str:
        n = self.names
        event = n.quoted(self.statements.pattern(e.when))
        days, most = n.title(("event", e.by)), n.period(e.up_to)
        return n(
            f"{event}在届满前作出的，按它所写的“{days}”延长，至多 {most}；届满以后作出的不发生延长的效力",
            f"{event}, if it comes before the term ends, adds its {days}, at most {most}; a later one extends nothing",
        )

    def exclusions(self, spans: tuple[Exclusion, ...]) -> Passage:
        n = self.names
        told = []
        for span in spans:
            start, until = (n.quoted(self.statements.pattern(p)) for p in (span.start, span.until))
            told.append(
                n(
                    f"自{start}起到{until}止的日子不计入期限，首尾两日都不计",
                    f"the days from {start} to {until}, both included, are left out of the count",
                )
            )
        return passage(n("不计入", "not counted"), *told)

    def _lifted(self, event: Pattern) -> Passage:
        n = self.names
        after = n("发生在届满以前的，义务解除", "the duty ends with it, if it comes before the duty falls due")
        return passage(n("解除", "released"), self.statements.pattern_block(event), after)


_UNITS = {
    Unit.MINUTE: ("分钟", "minutes"),
    Unit.HOUR: ("小时", "hours"),
    Unit.DAY: ("日", "days"),
    Unit.WORKING_DAY: ("工作日", "working days"),
    Unit.MONTH: ("月", "months"),
    Unit.YEAR: ("年", "years"),
    Unit.SAME_DAY: ("当日", "the same day"),
    Unit.PROMPTLY: ("及时", "promptly"),
    Unit.IMMEDIATELY: ("立即", "immediately"),
}
