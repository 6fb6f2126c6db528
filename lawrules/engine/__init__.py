"""Evaluation: from a composition and events to an assessment, with either of two matchers.

Takes `lawrules.policy` (compositions), `lawrules.cases` (events) and `lawrules.days`; promises plain data. `durable`
(durable-rules' Rete network, used as a stateless matcher) is the default where it is installed, `direct` is plain
Python; both give the same assessment on every input.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lawrules.errors import UsageError

if TYPE_CHECKING:
    from lawrules.engine.ir import FlatPattern, Matcher
    from lawrules.policy.vocabulary import Vocabulary

ENGINES = ("durable", "direct")


def available() -> dict[str, str]:
    """Each engine, with the reason why it cannot be used; an empty text where it can."""
    from lawrules.engine.match_durable import why_not

    return {"durable": why_not(), "direct": ""}


def choose(engine: str | None) -> str:
    """The engine to use: the one asked for, else `durable` where it works, else `direct`.

    Raises `UsageError` for an unknown engine, or one that is asked for and cannot be used.
    """
    if engine is None:
        return "direct" if available()["durable"] else "durable"
    if engine not in ENGINES:
        raise UsageError(
            f"没有名为 `{engine}` 的引擎，可用：durable、direct", f"unknown engine `{engine}`; use durable or direct"
        )
    reason = available()[engine]
    if reason:
        raise UsageError(f"引擎 `{engine}` 不可用：{reason}", f"engine `{engine}` is not available: {reason}")
    return engine


def make_matcher(engine: str, patterns: Iterable[FlatPattern], vocabulary: Vocabulary) -> Matcher:
    """The matcher of that name over the numbered flat patterns."""
    if engine == "durable":
        from lawrules.engine.match_durable import DurableMatcher

        return DurableMatcher(patterns, vocabulary)
    from lawrules.engine.match_direct import DirectMatcher

    return DirectMatcher(patterns, vocabulary)
