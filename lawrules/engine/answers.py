"""Which event answers which trigger (semantics.md, "Which event answers which trigger").

Takes the sites of one rule and one part of its `require`. Each answer is considered once, in the order of time: with
`about` it serves the triggers that it meets; without, an event that concerns one event serves the earliest trigger
still unanswered, and one that concerns the case or the agency serves all that are open.
"""

from __future__ import annotations

from lawrules.cases.events import Event
from lawrules.cases.finding import EventRef, Rejected
from lawrules.days.period import Unit
from lawrules.engine.clock import identities_agree
from lawrules.engine.scene import WHOLE_CASE, not_later
from lawrules.engine.search import CompiledPattern, Search, agrees, of_identity, values_agree
from lawrules.engine.sites import Site
from lawrules.engine.truth import Truth, both, either

MAX_REJECTED = 8


def assign(sites: list[Site], pattern: CompiledPattern, *, backward: bool = False) -> None:
    """Fill `answers` of each site with the events that answer it, oldest first, and the doubt about each."""
    for site in sites:
        site.answers = []
    if not sites:
        return
    by_element: dict[str, list[Site]] = {}
    for site in sites:
        if site.event is not None:
            for element in site.scene.closure(site.event):
                by_element.setdefault(element.id, []).append(site)
    # What adds up, and what no event triggers, is not used up by one answer.
    shared = backward or pattern.kind.startswith(("sum", "count")) or sites[0].event is None
    for event, found in _candidates(pattern, sites[0]):
        _serve(event, found, sites, by_element, backward, shared)


def _candidates(pattern: CompiledPattern, site: Site) -> list[tuple[Event, list[tuple[Search, Truth]]]]:
    """Every event that some part of the pattern may accept, with the parts, oldest first."""
    found: dict[str, tuple[Event, list[tuple[Search, Truth]]]] = {}
    for search in pattern.all_searches():
        for event, truth in search.hits(site.scene):
            found.setdefault(event.id, (event, []))[1].append((search, truth))
    return sorted(found.values(), key=lambda pair: (pair[0].start, pair[0].seq or 0, pair[0].id))


def _serve(
    event: Event, found: list[tuple[Search, Truth]], sites: list[Site], by_element: dict[str, list[Site]],
    backward: bool, shared: bool,
) -> None:
    scene = sites[0].scene
    if event.about:
        closure = scene.closure(event)
        if any(e.type == WHOLE_CASE for e in closure):
            targets = sites
        else:
            targets = _met(event, closure, by_element)
            if not targets:
                _serve_unlinked_trigger(event, found, sites, backward)
                return
        for site in targets:
            truth = fits(site, event, found, backward)
            if truth is not False:
                site.answers.append((event, truth))
        return
    kind = scene.vocabulary.types.get(event.base or event.type)
    serves_one = kind is not None and kind.concerns == "event" and not shared
    for site in sites:
        if serves_one and any(truth is True for _, truth in site.answers):
            continue
        truth = fits(site, event, found, backward)
        if truth is False:
            continue
        site.answers.append((event, truth))
        if serves_one and truth is True:
            return


def _met(event: Event, closure: tuple[Event, ...], by_element: dict[str, list[Site]]) -> list[Site]:
    """The sites whose trigger the answer concerns, itself or by what both concern, not by way of another trigger."""
    found: dict[int, Site] = {}
    for element in closure:
        for site in by_element.get(element.id, ()):
            trigger = site.event
            if trigger is not None and (
                element.id == trigger.id
                or not site.scene.speaks_of_another(event, trigger, site.rule.trigger_types)
                or any(e.id == trigger.id for e in closure)
            ):
                found[id(site)] = site
    return list(found.values())


def _serve_unlinked_trigger(
    event: Event, found: list[tuple[Search, Truth]], sites: list[Site], backward: bool
) -> None:
    """The answer says what it concerns, the trigger does not: it counts unless it concerns another such trigger."""
    for site in sites:
        trigger = site.event
        if trigger is None or trigger.about:
            continue
        if site.scene.speaks_of_another(event, trigger, site.rule.trigger_types):
            continue
        truth = fits(site, event, found, backward)
        if truth is not False:
            site.answers.append((event, truth))


def fits(site: Site, event: Event, found: list[tuple[Search, Truth]], backward: bool) -> Truth:
    """Whether the event answers this site: order, identity, joins, conditions."""
    trigger = site.event
    if trigger is not None:
        if event.id == trigger.id:
            return False
        order = _order(site, trigger, event, backward)
        if order is False or not identities_agree(trigger, event, site.env):
            return False
    else:
        order = True
    if not of_identity(event, site.env) or not carries(site, event):
        return False
    result: Truth = False
    for search, truth in found:
        one = both(order, search.test(event, truth, site.env))
        for name in (*search.same, *site.rule.rule.same):
            if one is False:
                break
            one = both(one, agrees(name, trigger, event, site.env))
        if one is True:
            return True
        result = either(result, one)
    return result


def _order(site: Site, trigger: Event, event: Event, backward: bool) -> Truth:
    if backward:
        return not_later(event, trigger)
    within = site.rule.rule.clock.within
    if within is not None and within.period is not None and within.period.unit is Unit.SAME_DAY:
        return event.day >= trigger.day
    return not_later(trigger, event)


def carries(site: Site, event: Event) -> bool:
    """Under `each: {field: […]}` the answer must carry that value."""
    if site.value is None:
        return True
    name, value = site.value
    return name in event.data and values_agree(event.data[name], value)


def rejected(
    site: Site, pattern: CompiledPattern, answers: list[tuple[Event, Truth]]
) -> tuple[Rejected, ...]:
    """Events of the right type that did not count here, and why: what an officer asks for first."""
    listed: list[Rejected] = []
    taken = {event.id for event, _ in answers}
    scene, trigger = site.scene, site.event
    for search in pattern.all_searches():
        fitting = {event.id for event, _ in search.hits(scene)}
        for event in scene.by_type.get(search.type, ()):
            if event.id in taken or (trigger is not None and event.id == trigger.id):
                continue
            if len(listed) >= MAX_REJECTED:
                return tuple(listed)
            reason = _reason(site, event, search, event.id in fitting)
            if reason:
                taken.add(event.id)
                listed.append(Rejected(EventRef.of(event), reason))
    return tuple(listed)


def _reason(site: Site, event: Event, search: Search, fits_flat: bool) -> str:
    trigger = site.event
    if trigger is not None and event.about and (
        not site.scene.meets(event, trigger) or site.scene.speaks_of_another(event, trigger, site.rule.trigger_types)
    ):
        return "about_another"
    if trigger is not None and not identities_agree(trigger, event, site.env):
        return "other_identity"
    if not fits_flat or search.test(event, True, site.env) is False:
        return "condition"
    if trigger is not None and not_later(trigger, event) is False:
        return "before_trigger"
    if not of_identity(event, site.env) or not carries(site, event):
        return "other_identity"
    return "serves_another"
