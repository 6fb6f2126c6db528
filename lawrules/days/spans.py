"""Stretches of days (ordinals, first and last included) and the arithmetic of leaving them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]
"""A stretch of days as ordinals, first and last included."""


def united(spans: Iterable[Span]) -> list[Span]:
    """The same days as sorted spans that neither overlap nor touch. A span whose last day is before its first is
    empty and dropped."""
    result: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result


def without(first: int, last: int, spans: Sequence[Span]) -> list[Span]:
    """The days first..last that lie in none of the united `spans`, as spans."""
    result: list[Span] = []
    for a, b in spans:
        if b < first:
            continue
        if a > last:
            break
        if a > first:
            result.append((first, a - 1))
        first = b + 1
    if first <= last:
        result.append((first, last))
    return result
