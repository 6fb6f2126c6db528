"""Scenarios: read with places, run, compared, counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import lawrules
from lawrules.coverage import coverage
from lawrules.diagnostics import Diagnostic
from lawrules.facade import Policy
from lawrules.policy.find import find
from lawrules.scenario import Result, ScenarioFile, check_scenarios, load_scenarios, run

Loader = Callable[[str], tuple[list[ScenarioFile], list[Diagnostic]]]

POLICY = """\
policy: town
title: 甲镇
jurisdiction: {name: 甲镇, level: township}
extends: [vocabulary]
sources:
  T: {title: 甲镇办法, issued: 2020-01-01, in_force: {from: 2020-01-01}}
clauses:
  T-1: {source: T, at: 一, says: 处罚决定五个工作日内公开}
  T-2: {source: T, at: 二, says: 涉密的除外}
  T-3: {source: T, at: 三, says: 大额的为重大}
  T-4: {source: T, at: 四, says: 重大的先审核}
parameters:
  large: {open: true}
duties:
  t-post:
    title: 公开
    basis: T-1
    when: {decision.made: {decision_type: penalty}}
    require: {publication.posted: {content_kind: decision}}
    within: 5个工作日
    unless: [t-ex-secret]
  t-post-again: {title: 再次公开, basis: T-1, restates: t-post}
gates:
  t-gate: {title: 先审核, basis: T-4, when: decision.made, if: {major: true}, after: legal_review.completed}
  t-large: {title: 超过限额, basis: T-4, when: decision.made, if: {amount: {at_least: $large}}, after: hearing.held}
major_decisions:
  t-major: {title: 大额, basis: T-3, when: {decision.made: {amount: {at_least: 100000}}}}
exemptions:
  t-ex-secret: {title: 涉密, basis: T-2, if: {sensitivity: state_secret}}
"""
HEAD = "policy: town\nscenarios:\n"
DECIDED = "{id: %s, type: decision.made, at: %s, data: {decision_type: penalty, amount: 500}}"


def scenario(
    *expect: str, events: tuple[str, ...] = (DECIDED % ("d1", "2023-01-16"),), more: str = "", title: str = "公开",
    as_of: str = "2023-02-01",
) -> str:
    lines = [f"  - title: {title}", f"    as_of: {as_of}", "    events:", *(f"      - {event}" for event in events)]
    if not events:
        lines[2] = "    events: []"
    if expect:
        lines += ["    expect:", *(f"      - {{{item}}}" for item in expect)]
    if more:
        lines.append(f"    {more}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    path = tmp_path_factory.mktemp("policies") / "town.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return lawrules.load(path, engine="direct")


@pytest.fixture
def loaded(tmp_path: Path) -> Loader:
    (tmp_path / "town.yaml").write_text(POLICY, encoding="utf-8")

    def load(text: str) -> tuple[list[ScenarioFile], list[Diagnostic]]:
        path = tmp_path / "cases.yaml"
        path.write_text(text, encoding="utf-8")
        return load_scenarios([path])

    return load


@pytest.fixture
def result(loaded: Loader, town: Policy) -> Callable[[str], Result]:
    def go(text: str) -> Result:
        files, faults = loaded(HEAD + text)
        assert [fault.text("en") for fault in faults] == []
        assert check_scenarios(files[0], town.composition) == []
        return run(files[0].scenarios[0], town)

    return go


# ── running


def test_a_scenario_that_holds_passes(result: Callable[[str], Result]) -> None:
    found = result(scenario("rule: t-post, trigger: d1, verdict: overdue, due: 2023-01-28, severity: must"))
    assert found.passed
    assert found.text("zh") == "通过 公开"
    assert found.assessment is not None
    assert found.assessment.policy == "town"


@pytest.mark.parametrize(
    ("key", "value", "actual"),
    [
        ("verdict", "pending", "overdue"), ("due", "2023-01-30", "2023-01-28"), ("severity", "should", "must"),
        ("bearer", "party", "agency"), ("answers", "[p1]", "[]"), ("waived_by", "t-ex-secret", "—"),
        ("missing", "[amount]", "[]"), ("each", "甲", "—"),
        ("counted", "[2023-01-17]", "[2023-01-17, 2023-01-18, 2023-01-19, 2023-01-20, 2023-01-28]"),
    ],
)
def test_a_value_that_differs_is_told_with_what_was_found_and_why(
    result: Callable[[str], Result], key: str, value: str, actual: str
) -> None:
    found = result(scenario(f"rule: t-post, trigger: d1, {key}: {value}"))
    assert not found.passed
    (difference,) = found.differences
    assert difference.kind == "wrong"
    assert f"{key}：期望 {value}，实际 {actual}" in difference.text("zh")
    assert f"{key}: expected {value}, got {actual}" in difference.text("en")
    assert "why:" in difference.text("en")
    assert "T-1" in difference.text("zh"), "the explanation cites the clause"
    assert difference.span.line == 8


def test_counted_days_pass_in_the_order_of_counting(result: Callable[[str], Result]) -> None:
    days = "counted: [2023-01-17, 2023-01-18, 2023-01-19, 2023-01-20, 2023-01-28]"
    assert result(scenario(f"rule: t-post, {days}")).passed


def test_a_finding_that_is_not_there_says_why(result: Callable[[str], Result]) -> None:
    found = result(scenario("rule: t-post, verdict: overdue", events=()))
    (difference,) = found.differences
    assert difference.kind == "absent"
    assert "没有被触发" in difference.text("zh")
    assert "Nothing triggered it" in difference.text("en")


def test_a_trigger_that_has_no_finding_is_not_satisfied_by_another(result: Callable[[str], Result]) -> None:
    permit = "{id: d2, type: decision.made, at: 2023-01-17, data: {decision_type: permit}}"
    events = (DECIDED % ("d1", "2023-01-16"), permit)
    found = result(scenario("rule: t-post, trigger: d2, verdict: overdue", events=events))
    assert not found.passed
    assert "trigger：期望 d2，实际 d1" in found.text("zh")


def test_each_expectation_needs_a_finding_of_its_own(result: Callable[[str], Result]) -> None:
    twice = ("rule: t-post, verdict: overdue", "rule: t-post, verdict: overdue")
    two = (DECIDED % ("d1", "2023-01-16"), DECIDED % ("d2", "2023-01-17"))
    assert result(scenario(*twice, events=two)).passed
    found = result(scenario(*twice))
    assert [difference.kind for difference in found.differences] == ["absent"]


def test_a_loose_expectation_does_not_take_the_finding_that_a_strict_one_needs(result: Callable[[str], Result]) -> None:
    two = (DECIDED % ("d1", "2023-01-16"), DECIDED % ("d2", "2023-01-17"))
    assert result(scenario("rule: t-post", "rule: t-post, trigger: d1", events=two)).passed
    assert result(scenario("rule: t-post, trigger: d2", "rule: t-post", events=two)).passed


@pytest.mark.parametrize("name", ["t-post", "town/t-post", "t-post-again", "town/t-post-again"])
def test_a_merged_finding_answers_to_all_its_names(result: Callable[[str], Result], name: str) -> None:
    assert result(scenario(f"rule: {name}, trigger: d1, verdict: overdue")).passed


def test_what_should_not_be_there_is_told(result: Callable[[str], Result]) -> None:
    found = result(scenario("rule: t-post", more="expect_no: [t-gate, t-large]"))
    (difference,) = found.differences
    assert (difference.kind, difference.rule) == ("excluded", "t-large")
    assert result(scenario("rule: t-post", more="expect_no: [t-gate]")).passed


def test_exactly_allows_nothing_else(result: Callable[[str], Result]) -> None:
    found = result(scenario("rule: t-post", more="exactly: true"))
    assert [(d.kind, d.rule) for d in found.differences] == [("unexpected", "town/t-large")]
    assert result(scenario("rule: t-post", "rule: t-large", more="exactly: true")).passed
    assert result(scenario(events=(), more="exactly: true")).passed


def test_exactly_does_not_repeat_what_already_differs(result: Callable[[str], Result]) -> None:
    found = result(scenario("rule: t-post, verdict: late", "rule: t-large", more="exactly: true"))
    assert [difference.kind for difference in found.differences] == ["wrong"]


@pytest.mark.parametrize("name", ["large", "$large"])
def test_missing_facts_are_named_with_or_without_their_sign(result: Callable[[str], Result], name: str) -> None:
    assert result(scenario(f"rule: t-large, verdict: undetermined, missing: ['{name}']")).passed
    assert not result(scenario("rule: t-large, missing: [larg]")).passed


def test_an_exemption_that_waived(result: Callable[[str], Result]) -> None:
    data = "{decision_type: penalty, sensitivity: [state_secret]}"
    secret = f"{{id: d1, type: decision.made, at: 2023-01-16, data: {data}}}"
    for name in ("t-ex-secret", "town/t-ex-secret"):
        assert result(scenario(f"rule: t-post, verdict: waived, waived_by: {name}", events=(secret,))).passed


def test_labels(result: Callable[[str], Result]) -> None:
    large = "{id: d1, type: decision.made, at: 2023-01-16, data: {decision_type: penalty, amount: 200000}}"
    assert result(scenario("rule: t-gate, verdict: violated", events=(large,), more="labels: {d1: [major]}")).passed
    found = result(scenario("rule: t-post", more="labels: {d1: [major]}"))
    assert [difference.kind for difference in found.differences] == ["label"]
    assert result(scenario("rule: t-post", more="labels: {d1: []}")).passed
    assert not result(scenario("rule: t-gate", events=(large,), more="labels: {d1: []}")).passed


def test_a_case_that_is_itself_wrong_is_a_difference_at_its_line(result: Callable[[str], Result]) -> None:
    wrong = "{id: d1, type: decison.made, at: 2023-01-16}"
    found = result(scenario("rule: t-post", events=(wrong,)))
    assert not found.passed
    assert found.assessment is None
    assert found.differences[0].kind == "error"
    assert found.differences[0].span.line == 6
    assert "decison.made" in found.text("zh")


def test_an_agencys_register_is_run_as_one(result: Callable[[str], Result]) -> None:
    decided = "{id: d1, type: decision.made, at: 2023-01-16, case: c1, data: {decision_type: penalty}}"
    text = scenario("rule: t-post, trigger: d1, case: c1, verdict: overdue", events=(decided,))
    found = result(text + "    agency: 甲镇政府\n    since: 2022-01-01\n")
    assert found.passed, found.text("zh")


def test_a_case_beside_its_register(result: Callable[[str], Result]) -> None:
    text = scenario("rule: t-post, trigger: d1, verdict: overdue")
    found = result(text + "    case: c1\n    register: {agency: 甲镇政府, since: 2022-01-01, events: []}\n")
    assert found.passed, found.text("zh")


# ── reading


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (scenario("rule: t-pst"), "LR502"),
        (scenario("rule: t-post", more="expect_no: [t-pst]"), "LR502"),
        (scenario("rule: t-post, trigger: d9"), "LR503"),
        (scenario("rule: t-post, verdict: too_late"), "LR504"),
        (scenario("rule: t-post, waived_by: t-ex"), "LR508"),
    ],
)
def test_names_are_checked_against_the_policy(
    loaded: Loader, town: Policy, text: str, code: str
) -> None:
    files, faults = loaded(HEAD + text)
    assert faults == []
    (fault,) = check_scenarios(files[0], town.composition)
    assert fault.code == code
    assert fault.span.line in (8, 9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (scenario("rule: t-post") * 2, "LR505"),
        (scenario("rule: t-post", more="expect_no: [t-post]"), "LR506"),
        (scenario(), "LR507"),
        (scenario("rule: t-post", as_of="2023-02-30"), "LR106"),
        (scenario("rule: t-post", as_of="yesterday"), "LR106"),
        (scenario("rule: t-post, verdit: late"), "LR102"),
        (scenario("verdict: late"), "LR104"),
    ],
)
def test_a_scenario_that_proves_nothing_is_refused(
    loaded: Loader, text: str, code: str
) -> None:
    _, faults = loaded(HEAD + text)
    assert [fault.code for fault in faults] == [code]


def test_an_unknown_policy_is_named_with_the_nearest(
    loaded: Loader
) -> None:
    files, faults = loaded(HEAD.replace("town", "kumming") + scenario("rule: t-post"))
    assert files == []
    assert (faults[0].code, faults[0].words["nearest"]) == ("LR501", "kunming")


def test_folders_are_searched_for_scenarios_and_policies_passed_over(tmp_path: Path) -> None:
    (tmp_path / "town.yaml").write_text(POLICY, encoding="utf-8")
    inner = tmp_path / "scenarios" / "town"
    inner.mkdir(parents=True)
    (inner / "b.yaml").write_text("policy: kunming\nscenarios:\n" + scenario("rule: t-post"), encoding="utf-8")
    (inner / "a.yaml").write_text("policy: kunming\nscenarios:\n" + scenario("rule: t-post"), encoding="utf-8")
    (inner / "note.txt").write_text("no scenario", encoding="utf-8")
    files, faults = load_scenarios([tmp_path])
    assert faults == []
    assert [Path(file.file).name for file in files] == ["a.yaml", "b.yaml"]


def test_a_named_file_must_hold_scenarios(tmp_path: Path) -> None:
    path = tmp_path / "town.yaml"
    path.write_text(POLICY, encoding="utf-8")
    assert "LR104" in {fault.code for fault in load_scenarios([path])[1]}
    assert [fault.code for fault in load_scenarios([tmp_path / "none.yaml"])[1]] == ["LR001"]
    path.write_text("# nothing\n", encoding="utf-8")
    assert [fault.code for fault in load_scenarios([path])[1]] == ["LR004"]
    path.write_bytes(b"\xff\xfe")
    assert [fault.code for fault in load_scenarios([path])[1]] == ["LR003"]


def test_the_shipped_scenarios_are_sound() -> None:
    files, faults = load_scenarios([Path(__file__).resolve().parents[1] / "policies" / "scenarios"])
    assert [fault.text("en") for fault in faults] == []
    assert files
    for file in files:
        path = find(file.policy, Path(file.file).parent)
        assert path is not None, file.policy
        assert [fault.text("en") for fault in check_scenarios(file, lawrules.load(path).composition)] == []


# ── coverage


def test_coverage_counts_rules_verdicts_and_clauses(result: Callable[[str], Result], town: Policy) -> None:
    none = coverage([], town)
    assert none.unreached == none.rules
    assert none.unreached_clauses == none.clauses == ("T-1", "T-4", "T-3", "T-2")
    two = (DECIDED % ("d1", "2023-01-16"), DECIDED % ("d2", "2023-01-31"))
    found = coverage([result(scenario("rule: t-post, trigger: d1", events=two))], town)
    assert found.verdicts["town/t-post"] == {"overdue": 1, "pending": 1}
    assert found.verdicts["town/t-post-again"] == {"overdue": 1, "pending": 1}
    assert found.verdicts["town/t-large"] == {"undetermined": 2}
    assert found.asserted == {"town/t-post"}
    assert found.unreached == ("town/t-gate", "town/t-major", "town/t-ex-secret")
    assert found.unreached_clauses == ("T-3", "T-2")


def test_exemptions_and_labels_count_where_they_were_used(result: Callable[[str], Result], town: Policy) -> None:
    event = ("{id: d1, type: decision.made, at: 2023-01-16, "
             "data: {decision_type: penalty, amount: 200000, sensitivity: [state_secret]}}")
    found = coverage([result(scenario("rule: t-post, verdict: waived", events=(event,)))], town)
    assert found.verdicts["town/t-ex-secret"] == {"used": 1}
    assert found.verdicts["town/t-major"] == {"used": 1}
    assert found.unreached == ()
