"""The built-in calendar against the independent source, its frontier, its words, and its life as a value."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lawrules.days import CalendarError, DayKind, UnannouncedError, WorkCalendar
from lawrules.days.china import built_in, read_holidays
from lawrules.days.notice import LAST_DAY, break_name, notice_year
from lawrules.days.reference import WallCalendar

DATA = Path(__file__).parent / "data"
ONE = timedelta(days=1)


def test_every_day_2007_to_2026_works_or_rests_as_announced(
    china: WorkCalendar, wall: WallCalendar, every_day: list[date]
) -> None:
    assert len(every_day) == 7_305
    assert [day for day in every_day if china.is_working_day(day) != wall.is_working_day(day)] == []


def test_the_statutory_days_are_those_of_the_law(
    china: WorkCalendar, wall: WallCalendar, every_day: list[date]
) -> None:
    assert {day for day in every_day if china.is_statutory_holiday(day)} == wall.statutory


@pytest.mark.parametrize(("year", "count"), [(2007, 10), (2008, 11), (2024, 11), (2025, 13), (2026, 13), (2027, 13)])
def test_the_law_grants_so_many_statutory_days(china: WorkCalendar, year: int, count: int) -> None:
    assert sum(1 + name.count("、") for _, name in china.statutory_days(year)) == count


def test_a_special_day_off_is_no_statutory_day(china: WorkCalendar) -> None:
    for day in (date(2015, 9, 3), date(2020, 1, 31), date(2020, 2, 1)):
        assert not china.is_working_day(day)
        assert not china.is_statutory_holiday(day)


def test_the_frontier_is_the_end_of_the_last_announced_year(china: WorkCalendar) -> None:
    assert china.announced_until == date(2026, 12, 31)
    assert china.certain_until == date(2026, 12, 24)
    assert china.certain_ordinal == date(2026, 12, 24).toordinal()
    earlier = china.announced_through(2019)
    assert earlier.announced_until == date(2019, 12, 31)
    assert earlier.certain_until == date(2019, 12, 24)
    assert china.announced_through(2026) is china


def test_the_last_days_of_december_belong_to_the_next_notice(china: WorkCalendar) -> None:
    # The notice for 2012 made 2011-12-31 a working Saturday, that for 2019 gave 2018-12-31 off and 2018-12-29 to work.
    assert china.is_working_day(date(2011, 12, 31))
    assert not china.announced_through(2011).is_working_day(date(2011, 12, 31))
    assert not china.is_working_day(date(2018, 12, 31))
    assert china.announced_through(2018).is_working_day(date(2018, 12, 31))
    assert china.is_working_day(date(2018, 12, 29))
    assert not china.announced_through(2018).is_working_day(date(2018, 12, 29))


@pytest.mark.parametrize(
    ("day", "kind", "zh", "en"),
    [
        ("2024-09-18", DayKind.WORKING, "工作日", "working day"),
        ("2024-09-21", DayKind.WEEKEND, "周末", "weekend"),
        ("2024-10-05", DayKind.WEEKEND, "周末（国庆节）", "weekend (National Day)"),
        ("2024-02-17", DayKind.WEEKEND, "周末（春节）", "weekend (Spring Festival)"),
        ("2024-10-01", DayKind.HOLIDAY, "国庆节", "National Day"),
        ("2024-02-13", DayKind.HOLIDAY, "春节（补假）", "Spring Festival (made up)"),
        ("2025-10-08", DayKind.HOLIDAY, "国庆节、中秋节（调休）", "National Day and Mid-Autumn Festival (swapped)"),
        ("2025-05-31", DayKind.HOLIDAY, "端午节", "Dragon Boat Festival"),
        ("2024-09-29", DayKind.MAKE_UP, "调休上班（国庆节）", "make-up working day (National Day)"),
        ("2025-01-28", DayKind.HOLIDAY, "农历除夕", "Spring Festival Eve"),
        ("2020-01-31", DayKind.HOLIDAY, "春节延长假期", "extended Spring Festival"),
    ],
)
def test_the_calendar_says_why(china: WorkCalendar, day: str, kind: DayKind, zh: str, en: str) -> None:
    d = date.fromisoformat(day)
    assert (china.kind(d), china.describe(d), china.describe(d, "en")) == (kind, zh, en)


def test_no_description_is_left_without_its_festival(china: WorkCalendar, every_day: list[date]) -> None:
    for day in every_day:
        zh, en = china.describe(day), china.describe(day, "en")
        assert zh
        assert en.isascii()
        assert (china.kind(day) in (DayKind.WORKING, DayKind.MAKE_UP)) == china.is_working_day(day)
        if china.kind(day) in (DayKind.HOLIDAY, DayKind.MAKE_UP):
            assert "节" in zh or "元旦" in zh or "除夕" in zh or "胜利" in zh
            assert not zh.startswith("（")
            assert "（）" not in zh


def test_beyond_the_frontier_the_calendar_names_what_is_missing_instead_of_guessing(china: WorkCalendar) -> None:
    new_year = date(2027, 1, 1)
    for question in (
        lambda: china.is_working_day(new_year),
        lambda: china.add_working_days(date(2026, 12, 20), 30),
        lambda: china.add_working_days(new_year, -1),
        lambda: china.add_working_days(date(2026, 12, 31) + ONE, 0),
        lambda: china.next_working_day(new_year),
        lambda: china.working_days_between(date(2026, 12, 1), new_year),
        lambda: china.working_days_between(new_year, date(2026, 12, 1)),
        lambda: china.kind(new_year),
    ):
        with pytest.raises(UnannouncedError, match="国务院办公厅关于2027年部分节假日安排的通知") as caught:
            question()
        assert caught.value.year == 2027
        assert "State Council" in caught.value.en
    assert china.describe(date(2027, 3, 1)) == "2027年放假安排尚未公布"
    assert china.describe(date(2027, 3, 1), "en") == "2027: arrangement not announced"
    assert china.describe(date(2027, 10, 1)) == "国庆节"
    assert china.is_statutory_holiday(date(2027, 10, 1))
    assert not china.is_statutory_holiday(date(2027, 10, 4))
    # 31 December 2022 was a Saturday: the next working day lies in a year that was not announced then.
    with pytest.raises(UnannouncedError, match="2023"):
        china.announced_through(2022).next_working_day(date(2022, 12, 31))
    with pytest.raises(UnannouncedError, match="2027"):
        china.add_working_days(date(2007, 1, 1), 7_000)
    with pytest.raises(UnannouncedError, match="2020"):
        china.announced_through(2019).is_working_day(date(2020, 5, 1))


def test_the_last_announced_days_still_answer(china: WorkCalendar) -> None:
    assert china.is_working_day(date(2026, 12, 31))
    assert china.add_working_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert china.add_working_days(date(2026, 12, 31), 0) == date(2026, 12, 31)
    assert china.working_days_between(date(2026, 12, 30), date(2026, 12, 31)) == 1


def test_before_2007_there_is_no_calendar(china: WorkCalendar) -> None:
    early = date(2006, 12, 31)
    for question in (
        lambda: china.is_working_day(early),
        lambda: china.add_working_days(early, 1),
        lambda: china.add_working_days(early, 0),
        lambda: china.add_working_days(date(2007, 1, 4), -1),
        lambda: china.working_days_between(early, date(2007, 1, 5)),
        lambda: china.working_days_between(date(2007, 1, 5), early),
        lambda: china.describe(early),
        lambda: china.is_statutory_holiday(early),
        lambda: china.announced_through(2006),
        lambda: china.announced_through(2027),
    ):
        with pytest.raises(CalendarError, match="2007") as caught:
            question()
        assert not isinstance(caught.value, UnannouncedError)


def test_the_first_days_still_answer(china: WorkCalendar) -> None:
    assert not china.is_working_day(date(2007, 1, 1))
    assert china.add_working_days(date(2007, 1, 1), 0) == date(2007, 1, 4)
    assert china.add_working_days(date(2007, 1, 5), -1) == date(2007, 1, 4)
    assert china.working_days_between(date(2007, 1, 1), date(2007, 1, 4)) == 1


def test_zero_working_days_is_the_day_itself_or_the_next_that_works(china: WorkCalendar) -> None:
    assert china.add_working_days(date(2024, 9, 14), 0) == date(2024, 9, 14)
    assert china.add_working_days(date(2024, 9, 15), 0) == date(2024, 9, 18)
    assert china.next_working_day(date(2024, 9, 15)) == date(2024, 9, 18)


def test_a_datetime_counts_as_its_day(china: WorkCalendar) -> None:
    assert china.add_working_days(datetime(2024, 9, 13, 16, 40), 7) == date(2024, 9, 25)
    assert china.is_working_day(datetime(2024, 9, 14, 9, 0))


def test_the_ordinal_level_runs_on_with_presumed_years_to_2060(china: WorkCalendar) -> None:
    national_day = date(2027, 10, 1).toordinal()
    assert not china.works(national_day)
    # 2 and 3 October 2027 are a weekend: the presumption makes them up on the next free weekdays.
    assert [china.works(national_day + i) for i in range(7)] == [False] * 5 + [True, True]
    assert china.next_working(national_day) == national_day + 5
    assert china.prev_working(national_day) == national_day - 1
    assert china.nth_working(national_day, 1) == national_day + 5
    assert china.nth_working(national_day, 0) == national_day + 5
    assert china.nth_working(national_day, -1) == national_day - 1
    assert china.count_working(national_day, national_day + 6) == 2
    assert china.count_working(national_day, national_day - 1) == 0
    assert china.works(LAST_DAY)
    assert china.count_working(LAST_DAY, LAST_DAY) == 1
    for question in (
        lambda: china.works(LAST_DAY + 1),
        lambda: china.nth_working(LAST_DAY, 1),
        lambda: china.next_working(LAST_DAY + 1),
        lambda: china.prev_working(LAST_DAY + 1),
        lambda: china.works(date(2006, 12, 31).toordinal()),
        lambda: china.nth_working(date(2006, 12, 31).toordinal(), 5),
        lambda: china.nth_working(date(2007, 1, 4).toordinal(), -1),
        lambda: china.next_working(date(2006, 12, 31).toordinal()),
        lambda: china.prev_working(date(2007, 1, 3).toordinal()),
        lambda: china.prev_working(date(2006, 12, 31).toordinal()),
        lambda: china.count_working(LAST_DAY, LAST_DAY + 1),
        lambda: china.count_working(0, LAST_DAY),
        lambda: china.is_statutory_holiday(date(2061, 1, 1)),
        lambda: china.describe(date(2061, 1, 1)),
    ):
        with pytest.raises(CalendarError, match="2060"):
            question()
    assert china.prev_working(date(2007, 1, 4).toordinal()) == date(2007, 1, 4).toordinal()
    assert not china.statutory(1)


def test_two_days_of_two_festivals_on_one_date_are_both_owed(china: WorkCalendar) -> None:
    # In 2020 中秋节 and 国庆节 both fell on 1 October; without the notice both are still presumed to be granted.
    replay = china.announced_through(2019)
    rest = [o for o in range(date(2020, 9, 28).toordinal(), date(2020, 10, 12).toordinal()) if not replay.works(o)]
    assert [date.fromordinal(o).day for o in rest] == [1, 2, 3, 4, 5, 6, 10, 11]


def test_the_calendar_is_one_immutable_value(china: WorkCalendar) -> None:
    assert WorkCalendar.china() is china
    with ThreadPoolExecutor(4) as pool:
        assert {id(calendar) for calendar in pool.map(lambda _: WorkCalendar.china(), range(16))} == {id(china)}
    with pytest.raises(AttributeError):
        china.other = 1  # type: ignore[attr-defined]
    assert china != "china"
    assert {china: 1}[WorkCalendar.china()] == 1
    assert repr(china) == f"<WorkCalendar 2007-2026, {china.fingerprint}>"


def test_pickles_are_small_and_come_back_equal(china: WorkCalendar) -> None:
    data = pickle.dumps(china)
    assert len(data) < 100
    assert pickle.loads(data) is china
    local = china.announced_through(2024).with_overlay({"local": {"火把节": ["2024-07-29"]}})
    data = pickle.dumps(local)
    assert len(data) < 400
    again = pickle.loads(data)
    assert again == local
    assert hash(again) == hash(local)
    assert not again.is_working_day(date(2024, 7, 29))
    assert again.announced_until == date(2024, 12, 31)


def test_fingerprints_tell_calendars_apart_and_are_the_same_in_every_process(china: WorkCalendar) -> None:
    prints = {
        china.fingerprint,
        china.announced_through(2025).fingerprint,
        china.with_overlay({"local": {"甲": ["2024-07-29"]}}).fingerprint,
        china.with_overlay({"local": {"乙": ["2024-07-29"]}}).fingerprint,
        china.with_overlay({"local": {"甲": ["2024-07-30"]}}).fingerprint,
    }
    assert len(prints) == 5
    assert all(len(text) == 16 and int(text, 16) >= 0 for text in prints)
    code = "from lawrules.days import WorkCalendar; print(WorkCalendar.china().fingerprint)"
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed, "LAWRULES_CACHE": "", "PYTHONPATH": str(DATA.parents[2])}
        run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == china.fingerprint


def test_importing_the_package_imports_nothing_slow() -> None:
    code = (
        "import sys, lawrules.days; "
        "print([name for name in ('holidays', 'numpy', 'pydantic', 'yaml', 'hypothesis') if name in sys.modules])"
    )
    env = {"PYTHONPATH": str(DATA.parents[2])}
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_independent_source_knows_nothing_of_2027() -> None:
    years = json.loads((DATA / "arrangements.json").read_text(encoding="utf-8"))
    assert years["2027"] == {"off": [], "work": []}


def test_what_is_read_out_of_holidays(wall: WallCalendar, every_day: list[date]) -> None:
    facts = read_holidays()
    assert sorted(facts) == ["announced", "off", "statutory", "work"]
    assert facts["announced"] == 2026
    assert json.loads(json.dumps(facts)) == facts
    off = {date.fromordinal(int(o)): name for o, name in facts["off"].items()}
    work = {date.fromordinal(int(o)): name for o, name in facts["work"].items()}
    statutory = {date.fromordinal(int(o)): name for o, name in facts["statutory"].items()}
    assert [
        day for day in every_day if (day in work or (day.weekday() < 5 and day not in off)) != wall.is_working_day(day)
    ] == []
    assert {day for day in statutory if day.year <= 2026} == wall.statutory
    assert {year: sum(day.year == year for day in statutory) for year in (2006, 2027, 2060, 2061)} == {
        2006: 0,
        2027: 13,
        2060: 13,
        2061: 0,
    }
    assert (min(off), max(off)) == (date(2007, 1, 1), date(2026, 10, 7))
    assert (min(work), max(work)) == (date(2007, 2, 17), date(2026, 10, 10))
    assert list(off) == sorted(off)
    assert {str(day)[5:]: name for day, name in off.items() if day.year == 2025} == {
        "01-01": "元旦",
        "01-28": "农历除夕",
        "01-29": "春节",
        "01-30": "春节",
        "01-31": "春节",
        "02-03": "春节（调休）",
        "02-04": "春节（调休）",
        "04-04": "清明节",
        "05-01": "劳动节",
        "05-02": "劳动节",
        "05-05": "劳动节（调休）",
        "05-31": "端午节",
        "06-02": "端午节（补假）",
        "10-01": "国庆节",
        "10-02": "国庆节",
        "10-03": "国庆节",
        "10-06": "中秋节",
        "10-07": "国庆节、中秋节（调休）",
        "10-08": "国庆节、中秋节（调休）",
    }
    assert {str(day)[5:]: name for day, name in work.items() if day.year == 2025} == {
        "01-26": "春节",
        "02-08": "春节",
        "04-27": "劳动节",
        "09-28": "国庆节、中秋节",
        "10-11": "国庆节、中秋节",
    }
    assert (off[date(2020, 10, 1)], statutory[date(2020, 10, 1)]) == ("中秋节、国庆节", "中秋节、国庆节")
    assert off[date(2007, 12, 31)] == "元旦（调休）"
    assert work[date(2007, 12, 29)] == "元旦"


def test_the_built_in_notices_are_told_apart_by_the_year_that_decides() -> None:
    china = built_in()
    assert built_in() is china
    assert sorted(china._notices) == list(range(2007, 2027))
    for year, notice in china._notices.items():
        assert notice.year == year
        for days in (notice.off, notice.work):
            assert list(days) == sorted(days)
            assert {notice_year(day) for day, _ in days} == {year}
    assert date(2007, 12, 29).toordinal() in dict(china._notices[2008].work)
    assert [notice_year(date(2025, 12, day).toordinal()) for day in (24, 25, 31)] == [2025, 2026, 2026]
    assert notice_year(date(2025, 1, 25).toordinal()) == notice_year(date(2025, 11, 30).toordinal()) == 2025


def test_the_break_around_a_day() -> None:
    off = {10: "甲节", 12: "乙节（调休）", 14: "丙节、丁节", 15: "", 20: "戊节"}
    rest = {10, 11, 12, 13, 14, 15, 20}

    def around(day: int) -> str:
        return break_name(day, off, lambda other: other in rest)

    assert [around(day) for day in (10, 12, 13, 15)] == ["甲节、乙节、丙节、丁节"] * 4
    assert around(20) == "戊节"
    assert around(16) == "甲节、乙节、丙节、丁节"
    assert around(18) == ""
    assert around(9) == "甲节、乙节、丙节、丁节"
    assert around(8) == ""
    assert break_name(2, {1: "农历除夕", 2: "春节（补假）"}, lambda other: other in (1, 2)) == "春节"


def test_which_day_an_error_names(china: WorkCalendar) -> None:
    with pytest.raises(UnannouncedError, match=r"^从 2027-02-01 起"):
        china.working_days_between(date(2007, 1, 1), date(2027, 2, 1))
    with pytest.raises(UnannouncedError, match=r"^从 2027-02-01 起"):
        china.working_days_between(date(2027, 2, 1), date(2007, 1, 1))
    with pytest.raises(CalendarError, match=r"^2006-12-31 超出"):
        china.working_days_between(date(2006, 12, 31), date(2027, 2, 1))


def test_the_edges_of_what_can_be_described(china: WorkCalendar) -> None:
    assert china.describe(date(2026, 12, 31)) == "工作日"
    assert china.describe(date(2026, 12, 26)) == "周末"
    assert china.describe(date(2027, 1, 1)) == "元旦"
    assert china.describe(date(2027, 1, 1), "en") == "New Year"
    assert china.describe(date(2060, 12, 31)) == "2060年放假安排尚未公布"
    assert china.describe(date(2007, 1, 1)) == "元旦"
    assert china.describe(date(2007, 1, 6)) == "周末"
    assert not china.is_statutory_holiday(date(2060, 12, 31))
    assert china.is_statutory_holiday(date(2007, 1, 1))


def test_hashes_tell_calendars_apart(china: WorkCalendar) -> None:
    assert hash(china) != hash(china.announced_through(2025))
