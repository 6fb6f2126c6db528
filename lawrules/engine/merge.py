"""One finding where several layers say the same of one act.

`restates`: findings of related rules on one trigger become one, headed by the lowest layer, with all ids and bases and
the stricter verdict. A `should` on an act whose recording a `must` already demands is folded into it.
"""

from __future__ import annotations

from collections.abc import Sequence

from lawrules.cases.events import DAY
from lawrules.cases.finding import STRICTNESS, DueFacts, Finding, Verdict
from lawrules.engine.ruleset import CompiledRule

_SEVERITY = {"must": 3, "should": 2, "may": 1, "note": 0}
_LEVELS = {"full": 3, "key_moments": 2, "text": 1}


class Found:
    """A finding with the rule that made it."""

    __slots__ = ("finding", "rule")

    def __init__(self, rule: CompiledRule, finding: Finding) -> None:
        self.rule = rule
        self.finding = finding


def merge(found: Sequence[Found]) -> list[Finding]:
    """The findings after `restates` and folding, in no particular order."""
    groups: dict[tuple[str, str | None, str | None, bool], list[Found]] = {}
    merged: list[Found] = []
    several = _several(found)
    if not several:
        return [item.finding for item in _fold(list(found))]
    for item in found:
        rule, f = item.rule, item.finding
        if rule.root not in several:
            merged.append(item)
            continue
        event = f.event
        year = f.due if event is None and rule.clock.source.every else None
        fault = bool(f.notes) and not f.standing and any(note.code == "faulty_answer" for note in f.notes)
        key = (rule.root, event.id if event is not None else None, year, fault)
        group = groups.get(key)
        if group is None:
            groups[key] = [item]
        else:
            group.append(item)
    for group in groups.values():
        merged.extend(_merge_group(group) if len(group) > 1 else group)
    return [item.finding for item in _fold(merged)]


def _several(found: Sequence[Found]) -> set[str]:
    """The roots of which more than one rule found something."""
    first: dict[str, int] = {}
    several: set[str] = set()
    for item in found:
        rule = item.rule
        if rule.related and first.setdefault(rule.root, rule.number) != rule.number:
            several.add(rule.root)
    return several


def _merge_group(group: list[Found]) -> list[Found]:
    depth = max([item.rule.depth for item in group])
    heads = [item for item in group if item.rule.depth == depth]
    if len(heads) == len(group) and len({item.rule.number for item in group}) == 1:
        return group
    if len(heads) > 1:
        # Rules that restate each other inside one file: the one that is restated goes into the one that restates.
        targets = {item.rule.rule.restates.split("/")[-1] for item in heads if item.rule.rule.restates}
        if len({item.rule.number for item in heads}) > 1:
            heads = [item for item in heads if item.rule.rule.id not in targets]
    rest = [item for item in group if item not in heads]
    if len(rest) > 1:
        rest.sort(key=lambda item: -item.rule.depth)
    for item in rest:
        _absorb(_closest(heads, item) if len(heads) > 1 else heads[0], item)
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
    rule, each = item.rule, item.finding.each
    if each is None or not rule.part_names:
        return rule.asked
    named = zip(rule.part_names, rule.parts, strict=True)
    mine = [part.types for name, part in named if each.endswith(name)]
    return frozenset().union(*mine) if mine else rule.asked


_OUTCOME = ("verdict", "severity", "answer_events", "term", "waived_by", "missing", "standing", "_rejected")


def _absorb(head: Found, other: Found) -> None:
    mine, theirs = head.finding, other.finding
    if STRICTNESS[theirs.verdict] > STRICTNESS[mine.verdict]:
        for name in _OUTCOME:
            setattr(mine, name, getattr(theirs, name))
        mine.notes = tuple(dict.fromkeys((*mine.notes, *theirs.notes)))
    elif theirs.verdict is mine.verdict:
        if _SEVERITY[theirs.severity] > _SEVERITY[mine.severity]:
            mine.severity = theirs.severity
        if _earlier(theirs.term, mine.term):
            mine.term, mine.standing = theirs.term, theirs.standing
        if theirs.missing:
            mine.missing = tuple(sorted({*mine.missing, *theirs.missing}))
    mine.merged = (*mine.merged, (theirs.info, theirs.law_day), *theirs.merged)
    if theirs.readings:
        mine.readings = tuple(dict.fromkeys((*mine.readings, *theirs.readings)))


def _earlier(a: DueFacts, b: DueFacts) -> bool:
    """Whether the first due date binds before the second."""
    if a.day is None and a.first is None:
        return False
    if b.day is None and b.first is None:
        return True
    return _end(a) < _end(b)


def _end(term: DueFacts) -> int:
    return term.first if term.first is not None else (term.day or 0) * DAY + DAY - 1


def _fold(found: list[Found]) -> list[Found]:
    """A `should` on an act that a `must` of the same family already demands goes into the `must`."""
    recorded = [item for item in found if item.finding.info.family == "recording" and item.finding.event is not None]
    weak = [item for item in recorded if item.finding.severity != "must" and item.finding.term.day is None]
    if not weak:
        return found
    musts: dict[str, list[Found]] = {}
    for item in recorded:
        f = item.finding
        if f.severity == "must" and f.verdict is not Verdict.WAIVED and f.event is not None:
            musts.setdefault(f.event.id, []).append(item)
    folded: set[int] = set()
    for item in weak:
        f = item.finding
        level = _LEVELS.get(item.rule.rule.level, 0)
        demanding = musts.get(f.event.id, ()) if f.event is not None else ()
        head = next((m for m in demanding if _LEVELS.get(m.rule.rule.level, 0) >= level), None)
        if head is not None:
            head.finding.merged = (*head.finding.merged, (f.info, f.law_day), *f.merged)
            folded.add(id(item))
    return [item for item in found if id(item) not in folded] if folded else found
