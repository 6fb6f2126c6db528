"""`lawrules check` and `lawrules coverage` find nothing to report in the policies, and do report what is put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import lawrules
from lawrules.cli import main
from lawrules.scenario import check_scenarios
from tests.policies.corpus import LOCAL, POLICIES, REGISTERS, composition, named_by, rule_ids, scenario_files, text_of

ALL = sorted(path.stem for path in POLICIES.glob("*.yaml"))
Copy = Callable[[str, str], Path]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """`copy(policy, text)`: that text as the policy, beside the layers above it."""

    def make(policy: str, text: str) -> Path:
        assert text != text_of(policy), "the copy has to differ"
        for layer in composition(policy).layers:
            (tmp_path / f"{layer.id}.yaml").write_text(text_of(layer.id), encoding="utf-8")
        path = tmp_path / f"{policy}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def reported(path: Path, code: str) -> set[str]:
    return {str(dict(fault.words)["word"]) for fault in lawrules.check(path) if fault.code == code}


# ── clean as they are


@pytest.mark.parametrize("policy", ALL)
def test_a_policy_is_checked_without_errors_or_warnings(policy: str) -> None:
    assert [fault.text("en") for fault in lawrules.check(POLICIES / f"{policy}.yaml")] == []


def test_the_scenarios_are_checked_without_errors_or_warnings() -> None:
    files, faults = scenario_files()
    assert [fault.text("en") for fault in faults] == []
    figures = {named_by(file) for file in files if "/" in named_by(file)}
    assert {named_by(file) for file in files} - figures == set(ALL) - {"vocabulary"}
    assert [f.text("en") for file in files for f in check_scenarios(file, composition(named_by(file)))] == []
    assert [fault.text("en") for path in figures for fault in lawrules.check(POLICIES / f"{path}.yaml")] == []


@pytest.mark.parametrize("policy", ALL)
def test_coverage_leaves_no_clause_unaccounted(policy: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", str(POLICIES / f"{policy}.yaml"), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    if policy != "vocabulary":
        assert re.search(r"not encoded for a reason, 0 without either\.$", said.strip()), said[-200:]
    if policy in LOCAL:
        of, excused = len(REGISTERS[policy]["clauses"]), len(REGISTERS[policy]["not_encoded"])
        assert f"{of} clauses: {of - excused} with rules, {excused} not encoded for a reason, 0 without" in said


# ── and not clean with a fault put in


@pytest.mark.parametrize("policy", LOCAL)
def test_a_clause_that_is_neither_cited_nor_excused_is_an_error(policy: str, copy: Copy) -> None:
    path = copy(policy, re.sub(r", not_encoded: [^}]+}$", "}", text_of(policy), flags=re.MULTILINE))
    assert reported(path, "LR303") == set(REGISTERS[policy]["not_encoded"])


@pytest.mark.parametrize("policy", LOCAL)
def test_a_rule_taken_out_leaves_its_clause_unaccounted(policy: str, copy: Copy) -> None:
    alone = [rule for rule, clauses in REGISTERS[policy]["rules"].items()
             if sum(set(clauses) <= set(basis) for basis in rule_ids(policy).values()) == 1]
    written = re.compile(r"^  (?P<id>[a-z0-9-]+):.*\n(?:(?:    .*)?\n)*", re.MULTILINE)
    [taken] = [m for m in written.finditer(text_of(policy)) if m["id"] == alone[0]]
    path = copy(policy, text_of(policy).replace(taken[0], "", 1))
    assert set(REGISTERS[policy]["rules"][alone[0]]) <= reported(path, "LR303")


@pytest.mark.parametrize("policy", LOCAL)
def test_a_clause_that_is_excused_and_cited_is_an_error(policy: str, copy: Copy) -> None:
    cited = next(c for clauses in REGISTERS[policy]["rules"].values() for c in clauses)
    line = re.compile(rf"^(  {cited}: {{.*)}}$", re.MULTILINE)
    path = copy(policy, line.sub(r"\1, not_encoded: 口号}", text_of(policy)))
    assert reported(path, "LR304") == {cited}


@pytest.mark.parametrize("policy", LOCAL)
def test_a_basis_that_leads_nowhere_is_an_error(policy: str, copy: Copy) -> None:
    cited = next(c for clauses in REGISTERS[policy]["rules"].values() for c in clauses)
    path = copy(policy, re.sub(rf"^  {cited}: {{.*\n", "", text_of(policy), flags=re.MULTILINE))
    assert reported(path, "LR301") == {cited}


def test_a_rule_without_basis_is_an_error(copy: Copy) -> None:
    path = copy("kunming", text_of("kunming").replace("    basis: K-29\n", "", 1))
    assert reported(path, "LR302") == {"km-publish-penalty-permit-7wd"}


def test_the_command_fails_and_names_the_place(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    line = "  K-03: {source: KM-2019, at: 一, says: 指导思想、基本原则和目标, not_encoded: 口号}\n"
    path = copy("kunming", text_of("kunming").replace(line, line.replace(", not_encoded: 口号", "")))
    number = text_of("kunming")[: text_of("kunming").index(line)].count("\n") + 1
    assert main(["check", str(path), "--lang", "en"]) == 3
    assert f"kunming.yaml:{number}:3: error LR303" in "".join(capsys.readouterr())


def test_a_looser_local_term_is_an_error(copy: Copy) -> None:
    path = copy("kunming", text_of("kunming").replace("within: 7个工作日", "within: 8个工作日", 1))
    assert reported(path, "LR313") == {"kunming/km-publish-penalty-permit-7wd"}
