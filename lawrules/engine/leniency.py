"""Leniency: a hit at the proposal, and what may no longer be decided without a reason.

A `must` hit binds, a `may` hit advises. Whether the decision went against it shows in the decision itself: a penalty
against `no_penalty`, a measure against `no_compulsion`; whether it was made lighter, only `leniency_given` tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from lawrules.cases.events import Event
from lawrules.cases.finding import Finding, Note, Verdict
from lawrules.engine.compile import CompiledRule
from lawrules.engine.scene import not_later
from lawrules.engine.sites import Binding, Outcome, Site

_AT_LEAST = {
    "lighter": frozenset(("lighter", "reduced", "no_penalty")),
    "reduced": frozenset(("reduced", "no_penalty")),
}
"""The greater leniency satisfies the lesser."""

_AGAINST = {"no_compulsion": ("seizure.decided", "seizure.executed", "enforcement.decided", "enforcement.executed")}


def evaluate_leniency(rule: CompiledRule, binding: Binding) -> Iterator[Finding]:
    """A finding for each proposal that a leniency rule hits."""
    for site in binding.sites(rule):
        yield site.conclude(_judge(site, rule.rule.effect))


def _judge(site: Site, effect: str) -> Outcome:
    acts = list(_acts(site, effect))
    if not acts:
        return Outcome(Verdict.PENDING, standing=True, notes=(Note("leniency_hit", (("effect", effect),)),))
    act = acts[0]
    reason = act.data.get("leniency_reason")
    if reason:
        return Outcome(Verdict.SATISFIED, (act,), notes=(Note("leniency_reason", (("event", act.id),)),))
    given = act.data.get("leniency_given")
    if given is not None and not _AT_LEAST.get(effect, frozenset((effect,))).isdisjoint(given):
        return Outcome(Verdict.SATISFIED, (act,))
    if effect == "no_penalty" and act.data.get("decision_type") not in (None, "penalty"):
        return Outcome(Verdict.SATISFIED, (act,))
    if effect in ("lighter", "reduced") and given is None:
        if act.data.get("decision_type") not in (None, "penalty"):
            return Outcome(Verdict.SATISFIED, (act,))
        return Outcome(Verdict.UNDETERMINED, (act,), (f"{act.id}.leniency_given",))
    if effect == "no_penalty" and act.data.get("decision_type") is None:
        return Outcome(Verdict.UNDETERMINED, (act,), (f"{act.id}.decision_type",))
    return Outcome(Verdict.VIOLATED, (act,), notes=(Note("leniency_reason_missing", (("event", act.id),)),))


def _acts(site: Site, effect: str) -> Iterator[Event]:
    """What was decided after the proposal and on it."""
    scene, proposal = site.scene, site.event
    assert proposal is not None
    for kind in _AGAINST.get(effect, ("decision.made",)):
        for event in scene.by_type.get(kind, ()):
            if not_later(proposal, event) is True and not (
                event.about and scene.speaks_of_another(event, proposal, (proposal.type,))
            ):
                yield event
