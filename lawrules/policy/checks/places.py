"""What several checks need to know of a composition: where a key stands, which layers are above which, what holds.

No check of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from lawrules.diagnostics import Diagnostic, Span
from lawrules.policy.model import Force, Rule

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def place(c: Composition, rule: Rule, *path: Any, key: bool = False) -> Span:
    """Where a part of the rule stands in its file; the rule itself where its file is not known."""
    document = c.documents.get(rule.layer)
    return document.span((rule.family, rule.id, *path), key=key) if document is not None else rule.span


def listed(c: Composition, rule: Rule, key: str, names: Iterable[str]) -> Iterator[tuple[Span, str]]:
    """Each name that the rule's author wrote under `key`, with its place. Names that were inherited are left out."""
    if key not in rule.own_keys:
        return
    document = c.documents.get(rule.layer)
    written = document.value[rule.family][rule.id][key] if document is not None else None
    for i, name in enumerate(names):
        yield (place(c, rule, key, i) if isinstance(written, list) else place(c, rule, key)), name


def above(c: Composition, layer: str) -> frozenset[str]:
    """The ids of all layers that `layer` extends, directly or through others."""
    extends = {entry.id: entry.extends for entry in c.layers}
    found: set[str] = set()
    waiting = list(extends.get(layer, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(extends.get(name, ()))
    return frozenset(found)


def together(one: Rule, other: Rule) -> bool:
    """Whether there is a day on which both rules are law."""
    return any(_overlap(a, b) for a in one.force or (Force(),) for b in other.force or (Force(),))


def _overlap(a: Force, b: Force) -> bool:
    start = max(a.start or date.min, b.start or date.min)
    return start <= min(a.end or date.max, b.end or date.max)


def cited(c: Composition, rule: Rule) -> list[str]:
    """The rule's basis as a reader wants it: the clause's id and its place in the instrument."""
    return [f"{id}（{c.clauses[id].at}）" if id in c.clauses else id for id in rule.basis]


def named(c: Composition, ref: str, layer: str, family: str) -> Rule | None:
    """The rule of that family that `ref` names from `layer`."""
    found = c.find(ref, layer)
    return found if found is not None and found.family == family else None


def fault(code: str, span: Span, **words: Any) -> Diagnostic:
    return Diagnostic(code, span, words)
