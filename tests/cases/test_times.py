"""Dates and times as case files write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.cases.events import DAY, as_text, day_moment, exact_moment
from lawrules.cases.times import BadTime, as_moment, moment_of, probable, read_date, read_moment

NOON = exact_moment(datetime(2023, 1, 16, 12))


def test_a_bare_date_is_every_moment_of_its_day() -> None:
    start, end, aware = read_moment("2023-01-16")
    assert (start, end) == day_moment(date(2023, 1, 16).toordinal())
    assert end - start == DAY - 1
    assert aware is None


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-16T12:00",
        "2023-01-16 12:00",
        "2023-01-16T12:00:00",
        "2023-01-16t12:00",
        "2023-01-16T12:00:00.000",
        "2023-01-16T12:00:00,000000000",
    ],
)
def test_a_time_without_an_offset_is_beijing_time(text: str) -> None:
    assert read_moment(text) == (*NOON, False)


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-16T12:00+08:00",
        "2023-01-16T04:00Z",
        "2023-01-16T04:00:00z",
        "2023-01-16T06:00+0200",
        "2023-01-15T23:00:00-05:00",
        "2023-01-16 09:30 +05:30",
    ],
)
def test_an_offset_is_converted(text: str) -> None:
    assert read_moment(text) == (*NOON, True)


OFFSETS = st.sampled_from(
    ("", "+08:00", "-05:00", "+05:30", "+14:59", "-14:00", "+15:00", "-23:59", "+08:60", "+99:00")
)


def outcome(text: str) -> object:
    try:
        return read_moment(text)
    except BadTime as error:
        return error.reason


@given(st.datetimes(datetime(1899, 12, 31), datetime(2101, 1, 2)), st.sampled_from("T "), OFFSETS)
def test_a_fraction_of_nothing_changes_nothing(when: datetime, between: str, offset: str) -> None:
    text = when.isoformat(between, "seconds")
    assert outcome(text + offset) == outcome(f"{text}.0{offset}")
    if when.second == 0:
        assert outcome(text[:16] + offset) == outcome(text + offset)


@pytest.mark.parametrize("offset", ["", ":00", ":00+08:00"])
def test_the_hour_of_twenty_four_is_the_next_day_s(offset: str) -> None:
    assert outcome(f"2023-01-16T24:00{offset}") == outcome("2023-01-16T24:00:00.0+08:00")


def test_fractions_are_kept_to_the_microsecond() -> None:
    start, _, _ = read_moment("2023-01-16T12:00:00.1234567")
    assert start - NOON.start == 123456


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "2023-1-16",
        "2023/01/16",
        "16.01.2023",
        "2023-01-16T",
        "2023-01-16T12",
        "2023-W03-1",
        "20230116",
        "2023-01-16T12:00:00+8",
        " 2023-01-16",
        "2023-01-16\n",
        "２０２３-01-16",
        "yesterday",
        "2023-W03-1T12:00",
        "2023-01-16T12:00+08",
        "2023-01-16T12:00+08:00:00",
        "2023-01-16T12:00:00+08:0a",
        "2023-01-16T12:00:00+08.00",
    ],
)
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    with pytest.raises(BadTime) as caught:
        read_moment(text)
    assert caught.value.reason is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2023-02-30", "2 月没有 30 日"),
        ("2023-13-01", "没有 13 月"),
        ("2023-00-01", "没有 0 月"),
        ("2023-02-29T10:00", "没有 29 日"),
        ("2023-01-16T24:00", "次日 00:00"),
        ("2023-01-16T12:60", "钟点"),
        ("2023-01-16T12:00:60", "钟点"),
        ("1023-01-16", "1900"),
        ("2203-01-16T10:00", "2100"),
        ("2023-01-16T12:00+15:00", "时区"),
    ],
)
def test_a_date_that_does_not_exist_is_told_why(text: str, why: str) -> None:
    with pytest.raises(BadTime) as caught:
        read_moment(text)
    assert caught.value.reason is not None
    assert why in caught.value.reason["zh"]
    assert caught.value.reason["en"]


def test_the_leap_day_exists_in_leap_years_only() -> None:
    assert read_date("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(BadTime):
        read_date("2023-02-29")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2023/1/6", "2023-01-06"),
        ("2023.1.6", "2023-01-06"),
        ("2023年1月6日", "2023-01-06"),
        ("20230106", "2023-01-06"),
        ("2023-1-6 9:05", "2023-01-06T09:05"),
        ("2023年1月6日9时", "2023-01-06T09:00"),
        ("2023年1月6日下午3时", ""),
        ("2023/13/6", ""),
        ("soon", ""),
    ],
)
def test_the_probable_meaning_is_suggested(text: str, meant: str) -> None:
    assert probable(text) == meant


def test_python_dates_and_datetimes_are_read() -> None:
    assert moment_of(date(2023, 1, 16))[:2] == day_moment(date(2023, 1, 16).toordinal())
    assert moment_of(datetime(2023, 1, 16, 12)) == (*NOON, False)
    aware = datetime(2023, 1, 16, 13, tzinfo=timezone(timedelta(hours=9)))
    assert moment_of(aware) == (*NOON, True)
    with pytest.raises(BadTime):
        moment_of(date(1, 1, 1))
    assert as_moment("2023-01-16T12:00") == NOON


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 12, 31)), st.integers(-14 * 60, 14 * 60))
def test_text_and_datetime_agree_whatever_the_offset(when: datetime, minutes: int) -> None:
    assert read_moment(when.isoformat()) == moment_of(when)
    aware = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_moment(aware.isoformat()) == moment_of(aware)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        start, end, _ = read_moment(text)
    except BadTime:
        return
    assert read_moment(as_text((start, end)))[:2] == (start, end)
