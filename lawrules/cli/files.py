"""Which files `check` and `test` look at: what was named, else `policies/` here, else what comes with the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lawrules.cli.words import Words
from lawrules.errors import UsageError
from lawrules.policy.find import SUFFIXES, built_in_folder, find, policy_names


def named_paths(paths: Iterable[str], words: Words, *, inside: str = "") -> list[Path]:
    """The files and folders that `paths` name: a path, or a policy's name. Raises `UsageError` for what is not there.

    Without any, `policies/` of the present folder or the built-in policies (`inside`: a folder within them).
    """
    listed = list(paths)
    if not listed:
        here = Path("policies")
        root = here if here.is_dir() else built_in_folder()
        return [root / inside if inside and (root / inside).is_dir() else root]
    found = []
    for name in listed:
        path = Path(name)
        if not path.exists():
            policy = find(name)
            if policy is None:
                from lawrules.diagnostics import nearest

                near = nearest(name, policy_names())
                hint = words(f"，是否想写 {near}？", f"; did you mean {near}?") if near else ""
                raise UsageError(words(f"没有文件或策略 {name}{hint}", f"no file or policy {name}{hint}"))
            path = policy
        found.append(path)
    return found


def yaml_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every YAML file among `paths`; folders are searched, in order of name."""
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.suffix in SUFFIXES and p.is_file())
        else:
            yield path
