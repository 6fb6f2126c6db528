"""Rules at their triggers: where a rule applies, with which doubts, and what its findings say in common.

A *site* is one rule at one trigger (and, under `each`, for one person, unit, item or value). It knows whether it is
sure that the rule applies (`doubt`), whether an exemption waives it, and turns an outcome into a `Finding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lawrules.cases.assessment import (
    Basis,
    ClockFacts,
    EventRef,
    Finding,
    Note,
    OtherReading,
    Rejected,
    Verdict,
)
from lawrules.cases.events import Event
from lawrules.engine.compile import CompiledRule, RuleSet
from lawrules.engine.env import Env
from lawrules.engine.scene import Scene, presumed
from lawrules.engine.truth import Missing, Truth, any_of, both, either, facts_of


@dataclass(slots=True)
class Outcome:
    """What became of a site before doubts and waivers are weighed."""

    verdict: Verdict
    answers: tuple[Event, ...] = ()
    missing: tuple[str, ...] = ()
    due: str | None = None
    provisional: bool = False
    earliest: str | None = None
    latest: str | None = None
    safe_date: str | None = None
    suspended: bool = False
    standing: bool = False
    period: str | None = None
    notes: tuple[Note, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    clock: ClockFacts | None = None


@dataclass(slots=True)
class Site:
    """One rule at one trigger. `doubt` is True, or what is missing to be sure that the rule applies."""

    rule: CompiledRule
    env: Env
    event: Event | None
    doubt: Truth = True
    each: str | None = None
    value: tuple[str, Any] | None = None
    answers: list[tuple[Event, Truth]] = field(default_factory=list)

    @property
    def scene(self) -> Scene:
        return self.env.scene

    def waiver(self) -> tuple[Truth, str | None]:
        """Whether an exemption in force lifts the rule here, and which one."""
        result: Truth = False
        for exemption in self.rule.exemptions:
            truth = self._exempted(exemption)
            if truth is True:
                return True, exemption.rule.id
            result = either(result, truth)
        return result, None

    def _exempted(self, exemption: CompiledRule) -> Truth:
        if exemption.condition is None or not exemption.rule.in_force(date.fromordinal(self.env.day)):
            return exemption.condition is None and exemption.rule.in_force(date.fromordinal(self.env.day))
        if exemption.personal and self.env.person is None and not (self.event and self.event.data.get("officer")):
            return False
        env = self.env
        return exemption.condition(
            Env(env.rules, env.scene, self.event, self.event, env.day, env.person, env.unit, env.item, True,
                exemption.rule.refuses)
        )

    def severity(self) -> tuple[str, tuple[Note, ...]]:
        """must or should; an undecided `must_if` counts as should and names the fact."""
        if self.rule.must_if is None:
            return self.rule.rule.severity, ()
        truth = self.rule.must_if(self.env)
        if truth is True:
            return "must", ()
        if isinstance(truth, Missing):
            return "should", (Note("severity_undecided", (("facts", "、".join(facts_of(truth))),)),)
        return "should", ()

    def conclude(self, outcome: Outcome, *, waivable: bool = True) -> Finding:
        """The finding: the outcome, unless a waiver or a doubt about the rule itself changes it."""
        verdict, missing, notes = outcome.verdict, outcome.missing, list(outcome.notes)
        waived_by = None
        waiver, exemption = self.waiver() if waivable and self.rule.exemptions else (False, None)
        if waiver is True:
            waived_by = exemption
            notes.append(Note("otherwise", (("verdict", verdict.value),)))
            verdict, missing = Verdict.WAIVED, ()
        elif verdict not in (Verdict.SATISFIED, Verdict.RELEASED):
            doubts = [t for t in (self.doubt, waiver) if isinstance(t, Missing)]
            if doubts:
                if verdict is not Verdict.UNDETERMINED:
                    notes.append(Note("otherwise", (("verdict", verdict.value),)))
                verdict, missing = Verdict.UNDETERMINED, tuple(sorted({*missing, *facts_of(*doubts)}))
        severity, more = self.severity()
        notes.extend(more)
        rule = self.rule.rule
        if rule.note:
            notes.append(Note("rule", (("text", rule.note),)))
        self._assume(outcome.answers)
        return Finding(
            rule=rule.id,
            layer=rule.layer,
            family=rule.family,
            title=rule.title,
            verdict=verdict,
            severity=severity,
            bearer=rule.bearer.kind,
            trigger=EventRef.of(self.event) if self.event is not None else None,
            answers=tuple(EventRef.of(e) for e in outcome.answers),
            due=outcome.due,
            provisional=outcome.provisional,
            earliest=outcome.earliest,
            latest=outcome.latest,
            readings=outcome.readings,
            waived_by=waived_by,
            missing=missing,
            basis=bases(rule.basis, self.env),
            case=self.scene.case,
            each=self.each,
            period=outcome.period,
            safe_date=outcome.safe_date,
            suspended=outcome.suspended,
            standing=outcome.standing,
            supervisor=self.rule.supervisor,
            notes=tuple(notes),
            rejected=outcome.rejected,
            clock=outcome.clock,
        )

    def _assume(self, answers: Iterable[Event]) -> None:
        """List what was taken for granted: silent fields of the trigger, and the order of bare dates."""
        event = self.event
        if event is None:
            return
        listed = self.scene.assumptions
        vocabulary = self.scene.vocabulary
        kind = event.base or event.type
        for name, value in self.rule.assumable:
            if name not in event.data and vocabulary.field(kind, name) is not None:
                listed.add(f"{name}={_text(value)}")
        for answer in answers:
            if not answer.milestone and not event.milestone and presumed(event, answer):
                listed.add(f"order:{event.id}~{answer.id}")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return "[" + ", ".join(sorted(map(str, value))) + "]"
    return str(value)


def bases(ids: tuple[str, ...], env: Env) -> tuple[Basis, ...]:
    """The clauses that a rule rests on and that were law on the day; all of them where none was."""
    composition = env.rules.composition
    cited: list[Basis] = []
    in_force: list[Basis] = []
    for id in ids:
        clause = composition.clauses.get(id)
        if clause is None:
            cited.append(Basis(id, "", ""))
            continue
        source = composition.sources.get(clause.source)
        basis = Basis(id, source.title if source is not None else clause.source, clause.at)
        cited.append(basis)
        if source is None or source.force.holds(date.fromordinal(env.day)):
            in_force.append(basis)
    return tuple(in_force or cited)


@dataclass(slots=True)
class Binding:
    """Which rules bind in this scene, remembered; and which were met with no trigger."""

    rules: RuleSet
    scene: Scene
    not_bound: set[str] = field(default_factory=set)
    triggered: set[str] = field(default_factory=set)
    _bound: dict[tuple[str, int], Truth] = field(default_factory=dict)
    _scopes: dict[str, Truth] = field(default_factory=dict)

    def binds(self, rule: CompiledRule, day: int) -> Truth:
        """Whether the rule is for this agency, in force on the day, and not replaced by a lower layer's."""
        if not rule.rule.in_force(date.fromordinal(day)):
            return False
        if rule.bearer is None or rule.rule.bearer.kind != "agency":
            bound: Truth = True
        else:
            key = (rule.rule.full_id, day)
            bound = self._bound.get(key, False) if key in self._bound else self._bind(rule, key)
        if bound is not False and rule.overridden_by is not None:
            replaced = self.binds(rule.overridden_by, day)
            if replaced is True:
                return False
            if isinstance(replaced, Missing):
                bound = both(bound, replaced)
        return bound

    def _bind(self, rule: CompiledRule, key: tuple[str, int]) -> Truth:
        assert rule.bearer is not None
        bound = rule.bearer(Env(self.rules, self.scene, None, None, key[1]))
        self._bound[key] = bound
        if bound is False:
            self.not_bound.add(rule.rule.id)
        return bound

    def scope(self, rule: CompiledRule) -> Truth:
        """Whether the layer reaches this case; agency rules are not scoped."""
        layer = rule.rule.layer
        predicate = self.rules.scopes.get(layer)
        if predicate is None or self.scene.is_register:
            return True
        found = self._scopes.get(layer)
        if found is None:
            found = self._scopes[layer] = predicate(Env(self.rules, self.scene, None, None, self.scene.as_of_day))
        return found

    def sites(self, rule: CompiledRule) -> Iterator[Site]:
        """The rule at each of its triggers, oldest first."""
        if rule.when is None:
            return
        found: dict[str, tuple[Event, Truth]] = {}
        scene = self.scene
        for search in rule.when.searches:
            for event, truth in search.hits(scene):
                if scene.own is not None and event.id not in scene.own and not event.milestone:
                    continue
                env = Env(self.rules, scene, event, event, event.day, refuses=rule.rule.refuses)
                result = search.test(event, truth, env)
                if result is False:
                    continue
                known = found.get(event.id)
                found[event.id] = (event, result if known is None else any_of((known[1], result)))
        if not found:
            return
        scope = self.scope(rule)
        if scope is False:
            return
        for event, truth in sorted(found.values(), key=lambda pair: (pair[0].start, pair[0].seq or 0, pair[0].id)):
            truth = both(truth, scope)
            if isinstance(event.doubt, Missing):
                truth = both(truth, event.doubt)
            law_day, doubt = self._law_day(rule, event)
            if doubt is not None:
                truth = both(truth, doubt)
            truth = both(truth, self.binds(rule, law_day))
            if truth is False:
                continue
            env = Env(self.rules, scene, event, event, law_day, refuses=rule.rule.refuses)
            if rule.condition is not None:
                truth = both(truth, rule.condition(env))
                if truth is False:
                    continue
            self.triggered.add(rule.rule.full_id)
            yield Site(rule, env, event, truth)

    def _law_day(self, rule: CompiledRule, event: Event) -> tuple[int, Missing | None]:
        """The day whose law decides: the step's own, or (substance) that of the violation."""
        if rule.rule.law_of != "act":
            return event.day, None
        from lawrules.engine.env import lookup

        value = lookup(("case", "violation_ended_at"), Env(self.rules, self.scene, event, event, event.day))
        if isinstance(value, date):
            return value.toordinal(), None
        return event.day, value if isinstance(value, Missing) else None

    def for_each(self, site: Site) -> Iterator[Site]:
        """The site for each person, unit, item or value that `each` names; the site itself without `each`."""
        each = site.rule.rule.each
        if each is None:
            yield site
            return
        env, scene = site.env, site.scene
        if each.kind == "field":
            for value in each.values:
                yield Site(site.rule, env, site.event, site.doubt, str(value), (each.field, value))
            return
        if each.kind == "item":
            for item in (site.event.data.get("items") or ()) if site.event is not None else ():
                yield from _one(site, env.at_item(item), str(item.get("name", "")))
            return
        names = scene.facts.persons if each.kind == "person" else scene.facts.units
        for name in sorted(names):
            place = env.at_person(name) if each.kind == "person" else Env(
                env.rules, scene, env.event, env.trigger, env.day, None, name, None, env.late, env.refuses, env.exempt
            )
            yield from _one(site, place, name)


def _one(site: Site, env: Env, name: str) -> Iterator[Site]:
    truth = site.rule.each(env) if site.rule.each is not None else True
    if truth is not False:
        yield Site(site.rule, env, site.event, both(site.doubt, truth), name)
