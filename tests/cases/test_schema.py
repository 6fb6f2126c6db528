"""The JSON Schemas say what the reader accepts and what an assessment holds, and the committed copies are current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import lawrules
from lawrules.cases.schema import assessment_schema, case_schema
from lawrules.policy.vocabulary import Vocabulary

DOCS = Path(__file__).parents[2] / "docs"

POLICY = """\
policy: mini
title: 甲县办法
jurisdiction: {name: 甲县, code: "530000", level: county}
extends: [vocabulary]
sources: {S: {title: 甲县办法, issuer: 甲县, issued: 2020-01-01, in_force: {from: 2020-01-01}}}
clauses: {A-1: {source: S, at: 第一条, says: 七个工作日内公开}}
duties:
  a-publish:
    title: 公开
    basis: A-1
    when: {decision.made: {decision_type: penalty}}
    require: publication.posted
    within: 7个工作日
"""


@pytest.fixture
def assessment(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "mini.yaml").write_text(POLICY, encoding="utf-8")
    events = [
        {"id": "d1", "type": "decision.made", "at": "2023-01-16", "data": {"decision_type": "penalty"}},
        {"id": "d2", "type": "decision.made", "at": "2023-01-31", "data": {"decision_type": "penalty"}},
        {"id": "b1", "type": "publication.posted", "at": "2023-01-31", "about": "d1"},
    ]
    policy = lawrules.load(tmp_path / "mini.yaml", engine="direct")
    return json.loads(policy.evaluate({"case": "甲", "events": events}, as_of="2023-02-01").to_json())  # type: ignore[no-any-return]


def test_the_schema_of_assessments_names_every_key(assessment: dict[str, Any]) -> None:
    schema = assessment_schema()
    defined = {name: set(part["properties"]) for name, part in schema["$defs"].items()}
    assert set(schema["properties"]) == set(assessment) == set(schema["required"])
    assert len(assessment["findings"]) == 2
    for finding in assessment["findings"]:
        assert set(finding) == defined["finding"]
        assert set(finding["trigger"]) == defined["event"]
        assert finding["verdict"] in schema["$defs"]["finding"]["properties"]["verdict"]["enum"]
    assert assessment["open_duties"] == [assessment["next_due"]]
    assert set(assessment["next_due"]) == defined["pointer"]


def test_the_schema_of_cases_offers_every_type_and_its_fields(vocabulary: Vocabulary) -> None:
    schema = case_schema(vocabulary)
    event = schema["$defs"]["event"]
    assert event["properties"]["type"]["enum"] == sorted(vocabulary.types)
    branches: dict[str, Any] = {b["if"]["properties"]["type"]["const"]: b["then"] for b in event["allOf"]}
    for name, kind in vocabulary.types.items():
        assert set(branches[name]["properties"]["data"]["properties"]) == kind.fields
    assert schema["$defs"]["field.decision_type"]["enum"] == list(vocabulary.fields["decision_type"].choices)
    assert schema["$defs"]["register"]["required"] == ["agency", "since"]


def test_every_reference_of_the_schema_leads_somewhere(vocabulary: Vocabulary) -> None:
    for schema in (case_schema(vocabulary), assessment_schema()):
        text = json.dumps(schema)
        names = {part.partition('"')[0] for part in text.split('"#/$defs/')[1:]}
        assert names <= set(schema["$defs"])


def test_the_committed_schemas_are_current(vocabulary: Vocabulary) -> None:
    """To renew them: `lawrules schema --case > docs/case.schema.json`, and `--assessment` likewise."""
    for name, schema in (("case", case_schema(vocabulary)), ("assessment", assessment_schema())):
        committed = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert committed == json.loads(json.dumps(schema)), name
