"""A scenario file as its author wrote it: the keys of scenarios and of what they expect.

Stands beside `lawrules.policy.document`, whose means it uses, and is imported only when scenarios are read.
"""

from __future__ import annotations

from lawrules.diagnostics import Diagnostic
from lawrules.policy import shape
from lawrules.policy.document import validate
from lawrules.policy.kinds import (
    DATE,
    FLAG,
    MOMENT,
    NAME,
    REF,
    RULE_ID,
    SEVERITY,
    TEXT,
    VALUE,
    Several,
    Table,
    many,
    may,
    need,
    part,
)
from lawrules.policy.read import Document

EXPECTATION = part(
    "Expectation",
    rule=need(REF, "规则编号"),
    trigger=may(TEXT, "触发事件的 id"),
    verdict=may(TEXT, "结论"),
    due=may(TEXT, "应当完成的日期或时刻"),
    severity=may(SEVERITY, "must、should、note 或 may"),
    bearer=may(TEXT, "agency、party 或 court"),
    waived_by=may(REF, "因哪个例外而免除"),
    missing=may(many(TEXT, empty=True), "缺哪些事实"),
    answers=may(many(TEXT, empty=True), "以哪些事件完成"),
    counted=may(many(DATE, empty=True), "计入期限的日子"),
    each=may(TEXT, "针对哪个人、单位、条目或值"),
    note=may(TEXT, "说明"),
    case=may(TEXT, "案号"),
)
SCENARIO = part(
    "Scenario",
    title=need(TEXT, "场景的标题"),
    note=may(TEXT, "说明"),
    facts=may(VALUE, "事件以外的事实：party、persons、units、agency"),
    case=may(TEXT, "案号"),
    agency=may(TEXT, "机关"),
    since=may(DATE, "名册自这一天起完整"),
    covers=may(many(TEXT, empty=True), "案卷对哪些事件是完整的"),
    register_=may(VALUE, "作为背景的机关名册"),
    events=may(Several(VALUE), "事件"),
    as_of=need(MOMENT, "截至哪一天或哪一刻"),
    expect=may(Several(EXPECTATION), "应当有的结论"),
    expect_no=may(many(REF, empty=True), "不应有结论的规则"),
    exactly=may(FLAG, "true：除 expect 以外不应再有结论"),
    labels=may(Table(TEXT, many(NAME, empty=True)), "事件的标记，例如 {d1: [major]}"),
)
SCENARIO_FILE = part(
    "ScenarioFile",
    policy=need(RULE_ID, "所检验的策略"),
    scenarios=need(Several(SCENARIO), "场景"),
)


def validate_scenario_shape(document: Document, faults: list[Diagnostic]) -> None:
    """Check a scenario file's shape. Every fault is added to `faults` at its place; nothing is raised."""
    found: list[Diagnostic] = []
    validate(SCENARIO_FILE, document, found)
    faults.extend(shape.with_splits(document, found))
