"""The scenarios beside the policies hold on both engines, and reach every rule but those that no scenario can."""

from __future__ import annotations

import pytest

import lawrules
from lawrules.coverage import coverage
from lawrules.demands import demands
from lawrules.engine import ENGINES, available
from tests.policies.corpus import POLICIES, composition, loaded, results, scenario_files

WITH_SCENARIOS = sorted(path.stem for path in POLICIES.glob("*.yaml") if path.stem != "vocabulary")
UNREACHED = {
    "kunming/km-major-by-amount": "the plan names no amount, so the label stays open until an agency sets one",
}

SHOWN_WHOLE = ("national", "yunnan")
"""Policies whose scenarios show everything that `lawrules test --coverage` asks for."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("policy", WITH_SCENARIOS)
def test_every_scenario_holds(policy: str, engine: str) -> None:
    if why := available()[engine]:
        pytest.skip(why)
    ran = results(policy, engine)
    assert len(ran) >= 10
    assert [result.text("en") for result in ran if not result.passed] == []


def test_no_scenario_is_left_out() -> None:
    files, _ = scenario_files()
    assert sum(len(results(policy, "direct")) for policy in WITH_SCENARIOS) == sum(len(f.scenarios) for f in files)


@pytest.mark.parametrize("policy", WITH_SCENARIOS)
def test_every_rule_is_reached_by_a_scenario_of_its_own_layer(policy: str) -> None:
    """Equal, not contained: a rule that is reached one day has to leave the list."""
    reached = coverage(results(policy, "direct"), loaded(policy))
    assert set(reached.unreached) == {rule for rule in UNREACHED if rule.startswith(f"{policy}/")}


def test_the_rules_that_are_not_reached_exist() -> None:
    assert not {rule for rule in UNREACHED if rule not in composition(rule.partition("/")[0]).rules}


@pytest.mark.parametrize("policy", SHOWN_WHOLE)
def test_scenarios_show_each_rule_from_all_sides(policy: str) -> None:
    """Met and unmet, each side of each due date, what moves it, and each exemption: nothing is left."""
    wanted = demands(results(policy, "direct"), loaded(policy))
    assert {name: demand.lacking for name, demand in wanted.items() if demand.lacking} == {}


def test_an_agency_that_sets_the_amount_makes_the_decision_major(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the scenarios of the city cannot reach, a layer below it does."""
    monkeypatch.setenv("LAWRULES_POLICIES", str(POLICIES))
    path = tmp_path_factory.mktemp("agency") / "bureau.yaml"
    path.write_text(
        "policy: bureau\n"
        "title: 甲局重大执法决定标准\n"
        "jurisdiction: {name: 甲局, level: county}\n"
        "extends: [kunming]\n"
        "sources: {B: {title: 甲局重大执法决定标准, issued: 2020-01-01, in_force: {from: 2020-01-01}}}\n"
        "clauses: {B-1: {source: B, at: 一, says: 五万元以上的为重大}}\n"
        'parameters: {major_amount_threshold: {"2020-01-01": {is: 50000, basis: B-1}}}\n',
        encoding="utf-8",
    )
    bureau = lawrules.load(path, engine="direct")

    def labels(amount: int) -> object:
        made = {"decision_type": "penalty", "procedure": "ordinary", "amount": amount}
        events = [
            {"id": "x1", "type": "decision.proposed", "at": "2023-03-06", "data": {**made, "direct_major_rights": []}},
            {"id": "d1", "type": "decision.made", "at": "2023-03-10", "about": "x1", "data": made},
        ]
        return bureau.evaluate({"case": "甲1", "events": events}, as_of="2023-04-01").labels

    assert "km-major-by-amount" in str(labels(50_000))
    assert "km-major-by-amount" not in str(labels(49_999))
