"""`lawrules evaluate`: case files and registers against a policy."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import click

from lawrules.cli.command import Command, argument, choice, option
from lawrules.cli.files import case_files
from lawrules.cli.output import (
    BREACHES,
    CLEAN,
    DATA,
    USAGE,
    Progress,
    checked_time,
    gravest,
    loaded_policy,
    today,
    warn,
)
from lawrules.cli.words import Words
from lawrules.errors import EventError, UsageError

if TYPE_CHECKING:
    from lawrules.cases.assessment import Assessment
    from lawrules.cases.events import Case, Register
    from lawrules.cases.load import CaseFailure
    from lawrules.facade import Policy


def command(words: Words) -> click.Command:
    return Command(
        words,
        "evaluate",
        run,
        about=(
            "按策略评估案件或机关名册：有哪些义务、何时到期、是否履行、依据哪一条。",
            "Evaluate case files or agency registers: what was owed, by when, whether it was met, by which clause.",
        ),
        arguments=[
            ("POLICY", "策略的名字（如 kunming）或路径", "a policy's name (e.g. kunming) or path"),
            (
                "FILE",
                "YAML、JSON、JSONL 文件或文件夹，可以有几个；- 为标准输入",
                "YAML, JSON, JSONL files or folders; - is standard input",
            ),
        ],
        params=[
            argument("policy", "POLICY"),
            argument("files", "FILE...", many=True),
            option(
                words,
                "--as-of",
                metavar="DATE",
                zh="评估到哪一天（缺省：今天，北京时间）",
                en="as things stood then (default: today)",
            ),
            option(
                words,
                "--register",
                "registers",
                multiple=True,
                metavar="FILE",
                zh="机关名册，供案件查证人员、清单；可写多次",
                en="agency registers that give cases their context; repeatable",
            ),
            option(
                words,
                "--format",
                type=choice("table", "json", "jsonl"),
                default="table",
                zh="输出格式",
                en="output format",
            ),
            option(
                words,
                "--engine",
                type=choice("durable", "direct"),
                zh="用哪个匹配引擎（缺省：有 durable 就用）",
                en="which matcher (default: durable where it is installed)",
            ),
            option(
                words,
                "--lenient",
                is_flag=True,
                zh="不认识的事件和字段只提示，不算错误",
                en="unknown events and fields are warnings",
            ),
        ],
        examples=[
            ("lawrules evaluate kunming case.yaml --as-of 2019-11-01", "一个案件", "one case"),
            (
                "lawrules evaluate kunming *.json --format jsonl > out.jsonl",
                "许多案件，一行一个结果",
                "many cases, a line each",
            ),
            ("lawrules evaluate kunming cases/", "一个文件夹里的全部案件", "all cases of a folder"),
            (
                "lawrules evaluate qijiang case.yaml --register agency.yaml",
                "带上机关名册",
                "with the agency's register",
            ),
            (
                "cat case.json | lawrules evaluate kunming - --format json",
                "从标准输入读，输出 JSON",
                "from standard input",
            ),
        ],
        notes=(
            "退出码：0 没有违反，1 有违反，2 用法错误，3 策略有误，4 有案件数据读不了（其余的照常评估）。",
            "Exit codes: 0 clean, 1 breaches, 2 bad usage, 3 invalid policy, 4 bad case data (the rest is evaluated).",
        ),
    )


def run(
    words: Words,
    policy: str,
    files: tuple[str, ...],
    as_of: str | None,
    registers: tuple[str, ...],
    format: str,
    engine: str | None,
    lenient: bool,
) -> int:
    if not files:
        raise UsageError(words("缺少案件文件；- 表示标准输入", "no case file is given; - is standard input"))
    files = tuple(case_files(files, words))
    until = checked_time(as_of, "--as-of", words) if as_of else today()
    loaded = loaded_policy(policy, engine, words)
    codes: list[int] = [CLEAN]
    contexts = list(_registers(case_files(registers, words), loaded, words, lenient, codes))
    printer = _printer(format, words, loaded)
    progress = Progress(len(files), words)
    for found in _cases(files, loaded, words, lenient, codes, progress):
        try:
            assessment = loaded.evaluate(found, until, register=_context(found, contexts, words), lenient=lenient)
        except EventError as error:
            progress.clear()
            warn(error.text(words.messages))
            codes.append(DATA)
            continue
        printer.add(assessment)
        if assessment.breaches:
            codes.append(BREACHES)
        progress.case_done()
    progress.clear()
    printer.close(DATA in codes or len(files) > 1)
    return gravest(codes)


def _cases(
    files: Iterable[str], policy: Policy, words: Words, lenient: bool, codes: list[int], progress: Progress
) -> Iterator[Case | Register]:
    """The sound cases of all files. What is wrong with the others goes to stderr, and its code into `codes`."""
    from lawrules.cases.load import CaseFailure, load_cases

    for name in files:
        for found in load_cases(name, policy.vocabulary, lenient=lenient, progress=progress.within):
            if isinstance(found, CaseFailure):
                progress.clear()
                codes.append(_told(found, words))
                continue
            yield found
        progress.next_file()


def _told(failure: CaseFailure, words: Words) -> int:
    if failure.case is not None:
        warn(words(f"案件 {failure.case} 不能评估：", f"case {failure.case} cannot be evaluated:"))
    for fault in failure.faults:
        warn(fault.text(words.messages))
    # A file that cannot be opened is a slip on the command line, not bad data.
    return USAGE if failure.faults[0].code == "LR001" else DATA


def _registers(
    files: Iterable[str], policy: Policy, words: Words, lenient: bool, codes: list[int]
) -> Iterator[Register]:
    from lawrules.cases.events import Register
    from lawrules.cases.load import CaseFailure, load_cases

    for name in files:
        for found in load_cases(name, policy.vocabulary, lenient=lenient):
            if isinstance(found, CaseFailure):
                codes.append(_told(found, words))
            elif isinstance(found, Register):
                for warning in found.warnings:
                    warn(warning.text(words.messages))
                yield found
            else:
                raise UsageError(words(f"{name} 是案件，不是机关名册", f"{name} is a case, not a register"))


def _context(found: Case | Register, registers: list[Register], words: Words) -> Register | None:
    """The register of the case's agency; the only one there is, if the case names none."""
    from lawrules.cases.events import Register

    if isinstance(found, Register) or not registers:
        return None
    if found.agency is None:
        if len(registers) == 1:
            return registers[0]
        warn(
            words(
                f"{found.origin}：案件没有写机关，不知道用哪份名册",
                f"{found.origin}: the case names no agency, no register is used",
            )
        )
        return None
    for register in registers:
        if register.agency == found.agency:
            return register
    warn(
        words(
            f"{found.origin}：没有机关 {found.agency} 的名册", f"{found.origin}: there is no register of {found.agency}"
        )
    )
    return None


class _Printer(Protocol):
    def add(self, assessment: Assessment) -> None: ...

    def close(self, several: bool) -> None: ...


def _printer(format: str, words: Words, policy: Policy) -> _Printer:
    return _Tables(words, policy) if format == "table" else _Json(format)


class _Json:
    def __init__(self, format: str) -> None:
        from lawrules.report.jsonout import JsonWriter

        self._writer = JsonWriter(sys.stdout.write, lines=format == "jsonl")

    def add(self, assessment: Assessment) -> None:
        self._writer.add(assessment)

    def close(self, several: bool) -> None:
        self._writer.close(several=several)


class _Tables:
    """A table for each case and, after several, a line for all of them."""

    def __init__(self, words: Words, policy: Policy) -> None:
        self._lang = words.findings
        self._policy = policy
        self._cases = self._with_breaches = self._breaches = 0

    def add(self, assessment: Assessment) -> None:
        from lawrules.report import table

        if self._cases:
            click.echo(f"\n{'─' * 60}\n")
        title, vocabulary = self._policy.title, self._policy.vocabulary
        drawn = table.render(
            assessment, title=title, vocabulary=vocabulary, lang=self._lang, width=_columns(), colour=_colour()
        )
        click.echo(drawn, nl=False)
        self._cases += 1
        self._breaches += len(assessment.breaches)
        self._with_breaches += bool(assessment.breaches)

    def close(self, several: bool) -> None:  # noqa: ARG002 (of the protocol)
        if self._cases > 1:
            zh = self._lang == "zh"
            n, bad, all = self._cases, self._with_breaches, self._breaches
            click.echo(f"\n{'─' * 60}")
            click.echo(
                f"共 {n} 份案卷，{bad} 份有违反，合计违反义务 {all} 项。"
                if zh
                else f"{n} files, {bad} with breaches, {all} breaches in all."
            )


def _columns() -> int:
    """How wide to draw, never narrower than 60: what `COLUMNS` asks for, else the terminal's width; 80 in a pipe."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal():
        return max(60, int(asked))
    if not sys.stdout.isatty():
        return 80
    # A pipe does without this import.
    import shutil

    return max(60, shutil.get_terminal_size().columns)


def _colour() -> bool:
    """Whether to colour: on terminals that can, for users who do not refuse (`NO_COLOR`)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
