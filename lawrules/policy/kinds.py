"""The kinds of values in a policy file: what each accepts, how a diagnostic names it, and its JSON Schema.

Part of `lawrules.policy.document`. A kind looks at a value and adds what is wrong with it to a list; a fault carries
its path and a diagnostic's code and words, and `lawrules.policy.shape` makes the diagnostic. Kinds are plain objects,
so that a policy loads without pydantic; `lawrules.policy.schema` makes pydantic's models of them for the JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from lawrules.policy import keys

At = tuple[Any, ...]

REFER = "x-lawrules"
"""Marks a place whose schema is one of `schema.TREES`."""


class Fault(NamedTuple):
    """What is wrong at `at`. `code`: a diagnostic's, or one of the words below; `on_key`: with the key itself."""

    at: At
    code: str
    words: Mapping[str, Any] = {}
    on_key: bool = False


MISSING, UNKNOWN, NO_MAPPING, NO_LIST = "missing", "unknown", "no mapping", "no list"

Check = Callable[[Any], "tuple[str, Mapping[str, Any]] | None"]
"""What a scalar kind says of a value: nothing, or the code and words of its refusal."""

EMPTY: tuple[str, Mapping[str, Any]] = ("LR108", {})


class Kind:
    """A value that is looked at as a whole."""

    def __init__(self, check: Check, schema: dict[str, Any]) -> None:
        self.check, self.schema = check, schema

    def look(self, value: Any, at: At, found: list[Fault], on_key: bool = False) -> None:
        refused = self.check(value)
        if refused is not None:
            found.append(Fault(at, *refused, on_key))


class Key(NamedTuple):
    """A key of a part: the kind of its value, and the sentence that an editor shows."""

    kind: Any
    description: str
    required: bool


class Part:
    """A mapping with certain keys."""

    def __init__(self, name: str, fields: dict[str, Key]) -> None:
        self.name, self.fields = name, fields
        self.required = [key for key, field in fields.items() if field.required]

    def look(self, value: Any, at: At, found: list[Fault]) -> None:
        if not isinstance(value, dict):
            found.append(Fault(at, NO_MAPPING))
            return
        fields = self.fields
        found.extend(Fault((*at, key), MISSING) for key in self.required if key not in value)
        for key, item in value.items():
            field = fields.get(key)
            if field is None:
                found.append(Fault((*at, key), UNKNOWN, {"allowed": list(fields)}))
                continue
            kind = field.kind
            # Most are scalars without a fault, whose place nobody asks for.
            if type(kind) is not Kind or kind.check(item) is not None:
                kind.look(item, (*at, key), found)


class Table:
    """A mapping from names that the author chooses."""

    def __init__(self, key: Kind, value: Any) -> None:
        self.key, self.value = key, value

    def look(self, value: Any, at: At, found: list[Fault]) -> None:
        if not isinstance(value, dict):
            found.append(Fault(at, NO_MAPPING))
            return
        for key, item in value.items():
            here = (*at, key)
            if self.key.check(key) is not None:
                self.key.look(key, here, found, True)
            self.value.look(item, here, found)


class Several:
    """A list."""

    def __init__(self, item: Any) -> None:
        self.item = item

    def look(self, value: Any, at: At, found: list[Fault]) -> None:
        if not isinstance(value, list):
            found.append(Fault(at, NO_LIST))
            return
        kind = self.item
        for i, item in enumerate(value):
            if type(kind) is not Kind or kind.check(item) is not None:
                kind.look(item, (*at, i), found)


class Many(Several):
    """One, or a list of them."""

    def __init__(self, item: Any, empty: bool) -> None:
        super().__init__(item)
        self.empty = empty

    def look(self, value: Any, at: At, found: list[Fault]) -> None:
        if value is None or (value == [] and not self.empty):
            found.append(Fault(at, *EMPTY))
        elif isinstance(value, list):
            super().look(value, at, found)
        else:
            self.item.look(value, at, found)


ANY = Kind(lambda _: None, {})


def need(kind: Any, description: str) -> Key:
    """A key that must be there."""
    return Key(kind, description, True)


def may(kind: Any, description: str) -> Key:
    """A key that may be left out (but not left empty)."""
    return Key(kind, description, False)


def part(name: str, /, *, base: Part | None = None, **fields: Key) -> Part:
    """A mapping with these keys; a trailing underscore keeps Python's own words apart."""
    own = {name.rstrip("_"): field for name, field in fields.items()}
    return Part(name, {**(base.fields if base is not None else {}), **own})


def many(item: Any, *, empty: bool = False) -> Many:
    """One, or a list of them."""
    return Many(item, empty)


def kind(accepts: Callable[[Any], bool], zh: str, en: str, json: dict[str, Any], code: str = "LR103") -> Kind:
    """A scalar kind. `zh`/`en` say what is expected."""
    refused = (code, {"expected": {"zh": zh, "en": en}})

    def check(value: Any) -> tuple[str, Mapping[str, Any]] | None:
        if value is None or value == "":
            return EMPTY
        return None if accepts(value) else refused

    return Kind(check, json)


def text_kind(pattern: str, zh: str, en: str, code: str = "LR103") -> Kind:
    """Text of a certain form."""
    fits = re.compile(rf"(?:{pattern})\Z").match
    return kind(
        lambda v: isinstance(v, str) and fits(v) is not None, zh, en,
        {"type": "string", "pattern": f"^(?:{pattern})$"}, code,
    )


def word_kind(words: dict[str, str]) -> Kind:
    """One of a few words, each with its Chinese meaning."""
    zh = "、".join(f"{word}（{meaning}）" for word, meaning in words.items())
    return kind(lambda v: isinstance(v, str) and v in words, zh, ", ".join(words), {"enum": list(words)})


def loose(name: str, *, empty: bool = False) -> Kind:
    """A tree whose words are resolved later: anything but nothing. The schema describes it for editors."""
    return Kind(
        lambda v: EMPTY if v is None or (not empty and v in ({}, [], "")) else None, {REFER: name},
    )


def _year_day(value: Any) -> tuple[str, Mapping[str, Any]] | None:
    """`12-15`, `next 01-31`: a day that every year has, so not 02-29."""
    if value is None or value == "":
        return EMPTY
    match = re.fullmatch(r"(?:next )?(\d{2})-(\d{2})", value) if isinstance(value, str) else None
    if match is None:
        return "LR106", {}
    try:
        date(2023, int(match[1]), int(match[2]))
    except ValueError:
        return "LR405", {}
    return None


def _severity(value: Any) -> tuple[str, Mapping[str, Any]] | None:
    if value is None:
        return EMPTY
    if (isinstance(value, dict) and list(value) == ["must_if"]) or value in keys.SEVERITIES:
        return None
    return "LR103", {"expected": {
        "zh": "must（应当）、should（宜）、note（提示），或者 {must_if: 条件}",
        "en": "must, should, note or {must_if: conditions}"}}


def _each(value: Any) -> tuple[str, Mapping[str, Any]] | None:
    if value is None:
        return EMPTY
    if isinstance(value, dict) and len(value) == 1:
        return None
    return "LR103", {"expected": {
        "zh": "{person: 条件}、{unit: 条件}、{item: 条件} 或 {字段: [值]} 之一",
        "en": "one of {person: …}, {unit: …}, {item: …} or {field: [values]}"}}


def named(words: tuple[str, ...]) -> Kind:
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
YEAR_DAY = Kind(
    _year_day, {"type": "string", "pattern": r"^(next )?\d{2}-\d{2}$", "examples": ["12-15", "next 01-31"]},
)

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
SEVERITY = Kind(_severity, {REFER: "severity"})
EACH = Kind(_each, {REFER: "each"})
PATTERN, CONDITION, PERIOD, PERIODS, VALUE = map(loose, ("pattern", "condition", "period", "periods", "value"))
ASSUMED = loose("value", empty=True)
