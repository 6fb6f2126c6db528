"""Whole columns of dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.days import CalendarError, WorkCalendar
from lawrules.testing import dates

np = pytest.importorskip("numpy")
ArrayIndex = pytest.importorskip("lawrules.days.array").ArrayIndex


@given(st.lists(dates(date(2009, 1, 1), date(2024, 12, 31)), min_size=1, max_size=20), st.integers(-200, 200))
def test_a_column_is_its_dates_one_by_one(days: list[date], n: int) -> None:
    cal = WorkCalendar.china()
    expected = [cal.add_working_days(day, n) for day in days]
    column = np.array(days, dtype="datetime64[D]")
    assert cal.add_working_days_array(column, n).astype(object).tolist() == expected
    assert cal.add_working_days_array(days, [n] * len(days)).astype(object).tolist() == expected
    assert cal.add_working_days_array(column.astype("datetime64[s]"), n).dtype == "datetime64[D]"


@given(st.lists(st.tuples(dates(date(2009, 1, 1), date(2024, 12, 31)), st.integers(-200, 200)), min_size=1))
def test_each_date_may_have_its_own_number(pairs: list[tuple[date, int]]) -> None:
    cal = WorkCalendar.china()
    days, numbers = zip(*pairs, strict=True)
    expected = [cal.add_working_days(day, n) for day, n in pairs]
    assert cal.add_working_days_array(list(days), np.array(numbers)).astype(object).tolist() == expected


def test_shapes_are_kept_and_broadcast(china: WorkCalendar) -> None:
    grid = np.array([["2024-09-13", "2024-09-14"], ["2024-09-15", "2024-09-16"]], dtype="datetime64[D]")
    assert china.add_working_days_array(grid, 0).tolist() == [
        [date(2024, 9, 13), date(2024, 9, 14)],
        [date(2024, 9, 18), date(2024, 9, 18)],
    ]
    one = china.add_working_days_array(np.datetime64("2024-09-13"), 7)
    assert (one.shape, one.item()) == ((), date(2024, 9, 25))
    assert china.add_working_days_array("2024-09-13", 7).item() == date(2024, 9, 25)
    row = china.add_working_days_array(np.datetime64("2024-09-13"), [1, 7, -1])
    assert row.tolist() == [date(2024, 9, 14), date(2024, 9, 25), date(2024, 9, 12)]
    # From a Sunday of the break the first working day is Wednesday 18, and the day before it is Saturday 14.
    ends = china.add_working_days_array(["2024-09-15", "2024-09-15"], [1, -1])
    assert ends.tolist() == [date(2024, 9, 18), date(2024, 9, 14)]
    for empty in (china.add_working_days_array([], 7), china.add_working_days_array(grid[:0], 7)):
        assert (empty.size, empty.dtype) == (0, np.dtype("datetime64[D]"))
    assert china.add_working_days_array(grid[:0], 7).shape == (0, 2)
    assert china.add_working_days_array([], [7]).shape == (0,)
    assert china.add_working_days_array(["2024-09-13"], np.array([], dtype=int)).shape == (0,)
    assert china.add_working_days_array(grid[:0, :1], [1, 2, 3]).shape == (0, 3)


@pytest.mark.parametrize(
    ("day", "n"),
    [
        ("2006-12-31", 1),
        ("2027-01-01", 0),
        ("2027-01-01", -5),
        ("2026-12-30", 2),
        ("2026-12-30", [2]),
        ("2007-01-04", -1),
        ("2007-01-04", [-1]),
        ("2007-01-01", -1),
        ("NaT", 1),
        ("2024-01-01", 10**12),
        ("2024-01-01", [-(10**12)]),
    ],
)
def test_outside_the_announced_years_nothing_is_guessed(china: WorkCalendar, day: str, n: int | list[int]) -> None:
    column = np.array(["2024-01-02", day], dtype="datetime64[D]")
    with pytest.raises(CalendarError, match=r"2007-01-01\.\.2026-12-31"):
        china.add_working_days_array(column, n)


def test_a_table_is_whole_and_is_made_once_for_each_number(china: WorkCalendar) -> None:
    table = ArrayIndex(china)
    assert table.add("2026-12-30", 1).item() == date(2026, 12, 31)
    assert table.add(["2026-12-30"], [1]).item() == date(2026, 12, 31)
    assert table.add("2007-01-01", 0).item() == date(2007, 1, 4)
    assert table.add(["2007-01-01"], [0]).item() == date(2007, 1, 4)
    assert table.add("2007-01-05", -1).item() == date(2007, 1, 4)
    with pytest.raises(CalendarError, match=r"2007-01-01\.\.2026-12-31"):
        table.add("2027-01-01", 0)
    assert sorted(table._tables) == [-1, 0, 1]
    kept = table._tables[1]
    for n in range(2, 63):
        table.add("2024-01-02", n)
    assert len(table._tables) == 64
    assert table._tables[1] is kept
    table.add("2024-01-02", 63)
    assert sorted(table._tables) == [63]


def test_a_long_column_is_handled_block_by_block(china: WorkCalendar) -> None:
    days = np.datetime64("2008-01-01") + np.arange(40_000) % 6_000
    whole = china.add_working_days_array(days, 7)
    assert whole.size == 40_000
    for begin in (0, 16_383, 16_384, 16_385, 32_767, 32_768, 39_999):
        assert whole[begin].item() == china.add_working_days(days[begin].item(), 7)
    assert (whole[:6_000] == whole[6_000:12_000]).all()
    assert (whole == china.add_working_days_array(days, np.full(40_000, 7))).all()
    with pytest.raises(CalendarError):
        china.add_working_days_array(np.append(days, np.datetime64("2027-01-01")), 7)


def test_the_edges_still_answer(china: WorkCalendar) -> None:
    assert china.add_working_days_array("2026-12-30", 1).item() == date(2026, 12, 31)
    assert china.add_working_days_array("2026-12-31", 0).item() == date(2026, 12, 31)
    assert china.add_working_days_array("2007-01-01", 0).item() == date(2007, 1, 4)
    assert china.add_working_days_array("2007-01-05", -1).item() == date(2007, 1, 4)
    assert china.add_working_days_array(["2007-01-05"], np.array([-1], dtype="int8")).item() == date(2007, 1, 4)
    assert china.add_working_days_array(
        ["2024-09-13"], np.array([200], dtype="uint8")
    ).item() == china.add_working_days(date(2024, 9, 13), 200)


@pytest.mark.parametrize("n", [1.0, "1", [1.5], None, True])
def test_numbers_must_be_whole(china: WorkCalendar, n: object) -> None:
    with pytest.raises(CalendarError, match="must be whole"):
        china.add_working_days_array("2024-09-13", n)  # type: ignore[arg-type]


def test_it_works_for_other_calendars(china: WorkCalendar) -> None:
    local = china.with_overlay({"local": {"火把节": ["2024-09-18"]}})
    local.add_working_days_array("2024-09-13", 1)
    table = local._lazy["array"]
    local.add_working_days_array("2024-09-13", 2)
    assert local._lazy["array"] is table
    assert local.add_working_days_array("2024-09-13", 7).item() == date(2024, 9, 26)
    assert china.add_working_days_array("2024-09-13", 7).item() == date(2024, 9, 25)
    earlier = china.announced_through(2024)
    with pytest.raises(CalendarError, match="2024-12-31"):
        earlier.add_working_days_array("2024-12-30", 7)


def test_the_table_of_a_number_is_made_once(china: WorkCalendar) -> None:
    index = ArrayIndex(china)
    assert index._table(7)[1] is index._table(7)[1]
    assert index._table(7)[1] is not index._table(8)[1]
