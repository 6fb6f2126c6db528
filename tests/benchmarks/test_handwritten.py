"""The yardsticks give what the engine gives: every finding, with its verdict and due date."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks import core, ours
from benchmarks.generate import case_files, long_case
from benchmarks.handwritten import evaluate


def differences(policy, case, as_of):
    mine = Counter(evaluate(case, as_of))
    theirs = Counter(
        (f.rule, f.each, f.trigger.id, f.verdict.value, f.due) for f in policy.evaluate(case, as_of).findings
    )
    return sorted(map(str, ((mine - theirs) + (theirs - mine)).elements()))


def test_every_finding_of_generated_kunming_cases(kunming):
    for case, as_of in case_files(300, seed=11):
        assert differences(kunming, case, as_of) == [], case["case"]


def test_a_long_case(kunming):
    case, as_of = long_case(400)
    assert differences(kunming, case, as_of) == []


@pytest.mark.parametrize("part", ["core", "conditions"])
def test_the_shared_rules(part):
    run = ours.core_results("direct", part)
    for case, as_of in core.simple_cases(100, seed=7):
        expected = core.by_hand(case, as_of) if part == "core" else core.conditions_of_case(case)
        assert Counter(run(case, as_of)) == Counter(expected), case["case"]


def test_sixty_rules():
    assert (len(core.CONDITIONS), len(core.RESPONSES), len(core.PRECEDENCES)) == (40, 12, 8)
