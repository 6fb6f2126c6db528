"""Which event answers which trigger (semantics.md, "Which event answers which trigger").

Takes the sites of one rule and one part of its `require`. Each answer is considered once, in the order of time: with
`about` it serves the triggers that it meets; without, an event that concerns one event serves the earliest trigger
still unanswered, and one that concerns the case or the agency serves all that are open.
"""

from __future__ import annotations

from bisect import bisect_left

from lawrules.cases.events import DAY, Event
from lawrules.cases.finding import EventRef, Rejected
from lawrules.days.period import Unit
from lawrules.engine.links import across, links, order_of, start_of, truths
from lawrules.engine.related import identities_agree
from lawrules.engine.scene import Handed, not_later
from lawrules.engine.search import CompiledPattern, Search, agrees, of_identity, values_agree
from lawrules.engine.sites import Site
from lawrules.engine.truth import Truth, any_of, both, either

MAX_REJECTED = 8


def assign(
    sites: list[Site], pattern: CompiledPattern, *, backward: bool = False, every: bool = False, steps: bool = False,
    handed: Handed | None = None,
) -> None:
    """Fill `answers` of each site with the events that answer it, oldest first, and the doubt about each.

    Later answers than the first that is beyond doubt are left out where nothing can hang on them; `every` keeps them.
    `steps`: the pattern is a step of a sequence, of which no event is used up before the sequence is complete.
    `handed`: what names no trigger was handed out before, and stays where it went.
    """
    if not sites:
        return
    measured = pattern.kind.startswith(("sum", "count"))
    without_trigger = sites[0].event is None
    # What adds up, and what no event triggers, is not used up by one answer.
    shared = measured or steps or without_trigger
    every = every or measured or without_trigger
    for site in sites:
        found: dict[str, tuple[Event, Truth]] = {}
        if not (backward and _named(site, pattern, found)):
            for search in pattern.all_searches:
                for listed in _lists(site, search, linked_only=search.serves_one and not shared):
                    _collect(site, search, listed, found, backward, every)
        site.answers = sorted(found.values(), key=order_of) if len(found) > 1 else list(found.values())
    consumed = () if shared else [s for s in pattern.all_searches if s.serves_one]
    if consumed and handed is None:
        _hand_out(sites, pattern, consumed, backward)
    elif consumed and handed:
        for site in sites:
            site.answers = sorted((*site.answers, *handed.get((site.act.id, id(pattern)), ())), key=order_of)


def _named(site: Site, pattern: CompiledPattern, found: dict[str, tuple[Event, Truth]]) -> bool:
    """Whether the act itself names the notice that it follows: then that one alone is meant."""
    if site.event is None or not site.event.about:
        return False
    any_named = False
    for search in pattern.all_searches:
        said = truths(site.scene, search.number)
        for ref in site.event.about:
            if ref in said:
                any_named = True
                event = site.scene.by_id[ref]
                truth = fits(site, event, search, said[ref], True)
                if truth is not False:
                    known = found.get(ref)
                    found[ref] = (event, truth if known is None else either(known[1], truth))
    return any_named


def _lists(site: Site, search: Search, *, linked_only: bool) -> list[list[tuple[Event, Truth]]]:
    scene, trigger = site.scene, site.event
    known = links(scene, search.number)
    if trigger is None:
        return [known.all]
    if not known.all:
        found: list[list[tuple[Event, Truth]]] = []
    else:
        near = known.linked if linked_only else known.near
        found = near(scene, trigger, site.rule.trigger_types, strict=True)
    if scene.others is not None:
        found.extend(across(scene, search.number, (*search.same, *site.rule.rule.same)))
    return found


def _collect(
    site: Site, search: Search, listed: list[tuple[Event, Truth]], found: dict[str, tuple[Event, Truth]],
    backward: bool, every: bool,
) -> None:
    trigger = site.event
    first = 0
    if trigger is not None and not backward:
        first = bisect_left(listed, trigger.day * DAY, key=start_of)
    for i in range(first, len(listed)):
        event, said = listed[i]
        if backward and trigger is not None and event.start > trigger.end:
            return
        truth = fits(site, event, search, said, backward)
        if truth is False:
            continue
        known = found.get(event.id)
        found[event.id] = (event, truth if known is None else either(known[1], truth))
        if truth is True and not every and _sound(site, event):
            return


def _sound(site: Site, event: Event) -> bool:
    return site.rule.must is None or site.rule.must(site.env.on(event)) is True


def _hand_out(sites: list[Site], pattern: CompiledPattern, searches: list[Search], backward: bool) -> None:
    """Give each event that names nothing to the earliest trigger that it fits and that is still unanswered."""
    scene = sites[0].scene
    free: dict[str, tuple[Event, list[tuple[Search, Truth]]]] = {}
    for search in searches:
        for event, said in links(scene, search.number).free:
            free.setdefault(event.id, (event, []))[1].append((search, said))
    if not free:
        return
    since = {
        id(site): min((order_of(a) for a in site.answers if a[1] is True), default=None) for site in sites
    }
    named = {ref for site in sites if backward and site.event is not None for ref in site.event.about}
    waiting = [site for site in sites if not (backward and _names_one(site, searches))]
    for event, parts in sorted(free.values(), key=lambda pair: (pair[0].start, pair[0].seq or 0, pair[0].id)):
        if event.id in named:
            continue
        order = order_of((event, True))
        served: Site | None = None
        for site in waiting:
            trigger = site.event
            if trigger is not None and trigger.day > event.day and not backward:
                break
            answered = since[id(site)]
            if answered is not None and (backward or answered <= order):
                continue
            truth = any_of(fits(site, event, search, said, backward) for search, said in parts)
            if truth is not False:
                site.answers.append((event, truth))
                if trigger is not None:
                    scene.handed.setdefault((trigger.id, id(pattern)), []).append((event, truth))
            if truth is True:
                # A faulty answer leaves the trigger open to a later sound one.
                if _sound(site, event):
                    served, since[id(site)] = site, order
                break
        if served is not None:
            waiting.remove(served)
    for site in sites:
        if len(site.answers) > 1:
            site.answers.sort(key=order_of)


def _names_one(site: Site, searches: list[Search]) -> bool:
    about = site.event.about if site.event is not None else ()
    return any(ref in truths(site.scene, search.number) for ref in about for search in searches)


def fits(site: Site, event: Event, search: Search, said: Truth, backward: bool) -> Truth:
    """Whether the event answers this site: order, identity, joins, conditions. `said` is the matcher's word."""
    trigger, env = site.event, site.env
    result: Truth = True
    if trigger is not None:
        if event.id == trigger.id:
            return False
        result = _order(site, trigger, event, backward)
        if result is False or not identities_agree(trigger, event, env):
            return False
    if not of_identity(event, env) or (site.value is not None and not carries(site, event)):
        return False
    if said is not True or search.rest is not None:
        result = both(result, search.test(event, said, env))
    for name in site.joins(search):
        if result is False:
            return False
        result = both(result, agrees(name, trigger, event, env))
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
    for search in pattern.all_searches:
        fitting = truths(scene, search.number)
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
