"""The list of commands, and what becomes of whatever goes wrong in them.

A command's module is imported only when it is called, so that each starts as fast as it can.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from lawrules.cli.command import columns
from lawrules.cli.usage import usage_text
from lawrules.cli.words import LANGUAGES, Words, words_for

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("检查策略和场景文件", "check policies and scenarios"),
    "evaluate": ("按策略评估案件或机关名册", "evaluate case files against a policy"),
    "may": ("某个行为现在可以做吗", "may this act happen now?"),
    "due": ("计算一个期限的届满日", "when a term ends, with its counted days"),
    "calendar": ("某年的工作日日历；检查日历文件", "the working-day calendar of a year; check a calendar file"),
    "test": ("运行场景测试", "run the scenarios"),
    "explain": ("解释规则、条款或诊断代码", "explain a rule, a clause or a diagnostic code"),
    "coverage": ("逐条列出条款由哪些规则落实", "every clause and the rules that encode it"),
    "new": ("生成策略、场景或日历的起步文件", "a file to start from"),
    "schema": ("输出 JSON Schema", "print a JSON Schema"),
}


class App(click.Group):
    """The group of all commands, in the language of one run."""

    def __init__(self, words: Words) -> None:
        params: list[click.Parameter] = [
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=self._version,
                help=words("版本、引擎和日历的范围", "version, engine and reach of the calendar"),
            ),
            click.Option(
                ["--lang"],
                type=click.Choice(LANGUAGES),
                expose_value=False,
                help=words("输出的语言", "language of the output"),
            ),
        ]
        super().__init__("lawrules", params=params)
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"lawrules.cli.{cmd_name}")
        made: click.Command = module.command(self.words)
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from lawrules.diagnostics import nearest

            near = nearest(args[0], COMMANDS)
            hint = self.words(f"，是否想用 {near}？", f"; did you mean {near}?") if near else ""
            ctx.fail(self.words(f"没有命令 {args[0]}{hint}", f"there is no command {args[0]}{hint}"))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        words = self.words
        lines = [
            words("用法：lawrules 命令 [选项] …", "Usage: lawrules COMMAND [OPTIONS] ..."),
            "",
            words(
                "中国行政执法的期限与义务：用 YAML 写成的策略评估案件。",
                "Deadlines and duties of Chinese administrative enforcement, from policies written in YAML.",
            ),
            "",
            words("命令：", "Commands:"),
            *columns([(name, words(*about)) for name, about in COMMANDS.items()]),
            "",
            words("选项：", "Options:"),
            *columns(
                [
                    ("--version", words("版本、引擎和日历的范围", "version, engine and reach of the calendar")),
                    ("--lang zh|en", words("输出的语言", "language of the output")),
                    ("--help", words("显示说明；每个命令也有自己的说明", "show help; every command has its own")),
                ]
            ),
            "",
            words("例：", "Examples:"),
            "  lawrules evaluate kunming case.yaml --as-of 2019-11-01",
            "  lawrules due 2019-09-27 7个工作日",
            "  lawrules check policies/kunming.yaml",
            "",
            words(
                "退出码：0 正常，1 有违反或场景不符，2 用法错误，3 策略有误，4 案件数据有误。",
                "Exit codes: 0 clean, 1 breaches or failing scenarios, 2 bad usage, 3 invalid policy,\n"
                "4 invalid case data.",
            ),
        ]
        formatter.write("\n".join(lines) + "\n")

    def _version(self, ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            from lawrules.cli.version import version_text

            click.echo(version_text(self.words))
            ctx.exit()


def run(args: list[str]) -> int:
    """Run `args` and return the exit code; every expected error becomes a message on stderr."""
    from lawrules.errors import EventError, PolicyError, UsageError

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows its escape instead of a traceback.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    words = words_for(args)
    try:
        code: Any = App(words).main(args or ["--help"], prog_name="lawrules", standalone_mode=False)
    except click.UsageError as error:
        click.echo(usage_text(error, words), err=True)
        return 2
    except UsageError as error:
        click.echo(f"{words('用法错误：', 'usage error: ')}{words(error.zh, error.en)}", err=True)
        return 2
    except PolicyError as error:
        click.echo(error.text(words.messages), err=True)
        return 3
    except EventError as error:
        click.echo(error.text(words.messages), err=True)
        return 4
    except click.Abort:
        return 130
    return code if isinstance(code, int) else 0
