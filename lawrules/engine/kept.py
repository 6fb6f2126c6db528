"""What an open case keeps of a rule: its findings, trigger by trigger where each trigger stands for itself."""

from __future__ import annotations

from collections.abc import Iterable

from lawrules.cases.finding import Finding, Verdict
from lawrules.engine.ruleset import CompiledRule

_SETTLED = frozenset((Verdict.SATISFIED, Verdict.LATE, Verdict.RELEASED, Verdict.VIOLATED))
"""Verdicts that time alone does not change; of a waived duty it is told what would otherwise have become of it."""

_MET = frozenset((Verdict.SATISFIED, Verdict.RELEASED))
"""Verdicts for which no answer is looked for any more, nor listed as rejected."""


class Part:
    """What a rule found at one trigger, or at all that hang together.

    `triggered`: it applied. `assumptions`: what its conditions presumed. `settled`: time alone changes nothing.
    `met`: another answer changes nothing.
    """

    __slots__ = ("assumptions", "findings", "met", "settled", "triggered")

    def __init__(
        self, rule: CompiledRule, findings: list[Finding], triggered: bool, assumptions: frozenset[str]
    ) -> None:
        self.findings = findings
        self.triggered = triggered
        self.assumptions = assumptions
        self.settled = rule.rule.family != "duties" or all(f.verdict in _SETTLED for f in findings)
        self.met = all(f.verdict in _MET for f in findings)


class Kept:
    """The parts of a rule by the trigger's id; a single part under None where the triggers hang together."""

    __slots__ = ("_presuming", "_triggered", "parts", "unmet", "unsettled")

    def __init__(self, parts: dict[str | None, Part]) -> None:
        self.parts: dict[str | None, Part] = {}
        self._presuming: dict[str | None, Part] = {}
        self._triggered: set[str | None] = set()
        self.unmet: set[str | None] = set()
        self.unsettled: set[str | None] = set()
        for id, part in parts.items():
            self.put(id, part)

    @classmethod
    def by_trigger(cls, rule: CompiledRule, whole: Part) -> Kept:
        """What was found at all triggers at once, told apart by the triggers that the findings name."""
        listed: dict[str | None, list[Finding]] = {}
        for finding in whole.findings:
            listed.setdefault(finding.event.id if finding.event is not None else None, []).append(finding)
        return cls({id: Part(rule, findings, True, frozenset()) for id, findings in listed.items()})

    @property
    def together(self) -> bool:
        """Whether the triggers hang together."""
        return None in self.parts

    @property
    def triggered(self) -> bool:
        return bool(self._triggered)

    def put(self, id: str | None, part: Part) -> None:
        """Keep what was found at a trigger."""
        self.parts[id] = part
        for group, belongs in (
            (self._triggered, part.triggered), (self.unmet, not part.met), (self.unsettled, not part.settled),
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
