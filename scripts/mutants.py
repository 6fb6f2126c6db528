"""Try every mutant of `lawrules/days`: change the code in one place at a time and see whether a test notices.

    pip install 'mutmut==3.8.*'
    python scripts/mutants.py FOLDER                    # all modules: an hour and a half on one core
    python scripts/mutants.py FOLDER period possible    # some modules

mutmut writes the mutants into a copy of the project, FOLDER. Here they are tried: pytest collects the tests once, and
each mutant runs in a fork of that process on the tests that touch its function, the quickest first, until one fails.
A test that needs five times its own time and four seconds more counts as failed. Every fork builds its calendar anew.

A second run into the same FOLDER tries only what is new or was not noticed: the result of a mutant holds as long as its
function stays as it is. (So a test that was taken away or weakened asks for a new FOLDER.) Needs a system with `fork`.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "lawrules/days"
MEMORY = 1 << 30

# mutmut's own switch asks the environment at each call; this one is told once, and says which functions were called.
SWITCH = """
import functools, os

active = os.environ.get("MUTANT", "")
called = set()
MutantDict = dict


def wrap_in_trampoline(mutants, is_classmethod=False):
    def decorate(function):
        @functools.wraps(function)
        def switch(*args, **kwargs):
            called.add((function.__module__, mutants["_mutmut_orig"].__name__.removesuffix("__mutmut_orig")))
            module, _, name = active.rpartition(".")
            chosen = mutants.get(name if module == function.__module__ else "", mutants["_mutmut_orig"])
            if is_classmethod:
                return getattr(args[0], chosen.__name__)(*args[1:], **kwargs)
            return chosen(*args, **kwargs)

        return switch

    return decorate
"""


def copy_with_mutants(folder: Path) -> None:
    """A copy of the project whose functions hold all their mutants."""
    for name in ("lawrules", "tests", "docs", "policies", "examples", "scripts", "benchmarks"):
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.glob("*.md"):
        shutil.copy(file, folder)
    settings = (ROOT / "pyproject.toml").read_text("utf-8") + '\n[tool.mutmut]\nsource_paths = ["lawrules"]\n'
    (folder / "pyproject.toml").write_text(settings, "utf-8")
    os.chdir(folder)
    from mutmut.mutation.file_mutation import mutate_file_contents

    (folder / "lawrules" / "_switch.py").write_text(SWITCH, "utf-8")
    for path in (folder / PACKAGE).glob("*.py"):
        code = mutate_file_contents(str(path), path.read_text("utf-8")).code
        path.write_text(code.replace("from mutmut.mutation.trampoline import", "from lawrules._switch import"), "utf-8")


def functions(folder: Path) -> dict[str, list[str]]:
    """The text of every mutant and original (`module.name`), each under the same name `F`."""
    found: dict[str, list[str]] = {}
    for path in sorted((folder / PACKAGE).glob("*.py")):
        lines: list[str] = []
        depth = 0
        for line in path.read_text("utf-8").splitlines():
            head = re.match(r"( *)def (x\S*__mutmut_(?:\d+|orig))\(", line)
            if head is not None:
                lines = found.setdefault(f"{PACKAGE.replace('/', '.')}.{path.stem}.{head[2]}", [])
                lines.append(line.replace(head[2], "F"))
                depth = len(head[1])
            elif line.strip() and not line.lstrip().startswith(")") and len(line) - len(line.lstrip()) <= depth:
                lines = []
            else:
                lines.append(line)
    return found


def base(name: str) -> str:
    return name.rpartition("__mutmut_")[0]


def fingerprint(name: str, original: list[str], mutant: list[str]) -> str:
    """What the result of a mutant depends on: the text of its function, before and after."""
    digest = hashlib.sha256("\n".join([*original, *mutant]).encode()).hexdigest()[:16]
    return f"{base(name)} {digest}"


class Trial:
    """The plugin that takes the place of pytest's loop over the tests."""

    def __init__(self, folder: Path, modules: list[str]) -> None:
        self.folder, self.modules = folder, modules
        self.texts = functions(folder)
        self.took: dict[str, float] = defaultdict(lambda: 30.0)
        self.scratch = Path(tempfile.mkdtemp(prefix="mutants-"))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        touching = self._touching(session)
        path = self.folder / "results.json"
        known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        outcome: dict[str, str] = {}
        killers: dict[str, Counter[str]] = defaultdict(Counter)
        for name, lines in self.texts.items():
            module = name.split(".")[2]
            if name.endswith("_orig") or (self.modules and module not in self.modules):
                continue
            key = fingerprint(name, self.texts[base(name) + "__mutmut_orig"], lines)
            if key not in known:
                favourites = killers[base(name)]
                tests = sorted(touching[base(name)], key=lambda t: (-favourites[t.nodeid], self.took[t.nodeid]))
                failed, _ = self._fork(session, tests, name)
                favourites[failed] += 1
                if failed:
                    known[key] = failed
                    path.write_text(json.dumps(known, ensure_ascii=False), "utf-8")
            outcome[name] = known.get(key, "")
        self._report(outcome)
        shutil.rmtree(self.scratch)
        return True

    def _touching(self, session: pytest.Session) -> dict[str, list[pytest.Item]]:
        """The tests that call each function, every test in a process of its own so that nothing is remembered."""
        result: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            begin = time.monotonic()
            failed, called = self._fork(session, [item])
            self.took[item.nodeid] = time.monotonic() - begin
            if failed:
                raise SystemExit(f"fails without any mutant: {failed}")
            for module, name in called:
                result[f"{module}.{name}"].append(item)
        return result

    def _fork(self, session: pytest.Session, tests: list[pytest.Item], mutant: str = "") -> tuple[str, list[list[str]]]:
        """The first of `tests` that fails with `mutant`, or an empty text, and the functions that were called."""
        answer = self.scratch / "answer.json"
        answer.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            try:
                answer.write_text(json.dumps(self._try(session, tests, mutant)), "utf-8")
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            # A mutant that never ends was noticed too.
            return f"signal {os.WTERMSIG(status)}", []
        failed, called = json.loads(answer.read_text("utf-8"))
        return failed, called

    def _try(self, session: pytest.Session, tests: list[pytest.Item], mutant: str) -> tuple[str, list[Any]]:
        from lawrules import _switch

        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.environ["LAWRULES_CACHE"] = tempfile.mkdtemp(dir=self.scratch)
        _switch.active = os.environ["MUTANT"] = mutant
        _switch.called.clear()
        for item, following in zip(tests, [*tests[1:], None], strict=False):
            session.testsfailed = 0
            seconds = int(time.process_time() + 5 + 5 * self.took[item.nodeid])
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return item.nodeid, []
        return "", list(_switch.called)

    def _report(self, outcome: dict[str, str]) -> None:
        for name in sorted(name for name, killer in outcome.items() if not killer):
            print(f"\n{name}")
            before, after = self.texts[base(name) + "__mutmut_orig"], self.texts[name]
            print(*list(difflib.unified_diff(before, after, n=0, lineterm=""))[3:], sep="\n")
        tried = Counter(name.split(".")[2] for name in outcome)
        alive = Counter(name.split(".")[2] for name, killer in outcome.items() if not killer)
        print(f"\n{'module':<16} {'mutants':>8} {'noticed':>8} {'alive':>6}")
        for module, number in (*sorted(tried.items()), ("all", tried.total())):
            left = alive.total() if module == "all" else alive[module]
            print(f"{module:<16} {number:>8} {number - left:>8} {left:>6} {1 - left / number:>7.1%}")


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    folder, modules = Path(sys.argv[1]).resolve(), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    copy_with_mutants(folder)
    os.environ.update(PYTHONPATH=str(folder), PYTHONDONTWRITEBYTECODE="1", HYPOTHESIS_PROFILE="quick")
    sys.path.insert(0, str(folder))
    sys.exit(pytest.main(["-q", "-s", "-p", "no:cacheprovider", "tests/days"], plugins=[Trial(folder, modules)]))


if __name__ == "__main__":
    main()
