"""Where the faults of one case are gathered, with their places.

A reader of case data never stops at the first fault: it adds to a `Faults` and goes on, so that everything wrong with
a file is told at once. A place is a line and column where the YAML reader knows them, and always a path
(`events[3].data.amount`).
"""

from __future__ import annotations

import errno
from collections.abc import MutableSequence
from typing import Any

from lawrules.catalogue import CATALOGUE
from lawrules.diagnostics import Diagnostic, Span, in_order
from lawrules.policy.read import Document

Place = tuple[str | int, ...]
"""Keys and indexes from the root of the case."""


def path_text(place: Place) -> str:
    """`("events", 3, "data", "amount")` as `events[3].data.amount`."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else str(part)
    return text


def shown(value: object, limit: int = 60) -> str:
    """A value as a reader would recognise it, cut short."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        text = "{" + ", ".join(f"{k}: …" for k in list(value)[:4]) + "}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(shown(v, 20) for v in value[:4]) + (", …]" if len(value) > 4 else "]")
    else:
        text = str(value)[: limit + 1]
    # Half a surrogate pair cannot be printed.
    text = " ".join(text.split()).encode("utf-8", "replace").decode()
    return text if len(text) <= limit else text[:limit] + "…"


def os_reason(error: OSError) -> tuple[str, str]:
    """Why a file could not be opened, in Chinese and English."""
    en = error.strerror or type(error).__name__
    return _REASONS.get(error.errno or 0, en), en


_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.EEXIST: "文件已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
}


class Faults:
    """The errors and warnings of one case, and what was seen of its times.

    `base` is where the case stands within its document; `line` is the line of a JSONL file. `naive` and `aware` tell
    whether a time of day without or with an offset was met.
    """

    __slots__ = ("aware", "base", "document", "errors", "line", "naive", "origin", "warnings")

    def __init__(
        self,
        origin: str = "",
        document: Document | None = None,
        base: Place = (),
        *,
        line: int = 0,
        errors: MutableSequence[Diagnostic] | None = None,
    ) -> None:
        self.origin = origin
        self.document = document
        self.base = base
        self.line = line
        self.errors: MutableSequence[Diagnostic] = [] if errors is None else errors
        self.warnings: list[Diagnostic] = []
        self.naive = False
        self.aware = False

    def add(self, code: str, place: Place, *, key: bool = False, **words: Any) -> None:
        """Add a diagnostic at `place`; at the key itself rather than its value with `key=True`."""
        full = (*self.base, *place)
        if self.document is not None:
            span = self.document.span(full, key=key)
        else:
            span = Span(self.origin, self.line, 1, self.line, 1) if self.line else Span(self.origin)
        into = self.errors if CATALOGUE[code].severity == "error" else self.warnings
        into.append(Diagnostic(code, span, words, path_text(full)))

    def add_at(self, code: str, line: int, column: int, **words: Any) -> None:
        """Add an error at a line and column that the reader of the text has told."""
        self.errors.append(Diagnostic(code, Span(self.origin, line, column, line, column), words))

    def sorted(self, found: MutableSequence[Diagnostic]) -> list[Diagnostic]:
        """By line where lines are known, else in the order of the file, which is that of reading."""
        if self.document is not None:
            return in_order(found)
        return list({(d.code, d.path, d.say("en")): d for d in found}.values())
