"""The trace of a finding: steps as data, in the order in which an officer tells them."""

from __future__ import annotations

import pickle

import pytest

from lawrules.cases.finding import Note, Verdict
from tests.report.samples import DECISION, late, make


def test_the_steps_come_in_the_order_of_telling() -> None:
    kinds = [step.kind for step in late().trace]
    assert kinds[:2] == ["trigger", "period"]
    assert set(kinds[2:-4]) == {"counted", "skipped"}
    assert kinds[-4:] == ["due", "answer", "rejected", "verdict"]


def test_what_waives_what_is_missing_and_notes_are_steps() -> None:
    finding = make(
        Verdict.UNDETERMINED, trigger=DECISION, missing=("d1.amount",), waived_by="km-ex", notes=(Note("no_notice"),)
    )
    assert [step.kind for step in finding.trace] == ["trigger", "waived", "missing", "note", "verdict"]


def test_the_counted_stretches_end_with_the_seventh_working_day() -> None:
    counted = [step for step in late().trace if step.kind == "counted"]
    assert (counted[-1].counted, counted[-1].last) == ("7", "2019-10-12")
    # 29 September 2019, a Sunday, was a working day because of National Day.
    assert (counted[0].at, counted[0].counted, "调休" in counted[0].reason_zh) == ("2019-09-29", "1", True)


def test_words_read_like_fields_and_others_do_not_exist() -> None:
    step = late().trace[0]
    assert (step.event, step.type, step.at) == ("d1", "decision.made", "2019-09-27")
    with pytest.raises(AttributeError):
        _ = step.nothing
    assert step.to_dict() == {"kind": "trigger", "at": "2019-09-27", "event": "d1", "type": "decision.made"}
    assert pickle.loads(pickle.dumps(step)) == step


def test_a_finding_without_clock_or_trigger_has_a_trace() -> None:
    bare = make(Verdict.VIOLATED)
    assert [step.kind for step in bare.trace] == ["verdict"]
    assert bare.trace[0].text("zh") == "违反"
    assert bare.trace[0].text("en") == "violated"


def test_an_open_term_has_no_counted_days() -> None:
    finding = make(Verdict.PENDING, trigger=DECISION, period="及时", start="2019-09-27")
    assert [step.kind for step in finding.trace] == ["trigger", "period", "verdict"]
