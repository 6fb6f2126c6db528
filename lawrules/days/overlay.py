"""Calendar overlays: a newly announced or corrected year, and local rest days, as a file that a clerk can fill in.

The format, the checks and their codes are described in docs/deadlines.md. A year in an overlay replaces the whole
arrangement of that year; local days add rest days. Every fault is reported at once, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawrules.days.errors import CalendarError
from lawrules.days.notice import (
    FIRST_DAY,
    FIRST_YEAR,
    LAST_DAY,
    LAST_YEAR,
    Notice,
    is_weekend,
    notice_year,
    presumed_rest,
)
from lawrules.days.overlay_file import Where, read_yaml
from lawrules.days.spans import united
from lawrules.records import dataclass, field

if TYPE_CHECKING:
    from lawrules.days.work_calendar import WorkCalendar

_KEYS = {"calendar", "title", "draft", "years", "local"}
_YEAR_KEYS = {"notice", "issued", "extra", "festivals"}
_FESTIVAL_KEYS = {"off", "work"}
_DATE = r"\d{4}-\d{2}-\d{2}"
_RANGE = re.compile(rf"({_DATE})(?: ?\.\. ?({_DATE}))?")


@dataclass(frozen=True, slots=True)
class Overlay:
    """A sound overlay: whole years, and local rest days as (ordinal, name)."""

    notices: tuple[Notice, ...]
    local: tuple[tuple[int, str], ...]
    draft: bool = False


@dataclass(frozen=True, slots=True)
class OverlayFault:
    """One mistake in an overlay: its code (docs/deadlines.md), where it stands, and what to do, in both languages.

    `line` is 0 for an overlay that was given as a mapping.
    """

    code: str
    where: str
    line: int
    zh: str
    en: str

    def text(self, lang: str = "zh") -> str:
        """The fault as one line."""
        place = f"第{self.line}行 " if lang == "zh" and self.line else f"line {self.line} " if self.line else ""
        return f"{self.code} {place}{self.where}: {self.en if lang == 'en' else self.zh}"


def read_overlay(source: str | Path | Mapping[str, Any], calendar: WorkCalendar) -> Overlay:
    """The overlay in a file or mapping. Raises `CalendarError` that lists all its faults."""
    overlay, faults = _read(source, calendar)
    if faults:
        raise CalendarError(
            "日历文件有误：\n" + "\n".join(fault.text("zh") for fault in faults),
            "faults in the calendar file:\n" + "\n".join(fault.text("en") for fault in faults),
        )
    if overlay.draft:
        raise CalendarError(
            "日历文件还是草稿：请据通知核对后删去 `draft`",
            "the calendar file is a draft: complete it and remove `draft`",
        )
    return overlay


def check_overlay(source: str | Path | Mapping[str, Any], calendar: WorkCalendar) -> list[OverlayFault]:
    """Every fault of an overlay, in the order of the file; a sound draft has none.

    Raises `CalendarError` only for what is no YAML mapping at all.
    """
    return _read(source, calendar)[1]


def overlay_template(year: int, calendar: WorkCalendar) -> str:
    """An overlay file for `year` to be completed from the notice.

    Filled in are the statutory days and, for those on a weekend, the next free weekdays: a lawful arrangement, so it
    passes the check, but only a presumption, so `draft: true` keeps `with_overlay` from taking it for the notice.
    Raises `CalendarError` for years outside the calendar.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError(f"{year} 年超出日历范围", f"{year} is outside the calendar")
    lines = [
        "# off: 该节日的全部放假日，含周末，可写 2027-01-01..2027-01-03；work: 因此上班的周末。",
        "# 据国务院办公厅的通知逐项改正，然后删去 draft 一行。检查：lawrules calendar check",
        f"calendar: china-{year}",
        f"title: {year}年部分节假日安排",
        "draft: true",
        "years:",
        f"  {year}:",
        "    notice:       # 文号",
        "    issued:       # 发文日期",
        "    extra: 0      # 法定节日以外另行决定放假的天数",
        "    festivals:",
    ]
    for name, days in _presumed_festivals(year, calendar).items():
        shown = ", ".join(f"{_iso(a)}..{_iso(b)}" if a < b else _iso(a) for a, b in united((day, day) for day in days))
        lines.append(f"      {name}: {{off: [{shown}], work: []}}")
    return "\n".join(lines) + "\n"


def _presumed_festivals(year: int, calendar: WorkCalendar) -> dict[str, list[int]]:
    """The presumed days off of `year` by festival; festivals that share a day are one entry."""
    statutory = {day: name.replace("农历除夕", "春节") for day, name in calendar.statutory_days(year)}
    shared = {part: name for name in statutory.values() if "、" in name for part in name.split("、")}
    result: dict[str, list[int]] = {}
    name = ""
    for day in presumed_rest(statutory):
        name = statutory.get(day, name)
        result.setdefault(shared.get(name, name), []).append(day)
    return result


@dataclass(slots=True)
class _Reading:
    """One pass over an overlay: the faults so far and what is needed to name their places."""

    calendar: WorkCalendar
    lines: Mapping[Where, int]
    faults: list[OverlayFault] = field(default_factory=list)

    def fault(self, code: str, where: Where, zh: str, en: str) -> None:
        line, place = 0, where
        while place and not line:
            line, place = self.lines.get(place, 0), place[:-1]
        self.faults.append(OverlayFault(code, ".".join(where) or "-", line, zh, en))

    def mapping(self, value: Any, where: Where, keys: set[str] | None = None) -> dict[str, Any]:
        """`value` as a mapping with known keys."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault("CAL01", where, "应为键值对", "expected a mapping")
            return {}
        result = {str(key): item for key, item in value.items()}
        for key in result:
            if keys is not None and key not in keys:
                known = ", ".join(f"`{name}`" for name in sorted(keys))
                self.fault("CAL01", (*where, key), f"未知的键，可用的有 {known}", f"unknown key; known are {known}")
        return result

    def days(self, value: Any, where: Where) -> list[tuple[int, Where]]:
        """The dates and ranges of a list, each day with its place."""
        items = [] if value is None else value if isinstance(value, (list, tuple)) else [value]
        result: list[tuple[int, Where]] = []
        for i, item in enumerate(items):
            at = (*where, str(i)) if isinstance(value, (list, tuple)) else where
            match = _RANGE.fullmatch(str(item).strip())
            try:
                if match is None:
                    raise ValueError
                first = date.fromisoformat(match.group(1)).toordinal()
                last = date.fromisoformat(match.group(2) or match.group(1)).toordinal()
            except ValueError:
                zh = f"不是日期：`{item}`，应为 `2027-01-01` 或 `2027-01-01..2027-01-03`"
                self.fault("CAL02", at, zh, f"not a date: `{item}`; expected `2027-01-01` or `2027-01-01..2027-01-03`")
                continue
            if not 0 <= last - first <= 60:
                self.fault("CAL02", at, f"起止颠倒或过长：`{item}`", f"reversed or too long: `{item}`")
                continue
            result += [(day, at) for day in range(first, last + 1)]
        return result


def _read(source: str | Path | Mapping[str, Any], calendar: WorkCalendar) -> tuple[Overlay, list[OverlayFault]]:
    content, lines = (source, {}) if isinstance(source, Mapping) else read_yaml(Path(source))
    reading = _Reading(calendar, lines)
    top = reading.mapping(content, (), _KEYS)
    notices = []
    for key, value in reading.mapping(top.get("years"), ("years",)).items():
        where = ("years", key)
        if not re.fullmatch(r"\d{4}", key) or not FIRST_YEAR <= int(key) <= LAST_YEAR:
            known = f"{FIRST_YEAR} 至 {LAST_YEAR}"
            reading.fault("CAL01", where, f"年份应在 {known} 之间", f"a year must lie in {FIRST_YEAR} to {LAST_YEAR}")
            continue
        notices.append(_read_year(reading, int(key), reading.mapping(value, where, _YEAR_KEYS), where))
    local: dict[int, str] = {}
    for name, value in reading.mapping(top.get("local"), ("local",)).items():
        for day, at in reading.days(value, ("local", name)):
            if not FIRST_DAY <= day <= LAST_DAY:
                reading.fault("CAL03", at, f"{_iso(day)} 超出日历范围", f"{_iso(day)} is outside the calendar")
            if day in local:
                reading.fault("CAL04", at, f"{_iso(day)} 重复", f"{_iso(day)} appears twice")
            local[day] = name
    draft = str(top.get("draft") or "false").lower()
    if draft not in ("true", "false"):
        reading.fault("CAL01", ("draft",), "应为 true 或 false", "expected true or false")
    return Overlay(tuple(notices), tuple(sorted(local.items())), draft == "true"), reading.faults


def _read_year(reading: _Reading, year: int, content: Mapping[str, Any], where: Where) -> Notice:
    """One year's arrangement, with all checks of a notice."""
    off: dict[int, str] = {}
    work: dict[int, str] = {}
    within = (*where, "festivals")
    for name, value in reading.mapping(content.get("festivals"), within).items():
        festival = reading.mapping(value, (*within, name), _FESTIVAL_KEYS)
        for key, mine, other in (("off", off, work), ("work", work, off)):
            for day, at in reading.days(festival.get(key), (*within, name, key)):
                if notice_year(day) != year:
                    zh = f"{_iso(day)} 不属于 {year} 年的安排（{year - 1}-12-25 至 {year}-12-24）"
                    reading.fault("CAL03", at, zh, f"{_iso(day)}: {year} decides {year - 1}-12-25 to {year}-12-24")
                if day in mine or day in other:
                    reading.fault("CAL04", at, f"{_iso(day)} 重复", f"{_iso(day)} appears twice")
                if key == "work" and not is_weekend(day):
                    reading.fault("CAL05", at, f"{_iso(day)} 不是周末，无须调休", f"{_iso(day)} is no weekend day")
                mine[day] = name
    for name in dict.fromkeys(off.values()):
        days = sorted(day for day, owner in off.items() if owner == name)
        between = (day for day in range(days[0], days[-1]) if day not in off)
        gap = next((day for day in between if day in work or not is_weekend(day)), 0)
        if gap:
            at = (*within, name, "off")
            reading.fault("CAL06", at, f"放假日不连续：缺 {_iso(gap)}", f"the days off are not contiguous: {_iso(gap)}")
    _check_against_law(reading, year, content, off, work, where)
    return Notice(year, tuple(sorted(off.items())), tuple(sorted(work.items())))


def _check_against_law(
    reading: _Reading,
    year: int,
    content: Mapping[str, Any],
    off: Mapping[int, str],
    work: Mapping[int, str],
    where: Where,
) -> None:
    """What the law of holidays demands of every notice: its statutory days rest, and none is added or lost."""
    statutory = dict(reading.calendar.statutory_days(year))
    for day, name in statutory.items():
        if day in work or (day not in off and not is_weekend(day)):
            zh, en = f"{_iso(day)} {name}必须放假", f"{_iso(day)} ({name}) is a statutory day off"
            reading.fault("CAL08", (*where, "festivals"), zh, en)
    extra = content.get("extra")
    text = "0" if extra is None else str(extra)
    if not re.fullmatch(r"\d{1,2}", text):
        reading.fault("CAL01", (*where, "extra"), f"应为天数：`{extra}`", f"expected a number of days: `{extra}`")
        return
    owed = sum(1 + name.count("、") for name in statutory.values()) + int(text)
    granted = sum(not is_weekend(day) for day in off) - len(work)
    if granted != owed:
        zh = f"放假的工作日减去调休上班日为 {granted} 天，应为 {owed} 天；另行决定的假期写入 extra"
        en = f"weekdays off minus weekend days worked are {granted}, not {owed}; special days off go into `extra`"
        reading.fault("CAL07", where, zh, en)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
