"""Measuring on a machine that is not ours alone: process CPU time, the least of many rounds, ratios pair by pair."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of CPU for one item, and how much longer than the yardstick (median of the rounds' ratios)."""

    seconds: float
    ratio: float

    @property
    def micros(self) -> float:
        return self.seconds * 1e6


def compare(works: Mapping[str, tuple[Callable[[], object], int]], yardstick: str, rounds: int) -> dict[str, Timed]:
    """Each work, a function and how many items it handles, beside the yardstick.

    In every round the yardstick runs right before each other work; that pair gives one ratio, so that what else goes on
    hits both. CPU time counts this process alone, with all its threads.
    """
    base, base_items = works[yardstick]
    least = {name: float("inf") for name in works}
    ratios: dict[str, list[float]] = {name: [] for name in works}
    for function, _ in works.values():
        function()
    for _ in range(rounds):
        for name, (function, items) in works.items():
            mine = _cpu(base) / base_items
            least[yardstick] = min(least[yardstick], mine)
            if name != yardstick:
                theirs = _cpu(function) / items
                least[name] = min(least[name], theirs)
                ratios[name].append(theirs / mine)
    return {
        name: Timed(least[name], statistics.median(ratios[name]) if ratios[name] else 1.0) for name in works
    }


def best(function: Callable[[], object], rounds: int) -> float:
    """The least CPU seconds of several rounds."""
    return min(_cpu(function) for _ in range(rounds))


def _cpu(function: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        function()
        return time.process_time() - begin
    finally:
        gc.enable()
