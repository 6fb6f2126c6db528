"""What the READMEs show is so: commands exist, sessions run, counts are current; both languages say the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import counts
from tests.docs.pages import BIN, DOCS, ROOT, missing_lines, read, run_session, steps

READMES = ("README.md", "README.zh-CN.md")
COMMANDS = ("evaluate", "may", "due", "calendar", "check", "test", "explain", "coverage", "new", "schema")


@pytest.mark.parametrize("name", READMES)
def test_the_commands_that_set_up_exist(name: str) -> None:
    told = [line for block in read(ROOT / name).blocks if block.lang == "sh" for line in block.text.splitlines()]
    assert told[:2] == ["sh scripts/demo.sh", "sh scripts/test.sh"]
    for line in told:
        if line.startswith("sh "):
            subprocess.run(["sh", "-n", line.split()[1]], cwd=ROOT, check=True)
        else:
            assert line.startswith("pip "), line


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_session_gives_what_it_shows(name: str, lang: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    results = run_session(list(steps(read(ROOT / name))), tmp_path, lang)
    assert results
    for step, output, code in results:
        assert code == 1
        assert not missing_lines(step.expect, output), output


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    [block] = [block for block in read(ROOT / name).blocks if block.lang == "python"]
    exec(compile(block.text, name, "exec"), {})
    assert "km-publish-penalty-permit-7wd overdue 2023-01-30" in capsys.readouterr().out


@pytest.mark.parametrize("name", READMES)
def test_the_counts_are_current(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == counts.written(name, counts.rows()), (
        "the policies changed: `python -m tests.docs.counts` writes the table anew")


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_commands_is_complete(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `lawrules (\w+)", text, re.MULTILINE)) == COMMANDS


def test_the_commands_are_those_of_the_command_line() -> None:
    done = subprocess.run([sys.executable, "-m", "lawrules", "--help", "--lang", "en"], capture_output=True, text=True,
                          encoding="utf-8", cwd=ROOT, check=True)
    listed = re.search(r"^Commands:\n((?:  .*\n)+)", done.stdout, re.MULTILINE)
    assert listed
    assert {line.split()[0] for line in listed[1].splitlines()} == set(COMMANDS)


def test_every_command_and_option_is_on_the_page_of_commands() -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    missing = []
    for command in COMMANDS:
        if f"lawrules {command}" not in text:
            missing.append(command)
        done = subprocess.run([BIN / "lawrules", command, "--help", "--lang", "en"], capture_output=True, text=True,
                              encoding="utf-8", cwd=ROOT, check=True)
        options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", done.stdout.split("Examples:")[0])) - {"--help", "--lang"}
        missing += [f"{command} {option}" for option in sorted(options) if option not in text]
    assert not missing


def test_what_is_pinned_satisfies_what_is_required() -> None:
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = sum(project["optional-dependencies"].values(), project["dependencies"])

    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line)
    pins = {name.lower().replace("_", "-"): version for name, version in pins.items()}
    for text in required:
        wanted = Requirement(text)
        name = wanted.name.lower().replace("_", "-")
        if name != "lawrules":
            assert wanted.specifier.contains(pins[name]), text


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
