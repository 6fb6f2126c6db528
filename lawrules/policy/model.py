"""What a policy says, after reading and before compiling: frozen, typed, without YAML.

Takes its vocabulary from `lawrules.policy.vocabulary`. Conditions, patterns and clocks are small trees whose names are
already resolved: a path begins with the thing that it looks at (`event`, `about`, `person` …), a parameter is told from
a field. Nodes compare by meaning; the places that they came from do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from lawrules.days.period import Period, Unit
from lawrules.diagnostics import Span
from lawrules.records import dataclass, field, replace

NOWHERE = Span("")

Path: TypeAlias = tuple[str, ...]
"""The root that a test looks at, then the field: `("event", "amount")`, `("about", "decision_type")`.

Roots: `event`, `about`, `case`, `party`, `agency`, `unit`, `person`, `item`, `at`, `span`, `label`, `derived`.
"""


# ── operands


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the file, in the type of the field it is compared with."""

    value: Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name`: a dated value that a policy sets, or that a layer below has still to set."""

    name: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """`$other_field`, `$about.amount`: the value of another field of the same moment."""

    path: Path


@dataclass(frozen=True, slots=True)
class Share:
    """`{share: 5%, of: enforcement_staff}`: compared exactly, never rounded."""

    part: Decimal
    of: Path


@dataclass(frozen=True, slots=True)
class FromHistory:
    """`{latest: list.filed.items.name, if: {…}}`: what the last such event said."""

    pattern: EventPattern
    path: tuple[str, ...]


Operand: TypeAlias = "Literal | Parameter | FieldValue | Share | FromHistory"


# ── conditions (three-valued)


@dataclass(frozen=True, slots=True)
class Test:
    """One field against one operand. `op`: an operator of the language, or `is` (equal, contains), `in` (one of)."""

    path: Path
    op: str
    operand: Operand
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Members:
    """`every`, `some`, `count … of` over the persons or items that a field lists."""

    path: Path
    quantifier: str
    where: Condition
    tests: tuple[tuple[str, Operand], ...] = ()
    root: str = "person"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Happened:
    """The history up to the event holds something that fits the pattern."""

    pattern: Pattern
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    item: Condition


Condition: TypeAlias = "Test | Members | Happened | And | Or | Not"
ALWAYS = And()


# ── patterns


@dataclass(frozen=True, slots=True)
class EventPattern:
    """An event of one type (or of a milestone's name) under conditions.

    `same`: fields that must agree with the trigger's. `must`: what is judged once it is found. `within`: how far back
    `happened` looks. `group` is the name the author wrote where the type came out of a group.
    """

    type: str
    where: Condition = ALWAYS
    same: tuple[str, ...] = ()
    must: Condition | None = None
    within: PeriodValue | None = None
    group: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class InOrder:
    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """The last event that fits before the act; `must` is judged on it."""

    item: Pattern
    must: Condition | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number over events (`sum` of a field, `count` of events or of distinct values) that reaches a threshold."""

    kind: str
    pattern: Pattern
    measure: str
    threshold: Operand
    span: Span = field(default=NOWHERE, compare=False)


Pattern: TypeAlias = "EventPattern | AnyOf | AllOf | InOrder | Latest | Measure"


def event_patterns(pattern: Pattern | None) -> Iterator[EventPattern]:
    """Every event pattern inside `pattern`, from left to right."""
    if isinstance(pattern, EventPattern):
        yield pattern
    elif isinstance(pattern, (AnyOf, AllOf, InOrder)):
        for item in pattern.items:
            yield from event_patterns(item)
    elif isinstance(pattern, Latest):
        yield from event_patterns(pattern.item)
    elif isinstance(pattern, Measure):
        yield from event_patterns(pattern.pattern)


# ── clocks


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """A period as written: a number and unit, or a parameter or field that gives the number or the whole period."""

    period: Period | None = None
    source: Parameter | FieldValue | None = None
    unit: Unit | None = None
    text: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Extension:
    when: Pattern
    by: str
    up_to: PeriodValue


@dataclass(frozen=True, slots=True)
class Exclusion:
    start: Pattern
    until: Pattern


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A day of the year (`12-15`), of the year after (`next 01-31`), or one day in history (`2019-08-31`)."""

    month: int
    day: int
    year: int | None = None
    next_year: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """When a duty falls due. All empty: an open or standing duty."""

    within: PeriodValue | None = None
    start_field: str = ""
    ahead: PeriodValue | None = None
    before: Pattern | None = None
    every: str = ""
    by: FixedDay | None = None
    once_from: date | None = None
    once_by: date | None = None
    extend: tuple[Extension, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    lifted_by: Pattern | None = None
    rolls: str = ""

    def read_as(self, other: Clock) -> Clock:
        """The clock under another reading: what that gives replaces what stands here, the rest stays."""
        empty = Clock()
        names: tuple[str, ...] = Clock.__match_args__
        given = {name: getattr(other, name) for name in names if getattr(other, name) != getattr(empty, name)}
        return replace(self, **given)


@dataclass(frozen=True, slots=True)
class Replacement:
    """What displaces a milestone: a later event starts another period, or settles it at once."""

    when: Pattern
    periods: tuple[PeriodValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a milestone comes about: at the end of the (latest of the) periods after its trigger."""

    periods: tuple[PeriodValue, ...]
    unless_first: Pattern | None = None
    held_from: Pattern | None = None
    held_until: Pattern | None = None
    replaced_by: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True)
class Each:
    """One finding for each person, unit or item that fits, or for each value of a field."""

    kind: str
    where: Condition = ALWAYS
    field: str = ""
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a duty binds: the `agency` (under conditions on its profile), the `party`, or the `court`."""

    kind: str = "agency"
    where: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Force:
    """The days on which something is law, first and last included; an open end is None."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """Another lawful reading of a rule: the clock or condition it would have, and its basis."""

    name: str
    basis: tuple[str, ...]
    clock: Clock | None = None
    condition: Condition | None = None


FAMILIES = (
    "duties", "gates", "prohibitions", "recording", "major_decisions", "exemptions", "leniency", "milestones",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of any family. What a family does not know stays empty."""

    id: str
    layer: str
    family: str
    title: str
    basis: tuple[str, ...]
    severity: str = "must"
    must_if: Condition | None = None
    bearer: Bearer = Bearer()
    when: Pattern | None = None
    condition: Condition = ALWAYS
    require: Pattern | None = None
    must: Condition | None = None
    same: tuple[str, ...] = ()
    clock: Clock = Clock()
    after: Pattern | None = None
    since: Pattern | None = None
    elapsed: PeriodValue | None = None
    each: Each | None = None
    unless: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    waives: tuple[str, ...] = ()
    level: str = ""
    gives: tuple[str, ...] = ()
    effect: str = ""
    derivation: Derivation | None = None
    force: tuple[Force, ...] = ()
    law_of: str = "step"
    overrides: str = ""
    restates: str = ""
    permitted_by: tuple[str, ...] = ()
    refuses: frozenset[str] = frozenset()
    readings: tuple[Reading, ...] = ()
    note: str = ""
    own_keys: frozenset[str] = frozenset()
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def full_id(self) -> str:
        return f"{self.layer}/{self.id}"

    def in_force(self, day: date) -> bool:
        return not self.force or any(force.holds(day) for force in self.force)


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument: a law, a regulation, a plan."""

    id: str
    title: str
    issuer: str = ""
    number: str = ""
    issued: date | None = None
    force: Force = Force()
    counts_working_days: tuple[int, ...] | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of an instrument: where it stands and, in our own short words, what it says."""

    id: str
    source: str
    at: str
    says: str
    not_encoded: str = ""
    verified: str = ""
    layer: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ParameterValue:
    start: date
    value: Any
    basis: str


@dataclass(frozen=True, slots=True)
class ParameterDef:
    """A dated value, or one that is still open: a layer below has to set it."""

    name: str
    layer: str
    values: tuple[ParameterValue, ...] = ()
    open: bool = False
    span: Span = field(default=NOWHERE, compare=False)

    def at(self, day: date) -> Any:
        """The value in force on `day`, or None where none is."""
        found = None
        for item in self.values:
            if item.start <= day:
                found = item.value
        return found


@dataclass(frozen=True, slots=True)
class Layer:
    """One file: what an instrument adds to the layers above it."""

    id: str
    title: str
    jurisdiction: Mapping[str, str]
    extends: tuple[str, ...] = ()
    force: Force = Force()
    scope: Condition = ALWAYS
    bearer: Bearer = Bearer()
    supervisor: str = ""
    calendars: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    parameters: Mapping[str, ParameterDef] = field(default_factory=dict)
    rules: Sequence[Rule] = ()
    file: str = ""
    span: Span = field(default=NOWHERE, compare=False)
