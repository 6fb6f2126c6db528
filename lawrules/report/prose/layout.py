"""Passages as lines of a terminal: the label in front, lists indented, everything wrapped."""

from __future__ import annotations

from collections.abc import Iterable

from lawrules.report.prose.lines import Passage
from lawrules.report.width import pad, width, wrap

_GAP = 2


def lay_out(passages: Iterable[Passage], columns: int = 80) -> list[str]:
    """The passages one below the other, with their labels in a column of their own."""
    told = list(passages)
    margin = _GAP + max((width(part.label) for part in told), default=0) + _GAP
    lines = []
    for part in told:
        label = part.label
        for line in part.lines:
            indent = margin + 2 * line.depth
            for text in wrap(line.text, columns - indent):
                head = pad(" " * _GAP + label, margin)
                lines.append((head + " " * (indent - margin) + text).rstrip())
                label = ""
    return lines
