"""How a milestone comes about, in sentences (docs/language.md, section 8)."""

from __future__ import annotations

from collections.abc import Iterator

from lawrules.policy.model import Clock, Derivation, Replacement, Rule
from lawrules.records import replace
from lawrules.report.prose.clocks import Clocks
from lawrules.report.prose.lines import NotTold, Passage, passage


class Arrival:
    """Tells when the moment comes, what keeps it from coming, and what displaces it."""

    def __init__(self, clocks: Clocks, rule: Rule, derivation: Derivation) -> None:
        self.clocks = clocks
        self.names = clocks.names
        self.clock = rule.clock
        self.derivation = derivation

    def passages(self) -> Iterator[Passage]:
        d, n = self.derivation, self.names
        if replace(self.clock, start_field="", exclude=(), rolls="") != Clock():
            raise NotTold("a clock of a milestone that is more than a start, a span and a roll")
        yield passage(n("到来", "comes"), *self._terms())
        if self.clock.exclude:
            yield self.clocks.exclusions(self.clock.exclude)
        if d.unless_first is not None:
            first = n.quoted(self.clocks.statements.pattern(d.unless_first))
            text = n(f"在那以前发生{first}的，不再到来", f"{first} happens before: then it does not come")
            yield passage(n("不到来", "not if"), text)
        if d.held_from is not None and d.held_until is not None:
            start, until = (n.quoted(self.clocks.statements.pattern(p)) for p in (d.held_from, d.held_until))
            text = n(f"自{start}起到{until}止，不到来", f"from {start} until {until} it does not come")
            yield passage(n("停住", "held"), text)
        if d.replaced_by:
            yield passage(n("改算", "replaced"), *map(self._replacement, d.replaced_by))

    def _terms(self) -> list[str]:
        n = self.names
        told: list[str] = []
        if len(self.derivation.periods) > 1:
            told.append(n("下列期限中最晚的一个届满之时：", "when the latest of these terms ends:"))
        for period in self.derivation.periods:
            told += self.clocks.within(period, self.clock)
        told += self.clocks.roll_not_told(self.clock, told)
        return [*told, n("最后一日终了，视为发生了这个事件", "at the end of the last day it counts as having happened")]

    def _replacement(self, one: Replacement) -> str:
        n = self.names
        what = n.quoted(self.clocks.statements.pattern(one.when))
        periods = n("、", ", ").join(map(n.period, one.periods))
        if not periods:
            return n(f"发生{what}的，当即到来", f"{what}: it comes at once")
        latest = n("中最晚的", "the latest of ") if len(one.periods) > 1 else ""
        return n(
            f"发生{what}的，改为自那时起 {periods}{latest}届满时到来",
            f"{what}: it comes {latest}{periods} after that instead",
        )
