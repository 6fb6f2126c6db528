"""Diagnostics: what is wrong with a file, where, and the way out, as data.

A diagnostic is a code, a place and the words that fill the code's sentences. The sentences stand once, in
`lawrules.catalogue`, in Chinese and English, so that text, JSON, SARIF and the documentation say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from lawrules.records import dataclass, field

if TYPE_CHECKING:
    from lawrules.catalogue import Entry



class Severity(StrEnum):
    """How grave a diagnostic is: an `error` keeps a policy from loading, a `warning` does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file. Lines and columns count from 1; the end is exclusive. Line 0: no place is known."""

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: `code` (`LR…`), `span`, and `words` for the sentences of that code.

    `path` names the field inside the file where no line is known (JSON), e.g. `events[3].data.amount`.
    """

    code: str
    span: Span
    words: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""

    @property
    def entry(self) -> Entry:
        """The code's sentences; the catalogue is read when the first fault is told."""
        from lawrules.catalogue import CATALOGUE

        return CATALOGUE[self.code]

    @property
    def severity(self) -> Severity:
        return Severity(self.entry.severity)

    @property
    def message(self) -> str:
        return self.say("zh")

    @property
    def help(self) -> str:
        return self.advise("zh")

    def say(self, lang: str) -> str:
        """What is wrong, in `lang`."""
        return (self.entry.zh if lang == "zh" else self.entry.en).format_map(_Words(self.words, lang))

    def advise(self, lang: str) -> str:
        """The way out, in `lang`; empty where the message already says it."""
        text = (self.entry.help_zh if lang == "zh" else self.entry.help_en).format_map(_Words(self.words, lang))
        nearest = self.words.get("nearest")
        if nearest:
            hint = f"是否想写 `{nearest}`？" if lang == "zh" else f"Did you mean `{nearest}`?"
            text = f"{hint} {text}" if text else hint
        return text.strip()

    def text(self, lang: str = "zh") -> str:
        """`file:line:column: error LR101: message` with the help on the next line."""
        kind = {"zh": {"error": "错误", "warning": "警告"}, "en": {"error": "error", "warning": "warning"}}[lang]
        place = " ".join(filter(None, (str(self.span), f"({self.path})" if self.path else "")))
        head = f"{place + ': ' if place else ''}{kind[self.severity.value]} {self.code}: {self.say(lang)}"
        advice = self.advise(lang)
        return f"{head}\n    {advice}" if advice else head

    def __str__(self) -> str:
        """The place inside the file and the message, in Chinese: the form in which an assessment keeps a warning."""
        place = self.path or (f"{self.span.line}:{self.span.column}" if self.span.line else "")
        return f"{self.code} {place}{': ' if place else ''}{self.say('zh')}"

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """The documented JSON form of `lawrules check --format json`."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.span.file,
            "line": self.span.line,
            "column": self.span.column,
            "end_line": self.span.end_line,
            "end_column": self.span.end_column,
            "path": self.path,
            "message": self.say(lang),
            "help": self.advise(lang),
        }


class _Words(dict[str, Any]):
    """Fills the sentences: lists become readable, and a word may differ by language (`{"zh": …, "en": …}`)."""

    def __init__(self, words: Mapping[str, Any], lang: str) -> None:
        super().__init__(words)
        self._lang = lang

    def __getitem__(self, key: str) -> Any:
        value = super().get(key, "")
        if isinstance(value, Mapping) and set(value) == {"zh", "en"}:
            value = value[self._lang]
        if isinstance(value, (list, tuple, set, frozenset)):
            items = sorted(map(str, value)) if isinstance(value, (set, frozenset)) else [str(v) for v in value]
            value = ("、" if self._lang == "zh" else ", ").join(items)
        return value

    def __missing__(self, key: str) -> Any:
        return ""


def nearest(word: object, among: Iterable[str], cutoff: float = 0.6) -> str:
    """The word of `among` that the author most probably meant, or an empty text."""
    # Whoever makes no slip does without this import.
    import difflib

    candidates = list(among)
    found = difflib.get_close_matches(str(word), candidates, n=3, cutoff=cutoff)
    found.sort(key=lambda candidate: -_shared_start(str(word), candidate))
    if not found:
        folded = {c.replace("_", "").replace("-", "").replace(".", "").lower(): c for c in candidates}
        key = str(word).replace("_", "").replace("-", "").replace(".", "").replace(" ", "").lower()
        if key in folded:
            return folded[key]
    return found[0] if found else ""


def _shared_start(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, then code, without repetitions."""
    seen: dict[tuple[Any, ...], Diagnostic] = {}
    for d in diagnostics:
        seen.setdefault((d.span, d.path, d.code, d.say("en")), d)
    return [seen[key] for key in sorted(seen, key=lambda k: (k[0], k[1], k[2], k[3]))]
