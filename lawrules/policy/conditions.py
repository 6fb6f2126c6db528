"""Conditions and event patterns: from the author's mappings to the trees of `lawrules.policy.model`.

Both live here because each holds the other: a pattern carries conditions, and a condition may ask the history for a
pattern. Every name is resolved against the vocabulary; a fault leaves a condition that is always true, so that one
mistake does not hide the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lawrules.days.errors import PeriodError
from lawrules.days.period import Period, Unit
from lawrules.diagnostics import nearest
from lawrules.policy.model import (
    ALWAYS,
    AllOf,
    And,
    AnyOf,
    Condition,
    EventPattern,
    FieldValue,
    FromHistory,
    Happened,
    InOrder,
    Latest,
    Literal,
    Measure,
    Members,
    Not,
    Operand,
    Or,
    Parameter,
    Path,
    Pattern,
    PeriodValue,
    Share,
    Test,
    event_patterns,
)
from lawrules.policy.vocabulary import Field
from lawrules.policy.words import ANY_EVENT, OPERATORS, TYPE_NAMES, At, Scope, Words, derived_set
from lawrules.records import replace

MODIFIERS = ("same", "must", "within")
COMBINERS = ("all", "in_order", "latest", "sum", "count")
JOIN_DATES = ("day", "year", "month")
_NUMBER_OPS = ("at_least", "more_than", "at_most", "less_than")


class Reader:
    """Reads conditions, patterns and periods of one document."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._open_groups: list[str] = []

    # ── patterns

    def pattern(self, value: Any, at: At, trigger: Scope = ANY_EVENT) -> Pattern | None:
        """A pattern in any of its shapes. `trigger` is what `$field` operands look at."""
        if isinstance(value, str):
            return self._event(value, {}, at, at, False, trigger)
        if isinstance(value, list):
            items = [p for i, v in enumerate(value) if (p := self.pattern(v, (*at, i), trigger)) is not None]
            if not items:
                if not value:
                    self.words.fault("LR108", at, key=at[-1] if at else "")
                return None
            return items[0] if len(items) == 1 else AnyOf(tuple(items))
        if isinstance(value, dict) and value:
            return self._mapping(value, at, trigger)
        self.words.fault("LR211", at, word=_short(value))
        return None

    def _mapping(self, value: Mapping[Any, Any], at: At, trigger: Scope) -> Pattern | None:
        head = next((k for k in value if k in COMBINERS), None)
        if head is None:
            return self._event_mapping(value, at, trigger)
        allowed = {
            "all": (), "in_order": (), "latest": MODIFIERS, "sum": ("if", "at_least", "more_than", "same", "within"),
            "count": ("if", "distinct", "at_least", "more_than", "same", "within"),
        }[head]
        for key in value:
            if key != head and key not in allowed:
                self.words.fault("LR102", (*at, key), on_key=True, **_unknown(key, (head, *allowed), head))
        if head in ("all", "in_order"):
            listed = value[head]
            if not isinstance(listed, list):
                self.words.fault("LR103", (*at, head), word=_short(listed), expected={"zh": "列表", "en": "a list"})
                return None
            items = [p for i, v in enumerate(listed) if (p := self.pattern(v, (*at, head, i), trigger)) is not None]
            return (AllOf if head == "all" else InOrder)(tuple(items)) if items else None
        if head == "latest":
            inner = self.pattern(value["latest"], (*at, "latest"), trigger)
            if inner is None:
                return None
            scope = self.scope_of(inner)
            must = self.condition(value["must"], (*at, "must"), scope) if "must" in value else None
            return Latest(self._with_same(inner, value, at, trigger), must)
        return self._measure(head, value, at, trigger)

    def _event_mapping(self, value: Mapping[Any, Any], at: At, trigger: Scope) -> Pattern | None:
        names = [k for k in value if k not in MODIFIERS]
        if len(names) != 1:
            extra = names[1] if len(names) > 1 else None
            if extra is not None:
                self.words.fault("LR102", (*at, extra), on_key=True, **_unknown(extra, MODIFIERS, names[0]))
            else:
                self.words.fault("LR211", at, word=_short(value))
            if not names:
                return None
        name = names[0]
        where = value[name]
        if where is None:
            where = {}
        if not isinstance(where, dict):
            self.words.fault("LR212", (*at, name), word=_short(where))
            where = {}
        return self._event(str(name), where, (*at, name), at, True, trigger, value)

    def _event(
        self, name: str, where: Mapping[Any, Any], at: At, outer: At, is_key: bool, trigger: Scope,
        modifiers: Mapping[Any, Any] | None = None,
    ) -> Pattern | None:
        words = self.words
        if not words.knows_event(name):
            words.unknown_event(name, at, on_key=is_key)
            return None
        modifiers = modifiers or {}
        span = words.document.span(at, key=is_key)
        if name in words.vocabulary.groups:
            members = self.group(name, at)
            kinds = tuple(dict.fromkeys(m.type for m in members))
            condition = self.condition(where, at, Scope("event", kinds))
        else:
            members = [EventPattern(name)]
            kinds = (name,)
            condition = self.condition(where, at, Scope("event", kinds))
        scope = Scope("event", kinds)
        must = self.condition(modifiers["must"], (*outer, "must"), scope) if "must" in modifiers else None
        same = self.same(modifiers.get("same"), (*outer, "same"))
        within = self.period(modifiers["within"], (*outer, "within"), trigger) if "within" in modifiers else None
        group = name if name in words.vocabulary.groups else ""
        made = [
            EventPattern(m.type, conjunction(m.where, condition), same, must, within, group, span) for m in members
        ]
        if not made:
            return None
        return made[0] if len(made) == 1 else AnyOf(tuple(made))

    def group(self, name: str, at: At) -> list[EventPattern]:
        """The event patterns that a group stands for."""
        if name in self._open_groups:
            self.words.fault("LR216", at, word=name)
            return []
        self._open_groups.append(name)
        found: list[EventPattern] = []
        known = self.words.vocabulary
        for member in known.groups[name].members:
            if isinstance(member, str) and member in known.types and member not in known.groups:
                found.append(EventPattern(member))
                continue
            # A group was checked where it was declared; its faults would stand at a foreign place here.
            quiet = Reader(Words(known, self.words.document, [], self.words.milestones,
                                 self.words.parameters, self.words.milestone_types))
            quiet._open_groups = self._open_groups
            found.extend(event_patterns(quiet.pattern(member, at)))
        self._open_groups.pop()
        return found

    def _with_same(self, pattern: Pattern, modifiers: Mapping[Any, Any], at: At, trigger: Scope) -> Pattern:
        same = self.same(modifiers.get("same"), (*at, "same"))
        within = self.period(modifiers["within"], (*at, "within"), trigger) if "within" in modifiers else None
        if not same and within is None:
            return pattern
        if isinstance(pattern, EventPattern):
            return replace(pattern, same=(*pattern.same, *same), within=pattern.within or within)
        if isinstance(pattern, AnyOf):
            return AnyOf(tuple(self._with_same(p, modifiers, at, trigger) for p in pattern.items))
        return pattern

    def _measure(self, head: str, value: Mapping[Any, Any], at: At, trigger: Scope) -> Pattern | None:
        words = self.words
        subject = value[head]
        field = ""
        event = subject
        if head == "sum":
            event, _, field = str(subject).rpartition(".")
        elif "distinct" in value:
            field = str(value["distinct"])
        inner = self.pattern(event, (*at, head), trigger)
        if inner is None:
            return None
        scope = self.scope_of(inner)
        if field:
            found = words.path(field, scope, (*at, head if head == "sum" else "distinct"))
            if head == "sum" and found and found[1] and found[1].type not in ("int", "decimal"):
                words.fault("LR208", (*at, head), op="sum", field=field, type=TYPE_NAMES[found[1].type],
                            allowed=["count"])
        if "if" in value:
            condition = self.condition(value["if"], (*at, "if"), scope)
            inner = _narrowed(inner, condition)
        inner = self._with_same(inner, value, at, trigger)
        key = next((k for k in ("at_least", "more_than") if k in value), None)
        if key is None:
            words.fault("LR104", at, key="at_least", where=head)
            return None
        number = Field(field or "count", field or "count", "decimal")
        threshold = self.operand(value[key], number, trigger, (*at, key))
        if threshold is None:
            return None
        kind = f"{head}>" if key == "more_than" else head
        return Measure(kind, inner, field, threshold, words.document.span(at))

    def scope_of(self, pattern: Pattern | None) -> Scope:
        """What bare names mean in conditions on whatever fits `pattern`."""
        return Scope("event", tuple(dict.fromkeys(p.type for p in event_patterns(pattern))))

    def same(self, value: Any, at: At) -> tuple[str, ...]:
        """Join fields: one name or a list. `day`, `year`, `month` join on the date, `party` across cases."""
        if value is None:
            return ()
        names = value if isinstance(value, list) else [value]
        known: list[str] = []
        for i, name in enumerate(names):
            here = (*at, i) if isinstance(value, list) else at
            if isinstance(name, str) and (name in JOIN_DATES or name in self.words.vocabulary.fields):
                known.append(name)
            else:
                self.words.fault("LR202", here, word=name, nearest=nearest(name, self.words.vocabulary.fields))
        return tuple(known)

    # ── conditions

    def condition(self, value: Any, at: At, scope: Scope) -> Condition:
        """A mapping of fields to tests, all of which must hold; a list of mappings likewise."""
        if value is None:
            return ALWAYS
        if isinstance(value, list):
            return conjunction(*(self.condition(v, (*at, i), scope) for i, v in enumerate(value)))
        if not isinstance(value, dict):
            self.words.fault("LR212", at, word=_short(value))
            return ALWAYS
        return conjunction(*(self._entry(str(key), item, (*at, key), scope) for key, item in value.items()))

    def _entry(self, key: str, value: Any, at: At, scope: Scope) -> Condition:
        if key in ("any", "all", "none"):
            if not isinstance(value, list):
                self.words.fault("LR103", at, word=_short(value), expected={"zh": "列表", "en": "a list"})
                return ALWAYS
            items = tuple(self.condition(v, (*at, i), scope) for i, v in enumerate(value))
            if key == "all":
                return conjunction(*items)
            return Or(items) if key == "any" else Not(Or(items))
        if key in ("happened", "not_happened"):
            pattern = self.pattern(value, at, scope)
            if pattern is None:
                return ALWAYS
            asked = Happened(pattern, self.words.document.span(at, key=True))
            return Not(asked) if key == "not_happened" else asked
        if key == "has":
            return self._has(value, at, scope)
        found = self.words.path(key, scope, at)
        if found is None:
            return ALWAYS
        path, declared = found
        return self._test(path, declared, value, at, scope)

    def _has(self, value: Any, at: At, scope: Scope) -> Condition:
        names = value if isinstance(value, list) else [value]
        tests: list[Condition] = []
        for i, name in enumerate(names):
            here = (*at, i) if isinstance(value, list) else at
            found = self.words.path(str(name), scope, here)
            if found is not None:
                tests.append(Test(found[0], "has", Literal(True), self.words.document.span(here)))
        return conjunction(*tests)

    def _test(self, path: Path, declared: Field | None, value: Any, at: At, scope: Scope) -> Condition:
        span = self.words.document.span(at)
        if isinstance(value, dict):
            return self._operators(path, declared, value, at, scope)
        if isinstance(value, list):
            listed = self._literals(value, declared, at)
            return Test(path, "in", Literal(listed), span)
        operand = self.operand(value, declared, scope, at)
        return Test(path, "is", operand, span) if operand is not None else ALWAYS

    def _literals(self, value: list[Any], declared: Field | None, at: At) -> tuple[Any, ...]:
        made = (self.words.literal(v, declared, (*at, i)) for i, v in enumerate(value))
        return tuple(v for v in made if v is not None)

    def _operators(
        self, path: Path, declared: Field | None, value: Mapping[Any, Any], at: At, scope: Scope
    ) -> Condition:
        words = self.words
        kind = declared.type if declared is not None else "string"
        fitting = OPERATORS[kind]
        tests: list[Condition] = []
        for op, operand in value.items():
            here = (*at, op)
            if op not in fitting:
                known = any(op in ops for ops in OPERATORS.values())
                if known:
                    name = TYPE_NAMES[kind]
                    words.fault("LR208", here, on_key=True, op=op, field=path[-1], type=name, allowed=fitting)
                else:
                    words.fault("LR206", here, on_key=True, word=op, allowed=fitting, nearest=nearest(op, fitting))
                continue
            tests.append(self._operator(path, declared, str(op), operand, here, scope))
        return conjunction(*tests)

    def _operator(
        self, path: Path, declared: Field | None, op: str, value: Any, at: At, scope: Scope
    ) -> Condition:
        span = self.words.document.span(at)
        if op in ("every", "some"):
            root = self.words.profile_root(declared)
            return Members(path, op, self.condition(value, at, Scope(root)), (), root, span)
        if op == "count":
            return self._count(path, declared, value, at, scope)
        if op == "exists":
            if not isinstance(value, bool):
                expected = {"zh": "true 或 false", "en": "true or false"}
                self.words.fault("LR103", at, word=_short(value), expected=expected)
                return ALWAYS
            return Test(path, "exists", Literal(value), span)
        if op == "older_than":
            period = self.period(value, at, scope)
            return Test(path, "older_than", Literal(period), span) if period is not None else ALWAYS
        if op in ("includes", "none_of", "among", "not_among") and isinstance(value, list):
            return Test(path, op, Literal(self._literals(value, declared, at)), span)
        if op == "not" and isinstance(value, list):
            return Test(path, "none_of", Literal(self._literals(value, declared, at)), span)
        operand = self.operand(value, declared, scope, at)
        if operand is None:
            return ALWAYS
        if op in ("includes", "none_of", "among", "not_among") and isinstance(operand, Literal):
            operand = Literal((operand.value,))
        return Test(path, op, operand, span)

    def _count(self, path: Path, declared: Field | None, value: Any, at: At, scope: Scope) -> Condition:
        if not isinstance(value, dict):
            value = {"at_least": value}
        root = self.words.profile_root(declared)
        where = self.condition(value["of"], (*at, "of"), Scope(root)) if "of" in value else ALWAYS
        tests: list[tuple[str, Operand]] = []
        for op, operand in value.items():
            if op == "of":
                continue
            if op not in _NUMBER_OPS:
                self.words.fault("LR206", (*at, op), on_key=True, word=op, allowed=(*_NUMBER_OPS, "of"),
                                 nearest=nearest(op, (*_NUMBER_OPS, "of")))
                continue
            made = self.operand(operand, Field("count", "count", "decimal"), scope, (*at, op))
            if made is not None:
                tests.append((str(op), made))
        return Members(path, "count", where, tuple(tests), root, self.words.document.span(at))

    # ── operands

    def operand(self, value: Any, declared: Field | None, scope: Scope, at: At) -> Operand | None:
        """A literal, `$parameter`, `$field`, a share, a derived set, or a value from the history."""
        words = self.words
        if isinstance(value, str) and value.startswith("$"):
            return self.reference(value[1:], scope, at)
        derived = derived_set(value)
        if derived is not None and (declared is None or declared.type in ("refs", "ref")):
            return FieldValue(("derived", derived))
        if isinstance(value, dict):
            if "share" in value:
                return self._share(value, scope, at)
            if "latest" in value:
                return self._from_history(value, at)
            words.fault("LR206", at, word=_short(next(iter(value), "")), allowed=("share", "latest"))
            return None
        made = words.literal(value, declared, at)
        return Literal(made) if made is not None else None

    def reference(self, name: str, scope: Scope, at: At) -> Parameter | FieldValue | None:
        words = self.words
        if name in words.parameters:
            return Parameter(name)
        root = name.split(".", 1)[0]
        if "." in name or name in words.vocabulary.fields or name == "type":
            found = words.path(name, scope if scope.root == "event" else ANY_EVENT, at)
            return FieldValue(found[0]) if found is not None else None
        words.fault("LR207", at, word=root, nearest=nearest(name, (*words.parameters, *words.vocabulary.fields)))
        return None

    def _share(self, value: Mapping[Any, Any], scope: Scope, at: At) -> Operand | None:
        text = str(value.get("share", "")).strip()
        number = text.removesuffix("%")
        try:
            part = Decimal(number) / (100 if text.endswith("%") else 1)
        except ArithmeticError:
            expected = {"zh": "百分数，例如 5%", "en": "a share, e.g. 5%"}
            self.words.fault("LR103", (*at, "share"), word=text, expected=expected)
            return None
        found = self.words.path(str(value.get("of", "")), scope, (*at, "of"))
        return Share(part, found[0]) if found is not None else None

    def _from_history(self, value: Mapping[Any, Any], at: At) -> Operand | None:
        parts = str(value["latest"]).split(".")
        for cut in range(len(parts), 0, -1):
            name = ".".join(parts[:cut])
            if name in self.words.vocabulary.types:
                where = self.condition(value.get("if"), (*at, "if"), Scope("event", (name,)))
                return FromHistory(EventPattern(name, where, span=self.words.document.span(at)), tuple(parts[cut:]))
        self.words.unknown_event(value["latest"], (*at, "latest"))
        return None

    # ── periods

    def period(self, value: Any, at: At, scope: Scope) -> PeriodValue | None:
        """`7个工作日`, `$parameter`, `$field working days`."""
        span = self.words.document.span(at)
        text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else _short(value)
        if isinstance(value, str) and value.startswith("$"):
            name, unit_text = _split_reference(value[1:])
            source = self.reference(name, scope, at)
            if source is None:
                return None
            unit: Unit | None = None
            if unit_text:
                unit = self._unit(unit_text, text, at)
                if unit is None:
                    return None
            return PeriodValue(None, source, unit, text, span)
        try:
            return PeriodValue(Period.parse(text), None, None, text, span)
        except PeriodError as error:
            self._bad_period(error, text, at)
            return None

    def _unit(self, unit_text: str, text: str, at: At) -> Unit | None:
        try:
            return Period.parse(f"1{unit_text}").unit
        except PeriodError:
            try:
                return Period.parse(f"1 {unit_text}").unit
            except PeriodError as error:
                self._bad_period(error, text, at)
                return None

    def _bad_period(self, error: PeriodError, text: str, at: At) -> None:
        self.words.fault("LR401", at, word=text, reason={"zh": error.zh, "en": error.en})


def conjunction(*items: Condition) -> Condition:
    """All of them, flattened; the empty conjunction always holds."""
    flat: list[Condition] = []
    for item in items:
        if isinstance(item, And):
            flat.extend(item.items)
        else:
            flat.append(item)
    return flat[0] if len(flat) == 1 else And(tuple(flat)) if flat else ALWAYS


def _narrowed(pattern: Pattern, condition: Condition) -> Pattern:
    if isinstance(pattern, EventPattern):
        return replace(pattern, where=conjunction(pattern.where, condition))
    if isinstance(pattern, AnyOf):
        return AnyOf(tuple(_narrowed(p, condition) for p in pattern.items))
    return pattern


def _split_reference(text: str) -> tuple[str, str]:
    end = 0
    while end < len(text) and (text[end].isascii() and (text[end].isalnum() or text[end] in "_.")):
        end += 1
    return text[:end], text[end:].strip()


def _unknown(key: Any, allowed: tuple[str, ...], where: str) -> dict[str, Any]:
    return {"key": key, "where": where, "allowed": allowed, "nearest": nearest(key, allowed)}


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"
