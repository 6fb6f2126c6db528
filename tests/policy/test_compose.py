"""Layers into one composition: order, inheritance, overriding, time, and every fault of all files at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lawrules.days import Period
from lawrules.diagnostics import Diagnostic
from lawrules.policy.compose import compose
from lawrules.policy.composition import Composition
from lawrules.policy.model import Force, Rule

VOCABULARY = """
events:
  types:
    decision.made: {scope: case, concerns: case, fields: [amount, kind]}
    notice.posted: {scope: case, concerns: event, fields: [channel]}
  fields:
    amount: {type: decimal}
    kind: {type: enum, choices: {penalty: 处罚, permit: 许可}}
    channel: {type: set, choices: {portal: 门户, hall: 大厅}}
"""


def layer(folder: Path, name: str, body: str, extends: str = "") -> Path:
    path = folder / f"{name}.yaml"
    head = f"policy: {name}\ntitle: {name}\njurisdiction: {{name: 某地, code: '530000', level: city}}\n"
    sources = f"sources: {{S-{name}: {{title: {name}, in_force: {{from: 2020-01-01}}}}}}\n"
    clauses = f"clauses: {{C-{name}: {{source: S-{name}, at: 一, says: 要求}}}}\n"
    path.write_text(head + (f"extends: [{extends}]\n" if extends else "") + sources + clauses + body, encoding="utf-8")
    return path


def duty(name: str, keys: str, basis: str) -> str:
    return f"duties: {{{name}: {{title: 公示, basis: {basis}, {keys}}}}}\n"


BASE = "when: decision.made, require: notice.posted, within: 20 days"


def composed(path: Path) -> Composition:
    made, faults = compose(path)
    assert made is not None
    assert [fault.text("en") for fault in faults if fault.severity == "error"] == []
    return made


def rule(composition: Composition, full_id: str) -> Rule:
    return composition.rules[full_id]


def codes(faults: list[Diagnostic]) -> list[str]:
    return sorted(fault.code for fault in faults)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return layer(tmp_path, "top", VOCABULARY + duty("post", BASE, "C-top"))


# ── layers


@pytest.mark.usefixtures("top")
def test_layers_stand_uppermost_first(tmp_path: Path) -> None:
    layer(tmp_path, "mid", "", "top")
    low = layer(tmp_path, "low", "", "mid")
    assert [entry.id for entry in composed(low).layers] == ["top", "mid", "low"]
    assert composed(low).target.id == "low"


@pytest.mark.usefixtures("top")
def test_a_layer_that_two_others_extend_is_read_once(tmp_path: Path) -> None:
    layer(tmp_path, "sector", "", "top")
    layer(tmp_path, "city", "", "top")
    low = layer(tmp_path, "low", "", "city, sector")
    assert [entry.id for entry in composed(low).layers] == ["top", "city", "sector", "low"]


@pytest.mark.usefixtures("top")
def test_the_fingerprint_tells_whether_any_file_changed(tmp_path: Path) -> None:
    low = layer(tmp_path, "low", "", "top")
    before = composed(low).fingerprint
    assert composed(low).fingerprint == before
    layer(tmp_path, "top", VOCABULARY + duty("post", BASE.replace("20", "19"), "C-top"))
    assert composed(low).fingerprint != before


def test_a_circle_of_layers_is_a_fault_and_no_endless_loop(tmp_path: Path) -> None:
    layer(tmp_path, "one", "", "two")
    layer(tmp_path, "two", "", "one")
    _, faults = compose(tmp_path / "one.yaml")
    assert "LR310" in codes(faults)


def test_a_missing_layer_is_a_fault_at_its_place(tmp_path: Path) -> None:
    low = layer(tmp_path, "low", "", "nowhere-at-all")
    _, faults = compose(low)
    (fault,) = [f for f in faults if f.code == "LR309"]
    assert (fault.span.file, fault.span.line) == (str(low), 4)


def test_faults_of_all_layers_are_told_at_once(tmp_path: Path) -> None:
    layer(tmp_path, "top", VOCABULARY + duty("post", BASE.replace("decision.made", "decision.maid"), "C-top"))
    low = layer(tmp_path, "low", duty("local", BASE.replace("20 days", "20 dais"), "C-low"), "top")
    _, faults = compose(low)
    assert {"LR201", "LR401"} <= set(codes(faults))


@pytest.mark.usefixtures("top")
def test_a_lower_layer_may_title_a_group_and_only_one_that_there_is(tmp_path: Path) -> None:
    layer(tmp_path, "mid", "events:\n  groups: {papers: [notice.posted]}\n", "top")
    low = layer(tmp_path, "low", "events:\n  group_titles: {papers: 文书, paper: 文书}\n", "mid")
    made, faults = compose(low)
    (fault,) = faults
    assert (fault.code, fault.words["nearest"]) == ("LR201", "papers")
    assert (fault.span.line, fault.span.column) == (8, 30)
    assert made is None or made.vocabulary.groups["papers"].title == "文书"
    low.write_text(low.read_text(encoding="utf-8").replace(", paper: 文书", ""), encoding="utf-8")
    assert composed(low).vocabulary.groups["papers"].title == "文书"


# ── restates


def restated(tmp_path: Path, keys: str) -> Rule:
    low = layer(tmp_path, "low", duty("local", f"restates: top/post{', ' if keys else ''}{keys}", "C-low"), "top")
    return rule(composed(low), "low/local")


def test_a_bare_copy_inherits_everything_but_title_and_basis(tmp_path: Path, top: Path) -> None:
    upper, lower = rule(composed(top), "top/post"), restated(tmp_path, "")
    assert (lower.when, lower.require, lower.clock, lower.severity) == (upper.when, upper.require, upper.clock, "must")
    assert (lower.basis, lower.restates) == (("C-low",), "top/post")


def test_a_given_key_replaces_the_inherited_one_alone(tmp_path: Path, top: Path) -> None:
    lower = restated(tmp_path, "within: 7 days")
    assert lower.clock.within is not None
    assert lower.clock.within.period == Period.parse("7 days")
    assert lower.when == rule(composed(top), "top/post").when


@pytest.mark.usefixtures("top")
def test_a_clock_of_another_kind_replaces_the_upper_one(tmp_path: Path) -> None:
    lower = restated(tmp_path, "ahead: 3 days")
    assert lower.clock.within is None
    assert lower.clock.ahead is not None


@pytest.mark.usefixtures("top")
def test_a_copy_of_a_copy_inherits_through_both(tmp_path: Path) -> None:
    layer(tmp_path, "mid", duty("middle", "restates: top/post, within: 10 days", "C-mid"), "top")
    low = layer(tmp_path, "low", duty("local", "restates: mid/middle, severity: should", "C-low"), "mid")
    made = composed(low)
    lower = rule(made, "low/local")
    assert lower.clock.within is not None
    assert (lower.clock.within.period, lower.severity) == (Period.parse("10 days"), "should")
    assert dict(made.restated) == {"mid/middle": "top/post", "low/local": "mid/middle"}


@pytest.mark.usefixtures("top")
def test_restating_or_overriding_what_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    for key in ("restates", "overrides"):
        _, faults = compose(layer(tmp_path, "low", duty("local", f"{key}: top/poost, {BASE}", "C-low"), "top"))
        assert "LR312" in codes(faults)


# ── overrides and ids


@pytest.mark.usefixtures("top")
def test_an_override_is_remembered_with_the_rule_that_it_replaces(tmp_path: Path) -> None:
    made = composed(layer(tmp_path, "low", duty("local", f"overrides: top/post, {BASE}", "C-low"), "top"))
    assert dict(made.overridden) == {"top/post": "low/local"}
    assert "top/post" in made.rules


@pytest.mark.usefixtures("top")
def test_one_id_in_two_layers_needs_a_word_about_how_they_stand(tmp_path: Path) -> None:
    _, faults = compose(layer(tmp_path, "low", duty("post", BASE, "C-low"), "top"))
    assert "LR311" in codes(faults)
    for word in ("overrides", "restates"):
        _, faults = compose(layer(tmp_path, "low", duty("post", f"{word}: top/post, {BASE}", "C-low"), "top"))
        assert "LR311" not in codes(faults)


@pytest.mark.usefixtures("top")
def test_a_rule_is_found_in_its_own_layer_first_then_from_below(tmp_path: Path) -> None:
    made = composed(layer(tmp_path, "low", duty("post", f"restates: top/post, {BASE}", "C-low"), "top"))
    for ref, where, wanted in (("post", "", "low/post"), ("post", "top", "top/post"), ("top/post", "low", "top/post")):
        found = made.find(ref, where)
        assert found is not None
        assert found.full_id == wanted
    assert made.find("nothing") is None


# ── time


def force_of(tmp_path: Path, body: str) -> tuple[Force, ...]:
    return rule(composed(layer(tmp_path, "only", VOCABULARY + body)), "only/post").force


def test_a_rule_has_the_dates_of_its_instrument_unless_it_has_its_own(tmp_path: Path) -> None:
    assert force_of(tmp_path, duty("post", BASE, "C-only")) == (Force(date(2020, 1, 1), None),)
    own = duty("post", BASE + ", in_force: {from: 2021-01-01, to: 2022-12-31}", "C-only")
    assert force_of(tmp_path, own) == (Force(date(2021, 1, 1), date(2022, 12, 31)),)
    two = duty("post", BASE + ", in_force: [{to: 2020-12-31}, {from: 2023-01-01}]", "C-only")
    assert force_of(tmp_path, two) == (Force(None, date(2020, 12, 31)), Force(date(2023, 1, 1), None))


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        ("2019-12-31", False),
        ("2020-01-01", True),
        ("2020-12-31", True),
        ("2021-01-01", False),
    ],
)
def test_both_ends_of_a_force_are_included(day: str, holds: bool) -> None:
    assert Force(date(2020, 1, 1), date(2020, 12, 31)).holds(date.fromisoformat(day)) is holds


def test_a_parameter_of_several_layers_keeps_the_values_of_each(tmp_path: Path) -> None:
    def value(day: str, n: int, basis: str) -> str:
        return f"parameters: {{cap: {{'{day}': {{is: {n}, basis: {basis}}}}}}}\n"

    layer(tmp_path, "top", VOCABULARY + value("2020-01-01", 5, "C-top"))
    made = composed(layer(tmp_path, "low", value("2021-01-01", 7, "C-low"), "top"))
    assert [d.layer for d in made.parameters["cap"]] == ["top", "low"]
    values: list[Any] = [d.at(date(2020, 6, 1)) for d in made.parameters["cap"]]
    assert values == [5, None]


@pytest.mark.usefixtures("top")
def test_a_taken_id_is_told_with_the_line_of_the_rule_that_has_it(tmp_path: Path) -> None:
    _, faults = compose(layer(tmp_path, "low", duty("post", BASE, "C-low"), "top"))
    [fault] = [fault for fault in faults if fault.code == "LR311"]
    lines = (tmp_path / "top.yaml").read_text(encoding="utf-8").splitlines()
    assert "post: {" in lines[int(str(fault.words["first"])) - 1]
    assert f"line {fault.words['first']}" in fault.text("en")
