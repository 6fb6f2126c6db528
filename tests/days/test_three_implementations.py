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


def test_the_walker_rolls_and_extends_as_counted_by_hand(wall: WallCalendar) -> None:
    wide, day = Roll.NEXT_WORKING_DAY, date.fromisoformat
    days, working = Period.parse("15日"), Period.parse("1个工作日")
    # The 15th day after 20 September 2024 is 5 October; the break ends on Monday 7.
    assert reference.due(wall, day("2024-09-20"), days, roll=wide) == day("2024-10-08")
    assert reference.due(wall, day("2024-09-20"), days) == day("2024-10-05")
    # The last part decides whether the end rolls: here the days, after one working day from Thursday 19 September.
    assert reference.due(wall, day("2024-09-19"), working, extensions=[days], roll=wide) == day("2024-10-08")
    # The same day is that day, Saturday or not.
    assert reference.due(wall, day("2024-09-21"), Period.parse("当日"), roll=wide) == day("2024-09-21")
    # 30 days from 10 March 2025 end on 9 April; of the 30 more, four go before the five days left out, twelve to the
    # end of April, and fourteen into May.
    longer = reference.due(
        wall,
        day("2025-03-10"),
        Period.parse("30日"),
        suspended=[(day("2025-04-14"), day("2025-04-18"))],
        extensions=[Period.parse("30日")],
    )
    assert longer == day("2025-05-14")


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
