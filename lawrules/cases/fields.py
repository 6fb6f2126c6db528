"""Values of fields: a compiled checker for each field.

A checker takes a decoded value and returns it in normal form, or `BAD`. Checkers are the hot path: they do not say what
is wrong. `lawrules.cases.refusals` does, and is only asked about a value that was refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from lawrules.cases.events import Moment
from lawrules.cases.times import BadTime, moment_of, read_date, read_moment
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
    kind = type(value)
    if kind is str or kind is int:
        one = reference(value)
        return BAD if one is BAD else (one,)
    if kind is not list and not isinstance(value, (list, tuple)):
        return BAD
    try:
        found = tuple(dict.fromkeys(value))
    except TypeError:
        return BAD
    for name in found:
        if type(name) is not str or not name or name.isspace():
            # Numbers among the names, or something that is no name.
            named = dict.fromkeys([reference(v) for v in value])
            return BAD if BAD in named else tuple(named)
    return found


def _bool(value: Any) -> Any:
    return value if value is True or value is False else BAD


def _string(value: Any) -> Any:
    return value if type(value) is str else BAD


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
    number = number_of(value) if isinstance(value, (float, Decimal)) else None
    if number is None or abs(number) > INT_LIMIT or number != number.to_integral_value():
        return BAD
    return int(number)


def _decimal(minimum: int | None) -> Checker:
    limit = int(DECIMAL_LIMIT)
    low = -limit if minimum is None else minimum

    def check(value: Any) -> Any:
        if type(value) is int:
            return Decimal(value) if low <= value < limit else BAD
        number = number_of(value)
        return number if number is not None and low <= number < limit else BAD

    return check


def number_of(value: Any) -> Decimal | None:
    """A number exactly as written, or None. A float counts as its shortest decimal form."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, float):
            number = Decimal(repr(value))
        elif isinstance(value, str):
            # ASCII digits only: `1e3`, `１０００` and `1_000` are other people's numbers.
            if not _PLAIN_NUMBER.match(value):
                return None
            number = Decimal(value)
        else:
            number = value if isinstance(value, Decimal) else Decimal(value)
    except (InvalidOperation, ValueError, TypeError):
        return None
    if not number.is_finite() or number.adjusted() > 40 or _exponent(number) < -_DECIMALS:
        return None
    return number


_PLAIN_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?\Z", re.ASCII)


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
    table = {choice: choice for choice in choices}

    def check(value: Any) -> Any:
        return table.get(value, BAD) if type(value) is str else BAD

    return check


def _set(choices: frozenset[str] | None) -> Checker:
    def check(value: Any) -> Any:
        kind = type(value)
        if kind is str:
            value = (value,)
        elif kind is not list and not isinstance(value, (list, tuple, set, frozenset)):
            return BAD
        try:
            found = frozenset(value)
        except TypeError:
            return BAD
        if choices is not None:
            return found if found <= choices else BAD
        for word in found:
            if type(word) is not str or not word:
                return BAD
        return found

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
