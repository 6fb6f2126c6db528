"""A finding in sentences, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lawrules.cases.finding import Note, OtherReading, Verdict
from lawrules.policy.vocabulary import Vocabulary
from lawrules.report.explain import explain
from tests.report.samples import DECISION, event, late, make, reading


def test_a_late_publication_is_told_with_its_counted_days(vocabulary: Vocabulary) -> None:
    assert explain(late(), "zh", vocabulary) == "\n".join(
        [
            "逾期履行：处罚决定7个工作日内公开",
            "  规则 km-publish（应当，义务人：行政机关）",
            "  依据 《三项制度方案》二(一)3(1)〔K-29〕",
            "  起因 2019-09-27 作出决定（d1）",
            "  期限 7个工作日，起算日不计入",
            "  不计 2019-09-28（周末）",
            "  计入 2019-09-29（调休上班（国庆节）），至第 1 日",
            "  计入 2019-09-30（工作日），至第 2 日",
            "  不计 2019-10-01 至 2019-10-03（国庆节）",
            "  不计 2019-10-04（国庆节（调休））",
            "  不计 2019-10-05 至 2019-10-06（周末（国庆节））",
            "  不计 2019-10-07（国庆节（调休））",
            "  计入 2019-10-08 至 2019-10-11（工作日），至第 6 日",
            "  计入 2019-10-12（调休上班（国庆节）），至第 7 日",
            "  届满 2019-10-12",
            "  办理 2019-10-14 发布（b1）",
            "  未采纳 2019-10-09 发布（b0）：不符合规定的内容",
        ]
    )


def test_english_says_the_same() -> None:
    text = late().explain("en")
    assert text.startswith("done late: 处罚决定7个工作日内公开\n  rule km-publish (must, binds the agency)")
    assert "counted 2019-09-29 (make-up working day (National Day)), day 1" in text
    assert "rejected 2019-10-09 publication.posted (b0): does not meet the conditions" in text


def test_waivers_missing_facts_readings_and_notes_are_told(vocabulary: Vocabulary) -> None:
    finding = make(
        Verdict.UNDETERMINED,
        trigger=DECISION,
        missing=("d1.amount",),
        waived_by="km-ex",
        each="孙",
        readings=(reading(),),
        notes=(Note("lawful_from", (("date", "2019-10-13"),)),),
        due="2019-10-12",
        provisional=True,
    )
    text = explain(finding, "zh", vocabulary)
    for said in (
        "无法判断：处罚决定7个工作日内公开（孙）",
        "除外情形 km-ex",
        "缺少事实：d1 的金额（元）",
        "2019-10-13 起方可",
        "另一种理解 lenient（K-30）：已履行，届满 2019-10-14",
        "放假安排公布后可能变动",
    ):
        assert said in text


def test_a_reading_by_which_nothing_is_owed_says_so() -> None:
    other = OtherReading("narrow", "not_owed", None, ("K-30",))
    finding = make(Verdict.OVERDUE, trigger=DECISION, readings=(other,))
    assert "另一种理解 narrow（K-30）：不适用" in explain(finding, "zh")
    assert "another reading, narrow (K-30): not owed" in explain(finding, "en")


def test_without_a_vocabulary_an_event_goes_by_its_type() -> None:
    assert "起因 2019-09-27 decision.made（d1）" in explain(make(Verdict.OVERDUE, trigger=DECISION))


def test_who_watches_over_the_duty_is_told(vocabulary: Vocabulary) -> None:
    finding = make(Verdict.OVERDUE, trigger=DECISION, supervisor="justice_bureau")
    assert "  督促机关：司法行政机关\n" in explain(finding, "zh", vocabulary)
    assert "  督促机关：justice_bureau\n" in explain(finding, "zh")
    assert "  supervised by the justice bureau\n" in explain(finding, "en", vocabulary)
    assert "督促机关" not in explain(late(), "zh", vocabulary)


@pytest.mark.parametrize(
    ("period", "ahead", "zh", "en"),
    [
        ("7个工作日", False, "期限 7个工作日，起算日不计入", "term 7 working days, the start day is not counted"),
        ("24小时", False, "期限 24小时，自该时刻起连续计算", "24 hours, counted from that moment without a pause"),
        ("及时", False, "期限 及时", "term "),
        ("当日", False, "期限 当日", "term "),
        ("7个工作日", True, "应当提前 7个工作日，当日和届日都不计", "7 working days ahead, neither end counted"),
        ("24小时", True, "应当提前 24小时，自该时刻起连续倒数", "24 hours ahead, counted back from that moment"),
    ],
)
def test_how_a_term_runs(period: str, ahead: bool, zh: str, en: str) -> None:
    finding = make(Verdict.PENDING, trigger=DECISION, period=period, start="2019-09-27")
    assert finding.term.facts is not None
    finding.term.facts = replace(finding.term.facts, ahead=ahead)
    step = next(step for step in finding.trace if step.kind == "period")
    assert step.text("zh") == zh
    assert en in step.text("en")


def test_moments_are_written_without_the_t_of_iso_8601(vocabulary: Vocabulary) -> None:
    seen = event("i1", "inspection.conducted", "2024-02-09T16:40")
    assert "起因 2024-02-09 16:40 行政检查（i1）" in explain(make(Verdict.PENDING, trigger=seen), "zh", vocabulary)
