"""Exemptions, parameters, layering, calendars, groups, joins, spans, milestones."""

from __future__ import annotations

from typing import Any

import pytest

from lawrules.policy.checks import ALL_CHECKS
from lawrules.policy.checks.milestones import cycles

POST = "  a-post: {title: 公开, basis: L-1, when: act.done, require: act.posted%s}\n"
UPPER_POST = "duties:\n  u-post: {title: 公开, basis: U-1, when: act.done, require: act.posted, within: 7个工作日}\n"
EX = "exemptions:\n  a-ex: {title: 涉密, basis: L-1, if: {secret: true}%s}\n"


def duty(keys: str) -> str:
    return "duties:\n" + POST % (f", {keys}" if keys else "")


# ── exemptions


def test_an_exemption_that_exists_and_is_used(layers: Any) -> None:
    assert layers.codes(duty("unless: [a-ex]") + EX % "") == []
    assert layers.codes(duty("unless: lower/a-ex") + EX % "") == []


def test_an_unknown_exemption_is_shown_with_the_nearest(layers: Any) -> None:
    (fault,) = layers.check(duty("unless: [a-ex, a-exx]") + EX % "", only="LR306")
    assert fault.words == {"word": "a-exx", "nearest": "a-ex"}


def test_a_rule_of_another_family_is_no_exemption(layers: Any) -> None:
    assert layers.codes(duty("unless: [u-post]"), UPPER_POST) == ["LR306"]


def test_an_unused_exemption_is_a_warning(layers: Any) -> None:
    (fault,) = layers.check(EX % "", only="LR307")
    assert fault.severity.value == "warning"


def test_an_exemption_that_excuses_breaks_is_used(layers: Any) -> None:
    keys = "when: act.done, require: act.posted, level: text, breaks: a-ex"
    recording = f"recording:\n  a-rec: {{title: 录, basis: L-1, {keys}}}\n"
    assert layers.codes(recording + EX % "") == []


def test_an_upper_layers_exemption_may_wait_for_lower_layers(layers: Any) -> None:
    assert layers.codes("", (EX % "").replace("L-1", "U-1").replace("a-ex", "u-ex")) == []


def test_what_is_waived_must_exist(layers: Any) -> None:
    ban = "prohibitions:\n  a-ban: {title: 禁, basis: L-1, when: act.told}\n"
    for known in ("a-ban", "lower/a-ban", "L-1"):
        assert layers.codes(ban + EX % f", waives: [{known}]") == []
    assert layers.codes(ban + EX % ", waives: [a-bann]") == ["LR319"]


# ── parameters


def parameter(values: str, use: str = "within: $term") -> str:
    return duty(use) + f"parameters:\n  term: {{{values}}}\n"


def test_a_parameter_in_order_with_a_basis(layers: Any) -> None:
    assert layers.codes(parameter('"2020-01-01": {is: 9日, basis: L-1}, "2021-01-01": {is: 8日, basis: L-1}')) == []


def test_dates_out_of_order_are_named(layers: Any) -> None:
    text = parameter('"2021-01-01": {is: 9日, basis: L-1}, "2020-01-01": {is: 8日, basis: L-1}')
    (fault,) = layers.check(text, only="LR314")
    assert fault.words == {"word": "term", "date": "2020-01-01", "before": "2021-01-01"}


def test_a_value_without_a_clause(layers: Any) -> None:
    assert layers.codes(parameter('"2020-01-01": {is: 9日, basis: L-7}')) == ["LR301"]


def test_an_unused_parameter(layers: Any) -> None:
    assert layers.codes(parameter('"2020-01-01": {is: 9日, basis: L-1}', "within: 9日")) == ["LR308"]


def test_a_parameter_is_used_inside_a_condition_too(layers: Any) -> None:
    assert layers.codes(parameter('"2020-01-01": {is: 9, basis: L-1}', "if: {amount: {at_least: $term}}")) == []


def test_an_open_parameter_is_set_below_a_closed_one_is_not(layers: Any) -> None:
    upper = UPPER_POST.replace("7个工作日", "$term") + "parameters:\n  term: %s\n"
    below = 'parameters:\n  term: {"2020-01-01": {is: 9日, basis: L-1}}\n'
    assert layers.codes(below, upper % "{open: true}") == []
    assert layers.codes(below, upper % '{"2019-01-01": {is: 9日, basis: U-1}}') == ["LR315"]


def test_a_parameter_that_is_no_period(layers: Any) -> None:
    text = parameter('"2020-01-01": {is: 9日, basis: L-1}, "2021-01-01": {is: 8, basis: L-1}')
    (fault,) = layers.check(text, only="LR407")
    assert (fault.code, fault.words["date"], fault.words["value"]) == ("LR407", "2021-01-01", 8)
    assert layers.codes(parameter('"2020-01-01": {is: 8, basis: L-1}', "within: $term 日")) == []
    assert layers.codes(parameter('"2020-01-01": {is: 8日, basis: L-1}', "within: $term 日")) == ["LR407"]


# ── layering


def test_only_a_rule_of_the_same_family_can_be_replaced(layers: Any) -> None:
    ban = "prohibitions:\n  a-ban: {title: 禁, basis: L-1, %s: upper/u-post, when: act.done}\n"
    assert layers.codes(ban % "overrides", UPPER_POST) == ["LR320"]
    assert layers.codes(ban % "restates", UPPER_POST) == ["LR320"]


def test_two_rules_cannot_replace_one_at_the_same_time(layers: Any) -> None:
    both = "duties:\n" + (POST + POST.replace("a-post", "b-post"))
    one, other = ", within: 5个工作日, overrides: upper/u-post", ", within: 3个工作日, overrides: upper/u-post"
    assert layers.codes(both % (one, other), UPPER_POST) == ["LR322"]
    one += ", in_force: {to: 2020-12-31}"
    other += ", in_force: {from: 2021-01-01}"
    assert layers.codes(both % (one, other), UPPER_POST) == []


def test_a_clause_is_registered_once(layers: Any) -> None:
    assert "LR321" in layers.codes("  U-1: {source: L, at: 二, says: 又一条}\n", UPPER_POST)


# ── calendars


def test_a_calendar_stands_beside_the_policy(layers: Any) -> None:
    (layers.folder / "calendars").mkdir()
    (layers.folder / "calendars" / "feast.yaml").write_text("{}", encoding="utf-8")
    assert layers.codes("calendars: [feast]\n") == []
    (fault,) = layers.check("calendars: [feats]\n", only="LR317")
    assert fault.words == {"word": "feats", "nearest": "feast"}


# ── groups, milestones


def test_groups_that_hold_each_other(layers: Any) -> None:
    text = "events:\n  groups:\n    ga: [gb, act.done]\n    gb: [%s, act.told]\n"
    assert layers.codes(text % "ga") == ["LR216"]
    assert layers.codes(text % "act.heard") == []


def test_a_milestone_may_lean_on_another_but_not_on_itself(layers: Any) -> None:
    text = "milestones:\n  m-one: {basis: L-1, when: %s, in: 9日}\n  m-two: {basis: L-1, when: m-one, in: 9日}\n"
    assert layers.codes(text % "act.done") == []
    (fault,) = layers.check(text % "m-two", only="LR404")
    assert fault.words["where"] == "m-one → m-two → m-one"
    assert layers.codes(text % "m-one") == ["LR404"]


@pytest.mark.parametrize("key", ["unless_first: m-two", "held: {from: m-two, until: act.told}",
                                 "replaced_by: [{when: m-two, in: 9日}]", "if: {happened: m-two}"])
def test_the_circle_is_seen_through_every_key(layers: Any, key: str) -> None:
    text = f"milestones:\n  m-one: {{basis: L-1, when: act.done, in: 9日, {key}}}\n"
    text += "  m-two: {basis: L-1, when: m-one, in: 9日}\n"
    assert layers.codes(text) == ["LR404"]


def test_a_long_chain_of_milestones_costs_no_recursion_and_no_time() -> None:
    # Every node leans on the next two: the paths through it are as many as Fibonacci's numbers.
    edges = {f"m{i}": [f"m{i + 1}", f"m{i + 2}"] for i in range(5_000)}
    assert list(cycles(edges)) == []
    edges["m4999"].append("m0")
    assert next(iter(cycles(edges)))[0] == "m0"


# ── joins


def test_a_join_needs_its_field_on_both_sides(layers: Any) -> None:
    assert layers.codes(duty("same: kind")) == []
    assert layers.codes(duty("same: [day, kind]")) == []
    (fault,) = layers.check(duty("same: [kind, measure]"), only="LR210")
    assert fault.words == {"word": "measure", "event": "act.posted"}
    (fault,) = layers.check(duty("same: channel"), only="LR210")
    assert fault.words["event"] == "act.done"


def test_a_join_inside_a_pattern_is_looked_at_too(layers: Any) -> None:
    text = duty("if: {happened: {act.heard: {}, same: %s}}")
    assert layers.codes(text % "measure") == []
    assert layers.codes(text % "channel") == ["LR210"] or layers.codes(text % "channel") == ["LR210", "LR210"]


# ── spans


@pytest.mark.parametrize(
    "keys",
    [
        "in_force: {from: 2021-01-01, to: 2020-12-31}",
        "in_force: [{to: 2019-01-01}, {from: 2021-01-01, to: 2020-01-01}]",
    ],
)
def test_nothing_ends_before_it_starts(layers: Any, keys: str) -> None:
    (fault,) = layers.check(duty(keys), only="LR406")
    assert fault.words["word"] == "a-post"
    assert layers.codes(duty(keys.replace("2021-01-01", "2020-01-01"))) == []


def test_a_dated_duty_does_not_end_before_it_starts(layers: Any) -> None:
    once = "duties:\n  a-once: {title: 公开, basis: L-1, require: act.posted, once: {from: %s, by: 2020-06-30}}\n"
    assert layers.codes(once % "2020-06-30") == []
    assert layers.codes(once % "2020-07-01") == ["LR406"]


def test_a_layer_that_ends_before_it_starts(layers: Any) -> None:
    assert layers.codes("in_force: {from: 2021-01-01, to: 2020-01-01}\n") == ["LR406"]


def test_the_faults_of_all_checks_come_sorted_by_place(layers: Any) -> None:
    term = 'parameters:\n  term: {"2020-01-01": {is: 1, basis: L-9}}\n'
    found = layers.check(duty("unless: [x-ex]") + EX % "" + term)
    assert [fault.code for fault in found] == ["LR306", "LR307", "LR308", "LR301", "LR303"]
    assert [fault.span for fault in found] == sorted(fault.span for fault in found)


def test_each_check_is_listed_once() -> None:
    assert len({check.__module__ for check in ALL_CHECKS}) == len(ALL_CHECKS)
