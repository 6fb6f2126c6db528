"""Every sentence that the package says to a person, word for word, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lawrules.days import CalendarError, Period, PeriodError, Roll, UnannouncedError, Unit, WorkCalendar, due, due_day
from lawrules.days.notice import FIRST_DAY, DayKind, notice_title
from lawrules.days.overlay import check_overlay, overlay_template
from lawrules.days.readings import readings
from lawrules.days.recipes import Surcharge, latest_of
from lawrules.days.steps import Step, StepKind

CHINA = WorkCalendar.china()
RANGE_ZH, RANGE_EN = "超出日历范围（2007-01-01 至 2060-12-31）", "outside the calendar (2007-01-01 to 2060-12-31)"
FORMS_ZH = "可用的写法：`24小时`、`30日`、`7个工作日`、`3个月`、`2年`、`30分钟`、`当日`、`及时`、`立即`"
FORMS_EN = (
    "The forms are `24 hours`, `30 days`, `7 working days`, `3 months`, `2 years`, `30 minutes`, "
    "`same day`, `promptly`, `immediately`"
)
LAST = date(2060, 12, 31).toordinal()


@pytest.mark.parametrize(
    ("call", "zh", "en"),
    [
        (lambda: Period.parse("soon"), f"无法识别 `soon`。{FORMS_ZH}", f"cannot read `soon`. {FORMS_EN}"),
        (
            lambda: Period.parse("三十五天"),
            f"无法识别 `三十五天`。是否应为 `35天`？{FORMS_ZH}",
            f"cannot read `三十五天`. Did you mean `35天`? {FORMS_EN}",
        ),
        (lambda: Period.parse(7), "期限必须是文字：`7`", "a period must be text: `7`"),  # type: ignore[arg-type]
        (
            lambda: Period.parse("1.5日"),
            "期限的数字必须是整数：`1.5日`",
            "the number of a period must be whole: `1.5日`",
        ),
        (
            lambda: Period(0, Unit.WORKING_DAY),
            "期限为空：`0个工作日`，数字必须大于 0；当天完成请写 `当日`",
            "empty period: `0 working days`; the number must be above 0, or write `same day`",
        ),
        (
            lambda: Period(101, Unit.YEAR),
            "期限过长：`101年`，最多 100",
            "period too long: `101 years`; at most 100",
        ),
        (lambda: Period(3, Unit.SAME_DAY), "`当日`不带数字", "`same day` takes no number"),
        (lambda: due("2024-01-01", "及时"), "`及时` 没有确定的期限，无法计算", "`promptly` has no number to count"),
        (
            lambda: due_day(CHINA, 738_000, Period(24, Unit.HOUR)),
            "`24小时` 从时刻起算，请用 due()",
            "`24 hours` runs from a moment: use due()",
        ),
        (
            lambda: due("2024-01-01", "7日", ahead=True, extend=["1日"]),
            "倒数的期限不能延长",
            "a term that runs backward cannot be extended",
        ),
        (
            lambda: due("2024-01-01T10:00", "7小时", ahead=True, extend=["1小时"]),
            "倒数的期限不能延长",
            "a term that runs backward cannot be extended",
        ),
        (
            lambda: due("2024-01-01T10:00", "7小时", exclude=[("2024-01-01", "2024-01-01")]),
            "以小时计算的期限不中止",
            "a term in hours is never paused: it takes no excluded days",
        ),
        (
            lambda: due("2024-01-01T10:00", "7小时", extend=["2日"]),
            "以小时计算的期限不能延长 `2日`",
            "a term in hours cannot be extended by `2 days`",
        ),
    ],
)
def test_periods(call: Callable[[], object], zh: str, en: str) -> None:
    with pytest.raises(PeriodError) as caught:
        call()
    assert (caught.value.zh, caught.value.en) == (zh, en)


@pytest.mark.parametrize(
    ("call", "zh", "en"),
    [
        (lambda: CHINA.is_working_day(date(2006, 12, 31)), f"2006-12-31 {RANGE_ZH}", f"2006-12-31: {RANGE_EN}"),
        (lambda: CHINA.is_working_day(date(2061, 1, 1)), f"2061-01-01 {RANGE_ZH}", f"2061-01-01: {RANGE_EN}"),
        (lambda: CHINA.kind(date(2006, 12, 31)), f"2006-12-31 {RANGE_ZH}", f"2006-12-31: {RANGE_EN}"),
        (
            lambda: CHINA.add_working_days(date(2007, 1, 4), -3),
            f"从 2007-01-04 起数 -3 个工作日 {RANGE_ZH}",
            f"-3 working days from 2007-01-04: {RANGE_EN}",
        ),
        (
            lambda: CHINA.add_working_days(date(2007, 1, 1), -1),
            f"从 2007-01-01 起数 -1 个工作日 {RANGE_ZH}",
            f"-1 working days from 2007-01-01: {RANGE_EN}",
        ),
        (lambda: CHINA.works(0), f"0 {RANGE_ZH}", f"0: {RANGE_EN}"),
        (lambda: CHINA.works(1), f"0001-01-01 {RANGE_ZH}", f"0001-01-01: {RANGE_EN}"),
        (lambda: CHINA.works(3_652_059), f"9999-12-31 {RANGE_ZH}", f"9999-12-31: {RANGE_EN}"),
        (lambda: CHINA.works(3_652_060), f"3652060 {RANGE_ZH}", f"3652060: {RANGE_EN}"),
        (lambda: CHINA.count_working(5, LAST), f"0001-01-05 {RANGE_ZH}", f"0001-01-05: {RANGE_EN}"),
        (lambda: CHINA.count_working(FIRST_DAY, LAST + 1), f"2061-01-01 {RANGE_ZH}", f"2061-01-01: {RANGE_EN}"),
        (lambda: CHINA.count_working(LAST, LAST + 1), f"2061-01-01 {RANGE_ZH}", f"2061-01-01: {RANGE_EN}"),
        (
            lambda: CHINA.nth_working(LAST, 2),
            f"从 2060-12-31 起数 2 个工作日 {RANGE_ZH}",
            f"2 working days from 2060-12-31: {RANGE_EN}",
        ),
        (
            lambda: CHINA.prev_working(date(2007, 1, 1).toordinal()),
            f"2007-01-01 附近的工作日 {RANGE_ZH}",
            f"the working day next to 2007-01-01: {RANGE_EN}",
        ),
        (
            lambda: due("2060-12-30", "5个工作日"),
            f"从 2060-12-30 起数 5 个工作日 {RANGE_ZH}",
            f"5 working days from 2060-12-30: {RANGE_EN}",
        ),
        (
            lambda: CHINA.announced_through(2006),
            "2006 年不在已公布的年份之内（2007 至 2026）",
            "2006 is not an announced year (2007 to 2026)",
        ),
        (
            lambda: due("9999-12-31", "1日"),
            "期限超出公元 1 至 9999 年",
            "the term ends outside the years 1 to 9999",
        ),
        (
            lambda: due("9999-12-31T23:00", "1小时"),
            "期限超出公元 1 至 9999 年",
            "the term ends outside the years 1 to 9999",
        ),
        (
            lambda: due("2024-9-13", "1日"),
            "无法识别的日期：`2024-9-13`，应为 `2024-09-29` 或 `2024-09-29T16:40`",
            "not a date: `2024-9-13`; expected `2024-09-29` or `2024-09-29T16:40`",
        ),
        (lambda: due(7, "1日"), "不是日期：`7`", "not a date: `7`"),  # type: ignore[arg-type]
        (
            lambda: due("2024-09-13", "1日", exclude=[("2024-09-15", "2024-09-14")]),
            "时段的终点早于起点：2024-09-15 至 2024-09-14",
            "span ends before it begins: 2024-09-15 to 2024-09-14",
        ),
        (lambda: overlay_template(2061, CHINA), "2061 年超出日历范围", "2061 is outside the calendar"),
        (
            lambda: CHINA.with_overlay({"draft": "true"}),
            "日历文件还是草稿：请据通知核对后删去 `draft`",
            "the calendar file is a draft: complete it and remove `draft`",
        ),
    ],
)
def test_calendars(call: Callable[[], object], zh: str, en: str) -> None:
    with pytest.raises(CalendarError) as caught:
        call()
    assert (caught.value.zh, caught.value.en) == (zh, en)


def test_what_is_not_announced() -> None:
    for call in (
        lambda: CHINA.is_working_day(date(2027, 5, 1)),
        lambda: CHINA.add_working_days(date(2027, 5, 1), -300),
        lambda: CHINA.add_working_days(date(2027, 5, 1), 3),
        lambda: CHINA.next_working_day(date(2027, 5, 1)),
    ):
        with pytest.raises(UnannouncedError) as caught:
            call()
        assert caught.value.year == 2027
        assert caught.value.zh == (
            "从 2027-05-01 起的结果取决于尚未公布的《国务院办公厅关于2027年部分节假日安排的通知》；"
            "可用 due() 求最早与最晚日期，或用 with_overlay() 补充该年安排"
        )
        assert caught.value.en == (
            "the answer from 2027-05-01 depends on the State Council's notice on the holidays of 2027, "
            "which is not known; due() gives the earliest and the latest day, with_overlay() adds the notice"
        )
    with pytest.raises(UnannouncedError) as caught:
        CHINA.is_working_day(date(2060, 12, 31))
    assert caught.value.year == 2027
    assert notice_title(2027) == notice_title(2027, "zh") == "国务院办公厅关于2027年部分节假日安排的通知"


def test_kinds_of_days() -> None:
    assert [(kind.label(), kind.label("en")) for kind in DayKind] == [
        ("工作日", "working day"),
        ("调休上班", "make-up working day"),
        ("周末", "weekend"),
        ("节假日", "public holiday"),
        ("地方假日", "local holiday"),
    ]


def test_recipes() -> None:
    with pytest.raises(ValueError, match=r"^latest_of needs at least one term$"):
        latest_of()
    with pytest.raises(ValueError, match=r"^a surcharge needs a principal and a cap of at least 0 and a rate above 0$"):
        Surcharge(-1, date(2024, 1, 1))


def test_other_readings() -> None:
    wide = ("期满日为休息日的顺延（广义：周末与全部放假日）", "the end rolls over every rest day (wide reading)")
    narrow = ("仅在法定节日当日期满的顺延（狭义）", "the end rolls only from a statutory day (narrow reading)")
    found = readings(due("2024-09-20", "13日"))
    assert [(r.id, r.zh, r.en, r.sources) for r in found] == [
        ("D-01", "起算当日计为第一日（从严）", "the start day is day 1 (conservative)", ("AEL-25a",)),
        ("D-02", *wide, ("CPL-85b", "CC-203")),
        ("D-03", *narrow, ("MOHURD55-45", "JS-APR-49", "HOL-2024-02")),
    ]
    found = readings(due("2024-09-20", "15日", rolls=Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY, bearer="party"))
    assert [(r.id, r.zh, r.en, r.sources) for r in found] == [("D-03", *wide, ("CPL-85b", "CC-203"))]
    [never, _] = readings(due("2024-09-20", "15日", bearer="party"))
    assert (never.zh, never.en) == ("期满日不顺延", "the end does not roll")
    [hours] = readings(due("2024-02-09T16:40", "24小时"))
    assert (hours.id, hours.zh, hours.en) == ("P-05", "自下一整点起算", "hours run from the next full hour")


def test_other_readings_are_counted_on_the_same_calendar() -> None:
    local = CHINA.with_overlay({"local": {"火把节": ["2024-10-08"]}})
    found = {r.id: r.date for r in readings(due("2024-09-20", "15日", calendar=local))}
    assert found == {"D-01": date(2024, 10, 4), "D-02": date(2024, 10, 9)}
    rolled = due("2024-09-21", "15日", calendar=local, rolls=Roll.NEXT_WORKING_DAY)
    assert rolled.date == date(2024, 10, 9)
    # A day earlier still ends within the break, and rolls to the same local working day: no other date to show.
    assert [r.id for r in readings(rolled)] == ["D-02", "D-03"]


def test_the_steps_of_an_hour_term() -> None:
    term = due("2024-09-30", "30分钟")
    assert term.steps == (
        Step(
            StepKind.START,
            date(2024, 9, 30),
            date(2024, 9, 30),
            0,
            0,
            "自当日起算，钟点不明",
            "the term runs from this day, at an hour unknown",
        ),
        Step(
            StepKind.END,
            date(2024, 9, 30),
            date(2024, 10, 1),
            0,
            0,
            "30分钟，自该时刻起连续计算",
            "30 minutes from that moment without a pause",
        ),
    )


def test_no_hour_is_left_out_so_the_steps_of_hours_never_say_that_the_start_is_not_counted() -> None:
    # CC-201b: of a term in hours the start counts from its very moment on.
    known = due("2024-02-09T16:40", "24小时", extend=["1小时"])
    assert [(s.reason("zh"), s.reason("en")) for s in known.steps] == [
        ("自当日的时刻起算", "the term runs from a moment of this day"),
        ("24小时 + 1小时，自该时刻起连续计算", "24 hours + 1 hour from that moment without a pause"),
    ]
    assert [(s.first, s.last) for s in known.steps] == [(date(2024, 2, 9),) * 2, (date(2024, 2, 10),) * 2]
    back = due("2024-02-09T16:40", "24小时", ahead=True)
    assert [(s.reason("zh"), s.reason("en")) for s in back.steps] == [
        ("自当日的时刻起算", "the term runs from a moment of this day"),
        ("24小时，自该时刻起连续倒数", "24 hours back from that moment without a pause"),
    ]
    assert known.to_dict()["steps"][0]["reason"] == "自当日的时刻起算"


def test_the_steps_of_a_backward_term() -> None:
    term = due("2024-10-10", "3个工作日", ahead=True)
    assert [(s.kind.value, s.first.day, s.last.day, s.counted, s.part, s.reason_zh) for s in term.steps] == [
        ("start", 10, 10, 0, 0, "事件当日"),
        ("counted", 8, 9, 2, 0, "工作日"),
        ("skipped", 7, 7, 0, 0, "国庆节（调休）"),
        ("skipped", 5, 6, 0, 0, "周末（国庆节）"),
        ("skipped", 4, 4, 0, 0, "国庆节（调休）"),
        ("skipped", 1, 3, 0, 0, "国庆节"),
        ("counted", 30, 30, 3, 0, "工作日"),
        ("end", 29, 29, 0, 0, "通知的最后一日"),
    ]
    months = due("2024-03-31", "1个月", ahead=True)
    assert [(s.kind.value, str(s.first), str(s.last), s.counted) for s in months.steps] == [
        ("start", "2024-03-31", "2024-03-31", 0),
        ("counted", "2024-02-29", "2024-03-30", 31),
        ("end", "2024-02-28", "2024-02-28", 0),
    ]


def test_steps_at_the_edges() -> None:
    # A part without days is passed over, not the end of the steps.
    same = due("2024-10-01", "当日", extend=["2日"])
    assert same.counted_days == [date(2024, 10, 2), date(2024, 10, 3)]
    assert [(s.kind.value, s.counted, s.part) for s in same.steps] == [
        ("start", 0, 0),
        ("counted", 2, 1),
        ("end", 0, 1),
    ]
    years = due("2024-03-01", "2年", ahead=True)
    assert (years.counted_days[0], years.counted_days[-1]) == (date(2024, 2, 29), date(2022, 3, 1))
    assert len(years.counted_days) == 731
    assert years.date == date(2022, 2, 28)
    # The last announced day is described, the day after it is presumed.
    turn = due("2026-12-30", "2个工作日")
    assert [(s.first, s.last, s.reason_zh, s.reason_en) for s in turn.steps[1:-1]] == [
        (date(2026, 12, 31), date(2026, 12, 31), "工作日", "working day"),
        (
            date(2027, 1, 1),
            date(2027, 1, 3),
            "推定休息日（2027年安排尚未公布）",
            "presumed rest day (2027 not announced)",
        ),
        (
            date(2027, 1, 4),
            date(2027, 1, 4),
            "推定工作日（2027年安排尚未公布）",
            "presumed working day (2027 not announced)",
        ),
    ]


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"yeers": {}},
        "CAL01 yeers: 未知的键，可用的有 `calendar`, `draft`, `local`, `title`, `years`",
        "CAL01 yeers: unknown key; known are `calendar`, `draft`, `local`, `title`, `years`",
    ),
    ({"local": ["x"]}, "CAL01 local: 应为键值对", "CAL01 local: expected a mapping"),
    ({"draft": 3}, "CAL01 draft: 应为 true 或 false", "CAL01 draft: expected true or false"),
    (
        {"years": {2061: {}}},
        "CAL01 years.2061: 年份应在 2007 至 2060 之间",
        "CAL01 years.2061: a year must lie in 2007 to 2060",
    ),
    (
        {"local": {"甲": ["soon"]}},
        "CAL02 local.甲.0: 不是日期：`soon`，应为 `2027-01-01` 或 `2027-01-01..2027-01-03`",
        "CAL02 local.甲.0: not a date: `soon`; expected `2027-01-01` or `2027-01-01..2027-01-03`",
    ),
    (
        {"local": {"甲": ["2024-01-02..2024-01-01"]}},
        "CAL02 local.甲.0: 起止颠倒或过长：`2024-01-02..2024-01-01`",
        "CAL02 local.甲.0: reversed or too long: `2024-01-02..2024-01-01`",
    ),
    (
        {"local": {"甲": ["2006-12-31"]}},
        "CAL03 local.甲.0: 2006-12-31 超出日历范围",
        "CAL03 local.甲.0: 2006-12-31 is outside the calendar",
    ),
    (
        {"local": {"甲": ["2024-01-02", "2024-01-02"]}},
        "CAL04 local.甲.1: 2024-01-02 重复",
        "CAL04 local.甲.1: 2024-01-02 appears twice",
    ),
]


@pytest.mark.parametrize(("content", "zh", "en"), FAULTS)
def test_faults_of_a_calendar_file(content: dict[str, Any], zh: str, en: str) -> None:
    [fault] = check_overlay(content, CHINA)
    assert (fault.text(), fault.text("zh"), fault.text("en")) == (zh, zh, en)


def test_faults_of_a_year_in_a_calendar_file() -> None:
    festivals = {
        "元旦": {"off": ["2024-12-24", "2025-01-01..2025-01-02"], "work": ["2025-01-03", "2025-01-02"]},
        "春节": {"off": ["2025-01-28..2025-02-04"], "work": ["2025-01-26", "2025-02-08"]},
        "清明节": {"off": ["2025-04-05"], "works": []},
    }
    faults = check_overlay({"years": {"2025": {"extra": 0, "festivals": festivals}}}, CHINA)
    within = "years.2025.festivals"
    assert [fault.text() for fault in faults] == [
        f"CAL03 {within}.元旦.off.0: 2024-12-24 不属于 2025 年的安排（2024-12-25 至 2025-12-24）",
        f"CAL05 {within}.元旦.work.0: 2025-01-03 不是周末，无须调休",
        f"CAL04 {within}.元旦.work.1: 2025-01-02 重复",
        f"CAL05 {within}.元旦.work.1: 2025-01-02 不是周末，无须调休",
        f"CAL01 {within}.清明节.works: 未知的键，可用的有 `off`, `work`",
        f"CAL06 {within}.元旦.off: 放假日不连续：缺 2024-12-25",
        f"CAL08 {within}: 2025-04-04 清明节必须放假",
        f"CAL08 {within}: 2025-05-01 劳动节必须放假",
        f"CAL08 {within}: 2025-05-02 劳动节必须放假",
        f"CAL08 {within}: 2025-10-01 国庆节必须放假",
        f"CAL08 {within}: 2025-10-02 国庆节必须放假",
        f"CAL08 {within}: 2025-10-03 国庆节必须放假",
        f"CAL08 {within}: 2025-10-06 中秋节必须放假",
        "CAL07 years.2025: 放假的工作日减去调休上班日为 5 天，应为 13 天；另行决定的假期写入 extra",
    ]
    english = [fault.text("en") for fault in faults]
    assert english[0] == f"CAL03 {within}.元旦.off.0: 2024-12-24: 2025 decides 2024-12-25 to 2025-12-24"
    assert english[1] == f"CAL05 {within}.元旦.work.0: 2025-01-03 is no weekend day"
    assert english[2] == f"CAL04 {within}.元旦.work.1: 2025-01-02 appears twice"
    assert english[5] == f"CAL06 {within}.元旦.off: the days off are not contiguous: 2024-12-25"
    assert english[6] == f"CAL08 {within}: 2025-04-04 (清明节) is a statutory day off"
    assert english[-1] == (
        "CAL07 years.2025: weekdays off minus weekend days worked are 5, not 13; special days off go into `extra`"
    )
    [*_, wrong] = check_overlay({"years": {"2025": {"extra": "x"}}}, CHINA)
    assert (wrong.text(), wrong.text("en")) == (
        "CAL01 years.2025.extra: 应为天数：`x`",
        "CAL01 years.2025.extra: expected a number of days: `x`",
    )


def test_the_line_of_a_fault_is_that_of_the_nearest_thing_that_was_written(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(
        "title: x\nyears:\n  2025:\n    extra: 0\n    festivals:\n      元旦:\n        off: [2025-01-01]\n", "utf-8"
    )
    faults = check_overlay(path, CHINA)
    # The days that are missing stand nowhere: the fault points at `festivals`, the balance at the year.
    assert {(fault.code, fault.line) for fault in faults} == {("CAL08", 6), ("CAL07", 4)}
    path.write_text("title: x\nlocal:\n  甲: {off: [2025-01-01]}\n", "utf-8")
    [fault] = check_overlay(path, CHINA)
    assert fault.text() == (
        "CAL02 第3行 local.甲: 不是日期：`{'off': ['2025-01-01']}`，应为 `2027-01-01` 或 `2027-01-01..2027-01-03`"
    )


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        ("a: 1\na: 2\n", "{0}:2: 重复的键 `a`", "{0}:2: duplicate key `a`"),
        ("a: &x 1\n", "{0}:1: 不允许锚点、别名和标签", "{0}:1: no anchors, aliases or tags"),
        ("? [1]\n: 2\n", "{0}:1: 键必须是文字", "{0}:1: a key must be text"),
        ("\n" + "[" * 20, "{0}:2: 嵌套过深", "{0}:2: nested too deeply"),
        ("\0", "{0}:1: 不是有效的 YAML", "{0}:1: not valid YAML"),
        (
            "a: 'x\n",
            "{0}:2: 不是有效的 YAML：found unexpected end of stream",
            "{0}:2: not valid YAML: found unexpected end of stream",
        ),
    ],
)
def test_files_that_are_no_calendar_files(tmp_path: Path, content: str, zh: str, en: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(CalendarError) as caught:
        check_overlay(path, CHINA)
    assert (caught.value.zh, caught.value.en) == (zh.format(path), en.format(path))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    with pytest.raises(CalendarError) as caught:
        check_overlay(missing, CHINA)
    assert caught.value.zh == f"无法读取日历文件：{missing}（No such file or directory）"
    assert caught.value.en == f"cannot read {missing}: No such file or directory"
    missing.write_bytes(b"\xff")
    with pytest.raises(CalendarError) as caught:
        check_overlay(missing, CHINA)
    assert (caught.value.zh, caught.value.en) == (f"日历文件不是 UTF-8 文本：{missing}", f"not UTF-8 text: {missing}")
    missing.write_bytes(b"#" * 1_000_001)
    with pytest.raises(CalendarError) as caught:
        check_overlay(missing, CHINA)
    assert (caught.value.zh, caught.value.en) == (f"日历文件过大：{missing}", f"calendar file too large: {missing}")
    missing.write_bytes(b"#" * 1_000_000)
    assert check_overlay(missing, CHINA) == []


def test_columns_of_dates() -> None:
    pytest.importorskip("numpy")
    with pytest.raises(CalendarError) as caught:
        CHINA.add_working_days_array("2027-01-01", 1)
    assert caught.value.zh == "有日期或结果超出已公布的年份（2007-01-01..2026-12-31）"
    assert caught.value.en == "a date or a result lies outside the announced years (2007-01-01..2026-12-31)"
    with pytest.raises(CalendarError) as caught:
        CHINA.add_working_days_array("2024-01-01", 1.5)
    assert (caught.value.zh, caught.value.en) == ("工作日数必须是整数", "the number of working days must be whole")


def test_the_template_word_for_word() -> None:
    assert overlay_template(2020, CHINA) == (
        "# off: 该节日的全部放假日，含周末，可写 2027-01-01..2027-01-03；work: 因此上班的周末。\n"
        "# 据国务院办公厅的通知逐项改正，然后删去 draft 一行。检查：lawrules calendar check\n"
        "calendar: china-2020\n"
        "title: 2020年部分节假日安排\n"
        "draft: true\n"
        "years:\n"
        "  2020:\n"
        "    notice:       # 文号\n"
        "    issued:       # 发文日期\n"
        "    extra: 0      # 法定节日以外另行决定放假的天数\n"
        "    festivals:\n"
        "      元旦: {off: [2020-01-01], work: []}\n"
        "      春节: {off: [2020-01-25..2020-01-29], work: []}\n"
        "      清明节: {off: [2020-04-04, 2020-04-06], work: []}\n"
        "      劳动节: {off: [2020-05-01], work: []}\n"
        "      端午节: {off: [2020-06-25], work: []}\n"
        "      中秋节、国庆节: {off: [2020-10-01..2020-10-03, 2020-10-05..2020-10-06], work: []}\n"
    )


def test_no_sentence_is_lost_when_an_error_crosses_a_process() -> None:
    import pickle

    for call in (lambda: CHINA.works(0), lambda: CHINA.is_working_day(date(2027, 1, 1) + timedelta(days=9))):
        with pytest.raises(CalendarError) as caught:
            call()
        again = pickle.loads(pickle.dumps(caught.value))
        assert (type(again), str(again)) == (type(caught.value), str(caught.value))
        assert getattr(again, "year", None) == getattr(caught.value, "year", None)
