"""Patterns over the history: which events fit, whether something happened, what came last, what adds up.

Takes compiled patterns and a place (`Env`). Every answer is three-valued: an event that may fit counts as *perhaps*,
and the absence of events that the file does not cover is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from lawrules.cases.events import Event
from lawrules.days.due import due_day
from lawrules.engine.env import ABSENT, Env, event_value
from lawrules.engine.links import across, links
from lawrules.engine.scene import Scene, not_later, presumed
from lawrules.engine.truth import Missing, Truth, all_of, any_of, both, either
from lawrules.policy.model import (
    AllOf,
    AnyOf,
    Condition,
    EventPattern,
    InOrder,
    Latest,
    Measure,
    Operand,
    Pattern,
    PeriodValue,
)
from lawrules.policy.vocabulary import Vocabulary
from lawrules.records import dataclass, field

Pred: TypeAlias = Callable[[Env], Truth]


class Compiler(Protocol):
    """What compiles the conditions inside patterns."""

    vocabulary: Vocabulary

    def number(self, event_type: str, condition: Condition, refuses: frozenset[str]) -> tuple[int, Pred | None]: ...

    def condition(self, c: Condition) -> Pred: ...

    def operand(self, operand: Operand) -> Callable[[Env], Any]: ...

    def period(self, value: PeriodValue | None) -> Callable[[Env], Any]: ...


@dataclass(slots=True)
class Search:
    """One event type under conditions: its flat number and what is left to evaluate at the place.

    `serves_one`: an event of the type answers one trigger where it names none (vocabulary: `concerns: event`).
    """

    type: str
    number: int
    rest: Pred | None
    same: tuple[str, ...] = ()
    must: Pred | None = None
    within: Callable[[Env], Any] | None = None
    serves_one: bool = False

    def hits(self, scene: Scene) -> list[tuple[Event, Truth]]:
        """Events whose flat conditions hold or are undecided, oldest first."""
        return scene.hits.get(self.number, _NONE)

    def test(self, event: Event, truth: Truth, env: Env) -> Truth:
        """Whether the event fits, as seen from the place; `truth` is what the matcher said."""
        if self.rest is not None and truth is not False:
            truth = both(truth, self.rest(env.on(event)))
        return truth

    def fits(self, env: Env) -> Iterator[tuple[Event, Truth]]:
        """Every event that fits or may fit, oldest first."""
        for event, truth in self.hits(env.scene):
            result = self.test(event, truth, env)
            if result is not False:
                yield event, result

    def in_history(self, env: Env) -> Iterator[tuple[Event, Truth]]:
        """The events that fit or may fit and belong to the history of the place."""
        subject = env.event
        if env.late:
            env.scene.looked_ahead = True
        if subject is None:
            lists = [links(env.scene, self.number).all]
        else:
            lists = links(env.scene, self.number).near(env.scene, subject, frozenset())
            lists = [*lists, *across(env.scene, self.number, self.same)]
        for listed in lists:
            for event, truth in listed:
                if subject is not None and not env.late and event.start > subject.end:
                    break
                seen = _seen(self, event, env)
                if seen is False:
                    continue
                result = both(self.test(event, truth, env), seen)
                if result is not False:
                    yield event, result


_NONE: list[tuple[Event, Truth]] = []


@dataclass(slots=True)
class CompiledPattern:
    """A pattern ready to search with. `kind`: any, all, in_order, latest, sum, count (or `sum>`, `count>`).

    `all_searches`: its own and those of its parts. `kinds`: the types in order. `told`: every case file tells of them.
    `flat`: the matcher alone decides its searches. `numbers`: the flat patterns of all its searches.
    """

    kind: str
    searches: tuple[Search, ...] = ()
    parts: tuple[CompiledPattern, ...] = ()
    must: Pred | None = None
    measure: str = ""
    threshold: Callable[[Env], Any] | None = None
    source: Pattern | None = None
    types: frozenset[str] = field(default_factory=frozenset)
    all_searches: tuple[Search, ...] = ()
    kinds: tuple[str, ...] = ()
    told: bool = False
    flat: bool = False
    numbers: frozenset[int] = frozenset()

    def absence(self, scene: Scene, after: Event | None = None) -> Truth:
        """What it means that no event of these types is in sight (see `Scene.absence`)."""
        if self.told and scene.covers is None:
            return False
        return any_of(scene.absence(kind, after) for kind in self.kinds)

    # ── history

    def happened(self, env: Env) -> Truth:
        """Whether the history up to the place holds something that fits."""
        if self.kind == "any":
            return any_of([*(_found(s, env) for s in self.searches), *(p.happened(env) for p in self.parts)])
        if self.kind == "all":
            return all_of(part.happened(env) for part in self.parts)
        if self.kind == "in_order":
            return _in_order(self.parts, env)
        if self.kind == "latest":
            found = self.parts[0].latest(env)
            if found is None:
                return self.absence(env.scene)
            if isinstance(found, Missing):
                return found
            return self.must(env.on(found)) if self.must is not None else True
        return self.measured(env, list(self.sighted(env)))

    def sighted(self, env: Env) -> Iterator[tuple[Event, Truth]]:
        """Events in sight of the place that fit or may fit, with the doubt about each."""
        for search in self.searches:
            yield from search.in_history(env)
        for part in self.parts:
            yield from part.sighted(env)

    def latest(self, env: Env) -> Event | Missing | None:
        """The last event in sight that fits: None where there is none, or what is missing to tell."""
        found: Event | None = None
        doubt: Truth = False
        for event, truth in self.sighted(env):
            if isinstance(truth, Missing):
                doubt = either(doubt, truth)
            elif found is None or _after(event, found):
                found = event
        if isinstance(doubt, Missing):
            return doubt
        return found

    def measured(self, env: Env, events: list[tuple[Event, Truth]]) -> Truth:
        """Whether the sum or count over the events reaches the threshold."""
        wanted = self.threshold(env) if self.threshold is not None else 0
        if isinstance(wanted, Missing):
            return wanted
        reached = self.total(env, [e for e, t in events if t is True])
        if isinstance(reached, Missing):
            return reached
        enough = _enough(self.kind, wanted)
        if enough(reached):
            return True
        perhaps = self.total(env, [e for e, _ in events])
        doubts = [t for _, t in events if isinstance(t, Missing)]
        absent = self.absence(env.scene)
        if not isinstance(perhaps, Missing) and not enough(perhaps):
            return absent
        return any_of([*doubts, absent])

    def total(self, env: Env, events: list[Event]) -> Any:
        """The sum of the field, the number of events, or the number of distinct values."""
        if self.kind.startswith("sum"):
            amount = Decimal(0)
            for event in events:
                value = event_value(event, self.measure, env)
                if isinstance(value, Missing):
                    return value
                if value is not ABSENT:
                    amount += Decimal(value)
            return amount
        if not self.measure:
            return len({event.id for event in events})
        seen: set[Any] = set()
        for event in events:
            value = event_value(event, self.measure, env)
            if isinstance(value, Missing):
                return value
            if isinstance(value, (frozenset, tuple)):
                seen.update(value)
            elif value is not ABSENT:
                seen.add(value)
        return len(seen)

    def reaches(self, env: Env, events: list[Event]) -> Event | Missing | None:
        """The event at which the threshold is reached, going through `events` in order; None where it is not."""
        wanted = self.threshold(env) if self.threshold is not None else 0
        if isinstance(wanted, Missing):
            return wanted
        enough = _enough(self.kind, wanted)
        for i in range(len(events)):
            total = self.total(env, events[: i + 1])
            if isinstance(total, Missing):
                return total
            if enough(total):
                return events[i]
        return None

    def __post_init__(self) -> None:
        self.all_searches = (*self.searches, *(s for part in self.parts for s in part.all_searches))
        self.kinds = tuple(sorted(self.types))
        self.flat = all(search.rest is None for search in self.searches)
        self.numbers = frozenset(search.number for search in self.all_searches)


def _enough(kind: str, wanted: Any) -> Callable[[Any], bool]:
    if kind.endswith(">"):
        return lambda total: bool(total > wanted)
    return lambda total: bool(total >= wanted)


def _after(a: Event, b: Event) -> bool:
    return (a.start, a.seq or 0, a.id) > (b.start, b.seq or 0, b.id)


def _found(search: Search, env: Env) -> Truth:
    result: Truth = False
    for event, truth in search.in_history(env):
        if search.must is not None:
            truth = both(truth, search.must(env.on(event)))
        if truth is True:
            return True
        result = either(result, truth)
    if search.within is not None and isinstance(env.scene.since, int):
        length = search.within(env)
        today = env.event.day if env.event is not None else env.day
        if not isinstance(length, Missing) and due_day(env.rules.calendar, env.scene.since, length).raw < today:
            return result
    return either(result, env.scene.absence(search.type))


def _seen(search: Search, event: Event, env: Env) -> Truth:
    """Whether the event belongs to the history of this place: earlier, of this person, within the stretch looked at."""
    subject = env.event
    if subject is not None and event.id == subject.id:
        return False
    sight = env.in_sight(event)
    if sight is False:
        return False
    if not of_identity(event, env):
        return False
    if search.within is not None:
        length = search.within(env)
        if isinstance(length, Missing):
            return length
        today = subject.day if subject is not None else env.day
        if due_day(env.rules.calendar, event.day, length).raw < today:
            return False
    for name in search.same:
        sight = both(sight, agrees(name, env.trigger, event, env))
    if sight is True and subject is not None and not env.late and presumed(event, subject):
        env.scene.assumptions.add(f"order:{event.id}<={subject.id}")
    return sight


def of_identity(event: Event, env: Env) -> bool:
    """Under `each`, `every` and `some`: whether the event is that person's, unit's or item's."""
    if env.person is not None and not of_person(event, env.person):
        return False
    if env.unit is not None and not of_unit(event, env.unit, env):
        return False
    if env.item is not None and "item" in event.data:
        return bool(event.data["item"] == env.item.get("name"))
    return True


def of_person(event: Event, person: str) -> bool:
    for name in ("officer", "actors", "reviewers"):
        value = event.data.get(name)
        if value is not None:
            return person in value
    return False


def of_unit(event: Event, unit: str, env: Env) -> bool:
    """The event's unit; a person's unit counts too."""
    if "unit" in event.data:
        return bool(event.data["unit"] == unit)
    persons = env.scene.facts.persons
    for person in event.data.get("officer") or ():
        if env.scene.fact(persons.get(person, {}), "unit", event.day) == unit:
            return True
    return False


def agrees(name: str, trigger: Event | None, event: Event, env: Env) -> Truth:
    """Whether trigger and event agree in a `same` field; `day`, `month` and `year` are those of their dates."""
    if trigger is None:
        return True
    if name == "day":
        return trigger.day == event.day
    if name in ("year", "month"):
        a, b = trigger.at[: 4 if name == "year" else 7], event.at[: 4 if name == "year" else 7]
        return a == b
    mine, theirs = event_value(trigger, name, env), event_value(event, name, env)
    if mine is ABSENT or theirs is ABSENT:
        return False
    if isinstance(mine, Missing) or isinstance(theirs, Missing):
        return all_of([m for m in (mine, theirs) if isinstance(m, Missing)])
    return values_agree(mine, theirs)


def values_agree(mine: Any, theirs: Any) -> bool:
    """Equal, or one of them a list that holds the other (vocabulary.md, "Identity fields")."""
    if isinstance(mine, (tuple, frozenset)):
        if isinstance(theirs, (tuple, frozenset)):
            return bool(set(mine) & set(theirs))
        return theirs in mine
    if isinstance(theirs, (tuple, frozenset)):
        return mine in theirs
    return bool(mine == theirs)


def _in_order(parts: tuple[CompiledPattern, ...], env: Env) -> Truth:
    last: Event | None = None
    result: Truth = True
    for part in parts:
        candidates = [(e, t) for e, t in part.sighted(env) if last is None or not_later(last, e) is not False]
        sure = [e for e, t in candidates if t is True]
        if sure:
            last = min(sure, key=lambda e: (e.start, e.seq or 0, e.id))
        elif candidates:
            result = both(result, any_of(t for _, t in candidates))
        else:
            return part.absence(env.scene)
    return result


def compile_pattern(pattern: Pattern, compiler: Compiler, refuses: frozenset[str] = frozenset()) -> CompiledPattern:
    """The pattern with its flat parts numbered and its conditions compiled."""
    made = _compiled(pattern, compiler, refuses)
    known = compiler.vocabulary.types
    made.told = all(kind not in known or known[kind].scope == "case" for kind in made.types)
    return made


def _compiled(pattern: Pattern, compiler: Compiler, refuses: frozenset[str]) -> CompiledPattern:
    if isinstance(pattern, EventPattern):
        return CompiledPattern("any", (_search(pattern, compiler, refuses),), source=pattern,
                               types=frozenset((pattern.type,)))
    if isinstance(pattern, AnyOf):
        searches = tuple(_search(p, compiler, refuses) for p in pattern.items if isinstance(p, EventPattern))
        parts: list[CompiledPattern] = []
        for item in pattern.items:
            if not isinstance(item, EventPattern):
                inner = compile_pattern(item, compiler, refuses)
                if inner.kind == "any":
                    searches = (*searches, *inner.searches)
                    parts.extend(inner.parts)
                else:
                    parts.append(inner)
        return CompiledPattern("any", searches, tuple(parts), source=pattern, types=_types(searches, parts))
    if isinstance(pattern, (AllOf, InOrder)):
        made = tuple(compile_pattern(item, compiler, refuses) for item in pattern.items)
        kind = "all" if isinstance(pattern, AllOf) else "in_order"
        return CompiledPattern(kind, (), made, source=pattern, types=_types((), made))
    if isinstance(pattern, Latest):
        inner = compile_pattern(pattern.item, compiler, refuses)
        must = compiler.condition(pattern.must) if pattern.must is not None else None
        return CompiledPattern("latest", (), (inner,), must, source=pattern, types=inner.types)
    inner = compile_pattern(pattern.pattern, compiler, refuses)
    return CompiledPattern(
        pattern.kind, inner.searches, inner.parts, None, pattern.measure, compiler.operand(pattern.threshold), pattern,
        inner.types,
    )


def _search(pattern: EventPattern, compiler: Compiler, refuses: frozenset[str]) -> Search:
    number, rest = compiler.number(pattern.type, pattern.where, refuses)
    must = compiler.condition(pattern.must) if pattern.must is not None else None
    within = compiler.period(pattern.within) if pattern.within is not None else None
    kind = compiler.vocabulary.types.get(pattern.type)
    serves_one = kind is not None and kind.concerns == "event"
    return Search(pattern.type, number, rest, pattern.same, must, within, serves_one)


def _types(searches: tuple[Search, ...], parts: Any) -> frozenset[str]:
    return frozenset(s.type for s in searches).union(*(p.types for p in parts))


__all__ = ["CompiledPattern", "Measure", "Search", "agrees", "compile_pattern", "of_identity", "values_agree"]
