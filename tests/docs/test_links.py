"""Every link of every page leads to a file, and to a heading where it names one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, all_pages, read


@pytest.mark.parametrize("path", all_pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    page = read(path)
    wrong = []
    for link, line in page.links:
        if link.startswith(("http://", "https://", "mailto:")):
            wrong.append(f"{line}: {link} (the pages stand on their own, offline)")
            continue
        name, _, fragment = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or ROOT not in (target, *target.parents):
            wrong.append(f"{line}: {link}")
        elif fragment and target.suffix == ".md" and fragment not in read(target).anchors():
            wrong.append(f"{line}: {link} (no such heading)")
    assert not wrong


def test_every_page_can_be_reached_from_the_index() -> None:
    waiting, reached = [ROOT / "docs" / "index.md"], set()
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            links = (link.partition("#")[0] for link, _ in read(page).links if "://" not in link)
            waiting.extend((page.parent / link).resolve() for link in links if link)
    assert not {p.relative_to(ROOT).as_posix() for p in set(all_pages()) - reached}
