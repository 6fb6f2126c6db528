"""A layer: from a document to `Layer`, its words resolved against the whole composition's vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lawrules.diagnostics import Diagnostic
from lawrules.policy.conditions import Reader
from lawrules.policy.model import (
    FAMILIES,
    Bearer,
    Clause,
    Force,
    Layer,
    ParameterDef,
    ParameterValue,
    Rule,
    Source,
)
from lawrules.policy.read import Document
from lawrules.policy.rules import RuleReader, force_of
from lawrules.policy.vocabulary import Vocabulary
from lawrules.policy.words import ANY_EVENT, Words, parse_date


class Names:
    """What all layers of a composition declare, gathered before any rule is read."""

    def __init__(self, vocabulary: Vocabulary, documents: Mapping[str, Document]) -> None:
        self.vocabulary = vocabulary
        self.milestones: dict[str, Any] = {}
        self.parameters: set[str] = set()
        for document in documents.values():
            value = document.value
            if isinstance(value, dict):
                for name, spec in _entries(value.get("milestones")):
                    self.milestones[name] = spec
                self.parameters.update(name for name, _ in _entries(value.get("parameters")))

    def milestone_types(self, name: str, open: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The event types behind a milestone's trigger: its conditions may test their fields."""
        spec = self.milestones.get(name)
        if not isinstance(spec, dict) or name in open:
            return ()
        found: dict[str, None] = {}
        for word in _words_of(spec.get("when")):
            if word in self.vocabulary.groups:
                found.update(dict.fromkeys(self.vocabulary.group_types(word)))
            elif word in self.milestones:
                found.update(dict.fromkeys(self.milestone_types(word, open | {name})))
            else:
                found[word] = None
        return tuple(found)


def parse_layer(id: str, document: Document, names: Names, faults: list[Diagnostic]) -> Layer:
    """The layer that `document` holds. Faults are added to `faults`; what they concern is left out."""
    value: Mapping[str, Any] = document.value if isinstance(document.value, dict) else {}
    words = Words(
        names.vocabulary, document, faults, frozenset(names.milestones), frozenset(names.parameters),
        names.milestone_types,
    )
    reader = Reader(words)
    plain = RuleReader(reader, id, Bearer())
    bearer = plain.read_bearer(value["bearer"], ("bearer",)) if "bearer" in value else Bearer()
    rule_reader = RuleReader(reader, id, bearer)
    rules: list[Rule] = []
    for family in FAMILIES:
        for name, spec in _entries(value.get(family)):
            if isinstance(spec, dict):
                rules.append(rule_reader.rule(family, str(name), spec, (family, name)))
    _read_groups(reader, value)
    force = force_of(value.get("in_force"))
    jurisdiction = value.get("jurisdiction")
    return Layer(
        id=id,
        title=str(value.get("title", id)),
        jurisdiction={str(k): str(v) for k, v in jurisdiction.items()} if isinstance(jurisdiction, dict) else {},
        extends=extends_of(value),
        force=force[0] if force else Force(),
        scope=reader.condition(value.get("scope"), ("scope",), ANY_EVENT),
        bearer=bearer,
        supervisor=str(value.get("supervisor", "") or ""),
        calendars=tuple(map(str, value.get("calendars") or ())),
        sources=_sources(value, document),
        clauses=_clauses(value, document, id),
        parameters=_parameters(value, document, id),
        rules=tuple(rules),
        file=document.file,
        span=document.span(("policy",)),
    )


def _read_groups(reader: Reader, value: Mapping[str, Any]) -> None:
    events = value.get("events")
    groups = events.get("groups") if isinstance(events, dict) else None
    for name, members in _entries(groups):
        for i, member in enumerate(members if isinstance(members, list) else ()):
            reader.pattern(member, ("events", "groups", name, i))


def _sources(value: Mapping[str, Any], document: Document) -> dict[str, Source]:
    made = {}
    for id, spec in _entries(value.get("sources")):
        if isinstance(spec, dict):
            counts = spec.get("counts")
            days = counts.get("working_days") if isinstance(counts, dict) else None
            force = force_of(spec.get("in_force"))
            made[str(id)] = Source(
                str(id), str(spec.get("title", id)), str(spec.get("issuer", "")), str(spec.get("number", "")),
                parse_date(spec.get("issued")), force[0] if force else Force(),
                tuple(days) if isinstance(days, list) else None, document.span(("sources", id), key=True),
            )
    return made


def _clauses(value: Mapping[str, Any], document: Document, layer: str) -> dict[str, Clause]:
    made = {}
    for id, spec in _entries(value.get("clauses")):
        if isinstance(spec, dict):
            made[str(id)] = Clause(
                str(id), str(spec.get("source", "")), str(spec.get("at", "")), str(spec.get("says", "")),
                str(spec.get("not_encoded", "") or ""), str(spec.get("verified", "") or ""), layer,
                document.span(("clauses", id), key=True),
            )
    return made


def _parameters(value: Mapping[str, Any], document: Document, layer: str) -> dict[str, ParameterDef]:
    made = {}
    for name, spec in _entries(value.get("parameters")):
        if not isinstance(spec, dict):
            continue
        values = []
        for start, item in spec.items():
            day = parse_date(start)
            if day is not None and isinstance(item, dict) and "is" in item:
                values.append(ParameterValue(day, _frozen(item["is"]), str(item.get("basis", ""))))
        values.sort(key=lambda v: v.start)
        made[str(name)] = ParameterDef(
            str(name), layer, tuple(values), spec.get("open") is True, document.span(("parameters", name), key=True)
        )
    return made


def extends_of(value: Mapping[str, Any]) -> tuple[str, ...]:
    listed = value.get("extends")
    if isinstance(listed, str):
        return (listed,)
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _entries(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield from value.items()


def _words_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _words_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("all", "any", "in_order", "latest"):
                yield from _words_of(item)
            elif key not in ("same", "must", "within", "if"):
                yield str(key)


__all__ = ["Names", "date", "extends_of", "parse_layer"]
