"""`lawrules new`: a starting file that passes `lawrules check`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from lawrules.cli.command import Command, option
from lawrules.cli.output import CLEAN, os_reason, policy_path, warn
from lawrules.cli.templates import POLICY, SCENARIO
from lawrules.cli.words import Words
from lawrules.errors import UsageError

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def command(words: Words) -> click.Command:
    return Command(
        words,
        "new",
        run,
        about=(
            "生成策略、场景或日历的起步文件，写好说明和例子，能通过 lawrules check。",
            "Write a starting file for a policy, scenarios or a calendar; it passes `lawrules check`.",
        ),
        arguments=[
            ("KIND", "policy 策略、scenario 场景、calendar 日历", "policy, scenario or calendar"),
            (
                "NAME",
                "策略的编号；场景所检验的策略；日历的年份",
                "the policy's id; the policy to test; the calendar's year",
            ),
        ],
        params=[
            click.Argument(["kind"], metavar="KIND", type=click.Choice(("policy", "scenario", "calendar"))),
            click.Argument(["name"], metavar="NAME"),
            option(
                words,
                "--output",
                "-o",
                metavar="FILE",
                zh="写到哪个文件（缺省：NAME.yaml 等）；- 为标准输出",
                en="the file to write (default: NAME.yaml and the like); - is standard output",
            ),
        ],
        examples=[
            ("lawrules new policy my-county", "写出 my-county.yaml", "writes my-county.yaml"),
            ("lawrules new scenario kunming -o k1.yaml", "检验 kunming 的场景", "scenarios that test kunming"),
            ("lawrules new calendar 2027", "2027 年的日历，据通知填写", "the calendar of 2027, to be completed"),
        ],
    )


def run(words: Words, kind: str, name: str, output: str | None) -> int:
    if kind == "policy":
        text, file = _policy(name, output, words), f"{name}.yaml"
    elif kind == "scenario":
        text, file = _scenario(name, words), f"{Path(name).stem}-scenarios.yaml"
    else:
        text, file = _calendar(name, words), f"{name}.yaml"
    if output == "-":
        click.echo(text, nl=False)
        return CLEAN
    path = Path(output or file)
    try:
        # Mode "x" refuses an existing file: nobody's work is overwritten.
        with open(path, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageError(
            f"文件 {path} 已经有了；请用 -o 换一个名字", f"the file {path} exists; choose another with -o"
        ) from None
    except OSError as error:
        zh, en = os_reason(error)
        raise UsageError(f"{path} 写不了：{zh}", f"cannot write {path}: {en}") from None
    if kind == "calendar":
        warn(
            words(
                f"已写出 {path}：草稿，据通知逐项改正，然后删去 draft 一行；检查：lawrules calendar check {path}",
                f"wrote {path}: a draft to be completed from the notice; check it: lawrules calendar check {path}",
            )
        )
        return CLEAN
    warn(words(f"已写出 {path}；检查：lawrules check {path}", f"wrote {path}; check it: lawrules check {path}"))
    return CLEAN


def _policy(name: str, output: str | None, words: Words) -> str:
    if not _ID.match(name):
        raise UsageError(
            words(
                f"策略的编号用小写字母、数字和连字符，例如 my-county，不是 `{name}`",
                f"a policy's id has lower-case letters, digits and hyphens, e.g. my-county, not `{name}`",
            )
        )
    if output not in (None, "-") and Path(str(output)).stem != name:
        raise UsageError(
            words(f"文件名应当与编号一致：{name}.yaml", f"the file must be named after the id: {name}.yaml")
        )
    short = "".join(part[0] for part in name.split("-"))
    return POLICY.replace("@id@", name).replace("@short@", short).replace("@SHORT@", short.upper())


def _scenario(name: str, words: Words) -> str:
    from lawrules.cli.coverage import composed
    from lawrules.policy.model import EventPattern

    path = policy_path(name, words)
    composition = composed(name, words)
    # A prohibition or duty whose trigger is a plain event makes the readiest example.
    for rule in reversed(list(composition.rules.values())):
        if rule.family not in ("duties", "prohibitions") or not isinstance(rule.when, EventPattern):
            continue
        if rule.when.type in composition.vocabulary.types:
            return SCENARIO.replace("@id@", path.stem).replace("@rule@", rule.id).replace("@type@", rule.when.type)
    raise UsageError(words(f"{name} 没有可以举例的规则", f"{name} has no rule to make an example of"))


def _calendar(name: str, words: Words) -> str:
    from lawrules.days import CalendarError, WorkCalendar
    from lawrules.days.overlay import overlay_template

    if not (name.isdecimal() and len(name) == 4):
        raise UsageError(
            words(f"日历要写年份，例如 2027，不是 `{name}`", f"a calendar needs a year, e.g. 2027, not `{name}`")
        )
    try:
        return overlay_template(int(name), WorkCalendar.china())
    except CalendarError as error:
        raise UsageError(error.zh, error.en) from None
