"""Gates and prohibitions: what an act needs first, what must be true of it, and what may never be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from lawrules.cases.events import DAY, Event
from lawrules.cases.finding import Finding, Note, Verdict
from lawrules.days.due import due_day
from lawrules.engine.answers import carries
from lawrules.engine.binding import Binding
from lawrules.engine.clock import iso
from lawrules.engine.env import Env
from lawrules.engine.links import across, links, order_of, start_of
from lawrules.engine.related import identities_agree
from lawrules.engine.ruleset import CompiledRule
from lawrules.engine.scene import not_later
from lawrules.engine.search import CompiledPattern, Search, agrees, of_identity
from lawrules.engine.sites import Outcome, Site
from lawrules.engine.truth import Missing, Truth, all_of, any_of, both, either, facts_of
from lawrules.policy.walk import pattern_name


def evaluate_gate(rule: CompiledRule, binding: Binding) -> list[Finding]:
    """A finding for each act that the gate guards."""
    return [place.conclude(_pass(place)) for place in binding.places(rule)]


def evaluate_prohibition(rule: CompiledRule, binding: Binding) -> list[Finding]:
    """A finding for each forbidden event; nothing where none happened."""
    return [place.conclude(_DONE) for place in binding.places(rule)]


def _pass(site: Site) -> Outcome:
    rule = site.rule
    if rule.after is None and rule.must is not None and not rule.spares:
        # Nothing but the act itself is looked at.
        met = rule.must(site.env)
        return _MET if met is True else _unmet(met, (), [] if met is not False else [_act_lacks(site)])
    spared: dict[str, str] = {}
    if rule.spares:
        site.env.exempt = _exempter(site, spared)
    truth: Truth = True
    used: list[Event] = []
    notes: list[Note] = []
    if rule.after is not None:
        truth = _after(rule.after, site, used, notes)
    if rule.must is not None:
        met = rule.must(site.env)
        if met is False:
            notes.append(_act_lacks(site))
        truth = both(truth, met)
    notes.extend(Note("spared", (("person", person), ("by", by))) for person, by in spared.items())
    if truth is True:
        return Outcome(Verdict.SATISFIED, tuple(used), notes=tuple(notes))
    return _unmet(truth, tuple(used), notes)


_MET = Outcome(Verdict.SATISFIED)
_DONE = Outcome(Verdict.VIOLATED)


def _unmet(truth: Truth, answers: tuple[Event, ...], notes: list[Note]) -> Outcome:
    if isinstance(truth, Missing):
        return Outcome(Verdict.UNDETERMINED, answers, facts_of(truth), notes=tuple(notes))
    return Outcome(Verdict.VIOLATED, answers, notes=tuple(notes))


def _act_lacks(site: Site) -> Note:
    return Note("act_lacks", site.lacking(None))


def _exempter(site: Site, spared: dict[str, str]) -> Any:
    """Takes a person out of `every`, `some` and `count` when an exemption on that person holds, and says by which."""
    personal = [
        (e.rule.id, e.condition) for e in site.rule.exemptions
        if e.personal and e.condition is not None and e.in_force(site.env.day)
    ]

    def exempt(env: Env, person: str) -> Truth:
        place = env.at_person(person)
        place.late = True
        result: Truth = False
        for name, condition in personal:
            truth = condition(place)
            if truth is True:
                spared[person] = name
                return True
            result = either(result, truth)
        return result

    return exempt


# ── after


def _after(pattern: CompiledPattern, site: Site, used: list[Event], notes: list[Note]) -> Truth:
    since = _since(site)
    if isinstance(since, Missing):
        return since
    return _met(pattern, site, since, used, notes)


def _since(site: Site) -> Event | Missing | None:
    """The latest event after which alone the gate looks; None where the gate has no `since`."""
    if site.rule.since is None:
        return None
    found = site.rule.since.latest(site.env)
    if found is None:
        return Missing(f"since:{t}" for t in sorted(site.rule.since.types))
    return found


def _met(pattern: CompiledPattern, site: Site, since: Event | None, used: list[Event], notes: list[Note]) -> Truth:
    if pattern.kind == "all":
        truths = [_met(part, site, since, used, notes) for part in pattern.parts]
        return all_of(truths)
    if pattern.kind == "in_order":
        return _in_order(pattern, site, since, used, notes)
    if pattern.kind == "latest":
        return _latest(pattern, site, since, used, notes)
    if pattern.kind.startswith(("sum", "count")):
        candidates = list(_earlier(pattern, site, since))
        truth = pattern.measured(site.env, candidates)
        sure = [e for e, t in candidates if t is True]
        if truth is False:
            notes.append(_lacks(pattern))
        elif site.rule.elapsed is not None:
            reached = pattern.reaches(site.env, sure)
            truth = both(truth, _waited(site, reached if isinstance(reached, Event) else None, notes))
        used.extend(sure)
        return truth
    result, waiting = _newest(pattern, site, since, used)
    if result is True:
        return True
    for part in pattern.parts:
        one = _met(part, site, since, used, [])
        if one is True:
            return True
        result = either(result, one)
    if waiting is not None:
        notes.append(Note("lawful_from", (("date", iso(waiting + 1)),)))
        return result
    result = either(result, pattern.absence(site.scene))
    if result is False:
        notes.append(_lacks(pattern))
    return result


def _in_order(pattern: CompiledPattern, site: Site, since: Event | None, used: list[Event], notes: list[Note]) -> Truth:
    """A sequence before the act: each step not before the one that precedes it."""
    last: Event | None = None
    result: Truth = True
    for part in pattern.parts:
        steps = [(e, t) for e, t in _earlier(part, site, since) if last is None or not_later(last, e) is not False]
        sure = [e for e, t in steps if t is True]
        if sure:
            last = sure[0]
            used.append(last)
        elif steps:
            last = steps[0][0]
            result = both(result, any_of(t for _, t in steps))
        else:
            absent = part.absence(site.scene)
            if absent is False:
                notes.append(_lacks(pattern))
            return absent
    return both(result, _waited(site, last, notes))


def _waited(site: Site, last: Event | None, notes: list[Note]) -> Truth:
    """Whether the days of `elapsed` have passed since the event that completed the requirement."""
    if last is None:
        return True
    lapsed, until = _elapsed(site, last)
    if lapsed is False and until is not None:
        notes.append(Note("lawful_from", (("date", iso(until + 1)),)))
    return lapsed


def _newest(
    pattern: CompiledPattern, site: Site, since: Event | None, used: list[Event]
) -> tuple[Truth, int | None]:
    """Whether some event opens the gate, looking back from the act; and until when a too recent one makes it wait."""
    result: Truth = False
    waiting: int | None = None
    best: Event | None = None
    recent: Event | None = None
    for search in pattern.searches:
        same_day = "day" in site.joins(search)
        for listed in _before(search, site):
            for i in range(bisect_right(listed, site.act.end, key=start_of) - 1, -1, -1):
                event, said = listed[i]
                if same_day and event.day < site.act.day:
                    break
                truth = _belongs(search, event, site, since)
                if truth is False:
                    continue
                if said is not True or search.rest is not None:
                    truth = both(search.test(event, said, site.env), truth)
                    if truth is False:
                        continue
                if site.rule.elapsed is not None:
                    lapsed, until = _elapsed(site, event)
                    if lapsed is False:
                        if until is not None and (waiting is None or until < waiting):
                            waiting, recent = until, event
                        continue
                    truth = both(truth, lapsed)
                if truth is True:
                    if best is None or order_of((event, True)) > order_of((best, True)):
                        best = event
                    break
                result = either(result, truth)
    if best is not None:
        used.append(best)
        return True, None
    if recent is not None:
        used.append(recent)
    return result, waiting


def _before(search: Search, site: Site) -> list[list[tuple[Event, Truth]]]:
    """Lists of the events that may belong to the act, each oldest first, those after the act among them."""
    scene = site.scene
    known = links(scene, search.number)
    near = known.near(scene, site.act, site.rule.trigger_types) if known.all else []
    return near if scene.others is None else [*near, *across(scene, search.number, site.joins(search))]


def _latest(pattern: CompiledPattern, site: Site, since: Event | None, used: list[Event], notes: list[Note]) -> Truth:
    """The last such event before the act decides; what may or may not have come last is undecided."""
    candidates = list(_earlier(pattern.parts[0], site, since))
    sure = [event for event, truth in candidates if truth is True]
    doubts = [truth for _, truth in candidates if isinstance(truth, Missing)]
    if not sure:
        absent = pattern.absence(site.scene)
        result = any_of([*doubts, absent])
        if result is False:
            notes.append(_lacks(pattern))
        return result
    last = sure[-1]
    # Bare dates of one day are presumed to have come in the lawful order: the one that opens the gate came last.
    peers = [e for e in sure if e.bare and last.bare and e.day == last.day and e.seq is None]
    verdicts = [(e, pattern.must(site.env.on(e)) if pattern.must is not None else True) for e in [*peers, last]]
    best = next((pair for pair in verdicts if pair[1] is True), verdicts[-1])
    used.append(best[0])
    if best[1] is False:
        notes.append(Note("latest_unfit", (("event", best[0].id),)))
    lapsed, until = _elapsed(site, best[0])
    if lapsed is False and until is not None:
        notes.append(Note("lawful_from", (("date", iso(until + 1)),)))
    best = (best[0], both(best[1], lapsed))
    newer = [t for e, t in candidates if isinstance(t, Missing) and not_later(e, last) is not True]
    return all_of([best[1], *newer]) if best[1] is not False else (any_of(newer) if newer else False)


def _lacks(pattern: CompiledPattern) -> Note:
    return Note("lacks", (("what", pattern_name(pattern.source)),))


def _earlier(pattern: CompiledPattern, site: Site, since: Event | None) -> Iterator[tuple[Event, Truth]]:
    """Events that fit and came not later than the act, oldest first, with the doubt about each."""
    found: dict[str, tuple[Event, Truth]] = {}
    for search in pattern.all_searches if pattern.kind != "any" else pattern.searches:
        for listed in _before(search, site):
            for event, said in listed:
                if event.start > site.act.end:
                    break
                one = _belongs(search, event, site, since)
                if one is False:
                    continue
                one = both(search.test(event, said, site.env), one)
                if one is False:
                    continue
                known = found.get(event.id)
                found[event.id] = (event, one if known is None else either(known[1], one))
    yield from sorted(found.values(), key=order_of)


def _belongs(search: Search, event: Event, site: Site, since: Event | None) -> Truth:
    act, env = site.act, site.env
    if event.id == act.id:
        return False
    order = not_later(event, act)
    if order is False:
        return False
    if since is not None:
        order = both(order, not_later(since, event))
    if not identities_agree(act, event, env) or not of_identity(event, env) or not carries(site, event):
        return False
    for name in site.joins(search):
        order = both(order, agrees(name, act, event, env))
    if search.must is not None and order is not False:
        order = both(order, search.must(env.on(event)))
    return both(order, event.doubt) if isinstance(event.doubt, Missing) else order


def _elapsed(site: Site, event: Event) -> tuple[Truth, int | None]:
    """Whether n full days have passed since the event, and the last day of waiting."""
    getter = site.rule.elapsed
    if getter is None:
        return True, None
    act = site.act
    period = getter(site.env)
    if isinstance(period, Missing):
        return period, None
    if period.is_moment:
        length = period.count * {"hour": 3_600_000_000, "minute": 60_000_000}[period.unit.value]
        if act.start >= event.end + length:
            return True, None
        if act.end < event.start + length:
            return False, (event.end + length) // DAY
        return Missing(f"{e.id}.at" for e in (event, act) if e.bare), None
    end = due_day(site.env.rules.calendar, event.day, period)
    if act.day > end.latest:
        return True, None
    if act.day <= end.earliest:
        return False, end.day
    return Missing(f"notice:{year}" for year in end.missing_years), end.day
