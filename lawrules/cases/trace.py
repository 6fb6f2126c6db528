"""How a verdict came about, step by step, derived from what a finding already holds.

Steps are data: a kind, a day or moment, and words. `lawrules.report.explain` turns them into sentences.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lawrules.cases.assessment import EventRef, Finding
from lawrules.days.period import Period, Unit


class TraceStep(NamedTuple):
    """One step. Kinds, in the order in which they appear:

    `trigger` (what set the rule off), `period` (its length), `counted`, `skipped`, `suspended`, `rolled` (stretches of
    days, with `first`, `last`, `counted`, `reason` in both languages), `due`, `reading` (another lawful way of counting
    and the date that it gives), `answer`, `rejected`, `waived`,
    `missing`, `note`, `verdict`. `at` is the ISO date or time of the step, None where it has none. A `period` `runs` in
    `days`, from a `moment`, within the `same_day`, or is `open`.
    """

    kind: str
    at: str | None = None
    words: tuple[tuple[str, str], ...] = ()

    def __getattr__(self, name: str) -> str:
        # Words read like fields: `step.event`, `step.reason_zh`.
        for key, value in self.words:
            if key == name:
                return value
        raise AttributeError(name)

    def text(self, lang: str = "zh") -> str:
        """The step as a sentence."""
        from lawrules.report.explain import step_text

        return step_text(self, lang)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "at": self.at, **dict(self.words)}


def trace_of(finding: Finding) -> tuple[TraceStep, ...]:
    """The steps of a finding; counted days are computed here, not when the case was evaluated."""
    steps: list[TraceStep] = []
    if finding.trigger is not None:
        steps.append(_event("trigger", finding.trigger))
    if finding.clock is not None:
        steps.extend(_counting(finding))
    if finding.due is not None:
        words = [("provisional", "true")] if finding.term.years else []
        words += [(k, v) for k, v in (("earliest", finding.earliest), ("latest", finding.latest)) if v is not None]
        steps.append(TraceStep("due", finding.due, tuple(words)))
    for other in finding.other_dates:
        at = other.moment.isoformat(timespec="minutes") if other.moment is not None else other.date.isoformat()
        words_of = (("id", other.id), ("zh", other.zh), ("en", other.en), ("sources", "、".join(other.sources)))
        steps.append(TraceStep("reading", at, words_of))
    steps.extend(_event("answer", answer) for answer in finding.answers)
    for rejected in finding.rejected:
        step = _event("rejected", rejected.event)
        steps.append(step._replace(words=(*step.words, ("reason", rejected.reason))))
    if finding.waived_by is not None:
        steps.append(TraceStep("waived", None, (("by", finding.waived_by),)))
    steps.extend(TraceStep("missing", None, (("fact", fact),)) for fact in finding.missing)
    steps.extend(TraceStep("note", None, (("code", note.code), *note.words)) for note in finding.notes)
    steps.append(TraceStep("verdict", None, (("verdict", finding.verdict.value),)))
    return tuple(steps)


def _event(kind: str, event: EventRef) -> TraceStep:
    return TraceStep(kind, event.at, (("event", event.id), ("type", event.type)))


def _runs(period: Period) -> str:
    if period.is_open:
        return "open"
    if period.is_moment:
        return "moment"
    return "same_day" if period.unit is Unit.SAME_DAY else "days"


def _counting(finding: Finding) -> list[TraceStep]:
    clock = finding.clock
    if clock is None:
        return []
    ahead = (("ahead", "true"),) if clock.ahead else ()
    words = (("zh", clock.period.text("zh")), ("en", clock.period.text("en")), ("runs", _runs(clock.period)), *ahead)
    steps = [TraceStep("period", None, words)]
    if clock.period.is_open:
        return steps
    for step in clock.due().steps:
        kind = step.kind.value
        if kind in ("start", "end"):
            continue
        said = (
            ("first", step.first.isoformat()),
            ("last", step.last.isoformat()),
            ("counted", str(step.counted)),
            ("part", str(step.part)),
            ("reason_zh", step.reason_zh),
            ("reason_en", step.reason_en),
        )
        steps.append(TraceStep(kind, step.first.isoformat(), said))
    return steps
