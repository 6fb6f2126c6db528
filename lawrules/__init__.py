"""lawrules: duties and deadlines of administrative enforcement, evaluated from declarative policies.

    import lawrules
    kunming = lawrules.load("kunming")
    assessment = kunming.evaluate(events, as_of="2023-02-01")

Names are imported when they are first used, so that `import lawrules` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lawrules.cases.assessment import Assessment, Finding, Verdict
    from lawrules.cases.events import Case, Event, Register
    from lawrules.days import Due, Period, WorkCalendar, due
    from lawrules.diagnostics import Diagnostic
    from lawrules.errors import EventError, LawrulesError, PolicyError, UsageError
    from lawrules.facade import OpenCase, Permission, Policy, check, load

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Case",
    "Diagnostic",
    "Due",
    "Event",
    "EventError",
    "Finding",
    "LawrulesError",
    "OpenCase",
    "Period",
    "Permission",
    "Policy",
    "PolicyError",
    "Register",
    "UsageError",
    "Verdict",
    "WorkCalendar",
    "check",
    "due",
    "load",
]

_HOMES = {
    "Assessment": "lawrules.cases.assessment",
    "Case": "lawrules.cases.events",
    "Diagnostic": "lawrules.diagnostics",
    "Due": "lawrules.days",
    "Event": "lawrules.cases.events",
    "EventError": "lawrules.errors",
    "Finding": "lawrules.cases.assessment",
    "LawrulesError": "lawrules.errors",
    "OpenCase": "lawrules.facade",
    "Period": "lawrules.days",
    "Permission": "lawrules.facade",
    "Policy": "lawrules.facade",
    "PolicyError": "lawrules.errors",
    "Register": "lawrules.cases.events",
    "UsageError": "lawrules.errors",
    "Verdict": "lawrules.cases.assessment",
    "WorkCalendar": "lawrules.days",
    "check": "lawrules.facade",
    "due": "lawrules.days",
    "load": "lawrules.facade",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'lawrules' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
