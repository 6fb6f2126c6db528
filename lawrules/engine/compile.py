"""From a composition to a `RuleSet`: patterns numbered, conditions compiled, rules related, a matcher made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lawrules.cases.finding import Basis, RuleInfo
from lawrules.days.due import Roll
from lawrules.days.work_calendar import WorkCalendar
from lawrules.engine.conditions import Compiler
from lawrules.engine.ir import FlatPattern, Matcher
from lawrules.engine.labels import label
from lawrules.engine.ruleset import (
    FOREVER,
    CompiledClock,
    CompiledDerivation,
    CompiledExtension,
    CompiledReading,
    CompiledRule,
    PeriodGetter,
    Pred,
    RuleSet,
)
from lawrules.engine.search import Search
from lawrules.policy.composition import Composition
from lawrules.policy.model import (
    ALWAYS,
    AllOf,
    And,
    Clock,
    Condition,
    Extension,
    Force,
    Literal,
    Members,
    Not,
    Or,
    Pattern,
    PeriodValue,
    Rule,
    Test,
    event_patterns,
)
from lawrules.policy.vocabulary import NOTHING, Vocabulary
from lawrules.policy.walk import own_tests, pattern_name, tests_of


def compile_policy(
    composition: Composition, calendar: WorkCalendar, make_matcher: Callable[[Any, Vocabulary], Matcher]
) -> RuleSet:
    """The composition with its patterns numbered and its matcher built."""
    compiler = Compiler(composition.vocabulary)
    depths = {layer.id: i for i, layer in enumerate(composition.layers)}
    supervisors = {layer.id: layer.supervisor or None for layer in composition.layers}
    scopes = {layer.id: compiler.condition(layer.scope) for layer in composition.layers if layer.scope != ALWAYS}
    made: dict[str, CompiledRule] = {}
    for full_id, rule in composition.rules.items():
        info = _info(rule, composition, supervisors[rule.layer])
        compiled = _compile(rule, depths[rule.layer], compiler, info, composition)
        compiled.number = len(made)
        compiled.scope = scopes.get(rule.layer)
        compiled.scope_of = composition.layer(rule.layer).scope
        compiled.root = _root(full_id, composition.restated)
        made[full_id] = compiled
    exemptions = {c.rule.id: c for c in made.values() if c.rule.family == "exemptions"}
    waivers = _waivers(exemptions)
    for compiled in made.values():
        rule = compiled.rule
        spared = set(rule.unless).union(*(waivers.get(word, ()) for word in (rule.id, rule.full_id, *rule.basis)))
        if spared:
            compiled.exemptions = tuple(e for name, e in exemptions.items() if name in spared)
        compiled.breaks = tuple(exemptions[name] for name in rule.breaks if name in exemptions)
        upper = composition.overridden.get(rule.full_id)
        compiled.overridden_by = made.get(upper) if upper else None
    _relate(made, composition.restated)
    for compiled in made.values():
        _foresee(compiled)
    labels: dict[str, list[CompiledRule]] = {}
    for compiled in made.values():
        if compiled.rule.family == "major_decisions":
            for name in compiled.rule.gives:
                labels.setdefault(name, []).append(compiled)
    vocabulary = composition.vocabulary
    judged = tuple(c for c in made.values() if c.rule.family not in ("exemptions", "milestones", "major_decisions"))
    triggers: dict[int, list[tuple[CompiledRule, Search]]] = {}
    for compiled in judged:
        for search in compiled.when.searches if compiled.when is not None else ():
            triggers.setdefault(search.number, []).append((compiled, search))
    acts = vocabulary.group_types("act") if "act" in vocabulary.groups else ()
    return RuleSet(
        id=composition.id,
        vocabulary=vocabulary,
        calendar=calendar,
        matcher=make_matcher(tuple(compiler.flat), vocabulary),
        layers=composition.layers,
        rules=judged,
        milestones=tuple(_in_dependency_order([c for c in made.values() if c.rule.family == "milestones"])),
        labels={name: tuple(rules) for name, rules in labels.items()},
        exemptions=exemptions,
        parameters=composition.parameters,
        act_types=tuple(t for t in acts if t != "decision.made"),
        composition=composition,
        label=label,
        flat=tuple(compiler.flat),
        triggers={number: tuple(rules) for number, rules in triggers.items()},
        milestone_patterns=_of_milestones(compiler.flat, vocabulary),
        by_number={c.number: c for c in judged},
        standing=tuple(c for c in judged if c.when is None and c.rule.family == "duties"),
        unsettled=(None,) * len(made),
    )


def _of_milestones(flat: Iterable[FlatPattern], vocabulary: Vocabulary) -> dict[str, tuple[int, ...]]:
    """The numbers of the patterns that look for a milestone, by its name."""
    found: dict[str, tuple[int, ...]] = {}
    for pattern in flat:
        if pattern.type not in vocabulary.types:
            found[pattern.type] = (*found.get(pattern.type, ()), pattern.number)
    return found


_JUDGEMENT = (
    "family", "severity", "must_if", "bearer", "when", "condition", "require", "must", "same", "clock", "after",
    "since", "elapsed", "each", "breaks", "level", "effect", "law_of", "refuses", "readings", "note",
)


def _relate(made: Mapping[str, CompiledRule], restated: Mapping[str, str]) -> None:
    """Which rules are merged on one trigger, and which bare copies can be judged once for both layers."""
    roots: dict[str, list[CompiledRule]] = {}
    for compiled in made.values():
        roots.setdefault(compiled.root, []).append(compiled)
    for root, members in roots.items():
        recorded = any(compiled.rule.family == "recording" for compiled in members)
        for compiled in members:
            compiled.related = len(members) > 1
            # Recordings of one act are folded across rules that do not restate each other.
            compiled.bundle = "recording" if recorded else root
    for lower, upper in restated.items():
        a, b = made[lower], made[upper]
        replaced = a.overridden_by is not None or b.overridden_by is not None
        differing = [n for n in _JUDGEMENT if getattr(a.rule, n) != getattr(b.rule, n)]
        # A milestone's name stands where an event may: each layer's own must come.
        if replaced or a.exemptions != b.exemptions or a.depth == b.depth or a.rule.family == "milestones":
            continue
        if not differing:
            a.carries = (*a.carries, b)
            b.carried_by = (*b.carried_by, a)
        elif differing == ["require"] and a.rule.family == "duties" and isinstance(a.rule.require, AllOf):
            _carry_in_part(a, b, a.rule.require.items)


def _carry_in_part(lower: CompiledRule, upper: CompiledRule, parts: tuple[Pattern, ...]) -> None:
    """Where the lower rule asks for all that the upper one does and more, one of its parts speaks for the upper one."""
    if upper.rule.require not in parts:
        return
    same = parts.index(upper.rule.require)
    carried = lower.part_carries or ((),) * len(parts)
    lower.part_carries = tuple((*c, upper) if i == same else c for i, c in enumerate(carried))
    upper.carried_by = (*upper.carried_by, lower)


def _foresee(compiled: CompiledRule) -> None:
    """What need not be asked again at every trigger."""
    rule = compiled.rule
    compiled.plain = not (compiled.exemptions or compiled.carries or rule.must_if is not None or rule.note)
    compiled.speaks_for = (*compiled.carries, *(upper for part in compiled.part_carries for upper in part))
    compiled.spares = any(e.personal for e in compiled.exemptions)
    compiled.for_officers = compiled.by_officer or compiled.spares
    compiled.opened = compiled.for_officers or rule.each is not None
    compiled.alike = (
        rule.law_of != "act" and not rule.refuses and not compiled.spares
        and compiled.when is not None and compiled.when.flat
    )
    compiled.by_profile = (
        compiled.overridden_by is None and not compiled.carried_by and _of_profile(rule.bearer.where)
    )


def _of_profile(condition: Condition) -> bool:
    """Whether the condition looks at nothing but fixed values of the agency's profile."""
    if isinstance(condition, (And, Or)):
        return all(_of_profile(item) for item in condition.items)
    if isinstance(condition, Not):
        return _of_profile(condition.item)
    return isinstance(condition, Test) and condition.path[0] == "agency" and isinstance(condition.operand, Literal) \
        and condition.op != "older_than"


def _root(full_id: str, restated: Mapping[str, str]) -> str:
    while full_id in restated:
        full_id = restated[full_id]
    return full_id


def _waivers(exemptions: Mapping[str, CompiledRule]) -> dict[str, set[str]]:
    """What exemptions waive (a rule's id, short or full, or a clause) with the names of these exemptions."""
    found: dict[str, set[str]] = {}
    for name, exemption in exemptions.items():
        for waived in exemption.rule.waives:
            found.setdefault(waived, set()).add(name)
    return found


def _compile(
    rule: Rule, depth: int, compiler: Compiler, info: RuleInfo, composition: Composition
) -> CompiledRule:
    refuses = rule.refuses
    bearer = rule.bearer.where
    require: tuple[Pattern, ...] = ()
    if rule.require is not None:
        require = rule.require.items if isinstance(rule.require, AllOf) else (rule.require,)
    parts = tuple(compiler.pattern(part, refuses) for part in require)
    return CompiledRule(
        rule=rule,
        depth=depth,
        bearer=compiler.shared(bearer) if bearer != ALWAYS else None,
        when=compiler.pattern(rule.when, refuses) if rule.when is not None else None,
        condition=compiler.condition(rule.condition) if rule.condition != ALWAYS else None,
        must_if=compiler.condition(rule.must_if) if rule.must_if is not None else None,
        parts=parts,
        part_names=tuple(pattern_name(part) for part in require) if len(require) > 1 else (),
        asked=frozenset().union(*(part.types for part in parts)) if parts else frozenset(("act",)),
        must=compiler.condition(rule.must) if rule.must is not None else None,
        must_parts=_parts(rule.must, compiler),
        after=compiler.pattern(rule.after, refuses) if rule.after is not None else None,
        since=compiler.pattern(rule.since, refuses) if rule.since is not None else None,
        elapsed=compiler.period(rule.elapsed) if rule.elapsed is not None else None,
        each=compiler.condition(rule.each.where) if rule.each is not None and rule.each.where != ALWAYS else None,
        clock=compile_clock(rule.clock, compiler),
        derivation=_derivation(rule, compiler),
        readings=tuple(
            CompiledReading(
                r.name, r.basis,
                compile_clock(rule.clock.read_as(r.clock), compiler) if r.clock is not None else None,
                compiler.condition(r.condition) if r.condition is not None else None,
                tuple((start, end) for _, start, end in _cited(r.basis, composition)),
            )
            for r in rule.readings
        ),
        assumable=_assumable(_asked_of_trigger(rule), rule, compiler.vocabulary),
        assumable_of_answers=_assumable(_asked_of_answers(rule), rule, compiler.vocabulary),
        personal=any(test.path[0] == "person" for test in tests_of(rule.condition)),
        by_officer=_looks_at_officer(rule),
        info=info,
        spans=tuple(span_of(force) for force in rule.force) or ((1, FOREVER),),
        binds_some=bearer != ALWAYS and rule.bearer.kind == "agency",
        trigger_types=frozenset(p.type for p in event_patterns(rule.when)),
    )


def span_of(force: Force) -> tuple[int, int]:
    """First and last day of force as ordinals."""
    return (
        force.start.toordinal() if force.start is not None else 1,
        force.end.toordinal() if force.end is not None else FOREVER,
    )


def _info(rule: Rule, composition: Composition, supervisor: str | None) -> RuleInfo:
    cited = _cited(rule.basis, composition)
    return RuleInfo(rule.id, rule.layer, rule.family, rule.title, rule.bearer.kind, supervisor, cited)


def _cited(ids: tuple[str, ...], composition: Composition) -> tuple[tuple[Basis, int, int], ...]:
    """Each clause with the days on which its instrument is law."""
    cited: list[tuple[Basis, int, int]] = []
    for id in ids:
        clause = composition.clauses.get(id)
        source = composition.sources.get(clause.source) if clause is not None else None
        start, end = span_of(source.force) if source is not None else (1, FOREVER)
        title = source.title if source is not None else clause.source if clause is not None else ""
        basis = Basis(id, title, clause.at, clause.verified) if clause is not None else Basis(id, title, "")
        cited.append((basis, start, end))
    return tuple(cited)


def _parts(must: Condition | None, compiler: Compiler) -> tuple[tuple[str, Pred], ...]:
    """The demands of a `must` one by one, each with the field that it is about."""
    if must is None:
        return ()
    items = must.items if isinstance(must, And) else (must,)
    return tuple((_field_of(item, compiler.vocabulary), compiler.condition(item)) for item in items)


def _field_of(condition: Condition, vocabulary: Vocabulary) -> str:
    paths = [condition.path] if isinstance(condition, (Test, Members)) else [t.path for t in tests_of(condition)]
    names: dict[str, None] = {}
    for path in paths:
        declared = vocabulary.fields.get(path[1]) or vocabulary.profiles.get(path[0], {}).get(path[1])
        names[f"{declared.title}（{path[1]}）" if declared is not None else path[1]] = None
    return "／".join(names)


def _looks_at_officer(rule: Rule) -> bool:
    """Whether the rule asks about the officer of its trigger: one that names several is judged for each."""
    conditions = [rule.condition, *(p.where for p in event_patterns(rule.when))]
    if rule.family in ("gates", "prohibitions") and rule.must is not None:
        conditions.append(rule.must)
    return any(test.path[0] == "person" for c in conditions if not isinstance(c, Members) for test in own_tests(c))


def compile_clock(clock: Clock, compiler: Compiler) -> CompiledClock:
    def period(value: PeriodValue | None) -> PeriodGetter | None:
        return compiler.period(value) if value is not None else None

    def extension(item: Extension) -> CompiledExtension:
        return CompiledExtension(compiler.pattern(item.when), item.by, compiler.period(item.up_to))

    return CompiledClock(
        source=clock,
        within=period(clock.within),
        ahead=period(clock.ahead),
        before=compiler.pattern(clock.before) if clock.before is not None else None,
        lifted_by=compiler.pattern(clock.lifted_by) if clock.lifted_by is not None else None,
        extend=tuple(extension(item) for item in clock.extend),
        exclude=tuple((compiler.pattern(e.start), compiler.pattern(e.until)) for e in clock.exclude),
        roll=Roll(clock.rolls) if clock.rolls else None,
        fixed=_is_fixed(clock),
    )


def _is_fixed(clock: Clock) -> bool:
    """Whether a term of days hangs on nothing but the day of the trigger."""
    period = clock.within.period if clock.within is not None else None
    return period is not None and not (
        period.is_open or period.is_moment or clock.start_field or clock.exclude or clock.extend
    )


def _derivation(rule: Rule, compiler: Compiler) -> CompiledDerivation | None:
    d = rule.derivation
    if d is None:
        return None
    return CompiledDerivation(
        periods=tuple(compiler.period(p) for p in d.periods),
        unless_first=compiler.pattern(d.unless_first) if d.unless_first is not None else None,
        held_from=compiler.pattern(d.held_from) if d.held_from is not None else None,
        held_until=compiler.pattern(d.held_until) if d.held_until is not None else None,
        replaced_by=tuple(
            (compiler.pattern(r.when), tuple(compiler.period(p) for p in r.periods)) for r in d.replaced_by
        ),
    )


def _in_dependency_order(milestones: list[CompiledRule]) -> list[CompiledRule]:
    """Milestones after those that trigger them."""
    names = {c.rule.id: c for c in milestones}
    ordered: dict[str, CompiledRule] = {}

    def visit(c: CompiledRule, open: frozenset[str]) -> None:
        if c.rule.full_id in ordered or c.rule.id in open:
            return
        for kind in sorted(c.trigger_types):
            if kind in names:
                visit(names[kind], open | {c.rule.id})
        ordered[c.rule.full_id] = c

    for c in milestones:
        visit(c, frozenset())
    return list(ordered.values())


def _assumable(conditions: Iterable[Condition], rule: Rule, vocabulary: Vocabulary) -> tuple[tuple[str, Any], ...]:
    """Fields of an event that the conditions read and for which silence has a meaning."""
    found: dict[str, Any] = {}
    for condition in conditions:
        for test in own_tests(condition):
            name = test.path[1]
            declared = vocabulary.fields.get(name) if test.path[0] == "event" else None
            refused = "*" in rule.refuses or name in rule.refuses
            if declared is not None and declared.assume is not NOTHING and not refused:
                found[name] = declared.assume
    return tuple(sorted(found.items()))


def _asked_of_trigger(rule: Rule) -> list[Condition]:
    asked = [rule.condition, *(p.where for p in event_patterns(rule.when))]
    if rule.family in ("gates", "prohibitions") and rule.must is not None:
        asked.append(rule.must)
    return asked


def _asked_of_answers(rule: Rule) -> list[Condition]:
    asked = [p.where for pattern in (rule.require, rule.after) for p in event_patterns(pattern)]
    if rule.family not in ("gates", "prohibitions") and rule.must is not None:
        asked.append(rule.must)
    return asked
