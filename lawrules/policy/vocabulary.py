"""The vocabulary: which events exist, what they can say, and what a silent file is taken to mean.

Takes the `events:` sections of all layers, uppermost first. Promises one immutable `Vocabulary` in which every type,
field, choice, group, profile and label has one meaning; a layer may add to a type or to a field's choices, never change
what an upper layer said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lawrules.diagnostics import Diagnostic, nearest
from lawrules.policy.read import Document, Map
from lawrules.records import dataclass, field, replace

FIELD_TYPES = ("bool", "int", "decimal", "string", "date", "datetime", "enum", "set", "ref", "refs", "items")
SCOPES = ("case", "agency", "both")
CONCERNS = ("event", "case", "agency")
PROFILES = ("agency", "unit", "person", "party", "item")
BUILT_IN = ("id", "type", "at", "agency", "case", "about", "seq")
DERIVED_SETS = ("handlers",)


class _Nothing:
    """No assumption: a missing field is unknown."""

    _only: _Nothing | None = None

    def __new__(cls) -> _Nothing:
        cls._only = cls._only or super().__new__(cls)
        return cls._only

    def __reduce__(self) -> tuple[Any, ...]:
        return (_Nothing, ())

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING = _Nothing()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of events or of a profile. `choices` maps each allowed value to its Chinese label."""

    name: str
    title: str
    type: str
    choices: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    identity: bool = False
    assume: Any = NOTHING
    minimum: int | None = None
    open: bool = False

    @property
    def many(self) -> bool:
        return self.type in ("set", "refs", "items")


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event. `scope`: case, agency or both. `concerns`: how far an answer without `about` reaches."""

    name: str
    title: str
    scope: str
    concerns: str
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """A name for several patterns; the patterns are kept as written and parsed where they are used.

    `title`: what it is called in Chinese; empty where nobody has said so.
    """

    name: str
    members: tuple[Any, ...]
    layer: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of a composition. `identity_names`: fields that must agree where trigger and answer both have them."""

    types: Mapping[str, EventType]
    fields: Mapping[str, Field]
    groups: Mapping[str, Group]
    profiles: Mapping[str, Mapping[str, Field]]
    labels: Mapping[str, str]
    identity_names: frozenset[str] = frozenset()

    def field(self, event_type: str, name: str) -> Field | None:
        """The field if events of that type can have it."""
        kind = self.types.get(event_type)
        return self.fields.get(name) if kind and name in kind.fields else None

    def group_types(self, name: str, _open: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The event types that a group holds, nested groups opened; a group inside itself is passed over."""
        found: dict[str, None] = {}
        for member in self.groups[name].members:
            key = member if isinstance(member, str) else str(next(iter(member), "")) if member else ""
            if key in self.groups:
                if key not in _open:
                    found.update(dict.fromkeys(self.group_types(key, _open | {name})))
            else:
                found[key] = None
        return tuple(found)



EMPTY = Vocabulary({}, {}, {}, {name: {} for name in PROFILES}, {})


def compose(documents: Iterable[tuple[str, Document]], faults: list[Diagnostic]) -> Vocabulary:
    """One vocabulary from the layers' `events:` sections, uppermost first. Faults are added to `faults`."""
    builder = _Builder(faults)
    for layer, document in documents:
        if isinstance(document.value, Map) and isinstance(document.value.get("events"), Map):
            builder.add(layer, document)
    return builder.finish()


class _Builder:
    def __init__(self, faults: list[Diagnostic]) -> None:
        self.faults = faults
        self.types: dict[str, EventType] = {}
        self.fields: dict[str, Field] = {}
        self.sets: dict[str, tuple[str, ...]] = {}
        self.groups: dict[str, Group] = {}
        self.profiles: dict[str, dict[str, Field]] = {name: {} for name in PROFILES}
        self.labels: dict[str, str] = {}
        self.pending: list[tuple[Document, tuple[Any, ...], str, tuple[str, ...]]] = []

    def fault(
        self, code: str, document: Document, path: tuple[Any, ...], *, on_key: bool = False, **words: Any
    ) -> None:
        self.faults.append(Diagnostic(code, document.span(path, key=on_key), words))

    def add(self, layer: str, document: Document) -> None:
        events = document.value["events"]
        self._fields(document, ("events", "fields"), events.get("fields"), self.fields)
        for name, value in _items(events.get("choices")):
            self._more_choices(document, ("events", "choices", name), name, value)
        for name, profile in _items(events.get("profiles")):
            path = ("events", "profiles", name)
            if name not in self.profiles:
                self.fault("LR209", document, path, on_key=True, word=name, allowed=PROFILES,
                           nearest=nearest(name, PROFILES))
                continue
            known = profile.get("fields") if isinstance(profile, Map) else None
            self._fields(document, (*path, "fields"), known, self.profiles[name])
        for name, members in _items(events.get("field_sets")):
            if isinstance(members, list):
                self.sets[name] = (*self.sets.get(name, ()), *map(str, members))
        for name, value in _items(events.get("types")):
            self._type(document, name, value)
        for name, value in _items(events.get("groups")):
            if name in self.types or name in self.groups:
                self.fault("LR213", document, ("events", "groups", name), on_key=True, word=name)
            elif isinstance(value, list):
                self.groups[name] = Group(name, tuple(_plain(member) for member in value), layer)
        for name, value in _items(events.get("group_titles")):
            if name in self.groups:
                self.groups[name] = replace(self.groups[name], title=str(value))
            else:
                self.fault("LR201", document, ("events", "group_titles", name), on_key=True, word=name,
                           nearest=nearest(name, self.groups))
        for name, value in _items(events.get("labels")):
            self.labels[name] = str(value)

    def _fields(self, document: Document, path: tuple[Any, ...], value: Any, into: dict[str, Field]) -> None:
        for name, spec in _items(value):
            here = (*path, name)
            if name in into or (name in BUILT_IN and into is self.fields):
                self.fault("LR213", document, here, on_key=True, word=name)
                continue
            if not isinstance(spec, Map):
                expected = {"zh": "字段的定义", "en": "a field definition"}
                self.fault("LR103", document, here, word=spec, expected=expected)
                continue
            kind = spec.get("type")
            if kind not in FIELD_TYPES:
                self.fault("LR214", document, (*here, "type"), word=kind, allowed=FIELD_TYPES,
                           nearest=nearest(kind, FIELD_TYPES))
                continue
            choices = {str(k): str(v) for k, v in _items(spec.get("choices"))}
            assume = spec.get("assume", NOTHING)
            if isinstance(assume, list):
                assume = frozenset(map(str, assume))
            into[str(name)] = Field(
                name=str(name), title=str(spec.get("title", name)), type=kind, choices=choices,
                to=str(spec.get("to", "")), identity=bool(spec.get("identity", False)), assume=assume,
                minimum=spec.get("min"), open=bool(spec.get("open", False)) or not choices,
            )

    def _more_choices(self, document: Document, path: tuple[Any, ...], name: str, value: Any) -> None:
        for into in (self.fields, *self.profiles.values()):
            if name in into:
                more = {str(k): str(v) for k, v in _items(value)}
                into[name] = replace(into[name], choices={**into[name].choices, **more})
                return
        self.fault("LR202", document, path, on_key=True, word=name, nearest=nearest(name, self.fields))

    def _type(self, document: Document, name: str, value: Any) -> None:
        path = ("events", "types", name)
        if not isinstance(value, Map):
            self.fault("LR103", document, path, word=value, expected={"zh": "事件类型的定义", "en": "an event type"})
            return
        listed = [str(f) for f in _listed(value.get("fields"))]
        for i, group in enumerate(map(str, _listed(value.get("with")))):
            if group not in self.sets:
                self.fault("LR215", document, (*path, "with", i), word=group, nearest=nearest(group, self.sets))
            listed.extend(self.sets.get(group, ()))
        self.pending.append((document, (*path, "fields"), name, tuple(listed)))
        if name in self.types:
            old = self.types[name]
            self.types[name] = replace(old, fields=old.fields | set(listed))
            return
        scope, concerns = value.get("scope", "case"), value.get("concerns", "event")
        if scope not in SCOPES:
            self.fault("LR214", document, (*path, "scope"), word=scope, allowed=SCOPES, nearest=nearest(scope, SCOPES))
        if concerns not in CONCERNS:
            self.fault("LR214", document, (*path, "concerns"), word=concerns, allowed=CONCERNS,
                       nearest=nearest(concerns, CONCERNS))
        self.types[name] = EventType(name, str(value.get("title", name)), scope, concerns, frozenset(listed))

    def finish(self) -> Vocabulary:
        for document, path, _, listed in self.pending:
            for i, name in enumerate(listed):
                if name not in self.fields:
                    self.fault("LR202", document, (*path, i), word=name, nearest=nearest(name, self.fields))
        common = frozenset(self.sets.get("common", ()))
        types = {name: replace(t, fields=t.fields | common) for name, t in self.types.items()}
        profiles = {name: dict(fields) for name, fields in self.profiles.items()}
        identities = frozenset(name for name, f in self.fields.items() if f.identity)
        return Vocabulary(types, dict(self.fields), dict(self.groups), profiles, dict(self.labels), identities)


def _plain(value: Any) -> Any:
    """The value without the marks of the file that it was read from."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _items(value: Any) -> Iterable[tuple[Any, Any]]:
    return value.items() if isinstance(value, Map) else ()
