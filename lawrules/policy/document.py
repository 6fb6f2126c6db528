"""A policy file as its author wrote it: which keys exist, what may stand behind each.

Takes a `Document` (values with places). Promises: a file that passes has only keys that the language knows, each with a
value of the right kind; what patterns, conditions and periods mean is settled later, when words are resolved.
The same models give the JSON Schema for editors, so the two cannot differ.

Only this module imports pydantic, and the loader imports this module only when it reads a file: `import lawrules`
stays light.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from lawrules.diagnostics import Diagnostic
from lawrules.policy import keys, schema, shape
from lawrules.policy.read import Document

# ── kinds of values


def _refuse(code: str, **words: Any) -> PydanticCustomError:
    # pydantic formats the template with the context, which carries our words; the text itself is never shown.
    return PydanticCustomError("lawrules", "{code}", {"code": code, "words": words})


def _kind(accepts: Callable[[Any], bool], zh: str, en: str, json: dict[str, Any], code: str = "LR103") -> Any:
    """A kind of value: what it accepts, how a diagnostic names it, and its JSON Schema."""
    expected = {"zh": zh, "en": en}

    def check(value: Any) -> Any:
        if value is None or value == "":
            raise _refuse("LR108")
        if not accepts(value):
            raise _refuse(code, expected=expected)
        return value

    return Annotated[Any, PlainValidator(check), WithJsonSchema(json)]


def _text(pattern: str, zh: str, en: str, code: str = "LR103", **json: Any) -> Any:
    compiled = re.compile(rf"(?:{pattern})\Z")
    return _kind(
        lambda v: isinstance(v, str) and compiled.match(v) is not None,
        zh, en, {"type": "string", "pattern": f"^(?:{pattern})$", **json}, code,
    )


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _day_of_the_year(value: Any) -> Any:
    """`12-15`, `next 01-31`: a day that every year has."""
    match = re.fullmatch(r"(?:next )?(\d{2})-(\d{2})", value) if isinstance(value, str) else None
    if value is None:
        raise _refuse("LR108")
    if match is None:
        raise _refuse("LR106")
    try:
        date(2023, int(match[1]), int(match[2]))
    except ValueError:
        raise _refuse("LR405") from None
    return value


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


Text = _kind(lambda v: isinstance(v, str) and bool(v.strip()), "文字（数字请加引号）", "text (quote a number)", {"type": "string"})
Flag = _kind(lambda v: isinstance(v, bool), "true 或 false", "true or false", {"type": "boolean"})
Whole = _kind(_number, "整数", "a whole number", {"type": "integer"})
Date = _kind(_is_date, "", "", {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}, "LR106")
YearDay = Annotated[Any, PlainValidator(_day_of_the_year), WithJsonSchema(
    {"type": "string", "pattern": r"^(next )?\d{2}-\d{2}$", "examples": ["12-15", "next 01-31"]})]
RuleId = _text(r"[a-z0-9]+(?:-[a-z0-9]+)*", "", "", "LR107")
Ref = _text(r"(?:[a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9-]*", "规则编号，或者 层名/编号", "a rule's id, or layer/id")
Code = _text(r"[A-Za-z0-9][A-Za-z0-9._-]*", "编号（字母、数字和连字符，例如 K-29）", "an id such as K-29")
Name = _text(r"[a-z][a-z0-9_]*", "名称（小写字母、数字和下划线，例如 review_limit）", "a name such as review_limit")
EventName = _text(r"[a-z][a-z0-9_]*\.[a-z0-9_.]+", "事件名（名词.动作，例如 decision.made）", "an event's name such as decision.made")


def _given(value: Any) -> Any:
    if value is None or value == {} or value == []:
        raise _refuse("LR108")
    return value


def _loose(kind: str) -> Any:
    """A tree whose words are resolved later: anything but nothing. The schema describes it for editors."""
    return Annotated[Any, PlainValidator(_given), WithJsonSchema({schema.REFER: kind})]


Pattern, Condition, Period, Periods = _loose("pattern"), _loose("condition"), _loose("period"), _loose("periods")
Value = _loose("value")
Choice = Text


def _listed(value: Any) -> Any:
    if value is None:
        raise _refuse("LR108")
    return value if isinstance(value, list) else [value]


def _many(item: Any, *, empty: bool = False) -> Any:
    """One, or a list of them."""

    def filled(value: Any) -> Any:
        if value == [] and not empty:
            raise _refuse("LR108")
        return _listed(value)

    return Annotated[list[item], BeforeValidator(filled), WithJsonSchema({schema.ONE_OR_MANY: _json_of(item)})]


def _json_of(item: Any) -> Any:
    for part in getattr(item, "__metadata__", ()):
        if isinstance(part, WithJsonSchema):
            return part.json_schema
    return {}


def _map(key: Any, value: Any) -> Any:
    return dict[key, value]


def K(description: str) -> Any:
    """A key that may be left out, with the sentence that an editor shows for it."""
    return Field(default=None, description=description)


def R(description: str) -> Any:
    """A key that must be there."""
    return Field(description=description)


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.rstrip("_"), arbitrary_types_allowed=True,
    )


# ── the parts of a file that are no rules


class JurisdictionDoc(_Part):
    name: Text = R("地名")
    code: Text = R("GB/T 2260 行政区划代码，加引号")
    level: Text = R("层级：national、province、prefecture、city、county、district、township")


class ForceDoc(_Part):
    from_: Date = K("自这一天起施行（含当日）")
    to: Date = K("到这一天为止（含当日）")


Forces = Annotated[
    list[ForceDoc], BeforeValidator(_listed), WithJsonSchema({schema.ONE_OR_MANY: {schema.REFER: "force"}})
]


class CountsDoc(_Part):
    working_days: list[Whole] = R("本文件中哪些天数按工作日计算，例如 [2, 3, 5, 7]；都按自然日的写 []")


class SourceDoc(_Part):
    title: Text = R("文件全称")
    number: Text = K("文号")
    issuer: Text = K("制定机关")
    issued: Date = K("公布日期")
    in_force: ForceDoc = K("施行起止日期")
    counts: CountsDoc = K("本文件怎样计算天数")


class ClauseDoc(_Part):
    source: Code = R("出自 sources: 中的哪个文件")
    at: Text = R("条款项，例如 第四十八条第一款")
    says: Text = R("要点，用自己的话概括")
    not_encoded: Text = K("没有写成规则的理由")
    verified: Text = K("核对所据：text（原文）、news（报道）、memory（记忆）")


class ParameterValueDoc(_Part):
    is_: Value = R("自该日起的值")
    basis: Code = R("依据的条款")


class FieldDoc(_Part):
    title: Text = K("中文名")
    type: Text = R("类型：bool、int、decimal、string、date、datetime、enum、set、ref、refs、items")
    choices: _map(Any, Text) = K("可取的值和中文名")  # type: ignore[valid-type]
    to: Text = K("ref、refs 指向哪一类")
    identity: Flag = K("是否用来辨认同一对象")
    assume: Any = K("没有写时推定的值")
    min: Whole = K("最小值")
    open: Flag = K("是否允许 choices 以外的值")


class ProfileDoc(_Part):
    title: Text = K("中文名")
    fields: dict[Name, FieldDoc] = K("字段")  # type: ignore[valid-type]


class EventTypeDoc(_Part):
    title: Text = K("中文名")
    scope: Text = K("case（案件）、agency（机关）或 both")
    concerns: Text = K("没有指明所针对事件的答复及于何处：event、case 或 agency")
    with_: _many(Name, empty=True) = K("带上哪些字段组")  # type: ignore[valid-type]
    fields: _many(Name, empty=True) = K("有哪些字段")  # type: ignore[valid-type]


class EventsDoc(_Part):
    profiles: dict[Name, ProfileDoc] = K("档案：机关、单位、人员、当事人、清单条目的字段")  # type: ignore[valid-type]
    field_sets: dict[Name, list[Name]] = K("字段组")  # type: ignore[valid-type]
    types: dict[EventName, EventTypeDoc] = K("事件类型")  # type: ignore[valid-type]
    fields: dict[Name, FieldDoc] = K("事件的字段")  # type: ignore[valid-type]
    choices: dict[Name, dict[Any, Text]] = K("给已有字段增加的取值")  # type: ignore[valid-type]
    groups: dict[Name, list[Pattern]] = K("事件组")  # type: ignore[valid-type]
    labels: dict[Name, Text] = K("标记和中文名")  # type: ignore[valid-type]


# ── rules: the keys that all families share, then a model a family


class OnceDoc(_Part):
    from_: Date = K("自这一天起完成的算数")
    by: Date = R("截止日")


class ExtensionDoc(_Part):
    when: Pattern = R("延长的事件")
    by: Name = R("记录延长天数的字段")
    up_to: Period = R("最多延长多久")


class ExclusionDoc(_Part):
    from_: Pattern = R("自这个事件起不计入期限")
    until: Pattern = R("到这个事件为止")


class HeldDoc(_Part):
    from_: Pattern = R("自这个事件起停住")
    until: Pattern = R("到这个事件为止")


class ReplacementDoc(_Part):
    when: Pattern = R("取代的事件")
    in_: Periods = K("此后多久；不写就是即时")


def _severity(value: Any) -> Any:
    if value is None:
        raise _refuse("LR108")
    one = isinstance(value, dict) and list(value) == ["must_if"]
    if not one and value not in ("must", "should", "note", "may"):
        raise _refuse("LR103", expected={
            "zh": "must（应当）、should（宜）、note（提示），或者 {must_if: 条件}；may（可以）只用于 leniency",
            "en": "must, should, note or {must_if: conditions}; may stands in leniency only"})
    return value


def _each(value: Any) -> Any:
    if value is None:
        raise _refuse("LR108")
    if not isinstance(value, dict) or len(value) != 1:
        raise _refuse("LR103", expected={
            "zh": "{person: 条件}、{unit: 条件}、{item: 条件} 或 {字段: [值]} 之一",
            "en": "one of {person: …}, {unit: …}, {item: …} or {field: [values]}"})
    return value


Severity = Annotated[Any, PlainValidator(_severity), WithJsonSchema({schema.REFER: "severity"})]
Each = Annotated[Any, PlainValidator(_each), WithJsonSchema({schema.REFER: "each"})]
NameOrPath = _text(r"[a-z][a-z0-9_.]*", "字段名", "a field's name")
Rolls = _kind(
    lambda v: v in keys.ROLLS, "never、next_working_day 或 next_working_day_after_statutory_holiday",
    "never, next_working_day or next_working_day_after_statutory_holiday", {"enum": list(keys.ROLLS)},
)
Every = _kind(lambda v: v in keys.EVERY, "year、half_year、quarter 或 month", "year, half_year, quarter or month",
              {"enum": list(keys.EVERY)})
Level = _kind(lambda v: v in keys.LEVELS, "full（全程）、key_moments（关键环节）或 text（文字）",
              "full, key_moments or text", {"enum": list(keys.LEVELS)})
LawOf = _kind(lambda v: v in keys.LAW_OF, "act（行为时）或 step（步骤时）", "act or step", {"enum": list(keys.LAW_OF)})
Assume = _kind(lambda v: v == "none" or (isinstance(v, list) and all(isinstance(x, str) for x in v)),
               "none（一概不推定），或者不得推定的字段列表", "none, or a list of fields that must not be assumed",
               {"anyOf": [{"const": "none"}, {"type": "array", "items": {"type": "string"}}]})


class _Clock(_Part):
    within: Period = K("期限，例如 7个工作日、30日、24小时")
    from_: NameOrPath = K("从触发事件的哪个字段起算，而不是从事件之日")
    ahead: Period = K("要在触发事件之前多久完成")
    before: Pattern = K("要在哪个事件之前完成")
    every: Every = K("每年、每半年、每季或每月一次")
    by: YearDay = K("年内的截止日：12-15；次年的写 next 01-31")
    once: OnceDoc = K("一次性的期限")
    extend: list[ExtensionDoc] = K("期限可以怎样延长")
    exclude: list[ExclusionDoc] = K("哪些时间不计入期限")
    rolls: Rolls = K("末日遇休息日是否顺延")


class ReadingDoc(_Clock):
    title: Text = K("这种理解的名称")
    basis: _many(Code) = K("这种理解的依据")  # type: ignore[valid-type]
    note: Text = K("说明")
    if_: Condition = K("这种理解下的条件")


class RuleDoc(_Part):
    title: Text = K("规则的标题，让人一看就懂")
    basis: _many(Code) = K("依据的条款编号")  # type: ignore[valid-type]
    severity: Severity = K("must（应当，默认）、should（宜）、note（提示），或者 {must_if: 条件}")
    bearer: Condition = K("约束谁；不写就是文件开头的 bearer")
    unless: _many(Ref) = K("哪些例外情形下不适用")  # type: ignore[valid-type]
    each: Each = K("对每个人、每个单位、每个条目或每个值各作一个判断")
    in_force: Forces = K("规则的施行期间；不写就是所引条款的文件的施行期间")
    overrides: Ref = K("取代上层的哪条规则：层名/编号")
    restates: Ref = K("重申哪条规则：层名/编号；没有写的键从它继承")
    permitted_by: _many(Code) = K("允许从宽的上位条款")  # type: ignore[valid-type]
    readings: dict[Name, ReadingDoc] = K("其他合法的理解")  # type: ignore[valid-type]
    note: Text = K("给读者的说明")
    law_of: LawOf = K("适用行为时的法（act）还是步骤时的法（step，默认）")
    assume: Assume = K("none：缺事实时不推定；或者不得推定的字段")


class DutyDoc(RuleDoc, _Clock):
    when: Pattern = K("什么事件引起这项义务")
    if_: Condition = K("还要满足的条件")
    require: Pattern = K("要做到的事件")
    must: Condition = K("对做到的事件本身的要求")
    same: _many(NameOrPath) = K("两个事件的哪些字段要相同")  # type: ignore[valid-type]
    lifted_by: Pattern = K("什么事件解除这项义务")


class GateDoc(RuleDoc):
    when: Pattern = K("哪个行为要先过这一关")
    if_: Condition = K("还要满足的条件")
    after: Pattern = K("此前必须有过的事件")
    since: Pattern = K("只看这个事件之后的")
    elapsed: Period = K("此后必须已满多久")
    must: Condition = K("对行为本身的要求")
    same: _many(NameOrPath) = K("两个事件的哪些字段要相同")  # type: ignore[valid-type]


class ProhibitionDoc(RuleDoc):
    when: Pattern = K("禁止的行为")
    if_: Condition = K("在什么条件下禁止")


class RecordingDoc(RuleDoc):
    when: Pattern = K("要记录的行为")
    if_: Condition = K("还要满足的条件")
    require: Pattern = K("用什么记录；默认 recording.made")
    level: Level = K("full（全程）、key_moments（关键环节）或 text（文字）")
    breaks: _many(Ref) = K("哪些情形可以中断")  # type: ignore[valid-type]
    must: Condition = K("对记录的要求")


class MajorDecisionDoc(RuleDoc):
    when: Pattern = K("什么事件使决定成为重大")
    if_: Condition = K("还要满足的条件")
    gives: _many(Name) = K("给决定加上的标记；默认 major")  # type: ignore[valid-type]


class ExemptionDoc(RuleDoc):
    if_: Condition = K("例外成立的条件")
    waives: _many(Code | Ref) = K("直接免除的规则或条款")  # type: ignore[valid-type]


class LeniencyDoc(RuleDoc):
    when: Pattern = K("在哪个环节判断，一般是 decision.proposed")
    if_: Condition = K("从轻、减轻、不予处罚的条件")
    effect: Text = K("效果，例如 no_penalty")


class MilestoneDoc(RuleDoc):
    when: Pattern = K("从哪个事件起算")
    if_: Condition = K("还要满足的条件")
    in_: Periods = K("此后多久到来；{latest_of: [60日, 6个月]} 取较晚的")
    from_: NameOrPath = K("从触发事件的哪个字段起算")
    exclude: list[ExclusionDoc] = K("哪些时间不计入")
    rolls: Rolls = K("末日遇休息日是否顺延")
    unless_first: Pattern = K("先有这个事件的，不再到来")
    held: HeldDoc = K("期间停住")
    replaced_by: list[ReplacementDoc] = K("被哪些事件取代")


FAMILY_MODELS: dict[str, type[RuleDoc]] = {
    "duties": DutyDoc, "gates": GateDoc, "prohibitions": ProhibitionDoc, "recording": RecordingDoc,
    "major_decisions": MajorDecisionDoc, "exemptions": ExemptionDoc, "leniency": LeniencyDoc,
    "milestones": MilestoneDoc,
}


class PolicyFile(_Part):
    policy: RuleId = R("策略编号，与文件名相同")
    title: Text = R("策略名称")
    jurisdiction: JurisdictionDoc = K("管辖区域")
    extends: _many(RuleId, empty=True) = K("上层策略，最上层在前")  # type: ignore[valid-type]
    in_force: Forces = K("整个文件的施行期间")
    scope: Condition = K("只及于哪些案件")
    bearer: Condition = K("义务默认由谁承担")
    supervisor: Name = K("监督这些义务的角色")
    calendars: _many(Code, empty=True) = K("本层增加的地方休息日")  # type: ignore[valid-type]
    sources: dict[Code, SourceDoc] = K("所依据的文件")  # type: ignore[valid-type]
    clauses: dict[Code, ClauseDoc] = K("全部条款，一条不漏")  # type: ignore[valid-type]
    parameters: dict[Name, dict[str, Any]] = K("随时间变化的数值")  # type: ignore[valid-type]
    events: EventsDoc = K("本层增加的事件、字段和取值")
    duties: dict[RuleId, DutyDoc] = K("义务和期限")  # type: ignore[valid-type]
    gates: dict[RuleId, GateDoc] = K("先决条件：没有甲不得乙")  # type: ignore[valid-type]
    prohibitions: dict[RuleId, ProhibitionDoc] = K("禁止")  # type: ignore[valid-type]
    recording: dict[RuleId, RecordingDoc] = K("全过程记录")  # type: ignore[valid-type]
    major_decisions: dict[RuleId, MajorDecisionDoc] = K("哪些是重大执法决定")  # type: ignore[valid-type]
    exemptions: dict[RuleId, ExemptionDoc] = K("例外情形")  # type: ignore[valid-type]
    leniency: dict[RuleId, LeniencyDoc] = K("减免责清单")  # type: ignore[valid-type]
    milestones: dict[RuleId, MilestoneDoc] = K("由法律推出的时点")  # type: ignore[valid-type]
