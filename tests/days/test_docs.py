"""docs/deadlines.md: its examples run, its codes and numbers are those of the code."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from lawrules.days import possible

PAGE = Path(__file__).resolve().parents[2] / "docs" / "deadlines.md"
ADR = PAGE.parent / "adr"


def test_the_examples_of_the_page_run() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8")
    assert failed == 0
    assert tried > 20


def test_every_fault_code_is_on_the_page_and_in_the_code() -> None:
    source = (PAGE.parents[1] / "lawrules" / "days" / "overlay.py").read_text(encoding="utf-8")
    in_code = set(re.findall(r"CAL\d\d", source))
    on_page = set(re.findall(r"^\| (CAL\d\d) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert in_code == on_page


def test_the_bounds_on_the_page_are_those_of_the_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"from a statutory day of its festival | {possible.REST_REACH} days |" in text
    assert f"distance of a make-up day from one | {possible.WORK_REACH} days |" in text
    assert f"make-up days per festival | {possible.MOVED} |" in text
    assert f"festivals arranged as one | at most {possible.JOINED} days apart |" in text
    assert f"change of the law | {possible.EXTRA} a year, and one make-up day for them |" in text


def test_the_decisions_that_the_code_rests_on_have_their_pages() -> None:
    pages = {path.name[:4] for path in ADR.glob("[0-9]*-*.md")}
    assert {"0010", "0011", "0012", "0013", "0014", "0015", "0016"} <= pages


def test_the_index_of_decisions_names_every_page_and_no_other() -> None:
    index = (ADR / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\((\d{4}-[^)]+\.md)\)", index)) == sorted(p.name for p in ADR.glob("[0-9]*-*.md"))
