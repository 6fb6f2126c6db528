"""What concerns what: the events of a pattern, arranged so that those of one trigger are found without a search.

An event without `about` (or about the filing) may belong to any trigger of the case. One with `about` belongs where
what the two concern has an event in common, and never where it concerns another event of a kind that the trigger (or
its object) is: a posting of one decision does not answer the next. Where the trigger itself says nothing of what it
concerns, such an event may belong to it too (docs/language.md, "Which answer belongs where").
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

from lawrules.cases.events import Event
from lawrules.engine.scene import WHOLE_CASE, Concern, Place, Scene
from lawrules.engine.truth import Truth

Hit = tuple[Event, "Truth"]


class Links:
    """The hits of one flat pattern by what they concern; each list is oldest first."""

    __slots__ = ("all", "by_element", "free", "groups")

    def __init__(self, scene: Scene, hits: Iterable[Hit]) -> None:
        self.all: list[Hit] = list(hits)
        self.free: list[Hit] = []
        self.groups: dict[frozenset[str], list[Hit]] = {}
        self.by_element: dict[str, list[Hit]] = {}
        for hit in self.all:
            for listed in self._lists(scene, hit[0]):
                listed.append(hit)

    def add(self, scene: Scene, hit: Hit) -> None:
        """Enter one more hit in its place."""
        for listed in (self.all, *self._lists(scene, hit[0])):
            insort(listed, hit, key=order_of)

    def _lists(self, scene: Scene, event: Event) -> list[list[Hit]]:
        """Where an event belongs, besides among all of them."""
        concern = scene.concern(event) if event.about else None
        if concern is None or concern.of_case:
            return [self.free]
        by_element = self.by_element
        return [self.groups.setdefault(concern.kinds, []), *[by_element.setdefault(id, []) for id in concern.ids]]

    def near(self, scene: Scene, trigger: Event, kinds: frozenset[str], *, strict: bool = False) -> list[list[Hit]]:
        """Lists of the events that may belong to `trigger`; `kinds` are the event types that trigger the same rule.

        `strict`: an event that concerns something else entirely counts only where the trigger says nothing itself.
        """
        if not self.groups or trigger.type == WHOLE_CASE:
            return [self.all] if self.all else []
        found = self.linked(scene, trigger, kinds, strict=strict)
        if self.free:
            found.insert(0, self.free)
        return found

    def linked(self, scene: Scene, trigger: Event, kinds: frozenset[str], *, strict: bool = False) -> list[list[Hit]]:
        """The same without the events that say nothing of what they concern."""
        found: list[list[Hit]] = []
        if not self.groups:
            return found
        if trigger.type == WHOLE_CASE:
            return [sorted((hit for group in self.groups.values() for hit in group), key=order_of)]
        place = scene.place(trigger, kinds)
        loosely = not strict or not trigger.about
        if loosely:
            # What an event concerns outside the file may be anything, so in a duty it answers nothing.
            for of, group in self.groups.items():
                if of.isdisjoint(place.types) and (of or not strict):
                    found.append(group)
        if len(place.ids) == 1:
            met = self.by_element.get(trigger.id, ())
        else:
            several = [hit for id in place.ids for hit in self.by_element.get(id, ())]
            met = sorted({hit[0].id: hit for hit in several}.values(), key=order_of)
        name = trigger.id
        linked = [
            hit for hit in met
            if name in hit[0].about or _of_place(scene.concern(hit[0]), trigger, place, loosely)
        ]
        if linked:
            found.append(linked)
        return found


def _of_place(concern: Concern, trigger: Event, place: Place, loosely: bool) -> bool:
    """Whether an event of that concern belongs to the trigger, or names another such one and not the trigger too.

    `loosely`: events that concern nothing of these kinds have come with their group already.
    """
    types = place.types
    if loosely and concern.kinds.isdisjoint(types):
        return False
    if trigger.id in concern.ids:
        return True
    ids = place.ids
    return not any(event.type in types and event.id not in ids for event in concern.events)


def start_of(hit: Hit) -> int:
    return hit[0].start


def order_of(hit: Hit) -> tuple[int, int, str]:
    event = hit[0]
    return (event.start, event.seq or 0, event.id)


def across(scene: Scene, number: int, same: Iterable[str]) -> list[list[Hit]]:
    """The hits in other cases, where the rule joins on the party; empty otherwise."""
    if scene.others is None or "party" not in same:
        return []
    found = scene.others.hits(number, scene.case)
    return [found] if found else []


def links(scene: Scene, key: int | str) -> Links:
    """The links of a flat pattern's hits, or of all events of a type, made once for a scene."""
    found = scene.links.get(key)
    if found is None:
        hits = scene.hits.get(key, ()) if isinstance(key, int) else [(e, True) for e in scene.by_type.get(key, ())]
        found = scene.links[key] = Links(scene, hits)
    return found


def truths(scene: Scene, number: int) -> dict[str, Truth]:
    """What the matcher said of each event that fits or may fit a flat pattern."""
    found = scene.said.get(number)
    if found is None:
        found = scene.said[number] = {event.id: truth for event, truth in scene.hits.get(number, ())}
    return found


def enter(scene: Scene, number: int, hit: Hit) -> None:
    """Enter one more hit of a flat pattern, which may not be the last, wherever hits are kept."""
    insort(scene.hits.setdefault(number, []), hit, key=order_of)
    if number in scene.links:
        scene.links[number].add(scene, hit)
    if number in scene.said:
        scene.said[number][hit[0].id] = hit[1]
    if not hit[0].about:
        scene.unlinked.pop(number, None)
