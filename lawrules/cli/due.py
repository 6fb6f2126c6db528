"""`lawrules due`: one deadline with its counted days."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from lawrules.cli.command import Command, argument, choice, option
from lawrules.cli.output import CLEAN, checked_time
from lawrules.cli.words import Words
from lawrules.errors import UsageError

if TYPE_CHECKING:
    from lawrules.days import Due

ROLLS = ("never", "next_working_day", "next_working_day_after_statutory_holiday")


def command(words: Words) -> click.Command:
    return Command(
        words,
        "due",
        run,
        about=(
            "计算一个期限的届满日，列出计入和不计的日子。起算日不计入；小时从起算的时刻连续计算。",
            "When a term ends, with the days that counted and those that did not. The start day is not counted; "
            "hours run on from their moment.",
        ),
        arguments=[
            ("START", "起算的日期或时刻：2023-01-16、2023-01-16T10:00", "a date or time: 2023-01-16, 2023-01-16T10:00"),
            ("PERIOD", "期限：7个工作日、30日、3个月、24小时", "7 working days, 30 days, 3 months, 24 hours"),
        ],
        params=[
            argument("start", "START"),
            argument("period", "PERIOD", many=True),
            option(
                words,
                "--bearer",
                type=choice("agency", "party", "court"),
                default="agency",
                zh="义务人；当事人和法院的期限遇休息日顺延",
                en="whom it binds; a party's or court's term rolls over rest days",
            ),
            option(
                words,
                "--rolls",
                type=choice(*ROLLS),
                zh="遇休息日如何顺延（缺省按义务人）",
                en="what a rest day at the end does (default: by bearer)",
            ),
            option(
                words,
                "--exclude",
                multiple=True,
                metavar="A..B",
                zh="不计入的期间，首尾两日都不计；可写多次",
                en="days left out, both ends included; repeatable",
            ),
            option(
                words,
                "--extend",
                multiple=True,
                metavar="PERIOD",
                zh="批准延长的期限；可写多次",
                en="a granted extension; repeatable",
            ),
            option(
                words,
                "--ahead",
                is_flag=True,
                zh="倒数：START 是事件当日，求最迟通知日",
                en="count backward: START is the event, the result the last day for a notice",
            ),
            option(
                words,
                "--calendar",
                "overlay",
                metavar="FILE",
                zh="补充的日历文件（新公布的年份、地方假日）",
                en="calendar file to add (a newly announced year, local holidays)",
            ),
            option(words, "--format", type=choice("text", "json"), default="text", zh="输出格式", en="output format"),
        ],
        examples=[
            ("lawrules due 2019-09-27 7个工作日", "国庆前的公示期限", "a publication term before National Day"),
            ("lawrules due 2023-01-16 7 working days", "期限也可以用英文写", "periods may be written in English"),
            (
                "lawrules due 2024-09-10 30日 --exclude 2024-09-20..2024-09-22",
                "鉴定期间不计入",
                "an appraisal is left out",
            ),
            ("lawrules due 2024-08-02 60日 --bearer party", "当事人的期限遇休息日顺延", "a party's term rolls"),
            ("lawrules due 2024-03-15T16:30 24小时 --lang en", "小时期限从该时刻起算", "hours run from the moment"),
        ],
    )


def run(
    words: Words,
    start: str,
    period: tuple[str, ...],
    bearer: str,
    rolls: str | None,
    exclude: tuple[str, ...],
    extend: tuple[str, ...],
    ahead: bool,
    overlay: str | None,
    format: str,
) -> int:
    from lawrules.days import CalendarError, PeriodError, WorkCalendar, due

    checked_time(start, "START", words)
    if not period:
        raise UsageError(words("缺少参数 PERIOD，例如 7个工作日", "PERIOD is missing, e.g. 7 working days"))
    spans = [_span(text, words) for text in exclude]
    try:
        calendar = WorkCalendar.china()
        if overlay is not None:
            calendar = calendar.with_overlay(overlay)
        result = due(
            start,
            " ".join(period),
            calendar=calendar,
            bearer=bearer,
            rolls=rolls,
            exclude=spans,
            extend=extend,
            ahead=ahead,
        )
    except (CalendarError, PeriodError) as error:
        raise UsageError(words(error.zh, error.en)) from None
    if format == "json":
        click.echo(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(result, words.findings)))
    return CLEAN


def _span(text: str, words: Words) -> tuple[str, str]:
    first, dots, last = text.partition("..")
    if not dots:
        raise UsageError(
            words(
                f"--exclude 写作 首日..末日，例如 2024-09-20..2024-09-22，不是 `{text}`",
                f"--exclude is FIRST..LAST, e.g. 2024-09-20..2024-09-22, not `{text}`",
            )
        )
    checked_time(first, "--exclude", words)
    checked_time(last, "--exclude", words)
    if last < first:
        raise UsageError(words(f"--exclude {text}：末日早于首日", f"--exclude {text}: it ends before it begins"))
    return first, last


def _lines(result: Due, lang: str) -> list[str]:
    from lawrules.report.calendar import due_lines, due_picture

    zh = lang == "zh"
    lines = [_headline(result, lang)]
    if result.provisional:
        years = ", ".join(map(str, result.missing_years))
        notices = "、".join(f"《{name}》" for name in result.missing) if zh else years
        lines += (
            [f"推定：最早 {result.earliest}，最晚 {result.latest}", f"尚未公布：{notices}"]
            if zh
            else [
                f"provisional: earliest {result.earliest}, latest {result.latest}",
                f"not announced: the State Council's notice on the holidays of {notices}",
            ]
        )
    lines += ["", *due_lines(result, lang)]
    picture = due_picture(result, lang, _paint)
    if picture:
        lines += ["", *picture]
    return lines


def _headline(result: Due, lang: str) -> str:
    from lawrules.report.calendar import WEEKDAYS

    when = result.date.isoformat()
    if result.moment is not None:
        when = result.moment.strftime("%Y-%m-%d %H:%M")
    elif result.period.is_moment and result.earliest_moment is not None and result.latest_moment is not None:
        form = "%Y-%m-%d %H:%M"
        first, last = result.earliest_moment.strftime(form), result.latest_moment.strftime(form)
        return (
            f"届满：{first} 至 {last} 之间（只知道起算日，不知道钟点）"
            if lang == "zh"
            else f"due between {first} and {last} (the hour of the start is not known)"
        )
    day = f"周{WEEKDAYS['zh'][result.date.weekday()]}" if lang == "zh" else WEEKDAYS["en"][result.date.weekday()]
    name = ("最迟通知日" if result.ahead else "届满") if lang == "zh" else ("notice by" if result.ahead else "due")
    return f"{name}：{when}（{day}）" if lang == "zh" else f"{name} {when} ({day})"


_COLOURS = {"start": "cyan", "counted": "green", "skipped": "bright_black", "suspended": "yellow", "rolled": "yellow"}


def _paint(text: str, kind: str) -> str:
    if not sys.stdout.isatty() or not text:
        return text
    if kind == "end":
        return click.style(text, fg="red", bold=True)
    if kind == "title":
        return click.style(text, bold=True)
    return click.style(text, fg=_COLOURS[kind]) if kind in _COLOURS else text
