"""What a diagnostic code means: its sentences in both languages and the examples of its page."""

from __future__ import annotations

from lawrules.records import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A code's sentences. `{word}` and the like are filled from the diagnostic's words.

    `zh`/`en`: what is wrong, the author's own text in backticks. `help_zh`/`help_en`: the way out.
    `bad`/`good`: a small file (or part of one) that raises the code, and one that does not; empty where the code has
    no short example.
    """

    code: str
    name: str
    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    severity: str = "error"
    bad: str = ""
    good: str = ""
