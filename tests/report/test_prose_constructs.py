"""Every construct of docs/language.md in sentences; what is easily mistaken for each other reads otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lawrules.diagnostics import Severity
from lawrules.policy import model as m
from lawrules.policy.compose import compose
from lawrules.policy.composition import Composition
from lawrules.records import replace
from lawrules.report.prose.lines import NotTold
from lawrules.report.prose.rules import paraphrase

HEAD = """\
policy: trial
title: 甲县办法
jurisdiction: {name: 甲县, code: "530199", level: county}
extends: [vocabulary]
sources:
  A: {title: 甲县办法, issuer: 甲县, issued: 2023-03-01, in_force: {from: 2023-04-01}}
clauses:
  A-1: {source: A, at: 第一条, says: 例}
parameters:
  cap: {"2021-07-15": {is: 5000, basis: A-1}}
  limit: {open: true}
"""
Say = Callable[..., dict[str, str]]

MADE = "when: decision.made"


def composed(folder: Path, text: str) -> Composition:
    path = folder / "trial.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    made, faults = compose(path)
    assert made is not None
    assert not [fault for fault in faults if fault.severity is Severity.ERROR], [f.text("en") for f in faults]
    return made


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """`say("duties", "when: …, require: …")`: the passages of one rule, by label; a list's lines joined by |."""

    def tell(family: str, keys: str, *, more: str = "", lang: str = "zh") -> dict[str, str]:
        made = composed(tmp_path, f"{family}:\n  a-rule: {{title: 例, basis: A-1, {keys}}}\n{more}")
        told = paraphrase(made.rules["trial/a-rule"], made, lang)
        return {part.label: "|".join(line.text for line in part.lines) for part in told}

    return tell


# ── patterns (section 3)

PATTERNS = {
    "decision.made": "作出决定（decision.made）",
    "{decision.made: {decision_type: [penalty, permit]}}":
        "作出决定（decision.made），决定类别为“行政处罚”或者“行政许可”",
    "{all: [service.announced, {publication.posted: {content_kind: decision}}]}":
        "下列各项都有：|1. 发出送达公告（service.announced）"
        "|2. 发布（publication.posted），公示内容类别为“执法决定/结果”",
    "{in_order: [complaint.registered, complaint.answered]}":
        "下列各项，依次进行：|1. 登记投诉举报（complaint.registered）|2. 回应、答复（complaint.answered）",
    "[statement.reviewed, statement.waived]":
        "下列任何一项：|1. 复核陈述申辩（statement.reviewed）|2. 放弃陈述申辩（statement.waived）",
    "{latest: {legal_review.completed: {}}, must: {review_outcome: approved}}":
        "最近一次「法制审核完成（legal_review.completed）」，审核结论为“同意”",
    "{sum: training.completed.hours, if: {topic: public_law}, at_least: 18}":
        "「个人完成培训（training.completed），培训主题为“公共法律知识”」的“学时”合计不少于 18",
    "{sum: training.completed.hours, more_than: 18}":
        "「个人完成培训（training.completed）」的“学时”合计超过 18",
    "{count: evidence.collected, at_least: 2}": "「收集证据（evidence.collected）」不少于 2 次",
    "{count: evidence.collected, distinct: evidence_kind, at_least: 2}":
        "「收集证据（evidence.collected）」中不同的“证据种类”不少于 2 种",
    "{identity.shown: {shown_by: presented}, same: day}":
        "亮证表明身份（identity.shown），亮证方式为“主动出示”，与起因同一日",
    "{approval.given: {}, must: {approver_role: agency_head}}":
        "批准（approval.given），并须符合「批准/受报人为“机关负责人”」",
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_before_an_act(say: Say, pattern: str) -> None:
    told = say("gates", f"{MADE}, after: {pattern}")["此前应当"]
    assert told == PATTERNS[pattern] + "|没有的，为违反；同一时刻的也算在先"


def test_a_group_is_told_by_its_name_and_once_by_its_members(say: Say) -> None:
    told = say("gates", "when: {act: {onsite: true}}, must: {witnessed: true}")
    assert told["何时"] == "每次 执法活动（act）中的任何一种，“是否现场”为“是”的"
    assert told["其中"].startswith("执法活动（act）：行政检查（inspection.conducted）、")
    assert told["其中"].endswith("、「作出决定（decision.made），程序为“简易（当场）”」")


@pytest.mark.parametrize(
    ("titles", "name"), [("  group_titles: {visits: 走访活动}\n", "走访活动（visits）"), ("", "“visits”类活动")]
)
def test_a_group_that_a_layer_adds_is_told_by_its_title_or_else_by_its_name(say: Say, titles: str, name: str) -> None:
    more = f"events:\n  groups: {{visits: [inspection.conducted, inquiry.conducted]}}\n{titles}"
    told = say("gates", "when: visits, must: {witnessed: true}", more=more)
    assert told["何时"] == f"每次 {name}中的任何一种"
    assert told["其中"] == f"{name}：行政检查（inspection.conducted）、询问（inquiry.conducted）"


def test_each_of_all_parts_of_a_duty_is_judged_apart(say: Say) -> None:
    told = say("duties", f"{MADE}, require: {{all: [service.completed, case.closed]}}")
    assert told["应当"] == "下列各项，逐项判断：|1. 送达（service.completed）|2. 结案（case.closed）"


# ── conditions (section 4), as `must` on the act

CONDITIONS = {
    "{decision_type: penalty}": "决定类别为“行政处罚”",
    "{decision_type: {not: penalty}}": "决定类别不是“行政处罚”",
    "{decision_type: {none_of: [penalty, permit]}}": "决定类别不是“行政处罚”、“行政许可”中的任何一项",
    "{amount: {at_least: 5000, less_than: 20000}}": "金额（元）不低于 5000，且金额（元）低于 20000",
    "{amount: {more_than: 5000}}": "金额（元）超过 5000",
    "{amount: {at_most: $cap}}": "金额（元）不超过参数 cap〔2021-07-15 起为 5000〕",
    "{amount: {at_most: $limit}}": "金额（元）不超过参数 limit〔未定（开放参数）〕",
    "{amount: {at_most: $about.amount}}": "金额（元）不超过起因所针对事项的金额（元）",
    "{amount: {exists: true}}": "写有“金额（元）”",
    "{amount: {exists: false}}": "没有写“金额（元）”",
    "{penalty_kinds: fine}": "处罚种类含“罚款”",
    "{penalty_kinds: [fine, warning]}": "处罚种类含“罚款”或者“警告”",
    "{penalty_kinds: {includes: [fine, warning]}}": "处罚种类同时含“罚款”、“警告”",
    "{penalty_kinds: {among: [fine, warning]}}": "处罚种类全部在“罚款”、“警告”之内",
    "{penalty_kinds: {not: fine}}": "处罚种类不含“罚款”",
    "{actors: {not_among: handlers}}": "实施人员没有一项在本案的承办人员（handlers）之内",
    "{any: [{large_amount: true}, {amount: {more_than: 50000}}]}":
        "“达到当地较大数额或较大价值”为“是”，或者金额（元）超过 50000",
    "{none: [{procedure: summary}]}": "并非「程序为“简易（当场）”」",
    "{none: [{procedure: summary}, {emergency: true}]}": "「程序为“简易（当场）”」、「“情况紧急”为“是”」都不成立",
    "{actors: {every: {certified: true}}}": "实施人员中每一名都符合「“持有效执法证件”为“是”」",
    "{actors: {some: {role: auxiliary}}}": "实施人员中至少有一名符合「身份为“辅助、协管人员”」",
    "{actors: {count: {at_least: 2}}}": "实施人员不少于 2 名",
    "{actors: {count: {more_than: 2, of: {role: {not: auxiliary}}}}}":
        "实施人员中符合「身份不是“辅助、协管人员”」的多于 2 名",
    "{actors: {every: {happened: {exam.taken: {passed: true}}}}}":
        "实施人员中每一名都符合「该人员此前发生过「参加考试（exam.taken），“是否合格”为“是”」」",
    "{happened: {hearing.held: {}}}": "此前发生过「举行听证（hearing.held）」",
    "{not_happened: legal_review.completed}": "此前没有发生过「法制审核完成（legal_review.completed）」",
    "{happened: {enforcement.urged: {}, within: 30 days}}":
        "此前发生过「催告履行（enforcement.urged），在此前 30日内」",
    "{happened: {inspection.conducted: {}, same: party}}":
        "此前发生过「行政检查（inspection.conducted），与起因的“当事人/行政相对人”相同（名册中的其他案件也看）」",
    "{about.amount: {at_least: 10000}}": "所针对事项的金额（元）不低于 10000",
    "{case.case_type: penalty}": "本案的案件类别为“行政处罚”",
    "{case.violation_ended_at: {older_than: 2年}}": "自“本案的违法行为终了日”起已超过 2年",
    "{case.violation_ended_at: {at_least: 2023-01-01}}": "本案的违法行为终了日不早于 2023-01-01",
    "{party.kind: natural_person}": "当事人的种类为“自然人”",
    "{agency.has_legal_office: false}": "“机关的设法制机构”为“否”",
    "{at.night: true}": "发生之时在夜间（22时至次日6时）",
    "{at.working_day: false}": "发生之时不在工作日",
    "{at.hour: {at_least: 9}}": "发生之时的时不低于 9",
    "{span.rest_day: true}": "起止期间有一部分在休息日",
    "{span.statutory_holiday: false}": "起止期间没有任何部分在法定节假日",
    "{major: true}": "属于“重大执法决定”（major）",
    "{major: false}": "不属于“重大执法决定”（major）",
    "{type: {not: decision.made}}": "事件类型不是作出决定（decision.made）",
    "{actors: {among: {latest: list.filed.items.name, if: {list_kind: legal_reviewers}}}}":
        "实施人员全部在最近一次「清单报备（list.filed），清单种类为“法制审核人员”」所列的“清单条目·事项名称”之内",
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition(say: Say, condition: str) -> None:
    told = say("gates", f"{MADE}, must: {condition}")["本身应当"]
    assert told == CONDITIONS[condition] + "|不符合的为违反"


def test_a_share_and_the_fields_of_items(say: Say) -> None:
    share = "{legal_reviewers: {at_least: {share: 5%, of: enforcement_staff}}}"
    told = say("duties", f"require: staffing.reported, must: {share}")
    assert told["内容"].startswith("办成的须符合：法制审核人员数不低于同一事件的“执法人员总数”的 5%|")
    told = say("duties", "require: list.published, must: {items: {every: {has: [name, legal_basis]}}}")
    assert told["内容"].startswith("办成的须符合：清单条目中每一项都符合「写有“事项名称”，且写有“法律法规规章依据”」|")


def test_long_conditions_become_lists(say: Say) -> None:
    told = say("gates", f"{MADE}, if: {{any: [{{decision_type: penalty, large_amount: true, emergency: false}}, "
                        "{decision_type: [permit, compulsory_measure], major: true}]}, after: hearing.held")
    assert told["前提"] == (
        "下列任何一项成立："
        "|1. 下列各项都具备：|1. 决定类别为“行政处罚”|2. “达到当地较大数额或较大价值”为“是”|3. “情况紧急”为“否”"
        "|2. 决定类别为“行政许可”或者“行政强制措施”，且属于“重大执法决定”（major）"
    )


def test_many_things_that_did_not_happen_become_a_list(say: Say) -> None:
    told = say("gates", f"{MADE}, must: {{not_happened: [fine.paid, fine.deferred, enforcement.executed]}}")
    assert told["本身应当"].startswith(
        "此前没有发生过下列任何一项：|1. 缴纳或收缴罚款（fine.paid）|2. 批准延期、分期缴纳（fine.deferred）|3. "
    )


# ── families (section 6)

ANSWER = "require: publication.posted"
WORKING_DAYS = "当日不计，自下一个工作日数起，只数工作日（依放假调休安排），到最后一日24时为止"
EXEMPT = "exemptions:\n  a-ex: {title: 涉密, basis: A-1, if: {sensitivity: state_secret}}\n"


def test_a_duty_with_all_that_may_stand_beside_it(say: Say) -> None:
    told = say("duties", f"{MADE}, if: {{amount: {{at_least: 5}}}}, {ANSWER}, must: {{channel: gov_portal}}, "
                         "same: party, within: 7个工作日, lifted_by: decision.overturned, unless: [a-ex], "
                         "bearer: {level: county}, severity: {must_if: {major: true}}, assume: [emergency], "
                         "law_of: act", more=EXEMPT)
    assert told == {
        "何时": "每次 作出决定（decision.made）",
        "适用": "适用违法行为终了之日的法",
        "前提": "金额（元）不低于 5",
        "要求": "发布（publication.posted）|并且与起因的“当事人/行政相对人”相同（名册中的其他案件也看）",
        "内容": "办成的须符合：渠道含“政府门户网站”|不符合的为违反，但此后（有期限的，在期限内）另有合格的除外",
        "期限": f"自作出决定之日起 7个工作日内|{WORKING_DAYS}",
        "解除": "决定被纠正（decision.overturned）|发生在届满以前的，义务解除",
        "轻重": "符合下面所说的为“应当”，否则或者不能确定的为“建议”：属于“重大执法决定”（major）",
        "除外": "有下列情形之一的，免除：|1. 涉密（a-ex）：不宜公开因素含“国家秘密”",
        "义务人": "层级为“县／县级市”的行政机关",
        "施行": "2023-04-01 起",
        "推定": "没有写明的，“不宜公开因素”视为“无”",
        "不推定": "没有写明的，不作推定：情况紧急",
        "用词": told["用词"],
    }


def test_a_gate(say: Say) -> None:
    told = say("gates", f"{MADE}, after: advance_notice.served, since: decision.proposed, elapsed: 10日, same: unit, "
                        "severity: should, assume: none")
    assert told["此前建议"] == (
        "拟作决定的事先告知（advance_notice.served）|并且与起因的“承办单位”相同"
        "|只看最近一次「拟作决定（decision.proposed）」以后的；没有过它的，无法判断"
        "|并且自它发生之日起已满 10日，次日起方可|没有的，为违反；同一时刻的也算在先"
    )
    assert told["不推定"] == "没有写明的事实一律不作推定"


def test_what_silence_means_is_told_where_a_value_is_asked_for(say: Say) -> None:
    asked = f"{MADE}, must: {{emergency: false, impact: life_health, venue: other, large_amount: true}}"
    assert say("gates", asked)["推定"] == (
        "没有写明的，“情况紧急”视为“否”；“直接涉及的权益”视为没有任何一项；“场所”视为“其他场所”"
    )
    assert say("gates", f"{asked}, assume: [emergency, impact]")["推定"] == "没有写明的，“场所”视为“其他场所”"
    assert "推定" not in say("gates", f"{asked}, assume: none")
    assert "推定" not in say("gates", f"{MADE}, must: {{emergency: {{exists: true}}}}")
    assert "推定" not in say("gates", f"{MADE}, must: {{case.granted: true}}")
    told = say("gates", asked, lang="en")["assumed"]
    assert told == "where not said: emergency false; impact nothing; venue other"


def test_prohibitions(say: Say) -> None:
    charged = "when: {storage_fee.charged: {payer: party}}"
    assert say("prohibitions", charged)["不得"] == "收取保管费用（storage_fee.charged），付款人为“当事人”的"
    assert say("prohibitions", f"{charged}, severity: should")["不宜"].startswith("收取保管费用")


@pytest.mark.parametrize(("level", "said"), [
    ("full",
     "全程音像：合格的记录合起来要从头到尾覆盖整个活动；没有的，事后不能补录，即为违反"
     "|合格的记录：制成记录（recording.made），记录形式为“录音”或者“录像”"),
    ("key_moments",
     "关键环节：至少有一份合格的记录；没有的，事后不能补录，即为违反"
     "|合格的记录：制成记录（recording.made），记录形式为“照片”、“录音”、“录像”之一"),
    ("text", "文字：至少有一份合格的记录，没有的一直待办"
             "|合格的记录：下列任何一项：|1. 制成记录（recording.made）|2. 制作、出具文书（document.issued）"),
])
def test_recording(say: Say, level: str, said: str) -> None:
    told = say("recording", f"when: hearing.held, level: {level}, breaks: [a-ex]", more=EXEMPT)
    assert told["应当"] == said
    assert told["中断"] == "有下列原因之一的，记录中断不算违反：|1. 涉密（a-ex）：不宜公开因素含“国家秘密”"


def test_an_exemption_says_what_it_waives(tmp_path: Path) -> None:
    made = composed(tmp_path, f"duties:\n  a-rule: {{title: 公示, basis: A-1, {MADE}, {ANSWER}, unless: [a-ex]}}\n"
                              f"{EXEMPT}  a-old: {{title: 旧法, basis: A-1, waives: [a-rule, A-1]}}\n")
    told = {part.label: part.text for part in paraphrase(made.rules["trial/a-ex"], made)}
    assert told["免除"] == "下列规则（以其起因事件来看）：1. 公示（trial/a-rule）"
    told = {part.label: part.text for part in paraphrase(made.rules["trial/a-old"], made)}
    assert told["免除"] == "下列规则（以其起因事件来看）：1. 公示（a-rule）2. 依据 A-1（第一条）的规则"
    told = {part.label: part.text for part in paraphrase(made.rules["trial/a-rule"], made)}
    assert "1. 涉密（a-ex）：不宜公开因素含“国家秘密”" in told["除外"]
    assert "2. 旧法（trial/a-old）" in told["除外"]


@pytest.mark.parametrize(("severity", "said"), [
    ("must", {"应当": "从轻处罚（lighter）|决定没有这样做又没有说明理由的，为违反"}),
    ("may", {"可以": "从轻处罚（lighter）|决定没有这样做又没有说明理由的，为提示"}),
])
def test_leniency(say: Say, severity: str, said: dict[str, str]) -> None:
    told = say("leniency", f"when: decision.proposed, effect: lighter, severity: {severity}")
    assert said.items() <= told.items()


def test_major_decisions(say: Say) -> None:
    told = say("major_decisions", "when: hearing.held")
    assert told["何时"] == "到判断之时有过 举行听证（hearing.held）"
    assert told["结果"] == "该决定属于“重大执法决定”（major）"


# ── clocks (section 7)

COUNTED = "当日不计，自次日数起，休息日照算，"
CLOCKS = {
    "within: 7日": f"自作出决定之日起 7日内|{COUNTED}末日遇休息日不顺延",
    "within: 7日, bearer: party": f"自作出决定之日起 7日内|{COUNTED}末日遇休息日的，顺延到下一个工作日",
    "within: 7日, rolls: next_working_day": f"自作出决定之日起 7日内|{COUNTED}末日遇休息日的，顺延到下一个工作日",
    "within: 3个月": "自作出决定之日起 3个月内|到对应日为止，没有对应日的到月底，末日遇休息日不顺延",
    "within: 24小时": "自作出决定之时起 24小时内|从那一刻起连续计算，休息日照算，不顺延",
    "within: 当日": "当日：作出决定的当天；当天更早办的也算",
    "within: 及时": "及时：法律没有写天数，没有办的一直待办，不会逾期",
    "within: $limit 个工作日": f"自作出决定之日起 （参数 limit〔未定（开放参数）〕）个工作日内|{WORKING_DAYS}",
    "within: $limit": "自作出决定之日起 参数 limit〔未定（开放参数）〕内|怎样计算，取决于所定的期限",
    "from: ended_at, within: 7日": f"自作出决定所写的“结束时刻”之日起 7日内|{COUNTED}末日遇休息日不顺延"
                                  "|活动没有写这个时间的，以事件本身的时间为准",
    "ahead: 7个工作日":
        "在作出决定之前至少 7个工作日办|两者之间要隔满这些日子，首尾两日都不计|不足的为逾期，没有办的为违反",
    "before: case.closed": "在「结案（case.closed）」发生之前；它一发生即为届满",
    "": "没有期限：没有办的一直待办，不会逾期",
}


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_term_after_a_trigger(say: Say, clock: str) -> None:
    assert say("duties", f"{MADE}, {ANSWER}, {clock}".rstrip(", "))["期限"] == CLOCKS[clock]


NEVER_ROLLS = "所定的日子遇休息日不顺延"
DATES = {
    "every: year, by: 12-15": f"每年一次，每年12月15日以前（含当日）|{NEVER_ROLLS}"
                              "|办理写有“年度”的算在该年度，没有写的算在办理之时的那一年",
    "every: year": f"每年一次，每年12月31日以前（含当日）|{NEVER_ROLLS}"
                   "|办理写有“年度”的算在该年度，没有写的算在办理之时的那一年",
    "every: year, by: next 01-31": f"每年一次，次年1月31日以前（含当日）|{NEVER_ROLLS}"
                                   "|办理写有“年度”的算在该年度，没有写的算在上一年",
    "once: {from: 2023-04-01, by: 2023-07-31}":
        "只此一次，2023-07-31 以前（含当日）|2023-04-01 以前办的不算|" + NEVER_ROLLS,
    "": "没有期限：常设义务，以最近一次为准；没有办的一直待办，不会逾期",
}


@pytest.mark.parametrize("clock", DATES)
def test_a_term_without_a_trigger(say: Say, clock: str) -> None:
    told = say("duties", f"require: statistics.reported, {clock}".rstrip(", "))
    assert told["期限"] == DATES[clock]
    assert told["何时"] == "不待事件发生，机关自始负有；只在机关名册上判断"


def test_extensions_and_spans(say: Say) -> None:
    told = say("duties", "when: seizure.executed, require: seizure.released, within: 30日, "
                         "extend: [{when: seizure.extended, by: extended_days, up_to: 30日}], "
                         "exclude: [{from: appraisal.started, until: appraisal.finished}]")
    assert told["延长"] == (
        "「延长强制措施（seizure.extended）」在届满前作出的，按它所写的“延长天数”延长，至多 30日；"
        "届满以后作出的不发生延长的效力"
    )
    assert told["不计入"] == (
        "自「检测检验检疫鉴定开始（appraisal.started）」起到「检测检验检疫鉴定结束（appraisal.finished）」止的日子"
        "不计入期限，首尾两日都不计"
    )


def test_another_reading(say: Say) -> None:
    told = say("duties", f"{MADE}, {ANSWER}, within: 7日, "
                         "readings: {wide: {basis: A-1, within: 10日, if: {decision_type: permit}}}")
    assert told["也可理解"] == (
        "wide（A-1），另行计算，供参考：|前提：决定类别为“行政许可”"
        f"|期限：自作出决定之日起 10日内|{COUNTED}末日遇休息日不顺延|其余与上面相同"
    )


def test_what_another_reading_does_not_give_stays(say: Say) -> None:
    told = say("duties", f"{MADE}, {ANSWER}, within: 7日, lifted_by: decision.overturned, "
                         "readings: {wide: {basis: A-1, rolls: next_working_day}}")
    assert told["也可理解"] == (
        f"wide（A-1），另行计算，供参考：|期限：自作出决定之日起 7日内|{COUNTED}末日遇休息日的，顺延到下一个工作日"
        "|其余与上面相同"
    )


# ── milestones (section 8)


def test_a_milestone(say: Say) -> None:
    told = say("milestones", "when: {advance_notice.served: {contents: hearing_right}}, in: 5个工作日, "
                             "bearer: party, unless_first: hearing.requested")
    assert told["何时"] == "每次 拟作决定的事先告知（advance_notice.served），内容项含“听证权利”的"
    assert told["到来"].startswith("自拟作决定的事先告知之日起满 5个工作日|当日不计，")
    assert told["不到来"] == "在那以前发生「要求听证（hearing.requested）」的，不再到来"
    assert told["期限属于"] == "当事人"


def test_a_milestone_with_the_latest_of_terms(say: Say) -> None:
    told = say("milestones", "when: service.completed, in: {latest_of: [60日, 6个月]}, rolls: never, "
                             "held: {from: remedy.sought, until: remedy.concluded}, "
                             "replaced_by: [{when: case.closed, in: {latest_of: [15日, 1个月]}}, "
                             "{when: case.archived}]")
    assert told["到来"].startswith("下列期限中最晚的一个届满之时：|自送达之日起满 60日|")
    held = "自「申请复议或提起诉讼（remedy.sought）」起到「复议或诉讼结束（remedy.concluded）」止，不到来"
    assert told["停住"] == held
    assert told["改算"] == (
        "发生「结案（case.closed）」的，改为自那时起 15日、1个月中最晚的届满时到来"
        "|发生「归档（case.archived）」的，当即到来"
    )


# ── one finding for each (section 9)


@pytest.mark.parametrize(("each", "said"), [
    ("{person: {role: enforcement_officer}}", "对名册或者案卷上的每一名人员各判断一次，限于：身份为“执法人员”"),
    ("{unit: {unit_kind: squad}}", "对名册或者案卷上的每一个单位各判断一次，限于：单位种类为“中队”"),
    ("{item: {}}", "对事件所列的每一个条目各判断一次"),
    ("{recipient: [city_justice, superior_agency]}", "对“报送/备案对象”的每一个值各判断一次：“市司法局”、“上级机关”"),
])
def test_one_finding_for_each(say: Say, each: str, said: str) -> None:
    assert say("duties", f"each: {each}, when: list.published, require: list.filed")["逐一"] == said


# ── words in the wrong place


def test_when_and_require_the_other_way_round(say: Say) -> None:
    right = say("duties", "when: decision.made, require: publication.posted, within: 7日")
    wrong = say("duties", "when: publication.posted, require: decision.made, within: 7日")
    assert (right["何时"], right["应当"]) == ("每次 作出决定（decision.made）", "发布（publication.posted）")
    assert (wrong["何时"], wrong["应当"]) == ("每次 发布（publication.posted）", "作出决定（decision.made）")
    assert right["期限"].startswith("自作出决定之日起 7日内")
    assert wrong["期限"].startswith("自发布之日起 7日内")


def test_within_and_ahead(say: Say) -> None:
    right = say("duties", "when: hearing.held, require: hearing.notified, ahead: 7个工作日")["期限"]
    wrong = say("duties", "when: hearing.held, require: hearing.notified, within: 7个工作日")["期限"]
    assert right.startswith("在举行听证之前至少 7个工作日办")
    assert wrong.startswith("自举行听证之日起 7个工作日内")


def test_a_condition_under_if_and_under_unless(say: Say) -> None:
    secret = "{sensitivity: state_secret}"
    under_if = say("duties", f"{MADE}, if: {secret}, {ANSWER}")
    under_unless = say("duties", f"{MADE}, {ANSWER}, unless: [a-ex]", more=EXEMPT)
    assert under_if["前提"] == "不宜公开因素含“国家秘密”"
    assert "除外" not in under_if
    assert under_unless["除外"] == "有下列情形之一的，免除：|1. 涉密（a-ex）：不宜公开因素含“国家秘密”"
    assert "前提" not in under_unless


def test_after_and_before(say: Say) -> None:
    after = say("gates", "when: decision.made, after: legal_review.completed")
    before = say("duties", "when: decision.made, require: legal_review.completed, before: case.closed")
    assert after["此前应当"].startswith("法制审核完成（legal_review.completed）")
    assert before["期限"] == "在「结案（case.closed）」发生之前；它一发生即为届满"


def test_if_and_must(say: Say) -> None:
    only_if = say("gates", f"{MADE}, if: {{large_amount: true}}, after: hearing.held")
    must = say("gates", f"{MADE}, must: {{large_amount: true}}, after: hearing.held")
    assert only_if["前提"] == "“达到当地较大数额或较大价值”为“是”"
    assert must["本身应当"] == "“达到当地较大数额或较大价值”为“是”|不符合的为违反"


# ── what has no words is refused


def rule(**given: object) -> m.Rule:
    return replace(m.Rule("a", "trial", "duties", "例", ("A-1",), when=m.EventPattern("decision.made")), **given)


@pytest.mark.parametrize("odd", [
    rule(condition=m.Test(("event", "amount"), "resembles", 5)),
    rule(condition=m.Test(("event", "no_such_field"), "is", 5)),
    rule(condition=m.Test(("nobody", "amount"), "is", 5)),
    rule(condition="text"),
    rule(require="text"),
    rule(each=m.Each("village")),
    rule(family="recording", level="half"),
    rule(law_of="tomorrow"),
    rule(clock=m.Clock(start_field="ended_at")),
    rule(family="gates", clock=m.Clock(by=m.FixedDay(1, 1))),
])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_has_no_words_is_not_passed_over(tmp_path: Path, odd: m.Rule, lang: str) -> None:
    made = composed(tmp_path, "")
    with pytest.raises(NotTold):
        paraphrase(odd, made, lang)
