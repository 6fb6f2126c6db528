"""From answers and a term to an outcome: satisfied, late, pending, overdue, released or undetermined."""

from __future__ import annotations

from lawrules.cases.events import Event
from lawrules.cases.finding import NO_TERM, DueFacts, Note, Verdict
from lawrules.engine.clock import Term
from lawrules.engine.related import related
from lawrules.engine.ruleset import CompiledClock
from lawrules.engine.scene import not_later
from lawrules.engine.search import CompiledPattern
from lawrules.engine.sites import Outcome, Site
from lawrules.engine.truth import Missing, Truth, all_of, both, either, facts_of, negate


def judge_term(site: Site, answers: list[tuple[Event, Truth]], term: Term, clock: CompiledClock,
               part: CompiledPattern) -> Outcome:
    """The outcome of a duty with a term: what was done, when, against the due date."""
    if answers and answers[0][1] is True and term.doubt is None and term.in_time(answers[0][0], site) is True:
        return Outcome(Verdict.SATISFIED, (answers[0][0],), (), term, False, term.notes)
    sure = [event for event, truth in answers if truth is True]
    doubtful = [(event, truth) for event, truth in answers if isinstance(truth, Missing)]
    first = sure[0] if sure else None
    lifted = _lifted(site, clock, term)
    if first is not None:
        timely = term.in_time(first, site)
        if term.doubt is not None and not (timely is True and not term.is_open):
            return _with(term, Outcome(Verdict.UNDETERMINED, (first,), facts_of(term.doubt)))
        if timely is True:
            return _with(term, Outcome(Verdict.SATISFIED, (first,)))
        if isinstance(lifted, Event) and not_later(lifted, first) is True:
            return _with(term, Outcome(Verdict.RELEASED, (lifted,)))
        perhaps = [t for e, t in doubtful if term.in_time(e, site) is not False]
        if perhaps:
            return _with(term, Outcome(Verdict.UNDETERMINED, (first,), facts_of(*perhaps)))
        if isinstance(timely, Missing):
            return _with(term, Outcome(Verdict.UNDETERMINED, (first,), facts_of(timely)))
        if isinstance(lifted, Missing):
            return _with(term, Outcome(Verdict.UNDETERMINED, (first,), facts_of(lifted)))
        return _with(term, Outcome(Verdict.LATE, (first,), standing=False))
    if isinstance(lifted, Event):
        return _with(term, Outcome(Verdict.RELEASED, (lifted,)))
    if doubtful:
        return _with(term, Outcome(
            Verdict.UNDETERMINED, (), facts_of(*(t for _, t in doubtful)),
            notes=(Note("perhaps", (("events", "、".join(e.id for e, _ in doubtful)),)),),
        ))
    if term.doubt is not None and (term.is_open or term.passed(site) is not False):
        return _with(term, Outcome(Verdict.UNDETERMINED, (), facts_of(term.doubt)))
    if term.is_open:
        return _with(term, Outcome(Verdict.PENDING, standing=True, notes=_age(site)))
    passed = term.passed(site)
    if term.suspended or passed is False:
        return _with(term, Outcome(Verdict.PENDING))
    gaps = part.absence(site.scene, site.event)
    doubt = [t for t in (passed, gaps, lifted) if isinstance(t, Missing)]
    if doubt:
        return _with(term, Outcome(Verdict.UNDETERMINED, (), facts_of(*doubt)))
    return _with(term, Outcome(Verdict.OVERDUE))


def _with(term: Term, outcome: Outcome) -> Outcome:
    outcome.term = term
    if term.notes:
        outcome.notes = (*outcome.notes, *term.notes)
    return outcome


def _lifted(site: Site, clock: CompiledClock, term: Term) -> Event | Truth:
    """The event that lifted the duty before it fell due; or whether one perhaps did."""
    if clock.lifted_by is None:
        return False
    doubt: Truth = False
    for event, truth in related(site, clock.lifted_by):
        timely = both(truth, term.in_time(event, site))
        if timely is True:
            return event
        if isinstance(timely, Missing):
            doubt = timely
    return doubt


def _age(site: Site) -> tuple[Note, ...]:
    if site.event is None:
        return ()
    return (Note("age", (("days", str(max(0, site.scene.as_of_day - site.event.day))),)),)


def judge_open(site: Site, answers: list[tuple[Event, Truth]], clock: CompiledClock) -> Outcome:
    """A duty without any clock: done or open, never overdue."""
    sure = [event for event, truth in answers if truth is True]
    if sure:
        return Outcome(Verdict.SATISFIED, (sure[0],), standing=True)
    if clock.lifted_by is not None and site.event is not None:
        for event, truth in related(site, clock.lifted_by):
            if truth is True:
                return Outcome(Verdict.RELEASED, (event,), standing=True)
    if answers:
        return Outcome(Verdict.UNDETERMINED, (), facts_of(*(t for _, t in answers)), standing=True)
    return Outcome(Verdict.PENDING, standing=True, notes=_age(site))


def judge_before(site: Site, answers: list[tuple[Event, Truth]], clock: CompiledClock,
                 part: CompiledPattern) -> Outcome:
    """A duty that falls due when another event happens."""
    assert clock.before is not None
    limit: Event | None = None
    doubt: Truth = False
    perhaps: list[tuple[Event, Truth]] = []
    for event, truth in related(site, clock.before):
        if truth is True:
            limit = event
            break
        doubt = truth
        perhaps.append((event, truth))
    sure = [event for event, truth in answers if truth is True]
    due = DueFacts(day=limit.day, earliest=limit.day, latest=limit.day) if limit is not None else NO_TERM
    if sure:
        order = not_later(sure[0], limit) if limit is not None else True
        # What perhaps was such an event must not have come before either.
        order = all_of([order, *(either(not_later(sure[0], event), negate(truth)) for event, truth in perhaps)])
        if order is True:
            return Outcome(Verdict.SATISFIED, (sure[0],), term=due)
        if isinstance(order, Missing):
            return Outcome(Verdict.UNDETERMINED, (sure[0],), facts_of(order), term=due)
        return Outcome(Verdict.LATE, (sure[0],), term=due)
    if clock.lifted_by is not None:
        for event, truth in related(site, clock.lifted_by):
            if truth is True and (limit is None or not_later(event, limit) is True):
                return Outcome(Verdict.RELEASED, (event,), term=due)
    doubts = [t for _, t in answers if isinstance(t, Missing)]
    if limit is None and not isinstance(doubt, Missing):
        if doubts:
            return Outcome(Verdict.UNDETERMINED, (), facts_of(*doubts))
        return Outcome(Verdict.PENDING)
    doubts.extend(t for t in (doubt,) if limit is None and isinstance(t, Missing))
    gaps = part.absence(site.scene, site.event)
    if isinstance(gaps, Missing):
        doubts.append(gaps)
    if doubts:
        return Outcome(Verdict.UNDETERMINED, (), facts_of(*doubts), term=due)
    return Outcome(Verdict.OVERDUE, term=due)
