"""A small policy on the search path, a few case files, and a way to run the command line in this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lawrules.cli import main

POLICY = """\
policy: mini
title: 甲县公示办法
jurisdiction: {name: 甲县, code: "530000", level: county}
extends: [vocabulary]
sources: {S: {title: 甲县公示办法, issuer: 甲县, issued: 2020-01-01, in_force: {from: 2020-01-01}}}
clauses:
  A-1: {source: S, at: 第一条, says: 为了规范公示, not_encoded: 目的}
  A-2: {source: S, at: 第二条, says: 处罚决定七个工作日内公开}
  A-3: {source: S, at: 第三条, says: 不得当场收缴罚款}
  A-4: {source: S, at: 第四条, says: 涉及未成年人的不公开}
duties:
  a-publish:
    title: 处罚决定7个工作日内公开
    basis: A-2
    when: {decision.made: {decision_type: penalty}}
    require: {publication.posted: {content_kind: decision}}
    within: 7个工作日
    unless: [a-ex-minor]
prohibitions:
  a-no-spot-fine:
    title: 不得当场收缴罚款
    basis: A-3
    when: {fine.paid: {payment_channel: on_spot}}
exemptions:
  a-ex-minor: {title: 涉及未成年人, basis: A-4, if: {sensitivity: minor_involved}}
"""

SCENARIOS = """\
policy: mini
scenarios:
  - title: 节前作出的处罚决定逾期公开
    events:
      - {id: d1, type: decision.made, at: 2023-01-16, data: {decision_type: penalty}}
      - {id: b1, type: publication.posted, at: 2023-01-31, about: d1, data: {content_kind: decision}}
    as_of: 2023-02-01
    expect:
      - {rule: a-publish, trigger: d1, verdict: late, due: 2023-01-30}
"""


def decision(id: str = "d1", at: str = "2023-01-16") -> dict[str, Any]:
    return {"id": id, "type": "decision.made", "at": at, "data": {"decision_type": "penalty"}}


def posting(at: str) -> dict[str, Any]:
    return {"id": "b1", "type": "publication.posted", "at": at, "about": "d1", "data": {"content_kind": "decision"}}


CLEAN = {"case": "甲1", "events": [decision(), posting("2023-01-30")]}
LATE = {"case": "甲2", "events": [decision(), posting("2023-01-31")]}
BROKEN = {"case": "甲3", "events": [decision(at="2023-02-30")]}


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Ran]:
    """`cli("due", …)` in an empty folder, with a Chinese locale unless told otherwise."""
    policies = tmp_path / "search"
    policies.mkdir()
    (policies / "mini.yaml").write_text(POLICY, encoding="utf-8")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("LAWRULES_POLICIES", str(policies))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*args: str, stdin: str | bytes | None = None, locale: str = "zh_CN.UTF-8") -> Ran:
        monkeypatch.setenv("LC_ALL", locale)
        if stdin is not None:
            data = stdin.encode() if isinstance(stdin, str) else stdin
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        capsys.readouterr()
        code = main(list(args))
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., str]:
    """Write a file in the present folder; dicts and lists as JSON."""

    def write(name: str, content: Any) -> str:
        path = tmp_path / "here" / name
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    return write
