"""Which events a rule looks at, and at which of its triggers one of them can change what it finds.

An event is known by its *marks*: its type, and the numbers of the flat patterns that it fits or may fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from lawrules.engine.ir import split
from lawrules.engine.ruleset import CompiledRule, RuleSet
from lawrules.engine.search import CompiledPattern
from lawrules.policy.model import (
    AllOf,
    And,
    AnyOf,
    Clock,
    Condition,
    FieldValue,
    FromHistory,
    Happened,
    InOrder,
    Latest,
    Measure,
    Members,
    Not,
    Operand,
    Or,
    Pattern,
    PeriodValue,
    Rule,
    Share,
    Test,
    event_patterns,
)

OFFICERS = ("officer.certified", "officer.revoked", "officer.left", "officer.suspended", "officer.reinstated")
FILING = "case.filed"
NOTHING_REFUSED: frozenset[str] = frozenset()
_LENIENT = ("decision.made", "seizure.decided", "seizure.executed", "enforcement.decided", "enforcement.executed")
_INTERRUPTIONS = ("recording.interrupted", "recording.resumed")


Mark: TypeAlias = "int | str"


class Reach(NamedTuple):
    """The marks of events that can change a finding of a rule, and where.

    `triggers`: the event itself may trigger the rule. `earlier`: at triggers that the event does not come after, for
    there the rule looks back. `answers`: at triggers that it may answer. `considered`: at triggers without an answer,
    where it is listed as one that does not count. `exempting`: at triggers where an exemption asked for the whole
    history. `anywhere`: at every trigger. `types`: every event type (and
    milestone) of these.
    """

    types: frozenset[str]
    triggers: frozenset[Mark]
    earlier: frozenset[Mark]
    answers: frozenset[Mark]
    considered: frozenset[Mark]
    exempting: frozenset[Mark]
    anywhere: frozenset[Mark]


def reach(rules: RuleSet, compiled: CompiledRule) -> Reach:
    """What the rule looks at. Whatever is not surely bounded counts as `anywhere`."""
    rule = compiled.rule
    looks = _Looks(rules)
    considered = frozenset(kind for part in compiled.parts for kind in part.types)
    back: list[Condition | None] = [rule.condition, rule.must_if, *(reading.condition for reading in rule.readings)]
    back.extend(p.where for p in event_patterns(rule.when))
    back.append(rule.each.where if rule.each is not None else None)
    ahead: list[Condition | None] = [rule.bearer.where, compiled.scope_of]
    # An act is judged as it was done; what answers it is judged when it comes.
    (back if rule.family in ("gates", "prohibitions") else ahead).append(rule.must)
    earlier = {*looks.conditions(back), *looks.period(rule.elapsed)}
    for pattern, made in ((rule.after, compiled.after), (rule.since, compiled.since)):
        earlier.update(_numbers(made))
        earlier.update(looks.inside(pattern))
    anywhere = {*looks.conditions(ahead), *looks.inside(rule.require), *looks.clock(rule.clock)}
    for reading in rule.readings:
        anywhere.update(looks.clock(reading.clock) if reading.clock is not None else ())
    for cause in compiled.breaks:
        anywhere.update(looks.rule(cause.rule))
    exempting: set[Mark] = set()
    for exemption in compiled.exemptions:
        # Patterns are looked for in the history; what else is read (the filing, certificates) leaves no trace.
        for mark in looks.rule(exemption.rule):
            (exempting if isinstance(mark, int) else anywhere).add(mark)
    for lower in (*compiled.carried_by, compiled.overridden_by):
        # Whether it stands in for this rule hangs on whom it binds and which cases it reaches.
        anywhere.update(looks.conditions((lower.rule.bearer.where, lower.scope_of)) if lower is not None else ())
    if rule.family == "leniency":
        anywhere.update(_LENIENT)
    if rule.family == "recording":
        anywhere.update(_INTERRUPTIONS)
    if rule.law_of == "act" or FILING in earlier:
        # What the filing says holds for the case as a whole, whenever it came.
        anywhere.add(FILING)
    triggers = frozenset(_numbers(compiled.when))
    answers = frozenset(number for part in compiled.parts for number in _numbers(part))
    marks = {*earlier, *exempting, *anywhere, *triggers}
    types = {mark if isinstance(mark, str) else rules.flat[mark].type for mark in marks}
    return Reach(
        considered.union(types), triggers, frozenset(earlier), answers, considered, frozenset(exempting),
        frozenset(anywhere),
    )


def _numbers(pattern: CompiledPattern | None) -> Iterator[int]:
    for search in pattern.all_searches if pattern is not None else ():
        yield search.number


class _Looks:
    """The marks that parts of a rule look at. `open`: labels that are being followed already."""

    def __init__(self, rules: RuleSet, open: frozenset[str] = frozenset()) -> None:
        self._rules = rules
        self._open = open

    def rule(self, rule: Rule) -> Iterator[Mark]:
        for pattern in (rule.when, rule.require, rule.after, rule.since):
            # A rule may accept no assumption, and then its patterns have numbers of their own.
            yield from (event.type for event in event_patterns(pattern))
            yield from self.inside(pattern)
        yield from self.clock(rule.clock)
        yield from self.period(rule.elapsed)
        yield from self.conditions((rule.condition, rule.must, rule.must_if, rule.bearer.where))
        yield from self.conditions(reading.condition for reading in rule.readings)
        if rule.each is not None:
            yield from self.condition(rule.each.where)

    def clock(self, clock: Clock) -> Iterator[Mark]:
        yield from self.period(clock.within)
        yield from self.period(clock.ahead)
        yield from self.patterns((clock.before, clock.lifted_by))
        for extension in clock.extend:
            yield from self.pattern(extension.when)
            yield from self.period(extension.up_to)
        for exclusion in clock.exclude:
            yield from self.patterns((exclusion.start, exclusion.until))

    def period(self, value: PeriodValue | None) -> Iterator[Mark]:
        if value is not None and value.source is not None:
            yield from self.operand(value.source)

    def patterns(self, patterns: Iterable[Pattern | None]) -> Iterator[Mark]:
        for pattern in patterns:
            if pattern is not None:
                yield from self.pattern(pattern)

    def pattern(self, pattern: Pattern) -> Iterator[Mark]:
        for event in event_patterns(pattern):
            flat, _ = split(event.where, event.type, self._rules.vocabulary, NOTHING_REFUSED)
            yield self._rules.number_of(event.type, flat)
        yield from self.inside(pattern)

    def inside(self, pattern: Pattern | None) -> Iterator[Mark]:
        """What the conditions of a pattern look at, besides the events that it is about."""
        for event in event_patterns(pattern):
            yield from self.conditions((event.where, event.must))
            yield from self.period(event.within)
        yield from self._around(pattern)

    def _around(self, pattern: Pattern | None) -> Iterator[Mark]:
        if isinstance(pattern, (AllOf, AnyOf, InOrder)):
            for item in pattern.items:
                yield from self._around(item)
        elif isinstance(pattern, Latest):
            yield from self.conditions((pattern.must,))
            yield from self._around(pattern.item)
        elif isinstance(pattern, Measure):
            yield from self.operand(pattern.threshold)
            yield from self._around(pattern.pattern)

    def conditions(self, conditions: Iterable[Condition | None]) -> Iterator[Mark]:
        for condition in conditions:
            if condition is not None:
                yield from self.condition(condition)

    def condition(self, condition: Condition) -> Iterator[Mark]:
        if isinstance(condition, (And, Or)):
            yield from self.conditions(condition.items)
        elif isinstance(condition, Not):
            yield from self.condition(condition.item)
        elif isinstance(condition, Happened):
            yield from self.pattern(condition.pattern)
        elif isinstance(condition, Members):
            yield from self.path(condition.path)
            yield from self.condition(condition.where)
            for _, operand in condition.tests:
                yield from self.operand(operand)
        elif isinstance(condition, Test):
            yield from self.path(condition.path)
            yield from self.operand(condition.operand)

    def operand(self, operand: Operand) -> Iterator[Mark]:
        if isinstance(operand, FieldValue):
            yield from self.path(operand.path)
        elif isinstance(operand, FromHistory):
            yield from self.pattern(operand.pattern)
        elif isinstance(operand, Share):
            yield from self.path(operand.of)

    def path(self, path: tuple[str, ...]) -> Iterable[Mark]:
        root, name = path[0], path[1]
        if root == "case":
            return (FILING,)
        if root == "person" and name == "certified":
            return OFFICERS
        if root == "derived":
            return (FILING, *self._rules.act_types)
        if root == "label" and name not in self._open:
            inner = _Looks(self._rules, self._open | {name})
            givers = self._rules.labels.get(name, ())
            return set[Mark](("decision.proposed",)).union(*(inner.rule(giver.rule) for giver in givers))
        return ()
