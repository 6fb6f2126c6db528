"""The exceptions of lawrules. Each carries its faults as data; the text is derived from them.

`PolicyError` and `EventError` hold every fault of their input at once, so that an author mends a file in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawrules.diagnostics import Diagnostic


class LawrulesError(Exception):
    """Base of every error that lawrules raises on purpose."""


class UsageError(LawrulesError):
    """A call that cannot mean anything: an unknown engine, a file that does not exist.

    `zh` and `en` hold the sentence in both languages; with one text only, both hold that.
    """

    def __init__(self, zh: str, en: str = "") -> None:
        super().__init__(f"{zh} / {en}" if en else zh)
        self.zh = zh
        self.en = en or zh

    def __reduce__(self) -> tuple[type[UsageError], tuple[str, str]]:
        return type(self), (self.zh, "" if self.en == self.zh else self.en)


class _Faults(LawrulesError):
    def __init__(self, faults: Iterable[Diagnostic]) -> None:
        self.faults: tuple[Diagnostic, ...] = tuple(faults)
        super().__init__(self.faults)

    def text(self, lang: str = "zh") -> str:
        """All faults, one below the other, in `lang` (`zh` or `en`)."""
        return "\n".join(fault.text(lang) for fault in self.faults)

    def __str__(self) -> str:
        return self.text()


class PolicyError(_Faults):
    """A policy that cannot be used. `faults` are the diagnostics, sorted by place."""


class EventError(_Faults):
    """Case data that cannot be evaluated. `faults` name the event, the field and the expected form."""
