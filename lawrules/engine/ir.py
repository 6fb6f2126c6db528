"""The intermediate form that both matchers read: conditions on one event, with literal operands.

A condition of the language is split: what looks at a single event's own fields with literal operands is *flat* and
becomes a `Flat` here; everything else (history, joins, persons, dates, parameters) stays in plain Python. Each flat
pattern has a number; a matcher tells, for one event, which numbers hold and which cannot be decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from lawrules.cases.events import Event
from lawrules.policy.model import And, Condition, Literal, Not, Or, Test
from lawrules.policy.vocabulary import NOTHING, Field, Vocabulary
from lawrules.records import dataclass

FLAT_OPS = frozenset((
    "is", "in", "not", "none_of", "includes", "among", "not_among", "exists", "has", "at_least", "more_than", "at_most",
    "less_than",
))
FLAT_TYPES = frozenset(("bool", "int", "decimal", "string", "enum", "set", "ref", "refs", "date"))


@dataclass(frozen=True, slots=True)
class Atom:
    """One field against a literal. `negated` atoms are false where the plain ones are true; both are undecided where
    the field is missing. `many`: the field holds a set."""

    field: str
    op: str
    value: Any
    many: bool
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AllFlat:
    items: tuple[Flat, ...]


@dataclass(frozen=True, slots=True)
class AnyFlat:
    items: tuple[Flat, ...]


Flat: TypeAlias = "Atom | AllFlat | AnyFlat"
TRUE = AllFlat(())
FALSE = AnyFlat(())


@dataclass(frozen=True, slots=True)
class FlatPattern:
    """An event type and a flat condition on its fields: what a matcher decides."""

    number: int
    type: str
    condition: Flat


class Matcher(Protocol):
    """Decides flat patterns for one event at a time."""

    name: str

    def match(self, event: Event) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers that hold, and those that cannot be decided; in no particular order."""
        ...


def split(
    condition: Condition, event_type: str, vocabulary: Vocabulary, refuses: frozenset[str]
) -> tuple[Flat, Condition]:
    """The flat part of a condition on an event of `event_type`, and the rest; their conjunction is the condition."""
    items = condition.items if isinstance(condition, And) else (condition,)
    flat: list[Flat] = []
    rest: list[Condition] = []
    for item in items:
        made = _flatten(item, event_type, vocabulary, refuses, False)
        if made is None:
            rest.append(item)
        else:
            flat.append(made)
    return conjunction(flat), And(tuple(rest)) if len(rest) != 1 else rest[0]


def conjunction(items: list[Flat]) -> Flat:
    kept: list[Flat] = []
    for item in items:
        if item == FALSE:
            return FALSE
        if isinstance(item, AllFlat):
            kept.extend(item.items)
        else:
            kept.append(item)
    return kept[0] if len(kept) == 1 else AllFlat(tuple(kept))


def disjunction(items: list[Flat]) -> Flat:
    kept: list[Flat] = []
    for item in items:
        if item == TRUE:
            return TRUE
        if isinstance(item, AnyFlat):
            kept.extend(item.items)
        else:
            kept.append(item)
    return kept[0] if len(kept) == 1 else AnyFlat(tuple(kept))


def _flatten(c: Condition, kind: str, v: Vocabulary, refuses: frozenset[str], negated: bool) -> Flat | None:
    if isinstance(c, Not):
        return _flatten(c.item, kind, v, refuses, not negated)
    if isinstance(c, (And, Or)):
        made = [_flatten(item, kind, v, refuses, negated) for item in c.items]
        if any(m is None for m in made):
            return None
        parts = [m for m in made if m is not None]
        return conjunction(parts) if isinstance(c, And) is not negated else disjunction(parts)
    if not isinstance(c, Test) or c.path[0] != "event" or c.op not in FLAT_OPS or not isinstance(c.operand, Literal):
        return None
    name = c.path[1]
    if name == "type":
        return _type_test(c, kind, negated)
    field = v.field(kind, name)
    if field is None:
        # A test on a field that the event's type does not have is false; its negation is true.
        return (TRUE if negated else FALSE) if kind in v.types and name in v.fields else None
    if field.type not in FLAT_TYPES or "*" in refuses or name in refuses:
        return None
    return atom(field, c.op, c.operand.value, negated)


def _type_test(c: Test, kind: str, negated: bool) -> Flat | None:
    value: Any = c.operand.value if isinstance(c.operand, Literal) else None
    if c.op == "is":
        holds = kind == value
    elif c.op == "not":
        holds = kind != value
    elif c.op == "in":
        holds = kind in value
    elif c.op == "none_of":
        holds = kind not in value
    else:
        return None
    return TRUE if holds is not negated else FALSE


def atom(field: Field, op: str, value: Any, negated: bool) -> Atom:
    """The atom of one test; `not` and `none_of` are negations of `is` and `in`."""
    if op in ("not", "none_of"):
        op, negated = ("is" if op == "not" else "in"), not negated
    if op == "not_among":
        op, negated = ("among" if field.many else "in"), not negated
    if op == "among" and not field.many:
        op = "in"
    if op == "exists" and value is False:
        value, negated = True, not negated
    if isinstance(value, (list, tuple)):
        value = tuple(value)
    if op in ("in", "includes", "among") and not isinstance(value, tuple):
        value = (value,)
    return Atom(field.name, op, value, field.many, negated)


def assumed(vocabulary: Vocabulary, event_type: str) -> Mapping[str, Any]:
    """What a silent file is taken to mean, for each field of that event type."""
    kind = vocabulary.types.get(event_type)
    return {
        name: vocabulary.fields[name].assume
        for name in sorted(kind.fields if kind else ())
        if name in vocabulary.fields and vocabulary.fields[name].assume is not NOTHING
    }


def deciding_fields(condition: Flat, assume: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields without which a flat condition may be undecided."""
    return tuple(dict.fromkeys(
        atom.field for atom in _atoms(condition) if atom.field not in assume and atom.op not in ("exists", "has")
    ))


def _atoms(condition: Flat) -> list[Atom]:
    if isinstance(condition, Atom):
        return [condition]
    return [atom for item in condition.items for atom in _atoms(item)]
