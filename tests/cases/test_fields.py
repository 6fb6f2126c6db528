"""Values of fields in normal form, and the values that do not fit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.cases.events import Moment, exact_moment
from lawrules.cases.faults import Faults
from lawrules.cases.fields import BAD, checker
from lawrules.cases.refusals import explain
from lawrules.policy.vocabulary import FIELD_TYPES, Field

ITEMS = {"name": Field("name", "名称", "string"), "count": Field("count", "数量", "int", minimum=0)}
CHOICES = {"fine": "罚款", "warning": "警告"}


def field(kind: str, **settings: Any) -> Field:
    closed = {"choices": CHOICES} if kind in ("enum", "set") else {"open": True}
    return Field("f", "字段", kind, **{**closed, **settings})


def check(of: Field, value: Any) -> Any:
    return checker(of, {name: checker(f) for name, f in ITEMS.items()})(value)


@pytest.mark.parametrize(
    ("kind", "raw", "normal"),
    [
        ("bool", True, True),
        ("int", 5, 5),
        ("int", 5.0, 5),
        ("int", Decimal("5.0"), 5),
        ("decimal", 20000, Decimal(20000)),
        ("decimal", "1234.50", Decimal("1234.50")),
        ("decimal", 0.1, Decimal("0.1")),
        ("decimal", Decimal("0.3"), Decimal("0.3")),
        ("decimal", "-5", Decimal(-5)),
        ("string", "甲", "甲"),
        ("string", "", ""),
        ("date", "2023-01-16", date(2023, 1, 16)),
        ("date", date(2023, 1, 16), date(2023, 1, 16)),
        ("datetime", "2023-01-16T10:00", exact_moment(datetime(2023, 1, 16, 10))),
        ("datetime", datetime(2023, 1, 16, 10), exact_moment(datetime(2023, 1, 16, 10))),
        ("enum", "fine", "fine"),
        ("set", "fine", frozenset({"fine"})),
        ("set", ["fine", "warning", "fine"], frozenset({"fine", "warning"})),
        ("set", {"fine"}, frozenset({"fine"})),
        ("set", [], frozenset()),
        ("ref", "张", "张"),
        ("ref", 17, "17"),
        ("refs", "张", ("张",)),
        ("refs", ["王", "张", "王"], ("王", "张")),
        ("refs", [], ()),
        ("items", [{"name": "甲", "count": 2}, {"name": None}], ({"name": "甲", "count": 2}, {})),
    ],
)
def test_values_come_out_in_normal_form(kind: str, raw: Any, normal: Any) -> None:
    found = check(field(kind), raw)
    assert found == normal
    assert type(found) is type(normal)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("bool", 1),
        ("bool", "true"),
        ("bool", None),
        ("int", True),
        ("int", "5"),
        ("int", 5.5),
        ("int", 2**63),
        ("int", float("nan")),
        ("int", 1e300),
        ("decimal", True),
        ("decimal", "1e3"),
        ("decimal", "1_000"),
        ("decimal", "１０"),
        ("decimal", float("inf")),
        ("decimal", Decimal("1e999999")),
        ("decimal", Decimal("sNaN")),
        ("decimal", 10**40),
        ("decimal", "1" * 5000),
        ("decimal", ""),
        ("decimal", "万"),
        ("decimal", Decimal("1e-50")),
        ("string", 5),
        ("string", ["a"]),
        ("date", "2023-02-30"),
        ("date", "2023-01-16T10:00"),
        ("date", datetime(2023, 1, 16)),
        ("date", 20230116),
        ("datetime", "10:00"),
        ("datetime", 5),
        ("enum", "fin"),
        ("enum", ["fine"]),
        ("enum", True),
        ("enum", ""),
        ("set", ["fine", "x"]),
        ("set", [["fine"]]),
        ("set", 5),
        ("set", {"fine": 1}),
        ("ref", ["张"]),
        ("ref", ""),
        ("ref", "  "),
        ("ref", True),
        ("ref", 1.5),
        ("refs", ["张", 1.5]),
        ("refs", {"张": 1}),
        ("refs", [["张"]]),
        ("items", {"name": "甲"}),
        ("items", ["甲"]),
        ("items", [{"nam": "甲"}]),
        ("items", [{"count": -1}]),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(kind: str, raw: Any) -> None:
    of = field(kind)
    assert check(of, raw) is BAD
    faults = Faults("file")
    explain(of, raw, ("data", "f"), faults, ITEMS)
    assert faults.errors
    for fault in faults.errors:
        assert fault.path.startswith("data.f")
        assert fault.text("zh")
        assert fault.text("en")


def test_an_open_enum_takes_any_word() -> None:
    assert check(field("enum", open=True), "else") == "else"
    assert check(field("set", open=True), ["else"]) == frozenset({"else"})


def test_amounts_below_the_minimum_are_refused() -> None:
    of = field("decimal", minimum=0)
    assert check(of, -1) is BAD
    assert check(of, "-0.01") is BAD
    assert check(of, 0) == 0
    faults = Faults()
    explain(of, -1, ("amount",), faults, {})
    assert [f.code for f in faults.errors] == ["LR610"]


def test_a_chinese_label_leads_to_its_word() -> None:
    faults = Faults()
    explain(field("enum"), "罚款", ("f",), faults, {})
    assert faults.errors[0].words["nearest"] == "fine"


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.decimals()
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(FIELD_TYPES), anything)
def test_no_value_breaks_a_checker_and_every_refusal_is_explained(kind: str, raw: Any) -> None:
    of = field(kind, minimum=0) if kind in ("int", "decimal") else field(kind)
    found = check(of, raw)
    if found is BAD and raw is not None:
        faults = Faults()
        explain(of, raw, ("f",), faults, ITEMS)
        assert faults.errors
        assert all(f.text("zh") and f.text("en") for f in faults.errors)
    elif kind == "datetime":
        assert found is BAD or isinstance(found, Moment)
