"""CLIPS through clipspy: all 60 rules in one environment, reset for each case."""

from __future__ import annotations

from typing import Any

import clips

from benchmarks.core import (
    CONDITIONS,
    FIELDS,
    LIST_FIELDS,
    PRECEDENCES,
    RESPONSES,
    TYPES,
    Condition,
    Result,
    Test,
)
from benchmarks.generate import CaseFile
from benchmarks.handwritten import WORKING, ordinal
from benchmarks.rivals.ranks import before, upto

NAME = "CLIPS (clipspy)"
PACKAGE = "clipspy"
PART = "core"
NOTE = "the ranks of working days are computed in Python and given to it as slots"


def _pattern(c: Condition, who: str) -> str:
    slots = " ".join(_slot(t, who) for t in c.tests)
    return f"({c.type} (id ?{who}) (day ?{who}d) (upto ?{who}u) (before ?{who}b) {slots})"


def _slot(t: Test, who: str) -> str:
    if t.op == "is":
        return f"({t.field} {_word(t.value)})"
    if t.op == "in":
        return f"({t.field} {'|'.join(map(_word, t.value))})"
    if t.op == "least":
        return f"({t.field} ?{who}v&:(and (numberp ?{who}v) (>= ?{who}v {t.value})))"
    if t.op == "has":
        return f"({t.field} $? {_word(t.value)} $?)"
    variable = f"$?{who}{t.field}"
    tests = " ".join(f"(member$ {_word(v)} {variable})" for v in t.value)
    return f"({t.field} {variable}&:({'or' if t.op == 'any' else 'and'} {tests}))"


def _word(value: Any) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)


def _rules() -> list[str]:
    made = [
        f'(defrule {c.name} {_pattern(c, "a")} => (say "{c.name}" ?a "holds"))' for c in CONDITIONS
    ]
    for r in RESPONSES:
        limit = f"(>= (+ ?au {r.count - 1}) ?bb)" if r.working else f"(<= ?bd (+ ?ad {r.count}))"
        passed = f"(>= (+ ?au {r.count - 1}) ?nb)" if r.working else f"(<= ?nd (+ ?ad {r.count}))"
        trigger, answer = _pattern(r.trigger, "a"), _pattern(r.answer, "b")
        made += [
            f'(defrule {r.name}-done {trigger} {answer} (test (>= ?bd ?ad)) => '
            f'(if {limit} then (say "{r.name}" ?a "satisfied") else (say "{r.name}" ?a "late")))',
            f'(defrule {r.name}-open {trigger} (now (day ?nd) (before ?nb)) '
            f'(not (and {answer} (test (>= ?bd ?ad)))) => '
            f'(if {passed} then (say "{r.name}" ?a "pending") else (say "{r.name}" ?a "overdue")))',
        ]
    for p in PRECEDENCES:
        act, earlier = _pattern(p.act, "a"), _pattern(p.earlier, "b")
        made += [
            f'(defrule {p.name}-met {act} (exists (and {earlier} (test (<= ?bd ?ad)))) => '
            f'(say "{p.name}" ?a "satisfied"))',
            f'(defrule {p.name}-unmet {act} (not (and {earlier} (test (<= ?bd ?ad)))) => '
            f'(say "{p.name}" ?a "violated"))',
        ]
    return made


def make() -> Any:
    assert WORKING
    environment = clips.Environment()
    # The binding's own router of error messages is asked, in Python, about every token of the facts that are read.
    for router in list(clips.common.environment_data(environment._env, "routers").values()):
        router.delete()
    found: list[Result] = []

    def say(rule: str, event: str, verdict: str) -> None:
        found.append((str(rule), str(event), str(verdict)))

    environment.define_function(say)
    slots = " ".join(f"({'multislot' if name in LIST_FIELDS else 'slot'} {name})" for name in FIELDS)
    for kind in TYPES:
        environment.build(
            f"(deftemplate {kind} (slot id) (slot day) (slot upto) (slot before) {slots})"
        )
    environment.build("(deftemplate now (slot day) (slot before))")
    for text in _rules():
        environment.build(text)
    wanted = frozenset(FIELDS)

    def slot(name: str, value: Any) -> str:
        if isinstance(value, list):
            return f"({name} {' '.join(value)})"
        return f"({name} {_word(value)})"

    def run(case: CaseFile, as_of: str) -> list[Result]:
        found.clear()
        environment.reset()
        today = ordinal(as_of)
        # As text: facts made one by one through the binding pile up, and every case is slower than the last.
        facts = [f"(now (day {today}) (before {before(today)}))"]
        for event in case["events"]:
            day = ordinal(event["at"])
            values = " ".join(slot(n, v) for n, v in event.get("data", {}).items() if n in wanted)
            facts.append(
                f"({event['type']} (id {event['id']}) (day {day}) (upto {upto(day)}) (before {before(day)}) {values})"
            )
        environment.load_facts("\n".join(facts))
        environment.run()
        return list(found)

    return run
