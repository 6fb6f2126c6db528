"""The pages on readings of the law (docs/adr/0020 to 0039) speak of rules, clauses and parameters that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.policies.corpus import LOCAL, ROOT, UPPER, composition

PAGES = sorted((ROOT / "docs" / "adr").glob("00[23][0-9]-*.md"))
PARTS = ("The texts.", "Taken.", "Where it shows.", "What would change it.")
RULE = re.compile(rf"`((?:{'|'.join((*UPPER, *LOCAL))})/[a-z0-9-]+)`")
CLAUSE = re.compile(r"\b(?:[KQCMJ]|APL-20\d\d|AEL|PLL|LAR-20\d\d|ALLI?|CPLI?|CC|OGI|SC118|TRF|MOHURD55|AESR|DISC|PRM|P"
                    r"|YN-[A-Z0-9]+|CQ-[A-Z]+|JS-[A-Z]+)-\d+[a-z]?\b")


def of_each_layer(what: str) -> set[str]:
    return {id for policy in (*UPPER, *LOCAL) for id in getattr(composition(policy), what)}


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_there_are_pages() -> None:
    assert [page.name[:4] for page in PAGES] == [f"{n:04}" for n in range(20, 40)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_the_texts_say_what_is_taken_where_it_shows_and_what_would_change_it(page: Path) -> None:
    assert text(page).startswith(f"# {page.name[:4]} · ")
    assert [part for part in PARTS if f"**{part}**" not in text(page)] == []
    assert re.search(r"^\*\*Readings( \([^)]+\))?\.\*\*", text(page), re.MULTILINE)
    assert len(text(page).splitlines()) <= 60


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_rules_exist(page: Path) -> None:
    named = set(RULE.findall(text(page)))
    assert named, "a decision shows in some rule, or it decides nothing"
    assert named - of_each_layer("rules") == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_clauses_exist(page: Path) -> None:
    """A number without a letter also stands for the lettered clauses of its article."""
    known = of_each_layer("clauses")
    articles = known | {re.sub(r"[a-z]$", "", id) for id in known}
    named = set(CLAUSE.findall(text(page)))
    assert named
    assert named - articles == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_index_gives_its_title(page: Path) -> None:
    title = text(page).splitlines()[0].partition(" · ")[2]
    assert f"| [{page.name[:4]}]({page.name}) | {title} |" in text(page.parent / "README.md").splitlines()
