"""Values of fields: a compiled checker for each field, and the explanation of what a checker refused.

A checker takes a decoded value and returns it in normal form, or `BAD`. Checkers are the hot path: they do not say what
is wrong. `explain` does, and is only called for a value that was refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from lawrules.cases.events import Moment
from lawrules.cases.faults import Faults, Place, shown
from lawrules.cases.times import BadTime, moment_of, probable, read_date, read_moment
from lawrules.diagnostics import nearest
from lawrules.policy.vocabulary import Field


class _Bad:
    def __repr__(self) -> str:
        return "BAD"


BAD: Any = _Bad()
"""What a checker returns for a value that does not fit."""

Checker: TypeAlias = Callable[[Any], Any]

# Whole numbers end where a matcher's integers end; amounts where 分 would (both far above anything real).
INT_LIMIT = 2**63 - 1
DECIMAL_LIMIT = Decimal(10) ** 16
_DECIMALS = 12

def checker(field: Field, items: Mapping[str, Checker] | None = None) -> Checker:
    """The checker of one field. `items`: the checkers of a list entry's own fields."""
    kind = field.type
    if kind == "bool":
        return _bool
    if kind == "int":
        return _whole(field.minimum)
    if kind == "decimal":
        return _decimal(field.minimum)
    if kind == "string":
        return _string
    if kind == "date":
        return _day
    if kind == "datetime":
        return _moment
    if kind == "enum":
        return _string if field.open else _choice(field.choices)
    if kind == "set":
        return _set(None if field.open else frozenset(field.choices))
    if kind == "ref":
        return reference
    if kind == "refs":
        return references
    return _items(items or {})


def reference(value: Any) -> Any:
    """A name or number of something, as text."""
    if type(value) is str:
        return value if value and not value.isspace() else BAD
    # Numbered records come out of databases as whole numbers; as text they lose nothing.
    if type(value) is int:
        return str(value)
    return BAD


def references(value: Any) -> Any:
    """One or several names, without repetitions: two officers are two different ones."""
    if type(value) is str or type(value) is int:
        one = reference(value)
        return BAD if one is BAD else (one,)
    if not isinstance(value, (list, tuple)):
        return BAD
    found = dict.fromkeys([reference(v) for v in value])
    return BAD if BAD in found else tuple(found)


def _bool(value: Any) -> Any:
    return value if value is True or value is False else BAD


def _string(value: Any) -> Any:
    return value if type(value) is str and value else BAD


def _whole(minimum: int | None) -> Checker:
    low = -INT_LIMIT if minimum is None else minimum

    def check(value: Any) -> Any:
        if type(value) is not int:
            value = _integral(value)
            if value is BAD:
                return BAD
        return value if low <= value <= INT_LIMIT else BAD

    return check


def _integral(value: Any) -> Any:
    """A float or decimal without a fraction as an int: spreadsheets write 5 as 5.0."""
    number = _number(value) if isinstance(value, (float, Decimal)) else None
    if number is None or abs(number) > INT_LIMIT or number != number.to_integral_value():
        return BAD
    return int(number)


def _decimal(minimum: int | None) -> Checker:
    limit = int(DECIMAL_LIMIT)
    low = -limit if minimum is None else minimum

    def check(value: Any) -> Any:
        if type(value) is int:
            return Decimal(value) if low <= value < limit else BAD
        number = _number(value)
        return number if number is not None and low <= number < limit else BAD

    return check


def _number(value: Any) -> Decimal | None:
    """A number exactly as written, or None. A float counts as its shortest decimal form."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = repr(value)
    try:
        # Signs and digits only: `1e3`, `１０００`, `1_000` are other people's numbers.
        if isinstance(value, str) and not value.lstrip("-").replace(".", "", 1).isdecimal() and "e" not in value:
            return None
        number = value if isinstance(value, Decimal) else Decimal(value)
    except (InvalidOperation, ValueError, TypeError):
        return None
    if not number.is_finite() or number.adjusted() > 40 or _exponent(number) < -_DECIMALS:
        return None
    return number


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _day(value: Any) -> Any:
    try:
        if type(value) is str:
            return read_date(value)
        if type(value) is date:
            return value
    except BadTime:
        pass
    return BAD


def _moment(value: Any) -> Any:
    try:
        if type(value) is str:
            start, end, _ = read_moment(value)
        elif isinstance(value, date):
            start, end, _ = moment_of(value)
        elif isinstance(value, Moment):
            return value
        else:
            return BAD
    except BadTime:
        return BAD
    return Moment((start, end))


def _choice(choices: Mapping[str, str]) -> Checker:
    table = dict.fromkeys(choices)

    def check(value: Any) -> Any:
        return value if type(value) is str and value in table else BAD

    return check


def _set(choices: frozenset[str] | None) -> Checker:
    def check(value: Any) -> Any:
        if not isinstance(value, (list, tuple, set, frozenset)):
            if type(value) is not str:
                return BAD
            value = (value,)
        try:
            found = frozenset(value)
        except TypeError:
            return BAD
        if choices is None:
            return found if all(type(v) is str and v for v in found) else BAD
        return found if found <= choices else BAD

    return check


def _items(fields: Mapping[str, Checker]) -> Checker:
    def check(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return BAD
        found = []
        for entry in value:
            if not isinstance(entry, Mapping):
                return BAD
            normal = {}
            for name, said in entry.items():
                test = fields.get(name)
                if test is None:
                    return BAD
                if said is None:
                    continue
                checked = test(said)
                if checked is BAD:
                    return BAD
                normal[name] = checked
            found.append(normal)
        return tuple(found)

    return check


# ── what a checker refused, and why

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
        number, huge = _number(value), isinstance(value, Decimal) and value.is_finite() and value.adjusted() > 17
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
            faults.add("LR617", (*place, name), key=True, where=where, word=shown(name), allowed=sorted(items),
                       nearest=nearest(name, items))
        elif said is not None and checker(field)(said) is BAD:
            explain(field, said, (*place, name), faults, items)
