"""What scenarios should show of each rule, and which rules still lack it.

Only what a passing scenario asserts counts: findings that its `expect` names, labels that it names, rules of its
`expect_no`. What merely came up on the way shows nothing, because no one looked at it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from lawrules.cases.finding import BROKEN, Finding, Verdict
from lawrules.cases.times import as_moment
from lawrules.coverage import givers, leaned_on
from lawrules.edges import (
    AFTER,
    BEFORE,
    EXCLUDED,
    EXTENDED,
    MAKE_UP,
    ON,
    RELEASED,
    edges_of,
    edges_shown,
    moved_by,
)
from lawrules.expectations import matching
from lawrules.policy.composition import Composition
from lawrules.policy.model import ALWAYS, EventPattern, Rule, event_patterns
from lawrules.scenario import Evaluator, Result, Scenario

MET, UNMET, WAIVED = "met", "unmet", "waived"
DEMANDS = (MET, UNMET, BEFORE, ON, AFTER, MAKE_UP, EXCLUDED, EXTENDED, RELEASED, WAIVED)

_INDIRECT = ("exemptions", "milestones", "major_decisions")
"""Families without findings of their own: they are met where they were used."""

Key = tuple[str, str]
"""A demand and what it is about: a rule's full id, or `rule < exemption`."""


@dataclass(frozen=True, slots=True)
class Demand:
    """How many rules a demand is made of, and those of which no scenario shows it."""

    of: int
    lacking: tuple[str, ...]

    @property
    def shown(self) -> int:
        return self.of - len(self.lacking)


def demands(results: Iterable[Result], policy: Evaluator) -> dict[str, Demand]:
    """The demands on the rules of the policy's own layer, by name, in the order of `DEMANDS`."""
    c = policy.composition
    own = [rule for full_id, rule in c.rules.items() if rule.layer == c.id and full_id not in c.overridden]
    wanted = [key for rule in own for key in _made_of(rule, c)]
    shown = {key for result in results if result.passed for key in _shown_by(result, c)}
    return {
        name: Demand(
            sum(demand == name for demand, _ in wanted),
            tuple(about for demand, about in wanted if demand == name and (demand, about) not in shown),
        )
        for name in DEMANDS
    }


def both_sides(found: Mapping[str, Demand]) -> int:
    """How many rules are shown met as well as unmet."""
    return found[MET].of - len({*found[MET].lacking, *found[UNMET].lacking})


def _made_of(rule: Rule, c: Composition) -> Iterator[Key]:
    full_id = rule.full_id
    for name in (MET, UNMET, *edges_of(rule)):
        yield name, full_id
    if rule.family == "milestones" and any(o.family == "gates" and rule.id in _types_in(o) for o in c.rules.values()):
        yield from ((ON, full_id), (AFTER, full_id))
    if rule.clock.lifted_by is not None:
        yield RELEASED, full_id
    # Exemptions that a restating rule inherits are shown where they are written.
    for key, listed in (("unless", rule.unless), ("breaks", rule.breaks)):
        for name in listed if not rule.restates or key in rule.own_keys else ():
            if (exemption := c.find(name, rule.layer)) is not None:
                yield WAIVED, _pair(full_id, exemption)


def _pair(full_id: str, exemption: Rule) -> str:
    return f"{full_id} < {exemption.id}"


def _shown_by(result: Result, c: Composition) -> Iterator[Key]:
    scenario = result.scenario
    asserted: list[tuple[Rule, Finding]] = []
    for number, index in matching(scenario.expect, result.findings).items():
        wanted, finding = scenario.expect[number], result.findings[index]
        rule = c.find(wanted.rule)
        if rule is not None and ("verdict" in wanted.values or "waived_by" in wanted.values):
            asserted.append((rule, finding))
            dated = "due" in wanted.values or "counted" in wanted.values
            yield from _by_finding(rule, finding, scenario, c, dated=dated)
    yield from _by_waiting(asserted, c)
    for name, _ in scenario.expect_no:
        rule = c.find(name)
        if rule is not None:
            yield from _by_absence(rule, c)
    yield from _by_labels(result, c)


def _by_finding(rule: Rule, finding: Finding, scenario: Scenario, c: Composition, *, dated: bool) -> Iterator[Key]:
    verdict, used = finding.verdict, set(leaned_on(finding, c))
    unmet = verdict in BROKEN or (verdict is not Verdict.SATISFIED and not can_be_broken(rule, c))
    if verdict is Verdict.SATISFIED:
        yield MET, rule.full_id
    elif unmet:
        yield UNMET, rule.full_id
    if verdict is Verdict.RELEASED:
        yield RELEASED, rule.full_id
    names = [*edges_shown(finding, as_moment(scenario.as_of)), *(moved_by(finding) if dated else ())]
    yield from ((name, rule.full_id) for name in names)
    for full_id in used:
        yield MET, full_id
        yield WAIVED, _pair(rule.full_id, c.rules[full_id])
    if unmet and verdict is not Verdict.WAIVED:
        for idle in _could_be_used(rule, c):
            if idle.full_id not in used and _idle(idle, finding, scenario):
                yield UNMET, idle.full_id


def _by_waiting(asserted: Iterable[tuple[Rule, Finding]], c: Composition) -> Iterator[Key]:
    """Acts on the last day of waiting, and on the day after: for what the wait is written in, a gate or a milestone.

    An act that comes too early does not say when a milestone would have come; another finding of the scenario does.
    """
    gated = [(rule, finding) for rule, finding in asserted if rule.family == "gates" and finding.event is not None]
    ends: dict[str, set[int]] = defaultdict(set)
    for rule, finding in gated:
        for note in finding.notes:
            if note.code == "lawful_from":
                ends[rule.full_id].add(date.fromisoformat(dict(note.words)["date"]).toordinal() - 1)
        for event in finding.answer_events:
            if event.milestone and (milestone := c.find(event.type)) is not None:
                ends[milestone.full_id].add(event.day)
    for rule, finding in gated:
        waits = (rule, *(m for name in _types_in(rule) if (m := c.find(name)) is not None))
        day = finding.event.day if finding.event is not None else 0
        for wait in waits:
            if finding.verdict is Verdict.VIOLATED and day in ends[wait.full_id]:
                yield ON, wait.full_id
            elif finding.verdict is Verdict.SATISFIED and day - 1 in ends[wait.full_id]:
                yield AFTER, wait.full_id


def _by_absence(rule: Rule, c: Composition) -> Iterator[Key]:
    if rule.family == "prohibitions":
        yield MET, rule.full_id
    for name in _types_in(rule):
        if (milestone := c.find(name, rule.layer)) is not None:
            yield UNMET, milestone.full_id


def _by_labels(result: Result, c: Composition) -> Iterator[Key]:
    """Labels that a scenario asserts. An empty list shows unmet those that an event of the case could have given."""
    scenario = result.scenario
    for assessment in result.assessments:
        for event, listed in scenario.labels.items():
            given = {label: ids for label, ids in assessment.labels.get(event, {}).items() if label in listed}
            yield from ((MET, full_id) for full_id in givers(given, c))
    if any(not listed for listed in scenario.labels.values()):
        types = {event.get("type") for event in scenario.case.get("events") or ()}
        for rule in c.rules.values():
            if rule.family == "major_decisions" and (_unconditional(rule) or types & _types_in(rule)):
                yield UNMET, rule.full_id


def can_be_broken(rule: Rule, c: Composition) -> bool:
    """Whether a rule can be late, overdue or violated.

    Not so what has no date and is not judged by its contents; nor a gate that an event of the agency opens, because
    that may lie before the register begins.
    """
    if rule.must is not None or rule.elapsed is not None:
        return True
    if rule.family == "gates" and isinstance(rule.after, EventPattern) and rule.after.must is None:
        kind = c.vocabulary.types.get(rule.after.type)
        return kind is None or kind.scope != "agency"
    clock = rule.clock
    if rule.family == "recording":
        return rule.level != "text"
    if rule.family != "duties" or clock.every or clock.once_by or clock.ahead or clock.before:
        return True
    return clock.within is not None and not (clock.within.period is not None and clock.within.period.is_open)


def _could_be_used(rule: Rule, c: Composition) -> Iterator[Rule]:
    """The exemptions that may waive the rule, and the milestones that it looks at."""
    for name in (*rule.unless, *rule.breaks, *_types_in(rule)):
        if (other := c.find(name, rule.layer)) is not None and other.family in _INDIRECT:
            yield other
    for other in c.rules.values():
        if {rule.id, rule.full_id, *rule.basis}.intersection(other.waives):
            yield other


def _idle(other: Rule, finding: Finding, scenario: Scenario) -> bool:
    """Whether a finding shows that the exemption does not hold: one that has ended, by a day outside its force."""
    if other.family != "exemptions" or any(force.end is None for force in other.force) or not other.force:
        return True
    days = (as_moment(scenario.as_of).day, finding.law_day)
    return not all(other.in_force(date.fromordinal(day)) for day in days)


def _unconditional(rule: Rule) -> bool:
    return rule.condition == ALWAYS and all(pattern.where == ALWAYS for pattern in event_patterns(rule.when))


def _types_in(rule: Rule) -> frozenset[str]:
    """Every event type and milestone that the rule names, wherever it stands."""
    return frozenset(_walk(rule))


def _walk(node: Any) -> Iterator[str]:
    if isinstance(node, EventPattern):
        yield node.type
    if isinstance(node, tuple):
        for item in node:
            yield from _walk(item)
    elif is_dataclass(node):
        for part in fields(node):
            yield from _walk(getattr(node, part.name))
