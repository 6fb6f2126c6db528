"""JSON Schemas (draft 2020-12) of what goes in and what comes out: case files and registers, and assessments.

The schema of cases is made from a vocabulary, so that an editor offers the very events, fields and values that
`lawrules evaluate` accepts. The schema of assessments is written here and is a promise: fields may be added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lawrules.cases.assessment import Verdict
from lawrules.policy.model import FAMILIES
from lawrules.policy.vocabulary import Field, Vocabulary

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TIME = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?([Zz]|[+-]\d{2}:?\d{2}))?)?$",
}
_NAME = {"type": ["string", "integer"]}


def case_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """What a case file may hold: a case, a register, an event, or a list of cases or of events."""
    return {
        "$schema": _DRAFT,
        "title": "lawrules: case files and registers",
        "anyOf": [
            {"$ref": "#/$defs/case"},
            {"$ref": "#/$defs/register"},
            {"$ref": "#/$defs/event"},
            {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/case"}, {"$ref": "#/$defs/register"}]}},
            {"type": "array", "items": {"$ref": "#/$defs/event"}},
        ],
        "$defs": {
            "case": _object(
                {
                    "case": {**_NAME, "description": "案号"},
                    "agency": {**_NAME, "description": "机关"},
                    "facts": {"$ref": "#/$defs/facts"},
                    "covers": {
                        "description": "案卷对哪些事件是完整的；不写即全部",
                        "type": "array",
                        "items": {"enum": _kinds(vocabulary)},
                    },
                    "events": {"type": "array", "items": {"$ref": "#/$defs/event"}},
                },
                required=["events"],
            ),
            "register": _object(
                {
                    "agency": {**_NAME, "description": "机关"},
                    "since": {**_DATE, "description": "名册自这一天起完整"},
                    "facts": {"$ref": "#/$defs/facts"},
                    "events": {"type": "array", "items": {"$ref": "#/$defs/event"}},
                },
                required=["agency", "since"],
            ),
            "facts": _facts(vocabulary),
            "event": _event(vocabulary),
            **{f"field.{name}": _field(vocabulary, field) for name, field in sorted(vocabulary.fields.items())},
        },
    }


def _kinds(vocabulary: Vocabulary) -> list[str]:
    """What `covers` may name: groups, nouns of event types, event types."""
    nouns = {name.partition(".")[0] for name in vocabulary.types}
    return [*sorted(vocabulary.groups), *sorted(nouns), *sorted(vocabulary.types)]


def _event(vocabulary: Vocabulary) -> dict[str, Any]:
    types = vocabulary.types
    return {
        "type": "object",
        "required": ["id", "type", "at"],
        "properties": {
            "id": {**_NAME, "description": "编号，一个文件里不重复"},
            "type": {"enum": sorted(types), "description": "事件类型"},
            "at": {**_TIME, "description": "日期或时刻；不带时区即北京时间"},
            "case": _NAME,
            "agency": _NAME,
            "about": {"description": "所针对的事件", "anyOf": [_NAME, {"type": "array", "items": _NAME}]},
            "seq": {"type": "integer", "description": "同一时刻的先后"},
            "data": {"type": ["object", "null"]},
        },
        # One branch a type: its fields, and nothing else.
        "allOf": [
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {
                    "title": kind.title,
                    "properties": {
                        "data": {
                            "type": ["object", "null"],
                            "properties": {f: {"$ref": f"#/$defs/field.{f}"} for f in sorted(kind.fields)},
                            "additionalProperties": False,
                        }
                    },
                },
            }
            for name, kind in sorted(types.items())
        ],
    }


def _facts(vocabulary: Vocabulary) -> dict[str, Any]:
    def profile(name: str) -> dict[str, Any]:
        fields = vocabulary.profiles.get(name, {})
        return _object({key: _dated(_field(vocabulary, f)) for key, f in fields.items()})

    return _object(
        {
            "agency": profile("agency"),
            "party": profile("party"),
            "persons": {"type": "object", "additionalProperties": profile("person")},
            "units": {"type": "object", "additionalProperties": profile("unit")},
            "case": _object({key: _dated({"$ref": f"#/$defs/field.{key}"}) for key in sorted(vocabulary.fields)}),
        }
    )


def _dated(value: dict[str, Any]) -> dict[str, Any]:
    """A fact may change: `{date: value}`."""
    by_day = {"type": "object", "patternProperties": {_DATE["pattern"]: value}, "additionalProperties": False}
    return {"anyOf": [value, by_day]}


def _fields(vocabulary: Vocabulary, fields: Iterable[Field]) -> dict[str, Any]:
    return {field.name: _field(vocabulary, field) for field in fields}


def _field(vocabulary: Vocabulary, field: Field) -> dict[str, Any]:
    said: dict[str, Any] = {"description": _described(field)}
    one = {"type": "string"} if field.open or not field.choices else {"enum": list(field.choices)}
    least = {"minimum": field.minimum} if field.minimum is not None else {}
    match field.type:
        case "bool":
            shape: dict[str, Any] = {"type": "boolean"}
        case "int":
            shape = {"type": "integer", **least}
        case "decimal":
            shape = {"anyOf": [{"type": "number", **least}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}
        case "string":
            shape = {"type": "string"}
        case "date":
            shape = dict(_DATE)
        case "datetime":
            shape = dict(_TIME)
        case "enum":
            shape = dict(one)
        case "set":
            shape = {"anyOf": [one, {"type": "array", "items": one}]}
        case "ref":
            shape = dict(_NAME)
        case "refs":
            shape = {"anyOf": [_NAME, {"type": "array", "items": _NAME}]}
        case _:
            items = vocabulary.profiles.get("item", {})
            shape = {"type": "array", "items": _object(_fields(vocabulary, items.values()))}
    return {**said, **shape}


def _described(field: Field) -> str:
    choices = "；".join(f"{key} {title}" for key, title in field.choices.items())
    return f"{field.title}：{choices}" if choices else field.title


def _object(properties: Mapping[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if required:
        made["required"] = required
    return made


# ── assessments

_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_DUE = {
    "type": ["string", "null"],
    "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{6})?)?)?$",
    "description": "the last day (a date) or moment (a date-time, Beijing time)",
}


def assessment_schema() -> dict[str, Any]:
    """What `Assessment.to_json` and `lawrules evaluate --format json` give for one case."""
    event = _all({"id": _TEXT, "type": _TEXT, "at": _TEXT})
    pointer = _all({"rule": _TEXT, "case": _TEXT_OR_NULL, "each": _TEXT_OR_NULL, "trigger": _TEXT_OR_NULL, "due": _DUE})
    return {
        "$schema": _DRAFT,
        "title": "lawrules: assessment",
        **_all(
            {
                "policy": _TEXT,
                "case": _TEXT_OR_NULL,
                "agency": _TEXT_OR_NULL,
                "as_of": {**_TEXT, "description": "a date (its end counts) or a date-time"},
                "engine": {"enum": ["durable", "direct"]},
                "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
                "labels": {
                    "description": "event → label → the rules that put it on",
                    "type": "object",
                    "additionalProperties": {"type": "object", "additionalProperties": _TEXTS},
                },
                "next_due": {"anyOf": [{"$ref": "#/$defs/pointer"}, {"type": "null"}]},
                "open_duties": {"type": "array", "items": {"$ref": "#/$defs/pointer"}},
                "missing_facts": _TEXTS,
                "assumptions": _TEXTS,
                "vacuous": {**_TEXTS, "description": "rules that nothing triggered"},
                "not_bound": {**_TEXTS, "description": "rules for other roles"},
                "warnings": _TEXTS,
                "fingerprints": {"type": "object", "additionalProperties": _TEXT},
            }
        ),
        "$defs": {"event": event, "pointer": pointer, "finding": _finding()},
    }


def _finding() -> dict[str, Any]:
    event = {"$ref": "#/$defs/event"}
    note = {"type": "object", "required": ["code"], "additionalProperties": _TEXT}
    return _all(
        {
            "rule": _TEXT,
            "family": {"enum": list(FAMILIES)},
            "title": _TEXT,
            "verdict": {"enum": [verdict.value for verdict in Verdict]},
            "severity": {"enum": ["must", "should", "note", "may"]},
            "bearer": {"enum": ["agency", "party", "court"]},
            "case": _TEXT_OR_NULL,
            "each": {**_TEXT_OR_NULL, "description": "the person, unit, item, value or part that it is about"},
            "trigger": {"anyOf": [event, {"type": "null"}]},
            "answers": {"type": "array", "items": event},
            "period": _TEXT_OR_NULL,
            "due": _DUE,
            "provisional": {"type": "boolean", "description": "a year's holidays that matter are not announced"},
            "earliest": _DUE,
            "latest": _DUE,
            "safe_date": {**_DUE, "description": "the last working day on or before a fixed date"},
            "suspended": {"type": "boolean"},
            "standing": {"type": "boolean", "description": "a duty without a date"},
            "readings": {
                "type": "array",
                "items": _all({"name": _TEXT, "verdict": _TEXT, "due": _DUE, "basis": _TEXTS}),
            },
            "waived_by": {**_TEXT_OR_NULL, "description": "the exemption"},
            "missing": {**_TEXTS, "description": "the facts that would decide"},
            "basis": {
                "type": "array",
                "items": _all({"clause": _TEXT, "source": _TEXT, "at": _TEXT, "verified": _TEXT}),
            },
            "layer": _TEXT,
            "also": {**_TEXTS, "description": "rules merged into this finding"},
            "supervisor": _TEXT_OR_NULL,
            "notes": {"type": "array", "items": note},
            "rejected": {"type": "array", "items": _all({"event": event, "reason": _TEXT})},
        }
    )


def _all(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object that always has all of these; later versions may add more."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}
