"""Real rules in sentences, each written down from its YAML by hand before it was compared."""

from __future__ import annotations

import pytest

from lawrules.policy.compose import compose
from lawrules.policy.composition import Composition
from lawrules.policy.find import built_in_folder
from lawrules.report.prose.rules import paraphrase

MADE: dict[str, Composition] = {}


def told(name: str, lang: str = "zh") -> list[str]:
    """The rule's passages a line each; without the dates of its law, what silence means and the list of words."""
    policy, _, id = name.partition("/")
    if policy not in MADE:
        found, _ = compose(built_in_folder() / f"{policy}.yaml")
        assert found is not None
        MADE[policy] = found
    rule = MADE[policy].find(name)
    assert rule is not None, id
    lines = []
    for part in paraphrase(rule, MADE[policy], lang):
        if part.label not in ("施行", "推定", "用词", "in force", "assumed"):
            colon = "：" if lang == "zh" else ": "
            lines.append(f"{part.label}{colon}{part.lines[0].text}")
            lines.extend("　" * (1 + line.depth) + line.text for line in part.lines[1:])
    return lines


AGENCY = "义务人：角色为“执法机关”的行政机关"
CASES_OF_QIJIANG = (
    "范围：只及于这样的案件（机关名册不限）：本案的案件类别为“行政处罚”、“行政检查”、“行政强制措施”、“行政强制执行”之一"
)
WORKING_DAYS = "　当日不计，自下一个工作日数起，只数工作日（依放假调休安排），到最后一日24时为止"
DAYS = "　当日不计，自次日数起，休息日照算，末日遇休息日不顺延"
NEVER_LATE = "没有期限：没有办的一直待办，不会逾期"
REGISTER = "何时：不待事件发生，机关自始负有；只在机关名册上判断"
SAME = "　其余与上面相同"
LACKING = "　没有的，为违反；同一时刻的也算在先"

EXPECTED = {
    "kunming/km-publish-penalty-permit-7wd": [
        "何时：每次 作出决定（decision.made），程序为“一般（普通）”，且决定类别为“行政处罚”或者“行政许可”的",
        "应当：发布（publication.posted），公示内容类别为“执法决定/结果”",
        "期限：自作出决定之日起 7个工作日内",
        WORKING_DAYS,
        "解除：决定被纠正（decision.overturned），纠正方式为“撤销”、“确认违法”、“确认无效”、“要求重新作出”之一",
        "　发生在届满以前的，义务解除",
        "除外：有下列情形之一的，免除：",
        "　　1. 法律、行政法规另有规定（km-ex-special-law）：下列各项都具备：",
        "　　　1. 写有“法律、行政法规对公开的特别规定（所据条文）”",
        "　　　2. 法律、行政法规对公开的特别规定（所据条文）不是空白",
        "　　2. 不宜公开（km-ex-sensitive）：不宜公开因素含“国家秘密”、“商业秘密”、“个人隐私”、“涉及未成年人”之一",
        AGENCY,
        "也可理解：narrow（APL-2021-48a），另行计算，供参考：",
        "　前提：决定类别为“行政许可”，或者社会影响为“可能造成重大影响”或者“具有普遍影响”",
        SAME,
    ],
    "national/seizure-limit": [
        "何时：每次 实施查封扣押等强制措施（seizure.executed），强制种类为“查封”或者“扣押”的",
        "应当：下列任何一项：",
        "　　1. 解除强制措施（seizure.released），与起因的“强制种类”相同",
        "　　2. 处置罚没财物（property.disposed）",
        "期限：自实施查封扣押等强制措施之日起 30日内",
        DAYS,
        "延长：「延长强制措施（seizure.extended），与起因的“强制种类”相同」在届满前作出的，"
        "按它所写的“延长天数”延长，至多 30日；届满以后作出的不发生延长的效力",
        "不计入：自「检测检验检疫鉴定开始（appraisal.started），“是否书面告知期间”为“是”」起到"
        "「检测检验检疫鉴定结束（appraisal.finished）」止的日子不计入期限，首尾两日都不计",
        AGENCY,
    ],
    "national/hearing-notified": [
        "何时：每次 举行听证（hearing.held）",
        "前提：本案的案件类别不是“行政许可”",
        "应当：通知听证时间地点（hearing.notified）",
        "期限：在举行听证之前至少 参数 hearing_notice_term〔1996-10-01 起为 7日；2021-07-15 起为 7个工作日〕办",
        "　两者之间要隔满这些日子，首尾两日都不计",
        "　不足的为逾期，没有办的为违反",
        AGENCY,
        "也可理解：lenient（P-11），另行计算，供参考：",
        "　期限：在举行听证之前至少 参数 hearing_notice_term_lenient"
        "〔1996-10-01 起为 6日；2021-07-15 起为 6个工作日〕办",
        "　两者之间要隔满这些日子，首尾两日都不计",
        "　不足的为逾期，没有办的为违反",
        SAME,
    ],
    "qijiang/qj-resubmit-after-issues": [
        "何时：每次 法制审核完成（legal_review.completed），审核结论为“存在问题”的",
        "应当：送法制审核（legal_review.submitted）",
        "期限：在「作出决定（decision.made）」发生之前；它一发生即为届满",
        AGENCY,
        CASES_OF_QIJIANG,
    ],
    "qijiang/qj-no-decision-without-approval": [
        "何时：每次 作出决定（decision.made）",
        "前提：属于“重大执法决定”（major）",
        "此前应当：最近一次「法制审核完成（legal_review.completed）」，审核结论为“同意”",
        LACKING,
        AGENCY,
        CASES_OF_QIJIANG,
    ],
    "qijiang/qj-retention-evidence": [
        "何时：每次 销毁（recording.destroyed）",
        "前提：此前发生过「制成记录（recording.made），“是否作为案件证据”为“是”」",
        "此前应当：归档（case.archived）",
        "　并且自它发生之日起已满 参数 file_retention〔未定（开放参数）〕，次日起方可",
        LACKING,
        AGENCY,
        CASES_OF_QIJIANG,
    ],
    "qijiang/qj-hand-over-24h": [
        "何时：每次 制成记录（recording.made），记录形式为“照片”、“录音”、“录像”之一的",
        "应当：移交保管（recording.handed_over），报告/移交对象为“保管员”",
        "期限：自制成记录所写的“结束时刻”之时起 24小时内",
        "　从那一刻起连续计算，休息日照算，不顺延",
        "　活动没有写这个时间的，以事件本身的时间为准",
        AGENCY,
        CASES_OF_QIJIANG,
    ],
    "national/statement-reviewed": [
        "何时：每次 作出决定（decision.made），决定类别为“行政处罚”的",
        "前提：此前发生过「陈述申辩（statement.made）」",
        "此前应当：复核陈述申辩（statement.reviewed）",
        "　只看最近一次「陈述申辩（statement.made）」以后的；没有过它的，无法判断",
        LACKING,
        AGENCY,
    ],
    "national/summary-cap": [
        "何时：每次 作出决定（decision.made），决定类别为“行政处罚”，且程序为“简易（当场）”，且处罚种类含“罚款”的",
        "本身应当：下列任何一项成立：",
        "　　1. 金额（元）不超过参数 summary_cap_person〔1996-10-01 起为 50；2021-07-15 起为 200〕",
        "　　2. 下列各项都具备：",
        "　　　1. 当事人的种类为“法人”或者“其他组织”",
        "　　　2. 金额（元）不超过参数 summary_cap_org〔1996-10-01 起为 1000；2021-07-15 起为 3000〕",
        "　不符合的为违反",
        AGENCY,
    ],
    "national/no-execution-at-night": [
        "不得：实施强制执行（enforcement.executed）",
        "前提：起止期间有一部分在夜间（22时至次日6时），或者起止期间有一部分在休息日",
        "除外：有下列情形之一的，免除：",
        "　　1. 情况紧急（nat-ex-emergency）：“情况紧急”为“是”",
        AGENCY,
        "也可理解：narrow（AEL-43a），另行计算，供参考：",
        "　前提：起止期间有一部分在夜间（22时至次日6时），或者起止期间有一部分在法定节假日",
        SAME,
    ],
    "mangshi/ms-training-public-law-18h": [
        REGISTER,
        "逐一：对名册或者案卷上的每一名人员各判断一次，限于：身份为“执法人员”",
        "要求：「个人完成培训（training.completed），培训主题为“公共法律知识”，"
        "且组织单位为参数 city_justice〔2024-03-29 起为 “芒市司法局”〕」的“学时”合计不少于 18",
        "期限：每年一次，每年12月31日以前（含当日）",
        "　所定的日子遇休息日不顺延",
        "　办理写有“年度”的算在该年度，没有写的算在办理之时的那一年",
        "轻重：符合下面所说的为“应当”，否则或者不能确定的为“建议”：机关的层级不是“乡镇／街道”",
        AGENCY,
    ],
    "kunming/km-annual-report-published": [
        REGISTER,
        "应当：公开报告（report.published），报告种类含“年度分析报告”",
        "内容：办成的须符合：内容项同时含“分析报告”、“有关数据”",
        "　不符合的为违反，但此后（有期限的，在期限内）另有合格的除外",
        "期限：每年一次，次年1月31日以前（含当日）",
        "　所定的日子遇休息日不顺延",
        "　办理写有“年度”的算在该年度，没有写的算在上一年",
        AGENCY,
    ],
    "kunming/km-reviewer-ratio": [
        REGISTER,
        "建议：人员配备情况（staffing.reported）",
        "内容：办成的须符合：法制审核人员数不低于同一事件的“执法人员总数”的 5%",
        "　不符合的为违反，但此后（有期限的，在期限内）另有合格的除外",
        "期限：没有期限：常设义务，以最近一次为准；没有办的一直待办，不会逾期",
        AGENCY,
    ],
    "kunming/km-subjects-checked-2019": [
        REGISTER,
        "应当：下列各项，依次进行：",
        "　　1. 监督检查、清理、自查（supervision.conducted），监督检查类别为“执法主体清理”",
        "　　2. 批准（approval.given），批准事项为“执法主体资格”",
        "　　3. 发布（publication.posted），公示内容类别为“执法主体”",
        "期限：只此一次，2019-08-31 以前（含当日）",
        "　所定的日子遇休息日不顺延",
        "义务人：角色为“执法机关”，且层级为“设区的市”的行政机关",
    ],
    "kunming/km-review-designated": [
        "何时：每次 法制审核完成（legal_review.completed）",
        "本身应当：下列各项都具备：",
        "　　1. 审核/审议/组织主体为“指定的审核机构”",
        "　　2. 审核人员全部在最近一次「清单报备（list.filed），清单种类为“法制审核人员”，"
        "且报送/备案对象含“本级司法行政机关”」所列的“清单条目·事项名称”之内",
        "　不符合的为违反",
        "义务人：角色为“执法机关”，且“设法制机构”为“否”的行政机关",
    ],
    "national/final": [
        "何时：每次发生下列任何一项：",
        "　　1. 送达（service.completed）",
        "　　2. 公告期满视为送达（announcement-served）",
        "到来：下列期限中最晚的一个届满之时：",
        "　自该事件之日起满 60日",
        "　当日不计，自次日数起，休息日照算，末日遇休息日的，顺延到下一个工作日",
        "　自该事件之日起满 6个月",
        "　到对应日为止，没有对应日的到月底，末日遇休息日的，顺延到下一个工作日",
        "　最后一日终了，视为发生了这个事件",
        "停住：自「申请复议或提起诉讼（remedy.sought）」起到「复议或诉讼结束（remedy.concluded）」止，不到来",
        "改算：发生「复议或诉讼结束（remedy.concluded），救济种类为“行政复议”」的，改为自那时起 15日届满时到来",
        "　发生「复议或诉讼结束（remedy.concluded），救济种类为“行政诉讼”」的，当即到来",
        "期限属于：当事人",
    ],
    "national/minor-corrected-harmless": [
        "何时：每次 拟作决定（decision.proposed），决定类别为“行政处罚”的",
        "前提：下列各项都具备：",
        "　　1. “违法轻微”为“是”",
        "　　2. “及时改正”为“是”",
        "　　3. “有无危害后果”为“无”，或者危害后果的程度为“无”",
        "应当：不予处罚（no_penalty）",
        "　决定没有这样做又没有说明理由的，为违反",
        AGENCY,
    ],
    "national/statute-rights-heard": [
        "何时：到判断之时有过 下列各项都有：",
        "　　1. 举行听证（hearing.held）",
        "　　2. 拟作决定（decision.proposed），决定类别为“行政处罚”，"
        "且直接关系其重大权益者含“行政相对人”或者“第三人”的",
        "结果：该决定属于“重大执法决定”（major）、“处罚法规定须审核的决定”（major_by_statute）",
        "　案卷里没有“拟作决定”的，看决定本身",
        AGENCY,
    ],
    "mangshi/ms-ex-police": [
        "前提：该人员的类别为“人民警察”",
        "免除：下列规则（以其起因事件来看）：",
        "　　1. 持证执法（yunnan/yn-certified-to-act）",
        "　　2. 不符合执法要求的，处理证件（mangshi/ms-unfit-certificate-handled）",
        "　　3. 离岗收回证件（mangshi/ms-left-certificate-returned）",
        "　　4. 离岗注销证件（mangshi/ms-left-cancellation-filed）",
        "　　5. 考试合格方可领证（mangshi/ms-exam-before-certificate）",
        "　　6. 未取得证件不得执法（mangshi/ms-no-uncertified-enforcement）",
        "允许从宽：YN-CERT-01",
    ],
    "national/two-certified-officers": [
        "何时：每次发生下列任何一项：",
        "　　1. 调查取证活动（investigation）中的任何一种",
        "　　2. 现场处理违法行为（onsite_handling.conducted）",
        "　　3. 作出决定（decision.made），决定类别为“行政处罚”，且程序为“简易（当场）”的",
        "本身应当：实施人员中符合下列各项的不少于 2 名：",
        "　　1. “持有效执法证件”为“是”",
        "　　2. 身份不是“辅助、协管人员”",
        "　不符合的为违反",
        AGENCY,
        "其中：调查取证活动（investigation）：行政检查（inspection.conducted）、询问（inquiry.conducted）、"
        "勘验（inquest.conducted）、抽样取证（sampling.conducted）、"
        "「收集证据（evidence.collected），“由电子技术监控设备取得”为“否”」、"
        "证据先行登记保存（evidence.registered_for_preservation）",
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_rule_in_chinese(name: str) -> None:
    assert told(name) == EXPECTED[name]


IN_ENGLISH = {
    "national/seizure-limit": [
        "when: each time: seizure.executed where measure is seal or detain",
        "must: any of these:",
        "　　1. seizure.released, with the same measure as the trigger",
        "　　2. property.disposed",
        "term: within 30 days after seizure.executed",
        "　that day is not counted; rest days are; a rest day at the end does not move it",
        "extension: (seizure.extended, with the same measure as the trigger), if it comes before the term ends, "
        "adds its extended_days, at most 30 days; a later one extends nothing",
        "not counted: the days from (appraisal.started where notified_in_writing is true) to (appraisal.finished), "
        "both included, are left out of the count",
        "binds: the agency, where role is enforcement_agency",
    ],
    "national/summary-cap": [
        "when: each time: decision.made where decision_type is penalty and procedure is summary "
        "and penalty_kinds contains fine",
        "the act must: any of these holds:",
        "　　1. amount is at most the parameter summary_cap_person [50 from 1996-10-01; 200 from 2021-07-15]",
        "　　2. all of these hold:",
        "　　　1. kind of the party is legal_person or other_org",
        "　　　2. amount is at most the parameter summary_cap_org [1000 from 1996-10-01; 3000 from 2021-07-15]",
        "　what falls short is a violation",
        "binds: the agency, where role is enforcement_agency",
    ],
}


@pytest.mark.parametrize("name", IN_ENGLISH)
def test_a_real_rule_in_english(name: str) -> None:
    assert told(name, "en") == IN_ENGLISH[name]


def test_the_words_at_the_end_lead_back_to_the_file() -> None:
    told("national/fine-paid")
    rule = MADE["national"].rules["national/fine-paid"]
    [words] = [part for part in paraphrase(rule, MADE["national"]) if part.label == "用词"]
    assert words.text == (
        "决定类别 decision_type（行政处罚 penalty）；处罚种类 penalty_kinds（罚款 fine）；"
        "纠正方式 overturn_kind（撤销 revoked、确认无效 confirmed_void）"
    )
    assert not [part for part in paraphrase(rule, MADE["national"], "en") if part.label == "用词"]
