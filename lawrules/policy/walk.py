"""Walking conditions and patterns: the tests inside a condition, a readable name for a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from lawrules.policy.model import (
    And,
    Condition,
    Happened,
    Literal,
    Members,
    Not,
    Or,
    Pattern,
    Test,
    event_patterns,
)


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every test inside a condition, those on members included."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, (And, Or)):
        for item in condition.items:
            yield from tests_of(item)
    elif isinstance(condition, Not):
        yield from tests_of(condition.item)
    elif isinstance(condition, Members):
        yield from tests_of(condition.where)
    elif isinstance(condition, Happened):
        for pattern in event_patterns(condition.pattern):
            yield from tests_of(pattern.where)


def own_tests(condition: Condition) -> Iterator[Test]:
    """The tests of a condition on its own subject: not those on members or on the history."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, (And, Or)):
        for item in condition.items:
            yield from own_tests(item)
    elif isinstance(condition, Not):
        yield from own_tests(condition.item)


def pattern_name(pattern: Pattern | None) -> str:
    """A readable name of a pattern: its event types and, where these alone do not tell, the tested values."""
    words: list[str] = []
    for event in event_patterns(pattern):
        values = []
        for test in tests_of(event.where):
            if isinstance(test.operand, Literal):
                value = test.operand.value
                values.append("|".join(map(str, value)) if isinstance(value, tuple) else str(value))
        words.append(event.type + (f"({','.join(values)})" if values else ""))
    return "/".join(words)
