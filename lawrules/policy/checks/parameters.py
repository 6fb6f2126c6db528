"""Parameters: dated, in order, cited, set once, used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lawrules.diagnostics import Diagnostic, nearest
from lawrules.policy.checks.places import above, fault
from lawrules.policy.read import Document

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition

_REFERENCE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR301 unknown basis, LR308 unused, LR314 out of order, LR315 set although the layer above has set it."""
    for document in c.documents.values():
        yield from _written(c, document)
    yield from _set_twice(c)
    # One that fills an upper layer's open parameter is used up there.
    own = [name for name in c.target.parameters if all(d.layer == c.target.id for d in c.parameters.get(name, ()))]
    if own:
        used = {name for document in c.documents.values() for name in _references(document.value)}
        for name in own:
            if name not in used:
                yield fault("LR308", c.target.parameters[name].span, word=name)


def _written(c: Composition, document: Document) -> Iterator[Diagnostic]:
    listed = document.value.get("parameters") if isinstance(document.value, dict) else None
    for name, spec in listed.items() if isinstance(listed, dict) else ():
        before = ""
        for day, item in spec.items() if isinstance(spec, dict) else ():
            if not isinstance(item, dict):
                continue
            at = ("parameters", name, day)
            # ISO dates sort as text.
            if str(day) < before:
                yield fault("LR314", document.span(at, key=True), word=name, date=day, before=before)
            before = str(day)
            basis = item.get("basis")
            if not isinstance(basis, str) or basis not in c.clauses:
                yield fault("LR301", document.span((*at, "basis")), word=basis, nearest=nearest(basis, c.clauses))


def _set_twice(c: Composition) -> Iterator[Diagnostic]:
    for name, definitions in c.parameters.items():
        for definition in definitions:
            upper = above(c, definition.layer)
            taken = next((d for d in definitions if d.layer in upper and d.values), None)
            if taken is not None:
                yield fault("LR315", definition.span, word=name, where=taken.layer)


def _references(value: Any) -> Iterator[str]:
    """Every `$name` in a document."""
    stack = [[value]]
    seen: set[int] = set()
    while stack:
        for node in stack.pop():
            if isinstance(node, str):
                if "$" in node:
                    yield from _REFERENCE.findall(node)
            elif isinstance(node, (dict, list)) and id(node) not in seen:
                seen.add(id(node))
                stack.append(list(node.values()) if isinstance(node, dict) else node)
