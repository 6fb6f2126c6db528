"""Calendar files: each mistake is found, named and placed; a sound file changes exactly what it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lawrules.days import CalendarError, DayKind, WorkCalendar
from lawrules.days.overlay import check_overlay, overlay_template
from lawrules.days.overlay_file import MAX_BYTES, read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "policies" / "calendars"


def arrangement_of_2025(**changes: Mapping[str, Any]) -> dict[str, Any]:
    """The notice for 2025 as an overlay, with some festivals replaced."""
    festivals: dict[str, Any] = {
        "元旦": {"off": ["2025-01-01"]},
        "春节": {"off": ["2025-01-28..2025-02-04"], "work": ["2025-01-26", "2025-02-08"]},
        "清明节": {"off": ["2025-04-04..2025-04-06"]},
        "劳动节": {"off": ["2025-05-01..2025-05-05"], "work": ["2025-04-27"]},
        "端午节": {"off": ["2025-05-31..2025-06-02"]},
        "国庆节、中秋节": {"off": ["2025-10-01..2025-10-08"], "work": ["2025-09-28", "2025-10-11"]},
    }
    return {
        "calendar": "china-2025",
        "years": {2025: {"notice": "文号", "festivals": festivals | changes}},
    }


def codes(content: Any, calendar: WorkCalendar) -> list[str]:
    return [fault.code for fault in check_overlay(content, calendar)]


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "calendar.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


# -- sound files -----------------------------------------------------------------------------------------


def test_a_year_restated_gives_the_same_working_days(china: WorkCalendar, every_day: list[date]) -> None:
    assert codes(arrangement_of_2025(), china) == []
    again = china.with_overlay(arrangement_of_2025())
    assert [day for day in every_day if again.is_working_day(day) != china.is_working_day(day)] == []
    assert again.describe(date(2025, 10, 8)) == "国庆节、中秋节"
    assert again != china


def test_an_overlay_replaces_its_whole_year_and_no_other(china: WorkCalendar, every_day: list[date]) -> None:
    # As if 2025 had bridged nothing on 劳动节: 5 May works, 27 April rests.
    plain = arrangement_of_2025(劳动节={"off": ["2025-05-01..2025-05-04"]})
    changed = china.with_overlay(plain)
    different = [day for day in every_day if changed.is_working_day(day) != china.is_working_day(day)]
    assert different == [date(2025, 4, 27), date(2025, 5, 5)]
    assert changed.kind(date(2025, 4, 27)) is DayKind.WEEKEND
    assert changed.announced_until == china.announced_until


def test_the_next_year_moves_the_frontier_and_may_reach_into_december(china: WorkCalendar) -> None:
    festivals = {
        "元旦": {"off": ["2026-12-31..2027-01-03"], "work": ["2026-12-26"]},
        "春节": {"off": ["2027-02-05..2027-02-10"]},
        "清明节": {"off": ["2027-04-03..2027-04-05"]},
        "劳动节": {"off": ["2027-05-01..2027-05-04"]},
        "端午节": {"off": ["2027-06-09"]},
        "中秋节": {"off": ["2027-09-15"]},
        "国庆节": {"off": ["2027-10-01..2027-10-05"]},
    }
    later = china.with_overlay({"years": {2027: {"festivals": festivals}}})
    assert later.announced_until == date(2027, 12, 31)
    assert later.certain_until == date(2027, 12, 24)
    assert not later.is_working_day(date(2026, 12, 31))
    assert later.is_working_day(date(2026, 12, 26))
    assert later.describe(date(2026, 12, 26)) == "调休上班（元旦）"
    assert later.announced_through(2026) == china


def test_a_year_after_a_gap_waits_for_the_years_between(china: WorkCalendar) -> None:
    before = china.announced_through(2023)
    gap = before.with_overlay(arrangement_of_2025())
    assert gap.announced_until == date(2023, 12, 31)
    assert gap != before


def test_local_rest_days_are_added_for_the_place_that_names_them(china: WorkCalendar) -> None:
    local = china.with_overlay({"local": {"火把节": ["2024-07-29..2024-07-31"], "泼水节": ["2024-04-13"]}})
    assert [local.kind(date(2024, 7, day)) for day in (28, 29, 31)] == [
        DayKind.WEEKEND,
        DayKind.LOCAL_HOLIDAY,
        DayKind.LOCAL_HOLIDAY,
    ]
    assert local.describe(date(2024, 7, 30)) == "地方假日 火把节"
    assert local.describe(date(2024, 7, 30), "en") == "local holiday 火把节"
    assert local.add_working_days(date(2024, 7, 26), 1) == date(2024, 8, 1)
    assert not local.is_statutory_holiday(date(2024, 7, 30))
    assert local.announced_until == china.announced_until
    assert repr(local) == f"<WorkCalendar 2007-2026, 4 local days, {local.fingerprint}>"


def test_a_local_rest_day_beats_a_make_up_day(china: WorkCalendar) -> None:
    local = china.with_overlay({"local": {"地方节日": ["2024-09-29"]}})
    assert not local.is_working_day(date(2024, 9, 29))
    assert local.kind(date(2024, 9, 29)) is DayKind.LOCAL_HOLIDAY
    assert local.add_working_days(date(2024, 9, 28), 1) == date(2024, 9, 30)


def test_overlays_stack(china: WorkCalendar) -> None:
    one = china.with_overlay({"local": {"甲": ["2024-07-29"]}}).with_overlay({"local": {"乙": ["2024-07-30"]}})
    both = china.with_overlay({"local": {"甲": ["2024-07-29"], "乙": ["2024-07-30"]}})
    assert one == both
    assert hash(one) == hash(both)


def test_dates_may_be_dates_and_single_values(china: WorkCalendar) -> None:
    as_text = china.with_overlay({"local": {"甲": ["2024-07-29"]}})
    assert china.with_overlay({"local": {"甲": [date(2024, 7, 29)]}}) == as_text
    assert china.with_overlay({"local": {"甲": "2024-07-29 .. 2024-07-29"}}) == as_text
    assert china.with_overlay({"local": {"甲": ("2024-07-29",)}}) == as_text


# -- each mistake ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected", "where"),
    [
        ({"kalendar": 1}, "CAL01", "kalendar"),
        ({"years": []}, "CAL01", "years"),
        ({"years": {"2O27": {}}}, "CAL01", "years.2O27"),
        ({"years": {2006: {}}}, "CAL01", "years.2006"),
        ({"years": {2061: {}}}, "CAL01", "years.2061"),
        ({"draft": "maybe"}, "CAL01", "draft"),
        ({"local": {"甲": ["2024-13-01"]}}, "CAL02", "local.甲.0"),
        ({"local": {"甲": ["2024-02-30"]}}, "CAL02", "local.甲.0"),
        ({"local": {"甲": ["2024-07-01", "7月2日"]}}, "CAL02", "local.甲.1"),
        ({"local": {"甲": "next week"}}, "CAL02", "local.甲"),
        ({"local": {"甲": ["2024-07-03..2024-07-01"]}}, "CAL02", "local.甲.0"),
        ({"local": {"甲": ["2024-01-01..2024-07-01"]}}, "CAL02", "local.甲.0"),
        ({"local": {"甲": ["2006-07-01"]}}, "CAL03", "local.甲.0"),
        ({"local": {"甲": ["2061-01-01"]}}, "CAL03", "local.甲.0"),
        ({"local": {"甲": ["2024-07-01"], "乙": ["2024-07-01"]}}, "CAL04", "local.乙.0"),
    ],
)
def test_faults_of_form(china: WorkCalendar, content: Any, expected: str, where: str) -> None:
    [fault] = check_overlay(content, china)
    assert (fault.code, fault.where, fault.line) == (expected, where, 0)
    assert fault.zh != fault.en
    assert fault.text() == f"{expected} {where}: {fault.zh}"
    assert fault.text("en") == f"{expected} {where}: {fault.en}"
    with pytest.raises(CalendarError, match=expected):
        china.with_overlay(content)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # A date of another year's notice, in either direction: 24 December of the year before, 25 December of its own.
        ({"元旦": {"off": ["2024-12-24", "2025-01-01"]}}, ["CAL03", "CAL06", "CAL07"]),
        ({"元旦": {"off": ["2025-01-01"], "work": ["2025-12-27"]}}, ["CAL03", "CAL07"]),
        # The same day off and at work, off for two festivals, or twice.
        ({"元旦": {"off": ["2025-01-01..2025-01-04"], "work": ["2025-01-04"]}}, ["CAL04", "CAL07"]),
        ({"清明节": {"off": ["2025-04-04..2025-04-06", "2025-04-06"]}}, ["CAL04"]),
        ({"端午节": {"off": ["2025-05-31..2025-06-02", "2025-05-05"]}}, ["CAL04", "CAL06"]),
        # Work on a weekday.
        ({"劳动节": {"off": ["2025-05-01..2025-05-05"], "work": ["2025-04-28"]}}, ["CAL05"]),
        # A hole in the days off: Monday 5 May is missing between the weekend and the 6th.
        ({"劳动节": {"off": ["2025-05-01..2025-05-04", "2025-05-06"], "work": ["2025-04-27"]}}, ["CAL06"]),
        # A break over a weekend that works is no break.
        ({"劳动节": {"off": ["2025-05-01..2025-05-02", "2025-05-05"], "work": ["2025-05-03"]}}, ["CAL06"]),
        # Days gained or lost.
        ({"劳动节": {"off": ["2025-05-01..2025-05-05"]}}, ["CAL07"]),
        ({"劳动节": {"off": ["2025-05-01..2025-05-04"], "work": ["2025-04-27"]}}, ["CAL07"]),
        # A statutory day that works.
        ({"劳动节": {"off": ["2025-05-02..2025-05-06"], "work": ["2025-04-27"]}}, ["CAL08"]),
        ({"端午节": {"off": ["2025-06-02"], "work": ["2025-05-31"]}}, ["CAL08", "CAL07"]),
        ({"清明节": {}}, ["CAL08", "CAL07"]),
        ({"清明节": {"of": ["2025-04-04"]}}, ["CAL01", "CAL08", "CAL07"]),
        ({"清明节": ["2025-04-04"]}, ["CAL01", "CAL08", "CAL07"]),
    ],
)
def test_faults_of_a_year(china: WorkCalendar, changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(arrangement_of_2025(**changes), china) == expected


def test_a_weekend_that_lies_between_the_days_off_need_not_be_written(china: WorkCalendar) -> None:
    assert (
        codes(
            arrangement_of_2025(劳动节={"off": ["2025-05-01..2025-05-02", "2025-05-05"], "work": ["2025-04-27"]}), china
        )
        == []
    )
    # 端午节 of 2025 is a Saturday: unwritten, it rests all the same.
    assert codes(arrangement_of_2025(端午节={"off": ["2025-06-02"]}), china) == []


@pytest.mark.parametrize(
    ("extra", "expected"), [(1, []), ("1", []), (0, ["CAL07"]), (2, ["CAL07"]), ("one", ["CAL01"]), (-1, ["CAL01"])]
)
def test_special_days_off_are_declared(china: WorkCalendar, extra: Any, expected: list[str]) -> None:
    content = arrangement_of_2025(纪念日={"off": ["2025-09-03"]})
    content["years"][2025]["extra"] = extra
    assert codes(content, china) == expected


@pytest.mark.parametrize(
    ("year", "statutory"), [(2007, 10), (2008, 11), (2014, 11), (2024, 11), (2025, 13), (2027, 13)]
)
def test_the_balance_follows_the_law_of_the_year(china: WorkCalendar, year: int, statutory: int) -> None:
    [*_, balance] = check_overlay({"years": {year: {}}}, china)
    assert balance.code == "CAL07"
    assert balance.en.startswith(f"weekdays off minus weekend days worked are 0, not {statutory};")


def test_every_announced_year_of_the_independent_source_passes_the_check(china: WorkCalendar) -> None:
    years = json.loads((Path(__file__).parent / "data" / "arrangements.json").read_text(encoding="utf-8"))
    special = {"2015": 1, "2020": 2}
    everything = {key: sorted(day for year in years.values() for day in year[key]) for key in ("off", "work")}
    for year in range(2008, 2027):
        # The source files days by calendar year, a notice decides from 25 December on.
        within = {
            key: [day for day in days if f"{year - 1}-12-25" <= day < f"{year}-12-25"]
            for key, days in everything.items()
        }
        # One entry for all festivals, so contiguity cannot be asked; all other checks can. In the source one make-up
        # Monday (2020-02-03, a plain working day) is marked as work.
        within["work"] = [day for day in within["work"] if day != "2020-02-03"]
        content = {"years": {year: {"extra": special.get(str(year), 0), "festivals": {"全部": within}}}}
        assert [code for code in codes(content, china) if code != "CAL06"] == [], year


# -- files -----------------------------------------------------------------------------------------------


def test_faults_in_a_file_carry_their_lines(tmp_path: Path, china: WorkCalendar) -> None:
    path = write(
        tmp_path,
        "calendar: x\nlocal:\n  甲:\n    - 2024-07-01\n    - 2024-07-99\njahre: {}\n",
    )
    faults = check_overlay(path, china)
    assert [(fault.code, fault.line, fault.where) for fault in faults] == [
        ("CAL01", 6, "jahre"),
        ("CAL02", 5, "local.甲.1"),
    ]
    assert (
        faults[1].text()
        == "CAL02 第5行 local.甲.1: 不是日期：`2024-07-99`，应为 `2027-01-01` 或 `2027-01-01..2027-01-03`"
    )
    assert faults[1].text("en").startswith("CAL02 line 5 local.甲.1: not a date: `2024-07-99`; expected")
    with pytest.raises(CalendarError) as caught:
        china.with_overlay(path)
    assert caught.value.zh.count("\n") == caught.value.en.count("\n") == 2
    assert caught.value.zh.startswith("日历文件有误：\nCAL01 第6行 jahre: 未知的键")


def test_all_faults_are_told_at_once_in_both_languages(tmp_path: Path, china: WorkCalendar) -> None:
    path = write(tmp_path, "jahre: {}\ndraft: maybe\n")
    with pytest.raises(CalendarError) as caught:
        china.with_overlay(path)
    assert caught.value.zh == (
        "日历文件有误：\n"
        "CAL01 第1行 jahre: 未知的键，可用的有 `calendar`, `draft`, `local`, `title`, `years`\n"
        "CAL01 第2行 draft: 应为 true 或 false"
    )
    assert caught.value.en == (
        "faults in the calendar file:\n"
        "CAL01 line 1 jahre: unknown key; known are `calendar`, `draft`, `local`, `title`, `years`\n"
        "CAL01 line 2 draft: expected true or false"
    )


def test_one_fault_hides_no_other(china: WorkCalendar) -> None:
    local = {"甲": ["soon", "2024-01-02..2024-01-01", "later", "2006-12-31"], "乙": ["2061-01-01"]}
    content = {"years": {"20": {}, "2061": {}, "2025": {"extr": 1}}, "local": local}
    faults = check_overlay(content, china)
    assert [(fault.code, fault.where) for fault in faults if fault.code not in ("CAL07", "CAL08")] == [
        ("CAL01", "years.20"),
        ("CAL01", "years.2061"),
        ("CAL01", "years.2025.extr"),
        ("CAL02", "local.甲.0"),
        ("CAL02", "local.甲.1"),
        ("CAL02", "local.甲.2"),
        ("CAL03", "local.甲.3"),
        ("CAL03", "local.乙.0"),
    ]
    assert faults[2].zh == "未知的键，可用的有 `extra`, `festivals`, `issued`, `notice`"
    listed = check_overlay({"years": {"2025": {"festivals": ["元旦"]}}}, china)
    assert (listed[0].code, listed[0].where) == ("CAL01", "years.2025.festivals")


def test_a_stretch_of_days_off_has_two_months_at_most_and_may_end_with_the_calendar(china: WorkCalendar) -> None:
    # March and April have 61 days together.
    assert check_overlay({"local": {"甲": ["2024-03-01..2024-04-30"]}}, china) == []
    assert [fault.code for fault in check_overlay({"local": {"甲": ["2024-03-01..2024-05-01"]}}, china)] == ["CAL02"]
    assert check_overlay({"local": {"甲": ["2007-01-01", "2060-12-31"]}}, china) == []


def test_what_a_year_leaves_out_is_told_at_the_year(tmp_path: Path, china: WorkCalendar) -> None:
    path = write(tmp_path, "years:\n  2024: {}\n  2025:\n    extra: 0\n")
    faults = [fault for fault in check_overlay(path, china) if fault.where == "years.2025.festivals"]
    assert {(fault.code, fault.line) for fault in faults} == {("CAL08", 4)}


def test_a_file_that_is_a_list_is_no_calendar(tmp_path: Path, china: WorkCalendar) -> None:
    [fault] = check_overlay(write(tmp_path, "- 1\n"), china)
    assert (fault.code, fault.where, fault.line) == ("CAL01", "-", 0)


def test_an_empty_file_changes_nothing(tmp_path: Path, china: WorkCalendar) -> None:
    assert china.with_overlay(write(tmp_path, "")) is china
    assert china.with_overlay(str(write(tmp_path, "# nothing\n"))) is china
    assert check_overlay(write(tmp_path, "local:\nyears: ~\n"), china) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", r"calendar\.yaml:2: duplicate key `a`"),
        ("x: &a [1]\ny: *a\n", r"calendar\.yaml:1: no anchors"),
        ("x: 1\ny: !!python/object:os.system {}\n", r"calendar\.yaml:2: no anchors, aliases or tags"),
        ("x: [1\n", "not valid YAML"),
        ("x: 1\n\ty: 2\n", r"calendar\.yaml:2: not valid YAML"),
        ("? [a]\n: 1\n", "a key must be text"),
        ("x: " + "[" * 40 + "]" * 40, "nested too deeply"),
        ("x: " + "[" * 30_000, "nested too deeply"),
        ("- " * 30_000, "nested too deeply"),
        ("{a: " * 30_000, "nested too deeply"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"x: \x00", "not valid YAML"),
        (b" " * (MAX_BYTES + 1), "too large"),
    ],
)
def test_a_hostile_file_gets_a_sentence(tmp_path: Path, china: WorkCalendar, text: str | bytes, message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        check_overlay(write(tmp_path, text), china)


@pytest.mark.parametrize("inner", ["[]", "{a: 1}", "{}"])
def test_twelve_levels_are_deep_enough_and_a_long_file_is_not_deep(tmp_path: Path, inner: str) -> None:
    # The mapping of the whole file is the first level.
    assert read_yaml(write(tmp_path, "x: " + "[" * 10 + inner + "]" * 10))[0].keys() == {"x"}
    with pytest.raises(CalendarError, match="nested too deeply"):
        read_yaml(write(tmp_path, "x: " + "[" * 11 + inner + "]" * 11))
    assert len(read_yaml(write(tmp_path, "x: [" + ", ".join([inner] * 30) + "]"))[0]["x"]) == 30
    assert len(read_yaml(write(tmp_path, "x:\n" + f"  - a:\n    - b: {inner}\n" * 30))[0]["x"]) == 30


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path, china: WorkCalendar) -> None:
    with pytest.raises(CalendarError, match="无法读取日历文件"):
        china.with_overlay(tmp_path / "none.yaml")
    with pytest.raises(CalendarError, match="cannot read"):
        china.with_overlay(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path, china: WorkCalendar) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + "local: {甲: [2024-07-29]}\n".encode())
    assert not china.with_overlay(path).is_working_day(date(2024, 7, 29))


# -- the template ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2020, 2027, 2028, 2031, 2060])
def test_the_template_passes_the_check_but_is_not_taken_for_the_notice(
    tmp_path: Path, china: WorkCalendar, year: int
) -> None:
    path = write(tmp_path, overlay_template(year, china))
    assert check_overlay(path, china) == []
    with pytest.raises(CalendarError, match="草稿"):
        china.with_overlay(path)


def test_a_completed_template_is_accepted(tmp_path: Path, china: WorkCalendar) -> None:
    text = overlay_template(2027, china)
    assert "      春节: {off: [2027-02-05..2027-02-10], work: []}\n" in text
    assert "      国庆节: {off: [2027-10-01..2027-10-05], work: []}\n" in text
    later = china.with_overlay(write(tmp_path, text.replace("draft: true\n", "")))
    assert later.announced_until == date(2027, 12, 31)
    first = date(2027, 1, 1)
    for i in range(300):
        day = first + timedelta(days=i)
        assert later.is_working_day(day) == china.works(day.toordinal())


def test_there_is_no_template_outside_the_calendar(china: WorkCalendar) -> None:
    for year in (2006, 2061):
        with pytest.raises(CalendarError, match=str(year)):
            overlay_template(year, china)
    assert "元旦: {off: [2007-01-01]" in overlay_template(2007, china)


# -- what is shipped -------------------------------------------------------------------------------------


def test_the_shipped_calendar_files_are_sound(china: WorkCalendar, every_day: list[date]) -> None:
    files = sorted(FOLDER.glob("*.yaml"))
    assert [file.name for file in files] == ["example-2025.yaml", "local-template.yaml"]
    for file in files:
        assert check_overlay(file, china) == [], file.name
    restated = china.with_overlay(FOLDER / "example-2025.yaml")
    assert all(restated.is_working_day(day) == china.is_working_day(day) for day in every_day)
    assert china.with_overlay(FOLDER / "local-template.yaml") is china
