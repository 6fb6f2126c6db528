"""Which kinds of events a rule looks at: what has to be judged again when one of them arrives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawrules.engine.ruleset import CompiledRule, RuleSet
from lawrules.policy.model import (
    And,
    Condition,
    FieldValue,
    FromHistory,
    Happened,
    Members,
    Not,
    Operand,
    Or,
    Pattern,
    Rule,
    Test,
    event_patterns,
)

OFFICERS = ("officer.certified", "officer.revoked", "officer.left", "officer.suspended", "officer.reinstated")
FILING = "case.filed"


def dependencies(rules: RuleSet, compiled: CompiledRule) -> frozenset[str]:
    """The event types (and milestones) whose arrival can change a finding of the rule."""
    found: set[str] = set()
    for one in (compiled, *compiled.exemptions, *compiled.breaks, *compiled.carried_by):
        found.update(_of_rule(rules, one.rule, frozenset()))
    found.update(_of_condition(rules, compiled.scope_of, frozenset()) if compiled.scope_of is not None else ())
    if compiled.rule.family == "leniency":
        found.update(("decision.made", "seizure.decided", "seizure.executed", "enforcement.decided",
                      "enforcement.executed"))
    if compiled.rule.family == "recording":
        found.update(("recording.interrupted", "recording.resumed"))
    if compiled.rule.law_of == "act":
        found.add(FILING)
    return frozenset(found)


def _of_rule(rules: RuleSet, rule: Rule, open: frozenset[str]) -> Iterator[str]:
    clock = rule.clock
    patterns = [rule.when, rule.require, rule.after, rule.since, clock.before, clock.lifted_by]
    patterns += [e.when for e in clock.extend]
    patterns += [p for e in clock.exclude for p in (e.start, e.until)]
    for pattern in patterns:
        yield from _of_pattern(rules, pattern, open)
    for condition in (rule.condition, rule.must, rule.must_if, rule.bearer.where,
                      *(r.condition for r in rule.readings if r.condition is not None),
                      *((rule.each.where,) if rule.each is not None else ())):
        if condition is not None:
            yield from _of_condition(rules, condition, open)


def _of_pattern(rules: RuleSet, pattern: Pattern | None, open: frozenset[str]) -> Iterator[str]:
    for event in event_patterns(pattern):
        yield event.type
        yield from _of_condition(rules, event.where, open)
        if event.must is not None:
            yield from _of_condition(rules, event.must, open)
    must = getattr(pattern, "must", None)
    if must is not None:
        yield from _of_condition(rules, must, open)


def _of_condition(rules: RuleSet, condition: Condition, open: frozenset[str]) -> Iterator[str]:
    if isinstance(condition, (And, Or)):
        for item in condition.items:
            yield from _of_condition(rules, item, open)
    elif isinstance(condition, Not):
        yield from _of_condition(rules, condition.item, open)
    elif isinstance(condition, Happened):
        yield from _of_pattern(rules, condition.pattern, open)
    elif isinstance(condition, Members):
        yield from _of_path(rules, condition.path, open)
        yield from _of_condition(rules, condition.where, open)
        for _, operand in condition.tests:
            yield from _of_operand(rules, operand, open)
    elif isinstance(condition, Test):
        yield from _of_path(rules, condition.path, open)
        yield from _of_operand(rules, condition.operand, open)


def _of_operand(rules: RuleSet, operand: Operand, open: frozenset[str]) -> Iterator[str]:
    if isinstance(operand, FieldValue):
        yield from _of_path(rules, operand.path, open)
    elif isinstance(operand, FromHistory):
        yield from _of_pattern(rules, operand.pattern, open)


def _of_path(rules: RuleSet, path: tuple[str, ...], open: frozenset[str]) -> Iterable[str]:
    root, name = path[0], path[1]
    if root == "case":
        return (FILING,)
    if root == "person" and name == "certified":
        return OFFICERS
    if root == "derived":
        return (FILING, *rules.act_types)
    if root == "label" and name not in open:
        found: set[str] = {"decision.proposed"}
        for giver in rules.labels.get(name, ()):
            found.update(_of_rule(rules, giver.rule, open | {name}))
        return found
    return ()
