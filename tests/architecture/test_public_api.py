"""The promised names are there, sorted, importable, and typed."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path

import pytest

import lawrules

PACKAGE = Path(lawrules.__file__).resolve().parent

# docs: the names that others may build on. Additions are welcome, renames are not.
PROMISED = {
    "Assessment",
    "Event",
    "EventError",
    "Finding",
    "Period",
    "Policy",
    "PolicyError",
    "Verdict",
    "WorkCalendar",
    "check",
    "due",
    "load",
}
ADDED = {"Case", "Diagnostic", "Due", "LawrulesError", "OpenCase", "Permission", "Register", "UsageError"}


def test_the_public_names_are_those_promised_and_the_additions() -> None:
    assert set(lawrules.__all__) == PROMISED | ADDED


def test_the_public_names_are_sorted_and_told_once() -> None:
    assert list(lawrules.__all__) == sorted(set(lawrules.__all__))


@pytest.mark.parametrize("name", sorted(PROMISED | ADDED))
def test_every_public_name_can_be_imported_and_says_what_it_is(name: str) -> None:
    value = getattr(lawrules, name)
    assert value.__doc__
    assert name in dir(lawrules)


def test_type_checkers_see_the_same_names_as_the_running_program() -> None:
    module = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in module.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)]
    typed = {alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert typed == set(lawrules.__all__)


def test_the_package_is_marked_as_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        lawrules.no_such_name  # noqa: B018


def test_all_errors_of_the_library_have_one_parent() -> None:
    for error in (lawrules.EventError, lawrules.PolicyError, lawrules.UsageError):
        assert issubclass(error, lawrules.LawrulesError)


@pytest.mark.parametrize("verdict", list(lawrules.Verdict))
def test_verdicts_are_their_own_words(verdict: lawrules.Verdict) -> None:
    assert verdict == str(verdict) == verdict.value
    assert pickle.loads(pickle.dumps(verdict)) is verdict


def test_the_testing_strategies_are_offered() -> None:
    testing = pytest.importorskip("lawrules.testing")
    assert list(testing.__all__) == sorted(testing.__all__)
    assert {"calendars", "dates", "periods"} <= set(testing.__all__)


def test_the_json_of_an_assessment_has_the_documented_keys() -> None:
    a = lawrules.load("kunming").evaluate([{"id": "d1", "type": "decision.made", "at": "2023-01-16"}], "2023-02-01")
    made = a.to_dict()
    assert {
        "policy",
        "case",
        "as_of",
        "engine",
        "findings",
        "labels",
        "next_due",
        "open_duties",
        "missing_facts",
        "assumptions",
        "vacuous",
        "not_bound",
        "warnings",
        "fingerprints",
    } <= set(made)
    assert {
        "rule",
        "family",
        "title",
        "verdict",
        "severity",
        "bearer",
        "trigger",
        "answers",
        "due",
        "provisional",
        "earliest",
        "latest",
        "readings",
        "waived_by",
        "missing",
        "basis",
        "layer",
    } <= set(made["findings"][0])
    assert set(made["findings"][0]["trigger"]) == {"id", "type", "at"}
    assert {"clause", "source", "at"} <= set(made["findings"][0]["basis"][0])
    assert set(made["fingerprints"]) == {"policy", "calendar"}
