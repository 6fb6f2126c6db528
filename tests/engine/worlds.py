"""Small laws for the engine tests: a few rules as YAML over the built-in vocabulary, judged by every engine at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import lawrules
from lawrules import Assessment, Finding, Policy
from lawrules.engine import available

ENGINES = tuple(name for name, reason in available().items() if not reason)

HEAD = """\
policy: {name}
title: 试行规定
jurisdiction: {{name: 某市, code: "530100", level: city}}
extends: [{extends}]
"""
SOURCES = """\
sources:
  S: {title: 试行规定, issued: 2000-01-01}
clauses:
  C-1: {source: S, at: 第一条, says: 试行}
"""

Event = dict[str, Any]


def ev(
    id: str, type: str, at: str, /, *, about: Any = None, seq: int | None = None, case: str | None = None, **data: Any
) -> Event:
    """An event as a case file writes it."""
    made: Event = {"id": id, "type": type, "at": at}
    for key, value in (("about", about), ("seq", seq), ("case", case)):
        if value is not None:
            made[key] = value
    if data:
        made["data"] = data
    return made


def write_policy(folder: Path, rules: str, *, name: str = "trial", extends: str = "vocabulary", head: str = "") -> Path:
    """A policy file with these rules. Rules without a `basis` rest on clause C-1 of the file."""
    sources = "" if re.search(r"^sources:", rules, re.MULTILINE) else SOURCES
    if name != "trial":
        sources = sources.replace("C-1", f"C-{name}").replace("  S:", f"  S-{name}:").replace("e: S,", f"e: S-{name},")
    path = folder / f"{name}.yaml"
    path.write_text(HEAD.format(name=name, extends=extends) + head + sources + _based(rules, name), encoding="utf-8")
    return path


def _based(rules: str, name: str) -> str:
    clause = "C-1" if name == "trial" else f"C-{name}"
    return re.sub(r"\{title:((?:(?!basis:)[^\n])*)$", rf"{{basis: {clause}, title:\1", rules, flags=re.MULTILINE)


class Law:
    """A policy loaded once for each engine. Every judgement is made by all of them and must not differ."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.policies: dict[str, Policy] = {engine: lawrules.load(path, engine) for engine in ENGINES}

    @property
    def policy(self) -> Policy:
        return self.policies["direct"]

    def judge(
        self, events: Iterable[Event], as_of: str = "2023-12-31", register: Any = None, **case: Any
    ) -> Assessment:
        """The assessment of these events; `case` holds further keys of the case file (`facts`, `covers` …)."""
        subject: Any = {**case, "events": list(events)} if case else list(events)
        made = {name: policy.evaluate(subject, as_of, register=register) for name, policy in self.policies.items()}
        texts = {without_engine(a) for a in made.values()}
        assert len(texts) == 1, "the engines differ"
        return made["direct"]

    def one(
        self,
        rule: str,
        events: Iterable[Event],
        as_of: str = "2023-12-31",
        *,
        trigger: str | None = None,
        each: str | None = None,
        register: Any = None,
        **case: Any,
    ) -> Finding:
        """The only finding of `rule` (at that trigger, about that part)."""
        return only(self.judge(events, as_of, register, **case), rule, trigger=trigger, each=each)


def without_engine(assessment: Assessment) -> str:
    """The assessment's JSON without the engine's name, key order kept."""
    made = json.loads(assessment.to_json())
    del made["engine"]
    return json.dumps(made, ensure_ascii=False)


def found(assessment: Assessment, rule: str, *, trigger: str | None = None, each: str | None = None) -> list[Finding]:
    return [
        f
        for f in assessment.findings
        if f.rule == rule
        and (trigger is None or (f.trigger is not None and f.trigger.id == trigger))
        and (each is None or f.each == each)
    ]


def only(assessment: Assessment, rule: str, *, trigger: str | None = None, each: str | None = None) -> Finding:
    made = found(assessment, rule, trigger=trigger, each=each)
    assert len(made) == 1, [(f.rule, f.trigger and f.trigger.id, f.each, str(f.verdict)) for f in assessment.findings]
    return made[0]


def ids(finding: Finding) -> list[str]:
    """The answers' ids."""
    return [answer.id for answer in finding.answers]


def notes(finding: Finding) -> dict[str, Mapping[str, str]]:
    """The finding's notes by code."""
    return {note.code: dict(note.words) for note in finding.notes}


def codes(finding: Finding) -> set[str]:
    return {note.code for note in finding.notes}


def reasons(finding: Finding) -> dict[str, str]:
    """Why each rejected answer did not count."""
    return {r.event.id: r.reason for r in finding.rejected}
