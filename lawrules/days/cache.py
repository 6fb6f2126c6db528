"""An on-disk copy of the built-in facts, because importing `holidays` costs a fresh process a quarter of a second.

The copy is plain JSON, never pickle, and only a copy: it carries a checksum and the versions it was made with, and
whatever is missing, stale, damaged or of the wrong shape is rebuilt. It lies in `$LAWRULES_CACHE`, else in the user's
cache directory; a directory that cannot be written is skipped in silence, and an empty `$LAWRULES_CACHE` turns it off.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_FORMAT = 1
_KEYS = {"announced": int, "statutory": dict, "off": dict, "work": dict}


def load(build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The facts, from the copy when it is sound and fresh, else from `build()`, which then renews the copy."""
    path = location()
    if path is None:
        return build()
    facts = _read(path)
    if facts is None:
        facts = build()
        _write(path, facts)
    return facts


def location() -> Path | None:
    """The file that holds the copy, or None where there is to be none."""
    named = os.environ.get("LAWRULES_CACHE")
    if named is not None:
        folder = Path(named) if named else None
    elif sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        folder = Path(local, "lawrules", "cache") if local else None
    elif sys.platform == "darwin":
        folder = Path("~/Library/Caches/lawrules").expanduser()
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        folder = Path(base, "lawrules").expanduser()
    return None if folder is None else folder / "china-days.json"


def _stamp() -> str:
    """What the facts depend on: the versions of `holidays` and of this package, and the shape of the copy."""
    # A source checkout has no release, or one that stands still while the reader changes: its own text counts too.
    reader = hashlib.sha256(Path(__file__).with_name("china.py").read_bytes()).hexdigest()
    return " ".join([str(_FORMAT), release("holidays"), release("lawrules"), reader])


def release(package: str) -> str:
    """The release of an installed package, told by the folder that describes it; `-` where there is none.

    `importlib.metadata` says the same, but importing it takes longer than all else that a copy saves.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return "-"
    beside = Path(spec.origin).parent.parent
    start = f"{package}-"
    return next(
        (
            name.removeprefix(start).removesuffix(".dist-info")
            for name in sorted(os.listdir(beside))
            if name.startswith(start) and name.endswith(".dist-info")
        ),
        "-",
    )


def _digest(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        copy = json.loads(path.read_bytes())
        facts = copy["facts"]
        sound = (
            copy["stamp"] == _stamp()
            and copy["sha256"] == _digest(facts)
            and all(isinstance(facts[key], kind) for key, kind in _KEYS.items())
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return facts if sound else None


def _write(path: Path, facts: dict[str, Any]) -> None:
    copy = {"stamp": _stamp(), "sha256": _digest(facts), "facts": facts}
    put(path, json.dumps(copy).encode())


def put(path: Path, data: bytes) -> None:
    """Write a copy beside its place and move it there, so that a reader never sees half of it.

    A folder that cannot be written is skipped in silence.
    """
    import tempfile

    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(name)
