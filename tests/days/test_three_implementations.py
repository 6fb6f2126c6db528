"""The walker that a lawyer can follow, the index and numpy agree; here on a sample, whole by the script itself."""

from __future__ import annotations

import importlib.util
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.days import Period, Roll, Unit, WorkCalendar, due_day, reference
from lawrules.days.reference import WallCalendar
from lawrules.testing import dates, periods

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "deadlines_exhaustive.py"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deadlines_exhaustive", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_sample_of_the_exhaustive_comparison_has_no_difference() -> None:
    pytest.importorskip("numpy")
    made, wrong = load_script().compare(every=211)
    assert wrong == []
    assert len(made) == 16
    assert sum(made.values()) > 150_000


def test_the_walker_stops_where_the_text_of_the_law_says(wall: WallCalendar) -> None:
    assert reference.due(wall, date(2024, 9, 13), Period.parse("7个工作日")) == date(2024, 9, 25)
    assert reference.due(wall, date(2023, 8, 31), Period.parse("6个月")) == date(2024, 2, 29)
    assert reference.latest_notice(wall, date(2025, 10, 15), Period.parse("7个工作日")) == date(2025, 9, 28)
    assert reference.corresponding_date(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert reference.corresponding_date(date(2024, 1, 15), -1) == date(2023, 12, 15)


@st.composite
def cases(draw: st.DrawFn) -> tuple[date, Period, list[tuple[date, date]], list[Period]]:
    start = draw(dates(date(2008, 6, 1), date(2023, 6, 30)))
    excluded = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + timedelta(days=draw(st.integers(-60, 200)))
        excluded.append((first, first + timedelta(days=draw(st.integers(0, 30)))))
    return (
        start,
        draw(periods(max_count=120)),
        excluded,
        draw(st.lists(periods((Unit.WORKING_DAY, Unit.DAY, Unit.MONTH), 30), max_size=2)),
    )


@given(cases(), st.sampled_from(Roll))
def test_terms_with_excluded_spans_and_extensions(
    wall: WallCalendar, case: tuple[date, Period, list[tuple[date, date]], list[Period]], roll: Roll
) -> None:
    start, period, excluded, more = case
    cal = WorkCalendar.china()
    spans = [(first.toordinal(), last.toordinal()) for first, last in excluded]
    got = due_day(cal, start.toordinal(), period, roll=roll, exclude=spans, extend=more)
    if not got.provisional and date.fromordinal(got.day) <= date(2026, 12, 31):
        expected = reference.due(wall, start, period, roll=roll, suspended=excluded, extensions=more)
        assert date.fromordinal(got.day) == expected


@given(cases())
def test_backward_terms_with_excluded_spans(
    wall: WallCalendar, case: tuple[date, Period, list[tuple[date, date]], list[Period]]
) -> None:
    start, period, excluded, _ = case
    if period.unit in (Unit.YEAR, Unit.MONTH) and period.count > 12:
        period = Period(12, Unit.MONTH)
    spans = [(first.toordinal(), last.toordinal()) for first, last in excluded]
    got = due_day(WorkCalendar.china(), start.toordinal(), period, exclude=spans, ahead=True)
    assert date.fromordinal(got.day) == reference.latest_notice(wall, start, period, excluded)
