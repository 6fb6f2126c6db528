"""`lawrules may`: may this act happen now?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lawrules.cli.command import Command, argument, choice, option
from lawrules.cli.output import BREACHES, CLEAN, checked_time, loaded_policy, os_reason, warn
from lawrules.cli.words import Words
from lawrules.errors import EventError, UsageError

if TYPE_CHECKING:
    from lawrules.cases.events import Event
    from lawrules.facade import Permission, Policy

VERDICTS = {
    "allowed": ("可以", "allowed"),
    "forbidden": ("不可以", "forbidden"),
    "undetermined": ("无法判断", "undetermined"),
}


def command(words: Words) -> click.Command:
    return Command(
        words,
        "may",
        run,
        about=(
            "某个行为现在可以做吗：被哪些前置条件或禁止挡住，缺什么；做了会产生哪些义务、何时到期。",
            "May this act happen now: what stands in its way, what is lacking, and which duties it would create.",
        ),
        arguments=[
            ("POLICY", "策略的名字或路径", "a policy's name or path"),
            ("CASE", "案件文件；- 为标准输入", "a case file; - is standard input"),
            (
                "EVENT",
                "拟做的行为：文件，或者直接写 {type: …, at: …, data: {…}}",
                "the act: a file, or {type: ..., at: ...}",
            ),
        ],
        params=[
            argument("policy", "POLICY"),
            argument("case", "CASE"),
            argument("event", "EVENT"),
            option(
                words,
                "--as-of",
                metavar="DATE",
                zh="站在哪一天看（缺省：行为之时）",
                en="seen from that day (default: the act's)",
            ),
            option(words, "--register", "register", metavar="FILE", zh="机关名册", en="the agency's register"),
            option(words, "--engine", type=choice("durable", "direct"), zh="用哪个匹配引擎", en="which matcher"),
            option(words, "--format", type=choice("text", "json"), default="text", zh="输出格式", en="output format"),
        ],
        examples=[
            (
                "lawrules may kunming case.yaml '{type: decision.made, at: 2023-02-01}'",
                "现在可以作出处罚决定吗",
                "may a penalty be imposed now?",
            ),
            ("lawrules may qijiang case.yaml act.json --format json", "行为写在文件里", "the act is in a file"),
        ],
        notes=(
            "退出码：0 可以，1 不可以或者无法判断。",
            "Exit codes: 0 allowed, 1 forbidden or undetermined.",
        ),
    )


def run(
    words: Words,
    policy: str,
    case: str,
    event: str,
    as_of: str | None,
    register: str | None,
    engine: str | None,
    format: str,
) -> int:
    until = checked_time(as_of, "--as-of", words) if as_of else None
    loaded = loaded_policy(policy, engine, words)
    file = _only(case, loaded, words)
    context = _only(register, loaded, words) if register is not None else None
    permission = loaded.may(file, _event(event, loaded, words), until, register=context)
    if format == "json":
        click.echo(json.dumps(_plain(permission), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(permission, words.findings, loaded)))
    return CLEAN if permission.verdict == "allowed" else BREACHES


def _only(path: str, policy: Policy, words: Words) -> Any:
    """The one case (or register) of a file."""
    from lawrules.cases.load import CaseFailure, load_cases

    found = list(load_cases(path, policy.vocabulary))
    faults = [fault for item in found if isinstance(item, CaseFailure) for fault in item.faults]
    if faults:
        if faults[0].code == "LR001":
            raise UsageError(words(f"{path}：{faults[0].say('zh')}", f"{path}: {faults[0].say('en')}"))
        raise EventError(faults)
    if len(found) != 1:
        raise UsageError(
            words(f"{path} 里有 {len(found)} 个案件，这里只要一个", f"{path} holds {len(found)} cases; one is needed")
        )
    only = found[0]
    if not isinstance(only, CaseFailure):
        for warning in only.warnings:
            warn(warning.text(words.messages))
    return only


def _event(text: str, policy: Policy, words: Words) -> Event:
    """The proposed act: YAML or JSON written on the command line, or a file of it. It needs no id."""
    from lawrules.cases.build import reader_for
    from lawrules.cases.faults import Faults
    from lawrules.policy.read import read_bytes, read_text

    if text.lstrip().startswith("{"):
        reading = read_text(text, "EVENT")
    else:
        try:
            data = sys.stdin.buffer.read() if text == "-" else Path(text).read_bytes()
        except OSError as error:
            why = words(*os_reason(error))
            raise UsageError(f"{text}：文件打不开：{why}", f"{text}: cannot open the file: {why}") from None
        reading = read_bytes(data, text)
    if reading.faults:
        raise EventError(reading.faults)
    if len(reading.documents) != 1:
        raise UsageError(f"EVENT 应当是一个事件：{text}", f"EVENT should be one event: {text}")
    document = reading.documents[0]
    faults = Faults(document.file, document)
    event = reader_for(policy.vocabulary).read(document.value, (), faults, default_id="proposed")
    if event is None:
        raise EventError(faults.errors)
    return event


def _plain(permission: Permission) -> dict[str, Any]:
    return {
        "verdict": permission.verdict,
        "blockers": [finding.to_dict() for finding in permission.blockers],
        "missing": list(permission.missing),
        "duties": [finding.to_dict() for finding in permission.duties],
    }


def _lines(permission: Permission, lang: str, policy: Policy) -> list[str]:
    from lawrules.report import phrases
    from lawrules.report.explain import explain
    from lawrules.report.width import pad

    zh = lang == "zh"
    lines = [phrases.pick(VERDICTS.get(permission.verdict, (permission.verdict, permission.verdict)), lang)]
    for finding in permission.blockers:
        lines += ["", explain(finding, lang, policy.vocabulary)]
    if permission.missing:
        names = phrases.facts(permission.missing, policy.vocabulary, lang)
        lines += ["", f"缺少事实：{names}" if zh else f"missing: {names}"]
    if permission.duties:
        lines += ["", "将会产生的义务：" if zh else "it would create:"]
        for finding in permission.duties:
            until = phrases.moment(finding.due) or ("无固定期限" if zh else "no date")
            clauses = ("、" if zh else ", ").join(b.clause for b in finding.basis)
            lines.append(
                f"  {pad(until, 16)}  {finding.title}〔{clauses}〕"
                if zh
                else f"  {pad(until, 16)}  {finding.rule} [{clauses}]"
            )
    return lines
