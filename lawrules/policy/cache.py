"""A copy of checked compositions on disk, so that a process that only evaluates need not read and check them again.

The copy is keyed by what it was made of: every layer's path and content, where each name was found, and this package's
own text. Whatever is missing, stale or damaged is made anew. It is a pickle, and so it is only read from a
folder and a file that belong to this user and that nobody else can write, and only with the classes of a composition in
it. It lies beside the calendar's copy (`LAWRULES_CACHE`; empty turns it off).

Rules and clauses are read from the copy when they are first asked for (`lawrules.policy.kept`).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import pickle
import stat
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawrules.days.cache import location, put
from lawrules.errors import UsageError
from lawrules.policy.find import find
from lawrules.policy.garbage import no_collection
from lawrules.policy.kept import KeptMapping, KeptSequence, Part
from lawrules.records import replace

if TYPE_CHECKING:
    from lawrules.diagnostics import Diagnostic
    from lawrules.policy.composition import Composition

FORMAT = 2
_MODULES = ("lawrules.policy.model", "lawrules.policy.vocabulary", "lawrules.policy.composition",
            "lawrules.days.period", "lawrules.diagnostics")
_OTHERS = {("builtins", "frozenset"), ("builtins", "set"), ("decimal", "Decimal"), ("datetime", "date"),
           ("copyreg", "_reconstructor"), ("builtins", "object")}
_UNSOUND = (ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, pickle.UnpicklingError, ImportError)


def load(path: Path) -> tuple[Composition, list[Diagnostic]] | None:
    """The composition of the policy at `path` and its warnings, if a sound and fresh copy is there."""
    file = _file(path)
    if file is None or not _private(file.parent) or not _private(file):
        return None
    try:
        head, _, payload = file.read_bytes().partition(b"\n")
        told = json.loads(head)
        if told["stamp"] != _stamp() or told["sha256"] != hashlib.sha256(payload).hexdigest():
            return None
        if not all(_fresh(**layer) for layer in told["layers"]):
            return None
        first, second = told["parts"]
        outline, warnings = _read(payload[:first])
        judged = Part(payload[first:second], partial(_read_later, file))
        written = Part(payload[second:], partial(_read_later, file))
        return _filled(outline, judged, written), warnings
    except (OSError, *_UNSOUND):
        return None


def store(path: Path, composition: Composition, warnings: list[Diagnostic]) -> None:
    """Keep a copy. A folder that cannot be written, or that others can write, is skipped in silence."""
    file = _file(path)
    if file is None or (file.parent.exists() and not _private(file.parent)):
        return
    try:
        parts = [pickle.dumps(part, protocol=5) for part in _taken_apart(composition, warnings)]
        layers = [_described(Path(layer.file), composition, path) for layer in composition.layers]
    except (OSError, pickle.PicklingError, TypeError, AttributeError):
        return
    payload = b"".join(parts)
    head = json.dumps({
        "stamp": _stamp(), "sha256": hashlib.sha256(payload).hexdigest(), "layers": layers,
        "parts": [len(parts[0]), len(parts[0]) + len(parts[1])],
    })
    put(file, head.encode() + b"\n" + payload)


def _taken_apart(composition: Composition, warnings: list[Diagnostic]) -> tuple[Any, Any, Any]:
    """The outline of a composition, what an evaluation needs besides it, and what the layers themselves say."""
    layers = tuple(replace(layer, rules=(), clauses={}) for layer in composition.layers)
    outline = replace(composition, layers=layers, rules={}, clauses={}, documents={})
    written = [part for layer in composition.layers for part in (tuple(layer.rules), dict(layer.clauses))]
    return (outline, warnings), (dict(composition.rules), dict(composition.clauses)), tuple(written)


def _filled(outline: Composition, judged: Part, written: Part) -> Composition:
    layers = tuple(
        replace(layer, rules=KeptSequence(written, 2 * i), clauses=KeptMapping(written, 2 * i + 1))
        for i, layer in enumerate(outline.layers)
    )
    return replace(outline, layers=layers, rules=KeptMapping(judged, 0), clauses=KeptMapping(judged, 1))


def _read(data: bytes) -> tuple[Any, ...]:
    with no_collection():
        made: tuple[Any, ...] = _Reader(io.BytesIO(data)).load()
    return made


def _read_later(file: Path, data: bytes) -> tuple[Any, ...]:
    try:
        return _read(data)
    except _UNSOUND as error:
        # The checksum was right: somebody wrote this. The next start makes the copy anew.
        with contextlib.suppress(OSError):
            file.unlink()
        raise UsageError(
            f"策略的副本 {file} 不可用，已删除，请重新运行",
            f"the kept copy {file} of the policy could not be used and was removed; try again",
        ) from error


def _file(path: Path) -> Path | None:
    beside = location()
    if beside is None:
        return None
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]
    return beside.parent / f"policy-{path.stem}-{name}.bin"


def _described(layer: Path, composition: Composition, target: Path) -> dict[str, str]:
    """A layer's file, its content, and from where its name was looked up."""
    asked = next(
        (Path(lower.file).parent for lower in composition.layers if layer.stem in lower.extends), target.parent
    )
    return {"path": str(layer), "sha256": _digest(layer), "beside": str(asked),
            "name": "" if layer.stem == composition.id else layer.stem}


def _fresh(path: str, sha256: str, beside: str, name: str) -> bool:
    """Whether the layer is unchanged, and its name still leads to this file."""
    if name and str(find(name, Path(beside))) != path:
        return False
    return _digest(Path(path)) == sha256


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamp() -> str:
    """What a composition depends on besides its files: the text of this package that reads and checks them."""
    package = Path(__file__).resolve().parent
    known = hashlib.sha256()
    for folder in (package, package / "checks", package.parent / "days", package.parent / "catalogue"):
        for entry in sorted(os.scandir(folder), key=lambda e: e.name):
            if entry.name.endswith(".py"):
                state = entry.stat()
                known.update(f"{entry.name} {state.st_size} {state.st_mtime_ns};".encode())
    return f"{FORMAT} {known.hexdigest()[:16]}"


def _private(path: Path) -> bool:
    """Whether the file or folder is this user's and nobody else can write it."""
    if os.name != "posix":
        return True
    try:
        state = os.stat(path, follow_symlinks=False)
    except OSError:
        return False
    return state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class _Reader(pickle.Unpickler):
    """Reads the classes of a composition and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _MODULES or (module, name) in _OTHERS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")
