"""A day is what the cited instrument says it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lawrules.days.period import Period, Unit
from lawrules.policy.checks.lengths import may_exceed

RULE = "duties:\n  a-post: {title: 公开, basis: %s, when: act.done, require: act.posted, %s}\n"
# The upper source counts 3, 5, 7, 10 and 20 days as working days; the lower one does not say.
COUNTED = "  L-2: {source: U, at: 二, says: 引用上位法的期限}\n"


@pytest.mark.parametrize(
    ("period", "fits"),
    [
        ("7个工作日", True), ("7日", False), ("7 working days", True), ("7 days", False), ("30日", True),
        ("30个工作日", False), ("3个月", True), ("24小时", True), ("及时", True), ("当日", True),
    ],
)
def test_days_are_counted_as_the_source_counts_them(layers: Any, period: str, fits: bool) -> None:
    text = COUNTED + RULE % ("L-2", f"within: {period}")
    assert [f.code for f in layers.check(text, only="LR403")] == ([] if fits else ["LR403"])


def test_the_fault_shows_the_source_its_convention_and_the_right_form(layers: Any) -> None:
    (fault,) = layers.check(COUNTED + RULE % ("L-2", "within: 7日"), only="LR403")
    assert fault.words["source"] == "省条例"
    assert fault.words["suggestion"] == "7个工作日"
    assert "3、5、7、10、20 日按工作日" in fault.message
    assert fault.span.line == 11


def test_a_source_that_does_not_say_how_it_counts_is_not_judged(layers: Any) -> None:
    assert layers.check(RULE % ("L-1", "within: 7日"), only="LR403") == []
    assert layers.check(COUNTED + RULE % ("[L-1, L-2]", "within: 7日"), only="LR403") == []


def test_a_source_without_working_days_counts_natural_days_throughout(layers: Any) -> None:
    clause = "  L-3: {source: NL, at: 三, says: 期限}\n"
    source = "sources:\n  NL: {title: 国家法, counts: {working_days: []}}\n"
    layers.write("words", layers.words + source)
    (fault,) = layers.check(clause + RULE % ("L-3", "within: 7个工作日"), only="LR403")
    assert "一律按自然日" in fault.message
    assert layers.check(clause + RULE % ("L-3", "within: 7日"), only="LR403") == []


@pytest.mark.parametrize(
    ("family", "keys"),
    [
        ("duties", "when: act.done, require: act.posted, ahead: 7日"),
        ("duties", "when: act.done, require: act.posted, within: 30日, "
                   "extend: [{when: act.extended, by: days, up_to: 7日}]"),
        ("gates", "when: act.done, after: act.told, elapsed: 7日"),
        ("milestones", "when: act.done, in: 7日"),
        ("milestones", "when: act.done, in: {latest_of: [30日, 7日]}"),
        ("milestones", "when: act.done, in: 30日, replaced_by: [{when: act.told, in: 7日}]"),
        ("duties", "when: act.done, require: act.posted, within: 30日, readings: {short: {within: 7日, basis: L-2}}"),
    ],
)
def test_every_place_of_a_period_is_judged(layers: Any, family: str, keys: str) -> None:
    rule = f"{family}:\n  a-rule: {{title: 甲, basis: L-2, {keys}}}\n"
    assert [f.code for f in layers.check(COUNTED + rule, only="LR403")] == ["LR403"]
    assert layers.check(COUNTED + rule.replace("7日", "7个工作日"), only="LR403") == []


def test_a_parameter_is_judged_by_the_clause_of_each_of_its_values(layers: Any) -> None:
    text = COUNTED + RULE % ("[L-1, L-2]", "within: $term") + (
        'parameters:\n  term: {"2019-06-01": {is: 7日, basis: L-1}, "2020-01-01": {is: 7日, basis: L-2}}\n')
    (fault,) = layers.check(text, only="LR403")
    assert fault.words["clause"] == "L-2"
    assert fault.span.line == 13
    assert layers.check(text.replace("is: 7日, basis: L-2", "is: 7个工作日, basis: L-2"), only="LR403") == []


def test_a_unit_after_a_parameter_counts(layers: Any) -> None:
    text = COUNTED + RULE % ("L-2", "within: $term 日") + 'parameters:\n  term: {"2019-06-01": {is: 7, basis: L-2}}\n'
    assert len(layers.check(text, only="LR403")) == 1
    assert layers.check(text.replace("$term 日", "$term 个工作日"), only="LR403") == []


def test_what_is_inherited_is_judged_where_it_was_written(layers: Any) -> None:
    upper = RULE.replace("a-post", "u-post") % ("U-1", "within: 7个工作日")
    lower = "  L-4: {source: L, at: 四, says: 重申}\nduties:\n  a-post: {basis: L-4, restates: upper/u-post}\n"
    assert layers.check(lower, upper, only="LR403") == []


def test_an_extension_reads_its_days_from_a_whole_number(layers: Any) -> None:
    text = RULE % ("L-1", "within: 30日, extend: [{when: act.told, by: %s, up_to: 15日}]")
    (fault,) = layers.check(text % "channel", only="LR408")
    assert (fault.words["word"], fault.words["event"]) == ("channel", "act.told")
    assert layers.check(text.replace("act.told", "act.extended") % "days", only="LR408") == []


# ── which period is longer


@pytest.mark.parametrize(
    ("one", "other", "longer"),
    [
        ("8个工作日", "7个工作日", True), ("7个工作日", "7个工作日", False), ("7日", "7个工作日", False),
        ("9日", "7个工作日", False), ("10日", "7个工作日", True), ("7个工作日", "7日", True),
        ("3个工作日", "7日", False), ("5个工作日", "7日", False),
        ("6个工作日", "7日", True), ("1个月", "30日", True), ("30日", "1个月", True), ("28日", "1个月", False),
        ("1年", "12个月", True), ("25小时", "1日", True), ("24小时", "1日", False),
        ("当日", "1日", False), ("1日", "当日", True),
        ("及时", "7日", None), ("7日", "立即", None), ("90分钟", "1小时", True),
    ],
)
def test_which_of_two_periods_may_end_later(one: str, other: str, longer: bool | None) -> None:
    assert may_exceed(Period.parse(one), Period.parse(other)) is longer


def test_working_days_against_natural_days_agree_with_a_walk_over_a_calendar() -> None:
    """Weekends only: the longest and shortest stretch of n working days over all weekdays to start from."""
    def stretch(start: date, n: int) -> int:
        day, left = start, n
        while left:
            day += timedelta(1)
            left -= day.weekday() < 5
        return (day - start).days

    for n in range(1, 61):
        spans = [stretch(date(2024, 1, 1) + timedelta(shift), n) for shift in range(5)]
        working = Period(n, Unit.WORKING_DAY)
        for days in range(1, 100):
            natural = Period(days, Unit.DAY)
            assert may_exceed(working, natural) is (max(spans) > days), (n, days)
            assert may_exceed(natural, working) is (days > min(spans)), (n, days)
