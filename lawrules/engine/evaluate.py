"""Evaluation: a scene, its matches, every rule at every trigger, and the assessment that results.

A pure function of the rules, the events and `as_of`: it reads no clock and keeps no state between cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from lawrules.cases.assessment import Assessment, Remarks
from lawrules.cases.events import DAY, Case, Event, Facts, Register, as_text
from lawrules.cases.finding import Finding
from lawrules.engine.binding import Binding
from lawrules.engine.duties import evaluate_duty
from lawrules.engine.gates import evaluate_gate, evaluate_prohibition
from lawrules.engine.leniency import evaluate_leniency
from lawrules.engine.links import enter
from lawrules.engine.listing import listed, per_kind
from lawrules.engine.merge import Found, merge
from lawrules.engine.milestones import derive
from lawrules.engine.recording import evaluate_recording
from lawrules.engine.remarks import Made, remarks
from lawrules.engine.ruleset import CompiledRule, RuleSet
from lawrules.engine.scene import OtherCases, Scene
from lawrules.engine.standing import evaluate_standing
from lawrules.engine.truth import Truth

_FAMILIES: Mapping[str, Callable[[CompiledRule, Binding], Iterable[Finding]]] = {
    "duties": evaluate_duty,
    "gates": evaluate_gate,
    "prohibitions": evaluate_prohibition,
    "recording": evaluate_recording,
    "leniency": evaluate_leniency,
}


def evaluate(
    rules: RuleSet, subject: Case | Register, as_of: int, register: Register | None = None,
    fingerprints: Mapping[str, str] | None = None,
) -> Assessment:
    """The assessment of a case or a register as it stood at `as_of` (the last microsecond that counts)."""
    found: list[Found] = []
    seen: list[tuple[Binding, list[str]]] = []
    for scene, left_out in _scenes(rules, subject, as_of, register):
        binding = _prepare(rules, scene)
        seen.append((binding, left_out))
        for rule in binding.due():
            for finding in evaluate_rule(rule, binding):
                found.append(Found(rule, finding))  # noqa: PERF401 - a generator costs more than the loop
    return assessment_of(rules, subject, as_of, seen, found, fingerprints)


def assessment_of(
    rules: RuleSet, subject: Case | Register, as_of: int, seen: list[tuple[Binding, list[str]]], found: list[Found],
    fingerprints: Mapping[str, str] | None,
) -> Assessment:
    """The assessment from what every rule found in every scene, and the events that each scene left out."""
    made = made_of(found)
    bindings = [binding for binding, _ in seen]
    findings = tuple(sorted(per_kind(merge(found)), key=listed))
    return assessment(
        rules, subject, as_of, [left_out for _, left_out in seen], findings, lambda: remarks(rules, bindings, made),
        fingerprints,
    )


def made_of(found: Iterable[Found]) -> list[Made]:
    """What the remarks look at, as it is before findings merge."""
    return [(item.rule, item.finding, item.finding.event, item.finding.answer_events) for item in found]


def assessment(
    rules: RuleSet, subject: Case | Register, as_of: int, left_out: Iterable[list[str]], findings: tuple[Finding, ...],
    remarks: Callable[[], Remarks], fingerprints: Mapping[str, str] | None,
) -> Assessment:
    """The assessment from findings that are merged and in order."""
    warnings = [str(w) for w in subject.warnings]
    warnings.extend(f"after_as_of:{','.join(ids)}" for ids in left_out if ids)
    return Assessment(
        policy=rules.id,
        case=subject.id if isinstance(subject, Case) else None,
        agency=subject.agency,
        as_of=as_text((as_of - DAY + 1, as_of)) if (as_of + 1) % DAY == 0 else as_text((as_of, as_of)),
        engine=rules.matcher.name,
        findings=findings,
        warnings=tuple(sorted(set(warnings))),
        fingerprints=fingerprints or {},
        _remarks=remarks,
    )


def _prepare(rules: RuleSet, scene: Scene) -> Binding:
    """Match every event, derive the milestones."""
    match_all(rules, scene)
    binding = Binding(rules, scene)
    derive(rules, scene, binding)
    return binding


def match_all(rules: RuleSet, scene: Scene) -> None:
    """Let the matcher decide the flat patterns for every event; note what is missing where it cannot."""
    hits = scene.hits
    match = rules.matcher.match
    for event in scene.events:
        holding, undecided = match(event)
        hit = (event, True)
        for number in holding:
            listed = hits.get(number)
            if listed is None:
                hits[number] = [hit]
            else:
                listed.append(hit)
        for number in undecided:
            hits.setdefault(number, []).append((event, rules.undecided(number, event)))


def match_late(rules: RuleSet, scene: Scene, event: Event) -> list[int]:
    """Enter the matches of an event that may not be the last, keeping the order; the numbers that it fits."""
    found = matches(rules, event)
    for number, truth in found:
        enter(scene, number, (event, truth))
    of_type = scene.links.get(event.type)
    if of_type is not None:
        of_type.add(scene, (event, True))
    return [number for number, _ in found]


def matches(rules: RuleSet, event: Event) -> list[tuple[int, Truth]]:
    """The flat patterns that hold for the event, and those that cannot be decided with what is missing."""
    holding, undecided = rules.matcher.match(event)
    return [*((number, True) for number in holding), *((n, rules.undecided(n, event)) for n in undecided)]


def evaluate_rule(rule: CompiledRule, binding: Binding) -> Iterable[Finding]:
    """What a rule finds at all its triggers."""
    if rule.when is not None:
        return _FAMILIES[rule.info.family](rule, binding)
    return evaluate_standing(rule, binding) if rule.rule.family == "duties" else ()


# ── scenes


def _scenes(
    rules: RuleSet, subject: Case | Register, as_of: int, register: Register | None
) -> Iterator[tuple[Scene, list[str]]]:
    if isinstance(subject, Case):
        yield case_scene(rules, subject, as_of, register)
        return
    cases: dict[str, list[Event]] = {}
    for event in subject.events:
        if event.case is not None:
            cases.setdefault(event.case, []).append(event)
    known, left_out = _until(subject.events, as_of)
    own = None
    scene = Scene(
        rules.vocabulary, known, subject.facts, as_of, own, None, subject.agency, subject.since, is_register=True
    )
    scene.own = frozenset(e.id for e in scene.events if e.case is None)
    yield scene, left_out
    others = OtherCases([e for e in known if e.case is not None], lambda event: matches(rules, event))
    for name in sorted(cases):
        case = Case(cases[name], name, subject.agency)
        made, _ = case_scene(rules, case, as_of, subject)
        made.others = others
        yield made, []


def case_scene(rules: RuleSet, case: Case, as_of: int, register: Register | None) -> tuple[Scene, list[str]]:
    known, left_out = _until(case.events, as_of)
    own_ids = {event.id for event in known}
    facts = case.facts
    since = None
    if register is not None:
        context, _ = _until([e for e in register.events if e.case is None and e.id not in own_ids], as_of)
        known = [*known, *context]
        facts = _joined(facts, register.facts)
        since = register.since
    scene = Scene(
        rules.vocabulary, known, facts, as_of, None, case.id,
        case.agency or (register.agency if register is not None else None), since, covers=case.covers,
    )
    if register is not None:
        scene.own = frozenset(e.id for e in scene.events if e.id in own_ids)
        elsewhere = [e for e in register.events if e.case is not None and e.start <= as_of]
        scene.others = OtherCases(elsewhere, lambda event: matches(rules, event))
    return scene, left_out


def _until(events: Iterable[Event], as_of: int) -> tuple[list[Event], list[str]]:
    """Events that are known at `as_of`; those after it are not known yet."""
    known: list[Event] = []
    left_out: list[str] = []
    for event in events:
        if event.start > as_of:
            left_out.append(event.id)
        else:
            known.append(event)
    return known, sorted(left_out)


def _joined(facts: Facts, register: Facts) -> Facts:
    persons = {k: dict(v) for k, v in register.persons.items()}
    for name, values in facts.persons.items():
        persons[name] = {**persons.get(name, {}), **values}
    units = {**register.units, **facts.units}
    return Facts({**register.agency, **facts.agency}, {**register.party, **facts.party}, persons, units, facts.case)


def end_of(day: date) -> int:
    """The last microsecond of a day: what `as_of` as a date means."""
    return day.toordinal() * DAY + DAY - 1


__all__ = [
    "assessment", "assessment_of", "case_scene", "end_of", "evaluate", "evaluate_rule", "made_of",
    "match_all", "match_late",
]
