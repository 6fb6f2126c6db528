"""Pictures of the calendar and of single deadlines; the dates come from the notices, not from the code."""

from __future__ import annotations

import pytest

from lawrules.days import WorkCalendar, due
from lawrules.report.calendar import due_lines, due_picture, year_picture
from lawrules.report.width import width

CHINA = WorkCalendar.china()


def test_2025_as_announced() -> None:
    # 国办发明电〔2024〕12号
    lines = year_picture(CHINA, 2025)
    assert lines[0].split() == ["2025年1月", "2025年2月", "2025年3月"]
    assert lines[1].startswith("一 二 三 四 五 六 日")
    assert lines[2].startswith("       1* 2  3  4  5 ")
    assert "26+" in lines[5]
    text = "\n".join(lines)
    for said in (
        "元旦            1月1日（周三）（1 天）",
        "农历除夕、春节  1月28日（周二） — 2月4日（周二）（8 天），上班：1月26日（周日）、2月8日（周六）",
        "国庆节、中秋节  10月1日（周三） — 10月8日（周三）（8 天），上班：9月28日（周日）、10月11日（周六）",
        "* 放假  + 调休上班  # 地方假日",
    ):
        assert said in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("year", [2007, 2020, 2025, 2026])
def test_a_year_fits_80_columns_and_counts_its_days(year: int, lang: str) -> None:
    lines = year_picture(CHINA, year, lang)
    assert max(map(width, lines)) <= 110
    assert max(map(width, lines[:36])) <= 80


def test_the_last_announced_year_says_that_its_end_is_open() -> None:
    last = CHINA.announced_until.year
    assert any("12 月 25 日以后" in line for line in year_picture(CHINA, last))
    assert not any("12 月 25 日以后" in line for line in year_picture(CHINA, last - 1))


def test_local_rest_days_have_a_mark_of_their_own() -> None:
    local = CHINA.with_overlay({"calendar": "x", "local": {"火把节": ["2024-07-30"]}})
    text = "\n".join(year_picture(local, 2024))
    assert "30#" in text
    assert "火把节" in text


def test_the_counted_days_are_numbered() -> None:
    # KW-1: 29 (make-up Sunday) and 30 September, 8-11 October, 12 October (make-up Saturday)
    picture = "\n".join(due_picture(due("2019-09-27", "7个工作日")))
    for cell in ("27起", "28休", "29(1)", "30(2)", " 1休", " 8(3)", "11(6)", "12止"):
        assert cell in picture
    assert "起 起算日（不计）" in picture
    assert "停" not in picture


def test_suspended_and_rolled_days_are_shown() -> None:
    found = due("2024-09-10", "30日", bearer="party", exclude=[("2024-09-20", "2024-09-22")])
    picture = "\n".join(due_picture(found))
    assert "21停" in picture
    assert "13顺" in picture
    assert "14止" in picture
    assert any(line.endswith("周末，顺延") for line in due_lines(found))


def test_a_notice_is_counted_backward() -> None:
    lines = due_lines(due("2024-01-10", "7个工作日", ahead=True))
    assert lines[0].endswith("事件当日")
    assert lines[1].endswith("第 1–2 日")
    assert lines[-1].startswith("2023年12月28日（周四）")
    assert " 8(2)" in "\n".join(due_picture(due("2024-01-10", "7个工作日", ahead=True)))


def test_long_terms_and_hours_have_no_picture() -> None:
    assert due_picture(due("2024-01-10", "2年")) == []
    assert due_picture(due("2024-01-10T10:00", "24小时")) == []
    assert due_picture(due("2024-01-10", "当日"))[0] == "2024年1月"


def test_every_line_of_a_picture_is_a_week_of_seven_cells() -> None:
    for line in due_picture(due("2019-09-27", "20个工作日"))[2:7]:
        assert width(line) <= 49


def test_paint_gets_every_cell() -> None:
    kinds: set[str] = set()

    def paint(text: str, kind: str) -> str:
        kinds.add(kind)
        return text

    year_picture(CHINA, 2025, paint=paint)
    due_picture(due("2019-09-27", "7个工作日"), paint=paint)
    assert {"title", "working", "weekend", "holiday", "make_up", "start", "counted", "skipped", "end"} <= kinds


def test_a_term_that_reaches_into_another_year_names_the_years() -> None:
    found = due("2024-12-27", "7个工作日")
    assert any(line.startswith("2024年12月30日（周一） — 12月31日（周二）  ") for line in due_lines(found))
    assert any(line.startswith("Mo 30 Dec — Tu 31 Dec 2024  ") for line in due_lines(found, "en"))
    long = due_lines(due("2024-01-10", "2年"))
    assert long[1].startswith("2024年1月11日（周四） — 2026年1月10日（周六）")
    assert "2024" not in "".join(due_lines(due("2024-03-01", "7日")))


def test_hours_run_from_their_moment() -> None:
    found = due("2024-02-09T16:40", "24小时")
    assert due_lines(found) == [
        "2月9日（周五） 16:40   起算",
        "2月10日（周六） 16:40  24小时，自该时刻起连续计算",
    ]
    assert due_lines(found, "en")[0] == "Fr 9 Feb 16:40   start"
    bare = due_lines(due("2024-02-09", "24小时"))
    assert bare[1].startswith("2月10日（周六） 00:00 — 2月11日（周日） 00:00")
    assert "提前 24小时，连续倒数" in due_lines(due("2024-02-09T16:40", "24小时", ahead=True))[1]
    assert "不计" not in "".join(due_lines(due("2024-02-09", "当日")))


def test_numbers_of_three_digits_stand_apart() -> None:
    picture = due_picture(due("2025-01-10", "110日"))
    assert any("20(100)" in line for line in picture)
    assert any("21(101) 22(102)" in line for line in picture)
    assert max(map(width, picture)) <= 80


def test_the_legend_of_a_notice_names_the_event() -> None:
    assert due_picture(due("2024-01-10", "7个工作日", ahead=True))[-1].startswith("起 事件当日（不计）")
    assert due_picture(due("2024-01-10", "7个工作日", ahead=True), "en")[-1].startswith("s the event (not counted)")


@pytest.mark.parametrize(
    ("start", "period", "exclude"),
    [
        ("2024-09-29", "7个工作日", []),
        ("2024-02-09T16:40", "24小时", []),
        ("2025-03-10", "30日", [("2025-03-17", "2025-03-28")]),
        ("2026-12-20", "7个工作日", []),
        ("2024-12-20", "30个工作日", []),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_term_fits_80_columns(start: str, period: str, exclude: list[tuple[str, str]], lang: str) -> None:
    found = due(start, period, exclude=exclude)
    assert max(map(width, [*due_lines(found, lang), *due_picture(found, lang)])) <= 80
