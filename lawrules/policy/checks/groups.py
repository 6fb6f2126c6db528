"""Groups of events hold events and other groups, never themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lawrules.diagnostics import Diagnostic, Span
from lawrules.policy.checks.milestones import cycles
from lawrules.policy.checks.places import fault

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR216 group cycle."""
    groups = c.vocabulary.groups
    holds = {
        name: [member for member in map(_name, group.members) if member in groups] for name, group in groups.items()
    }
    for cycle in cycles(holds):
        document = c.documents.get(groups[cycle[0]].layer)
        span = document.span(("events", "groups", cycle[0]), key=True) if document is not None else Span("")
        yield fault("LR216", span, word=cycle[0])


def _name(member: Any) -> str:
    return str(next(iter(member), "")) if isinstance(member, Mapping) else str(member)
