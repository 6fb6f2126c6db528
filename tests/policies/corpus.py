"""The policies and scenarios of the repository, each read once, and the ids that were registered for them.

`register_ids.json` is data, written down when the instruments were read: for the five local instruments every clause,
the clauses without a rule, and every rule with the clauses that it encodes; for the layers above every fact; and the
clauses that nobody read in their own text.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import lawrules
from lawrules.diagnostics import Diagnostic
from lawrules.policy.compose import Composition, compose
from lawrules.scenario import Result, ScenarioFile, load_scenarios, run

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
LOCAL = ("kunming", "qijiang", "chuxiong", "mangshi", "jiangsu-district")
UPPER = ("national", "urban-management", "yunnan", "chongqing", "jiangsu")
IDS: dict[str, Any] = json.loads((Path(__file__).parent / "register_ids.json").read_text(encoding="utf-8"))
REGISTERS: dict[str, Any] = IDS["registers"]
FACTS: dict[str, list[str]] = IDS["facts"]


@cache
def composition(policy: str) -> Composition:
    found, faults = compose(POLICIES / f"{policy}.yaml")
    assert found is not None, (policy, [fault.text("en") for fault in faults])
    return found


@cache
def loaded(policy: str, engine: str = "direct") -> lawrules.Policy:
    return lawrules.load(POLICIES / f"{policy}.yaml", engine=engine)


@cache
def scenario_files() -> tuple[tuple[ScenarioFile, ...], tuple[Diagnostic, ...]]:
    files, faults = load_scenarios([POLICIES / "scenarios"])
    return tuple(files), tuple(faults)


@cache
def results(policy: str, engine: str) -> tuple[Result, ...]:
    """Every scenario that stands beside this policy, run on that engine."""
    files, _ = scenario_files()
    return tuple(run(s, loaded(policy, engine)) for file in files if file.policy == policy for s in file.scenarios)


def rule_ids(policy: str) -> dict[str, tuple[str, ...]]:
    """The rules of the policy's own layer, with the clauses that each cites."""
    return {rule.id: rule.basis for rule in composition(policy).target.rules}


def text_of(policy: str) -> str:
    return (POLICIES / f"{policy}.yaml").read_text(encoding="utf-8")
