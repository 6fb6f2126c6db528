"""Columns of styled text for a terminal, in which Chinese characters take two columns; nothing is ever cut off.

A line breaks at blanks; a word that fits on no line is folded. Colours are written only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawrules.records import dataclass
from lawrules.report.width import width

Piece = tuple[str, str]
"""A stretch of text and its style: `bold`, `dim`, colours, several with blanks between them; empty for plain text."""

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Text:
    """Text with styles, in paragraphs."""

    def __init__(self, text: str = "", style: str = "") -> None:
        self._pieces: list[Piece] = [(text, style)]

    def append(self, text: str, style: str = "") -> None:
        self._pieces.append((text, style))

    def lines(self, columns: int) -> Iterator[list[Piece]]:
        """The text in lines of at most so many columns."""
        for paragraph in self._paragraphs():
            yield from _cut(paragraph, _breaks("".join(text for text, _ in paragraph), columns))

    def _paragraphs(self) -> Iterator[list[Piece]]:
        line: list[Piece] = []
        for text, style in self._pieces:
            first, *rest = text.split("\n")
            line.append((first, style))
            for part in rest:
                yield line
                line = [(part, style)]
        yield line


@dataclass(slots=True)
class Column:
    """`width` 0: whatever the others leave."""

    head: str
    width: int = 0


def paint(line: Iterable[Piece], colour: bool) -> str:
    """One line as text, without blanks at its end."""
    if not colour:
        return "".join(text for text, _ in line).rstrip()
    return "".join(
        f"\x1b[{';'.join(_CODES[word] for word in style.split())}m{text}\x1b[0m" if style and text.strip() else text
        for text, style in line
    ).rstrip()


def rows_in_columns(
    columns: list[Column], rows: Iterable[list[Text]], total: int, *, apart: int = 0
) -> Iterator[list[Piece]]:
    """The lines of a table: its heads, a rule, and the rows with `apart` empty lines between them."""
    left = total - sum(column.width for column in columns) - 3 * len(columns) + 1
    widths = [column.width or left for column in columns]
    yield from _row([Text(column.head, "bold") for column in columns], widths)
    yield [("─" * total, "")]
    for i, row in enumerate(rows):
        if i:
            yield from ([] for _ in range(apart))
        yield from _row(row, widths)


def _row(cells: list[Text], widths: list[int]) -> Iterator[list[Piece]]:
    columns = [list(cell.lines(wide)) for cell, wide in zip(cells, widths, strict=True)]
    for i in range(max(map(len, columns))):
        line: list[Piece] = []
        for column, wide in zip(columns, widths, strict=True):
            here = column[i] if i < len(column) else []
            blank = wide - sum(width(text) for text, _ in here)
            line += [(" ", ""), *here, (" " * (blank + 2), "")]
        yield line


def _breaks(text: str, columns: int) -> list[int]:
    """Where to break a line: before words that do not fit any more, and inside words that fit nowhere."""
    found: list[int] = []
    used = 0
    for start, end in _words(text):
        word = text[start:end]
        needed = width(word.rstrip())
        if used + needed <= columns:
            used += width(word)
        elif needed <= columns:
            if used:
                found.append(start)
            used = width(word)
        else:
            if used:
                found.append(start)
            used = 0
            for i in range(start, end):
                wide = width(text[i])
                if used + wide > columns:
                    found.append(i)
                    used = 0
                used += wide
    return found


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Each word with the blanks after it."""
    start = 0
    for i in range(1, len(text)):
        if text[i - 1].isspace() and not text[i].isspace() and text[start:i].strip():
            yield start, i
            start = i
    if text:
        yield start, len(text)


def _cut(pieces: list[Piece], breaks: list[int]) -> Iterator[list[Piece]]:
    """The pieces of one paragraph, broken at these offsets; blanks at the end of a line are dropped."""
    line: list[Piece] = []
    offset = 0
    waiting = iter([*breaks, -1])
    stop = next(waiting)
    for text, style in pieces:
        while 0 <= stop <= offset + len(text):
            cut = stop - offset
            yield _trimmed([*line, (text[:cut], style)])
            line, text, offset = [], text[cut:], stop
            stop = next(waiting)
        line.append((text, style))
        offset += len(text)
    yield _trimmed(line)


def _trimmed(line: list[Piece]) -> list[Piece]:
    while line and not line[-1][0].rstrip():
        line.pop()
    return [*line[:-1], (line[-1][0].rstrip(), line[-1][1])] if line else []
