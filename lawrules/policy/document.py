"""A policy file as its author wrote it: which keys exist, and what may stand behind each.

Takes a `Document` (values with places). Promises: a file that passes has only keys that the language knows, each with a
value of the right kind; what patterns, conditions and periods mean is settled later, when words are resolved.
The same table gives the JSON Schema for editors, so the two cannot differ.
"""

from __future__ import annotations

from typing import Any

from lawrules.diagnostics import Diagnostic
from lawrules.policy import keys, shape
from lawrules.policy.kinds import (
    ANY,
    ASSUME,
    ASSUMED,
    CODE,
    CONDITION,
    DATE,
    EACH,
    EFFECT,
    EVENT_NAME,
    EVERY,
    FIELD_NAME,
    FLAG,
    LAW_OF,
    LAYER_LEVEL,
    LEVEL,
    NAME,
    PATTERN,
    PERIOD,
    PERIODS,
    REF,
    ROLLS,
    RULE_ID,
    SEVERITY,
    TEXT,
    VALUE,
    VERIFIED,
    WAIVED,
    WHOLE,
    YEAR_DAY,
    Fault,
    Part,
    Several,
    Table,
    many,
    may,
    named,
    need,
    part,
)
from lawrules.policy.read import Document
from lawrules.policy.vocabulary import CONCERNS, FIELD_TYPES, SCOPES

# ── the parts of a file that are no rules

JURISDICTION = part(
    "Jurisdiction",
    name=need(TEXT, "地名"),
    code=may(TEXT, "GB/T 2260 行政区划代码，加引号"),
    level=need(LAYER_LEVEL, "层级"),
)
FORCE = part("Force", from_=may(DATE, "自这一天起施行（含当日）"), to=may(DATE, "到这一天为止（含当日）"))
COUNTS = part(
    "Counts",
    working_days=need(Several(WHOLE), "本文件中哪些天数按工作日计算，例如 [2, 3, 5, 7]；都按自然日的写 []"),
)
SOURCE = part(
    "Source",
    title=need(TEXT, "文件全称"),
    number=may(TEXT, "文号"),
    issuer=may(TEXT, "制定机关"),
    issued=may(DATE, "公布日期"),
    in_force=may(FORCE, "施行起止日期"),
    counts=may(COUNTS, "本文件怎样计算天数"),
)
CLAUSE = part(
    "Clause",
    source=need(CODE, "出自 sources: 中的哪个文件"),
    at=need(TEXT, "条款项，例如 第四十八条第一款"),
    says=need(TEXT, "要点，用自己的话概括"),
    not_encoded=may(TEXT, "没有写成规则的理由"),
    verified=may(VERIFIED, "核对所据：原文、报道或者记忆"),
)
PARAMETER_VALUE = part("ParameterValue", is_=need(VALUE, "自该日起的值"), basis=need(CODE, "依据的条款"))
OPEN_PARAMETER = part("OpenParameter", open=need(FLAG, "true：由下层填写"))
FIELD = part(
    "Field",
    title=may(TEXT, "中文名"),
    type=need(named(FIELD_TYPES), "类型"),
    choices=may(Table(ANY, TEXT), "可取的值和中文名"),
    to=may(TEXT, "ref、refs 指向哪一类"),
    identity=may(FLAG, "是否用来辨认同一对象"),
    assume=may(ASSUMED, "没有写时推定的值；[] 为推定一项也没有"),
    min=may(WHOLE, "最小值"),
    open=may(FLAG, "是否允许 choices 以外的值"),
)
PROFILE = part("Profile", title=may(TEXT, "中文名"), fields=may(Table(NAME, FIELD), "字段"))
EVENT_TYPE = part(
    "EventType",
    title=may(TEXT, "中文名"),
    scope=may(named(SCOPES), "属于 case（案件）、agency（机关）还是 both（都可以）"),
    concerns=may(named(CONCERNS), "没有指明所针对事件的答复及于何处：event、case 或 agency"),
    with_=may(many(NAME, empty=True), "带上哪些字段组"),
    fields=may(many(NAME, empty=True), "有哪些字段"),
)
EVENTS = part(
    "Events",
    profiles=may(Table(NAME, PROFILE), "档案：机关、单位、人员、当事人、清单条目的字段"),
    field_sets=may(Table(NAME, Several(NAME)), "字段组"),
    types=may(Table(EVENT_NAME, EVENT_TYPE), "事件类型"),
    fields=may(Table(NAME, FIELD), "事件的字段"),
    choices=may(Table(NAME, Table(ANY, TEXT)), "给已有字段增加的取值"),
    groups=may(Table(NAME, Several(PATTERN)), "事件组"),
    group_titles=may(Table(NAME, TEXT), "事件组的中文名"),
    labels=may(Table(NAME, TEXT), "标记和中文名"),
)

# ── rules: the keys that all families share, then a model a family

ONCE = part("Once", from_=may(DATE, "自这一天起完成的算数"), by=need(DATE, "截止日"))
EXTENSION = part(
    "Extension",
    when=need(PATTERN, "延长的事件"),
    by=need(FIELD_NAME, "记录延长天数的字段"),
    up_to=need(PERIOD, "最多延长多久"),
)
SPAN = part("Span", from_=need(PATTERN, "自这个事件起"), until=need(PATTERN, "到这个事件为止"))
REPLACEMENT = part("Replacement", when=need(PATTERN, "取代的事件"), in_=may(PERIODS, "此后多久；不写就是即时"))

_CLOCK: dict[str, Any] = {
    "within": may(PERIOD, "期限，例如 7个工作日、30日、24小时"),
    "from_": may(FIELD_NAME, "从触发事件的哪个字段起算，而不是从事件之日"),
    "ahead": may(PERIOD, "要在触发事件之前多久完成"),
    "before": may(PATTERN, "要在哪个事件之前完成"),
    "every": may(EVERY, "多久一次"),
    "by": may(YEAR_DAY, "年内的截止日：12-15；次年的写 next 01-31"),
    "once": may(ONCE, "一次性的期限"),
    "extend": may(Several(EXTENSION), "期限可以怎样延长"),
    "exclude": may(Several(SPAN), "哪些时间不计入期限"),
    "rolls": may(ROLLS, "末日遇休息日是否顺延"),
}
READING = part(
    "Reading",
    title=may(TEXT, "这种理解的名称"),
    basis=may(many(CODE), "这种理解的依据"),
    note=may(TEXT, "说明"),
    if_=may(CONDITION, "这种理解下的条件"),
    **_CLOCK,
)
RULE = part(
    "Rule",
    title=may(TEXT, "规则的标题，让人一看就懂"),
    basis=may(many(CODE), "依据的条款编号"),
    severity=may(SEVERITY, "must（应当，默认）、should（宜）、note（提示），或者 {must_if: 条件}"),
    bearer=may(CONDITION, "约束谁；不写就是文件开头的 bearer"),
    unless=may(many(REF, empty=True), "哪些例外情形下不适用"),
    each=may(EACH, "对每个人、每个单位、每个条目或每个值各作一个判断"),
    in_force=may(many(FORCE), "规则的施行期间；不写就是所引条款的文件的施行期间"),
    overrides=may(REF, "取代上层的哪条规则：层名/编号"),
    restates=may(REF, "重申哪条规则：层名/编号；没有写的键从它继承"),
    permitted_by=may(many(CODE), "允许从宽的上位条款"),
    readings=may(Table(NAME, READING), "其他合法的理解"),
    note=may(TEXT, "给读者的说明"),
    law_of=may(LAW_OF, "适用行为时的法（act）还是步骤时的法（step，默认）"),
    assume=may(ASSUME, "none：缺事实时不推定；或者不得推定的字段"),
)
_WHEN = {"when": may(PATTERN, "触发的事件"), "if_": may(CONDITION, "还要满足的条件")}
_SAME = {"same": may(many(FIELD_NAME), "两个事件的哪些字段要相同")}

FAMILIES: dict[str, Part] = {
    "duties": part(
        "Duty", base=RULE, **_WHEN, **_SAME, **_CLOCK,
        require=may(PATTERN, "要做到的事件"),
        must=may(CONDITION, "对做到的事件本身的要求"),
        lifted_by=may(PATTERN, "什么事件解除这项义务"),
    ),
    "gates": part(
        "Gate", base=RULE, **_WHEN, **_SAME,
        after=may(PATTERN, "此前必须有过的事件"),
        since=may(PATTERN, "只看这个事件之后的"),
        elapsed=may(PERIOD, "此后必须已满多久"),
        must=may(CONDITION, "对行为本身的要求"),
    ),
    "prohibitions": part("Prohibition", base=RULE, **_WHEN),
    "recording": part(
        "Recording", base=RULE, **_WHEN,
        require=may(PATTERN, "用什么记录；不写的按 level 推定"),
        level=may(LEVEL, "full（全程）、key_moments（关键环节）或 text（文字）"),
        breaks=may(many(REF), "哪些情形可以中断"),
        must=may(CONDITION, "对记录的要求"),
    ),
    "major_decisions": part(
        "MajorDecision", base=RULE, **_WHEN, gives=may(many(NAME), "给决定加上的标记；默认 major"),
    ),
    "exemptions": part(
        "Exemption", base=RULE,
        if_=may(CONDITION, "例外成立的条件"),
        waives=may(many(WAIVED), "直接免除的规则或条款"),
    ),
    "leniency": part("Leniency", base=RULE, **_WHEN, effect=may(EFFECT, "效果")),
    "milestones": part(
        "Milestone", base=RULE, **_WHEN,
        in_=may(PERIODS, "此后多久到来；{latest_of: [60日, 6个月]} 取较晚的"),
        from_=_CLOCK["from_"],
        exclude=_CLOCK["exclude"],
        rolls=_CLOCK["rolls"],
        unless_first=may(PATTERN, "先有这个事件的，不再到来"),
        held=may(SPAN, "期间停住"),
        replaced_by=may(Several(REPLACEMENT), "被哪些事件取代"),
    ),
}
_FAMILY_TITLES = {
    "duties": "义务和期限", "gates": "先决条件：没有甲不得乙", "prohibitions": "禁止", "recording": "全过程记录",
    "major_decisions": "哪些是重大执法决定", "exemptions": "例外情形", "leniency": "减免责清单",
    "milestones": "由法律推出的时点",
}
_SECTIONS: dict[str, Any] = {
    name: may(Table(RULE_ID, FAMILIES[name]), title) for name, title in _FAMILY_TITLES.items()
}

POLICY = part(
    "Policy",
    policy=need(RULE_ID, "策略编号，与文件名相同"),
    title=need(TEXT, "策略名称"),
    jurisdiction=need(JURISDICTION, "管辖区域"),
    extends=may(many(RULE_ID, empty=True), "上层策略，最上层在前"),
    in_force=may(FORCE, "整个文件的施行期间"),
    scope=may(CONDITION, "只及于哪些案件"),
    bearer=may(CONDITION, "义务默认由谁承担"),
    supervisor=may(NAME, "监督这些义务的角色"),
    calendars=may(many(CODE, empty=True), "本层增加的地方休息日"),
    sources=may(Table(CODE, SOURCE), "所依据的文件"),
    clauses=may(Table(CODE, CLAUSE), "全部条款，一条不漏"),
    parameters=may(
        Table(NAME, Table(ANY, ANY)),
        "随时间变化的数值：{\"2021-07-15\": {is: 值, basis: 条款}}，或者 {open: true}",
    ),
    events=may(EVENTS, "本层增加的事件、字段和取值"),
    **_SECTIONS,
)

# ── the surface


def validate_shape(document: Document, faults: list[Diagnostic]) -> None:
    """Check a policy file's shape. Every fault is added to `faults` at its place; nothing is raised."""
    found: list[Diagnostic] = []
    validate(POLICY, document, found)
    _parameters(document, found)
    keys.check_policy(document, found)
    found.extend(keys.name_of_file(document))
    faults.extend(shape.with_splits(document, found))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of policy files (draft 2020-12), for editors and `docs/policy.schema.json`."""
    from lawrules.policy import schema

    parameter = {
        "anyOf": [
            {
                "type": "object",
                "minProperties": 1,
                "patternProperties": {keys.DATE_PATTERN: schema.of(PARAMETER_VALUE)},
            },
            schema.of(OPEN_PARAMETER),
        ]
    }
    return schema.finish(schema.of(POLICY), parameter, keys.REQUIRED)


def validate(part: Part, document: Document, faults: list[Diagnostic], at: tuple[Any, ...] = ()) -> None:
    """Look at the part of the document at `at`; what is wrong with it is added to `faults` at its place."""
    value = shape.node_at(document.value, at)
    if not isinstance(value, dict):
        faults.append(shape.wrong_type(document, at, value, shape.MAPPING))
        return
    found: list[Fault] = []
    part.look(value, at, found)
    faults.extend(shape.diagnostic(document, fault) for fault in found)


def _parameters(document: Document, faults: list[Diagnostic]) -> None:
    """A parameter is open, or a table of dated values; which of the two decides what is wrong with it."""
    listed = document.value.get("parameters") if isinstance(document.value, dict) else None
    for name, spec in listed.items() if isinstance(listed, dict) else ():
        at = ("parameters", name)
        if not isinstance(spec, dict):
            continue
        if "open" in spec:
            validate(OPEN_PARAMETER, document, faults, at)
            continue
        if not spec:
            faults.append(shape.empty(document, at))
        for day in spec:
            if not keys.is_date(day):
                faults.append(Diagnostic("LR106", document.span((*at, day), key=True), {"word": day}))
            else:
                validate(PARAMETER_VALUE, document, faults, (*at, day))
