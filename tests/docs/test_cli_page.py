"""What docs/cli.md shows of `lawrules explain` is what it prints, in both languages."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import DOCS, missing_lines, read, run_session, steps


def test_the_session_gives_what_it_shows(tmp_path: Path) -> None:
    results = run_session(list(steps(read(DOCS / "cli.md"))), tmp_path, "zh")
    assert len(results) == 2
    for step, output, code in results:
        assert code == 0
        assert not missing_lines(step.expect, output), output
