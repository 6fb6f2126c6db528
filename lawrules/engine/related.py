"""Which events belong to a site: by links, by order, by identity, by the fields that must agree."""

from __future__ import annotations

from collections.abc import Iterator

from lawrules.cases.events import Event
from lawrules.engine.env import Env
from lawrules.engine.links import links, order_of
from lawrules.engine.scene import not_later
from lawrules.engine.search import CompiledPattern, agrees, values_agree
from lawrules.engine.sites import Site
from lawrules.engine.truth import Truth, both


def related(
    site: Site, pattern: CompiledPattern, *, after_trigger: bool = True
) -> Iterator[tuple[Event, Truth]]:
    """Events of the pattern that belong to this site (identity and links), oldest first."""
    found: dict[str, tuple[Event, Truth]] = {}
    trigger, scene = site.event, site.scene
    for search in pattern.all_searches:
        known = links(scene, search.number)
        for listed in known.near(scene, trigger, site.rule.trigger_types) if trigger is not None else [known.all]:
            for event, said in listed:
                if event.id in found or (trigger is not None and event.id == trigger.id):
                    continue
                truth = said
                if trigger is not None:
                    if after_trigger:
                        truth = both(truth, not_later(trigger, event))
                    if truth is False or not identities_agree(trigger, event, site.env):
                        continue
                truth = search.test(event, truth, site.env)
                for name in search.same:
                    truth = both(truth, agrees(name, trigger, event, site.env))
                if truth is not False:
                    found[event.id] = (event, truth)
    return iter(sorted(found.values(), key=order_of))


def identities_agree(trigger: Event, event: Event, env: Env) -> bool:
    """Where trigger and answer both have an identity field, the values must agree."""
    mine, theirs = trigger.data, event.data
    names = env.scene.identity_names
    if not mine or not theirs or names.isdisjoint(mine):
        return True
    return all(values_agree(mine[name], theirs[name]) for name in names.intersection(mine).intersection(theirs))
