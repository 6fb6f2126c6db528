"""How wide a text stands in a terminal: Chinese characters take two columns."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Columns of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def pad(text: str, columns: int) -> str:
    """`text` filled up with blanks to `columns`."""
    return text + " " * max(0, columns - width(text))


_NO_LINE_START = frozenset("，。；：、！？）》”’」〕…,.;:!?)]}")
_NO_LINE_END = frozenset("（《“‘「〔")


def wrap(text: str, columns: int) -> list[str]:
    """`text` in lines of at most `columns`: broken at blanks, or between Chinese characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line) + width(piece.rstrip()) > columns:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Stretches that stay together: words with the blank after them, single Chinese characters with punctuation."""
    pieces: list[str] = []
    word = ""
    for char in text:
        if char in _NO_LINE_END or word[-1:] in _NO_LINE_END:
            if word and word[-1] not in _NO_LINE_END:
                pieces.append(word)
                word = ""
            word += char
            if char not in _NO_LINE_END and width(char) == 2:
                pieces.append(word)
                word = ""
        elif width(char) == 2 and char not in _NO_LINE_START:
            if word:
                pieces.append(word)
            word = ""
            pieces.append(char)
        elif char in _NO_LINE_START and not word and pieces:
            pieces[-1] += char
        elif char == " ":
            if word:
                pieces.append(word + " ")
                word = ""
            elif pieces:
                pieces[-1] += " "
            else:
                word = " "
        else:
            word += char
    return [*pieces, word] if word else pieces
