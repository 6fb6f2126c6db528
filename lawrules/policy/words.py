"""Resolving the author's words: which field a name means, which value a literal is, which operators fit.

Takes a vocabulary and the names that a policy declares. Promises: every word is resolved once, here, or is a diagnostic
at its place with the nearest right word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lawrules.diagnostics import Diagnostic, nearest
from lawrules.policy.model import Path
from lawrules.policy.read import Document
from lawrules.policy.vocabulary import BUILT_IN, DERIVED_SETS, PROFILES, Field, Vocabulary
from lawrules.records import dataclass, field

At = tuple[Any, ...]

TYPE_FIELD = Field("type", "事件类型", "enum")
MOMENT_FIELDS: Mapping[str, Field] = {
    "working_day": Field("working_day", "工作日", "bool"),
    "rest_day": Field("rest_day", "休息日", "bool"),
    "statutory_holiday": Field("statutory_holiday", "法定节假日", "bool"),
    "night": Field("night", "夜间", "bool"),
    "hour": Field("hour", "时", "int"),
}
CERTIFIED = Field("certified", "持有效证件", "bool")
ROOTS = ("about", "case", "party", "agency", "unit", "person", "item", "at", "span")

_ORDER = ("at_least", "more_than", "at_most", "less_than")
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "bool": ("not", "exists"),
    "int": (*_ORDER, "not", "none_of", "exists"),
    "decimal": (*_ORDER, "not", "none_of", "exists"),
    "date": (*_ORDER, "not", "older_than", "exists"),
    "datetime": (*_ORDER, "older_than", "exists"),
    "string": ("not", "none_of", "among", "not_among", "exists"),
    "enum": ("not", "none_of", "among", "not_among", "exists"),
    "ref": ("not", "none_of", "among", "not_among", "exists"),
    "set": ("includes", "among", "not_among", "not", "none_of", "count", "exists"),
    "refs": ("every", "some", "count", "includes", "among", "not_among", "not", "none_of", "exists"),
    "items": ("every", "some", "count", "exists"),
}
ALL_OPERATORS = tuple(dict.fromkeys(op for ops in OPERATORS.values() for op in ops))
TYPE_NAMES = {
    "bool": {"zh": "是或否（true、false）", "en": "true or false"},
    "int": {"zh": "整数", "en": "a whole number"},
    "decimal": {"zh": "数", "en": "a number"},
    "date": {"zh": "日期", "en": "a date"},
    "datetime": {"zh": "时刻", "en": "a time"},
    "string": {"zh": "文字", "en": "text"},
    "enum": {"zh": "单选值", "en": "one of its choices"},
    "set": {"zh": "多选值", "en": "a set of choices"},
    "ref": {"zh": "编号", "en": "a reference"},
    "refs": {"zh": "人员或编号的列表", "en": "a list of references"},
    "items": {"zh": "清单条目", "en": "list items"},
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What bare names mean here: fields of an event of one of `types`, or of a person, unit, item or agency.

    `types` None: any event (an exemption does not know yet where it will be used).
    """

    root: str = "event"
    types: tuple[str, ...] | None = ()


ANY_EVENT = Scope("event", None)


@dataclass(slots=True)
class Words:
    """The names of one composition, and where faults go. `at` is always a path into `document`."""

    vocabulary: Vocabulary
    document: Document
    faults: list[Diagnostic]
    milestones: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    milestone_types: Callable[[str], tuple[str, ...]] = field(default=lambda _: ())

    def fault(self, code: str, at: At, *, on_key: bool = False, **words: Any) -> None:
        self.faults.append(Diagnostic(code, self.document.span(at, key=on_key), words))

    # ── events

    def knows_event(self, name: str) -> bool:
        v = self.vocabulary
        return name in v.types or name in v.groups or name in self.milestones

    def unknown_event(self, name: Any, at: At, *, on_key: bool = False) -> None:
        v = self.vocabulary
        known = (*v.types, *v.groups, *self.milestones)
        self.fault("LR201", at, on_key=on_key, word=name, nearest=nearest(name, known))

    # ── paths

    def path(self, name: str, scope: Scope, at: At) -> tuple[Path, Field | None] | None:
        """The path that `name` means in `scope`, and the field's declaration; None after a fault."""
        if "." in name:
            return self._dotted(name, at)
        v = self.vocabulary
        if scope.root != "event":
            return self._profile_field(scope.root, name, at)
        if name == "type":
            return ("event", "type"), TYPE_FIELD
        if name in v.labels:
            return ("label", name), Field(name, v.labels[name], "bool")
        known = v.fields.get(name)
        if known is None:
            if name in BUILT_IN:
                return ("event", name), Field(name, name, "ref")
            of = self._fields_of(scope)
            meant = self._of_value(name, of) or nearest(name, of) or nearest(name, v.fields)
            self.fault("LR202", at, on_key=True, word=name, nearest=meant)
            return None
        if scope.types is not None and not any(self._has(t, name) for t in scope.types):
            shown = scope.types[0] if scope.types else "—"
            of = self._fields_of(scope)
            self.fault("LR203", at, on_key=True, word=name, event=shown, allowed=sorted(of)[:24],
                       nearest=nearest(name, of))
            return None
        return ("event", name), known

    def _has(self, event_type: str, name: str) -> bool:
        if event_type in self.milestones:
            return any(self._has(t, name) for t in self.milestone_types(event_type))
        kind = self.vocabulary.types.get(event_type)
        return kind is None or name in kind.fields

    def _fields_of(self, scope: Scope) -> list[str]:
        kinds = [self.vocabulary.types[t] for t in scope.types or () if t in self.vocabulary.types]
        return [*dict.fromkeys(f for kind in kinds for f in sorted(kind.fields)), *self.vocabulary.labels]

    def _of_value(self, word: str, of: list[str]) -> str:
        """Where the word is a value of one of these fields alone: the two as they should stand. They were swapped."""
        known = self.vocabulary.fields
        fields = [name for name in of if name in known and word in known[name].choices]
        return f"{fields[0]}: {word}" if len(fields) == 1 else ""

    def _dotted(self, name: str, at: At) -> tuple[Path, Field | None] | None:
        v = self.vocabulary
        root, rest = name.split(".", 1)
        if root not in ROOTS:
            self.fault("LR209", at, on_key=True, word=root, allowed=ROOTS, nearest=nearest(root, ROOTS))
            return None
        if root in ("at", "span"):
            if rest not in MOMENT_FIELDS:
                self.fault("LR202", at, on_key=True, word=name, nearest=nearest(rest, MOMENT_FIELDS))
                return None
            return (root, rest), MOMENT_FIELDS[rest]
        if root in ("about", "case"):
            if rest == "type":
                return (root, "type"), TYPE_FIELD
            if rest in v.fields:
                return (root, rest), v.fields[rest]
            if rest in BUILT_IN:
                return (root, rest), Field(rest, rest, "ref")
            self.fault("LR202", at, on_key=True, word=name, nearest=nearest(rest, v.fields))
            return None
        return self._profile_field(root, rest, at)

    def _profile_field(self, root: str, name: str, at: At) -> tuple[Path, Field | None] | None:
        fields = self.vocabulary.profiles.get(root, {})
        if root == "person" and name == "certified":
            return ("person", "certified"), CERTIFIED
        if name not in fields:
            known = [*fields, *(["certified"] if root == "person" else [])]
            self.fault("LR203", at, on_key=True, word=name, event=root, allowed=known, nearest=nearest(name, known))
            return None
        return (root, name), fields[name]

    # ── values

    def literal(self, value: Any, declared: Field | None, at: At) -> Any:
        """The value in the field's own type, or None after a fault."""
        if declared is None:
            return value
        kind = declared.type
        made = _convert(value, kind)
        if declared is TYPE_FIELD:
            if not self.knows_event(str(value)):
                self.unknown_event(value, at)
            return value
        if made is None:
            self.fault("LR205", at, field=declared.name, type=TYPE_NAMES[kind], word=_show(value))
            return None
        if declared.choices and kind in ("enum", "set") and made not in declared.choices:
            if made == "" and kind == "enum":
                return made
            self.fault("LR204", at, field=declared.name, word=made, allowed=list(declared.choices)[:40],
                       nearest=nearest(made, declared.choices))
            return None
        if declared.minimum is not None and isinstance(made, (int, Decimal)) and made < declared.minimum:
            self.fault("LR217", at, field=declared.name, word=made, minimum=declared.minimum)
        return made

    def profile_root(self, declared: Field | None) -> str:
        """Whose fields `every` and `some` look at under this field."""
        if declared is not None and declared.type == "items":
            return "item"
        return declared.to if declared is not None and declared.to in PROFILES else "person"


def _convert(value: Any, kind: str) -> Any:
    if kind == "bool":
        return value if isinstance(value, bool) else None
    if isinstance(value, bool) or value is None:
        return None
    if kind == "int":
        return value if isinstance(value, int) else None
    if kind == "decimal":
        return Decimal(value) if isinstance(value, (int, Decimal)) else None
    if kind in ("date", "datetime"):
        return parse_date(value)
    if isinstance(value, (str, int)) and kind not in ("items",):
        return str(value)
    return None


def parse_date(value: Any) -> date | None:
    """A date from `2023-01-31`, or None."""
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _show(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def derived_set(name: Any) -> str | None:
    """The name of a derived set such as `handlers`, or None."""
    return name if isinstance(name, str) and name in DERIVED_SETS else None


def listed(words: Iterable[str]) -> list[str]:
    return sorted(words)
