"""Where a condition is evaluated, and how a path finds its value.

A condition looks at a *subject* (the event, person or item that bare names mean), while `$references` look at the
*trigger* of the rule. The history is seen up to `bound`: up to the trigger, or, in an exemption, up to `as_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from lawrules.cases.events import DAY, Event
from lawrules.days.work_calendar import WorkCalendar
from lawrules.engine.scene import Scene, not_later
from lawrules.engine.truth import Missing, Truth
from lawrules.policy.model import Path
from lawrules.policy.vocabulary import NOTHING
from lawrules.records import dataclass

NIGHT = (22, 6)
"""夜间: from 22:00 to 06:00 (NOISE-88; the compulsion law gives no hours)."""


class Rules(Protocol):
    """What a place needs of the rules: the calendar, the acts, dated parameters, labels."""

    calendar: WorkCalendar
    act_types: tuple[str, ...]
    label: Callable[[str, Any], Truth]

    def parameter(self, name: str, day: int) -> Any: ...


@dataclass(slots=True)
class Env:
    """One place of evaluation. `person`, `unit` and `item` are set while `each`, `every` or `some` go over them.

    `day`: the date whose law and parameters hold. `refuses`: fields of which this rule accepts no assumption.
    """

    rules: Any
    scene: Scene
    event: Event | None
    trigger: Event | None
    day: int
    person: str | None = None
    unit: str | None = None
    item: Mapping[str, Any] | None = None
    late: bool = False
    refuses: frozenset[str] = frozenset()
    exempt: Any = None

    def on(self, event: Event) -> Env:
        """The same place, with another event as the subject."""
        return Env(self.rules, self.scene, event, self.trigger, self.day, self.person, self.unit, self.item,
                   self.late, self.refuses, self.exempt)

    def copied(self) -> Env:
        """Another such place, to be moved from one person or item to the next."""
        return Env(self.rules, self.scene, self.event, self.trigger, self.day, self.person, self.unit, self.item,
                   self.late, self.refuses, self.exempt)

    def at_person(self, person: str) -> Env:
        return Env(self.rules, self.scene, self.event, self.trigger, self.day, person, self.unit, self.item,
                   self.late, self.refuses, self.exempt)

    def at_item(self, item: Mapping[str, Any]) -> Env:
        return Env(self.rules, self.scene, self.event, self.trigger, self.day, self.person, self.unit, item,
                   self.late, self.refuses, self.exempt)

    def in_sight(self, event: Event) -> Truth:
        """Whether the event lies in the history that this place may look at."""
        if self.late or self.event is None:
            return event.start <= self.scene.as_of
        return not_later(event, self.event)


ABSENT = object()
"""The subject cannot have the field at all: a test on it is false."""


def lookup(path: Path, env: Env) -> Any:
    """The value at `path`; `ABSENT` where it cannot exist, `Missing` where it is unknown."""
    return ROOTS[path[0]](path[1], env)


def refusing(env: Env, name: str) -> bool:
    return "*" in env.refuses or name in env.refuses


def event_value(event: Event, name: str, env: Env) -> Any:
    """A field of an event: its value, what its silence is taken to mean, or what is missing."""
    if name in event.data:
        return event.data[name]
    if name in BUILT_IN:
        value = BUILT_IN[name](event, env)
        return Missing((f"{event.id}.{name}",)) if value is None else value
    vocabulary = env.scene.vocabulary
    kind = base_type(event)
    declared = vocabulary.field(kind, name)
    if declared is None:
        return ABSENT
    if declared.assume is not NOTHING and not refusing(env, name):
        return declared.assume
    return Missing((f"{event.id}.{name}",))


def base_type(event: Event) -> str:
    """The type whose fields the event has: a milestone has those of the event that it comes from."""
    return event.base or event.type


def _event(name: str, env: Env) -> Any:
    return ABSENT if env.event is None else event_value(env.event, name, env)


def _about(name: str, env: Env) -> Any:
    event = env.event
    if event is None:
        return ABSENT
    scene = env.scene
    targets = [t for ref in event.about if (t := scene.by_id.get(ref)) is not None]
    if name == "type":
        return frozenset(t.type for t in targets) if targets else Missing((f"{event.id}.about",))
    unknown: Any = None
    for target in scene.closure(event)[1:]:
        value = event_value(target, name, env)
        if value is ABSENT:
            continue
        if not isinstance(value, Missing):
            return value
        unknown = value if unknown is None else unknown
    if unknown is not None:
        return unknown
    return Missing((f"{event.id}.about",))


def _case(name: str, env: Env) -> Any:
    scene = env.scene
    value = scene.fact(scene.facts.case, name, env.day)
    if value is not None:
        return value
    for filing in reversed(scene.by_type.get("case.filed", ())):
        if name in filing.data:
            return filing.data[name]
    return Missing((f"case.{name}",))


def _profile(root: str, values: Mapping[str, Any], name: str, env: Env, who: str) -> Any:
    value = env.scene.fact(values, name, env.day)
    if value is not None:
        return value
    declared = env.scene.vocabulary.profiles.get(root, {}).get(name)
    if declared is not None and declared.assume is not NOTHING and not refusing(env, name):
        return declared.assume
    return Missing((f"{who}.{name}",))


def _party(name: str, env: Env) -> Any:
    return _profile("party", env.scene.facts.party, name, env, "party")


def _agency(name: str, env: Env) -> Any:
    return _profile("agency", env.scene.facts.agency, name, env, "agency")


def _unit(name: str, env: Env) -> Any:
    unit = env.unit or (env.event.data.get("unit") if env.event is not None else None)
    if unit is None:
        return Missing(("unit",))
    return _profile("unit", env.scene.facts.units.get(unit, {}), name, env, f"units.{unit}")


def _person(name: str, env: Env) -> Any:
    person = env.person
    if person is None and env.event is not None:
        officers = env.event.data.get("officer") or ()
        if len(officers) > 1:
            return _of_several(name, officers, env)
        person = officers[0] if officers else None
    if person is None:
        return Missing(("person",))
    if name == "certified":
        return certified(person, env)
    return _profile("person", env.scene.facts.persons.get(person, {}), name, env, f"persons.{person}")


def _of_several(name: str, officers: tuple[str, ...], env: Env) -> Any:
    """What is known of several officers of one event: a test holds if it holds of one of them."""
    values = [_person(name, env.at_person(officer)) for officer in officers]
    known = frozenset(v for v in values if not isinstance(v, Missing))
    return known or values[0]


def _item(name: str, env: Env) -> Any:
    if env.item is None:
        return ABSENT
    value = env.item.get(name)
    if value is not None:
        return value
    return Missing((f"items.{env.item.get('name', '?')}.{name}",))


def certified(person: str, env: Env) -> Truth | Missing:
    """Whether the person holds a valid certificate at the time of the event (vocabulary.md, section 2).

    Issued before, not revoked, not left; every suspension followed by a reinstatement. A profile tells what held when
    it was drawn up; without either the roster alone would tell.
    """
    scene = env.scene
    state: Any = scene.fact(scene.facts.persons.get(person, {}), "certified", env.day)
    known: Truth = state if isinstance(state, bool) else Missing((f"persons.{person}.certified",))
    history = _officer_events(scene, person)
    if not history:
        return known
    bound = env.trigger or env.event
    suspended: Truth = False
    for event in history:
        order = event.start <= scene.as_of if bound is None else not_later(event, bound)
        if order is False:
            continue
        if isinstance(order, Missing):
            return order
        if event.type == "officer.certified":
            known, suspended = True, False
        elif event.type in ("officer.revoked", "officer.left"):
            known = False
        elif event.type == "officer.suspended":
            suspended = True
        elif event.type == "officer.reinstated":
            suspended = False
    if known is False or suspended is True:
        return False
    return known


_OFFICER_TYPES = ("officer.certified", "officer.revoked", "officer.left", "officer.suspended", "officer.reinstated")


def _officer_events(scene: Scene, person: str) -> Sequence[Event]:
    """What happened to the person's certificate, oldest first."""
    by_person: dict[str, list[Event]] | None = scene.memo.get("officers")
    if by_person is None:
        by_person = scene.memo["officers"] = {}
        events = [event for kind in _OFFICER_TYPES for event in scene.by_type.get(kind, ())]
        for event in sorted(events, key=lambda e: (e.start, e.id)):
            for officer in event.data.get("officer") or ():
                by_person.setdefault(officer, []).append(event)
    return by_person.get(person, ())


# ── moments and spans


def _at(name: str, env: Env) -> Any:
    if env.event is None:
        return ABSENT
    return _of_span(name, env.event.start, env.event.end, env.event, env, exact=not env.event.bare)


def _span(name: str, env: Env) -> Any:
    event = env.event
    if event is None:
        return ABSENT
    started, ended = event.data.get("started_at"), event.data.get("ended_at")
    start = started[0] if started is not None else event.start
    end = ended[1] if ended is not None else max(event.end, started[1] if started is not None else 0)
    exact = not event.bare if started is None and ended is None else not (
        (started is not None and started[0] != started[1]) or (ended is not None and ended[0] != ended[1])
        or (event.bare and (started is None or ended is None))
    )
    return _of_span(name, start, max(start, end), event, env, exact=exact)


def _of_span(name: str, start: int, end: int, event: Event, env: Env, *, exact: bool) -> Any:
    calendar = env.rules.calendar
    days = range(start // DAY, end // DAY + 1)
    if name == "working_day":
        return all(calendar.works(day) for day in days)
    if name == "rest_day":
        return any(not calendar.works(day) for day in days)
    if name == "statutory_holiday":
        return any(calendar.is_statutory_holiday(date.fromordinal(day)) for day in days)
    if not exact:
        return Missing((f"{event.id}.at",))
    if name == "hour":
        return start % DAY // 3_600_000_000
    return _touches_night(start, end)


def _touches_night(start: int, end: int) -> bool:
    hour = 3_600_000_000
    late, early = NIGHT[0] * hour, NIGHT[1] * hour
    if end - start >= DAY:
        return True
    first, last = start % DAY, start % DAY + (end - start)
    return first < early or first >= late or last > late


# ── derived sets


def _derived(name: str, env: Env) -> Any:
    if name == "handlers":
        return handlers(env)
    return ABSENT


def handlers(env: Env) -> Any:
    """Those named at filing and the actors of the acts before; who only presided over a hearing handled nothing."""
    scene = env.scene
    named: set[str] = set()
    for filing in scene.by_type.get("case.filed", ()):
        named.update(filing.data.get("handlers") or ())
    acted = {
        person for person, act in _first_acts(env).items()
        if env.event is None or not_later(act, env.event) is True
    }
    return frozenset(named | acted) if named else Incomplete(acted)


def _first_acts(env: Env) -> dict[str, Event]:
    """The first act of each person in the case."""
    scene = env.scene
    found: dict[str, Event] | None = scene.memo.get("first_acts")
    if found is None:
        found = scene.memo["first_acts"] = {}
        for kind in env.rules.act_types:
            for act in scene.by_type.get(kind, ()):
                for person in act.data.get("actors") or ():
                    if kind == "hearing.held" and person == act.data.get("presided_by"):
                        continue
                    if person not in found or act.end < found[person].end:
                        found[person] = act
    return found


class Incomplete(frozenset[str]):
    """A set that may have more members than are known: membership is certain, absence is not."""

    __slots__ = ()
    lacking = ("case.handlers",)


def _label(name: str, env: Env) -> Any:
    return env.rules.label(name, env)


BUILT_IN: dict[str, Any] = {
    "id": lambda event, env: event.id,
    "type": lambda event, env: event.type,
    "case": lambda event, env: event.case or env.scene.case,
    "agency": lambda event, env: event.agency or env.scene.agency,
    "at": lambda event, env: date.fromordinal(event.day),
    "seq": lambda event, env: event.seq,
    "about": lambda event, env: event.about or None,
}

ROOTS: dict[str, Any] = {
    "event": _event, "about": _about, "case": _case, "party": _party, "agency": _agency, "unit": _unit,
    "person": _person, "item": _item, "at": _at, "span": _span, "derived": _derived, "label": _label,
}
