"""Periods as text."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.days import Period, PeriodError, Unit
from lawrules.errors import LawrulesError
from lawrules.testing import periods

FORMS = [
    ("24 hours", "24小时", 24, Unit.HOUR),
    ("30 days", "30日", 30, Unit.DAY),
    ("7 working days", "7个工作日", 7, Unit.WORKING_DAY),
    ("3 months", "3个月", 3, Unit.MONTH),
    ("2 years", "2年", 2, Unit.YEAR),
    ("30 minutes", "30分钟", 30, Unit.MINUTE),
    ("same day", "当日", 0, Unit.SAME_DAY),
    ("promptly", "及时", 0, Unit.PROMPTLY),
    ("immediately", "立即", 0, Unit.IMMEDIATELY),
]


@pytest.mark.parametrize(("en", "zh", "count", "unit"), FORMS)
def test_each_form_is_read_and_written_in_both_languages(en: str, zh: str, count: int, unit: Unit) -> None:
    period = Period(count, unit)
    assert Period.parse(en) == Period.parse(zh) == period
    assert (period.text("en"), period.text(), period.text("zh"), str(period)) == (en, zh, zh, zh)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("30天", "30日"),
        ("7工作日", "7个工作日"),
        ("24个小时", "24小时"),
        ("当天", "当日"),
        ("１５日", "15日"),
        (" 7  Working Days ", "7个工作日"),
        ("1 day", "1日"),
        ("1 days", "1日"),
        ("7 个工作日", "7个工作日"),
        ("007 days", "7日"),
        ("10日\n", "10日"),
        ("Promptly", "及时"),
    ],
)
def test_other_spellings(text: str, same: str) -> None:
    assert str(Period.parse(text)) == same


def test_one_of_something_is_singular_in_english() -> None:
    assert Period(1, Unit.WORKING_DAY).text("en") == "1 working day"
    assert Period(2, Unit.WORKING_DAY).text("en") == "2 working days"
    assert Period(21, Unit.DAY).text("en") == "21 days"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("7 business days", "7 working days"),
        ("7 workdays", "7 working days"),
        ("1 business day", "1 working day"),
        ("七个工作日", "7个工作日"),
        ("十五日", "15日"),
        ("三十日", "30日"),
        ("一百八十日", "180日"),
        ("二十四小时", "24小时"),
        ("六个月", "6个月"),
        ("两年", "2年"),
        ("7个自然日", "7日"),
        ("10 natural days", "10 days"),
        ("3月", "3个月"),
        ("24时", "24小时"),
        ("30 dayz", "30 days"),
        ("30d", "30 days"),
        ("24h", "24 hours"),
        ("7wd", "7 working days"),
        ("3m", "3 months"),
        ("2y", "2 years"),
        ("1 hours and a bit", "1 hour"),
        ("immediatly", "immediately"),
        ("随便", None),
        ("7", None),
        ("", None),
        ("7 working days ahead of time and so on", "7 working days"),
        ("0 business days", None),
        ("2024-09-29", None),
        ("一百二十日内", "120日"),
        ("百日以内", "100日"),
        ("二百零五天整", "205天"),
        ("十日内", "10日"),
        ("7-day", "7 days"),
        ("7_days", "7 days"),
        ("7-wd", "7 working days"),
        ("24_h", "24 hours"),
        ("3 -m", "3 months"),
        ("5 business", "5 working days"),
        ("5 work", "5 working days"),
        ("5天工作时间", "5个工作日"),
        ("30 d", "30 days"),
        ("自然日", None),
        ("7 - working days", "7 working days"),
        ("十五日以内", "15日"),
        ("6个月份", "6个月"),
        ("5个个月", "5个月"),
        ("10 calendar days", "10 days"),
        ("1 calendar day", "1 day"),
        ("5个日", "5日"),
        ("5自然日", "5日"),
        ("5工作天", "5个工作日"),
        ("5 work日", "5个工作日"),
        ("10 个 工作日 以内", "10个工作日"),
        ("3 mo", "3 months"),
        ("2 yrs", "2 years"),
        ("1 minuts", "1 minute"),
        ("12345678 minuts", "12345678 minutes"),
        ("promply", "promptly"),
        ("sameday", "same day"),
        ("当日内", "当日"),
        # A week is no period of the law, and no month either.
        ("3个周", None),
        ("3周", None),
        ("3 weeks", None),
        ("0 dayz", None),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_with_the_nearest_form(text: str, near: str | None) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    zh, en = caught.value.zh, caught.value.en
    assert f"`{text}`" in zh
    assert f"`{text}`" in en
    if near is None:
        assert "是否应为" not in zh
        assert "Did you mean" not in en
    else:
        assert f"是否应为 `{near}`？" in zh
        assert f"Did you mean `{near}`?" in en
    for form in ("`7个工作日`", "`当日`", "`立即`"):
        assert form in zh
    for form in ("`7 working days`", "`same day`", "`immediately`"):
        assert form in en
    assert str(caught.value) == f"{zh} / {en}"


@pytest.mark.parametrize("text", ["0 days", "-3 days", "0个工作日", "-1小时", "+0 days"])
def test_an_empty_period_is_an_error(text: str) -> None:
    with pytest.raises(PeriodError, match="empty period"):
        Period.parse(text)
    with pytest.raises(ValueError, match="期限为空"):
        Period.parse(text)


def test_a_fraction_is_an_error() -> None:
    with pytest.raises(PeriodError, match=r"whole: `1\.5 days`"):
        Period.parse("1.5 days")
    with pytest.raises(PeriodError, match=r"whole: `1\.5`$"):
        Period(1.5, Unit.DAY)  # type: ignore[arg-type]
    with pytest.raises(PeriodError, match="whole"):
        Period(True, Unit.DAY)


@pytest.mark.parametrize(
    ("unit", "longest"),
    [
        (Unit.DAY, 36_525),
        (Unit.WORKING_DAY, 25_000),
        (Unit.MONTH, 1_200),
        (Unit.YEAR, 100),
        (Unit.HOUR, 876_600),
        (Unit.MINUTE, 52_596_000),
    ],
)
def test_a_period_of_more_than_a_hundred_years_is_a_slip_of_the_pen(unit: Unit, longest: int) -> None:
    assert Period(longest, unit).count == longest
    with pytest.raises(PeriodError, match="too long"):
        Period(longest + 1, unit)
    with pytest.raises(PeriodError, match="too long"):
        Period.parse("9" * 400 + " days")


@pytest.mark.parametrize("text", ["20", " ２０ "])
def test_a_number_alone_is_asked_for_its_unit(text: str) -> None:
    with pytest.raises(PeriodError) as error:
        Period.parse(text)
    assert "缺少单位" in error.value.zh
    assert "The unit is missing" in error.value.en


@pytest.mark.parametrize("text", ["123456789天天", "9" * 5000 + " dayz"])
def test_a_number_that_no_unit_admits_gets_no_hint(text: str) -> None:
    with pytest.raises(PeriodError) as error:
        Period.parse(text)
    assert "12345678" not in str(error.value).replace(text, "")
    assert "Did you mean" not in str(error.value)


@pytest.mark.parametrize("unit", [Unit.SAME_DAY, Unit.PROMPTLY, Unit.IMMEDIATELY])
def test_words_take_no_number(unit: Unit) -> None:
    with pytest.raises(PeriodError, match="takes no number"):
        Period(1, unit)


@pytest.mark.parametrize("value", [None, 7, 7.0, b"7 days"])
def test_only_text_is_read(value: object) -> None:
    with pytest.raises(PeriodError, match="must be text"):
        Period.parse(value)  # type: ignore[arg-type]


def test_open_and_momentary_periods() -> None:
    assert {
        unit for unit in Unit if Period(0 if unit.value in ("same_day", "promptly", "immediately") else 1, unit).is_open
    } == {
        Unit.PROMPTLY,
        Unit.IMMEDIATELY,
    }
    assert Period.parse("24小时").is_moment
    assert Period.parse("30分钟").is_moment
    assert not Period.parse("1日").is_moment
    assert not Period.parse("当日").is_open
    assert not Period.parse("当日").is_moment


def test_errors_are_values_of_the_library() -> None:
    with pytest.raises(LawrulesError):
        Period.parse("?")
    with pytest.raises(PeriodError) as caught:
        Period.parse("?")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.zh, again.en) == (PeriodError, caught.value.zh, caught.value.en)


@given(periods(tuple(Unit)))
def test_text_round_trips(period: Period) -> None:
    assert Period.parse(period.text("zh")) == Period.parse(period.text("en")) == period


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert Period.parse(str(period)) == period
