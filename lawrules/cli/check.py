"""`lawrules check`: policies, scenarios, registers and calendar files, every fault at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from lawrules.cli.command import Command, argument, choice, option
from lawrules.cli.files import named_paths, yaml_files
from lawrules.cli.output import CLEAN, POLICY, warn
from lawrules.cli.words import Words
from lawrules.diagnostics import Diagnostic, Severity, Span, in_order


def command(words: Words) -> click.Command:
    return Command(
        words,
        "check",
        run,
        about=(
            "检查策略、场景、规则登记和日历文件，一次列出全部问题：位置、原因、改法。",
            "Check policies, scenarios, registers and calendar files; every fault at once: where, why, the way out.",
        ),
        arguments=[
            (
                "PATH",
                "文件、文件夹或策略的名字；缺省为 policies/，没有则为自带的策略",
                "files, folders or names of policies; default: policies/, else the built-in ones",
            )
        ],
        params=[
            argument("paths", "[PATH...]", required=False, many=True),
            option(
                words,
                "--format",
                type=choice("text", "json", "github", "sarif"),
                default="text",
                zh="输出格式；github 用于合并请求，sarif 用于代码扫描",
                en="output format; github annotates pull requests, sarif is for code scanning",
            ),
        ],
        examples=[
            ("lawrules check policies/kunming.yaml", "一个策略连同它的上层", "a policy and the layers above it"),
            ("lawrules check", "全部策略和场景", "all policies and scenarios"),
            ("lawrules check policies --format sarif > check.sarif", "供代码扫描服务", "for a code-scanning service"),
        ],
        notes=(
            "退出码：0 没有错误（可以有警告），3 有错误。",
            "Exit codes: 0 no errors (there may be warnings), 3 errors.",
        ),
    )


def run(words: Words, paths: tuple[str, ...], format: str) -> int:
    from lawrules import __version__
    from lawrules.report.diagnostics import render, summary

    files = list(yaml_files(named_paths(paths, words)))
    found = in_order(d for file in files for d in _check(file))
    text = render(found, format, words.messages, __version__)
    if text:
        # Faults are the result of this command, so that they stand on stdout in every format.
        click.echo(text)
    if format == "text":
        warn(summary(found, len(files), words.messages))
    return POLICY if any(d.severity is Severity.ERROR for d in found) else CLEAN


def _check(file: Path) -> Iterator[Diagnostic]:
    """The faults of one file, by what it holds."""
    from lawrules.policy.read import MAX_POLICY_BYTES, read_file

    reading = read_file(file, limit=MAX_POLICY_BYTES)
    value = reading.documents[0].value if reading.documents else None
    keys = set(value) if isinstance(value, dict) else set()
    if "scenarios" in keys:
        yield from _scenarios(file)
    elif "register" in keys:
        yield from _register(file)
    elif "policy" not in keys and keys & {"calendar", "years", "local"}:
        yield from _calendar(file)
    else:
        from lawrules import check

        yield from check(str(file))


def _scenarios(file: Path) -> Iterator[Diagnostic]:
    from lawrules.policy.compose import compose
    from lawrules.policy.find import find
    from lawrules.scenario import check_scenarios, load_scenarios

    files, faults = load_scenarios([file])
    yield from faults
    for entry in files:
        path = find(entry.policy, file.parent)
        composition = compose(path)[0] if path is not None else None
        if composition is not None:
            yield from check_scenarios(entry, composition)


def _register(file: Path) -> Iterator[Diagnostic]:
    from lawrules.policy.compose import compose
    from lawrules.policy.find import find
    from lawrules.policy.register import check_register

    path = find(file.stem, file.parent.parent)
    if path is None:
        missing = file.parent.parent / file.name
        yield Diagnostic("LR001", Span(str(missing)), {"reason": "No such file"})
    yield from check_register(file, compose(path)[0] if path is not None else None)


def _calendar(file: Path) -> Iterator[Diagnostic]:
    from lawrules.days import CalendarError, WorkCalendar
    from lawrules.days.overlay import check_overlay
    from lawrules.report.diagnostics import calendar_diagnostic

    try:
        for fault in check_overlay(file, WorkCalendar.china()):
            yield calendar_diagnostic(str(file), fault.code, fault.where, fault.line, fault.zh, fault.en)
    except CalendarError as error:
        yield calendar_diagnostic(str(file), "LR010", "", 0, error.zh, error.en)
