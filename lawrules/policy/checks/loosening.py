"""A lower layer may be stricter than the layers above it, never laxer, unless an upper clause permits it.

Three ways to stand below an upper rule are looked at. A rule that *overrides* it ends it, so whatever is less in it
loosens. A rule that *restates* it leaves it standing: only a longer period of its own misleads. A rule *beside* it, on
the same trigger and with the same answer, likewise. And an exemption may *waive* an upper rule outright.

Periods are compared in ordinary weeks, triggers and answers by the tests they are made of; what cannot be compared with
certainty (an open period, a value that only a case tells) is let pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic
from lawrules.policy.checks.implication import alternatives, conjuncts, covers, implies
from lawrules.policy.checks.lengths import length_on, may_exceed, turning_points
from lawrules.policy.checks.places import above, cited, fault, named, place, together
from lawrules.policy.model import AllOf, InOrder, Latest, Pattern, PeriodValue, Rule

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition

Words = dict[str, str]


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR313 an upper must is loosened."""
    upper_layers = {layer.id: above(c, layer.id) for layer in c.layers}
    for lower_id, upper_id in ((low, up) for up, low in c.overridden.items()):
        lower, upper = c.rules[lower_id], c.rules[upper_id]
        if lower.family == upper.family and _binds(upper, lower, upper_layers):
            for key, how in _less(c, lower, upper):
                yield _fault(c, lower, upper, key, how)
    for lower_id, upper_id in c.restated.items():
        lower, upper = c.rules[lower_id], c.rules[upper_id]
        if lower.family == upper.family and _binds(upper, lower, upper_layers):
            yield from _longer(c, lower, upper)
    yield from _beside(c, upper_layers)
    yield from _waivers(c, upper_layers)


def _binds(upper: Rule, lower: Rule, upper_layers: dict[str, frozenset[str]]) -> bool:
    """Whether the upper rule is a must of a layer above, at a time when the lower one is law and nothing permits it."""
    return (
        upper.layer in upper_layers[lower.layer]
        and upper.severity == "must"
        and upper.must_if is None
        and not lower.permitted_by
        and together(upper, lower)
    )


def _less(c: Composition, lower: Rule, upper: Rule) -> Iterator[tuple[str, Words]]:
    """All that an overriding rule demands less than the rule it ends."""
    if lower.severity != "must" or lower.must_if is not None:
        yield "severity", {"zh": "应当（must）降成了较低的要求", "en": "a must became less than that"}
    period = _period_is_laxer(c, lower, upper)
    if period:
        yield period
    mine, theirs = alternatives(lower.when), alternatives(upper.when)
    if mine is not None and theirs is not None and not covers(mine, lower.condition, theirs, upper.condition):
        yield "when" if "when" in lower.own_keys else "if", {
            "zh": "适用的情形变窄了，上位规定的一些情形不再受约束",
            "en": "it reaches fewer cases than the upper rule"}
    for key, asked, answer in (("require", upper.require, lower.require), ("after", upper.after, lower.after)):
        if asked is not None and not _asks_as_much(answer, asked):
            yield key, {
                "zh": "能算完成的事件变宽了，或者少了一部分",
                "en": "more events count as an answer, or a part is gone"}
    if upper.must is not None and not implies(conjuncts(lower.must), conjuncts(upper.must)):
        yield "must", {"zh": "上位规定的一些要求不见了", "en": "some requirements of the upper rule are gone"}
    known = {rule.full_id for ref in upper.unless if (rule := named(c, ref, upper.layer, "exemptions"))}
    wider = [
        ref for ref in lower.unless
        if (rule := named(c, ref, lower.layer, "exemptions")) and not _same_exemption(c, rule, known)
    ]
    if wider:
        names = "、".join(wider)
        yield "unless", {"zh": f"例外变宽了：{names}", "en": f"more exemptions: {names}"}


def _asks_as_much(mine: Pattern | None, theirs: Pattern) -> bool:
    """Whether whatever answers `mine` is sure to answer `theirs`, part by part. What cannot be seen is let pass."""
    parts = _parts(mine) if mine is not None else []
    for wanted in _parts(theirs):
        known = alternatives(wanted)
        if known is None or wanted in parts:
            continue
        seen = [alternatives(part) for part in parts]
        if None not in seen and not any(covers(known, None, answers, None) for answers in seen if answers):
            return False
    return True


def _parts(pattern: Pattern) -> list[Pattern]:
    """The parts that must all be there."""
    if isinstance(pattern, (AllOf, InOrder)):
        return [part for item in pattern.items for part in _parts(item)]
    return [pattern.item] if isinstance(pattern, Latest) else [pattern]


def _same_exemption(c: Composition, rule: Rule, known: set[str]) -> bool:
    """An exemption that the upper rule has, or one that restates it."""
    return rule.full_id in known or c.restated.get(rule.full_id) in known


def _period_is_laxer(c: Composition, lower: Rule, upper: Rule) -> tuple[str, Words] | None:
    for key, mine, theirs, longer_is_laxer in (
        ("within", lower.clock.within, upper.clock.within, True),
        ("ahead", lower.clock.ahead, upper.clock.ahead, False),
        ("elapsed", lower.elapsed, upper.elapsed, False),
    ):
        if theirs is None:
            continue
        if mine is None:
            # Another kind of clock may be as strict; none at all is not.
            if not any((lower.clock.within, lower.clock.ahead, lower.clock.before, lower.clock.once_by)):
                return key, {"zh": f"期限 {theirs.text} 不见了", "en": f"the period {theirs.text} is gone"}
            continue
        found = _compare(c, mine, theirs, longer_is_laxer=longer_is_laxer)
        if found:
            return key, found
    return None


def _compare(c: Composition, mine: PeriodValue, theirs: PeriodValue, *, longer_is_laxer: bool) -> Words | None:
    for day in turning_points(c, mine, theirs):
        a, b = length_on(c, mine, day), length_on(c, theirs, day)
        if a is None or b is None:
            continue
        if longer_is_laxer and b.is_moment and not a.is_moment and not a.is_open:
            continue
        if may_exceed(a, b) if longer_is_laxer else may_exceed(b, a):
            zh, en = ("长于", "longer than") if longer_is_laxer else ("短于", "shorter than")
            return {"zh": f"{a.text('zh')} {zh} {b.text('zh')}", "en": f"{a.text('en')} is {en} {b.text('en')}"}
    return None


def _longer(c: Composition, lower: Rule, upper: Rule) -> Iterator[Diagnostic]:
    if {"within", "ahead", "elapsed"} & lower.own_keys:
        period = _period_is_laxer(c, lower, upper)
        if period:
            yield _fault(c, lower, upper, *period)


def _beside(c: Composition, upper_layers: dict[str, frozenset[str]]) -> Iterator[Diagnostic]:
    """Rules that neither override nor restate, yet give the same duty a longer period."""
    duties = [rule for rule in c.rules.values() if rule.family == "duties" and rule.clock.within is not None]
    by_trigger: dict[str, list[Rule]] = {}
    for rule in duties:
        for event in alternatives(rule.when) or ():
            by_trigger.setdefault(event.type, []).append(rule)
    for lower in duties:
        if lower.overrides or lower.restates or lower.severity != "must":
            continue
        mine = alternatives(lower.when) or ()
        rivals = {id(rule): rule for event in mine for rule in by_trigger.get(event.type, ())}
        for upper in rivals.values():
            if _binds(upper, lower, upper_layers) and _same_duty(lower, upper):
                yield from _longer(c, lower, upper)


def _same_duty(lower: Rule, upper: Rule) -> bool:
    mine, theirs = alternatives(lower.when), alternatives(upper.when)
    answer, other = alternatives(lower.require), alternatives(upper.require)
    if not mine or not theirs or not answer or not other or lower.bearer.kind != upper.bearer.kind:
        return False
    return (
        covers(theirs, upper.condition, mine, lower.condition)
        and covers(other, None, answer, None)
        and lower.clock.start_field == upper.clock.start_field
    )


def _waivers(c: Composition, upper_layers: dict[str, frozenset[str]]) -> Iterator[Diagnostic]:
    for exemption in c.rules.values():
        if exemption.family != "exemptions" or "waives" not in exemption.own_keys:
            continue
        for i, ref in enumerate(exemption.waives):
            rule = c.find(ref, exemption.layer)
            waived = [rule] if rule is not None else [r for r in c.rules.values() if ref in r.basis]
            for upper in waived:
                if _binds(upper, exemption, upper_layers):
                    yield _fault(c, exemption, upper, ("waives", i), {
                        "zh": "它免除了上位规定", "en": "it waives the upper rule"})
                    break


def _fault(c: Composition, lower: Rule, upper: Rule, key: str | tuple[object, ...], how: Words) -> Diagnostic:
    path = key if isinstance(key, tuple) else (key,)
    span = place(c, lower, *path) if path[0] in lower.own_keys else lower.span
    return fault("LR313", span, word=lower.full_id, upper=upper.full_id, basis=cited(c, lower),
                 upper_basis=cited(c, upper), how=how)
