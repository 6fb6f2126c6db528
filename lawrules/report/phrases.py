"""The words of reports in Chinese and English: verdicts, severities, notes, reasons, missing facts.

Findings carry codes; every sentence that a reader sees stands here, once per language. A code without a sentence is
shown as it is, with its words, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lawrules.cases.assessment import Finding, Note, Rejected, Verdict
from lawrules.policy.vocabulary import Field, Vocabulary

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

NOT_OWED: dict[str, Pair] = {"not_owed": ("不适用", "not owed")}
"""What only another reading can say: by it the rule asks for nothing here."""

SEVERITIES: dict[str, Pair] = {
    "must": ("应当", "must"),
    "should": ("建议", "should"),
    "note": ("提示", "note"),
    "may": ("可以", "may"),
}

BEARERS: dict[str, Pair] = {
    "agency": ("行政机关", "the agency"),
    "party": ("当事人", "the party"),
    "court": ("人民法院", "the court"),
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
    "act_lacks": ("该行为本身不合要求", "the act itself falls short"),
    "age": ("已过 {days} 日", "{days} days old"),
    "answer_contents": ("办理的内容是否合要求，缺少事实", "whether what was done is sound depends on missing facts"),
    "excused": ("中断有正当原因（{by}）", "the interruption is excused ({by})"),
    "faulty_answer": ("办理（{event}）的内容不合要求", "what was done ({event}) falls short"),
    "gap": ("{from} 至 {to} 没有记录", "no recording from {from} to {to}"),
    "interrupted": ("记录在 {at} 中断（{event}），原因不成立", "the interruption at {at} ({event}) is not excused"),
    "late_extension": (
        "延长决定（{event}，{at}）作出时期限已经届满，不发生延长的效力",
        "the extension ({event}, {at}) came after the due date and extends nothing",
    ),
    "latest_unfit": ("最近一次（{event}）不合要求", "the latest one ({event}) does not open the way"),
    "lacks": ("此前没有：{what}", "nothing earlier: {what}"),
    "lawful_from": ("{date} 起方可", "lawful from {date}"),
    "leniency_hit": ("符合减免责情形：{effect}", "leniency applies: {effect}"),
    "leniency_reason": ("决定（{event}）说明了理由", "the decision ({event}) gives its reason"),
    "leniency_reason_missing": (
        "决定（{event}）没有说明不适用的理由",
        "the decision ({event}) gives no reason against it",
    ),
    "no_notice": ("没有通知", "no notice was given"),
    "not_recorded": ("没有记录，事后无法补录", "not recorded, and it cannot be recorded afterwards"),
    "only_key_moments": ("只记录了关键环节，没有全程", "only key moments are recorded, not the whole"),
    "otherwise": ("否则：{verdict}", "otherwise {verdict}"),
    "perhaps": ("{events} 是否算作履行，尚不能确定", "whether {events} counts is not certain"),
    "person_left": ("人员已经离岗", "the person has left"),
    "rule": ("{text}", "{text}"),
    "spared": ("{person} 不计（{by}）", "{person} does not count ({by})"),
    "due_undecided": ("届满日取决于：{facts}", "the due date depends on {facts}"),
    "severity_undecided": (
        "是否“应当”取决于：{facts}；暂按“建议”",
        "whether it is a must depends on {facts}; taken as should",
    ),
}

EFFECTS: dict[str, Pair] = {
    "no_penalty": ("不予处罚", "no penalty"),
    "lighter": ("从轻处罚", "a lighter penalty"),
    "reduced": ("减轻处罚", "a reduced penalty"),
    "no_compulsion": ("免予强制", "no compulsion"),
}

REASONS: dict[str, Pair] = {
    "about_another": ("针对的是别的事项", "concerns something else"),
    "before_trigger": ("早于起因", "before the trigger"),
    "condition": ("不符合规定的内容", "does not meet the conditions"),
    "other_identity": ("所涉人员、单位或者事项不同", "about another person, unit or item"),
    "serves_another": ("已用于另一项义务", "already serves another trigger"),
}

_BY_VALUE = {value.value: value for value in Verdict}


def pick(pair: Pair, lang: str) -> str:
    """The half of a pair that `lang` asks for."""
    return pair[0] if lang == "zh" else pair[1]


def verdict(value: Verdict, lang: str) -> str:
    return pick(VERDICTS[value], lang)


def reading_verdict(value: str, lang: str) -> str:
    """What another reading gives: a verdict, or that the duty would not be owed at all."""
    return verdict(_BY_VALUE[value], lang) if value in _BY_VALUE else pick(NOT_OWED.get(value, (value, value)), lang)


def moment(at: str | None) -> str:
    """A date or time as people write it, without the `T` of ISO 8601."""
    return (at or "").replace("T", " ")


def supervisor(role: str, vocabulary: Vocabulary | None, lang: str) -> str:
    """Which agency watches over a duty, by the title of its role."""
    if lang != "zh":
        return f"supervised by the {role.replace('_', ' ')}"
    known = vocabulary.profiles.get("agency", {}).get("role") if vocabulary is not None else None
    return f"督促机关：{known.choices.get(role, role) if known is not None else role}"


def severity(value: str, lang: str) -> str:
    return pick(SEVERITIES.get(value, (value, value)), lang)


def bearer(value: str, lang: str) -> str:
    return pick(BEARERS.get(value, (value, value)), lang)


def family(value: str, lang: str) -> str:
    return pick(FAMILIES.get(value, (value, value)), lang)


def note(value: Note, lang: str, vocabulary: Vocabulary | None = None) -> str:
    """A note as a sentence; an unknown code with its words."""
    words = dict(value.words)
    if "verdict" in words and words["verdict"] in _BY_VALUE:
        words["verdict"] = pick(VERDICTS[_BY_VALUE[words["verdict"]]], lang)
    words |= {name: moment(words[name]) for name in ("at", "date", "from", "to") if name in words}
    if "facts" in words:
        words["facts"] = facts(words["facts"].split("、"), vocabulary, lang)
    if "what" in words:
        words["what"] = part(words["what"], vocabulary, lang)
    if "effect" in words:
        words["effect"] = pick(EFFECTS.get(words["effect"], (words["effect"], words["effect"])), lang)
    if value.code in NOTES:
        told = pick(NOTES[value.code], lang).format_map(_Blank(words))
        fields = _fields(words.get("fields", ""), vocabulary, lang)
        return told if not fields else f"{told}：{fields}" if lang == "zh" else f"{told}: {fields}"
    said = ("，" if lang == "zh" else ", ").join(f"{k}={v}" for k, v in words.items())
    if not said:
        return value.code
    return f"{value.code}（{said}）" if lang == "zh" else f"{value.code} ({said})"


def _fields(names: str, vocabulary: Vocabulary | None, lang: str) -> str:
    """Field names in a row: `检查方式（inspection_mode）` by its title or by its name, a bare name by its title."""
    told = []
    for text in filter(None, names.split("、")):
        title, bracket, name = text.rstrip("）").partition("（")
        known = _field("", title, vocabulary) if not bracket and lang == "zh" else None
        told.append((title if lang == "zh" else name) if bracket else known.title if known is not None else text)
    return ("、" if lang == "zh" else ", ").join(told)


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
    """A missing fact: `d1.amount` as d1 的金额, `$limit` as a parameter, `notice:2027` as a notice."""
    if name.startswith("$"):
        return f"参数 {name[1:]} 的数值" if lang == "zh" else f"the parameter {name[1:]}"
    kind, colon, detail = name.partition(":")
    if colon and kind in _GAPS:
        return pick(_GAPS[kind], lang).format(_kind_of_events(detail, vocabulary, lang))
    if name in _SUBJECTS:
        return pick(_SUBJECTS[name], lang)
    subject, dot, field = name.rpartition(".")
    if not dot or lang != "zh" or (vocabulary is not None and name in vocabulary.types):
        return event(name, vocabulary, lang)
    known = _field(subject, field, vocabulary)
    title = "时刻" if field == "at" else known.title if known is not None else ""
    if not title:
        return name
    group, _, one = subject.partition(".")
    named = one if one and group in ("persons", "units", "items") else pick(_SUBJECTS.get(subject, (subject, "")), lang)
    blank = " " if named[-1:].isascii() else ""
    if known is not None and known.type == "bool":
        return f"{named}{blank}是否{title.removeprefix('是否')}"
    return f"{named}{blank}的{title}"


def _kind_of_events(name: str, vocabulary: Vocabulary | None, lang: str) -> str:
    """An event type by its title, a noun (`recording`) by the titles of its types."""
    if vocabulary is None or lang != "zh" or name in vocabulary.types:
        return event(name, vocabulary, lang)
    titles = [kind.title for type, kind in vocabulary.types.items() if type.partition(".")[0] == name]
    return "、".join(titles[:3]) + ("等" if len(titles) > 3 else "") if titles else name


_SUBJECTS: dict[str, Pair] = {
    "party": ("当事人", "the party"),
    "agency": ("机关", "the agency"),
    "case": ("案件", "the case"),
    "unit": ("单位", "the unit"),
    "person": ("人员", "the person"),
    "period": ("期限的长短", "the length of the term"),
}

_GAPS: dict[str, Pair] = {
    "notice": ("{} 年的放假安排（尚未公布）", "the holidays of {} (not announced)"),
    "covers": ("案卷没有收录的材料：{}", "what the file does not cover: {}"),
    "register": ("机关名册（{}）", "the agency's register ({})"),
    "before-register": ("名册起日以前的情况：{}", "what came before the register began: {}"),
    "since": ("起算的事件：{}", "the event from which it counts: {}"),
}


def _field(subject: str, field: str, vocabulary: Vocabulary | None) -> Field | None:
    """The field that a missing fact names: of the subject's profile, of events, or of any profile."""
    if vocabulary is None:
        return None
    known = vocabulary.profiles.get(subject, {}).get(field) or vocabulary.fields.get(field)
    if known is None:
        known = next((fields[field] for fields in vocabulary.profiles.values() if field in fields), None)
    return known


def part(text: str, vocabulary: Vocabulary | None, lang: str) -> str:
    """A part of a rule, `legal_review.completed(approved)/hearing.held`, in words; other texts stay as they are.

    A person or item may stand before it: `孙 training.completed(public_law)`. A single choice goes by its title.
    """
    who, blank, rest = text.rpartition(" ")
    if lang != "zh" or vocabulary is None:
        return text
    if rest.partition("(")[0].partition("/")[0] not in vocabulary.types:
        # The field is not known here, so that a choice which two fields call differently keeps its name.
        titles = {field.choices[text] for field in vocabulary.fields.values() if text in field.choices}
        return titles.pop() if len(titles) == 1 else pick(EFFECTS.get(text, (text, text)), lang)
    parts = []
    for one in rest.split("/"):
        type, bracket, inside = one.partition("(")
        values = [_value(value, vocabulary) for value in inside.rstrip(")").replace("|", ",").split(",")]
        parts.append(event(type, vocabulary, lang) + (f"（{'、'.join(values)}）" if bracket else ""))
    return (f"{who}：" if blank else "") + "或者".join(parts)


def _value(value: str, vocabulary: Vocabulary) -> str:
    """The title of a choice, wherever it is declared."""
    return next((field.choices[value] for field in vocabulary.fields.values() if value in field.choices), value)


def assumptions(texts: Iterable[str], vocabulary: Vocabulary | None, lang: str) -> list[str]:
    """What was taken for granted: `emergency=false` of silent fields, `order:a~b` of two events of one day."""
    zh = lang == "zh"
    silent, order = [], []
    for text in texts:
        kind, colon, detail = text.partition(":")
        if colon and kind == "order":
            order.append(detail.replace("~", "、" if zh else " and "))
        else:
            silent.append(_silence(text, vocabulary, lang))
    lines = []
    if silent:
        lines.append(f"没有写明的，推定：{'；'.join(silent)}" if zh else f"not said, so assumed: {'; '.join(silent)}")
    if order:
        lines.append(
            f"同一日而未写先后的，推定按合法的先后：{'；'.join(order)}"
            if zh
            else f"of one day and in no order, so assumed in the lawful one: {'; '.join(order)}"
        )
    return lines


def _silence(text: str, vocabulary: Vocabulary | None, lang: str) -> str:
    name, equals, value = text.partition("=")
    value = value or "none"
    known = _field("", name, vocabulary) if equals and lang == "zh" else None
    if known is None:
        return f"{name}={value}" if equals else text
    return f"{known.title}＝{_ASSUMED.get(value, value)}"


_ASSUMED = {"true": "是", "false": "否", "[]": "无", "[none]": "无", "none": "无"}
"""Values of fields that nobody filled in, in words."""


def warning(text: str, lang: str) -> str:
    """A warning of an assessment: `after_as_of:d1,d2`, or a sentence that stays as it is."""
    kind, colon, detail = text.partition(":")
    if not colon or kind != "after_as_of":
        return text
    ids = detail.replace(",", "、" if lang == "zh" else ", ")
    if lang == "zh":
        return f"评估日之后的事件没有计入：{ids}"
    return f"events after the date of assessment are left out: {ids}"


def facts(names: Iterable[str], vocabulary: Vocabulary | None, lang: str) -> str:
    """Missing facts in a row."""
    return ("、" if lang == "zh" else ", ").join(fact(name, vocabulary, lang) for name in names)


UNVERIFIED: dict[str, Pair] = {
    "memory": ("（凭记忆登记，使用前请核对原文）", " (from memory: check the text before relying on it)"),
    "news": ("（据官方报道登记，使用前请核对原文）", " (from an official summary: check the text first)"),
}


def basis(finding: Finding, lang: str) -> str:
    """The clauses a finding rests on, with instrument and place: 《…》二(一)3(1)〔K-29〕."""
    parts = []
    for b in finding.basis:
        source = f"《{b.source}》" if lang == "zh" and b.source and "《" not in b.source else b.source
        doubt = pick(UNVERIFIED[b.verified], lang) if b.doubtful else ""
        parts.append(
            f"{source}{b.at}〔{b.clause}〕{doubt}" if lang == "zh" else f"{source} {b.at} [{b.clause}]{doubt}".strip()
        )
    return ("；" if lang == "zh" else "; ").join(parts)


class _Blank(dict[str, str]):
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)

    def __missing__(self, key: str) -> str:
        return "…"
