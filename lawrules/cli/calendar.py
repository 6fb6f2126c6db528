"""`lawrules calendar`: the working-day calendar of a year, what a file would change, and the faults of a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lawrules.cli.command import Command, choice, option
from lawrules.cli.output import BREACHES, CLEAN, POLICY, warn
from lawrules.cli.words import Words
from lawrules.errors import UsageError

if TYPE_CHECKING:
    from lawrules.days import WorkCalendar


def command(words: Words) -> click.Command:
    return Command(
        words,
        "calendar",
        run,
        about=(
            "某年的工作日日历：放假、调休上班和地方假日，依据国务院办公厅每年的放假通知；"
            "或者检查一份日历文件（由 lawrules new calendar 生成，据通知填写）。",
            "The working-day calendar of a year: days off, make-up working days, local holidays, as announced; "
            "or the faults of a calendar file (made by `lawrules new calendar`, completed from the notice).",
        ),
        arguments=[
            ("YEAR", "年份，2007 年起", "the year, from 2007 on"),
            ("check FILE", "检查日历文件，一次列出全部问题", "check a calendar file; every fault at once"),
        ],
        params=[
            click.Argument(["year"], metavar="YEAR | check FILE", type=_YearOrCheck()),
            click.Argument(["files"], metavar="", nargs=-1),
            option(words, "--calendar", "overlay", metavar="FILE", zh="补充的日历文件", en="calendar file to add"),
            option(
                words,
                "--diff",
                metavar="FILE",
                zh="与日历文件逐日比较，列出不同的日子（有不同则退出码 1）",
                en="list the days on which a calendar file differs (exit code 1 if any)",
            ),
            option(words, "--format", type=choice("text", "json"), default="text", zh="输出格式", en="output format"),
        ],
        examples=[
            ("lawrules calendar 2025", "2025 年的日历", "the calendar of 2025"),
            ("lawrules calendar 2025 --format json", "每一天是否工作日、为什么", "every day, whether it works and why"),
            ("lawrules calendar 2027 --calendar policies/calendars/2027.yaml", "加上新公布的年份", "with a new notice"),
            ("lawrules calendar 2025 --diff notice.yaml", "核对手头的通知", "compare a notice file"),
            ("lawrules calendar check 2027.yaml", "找出日历文件里的错误", "find the faults of a calendar file"),
        ],
        notes=(
            "退出码：0 正常，1 与 --diff 的文件有不同，2 用法错误，3 日历文件有误。",
            "Exit codes: 0 fine, 1 the file of --diff differs, 2 bad usage, 3 faults in the calendar file.",
        ),
    )


class _YearOrCheck(click.types.IntParamType):
    """A year, or the word `check`, after which a file is named."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value == "check" else super().convert(value, param, ctx)


def run(
    words: Words, year: int | str, files: tuple[str, ...], overlay: str | None, diff: str | None, format: str
) -> int:
    from lawrules.days import CalendarError, WorkCalendar

    if isinstance(year, str):
        if overlay is not None or diff is not None:
            raise UsageError(
                words("check 不与 --calendar、--diff 同用", "check goes with neither --calendar nor --diff")
            )
        if len(files) != 1:
            raise UsageError(
                words("check 后面要写一个日历文件，例如 2027.yaml", "check needs one calendar file, e.g. 2027.yaml")
            )
        return _check(files[0], format, words)
    if files:
        raise click.UsageError(
            f"Got unexpected extra argument ({' '.join(files)})", click.get_current_context(silent=True)
        )
    try:
        calendar = WorkCalendar.china()
        if overlay is not None:
            calendar = calendar.with_overlay(overlay)
        if diff is not None:
            return _diff(calendar, calendar.with_overlay(diff), year, words)
        _reached(calendar, year, words)
        if format == "json":
            days = [_entry(calendar, day) for day in _days(year)]
            click.echo(json.dumps(days, ensure_ascii=False, indent=1))
        else:
            from lawrules.report.calendar import year_picture

            click.echo("\n".join(year_picture(calendar, year, words.findings, _paint)))
    except CalendarError as error:
        raise UsageError(words(error.zh, error.en)) from None
    return CLEAN


def _reached(calendar: WorkCalendar, year: int, words: Words) -> None:
    last = calendar.announced_until.year
    if year > last:
        raise UsageError(
            words(
                f"{year} 年的放假安排尚未公布（已公布到 {last} 年）；可用 --calendar 补充",
                f"the holidays of {year} are not announced (known to {last}); add them with --calendar",
            )
        )
    if year < 2007:
        raise UsageError(words(f"日历从 2007 年开始，没有 {year} 年", f"the calendar begins in 2007, after {year}"))


def _check(name: str, format: str, words: Words) -> int:
    """The faults of a calendar file and the way out of each, and whether it is still a draft."""
    from lawrules.days import CalendarError, WorkCalendar
    from lawrules.days.overlay import check_overlay
    from lawrules.days.overlay_file import read_yaml
    from lawrules.report.diagnostics import calendar_diagnostic, render, summary

    if not Path(name).is_file():
        raise UsageError(words(f"没有文件 {name}", f"there is no file {name}"))
    draft = False
    try:
        content = read_yaml(Path(name))[0]
        draft = isinstance(content, Mapping) and str(content.get("draft")).lower() == "true"
        found = [
            calendar_diagnostic(name, fault.code, fault.where, fault.line, fault.zh, fault.en)
            for fault in check_overlay(name, WorkCalendar.china())
        ]
    except CalendarError as error:
        found = [calendar_diagnostic(name, "LR010", "", 0, error.zh, error.en)]
    if format == "json":
        faults = [fault.to_dict(words.messages) for fault in found]
        click.echo(json.dumps({"file": name, "draft": draft, "faults": faults}, ensure_ascii=False, indent=2))
        return POLICY if found else CLEAN
    if found:
        # Faults are the result of this command, as of `lawrules check`.
        click.echo(render(found, "text", words.messages))
    if draft:
        click.echo(
            words(
                f"{name}：还是草稿（draft: true），不会当作通知使用；据通知核对后删去 draft 一行",
                f"{name}: still a draft (draft: true), not taken for the notice; complete it and remove `draft`",
            )
        )
    warn(summary(found, 1, words.messages))
    return POLICY if found else CLEAN


def _diff(known: WorkCalendar, other: WorkCalendar, year: int, words: Words) -> int:
    _reached(other, year, words)
    lines = []
    for day in _days(year):
        was = known.describe(day, words.findings)
        now = other.describe(day, words.findings)
        if was != now:
            lines.append(f"{day}  {was} → {now}")
    if not lines:
        click.echo(words(f"{year} 年没有不同。", f"no difference in {year}."))
        return CLEAN
    click.echo("\n".join(lines))
    return BREACHES


def _entry(calendar: WorkCalendar, day: date) -> dict[str, object]:
    return {
        "date": day.isoformat(),
        "working": calendar.is_working_day(day),
        "kind": calendar.kind(day).value,
        "why": calendar.describe(day),
    }


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]


_COLOURS = {"holiday": "red", "make_up": "yellow", "weekend": "bright_black", "local_holiday": "magenta"}


def _paint(text: str, kind: str) -> str:
    if not sys.stdout.isatty():
        return text
    if kind == "title":
        return click.style(text, bold=True)
    return click.style(text, fg=_COLOURS[kind]) if kind in _COLOURS else text
