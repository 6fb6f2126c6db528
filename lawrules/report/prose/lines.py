"""What a paraphrase is made of: passages with a label, and in them lines that may stand below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lawrules.records import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a passage. `depth`: how many lists it stands in; 0 is the passage itself."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of a rule in words: `期限`, and what is to be said about it."""

    label: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


class NotTold(Exception):
    """A part of a rule for which there are no words: to leave it out in silence would tell another rule."""


def passage(label: str, *texts: str | Sequence[Line]) -> Passage:
    """A passage of sentences and of lists, one below the other."""
    lines: list[Line] = []
    for text in texts:
        lines.extend([Line(text)] if isinstance(text, str) else text)
    return Passage(label, tuple(lines))


def listed(head: str, items: Iterable[Sequence[Line]]) -> list[Line]:
    """A list of numbered items below its head."""
    lines = [Line(head)] if head else []
    for number, (first, *rest) in enumerate(items, 1):
        lines.append(Line(f"{number}. {first.text}", 1))
        lines.extend(Line(line.text, line.depth + 1) for line in rest)
    return lines


def before(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines with `text` put before the first of them."""
    first, *rest = lines
    return [Line(text + first.text, first.depth), *rest]


def behind(lines: Sequence[Line], text: str) -> list[Line]:
    """The lines with `text` put behind: on the same line where there is one, else below the list."""
    if len(lines) == 1:
        return [Line(lines[0].text + text, lines[0].depth)]
    return [*lines, Line(text.lstrip("，；,; "), lines[0].depth)]
