"""The three tables: every kunming rule, sixty shared rules, forty conditions on single events."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks import core, ours
from benchmarks.generate import CaseFile, case_files
from benchmarks.handwritten import evaluate as by_hand
from benchmarks.rivals import Rival, rivals
from benchmarks.timing import Timed, compare

Cases = list[tuple[CaseFile, str]]
BATCH_CASES = 2_000


@dataclass(slots=True)
class Line:
    """A row of a table. `agrees`: how many results were compared, or what differed."""

    name: str
    timed: Timed | None
    agrees: str = ""
    note: str = ""


@dataclass(slots=True)
class Table:
    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def each(function: Callable[[CaseFile, str], object], cases: Cases) -> Callable[[], None]:
    """The function over all cases, one by one."""

    def run() -> None:
        for case, as_of in cases:
            function(case, as_of)

    return run


# ── every kunming rule


def everything(count: int, rounds: int) -> Table:
    """All findings for generated kunming files."""
    cases = list(case_files(count))
    events = statistics.mean(len(case["events"]) for case, _ in cases)
    works: dict[str, tuple[Callable[[], object], int]] = {"hand-written Python": (each(by_hand, cases), count)}
    agreed: dict[str, str] = {}
    for engine in ours.ENGINES:
        policy = ours.policy("kunming", engine)
        name = f"lawrules `{engine}`"
        works[name] = (each(policy.evaluate, cases), count)
        agreed[name] = compared(cases, policy.evaluate)
    policy = ours.policy("kunming", "direct")
    works["of which reading and validating the events"] = (
        lambda: [policy._subject(case, False) for case, _ in cases], count)
    timed = compare(works, "hand-written Python", rounds)
    table = Table([Line(name, timed[name], agreed.get(name, "")) for name in works])
    sizes = statistics.median(len(case["events"]) for case, _ in cases)
    table.remarks.append(
        f"{count} files, {sizes:.0f} events in the median, {events:.1f} on average; "
        f"{len(policy.rules)} rules in the composition."
    )
    table.remarks.append(_spread(policy))
    return table


def compared(cases: Cases, evaluate: Callable[[CaseFile, str], Any]) -> str:
    """How many findings of the engine and of the hand-written rules are the same."""
    same = different = 0
    for case, as_of in cases:
        mine = Counter(by_hand(case, as_of))
        theirs = Counter(findings_of(evaluate(case, as_of)))
        same += (mine & theirs).total()
        different += ((mine - theirs) + (theirs - mine)).total()
    return f"{same:,} same" + (f", {different:,} different" if different else "")


def findings_of(assessment: Any) -> list[tuple[str, str | None, str, str, str | None]]:
    """Findings in the form of the hand-written rules."""
    return [(f.rule, f.each, f.trigger.id, f.verdict.value, f.due) for f in assessment.findings]


def _spread(policy: Any) -> str:
    """Median and 99th percentile over files of 10 to 14 events."""
    chosen = [pair for pair in case_files(1_200, seed=2) if 10 <= len(pair[0]["events"]) <= 14]
    cuts = statistics.quantiles(_least(policy.evaluate, chosen), n=100)
    hand = statistics.median(_least(by_hand, chosen))
    return (
        f"Over {len(chosen)} files of 10 to 14 events, the least of five runs of each: hand-written median "
        f"{hand:,.0f} µs; lawrules `direct` median {cuts[49]:,.0f} µs ({cuts[49] / hand:.1f}× hand-written), 99th "
        f"percentile {cuts[98]:,.0f} µs ({cuts[98] / cuts[49]:.1f}× its median)."
    )


def _least(function: Callable[[CaseFile, str], object], cases: Cases) -> list[float]:
    found = []
    for case, as_of in cases:
        runs = []
        for _ in range(5):
            begin = time.process_time_ns()
            function(case, as_of)
            runs.append(time.process_time_ns() - begin)
        found.append(min(runs) / 1_000)
    return found


# ── the shared rules


def shared(part: str, count: int, rounds: int) -> Table:
    """The rivals that express `core` (60 rules) or `conditions` (40), beside hand-written code and lawrules."""
    cases = core.simple_cases(count)
    many = core.simple_cases(max(BATCH_CASES, count))
    whole = part == "core"

    def conditions(case: CaseFile, as_of: str) -> object:
        del as_of
        return core.conditions_of_case(case)

    hand = core.by_hand if whole else conditions
    works: dict[str, tuple[Callable[[], object], int]] = {"hand-written Python": (each(hand, cases), count)}
    table = Table([Line("hand-written Python", None)])
    expected = _expected(cases, whole)
    expected_many = _expected(many, whole)
    for engine in ours.ENGINES:
        name = f"lawrules `{engine}`"
        run = ours.core_results(engine, part)
        works[name] = (each(ours.policy(part, engine).evaluate, cases), count)
        table.lines.append(Line(name, None, _agreement(_results(run, cases), expected), (
            "with validation, links, three-valued verdicts, due dates and clauses")))
        if not whole:
            _add_matcher(engine, cases, works, table, expected)
    if whole:
        part_only = "hand-written Python, only responses and precedences"
        works[part_only] = (each(lambda case, as_of: core.by_hand(case, as_of, False), cases), count)
        table.lines.append(Line(part_only, None, "", "the yardstick for Declare4Py"))
    for rival in rivals():
        if rival.part and (rival.part == "conditions") is whole:
            continue
        if rival.make is None:
            table.remarks.append(f"`{rival.name}` could not be installed or imported here: {rival.reason}")
            continue
        _add(rival, cases, many, works, table, expected_many if rival.batch else expected)
    timed = compare(works, "hand-written Python", rounds)
    for line in table.lines:
        line.timed = timed.get(line.name)
    return table


def _add_matcher(engine: str, cases: Cases, works: dict[str, Any], table: Table, expected: Counter[Any]) -> None:
    name = f"lawrules `{engine}`, the matcher alone"
    try:
        match = ours.matcher(engine)
        read = [(case["case"], ours.read(case)) for case, _ in cases]
        got = Counter((case, *result) for case, events in read for result in match(events))
    except (AttributeError, KeyError) as error:
        table.remarks.append(f"{name}: not measured, its internals have changed ({error}).")
        return
    works[name] = (lambda: [match(events) for _, events in read], len(cases))
    table.lines.append(Line(name, None, _agreement(got, expected), "on events that have been read"))


def _add(
    rival: Rival, cases: Cases, many: Cases, works: dict[str, Any], table: Table, expected: Counter[Any]
) -> None:
    assert rival.make is not None
    name = f"{rival.name} {rival.version}"
    try:
        if rival.batch:
            run = rival.make(many)
            got = Counter(run())
            works[name] = (run, len(many))
        else:
            one = rival.make()
            got = _results(one, cases)
            works[name] = (each(one, cases), len(cases))
    except Exception as error:
        table.remarks.append(f"`{rival.name}` failed: {type(error).__name__}: {error}"[:300])
        return
    if rival.part == "relations":
        from benchmarks.rivals.declare import COMPARED

        got = Counter({key: n for key, n in got.items() if key[1] in COMPARED})
        counts: Counter[Any] = Counter()
        for (case, rule, _, verdict), n in expected.items():
            if rule in COMPARED:
                counts[case, rule, "", "met" if verdict == "satisfied" else "unmet"] += n
        expected = counts
    table.lines.append(Line(name, None, _agreement(got, expected), rival.note))


def _results(run: Callable[[CaseFile, str], list[Any]], cases: Cases) -> Counter[Any]:
    return Counter((case["case"], *result) for case, as_of in cases for result in run(case, as_of))


def _expected(cases: Cases, whole: bool) -> Counter[Any]:
    return Counter(
        (case["case"], *result) for case, as_of in cases
        for result in (core.by_hand(case, as_of) if whole else core.conditions_of_case(case))
    )


def _agreement(got: Counter[Any], expected: Counter[Any]) -> str:
    different = ((got - expected) + (expected - got)).total()
    return f"{(got & expected).total():,} same" + (f", {different:,} different" if different else "")
