"""What the commands share: exit codes, dates, progress, colours."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lawrules.cli.words import Words
from lawrules.errors import UsageError

if TYPE_CHECKING:
    from lawrules.facade import Policy

CLEAN, BREACHES, USAGE, POLICY, DATA = 0, 1, 2, 3, 4

_ORDER = (USAGE, POLICY, DATA, BREACHES, CLEAN)


def gravest(codes: Iterable[int]) -> int:
    """The exit code that stands when several apply: 2, 3, 4, 1, 0."""
    found = set(codes)
    return next((code for code in _ORDER if code in found), CLEAN)


def os_reason(error: OSError) -> tuple[str, str]:
    """Why a file could not be opened or written, in Chinese and English."""
    from lawrules.cases.faults import os_reason as reason

    return reason(error)


def today() -> str:
    """Today's date in Shanghai: the only clock that lawrules reads."""
    from lawrules.cases.times import SHANGHAI

    return datetime.now(SHANGHAI).date().isoformat()


def checked_time(text: str, option: str, words: Words) -> str:
    """`text` if it is a date or time that exists. Raises `UsageError`."""
    from lawrules.cases.times import BadTime, probable, read_moment

    try:
        read_moment(text)
    except BadTime as error:
        if error.reason is not None:
            why = error.reason[words.messages]
            raise UsageError(words(f"{option} `{text}`：{why}", f"{option} `{text}`: {why}")) from None
        near = probable(text)
        hint = words(f"，是否想写 {near}？", f"; did you mean {near}?") if near else ""
        raise UsageError(
            words(
                f"{option} `{text}` 不是日期或时刻，写作 2023-01-31 或 2023-01-31T10:00{hint}",
                f"{option} `{text}` is no date or time; write 2023-01-31 or 2023-01-31T10:00{hint}",
            )
        ) from None
    return text


def loaded_policy(name: str, engine: str | None, words: Words) -> Policy:
    """The policy called `name`. Raises `UsageError` where there is none, `PolicyError` for one with faults."""
    from lawrules import load

    return load(policy_path(name, words), engine=engine)


def policy_path(name: str, words: Words) -> Path:
    """The file of the policy called `name`. Raises `UsageError` that names the nearest one."""
    from lawrules.policy.find import find, policy_names

    path = find(name)
    if path is None:
        from lawrules.diagnostics import nearest

        near = nearest(name, policy_names())
        hint = words(f"，是否想写 {near}？", f"; did you mean {near}?") if near else ""
        raise UsageError(words(f"没有策略 {name}{hint}", f"there is no policy {name}{hint}"))
    return path


def warn(text: str) -> None:
    """A line on stderr."""
    click.echo(text, err=True)


class Progress:
    """A bar on stderr, drawn only on a terminal and only when the work takes more than a second.

    Where the results themselves scroll over the terminal they show the progress well enough.
    """

    def __init__(self, files: int, words: Words) -> None:
        self._files = max(files, 1)
        self._words = words
        self._file = 0
        self._part = 0.0
        self._cases = 0
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._shown = False
        self._on = sys.stderr.isatty() and not sys.stdout.isatty()

    def within(self, part: float) -> None:
        """How much of the present file is done."""
        self._part = part

    def next_file(self) -> None:
        self._file += 1
        self._part = 0.0

    def case_done(self) -> None:
        self._cases += 1
        if not self._on:
            return
        now = time.monotonic()
        if now - self._begun > 1.0 and now - self._drawn > 0.1:
            self._drawn = now
            share = min((self._file + self._part) / self._files, 1.0)
            filled = int(share * 30)
            speed = self._cases / (now - self._begun)
            count = self._words(
                f"{self._cases} 个案件，每秒 {speed:.0f} 个", f"{self._cases} cases, {speed:.0f} per second"
            )
            sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {share:4.0%}  {count}\x1b[K")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        """Remove the bar before something else is written."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
