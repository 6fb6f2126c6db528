"""The register beside a policy: a rule that it names is missed, wherever else the clause is cited."""

from __future__ import annotations

from pathlib import Path

import pytest

import lawrules
from lawrules.cli import main

POLICY = """\
policy: a
title: 甲县
jurisdiction: {name: 甲县, code: "530000", level: county}
extends: [vocabulary]
sources:
  S: {title: 甲县办法, issuer: 甲县人民政府, issued: 2020-01-01}
clauses:
  A-1: {source: S, at: 第一条, says: 处罚决定七个工作日内公开}
  A-2: {source: S, at: 第二条, says: 公开由办案单位负责, not_encoded: 内部分工}
duties:
  a-publish:
    title: 公开
    basis: A-1
    when: decision.made
    require: publication.posted
    within: 7个工作日
"""


def checked(folder: Path, register: str) -> list[tuple[str, int]]:
    (folder / "a.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "registers").mkdir()
    (folder / "registers" / "a.yaml").write_text(register, encoding="utf-8")
    return [(fault.code, fault.span.line) for fault in lawrules.check(folder / "a.yaml")]


def test_a_policy_with_every_registered_rule(tmp_path: Path) -> None:
    assert checked(tmp_path, "register: a\nrules:\n  a-publish: [A-1]\n") == []


def test_a_policy_needs_no_register(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(POLICY, encoding="utf-8")
    assert lawrules.check(tmp_path / "a.yaml") == []


def test_a_registered_rule_that_is_missing_is_told_at_its_line(tmp_path: Path) -> None:
    assert checked(tmp_path, "register: a\nrules:\n  a-publish: [A-1]\n  a-publsh: [A-1]\n") == [("LR323", 4)]
    (fault,) = lawrules.check(tmp_path / "a.yaml")
    assert "`a-publsh`" in fault.text("zh")
    assert "`a-publish`" in fault.text("zh")


def test_a_registered_rule_that_no_longer_cites_its_clause(tmp_path: Path) -> None:
    assert checked(tmp_path, "register: a\nrules:\n  a-publish: [A-1, A-2]\n") == [("LR323", 3)]
    (fault,) = lawrules.check(tmp_path / "a.yaml")
    assert list(fault.words["basis"]) == ["A-2"]


@pytest.mark.parametrize("register", [
    "register: b\nrules: {}\n", "register: a\n", "register: a\nrules: []\n", "register: a\nrules: {a-publish: A-1}\n",
    "register: a\nrules: {a-publish: []}\n", "- a\n", "register: a\nrules: {}\nmore: 1\n",
])
def test_what_is_no_register_is_an_error(register: str, tmp_path: Path) -> None:
    assert [code for code, _ in checked(tmp_path, register)] == ["LR324"]


def test_a_broken_register_is_an_error(tmp_path: Path) -> None:
    (code, line), *_ = checked(tmp_path, "register: a\nrules: {\n")
    assert code.startswith("LR0")
    assert line


def test_the_command_checks_a_register_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(tmp_path, "register: a\nrules:\n  a-lost: [A-1]\n")
    assert main(["check", str(tmp_path / "registers" / "a.yaml")]) == 3
    assert "a-lost" in capsys.readouterr().out


def test_a_register_without_its_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(tmp_path, "register: a\nrules:\n  a-publish: [A-1]\n")
    (tmp_path / "a.yaml").unlink()
    assert main(["check", str(tmp_path / "registers" / "a.yaml")]) == 3
    assert "LR001" in capsys.readouterr().out
