"""Working days as ranks, for engines that have integers but no calendar.

An answer comes within n working days of a trigger exactly if `before(answer) <= upto(trigger) + n - 1`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

from benchmarks.handwritten import WORKING


@lru_cache(maxsize=8192)
def upto(day: int) -> int:
    """How many working days there are up to the day, itself included."""
    return bisect_right(WORKING, day)


@lru_cache(maxsize=8192)
def before(day: int) -> int:
    """How many working days there are before the day."""
    return bisect_left(WORKING, day)
