"""Recording duties: a record about the act, key moments, or sound and picture from its start to its end.

What counts for `full` is the union of the recordings about the act (or, without `about`, those made at its time).
A gap is excused by its cause (`breaks`); times that are missing make the coverage undecided, unless the file itself
says that the recording spans the whole act.
"""

from __future__ import annotations

from lawrules.cases.events import DAY, Event, as_text
from lawrules.cases.finding import EventRef, Finding, Note, Rejected, Verdict
from lawrules.engine.answers import MAX_REJECTED
from lawrules.engine.binding import Binding
from lawrules.engine.env import Env
from lawrules.engine.links import truths
from lawrules.engine.related import identities_agree
from lawrules.engine.ruleset import CompiledRule, Pred
from lawrules.engine.scene import Scene, sort_key
from lawrules.engine.search import CompiledPattern, agrees, of_identity
from lawrules.engine.sites import Outcome, Site
from lawrules.engine.truth import Missing, Truth, any_of, both, either, facts_of
from lawrules.records import dataclass

MAX_DAYS = 400
"""Days of one act or recording that are looked at; none lasts longer."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Microseconds, both ends included; `exact` tells that both are known to the moment."""

    start: int
    end: int
    exact: bool


def evaluate_recording(rule: CompiledRule, binding: Binding) -> list[Finding]:
    """A finding for each act that must be recorded."""
    served: set[str] = set()
    return [_conclude(site, served) for site in binding.places(rule)]


def _conclude(site: Site, served: set[str]) -> Finding:
    rule = site.rule
    if len(rule.parts) != 1:
        results = [_judge(site, part, served) for part in rule.parts]
        worst = max(results, key=lambda o: _RANK[o.verdict])
        worst.answers = tuple(dict.fromkeys(a for o in results for a in o.answers))
        return site.conclude(worst)
    return site.conclude(_judge(site, rule.parts[0], served))


_RANK = {
    Verdict.SATISFIED: 0, Verdict.RELEASED: 0, Verdict.WAIVED: 0, Verdict.PENDING: 1, Verdict.UNDETERMINED: 2,
    Verdict.LATE: 3, Verdict.OVERDUE: 3, Verdict.VIOLATED: 4,
}


def _judge(site: Site, pattern: CompiledPattern, served: set[str]) -> Outcome:
    level = site.rule.rule.level
    records = _records(site, pattern, served, timed=level == "full")
    outcome = _full(site, records) if level == "full" else _some(site, records, served)
    if outcome.verdict is Verdict.SATISFIED:
        return outcome if site.rule.must is None else _demanded(site, site.rule.must, outcome)
    if not records:
        gaps = pattern.absence(site.scene, site.event)
        if isinstance(gaps, Missing):
            return Outcome(Verdict.UNDETERMINED, (), facts_of(gaps))
    taken = {e.id for e, _ in records}
    outcome.rejected = lambda: _rejected(site, pattern, taken)
    return outcome


def _demanded(site: Site, must: Pred, outcome: Outcome) -> Outcome:
    """Whether one of the records is as the rule demands."""
    met = any_of([must(site.env.on(e)) for e in outcome.answers])
    if met is False:
        return Outcome(Verdict.VIOLATED, outcome.answers, notes=(
            Note("faulty_answer", (("event", outcome.answers[0].id), *site.lacking(outcome.answers[0]))),
        ))
    if isinstance(met, Missing):
        return Outcome(Verdict.UNDETERMINED, outcome.answers, facts_of(met), notes=(Note("answer_contents"),))
    return outcome


def _records(site: Site, pattern: CompiledPattern, served: set[str], *, timed: bool) -> list[tuple[Event, Truth]]:
    """The records about the act, or (without `about`) made at its time and not yet serving another act."""
    act, env, scene = site.act, site.env, site.scene
    found: dict[str, tuple[Event, Truth]] = {}
    followers = scene.answers_about(act)
    for search in pattern.all_searches:
        number = search.number
        if number not in scene.hits:
            continue
        known = truths(scene, number)
        records = [(e, known[e.id]) for e in followers if e.id in known]
        by_day = unlinked(scene, number)
        if by_day:
            records += [
                (e, known[e.id]) for e in _of_its_days(by_day, act)
                if (timed or e.id not in served) and _at_its_time(act, e)
            ]
        for event, said in records:
            if event.id in found or not identities_agree(act, event, env) or not of_identity(event, env):
                continue
            truth = said if search.rest is None else search.test(event, said, env)
            for name in site.joins(search):
                truth = both(truth, agrees(name, act, event, env))
            if truth is not False:
                found[event.id] = (event, truth)
    return list(found.values())


def unlinked(scene: Scene, number: int) -> dict[int, list[Event]]:
    """Records that do not say what they are about, by their days."""
    by_day = scene.unlinked.get(number)
    if by_day is None:
        by_day = scene.unlinked[number] = {}
        for event, _ in scene.hits.get(number, ()):
            if not event.about:
                for day in _days(event):
                    by_day.setdefault(day, []).append(event)
    return by_day


def _of_its_days(by_day: dict[int, list[Event]], act: Event) -> list[Event]:
    """Those on a day of the act."""
    found = {event.id: event for day in _days(act) for event in by_day.get(day, ())}
    return sorted(found.values(), key=sort_key)


def _days(event: Event) -> range:
    whole = stretch(event)
    return range(whole.start // DAY, min(whole.end // DAY, whole.start // DAY + MAX_DAYS) + 1)


def _at_its_time(act: Event, record: Event) -> bool:
    """Whether a record that does not say what it is about belongs to the act by its time."""
    mine, theirs = stretch(act), stretch(record)
    return (theirs.start <= mine.end and theirs.end >= mine.start) or (record.day == act.day and (
        record.type != "recording.made" or not (mine.exact and theirs.exact)
    ))


def stretch(event: Event) -> Stretch:
    """From `started_at` to `ended_at`; without them, the event's own time."""
    started, ended = event.data.get("started_at"), event.data.get("ended_at")
    start = started[0] if started is not None else event.start
    end = ended[1] if ended is not None else event.end
    exact = (not event.bare or (started is not None and ended is not None)) and all(
        m is None or m[0] == m[1] for m in (started, ended)
    )
    if started is None and ended is not None and not event.bare:
        start = min(event.start, end)
    return Stretch(start, max(start, end), exact)


def _some(site: Site, records: list[tuple[Event, Truth]], served: set[str]) -> Outcome:
    """Level `text` and `key_moments`: any record will do."""
    sure = [event for event, truth in records if truth is True]
    if sure:
        first = next((e for e in sure if e.about), sure[0])
        if not first.about:
            served.add(first.id)
        return Outcome(Verdict.SATISFIED, (first,))
    if records:
        return Outcome(Verdict.UNDETERMINED, (), facts_of(*(t for _, t in records)))
    if site.rule.rule.level == "text":
        # A document can still be drawn up; a picture of what is over cannot be taken any more.
        return Outcome(Verdict.PENDING, standing=True)
    return Outcome(Verdict.VIOLATED, notes=(Note("not_recorded"),))


def _full(site: Site, records: list[tuple[Event, Truth]]) -> Outcome:
    """Level `full`: the union of the recordings must cover the act."""
    act = site.event
    assert act is not None
    sure = [event for event, truth in records if truth is True]
    doubts = [truth for _, truth in records if isinstance(truth, Missing)]
    if not sure:
        if doubts:
            return Outcome(Verdict.UNDETERMINED, (), facts_of(*doubts))
        return Outcome(Verdict.VIOLATED, notes=(Note("not_recorded"),))
    answers = tuple(sure)
    whole = stretch(act)
    breaks, excused, open_causes, excuses = _interruptions(site, sure)
    gaps: list[tuple[int, int]] | Missing
    if whole.exact and all(stretch(e).exact for e in sure):
        gaps = _gaps(whole, [stretch(e) for e in sure])
    else:
        gaps = _declared(act, sure)
    if isinstance(gaps, Missing):
        return Outcome(Verdict.UNDETERMINED, answers, facts_of(gaps))
    if breaks:
        return Outcome(Verdict.VIOLATED, answers, notes=tuple(breaks))
    if open_causes:
        return Outcome(Verdict.UNDETERMINED, answers, facts_of(*open_causes))
    notes = tuple(Note("excused", (("by", name),)) for name in dict.fromkeys(excuses))
    uncovered = [gap for gap in gaps if not any(a <= gap[0] and gap[1] <= b for a, b in excused)]
    if not uncovered:
        return Outcome(Verdict.SATISFIED, answers, notes=notes)
    if doubts:
        return Outcome(Verdict.UNDETERMINED, answers, facts_of(*doubts))
    if uncovered == [(-1, -1)]:
        return Outcome(Verdict.VIOLATED, answers, notes=(Note("only_key_moments"),))
    notes = tuple(Note("gap", (("from", as_text((a, a))), ("to", as_text((b, b))))) for a, b in uncovered)
    return Outcome(Verdict.VIOLATED, answers, notes=notes)


def _gaps(whole: Stretch, parts: list[Stretch]) -> list[tuple[int, int]]:
    """The stretches of the act that no recording covers."""
    found: list[tuple[int, int]] = []
    reached = whole.start
    for part in sorted(parts, key=lambda s: s.start):
        if part.start > reached:
            found.append((reached, min(part.start, whole.end)))
        reached = max(reached, part.end)
        if reached >= whole.end:
            break
    if reached < whole.end:
        found.append((reached, whole.end))
    elif not any(p.start <= whole.start <= p.end for p in parts) and whole.start == whole.end:
        found.append((whole.start, whole.end))
    return found


def _declared(act: Event, records: list[Event]) -> list[tuple[int, int]] | Missing:
    """Without exact times the file's own word decides: `span: full`, or `key_moments`, or unknown."""
    spans = [e.data.get("span") for e in records]
    if "full" in spans:
        return []
    if all(s == "key_moments" for s in spans):
        return [(-1, -1)]
    facts = [f"{act.id}.started_at", f"{act.id}.ended_at"] if not stretch(act).exact else []
    facts.extend(f"{e.id}.{name}" for e in records if not stretch(e).exact for name in ("started_at", "ended_at"))
    return Missing(facts)


def _interruptions(
    site: Site, records: list[Event]
) -> tuple[list[Note], list[tuple[int, int]], list[Missing], list[str]]:
    """Breaks of these recordings: unexcused ones, stretches that an excuse covers, undecided causes, the excuses."""
    scene, act = site.scene, site.event
    assert act is not None
    whole = stretch(act)
    ids = {r for e in records if (r := e.data.get("recording")) is not None}
    unexcused: list[Note] = []
    excused: list[tuple[int, int]] = []
    undecided: list[Missing] = []
    excuses: list[str] = []
    for event in scene.by_type.get("recording.interrupted", ()):
        mine = event.data.get("recording")
        if (mine not in ids) if mine is not None else not (set(event.about) & {act.id, *(e.id for e in records)}):
            continue
        if event.start > whole.end or event.end < whole.start:
            continue
        resumed = next(
            (e for e in scene.by_type.get("recording.resumed", ())
             if e.start >= event.start and (e.data.get("recording") == mine)), None,
        )
        end = resumed.end if resumed is not None else whole.end
        truth, excuse = _excuse(site, event)
        if truth is True:
            excused.append((event.start, end))
            excuses.append(excuse)
        elif isinstance(truth, Missing):
            undecided.append(truth)
        else:
            unexcused.append(Note("interrupted", (("event", event.id), ("at", event.at))))
    return unexcused, excused, undecided, excuses


def _excuse(site: Site, interruption: Event) -> tuple[Truth, str]:
    """Whether the cause of an interruption excuses it, and by which exemption."""
    result: Truth = False
    env = site.env
    place = Env(env.rules, env.scene, interruption, site.event, env.day, late=True)
    for exemption in site.rule.breaks:
        if not exemption.in_force(env.day):
            continue
        truth = exemption.condition(place) if exemption.condition is not None else True
        if truth is True:
            return True, exemption.rule.id
        result = either(result, truth)
    return result, ""


def _rejected(site: Site, pattern: CompiledPattern, taken: set[str]) -> tuple[Rejected, ...]:
    act = site.event
    assert act is not None
    listed: list[Rejected] = []
    fitting = [truths(site.scene, search.number) for search in pattern.all_searches]
    for kind in sorted(pattern.types):
        for event in site.scene.answers_about(act):
            if event.type == kind and event.id not in taken and len(listed) < MAX_REJECTED:
                reason = "other_identity" if any(event.id in fit for fit in fitting) else "condition"
                listed.append(Rejected(EventRef.of(event), reason))
    return tuple(listed)


__all__ = ["evaluate_recording", "stretch"]
