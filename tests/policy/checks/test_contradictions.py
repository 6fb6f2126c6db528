"""Rules that can never both be obeyed."""

from __future__ import annotations

from typing import Any

import pytest

BAN = "prohibitions:\n  a-ban: {title: 不得公开, basis: L-1, when: %s%s}\n"
DUTY = "duties:\n  u-post: {title: 公开, basis: U-1, when: act.done, require: %s%s}\n"


PROFILES = "  profiles:\n    agency: {fields: {level: {type: enum, choices: {county: 县, city: 市}}}}\n"


def clashes(layers: Any, lower: str, upper: str) -> list[str]:
    return [fault.words["how"]["zh"] for fault in layers.check(lower, upper, only="LR316")]


def test_what_is_required_cannot_be_prohibited(layers: Any) -> None:
    (fault,) = layers.check(BAN % ("act.posted", ""), DUTY % ("act.posted", ""), only="LR316")
    assert fault.words["how"]["zh"] == "act.done 发生后必须有 act.posted，而 act.posted 被禁止"
    assert {fault.words["word"], fault.words["other"]} == {"upper/u-post", "lower/a-ban"}
    assert "U-1（第一条）" in fault.help
    assert "L-1（一）" in fault.help


@pytest.mark.parametrize(
    ("ban", "extra", "answer", "keys"),
    [
        ("{act.posted: {kind: a}}", "", "act.posted", ""),
        ("act.posted", ", if: {secret: true}", "act.posted", ""),
        ("act.posted", ", unless: [a-ex]", "act.posted", ""),
        ("act.posted", ", severity: should", "act.posted", ""),
        ("act.posted", ", in_force: {from: 2021-01-01}", "act.posted", ", in_force: {to: 2020-12-31}"),
        ("act.posted", "", "[act.posted, act.told]", ""),
        ("act.posted", "", "act.posted", ", unless: [u-ex]"),
        ("act.posted", ", bearer: {level: county}", "act.posted", ", bearer: {level: city}"),
        ("act.posted", ", bearer: party", "act.posted", ""),
    ],
)
def test_where_a_way_is_left_open_there_is_no_contradiction(
    layers: Any, ban: str, extra: str, answer: str, keys: str
) -> None:
    lower = BAN % (ban, extra) + "exemptions:\n  a-ex: {title: 甲, basis: L-1, if: {secret: true}}\n"
    upper = DUTY % (answer, keys) + "exemptions:\n  u-ex: {title: 甲, basis: U-1, if: {secret: true}}\n"
    layers.write("words", layers.words + PROFILES)
    assert clashes(layers, lower, upper) == []


@pytest.mark.parametrize(
    ("ban", "answer", "keys"),
    [
        ("{act.posted: {kind: [a, b]}}", "{act.posted: {kind: a}}", ""),
        ("{act.posted: {channel: wall}}", "act.posted", ", must: {channel: wall}"),
        ("[act.posted, act.told]", "[act.posted, act.told]", ""),
    ],
)
def test_tests_that_are_sure_to_meet_contradict(layers: Any, ban: str, answer: str, keys: str) -> None:
    assert len(clashes(layers, BAN % (ban, ""), DUTY % (answer, keys))) == 1


def test_it_is_a_contradiction_for_those_whom_both_bind(layers: Any) -> None:
    layers.write("words", layers.words + PROFILES)
    ban = BAN % ("act.posted", ", bearer: {level: county}")
    assert len(clashes(layers, ban, DUTY % ("act.posted", ""))) == 1
    assert len(clashes(layers, ban, DUTY % ("act.posted", ", bearer: {level: county}"))) == 1


def test_what_a_gate_demands_beforehand_cannot_be_prohibited(layers: Any) -> None:
    gate = "gates:\n  u-gate: {title: 先公开, basis: U-1, when: act.done, after: act.posted}\n"
    (found,) = clashes(layers, BAN % ("act.posted", ""), gate)
    assert found == "act.done 之前必须有 act.posted，而 act.posted 被禁止，于是 act.done 永远不能合法发生"


def test_the_gate_on_the_prohibited_act_itself_is_idle_not_contrary(layers: Any) -> None:
    gate = "gates:\n  u-gate: {title: 先告知, basis: U-1, when: act.posted, after: act.told}\n"
    assert clashes(layers, BAN % ("act.posted", ""), gate) == []


GATES = "gates:\n  %s-gate: {title: 渠道, basis: %s, when: %s, must: {%s}}\n"


@pytest.mark.parametrize(
    ("when", "one", "other", "clash"),
    [
        ("act.posted", "channel: web", "channel: wall", True),
        ("{act.posted: {kind: a}}", "channel: web", "channel: wall", True),
        ("act.posted", "channel: web", "channel: [web, wall]", False),
        ("act.posted", "tags: red", "tags: blue", False),
        ("act.told", "channel: web", "channel: wall", False),
        ("[act.told, {act.posted: {kind: a}}]", "channel: web", "channel: wall", True),
    ],
)
def test_two_gates_that_want_different_values(layers: Any, when: str, one: str, other: str, clash: bool) -> None:
    found = clashes(layers, GATES % ("a", "L-1", when, one), GATES % ("u", "U-1", "act.posted", other))
    assert (len(found) == 1) is clash


def test_acts_that_wait_for_each_other(layers: Any) -> None:
    gate = "gates:\n  %s-gate: {title: 先后, basis: %s, when: %s, after: %s}\n"
    upper = gate % ("u", "U-1", "act.done", "act.told")
    (found,) = clashes(layers, gate % ("a", "L-1", "act.told", "act.done"), upper)
    assert "谁也不能先发生" in found
    assert clashes(layers, gate % ("a", "L-1", "act.told", "[act.done, act.heard]"), upper) == []
    assert clashes(layers, gate % ("a", "L-1", "{act.told: {kind: a}}", "act.done"), upper) == []
    assert clashes(layers, gate % ("a", "L-1", "act.told", "act.told"), upper) == []


def test_a_rule_that_was_replaced_contradicts_nobody(layers: Any) -> None:
    lower = BAN % ("act.posted", "") + (
        "duties:\n  a-post: {title: 公开, basis: L-1, overrides: upper/u-post, when: act.done, require: act.told}\n")
    assert clashes(layers, lower, DUTY % ("act.posted", "")) == []


# ── conditions that nothing can meet


@pytest.mark.parametrize(
    ("when", "extra", "possible"),
    [
        ("{act.done: {amount: {at_least: 10, at_most: 5}}}", "", False),
        ("{act.done: {amount: {at_least: 10, at_most: 10}}}", "", True),
        ("{act.done: {amount: {more_than: 10, at_most: 10}}}", "", False),
        ("{act.done: {amount: {at_least: 10, less_than: 10}}}", "", False),
        ("{act.done: {amount: {more_than: 5, less_than: 10}}}", "", True),
        ("{act.done: {amount: 5}}", "if: {amount: {at_least: 6}}", False),
        ("{act.done: {amount: 5}}", "if: {amount: {at_least: 5}}", True),
        ("{act.done: {kind: a}}", "if: {kind: b}", False),
        ("{act.done: {kind: [a, b]}}", "if: {kind: [b, c]}", True),
        ("{act.done: {kind: a}}", "if: {any: [{kind: b}, {amount: 5}]}", True),
        ("act.done", "if: {any: [{all: [{kind: a}, {kind: b}]}, {amount: 5}]}", False),
        ("{act.done: {tags: red}}", "if: {tags: blue}", True),
        ("[{act.done: {kind: a}}, {act.told: {kind: b}}]", "if: {kind: b}", True),
        ("act.done", "if: {happened: {act.told: {all: [{kind: a}, {kind: b}]}}}", False),
        ("{act.done: {secret: true}}", "if: {secret: false}", False),
    ],
)
def test_tests_of_one_field_that_exclude_each_other(layers: Any, when: str, extra: str, possible: bool) -> None:
    keys = f"when: {when}, require: act.posted" + (f", {extra}" if extra else "")
    found = layers.check(f"duties:\n  a-post: {{title: 公开, basis: L-1, {keys}}}\n", only="LR218")
    assert (found == []) is possible


def test_a_gate_that_its_own_trigger_rules_out(layers: Any) -> None:
    gate = "gates:\n  a-gate: {title: 甲, basis: L-1, when: {act.done: {kind: a}}, must: {kind: %s}}\n"
    assert [f.code for f in layers.check(gate % "b", only="LR218")] == ["LR218"]
    assert layers.check(gate % "[a, b]", only="LR218") == []
