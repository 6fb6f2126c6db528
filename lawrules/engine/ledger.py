"""The merged findings of an open case, in order, kept up to date piece by piece.

A *unit* is what can merge: the findings of one bundle of rules that are about one event.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from operator import itemgetter
from typing import Any, TypeAlias

from lawrules.cases.finding import Finding
from lawrules.engine.evaluate import made_of
from lawrules.engine.kept import Kept, Part
from lawrules.engine.listing import listed
from lawrules.engine.merge import Found, merge
from lawrules.engine.remarks import taken_for_granted
from lawrules.engine.ruleset import CompiledRule, RuleSet

Unit: TypeAlias = "tuple[str, str | None]"
Place: TypeAlias = "tuple[int, tuple[Any, ...], str | None]"
"""A rule's number, its trigger's place among the others, the trigger's id."""

Entry: TypeAlias = "tuple[tuple[Any, ...], Finding]"
"""A merged finding with its place in the assessment."""

_PLACE = itemgetter(0)


class Ledger:
    """What the rules found, by unit, and the entries that it merges into."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._found: dict[Unit, dict[Place, list[Found]]] = {}
        self._entries: list[Entry] = []
        self._of_unit: dict[Unit, list[Entry]] = {}
        self._granted: dict[Unit, frozenset[str]] = {}
        self._stale: dict[Unit, None] = {}

    def clear(self) -> None:
        for kept in (self._found, self._entries, self._of_unit, self._granted, self._stale):
            kept.clear()

    def enter(self, rule: CompiledRule, kept: Kept) -> None:
        """Take what a rule found at all its triggers."""
        for id, part in kept.parts.items():
            self._add(rule, id, part)

    def forget(self, rule: CompiledRule, kept: Kept) -> None:
        """Drop what a rule found at all its triggers."""
        for id, part in kept.parts.items():
            self._drop(rule, id, part)

    def replace(self, rule: CompiledRule, id: str, before: Part | None, after: Part) -> None:
        """Take what a rule found at one trigger in place of what it had found there."""
        if before is not None:
            self._drop(rule, id, before)
        self._add(rule, id, after)

    def _add(self, rule: CompiledRule, id: str | None, part: Part) -> None:
        for finding in part.findings:
            unit = _unit(rule, finding)
            self._stale[unit] = None
            self._found.setdefault(unit, {}).setdefault((rule.number, part.order, id), []).append(Found(rule, finding))

    def _drop(self, rule: CompiledRule, id: str | None, part: Part) -> None:
        for finding in part.findings:
            unit = _unit(rule, finding)
            self._stale[unit] = None
            self._found.get(unit, {}).pop((rule.number, part.order, id), None)

    def settle(self) -> None:
        """Merge again the units in which something changed."""
        new: list[Entry] = []
        old = [entry for unit in self._stale for entry in self._of_unit.pop(unit, ())]
        for unit in self._stale:
            by_rule = self._found.get(unit)
            if not by_rule:
                self._found.pop(unit, None)
                self._granted.pop(unit, None)
                continue
            # Merging changes findings, and what was kept must stay as it was found.
            found = [
                Found(item.rule, item.finding.copied())
                for _, items in sorted(by_rule.items(), key=_order) for item in items
            ]
            made = made_of(found)
            entries = self._of_unit[unit] = [(listed(finding), finding) for finding in merge(found)]
            new.extend(entries)
            granted = frozenset(taken_for_granted(self._rules, made))
            if granted:
                self._granted[unit] = granted
            else:
                self._granted.pop(unit, None)
        self._stale.clear()
        self._exchange(old, new)

    def _exchange(self, old: list[Entry], new: list[Entry]) -> None:
        """Take the old entries out of the list and put the new ones into their places."""
        if len(old) + len(new) > 64:
            gone = {id(finding) for _, finding in old}
            self._entries = [entry for entry in self._entries if id(entry[1]) not in gone]
            self._entries.extend(new)
            self._entries.sort(key=_PLACE)
            return
        for place, finding in old:
            i = bisect_left(self._entries, place, key=_PLACE)
            while self._entries[i][1] is not finding:
                i += 1
            del self._entries[i]
        for entry in new:
            insort(self._entries, entry, key=_PLACE)

    def findings(self) -> list[Finding]:
        """All merged findings, in order."""
        return [finding for _, finding in self._entries]

    def granted(self) -> Iterable[frozenset[str]]:
        """What the findings took for granted, unit by unit."""
        return list(self._granted.values())


def _unit(rule: CompiledRule, finding: Finding) -> Unit:
    return (rule.bundle, finding.event.id if finding.event is not None else None)


def _order(item: tuple[Place, list[Found]]) -> tuple[Any, ...]:
    """As an evaluation goes: by rule, then by trigger."""
    return item[0][:2]
