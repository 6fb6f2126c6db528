"""What is wrong with a command line, said in Chinese as well; click only says it in English."""

from __future__ import annotations

import click

from lawrules.cli.words import Words


def usage_text(error: click.UsageError, words: Words) -> str:
    """The error and where to find help, in two lines."""
    said = _chinese(error) if words.messages == "zh" else error.format_message()
    lines = [f"{words('用法错误：', 'usage error: ')}{said}"]
    if error.ctx is not None:
        path = error.ctx.command_path
        lines.append(words(f"    `{path} --help` 有说明和例子。", f"    `{path} --help` explains, with examples."))
    return "\n".join(lines)


def _chinese(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是否想写 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param is not None else str(error.param_hint or "")
        kind = "选项" if isinstance(error.param, click.Option) else "参数"
        if isinstance(error.param, click.Option):
            name = error.param.opts[0]
        return f"缺少{kind} {name}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 用得不对：后面要跟一个值，或者不能跟值"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} 的值不对：{_value(error)}"
    message = error.format_message()
    if message.startswith("Got unexpected extra argument"):
        return f"多出来的参数：{message.partition('(')[2].rstrip(').')}"
    return message


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.human_readable_name if error.param is not None else str(error.param_hint or "参数")


def _value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"可选 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, (click.types.IntParamType, click.IntRange)):
        return "应当是整数" + (f"，{kind.min} 至 {kind.max}" if isinstance(kind, click.IntRange) else "")
    return error.message
