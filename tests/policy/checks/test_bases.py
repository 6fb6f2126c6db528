"""Clauses and rules account for each other."""

from __future__ import annotations

from typing import Any

RULE = "duties:\n  a-post: {title: 公开, basis: %s, when: act.done, require: act.posted}\n"


def test_a_rule_on_a_registered_clause_is_sound(layers: Any) -> None:
    assert layers.check(RULE % "L-1", RULE.replace("a-post", "u-post") % "U-1") == []


def test_a_dangling_basis_is_shown_where_it_stands_with_the_nearest_clause(layers: Any) -> None:
    (fault,) = layers.check(RULE % "[L-1, L-11]", only="LR301")
    assert fault.words == {"word": "L-11", "nearest": "L-1"}
    assert (fault.span.line, fault.span.column) == (10, 36)


def test_a_dangling_basis_of_a_reading_is_found(layers: Any) -> None:
    readings = ", within: 9日, readings: {wide: {within: 11日, basis: X-9}}}"
    text = (RULE % "L-1").replace("}", readings)
    assert [fault.words["word"] for fault in layers.check(text, only="LR301")] == ["X-9"]


def test_a_clause_that_nobody_cites_is_asked_about(layers: Any) -> None:
    (fault,) = layers.check("", RULE.replace("a-post", "u-post") % "U-1", only="LR303")
    assert fault.words["word"] == "L-1"


def test_a_clause_is_accounted_for_by_a_parameter_or_a_permission(layers: Any) -> None:
    text = RULE.replace("}", ", within: $term}") % "L-1" + '  b-post: {title: 公开, basis: L-1, restates: a-post}\n'
    text += 'parameters:\n  term: {"2020-01-01": {is: 9日, basis: L-1}}\n'
    assert layers.check(text, RULE.replace("a-post", "u-post") % "U-1") == []


def test_a_clause_cannot_be_encoded_and_not_encoded(layers: Any) -> None:
    upper = RULE.replace("a-post", "u-post") % "[U-1, U-2]"
    (fault,) = layers.check(RULE % "L-1", upper)
    assert (fault.code, fault.words) == ("LR304", {"word": "U-2", "rule": "u-post"})


def test_a_lower_layer_may_lean_on_a_clause_that_the_upper_one_did_not_encode(layers: Any) -> None:
    assert layers.check(RULE % "[L-1, U-2]", RULE.replace("a-post", "u-post") % "U-1") == []


def test_a_clause_of_an_unknown_source(layers: Any) -> None:
    (fault,) = layers.check("", "  U-3: {source: X, at: 三, says: 无, not_encoded: 无}\n", only="LR305")
    assert fault.words["word"] == "X"
    assert (fault.span.line, fault.span.column) == (10, 17)


def test_permission_comes_from_above(layers: Any) -> None:
    upper = RULE.replace("a-post", "u-post") % "U-1"
    text = RULE.replace("require", "overrides: upper/u-post, permitted_by: %s, require")
    assert layers.codes(text % ("L-1", "U-2"), upper) == []
    assert layers.codes(text % ("L-1", "L-1"), upper) == ["LR318"]
    assert layers.codes(text % ("L-1", "U-9"), upper) == ["LR301"]
