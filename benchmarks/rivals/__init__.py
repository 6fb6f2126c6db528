"""Other engines on the same work: one module each, with the reason where one cannot take part.

A module has `NAME`, `PACKAGE` (for the version), `PART` (what of the work it expresses: `conditions`, `core` or
`relations`), `NOTE` (what is unfair or left out) and `make()`. `make()` gives `run(case, as_of)` with the results of
one case; a set-based engine has `BATCH = True` and `make(cases)`, which loads the cases and gives `run()` for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

MODULES = (
    "zen", "cel_rust", "cel_python", "json_logic", "rule_engine_", "durable_host", "cedar",
    "clips", "experta_", "declare", "duck", "polars_",
)
_MODULE = __name__


@dataclass(slots=True)
class Rival:
    name: str
    version: str
    part: str
    note: str
    batch: bool
    make: Callable[..., Any] | None
    reason: str = ""


def rivals(chosen: tuple[str, ...] = MODULES) -> list[Rival]:
    """Every rival; one that cannot be imported has a `reason` and no `make`."""
    found = []
    for name in chosen:
        try:
            module = import_module(f"{_MODULE}.{name}")
        except Exception as error:
            found.append(Rival(name.strip("_"), "", "", "", False, None, f"{type(error).__name__}: {error}"[:200]))
            continue
        found.append(Rival(
            module.NAME, _version(module.PACKAGE), module.PART, module.NOTE, getattr(module, "BATCH", False),
            module.make,
        ))
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
