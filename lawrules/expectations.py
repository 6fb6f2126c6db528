"""What a scenario expects of the findings, compared with what was found.

Pure: expectations and findings in, differences out. A difference is data; its sentences are made when asked for.

Each expectation takes one finding of its own, chosen so that as many expectations as possible are met: two expected
findings of one rule are not satisfied by a single one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lawrules.cases.assessment import Finding
from lawrules.diagnostics import Span
from lawrules.records import dataclass, field

NOWHERE = Span("")
COMPARED = (
    "trigger", "verdict", "due", "severity", "bearer", "waived_by", "missing", "answers", "counted", "each", "case",
)
"""The keys of an expectation that are compared, in the order in which a reader looks at them."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A finding that should be there: its rule, and the values that it should have."""

    rule: str
    values: Mapping[str, Any]
    span: Span = field(default=NOWHERE, compare=False)

    def text(self) -> str:
        """The expectation as its author wrote it, on a line."""
        return ", ".join([f"rule: {self.rule}", *(f"{key}: {_plain(value)}" for key, value in self.values.items())])


@dataclass(frozen=True, slots=True)
class Difference:
    """Where findings differ from what a scenario expects.

    `kind`: `wrong` (a finding of the rule has other values), `absent` (no finding of the rule), `excluded` (a finding
    that `expect_no` rules out), `unexpected` (one more than `exactly: true` allows), `label`, `error` (the case could
    not be evaluated). `expected` and `actual` hold the values that differ, by key.
    """

    kind: str
    span: Span
    rule: str = ""
    expected: Mapping[str, Any] = field(default_factory=dict)
    actual: Mapping[str, Any] = field(default_factory=dict)
    finding: Finding | None = field(default=None, compare=False)
    reason: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: str = "zh") -> str:
        """The difference in sentences: what was expected, what came, and why."""
        head = _HEADS[self.kind][lang].format(rule=self.rule, reason=self.reason.get(lang, ""))
        lines = [f"{self.span}: {head}"]
        for key, value in self.expected.items():
            wanted, got = _plain(value), _plain(self.actual.get(key))
            lines.append(
                f"    {key}：期望 {wanted}，实际 {got}" if lang == "zh" else f"    {key}: expected {wanted}, got {got}")
        if self.finding is not None:
            reason = self.finding.explain(lang=lang).strip()
            lines.append("    依据：" if lang == "zh" else "    why:")
            lines.extend(f"      {line}" for line in reason.splitlines())
        return "\n".join(lines)


_HEADS = {
    "wrong": {"zh": "`{rule}` 的结论与期望不符", "en": "the finding of `{rule}` differs from what is expected"},
    "absent": {"zh": "没有 `{rule}` 的这个结论。{reason}", "en": "there is no such finding of `{rule}`. {reason}"},
    "excluded": {"zh": "不应有 `{rule}` 的结论，却有了", "en": "there should be no finding of `{rule}`, yet there is"},
    "unexpected": {"zh": "多出了 `{rule}` 的结论", "en": "a finding of `{rule}` is not among those expected"},
    "label": {"zh": "事件 `{rule}` 的标记与期望不符", "en": "the labels of the event `{rule}` differ"},
    "error": {"zh": "案件无法评估：{reason}", "en": "the case cannot be evaluated: {reason}"},
}


def names(finding: Finding, rule: str) -> bool:
    """Whether `rule` names this finding: by its id, by `layer/id`, or by the id of a rule that was merged into it."""
    full = f"{finding.layer}/{finding.rule}"
    if "/" in rule:
        return rule == full or rule in finding.also
    return rule == finding.rule or any(other.rpartition("/")[2] == rule for other in finding.also)


def compare(
    expected: Sequence[Expectation], excluded: Iterable[tuple[str, Span]], findings: Sequence[Finding], *,
    exactly: bool = False, span: Span = NOWHERE, why_absent: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Difference]:
    """All differences. `why_absent` tells what became of rules without findings."""
    taken = matching(expected, findings)
    spare = [i for i in range(len(findings)) if i not in taken.values()]
    differences: list[Difference] = []
    for number, wanted in enumerate(expected):
        if number in taken:
            continue
        near = _nearest(wanted, [findings[i] for i in spare]) or _nearest(wanted, findings)
        if near is None:
            reason = (why_absent or {}).get(wanted.rule.rpartition("/")[2], {})
            differences.append(Difference("absent", wanted.span, wanted.rule, wanted.values, {}, None, reason))
            continue
        spare = [i for i in spare if findings[i] is not near]
        wrong = {key: value for key, value in wanted.values.items() if not agrees(near, key, value)}
        # Nothing wrong with the nearest one: it is taken by another expectation, so one finding is missing.
        kind = "wrong" if wrong else "absent"
        actual = {key: value_of(near, key) for key in wrong}
        differences.append(Difference(kind, wanted.span, wanted.rule, wrong or wanted.values, actual, near))
    for rule, where in excluded:
        differences.extend(
            Difference("excluded", where, rule, finding=finding) for finding in findings if names(finding, rule))
    if exactly:
        used = set(taken.values())
        differences.extend(
            Difference("unexpected", span, f"{f.layer}/{f.rule}", finding=f)
            for i, f in enumerate(findings) if i in spare and i not in used
        )
    return differences


def matching(expected: Sequence[Expectation], findings: Sequence[Finding]) -> dict[int, int]:
    """Expectation → finding, as many pairs as can be made (augmenting paths)."""
    fits = [
        [i for i, finding in enumerate(findings) if names(finding, wanted.rule) and _fits(finding, wanted)]
        for wanted in expected
    ]
    owner: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for i in fits[number]:
            if i not in tried:
                tried.add(i)
                if i not in owner or place(owner[i], tried):
                    owner[i] = number
                    return True
        return False

    for number in range(len(expected)):
        place(number, set())
    return {number: i for i, number in owner.items()}


def _fits(finding: Finding, wanted: Expectation) -> bool:
    return all(agrees(finding, key, value) for key, value in wanted.values.items())


def _nearest(wanted: Expectation, findings: Iterable[Finding]) -> Finding | None:
    """The finding of the rule that agrees in most values; its trigger counts for more than the rest."""
    best: Finding | None = None
    most = -1
    for finding in findings:
        if names(finding, wanted.rule):
            score = sum(
                10 if key in ("trigger", "each", "case") else 1
                for key, value in wanted.values.items() if agrees(finding, key, value)
            )
            if score > most:
                best, most = finding, score
    return best


def agrees(finding: Finding, key: str, expected: Any) -> bool:
    """Whether the finding has the expected value under that key."""
    actual = value_of(finding, key)
    if key == "missing":
        return all(any(_same_fact(fact, name) for fact in actual) for name in _many(expected))
    if key == "answers":
        return sorted(actual) == sorted(map(str, _many(expected)))
    if key == "counted":
        return list(actual) == [str(day) for day in _many(expected)]
    if key == "waived_by":
        return actual is not None and str(actual).rpartition("/")[2] == str(expected).rpartition("/")[2]
    return bool(actual == str(expected))


def value_of(finding: Finding, key: str) -> Any:
    """What the finding says under a key of an expectation."""
    if key == "trigger":
        return finding.trigger.id if finding.trigger is not None else None
    if key == "verdict":
        return finding.verdict.value
    if key == "answers":
        return [answer.id for answer in finding.answers]
    if key == "counted":
        return [day.isoformat() for day in finding.clock.due().counted_days] if finding.clock is not None else []
    if key == "missing":
        return list(finding.missing)
    return getattr(finding, key)


def _same_fact(fact: str, name: str) -> bool:
    """`d1.amount` and `$limit` may be named with or without the event or the sign before them."""
    return name in (fact, fact.lstrip("$")) or fact.rpartition(".")[2] == name


def _many(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        yield from value
    elif value is not None:
        yield value


def _plain(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
