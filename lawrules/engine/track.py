"""A case that stays open: after each new event only the rules that it touches are judged again.

Gives what `evaluate` would give for the same events, in whatever order they arrive. What other rules found is kept,
unless time itself may have changed it (a duty that was still open).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from lawrules.cases.assessment import Assessment, Remarks
from lawrules.cases.events import Case, Event, Register
from lawrules.cases.finding import Finding, Verdict
from lawrules.engine.dependencies import dependencies
from lawrules.engine.evaluate import assessment, case_scene, evaluate_rule, made_of, match_all, match_late
from lawrules.engine.listing import listed, per_kind
from lawrules.engine.merge import Found, merge
from lawrules.engine.milestones import derive
from lawrules.engine.remarks import of_scenes, taken_for_granted
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


Entry = tuple[tuple[Any, ...], Finding, str]
"""A merged finding: its place in the assessment, itself, and the bundle of rules that it came from."""


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
        self._entries: list[Entry] = []
        self._granted: dict[str, frozenset[str]] = {}
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
            self._start_anew()
            return
        scene.insert(event)
        match_late(self._rules, scene, event)

    def assess(self, as_of: int) -> Assessment:
        """What `evaluate` gives for the events so far."""
        scene = self._scene_at(as_of)
        binding = Binding(self._rules, scene)
        self._changed |= _renew_milestones(self._rules, scene, binding)
        time_passed = self._as_of != as_of
        due = binding.due()
        stale = self._forget(due)
        for rule in due:
            kept = self._kept.get(rule.number)
            if kept is None or self._touched(rule) or (time_passed and not kept.settled):
                kept = self._kept[rule.number] = self._judge(rule, binding)
                stale.add(rule.bundle)
            if kept.triggered:
                binding.triggered.add(rule.number)
        if stale:
            self._merge_again(stale, due)
        scene.assumptions = set().union(*(self._kept[rule.number].assumptions for rule in due))
        self._changed.clear()
        self._as_of = as_of
        return assessment(
            self._rules, self._case, as_of, (), self._findings(scene), self._remarks(binding), self._fingerprints
        )

    def _forget(self, due: list[CompiledRule]) -> set[str]:
        """Drop what was kept of rules that nothing triggers any more; the bundles that this changes."""
        gone = self._kept.keys() - {rule.number for rule in due}
        for number in gone:
            del self._kept[number]
        return {self._rules.bundles[number] for number in gone}

    def _merge_again(self, stale: set[str], due: list[CompiledRule]) -> None:
        """Merge the findings of the bundles in which something changed; those of the others stay where they are."""
        bundles: dict[str, list[CompiledRule]] = {name: [] for name in stale}
        for rule in due:
            if rule.bundle in stale:
                bundles[rule.bundle].append(rule)
        self._entries = [entry for entry in self._entries if entry[2] not in stale]
        for name, rules in bundles.items():
            # Merging changes findings, and what was kept must stay as it was found.
            found = [Found(rule, f.copied()) for rule in rules for f in self._kept[rule.number].findings]
            made = made_of(found)
            self._entries.extend((listed(finding), finding, name) for finding in merge(found))
            self._granted[name] = frozenset(taken_for_granted(self._rules, made))
        self._entries.sort(key=itemgetter(0))

    def _findings(self, scene: Scene) -> tuple[Finding, ...]:
        findings = [finding for _, finding, _ in self._entries]
        if scene.covers is not None:
            findings = sorted(per_kind([finding.copied() for finding in findings]), key=listed)
        return tuple(findings)

    def _remarks(self, binding: Binding) -> Callable[[], Remarks]:
        """The remarks; what the scene tells is settled now, because it changes with the next event."""
        noted = of_scenes(self._rules, [binding])
        granted = list(self._granted.values())
        return lambda: noted._replace(assumptions=tuple(sorted({*noted.assumptions}.union(*granted))))

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
            self._start_anew()
            scene, _ = case_scene(self._rules, self._case, as_of, self._register)
            match_all(self._rules, scene)
            self._scene = scene
        scene.as_of = as_of
        scene.memo.clear()
        return scene

    def _start_anew(self) -> None:
        self._kept.clear()
        self._entries.clear()
        self._granted.clear()

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
