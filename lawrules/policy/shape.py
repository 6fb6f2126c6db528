"""From what kinds find wrong to diagnostics at their places.

Part of `lawrules.policy.document`. Takes faults and the document that they are about; knows where each part of the file
stands and how to name it to its author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lawrules.diagnostics import Diagnostic, Span, nearest
from lawrules.policy import keys
from lawrules.policy.kinds import MISSING, NO_LIST, NO_MAPPING, UNKNOWN, Fault
from lawrules.policy.model import FAMILIES
from lawrules.policy.read import Document, Map, Seq

At = tuple[Any, ...]

MAPPING = {"zh": "若干“键: 值”", "en": "a mapping of keys to values"}
LIST = {"zh": "列表", "en": "a list"}
_EXPECTED = {NO_MAPPING: MAPPING, NO_LIST: LIST}
_HAN = range(0x3400, 0xA000)

_KINDS = {
    **dict.fromkeys(FAMILIES, ("规则", "the rule")),
    "clauses": ("条款", "the clause"),
    "sources": ("文件", "the source"),
    "parameters": ("参数", "the parameter"),
}


def diagnostic(document: Document, fault: Fault) -> Diagnostic:
    """The diagnostic for what a kind found."""
    at, code = fault.at, fault.code
    if code == MISSING:
        return missing(document, at[:-1], str(at[-1]))
    if code == UNKNOWN:
        return _unknown_key(document, at, fault.words["allowed"])
    if fault.on_key:
        return Diagnostic(code, document.span(at, key=True), {"word": at[-1], **fault.words})
    value = node_at(document.value, at)
    if value is None or code == "LR108":
        return empty(document, at)
    if code in _EXPECTED:
        return wrong_type(document, at, value, _EXPECTED[code])
    return Diagnostic(code, document.span(at), {"word": shown(value), **fault.words})


def wrong_type(document: Document, at: At, value: Any, expected: Mapping[str, str]) -> Diagnostic:
    return Diagnostic("LR103", document.span(at), {"word": shown(value), "expected": expected})


def empty(document: Document, at: At) -> Diagnostic:
    """An empty value, named by the nearest key."""
    named = next((part for part in reversed(at) if isinstance(part, str)), "")
    return Diagnostic("LR108", document.span(at, key=True), {"key": named})


def missing(document: Document, at: At, key: str) -> Diagnostic:
    """A key that is not there: shown at the head of the mapping that lacks it. A rule's basis has a code of its own."""
    span = document.span(at, key=True) if at else Span(document.file, 1, 1, 1, 1)
    if key == "basis" and len(at) == 2 and at[0] in FAMILIES:
        return Diagnostic("LR302", span, {"word": at[1]})
    return Diagnostic("LR104", span, {"where": where(at), "key": key})


def _unknown_key(document: Document, at: At, allowed: Sequence[str]) -> Diagnostic:
    key = at[-1]
    span = document.span(at, key=True)
    words = {"key": key, "where": where(at[:-1]), "allowed": list(allowed), "nearest": nearest(key, allowed)}
    if len(at) == 3 and at[0] in FAMILIES and key in keys.KEYS_OF_OTHER_FAMILIES:
        return Diagnostic("LR112", span, {**words, "where": at[0], "nearest": ""})
    return Diagnostic("LR102", span, words)


def where(at: At) -> dict[str, str]:
    """How to name the place to its author: the rule, the clause, or the key that holds it."""
    if not at:
        return {"zh": "文件开头", "en": "the head of the file"}
    inner = [str(part) for part in at[2:] if isinstance(part, str)]
    if len(at) >= 2 and at[0] in _KINDS:
        zh, en = _KINDS[at[0]]
        tail = f" {'.'.join(inner)}" if inner else ""
        return {"zh": f"{zh} `{at[1]}`{' 的' if tail else ''}{tail}", "en": f"{en} `{at[1]}`{tail}"}
    if at[0] == "scenarios" and len(at) >= 2:
        tail = f" {'.'.join(inner)}" if inner else ""
        return {"zh": f"第 {at[1] + 1} 个场景{tail}", "en": f"scenario {at[1] + 1}{tail}"}
    path = ".".join(map(str, at))
    return {"zh": f"`{path}`", "en": f"`{path}`"}


def with_splits(document: Document, found: list[Diagnostic]) -> list[Diagnostic]:
    """`found`, where a comma that split Chinese text replaces whatever else was said of the same place."""
    cut = list(_splits(document)) if document.gaps else []
    if not cut:
        return found
    places = {fault.span for fault in cut}
    return [*cut, *(fault for fault in found if fault.span not in places)]


def _splits(document: Document) -> Iterator[Diagnostic]:
    """Chinese text that an ASCII comma cut in two: inside braces its tail became a key without a value."""
    stack: list[tuple[Any, At]] = [(document.value, ())]
    seen: set[int] = set()
    while stack:
        node, at = stack.pop()
        # A part that several aliases share is one place in the file.
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Map):
            for key, value in node.items():
                if type(value) is str:
                    continue
                if value is None and isinstance(key, str) and any(ord(char) in _HAN for char in key):
                    yield Diagnostic("LR105", document.span((*at, key), key=True), {"key": key})
                elif isinstance(value, (Map, Seq)):
                    stack.append((value, (*at, key)))
        elif isinstance(node, Seq):
            for i, value in enumerate(node):
                if type(value) is not str and isinstance(value, (Map, Seq)):
                    stack.append((value, (*at, i)))


def node_at(value: Any, at: At) -> Any:
    """What stands at `at`; None where nothing does."""
    for part in at:
        if not _holds(value, part):
            return None
        value = value[part]
    return value


def shown(value: Any) -> str:
    """The author's text, short enough for a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        text = "{" + ", ".join(map(str, value)) + "}"
    elif isinstance(value, list):
        text = "[" + ", ".join(shown(item) for item in value[:8]) + "]"
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:60] + "…"


def _holds(value: Any, part: Any) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)
