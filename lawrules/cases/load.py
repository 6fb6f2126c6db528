"""Case files, registers and streams of them, one after another, whatever is wrong with some of them.

Forms, told apart by the file's ending and else (also on standard input) by its first characters:

- YAML, one or several documents: each a case, a register, a list of cases, or a list of events;
- JSON: the same, one value;
- JSONL: a case or register per line, or an event per line.

Events that stand alone are gathered by their `case` over the whole file, so a list of the events of many cases gives a
case for each. JSONL of cases is streamed: one line is in memory at a time.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from lawrules.cases.build import Item, case_from_events, case_from_value, is_event, reader_for
from lawrules.cases.events import Case, Register
from lawrules.cases.faults import Faults, Place, shown
from lawrules.cases.fields import BAD, reference
from lawrules.cases.jsontext import Broken, read_json
from lawrules.cases.validate import EventReader
from lawrules.diagnostics import Diagnostic, Span
from lawrules.errors import EventError
from lawrules.policy.read import MAX_BYTES, Document, read_bytes
from lawrules.policy.vocabulary import Vocabulary

MAX_JSON_BYTES = 512 * 1024 * 1024
MAX_LINE_BYTES = 64 * 1024 * 1024


@dataclass(slots=True)
class CaseFailure:
    """A case that cannot be evaluated: where it stands, its id if that much could be read, and every fault."""

    origin: str
    case: str | None
    faults: tuple[Diagnostic, ...]


Loaded: TypeAlias = "Case | Register | CaseFailure"


def load_cases(
    path: str | os.PathLike[str],
    vocabulary: Vocabulary,
    *,
    stdin: IO[bytes] | None = None,
    lenient: bool = False,
) -> Iterator[Loaded]:
    """Every case and register of a file (`-`: standard input), in the order of the file.

    Nothing is raised: what cannot be read or is wrong becomes a `CaseFailure`, and the rest goes on.
    """
    reader = reader_for(vocabulary, lenient)
    if os.fspath(path) == "-":
        yield from _stream(stdin or sys.stdin.buffer, "<stdin>", "", reader)
        return
    name = os.fspath(path)
    try:
        with open(path, "rb") as stream:
            yield from _stream(stream, name, Path(path).suffix.lower(), reader)
    except OSError as error:
        yield _failure(name, "LR001", reason=error.strerror or type(error).__name__)


def _stream(stream: IO[bytes], name: str, suffix: str, reader: EventReader) -> Iterator[Loaded]:
    if suffix in (".jsonl", ".ndjson"):
        yield from _json_lines(stream, name, reader)
        return
    if suffix not in (".json", ".yaml", ".yml"):
        # Unknown: the first line decides. A line that is a whole object, with another line after it, begins a JSONL.
        head = stream.readline(MAX_LINE_BYTES)
        while head and not head.strip():
            head = stream.readline(MAX_LINE_BYTES)
        following = stream.readline(MAX_LINE_BYTES)
        stream = _rejoined(head + following, stream)
        begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if begins == b"{" and following.lstrip()[:1] == b"{" and _whole_object(head):
            yield from _json_lines(stream, name, reader)
            return
        suffix = ".json" if begins in (b"{", b"[") else ".yaml"
        if begins == b"{" and not _looks_like_json(head + following):
            suffix = ".yaml"
    if suffix == ".json":
        yield from _json(stream, name, reader)
    else:
        yield from _yaml(stream, name, reader)


def _yaml(stream: IO[bytes], name: str, reader: EventReader) -> Iterator[Loaded]:
    reading = read_bytes(stream.read(MAX_BYTES + 1), name)
    if reading.faults:
        yield CaseFailure(name, None, tuple(reading.faults))
        return
    documents = [d for d in reading.documents if d.value is not None]
    if not documents:
        yield _failure(name, "LR633")
    for document in documents:
        yield from _cases(document.value, name, reader, document)


def _json(stream: IO[bytes], name: str, reader: EventReader) -> Iterator[Loaded]:
    data = stream.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        yield _failure(name, "LR002", limit=MAX_JSON_BYTES // (1024 * 1024))
        return
    faults = Faults(name)
    value = _decoded(data, faults)
    if faults.errors:
        yield CaseFailure(name, _case_id(value), tuple(faults.errors))
        return
    del data
    yield from _cases(value, name, reader)


def _json_lines(stream: IO[bytes], name: str, reader: EventReader) -> Iterator[Loaded]:
    loose: list[Item] = []
    bad: list[Diagnostic] = []
    number, blank = 0, True
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if not line.strip():
            continue
        blank = False
        faults = Faults(name, line=number)
        value = None
        if len(line) >= MAX_LINE_BYTES and not line.endswith(b"\n"):
            faults.add("LR002", (), limit=MAX_LINE_BYTES // (1024 * 1024))
            while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
        else:
            value = _decoded(line, faults)
        if is_event(value):
            loose.append((value, (), number))
            bad.extend(faults.errors)
        elif faults.errors:
            yield CaseFailure(f"{name}:{number}", _case_id(value), tuple(faults.errors))
        else:
            yield _one(value, f"{name}:{number}", reader, None, (), number, name)
    if bad:
        yield CaseFailure(name, None, tuple(bad))
    elif loose:
        yield from _gathered(loose, name, reader, None)
    elif blank:
        yield _failure(name, "LR633")


def _cases(value: Any, name: str, reader: EventReader, document: Document | None = None) -> Iterator[Loaded]:
    """The cases of one decoded value."""
    if is_event(value):
        yield from _gathered([(value, (), 0)], name, reader, document)
    elif isinstance(value, list) and value and not any(is_event(item) for item in value):
        seen: dict[str, int] = {}
        for i, item in enumerate(value):
            yield _repeated(_one(item, f"{name}[{i}]", reader, document, (i,), 0, name), seen, i)
    elif isinstance(value, list):
        yield from _gathered([(item, (i,), 0) for i, item in enumerate(value)], name, reader, document)
    else:
        yield _one(value, name, reader, document, (), 0, name)


def _one(
    value: Any, origin: str, reader: EventReader, document: Document | None, path: Place, line: int, name: str
) -> Loaded:
    try:
        found = case_from_value(value, reader.vocabulary, name, document, path, line=line, reader=reader)
    except EventError as error:
        return CaseFailure(origin, _case_id(value), error.faults)
    found.origin = origin
    return found


def _repeated(found: Loaded, seen: dict[str, int], index: int) -> Loaded:
    """Warn of a case that a list holds twice: each is judged alone, which is rarely meant."""
    if isinstance(found, Case) and found.id is not None:
        first = seen.setdefault(found.id, index)
        if first != index:
            words = {"word": found.id, "first": f"[{first}]"}
            found.warnings.append(Diagnostic("LR632", Span(found.origin), words, f"[{index}]"))
    return found


def _gathered(
    items: Iterable[Item], name: str, reader: EventReader, document: Document | None
) -> Iterator[Loaded]:
    """A case for each `case` that the events name; where they name one only, the others belong to it as well."""
    groups: dict[str | None, list[Item]] = {}
    for item in items:
        groups.setdefault(_case_id(item[0]), []).append(item)
    nameless = groups.pop(None, [])
    if not groups:
        groups[""] = nameless
    elif nameless and len(groups) == 1:
        next(iter(groups.values())).extend(nameless)
    elif nameless:
        faults = Faults(name, document)
        for _, place, line in nameless:
            faults.line = line
            faults.add("LR625", place)
        yield CaseFailure(name, None, tuple(faults.errors))
    for case, members in groups.items():
        yield _from_events(case or None, members, name, reader, document)


def _from_events(
    case: str | None, members: list[Item], name: str, reader: EventReader, document: Document | None
) -> Loaded:
    try:
        return case_from_events(members, reader, name, document, case)
    except EventError as error:
        return CaseFailure(name, case, error.faults)


def _decoded(data: bytes, faults: Faults) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = faults.line or data[: error.start].count(b"\n") + 1
        faults.add_at("LR003", line, 1)
        return None
    if not text.strip():
        faults.add("LR633", ())
        return None
    try:
        return read_json(text, faults)
    except Broken:
        return None


def _case_id(value: Any) -> str | None:
    """The case that a decoded value names, as far as that can be told."""
    if not isinstance(value, Mapping):
        return None
    said = value.get("subject") if "specversion" in value and value.get("case") is None else value.get("case")
    name = None if said is None else reference(said)
    return shown(name, 200) if name is not None and name is not BAD else None


def _failure(name: str, code: str, **words: Any) -> CaseFailure:
    return CaseFailure(name, None, (Diagnostic(code, Span(name), words),))


def _whole_object(line: bytes) -> bool:
    return line.rstrip().endswith(b"}")


def _looks_like_json(head: bytes) -> bool:
    """Whether a text that begins with a brace quotes its keys as JSON does; else it is YAML in flow style."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[1:].lstrip()[:1] in (b'"', b"}", b"")


def _rejoined(head: bytes, stream: IO[bytes]) -> IO[bytes]:
    return io.BufferedReader(_Rejoined(head, stream), 1 << 16)


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
