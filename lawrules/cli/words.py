"""In which language to speak: messages follow the locale, findings are Chinese, `--lang` decides both."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from lawrules.records import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """The languages of one run. Called with a Chinese and an English text, it gives the one for messages."""

    messages: str = "zh"
    findings: str = "zh"

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.messages == "zh" else en


def words_for(args: Sequence[str], environ: Mapping[str, str] | None = None) -> Words:
    """The languages that `args` ask for, else those of the locale.

    The option is looked for before parsing, because help texts and usage errors are to speak it as well.
    """
    named = _named(args)
    if named is not None:
        return Words(named, named)
    environ = os.environ if environ is None else environ
    locale = next((environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(k)), "")
    return Words("zh" if locale.lower().startswith("zh") else "en", "zh")


def _named(args: Sequence[str]) -> str | None:
    for i, arg in enumerate(args):
        if arg == "--":
            return None
        value = arg.removeprefix("--lang=") if arg != "--lang" else args[i + 1] if i + 1 < len(args) else ""
        if arg.startswith("--lang") and value in LANGUAGES:
            return value
    return None
