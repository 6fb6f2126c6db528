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
from lawrules.coverage import tried
from lawrules.diagnostics import Diagnostic
from lawrules.policy.compose import compose
from lawrules.policy.composition import Composition
from lawrules.policy.find import find
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


def named_by(file: ScenarioFile) -> str:
    """The policy that the file names, as a path without its suffix below the folder of policies."""
    path = find(file.policy, Path(file.file).parent)
    assert path is not None, file.policy
    return str(path.relative_to(POLICIES).with_suffix(""))


def files_of(policy: str) -> list[ScenarioFile]:
    """The files whose scenarios try the rules of this policy: its own, and those of an agency that gives it figures."""
    return [file for file in scenario_files()[0] if tried(composition(named_by(file))) == policy]


@cache
def results(policy: str, engine: str) -> tuple[Result, ...]:
    """Every scenario that stands beside this policy, run on that engine."""
    return tuple(run(s, loaded(named_by(file), engine)) for file in files_of(policy) for s in file.scenarios)


def rule_ids(policy: str) -> dict[str, tuple[str, ...]]:
    """The rules of the policy's own layer, with the clauses that each cites."""
    return {rule.id: rule.basis for rule in composition(policy).target.rules}


def text_of(policy: str) -> str:
    return (POLICIES / f"{policy}.yaml").read_text(encoding="utf-8")
