"""What goes beyond the findings, settled when first asked for: labels, assumptions, rules that nothing triggered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lawrules.cases.assessment import Remarks
from lawrules.cases.events import Event
from lawrules.cases.finding import Finding, Verdict
from lawrules.engine.binding import Binding
from lawrules.engine.env import Env
from lawrules.engine.labels import DECISION, PROPOSAL, firing
from lawrules.engine.ruleset import CompiledRule, RuleSet
from lawrules.engine.scene import Scene, presumed
from lawrules.engine.sites import text_of

Made = tuple[CompiledRule, Finding, "Event | None", tuple[Event, ...]]
"""A rule, its finding before merging, the trigger and the answers that it then had."""


def remarks(rules: RuleSet, bindings: list[Binding], made: Iterable[Made]) -> Remarks:
    """The remarks on one evaluation, from its scenes and its findings before they were merged."""
    noted = of_scenes(rules, bindings)
    return noted._replace(assumptions=tuple(sorted({*noted.assumptions, *taken_for_granted(rules, made)})))


def of_scenes(rules: RuleSet, bindings: list[Binding]) -> Remarks:
    """The remarks that need no finding: labels, what was presumed on the way, the rules that nothing triggered."""
    # Labels come first: judging them may presume an order.
    labels = {event_id: names for binding in bindings for event_id, names in _labels(rules, binding.scene)}
    presumed = {text for binding in bindings for text in binding.scene.assumptions}
    vacuous, not_bound = _untriggered(rules, bindings)
    return Remarks(dict(sorted(labels.items())), tuple(sorted(presumed)), vacuous, not_bound)


def taken_for_granted(rules: RuleSet, made: Iterable[Made]) -> set[str]:
    """What the findings took for granted: the silence of fields, the order of what has only a date."""
    assumptions: set[str] = set()
    for rule, finding, event, answers in made:
        for answer in answers:
            assumptions.update(_silences(rules, rule.assumable_of_answers, answer))
        if event is None:
            continue
        assumptions.update(_silences(rules, rule.assumable, event))
        if finding.verdict not in (Verdict.SATISFIED, Verdict.RELEASED):
            # What a duty that was met would have been waived by changes nothing.
            for exemption in rule.exemptions:
                assumptions.update(_silences(rules, exemption.assumable, event))
        assumptions.update(
            f"order:{event.id}~{answer.id}" for answer in answers
            if not answer.milestone and not event.milestone and presumed(event, answer)
        )
    return assumptions


def _untriggered(rules: RuleSet, bindings: list[Binding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules that nothing triggered: those that bind this agency, and those that do not."""
    untriggered = set(range(len(rules.composition.rules))) - {n for b in bindings for n in b.triggered}
    vacuous: set[str] = set()
    not_bound: set[str] = set()
    for rule in rules.rules:
        if rule.number in untriggered and (rule.when is not None or any(b.scene.is_register for b in bindings)):
            bound = [_bound(rule, binding) for binding in bindings]
            (vacuous if any(bound) else not_bound).add(rule.rule.id)
    return tuple(sorted(vacuous)), tuple(sorted(not_bound))


def _silences(rules: RuleSet, fields: tuple[tuple[str, Any], ...], event: Event) -> Iterator[str]:
    """The fields about which the event is silent, and what that was taken to mean."""
    kind = event.base or event.type
    for name, value in fields:
        if name not in event.data and rules.vocabulary.field(kind, name) is not None:
            yield f"{name}={text_of(value)}"


def _bound(rule: CompiledRule, binding: Binding) -> bool:
    """Whether the rule is, or may be, for this agency."""
    if not rule.binds_some or rule.bearer is None:
        return True
    scene = binding.scene
    return rule.bearer(Env(binding.rules, scene, None, None, scene.as_of_day)) is not False


def _labels(rules: RuleSet, scene: Scene) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """Which decisions carry which labels, and which rules put them there."""
    for kind in (DECISION, PROPOSAL):
        for event in scene.by_type.get(kind, ()):
            if scene.own is not None and event.id not in scene.own:
                continue
            env = Env(rules, scene, event, event, event.day)
            names = {}
            for name in rules.labels:
                fired = tuple(id for id, truth in firing(name, event, env) if truth is True)
                if fired:
                    names[name] = fired
            if names:
                yield event.id, names
