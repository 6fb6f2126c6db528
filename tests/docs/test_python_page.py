"""The Python page runs, and names everything that is public."""

from __future__ import annotations

import doctest
import re

import lawrules
import lawrules.testing
from tests.docs.pages import DOCS, ROOT, read

PAGE = read(DOCS / "python.md")


def test_every_example_gives_what_it_shows(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("LAWRULES_POLICIES", raising=False)
    names: dict[str, object] = {}
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    said: list[str] = []
    for block in PAGE.blocks:
        if block.lang == "python":
            test = parser.get_doctest(block.text, names, PAGE.name, PAGE.name, block.line)
            assert test.examples, f"line {block.line}: nothing to run"
            test.globs = names
            runner.run(test, out=said.append, clear_globs=False)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_every_public_name_is_on_the_page() -> None:
    text = PAGE.path.read_text(encoding="utf-8")
    table = text[text.index("## Every name"):]
    shown = set(re.findall(r"`(\w+)", table))
    assert set(lawrules.__all__) <= shown
    for name in lawrules.testing.__all__:
        assert f"`{name}(" in text


def test_every_field_of_a_result_is_on_the_page() -> None:
    text = PAGE.path.read_text(encoding="utf-8")
    policy = lawrules.load("kunming", engine="direct")
    event = {"id": "d1", "type": "decision.made", "at": "2023-01-16", "data": {"decision_type": "penalty"}}
    assessment = policy.evaluate([event], as_of="2023-02-01").to_dict()
    keys = {*assessment, *assessment["findings"][0]} - {"policy", "agency", "as_of"}
    assert not [key for key in sorted(keys) if f"`{key}`" not in text]
