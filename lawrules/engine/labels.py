"""Labels: what makes a decision major. They are judged at the act that uses them, over the history up to then."""

from __future__ import annotations

from typing import Any

from lawrules.cases.events import Event
from lawrules.engine.binding import Binding
from lawrules.engine.env import ABSENT, Env
from lawrules.engine.ir import assumed
from lawrules.engine.links import links, truths
from lawrules.engine.match_direct import compile_flat
from lawrules.engine.ruleset import CompiledRule
from lawrules.engine.scene import Scene
from lawrules.engine.search import CompiledPattern, Search
from lawrules.engine.truth import Missing, Truth, all_of, any_of, both, either

PROPOSAL = "decision.proposed"
DECISION = "decision.made"


def label(name: str, env: Env) -> Truth | Any:
    """Whether the label is on the event that is being looked at."""
    event = env.event
    if event is None:
        return ABSENT
    key = ("label", name, event.id)
    memo = env.scene.memo
    if key not in memo:
        memo[key] = False
        memo[key] = any_of(truth for _, truth in firing(name, event, env))
    return memo[key]


def firing(name: str, event: Event, env: Env) -> list[tuple[str, Truth]]:
    """Each rule that gives the label and may fire for the event, with its truth."""
    found: list[tuple[str, Truth]] = []
    binding = Binding(env.rules, env.scene)
    for rule in env.rules.labels.get(name, ()):
        truth = _fires(rule, event, env, binding)
        if truth is not False:
            found.append((rule.rule.id, truth))
    return found


def _fires(rule: CompiledRule, event: Event, env: Env, binding: Binding) -> Truth:
    bound = both(binding.binds(rule, event.day), binding.scope(rule))
    if bound is False or rule.when is None:
        return False
    place = Env(env.rules, env.scene, event, event, event.day, refuses=rule.rule.refuses)
    return both(bound, _holds(rule.when, rule, event, place))


def _holds(pattern: CompiledPattern, rule: CompiledRule, event: Event, env: Env) -> Truth:
    if pattern.kind == "all":
        return all_of(_holds(part, rule, event, env) for part in pattern.parts)
    if pattern.kind != "any":
        return pattern.happened(env)
    return any_of([
        *(_search(search, rule, event, env) for search in pattern.searches),
        *(_holds(part, rule, event, env) for part in pattern.parts),
    ])


def _search(search: Search, rule: CompiledRule, event: Event, env: Env) -> Truth:
    """Whether such an event is behind this one; a missing proposal is looked for in the decision itself."""
    scene = env.scene
    behind = _behind(search.type, event, env)
    if not behind and search.type == PROPOSAL:
        return _from_decision(search, rule, event, env)
    if not behind:
        return scene.absence(search.type)
    result: Truth = False
    if search.number in scene.hits:
        known = truths(scene, search.number)
        for candidate, seen in behind:
            truth = known.get(candidate.id, False)
            if truth is False:
                continue
            place = env.on(candidate)
            if search.rest is not None:
                truth = both(truth, search.rest(place))
            if rule.condition is not None and truth is not False:
                truth = both(truth, rule.condition(place))
            truth = both(truth, seen)
            if truth is True:
                return True
            result = either(result, truth)
    return result


def _behind(event_type: str, event: Event, env: Env) -> list[tuple[Event, Truth]]:
    """The events of a type that lie, or may lie, behind this one; a decision that names its proposal has no other."""
    key = ("behind", event_type, event.id)
    found: list[tuple[Event, Truth]] | None = env.scene.memo.get(key)
    if found is None:
        found = env.scene.memo[key] = []
        for candidate in _candidates(event_type, event, env.scene):
            seen: Truth = True if candidate.id == event.id else env.in_sight(candidate)
            if seen is not False:
                found.append((candidate, seen))
    return found


def _candidates(event_type: str, event: Event, scene: Scene) -> list[Event]:
    if event_type == PROPOSAL:
        named = [scene.by_id[ref] for ref in event.about if ref in scene.by_id and scene.by_id[ref].type == PROPOSAL]
        if named:
            return named
    near = links(scene, event_type).near(scene, event, frozenset())
    return [candidate for listed in near for candidate, _ in listed]


def _from_decision(search: Search, rule: CompiledRule, event: Event, env: Env) -> Truth:
    """The file has no proposal: its triggers look at the decision itself; what neither says is unknown."""
    if event.type != DECISION:
        return Missing((PROPOSAL,))
    pattern = env.rules.flat[search.number]
    assume = assumed(env.rules.vocabulary, PROPOSAL)
    result = compile_flat(pattern.condition, assume)(event.data)
    truth: Truth = result if result is not None else env.rules.undecided(search.number, event)
    if search.rest is not None and truth is not False:
        truth = both(truth, search.rest(env.on(event)))
    if rule.condition is not None and truth is not False:
        truth = both(truth, rule.condition(env.on(event)))
    return truth
