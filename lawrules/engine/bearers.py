"""Which rules are for an agency: settled once for each profile, not once for each case.

Most rules ask of their bearer only what stands in the agency's profile (its role, its level), and most profiles do not
change. Files of one agency then share the answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from lawrules.engine.env import Env
from lawrules.engine.ruleset import RuleSet
from lawrules.engine.scene import Scene
from lawrules.engine.truth import Truth

Settled = Sequence["Truth | None"]
"""For each rule by its number: whether it binds, or None where that has to be asked at each trigger."""

MAX_PROFILES = 64
"""Profiles that are remembered; an audit of many agencies starts anew when there are more."""


def bound_to(rules: RuleSet, scene: Scene) -> Settled:
    """Which rules bind the agency of a scene, whatever the day and the case; force and scope are not looked at."""
    if scene.dated:
        return rules.unsettled
    try:
        profile = frozenset(scene.facts.agency.items())
        found = rules.profiles.get(profile)
    except TypeError:
        # A value that cannot be remembered by: a list of entries.
        return rules.unsettled
    if found is None:
        if len(rules.profiles) >= MAX_PROFILES:
            rules.profiles.clear()
        found = rules.profiles[profile] = _settle(rules, scene)
    return found


def _settle(rules: RuleSet, scene: Scene) -> Settled:
    settled: list[Truth | None] = [None] * len(rules.unsettled)
    env = Env(rules, scene, None, None, scene.as_of_day)
    givers = [rule for several in rules.labels.values() for rule in several]
    for rule in (*rules.rules, *rules.milestones, *givers):
        if rule.by_profile:
            settled[rule.number] = rule.bearer(env) if rule.binds_some and rule.bearer is not None else True
    return tuple(settled)
