"""Spans, recipes and readings: the small parts on which terms are built."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.days import CalendarError, Roll, WorkCalendar, due
from lawrules.days.index import DayIndex
from lawrules.days.notice import break_name
from lawrules.days.readings import Reading, readings
from lawrules.days.recipes import Surcharge, latest_of, lawful_from, safe_date
from lawrules.days.spans import united, without
from lawrules.days.times import next_full_hour

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


def days_of(spans: list[tuple[int, int]]) -> set[int]:
    return {day for first, last in spans for day in range(first, last + 1)}


@given(SPANS)
def test_united_spans_hold_the_same_days_and_never_touch(spans: list[tuple[int, int]]) -> None:
    result = united(spans)
    assert days_of(result) == days_of(spans)
    assert all(a[1] + 1 < b[0] for a, b in pairwise(result))
    assert all(first <= last for first, last in result)


@given(SPANS, st.integers(0, 60), st.integers(0, 60))
def test_what_lies_outside_the_spans(spans: list[tuple[int, int]], first: int, last: int) -> None:
    result = without(first, last, united(spans))
    assert days_of(result) == set(range(first, last + 1)) - days_of(spans)
    assert all(a <= b for a, b in result)
    assert result == sorted(result)


def test_each_place_of_a_span_beside_a_stretch_leaves_out_its_own_days() -> None:
    # Before, over the beginning, inside, over the end, and after 10..20.
    assert without(10, 20, [(1, 5), (8, 11), (14, 15), (19, 22), (25, 30)]) == [(12, 13), (16, 18)]
    assert without(10, 20, [(1, 9), (21, 30)]) == [(10, 20)]
    assert without(10, 20, [(1, 10), (20, 30)]) == [(11, 19)]
    assert without(10, 20, [(10, 20)]) == without(10, 20, [(1, 30)]) == []
    assert without(10, 20, [(12, 12), (14, 14)]) == [(10, 11), (13, 13), (15, 20)]
    assert without(20, 10, []) == []


def test_the_index_takes_any_range() -> None:
    # 2024-09-14 is a Saturday: it, Sunday 15 and Monday 16 rest unless told otherwise.
    first = date(2024, 9, 14).toordinal()
    index = DayIndex(first, first + 3, rest=[first + 2, first - 1, first + 9], work=[first, first - 2, first + 8])
    assert [index.works(first + i) for i in range(4)] == [True, False, False, True]
    assert index.days == [first, first + 3]
    assert index.before == [0, 1, 1, 1, 2]
    assert [index.at_or_before(first), index.at_or_after(first), index.nth(first, 0)] == [first] * 3
    assert [index.at_or_before(first + 2), index.at_or_after(first + 1), index.nth(first, 1)] == [
        first,
        first + 3,
        first + 3,
    ]
    assert [index.count(first, first), index.count(first, first + 3), index.count(first + 1, first + 2)] == [1, 2, 0]
    assert index.nth(first + 3, -1) == first
    for question in (
        lambda: index.works(first - 1),
        lambda: index.works(first + 4),
        lambda: index.nth(first - 1, 1),
        lambda: index.nth(first, -1),
        lambda: index.nth(first + 3, 1),
        lambda: index.at_or_after(first - 1),
        lambda: index.at_or_after(first + 4),
        lambda: index.at_or_before(first - 1),
        lambda: index.at_or_before(first + 4),
        lambda: index.count(first - 1, first + 1),
        lambda: index.count(first, first + 4),
    ):
        with pytest.raises(CalendarError, match="outside the calendar"):
            question()
    # The first and the last day can be told to rest and to work like any other.
    ends = DayIndex(first + 2, first + 3, rest=[first + 2, first + 3], work=[])
    assert ends.days == []
    assert DayIndex(first, first + 1, rest=[], work=[first, first + 1]).days == [first, first + 1]
    both = DayIndex(first, first + 3, rest=[first], work=[first])
    assert both.works(first)


def test_a_break_is_called_by_the_festivals_of_its_own_rest_days_alone() -> None:
    # Day 4 works, between two breaks of which only the far one has a festival.
    rest = {1, 2, 3, 5, 6, 7}
    assert break_name(2, {6: "国庆节"}, rest.__contains__) == ""
    assert break_name(6, {2: "中秋节"}, rest.__contains__) == ""
    # The days that bound a break are not part of it, whatever festival they are.
    assert break_name(6, {4: "中秋节", 5: "国庆节", 8: "元旦"}, rest.__contains__) == "国庆节"
    assert break_name(2, {1: "农历除夕", 2: "春节", 3: "国庆节（补假）"}, rest.__contains__) == "春节、国庆节"


def test_the_safe_date_of_a_fixed_date_is_the_last_working_day_before_it() -> None:
    # 31 January 2027 is beyond the frontier, so 2026: a Saturday; 15 December 2024 is a Sunday; 31 March 2026 works.
    assert safe_date(date(2026, 1, 31)) == date(2026, 1, 30)
    assert safe_date(date(2024, 12, 15)) == date(2024, 12, 13)
    assert safe_date(date(2026, 3, 31)) == date(2026, 3, 31)
    local = WorkCalendar.china().with_overlay({"local": {"火把节": ["2026-03-31"]}})
    assert safe_date(date(2026, 3, 31), local) == date(2026, 3, 30)
    # 31 January 2025 lies in the Spring Festival break of 28 January to 4 February; 26 January was a make-up Sunday.
    assert safe_date(date(2025, 1, 31)) == date(2025, 1, 27)


def test_an_act_is_lawful_the_day_after_the_last_possible_end() -> None:
    assert lawful_from(due("2024-09-13", "7个工作日")) == date(2024, 9, 26)
    open_term = due("2026-12-20", "10个工作日")
    assert lawful_from(open_term) == open_term.latest + timedelta(days=1)


def test_the_later_of_two_terms() -> None:
    early, late = due("2024-05-31", "60日"), due("2024-05-31", "6个月")
    assert latest_of(early, late) is latest_of(late, early) is late
    assert latest_of(early) is early
    with pytest.raises(ValueError, match="at least one"):
        latest_of()


def test_a_surcharge_drops_parts_of_a_cent_and_may_have_another_rate() -> None:
    odd = Surcharge(1_01, date(2024, 10, 8))
    assert [odd.on(date(2024, 10, 8 + day)) for day in (0, 1, 2)] == [0, 3, 6]
    tax = Surcharge(1_000_00, date(2024, 10, 8), rate=Fraction(5, 10_000), cap=Fraction(1, 10))
    assert tax.on(date(2024, 10, 9)) == 50
    assert tax.on(date(2025, 10, 8)) == 100_00
    assert tax.capped_from == date(2024, 10, 8) + timedelta(days=200)
    assert tax.on(tax.capped_from - timedelta(days=1)) < 100_00
    assert tax.on(tax.capped_from) == 100_00
    assert tax.on(date(2024, 1, 1)) == 0
    assert Surcharge(0, date(2024, 10, 8)).on(date(2025, 1, 1)) == 0
    assert Surcharge(100, date(2024, 10, 8), cap=Fraction(0)).capped_from == date(2024, 10, 8)


@pytest.mark.parametrize(("principal", "rate", "cap"), [(-1, 1, 1), (1, 0, 1), (1, -1, 1), (1, 1, -1)])
def test_a_surcharge_of_nothing_is_refused(principal: int, rate: int, cap: int) -> None:
    with pytest.raises(ValueError, match="surcharge"):
        Surcharge(principal, date(2024, 10, 8), Fraction(rate), Fraction(cap))


@pytest.mark.parametrize(
    ("moment", "full"),
    [
        (datetime(2024, 2, 9, 16, 40), datetime(2024, 2, 9, 17)),
        (datetime(2024, 2, 9, 16, 0, 1), datetime(2024, 2, 9, 17)),
        (datetime(2024, 2, 9, 16, 0, 0, 1), datetime(2024, 2, 9, 17)),
        (datetime(2024, 2, 9, 16), datetime(2024, 2, 9, 16)),
        (datetime(2024, 12, 31, 23, 59), datetime(2025, 1, 1)),
    ],
)
def test_the_next_full_hour(moment: datetime, full: datetime) -> None:
    assert next_full_hour(moment) == full


def test_a_partys_term_shows_the_unrolled_and_the_narrow_reading() -> None:
    found = {item.id: item for item in readings(due("2024-09-20", "15日", bearer="party"))}
    assert {key: item.date for key, item in found.items()} == {"D-02": date(2024, 10, 5), "D-03": date(2024, 10, 5)}
    assert found["D-02"].sources == ("AEL-25a", "TRF-05b")
    assert found["D-03"].sources == ("MOHURD55-45", "JS-APR-49", "HOL-2024-02")
    assert found["D-02"].zh == "期满日不顺延"


def test_an_agencys_ceiling_shows_what_it_would_be_if_it_rolled_or_began_a_day_earlier() -> None:
    found = [(item.id, item.date) for item in readings(due("2024-09-20", "15日"))]
    assert found == [("D-01", date(2024, 10, 4)), ("D-02", date(2024, 10, 8))]
    # From 3 October, a statutory day, the narrow reading rolls as well.
    found = [(item.id, item.date) for item in readings(due("2024-09-20", "13日"))]
    assert found == [("D-01", date(2024, 10, 2)), ("D-02", date(2024, 10, 8)), ("D-03", date(2024, 10, 8))]
    wide = readings(due("2024-09-20", "15日", rolls=Roll.NEXT_WORKING_DAY))
    assert [(item.id, item.date) for item in wide] == [("D-02", date(2024, 10, 5)), ("D-03", date(2024, 10, 5))]
    narrow = readings(due("2024-09-20", "15日", rolls=Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY))
    assert [(item.id, item.date) for item in narrow] == [("D-01", date(2024, 10, 4)), ("D-03", date(2024, 10, 8))]


def test_readings_keep_spans_extensions_and_calendar() -> None:
    term = due("2025-03-10", "30日", exclude=[("2025-03-17", "2025-03-28")], extend=["30日"])
    assert [(item.id, item.date) for item in readings(term)] == [("D-01", date(2025, 5, 20))]
    seized = due("2024-09-05", "15日", exclude=[("2024-09-10", "2024-09-19")], extend=["5日"])
    assert [(item.id, item.date) for item in readings(seized)] == [
        ("D-01", date(2024, 10, 4)),
        ("D-02", date(2024, 10, 8)),
    ]


def test_terms_with_one_reading_show_no_other() -> None:
    assert readings(due("2024-09-13", "7个工作日")) == ()
    assert readings(due("2024-09-13", "7个工作日", bearer="party")) == ()
    assert readings(due("2024-02-09T16:00", "24小时")) == ()
    assert readings(due("2024-02-09", "24小时")) == ()
    assert readings(due("2024-02-09T16:40", "24小时", ahead=True)) == ()
    assert readings(due("2024-02-09", "当日")) == ()
    assert readings(due("2024-02-09", "当日", ahead=True)) == ()
    assert readings(due("2024-08-05", "30日", bearer="party")) == ()
    assert readings(due("2024-08-05", "1个月")) == ()


def test_extended_hours_keep_their_extension_in_the_other_reading() -> None:
    [item] = readings(due("2024-02-09T16:40", "24小时", extend=["1小时"]))
    assert item.moment == datetime(2024, 2, 10, 18)
    assert item.sources == ("CPLI-125", "JS-APR-49")


def test_readings_as_data() -> None:
    [item] = readings(due("2025-10-15", "7个工作日", ahead=True))
    assert item == Reading(
        "P-11",
        "通知日可为所数期间的第一日（宽松）",
        "the notice may go out on the first of the counted days (lenient)",
        ("APL-2021-64b", "AEL-51"),
        date(2025, 9, 29),
    )
    assert item.to_dict() == {
        "id": "P-11",
        "zh": item.zh,
        "en": item.en,
        "sources": ["APL-2021-64b", "AEL-51"],
        "date": "2025-09-29",
        "moment": None,
    }
    [hours] = readings(due("2024-02-09T16:40", "24小时"))
    assert hours.to_dict()["moment"] == "2024-02-10T17:00:00"
