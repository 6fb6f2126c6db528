"""Declare4Py: the 12 responses and 8 precedences as MP-Declare constraints over an event log of all cases.

It knows natural time only and gives counts for a trace, not findings: the ten responses in working days are measured
with natural days, so that their answers differ from the others'; those that can be compared are.
"""

from __future__ import annotations

import contextlib
import io
from datetime import datetime
from typing import Any

import pandas as pd
import pm4py
from Declare4Py.D4PyEventLog import D4PyEventLog
from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
from Declare4Py.ProcessModels.DeclareModel import DeclareModel

from benchmarks.core import FIELDS, LIST_FIELDS, PRECEDENCES, RESPONSES, TYPES, Condition
from benchmarks.generate import CaseFile

NAME = "Declare4Py (log of all cases)"
PACKAGE = "declare4py"
PART = "relations"
NOTE = "natural days in place of working days; counts for each trace instead of findings; loading is not counted"
BATCH = True

COMPARED = frozenset(r.name for r in RESPONSES if not r.working) | {p.name for p in PRECEDENCES}


def _tests(c: Condition, who: str) -> str:
    return " and ".join(
        f"{who}.{t.field} in ({', '.join(map(str, t.value))})" if t.op == "in" else f"{who}.{t.field} is {t.value}"
        for t in c.tests
    )


def model_text() -> str:
    """The constraints in the language of Declare; dots in names are underscores."""
    lines = [f"activity {kind.replace('.', '_')}" for kind in TYPES]
    for r in RESPONSES:
        a, b = r.trigger.type.replace(".", "_"), r.answer.type.replace(".", "_")
        lines.append(f"Response[{a}, {b}] |{_tests(r.trigger, 'A')} |{_tests(r.answer, 'T')} |0,{r.count},d")
    for p in PRECEDENCES:
        a, b = p.act.type.replace(".", "_"), p.earlier.type.replace(".", "_")
        lines.append(f"Precedence[{b}, {a}] |{_tests(p.act, 'A')} |{_tests(p.earlier, 'T')} |")
    return "\n".join(lines)


def make(cases: list[tuple[CaseFile, str]]) -> Any:
    rows = []
    for case, _ in cases:
        for event in case["events"]:
            data = event.get("data", {})
            rows.append({
                "case:concept:name": case["case"], "concept:name": event["type"].replace(".", "_"),
                "time:timestamp": datetime.fromisoformat(event["at"]),
                **{f: str(data.get(f)) for f in FIELDS if f not in LIST_FIELDS},
            })
    frame = pm4py.format_dataframe(
        pd.DataFrame(rows), case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
    )
    log = pm4py.convert_to_event_log(frame)
    log._properties["pm4py:param:timestamp_key"] = "time:timestamp"
    log._properties["pm4py:param:activity_key"] = "concept:name"
    model = DeclareModel().parse_from_string(model_text())
    names = [x.name for x in (*RESPONSES, *PRECEDENCES)]
    order = [trace.attributes["concept:name"] for trace in log]
    event_log = D4PyEventLog(log=log)

    def run() -> list[tuple[str, str, str, str]]:
        with contextlib.redirect_stdout(io.StringIO()):
            results = MPDeclareAnalyzer(event_log, model, True).run().model_check_res
        found = []
        for case, checked in zip(order, results, strict=True):
            for name, result in zip(names, checked, strict=True):
                for count, word in ((result.num_fulfillments, "met"), (result.num_violations, "unmet")):
                    found.extend((case, name, "", word) for _ in range(count or 0))
        return found

    return run
