"""A composition as the engine holds it: rules with compiled patterns, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from lawrules.cases.events import Event
from lawrules.cases.finding import RuleInfo
from lawrules.days.due import Roll
from lawrules.days.period import Period
from lawrules.days.work_calendar import WorkCalendar
from lawrules.engine.ir import Flat, Matcher, assumed, deciding_fields
from lawrules.engine.search import CompiledPattern, Search
from lawrules.engine.truth import Missing, Truth
from lawrules.policy.composition import Composition
from lawrules.policy.model import Clock, Condition, Layer, ParameterDef, Rule
from lawrules.policy.vocabulary import Vocabulary
from lawrules.records import dataclass, field

FOREVER = date.max.toordinal()

Pred: TypeAlias = Callable[[Any], Truth]
"""A compiled condition: a function of the place (`Env`) at which it is judged."""

PeriodGetter: TypeAlias = Callable[[Any], "Period | Missing"]


@dataclass(slots=True)
class CompiledExtension:
    when: CompiledPattern
    by: str
    up_to: PeriodGetter


@dataclass(slots=True)
class CompiledClock:
    """A clock with its periods and patterns compiled; `source` is what the author wrote.

    `fixed`: the term hangs on the day of the trigger alone. Such terms are remembered in `terms`, by that day.
    """

    source: Clock
    within: PeriodGetter | None
    ahead: PeriodGetter | None
    before: CompiledPattern | None
    lifted_by: CompiledPattern | None
    extend: tuple[CompiledExtension, ...]
    exclude: tuple[tuple[CompiledPattern, CompiledPattern], ...]
    roll: Roll | None
    fixed: bool = False
    terms: dict[int, Any] = field(default_factory=dict)

    @property
    def is_calendar(self) -> bool:
        return bool(self.source.every) or self.source.once_by is not None


@dataclass(slots=True)
class CompiledReading:
    """Another lawful reading; `spans` are the days on which its own basis is law."""

    name: str
    basis: tuple[str, ...]
    clock: CompiledClock | None
    condition: Pred | None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class CompiledDerivation:
    periods: tuple[PeriodGetter, ...]
    unless_first: CompiledPattern | None
    held_from: CompiledPattern | None
    held_until: CompiledPattern | None
    replaced_by: tuple[tuple[CompiledPattern, tuple[PeriodGetter, ...]], ...]


@dataclass(slots=True, eq=False)
class CompiledRule:
    """A rule with everything that can be prepared.

    - `depth`: the layer's place, 0 uppermost. `bundle`: findings of different bundles never merge.
    - `part_names`: what each part of an `all` is called; empty where the rule asks one thing. `asked`: the kinds of
      events that answer it.
    - `carries`: upper rules that are judged with it, `part_carries` those that ask for one part of its `all`;
      `speaks_for`: both; `carried_by` is the other way round.
    - `by_profile`: whom it binds stands in the agency's profile alone. `alike`: but for its dates and its condition it
      is triggered as other rules are.
    - `for_officers`: it is judged for each officer that its trigger names; `opened`: or for each person, unit, item or
      value. `spares`: an exemption may take single persons out.
    - `plain`: nothing can change an outcome, or add to it.
    """

    rule: Rule
    depth: int
    bearer: Pred | None
    when: CompiledPattern | None
    condition: Pred | None
    must_if: Pred | None
    parts: tuple[CompiledPattern, ...]
    must: Pred | None
    must_parts: tuple[tuple[str, Pred], ...]
    after: CompiledPattern | None
    since: CompiledPattern | None
    elapsed: PeriodGetter | None
    each: Pred | None
    clock: CompiledClock
    derivation: CompiledDerivation | None
    readings: tuple[CompiledReading, ...]
    assumable: tuple[tuple[str, Any], ...]
    assumable_of_answers: tuple[tuple[str, Any], ...]
    personal: bool
    by_officer: bool
    info: RuleInfo
    number: int = -1
    spans: tuple[tuple[int, int], ...] = ()
    binds_some: bool = False
    scope: Pred | None = None
    scope_of: Condition | None = None
    trigger_types: frozenset[str] = frozenset()
    exemptions: tuple[CompiledRule, ...] = ()
    breaks: tuple[CompiledRule, ...] = ()
    overridden_by: CompiledRule | None = None
    root: str = ""
    related: bool = False
    bundle: str = ""
    part_names: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    carries: tuple[CompiledRule, ...] = ()
    part_carries: tuple[tuple[CompiledRule, ...], ...] = ()
    speaks_for: tuple[CompiledRule, ...] = ()
    carried_by: tuple[CompiledRule, ...] = ()
    plain: bool = False
    by_profile: bool = False
    for_officers: bool = False
    opened: bool = False
    spares: bool = False
    alike: bool = False

    def in_force(self, day: int) -> bool:
        """Whether the rule was law on that day."""
        for start, end in self.spans:  # noqa: SIM110 - a generator costs more than the loop
            if start <= day <= end:
                return True
        return False


@dataclass(slots=True)
class RuleSet:
    """All that an evaluation needs, immutable in use and shared between threads."""

    id: str
    vocabulary: Vocabulary
    calendar: WorkCalendar
    matcher: Matcher
    layers: tuple[Layer, ...]
    rules: tuple[CompiledRule, ...]
    milestones: tuple[CompiledRule, ...]
    labels: Mapping[str, tuple[CompiledRule, ...]]
    exemptions: Mapping[str, CompiledRule]
    parameters: Mapping[str, tuple[ParameterDef, ...]]
    act_types: tuple[str, ...]
    composition: Composition
    label: Callable[[str, Any], Truth] = field(default=lambda name, env: False)
    flat: tuple[Any, ...] = ()
    triggers: Mapping[int, tuple[tuple[CompiledRule, Search], ...]] = field(default_factory=dict)
    standing: tuple[CompiledRule, ...] = ()
    by_number: Mapping[int, CompiledRule] = field(default_factory=dict)
    milestone_patterns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unsettled: Sequence[None] = ()
    profiles: dict[frozenset[tuple[str, Any]], Sequence[Truth | None]] = field(default_factory=dict)
    _assumed: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _numbers: dict[tuple[str, Flat], int] = field(default_factory=dict)
    _deciding: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _values: dict[tuple[str, int], Any] = field(default_factory=dict)

    def assumed_of(self, event_type: str) -> Mapping[str, Any]:
        """What silence means for the fields of an event type."""
        found = self._assumed.get(event_type)
        if found is None:
            found = self._assumed[event_type] = assumed(self.vocabulary, event_type)
        return found

    def undecided(self, number: int, event: Event) -> Missing:
        """The facts without which the matcher cannot decide a flat pattern for the event."""
        names = self._deciding.get(number)
        if names is None:
            pattern = self.flat[number]
            names = self._deciding[number] = deciding_fields(pattern.condition, self.assumed_of(pattern.type))
        return Missing(f"{event.id}.{name}" for name in names if name not in event.data)

    def number_of(self, event_type: str, condition: Flat) -> int | str:
        """The number of a flat pattern; where it has none, the event type."""
        if not self._numbers:
            self._numbers.update({(pattern.type, pattern.condition): pattern.number for pattern in self.flat})
        return self._numbers.get((event_type, condition), event_type)

    def parameter(self, name: str, day: int) -> Any:
        """The parameter's value on that day, set by the lowest layer that has one; else what is missing."""
        key = (name, day)
        found = self._values.get(key)
        if found is None:
            when = date.fromordinal(day)
            for definition in reversed(self.parameters.get(name, ())):
                value = definition.at(when)
                if value is not None:
                    found = _normal(value)
                    break
            else:
                found = Missing((f"${name}",))
            if len(self._values) > 4096:
                self._values.clear()
            self._values[key] = found
        return found


def _normal(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
