"""The events of many cases as columns, for engines that work on sets."""

from __future__ import annotations

from typing import Any

from benchmarks.core import FIELDS
from benchmarks.generate import CaseFile
from benchmarks.handwritten import ordinal
from benchmarks.rivals.ranks import before, upto

Columns = dict[str, list[Any]]


def columns(cases: list[tuple[CaseFile, str]]) -> tuple[Columns, Columns]:
    """The events and the cases. Fields that an event lacks are null."""
    names = ("case_id", "id", "type", "day", "upto", "before", *FIELDS)
    events: Columns = {name: [] for name in names}
    heads: Columns = {"case_id": [], "now": [], "now_before": []}
    for case, as_of in cases:
        today = ordinal(as_of)
        for name, value in zip(heads, (case["case"], today, before(today)), strict=True):
            heads[name].append(value)
        for event in case["events"]:
            day, data = ordinal(event["at"]), event.get("data", {})
            row = (case["case"], event["id"], event["type"], day, upto(day), before(day))
            for name, value in zip(names, row, strict=False):
                events[name].append(value)
            for name in FIELDS:
                events[name].append(data.get(name))
    return events, heads
