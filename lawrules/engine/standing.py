"""Duties without a trigger: those of the calendar (`every`, `once`) and standing ones. They run on a register.

Dated duties are laid out where their due date lies in [max(since, in force), as_of], and the next one. Fixed dates do
not roll; the last working day on or before is the safe date (law/periods P-16).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lawrules.cases.events import Event
from lawrules.cases.finding import DueFacts, Finding, Note, Verdict
from lawrules.engine.answers import assign
from lawrules.engine.binding import Binding
from lawrules.engine.duties import collect, faulty, measured
from lawrules.engine.env import Env, event_value
from lawrules.engine.ruleset import CompiledRule
from lawrules.engine.search import CompiledPattern
from lawrules.engine.sites import Outcome, Site
from lawrules.engine.truth import Missing, Truth, any_of, both, facts_of
from lawrules.policy.model import FixedDay

DEFAULT_BY = FixedDay(12, 31)


def evaluate_standing(rule: CompiledRule, binding: Binding) -> Iterator[Finding]:
    """The findings of an agency's rule that no event triggers."""
    clock = rule.clock.source
    if clock.every:
        for year, due in _years(rule, binding):
            yield from _dated(rule, binding, due, year)
    elif clock.once_by is not None:
        due = clock.once_by.toordinal()
        if due >= (binding.scene.since or 0):
            yield from _dated(rule, binding, due, None)
    else:
        yield from _standing(rule, binding)


def _years(rule: CompiledRule, binding: Binding) -> Iterator[tuple[int, int]]:
    """(year that the duty is about, due date): all due between the register's start and `as_of`, and the next one."""
    by = rule.clock.source.by or DEFAULT_BY
    scene = binding.scene
    first = date.fromordinal(max(scene.since or 1, 1)).year - 1
    last = date.fromordinal(scene.as_of_day).year + 1
    upcoming = False
    for year in range(first, last + 1):
        due_year = year + 1 if by.next_year else year
        due = _day_of(due_year, by).toordinal()
        if due < (scene.since or 0) or not rule.in_force(due):
            continue
        if due > scene.as_of_day:
            if upcoming:
                return
            upcoming = True
        yield year, due


def _day_of(year: int, by: FixedDay) -> date:
    try:
        return date(year, by.month, by.day)
    except ValueError:
        return date(year, by.month, by.day - 1)


def _dated(rule: CompiledRule, binding: Binding, due: int, year: int | None) -> Iterator[Finding]:
    bound = binding.binds(rule, due)
    if bound is False:
        return
    for site in _sites(rule, binding, due, bound):
        for part, label in _parts(rule):
            answers = [(e, t) for e, t in collect_in_period(site, part, rule, year) if _not_before(rule, e)]
            yield _named(site.conclude(_judge_date(site, answers, due, part)), label)
            fault = _fault(site, answers)
            if fault is not None:
                fault.term = DueFacts(day=due, earliest=due, latest=due)
                yield _named(site.conclude(fault), label)
    binding.triggered.add(rule.number)


def _not_before(rule: CompiledRule, event: Event) -> bool:
    start = rule.clock.source.once_from
    return start is None or event.day >= start.toordinal()


def _sites(rule: CompiledRule, binding: Binding, day: int, bound: Truth) -> Iterator[Site]:
    env = Env(binding.rules, binding.scene, None, None, day, refuses=rule.rule.refuses)
    truth = bound
    if rule.condition is not None:
        truth = both(truth, rule.condition(env))
    if truth is False:
        return
    for site in binding.for_each(Site(rule, env, None, truth)):
        if rule.rule.each is not None and rule.rule.each.kind == "person" and _left(site):
            yield Site(rule, site.env, None, site.doubt, site.each, ("__left__", True))
        else:
            yield site


def _left(site: Site) -> bool:
    """Whether the person left before the day: then nothing is owed any more."""
    person, day = site.env.person, min(site.env.day, site.scene.as_of_day)
    gone = False
    for kind in ("officer.left", "officer.certified"):
        for event in site.scene.by_type.get(kind, ()):
            if person in (event.data.get("officer") or ()) and event.day < day:
                gone = kind == "officer.left" or (gone and False)
    return gone and not _returned(site, day)


def _returned(site: Site, day: int) -> bool:
    person = site.env.person
    left = max((e.day for e in site.scene.by_type.get("officer.left", ())
                if person in (e.data.get("officer") or ()) and e.day < day), default=0)
    return any(e.day > left for e in site.scene.by_type.get("officer.certified", ())
               if person in (e.data.get("officer") or ()) and e.day < day)


def _parts(rule: CompiledRule) -> Iterator[tuple[CompiledPattern, str | None]]:
    names: tuple[str | None, ...] = rule.part_names or (None,) * len(rule.parts)
    yield from zip(rule.parts, names, strict=True)


def _named(finding: Finding, label: str | None) -> Finding:
    if label is not None:
        finding.each = label if finding.each is None else f"{finding.each} {label}"
    return finding


def collect_in_period(
    site: Site, part: CompiledPattern, rule: CompiledRule, year: int | None
) -> list[tuple[Event, Truth]]:
    """The answers of one period: by their `year` field, else by the calendar year of their time."""
    left = site.value == ("__left__", True)
    if left:
        site = Site(site.rule, site.env, None, site.doubt, site.each)
    if year is None:
        return collect([site], part)[0]
    next_year = bool(rule.clock.source.by and rule.clock.source.by.next_year)
    if part.kind.startswith(("sum", "count")):
        assign([site], part)
        site.answers = [(e, t) for e, t in site.answers if year_of(e, site.env, next_year) == year]
        return measured(site, part)
    return [(e, t) for e, t in collect([site], part)[0] if year_of(e, site.env, next_year) == year]


def year_of(event: Event, env: Env, next_year: bool) -> int:
    """Which year an answer is for: `by: next 01-31` takes one without `year` for the year before."""
    value = event_value(event, "year", env)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    year = date.fromordinal(event.day).year
    return year - 1 if next_year else year


def _judge_date(site: Site, answers: list[tuple[Event, Truth]], due: int, part: CompiledPattern) -> Outcome:
    scene = site.scene
    sure = [e for e, t in answers if t is True]
    doubts = [t for _, t in answers if isinstance(t, Missing)]
    calendar = site.env.rules.calendar
    term = DueFacts(day=due, earliest=due, latest=due)
    if due <= calendar.announced_until.toordinal() and not calendar.works(due):
        term.safe_day = calendar.prev_working(due)
    outcome = Outcome(Verdict.PENDING, term=term)
    if sure:
        outcome.answers = (sure[0],)
        outcome.verdict = Verdict.SATISFIED if sure[0].day <= due else Verdict.LATE
        if outcome.verdict is Verdict.LATE and doubts:
            outcome.verdict, outcome.missing = Verdict.UNDETERMINED, facts_of(*doubts)
        return outcome
    if site.value == ("__left__", True):
        outcome.verdict = Verdict.RELEASED
        outcome.notes = (Note("person_left"),)
        return outcome
    if doubts:
        outcome.verdict, outcome.missing = Verdict.UNDETERMINED, facts_of(*doubts)
        return outcome
    if scene.as_of_day <= due:
        return outcome
    unknown = any_of(_before_register(site, t) for t in sorted(part.types))
    if isinstance(unknown, Missing):
        outcome.verdict, outcome.missing = Verdict.UNDETERMINED, facts_of(unknown)
        return outcome
    outcome.verdict = Verdict.OVERDUE
    return outcome


def _before_register(site: Site, event_type: str) -> Truth:
    """The register is complete from `since`; a period that began before is only partly known."""
    scene = site.scene
    if scene.covers is not None:
        return scene.absence(event_type)
    since = scene.since or 0
    clock = site.rule.clock.source
    if clock.every:
        by = clock.by or DEFAULT_BY
        year = date.fromordinal(site.env.day).year - (1 if by.next_year else 0)
        start = date(year, 1, 1).toordinal()
    else:
        start = clock.once_from.toordinal() if clock.once_from is not None else min(
            (f.start.toordinal() for f in site.rule.rule.force if f.start is not None), default=0
        )
    if start >= since:
        return False
    return Missing((f"before-register:{event_type}",))


def _fault(site: Site, answers: list[tuple[Event, Truth]]) -> Outcome | None:
    return faulty(site, answers, None)


def _standing(rule: CompiledRule, binding: Binding) -> Iterator[Finding]:
    """A duty without any date: judged on the latest answer, never overdue."""
    day = binding.scene.as_of_day
    bound = binding.binds(rule, day)
    if bound is False:
        return
    for site in _sites(rule, binding, day, bound):
        if site.value == ("__left__", True):
            continue
        for part, label in _parts(rule):
            answers = collect([site], part)[0]
            binding.triggered.add(rule.number)
            yield _named(site.conclude(_judge_latest(site, answers)), label)


def _judge_latest(site: Site, answers: list[tuple[Event, Truth]]) -> Outcome:
    sure = [e for e, t in answers if t is True]
    doubts = [t for _, t in answers if isinstance(t, Missing)]
    if not sure:
        if doubts:
            return Outcome(Verdict.UNDETERMINED, (), facts_of(*doubts), standing=True)
        return Outcome(Verdict.PENDING, standing=True)
    last = sure[-1]
    if site.rule.must is None:
        return Outcome(Verdict.SATISFIED, (last,), standing=True)
    met = site.rule.must(site.env.on(last))
    if met is True:
        return Outcome(Verdict.SATISFIED, (last,), standing=True)
    if isinstance(met, Missing):
        return Outcome(Verdict.UNDETERMINED, (last,), facts_of(met), standing=True, notes=(Note("answer_contents"),))
    return Outcome(Verdict.VIOLATED, (last,), standing=True, notes=(
        Note("faulty_answer", (("event", last.id), *site.lacking(last))),
    ))
