"""How much of a policy a set of scenarios reaches: rules, verdicts, clauses. Pure data; whoever prints it may round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lawrules.cases.assessment import Finding
from lawrules.policy.composition import Composition
from lawrules.records import dataclass
from lawrules.scenario import Evaluator, Result

USED = "used"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was reached. Counts are exact.

    `verdicts`: for each rule (full id) how often each verdict came up. `asserted`: rules that an expectation names.
    `unreached`: rules that no scenario gave a finding. `clauses` and `unreached_clauses`: the clauses behind them.
    """

    rules: tuple[str, ...]
    verdicts: Mapping[str, Mapping[str, int]]
    asserted: frozenset[str]
    unreached: tuple[str, ...]
    clauses: tuple[str, ...]
    unreached_clauses: tuple[str, ...]


def coverage(results: Iterable[Result], policy: Evaluator) -> Coverage:
    """What the results reach of the policy's own layer; the layers above it have scenarios of their own.

    An exemption is reached where it waived, a milestone where it triggered, a rule that gives a label where the label
    came up: these count under `used`. A rule that was merged into another finding (`restates`) is reached by it.
    """
    c = policy.composition
    counted: dict[str, dict[str, int]] = {}
    asserted: set[str] = set()

    def count(full_id: str, verdict: str) -> None:
        by = counted.setdefault(full_id, {})
        by[verdict] = by.get(verdict, 0) + 1

    for result in results:
        for finding in result.findings:
            for full_id in {f"{finding.layer}/{finding.rule}", *finding.also}:
                count(full_id, finding.verdict.value)
            for full_id in leaned_on(finding, c):
                count(full_id, USED)
        for assessment in result.assessments:
            for full_id in (id for labels in assessment.labels.values() for id in givers(labels, c)):
                count(full_id, USED)
        asserted.update(rule.full_id for e in result.scenario.expect if (rule := c.find(e.rule)) is not None)
    own = f"{c.id}/"
    rules = tuple(full_id for full_id in c.rules if full_id.startswith(own) and full_id not in c.overridden)
    counted = {full_id: by for full_id, by in counted.items() if full_id.startswith(own)}
    clauses = tuple(dict.fromkeys(id for full_id in rules for id in c.rules[full_id].basis))
    reached = {id for full_id in counted if full_id in c.rules for id in c.rules[full_id].basis}
    return Coverage(
        rules, counted, frozenset(asserted), tuple(full_id for full_id in rules if full_id not in counted),
        clauses, tuple(id for id in clauses if id not in reached),
    )


def tried(c: Composition) -> str:
    """The policy whose rules the scenarios of `c` try: the lowest layer that has any.

    A layer without rules of its own only gives an agency's figures to the policy above it.
    """
    return next((layer.id for layer in reversed(c.layers) if layer.rules), c.id)


def givers(labels: Mapping[str, tuple[str, ...]], c: Composition) -> Iterator[str]:
    """The full ids of the rules that gave these labels to an event."""
    for ids in labels.values():
        yield from (rule.full_id for id in ids if (rule := c.find(id)) is not None)


def leaned_on(finding: Finding, c: Composition) -> Iterator[str]:
    """The exemptions and the milestones behind a finding."""
    excuses = [dict(note.words)["by"] for note in finding.notes if note.code in ("excused", "spared")]
    for name in (finding.waived_by, *excuses):
        rule = c.find(name, finding.layer) if name else None
        if rule is not None:
            yield rule.full_id
    for ref in (finding.trigger, *finding.answers):
        # A milestone that comes of another one names it: `final@announcement-served@s1`.
        for name in (ref.type, *ref.id.split("@")) if ref is not None else ():
            rule = c.find(name, finding.layer)
            if rule is not None and rule.family == "milestones":
                yield rule.full_id
