"""The pages beside the example files show what lawrules says of them; `…` stands for what a page leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, missing_lines, read, run_session, steps

PAGES = sorted(path for path in (ROOT / "examples").glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_shows_what_lawrules_says(path: Path) -> None:
    listed = list(steps(read(path)))
    assert listed, "nothing to run"
    wrong = []
    for step, output, code in run_session(listed, ROOT, "zh"):
        lost = missing_lines(step.expect, output)
        if lost or code not in (0, 1):
            wrong.append(f"{path.name}:{step.line}: `{step.command}` ({code})\n  lacks {lost}\n  got:\n{output}")
    assert not wrong, "\n".join(wrong)


def test_every_example_has_a_page_and_every_page_an_example() -> None:
    assert len(PAGES) >= 8
    files = {path.stem for path in (ROOT / "examples").glob("*.yaml")} - {"qijiang-register-2022"}
    assert files == {path.stem for path in PAGES}
