"""YAML text into plain values that remember their places.

Takes: the bytes of a file. Promises: dicts, lists and scalars whose every node has a span, or diagnostics; never a
crash, a hang or a guess. Mappings are `Map`, sequences are `Seq`: a dict and a list that carry marks.

A file is data: tags are refused, repeated keys are refused, only `true` and `false` are booleans, dates stay text, and
numbers are decimal. The words and numbers that YAML 1.1 would silently turn into something else are refused by name.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawrules.diagnostics import Diagnostic, Span
from lawrules.records import dataclass, field

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 64 * 1024 * 1024
MAX_POLICY_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 48
MAX_ALIASED = 100_000

Mark = tuple[int, int, int, int]

_BOOLEAN_TRAPS = frozenset(
    word
    for base in ("y", "yes", "n", "no", "true", "false", "on", "off")
    for word in (base, base.title(), base.upper())
    if word not in ("true", "false")
)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_NUMBER_TRAPS = re.compile(
    r"(?:[-+]?0[0-9_]+|[-+]?0[xXoObB][0-9a-fA-F_]+|[-+]?[0-9]+_[0-9_]*(?:\.[0-9_]*)?|[-+]?[0-9]+(?::[0-5]?[0-9])+"
    r"|[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_SPECIAL = _NULLS | _BOOLEAN_TRAPS | {"true", "false"}
_NUMERIC = frozenset("0123456789+-.")


class Map(dict[Any, Any]):
    """A mapping with marks: its own, and one for each key and each value."""

    __slots__ = ("key_marks", "mark", "value_marks")

    def __init__(self) -> None:
        self.mark: Mark = (0, 0, 0, 0)
        self.key_marks: dict[Any, Mark] = {}
        self.value_marks: dict[Any, Mark] = {}


class Seq(list[Any]):
    """A sequence with marks: its own, and one for each item."""

    __slots__ = ("item_marks", "mark")

    def __init__(self) -> None:
        self.mark: Mark = (0, 0, 0, 0)
        self.item_marks: list[Mark] = []


@dataclass(slots=True)
class Document:
    """One YAML document: its value, and where every part of it stands. `gaps`: whether something in it is null."""

    file: str
    value: Any
    mark: Mark = (1, 1, 1, 1)
    gaps: bool = True

    def span(self, path: tuple[Any, ...] = (), *, key: bool = False) -> Span:
        """The place of `path` (keys and indexes from the root); of the key itself with `key=True`.

        A path that leaves the tree gives the place of its last part that exists.
        """
        node, mark = self.value, self.mark
        for part in path[:-1] if key else path:
            if type(node) is Map and part in node:
                mark, node = node.value_marks[part], node[part]
            elif type(node) is Seq and isinstance(part, int) and -len(node) <= part < len(node):
                mark, node = node.item_marks[part], node[part]
            else:
                return Span(self.file, *mark)
        if key and path:
            last = path[-1]
            if type(node) is Map:
                mark = node.key_marks.get(last, mark)
            elif type(node) is Seq and isinstance(last, int) and -len(node) <= last < len(node):
                mark = node.item_marks[last]
        return Span(self.file, *mark)


@dataclass(slots=True)
class Reading:
    """What a file held: its documents and the faults met on the way."""

    documents: list[Document] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)


def read_file(path: str | Path, *, limit: int = MAX_BYTES) -> Reading:
    """Read a YAML file. Faults are diagnostics: a missing file, one that is too large or no text, broken YAML."""
    name = str(path)
    try:
        with open(path, "rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Reading(faults=[Diagnostic("LR001", Span(name), {"reason": reason})])
    return read_bytes(data, name, limit=limit)


def read_bytes(data: bytes, file: str, *, limit: int = MAX_BYTES) -> Reading:
    """Read YAML from bytes: UTF-8, with or without a byte-order mark."""
    if len(data) > limit:
        return Reading(faults=[Diagnostic("LR002", Span(file), {"limit": limit // (1024 * 1024) or 1})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Reading(faults=[Diagnostic("LR003", Span(file, line, 1, line, 1))])
    return read_text(text, file)


def read_text(text: str, file: str) -> Reading:
    """Read YAML from text."""
    bad = _UNPRINTABLE.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        return Reading(faults=[Diagnostic("LR003", Span(file, line, column, line, column + 1))])
    return _Builder(file).build(text)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _loader() -> Any:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """Reading cannot go on; the reason is already among the faults."""


class _Builder:
    """Builds values from the parser's events with a stack of its own: depth costs no recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.reading = Reading()
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.aliased = 0
        self.nodes = 0

    def build(self, text: str) -> Reading:
        # A process that meets only JSON and kept compositions does without this import.
        import yaml

        loader = _loader()(text)
        try:
            self._run(loader)
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self._syntax(error, text)
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            self.reading.faults.append(Diagnostic("LR010", Span(self.file), {"reason": _plain(str(error))}))
        finally:
            loader.dispose()
        return self.reading

    def _fault(self, code: str, mark: Mark, **words: Any) -> None:
        self.reading.faults.append(Diagnostic(code, Span(self.file, *mark), words))

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        lines = text.splitlines()
        shown = lines[line - 1] if 0 < line <= len(lines) else ""
        code = "LR011" if "\t" in shown[: max(column, 1)] else "LR010"
        if code == "LR010":
            # YAML notices a missing colon only when the next line begins: look back to where the key began.
            begun = error.context_mark.line + 1 if error.context_mark else line
            for number in range(line, max(begun - 1, 0), -1):
                text_line = lines[number - 1] if number <= len(lines) else ""
                if "：" in text_line and ":" not in text_line:
                    code, shown, line, column = "LR012", text_line, number, text_line.index("：") + 1
                    break
        if code == "LR010" and error.context and "alias" in error.context:
            code = "LR014"
        if "maximum nesting depth" in (error.problem or ""):
            # The scanner of libyaml looks far ahead and has a limit of its own.
            code = "LR013"
        reason = _plain(" ".join(filter(None, (error.context, error.problem))))
        name = shown[column:].split()[0] if shown[column:].strip() else ""
        self._fault(code, (line, column, line, column + 1), reason=reason, line=shown.strip()[:60], name=name[:40],
                    limit=MAX_DEPTH)

    def _run(self, loader: Any) -> None:
        import yaml

        scalar_event, alias_event = yaml.ScalarEvent, yaml.AliasEvent
        mapping_start, sequence_start = yaml.MappingStartEvent, yaml.SequenceStartEvent
        mapping_end, sequence_end, stream_end = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.StreamEndEvent
        get_event, special, numeric = loader.get_event, _SPECIAL, _NUMERIC
        root: Any = None
        root_mark: Mark = (1, 1, 1, 1)
        gaps = False
        # The open container, the key that waits for its value, where both begin, its anchor and the nodes before it;
        # of the containers around it, the same lies in the stack.
        container: Map | Seq | None = None
        key: Any = _NO_KEY
        key_mark: Mark = (0, 0, 0, 0)
        begun: Mark = (0, 0, 0, 0)
        anchor: str | None = None
        before = 0
        stack: list[tuple[Map | Seq | None, Any, Mark, Mark, str | None, int]] = []
        value: Any
        while True:
            event = get_event()
            kind = type(event)
            if kind is scalar_event:
                start, end = event.start_mark, event.end_mark
                mark = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
                if event.tag:
                    self._no_tag(event, mark)
                value = event.value
                if not event.style and (value in special or value[0] in numeric):
                    value = self._plain_value(value, mark)
                    gaps = gaps or value is None
                self.nodes += 1
                if event.anchor:
                    self.anchors[event.anchor] = (value, 1)
            elif kind is mapping_start or kind is sequence_start:
                start = event.start_mark
                mark = (start.line + 1, start.column + 1, start.line + 1, start.column + 2)
                if event.tag:
                    self._no_tag(event, mark)
                if len(stack) >= MAX_DEPTH:
                    self._fault("LR013", mark, limit=MAX_DEPTH)
                    raise _Stop
                self.nodes += 1
                stack.append((container, key, key_mark, begun, anchor, before))
                container = Map() if kind is mapping_start else Seq()
                key, begun, anchor, before = _NO_KEY, mark, event.anchor, self.nodes
                continue
            elif kind is mapping_end or kind is sequence_end:
                end = event.end_mark
                mark = (begun[0], begun[1], end.line + 1, end.column + 1)
                value = container
                value.mark = mark
                if anchor:
                    self.anchors[anchor] = (value, self.nodes - before + 1)
                container, key, key_mark, begun, anchor, before = stack.pop()
            elif kind is alias_event:
                start, end = event.start_mark, event.end_mark
                mark = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
                if event.anchor not in self.anchors:
                    self._fault("LR014", mark, name=event.anchor)
                    raise _Stop
                value, size = self.anchors[event.anchor]
                self.aliased += size
                self.nodes += size
                if self.aliased > MAX_ALIASED:
                    self._fault("LR015", mark, limit=MAX_ALIASED)
                    raise _Stop
            elif kind is yaml.DocumentStartEvent:
                self.anchors.clear()
                start = event.start_mark
                root_mark = (start.line + 1, start.column + 1, start.line + 1, start.column + 1)
                root, gaps = None, False
                continue
            elif kind is yaml.DocumentEndEvent:
                mark = root.mark if isinstance(root, (Map, Seq)) else root_mark
                self.reading.documents.append(Document(self.file, root, mark, gaps))
                continue
            elif kind is stream_end or event is None:
                break
            else:
                continue
            # The value is whole; now it is put where it belongs.
            if container is None:
                root = value
            elif isinstance(container, Seq):
                container.append(value)
                container.item_marks.append(mark)
            elif key is _NO_KEY:
                key, key_mark = (value if type(value) is str else self._key(value, mark)), mark
            else:
                if key in container:
                    first = container.key_marks[key]
                    self._fault("LR101", key_mark, key=key, first=first[0])
                else:
                    container[key] = value
                    container.key_marks[key] = key_mark
                    container.value_marks[key] = mark
                key = _NO_KEY

    def _key(self, value: Any, mark: Mark) -> Any:
        """A key that is no text: a number will do, nothing and truth are named, and a container ends the reading."""
        if isinstance(value, (Map, Seq)):
            self._fault("LR016", mark)
            raise _Stop
        if value is None or isinstance(value, bool):
            self._fault("LR017", mark, word="" if value is None else str(value).lower())
            return str(value)
        return value

    def _no_tag(self, event: Any, mark: Mark) -> None:
        if event.tag != "!":
            self._fault("LR018", mark, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _plain_value(self, text: str, mark: Mark) -> Any:
        if not text:
            return None
        first = text[0]
        if first in _NUMERIC:
            if _INT.match(text):
                if len(text) > 40:
                    self._fault("LR020", mark, word=text[:40] + "…")
                    return text
                return int(text)
            if _DECIMAL.match(text):
                return Decimal(text)
            if _NUMBER_TRAPS.match(text):
                self._fault("LR020", mark, word=text)
            return text
        if text == "true":
            return True
        if text == "false":
            return False
        if text in _NULLS:
            return None
        if text in _BOOLEAN_TRAPS:
            self._fault("LR019", mark, word=text)
        return text


class _NoKey:
    __slots__ = ()


_NO_KEY = _NoKey()


def _plain(text: str) -> str:
    return " ".join(text.split())[:200]
