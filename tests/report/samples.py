"""Findings and assessments made by hand, for tests of what is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from lawrules.cases.assessment import Assessment, Remarks
from lawrules.cases.events import Event
from lawrules.cases.finding import (
    Basis,
    ClockFacts,
    DueFacts,
    EventRef,
    Finding,
    Note,
    OtherReading,
    Rejected,
    RuleInfo,
    Verdict,
)
from lawrules.cases.times import as_moment
from lawrules.days import Period, Roll, WorkCalendar

FOREVER = (date.min.toordinal(), date.max.toordinal())


def event(id: str, type: str, at: str) -> Event:
    return Event(id, type, as_moment(at))


def make(
    verdict: Verdict,
    *,
    rule: str = "km-publish",
    title: str = "处罚决定7个工作日内公开",
    family: str = "duties",
    severity: str = "must",
    bearer: str = "agency",
    supervisor: str | None = None,
    trigger: Event | None = None,
    answers: Iterable[Event] = (),
    due: str | None = None,
    period: str | None = None,
    rejected: Iterable[tuple[Event, str]] = (),
    clauses: Iterable[tuple[str, str, str]] = (("K-29", "三项制度方案", "二(一)3(1)"),),
    start: str | None = None,
    suspended: bool = False,
    provisional: bool = False,
    **settings: Any,
) -> Finding:
    info = RuleInfo(rule, "kunming", family, title, bearer, supervisor, tuple((Basis(*c), *FOREVER) for c in clauses))
    clock = None
    if start is not None and period is not None:
        clock = ClockFacts(
            date.fromisoformat(start).toordinal(), Period.parse(period), Roll.NEVER, WorkCalendar.china()
        )
    day = date.fromisoformat(due).toordinal() if due is not None else None
    term = DueFacts(
        period=Period.parse(period) if period else None,
        day=day,
        earliest=day or 0,
        latest=day or 0,
        provisional=provisional, years=(2027,) if provisional else (),
        suspended=suspended,
        facts=clock,
    )
    return Finding(
        info,
        verdict,
        severity,
        trigger,
        date(2019, 9, 27).toordinal(),
        answer_events=tuple(answers),
        term=term,
        _rejected=tuple(Rejected(EventRef.of(e), why) for e, why in rejected),
        **settings,
    )


DECISION = event("d1", "decision.made", "2019-09-27")
POSTING = event("b1", "publication.posted", "2019-10-14")


def late() -> Finding:
    """The worked case KW-1: posted one working day late."""
    return make(
        Verdict.LATE,
        trigger=DECISION,
        answers=[POSTING],
        due="2019-10-12",
        period="7个工作日",
        start="2019-09-27",
        rejected=[(event("b0", "publication.posted", "2019-10-09"), "condition")],
    )


def every_group() -> list[Finding]:
    """A finding for each group of a report."""
    return [
        late(),
        make(
            Verdict.VIOLATED,
            rule="km-portal",
            title="决定公示在政府门户网站",
            family="gates",
            trigger=POSTING,
            notes=(Note("act_lacks"),),
        ),
        make(
            Verdict.VIOLATED,
            rule="km-rec",
            title="适时音像记录",
            family="recording",
            severity="should",
            trigger=event("v1", "service.completed", "2019-09-30"),
            notes=(Note("not_recorded"),),
        ),
        make(
            Verdict.OVERDUE,
            rule="fine-paid",
            title="十五日内缴纳罚款",
            bearer="party",
            trigger=DECISION,
            due="2019-10-15",
        ),
        make(
            Verdict.UNDETERMINED,
            rule="km-major",
            title="重大决定先经审核",
            family="gates",
            trigger=DECISION,
            missing=("d1.amount", "$major_amount_threshold"),
        ),
        make(Verdict.PENDING, rule="km-annual", title="年度执法数据", due="2019-12-15"),
        make(Verdict.PENDING, rule="km-first", title="先到期的义务", due="2019-11-05", trigger=DECISION),
        make(
            Verdict.PENDING, rule="km-held", title="期限中止的义务", due="2019-11-20", suspended=True, trigger=DECISION
        ),
        make(Verdict.PENDING, rule="km-correct", title="及时更正", period="及时", standing=True, trigger=POSTING),
        make(
            Verdict.SATISFIED,
            rule="km-steps",
            title="全过程留痕",
            trigger=event("i1", "inspection.conducted", "2019-09-03"),
            answers=[event("w1", "document.issued", "2019-09-03")],
        ),
        make(
            Verdict.SATISFIED,
            rule="km-steps",
            title="全过程留痕",
            trigger=DECISION,
            answers=[event("w2", "document.issued", "2019-09-27")],
        ),
        make(
            Verdict.WAIVED,
            rule="km-rec",
            title="适时音像记录",
            trigger=event("i1", "inspection.conducted", "2019-09-03"),
            waived_by="km-ex-text-suffices",
            notes=(Note("otherwise", (("verdict", "violated"),)),),
        ),
        make(Verdict.RELEASED, rule="km-publish", trigger=DECISION, due="2019-10-12"),
    ]


def assessment(findings: Iterable[Finding] | None = None, **settings: Any) -> Assessment:
    remarks = Remarks(assumptions=("emergency=false", "order:d1~w2"))
    held = tuple(every_group() if findings is None else findings)
    return Assessment(
        "kunming",
        "昆罚2019-88",
        None,
        "2019-11-01",
        "direct",
        held,
        warnings=("after_as_of:m1,m2",),
        _remarks=settings.pop("remarks", remarks),
        **settings,
    )


def reading() -> OtherReading:
    return OtherReading("lenient", "satisfied", "2019-10-14", ("K-30",))
