"""Reading the pages: fenced blocks with their places, headings, links, and shell sessions that can be run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BIN = Path(sys.executable).parent

_FENCE = re.compile(r"^( *)(`{3,})\s*([^\n`]*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\))?)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: the words after the fence, its text, and the line on which it starts."""

    words: tuple[str, ...]
    text: str
    line: int

    @property
    def lang(self) -> str:
        return self.words[0] if self.words else ""


@dataclass
class Page:
    path: Path
    blocks: list[Block] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def anchors(self) -> set[str]:
        """The fragments that a browser finds on the page, as GitHub makes them from headings."""
        found: dict[str, int] = {}
        for heading in self.headings:
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
            slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
            found[slug if slug not in found else f"{slug}-{found[slug]}"] = 1
        return set(found)


def read(path: Path) -> Page:
    page = Page(path)
    fence, start = "", 0
    words: list[str] = []
    held: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        match = _FENCE.match(line)
        if fence:
            if match and match[2] == fence and not match[3]:
                page.blocks.append(Block(tuple(words), "\n".join(held) + "\n", start))
                fence = ""
            else:
                held.append(line)
        elif match:
            fence, words, start, held = match[2], match[3].split(), number, []
        else:
            heading = _HEADING.match(line)
            if heading:
                page.headings.append(heading[2])
            page.links.extend((link, number) for link in _LINK.findall(re.sub(r"`[^`]*`", "", line)))
    assert not fence, f"{path}: the block of line {start} is not closed"
    return page


def all_pages() -> list[Path]:
    """Every page that a reader may open."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), *sorted((ROOT / "examples").glob("*.md"))]


# ── sessions


@dataclass(frozen=True)
class Step:
    """A file to write (`path`), or a command to run with the lines that its output must hold, in order."""

    line: int
    path: str = ""
    text: str = ""
    command: str = ""
    expect: tuple[str, ...] = ()


def steps(page: Page) -> Iterator[Step]:
    """The session that a page tells: files are blocks whose first line is `# name`, commands stand in `console`."""
    for block in page.blocks:
        if block.lang == "console":
            yield from _commands(block)
        elif block.lang in ("yaml", "python", "json"):
            first, _, rest = block.text.partition("\n")
            named = re.fullmatch(r"# ([\w./-]+\.(?:yaml|json|jsonl|py))", first)
            if named:
                yield Step(block.line, path=named[1], text=rest)


def _commands(block: Block) -> Iterator[Step]:
    command, line = "", block.line
    expect: list[str] = []
    for i, text in enumerate(block.text.rstrip("\n").split("\n"), block.line + 1):
        if text.startswith("$ "):
            if command:
                yield Step(line, command=command, expect=tuple(expect))
            command, expect, line = text[2:], [], i
        elif text.strip() not in ("…", "..."):
            expect.append(text)
    if command:
        yield Step(line, command=command, expect=tuple(expect))


def run_session(listed: list[Step], folder: Path, lang: str) -> list[tuple[Step, str, int]]:
    """Run the steps in one shell in `folder`; each command with its output (both streams) and exit code."""
    script = ["set +e"]
    for i, step in enumerate(listed):
        if step.path:
            script.append(f"mkdir -p \"$(dirname '{step.path}')\"")
            script.append(f"cat >'{step.path}' <<'__END__'\n{step.text}__END__")
            continue
        command = step.command
        if command.startswith("sh scripts/setup.sh"):
            # Setting up is the work of `scripts/test.sh`, which runs these tests; here it has nothing left to do.
            command = f"(cd '{ROOT}' && {{ [ ! -e .venv/.lawrules-dev ] || {command}; }})"
        elif command == ". .venv/bin/activate":
            command = f"PATH='{BIN}':$PATH"
        script.append(f"printf '\\n@@{i}\\n'\n{command}\nprintf '\\n@@{i} %d\\n' $?")
    locale = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[lang]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "LAWRULES"))}
    env |= {"LANG": locale, "PYTHONUTF8": "1", "COLUMNS": "80", "NO_COLOR": "1"}
    env["PATH"] = f"{BIN}{os.pathsep}{env['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(script)], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240, check=False,
    )
    output = done.stdout.decode("utf-8")
    results = []
    for i, step in enumerate(listed):
        if step.command:
            found = re.search(rf"^@@{i}\n(.*?)\n?^@@{i} (\d+)$", output, re.DOTALL | re.MULTILINE)
            assert found, f"line {step.line}: `{step.command}` did not end; output so far:\n{output[-2000:]}"
            results.append((step, found[1], int(found[2])))
    return results


def plain(text: str) -> str:
    """Text without blanks, line breaks and rules: how a table is laid out is not what a page promises."""
    return re.sub(r"[\s─│]+", "", text)


def missing_lines(expect: tuple[str, ...], output: str) -> list[str]:
    """The expected lines that the output does not hold in that order; `…` inside a line skips anything."""
    got, lost, at = plain(output), [], 0
    for line in expect:
        for piece in filter(None, map(plain, line.split("…"))):
            where = got.find(piece, at)
            if where < 0:
                lost.append(line)
            else:
                at = where + len(piece)
    return lost
