"""What an evaluation looks at: the events up to `as_of`, their order, their links, and what absence means.

Takes a case (with or without its agency's register) or a register. Promises answers about time and linkage that are
three-valued: a bare date is every moment of its day, and what a file does not cover is unknown, not absent.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from lawrules.cases.events import DAY, Dated, Event, Facts
from lawrules.engine.truth import Missing, Truth
from lawrules.policy.vocabulary import Vocabulary
from lawrules.records import dataclass, field

WHOLE_CASE = "case.filed"
"""An event about the filing concerns the case as a whole."""


Handed: TypeAlias = "dict[tuple[str, int], list[tuple[Event, Truth]]]"
"""Answers that name no trigger, by the trigger (and the pattern) to which each was handed."""


class OtherCases:
    """The events of a register's cases, for rules that look across cases (`same: party`); shared by their scenes."""

    __slots__ = ("_hits", "_match", "events")

    def __init__(self, events: list[Event], match: Callable[[Event], list[tuple[int, Truth]]]) -> None:
        self.events = sorted(events, key=sort_key)
        self._match = match
        self._hits: dict[int, list[tuple[Event, Truth]]] | None = None

    def hits(self, number: int, but: str | None) -> list[tuple[Event, Truth]]:
        """The events of other cases that fit or may fit a flat pattern, oldest first."""
        if self._hits is None:
            self._hits = {}
            for event in self.events:
                for n, truth in self._match(event):
                    self._hits.setdefault(n, []).append((event, truth))
        return [hit for hit in self._hits.get(number, ()) if hit[0].case != but]


class Concern(NamedTuple):
    """What an event concerns, directly or not. `of_case`: it names the filing.

    `ids` and `kinds` leave the filing out.
    """

    events: tuple[Event, ...]
    ids: Sequence[str]
    kinds: frozenset[str]
    of_case: bool


class Place(NamedTuple):
    """Where a trigger stands: itself and what it concerns, with the kinds of which one event answers only one."""

    ids: Sequence[str]
    types: frozenset[str]


@dataclass(slots=True)
class Scene:
    """The events that can be seen, oldest first, and how they hang together.

    `own`: events that may trigger rules here (the others are context). `as_of` is the last microsecond that counts.
    `since`: the register's first day, None without a register. `covers`: kinds for which the file is complete.

    By the number of a flat pattern: `hits`, the events that fit or may fit, oldest first; and what is made of them when
    it is first asked for: `links`, `said` (by event), `unlinked` (by day, those that are about nothing). `memo` holds
    what any event may change.

    What a judgement leaves behind: `assumptions`; `looked_ahead`, whether an exemption asked for the whole history;
    `handed`.
    """

    vocabulary: Vocabulary
    events: list[Event]
    facts: Facts
    as_of: int
    own: frozenset[str] | None = None
    case: str | None = None
    agency: str | None = None
    since: int | None = None
    is_register: bool = False
    covers: frozenset[str] | None = None
    by_id: dict[str, Event] = field(default_factory=dict)
    by_type: dict[str, list[Event]] = field(default_factory=dict)
    assumptions: set[str] = field(default_factory=set)
    _closures: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    _concerns: dict[str, Concern] = field(default_factory=dict)
    _places: dict[tuple[str, frozenset[str]], Place] = field(default_factory=dict)
    _holders: dict[str, list[Event]] | None = None
    hits: dict[int, list[tuple[Event, Truth]]] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)
    links: dict[int | str, Any] = field(default_factory=dict)
    said: dict[int, dict[str, Truth]] = field(default_factory=dict)
    unlinked: dict[int, dict[int, list[Event]]] = field(default_factory=dict)
    dated: bool = False
    identity_names: frozenset[str] = frozenset()
    others: OtherCases | None = None
    looked_ahead: bool = False
    handed: Handed = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.events.sort(key=sort_key)
        self.identity_names = self.vocabulary.identity_names
        self.dated = any(isinstance(value, Dated) for value in self.facts.agency.values())
        for event in self.events:
            self.by_id[event.id] = event
            self.by_type.setdefault(event.type, []).append(event)

    @property
    def as_of_day(self) -> int:
        return self.as_of // DAY

    def add(self, event: Event) -> None:
        """Add a derived moment, keeping the order of time."""
        self.by_id[event.id] = event
        listed = self.by_type.setdefault(event.type, [])
        listed.append(event)
        listed.sort(key=sort_key)

    def insert(self, event: Event) -> None:
        """Add one more event that can be seen; what was derived from the others is forgotten."""
        insort(self.events, event, key=sort_key)
        self.by_id[event.id] = event
        insort(self.by_type.setdefault(event.type, []), event, key=sort_key)
        if self.own is not None:
            self.own |= {event.id}
        if self._holders is not None:
            for ref in event.about:
                insort(self._holders.setdefault(ref, []), event, key=sort_key)
        self.memo.clear()

    def forget(self, number: int) -> None:
        """Drop what was made of the hits of a pattern, because they have changed."""
        for made in (self.links, self.said, self.unlinked):
            made.pop(number, None)

    # ── links

    def closure(self, event: Event) -> tuple[Event, ...]:
        """The event, and all that it concerns, directly or not, nearest first."""
        if not event.about:
            return (event,)
        found = self._closures.get(event.id)
        if found is None:
            seen = {event.id: event}
            queue = [event]
            for current in queue:
                for ref in current.about:
                    target = self.by_id.get(ref)
                    if target is not None and target.id not in seen:
                        seen[target.id] = target
                        queue.append(target)
            found = self._closures[event.id] = tuple(queue)
        return found

    def concern(self, event: Event) -> Concern:
        """What the event concerns besides itself."""
        found = self._concerns.get(event.id)
        if found is None:
            events = self.closure(event)[1:]
            elements = [e for e in events if e.type != WHOLE_CASE]
            by_id = self.by_id
            of_case = len(elements) < len(events) and any(
                ref in by_id and by_id[ref].type == WHOLE_CASE for ref in event.about
            )
            found = self._concerns[event.id] = Concern(
                events, [e.id for e in elements], frozenset([e.type for e in elements]), of_case
            )
        return found

    def place(self, trigger: Event, kinds: frozenset[str]) -> Place:
        """The place of a trigger under a rule that events of these kinds trigger."""
        if not trigger.about and trigger.type in kinds:
            return Place((trigger.id,), kinds)
        key = (trigger.id, kinds)
        found = self._places.get(key)
        if found is None:
            mine = [e for e in self.closure(trigger) if e.type != WHOLE_CASE]
            found = self._places[key] = Place([e.id for e in mine], kinds.union([e.type for e in mine]))
        return found

    def meets(self, a: Event, b: Event) -> bool:
        """Whether what the two concern has an event in common."""
        ids = {event.id for event in self.closure(a)}
        return any(event.id in ids for event in self.closure(b))

    def speaks_of_another(self, event: Event, trigger: Event, kinds: Iterable[str] = ()) -> bool:
        """Whether `event` concerns something of a kind that the trigger (or its object) is, but another one."""
        mine = self.closure(trigger)
        ids = {e.id for e in mine}
        types = {e.type for e in mine if e.type != WHOLE_CASE}
        types.update(kinds)
        return any(e.type in types and e.id not in ids for e in self.closure(event)[1:])

    # ── absence

    def absence(self, event_type: str, after: Event | None = None) -> Truth:
        """What it means that no such event is in sight: False, or the name of what would tell.

        `after`: only events after this one are looked for; a register is complete for them if it reaches that far back.
        """
        if self.covers is not None and not self._covered(event_type):
            return Missing((f"covers:{kind_of(event_type)}",))
        kind = self.vocabulary.types.get(event_type)
        if kind is None or kind.scope == "case" or (kind.scope == "both" and not self.is_register):
            return False
        if self.since is None:
            return Missing((f"register:{event_type}",))
        if after is not None and after.day >= self.since:
            return False
        return Missing((f"before-register:{event_type}",))

    def _covered(self, event_type: str) -> bool:
        covers = self.covers or frozenset()
        return event_type in covers or kind_of(event_type) in covers

    # ── profiles

    def fact(self, values: Mapping[str, Any], name: str, day: int) -> Any:
        """A profile's value on a day; None where it is unknown."""
        value = values.get(name)
        return value.at(day) if isinstance(value, Dated) else value

    def answers_about(self, trigger: Event) -> list[Event]:
        """The events whose `about` names the trigger directly, oldest first."""
        if self._holders is None:
            holders: dict[str, list[Event]] = {}
            for event in self.events:
                for ref in event.about:
                    holders.setdefault(ref, []).append(event)
            self._holders = holders
        return self._holders.get(trigger.id, [])


def sort_key(event: Event) -> tuple[int, int, str]:
    """Events are ordered by time, then `seq`, then id."""
    return (event.start, event.seq if event.seq is not None else 0, event.id)


def kind_of(event_type: str) -> str:
    """The noun of an event's name: `recording` of `recording.made`."""
    return event_type.split(".", 1)[0]


def not_later(a: Event, b: Event, *, presume: bool = True) -> Truth:
    """Whether `a` happened before `b` or at the same moment.

    Bare dates of one day without `seq` are presumed to have come in the lawful order (semantics.md, "Input"); who
    builds on that lists it (`presumed`). A bare date beside a time of the same day is undecided: the hour is missing.
    """
    if a.end <= b.start or a is b:
        return True
    if a.start > b.end:
        return False
    if a.bare and b.bare and a.day == b.day:
        if a.seq is not None and b.seq is not None:
            return a.seq <= b.seq
        if presume:
            return True
    hours = [f"{e.id}.at" for e in (a, b) if e.bare]
    return Missing(hours)


def presumed(a: Event, b: Event) -> bool:
    """Whether the order of the two is only presumed: bare dates of one day, without `seq`."""
    return a is not b and a.bare and b.bare and a.day == b.day and (a.seq is None or b.seq is None)
