"""The algebra of deadlines (docs/deadlines.md, "Laws"), tried on random cases.

`HYPOTHESIS_PROFILE=thorough` tries twenty times as many.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lawrules.days import Due, Period, Roll, Unit, WorkCalendar, due
from lawrules.testing import calendars, dates, periods

LAST_START = date(2023, 12, 31)
STARTS = dates(max_value=LAST_START)
NUMBERS = st.integers(1, 250)
ROLLS = st.sampled_from(Roll)
WD, ND = Unit.WORKING_DAY, Unit.DAY


def ordinal(day: date) -> int:
    return day.toordinal()


@st.composite
def spans(draw: st.DrawFn, around: date = date(2015, 1, 1)) -> tuple[date, date]:
    first = draw(st.dates(around - timedelta(days=30), around + timedelta(days=500)))
    return first, first + timedelta(days=draw(st.integers(0, 40)))


@st.composite
def terms(draw: st.DrawFn) -> tuple[date, list[tuple[date, date]]]:
    """A start and some excluded spans that have a chance to meet its term."""
    start = draw(STARTS)
    return start, draw(st.lists(spans(around=start), max_size=4))


# -- working days ----------------------------------------------------------------------------------------


@given(STARTS, STARTS, st.integers(-250, 250))
def test_adding_is_monotone_in_the_start(a: date, b: date, n: int) -> None:
    cal = WorkCalendar.china()
    a, b = sorted((max(a, date(2009, 1, 1)), max(b, date(2009, 1, 1))))
    assert cal.add_working_days(a, n) <= cal.add_working_days(b, n)


@given(dates(date(2009, 1, 1), LAST_START), st.integers(-250, 250), st.integers(-250, 250))
def test_adding_is_monotone_in_the_number_and_strictly_so_on_one_side_of_zero(d: date, m: int, n: int) -> None:
    cal = WorkCalendar.china()
    assume(m < n)
    low, high = cal.add_working_days(d, m), cal.add_working_days(d, n)
    assert low <= high
    if m > 0 or n < 0:
        assert low < high


@given(STARTS, NUMBERS, NUMBERS)
def test_adding_in_two_parts_is_adding_at_once(d: date, a: int, b: int) -> None:
    cal = WorkCalendar.china()
    assert cal.add_working_days(cal.add_working_days(d, a), b) == cal.add_working_days(d, a + b)


@given(dates(date(2010, 1, 1), LAST_START), NUMBERS, NUMBERS)
def test_counting_back_in_two_parts_is_counting_back_at_once(d: date, a: int, b: int) -> None:
    cal = WorkCalendar.china()
    assert cal.add_working_days(cal.add_working_days(d, -a), -b) == cal.add_working_days(d, -a - b)


@given(STARTS, NUMBERS)
def test_counting_is_the_inverse_of_adding(d: date, n: int) -> None:
    cal = WorkCalendar.china()
    assert cal.working_days_between(d, cal.add_working_days(d, n)) == n


@given(STARTS, STARTS, STARTS)
def test_counts_add_up_along_the_calendar(a: date, b: date, c: date) -> None:
    cal = WorkCalendar.china()
    between = cal.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)
    assert between(a, a) == 0


@given(dates(date(2009, 1, 1), LAST_START), NUMBERS)
def test_adding_then_taking_away_returns_exactly_when_the_start_works(d: date, n: int) -> None:
    cal = WorkCalendar.china()
    there_and_back = cal.add_working_days(cal.add_working_days(d, n), -n)
    assert (there_and_back == d) == cal.is_working_day(d)
    assert there_and_back <= d


@given(dates(date(2009, 1, 1), LAST_START), st.integers(-250, 250))
def test_a_result_is_a_working_day_and_never_early(d: date, n: int) -> None:
    cal = WorkCalendar.china()
    result = cal.add_working_days(d, n)
    assert cal.is_working_day(result)
    if n > 0:
        assert result - d >= timedelta(days=n)
    elif n < 0:
        assert d - result >= timedelta(days=-n)
    else:
        assert result >= d
        assert (result == d) == cal.is_working_day(d)


# -- terms -----------------------------------------------------------------------------------------------


@given(STARTS, STARTS, periods(), ROLLS)
def test_a_later_start_is_never_due_earlier(a: date, b: date, period: Period, roll: Roll) -> None:
    # Not so in the narrow reading: 1 October rolls to the 8th while 4 October stays.
    assume(roll is not Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY)
    a, b = sorted((a, b))
    assert due(a, period, rolls=roll).date <= due(b, period, rolls=roll).date


@given(STARTS, st.sampled_from([WD, ND, Unit.MONTH]), st.integers(1, 36), st.integers(1, 36))
def test_a_longer_term_is_never_due_earlier(d: date, unit: Unit, m: int, n: int) -> None:
    m, n = sorted((m, n))
    for roll in (Roll.NEVER, Roll.NEXT_WORKING_DAY):
        assert due(d, Period(m, unit), rolls=roll).date <= due(d, Period(n, unit), rolls=roll).date


@given(STARTS, periods())
def test_rolling_never_moves_an_end_forward_in_time_but_to_the_next_working_day(d: date, period: Period) -> None:
    cal = WorkCalendar.china()
    never = due(d, period, rolls=Roll.NEVER).date
    wide = due(d, period, rolls=Roll.NEXT_WORKING_DAY)
    narrow = due(d, period, rolls=Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY).date
    assert never <= narrow <= wide.date
    if wide.date <= cal.announced_until:
        assert wide.date == cal.next_working_day(never)
    assert wide.raw == never
    assert wide.rolled == (wide.date != never)
    if period.unit is WD:
        assert never == narrow == wide.date


@given(terms(), periods(), ROLLS)
def test_tolling_never_gives_an_earlier_end(
    term: tuple[date, list[tuple[date, date]]], period: Period, roll: Roll
) -> None:
    d, excluded = term
    plain, tolled = due(d, period, rolls=roll), due(d, period, rolls=roll, exclude=excluded)
    assert plain.raw <= tolled.raw
    if roll is not Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY:
        assert plain.date <= tolled.date


@given(terms(), periods(), st.randoms())
def test_tolled_spans_commute_and_unite(
    term: tuple[date, list[tuple[date, date]]], period: Period, random: object
) -> None:
    d, excluded = term
    days = sorted({first + timedelta(days=i) for first, last in excluded for i in range((last - first).days + 1)})
    shuffled = list(excluded)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    expected = due(d, period, exclude=excluded)
    assert due(d, period, exclude=shuffled).date == expected.date
    assert due(d, period, exclude=[*excluded, *excluded]).date == expected.date
    assert due(d, period, exclude=[(day, day) for day in days]).date == expected.date


@given(terms(), st.integers(1, 200))
def test_tolling_natural_days_moves_the_end_by_the_tolled_days_before_it(
    term: tuple[date, list[tuple[date, date]]], n: int
) -> None:
    d, excluded = term
    end = due(d, Period(n, ND), exclude=excluded)
    tolled = {first + timedelta(days=i) for first, last in excluded for i in range((last - first).days + 1)}
    inside = sum(d < day <= end.date for day in tolled)
    assert (end.date - d).days == n + inside
    assert end.date not in tolled
    assert len(end.counted_days) == n


@given(terms(), st.integers(1, 200), st.sampled_from([WD, ND]))
def test_a_span_outside_the_term_saves_nothing(term: tuple[date, list[tuple[date, date]]], n: int, unit: Unit) -> None:
    d, _ = term
    plain = due(d, Period(n, unit))
    before = (d - timedelta(days=9), d)
    after = (plain.date + timedelta(days=1), plain.date + timedelta(days=40))
    assert due(d, Period(n, unit), exclude=[before, after]).date == plain.date


@given(STARTS, st.sampled_from([WD, ND]), st.lists(st.integers(1, 60), min_size=1, max_size=4), st.randoms())
def test_extensions_of_one_kind_add_up_in_any_order(d: date, unit: Unit, parts: list[int], random: object) -> None:
    first, *more = parts
    together = due(d, Period(sum(parts), unit), rolls=Roll.NEXT_WORKING_DAY)
    random.shuffle(more)  # type: ignore[attr-defined]
    extended = due(d, Period(first, unit), extend=[Period(n, unit) for n in more], rolls=Roll.NEXT_WORKING_DAY)
    assert (extended.raw, extended.date) == (together.raw, together.date)


@given(STARTS, periods(), st.lists(periods((WD, ND, Unit.MONTH), 40), max_size=3), ROLLS)
def test_an_extension_never_gives_an_earlier_end(d: date, period: Period, more: list[Period], roll: Roll) -> None:
    assert due(d, period, rolls=roll).raw < due(d, period, extend=[*more, Period(1, ND)], rolls=roll).raw


@given(dates(date(2009, 1, 1), LAST_START), NUMBERS, st.sampled_from([WD, ND]))
def test_between_a_notice_and_its_event_lie_exactly_the_clear_days(d: date, n: int, unit: Unit) -> None:
    cal = WorkCalendar.china()
    notice = due(d, Period(n, unit), ahead=True).date
    if unit is ND:
        assert (d - notice).days == n + 1
    else:
        assert cal.working_days_between(notice, d - timedelta(days=1)) == n
        assert cal.is_working_day(notice)
    # A day later would leave too few.
    assert due(notice, Period(n + 1, unit)).date >= d or not cal.is_working_day(d)


# -- calendars -------------------------------------------------------------------------------------------


@given(calendars())
def test_an_overlay_of_nothing_changes_nothing(cal: WorkCalendar) -> None:
    for nothing in ({}, {"years": {}, "local": {}}, {"title": "空"}, {"local": None}):
        assert cal.with_overlay(nothing) is cal


@given(calendars(), st.integers(-40, 40), st.data())
def test_local_rest_days_never_bring_an_end_nearer(cal: WorkCalendar, n: int, data: st.DataObject) -> None:
    assume(n != 0 and cal.announced_until.year > 2008)
    d = data.draw(dates(date(2007, 6, 1), cal.announced_until - timedelta(days=90)))
    local = data.draw(dates(max_value=cal.announced_until))
    more = cal.with_overlay({"local": {"地方节日": [local.isoformat()]}})
    before, after = cal.add_working_days(d, n), more.add_working_days(d, n)
    assert (after >= before) if n > 0 else (after <= before)
    assert not more.is_working_day(local)


@given(calendars(), st.data())
def test_the_levels_of_a_calendar_agree(cal: WorkCalendar, data: st.DataObject) -> None:
    d = data.draw(dates(max_value=cal.announced_until))
    o = ordinal(d)
    assert cal.works(o) == cal.is_working_day(d)
    assert cal.statutory(o) == cal.is_statutory_holiday(d)
    if d + timedelta(days=40) <= cal.announced_until:
        assert cal.next_working(o) == ordinal(cal.next_working_day(d)) == cal.nth_working(o, 0)
        assert cal.nth_working(o, 9) == ordinal(cal.add_working_days(d, 9))
    if d.year > 2007:
        assert cal.prev_working(o) == (o if cal.works(o) else cal.nth_working(o, -1))
        assert cal.nth_working(o, -9) == ordinal(cal.add_working_days(d, -9))


# -- time of day -----------------------------------------------------------------------------------------


@given(
    st.datetimes(datetime(2008, 1, 1), datetime(2023, 12, 31)),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from(
        [Period(7, WD), Period(15, ND), Period(24, Unit.HOUR), Period(30, Unit.MINUTE), Period(2, Unit.MONTH)]
    ),
)
def test_the_time_zone_of_an_aware_start_is_irrelevant(moment: datetime, offset: int, period: Period) -> None:
    beijing = moment.replace(tzinfo=timezone(timedelta(hours=8)))
    elsewhere = beijing.astimezone(timezone(timedelta(minutes=offset)))
    here, there, naive = (due(start, period) for start in (beijing, elsewhere, moment))
    assert here.date == there.date == naive.date
    assert here.moment == there.moment
    if here.moment is not None and naive.moment is not None:
        assert here.moment.tzinfo is not None
        assert here.moment.replace(tzinfo=None) == naive.moment
        assert there.moment is not None
        assert there.moment.utcoffset() == timedelta(hours=8)


@given(dates(), st.integers(0, 86_399), st.integers(1, 200), st.sampled_from([Unit.HOUR, Unit.MINUTE]), st.booleans())
def test_a_start_without_its_hour_holds_whatever_hour_it_was(
    d: date, second: int, n: int, unit: Unit, ahead: bool
) -> None:
    coarse = due(d, Period(n, unit), ahead=ahead)
    exact = due(datetime.combine(d, datetime.min.time()) + timedelta(seconds=second), Period(n, unit), ahead=ahead)
    assert coarse.moment is None
    assert coarse.earliest_moment is not None
    assert coarse.latest_moment is not None
    assert exact.moment is not None
    assert coarse.earliest_moment <= exact.moment < coarse.latest_moment
    assert coarse.earliest <= exact.date <= coarse.latest
    assert coarse.date == (coarse.earliest if ahead else coarse.latest)


@given(STARTS, st.integers(0, 86_399), periods(), ROLLS)
def test_the_hour_of_the_start_changes_no_day_term(d: date, second: int, period: Period, roll: Roll) -> None:
    moment = datetime.combine(d, datetime.min.time()) + timedelta(seconds=second)
    assert due(moment, period, rolls=roll).date == due(d, period, rolls=roll).date


# -- explanations ----------------------------------------------------------------------------------------


def _check_steps(term: Due, works: Callable[[date], bool]) -> None:
    days = term.counted_days
    assert days == sorted(set(days), reverse=term.ahead)
    if term.period.unit is WD and not term.extend:
        assert all(works(day) for day in days)
    if term.period.unit in (WD, ND) and not term.extend:
        assert len(days) == term.period.count
    # Every day from the start to the end is accounted for, in one direction, without a hole.
    covered: list[date] = []
    for step in term.steps:
        stretch = [step.first + timedelta(days=i) for i in range((step.last - step.first).days + 1)]
        covered += reversed(stretch) if term.ahead else stretch
    assert covered[0] == term.start
    assert covered[-1] == term.date
    gaps = {(b - a).days for a, b in pairwise(covered)}
    assert gaps <= ({-1, 0} if term.ahead else {0, 1})


@given(terms(), periods(), st.lists(periods((WD, ND, Unit.MONTH), 30), max_size=2), ROLLS)
def test_the_steps_lead_from_the_start_to_the_end(
    term: tuple[date, list[tuple[date, date]]], period: Period, more: list[Period], roll: Roll
) -> None:
    d, excluded = term
    answer = due(d, period, exclude=excluded, extend=more, rolls=roll)
    _check_steps(answer, lambda day: WorkCalendar.china().works(day.toordinal()))
    if not answer.rolled and period.unit is not Unit.SAME_DAY:
        assert answer.counted_days[-1] == answer.date


@given(dates(date(2012, 1, 1), LAST_START), st.lists(spans(date(2014, 1, 1)), max_size=3), periods(max_count=60))
def test_the_steps_of_a_backward_term_lead_back(d: date, excluded: list[tuple[date, date]], period: Period) -> None:
    assume(period.unit is not Unit.YEAR)
    try:
        answer = due(d, period, exclude=excluded, ahead=True)
    except ValueError:
        pytest.skip("before 2007")
    _check_steps(answer, lambda day: WorkCalendar.china().works(day.toordinal()))
