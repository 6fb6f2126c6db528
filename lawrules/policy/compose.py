"""Layers into one composition: which files, in which order, which rules stand.

Takes a policy's file; reads the layers it extends, uppermost first; settles `restates` (inheritance) and `overrides`.
Promises a `Composition` that no longer depends on the order in which files were read, and every fault of all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lawrules.diagnostics import Diagnostic, Severity, Span, in_order, nearest
from lawrules.policy import vocabulary as vocabularies
from lawrules.policy.composition import Composition
from lawrules.policy.find import find, policy_names
from lawrules.policy.model import (
    ALWAYS,
    Clause,
    Clock,
    Force,
    Layer,
    ParameterDef,
    Rule,
    Source,
)
from lawrules.policy.parse import Names, extends_of, parse_layer
from lawrules.policy.read import MAX_POLICY_BYTES, Document, read_bytes
from lawrules.policy.vocabulary import Vocabulary
from lawrules.records import dataclass, field, replace


@dataclass(slots=True)
class Files:
    """The documents of a composition in layer order, and what went wrong in reading them."""

    documents: dict[str, Document] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    digest: str = ""


def read_layers(path: Path) -> Files:
    """Read `path` and every layer above it, uppermost first."""
    files = Files()
    hashes: dict[str, str] = {}
    _read(path, (), files, hashes)
    order = sorted(hashes.items())
    files.digest = hashlib.sha256("\n".join(f"{k} {v}" for k, v in order).encode()).hexdigest()[:16]
    return files


def _read(path: Path, open: tuple[str, ...], files: Files, hashes: dict[str, str]) -> None:
    name = path.stem
    if name in files.documents:
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        files.faults.append(Diagnostic("LR001", Span(str(path)), {"reason": error.strerror or type(error).__name__}))
        return
    reading = read_bytes(data, str(path), limit=MAX_POLICY_BYTES)
    files.faults.extend(reading.faults)
    hashes[name] = hashlib.sha256(data).hexdigest()
    if not reading.documents:
        if not reading.faults:
            files.faults.append(Diagnostic("LR004", Span(str(path), 1, 1, 1, 1)))
        return
    document = reading.documents[0]
    if len(reading.documents) > 1:
        files.faults.append(Diagnostic("LR005", reading.documents[1].span()))
    if document.value is None:
        files.faults.append(Diagnostic("LR004", Span(str(path), 1, 1, 1, 1)))
        return
    value = document.value if isinstance(document.value, Mapping) else {}
    for i, upper in enumerate(extends_of(value)):
        at = ("extends", i) if isinstance(value.get("extends"), list) else ("extends",)
        if upper == name or upper in open:
            chain = " → ".join((*open[open.index(upper):], name, upper)) if upper in open else f"{name} → {upper}"
            files.faults.append(Diagnostic("LR310", document.span(at), {"word": upper, "chain": chain}))
            continue
        found = find(upper, path.parent)
        if found is None:
            files.faults.append(Diagnostic(
                "LR309", document.span(at),
                {"word": upper, "nearest": nearest(upper, policy_names()), "where": str(path.parent)},
            ))
            continue
        _read(found, (*open, name), files, hashes)
    files.documents[name] = document


def compose(path: Path) -> tuple[Composition | None, list[Diagnostic]]:
    """The composition of the policy at `path`, and all faults. None where nothing could be composed."""
    files = read_layers(path)
    faults = files.faults
    if not files.documents or path.stem not in files.documents:
        return None, in_order(faults)
    from lawrules.policy.document import validate_shape

    for document in files.documents.values():
        validate_shape(document, faults)
    vocabulary = vocabularies.compose(files.documents.items(), faults)
    names = Names(vocabulary, files.documents)
    layers = tuple(parse_layer(id, document, names, faults) for id, document in files.documents.items())
    composition = _settle(path.stem, layers, vocabulary, files, faults)
    return composition, in_order(faults)


def check_composition(path: Path) -> tuple[Composition | None, list[Diagnostic]]:
    """`compose`, and the checks that look at the whole.

    Where a part is unsound, only what cannot follow from that is looked for too: a basis that no clause has.
    """
    composition, faults = compose(path)
    if composition is not None:
        from lawrules.policy import checks

        if any(f.severity is Severity.ERROR for f in faults):
            faults = in_order([*faults, *(f for f in checks.bases.check(composition) if f.code == "LR301")])
        else:
            faults = in_order([*faults, *checks.run(composition)])
    return composition, faults


def _settle(
    id: str, layers: tuple[Layer, ...], vocabulary: Vocabulary, files: Files, faults: list[Diagnostic]
) -> Composition:
    by_layer = {layer.id: layer for layer in layers}
    written: dict[str, Rule] = {}
    owner: dict[str, Rule] = {}
    for layer in layers:
        for rule in layer.rules:
            taken = owner.get(rule.id)
            if taken is not None and taken.full_id not in (rule.overrides, rule.restates):
                faults.append(Diagnostic("LR311", rule.span, {"word": rule.id, "where": taken.full_id,
                                                              "first": taken.span.line}))
            written[rule.full_id] = rule
            owner[rule.id] = rule
    sources = {key: source for layer in layers for key, source in layer.sources.items()}
    clauses: dict[str, Clause] = {}
    for layer in layers:
        for key, clause in layer.clauses.items():
            clauses.setdefault(key, clause)
    settled: dict[str, Rule] = {}
    restated: dict[str, str] = {}
    overridden: dict[str, str] = {}

    def settle(rule: Rule, open: tuple[str, ...] = ()) -> Rule:
        if rule.full_id in settled:
            return settled[rule.full_id]
        made = replace(rule, force=rule.force or _force_of_sources(rule, by_layer[rule.layer], clauses, sources))
        if rule.restates:
            upper = _target(rule.restates, rule.layer, written)
            if upper is None or upper.full_id == rule.full_id or upper.full_id in open:
                faults.append(_unknown_target(rule, rule.restates, "restates", written, files))
            else:
                restated[rule.full_id] = upper.full_id
                base = settle(upper, (*open, rule.full_id))
                made = _inherit(made, base, by_layer[rule.layer])
        settled[rule.full_id] = made
        return made

    for rule in written.values():
        made = settle(rule)
        if rule.overrides:
            upper = _target(rule.overrides, rule.layer, written)
            if upper is None or upper.full_id == rule.full_id:
                faults.append(_unknown_target(rule, rule.overrides, "overrides", written, files))
            else:
                overridden[upper.full_id] = made.full_id
    parameters: dict[str, tuple[ParameterDef, ...]] = {}
    for layer in layers:
        for name, definition in layer.parameters.items():
            parameters[name] = (*parameters.get(name, ()), definition)
    ordered = {full_id: settled[full_id] for full_id in written}
    return Composition(
        id, layers, vocabulary, ordered, parameters, sources, clauses, overridden, restated, files.digest,
        dict(files.documents),
    )


def _target(ref: str, layer: str, written: Mapping[str, Rule]) -> Rule | None:
    return written.get(ref if "/" in ref else f"{layer}/{ref}")


def _unknown_target(rule: Rule, ref: str, key: str, written: Mapping[str, Rule], files: Files) -> Diagnostic:
    document = files.documents.get(rule.layer)
    span = document.span((rule.family, rule.id, key)) if document is not None else rule.span
    return Diagnostic("LR312", span, {"word": ref, "where": key, "nearest": nearest(ref, written)})


def _force_of_sources(
    rule: Rule, layer: Layer, clauses: Mapping[str, Clause], sources: Mapping[str, Source]
) -> tuple[Force, ...]:
    """A rule holds while an instrument that it cites is law; the layer's own dates stand in for unknown ones."""
    found: dict[Force, None] = {}
    for id in rule.basis:
        clause = clauses.get(id)
        source = sources.get(clause.source) if clause is not None else None
        force = source.force if source is not None and source.force != Force() else layer.force
        found[force] = None
    return tuple(found) or (layer.force,)


_INHERITED = {
    "when": "when", "if": "condition", "require": "require", "must": "must", "same": "same", "after": "after",
    "since": "since", "elapsed": "elapsed", "each": "each", "unless": "unless", "breaks": "breaks",
    "level": "level", "gives": "gives", "effect": "effect", "readings": "readings", "law_of": "law_of",
    "title": "title", "waives": "waives",
}
_CLOCK_KEYS = {
    "within": ("within",), "from": ("start_field",), "ahead": ("ahead",), "before": ("before",), "every": ("every",),
    "by": ("by",), "once": ("once_from", "once_by"), "extend": ("extend",), "exclude": ("exclude",),
    "lifted_by": ("lifted_by",), "rolls": ("rolls",),
}


def _inherit(rule: Rule, upper: Rule, layer: Layer) -> Rule:
    """A restated rule takes from the upper one whatever its author did not give."""
    own = rule.own_keys
    changes: dict[str, Any] = {
        attribute: getattr(upper, attribute) for key, attribute in _INHERITED.items() if key not in own
    }
    if "require" not in own and "level" in own and rule.family == "recording":
        changes.pop("require", None)
    if "severity" not in own:
        changes["severity"], changes["must_if"] = upper.severity, upper.must_if
    if "bearer" not in own and (upper.bearer.kind != "agency" or layer.bearer.where == ALWAYS):
        changes["bearer"] = upper.bearer
    if rule.family == "milestones" and not ({"in", "unless_first", "held", "replaced_by"} & own):
        changes["derivation"] = upper.derivation
    changes["refuses"] = rule.refuses or upper.refuses
    clock: dict[str, Any] = {}
    for key, attributes in _CLOCK_KEYS.items():
        source = rule.clock if key in own else upper.clock
        clock.update({a: getattr(source, a) for a in attributes})
    # A clock of another kind replaces the upper one, it does not add to it.
    kinds = ("within", "ahead", "before", "every", "once")
    if any(k in own for k in kinds):
        for key in kinds:
            if key not in own:
                clock.update({a: getattr(Clock(), a) for a in _CLOCK_KEYS[key]})
    changes["clock"] = Clock(**clock)
    return replace(rule, **changes)
