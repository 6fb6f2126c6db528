"""polars: all 60 rules as lazy frames over the events of all cases."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import polars as pl

from benchmarks.core import CONDITIONS, PRECEDENCES, RESPONSES, Condition, Test
from benchmarks.generate import CaseFile
from benchmarks.rivals.columns import columns

NAME = "polars (over all cases)"
PACKAGE = "polars"
PART = "core"
NOTE = "one thread; set-based: the events of all cases are a frame already, loading is not counted"
BATCH = True


def _where(c: Condition) -> pl.Expr:
    made = pl.col("type") == c.type
    for t in c.tests:
        made = made & _test(t)
    return made


def _test(t: Test) -> pl.Expr:
    column = pl.col(t.field)
    if t.op == "is":
        return column == t.value
    if t.op == "in":
        return column.is_in(list(t.value))
    if t.op == "least":
        return column >= t.value
    if t.op == "has":
        return column.list.contains(t.value)
    tests = [column.list.contains(value) for value in t.value]
    return pl.any_horizontal(tests) if t.op == "any" else pl.all_horizontal(tests)


def _said(name: str, verdict: pl.Expr) -> list[Any]:
    return [pl.col("case_id"), pl.lit(name).alias("rule"), pl.col("id"), verdict.alias("verdict")]


def make(cases: list[tuple[CaseFile, str]]) -> Any:
    made, heads = columns(cases)
    frame = pl.DataFrame(made, strict=False).with_columns(pl.col("type").cast(pl.Categorical))
    today = pl.DataFrame(heads)

    def run() -> list[tuple[str, str, str, str]]:
        events, now = frame.lazy(), today.lazy()
        parts = [events.filter(_where(c)).select(_said(c.name, pl.lit("holds"))) for c in CONDITIONS]
        for r in RESPONSES:
            trigger = events.filter(_where(r.trigger)).select("case_id", "id", "day", "upto")
            answer = events.filter(_where(r.answer)).select("case_id", bd="day", bb="before")
            both = trigger.join(answer, on="case_id").filter(pl.col("bd") >= pl.col("day"))
            first = both.group_by("case_id", "id").agg(pl.col("bd").min(), pl.col("bb").min())
            joined = trigger.join(now, on="case_id").join(first, on=["case_id", "id"], how="left")
            limit = pl.col("upto") + (r.count - 1) if r.working else pl.col("day") + r.count
            done, open_ = ("bb", "now_before") if r.working else ("bd", "now")
            verdict = (
                pl.when(pl.col("bd").is_not_null())
                .then(pl.when(pl.col(done) <= limit).then(pl.lit("satisfied")).otherwise(pl.lit("late")))
                .when(pl.col(open_) <= limit).then(pl.lit("pending")).otherwise(pl.lit("overdue"))
            )
            parts.append(joined.select(_said(r.name, verdict)))
        for p in PRECEDENCES:
            act = events.filter(_where(p.act)).select("case_id", "id", "day")
            earlier = events.filter(_where(p.earlier)).group_by("case_id").agg(pl.col("day").min().alias("bd"))
            met = (pl.col("bd") <= pl.col("day")).fill_null(False)
            verdict = pl.when(met).then(pl.lit("satisfied")).otherwise(pl.lit("violated"))
            parts.append(act.join(earlier, on="case_id", how="left").select(_said(p.name, verdict)))
        return pl.concat(parts).collect().rows()

    return run
