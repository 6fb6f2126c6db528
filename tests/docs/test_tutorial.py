"""The tutorial does what it says: every file is written, every command run, every line of output looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, missing_lines, read, run_session, steps

EXPECTED_FAILURES = ("lawrules evaluate", "lawrules check typo.yaml", "lawrules may")
"""Commands that end with another exit code than 0, because they found what they were to find."""


@pytest.mark.parametrize(("name", "lang"), [("tutorial.md", "en"), ("tutorial.zh-CN.md", "zh")])
def test_the_tutorial_runs(name: str, lang: str, tmp_path: Path) -> None:
    page = read(DOCS / name)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    listed = list(steps(page))
    assert sum(bool(step.path) for step in listed) >= 4
    wrong = []
    for step, output, code in run_session(listed, tmp_path, lang):
        if code not in ((0, 1, 3) if step.command.startswith(EXPECTED_FAILURES) else (0,)):
            wrong.append(f"{name}:{step.line}: `{step.command}` ended with {code}:\n{output}")
        lost = missing_lines(step.expect, output)
        if lost or "Traceback" in output:
            wrong.append(f"{name}:{step.line}: `{step.command}`\n  lacks {lost}\n  got:\n{output}")
    assert not wrong, "\n".join(wrong)


def test_both_tutorials_tell_the_same_session() -> None:
    """The files are identical, and so are the commands but for the language."""
    here, there = (list(steps(read(DOCS / name))) for name in ("tutorial.md", "tutorial.zh-CN.md"))
    assert [(s.path, s.text) for s in here if s.path] == [(s.path, s.text) for s in there if s.path]

    def commands(listed: list) -> list[str]:
        return [s.command.replace(" --lang en", "").replace(" working days", "个工作日") for s in listed if s.command]

    plain = [c.replace("5个工作日", "5 个工作日") for c in commands(here)]
    assert plain == [c.replace("5个工作日", "5 个工作日") for c in commands(there)]
