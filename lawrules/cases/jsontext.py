"""JSON text into plain values, with the faults that the standard reader passes over.

Numbers with a fraction stay exact (`Decimal`); repeated keys, NaN and half a surrogate pair are faults; nesting that
would exhaust the stack is one too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from lawrules.cases.faults import Faults, Place, shown
from lawrules.policy.read import MAX_DEPTH

# Escapes of half surrogate pairs and of control characters; Chinese text in escapes has neither.
_SUSPICIOUS = re.compile(r"\\u(?:[dD][89a-fA-F]|00[01]|007[fF])")
_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Broken(Exception):
    """The text cannot be read any further; the reason is among the faults."""


class _Repeating(dict[str, Any]):
    """An object in which keys were repeated."""

    repeated: tuple[str, ...] = ()


class JsonReader:
    """Reads JSON texts one after another. Not to be shared between threads."""

    def __init__(self) -> None:
        self._odd = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_float=Decimal, parse_constant=self._constant
        )

    def read(self, text: str, faults: Faults) -> Any:
        """The value of `text`. Raises `Broken` after adding the reason to `faults`; lesser faults are only added."""
        self._odd = False
        try:
            value = self._decoder.decode(text)
        except json.JSONDecodeError as error:
            _syntax(error, faults)
            raise Broken from None
        except RecursionError:
            faults.add("LR013", (), limit=MAX_DEPTH)
            raise Broken from None
        except ValueError:
            # A whole number of more than 4,300 digits.
            faults.add("LR620", (), reason={"zh": "有一个数长得离谱", "en": "a number is absurdly long"})
            raise Broken from None
        if self._odd or _SUSPICIOUS.search(text):
            _inspect(value, (), faults, 0)
        return value

    def _pairs(self, found: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(found)
        if len(value) == len(found):
            return value
        self._odd = True
        repeating = _Repeating(value)
        repeating.repeated = tuple(key for key, times in Counter(key for key, _ in found).items() if times > 1)
        return repeating

    def _constant(self, word: str) -> float:
        self._odd = True
        return float(word.replace("Infinity", "inf"))


def _syntax(error: json.JSONDecodeError, faults: Faults) -> None:
    reason = {"zh": _ZH.get(error.msg, error.msg), "en": error.msg[:1].lower() + error.msg[1:]}
    line, column = faults.line or error.lineno, error.colno
    faults.add_at("LR620", line, column, reason=reason)


_ZH = {
    "Expecting value": "这里应当有一个值",
    "Expecting ',' delimiter": "这里缺逗号",
    "Expecting ':' delimiter": "这里缺冒号",
    "Expecting property name enclosed in double quotes": "键要写在双引号里",
    "Illegal trailing comma before end of object": "最后一项后面多了逗号",
    "Illegal trailing comma before end of array": "最后一项后面多了逗号",
    "Unterminated string starting at": "这里开始的文字没有收尾的引号",
    "Invalid control character at": "文字里有控制字符",
    "Invalid \\escape": "反斜杠的写法不对",
    "Invalid \\uXXXX escape": "\\u 后面要有四位十六进制数",
    "Extra data": "后面还有多余的内容",
    "Unexpected UTF-8 BOM (decode using utf-8-sig)": "开头有多余的字节序标记",
}


def _inspect(value: Any, place: Place, faults: Faults, depth: int) -> None:
    """Look for what `json` lets pass. Only for texts that showed a sign of it."""
    if depth > 200:
        return
    if isinstance(value, dict):
        if isinstance(value, _Repeating):
            for key in value.repeated:
                faults.add("LR621", (*place, key), key=True, word=shown(key))
        for key, item in value.items():
            if _HALF.search(key):
                faults.add("LR003", place)
            _inspect(item, (*place, key), faults, depth + 1)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            _inspect(item, (*place, i), faults, depth + 1)
    elif isinstance(value, str):
        if _HALF.search(value) or _CONTROL.search(value):
            faults.add("LR003", place)
    elif isinstance(value, float):
        faults.add("LR622", place, word="NaN" if value != value else shown(value))
