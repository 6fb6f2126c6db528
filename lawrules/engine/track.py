"""A case that stays open: after each new event only what it can change is judged again.

Gives what `evaluate` would give for the same events, in whatever order they arrive. The unit is a rule at one trigger.
What was found elsewhere is kept, unless time itself may have changed it (a duty that was still open).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lawrules.cases.assessment import Assessment, Remarks
from lawrules.cases.events import Case, Event, Register
from lawrules.cases.finding import Finding
from lawrules.engine.binding import Binding
from lawrules.engine.dependencies import Mark, Reach, reach
from lawrules.engine.evaluate import assessment, case_scene, evaluate_rule, match_all, match_late
from lawrules.engine.kept import Kept, Part, told_apart
from lawrules.engine.ledger import Ledger
from lawrules.engine.listing import listed, per_kind
from lawrules.engine.milestones import renew
from lawrules.engine.remarks import of_scenes
from lawrules.engine.ruleset import CompiledRule, RuleSet
from lawrules.engine.scene import Scene
from lawrules.engine.touch import Touch, hangs_together, last_unnamed


class Track:
    """An open case. Not for use from several threads at once.

    `judged`: how often a rule was judged at a trigger, for those who count.
    """

    def __init__(
        self, rules: RuleSet, case: Case, register: Register | None, fingerprints: Mapping[str, str]
    ) -> None:
        self._rules = rules
        self._register = register
        self._fingerprints = fingerprints
        self._case = Case([], case.id, case.agency, case.facts, case.covers, case.origin, list(case.warnings))
        self.known: dict[str, Event] = {}
        self._concerned: set[str] = set()
        self._scene: Scene | None = None
        # Whether an event is not in the scene, and when the last one came.
        self._hidden = False
        self._latest = 0
        self._kept: dict[int, Kept] = {}
        self._ledger = Ledger(rules)
        self._new: list[tuple[Event, frozenset[Mark]]] = []
        self._reaches: dict[int, Reach] = {}
        self._as_of: int | None = None
        self.judged = 0
        for event in case.events:
            self.add(event)

    @property
    def events(self) -> list[Event]:
        """The events so far, in the order in which they arrived."""
        return list(self._case.events)

    def add(self, event: Event) -> None:
        """Take one more event, early or late."""
        self._case.events.append(event)
        self.known[event.id] = event
        self._concerned.update(event.about)
        self._latest = max(self._latest, event.start)
        scene = self._scene
        if scene is None:
            return
        if event.start > scene.as_of or event.id in self._concerned:
            # Not known yet at that time, or what earlier events were about: links have to be made anew.
            self._scene = None
            return
        scene.insert(event)
        self._new.append((event, frozenset((event.type, *match_late(self._rules, scene, event)))))

    def assess(self, as_of: int) -> Assessment:
        """What `evaluate` gives for the events so far."""
        scene = self._scene_at(as_of)
        binding = Binding(self._rules, scene)
        moved = renew(self._rules, scene, binding)
        triggered: set[int] = set()
        touch = Touch(scene, self._new, moved, time_passed=self._as_of != as_of)
        due = binding.due()
        for number in self._kept.keys() - {rule.number for rule in due}:
            self._ledger.forget(self._rules.by_number[number], self._kept.pop(number))
        for rule in due:
            self._judge(rule, binding, touch)
            triggered |= self._kept[rule.number].triggered
        binding.triggered = triggered
        self._new.clear()
        self._as_of = as_of
        self._ledger.settle()
        scene.assumptions = set().union(*(kept.assumptions() for kept in self._kept.values()))
        return assessment(
            self._rules, self._case, as_of, (), self._findings(scene), self._remarks(binding), self._fingerprints
        )

    def _judge(self, rule: CompiledRule, binding: Binding, touch: Touch) -> None:
        """Judge a rule again where something touched it, and keep what it finds."""
        kept = self._kept.get(rule.number)
        triggers: Iterable[str] | None = None
        if kept is not None:
            triggers = touch.triggers(rule, kept, self._reach(rule))
        if kept is None or triggers is None:
            if kept is not None:
                self._ledger.forget(rule, kept)
            kept = self._kept[rule.number] = self._anew(rule, binding)
            self._ledger.enter(rule, kept)
        else:
            for id in triggers:
                trigger = binding.scene.by_id[id]
                before, part = kept.parts.get(id), self._part(rule, binding.among([trigger], kept.handed), trigger)
                if before is not None or part.triggered or part.assumptions:
                    self._ledger.replace(rule, id, before, part)
                    kept.put(id, part)

    def _anew(self, rule: CompiledRule, binding: Binding) -> Kept:
        """The rule at all its triggers, trigger by trigger where each stands for itself."""
        scene = binding.scene
        scene.handed = {}
        whole = self._part(rule, binding)
        handed, last = scene.handed, last_unnamed(rule, scene)
        if hangs_together(rule, scene):
            return Kept({None: whole})
        # Those too of which a condition over the history says no: what it presumed is told.
        searches = rule.when.searches if rule.when is not None else ()
        triggers = {event.id: event for search in searches for event, _ in search.hits(scene)}
        tellable = not (whole.assumptions or whole.looked_ahead or rule.rule.each is not None or rule.for_officers)
        if tellable and all(f.event is not None and f.event.id in triggers for f in whole.findings):
            return Kept(told_apart(rule, whole), handed, last)
        if handed and (rule.rule.each is not None or rule.for_officers):
            return Kept({None: whole})
        apart: dict[str | None, Part] = {}
        for id, event in triggers.items():
            apart[id] = self._part(rule, binding.among([event], handed), event)
        return Kept(apart, handed, last)

    def _part(self, rule: CompiledRule, binding: Binding, trigger: Event | None = None) -> Part:
        self.judged += 1
        scene = binding.scene
        scene.assumptions = set()
        scene.looked_ahead = False
        binding.triggered = set()
        findings = list(evaluate_rule(rule, binding))
        for finding in findings:
            finding.rejected  # noqa: B018 - the scene changes with the next event
        presumed, triggered = frozenset(scene.assumptions), frozenset(binding.triggered)
        return Part(rule, findings, triggered, presumed, scene.looked_ahead, trigger)

    def _reach(self, rule: CompiledRule) -> Reach:
        found = self._reaches.get(rule.number)
        if found is None:
            found = self._reaches[rule.number] = reach(self._rules, rule)
        return found

    def _findings(self, scene: Scene) -> tuple[Finding, ...]:
        findings = self._ledger.findings()
        if scene.covers is not None:
            findings = sorted(per_kind([finding.copied() for finding in findings]), key=listed)
        return tuple(findings)

    def _remarks(self, binding: Binding) -> Callable[[], Remarks]:
        """The remarks; what the scene tells is settled now, because it changes with the next event."""
        noted = of_scenes(self._rules, [binding])
        granted = self._ledger.granted()
        return lambda: noted._replace(assumptions=tuple(sorted({*noted.assumptions}.union(*granted))))

    def _scene_at(self, as_of: int) -> Scene:
        scene = self._scene
        if scene is None or self._hidden or scene.as_of > as_of or self._latest > as_of:
            self._kept.clear()
            self._ledger.clear()
            self._new.clear()
            scene, left_out = case_scene(self._rules, self._case, as_of, self._register)
            match_all(self._rules, scene)
            self._scene, self._hidden = scene, bool(left_out)
        scene.as_of = as_of
        scene.memo.clear()
        return scene
