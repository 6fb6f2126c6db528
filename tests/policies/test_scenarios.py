"""The scenarios beside the policies hold on both engines, and reach every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawrules.coverage import coverage
from lawrules.demands import demands
from lawrules.engine import ENGINES, available
from tests.policies.corpus import POLICIES, files_of, loaded, results, scenario_files

WITH_SCENARIOS = sorted(path.stem for path in POLICIES.glob("*.yaml") if path.stem != "vocabulary")

SHOWN_WHOLE = ("national", "yunnan", "kunming", "chuxiong", "mangshi")
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
    assert coverage(results(policy, "direct"), loaded(policy)).unreached == ()


@pytest.mark.parametrize("policy", SHOWN_WHOLE)
def test_scenarios_show_each_rule_from_all_sides(policy: str) -> None:
    """Met and unmet, each side of each due date, what moves it, and each exemption: nothing is left."""
    wanted = demands(results(policy, "direct"), loaded(policy))
    assert {name: demand.lacking for name, demand in wanted.items() if demand.lacking} == {}


def test_the_figures_of_an_agency_stand_beside_the_scenarios_that_use_them() -> None:
    """What a city leaves open its own scenarios cannot reach; those of an agency below it count for the city."""
    own = [file for file in files_of("kunming") if file.policy != "kunming"]
    assert [(file.policy, Path(file.file).name) for file in own] == [("kunming-bureau", "own-standards.yaml")]
    without = coverage([r for r in results("kunming", "direct") if r.scenario.policy == "kunming"], loaded("kunming"))
    assert "kunming/km-major-by-amount" in without.unreached
