"""Why a checker refused a value: the diagnostic that names the field, the value and the expected form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lawrules.cases.faults import Faults, Place, shown
from lawrules.cases.fields import BAD, DECIMAL_LIMIT, INT_LIMIT, checker, number_of, reference
from lawrules.cases.times import BadTime, moment_of, probable, read_moment
from lawrules.diagnostics import nearest
from lawrules.policy.vocabulary import Field

_EXPECTED = {
    "bool": ("布尔值 true 或 false", "true or false"),
    "int": ("整数", "a whole number"),
    "decimal": ("数，例如 20000 或 1234.50", "a number, e.g. 20000 or 1234.50"),
    "string": ("文字（像数字的请加引号）", "text (quote what looks like a number)"),
    "date": ("日期，例如 2023-01-16", "a date, e.g. 2023-01-16"),
    "datetime": ("时刻，例如 2023-01-16T10:30", "a time, e.g. 2023-01-16T10:30"),
    "enum": ("一个取值", "one value"),
    "set": ("一个取值或取值的列表", "a value or a list of values"),
    "ref": ("一个编号或姓名", "one id or name"),
    "refs": ("一个或几个编号、姓名", "one or several ids or names"),
    "items": ("条目的列表，例如 [{name: 事项}]", "a list of entries, e.g. [{name: matter}]"),
}


def expected(kind: str) -> dict[str, str]:
    zh, en = _EXPECTED[kind]
    return {"zh": zh, "en": en}


def explain(field: Field, value: Any, place: Place, faults: Faults, items: Mapping[str, Field]) -> None:
    """Say why the checker of `field` refused `value`."""
    kind = field.type
    if kind in ("int", "decimal") and _explain_number(field, value, place, faults):
        return
    if kind in ("date", "datetime") and isinstance(value, (str, date)):
        explain_time(value, place, faults, whole_day=kind == "date")
        return
    if kind == "enum" and type(value) is str and value:
        unknown_choice(field, value, place, faults)
        return
    if kind in ("set", "refs") and isinstance(value, (list, tuple, set, frozenset)):
        _explain_members(field, value, place, faults)
        return
    if kind == "set" and type(value) is str and value:
        unknown_choice(field, value, place, faults)
        return
    if kind == "items" and isinstance(value, (list, tuple)):
        for i, entry in enumerate(value):
            _explain_entry(entry, (*place, i), faults, items)
        return
    faults.add("LR604", place, field=field.name, word=shown(value), expected=expected(kind))


def _explain_number(field: Field, value: Any, place: Place, faults: Faults) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        number: Decimal | None = Decimal(value) if abs(value) < 10**30 else None
        huge = number is None
    elif isinstance(value, (float, Decimal)) or (isinstance(value, str) and field.type == "decimal"):
        number, huge = number_of(value), isinstance(value, Decimal) and value.is_finite() and value.adjusted() > 17
    else:
        return False
    if (isinstance(value, float) and value != value) or (isinstance(value, Decimal) and value.is_nan()):
        faults.add("LR622", place, word=shown(value))
        return True
    if number is not None and field.minimum is not None and number < field.minimum:
        faults.add("LR610", place, field=field.name, word=shown(value), minimum=field.minimum)
        return True
    if huge or (number is not None and abs(number) >= (INT_LIMIT if field.type == "int" else DECIMAL_LIMIT)):
        faults.add("LR623", place, field=field.name, word=shown(value))
        return True
    return False


def explain_time(value: Any, place: Place, faults: Faults, *, whole_day: bool = False) -> None:
    """Say why `value` is no date or time."""
    kind = {"zh": "日期", "en": "date"} if whole_day else {"zh": "日期或时刻", "en": "date or time"}
    reason: dict[str, str] | None = None
    try:
        if isinstance(value, str):
            # A time where only a date fits is readable, and still the wrong thing.
            read_moment(value)
        elif isinstance(value, date):
            moment_of(value)
    except BadTime as error:
        reason = error.reason
    if reason is not None:
        faults.add("LR609", place, word=shown(value), reason=reason)
        return
    meant = probable(value) if isinstance(value, str) else ""
    faults.add("LR608", place, word=shown(value), kind=kind, nearest=meant[:10] if whole_day else meant)


def unknown_choice(field: Field, value: Any, place: Place, faults: Faults) -> None:
    near = nearest(value, field.choices) or next((k for k, title in field.choices.items() if title == value), "")
    faults.add("LR605", place, field=field.name, word=shown(value), allowed=list(field.choices), nearest=near)


def _explain_members(field: Field, value: Any, place: Place, faults: Faults) -> None:
    for i, member in enumerate(value):
        here = (*place, i)
        if field.type == "refs":
            if reference(member) is BAD:
                faults.add("LR604", here, field=field.name, word=shown(member), expected=expected("ref"))
        elif type(member) is not str or not member:
            faults.add("LR604", here, field=field.name, word=shown(member), expected=expected("enum"))
        elif not field.open and member not in field.choices:
            unknown_choice(field, member, here, faults)


def _explain_entry(entry: Any, place: Place, faults: Faults, items: Mapping[str, Field]) -> None:
    if not isinstance(entry, Mapping):
        mapping = {"zh": "映射，例如 {name: 事项}", "en": "a mapping, e.g. {name: matter}"}
        faults.add("LR604", place, field="items", word=shown(entry), expected=mapping)
        return
    for name, said in entry.items():
        field = items.get(name)
        if field is None:
            where = {"zh": "清单条目", "en": "a list entry"}
            faults.add(
                "LR617",
                (*place, name),
                key=True,
                where=where,
                word=shown(name),
                allowed=sorted(items),
                nearest=nearest(name, items),
            )
        elif said is not None and checker(field)(said) is BAD:
            explain(field, said, (*place, name), faults, items)
