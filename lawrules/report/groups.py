"""Findings in the order in which an officer reads them: what is broken, what is unclear, what is still to be done.

Pure: an assessment in, groups out. Every renderer uses the same groups, so that no two reports disagree.
"""

from __future__ import annotations

from collections import Counter

from lawrules.cases.assessment import Assessment, Finding, Verdict
from lawrules.records import dataclass
from lawrules.report.phrases import Pair


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that belong under one heading."""

    key: str
    title: Pair
    findings: tuple[Finding, ...]


TITLES: dict[str, Pair] = {
    "breaches": ("违反与逾期", "Breaches"),
    "advisories": ("未按建议办理", "Recommendations not followed"),
    "party": ("当事人、法院逾期", "Overdue for the party or the court"),
    "undetermined": ("无法判断", "Undetermined"),
    "dated": ("待履行（有期限）", "Still to be done, with a date"),
    "standing": ("待履行（无固定期限）", "Still to be done, without a date"),
    "satisfied": ("已履行", "Satisfied"),
    "waived": ("免除、解除", "Waived or released"),
}


def groups(assessment: Assessment) -> list[Group]:
    """The groups that hold something, gravest first."""
    found: dict[str, list[Finding]] = {key: [] for key in TITLES}
    for finding in assessment.findings:
        found[group_of(finding)].append(finding)
    found["dated"].sort(key=lambda f: (f.due or "", f.rule))
    return [Group(key, TITLES[key], tuple(held)) for key, held in found.items() if held]


def group_of(finding: Finding) -> str:
    """The key of the group that a finding belongs to."""
    if finding.is_breach:
        return "breaches"
    if finding.is_advisory:
        return "advisories"
    if finding.is_party_default:
        return "party"
    if finding.verdict is Verdict.UNDETERMINED:
        return "undetermined"
    if finding.verdict is Verdict.PENDING:
        return "standing" if finding.due is None and not finding.suspended else "dated"
    return "satisfied" if finding.verdict is Verdict.SATISFIED else "waived"


def counts(assessment: Assessment) -> Counter[str]:
    """How many findings each group holds."""
    return Counter(group_of(finding) for finding in assessment.findings)
