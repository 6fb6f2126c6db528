"""Walking a rule's trees: every event pattern, every condition, every period in it. No check of its own."""

from __future__ import annotations

from collections.abc import Iterator

from lawrules.policy.model import (
    ALWAYS,
    And,
    Condition,
    EventPattern,
    FromHistory,
    Happened,
    Latest,
    Measure,
    Members,
    Not,
    Or,
    Pattern,
    PeriodValue,
    Rule,
    Test,
    event_patterns,
)


def rule_patterns(rule: Rule) -> Iterator[EventPattern]:
    """Every event pattern of the rule, those inside its conditions too."""
    for pattern in _own_patterns(rule):
        if pattern is not None:
            yield from within_pattern(pattern)
    for condition in (rule.condition, rule.must, rule.must_if):
        if not _plain(condition):
            yield from within_condition(condition)


def _own_patterns(rule: Rule) -> Iterator[Pattern | None]:
    clock = rule.clock
    yield from (rule.when, rule.require, rule.after, rule.since, clock.before, clock.lifted_by)
    for extension in clock.extend:
        yield extension.when
    for exclusion in clock.exclude:
        yield exclusion.start
        yield exclusion.until
    if rule.derivation is not None:
        d = rule.derivation
        yield from (d.unless_first, d.held_from, d.held_until)
        for replacement in d.replaced_by:
            yield replacement.when


def own_conditions(rule: Rule) -> Iterator[Condition]:
    """The conditions that narrow the rule's trigger: `if`, and where the act itself is judged, `must`."""
    yield rule.condition
    if rule.family == "gates" and rule.must is not None:
        yield rule.must


def within_rule(rule: Rule) -> Iterator[Condition]:
    """Every condition of the rule that must hold as a whole: branches of `any` and the insides of `every` apart.

    One that is a single test is left out.
    """
    roots = [rule.condition, rule.must, rule.must_if]
    for event in rule_patterns(rule):
        roots.extend((event.where, event.must))
    stack = [root for root in roots if root is not None and root is not ALWAYS]
    while stack:
        node = stack.pop()
        if isinstance(node, Test):
            continue
        yield node
        if isinstance(node, And):
            stack.extend(item for item in node.items if isinstance(item, (Or, Not, Members)))
        elif isinstance(node, Or):
            stack.extend(node.items)
        elif isinstance(node, Not):
            stack.append(node.item)
        elif isinstance(node, Members):
            stack.append(node.where)


def within_pattern(pattern: Pattern | None) -> Iterator[EventPattern]:
    """The event patterns of `pattern`, and those that its conditions ask the history for."""
    for event in event_patterns(pattern):
        yield event
        for condition in (event.where, event.must):
            if not _plain(condition):
                yield from within_condition(condition)
    if not isinstance(pattern, EventPattern):
        for must in _latest_musts(pattern):
            yield from within_condition(must)


def _plain(condition: Condition | None) -> bool:
    """Whether the condition is nothing, or one test that does not ask the history: most are."""
    if isinstance(condition, Test):
        return not isinstance(condition.operand, FromHistory)
    return condition is None or condition == ALWAYS


def within_condition(condition: Condition | None) -> Iterator[EventPattern]:
    """The event patterns that a condition asks the history for."""
    stack: list[Condition | None] = [condition]
    while stack:
        node = stack.pop()
        if isinstance(node, (And, Or)):
            stack.extend(node.items)
        elif isinstance(node, Not):
            stack.append(node.item)
        elif isinstance(node, Members):
            stack.append(node.where)
        elif isinstance(node, Happened):
            yield from within_pattern(node.pattern)
        elif isinstance(node, Test) and isinstance(node.operand, FromHistory):
            yield from within_pattern(node.operand.pattern)


def _latest_musts(pattern: Pattern | None) -> Iterator[Condition | None]:
    if isinstance(pattern, Latest):
        yield pattern.must
        yield from _latest_musts(pattern.item)
    elif isinstance(pattern, Measure):
        yield from _latest_musts(pattern.pattern)
    elif pattern is not None and not isinstance(pattern, EventPattern):
        for item in pattern.items:
            yield from _latest_musts(item)


def rule_periods(rule: Rule) -> Iterator[tuple[str, PeriodValue]]:
    """Every period of the rule with the key that its author wrote it under."""
    clock = rule.clock
    for key, value in (("within", clock.within), ("ahead", clock.ahead), ("elapsed", rule.elapsed)):
        if value is not None:
            yield key, value
    for extension in clock.extend:
        yield "extend", extension.up_to
    if rule.derivation is not None:
        for period in rule.derivation.periods:
            yield "in", period
        for replacement in rule.derivation.replaced_by:
            for period in replacement.periods:
                yield "replaced_by", period
