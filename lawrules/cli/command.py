"""Commands whose help speaks the user's language and ends with examples.

click parses; the help text is our own, because click's wraps Chinese as if each character took one column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from lawrules.cli.words import LANGUAGES, Words
from lawrules.report.width import pad, width, wrap

Example = tuple[str, str, str]
"""A command line, and what it does in Chinese and English."""


class Command(click.Command):
    """A command. `run` gets the language and the parameters, and returns the exit code."""

    def __init__(
        self,
        words: Words,
        name: str,
        run: Callable[..., int],
        about: tuple[str, str],
        params: Sequence[click.Parameter],
        arguments: Sequence[Example] = (),
        examples: Sequence[Example] = (),
        notes: tuple[str, str] = ("", ""),
    ) -> None:
        lang = click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            help=words(
                "输出的语言（缺省：结论用中文，提示随系统）", "language (default: findings zh, messages by locale)"
            ),
        )
        super().__init__(name, params=[*params, lang], callback=partial(run, words))
        self.words = words
        self.about = about
        self.arguments = arguments
        self.examples = examples
        self.notes = notes

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.words("显示这份说明", "show this help")
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = self.words
        names = " ".join(p.make_metavar(ctx) for p in self.params if isinstance(p, click.Argument))
        lines = [f"{words('用法：', 'Usage: ')}{ctx.command_path} {words('[选项]', '[OPTIONS]')} {names}".rstrip(), ""]
        lines += [*wrap(words(*self.about), 80), ""]
        if self.arguments:
            rows = [(name, words(zh, en)) for name, zh, en in self.arguments]
            lines += [words("参数：", "Arguments:"), *columns(rows), ""]
        lines += [words("选项：", "Options:"), *columns(list(_options(self, ctx))), ""]
        if self.notes[0]:
            lines += [*wrap(words(*self.notes), 80), ""]
        lines += [words("例：", "Examples:")]
        for command, zh, en in self.examples:
            lines += [f"  {command}", f"      {words(zh, en)}"]
        formatter.write("\n".join(lines) + "\n")


def _options(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    rows = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
        if record is not None:
            rows.append(record)
    return rows


def columns(rows: list[tuple[str, str]]) -> list[str]:
    """Two columns; a long first column gets a line of its own."""
    wide = min(max((width(name) for name, _ in rows), default=0), 26)
    lines = []
    for name, text in rows:
        first, *rest = wrap(text, 80 - wide - 4)
        if width(name) > wide:
            lines += [f"  {name}", f"  {' ' * wide}  {first}"]
        else:
            lines.append(f"  {pad(name, wide)}  {first}".rstrip())
        lines += [f"  {' ' * wide}  {line}" for line in rest]
    return lines


def option(words: Words, *names: str, zh: str, en: str, metavar: str | None = None, **settings: Any) -> click.Option:
    """An option with its help in the language of `words`."""
    return click.Option(list(names), help=words(zh, en), metavar=metavar, **settings)


def choice(*values: str) -> click.Choice[str]:
    return click.Choice(values)


def argument(name: str, metavar: str, *, required: bool = True, many: bool = False) -> click.Argument:
    """A positional argument; with `many`, any number of them."""
    return click.Argument([name], metavar=metavar, required=required, nargs=-1 if many else 1)
