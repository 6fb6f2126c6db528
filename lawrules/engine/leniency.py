"""Leniency: a hit at the proposal, and what may no longer be decided without a reason.

A `must` hit binds, a `may` hit advises. Whether the decision went against it shows in the decision itself: a penalty
against `no_penalty`, a measure against `no_compulsion`; whether it was made lighter, only `leniency_given` tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from lawrules.cases.events import Event
from lawrules.cases.finding import Finding, Note, Verdict
from lawrules.engine.binding import Binding
from lawrules.engine.links import links
from lawrules.engine.ruleset import CompiledRule
from lawrules.engine.scene import not_later
from lawrules.engine.sites import Outcome, Site

_AT_LEAST = {
    "lighter": frozenset(("lighter", "reduced", "no_penalty")),
    "reduced": frozenset(("reduced", "no_penalty")),
}
"""The greater leniency satisfies the lesser."""

_AGAINST = {"no_compulsion": ("seizure.decided", "seizure.executed", "enforcement.decided", "enforcement.executed")}

_OUT_OF_SIGHT = ("lighter", "reduced")
"""Whether a penalty was made lighter shows nowhere but in `leniency_given`."""


def evaluate_leniency(rule: CompiledRule, binding: Binding) -> Iterator[Finding]:
    """A finding for each proposal that a leniency rule hits."""
    for site in binding.sites(rule):
        yield site.conclude(_judge(site, rule.rule.effect))


def _judge(site: Site, effect: str) -> Outcome:
    decisions = list(_acts(site, ("decision.made",)))
    for act in decisions:
        if act.data.get("leniency_reason"):
            return Outcome(Verdict.SATISFIED, (act,), notes=(Note("leniency_reason", (("event", act.id),)),))
        given = act.data.get("leniency_given")
        if given is not None and not _AT_LEAST.get(effect, frozenset((effect,))).isdisjoint(given):
            return Outcome(Verdict.SATISFIED, (act,))
    acts = list(_acts(site, _AGAINST[effect])) if effect in _AGAINST else decisions
    if not acts:
        return Outcome(Verdict.PENDING, standing=True, notes=(Note("leniency_hit", (("effect", effect),)),))
    act = acts[0]
    if effect not in _AGAINST:
        kind = act.data.get("decision_type")
        if kind is not None and kind != "penalty":
            return Outcome(Verdict.SATISFIED, (act,))
        if effect in _OUT_OF_SIGHT and act.data.get("leniency_given") is None:
            return Outcome(Verdict.UNDETERMINED, (act,), (f"{act.id}.leniency_given",))
        if kind is None:
            return Outcome(Verdict.UNDETERMINED, (act,), (f"{act.id}.decision_type",))
    return Outcome(Verdict.VIOLATED, (act,), notes=(Note("leniency_reason_missing", (("event", act.id),)),))


def _acts(site: Site, kinds: tuple[str, ...]) -> Iterator[Event]:
    """What was decided or done after the proposal and on it, oldest first."""
    scene, proposal = site.scene, site.event
    assert proposal is not None
    found = [
        event
        for kind in kinds
        for listed in links(scene, kind).near(scene, proposal, site.rule.trigger_types)
        for event, _ in listed
        if not_later(proposal, event) is True
    ]
    yield from sorted(found, key=lambda e: (e.start, e.seq or 0, e.id))
