"""Rules at their triggers: where a rule applies, with which doubts, and what its findings say in common.

A *site* is one rule at one trigger (and, under `each`, for one person, unit, item or value). It knows whether it is
sure that the rule applies (`doubt`), whether an exemption waives it, and turns an outcome into a `Finding`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lawrules.cases.events import Event, as_text
from lawrules.cases.finding import NO_TERM, DueFacts, Finding, Note, OtherReading, Rejected, RuleInfo, Verdict
from lawrules.engine.env import Env
from lawrules.engine.ruleset import CompiledRule
from lawrules.engine.scene import Scene
from lawrules.engine.search import Search
from lawrules.engine.truth import Missing, Truth, either, facts_of
from lawrules.records import dataclass, field

NO_REJECTED: tuple[Rejected, ...] = ()


@dataclass(slots=True)
class Outcome:
    """What became of a site before doubts and waivers are weighed."""

    verdict: Verdict
    answers: tuple[Event, ...] = ()
    missing: tuple[str, ...] = ()
    term: DueFacts = NO_TERM
    standing: bool = False
    notes: tuple[Note, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    rejected: tuple[Rejected, ...] | Callable[[], Any] = NO_REJECTED


@dataclass(slots=True)
class Site:
    """One rule at one trigger. `doubt` is True, or what is missing to be sure that the rule applies."""

    rule: CompiledRule
    env: Env
    event: Event | None
    doubt: Truth = True
    each: str | None = None
    value: tuple[str, Any] | None = None
    answers: list[tuple[Event, Truth]] = field(default_factory=list)

    @property
    def scene(self) -> Scene:
        return self.env.scene

    @property
    def act(self) -> Event:
        """The trigger of a rule that has one."""
        assert self.event is not None
        return self.event

    def joins(self, search: Search) -> tuple[str, ...]:
        """The fields in which an event of that search must agree with the trigger."""
        mine = self.rule.rule.same
        return (*search.same, *mine) if mine else search.same

    def waiver(self) -> tuple[Truth, str | None]:
        """Whether an exemption in force lifts the rule here, and which one."""
        result: Truth = False
        for exemption in self.rule.exemptions:
            truth = self._exempted(exemption)
            if truth is True:
                return True, exemption.rule.id
            result = either(result, truth)
        return result, None

    def _exempted(self, exemption: CompiledRule) -> Truth:
        env = self.env
        if not exemption.in_force(env.day):
            return False
        if exemption.condition is None:
            return True
        if exemption.personal and env.person is None and not (self.event and self.event.data.get("officer")):
            return False
        return exemption.condition(
            Env(env.rules, env.scene, self.event, self.event, env.day, env.person, env.unit, env.item, True,
                exemption.rule.refuses)
        )

    def severity(self) -> tuple[str, tuple[Note, ...]]:
        """must or should; an undecided `must_if` counts as should and names the fact."""
        if self.rule.must_if is None:
            return self.rule.rule.severity, ()
        truth = self.rule.must_if(self.env)
        if truth is True:
            return "must", ()
        if isinstance(truth, Missing):
            return "should", (Note("severity_undecided", (("facts", "、".join(facts_of(truth))),)),)
        return "should", ()

    def lacking(self, event: Event | None) -> tuple[tuple[str, str], ...]:
        """Words of a note: which demands of `must` the event does not meet."""
        env = self.env if event is None else self.env.on(event)
        names = [name for name, demand in self.rule.must_parts if demand(env) is False]
        return (("fields", "、".join(names)),) if names else ()

    def conclude(self, outcome: Outcome, *, waivable: bool = True) -> Finding:
        """The finding: the outcome, unless a waiver or a doubt about the rule itself changes it."""
        rule = self.rule
        verdict, missing, notes = outcome.verdict, outcome.missing, outcome.notes
        if rule.plain and (self.doubt is True or verdict is Verdict.SATISFIED):
            return Finding(
                rule.info, verdict, rule.rule.severity, self.event, self.env.day, self.env.scene.case, outcome.answers,
                outcome.term, None, missing, self.each, outcome.standing, notes, outcome.readings, (), outcome.rejected,
            )
        waived_by = None
        waiver: Truth = False
        if rule.exemptions and waivable:
            waiver, waived_by = self.waiver()
        if waiver is True:
            notes = (*notes, Note("otherwise", (("verdict", verdict.value),)))
            verdict, missing = Verdict.WAIVED, ()
        elif verdict is not Verdict.SATISFIED and verdict is not Verdict.RELEASED and not (
            self.doubt is True and waiver is False
        ):
            if verdict is not Verdict.UNDETERMINED:
                notes = (*notes, Note("otherwise", (("verdict", verdict.value),)))
            verdict = Verdict.UNDETERMINED
            missing = tuple(sorted({*missing, *facts_of(self.doubt, waiver)}))
        severity = rule.rule.severity
        if rule.must_if is not None:
            severity, more = self.severity()
            notes = (*notes, *more)
        if rule.rule.note:
            notes = (*notes, Note("rule", (("text", rule.rule.note),)))
        merged = carried_along(rule.carries, self.env.day) if rule.carries else ()
        return Finding(
            rule.info, verdict, severity, self.event, self.env.day, self.env.scene.case, outcome.answers, outcome.term,
            waived_by, missing, self.each, outcome.standing, notes, outcome.readings, merged, outcome.rejected,
        )


def carried_along(uppers: Iterable[CompiledRule], day: int) -> tuple[tuple[RuleInfo, int], ...]:
    """Those of the upper rules for which a lower one speaks that are law on the day, and those they speak for."""
    found: list[tuple[RuleInfo, int]] = []
    for upper in uppers:
        if upper.in_force(day):
            found.append((upper.info, day))
            found.extend(carried_along(upper.carries, day))
    return tuple(found)


def text_of(value: Any) -> str:
    """A value as the JSON form of an assumption shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return "[" + ", ".join(sorted(map(str, value))) + "]"
    return as_text(value) if isinstance(value, tuple) else str(value)
