"""A case that stays open: after each new event only the rules that it touches are judged again.

Gives what `evaluate` would give for the same events, in whatever order they arrive. What other rules found is kept,
unless time itself may have changed it (a duty that was still open).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lawrules.cases.assessment import Assessment
from lawrules.cases.events import Case, Event, Register
from lawrules.cases.finding import Finding, Verdict
from lawrules.engine.dependencies import dependencies
from lawrules.engine.evaluate import (
    assessment_of,
    case_scene,
    due_rules,
    evaluate_rule,
    match_event,
)
from lawrules.engine.merge import Found
from lawrules.engine.milestones import derive
from lawrules.engine.ruleset import CompiledRule, RuleSet
from lawrules.engine.scene import Scene
from lawrules.engine.sites import Binding
from lawrules.records import dataclass

_SETTLED = frozenset((Verdict.SATISFIED, Verdict.LATE, Verdict.RELEASED, Verdict.WAIVED, Verdict.VIOLATED))
"""Verdicts that time alone does not change."""


@dataclass(slots=True)
class _Kept:
    """What a rule found when it was last judged."""

    findings: list[Finding]
    triggered: bool
    assumptions: frozenset[str]
    settled: bool


class Track:
    """An open case. Not for use from several threads at once."""

    def __init__(
        self, rules: RuleSet, case: Case, register: Register | None, fingerprints: Mapping[str, str]
    ) -> None:
        self._rules = rules
        self._register = register
        self._fingerprints = fingerprints
        self._case = Case([], case.id, case.agency, case.facts, case.covers, case.origin, list(case.warnings))
        self._scene: Scene | None = None
        self._kept: dict[int, _Kept] = {}
        self._changed: set[str] = set()
        self._touches: dict[int, frozenset[str]] = {}
        self._as_of: int | None = None
        self.evaluated = 0
        for event in case.events:
            self.add(event)

    @property
    def events(self) -> list[Event]:
        """The events so far, in the order in which they arrived."""
        return list(self._case.events)

    def add(self, event: Event) -> None:
        """Take one more event, early or late."""
        self._case.events.append(event)
        self._changed.add(event.type)
        scene = self._scene
        if scene is None:
            return
        if event.start > scene.as_of or scene.dangling(event.id):
            # Not known yet at that time, or what earlier events were about: links have to be made anew.
            self._scene = None
            self._kept.clear()
            return
        scene.insert(event)
        match_event(self._rules, scene, event, in_order=True)

    def assess(self, as_of: int) -> Assessment:
        """What `evaluate` gives for the events so far."""
        scene = self._scene_at(as_of)
        binding = Binding(self._rules, scene)
        scene.memo["binding"] = binding
        self._changed |= _renew_milestones(self._rules, scene, binding)
        time_passed = self._as_of != as_of
        found: list[Found] = []
        assumptions: set[str] = set()
        for rule in due_rules(self._rules, scene):
            kept = self._kept.get(rule.number)
            if kept is None or self._touched(rule) or (time_passed and not kept.settled):
                kept = self._kept[rule.number] = self._judge(rule, binding)
            if kept.triggered:
                binding.triggered.add(rule.number)
            assumptions |= kept.assumptions
            found.extend(Found(rule, copy.copy(finding)) for finding in kept.findings)
        self._changed.clear()
        self._as_of = as_of
        scene.assumptions = assumptions
        made = assessment_of(self._rules, self._case, as_of, [(binding, [])], found, self._fingerprints)
        made.remarks  # noqa: B018 - the scene changes with the next event
        return made

    def _judge(self, rule: CompiledRule, binding: Binding) -> _Kept:
        self.evaluated += 1
        scene = binding.scene
        scene.assumptions = set()
        before = rule.number in binding.triggered
        findings = list(evaluate_rule(rule, binding))
        for finding in findings:
            finding.rejected  # noqa: B018 - the scene changes with the next event
        settled = rule.rule.family != "duties" or all(f.verdict in _SETTLED for f in findings)
        triggered = rule.number in binding.triggered and not before
        return _Kept(findings, triggered, frozenset(scene.assumptions), settled and rule.when is not None)

    def _touched(self, rule: CompiledRule) -> bool:
        touches = self._touches.get(rule.number)
        if touches is None:
            touches = self._touches[rule.number] = dependencies(self._rules, rule)
        return not touches.isdisjoint(self._changed)

    def _scene_at(self, as_of: int) -> Scene:
        scene = self._scene
        later = any(event.start > as_of for event in self._case.events)
        if scene is None or later or scene.as_of > as_of or self._was_later(scene):
            self._kept.clear()
            scene, _ = case_scene(self._rules, self._case, as_of, self._register)
            for event in scene.events:
                match_event(self._rules, scene, event)
            self._scene = scene
        scene.as_of = as_of
        scene.memo.clear()
        return scene

    def _was_later(self, scene: Scene) -> bool:
        return any(event.id not in scene.by_id for event in self._case.events)


def _renew_milestones(rules: RuleSet, scene: Scene, binding: Binding) -> set[str]:
    """Derive the milestones again; the names of those that came, went or moved."""
    before = _state(rules, scene)
    for rule in rules.milestones:
        for event in scene.by_type.pop(rule.rule.id, ()):
            scene.by_id.pop(event.id, None)
    for number in rules.milestone_patterns:
        scene.hits.pop(number, None)
        scene.links.pop(number, None)
    derive(rules, scene, binding)
    after = _state(rules, scene)
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _state(rules: RuleSet, scene: Scene) -> dict[str, list[tuple[str, int, int, object]]]:
    return {
        rule.rule.id: [(e.id, e.start, e.end, e.doubt) for e in scene.by_type.get(rule.rule.id, ())]
        for rule in rules.milestones
    }
