"""The trace of a finding: steps as data, in the order in which an officer tells them."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from lawrules.cases.assessment import Basis, ClockFacts, EventRef, Finding, Note, Rejected, Verdict
from lawrules.days import Period, Roll, WorkCalendar


def overdue() -> Finding:
    decision = EventRef("d1", "decision.made", "2019-09-27")
    return Finding(
        "km-publish", "kunming", "duties", "公示", Verdict.LATE, "must", "agency", trigger=decision,
        answers=(EventRef("b1", "publication.posted", "2019-10-14"),), due="2019-10-12",
        rejected=(Rejected(EventRef("b0", "publication.posted", "2019-10-09"), "condition"),),
        basis=(Basis("K-29", "方案", "二(一)3(1)"),), notes=(Note("age", (("days", "17"),)),), missing=("d1.amount",),
        waived_by="km-ex", clock=ClockFacts(
            date(2019, 9, 27).toordinal(), Period.parse("7个工作日"), Roll.NEVER, WorkCalendar.china()),
    )  # fmt: skip


def test_the_steps_come_in_the_order_of_telling() -> None:
    kinds = [step.kind for step in overdue().trace]
    assert kinds[:2] == ["trigger", "period"]
    assert set(kinds[2:-7]) == {"counted", "skipped"}
    assert kinds[-7:] == ["due", "answer", "rejected", "waived", "missing", "note", "verdict"]


def test_the_counted_stretches_end_with_the_seventh_working_day() -> None:
    counted = [step for step in overdue().trace if step.kind == "counted"]
    assert counted[-1].counted == "7"
    assert counted[-1].last == "2019-10-12"
    # 29 September 2019, a Sunday, was a working day because of National Day.
    assert (counted[0].at, counted[0].counted, "调休" in counted[0].reason_zh) == ("2019-09-29", "1", True)


def test_words_read_like_fields_and_others_do_not_exist() -> None:
    step = overdue().trace[0]
    assert (step.event, step.type, step.at) == ("d1", "decision.made", "2019-09-27")
    with pytest.raises(AttributeError):
        _ = step.nothing
    assert step.to_dict() == {"kind": "trigger", "at": "2019-09-27", "event": "d1", "type": "decision.made"}
    assert pickle.loads(pickle.dumps(step)) == step


def test_a_finding_without_clock_or_trigger_has_a_trace() -> None:
    bare = Finding("r", "l", "gates", "甲", Verdict.VIOLATED, "must", "agency")
    assert [step.kind for step in bare.trace] == ["verdict"]
    assert bare.trace[0].text("zh") == "违反"


def test_an_open_term_has_no_counted_days() -> None:
    finding = overdue()
    finding.clock = ClockFacts(date(2019, 9, 27).toordinal(), Period.parse("及时"), Roll.NEVER, WorkCalendar.china())
    assert [s.kind for s in finding.trace if s.kind in ("period", "counted")] == ["period"]
