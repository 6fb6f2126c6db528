"""The kinds of values in a policy file: what each accepts, how a diagnostic names it, and its JSON Schema.

Part of `lawrules.policy.document` (and imported only there): a kind is an annotated type for pydantic. A refusal
carries a diagnostic's code and words; pydantic's own sentences are never shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from lawrules.policy import keys, schema


def refuse(code: str, **words: Any) -> PydanticCustomError:
    """The error that `lawrules.policy.shape` turns into a diagnostic."""
    return PydanticCustomError("lawrules", "{code}", {"code": code, "words": words})


def kind(accepts: Callable[[Any], bool], zh: str, en: str, json: dict[str, Any], code: str = "LR103") -> Any:
    """A scalar kind. `zh`/`en` say what is expected."""
    expected = {"zh": zh, "en": en}

    def check(value: Any) -> Any:
        if value is None or value == "":
            raise refuse("LR108")
        if not accepts(value):
            raise refuse(code, expected=expected)
        return value

    return Annotated[Any, PlainValidator(check), WithJsonSchema(json)]


def text_kind(pattern: str, zh: str, en: str, code: str = "LR103") -> Any:
    """Text of a certain form."""
    compiled = re.compile(rf"(?:{pattern})\Z")
    return kind(
        lambda v: isinstance(v, str) and compiled.match(v) is not None, zh, en,
        {"type": "string", "pattern": f"^(?:{pattern})$"}, code,
    )


def word_kind(words: dict[str, str]) -> Any:
    """One of a few words, each with its Chinese meaning."""
    zh = "、".join(f"{word}（{meaning}）" for word, meaning in words.items())
    return kind(lambda v: isinstance(v, str) and v in words, zh, ", ".join(words), {"enum": list(words)})


def loose(name: str, *, empty: bool = False) -> Any:
    """A tree whose words are resolved later: anything but nothing. The schema describes it for editors."""

    def given(value: Any) -> Any:
        if value is None or (not empty and value in ({}, [], "")):
            raise refuse("LR108")
        return value

    return Annotated[Any, PlainValidator(given), WithJsonSchema({schema.REFER: name})]


def many(item: Any, *, empty: bool = False) -> Any:
    """One, or a list of them."""

    def listed(value: Any) -> Any:
        if value is None or (value == [] and not empty):
            raise refuse("LR108")
        return value if isinstance(value, list) else [value]

    return Annotated[list[item], BeforeValidator(listed), _OneOrMany()]


class _OneOrMany:
    """Marks the schema of a list whose only item may stand without brackets; `schema.finish` writes that out."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return {**handler(core), schema.MANY: True}


def _year_day(value: Any) -> Any:
    """`12-15`, `next 01-31`: a day that every year has, so not 02-29."""
    if value is None or value == "":
        raise refuse("LR108")
    match = re.fullmatch(r"(?:next )?(\d{2})-(\d{2})", value) if isinstance(value, str) else None
    if match is None:
        raise refuse("LR106")
    try:
        date(2023, int(match[1]), int(match[2]))
    except ValueError:
        raise refuse("LR405") from None
    return value


def _severity(value: Any) -> Any:
    if value is None:
        raise refuse("LR108")
    conditional = isinstance(value, dict) and list(value) == ["must_if"]
    if not conditional and value not in keys.SEVERITIES:
        raise refuse("LR103", expected={
            "zh": "must（应当）、should（宜）、note（提示），或者 {must_if: 条件}",
            "en": "must, should, note or {must_if: conditions}"})
    return value


def _each(value: Any) -> Any:
    if value is None:
        raise refuse("LR108")
    if not isinstance(value, dict) or len(value) != 1:
        raise refuse("LR103", expected={
            "zh": "{person: 条件}、{unit: 条件}、{item: 条件} 或 {字段: [值]} 之一",
            "en": "one of {person: …}, {unit: …}, {item: …} or {field: [values]}"})
    return value


def named(words: tuple[str, ...]) -> Any:
    """Text that is one of `words`; which one is judged with the vocabulary, where the nearest word is known."""
    return kind(lambda v: isinstance(v, str), "文字（数字请加引号）", "text (quote a number)", {"enum": list(words)})


TEXT = kind(
    lambda v: isinstance(v, str) and bool(v.strip()), "文字（数字请加引号）", "text (quote a number)",
    {"type": "string"},
)
FLAG = kind(lambda v: isinstance(v, bool), "true 或 false", "true or false", {"type": "boolean"})
WHOLE = kind(lambda v: isinstance(v, int) and not isinstance(v, bool), "整数", "a whole number", {"type": "integer"})
MOMENT = kind(keys.is_moment, "", "", {"type": "string"}, "LR106")
DATE = kind(keys.is_date, "", "", {"type": "string", "format": "date"}, "LR106")
YEAR_DAY = Annotated[Any, PlainValidator(_year_day), WithJsonSchema(
    {"type": "string", "pattern": r"^(next )?\d{2}-\d{2}$", "examples": ["12-15", "next 01-31"]})]

RULE_ID = text_kind(r"[a-z0-9]+(?:-[a-z0-9]+)*", "", "", "LR107")
REF = text_kind(
    r"(?:[a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9-]*", "规则编号，或者 层名/编号", "a rule's id, or layer/id",
)
CODE = text_kind(r"[A-Za-z0-9][A-Za-z0-9._-]*", "编号（字母、数字和连字符，例如 K-29）", "an id such as K-29")
WAIVED = text_kind(
    r"(?:[a-z0-9][a-z0-9-]*/)?[A-Za-z0-9][A-Za-z0-9._-]*", "规则或条款的编号", "the id of a rule or clause",
)
NAME = text_kind(r"[a-z][a-z0-9_]*", "名称（小写字母、数字和下划线，例如 review_limit）", "a name such as review_limit")
FIELD_NAME = text_kind(r"[a-z][a-z0-9_.]*", "字段名", "a field's name")
EVENT_NAME = text_kind(
    r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+",
    "事件名（名词.动作，例如 decision.made）", "an event's name such as decision.made",
)

EVERY, LEVEL, LAW_OF, ROLLS, EFFECT, VERIFIED, LAYER_LEVEL = map(word_kind, (
    keys.EVERY, keys.LEVELS, keys.LAW_OF, keys.ROLLS, keys.EFFECTS, keys.VERIFIED, keys.LAYER_LEVELS,
))
ASSUME = kind(
    lambda v: v == "none" or (isinstance(v, list) and all(isinstance(x, str) for x in v)),
    "none（一概不推定），或者不得推定的字段列表", "none, or a list of fields that must not be assumed",
    {"anyOf": [{"const": "none"}, {"type": "array", "items": {"type": "string"}}]},
)
SEVERITY = Annotated[Any, PlainValidator(_severity), WithJsonSchema({schema.REFER: "severity"})]
EACH = Annotated[Any, PlainValidator(_each), WithJsonSchema({schema.REFER: "each"})]
PATTERN, CONDITION, PERIOD, PERIODS, VALUE = map(loose, ("pattern", "condition", "period", "periods", "value"))
ASSUMED = loose("value", empty=True)
