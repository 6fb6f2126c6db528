"""What an open case keeps of a rule: its findings, trigger by trigger where each trigger stands for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lawrules.cases.events import Event
from lawrules.cases.finding import Finding, Verdict
from lawrules.engine.ruleset import CompiledRule
from lawrules.engine.scene import Handed, sort_key

_SETTLED = frozenset((Verdict.SATISFIED, Verdict.LATE, Verdict.RELEASED, Verdict.VIOLATED))
"""Verdicts that time alone does not change; of a waived duty it is told what would otherwise have become of it."""

_MET = frozenset((Verdict.SATISFIED, Verdict.RELEASED))
"""Verdicts for which no answer is looked for any more, nor listed as rejected."""


class Part:
    """What a rule found at one trigger, or at all that hang together.

    `triggered`: its number where it applied, and those of the rules for which it speaks. `assumptions`: what its
    conditions presumed. `looked_ahead`: an exemption asked for the whole history. `settled`: time alone changes
    nothing. `met`: another answer changes nothing. `order`: the trigger's place among the others.
    """

    __slots__ = ("assumptions", "findings", "looked_ahead", "met", "order", "settled", "triggered")

    def __init__(
        self, rule: CompiledRule, findings: list[Finding], triggered: frozenset[int],
        assumptions: frozenset[str] = frozenset(), looked_ahead: bool = False, trigger: Event | None = None,
    ) -> None:
        self.order = sort_key(trigger) if trigger is not None else ()
        self.findings = findings
        self.triggered = triggered
        self.assumptions = assumptions
        self.looked_ahead = looked_ahead
        self.settled = rule.rule.family != "duties" or all(f.verdict in _SETTLED for f in findings)
        self.met = all(f.verdict in _MET for f in findings)


def told_apart(rule: CompiledRule, whole: Part) -> dict[str | None, Part]:
    """What was found at all triggers at once, by the triggers that the findings name."""
    listed: dict[str | None, list[Finding]] = {}
    for finding in whole.findings:
        listed.setdefault(finding.event.id if finding.event is not None else None, []).append(finding)
    return {
        id: Part(rule, findings, _triggered(rule, findings), trigger=findings[0].event)
        for id, findings in listed.items()
    }


def _triggered(rule: CompiledRule, findings: list[Finding]) -> frozenset[int]:
    uppers = [upper.number for upper in rule.speaks_for if any(upper.in_force(f.law_day) for f in findings)]
    return frozenset((rule.number, *uppers))


class Kept:
    """The parts of a rule by the trigger's id; a single part under None where the triggers hang together.

    `unmet`, `unsettled`, `looking`: the triggers at which another answer, time, or any event that an exemption looks
    at may change something. `handed`: which answers that name no trigger went where; `last_handed` is the day of the
    last of them, `handed_to` the triggers.
    """

    __slots__ = (
        "_presuming", "_triggered", "handed", "handed_to", "last_handed", "looking", "parts", "unmet", "unsettled",
    )

    def __init__(
        self, parts: dict[str | None, Part], handed: Handed | None = None, last_handed: int = 0
    ) -> None:
        self.handed: Handed = handed or {}
        self.handed_to = frozenset(id for id, _ in self.handed)
        self.last_handed = last_handed
        self.looking: set[str | None] = set()
        self.parts: dict[str | None, Part] = {}
        self._presuming: dict[str | None, Part] = {}
        self._triggered: Counter[int] = Counter()
        self.unmet: set[str | None] = set()
        self.unsettled: set[str | None] = set()
        for id, part in parts.items():
            self.put(id, part)

    @property
    def together(self) -> bool:
        """Whether the triggers hang together."""
        return None in self.parts

    @property
    def triggered(self) -> frozenset[int]:
        """The numbers of the rules that were triggered somewhere: this one, and those for which it speaks."""
        return frozenset(number for number, parts in self._triggered.items() if parts)

    def put(self, id: str | None, part: Part) -> None:
        """Keep what was found at a trigger."""
        before = self.parts.get(id)
        self._triggered.subtract(before.triggered if before is not None else ())
        self._triggered.update(part.triggered)
        self.parts[id] = part
        for group, belongs in (
            (self.unmet, not part.met), (self.unsettled, not part.settled),
            (self.looking, part.looked_ahead),
        ):
            if belongs:
                group.add(id)
            else:
                group.discard(id)
        if part.assumptions:
            self._presuming[id] = part
        else:
            self._presuming.pop(id, None)

    def assumptions(self) -> Iterable[str]:
        return {text for part in self._presuming.values() for text in part.assumptions}
