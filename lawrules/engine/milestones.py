"""Milestones: moments that the law derives, added to the scene as events of their own.

A milestone falls at the end of its last day and inherits what its trigger concerns. It does not come while it is held
(an appeal is pending), nor when another event came first; a later event may displace it.
"""

from __future__ import annotations

from lawrules.cases.events import DAY, Event
from lawrules.days.due import DueDay, due_day
from lawrules.engine.binding import Binding
from lawrules.engine.clock import roll_of, start_of_term
from lawrules.engine.links import enter
from lawrules.engine.related import related
from lawrules.engine.ruleset import CompiledDerivation, PeriodGetter, RuleSet
from lawrules.engine.running import excluded_spans
from lawrules.engine.scene import Scene
from lawrules.engine.sites import Site
from lawrules.engine.truth import Missing, Truth

MAX_DISPLACED = 16


def derive(rules: RuleSet, scene: Scene, binding: Binding) -> None:
    """Add every milestone that has come by `as_of`, in the order in which they depend on each other."""
    hits = scene.hits
    for rule in rules.milestones:
        derivation = rule.derivation
        if derivation is None or rule.when is None or hits.keys().isdisjoint(rule.when.numbers):
            continue
        made = [event for site in binding.sites(rule) if (event := _come(site, derivation)) is not None]
        for event in made:
            scene.add(event)
            for number in rules.milestone_patterns.get(event.type, ()):
                enter(scene, number, (event, True if event.doubt is None else event.doubt))


def renew(rules: RuleSet, scene: Scene, binding: Binding) -> set[str]:
    """Derive the milestones again; the names of those that came, went or moved."""
    before = _state(rules, scene)
    for rule in rules.milestones:
        for event in scene.by_type.pop(rule.rule.id, ()):
            scene.by_id.pop(event.id, None)
    for numbers in rules.milestone_patterns.values():
        for number in numbers:
            scene.hits.pop(number, None)
            scene.forget(number)
    derive(rules, scene, binding)
    after = _state(rules, scene)
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _state(rules: RuleSet, scene: Scene) -> dict[str, list[tuple[str, int, int, object]]]:
    return {
        rule.rule.id: [(e.id, e.start, e.end, e.doubt) for e in scene.by_type.get(rule.rule.id, ())]
        for rule in rules.milestones
    }


def _come(site: Site, derivation: CompiledDerivation) -> Event | None:
    trigger = site.event
    assert trigger is not None
    doubts: list[Missing] = [site.doubt] if isinstance(site.doubt, Missing) else []
    start = trigger.day
    name = site.rule.clock.source.start_field
    if name:
        found = start_of_term(site, site.rule.clock)
        if isinstance(found, Missing):
            return _undated(site, [*doubts, found])
        start = found[0] // DAY
    end = _end(site, derivation.periods, start)
    if isinstance(end, Missing):
        return _undated(site, [*doubts, end])
    settled = _displaced(site, derivation, end)
    if settled is None:
        return None
    end, cause, at_once = settled
    if derivation.held_from is not None:
        # What perhaps held it leaves it in doubt.
        perhaps = related(site, derivation.held_from)
        doubts.extend(t for e, t in perhaps if isinstance(t, Missing) and e.day <= end.day)
    first = _first(site, derivation, end)
    if first is True:
        return None
    if isinstance(first, Missing):
        doubts.append(first)
    return _event(site, end, cause, at_once, doubts)


def _undated(site: Site, doubts: list[Missing]) -> Event | None:
    """A milestone of which nobody can say when it comes: in doubt from its trigger on."""
    day = site.event.day if site.event is not None else 0
    return _event(site, DueDay(day - 1, day - 1, False, day - 1, day - 1, ()), None, False, doubts)


def _event(site: Site, end: DueDay, cause: Event | None, at_once: bool, doubts: list[Missing]) -> Event | None:
    trigger, scene = site.event, site.scene
    assert trigger is not None
    moment = (end.earliest * DAY + DAY, end.latest * DAY + DAY)
    if at_once and cause is not None:
        moment = (cause.start, cause.end)
    if moment[0] > scene.as_of:
        return None
    event = Event(
        f"{site.rule.rule.id}@{trigger.id}", site.rule.rule.id, moment, trigger.data, (trigger.id, *trigger.about),
        trigger.case, trigger.agency,
    )
    event.day = cause.day if at_once and cause is not None else end.day
    event.bare = moment[0] != moment[1]
    event.milestone = True
    event.base = trigger.base or trigger.type
    event.doubt = Missing(frozenset().union(*doubts)) if doubts else None
    return event


def _end(site: Site, periods: tuple[PeriodGetter, ...], start: int) -> DueDay | Missing:
    """The latest end of the periods, each rolled as its bearer's terms roll.

    Where more days perhaps do not count and the end would be another, what is missing to tell.
    """
    spans = excluded_spans(site, site.rule.clock)
    end = _latest_end(site, periods, start, spans.sure)
    if spans.doubt is not None and end != _latest_end(site, periods, start, (*spans.sure, *spans.longest)):
        return spans.doubt
    return end


def _latest_end(
    site: Site, periods: tuple[PeriodGetter, ...], start: int, spans: tuple[tuple[int, int], ...]
) -> DueDay | Missing:
    latest: DueDay | None = None
    for getter in periods:
        period = getter(site.env)
        if isinstance(period, Missing):
            return period
        roll = roll_of(site, site.rule.clock, period)
        end = due_day(site.env.rules.calendar, start, period, roll=roll, exclude=spans)
        if latest is None or end.day > latest.day:
            latest = end
    if latest is None:
        return DueDay(start, start, False, start, start, ())
    return latest


def _displaced(site: Site, derivation: CompiledDerivation, end: DueDay) -> tuple[DueDay, Event | None, bool] | None:
    """The end after every hold and displacement; None while the milestone is held."""
    held, until = derivation.held_from, derivation.held_until
    if held is None:
        return end, None, False
    holds = [e for e, t in related(site, held) if t is True]
    ends = [e for e, t in related(site, until) if t is True] if until is not None else []
    cause: Event | None = None
    at_once = False
    for hold in holds[:MAX_DISPLACED]:
        if hold.day > end.day or (at_once and cause is not None and hold.start > cause.start):
            continue
        finish = next((e for e in ends if e.start >= hold.start), None)
        if finish is None:
            return None
        ends = [e for e in ends if e is not finish]
        cause = finish
        replaced = _replacement(site, derivation, finish)
        if replaced is None:
            day = max(end.day, finish.day)
            end = DueDay(day, day, False, day, day, ())
            at_once = False
            continue
        at_once = not replaced
        new = _end(site, replaced, finish.day)
        if isinstance(new, Missing):
            return None
        end = new
    return end, cause, at_once


def _replacement(site: Site, derivation: CompiledDerivation, finish: Event) -> tuple[PeriodGetter, ...] | None:
    for when, periods in derivation.replaced_by:
        for search in when.all_searches:
            if any(event is finish and truth is True for event, truth in search.fits(site.env)):
                return periods
    return None


def _first(site: Site, derivation: CompiledDerivation, end: DueDay) -> Truth:
    """Whether something came first that keeps the milestone from coming."""
    if derivation.unless_first is None:
        return False
    result: Truth = False
    for event, truth in related(site, derivation.unless_first):
        if event.day > end.latest:
            continue
        if truth is True and event.day <= end.earliest:
            return True
        result = truth if isinstance(truth, Missing) else Missing(f"notice:{y}" for y in end.missing_years)
    return result
