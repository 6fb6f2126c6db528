"""Help texts, languages, usage errors, pipes and speed of the command line as a whole."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lawrules.cli.app import COMMANDS, App
from lawrules.cli.words import Words, words_for
from lawrules.report.width import width

Cli = Callable[..., Any]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples_in_80_columns(cli: Cli, name: str, lang: str) -> None:
    ran = cli(name, "--help", "--lang", lang)
    assert ran.code == 0
    assert ("例：" if lang == "zh" else "Examples:") in ran.out
    assert f"lawrules {name}" in ran.out.partition("例：" if lang == "zh" else "Examples:")[2]
    assert max(width(line) for line in ran.out.splitlines()) <= 80
    if lang == "en":
        # Chinese stands only in examples and in periods.
        about = ran.out.partition("Examples:")[0]
        assert not re.search("[\u4e00-\u9fff]", about)


def test_every_example_parses() -> None:
    app = App(Words())
    import click

    context = click.Context(app, info_name="lawrules")
    for name in COMMANDS:
        command: Any = app.get_command(context, name)
        assert command.examples
        for line, _, _ in command.examples:
            words = shlex.split(line.partition(" > ")[0].rpartition(" | ")[2].replace("*.json", "a.json b.json"))
            assert words[:2] == ["lawrules", name], line
            command.make_context(name, words[2:], resilient_parsing=False)


def test_the_whole_help_lists_every_command(cli: Cli) -> None:
    for args in ((), ("--help",)):
        ran = cli(*args)
        assert ran.code == 0
        for name, (zh, _) in COMMANDS.items():
            assert re.search(rf"  {name} +{zh}", ran.out)
        assert "退出码" in ran.out
    assert "Exit codes" in cli("--help", locale="en_GB.UTF-8").out


def test_docs_list_every_command_and_option() -> None:
    text = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    app = App(Words())
    import click

    for name in COMMANDS:
        section = text.partition(f"## lawrules {name}\n")[2].partition("\n## ")[0]
        assert section, name
        command = app.get_command(click.Context(app), name)
        assert command is not None
        for param in command.params:
            if isinstance(param, click.Option) and param.name != "lang":
                assert f"`{param.opts[0]}" in section, (name, param.opts)


@pytest.mark.parametrize(
    ("args", "environ", "messages", "findings"),
    [
        ([], {}, "en", "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh", "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en", "zh"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_GB"}, "zh", "zh"),
        (["due", "--lang", "en"], {"LANG": "zh_CN"}, "en", "en"),
        (["--lang=zh", "due"], {"LANG": "en_GB"}, "zh", "zh"),
        (["--", "--lang", "en"], {"LANG": "zh_CN"}, "zh", "zh"),
        (["--lang", "fr"], {"LANG": "zh_CN"}, "zh", "zh"),
        (["--lang"], {"LANG": "zh_CN"}, "zh", "zh"),
    ],
)
def test_who_decides_the_language(args: list[str], environ: dict[str, str], messages: str, findings: str) -> None:
    assert words_for(args, environ) == Words(messages, findings)


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (["chek"], "没有命令 chek，是否想用 check？", "there is no command chek; did you mean check?"),
        (["due", "2023-01-01", "3日", "--beare", "party"], "没有选项 --beare，是否想写 --bearer？", "No such option"),
        (["due"], "缺少参数 START", "Missing argument"),
        (["calendar", "2025", "x"], "多出来的参数：x", "unexpected extra argument"),
        (["evaluate", "mini", "x", "--as-of"], "--as-of", "--as-of"),
        (["due", "2023-01-01", "3日", "--lang", "fr"], "可选 zh、en", "'fr' is not one of"),
    ],
)
def test_usage_errors_in_both_languages(cli: Cli, args: list[str], zh: str, en: str) -> None:
    chinese = cli(*args)
    assert (chinese.code, chinese.out) == (2, "")
    assert zh in chinese.err
    assert en in cli(*args, locale="en_GB.UTF-8").err


def lawrules(*args: str, **settings: Any) -> subprocess.Popen[str]:
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-m", "lawrules", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environ,
        **settings,
    )


def test_a_closed_pipe_ends_quietly() -> None:
    process = lawrules("calendar", "2025", "--format", "json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(20) in (0, 141)
    assert said == ""


def test_ctrl_c_ends_quietly() -> None:
    # A parent in the background hands down that Ctrl-C is ignored.
    process = lawrules("evaluate", "vocabulary", "-", stdin=subprocess.PIPE,
                       preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL))
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=20)
    assert process.returncode == 130
    # click moves off the line of the terminal's ^C.
    assert (out, said.strip()) == ("", "")


def test_output_survives_a_terminal_that_knows_no_chinese() -> None:
    environ = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-m", "lawrules", "due", "2023-01-16", "7 working days"],
        capture_output=True,
        env=environ,
        check=False,
    )
    assert done.returncode == 0
    assert b"2023-01-30" in done.stdout


def test_light_commands_import_no_heavy_modules() -> None:
    """What makes a start slow is kept out of it: pydantic, yaml, numpy, holidays (with a warm cache)."""
    code = (
        "import sys\nfrom lawrules.cli import main\nmain(['--help'])\nhelp = set(sys.modules)\n"
        "main(['due', '2019-09-27', '7个工作日'])\n"
        "heavy = {'pydantic', 'yaml', 'numpy', 'hypothesis', 'durable_rules_engine'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or ('lawrules.days' in help and 'days in help') or 0)\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=False)
    assert done.returncode == 0, done.stderr
