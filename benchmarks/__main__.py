"""`python -m benchmarks`: measure everything, print Markdown, and with `--write` renew docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import growth, memory, profiling, report, start, work


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    cases: int
    rounds: int
    events: int
    rules: int
    sequence: int
    processes: int


EFFORTS = {
    "quick": Effort(40, 1, 1_000, 300, 200, 1),
    "normal": Effort(200, 7, 100_000, 3_000, 20_000, 7),
    "long": Effort(500, 15, 100_000, 3_000, 1_000_000, 15),
}
SECTIONS = ("machine", "everything", "core", "conditions", "growth", "start", "memory", "profile")


def main() -> None:
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--effort", choices=EFFORTS, default="normal", help="how much to measure (default: normal)")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="some sections only")
    parser.add_argument("--write", action="store_true", help="renew the tables and plots of docs/performance.md")
    asked = parser.parse_args()
    effort = EFFORTS[asked.effort]
    command = "python -m benchmarks --write" + ("" if asked.effort == "normal" else f" --effort {asked.effort}")
    makers: dict[str, Callable[[], str]] = {
        "machine": lambda: report.machine(command),
        "growth": lambda: _growth(effort, asked.write),
        "start": lambda: report.starts([*start.processes(effort.processes), *start.loading(effort.processes)]),
        "memory": lambda: report.weights(memory.weights(effort.cases)),
        "profile": lambda: report.profile(*profiling.by_stage(effort.cases)),
    }
    tables: dict[str, work.Table] = {}
    for name in asked.only:
        print(f"## {name}\n", flush=True)
        if name in ("everything", "core", "conditions"):
            made = (
                work.everything(effort.cases, effort.rounds) if name == "everything"
                else work.shared(name, effort.cases, effort.rounds)
            )
            tables[name] = made
            text = report.table(made)
        else:
            text = makers[name]()
        print(text, end="\n\n", flush=True)
        if asked.write:
            report.write({name: text})
    if asked.write and len(tables) == 3:
        report.plot_tables({
            "all kunming rules": tables["everything"], "60 shared rules": tables["core"],
            "40 conditions on single events": tables["conditions"],
        })
    sys.stdout.flush()


def _growth(effort: Effort, draw: bool) -> str:
    events = growth.in_events(effort.events, effort.rounds)
    history = growth.in_history(effort.events)
    rules = growth.in_rules(effort.rules, effort.cases, effort.rounds)
    loading = {"loading": rules.pop("loading, seconds")}
    cases = growth.in_cases(effort.sequence)
    if draw:
        report.plot_growth(events, rules, cases)
    return "\n\n".join((
        "CPU milliseconds for one case:", report.curves(events, "events", 1e3),
        "CPU milliseconds to take one more event and assess, in a case kept open (`Policy.track`) and anew (`direct`):",
        report.curves(history, "events before", 1e3),
        "CPU microseconds a case under the 60 shared rules and more rules that nothing triggers, and CPU seconds to "
        "load such a policy and evaluate a first case:", report.curves({**rules, **loading}, "rules"),
        "Resident MiB of a process after so many cases, one after another:", report.curves(cases, "cases"),
    ))


if __name__ == "__main__":
    main()
