"""A finding in sentences, in both languages."""

from __future__ import annotations

from lawrules.cases.finding import Note, Verdict
from lawrules.policy.vocabulary import Vocabulary
from lawrules.report.explain import explain
from tests.report.samples import DECISION, late, make, reading


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
