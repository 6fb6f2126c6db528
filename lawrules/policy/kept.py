"""Parts of a kept composition that stay as bytes until somebody asks for them.

Most of a composition is its rules and clauses, and many a process never looks at them, or only at some (a layer's rules
as they were written, say). The views here stand for a dict and a tuple; they compare and pickle as these.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any


class Part:
    """Several containers in one piece of bytes, read together when the first is asked for. Thread-safe."""

    def __init__(self, data: bytes, read: Callable[[bytes], tuple[Any, ...]]) -> None:
        self._data = data
        self._read = read
        self._lock = threading.Lock()
        self._held: tuple[Any, ...] | None = None

    def __getitem__(self, place: int) -> Any:
        held = self._held
        if held is None:
            with self._lock:
                if self._held is None:
                    self._held = self._read(self._data)
                    self._data = b""
                held = self._held
        return held[place]


class KeptMapping(Mapping[str, Any]):
    """The mapping at one place of a part."""

    __slots__ = ("_part", "_place")

    def __init__(self, part: Part, place: int) -> None:
        self._part = part
        self._place = place

    def __getitem__(self, key: str) -> Any:
        return self._part[self._place][key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._part[self._place])

    def __len__(self) -> int:
        return len(self._part[self._place])

    def __repr__(self) -> str:
        return repr(self._part[self._place])

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self._part[self._place]),)


class KeptSequence(Sequence[Any]):
    """The tuple at one place of a part."""

    __slots__ = ("_part", "_place")

    def __init__(self, part: Part, place: int) -> None:
        self._part = part
        self._place = place

    def __getitem__(self, i: Any) -> Any:
        return self._part[self._place][i]

    def __len__(self) -> int:
        return len(self._part[self._place])

    def __eq__(self, other: object) -> bool:
        held: tuple[Any, ...] = self._part[self._place]
        return held == (tuple(other) if isinstance(other, KeptSequence) else other)

    def __hash__(self) -> int:
        return hash(self._part[self._place])

    def __repr__(self) -> str:
        return repr(self._part[self._place])

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self._part[self._place]),)
