"""Which form a stream has, told from its first two lines where no file name tells it."""

from __future__ import annotations

import io
from typing import IO, Any

_BOM = b"\xef\xbb\xbf"


def sniff(stream: IO[bytes], longest: int) -> tuple[str, IO[bytes]]:
    """`.jsonl`, `.json` or `.yaml`, and the stream with nothing lost.

    A line that is a whole object, followed by another object, begins a JSONL. A text that begins with a bracket, or
    with a brace and a quoted key, is JSON; all else is YAML.
    """
    head = stream.readline(longest)
    while head and not head.strip():
        head = stream.readline(longest)
    following = stream.readline(longest) if head.endswith(b"\n") else b""
    whole = io.BufferedReader(_Rejoined(head + following, stream), 1 << 16)
    start = head.removeprefix(_BOM).lstrip()
    if start[:1] == b"{":
        if start.rstrip().endswith(b"}") and following.lstrip()[:1] == b"{":
            return ".jsonl", whole
        quoted = (start + following)[1:].lstrip()[:1] in (b'"', b"}", b"")
        return (".json" if quoted else ".yaml"), whole
    return (".json" if start[:1] == b"[" and not _flow_of_words(start) else ".yaml"), whole


def _flow_of_words(start: bytes) -> bool:
    """Whether a list begins like YAML in flow style: `[{id: d1, …`."""
    inside = start[1:].lstrip()
    return inside[:1] == b"{" and inside[1:].lstrip()[:1] not in (b'"', b"}", b"")


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            part = self._head[: len(buffer)]
            self._head = self._head[len(part) :]
        else:
            part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
