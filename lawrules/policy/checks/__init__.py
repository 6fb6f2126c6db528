"""Checks that look at a whole composition: a module a family, each a pure function from composition to diagnostics.

Takes a `Composition` whose files are well-formed and whose words are known. Promises every fault at once; a check never
raises and never changes what it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic, in_order
from lawrules.policy.checks import (
    bases,
    calendars,
    contradictions,
    exemptions,
    groups,
    impossible,
    joins,
    layering,
    loosening,
    milestones,
    parameters,
    periods,
    spans,
)

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition

Check = Callable[["Composition"], Iterator[Diagnostic]]

ALL_CHECKS: tuple[Check, ...] = tuple(
    module.check
    for module in (
        bases, calendars, contradictions, exemptions, groups, impossible, joins,
        layering, loosening, milestones, parameters, periods, spans,
    )
)


def run(c: Composition) -> list[Diagnostic]:
    """All checks over `c`, sorted by place."""
    return in_order(fault for check in ALL_CHECKS for fault in check(c))


__all__ = ["ALL_CHECKS", "run"]
