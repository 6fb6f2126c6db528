"""How long whole processes take, and what loading a policy costs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import lawrules

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "kunming-national-day-2019.yaml"
_LOAD = """
import sys, time
import lawrules, lawrules.facade, lawrules.engine.compile
name, engine, cold = sys.argv[1:]
started = time.process_time()
if cold:
    import yaml, lawrules.policy.checks, lawrules.policy.document, lawrules.policy.kinds
begin = time.process_time()
policy = lawrules.load(name, engine=engine)
loaded = time.process_time()
policy.evaluate([], "2019-11-01")
ready = time.process_time()
lawrules.load(name, engine=engine)
print(loaded - begin, ready - loaded, time.process_time() - ready, begin - started)
"""


@dataclass(frozen=True, slots=True)
class Start:
    name: str
    millis: float
    target: str = ""


def processes(rounds: int) -> list[Start]:
    """CPU milliseconds (user and system) of whole processes: the least of several."""
    cli = [sys.executable, "-m", "lawrules"]
    evaluate = [*cli, "evaluate", "kunming", str(EXAMPLE), "--as-of", "2019-11-01"]
    with tempfile.TemporaryDirectory() as folder:
        warm, cold = _environment(folder, folder), _environment(folder, "")
        rows = [
            ("bare Python", [sys.executable, "-c", "pass"], warm, ""),
            ("`import lawrules`", [sys.executable, "-c", "import lawrules"], warm, "under 60"),
            ("`import lawrules; lawrules.load`", [sys.executable, "-c", "import lawrules; lawrules.load"], warm, ""),
            ("`lawrules due 2019-09-27 7个工作日`", [*cli, "due", "2019-09-27", "7个工作日"], warm, "under 200"),
            ("`lawrules due …` without any cache", [*cli, "due", "2019-09-27", "7个工作日"], cold, ""),
            ("`lawrules evaluate kunming CASE`", evaluate, warm, "under 150 (warm cache)"),
            ("`lawrules evaluate … --engine direct`", [*evaluate, "--engine", "direct"], warm, ""),
            ("`lawrules evaluate …` without any cache", evaluate, cold, ""),
        ]
        return [Start(name, _least(command, env, rounds), target) for name, command, env, target in rows]


def loading(rounds: int) -> list[Start]:
    """CPU milliseconds of `load`: without caches, with those of an earlier process, and once more in the same one.

    What only a cold load has to import is measured apart.
    """
    rows = []
    for name in ("kunming", "qijiang"):
        policy = lawrules.load(name, engine="direct")
        lines = sum(len(Path(layer.file).read_bytes().splitlines()) for layer in policy.composition.layers)
        for engine in ("direct", "durable"):
            with tempfile.TemporaryDirectory() as folder:
                cold = _load(name, engine, _environment(folder, ""), rounds)
                warm = _load(name, engine, _environment(folder, folder), rounds)
            said = f"`load({name!r}, {engine!r})` cold, {lines:,} lines, {len(policy.rules)} rules"
            rows += [
                Start(said, cold[0] * 1e3, f"under {20 * lines / 1_000:.0f}"),
                Start("… and before it the modules that only a cold load needs (`yaml` and the checks)", cold[3] * 1e3),
                Start("… and the first evaluation, of an empty case", cold[1] * 1e3),
                Start("… with the caches of an earlier process", warm[0] * 1e3, "under 10"),
                Start("… and the first evaluation", warm[1] * 1e3),
                Start("… again in the same process", min(cold[2], warm[2]) * 1e3),
            ]
    return rows


def _environment(folder: str, cache: str) -> dict[str, str]:
    """With modules compiled beforehand, as in every installation, even where that is switched off here."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": f"{folder}/compiled", "LAWRULES_CACHE": cache}


def _load(name: str, engine: str, env: dict[str, str], rounds: int) -> list[float]:
    """The least seconds of the first `load` of a process, of the first evaluation, and of a second `load`."""
    measured = []
    # The first round only makes the caches.
    for _ in range(rounds + 1):
        done = subprocess.run(
            [sys.executable, "-c", _LOAD, name, engine, "" if env["LAWRULES_CACHE"] else "cold"],
            capture_output=True, text=True, check=True, cwd=ROOT, env=env,
        )
        measured.append(list(map(float, done.stdout.split())))
    return [min(column) for column in zip(*measured[1:], strict=True)]


def _least(command: list[str], env: dict[str, str], rounds: int) -> float:
    least = float("inf")
    for _ in range(rounds + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=env)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime))
    return least * 1e3
