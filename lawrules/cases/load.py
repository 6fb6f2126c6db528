"""Case files, registers and streams of them, one after another, whatever is wrong with some of them.

Forms, told apart by the file's ending and else (also on standard input) by its first characters:

- YAML, one or several documents: each a case, a register, a list of cases, or a list of events;
- JSON: the same, one value;
- JSONL: a case or register per line, or an event per line.

Events that stand alone are gathered by their `case` over the whole file, so a list of the events of many cases gives a
case for each. JSONL of cases is streamed: one line is in memory at a time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, TypeAlias

from lawrules.cases.build import Item, case_from_events, case_from_value, is_event, reader_for
from lawrules.cases.events import Case, Register
from lawrules.cases.faults import Faults, Place, os_reason, shown
from lawrules.cases.fields import BAD, reference
from lawrules.cases.jsontext import Broken, JsonReader
from lawrules.cases.sniff import sniff
from lawrules.cases.validate import EventReader
from lawrules.diagnostics import Diagnostic, Span
from lawrules.errors import EventError
from lawrules.policy.read import MAX_BYTES, Document, read_bytes
from lawrules.policy.vocabulary import Vocabulary
from lawrules.records import dataclass

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
    progress: Callable[[float], None] | None = None,
) -> Iterator[Loaded]:
    """Every case and register of a file (`-`: standard input), in the order of the file.

    Nothing is raised: what cannot be read or is wrong becomes a `CaseFailure`, and the rest goes on. `progress` is told
    now and then how much of the file is done, from 0 to 1.
    """
    name = os.fspath(path)
    reader = reader_for(vocabulary, lenient)
    if name == "-":
        yield from _Loader("<stdin>", reader, progress).stream(stdin or sys.stdin.buffer, "", 0)
        return
    loader = _Loader(name, reader, progress)
    try:
        with open(path, "rb") as stream:
            yield from loader.stream(stream, Path(path).suffix.lower(), os.fstat(stream.fileno()).st_size)
    except OSError as error:
        zh, en = os_reason(error)
        yield loader.failure("LR001", reason={"zh": zh, "en": en})


@dataclass(slots=True)
class _Loader:
    """Reads one file: its name, for places; the reader of its events; whom to tell of progress."""

    name: str
    reader: EventReader
    progress: Callable[[float], None] | None = None

    def stream(self, stream: IO[bytes], suffix: str, size: int) -> Iterator[Loaded]:
        if suffix not in (".json", ".jsonl", ".ndjson", ".yaml", ".yml"):
            suffix, stream = sniff(stream, MAX_LINE_BYTES)
        if suffix in (".jsonl", ".ndjson"):
            yield from self.json_lines(stream, size)
        elif suffix == ".json":
            yield from self.json(stream)
        else:
            yield from self.yaml(stream)

    def yaml(self, stream: IO[bytes]) -> Iterator[Loaded]:
        reading = read_bytes(stream.read(MAX_BYTES + 1), self.name)
        if reading.faults:
            yield CaseFailure(self.name, None, tuple(reading.faults))
            return
        documents = [d for d in reading.documents if d.value is not None]
        if not documents:
            yield self.failure("LR633")
        for i, document in enumerate(documents):
            self.told(i, len(documents))
            yield from self.cases(document.value, document)

    def json(self, stream: IO[bytes]) -> Iterator[Loaded]:
        data = stream.read(MAX_JSON_BYTES + 1)
        if len(data) > MAX_JSON_BYTES:
            yield self.failure("LR002", limit=MAX_JSON_BYTES // (1024 * 1024))
            return
        faults = Faults(self.name)
        value = _decoded(data, faults, JsonReader())
        if faults.errors:
            yield CaseFailure(self.name, _case_id(value), tuple(faults.errors))
            return
        del data
        yield from self.cases(value)

    def json_lines(self, stream: IO[bytes], size: int) -> Iterator[Loaded]:
        loose: list[Item] = []
        bad: list[Diagnostic] = []
        text = JsonReader()
        number = done = 0
        blank = True
        while line := stream.readline(MAX_LINE_BYTES):
            number += 1
            done += len(line)
            if not line.strip():
                continue
            blank = False
            self.told(done, size)
            faults = Faults(self.name, line=number)
            value = None
            if len(line) >= MAX_LINE_BYTES and not line.endswith(b"\n"):
                faults.add("LR002", (), limit=MAX_LINE_BYTES // (1024 * 1024))
                while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                    pass
            else:
                value = _decoded(line, faults, text)
            if is_event(value):
                loose.append((value, (), number))
                bad.extend(faults.errors)
            elif faults.errors:
                yield CaseFailure(f"{self.name}:{number}", _case_id(value), tuple(faults.errors))
            else:
                yield self.one(value, f"{self.name}:{number}", line=number)
        if bad:
            yield CaseFailure(self.name, None, tuple(bad))
        elif loose:
            yield from self.gathered(loose)
        elif blank:
            yield self.failure("LR633")

    def cases(self, value: Any, document: Document | None = None) -> Iterator[Loaded]:
        """The cases of one decoded value."""
        if is_event(value):
            yield from self.gathered([(value, (), 0)], document)
        elif isinstance(value, list) and value and not any(is_event(item) for item in value):
            seen: dict[str, int] = {}
            for i, item in enumerate(value):
                self.told(i, len(value))
                yield _repeated(self.one(item, f"{self.name}[{i}]", document, (i,)), seen, i)
        elif isinstance(value, list):
            yield from self.gathered([(item, (i,), 0) for i, item in enumerate(value)], document)
        else:
            yield self.one(value, self.name, document)

    def one(self, value: Any, origin: str, document: Document | None = None, path: Place = (), line: int = 0) -> Loaded:
        reader = self.reader
        try:
            found = case_from_value(value, reader.vocabulary, self.name, document, path, line=line, reader=reader)
        except EventError as error:
            return CaseFailure(origin, _case_id(value), error.faults)
        found.origin = origin
        return found

    def gathered(self, items: Iterable[Item], document: Document | None = None) -> Iterator[Loaded]:
        """A case for each `case` that the events name; where they name one only, the others belong to it as well."""
        groups: dict[str | None, list[Item]] = {}
        for item in items:
            groups.setdefault(_case_id(item[0]), []).append(item)
        nameless = groups.pop(None, [])
        if not groups:
            groups[None] = nameless
        elif nameless and len(groups) == 1:
            next(iter(groups.values())).extend(nameless)
        elif nameless:
            faults = Faults(self.name, document)
            for _, place, line in nameless:
                faults.line = line
                faults.add("LR625", place)
            yield CaseFailure(self.name, None, tuple(faults.errors))
        for i, (case, members) in enumerate(groups.items()):
            self.told(i, len(groups))
            try:
                yield case_from_events(members, self.reader, self.name, document, case)
            except EventError as error:
                yield CaseFailure(self.name, case, error.faults)

    def told(self, done: int, total: int) -> None:
        if self.progress is not None and total:
            self.progress(min(done / total, 1.0))

    def failure(self, code: str, **words: Any) -> CaseFailure:
        return CaseFailure(self.name, None, (Diagnostic(code, Span(self.name), words),))


def _repeated(found: Loaded, seen: dict[str, int], index: int) -> Loaded:
    """Warn of a case that a list holds twice: each is judged alone, which is rarely meant."""
    if isinstance(found, Case) and found.id is not None:
        first = seen.setdefault(found.id, index)
        if first != index:
            words = {"word": found.id, "first": f"[{first}]"}
            found.warnings.append(Diagnostic("LR632", Span(found.origin), words, f"[{index}]"))
    return found


def _decoded(data: bytes, faults: Faults, reader: JsonReader) -> Any:
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
        return reader.read(text, faults)
    except Broken:
        return None


def _case_id(value: Any) -> str | None:
    """The case that a decoded value names, as far as that can be told."""
    if not isinstance(value, Mapping):
        return None
    said = value.get("subject") if "specversion" in value and value.get("case") is None else value.get("case")
    name = None if said is None else reference(said)
    return shown(name, 200) if name is not None and name is not BAD else None
