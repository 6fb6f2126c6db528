"""Where policies are: the packaged ones, an adopter's own folders (`LAWRULES_POLICIES`), or a path.

A name is looked for beside the file that names it, then along `LAWRULES_POLICIES` (folders joined as in `PATH`), then
among the built-in policies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (".yaml", ".yml")


def built_in_folder() -> Path:
    """The folder of the policies that come with the package (or stand beside it in a checkout)."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "policies"
    return inside if inside.is_dir() else package.parent / "policies"


def search_path(beside: Path | None = None) -> Iterator[Path]:
    """The folders in which a policy's name is looked for, in order."""
    if beside is not None:
        yield beside
    for entry in os.environ.get("LAWRULES_POLICIES", "").split(os.pathsep):
        if entry:
            yield Path(entry)
    yield built_in_folder()


def looks_like_path(name: str) -> bool:
    return name.endswith(SUFFIXES) or "/" in name or os.sep in name


def find(name: str, beside: Path | None = None) -> Path | None:
    """The file of the policy called `name` (or the path that `name` is), or None."""
    if looks_like_path(name):
        path = Path(name)
        return path if path.is_file() else None
    for folder in search_path(beside):
        for suffix in SUFFIXES:
            path = folder / f"{name}{suffix}"
            if path.is_file():
                return path
    return None


def policy_names() -> list[str]:
    """Every policy that can be loaded by name, sorted."""
    found: set[str] = set()
    for folder in search_path():
        if folder.is_dir():
            found.update(p.stem for p in folder.iterdir() if p.suffix in SUFFIXES and p.is_file())
    return sorted(found)
