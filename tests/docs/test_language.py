"""Every YAML example of docs/language.md means what the page says: it composes, or is refused with the code named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lawrules
from lawrules import scenario
from lawrules.diagnostics import Severity
from lawrules.policy.model import FAMILIES
from lawrules.policy.words import OPERATORS
from tests.docs.pages import DOCS, Block, read

PAGE = read(DOCS / "language.md")
BLOCKS = [b for b in PAGE.blocks if b.lang == "yaml"]

HEAD = """policy: page
title: 甲县办法
jurisdiction: {{name: 甲县, code: "530199", level: county}}
extends: [{upper}]
sources:
  A: {{title: 甲县办法, issuer: 甲县人民政府, issued: 2023-03-01, in_force: {{from: 2023-04-01}}}}
"""
"""What stands around an example that is no whole file; its clauses are the `A-…` that it cites."""


def whole(block: Block) -> str:
    """The example as a file."""
    if block.text.startswith("policy:"):
        return block.text
    text = block.text
    if "pattern" in block.words:
        text = "gates:\n" + "".join(
            f"  a-{i}: {{title: 例, basis: A-1, when: decision.made, after: {line}}}\n"
            for i, line in enumerate(block.text.splitlines())
        )
    elif "condition" in block.words:
        text = "gates:\n" + "".join(
            f"  a-{i}: {{title: 例, basis: A-1, when: {block.words[2]}, must: {line}}}\n"
            for i, line in enumerate(block.text.splitlines())
        )
    cited = sorted(set(re.findall(r"\bA-\d\b", text)))
    clauses = "".join(f"  {id}: {{source: A, at: 第{id[2:]}条, says: 例}}\n" for id in cited)
    return HEAD.format(upper="yunnan" if "national/" in text else "vocabulary") + f"clauses:\n{clauses}{text}"


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: f"line-{b.line}")
def test_the_example_is_what_the_page_says(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(block.text if "scenario" in block.words else whole(block), encoding="utf-8")
    if "scenario" in block.words:
        files, faults = scenario.load_scenarios([path])
        assert not faults
        policy = lawrules.load(files[0].policy, engine="direct")
        for one in files[0].scenarios:
            assert scenario.run(one, policy).passed
        return
    errors = [d for d in lawrules.check(path) if d.severity is Severity.ERROR]
    if "error" in block.words:
        assert [d.code for d in errors] == [block.words[2]]
    else:
        assert not errors, "\n".join(d.text("en") for d in errors)


def test_every_family_has_its_part() -> None:
    text = PAGE.path.read_text(encoding="utf-8")
    for family in FAMILIES:
        assert re.search(rf"^{family}:$", text, re.MULTILINE), family


def test_every_key_of_a_rule_is_on_the_page() -> None:
    from lawrules.policy.document import FAMILIES

    text = PAGE.path.read_text(encoding="utf-8")
    keys = {key for family in FAMILIES.values() for key in family.fields}
    assert not [key for key in sorted(keys) if f"`{key}" not in text and f"{key}:" not in text]


COLUMNS = {
    3: ("bool",), 4: ("int", "decimal"), 5: ("date", "datetime"), 6: ("string", "enum", "ref"), 7: ("set",),
    8: ("refs",), 9: ("items",),
}


def test_the_table_of_operators_is_the_one_in_use() -> None:
    text = PAGE.path.read_text(encoding="utf-8")
    shown: set[tuple[str, str]] = set()
    for line in text.splitlines():
        cells = [c.strip() for c in line.split("|")]
        if len(cells) == 11 and cells[1].startswith("`"):
            for op in re.findall(r"`(\w+)`", cells[1]):
                for i, kinds in COLUMNS.items():
                    cell = cells[i]
                    shown.update((op, kind) for kind in kinds if cell == "✓" or cell == kind)
    assert shown == {(op, kind) for kind, ops in OPERATORS.items() for op in ops}
