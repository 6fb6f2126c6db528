"""Duties with a trigger: trigger, answer, clock. Duties without one are in `lawrules.engine.standing`."""

from __future__ import annotations

from lawrules.cases.events import Event
from lawrules.cases.finding import ClockFacts, Finding, Note, OtherReading, Verdict
from lawrules.days.due import Roll, due_day
from lawrules.engine.answers import assign, rejected
from lawrules.engine.binding import Binding
from lawrules.engine.clock import Term, fixed_term, term_of
from lawrules.engine.judge import judge_before, judge_open, judge_term
from lawrules.engine.ruleset import CompiledClock, CompiledRule
from lawrules.engine.scene import Handed, not_later
from lawrules.engine.search import CompiledPattern
from lawrules.engine.sites import Outcome, Site, carried_along
from lawrules.engine.truth import Missing, Truth, facts_of

_MICROS_PER_UNIT = {"hour": 3_600_000_000, "minute": 60_000_000}


def evaluate_duty(rule: CompiledRule, binding: Binding) -> list[Finding]:
    """The findings of a duty with a trigger, one for each trigger (and person, value, part of an `all`)."""
    made: list[Finding] = []
    sites = binding.places(rule)
    if not sites:
        return made
    backward = rule.clock.ahead is not None
    for i, part in enumerate(rule.parts):
        label = rule.part_names[i] if rule.part_names else None
        carried = rule.part_carries[i] if rule.part_carries else ()
        for site, found in zip(sites, collect(sites, part, backward=backward, handed=binding.handed), strict=True):
            findings = _judge(site, found, part, label)
            for finding in findings if carried else ():
                finding.merged = (*finding.merged, *carried_along(carried, finding.law_day))
            made += findings
    return made


def collect(
    sites: list[Site], part: CompiledPattern, *, backward: bool = False, handed: Handed | None = None
) -> list[list[tuple[Event, Truth]]]:
    """The answers of each site to one part, oldest first; sequences and sums become the event that completes them."""
    if part.kind == "in_order":
        per_step = []
        for step in part.parts:
            assign(sites, step, backward=backward, every=True, steps=True)
            per_step.append([list(site.answers) for site in sites])
        chained = [_chain([steps[i] for steps in per_step]) for i in range(len(sites))]
        for site, found in zip(sites, chained, strict=True):
            site.answers = found
        return chained
    assign(sites, part, backward=backward, handed=handed)
    if part.kind.startswith(("sum", "count")):
        return [measured(site, part) for site in sites]
    return [site.answers for site in sites]


def _chain(steps: list[list[tuple[Event, Truth]]]) -> list[tuple[Event, Truth]]:
    """The last event of a sequence in which each step follows the one before."""
    last: Event | None = None
    doubt: list[Missing] = []
    for step in steps:
        after = [(e, t) for e, t in step if last is None or not_later(last, e) is not False]
        sure = [e for e, t in after if t is True]
        if sure:
            last = sure[0]
        elif after:
            doubt.extend(t for _, t in after if isinstance(t, Missing))
            last = after[0][0]
        else:
            return []
    if last is None:
        return []
    return [(last, Missing(frozenset().union(*doubt)) if doubt else True)]


def measured(site: Site, part: CompiledPattern) -> list[tuple[Event, Truth]]:
    sure = [e for e, t in site.answers if t is True]
    reached = part.reaches(site.env, sure)
    if isinstance(reached, Event):
        return [(reached, True)]
    everything = [e for e, _ in site.answers]
    perhaps = part.reaches(site.env, everything)
    doubts = [t for _, t in site.answers if isinstance(t, Missing)]
    if isinstance(perhaps, Event) and doubts:
        return [(perhaps, Missing(frozenset().union(*doubts)))]
    if isinstance(reached, Missing) and sure:
        return [(sure[-1], reached)]
    return []


def _judge(
    site: Site, answers: list[tuple[Event, Truth]], part: CompiledPattern, label: str | None
) -> list[Finding]:
    rule = site.rule
    if rule.clock.ahead is not None:
        outcome = _ahead(site, rule.clock, answers, part)
        term = None
    else:
        outcome, term = judge(site, rule.clock, answers, part)
    if outcome.verdict is not Verdict.SATISFIED and outcome.verdict is not Verdict.RELEASED:
        taken = list(answers)
        outcome.rejected = lambda: rejected(site, part, taken)
    if rule.readings:
        outcome.readings = _readings(site, answers, part)
    fault = faulty(site, answers, term) if rule.must is not None else None
    undated = outcome.standing or (term is None and rule.clock.ahead is None and rule.clock.before is None)
    if fault is not None and undated:
        fault.standing = True
        return [_named(site.conclude(fault), label)]
    if fault is None and rule.must is not None:
        outcome.answers = _sound_first(site, outcome, answers)
    finding = site.conclude(outcome)
    made = [finding if label is None else _named(finding, label)]
    if fault is not None:
        made.append(_named(site.conclude(fault), label))
    if term is not None and term.late_extensions:
        made.extend(_late_extension(site, event) for event in term.late_extensions)
    return made


def judge(
    site: Site, clock: CompiledClock, answers: list[tuple[Event, Truth]], part: CompiledPattern
) -> tuple[Outcome, Term | None]:
    """The outcome under a clock, and the term where there is one."""
    if clock.before is not None:
        return judge_before(site, answers, clock, part), None
    term = fixed_term(site, clock) if clock.fixed else term_of(site, clock)
    if term is None:
        return judge_open(site, answers, clock), None
    return judge_term(site, answers, term, clock, part), term


def _named(finding: Finding, label: str | None) -> Finding:
    if label is not None:
        finding.each = label if finding.each is None else f"{finding.each} {label}"
    return finding


def faulty(site: Site, answers: list[tuple[Event, Truth]], term: Term | None) -> Outcome | None:
    """The finding of a faulty answer; None where `must` is met, or a later sound answer in time cures."""
    if site.rule.must is None:
        return None
    sure = [event for event, truth in answers if truth is True]
    if not sure:
        return None
    judged = [(event, site.rule.must(site.env.on(event))) for event in sure]
    cures = judged if term is None or term.is_open else [
        (event, truth) for event, truth in judged if event is sure[0] or term.in_time(event, site) is True
    ]
    if any(truth is True for _, truth in cures):
        return None
    doubts = [truth for _, truth in cures if isinstance(truth, Missing)]
    event = cures[0][0]
    if doubts:
        return Outcome(Verdict.UNDETERMINED, (event,), facts_of(*doubts), notes=(Note("answer_contents"),))
    note = Note("faulty_answer", (("event", event.id), *site.lacking(event)))
    return Outcome(Verdict.VIOLATED, (event,), notes=(note,))


def _sound_first(site: Site, outcome: Outcome, answers: list[tuple[Event, Truth]]) -> tuple[Event, ...]:
    """The answer to show: where a later sound one cured a faulty one, the sound one."""
    if site.rule.must is None or outcome.verdict is not Verdict.SATISFIED:
        return outcome.answers
    for event, truth in answers:
        if truth is True and site.rule.must(site.env.on(event)) is True:
            return (event,)
    return outcome.answers


def _late_extension(site: Site, event: Event) -> Finding:
    """An extension that came too late; the finding is about the extension itself."""
    finding = site.conclude(Outcome(
        Verdict.LATE, (event,), notes=(Note("late_extension", (("event", event.id), ("at", event.at))),)
    ), waivable=False)
    finding.event = event
    return finding


# ── ahead


def _ahead(site: Site, clock: CompiledClock, answers: list[tuple[Event, Truth]], part: CompiledPattern) -> Outcome:
    """A notice that must leave clear days before the event: on time, late, or not given at all."""
    event = site.event
    assert clock.ahead is not None
    assert event is not None
    period = clock.ahead(site.env)
    sure = [e for e, t in answers if t is True]
    doubts = [t for _, t in answers if isinstance(t, Missing)]
    if isinstance(period, Missing):
        return Outcome(Verdict.UNDETERMINED, tuple(sure[:1]), facts_of(period))
    if period.is_moment:
        return _ahead_hours(event, period.count * _MICROS_PER_UNIT[period.unit.value], sure, doubts, site, part)
    calendar = site.env.rules.calendar
    last = due_day(calendar, event.day, period, ahead=True)
    facts = ClockFacts(event.day, period, Roll.NEVER, calendar, ahead=True)
    term = Term(period, last.day, last.earliest, last.latest, last.provisional, last.missing_years, facts=facts)
    timely = [term.in_time(e, site) for e in sure]
    if any(t is True for t in timely):
        best = next(e for e, t in zip(sure, timely, strict=True) if t is True)
        return Outcome(Verdict.SATISFIED, (best,), term=term)
    doubts.extend(t for t in timely if isinstance(t, Missing))
    outcome = _ahead_unmet(sure, doubts, site, part)
    outcome.term = term
    return outcome


def _ahead_hours(event: Event, length: int, sure: list[Event], doubts: list[Missing], site: Site,
                 part: CompiledPattern) -> Outcome:
    for notice in sure:
        if notice.end <= event.start - length:
            return Outcome(Verdict.SATISFIED, (notice,))
        if notice.start <= event.end - length:
            doubts.append(Missing(f"{e.id}.at" for e in (notice, event) if e.bare))
    return _ahead_unmet(sure, doubts, site, part)


def _ahead_unmet(sure: list[Event], doubts: list[Missing], site: Site, part: CompiledPattern) -> Outcome:
    if doubts:
        return Outcome(Verdict.UNDETERMINED, tuple(sure[:1]), facts_of(*doubts))
    if sure:
        return Outcome(Verdict.LATE, (sure[0],))
    gaps = part.absence(site.scene)
    if isinstance(gaps, Missing):
        return Outcome(Verdict.UNDETERMINED, (), facts_of(gaps))
    return Outcome(Verdict.VIOLATED, notes=(Note("no_notice"),))


# ── other readings


def _readings(site: Site, answers: list[tuple[Event, Truth]], part: CompiledPattern) -> tuple[OtherReading, ...]:
    """What the other lawful readings of the rule would give."""
    made = []
    for reading in site.rule.readings:
        if reading.spans and not any(start <= site.env.day <= end for start, end in reading.spans):
            continue
        if reading.condition is not None:
            truth = reading.condition(site.env)
            if truth is False:
                made.append(OtherReading(reading.name, "not_owed", None, reading.basis))
                continue
        clock = reading.clock or site.rule.clock
        if clock.is_calendar:
            continue
        if clock.ahead is not None:
            outcome = _ahead(site, clock, answers, part)
        else:
            outcome, _ = judge(site, clock, answers, part)
        made.append(OtherReading(reading.name, outcome.verdict.value, outcome.term.due, reading.basis))
    return tuple(made)


__all__ = ["collect", "evaluate_duty", "faulty", "judge", "measured"]
