"""`lawrules calendar`: the working-day calendar of a year, or what a notice file would change."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from lawrules.cli.command import Command, choice, option
from lawrules.cli.output import BREACHES, CLEAN
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
            "某年的工作日日历：放假、调休上班和地方假日。依据国务院办公厅每年的放假通知。",
            "The working-day calendar of a year: days off, make-up working days, local holidays, as announced.",
        ),
        arguments=[("YEAR", "年份，2007 年起", "the year, from 2007 on")],
        params=[
            click.Argument(["year"], metavar="YEAR", type=int),
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
            ("lawrules calendar 2025 --diff notice.yaml", "核对手头的通知", "check a notice file"),
        ],
    )


def run(words: Words, year: int, overlay: str | None, diff: str | None, format: str) -> int:
    from lawrules.days import CalendarError, WorkCalendar

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
