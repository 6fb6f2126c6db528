"""`lawrules coverage`: every clause of a policy, and the rules that encode it or the reason why none does."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import click

from lawrules.cli.command import Command, argument, choice, option
from lawrules.cli.output import CLEAN, policy_path
from lawrules.cli.words import Words
from lawrules.errors import PolicyError
from lawrules.report.width import wrap

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition
    from lawrules.policy.model import Rule


def command(words: Words) -> click.Command:
    return Command(
        words,
        "coverage",
        run,
        about=(
            "逐条列出文件的条款：由哪些规则落实；没有落实的，为什么。",
            "Every clause of a policy: which rules encode it, or why none does.",
        ),
        arguments=[("POLICY", "策略的名字或路径", "a policy's name or path")],
        params=[
            argument("policy", "POLICY"),
            option(
                words, "--all", "whole", is_flag=True, zh="连同上层的条款", en="the clauses of the layers above as well"
            ),
            option(
                words, "--open", "gaps", is_flag=True, zh="只列没有规则落实的条款", en="only clauses without a rule"
            ),
            option(words, "--format", type=choice("text", "json"), default="text", zh="输出格式", en="output format"),
        ],
        examples=[
            ("lawrules coverage kunming", "昆明方案的每一条", "every clause of Kunming's plan"),
            ("lawrules coverage kunming --open", "没有规则的条款及其理由", "clauses without rules, and why"),
            ("lawrules coverage qijiang --all --format json", "连同上层，输出 JSON", "with the layers above, as JSON"),
        ],
    )


def run(words: Words, policy: str, whole: bool, gaps: bool, format: str) -> int:
    composition = composed(policy, words)
    rows = clause_rows(composition, whole)
    shown = [row for row in rows if not gaps or not row["rules"]]
    if format == "json":
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return CLEAN
    lines = []
    for row in shown:
        lines += _clause_lines(row, words)
    encoded = sum(bool(row["rules"]) for row in rows)
    why = sum(not row["rules"] and bool(row["not_encoded"]) for row in rows)
    silent = len(rows) - encoded - why
    lines += [
        "",
        words(
            f"{len(rows)} 条：{encoded} 条有规则，{why} 条说明了不编码的理由，{silent} 条没有着落。",
            f"{len(rows)} clauses: {encoded} with rules, {why} not encoded for a reason, {silent} without either.",
        ),
    ]
    click.echo("\n".join(lines))
    return CLEAN


def composed(name: str, words: Words) -> Composition:
    """The composition of a policy. Raises `UsageError` where there is none of that name, `PolicyError` for faults."""
    from lawrules.diagnostics import Severity
    from lawrules.policy.compose import compose

    path = policy_path(name, words)
    composition, faults = compose(path)
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if composition is None or errors:
        raise PolicyError(errors or faults)
    return composition


def cited_by(rule: Rule) -> tuple[str, ...]:
    """The clauses a rule mentions, as `lawrules check` counts them: its basis, what permits it, its other readings."""
    cited = [*rule.basis, *rule.permitted_by, *(id for reading in rule.readings for id in reading.basis)]
    return tuple(dict.fromkeys(cited))


def clause_rows(composition: Composition, whole: bool) -> list[dict[str, Any]]:
    """The clauses of the lowest layer, or of all, with what rests on them."""
    resting: dict[str, list[str]] = defaultdict(list)
    for rule in composition.rules.values():
        for cited in cited_by(rule):
            resting[cited].append(rule.full_id)
    for definitions in composition.parameters.values():
        for definition in definitions:
            for value in definition.values:
                resting[value.basis].append(f"{definition.layer}/${definition.name}")
    rows = []
    for layer in composition.layers if whole else (composition.target,):
        for clause in layer.clauses.values():
            source = composition.sources.get(clause.source)
            rows.append(
                {
                    "clause": clause.id,
                    "layer": layer.id,
                    "source": source.title if source is not None else clause.source,
                    "at": clause.at,
                    "says": clause.says,
                    "verified": clause.verified,
                    "rules": list(dict.fromkeys(resting[clause.id])),
                    "not_encoded": clause.not_encoded,
                }
            )
    return rows


def _clause_lines(row: dict[str, Any], words: Words) -> list[str]:
    lines = [f"{row['clause']}  {row['at']}", *(f"    {line}" for line in wrap(row["says"], 76))]
    if row["rules"]:
        return [*lines, *(f"    → {rule}" for rule in row["rules"])]
    if row["not_encoded"]:
        text = words(f"不编码：{row['not_encoded']}", f"not encoded: {row['not_encoded']}")
    else:
        text = words("没有规则，也没有说明理由", "no rule and no reason")
    return [*lines, *(f"    ✗ {line}" if i == 0 else f"      {line}" for i, line in enumerate(wrap(text, 74)))]
