"""Which files the commands look at.

`check` and `test`: what was named, else `policies/` here, else what comes with the package. `evaluate`: what was named.
"""

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


CASE_SUFFIXES = (".yaml", ".yml", ".json", ".jsonl")


def case_files(names: Iterable[str], words: Words) -> Iterator[str]:
    """The files that `names` mean: a folder stands for all case files below it, sorted by path.

    Raises `UsageError` for a folder without any. What does not exist is left to its reader.
    """
    for name in names:
        if name == "-" or not Path(name).is_dir():
            yield name
            continue
        found = [p for p in sorted(Path(name).rglob("*")) if p.suffix.lower() in CASE_SUFFIXES and p.is_file()]
        if not found:
            raise UsageError(
                words(f"文件夹 {name} 里没有案件文件（.yaml、.json、.jsonl）", f"no case files below the folder {name}")
            )
        yield from map(str, found)
