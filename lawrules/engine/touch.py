"""At which of its triggers new events can change what a rule found.

Never too few: where it cannot be told from the event's time and from what it concerns, all triggers count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lawrules.cases.events import DAY, Event
from lawrules.engine.dependencies import Mark, Reach
from lawrules.engine.kept import Kept
from lawrules.engine.links import links
from lawrules.engine.recording import unlinked
from lawrules.engine.ruleset import CompiledRule
from lawrules.engine.scene import WHOLE_CASE, Scene
from lawrules.engine.search import Search


def hangs_together(rule: CompiledRule, scene: Scene) -> bool:
    """Whether answers that name no trigger are handed out in a way that no trigger can be judged alone."""
    if rule.rule.family == "recording":
        return any(s.number in scene.hits and unlinked(scene, s.number) for s in _answers(rule))
    return rule.clock.ahead is not None and last_unnamed(rule, scene) > 0


def last_unnamed(rule: CompiledRule, scene: Scene) -> int:
    """The day of the last answer that names no trigger and serves but one; 0 where there is none."""
    days = [
        links(scene, s.number).free[-1][0].day for s in _answers(rule)
        if s.serves_one and s.number in scene.hits and links(scene, s.number).free
    ]
    return max(days, default=0)


def _answers(rule: CompiledRule) -> list[Search]:
    return [search for part in rule.parts for search in part.all_searches]


class Touch:
    """New events with their marks, milestones that came, went or moved (by their names), whether time has passed."""

    def __init__(
        self, scene: Scene, new: Sequence[tuple[Event, frozenset[Mark]]], moved: set[str], *, time_passed: bool
    ) -> None:
        self._scene = scene
        self._new = new
        self._moved = moved
        self._time_passed = time_passed

    def triggers(self, rule: CompiledRule, kept: Kept, reach: Reach) -> Iterable[str] | None:
        """The ids of the triggers at which the rule has to be judged again; None for all of them."""
        if not reach.types.isdisjoint(self._moved):
            return None
        found: set[str | None] = set(kept.unsettled) if self._time_passed else set()
        for event, marks in self._new:
            if event.type not in reach.types:
                continue
            if not marks.isdisjoint(reach.anywhere):
                return None
            if not marks.isdisjoint(reach.triggers):
                if kept.together or event.day <= kept.last_handed:
                    return None
                found.add(event.id)
            if not marks.isdisjoint(reach.earlier):
                if kept.last_handed:
                    # Where the rule no longer applies, what it was handed goes to another trigger.
                    return None
                found.update(self._not_before(rule, event))
            if not marks.isdisjoint(reach.exempting):
                found |= kept.looking
            if not marks.isdisjoint(reach.considered):
                # Of records only those about the act are considered.
                recorded = rule.rule.family == "recording" and not kept.together
                found |= kept.unmet.intersection(event.about) if recorded else kept.unmet
            if not marks.isdisjoint(reach.answers):
                answered = None if kept.together else self._answered(rule, event)
                if answered is None or not answered.isdisjoint(kept.handed_to):
                    return None
                found |= answered
        if None in found:
            return None
        return [id for id in found if id is not None]

    def _not_before(self, rule: CompiledRule, event: Event) -> Iterable[str]:
        """The triggers that the event does not come after."""
        for kind in rule.trigger_types:
            milestone = kind not in self._scene.vocabulary.types
            for trigger in reversed(self._scene.by_type.get(kind, ())):
                if trigger.end >= event.start:
                    yield trigger.id
                elif not milestone and trigger.start + DAY < event.start:
                    # Only a milestone may last longer than a day.
                    break

    def _answered(self, rule: CompiledRule, event: Event) -> set[str | None] | None:
        """The triggers that the event may answer by what it concerns; None for all of them."""
        scene, kinds = self._scene, rule.trigger_types
        concern = scene.concern(event)
        if event.about and rule.rule.family == "recording":
            # A record that says what it is about is one of that act alone.
            return {id for id in event.about if id in scene.by_id and scene.by_id[id].type in kinds}
        if not event.about or concern.of_case or WHOLE_CASE in kinds or concern.kinds.isdisjoint(kinds):
            return None
        ids = set(concern.ids)
        found: set[str | None] = {id for id in concern.ids if scene.by_id[id].type in kinds}
        for kind in kinds:
            for trigger in scene.by_type.get(kind, ()):
                if trigger.about and not ids.isdisjoint(scene.place(trigger, kinds).ids):
                    found.add(trigger.id)
        return found
