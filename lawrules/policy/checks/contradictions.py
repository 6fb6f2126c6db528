"""Rules that can never both be obeyed.

Only what is certain is reported: rules that are musts, without exemptions, law on a common day, and whose tests are
seen to meet. Three shapes are looked for:

- what a duty requires, or a gate demands beforehand, is prohibited;
- two gates want another value of the same field of the same act;
- acts wait for each other: A only after B, B only after A.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic
from lawrules.policy.checks.implication import alternatives, conjuncts, covers, excludes, single_valued
from lawrules.policy.checks.milestones import cycles
from lawrules.policy.checks.places import cited, fault, together
from lawrules.policy.model import ALWAYS, EventPattern, Latest, Rule

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR316 contradiction, with the sequence of events that shows it."""
    excused = _waived(c) | set(c.overridden)
    standing = [
        rule for rule in c.rules.values()
        if rule.severity == "must" and rule.must_if is None and not rule.unless and rule.full_id not in excused
    ]
    yield from _prohibited(c, standing)
    yield from _opposed(c, standing)
    yield from _waiting(c, standing)


def _waived(c: Composition) -> set[str]:
    names = {ref for rule in c.rules.values() for ref in rule.waives}
    return {r.full_id for r in c.rules.values() if {r.id, r.full_id, *r.basis} & names}


def _prohibited(c: Composition, standing: list[Rule]) -> Iterator[Diagnostic]:
    bans = [rule for rule in standing if rule.family == "prohibitions" and rule.each is None]
    wanting = [(rule, answers) for rule in standing if (answers := _wanted(rule))]
    for ban in bans:
        banned = alternatives(ban.when)
        if not banned:
            continue
        types = {event.type for event in banned}
        for rule, answers in wanting:
            extra = rule.must if rule.family == "duties" else None
            if (all(event.type in types for event in answers) and _bind_together(ban, rule)
                    and covers(banned, ban.condition, answers, extra)):
                yield _clash(c, rule, ban, _sequence(rule, answers[0]))


def _wanted(rule: Rule) -> tuple[EventPattern, ...] | None:
    """The events of which a duty or gate wants one."""
    pattern = {"duties": rule.require, "gates": rule.after}.get(rule.family)
    return alternatives(pattern.item if isinstance(pattern, Latest) else pattern)


def _sequence(rule: Rule, answer: EventPattern) -> dict[str, str]:
    trigger = (alternatives(rule.when) or (None,))[0]
    first = trigger.type if trigger is not None else ""
    if rule.family == "gates":
        return {"zh": f"{first} 之前必须有 {answer.type}，而 {answer.type} 被禁止，于是 {first} 永远不能合法发生",
                "en": f"{answer.type} must come before {first}, yet it is prohibited: {first} can never be lawful"}
    zh, en = (f"{first} 发生后", f"after {first} ") if first else ("", "")
    return {"zh": f"{zh}必须有 {answer.type}，而 {answer.type} 被禁止",
            "en": f"{en}{answer.type} is required, yet {answer.type} is prohibited"}


def _opposed(c: Composition, standing: list[Rule]) -> Iterator[Diagnostic]:
    gates = [r for r in standing if r.family == "gates" and r.must is not None and r.each is None]
    demands = {gate.full_id: list(single_valued(c.vocabulary, conjuncts(gate.must))) for gate in gates}
    by_trigger: dict[str, list[Rule]] = {}
    for gate in gates:
        for event in alternatives(gate.when) or ():
            by_trigger.setdefault(event.type, []).append(gate)
    told: set[tuple[str, str]] = set()
    for kind, rules in by_trigger.items():
        for i, one in enumerate(rules):
            for other in rules[:i]:
                pair = (other.full_id, one.full_id)
                # The cheapest question first: few gates want another value of the same field.
                test = excludes(demands[other.full_id], demands[one.full_id]) if pair not in told else None
                if test is not None and _bind_together(one, other) and _meet(one, other, kind):
                    told.add(pair)
                    field = test.path[-1]
                    yield _clash(c, one, other, {
                        "zh": f"同一个 {kind}，一条要求 {field} 是一个值，另一条要求是别的值",
                        "en": f"for one {kind} they want different values of {field}"})


def _bind_together(one: Rule, other: Rule) -> bool:
    """Whether somebody is sure to be bound by both on some day: by equal bearers, or by one that leaves nobody out."""
    a, b = one.bearer, other.bearer
    return together(one, other) and (a == b or (a.kind == b.kind and ALWAYS in (a.where, b.where)))


def _meet(one: Rule, other: Rule, kind: str) -> bool:
    """Whether an event of that type which triggers one is sure to trigger the other."""
    a = [event for event in alternatives(one.when) or () if event.type == kind]
    b = [event for event in alternatives(other.when) or () if event.type == kind]
    return any(covers(b, other.condition, (event,), one.condition) for event in a) or any(
        covers(a, one.condition, (event,), other.condition) for event in b)


def _waiting(c: Composition, standing: list[Rule]) -> Iterator[Diagnostic]:
    edges: dict[str, list[str]] = {}
    by: dict[tuple[str, str], Rule] = {}
    for rule in standing:
        if rule.family != "gates" or rule.condition != ALWAYS or rule.each is not None:
            continue
        pattern = rule.after.item if isinstance(rule.after, Latest) else rule.after
        needed = alternatives(pattern)
        if needed is None or len({event.type for event in needed}) != 1:
            continue
        for act in alternatives(rule.when) or ():
            before = needed[0].type
            # A condition on the act lets other acts of its type come first; an act after its own kind may start free.
            if act.where == ALWAYS and before != act.type:
                edges.setdefault(act.type, []).append(before)
                by.setdefault((act.type, before), rule)
    for cycle in cycles({kind: edges[kind] for kind in sorted(edges)}):
        rules = [by[pair] for pair in itertools.pairwise(cycle)]
        if all(_bind_together(a, b) for a in rules for b in rules) and len({r.full_id for r in rules}) > 1:
            arrow_zh = "；".join(f"{a} 之前须有 {b}" for a, b in itertools.pairwise(cycle))
            arrow_en = "; ".join(f"{a} needs {b} before it" for a, b in itertools.pairwise(cycle))
            yield _clash(c, rules[-1], rules[0], {
                "zh": f"{arrow_zh}，谁也不能先发生", "en": f"{arrow_en}: none of them can come first"})


def _clash(c: Composition, one: Rule, other: Rule, how: dict[str, str]) -> Diagnostic:
    return fault("LR316", one.span, word=one.full_id, other=other.full_id, how=how, basis=cited(c, one),
                 other_basis=cited(c, other))

