"""The JSON Schema that editors use: pydantic's schema of the table of keys, with the trees that pydantic does not know.

Part of `lawrules.policy.document`, and imported only where a schema is asked for. Patterns, conditions and periods are
described here once, in Chinese, and referred to wherever a key takes one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, WithJsonSchema, create_model

from lawrules.policy.kinds import REFER, Kind, Many, Part, Several, Table

MANY = "x-many"
"""Marks a list whose only item may stand without brackets."""

_ANY_EVENT = {"type": "string", "description": "事件、事件组或时点的名称，例如 decision.made"}

TREES: dict[str, Any] = {
    "pattern": {
        "title": "事件",
        "description": "事件名；{事件名: 条件}；列表为其中任一；{all: […]} 为全部；{in_order: […]} 为依次；"
        "{latest: …} 为最近一次；{sum: 事件.字段, at_least: n}；{count: 事件, at_least: n}",
        "anyOf": [
            _ANY_EVENT,
            {"type": "array", "items": {"$ref": "#/$defs/pattern"}, "minItems": 1},
            {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "all": {
                        "type": "array", "items": {"$ref": "#/$defs/pattern"}, "description": "全部都要有，各自判断",
                    },
                    "in_order": {
                        "type": "array", "items": {"$ref": "#/$defs/pattern"}, "description": "依次都要有",
                    },
                    "latest": {"$ref": "#/$defs/pattern", "description": "最近一次"},
                    "sum": {"type": "string", "description": "事件.字段，各次相加"},
                    "count": {"$ref": "#/$defs/pattern", "description": "次数"},
                    "distinct": {"type": "string", "description": "只数不同的值"},
                    "at_least": {"description": "至少"},
                    "more_than": {"description": "多于"},
                    "if": {"$ref": "#/$defs/condition"},
                    "must": {"$ref": "#/$defs/condition", "description": "对找到的事件本身的要求"},
                    "same": {"description": "与触发事件相同的字段", "anyOf": [{"type": "string"}, {"type": "array"}]},
                    "within": {"$ref": "#/$defs/period", "description": "向前看多久"},
                },
                "additionalProperties": {"description": "对该事件的条件", "type": ["object", "null"]},
            },
        ],
    },
    "condition": {
        "title": "条件",
        "description": "各字段的要求，须同时满足。值表示相等，列表表示其中之一；也可写 at_least、more_than、at_most、"
        "less_than、not、none_of、includes、among、not_among、exists、count、every、some、older_than。"
        "$名称 引用参数或字段",
        "anyOf": [
            {"type": "string", "description": "角色的简写（只用于 bearer）"},
            {"type": "array", "items": {"$ref": "#/$defs/condition"}},
            {
                "type": "object",
                "properties": {
                    "any": {"type": "array", "items": {"$ref": "#/$defs/condition"}, "description": "满足其一即可"},
                    "all": {"type": "array", "items": {"$ref": "#/$defs/condition"}, "description": "全部满足"},
                    "none": {"type": "array", "items": {"$ref": "#/$defs/condition"}, "description": "一个也不满足"},
                    "happened": {"$ref": "#/$defs/pattern", "description": "此前有过这样的事件"},
                    "not_happened": {"$ref": "#/$defs/pattern", "description": "此前没有过这样的事件"},
                },
            },
        ],
    },
    "period": {
        "title": "期限",
        "type": "string",
        "minLength": 1,
        "description": "24小时、30日、7个工作日、3个月、2年、当日、及时、立即；$参数；$参数 个工作日。日是自然日",
        "examples": ["7个工作日", "30日", "24小时", "$hearing_notice_term"],
    },
    "periods": {
        "title": "期限",
        "anyOf": [
            {"$ref": "#/$defs/period"},
            {
                "type": "object",
                "properties": {"latest_of": {"type": "array", "items": {"$ref": "#/$defs/period"}, "minItems": 1}},
                "required": ["latest_of"],
                "additionalProperties": False,
                "description": "取较晚的一个",
            },
        ],
    },
    "severity": {
        "title": "强度",
        "anyOf": [
            {"enum": ["must", "should", "note", "may"], "description": "应当、宜、提示；may（可以）只用于 leniency"},
            {
                "type": "object",
                "properties": {"must_if": {"$ref": "#/$defs/condition"}},
                "required": ["must_if"],
                "additionalProperties": False,
            },
        ],
    },
    "each": {
        "title": "各自判断",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "description": "{person: 条件}、{unit: 条件}、{item: 条件}，或者 {字段: [值, 值]}",
    },
    "value": {"description": "值", "not": {"type": "null"}},
}

_SECTIONS = {
    "duties": "Duty", "gates": "Gate", "prohibitions": "Prohibition", "recording": "Recording",
    "major_decisions": "MajorDecision", "exemptions": "Exemption", "leniency": "Leniency", "milestones": "Milestone",
}


def of(part: Part) -> dict[str, Any]:
    """pydantic's schema of a part."""
    return TypeAdapter(_model(part, {})).json_schema(by_alias=True)


class _Part(BaseModel):
    # Every field's name has a trailing underscore, so that none meets a word of Python or pydantic.
    model_config = ConfigDict(extra="forbid", alias_generator=lambda name: name.rstrip("_"))


def _model(kind: Any, made: dict[int, Any]) -> Any:
    """The type that pydantic describes as `kind` accepts; a part becomes one model however often it stands."""
    if isinstance(kind, Kind):
        return Annotated[Any, WithJsonSchema(kind.schema)] if kind.schema else Any
    if isinstance(kind, Table):
        return dict[_model(kind.key, made), _model(kind.value, made)]  # type: ignore[misc]
    if isinstance(kind, Several):
        listed: Any = list[_model(kind.item, made)]  # type: ignore[misc]
        return Annotated[listed, _OneOrMany()] if isinstance(kind, Many) else listed
    if id(kind) not in made:
        fields: dict[str, Any] = {
            f"{key}_": (_model(field.kind, made), Field(... if field.required else None, description=field.description))
            for key, field in kind.fields.items()
        }
        made[id(kind)] = create_model(kind.name, __base__=_Part, **fields)
    return made[id(kind)]


class _OneOrMany:
    """Marks the schema of a list whose only item may stand without brackets; `finish` writes that out."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return {**handler(core), MANY: True}


def finish(raw: dict[str, Any], parameter: dict[str, Any], required: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The published schema from pydantic's: trees filled in, required keys of rules, no null defaults."""
    definitions = raw.pop("$defs")
    for family, name in _SECTIONS.items():
        rule = definitions[name]
        rule["required"] = ["basis"]
        rule["anyOf"] = [{"required": ["restates"]}, {"required": list(required[family])}]
    named = raw["properties"]["parameters"]["patternProperties"]
    named.update(dict.fromkeys(named, parameter))
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "lawrules 策略文件",
        **{key: value for key, value in raw.items() if key != "title"},
        "$defs": {**definitions, **TREES},
    }
    cleaned: dict[str, Any] = _clean(made)
    return cleaned


def _clean(node: Any) -> Any:
    if isinstance(node, list):
        return [_clean(item) for item in node]
    if not isinstance(node, dict):
        return node
    if REFER in node:
        rest = {key: value for key, value in node.items() if key not in (REFER, "default", "title")}
        return {"$ref": f"#/$defs/{node[REFER]}", **rest}
    made = {key: _clean(value) for key, value in node.items() if not (key == "default" and value is None)}
    if made.pop(MANY, False):
        items = made.pop("items")
        made.pop("type")
        made["anyOf"] = [items, {"type": "array", "items": items}]
    if "patternProperties" in made:
        # Without this a name that fits no pattern would pass unseen.
        made["additionalProperties"] = False
    # pydantic titles a property with its own key; the description says it better.
    for value in made["properties"].values() if isinstance(made.get("properties"), dict) else ():
        if isinstance(value, dict) and isinstance(value.get("title"), str):
            del value["title"]
    return made
