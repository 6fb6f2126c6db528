"""A lower layer may be stricter, never laxer."""

from __future__ import annotations

from typing import Any

import pytest

UPPER = """\
duties:
  u-post:
    title: 公开
    basis: U-1
    when: {act.done: {kind: [a, b]}}
    require: act.posted
    must: {channel: web}
    within: 7个工作日
    unless: [u-ex]
exemptions:
  u-ex: {title: 涉密, basis: U-1, if: {secret: true}}
"""
GATE = """\
gates:
  u-gate: {title: 先告知, basis: U-1, when: act.done, after: act.told, elapsed: 10个工作日}
"""
BASE = {
    "when": "{act.done: {kind: [a, b]}}", "require": "act.posted", "must": "{channel: web}", "within": "7个工作日",
    "unless": "[u-ex]",
}
EX = "exemptions:\n  a-ex: {title: 另一情形, basis: L-1, if: {amount: {at_least: 5}}%s}\n"


def rule(relation: str, **changes: str | None) -> str:
    keys = {**BASE, **changes}
    lines = [f"    {key}: {value}" for key, value in keys.items() if value is not None]
    head = ["duties:", "  a-post:", "    title: 公开", "    basis: L-1"]
    return "\n".join([*head, *([f"    {relation}: upper/u-post"] if relation else []), *lines]) + "\n"


def how(layers: Any, text: str, upper: str = UPPER) -> list[str]:
    return [fault.words["how"]["zh"] for fault in layers.check(text, upper, only="LR313")]


def test_an_equal_rule_may_replace_the_upper_one(layers: Any) -> None:
    assert how(layers, rule("overrides")) == []


def test_a_stricter_rule_may_replace_the_upper_one(layers: Any) -> None:
    assert how(layers, rule("overrides", when="act.done", within="5个工作日", unless=None)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"within": "8个工作日"}, "8个工作日 长于 7个工作日"),
        ({"within": "10日"}, "10日 长于 7个工作日"),
        ({"within": "1个月"}, "1个月 长于 7个工作日"),
        ({"within": None}, "不见了"),
        ({"severity": "should"}, "降成"),
        ({"severity": "{must_if: {amount: {at_least: 1}}}"}, "降成"),
        ({"when": "{act.done: {kind: a}}"}, "变窄"),
        ({"if": "{amount: {at_least: 1000}}"}, "变窄"),
        ({"when": "{act.told: {kind: [a, b]}}"}, "变窄"),
        ({"must": None}, "要求不见了"),
        ({"require": "[act.posted, act.told]"}, "能算完成的事件变宽了"),
        ({"require": "act.told"}, "能算完成的事件变宽了"),
        ({"must": "{channel: wall}"}, "要求不见了"),
    ],
)
def test_each_way_to_demand_less_is_told(layers: Any, changes: dict[str, str | None], said: str) -> None:
    (found,) = how(layers, rule("overrides", **changes))
    assert said in found


@pytest.mark.parametrize("period", ["及时", "当日", "9日", "24小时"])
def test_a_period_that_is_shorter_or_cannot_be_compared_is_let_pass(layers: Any, period: str) -> None:
    assert how(layers, rule("overrides", within=period)) == []


def test_a_wider_exemption_is_told_by_name(layers: Any) -> None:
    (found,) = how(layers, rule("overrides", unless="[u-ex, a-ex]") + EX % "")
    assert found == "例外变宽了：a-ex"


def test_an_exemption_that_restates_the_upper_one_is_no_wider(layers: Any) -> None:
    text = rule("overrides", unless="[b-ex]") + "exemptions:\n  b-ex: {title: 涉密, basis: L-1, restates: upper/u-ex}\n"
    assert how(layers, text) == []


def test_the_fault_cites_both_clauses_and_stands_at_the_key(layers: Any) -> None:
    (fault,) = layers.check(rule("overrides", within="8个工作日"), UPPER, only="LR313")
    assert fault.words["basis"] == ["L-1（一）"]
    assert fault.words["upper_basis"] == ["U-1（第一条）"]
    assert "lower/a-post" in fault.message
    assert "upper/u-post" in fault.message
    assert (fault.span.line, fault.span.column) == (17, 13)


def test_an_upper_clause_can_permit_it(layers: Any) -> None:
    assert how(layers, rule("overrides", within="8个工作日", permitted_by="U-2")) == []


def test_what_the_upper_layer_only_recommends_may_be_loosened(layers: Any) -> None:
    upper = UPPER.replace("    within: 7", "    severity: should\n    within: 7")
    assert how(layers, rule("overrides", within="8个工作日"), upper) == []


def test_rules_that_are_never_law_together_do_not_loosen_each_other(layers: Any) -> None:
    upper = UPPER.replace("    within: 7", "    in_force: {to: 2019-12-31}\n    within: 7")
    assert how(layers, rule("overrides", within="8个工作日"), upper) == []


def test_a_later_value_of_a_parameter_can_loosen(layers: Any) -> None:
    text = rule("overrides", within="$term") + (
        'parameters:\n  term: {"2020-01-01": {is: 7个工作日, basis: L-1}, "2022-01-01": {is: 9个工作日, basis: L-1}}\n')
    assert how(layers, text) == ["9个工作日 长于 7个工作日"]


def test_dated_values_are_compared_date_by_date(layers: Any) -> None:
    upper = UPPER.replace("7个工作日", "$limit") + (
        'parameters:\n'
        '  limit: {"2019-01-01": {is: 7个工作日, basis: U-1}, "2022-01-01": {is: 10个工作日, basis: U-1}}\n')
    text = 'parameters:\n  term: {"2020-01-01": {is: 7个工作日, basis: L-1}, "%s": {is: 10个工作日, basis: L-1}}\n'
    assert how(layers, rule("overrides", within="$term") + text % "2022-01-01", upper) == []
    assert len(how(layers, rule("overrides", within="$term") + text % "2021-12-31", upper)) == 1


@pytest.mark.parametrize(
    ("asked", "answer", "laxer"),
    [
        ("{all: [act.posted, act.told]}", "act.posted", True),
        ("{all: [act.posted, act.told]}", "{all: [act.told, act.posted]}", False),
        ("{in_order: [act.posted, act.told]}", "{all: [act.told, act.posted, act.heard]}", False),
        ("act.posted", "{all: [act.posted, act.told]}", False),
        ("[act.posted, act.told]", "act.told", False),
        ("{act.posted: {channel: [web, wall]}}", "{act.posted: {channel: web}}", False),
        ("{act.posted: {channel: web}}", "{act.posted: {channel: [web, wall]}}", True),
        ("{count: act.posted, at_least: 2}", "{count: act.posted, at_least: 1}", False),
    ],
)
def test_an_answer_that_was_not_enough_above_is_not_enough_below(
    layers: Any, asked: str, answer: str, laxer: bool
) -> None:
    upper = UPPER.replace("require: act.posted", f"require: {asked}").replace("    must: {channel: web}\n", "")
    found = how(layers, rule("overrides", require=answer, must=None), upper)
    assert bool(found) is laxer
    assert all("能算完成" in text for text in found)


# ── restating leaves the upper rule standing


@pytest.mark.parametrize(
    "changes",
    [
        {"when": "{act.done: {kind: a}}"}, {"severity": "should"}, {"within": "5个工作日"}, {"must": None},
        {"unless": "[u-ex, a-ex]"},
    ],
)
def test_a_restated_rule_may_narrow_what_it_says(layers: Any, changes: dict[str, str | None]) -> None:
    assert how(layers, rule("restates", **changes) + EX % "") == []


def test_a_restated_rule_with_a_longer_period_of_its_own_misleads(layers: Any) -> None:
    assert how(layers, rule("restates", within="20个工作日")) == ["20个工作日 长于 7个工作日"]
    assert how(layers, "duties:\n  a-post: {basis: L-1, restates: upper/u-post}\n") == []


# ── beside


def test_a_rule_beside_the_upper_one_with_a_longer_period_misleads(layers: Any) -> None:
    assert how(layers, rule("", within="20个工作日")) == ["20个工作日 长于 7个工作日"]
    assert how(layers, rule("", within="7个工作日")) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"when": "act.done"}, {"when": "{act.done: {kind: c}}"}, {"require": "act.told"},
        {"require": "[act.posted, act.told]"},
    ],
)
def test_a_rule_beside_it_on_other_cases_or_with_another_answer_is_another_duty(
    layers: Any, changes: dict[str, str]
) -> None:
    assert how(layers, rule("", within="20个工作日", **changes)) == []


# ── gates and notices


def test_a_gate_that_waits_less_is_laxer(layers: Any) -> None:
    text = "gates:\n  a-gate: {title: 先告知, basis: L-1, overrides: upper/u-gate, %s, elapsed: %%s}\n"
    text %= "when: act.done, after: act.told"
    assert how(layers, text % "5个工作日", GATE) == ["5个工作日 短于 10个工作日"]
    assert how(layers, text % "15个工作日", GATE) == []


def test_a_shorter_notice_is_laxer(layers: Any) -> None:
    upper = "duties:\n  u-post: {title: 通知, basis: U-1, when: act.heard, require: act.told, ahead: 7个工作日}\n"
    text = "duties:\n  a-post: {title: 通知, basis: L-1, overrides: upper/u-post, %s, ahead: %%s}\n"
    text %= "when: act.heard, require: act.told"
    assert how(layers, text % "3个工作日", upper) == ["3个工作日 短于 7个工作日"]
    assert how(layers, text % "10个工作日", upper) == []


# ── waivers


@pytest.mark.parametrize("name", ["upper/u-post", "u-post", "U-1"])
def test_waiving_an_upper_rule_needs_permission(layers: Any, name: str) -> None:
    assert how(layers, EX % f", waives: [{name}]", UPPER) == ["它免除了上位规定"]
    assert how(layers, EX % f", waives: [{name}], permitted_by: U-2", UPPER) == []


def test_waiving_a_rule_of_ones_own_layer_needs_none(layers: Any) -> None:
    assert how(layers, rule("", when="act.told", unless=None) + EX % ", waives: [a-post]") == []
