"""The words of reports in Chinese and English: verdicts, severities, notes, reasons, missing facts.

Findings carry codes; every sentence that a reader sees stands here, once per language. A code without a sentence is
shown as it is, with its words, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lawrules.cases.assessment import Finding, Note, Rejected, Verdict
from lawrules.policy.vocabulary import Vocabulary

Pair = tuple[str, str]

VERDICTS: dict[Verdict, Pair] = {
    Verdict.SATISFIED: ("已履行", "satisfied"),
    Verdict.LATE: ("逾期履行", "done late"),
    Verdict.PENDING: ("待履行", "pending"),
    Verdict.OVERDUE: ("逾期未履行", "overdue"),
    Verdict.VIOLATED: ("违反", "violated"),
    Verdict.WAIVED: ("免除", "waived"),
    Verdict.RELEASED: ("解除", "released"),
    Verdict.UNDETERMINED: ("无法判断", "undetermined"),
}

SEVERITIES: dict[str, Pair] = {
    "must": ("应当", "must"), "should": ("建议", "should"), "note": ("提示", "note"), "may": ("可以", "may"),
}

BEARERS: dict[str, Pair] = {
    "agency": ("行政机关", "the agency"), "party": ("当事人", "the party"), "court": ("人民法院", "the court"),
}

FAMILIES: dict[str, Pair] = {
    "duties": ("义务", "duty"),
    "gates": ("前置条件", "gate"),
    "prohibitions": ("禁止", "prohibition"),
    "recording": ("记录", "recording"),
    "major_decisions": ("重大决定标准", "major decision"),
    "exemptions": ("除外情形", "exemption"),
    "leniency": ("减免责", "leniency"),
    "milestones": ("法定时点", "milestone"),
}

NOTES: dict[str, Pair] = {
    "suspended": ("期限自 {since} 起中止计算", "the clock has stood still since {since}"),
    "provisional": ("{year} 年放假安排尚未公布，期限为推定", "provisional: the holidays of {year} are not announced"),
    "late_extension": ("延长决定（{event}）作出时期限已经届满，不发生延长的效力",
                       "the extension ({event}) came after the due date and extends nothing"),
    "excess_extension": ("延长超过上限 {up_to}，超出部分不计",
                         "the extension exceeds {up_to}; the rest does not count"),
    "extension_unknown": ("延长（{event}）没有写明天数", "the extension ({event}) does not say for how long"),
    "exclusion_after_due": ("中止（{event}）在期限届满之后，不影响期限", "the span ({event}) began after the due date"),
    "excluded": ("{from} 至 {until} 不计入期限", "{from} to {until} is left out of the count"),
    "faulty": ("{event} 不合要求：{field}", "{event} falls short: {field}"),
    "faulty_answer": ("{event} 不合要求：{field}", "{event} falls short: {field}"),
    "lacking": ("缺少：{items}", "lacking: {items}"),
    "cured": ("此前的瑕疵已由 {event} 补正", "{event} cured the earlier fault"),
    "lifted": ("义务已由 {event} 解除", "lifted by {event}"),
    "would_be_met": ("不计除外情形，该义务也已履行", "it would have been met without the exemption"),
    "would_be_broken": ("不计除外情形，该义务未履行", "without the exemption it would not have been met"),
    "gap": ("{from} 至 {until} 没有记录", "no recording from {from} to {until}"),
    "excused_gap": ("{from} 至 {until} 记录中断，原因可以成立（{by}）", "gap from {from} to {until}, excused by {by}"),
    "short_notice": ("通知距该日不足 {period}", "less than {period} between the notice and the event"),
    "soon_after_issue": ("文件于 {issued} 印发，距截止日只有 {days} 日", "issued on {issued}, only {days} days before"),
    "measure": ("累计 {got}，要求 {need}", "{got} reached, {need} required"),
    "folded": ("与 {rule} 合并计列", "folded into {rule}"),
    "severity_unknown": ("是否为“应当”取决于：{facts}，暂按“建议”",
                         "whether it is a must depends on {facts}; taken as should"),
    "earlier_effort": ("此前的办理（{event}）计入", "the earlier {event} counts"),
    "hour_unknown": ("{event} 只写了日期，小时期限需要钟点", "{event} has a date only; an hour term needs the hour"),
    "no_reason": ("未说明不予从轻、减轻或者免罚的理由", "no reason is given for not being lenient"),
    "age": ("已过 {days} 日", "{days} days old"),
    "not_covered": ("案卷没有收录 {kind} 这类事件", "the file does not cover {kind}"),
    "before_since": ("{since} 以前的情况名册没有记载", "the register says nothing before {since}"),
    "lacks_earlier": ("此前没有：{what}", "nothing earlier: {what}"),
    "too_soon": ("距 {event} 不满 {period}，{lawful} 起方可", "less than {period} after {event}; lawful from {lawful}"),
}

REASONS: dict[str, Pair] = {
    "before_trigger": ("早于起因", "before the trigger"),
    "after_trigger": ("晚于该行为", "after the act"),
    "after_as_of": ("在评估日之后", "after the date of assessment"),
    "after_due": ("已过期限", "after the due date"),
    "condition": ("不符合规定的内容", "does not meet the conditions"),
    "unknown": ("是否符合，缺少事实", "cannot be told: facts are missing"),
    "undetermined": ("是否符合，缺少事实", "cannot be told: facts are missing"),
    "identity": ("所涉人员、单位或者事项不同", "about another person, unit or item"),
    "same": ("与起因不一致", "does not agree with the trigger"),
    "not_about": ("针对的是别的事项", "concerns something else"),
    "about": ("针对的是别的事项", "concerns something else"),
    "used": ("已用于另一项义务", "already serves another trigger"),
    "other_trigger": ("已用于另一项义务", "already serves another trigger"),
    "faulty": ("内容不合要求", "falls short of what is required"),
    "superseded": ("之后又有同类事件", "a later event of its kind counts"),
    "since": ("早于起算的事件", "before the event from which it counts"),
    "too_early": ("早于可以办理之日", "too early"),
    "too_late": ("晚于最迟之日", "too late"),
    "other_period": ("属于另一年度或者周期", "belongs to another period"),
    "other_case": ("属于另一案件", "belongs to another case"),
}


def pick(pair: Pair, lang: str) -> str:
    """The half of a pair that `lang` asks for."""
    return pair[0] if lang == "zh" else pair[1]


def verdict(value: Verdict, lang: str) -> str:
    return pick(VERDICTS[value], lang)


def severity(value: str, lang: str) -> str:
    return pick(SEVERITIES.get(value, (value, value)), lang)


def bearer(value: str, lang: str) -> str:
    return pick(BEARERS.get(value, (value, value)), lang)


def family(value: str, lang: str) -> str:
    return pick(FAMILIES.get(value, (value, value)), lang)


def note(value: Note, lang: str) -> str:
    """A note as a sentence; an unknown code with its words."""
    words = dict(value.words)
    if value.code in NOTES:
        return pick(NOTES[value.code], lang).format_map(_Blank(words))
    said = ("，" if lang == "zh" else ", ").join(f"{k}={v}" for k, v in words.items())
    if not said:
        return value.code
    return f"{value.code}（{said}）" if lang == "zh" else f"{value.code} ({said})"


def reason(value: Rejected, lang: str) -> str:
    """Why an answer did not count. `code:detail` names the field or condition after the colon."""
    code, _, detail = value.reason.partition(":")
    said = pick(REASONS.get(code, (code, code)), lang)
    if not detail:
        return said
    return f"{said}（{detail.strip()}）" if lang == "zh" else f"{said} ({detail.strip()})"


def event(type: str, vocabulary: Vocabulary | None, lang: str) -> str:
    """An event type as a reader knows it."""
    kind = vocabulary.types.get(type) if vocabulary is not None else None
    return kind.title if kind is not None and lang == "zh" else type


def fact(name: str, vocabulary: Vocabulary | None, lang: str) -> str:
    """A missing fact: `d1.amount` as 事件 d1 的金额（元）, `$limit` as a parameter, a profile's field by its title."""
    if name.startswith("$"):
        return f"参数 {name[1:]} 的数值" if lang == "zh" else f"the parameter {name[1:]}"
    if lang != "zh":
        return name
    subject, dot, field = name.rpartition(".")
    title = _title(subject, field, vocabulary) if dot else ""
    if not title:
        return name
    who = _SUBJECTS.get(subject) or subject
    return f"{who} 的{title}" if who[-1].isascii() else f"{who}的{title}"


_SUBJECTS = {"party": "当事人", "agency": "机关", "case": "案件", "unit": "单位", "person": "人员", "item": "条目"}


def _title(subject: str, field: str, vocabulary: Vocabulary | None) -> str:
    if field == "at":
        return "时刻"
    if vocabulary is None:
        return ""
    known = vocabulary.profiles.get(subject, {}).get(field) or vocabulary.fields.get(field)
    if known is None:
        known = next((fields[field] for fields in vocabulary.profiles.values() if field in fields), None)
    return known.title if known is not None else ""


def facts(names: Iterable[str], vocabulary: Vocabulary | None, lang: str) -> str:
    """Missing facts in a row."""
    return ("、" if lang == "zh" else ", ").join(fact(name, vocabulary, lang) for name in names)


def basis(finding: Finding, lang: str) -> str:
    """The clauses a finding rests on, with instrument and place: 《…》二(一)3(1)〔K-29〕."""
    parts = []
    for b in finding.basis:
        source = f"《{b.source}》" if lang == "zh" and b.source and "《" not in b.source else b.source
        parts.append(f"{source}{b.at}〔{b.clause}〕" if lang == "zh" else f"{source} {b.at} [{b.clause}]".strip())
    return ("；" if lang == "zh" else "; ").join(parts)


class _Blank(dict[str, str]):
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)

    def __missing__(self, key: str) -> str:
        return "…"
