"""What concerns what: the events of a pattern, arranged so that those of one trigger are found without a search.

An event without `about` (or about the filing) may belong to any trigger of the case. One with `about` belongs where
what the two concern has an event in common, and never where it concerns another event of a kind that the trigger (or
its object) is: a posting of one decision does not answer the next. Where the trigger itself says nothing of what it
concerns, such an event may belong to it too (docs/language.md, "Which answer belongs where").
"""

from __future__ import annotations

from collections.abc import Iterable

from lawrules.cases.events import Event
from lawrules.engine.scene import WHOLE_CASE, Scene
from lawrules.engine.truth import Truth

Hit = tuple[Event, "Truth"]


class Links:
    """The hits of one flat pattern by what they concern; each list is oldest first."""

    __slots__ = ("all", "by_element", "free", "groups")

    def __init__(self, scene: Scene, hits: Iterable[Hit]) -> None:
        self.all: list[Hit] = sorted(hits, key=order_of)
        self.free: list[Hit] = []
        self.groups: dict[frozenset[str], list[Hit]] = {}
        self.by_element: dict[str, list[Hit]] = {}
        for hit in self.all:
            event = hit[0]
            if not event.about or concerns_case(scene, event):
                self.free.append(hit)
                continue
            concerned = [e for e in scene.closure(event)[1:] if e.type != WHOLE_CASE]
            kinds = frozenset(e.type for e in concerned)
            self.groups.setdefault(kinds, []).append(hit)
            for element in concerned:
                self.by_element.setdefault(element.id, []).append(hit)

    def near(self, scene: Scene, trigger: Event, kinds: frozenset[str], *, strict: bool = False) -> list[list[Hit]]:
        """Lists of the events that may belong to `trigger`; `kinds` are the event types that trigger the same rule.

        `strict`: an event that concerns something else entirely counts only where the trigger says nothing itself.
        """
        if not self.groups or trigger.type == WHOLE_CASE:
            return [self.all] if self.all else []
        found: list[list[Hit]] = [self.free] if self.free else []
        return found + self.linked(scene, trigger, kinds, strict=strict)

    def linked(self, scene: Scene, trigger: Event, kinds: frozenset[str], *, strict: bool = False) -> list[list[Hit]]:
        """The same without the events that say nothing of what they concern."""
        found: list[list[Hit]] = []
        if not self.groups:
            return found
        if trigger.type == WHOLE_CASE:
            return [[hit for hit in self.all if hit[0].about and not concerns_case(scene, hit[0])]]
        mine = [e for e in scene.closure(trigger) if e.type != WHOLE_CASE]
        types = kinds.union(e.type for e in mine)
        loosely = not strict or not trigger.about
        if loosely:
            # What an event concerns outside the file may be anything, so in a duty it answers nothing.
            found.extend(
                group for of, group in self.groups.items() if of.isdisjoint(types) and (of or not strict)
            )
        met: dict[str, Hit] = {}
        for element in mine:
            for hit in self.by_element.get(element.id, ()):
                met[hit[0].id] = hit
        ids = {e.id for e in mine}
        linked = [hit for hit in met.values() if not _another(scene, hit[0], trigger, ids, types)]
        if linked and loosely:
            linked = [hit for hit in linked if not _loose(scene, hit[0], types)]
        if linked:
            linked.sort(key=order_of)
            found.append(linked)
        return found


def _another(scene: Scene, event: Event, trigger: Event, ids: set[str], types: frozenset[str]) -> bool:
    """Whether the event concerns another such event, and not the trigger as well."""
    concerned = scene.closure(event)[1:]
    return all(e.id != trigger.id for e in concerned) and any(e.type in types and e.id not in ids for e in concerned)


def _loose(scene: Scene, event: Event, types: frozenset[str]) -> bool:
    """Whether the event already came with its group."""
    return frozenset(e.type for e in scene.closure(event)[1:] if e.type != WHOLE_CASE).isdisjoint(types)


def concerns_case(scene: Scene, event: Event) -> bool:
    """Whether the event says that it concerns the filing, and so the case as a whole."""
    return any(ref in scene.by_id and scene.by_id[ref].type == WHOLE_CASE for ref in event.about)


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
    key = ("truths", number)
    found = scene.memo.get(key)
    if found is None:
        found = scene.memo[key] = {event.id: truth for event, truth in scene.hits.get(number, ())}
    return found
