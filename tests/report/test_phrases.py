"""Every code that the engine gives has a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lawrules
from lawrules.cases.finding import EventRef, Note, Rejected, Verdict
from lawrules.policy.vocabulary import Vocabulary
from lawrules.report import phrases

ENGINE = Path(lawrules.__file__).parent / "engine"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in ENGINE.glob("*.py"))


def test_every_verdict_has_a_name() -> None:
    assert set(phrases.VERDICTS) == set(Verdict)
    assert phrases.verdict(Verdict.OVERDUE, "zh") == "逾期未履行"
    assert phrases.verdict(Verdict.OVERDUE, "en") == "overdue"


def test_every_note_of_the_engine_has_a_sentence() -> None:
    used = set(re.findall(r'Note\(\s*"([a-z_]+)"', SOURCE))
    assert len(used) > 15
    assert used <= set(phrases.NOTES), used - set(phrases.NOTES)


def test_every_reason_of_the_engine_has_a_sentence() -> None:
    used = set(re.findall(r'return "([a-z_]+)"', (ENGINE / "answers.py").read_text(encoding="utf-8")))
    used |= set(re.findall(r'reason = "([a-z_]+)"', SOURCE)) | set(re.findall(r'else "([a-z_]+)"\n *listed', SOURCE))
    assert "condition" in used
    assert used <= set(phrases.REASONS), used - set(phrases.REASONS)


def test_every_kind_of_missing_fact_has_a_sentence(vocabulary: Vocabulary) -> None:
    used = set(re.findall(r'f"([a-z-]+):\{', SOURCE)) - {"order", "after_as_of"}
    assert {"notice", "covers", "register"} <= used
    for kind in used:
        assert phrases.fact(f"{kind}:x", vocabulary, "zh") != f"{kind}:x", kind


def test_the_words_of_every_note_appear_in_its_sentences() -> None:
    for code, (zh, en) in phrases.NOTES.items():
        assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), code


def test_unknown_codes_are_shown_as_they_are() -> None:
    assert phrases.note(Note("brand_new", (("a", "1"),)), "zh") == "brand_new（a=1）"
    assert phrases.note(Note("brand_new"), "en") == "brand_new"
    assert phrases.reason(Rejected(EventRef("b", "x.y", "2023-01-01"), "brand_new"), "en") == "brand_new"


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("d1.amount", "d1 的金额（元）", "d1.amount"),
        ("$limit", "参数 limit 的数值", "the parameter limit"),
        ("d1.at", "d1 的时刻", "d1.at"),
        ("party.minor", "当事人是否未成年人", "party.minor"),
        ("persons.张.certified", "张是否持有效执法证件", "persons.张.certified"),
        ("notice:2027", "2027 年的放假安排（尚未公布）", "the holidays of 2027 (not announced)"),
        ("register:list.drawn_up", "机关名册（编制清单）", "the agency's register (list.drawn_up)"),
        (
            "covers:hearing",
            "案卷没有收录的材料：要求听证、放弃听证、通知听证时间地点等",
            "what the file does not cover: hearing",
        ),
        ("decision.proposed", "拟作决定", "decision.proposed"),
        ("unit", "单位", "the unit"),
        ("d1.unheard_of", "d1.unheard_of", "d1.unheard_of"),
    ],
)
def test_missing_facts_go_by_their_titles(name: str, zh: str, en: str, vocabulary: Vocabulary) -> None:
    assert phrases.fact(name, vocabulary, "zh") == zh
    assert phrases.fact(name, vocabulary, "en") == en


def test_notes_translate_what_they_name(vocabulary: Vocabulary) -> None:
    lacks = Note("lacks", (("what", "legal_review.completed(approved)/hearing.held"),))
    assert phrases.note(lacks, "zh", vocabulary) == "此前没有：法制审核完成（同意）或者举行听证"
    assert phrases.note(Note("otherwise", (("verdict", "overdue"),)), "zh") == "否则：逾期未履行"
    assert phrases.note(Note("leniency_hit", (("effect", "no_penalty"),)), "zh") == "符合减免责情形：不予处罚"
    undecided = Note("severity_undecided", (("facts", "d1.amount、$limit"),))
    assert "d1 的金额（元）、参数 limit 的数值" in phrases.note(undecided, "zh", vocabulary)


def test_parts_of_a_rule_go_by_their_titles(vocabulary: Vocabulary) -> None:
    assert phrases.part("孙 training.completed(public_law)", vocabulary, "zh") == "孙：个人完成培训（公共法律知识）"
    assert phrases.part("孙", vocabulary, "zh") == "孙"
    assert phrases.part("training.completed", vocabulary, "en") == "training.completed"


def test_assumptions_are_gathered(vocabulary: Vocabulary) -> None:
    found = phrases.assumptions(
        ("emergency=false", "order:d1~w1", "order:d2~w2", "sensitivity=[none]"), vocabulary, "zh"
    )
    assert found == [
        "没有写明的，推定：情况紧急＝否；不宜公开因素＝无",
        "同一日而未写先后的，推定按合法的先后：d1、w1；d2、w2",
    ]
    assert phrases.assumptions((), vocabulary, "zh") == []


def test_an_empty_text_that_is_assumed_reads_as_none(vocabulary: Vocabulary) -> None:
    silent = ("special_publication_rule=",)
    assert phrases.assumptions(silent, vocabulary, "zh") == [
        "没有写明的，推定：法律、行政法规对公开的特别规定（所据条文）＝无"
    ]
    assert phrases.assumptions(silent, vocabulary, "en") == ["not said, so assumed: special_publication_rule=none"]
    assert phrases.assumptions(("no such thing",), vocabulary, "en") == ["not said, so assumed: no such thing"]


def test_events_after_the_date_are_told() -> None:
    assert phrases.warning("after_as_of:m1,m2", "zh") == "评估日之后的事件没有计入：m1、m2"
    assert phrases.warning("LR611 x: y", "zh") == "LR611 x: y"


def test_fields_and_choices_go_by_their_titles(vocabulary: Vocabulary) -> None:
    lacking = Note("act_lacks", (("fields", "检查方式（inspection_mode）、amount、unheard_of"),))
    assert phrases.note(lacking, "zh", vocabulary) == "该行为本身不合要求：检查方式、金额（元）、unheard_of"
    assert phrases.note(lacking, "en").endswith(": inspection_mode, amount, unheard_of")
    assert phrases.part("superior_department", vocabulary, "zh") == "上级主管部门"
    assert phrases.part("superior_department", vocabulary, "en") == "superior_department"
    assert phrases.part("no_penalty", vocabulary, "zh") == "不予处罚"
    gap = Note("gap", (("from", "2023-04-28T10:00"), ("to", "2023-04-28T10:10")))
    assert phrases.note(gap, "zh") == "2023-04-28 10:00 至 2023-04-28 10:10 没有记录"
