"""DuckDB: all 60 rules as one SQL statement over the events of all cases."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl

from benchmarks.core import CONDITIONS, PRECEDENCES, RESPONSES, Condition, Test
from benchmarks.generate import CaseFile
from benchmarks.rivals.columns import columns

NAME = "DuckDB (SQL over all cases)"
PACKAGE = "duckdb"
PART = "core"
NOTE = "one thread; set-based: the events of all cases are a table already, loading is not counted"
BATCH = True


def _where(c: Condition, table: str) -> str:
    return " AND ".join([f"{table}.type = '{c.type}'", *(_test(t, table) for t in c.tests)])


def _test(t: Test, table: str) -> str:
    column = f'{table}."{t.field}"'
    if t.op == "is":
        return f"{column} = {_word(t.value)}"
    if t.op == "in":
        return f"{column} IN ({', '.join(map(_word, t.value))})"
    if t.op == "least":
        return f"{column} >= {t.value}"
    if t.op == "has":
        return f"list_contains({column}, {_word(t.value)})"
    function = "list_has_any" if t.op == "any" else "list_has_all"
    return f"{function}({column}, [{', '.join(map(_word, t.value))}])"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"


def statement() -> str:
    parts = [f"SELECT '{c.name}', a.case_id, a.id, 'holds' FROM events a WHERE {_where(c, 'a')}" for c in CONDITIONS]
    for r in RESPONSES:
        done = f"min(b.before) <= a.upto + {r.count - 1}" if r.working else f"min(b.day) <= a.day + {r.count}"
        pending = f"n.now_before <= a.upto + {r.count - 1}" if r.working else f"n.now <= a.day + {r.count}"
        parts.append(
            f"SELECT '{r.name}', a.case_id, a.id, CASE WHEN count(b.id) > 0 THEN CASE WHEN {done} THEN 'satisfied' "
            f"ELSE 'late' END WHEN {pending} THEN 'pending' ELSE 'overdue' END "
            f"FROM events a JOIN cases n ON n.case_id = a.case_id LEFT JOIN events b ON b.case_id = a.case_id "
            f"AND b.day >= a.day AND {_where(r.answer, 'b')} WHERE {_where(r.trigger, 'a')} "
            f"GROUP BY a.case_id, a.id, a.upto, a.day, n.now, n.now_before"
        )
    parts += [
        f"SELECT '{p.name}', a.case_id, a.id, CASE WHEN EXISTS (SELECT 1 FROM events b WHERE b.case_id = a.case_id "
        f"AND b.day <= a.day AND {_where(p.earlier, 'b')}) THEN 'satisfied' ELSE 'violated' END "
        f"FROM events a WHERE {_where(p.act, 'a')}"
        for p in PRECEDENCES
    ]
    return " UNION ALL ".join(parts)


def make(cases: list[tuple[CaseFile, str]]) -> Any:
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    events, heads = columns(cases)
    frame, cases_frame = pl.DataFrame(events, strict=False), pl.DataFrame(heads)
    connection.register("events_frame", frame.to_arrow() if hasattr(frame, "to_arrow") else frame)
    connection.register("cases_frame", cases_frame.to_arrow() if hasattr(cases_frame, "to_arrow") else cases_frame)
    connection.execute("CREATE TABLE events AS SELECT * FROM events_frame")
    connection.execute("CREATE TABLE cases AS SELECT * FROM cases_frame")
    query = statement()

    def run() -> list[tuple[str, str, str, str]]:
        return [(case, rule, event, verdict) for rule, case, event, verdict in connection.execute(query).fetchall()]

    return run
