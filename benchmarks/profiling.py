"""Where the time of one evaluation goes: the engine's stages, measured apart and by function."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from pathlib import Path

import lawrules
from benchmarks.generate import case_files

PACKAGE = Path(lawrules.__file__).resolve().parent

STAGES = {
    "cases": "reading and validating events",
    "days": "calendar and deadlines",
    "policy": "the model",
    "facade.py": "the public object",
    "engine/match_direct.py": "matching conditions on single events",
    "engine/evaluate.py": "the loop over rules and events",
    "engine/binding.py": "which rules apply where",
    "engine/sites.py": "waivers, making findings",
    "engine/links.py": "which event concerns which",
    "engine/answers.py": "which event answers which",
    "engine/search.py": "patterns over the history",
    "engine/conditions.py": "conditions beyond single events",
    "engine/merge.py": "one finding where several layers speak",
    "engine/recording.py": "which record covers which act",
    "engine/gates.py": "gates and prohibitions",
    "engine/duties.py": "duties",
    "engine/clock.py": "terms",
    "engine/judge.py": "verdicts under a term",
    "engine/ruleset.py": "the compiled rules",
    "engine/related.py": "what belongs to a place",
    "engine/bearers.py": "whom a rule binds",
    "engine/leniency.py": "leniency",
    "engine/env.py": "finding the value at a path",
    "engine/scene.py": "ordering and indexing the events",
    "engine/labels.py": "major decisions",
    "engine/truth.py": "three-valued logic",
    "engine/milestones.py": "moments that the law derives",
}


STEPS = {
    ("cases", "case_from_value"): "reading and validating",
    ("engine/evaluate.py", "match_all"): "deciding the conditions on single events",
    ("engine/milestones.py", "derive"): "milestones",
    ("engine/duties.py", "evaluate_duty"): "duties",
    ("engine/recording.py", "evaluate_recording"): "recording duties",
    ("engine/gates.py", "evaluate_gate"): "gates",
    ("engine/gates.py", "evaluate_prohibition"): "prohibitions",
    ("engine/leniency.py", "evaluate_leniency"): "leniency",
    ("engine/merge.py", "merge"): "merging what several layers say",
}
"""The steps of one evaluation, by the function that does each with all that it calls."""


def by_stage(
    count: int,
) -> tuple[list[tuple[str, str, float]], list[tuple[str, float]], list[tuple[str, float, int]]]:
    """Shares of the time by module (calls into libraries count to their callers), and the hottest functions."""
    policy = lawrules.load("kunming", engine="direct")
    files = list(case_files(count))
    for case, as_of in files:
        policy.evaluate(case, as_of)
    profile = cProfile.Profile()
    profile.enable()
    for case, as_of in files:
        policy.evaluate(case, as_of)
    profile.disable()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = sum(entry[2] for entry in stats.values())
    shares: dict[str, float] = defaultdict(float)
    functions = []
    steps = []
    for (file, line, name), (_, calls, own, cumulative, callers) in stats.items():
        home = _home(file)
        if home:
            if (home, name) in STEPS:
                steps.append((STEPS[home, name], cumulative / total))
            shares[home] += own
            functions.append((f"{home}:{name}" if line else name, own / total, calls // count))
            continue
        for (caller, *_), entry in callers.items():
            shares[_home(caller) or "elsewhere"] += entry[2]
    rows = [
        (home, STAGES.get(home) or STAGES.get(home.split("/")[0], ""), own / total)
        for home, own in sorted(shares.items(), key=lambda item: -item[1]) if own / total >= 0.01
    ]
    steps.append(("sorting, the assessment and the rest", 1 - sum(share for _, share in steps)))
    return rows, sorted(steps, key=lambda item: -item[1]), sorted(functions, key=lambda item: -item[1])[:12]


def _home(file: str) -> str:
    path = Path(file)
    if not path.is_absolute() or not path.is_relative_to(PACKAGE):
        return ""
    inside = path.relative_to(PACKAGE).as_posix()
    return inside if inside.startswith("engine/") else inside.split("/")[0]
