"""Writes docs/checks: a page for each diagnostic code, and an index, from the catalogue.

Run it after a change of `lawrules/catalogue`: `python scripts/docs_checks.py`. A test compares the pages with the
catalogue, so they cannot fall behind.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lawrules.catalogue import CATALOGUE, Entry
from lawrules.catalogue.examples import examples_of

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "checks"
FAMILIES = {
    "0": ("读不了的文件", "Files that cannot be read"),
    "1": ("键和值的写法", "Shape: keys and values"),
    "2": ("事件、字段和取值", "Words: events, fields, choices"),
    "3": ("条款、例外、参数和上下层", "Clauses, exemptions, parameters, layers"),
    "4": ("期限和时点", "Periods and moments"),
    "5": ("场景", "Scenarios"),
    "6": ("案件和名册", "Case files and registers"),
}
# What an error prevents, by family; policies unless said otherwise.
PREVENTS = {"5": ("场景不能运行", "运行"), "6": ("案件不能评估", "评估")}


def pages() -> dict[str, str]:
    """File name → text of every page."""
    made = {f"{code}.md": page(entry) for code, entry in CATALOGUE.items()}
    made["README.md"] = index()
    return made


def page(entry: Entry) -> str:
    """What is wrong, the way out, a bad and a good example: in Chinese, then in English."""
    family_zh, family_en = FAMILIES[entry.code[2]]
    gravity_zh, gravity_en = gravity(entry)
    bad, good = examples_of(entry)
    parts = [
        f"# {entry.code} {entry.name}",
        f"{family_zh} · {gravity_zh}",
        "## 问题",
        _sentence(entry.zh),
    ]
    if entry.help_zh:
        parts += ["## 怎么改", _sentence(entry.help_zh)]
    if bad:
        parts += ["## 这样写会报错", _yaml(bad)]
    if good:
        parts += ["## 这样写不会", _yaml(good)]
    parts += ["## In English", f"{family_en} · {gravity_en}", _sentence(entry.en)]
    if entry.help_en:
        parts.append(_sentence(entry.help_en))
    return "\n\n".join(parts) + "\n"


def gravity(entry: Entry) -> tuple[str, str]:
    """What an error prevents; that a warning prevents nothing."""
    stops, act = PREVENTS.get(entry.code[2], ("策略不能加载", "加载"))
    if entry.severity == "error":
        return f"错误：有它，{stops}", "Error"
    return f"警告：不妨碍{act}，但请看一看", "Warning"


def index() -> str:
    """All codes by family."""
    parts = ["# 检查一览 · Checks", "`lawrules explain LR302` 在终端里显示同样的内容。"]
    for digit, (zh, en) in FAMILIES.items():
        entries = [entry for entry in CATALOGUE.values() if entry.code[2] == digit]
        if entries:
            parts.append(f"## {zh} · {en}")
            parts.append("\n".join(f"- [{e.code}]({e.code}.md) {_plain(e.zh)}" for e in entries))
    return "\n\n".join(parts) + "\n"


def _sentence(text: str) -> str:
    text = _plain(text)
    if not text or text.endswith(("。", ".", "？", "?", "）", ")")):
        return text
    return text + ("。" if _is_zh(text) else ".")


def _plain(text: str) -> str:
    """The sentence with its blanks shown as such: `{word}` becomes ‹word›."""
    text = text.replace("{{", "\0").replace("}}", "\1")
    text = text.replace("{", "‹").replace("}", "›")
    return text.replace("\0", "{").replace("\1", "}")


def _is_zh(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _yaml(text: str) -> str:
    return f"```yaml\n{text.rstrip()}\n```"


def main() -> int:
    """Write the pages and remove those of codes that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in FOLDER.glob("LR*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
