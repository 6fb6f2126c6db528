"""The counts in the READMEs, from the policies themselves. `python -m tests.docs.counts` writes them."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lawrules.demands import both_sides, demands
from lawrules.policy.compose import compose
from tests.policies.corpus import loaded, results

ROOT = Path(__file__).resolve().parents[2]
ORDER = (
    "vocabulary", "national", "urban-management", "yunnan", "chongqing", "jiangsu", "kunming", "chuxiong", "mangshi",
    "qijiang", "jiangsu-district",
)
START, END = "<!-- counts: python -m tests.docs.counts -->", "<!-- end of counts -->"
HEADS = {
    "README.md": "| policy | title | extends | clauses | of them rules cite | rules | with both sides | scenarios |",
    "README.zh-CN.md": "| 策略 | 名称 | 上层 | 条款 | 其中有规则的 | 规则 | 正反都有场景的 | 场景 |",
}
RULE = "|---|---|---|--:|--:|--:|--:|--:|"
TOTAL = {"README.md": "together", "README.zh-CN.md": "合计"}


class Row(NamedTuple):
    policy: str
    title: str
    extends: tuple[str, ...]
    clauses: int
    cited: int
    rules: int
    both_sides: int
    scenarios: int


@cache
def rows() -> list[Row]:
    """One row for each policy file: what it holds itself, without the layers above, and what its scenarios show."""
    folder = ROOT / "policies"
    found = []
    names = sorted((p.stem for p in folder.glob("*.yaml")), key=lambda n: (ORDER.index(n) if n in ORDER else 99, n))
    for name in names:
        composition, _ = compose(folder / f"{name}.yaml")
        assert composition is not None, name
        layer = composition.target
        cited = {id for rule in composition.rules.values() for id in rule.basis}
        found.append(Row(
            name, layer.title, layer.extends, len(layer.clauses), len(cited & set(layer.clauses)), len(layer.rules),
            both_sides(demands(results(name, "direct"), loaded(name))),
            len(results(name, "direct")),
        ))
    return found


def table(page: str, listed: list[Row]) -> str:
    lines = [HEADS[page], RULE]
    for r in listed:
        upper = ", ".join(r.extends)
        lines.append(f"| `{r.policy}` | {r.title} | {upper} | {' | '.join(map(str, r[3:]))} |")
    total = [sum(n) for n in zip(*(r[3:] for r in listed), strict=True)]
    lines.append(f"| {TOTAL[page]} | | | {' | '.join(map(str, total))} |")
    return "\n".join(lines)


def written(page: str, listed: list[Row]) -> str:
    """The page with its table brought up to date."""
    text = (ROOT / page).read_text(encoding="utf-8")
    fresh = f"{START}\n{table(page, listed)}\n{END}"
    return re.sub(rf"{re.escape(START)}\n.*?{re.escape(END)}", lambda _: fresh, text, flags=re.DOTALL)


def main() -> None:
    listed = rows()
    for page in HEADS:
        (ROOT / page).write_text(written(page, listed), encoding="utf-8")
    sys.stdout.write(table("README.md", listed) + "\n")


if __name__ == "__main__":
    main()
