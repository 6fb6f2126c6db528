"""Which keys of a rule belong together, exclude each other, or must be there; and the words that some keys take.

Part of `lawrules.policy.document`, and free of pydantic: these are rules between keys, which no single value can break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from lawrules.diagnostics import Diagnostic
from lawrules.policy.model import FAMILIES
from lawrules.policy.read import Document

SEVERITIES = ("must", "should", "note", "may")
EVERY = {"year": "每年"}
LEVELS = {"full": "全程", "key_moments": "关键环节", "text": "文字"}
VERIFIED = {"text": "原文", "news": "报道", "memory": "记忆"}
LAYER_LEVELS = {
    "national": "国家", "province": "省、自治区、直辖市", "prefecture": "自治州、地区、盟", "city": "设区的市",
    "county": "县、县级市", "district": "市辖区", "township": "乡镇、街道", "agency": "单个机关",
}
LAW_OF = {"act": "行为时", "step": "步骤时"}
EFFECTS = {"no_penalty": "不予处罚", "lighter": "从轻", "reduced": "减轻", "no_compulsion": "不予强制"}
ROLLS = {
    "never": "不顺延",
    "next_working_day": "遇休息日顺延到下一个工作日",
    "next_working_day_after_statutory_holiday": "只有遇法定节假日才顺延",
}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "duties": ("title", "require"),
    "gates": ("title", "when"),
    "prohibitions": ("title", "when"),
    "recording": ("title", "when", "level"),
    "major_decisions": ("title", "when"),
    "exemptions": ("title",),
    "leniency": ("title", "when", "effect"),
    "milestones": ("when",),
}
"""What a rule needs beside its basis, unless it restates another and inherits it."""

KEYS_OF_OTHER_FAMILIES = frozenset(
    (
        "when", "if", "require", "must", "same", "within", "from", "ahead", "before", "every", "by", "once", "extend",
        "exclude", "lifted_by", "rolls", "after", "since", "elapsed", "level", "breaks", "gives", "waives", "effect",
        "in", "unless_first", "held", "replaced_by",
    )
)

_STARTS = ("within", "ahead", "before", "every", "once")
"""A duty has one way to fall due."""

_NEEDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("from", ("within", "in")),
    ("by", ("every",)),
    ("extend", ("within",)),
    ("exclude", ("within", "in")),
    ("since", ("after",)),
    ("elapsed", ("after",)),
    ("same", ("require", "after")),
    ("breaks", ("level",)),
    ("permitted_by", ("overrides", "restates", "waives")),
)
_WHY_ONE_CLOCK = {
    "zh": "一项义务只有一个期限；有两个期限的，写成两条规则。",
    "en": "A duty has one due date: write two rules for two dates.",
}
_WHY_ONE_RELATION = {
    "zh": "取代就不再适用上位规则，重申则两者都在；请只留一个。",
    "en": "Overriding ends the upper rule, restating keeps it: choose one.",
}
_WHY_NO_TRIGGER = {
    "zh": "按年或一次性的义务不由事件引起；只在某种情形下才有的，把情形写进 if 或 bearer。",
    "en": "A recurring or dated duty has no triggering event; put its conditions under `if` or `bearer`.",
}


def check_policy(document: Document, faults: list[Diagnostic]) -> None:
    """Add what is wrong between the keys of each rule."""
    value = document.value
    for family in FAMILIES if isinstance(value, dict) else ():
        rules = value.get(family)
        for id, rule in rules.items() if isinstance(rules, dict) else ():
            if isinstance(rule, dict):
                faults.extend(_missing(document, family, id, rule))
                faults.extend(_together(document, (family, id), rule))
                faults.extend(_severity(document, family, id, rule))


def _missing(document: Document, family: str, id: Any, rule: Mapping[str, Any]) -> Iterator[Diagnostic]:
    from lawrules.policy import shape

    at = (family, id)
    if "basis" not in rule:
        yield shape.missing(document, at, "basis")
    if "restates" in rule:
        return
    for key in REQUIRED[family]:
        if key not in rule:
            yield shape.missing(document, at, key)
    if family == "gates" and "after" not in rule and "must" not in rule:
        yield shape.missing(document, at, "after")
    if family == "exemptions" and "if" not in rule and "waives" not in rule:
        yield shape.missing(document, at, "if")
    if family == "milestones" and "in" not in rule and "replaced_by" not in rule:
        yield shape.missing(document, at, "in")


def _together(document: Document, at: tuple[Any, ...], rule: Mapping[str, Any]) -> Iterator[Diagnostic]:
    inherits = "restates" in rule
    clocks = [key for key in _STARTS if key in rule]
    if len(clocks) > 1:
        yield _exclude(document, at, clocks, _WHY_ONE_CLOCK)
    if "overrides" in rule and inherits:
        yield _exclude(document, at, ["overrides", "restates"], _WHY_ONE_RELATION)
    dated = [key for key in ("every", "once") if key in rule]
    if dated and "when" in rule:
        yield _exclude(document, at, ["when", dated[0]], _WHY_NO_TRIGGER)
    for key, needs in _NEEDS:
        # What a restating rule does not write it inherits.
        if key in rule and not inherits and not any(other in rule for other in needs):
            yield Diagnostic("LR111", document.span((*at, key), key=True), {"key": key, "needs": " / ".join(needs)})


def _exclude(document: Document, at: tuple[Any, ...], listed: list[str], why: Mapping[str, str]) -> Diagnostic:
    span = document.span((*at, listed[1]), key=True)
    return Diagnostic("LR110", span, {"keys": [f"`{key}`" for key in listed], "why": why})


def _severity(document: Document, family: str, id: Any, rule: Mapping[str, Any]) -> Iterator[Diagnostic]:
    if rule.get("severity") == "may" and family != "leniency":
        allowed = [f"severity: {word}" for word in SEVERITIES if word != "may"]
        words = {"key": "severity: may", "where": family, "allowed": allowed}
        yield Diagnostic("LR112", document.span((family, id, "severity")), words)


def name_of_file(document: Document) -> Iterator[Diagnostic]:
    """A policy is found by its file's name, so its id must be the same. Text that came from elsewhere has no name."""
    path = PurePath(document.file)
    written = document.value.get("policy") if isinstance(document.value, dict) else None
    if path.suffix in (".yaml", ".yml") and isinstance(written, str) and written != path.stem:
        yield Diagnostic("LR109", document.span(("policy",)), {"word": written, "file": path.name})


DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def is_moment(value: Any) -> bool:
    """Whether `value` is the text of a day or of a time of day: `2023-01-31T10:30`, with or without an offset."""
    if is_date(value):
        return True
    if not isinstance(value, str) or not re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_date(value: Any) -> bool:
    """Whether `value` is the text of a day that exists: `2023-01-31`."""
    # `fullmatch` beside the anchors: `$` alone would let a line break pass.
    if not isinstance(value, str) or not re.fullmatch(DATE_PATTERN, value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
