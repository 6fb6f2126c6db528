"""Where rules apply: which bind this agency, which something in the scene may trigger, and the sites that result.

Rules of which only dates and a condition are their own share the places where they were triggered; those whose bearer,
law or assumptions have to be asked at each trigger are gone through one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lawrules.cases.events import Event
from lawrules.engine.bearers import bound_to
from lawrules.engine.env import Env, lookup
from lawrules.engine.links import order_of, truths
from lawrules.engine.ruleset import CompiledRule, RuleSet
from lawrules.engine.scene import Handed, Scene
from lawrules.engine.search import Search
from lawrules.engine.sites import Site
from lawrules.engine.truth import Missing, Truth, both, either
from lawrules.records import dataclass, field


@dataclass(slots=True)
class Binding:
    """Which rules something in this scene may trigger, which of them bind, and which were triggered.

    `handed`: of a rule only some triggers are looked at; what names no trigger has been handed out before.
    `_settled`: for each rule by its number, whether it is for this agency; None where the day or the case decides.
    """

    rules: RuleSet
    scene: Scene
    triggered: set[int] = field(default_factory=set)
    handed: Handed | None = None
    _settled: Sequence[Truth | None] = ()
    _bound: dict[tuple[Any, int], Truth] = field(default_factory=dict)
    _scopes: dict[str, Truth] = field(default_factory=dict)
    _fired: dict[int, list[Search]] = field(default_factory=dict)
    _places: dict[Any, list[tuple[Event, Env, Truth]]] = field(default_factory=dict)
    _envs: dict[str, Env] = field(default_factory=dict)
    _among: Sequence[Event] | None = None

    def __post_init__(self) -> None:
        self._settled = bound_to(self.rules, self.scene)

    def among(self, triggers: Sequence[Event], handed: Handed) -> Binding:
        """The same, for these triggers alone (oldest first)."""
        return Binding(
            self.rules, self.scene, self.triggered, handed, _bound=self._bound, _scopes=self._scopes,
            _fired=self._fired, _among=triggers,
        )

    def due(self) -> list[CompiledRule]:
        """The rules that something in the scene may trigger, in the order of the policy; others cost nothing."""
        by_number: dict[int, CompiledRule] = {}
        fired = self._fired = {}
        # Milestones may have come since.
        self._places.clear()
        triggers, settled = self.rules.triggers, self._settled
        for number in triggers.keys() & self.scene.hits.keys():
            for rule, search in triggers[number]:
                place = rule.number
                if settled[place] is False:
                    continue
                if place in by_number:
                    fired[place].append(search)
                else:
                    by_number[place], fired[place] = rule, [search]
        days = self._days()
        found = [by_number[number] for number in sorted(by_number) if self._may_apply(by_number[number], *days)]
        if self.scene.is_register:
            found = sorted([*found, *self.rules.standing], key=lambda rule: rule.number)
        return found

    def _days(self) -> tuple[int, int]:
        """Days between which all triggers lie: a milestone of which nobody can say when it comes lies a day earlier."""
        events = self.scene.events
        return (events[0].day - 1 if events else 0), self.scene.as_of_day

    def _may_apply(self, rule: CompiledRule, first: int, last: int) -> bool:
        """Whether the rule was law at some time of the case, and no lower rule speaks for it all the time."""
        if rule.rule.law_of == "act":
            return True
        if rule.carried_by and any(self._always(lower, first, last) for lower in rule.carried_by):
            return False
        for start, end in rule.spans:  # noqa: SIM110 - a generator costs more than the loop
            if start <= last and end >= first:
                return True
        return False

    def _always(self, rule: CompiledRule, first: int, last: int) -> bool:
        """Whether the rule surely binds on every day between the two."""
        start, end = rule.spans[0]
        return start <= first and last <= end and self._settled[rule.number] is True and self.scope(rule) is True

    def binds(self, rule: CompiledRule, day: int) -> Truth:
        """Whether the rule is for this agency, in force on the day, and not replaced by a lower layer's."""
        if not rule.in_force(day):
            return False
        settled = self._settled[rule.number]
        if settled is not None:
            return settled
        bound: Truth = True
        if rule.binds_some:
            # Rules share their bearers; most profiles do not change, then one answer serves all days.
            key = (rule.bearer, day if self.scene.dated else 0)
            if key in self._bound:
                bound = self._bound[key]
            else:
                assert rule.bearer is not None
                bound = self._bound[key] = rule.bearer(Env(self.rules, self.scene, None, None, day))
            if bound is False:
                return False
        if rule.overridden_by is not None:
            replaced = self.binds(rule.overridden_by, day)
            if replaced is True:
                return False
            if isinstance(replaced, Missing):
                bound = both(bound, replaced)
        return bound

    def scope(self, rule: CompiledRule) -> Truth:
        """Whether the layer reaches this case; agency rules are not scoped."""
        predicate = rule.scope
        if predicate is None or self.scene.is_register:
            return True
        layer = rule.rule.layer
        found = self._scopes.get(layer)
        if found is None:
            found = self._scopes[layer] = predicate(Env(self.rules, self.scene, None, None, self.scene.as_of_day))
        return found

    def sites(self, rule: CompiledRule) -> list[Site]:
        """The rule at each of its triggers, oldest first."""
        settled = self._settled[rule.number]
        if settled is False:
            return []
        if settled is True and rule.alike and (rule.scope is None or self.scope(rule) is True):
            made = self._sites_alike(rule)
        else:
            made = self._sites_apart(rule)
        if made:
            self.triggered.add(rule.number)
            for upper in rule.speaks_for:
                if any(upper.in_force(site.env.day) for site in made):
                    self.triggered.add(upper.number)
        return made

    def _sites_alike(self, rule: CompiledRule) -> list[Site]:
        """The sites of a rule of which only its dates and its condition are its own."""
        made: list[Site] = []
        (first, last), *more = rule.spans
        condition = rule.condition
        for event, env, truth in self._shared_places(rule):
            if not first <= event.day <= last and not (more and rule.in_force(event.day)):
                continue
            if condition is not None:
                truth = both(truth, condition(env))
                if truth is False:
                    continue
            made.append(Site(rule, env, event, truth))
        return made

    def _shared_places(self, rule: CompiledRule) -> list[tuple[Event, Env, Truth]]:
        """Where its trigger was seen, oldest first: once for all rules that the same events trigger."""
        assert rule.when is not None
        searches = self._fired.get(rule.number) or rule.when.searches
        key = searches[0].number if len(searches) == 1 else tuple([search.number for search in searches])
        places = self._places.get(key)
        if places is None:
            places = self._places[key] = []
            scene, own = self.scene, self.scene.own
            for event, truth in self._hits(searches[0]) if len(searches) == 1 else self._united(searches):
                if own is not None and event.id not in own and not event.milestone:
                    continue
                if event.doubt is not None:
                    truth = both(truth, event.doubt)
                env = self._envs.get(event.id)
                if env is None:
                    env = self._envs[event.id] = Env(self.rules, scene, event, event, event.day)
                places.append((event, env, truth))
        return places

    def _sites_apart(self, rule: CompiledRule) -> list[Site]:
        """The sites of a rule whose bearer, law or assumptions have to be asked at each trigger."""
        made: list[Site] = []
        scene, own = self.scene, self.scene.own
        scope: Truth | None = True if rule.scope is None or scene.is_register else None
        of_act = rule.rule.law_of == "act"
        for event, truth in self._triggers(rule):
            if own is not None and event.id not in own and not event.milestone:
                continue
            day = event.day
            env = None
            if of_act:
                env = Env(self.rules, scene, event, event, day, refuses=rule.rule.refuses)
                day, truth = _law_day(env, event, truth)
                env.day = day
            bound = self.binds(rule, day)
            if bound is False or (rule.carried_by and self._carried(rule, day)):
                continue
            if env is None:
                env = Env(self.rules, scene, event, event, day, refuses=rule.rule.refuses)
            if scope is None:
                scope = self.scope(rule)
                if scope is False:
                    return []
            truth = both(truth, both(bound, scope))
            if event.doubt is not None:
                truth = both(truth, event.doubt)
            if rule.condition is not None and truth is not False:
                truth = both(truth, rule.condition(env))
            if truth is not False:
                made.append(Site(rule, env, event, truth))
        return made

    def _carried(self, rule: CompiledRule, day: int) -> bool:
        """Whether a lower layer's bare copy is judged on that day and speaks for this rule too."""
        return any(
            self.binds(lower, day) is True and self.scope(lower) is True
            for lower in rule.carried_by
        )

    def _triggers(self, rule: CompiledRule) -> list[tuple[Event, Truth]]:
        """Events that the trigger pattern fits or may fit, oldest first."""
        assert rule.when is not None
        scene = self.scene
        searches = self._fired.get(rule.number) or rule.when.searches
        if rule.when.flat:
            return self._hits(searches[0]) if len(searches) == 1 else self._united(searches)
        found: dict[str, tuple[Event, Truth]] = {}
        for search in searches:
            for event, truth in self._hits(search):
                result: Truth = truth
                if search.rest is not None:
                    env = Env(self.rules, scene, event, event, event.day, refuses=rule.rule.refuses)
                    result = search.test(event, truth, env)
                    if result is False:
                        continue
                known = found.get(event.id)
                found[event.id] = (event, result if known is None else either(known[1], result))
        return sorted(found.values(), key=order_of)

    def _united(self, searches: Sequence[Search]) -> list[tuple[Event, Truth]]:
        """The events that the matcher found for one of several patterns, oldest first."""
        found: dict[str, tuple[Event, Truth]] = {}
        for search in searches:
            for hit in self._hits(search):
                known = found.get(hit[0].id)
                found[hit[0].id] = hit if known is None else (hit[0], either(known[1], hit[1]))
        return sorted(found.values(), key=order_of)

    def _hits(self, search: Search) -> list[tuple[Event, Truth]]:
        """The events that the matcher found for a pattern, oldest first."""
        if self._among is None:
            return search.hits(self.scene)
        said = truths(self.scene, search.number)
        return [(event, said[event.id]) for event in self._among if event.id in said]

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

    def places(self, rule: CompiledRule) -> list[Site]:
        """The sites of a rule, opened by `each`."""
        sites = self.sites(rule)
        if not rule.opened:
            return sites
        if rule.rule.each is not None:
            return [place for site in sites for place in self.for_each(site)]
        return [place for site in sites for place in _for_officers(site)]


def _for_officers(site: Site) -> Iterator[Site]:
    """The site for each officer that the trigger names, where the rule asks about the officer."""
    officers = site.event.data.get("officer") or () if site.event is not None else ()
    if len(officers) < 2:
        yield site
        return
    for officer in officers:
        env = site.env.at_person(officer)
        truth = both(site.doubt, site.rule.condition(env)) if site.rule.condition is not None else site.doubt
        if truth is not False:
            yield Site(site.rule, env, site.event, truth, officer)


def _law_day(env: Env, event: Event, truth: Truth) -> tuple[int, Truth]:
    """The day whose law decides on substance: that of the violation."""
    value = lookup(("case", "violation_ended_at"), env)
    if isinstance(value, date):
        return value.toordinal(), truth
    return event.day, both(truth, value) if isinstance(value, Missing) else truth


def _one(site: Site, env: Env, name: str) -> Iterator[Site]:
    truth = site.rule.each(env) if site.rule.each is not None else True
    if truth is not False:
        yield Site(site.rule, env, site.event, both(site.doubt, truth), name)
