"""One finding where several layers say the same of one act.

`restates`: findings of related rules on one trigger become one, headed by the lowest layer, with all ids and bases and
the stricter verdict. A `should` on an act whose recording a `must` already demands is folded into it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lawrules.cases.assessment import STRICTNESS, Finding, Verdict
from lawrules.engine.compile import CompiledRule
from lawrules.engine.duties import part_name

_SEVERITY = {"must": 3, "should": 2, "may": 1, "note": 0}
_LEVELS = {"full": 3, "key_moments": 2, "text": 1}


class Found:
    """A finding with the rule that made it."""

    __slots__ = ("finding", "rule")

    def __init__(self, rule: CompiledRule, finding: Finding) -> None:
        self.rule = rule
        self.finding = finding


def merge(found: Iterable[Found]) -> list[Finding]:
    """The findings after `restates` and folding, in no particular order."""
    groups: dict[tuple[str, str | None, str | None, bool], list[Found]] = {}
    for item in found:
        f = item.finding
        trigger = f.trigger.id if f.trigger is not None else None
        year = f.due if trigger is None else None
        fault = any(note.code == "faulty_answer" for note in f.notes) and not f.standing
        key = (item.rule.root, trigger, year if item.rule.clock.source.every else None, fault)
        groups.setdefault(key, []).append(item)
    merged: list[Found] = []
    for group in groups.values():
        merged.extend(_merge_group(group) if len({i.rule.rule.full_id for i in group}) > 1 else group)
    return [item.finding for item in _fold(merged)]


def _merge_group(group: list[Found]) -> list[Found]:
    depth = max(item.rule.depth for item in group)
    heads = [item for item in group if item.rule.depth == depth]
    ids = {item.rule.rule.full_id for item in heads}
    # Rules that restate each other inside one file: the one that is restated goes into the one that restates.
    targets = {item.rule.rule.restates.split("/")[-1] for item in heads if item.rule.rule.restates}
    inner = [item for item in heads if item.rule.rule.id in targets and len(ids) > 1]
    heads = [item for item in heads if item not in inner]
    rest = [item for item in group if item not in heads]
    rest.sort(key=lambda item: -item.rule.depth)
    for item in rest:
        _absorb(_closest(heads, item), item)
    return heads


def _closest(heads: list[Found], item: Found) -> Found:
    """The head that asks for the same: the same part, then the same kinds of answers, then the first."""
    same_part = [h for h in heads if h.finding.each == item.finding.each]
    asked = _asked(item)
    for pool in (same_part, heads):
        for head in pool:
            if _asked(head) & asked:
                return head
    return (same_part or heads)[0]


def _asked(item: Found) -> frozenset[str]:
    """The kinds of events that would answer: of the one part of an `all` that the finding is about."""
    parts = item.rule.parts
    if not parts:
        return frozenset(("act",))
    each = item.finding.each or ""
    mine = [part for part in parts if len(parts) > 1 and each.endswith(part_name(part))]
    return frozenset().union(*(part.types for part in mine or parts))


def _absorb(head: Found, other: Found) -> None:
    mine, theirs = head.finding, other.finding
    stricter = STRICTNESS[theirs.verdict] > STRICTNESS[mine.verdict]
    if stricter:
        for name in ("verdict", "severity", "answers", "due", "provisional", "earliest", "latest", "waived_by",
                     "missing", "suspended", "standing", "period", "clock", "rejected", "safe_date"):
            setattr(mine, name, getattr(theirs, name))
        mine.notes = tuple(dict.fromkeys((*mine.notes, *theirs.notes)))
    elif theirs.verdict is mine.verdict:
        if _SEVERITY[theirs.severity] > _SEVERITY[mine.severity]:
            mine.severity = theirs.severity
        if theirs.due is not None and (mine.due is None or theirs.due < mine.due):
            for name in ("due", "provisional", "earliest", "latest", "period", "clock", "suspended", "standing"):
                setattr(mine, name, getattr(theirs, name))
        mine.missing = tuple(sorted({*mine.missing, *theirs.missing}))
    mine.also = tuple(dict.fromkeys((*mine.also, other.rule.rule.full_id, *theirs.also)))
    mine.basis = tuple(dict.fromkeys((*mine.basis, *theirs.basis)))
    mine.readings = tuple(dict.fromkeys((*mine.readings, *theirs.readings)))


def _fold(found: list[Found]) -> list[Found]:
    """A `should` on an act that a `must` of the same family already demands goes into the `must`."""
    musts: dict[tuple[str, str], list[Found]] = {}
    for item in found:
        f = item.finding
        demanded = f.severity == "must" and f.verdict is not Verdict.WAIVED
        if f.family == "recording" and demanded and f.trigger is not None:
            musts.setdefault((f.family, f.trigger.id), []).append(item)
    kept: list[Found] = []
    for item in found:
        f = item.finding
        if f.family != "recording" or f.severity == "must" or f.trigger is None or f.due is not None:
            kept.append(item)
            continue
        level = _LEVELS.get(item.rule.rule.level, 0)
        head = next(
            (m for m in musts.get((f.family, f.trigger.id), ()) if _LEVELS.get(m.rule.rule.level, 0) >= level), None
        )
        if head is None:
            kept.append(item)
        else:
            head.finding.also = tuple(dict.fromkeys((*head.finding.also, item.rule.rule.full_id, *f.also)))
    return kept
