"""The JSON Schemas say what the reader accepts and what an assessment holds, and the committed copies are current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lawrules.cases.assessment import (
    Assessment, Basis, EventRef, Finding, Note, OtherReading, Rejected, Verdict,
)  # fmt: skip
from lawrules.cases.schema import assessment_schema, case_schema
from lawrules.policy.vocabulary import Vocabulary

DOCS = Path(__file__).parents[2] / "docs"


def finding() -> Finding:
    ref = EventRef("d1", "decision.made", "2023-01-16")
    return Finding(
        "r", "kunming", "duties", "公示", Verdict.LATE, "must", "agency", trigger=ref, answers=(ref,), due="2023-01-30",
        readings=(OtherReading("lenient", "satisfied", None, ("K-1",)),), basis=(Basis("K-1", "方案", "一"),),
        notes=(Note("age", (("days", "3"),)),), rejected=(Rejected(ref, "condition"),),
    )  # fmt: skip


def assessment() -> Assessment:
    return Assessment("kunming", "甲", None, "2023-02-01", "direct", (finding(),), labels={"d1": {"major": ("x",)}})


def test_the_schema_of_assessments_names_every_key() -> None:
    schema = assessment_schema()
    made = assessment().to_dict()
    assert set(schema["properties"]) == set(made)
    assert set(schema["$defs"]["finding"]["properties"]) == set(made["findings"][0])
    assert list(schema["required"]) == list(made)
    assert set(schema["$defs"]["pointer"]["properties"]) == {"rule", "case", "each", "trigger", "due"}
    for name, key in (("event", "trigger"),):
        assert set(schema["$defs"][name]["properties"]) == set(made["findings"][0][key])


def test_the_schema_of_cases_offers_every_type_and_its_fields(vocabulary: Vocabulary) -> None:
    schema = case_schema(vocabulary)
    event = schema["$defs"]["event"]
    assert event["properties"]["type"]["enum"] == sorted(vocabulary.types)
    branches: dict[str, Any] = {b["if"]["properties"]["type"]["const"]: b["then"] for b in event["allOf"]}
    for name, kind in vocabulary.types.items():
        assert set(branches[name]["properties"]["data"]["properties"]) == kind.fields
    assert schema["$defs"]["field.decision_type"]["enum"] == list(vocabulary.fields["decision_type"].choices)


def test_the_committed_schemas_are_current(vocabulary: Vocabulary) -> None:
    """To renew them: `lawrules schema --case > docs/case.schema.json`, and `--assessment` likewise."""
    for name, schema in (("case", case_schema(vocabulary)), ("assessment", assessment_schema())):
        committed = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert committed == json.loads(json.dumps(schema)), name
