"""The working-day calendar and single deadlines as pictures for the terminal.

Pure: days in, lines out. `paint(text, kind)` may colour a cell; the default leaves it plain, and every mark is also a
letter, so that nothing depends on colour. A Chinese character takes two columns of a terminal.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeAlias

from lawrules.days import DayKind, Due, Unit, WorkCalendar
from lawrules.days.steps import StepKind
from lawrules.report.width import pad, width

Paint: TypeAlias = Callable[[str, str], str]

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
_NAMES = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MARKS = {DayKind.HOLIDAY: "*", DayKind.MAKE_UP: "+", DayKind.LOCAL_HOLIDAY: "#"}
_CELL = 3
_MONTH = 7 * _CELL
_GAP = 4


def plain(text: str, kind: str) -> str:  # noqa: ARG001 (the signature of a Paint)
    """No colours."""
    return text


def year_picture(calendar: WorkCalendar, year: int, lang: str = "zh", paint: Paint = plain) -> list[str]:
    """Twelve months, three beside each other, and below them every break with its make-up days."""
    lines: list[str] = []
    for first in (1, 4, 7, 10):
        blocks = [list(_month(calendar, year, month, lang, paint)) for month in range(first, first + 3)]
        for row in range(max(len(b) for b in blocks)):
            cells = [block[row] if row < len(block) else (" " * _MONTH) for block in blocks]
            lines.append((" " * _GAP).join(cells).rstrip())
        lines.append("")
    zh = lang == "zh"
    lines.append("* 放假  + 调休上班  # 地方假日" if zh else "* day off  + make-up working day  # local holiday")
    total = calendar.count_working(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    lines.append(f"{year} 年共 {total} 个工作日" if zh else f"{total} working days in {year}")
    if year == calendar.certain_until.year:
        # A break of New Year may begin in the last week, and its notice is still to come.
        lines.append(
            "12 月 25 日以后的日子，下一年的放假通知还可能调整"
            if zh
            else "the days from 25 December on may still change with the next year's notice"
        )
    lines.append("")
    lines.extend(_breaks(calendar, year, lang))
    return lines


def _month(calendar: WorkCalendar, year: int, month: int, lang: str, paint: Paint) -> Iterator[str]:
    title = f"{year}年{month}月" if lang == "zh" else f"{_NAMES[month]} {year}"
    yield paint(pad(title, _MONTH), "title")
    yield "".join(pad(name, _CELL) for name in WEEKDAYS[lang])
    for week in months.Calendar().monthdatescalendar(year, month):
        line = ""
        for day in week:
            if day.month != month:
                line += " " * _CELL
                continue
            kind = calendar.kind(day)
            mark = _MARKS.get(kind, " ")
            if kind is DayKind.WEEKEND and _named(calendar, day):
                mark = "*"
            shown = "holiday" if mark == "*" else kind.value
            line += paint(f"{day.day:>2}{mark}", shown)
        yield line


def _named(calendar: WorkCalendar, day: date) -> bool:
    """Whether a weekend day belongs to a break."""
    return "（" in calendar.describe(day)


def festival(calendar: WorkCalendar, day: date, lang: str = "zh") -> str:
    """The festival whose arrangement the day belongs to, or an empty text."""
    kind = calendar.kind(day)
    said = calendar.describe(day, lang)
    if kind is DayKind.LOCAL_HOLIDAY:
        return said.partition(" ")[2]
    opening = "（" if lang == "zh" else " ("
    if kind is DayKind.HOLIDAY:
        return said.split(opening)[0]
    return said.partition(opening)[2].rstrip("）)")


def _breaks(calendar: WorkCalendar, year: int, lang: str) -> Iterator[str]:
    """Every stretch of days off that a festival causes, and the weekend days that work for it."""
    rows: list[tuple[str, date, date]] = []
    work: dict[str, list[date]] = {}
    day = date(year, 1, 1)
    while day.year == year:
        kind = calendar.kind(day)
        name = festival(calendar, day, lang)
        if kind is DayKind.MAKE_UP:
            work.setdefault(name, []).append(day)
        elif name and kind is not DayKind.WORKING:
            # A weekend before the first festival day counts to the break; names may differ within one break.
            if rows and rows[-1][2] + timedelta(days=1) == day:
                rows[-1] = (_joined(rows[-1][0], name, lang), rows[-1][1], day)
            else:
                rows.append((name, day, day))
        day += timedelta(days=1)
    wide = max((width(name) for name, _, _ in rows), default=0)
    for name, first, last in rows:
        days = (last - first).days + 1
        span = _day(first, lang) if first == last else f"{_day(first, lang)} — {_day(last, lang)}"
        length = f"（{days} 天）" if lang == "zh" else f" ({days} day{'s' if days > 1 else ''})"
        line = f"{pad(name, wide)}  {span}{length}"
        made = sorted({d for key, held in work.items() if key and set(_parts(key)) & set(_parts(name)) for d in held})
        if made:
            line += ("，上班：" if lang == "zh" else ", at work: ") + ("、" if lang == "zh" else ", ").join(
                _day(d, lang) for d in made
            )
        yield line


def _parts(name: str) -> list[str]:
    return name.replace(" and ", "、").split("、")


def _joined(names: str, more: str, lang: str) -> str:
    """Festivals of one break, each once: 国庆节、中秋节."""
    sep = "、" if lang == "zh" else " and "
    return sep.join(dict.fromkeys([*names.split(sep), *more.split(sep)]))


def _day(day: date, lang: str) -> str:
    if lang == "zh":
        return f"{day.month}月{day.day}日（周{WEEKDAYS['zh'][day.weekday()]}）"
    return f"{WEEKDAYS['en'][day.weekday()]} {day.day} {_NAMES[day.month]}"


# ── one deadline

_DUE_MARKS = {
    "zh": {"start": "起", "skipped": "休", "suspended": "停", "rolled": "顺", "end": "止"},
    "en": {"start": " s", "skipped": " x", "suspended": " =", "rolled": " >", "end": " !"},
}
_DUE_CELL = 7
_MOST_MONTHS = 4


def due_picture(due: Due, lang: str = "zh", paint: Paint = plain) -> list[str]:
    """The months of a term with its counted days numbered; nothing for terms in hours or of many months."""
    first, last = sorted((due.start, due.date))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if due.period.is_moment or count > _MOST_MONTHS:
        return []
    cells = _cells(due, lang)
    # Three-digit numbers need a wider cell.
    wide = max(_DUE_CELL, *(width(text) + 3 for text, _ in cells.values()))
    lines: list[str] = []
    year, month = first.year, first.month
    for i in range(count):
        if i:
            lines.append("")
        title = f"{year}年{month}月" if lang == "zh" else f"{_NAMES[month]} {year}"
        lines.append(paint(title, "title"))
        lines.append("".join(pad(f" {name}", wide) for name in WEEKDAYS[lang]).rstrip())
        for week in months.Calendar().monthdatescalendar(year, month):
            line = ""
            for day in week:
                text, kind = cells.get(day, ("", "outside"))
                body = f"{day.day:>2}{text}" if day.month == month else ""
                line += paint(body, kind) + " " * (wide - width(body))
            lines.append(line.rstrip())
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    marks = _DUE_MARKS[lang]
    used = {kind for _, kind in cells.values()}
    words = {
        "zh": {"start": "起算日（不计）", "skipped": "休息日", "suspended": "中止", "rolled": "顺延", "end": "届满日"},
        "en": {
            "start": "start (not counted)",
            "skipped": "rest day",
            "suspended": "suspended",
            "rolled": "rolled over",
            "end": "last day",
        },
    }[lang]
    if due.ahead:
        words |= (
            {"start": "事件当日（不计）", "end": "最迟通知日"}
            if lang == "zh"
            else {
                "start": "the event (not counted)",
                "end": "last day for a notice",
            }
        )
    legend = [f"{mark.strip()} {words[kind]}" for kind, mark in marks.items() if kind in used]
    if "counted" in used:
        legend.append("(n) 第 n 日" if lang == "zh" else "(n) day n")
    lines += ["", "  ".join(legend)]
    return lines


def _cells(due: Due, lang: str) -> dict[date, tuple[str, str]]:
    marks = _DUE_MARKS[lang]
    cells: dict[date, tuple[str, str]] = {}
    for step in due.steps:
        if step.kind is StepKind.COUNTED:
            # `counted` is the number of the stretch's last day in the order of counting.
            length = (step.last - step.first).days + 1
            for i in range(length):
                day = step.last - timedelta(days=i) if not due.ahead else step.first + timedelta(days=i)
                cells[day] = (f"({step.counted - i})", "counted")
        else:
            kind = step.kind.value
            for i in range((step.last - step.first).days + 1):
                cells[step.first + timedelta(days=i)] = (marks[kind], kind)
    if due.period.unit is Unit.SAME_DAY:
        cells[due.date] = (marks["end"], "end")
    return cells


def due_lines(due: Due, lang: str = "zh") -> list[str]:
    """The steps of a term as lines: which days counted, which did not, and why."""
    zh = lang == "zh"
    lines: list[str] = []
    if due.period.is_moment:
        return _hour_lines(due, lang)
    several = len({day.year for step in due.steps for day in (step.first, step.last)}) > 1
    spans = [_stretch(step.first, step.last, several, lang) for step in due.steps]
    wide = max(map(width, spans), default=0)
    for days, step in zip(spans, due.steps, strict=True):
        why = step.reason(lang)
        if due.period.unit is Unit.SAME_DAY and step.kind is StepKind.START:
            why = "起算" if zh else "start"
        text = f"{pad(days, wide)}  {why}"
        if step.kind is StepKind.COUNTED:
            length = (step.last - step.first).days + 1
            low, high = step.counted - length + 1, step.counted
            if zh:
                text += f"，第 {low} 日" if low == high else f"，第 {low}–{high} 日"
            else:
                text += f", day {low}" if low == high else f", days {low}–{high}"
        elif step.kind is StepKind.ROLLED:
            text += "，顺延" if zh else ", rolled over"
        lines.append(text)
    return lines


def _stretch(first: date, last: date, with_year: bool, lang: str) -> str:
    """Days from first to last; with the year where a term reaches into another one."""

    def told(day: date, year: bool) -> str:
        text = _day(day, lang)
        if not year:
            return text
        return f"{day.year}年{text}" if lang == "zh" else f"{text} {day.year}"

    if first == last:
        return told(first, with_year)
    # One year for both ends stands where the language puts it: first in Chinese, last in English.
    both = first.year != last.year
    return f"{told(first, with_year and (both or lang == 'zh'))} — {told(last, with_year and (both or lang != 'zh'))}"


def _hour_lines(due: Due, lang: str) -> list[str]:
    """Hours run on from their moment: where from, where to, and that nothing is left out."""
    zh = lang == "zh"
    length = due.period.text(lang)
    if due.ahead:
        began = "事件" if zh else "the event"
        how = f"提前 {length}，连续倒数" if zh else f"{length} earlier, without a pause"
    else:
        began = "起算" if zh else "start"
        how = f"{length}，自该时刻起连续计算" if zh else f"{length} from that moment without a pause"
    rows = [(_moment(due.start, due.start_moment, lang), began)]
    if due.moment is None and due.earliest_moment is not None and due.latest_moment is not None:
        first, last = due.earliest_moment, due.latest_moment
        rows.append((f"{_moment(first.date(), first, lang)} — {_moment(last.date(), last, lang)}", how))
    else:
        rows.append((_moment(due.date, due.moment, lang), how))
    wide = max(width(when) for when, _ in rows)
    return [f"{pad(when, wide)}  {said}" for when, said in rows]


def _moment(day: date, at: datetime | None, lang: str) -> str:
    return _day(day, lang) + (f" {at:%H:%M}" if at is not None else "")
