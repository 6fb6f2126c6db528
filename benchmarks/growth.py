"""How cost grows: with the events of a case, with rules that nothing triggers, with cases in sequence."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

import lawrules
from benchmarks import core, ours
from benchmarks.generate import case_files, long_case
from benchmarks.handwritten import evaluate as by_hand
from benchmarks.timing import best

SIZES = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
LAST = 5
RULES = (100, 300, 1_000, 3_000)

Curve = list[tuple[float, float]]


def in_events(longest: int, rounds: int) -> dict[str, Curve]:
    """Seconds of CPU for one case of so many events."""
    found: dict[str, Curve] = {}
    for size in (s for s in SIZES if s <= longest):
        case, as_of = long_case(size)
        repeat = rounds if size <= 1_000 else 2 if size <= 10_000 else 1
        works = {"hand-written": partial(by_hand, case, as_of)}
        for engine in ours.ENGINES:
            works[f"lawrules {engine}"] = partial(ours.policy("kunming", engine).evaluate, case, as_of)
        for name, work in works.items():
            found.setdefault(name, []).append((float(len(case["events"])), best(work, repeat)))
    return found


def in_history(longest: int) -> dict[str, Curve]:
    """Seconds of CPU to take one more event and assess: a case kept open (`Policy.track`), and evaluation anew.

    The mean over the last events of the case, each assessed at its own day as a case system would.
    """
    policy = ours.policy("kunming", "direct")
    found: dict[str, Curve] = {"kept open": [], "evaluated anew": []}
    for size in (s for s in SIZES if s <= min(longest, 10_000)):
        case, as_of = long_case(size)
        events = case["events"]
        begun = len(events) - LAST
        opened = policy.track({**case, "events": events[:begun]})
        opened.assess(as_of)

        def follow(opened: lawrules.OpenCase = opened, more: Any = events[begun:], as_of: str = as_of) -> None:
            for event in more:
                opened.add(event)
                opened.assess(as_of)

        # An event can be added once only, so there is no second round.
        found["kept open"].append((float(begun), best(follow, 1) / LAST))
        found["evaluated anew"].append((float(begun), best(partial(policy.evaluate, case, as_of), 2)))
    return found


def in_rules(most: int, count: int, rounds: int) -> dict[str, Curve]:
    """Microseconds for one case under the shared 60 rules and ever more rules that no event triggers."""
    cases = core.simple_cases(count)
    found: dict[str, Curve] = {}
    for size in (s for s in RULES if s <= most):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bench-core.yaml"
            path.write_text(padded(size), encoding="utf-8")
            for engine in ours.ENGINES:
                begin = time.process_time()
                policy = lawrules.load(path, engine=engine)
                policy.evaluate(*cases[0])
                loading = time.process_time() - begin

                def run(policy: lawrules.Policy = policy) -> None:
                    for case, as_of in cases:
                        policy.evaluate(case, as_of)

                run()
                found.setdefault(f"lawrules {engine}", []).append((float(size), best(run, rounds) / count * 1e6))
                if engine == "direct":
                    found.setdefault("loading, seconds", []).append((float(size), loading))
    return found


def padded(size: int) -> str:
    """The shared rules, and prohibitions on events that no case file holds, up to `size` rules in all."""
    own = len(core.CONDITIONS) + len(core.RESPONSES) + len(core.PRECEDENCES)
    more = [
        f"  untriggered-{i}: {{title: untriggered {i}, basis: T-1, severity: note, "
        f"when: {{staffing.reported: {{enforcement_staff: {{at_least: {i + 1}}}}}}}}}"
        for i in range(size - own)
    ]
    head, relations = core.policy_text().split("duties:\n")
    return head + "\n".join(more) + "\nduties:\n" + relations


def in_cases(count: int) -> dict[str, Curve]:
    """Resident memory (MiB) of a fresh process after so many cases, one evaluated after another."""
    return {f"lawrules {engine}": _child(engine, count) for engine in ours.ENGINES}


def _child(engine: str, count: int) -> Curve:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", engine, str(count)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parent.parent,
    )
    return [(float(a), float(b)) for a, b in json.loads(done.stdout)]


def resident() -> float:
    """Resident memory of this process in MiB."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(engine: str, count: int) -> None:
    """Evaluate generated cases one after another and print the memory along the way."""
    policy = lawrules.load("kunming", engine=engine)
    marks = {count * i // 12 for i in range(13)} | {1}
    seen: list[Any] = []
    for number, (case, as_of) in enumerate(case_files(count), 1):
        policy.evaluate(case, as_of)
        if number in marks:
            seen.append((number, round(resident(), 1)))
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
