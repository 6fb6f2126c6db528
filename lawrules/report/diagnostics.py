"""Diagnostics of `lawrules check` for people, for editors and for code-scanning services.

`text` for the terminal, `json` (a list, see docs/cli.md), `github` (workflow commands that annotate a pull request) and
`sarif` (2.1.0). Pure: diagnostics in, text out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from lawrules.catalogue import Entry
from lawrules.diagnostics import Diagnostic, Severity, Span

FORMATS = ("text", "json", "github", "sarif")


def render(found: Sequence[Diagnostic], format: str, lang: str, version: str = "") -> str:
    """All diagnostics in `format`, without a final line feed; an empty text where there is nothing to say."""
    if format == "json":
        return json.dumps([d.to_dict(lang) for d in found], ensure_ascii=False, indent=2)
    if format == "sarif":
        return json.dumps(_sarif(found, lang, version), ensure_ascii=False, indent=2)
    if format == "github":
        return "\n".join(_github(d, lang) for d in found)
    return "\n".join(d.text(lang) for d in found)


def summary(found: Iterable[Diagnostic], files: int, lang: str) -> str:
    """How many files were read and how many errors and warnings they hold."""
    found = list(found)
    errors = sum(d.severity is Severity.ERROR for d in found)
    warnings = len(found) - errors
    if lang == "zh":
        if not found:
            return f"已检查 {files} 个文件，没有发现问题。"
        return f"已检查 {files} 个文件：错误 {errors} 处，警告 {warnings} 处。"
    read = _many(files, "file")
    if not found:
        return f"{read} checked, nothing to report."
    return f"{read} checked: {_many(errors, 'error')}, {_many(warnings, 'warning')}."


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _github(d: Diagnostic, lang: str) -> str:
    text = d.say(lang)
    advice = d.advise(lang)
    body = f"{text}\n{advice}" if advice else text
    place = [f"file={_property(d.span.file)}"]
    if d.span.line:
        place += [f"line={d.span.line}", f"endLine={d.span.end_line}", f"col={d.span.column}"]
        if d.span.end_line == d.span.line:
            place.append(f"endColumn={d.span.end_column}")
    place.append(f"title={_property(d.code)}")
    return f"::{d.severity.value} {','.join(place)}::{_data(body)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(found: Sequence[Diagnostic], lang: str, version: str) -> dict[str, Any]:
    entries = {d.code: d.entry for d in found}
    codes = sorted(entries)
    rules = [
        {"id": code, "name": entries[code].name, "defaultConfiguration": {"level": entries[code].severity}}
        for code in codes
    ]
    results = []
    for d in found:
        advice = d.advise(lang)
        physical: dict[str, Any] = {"artifactLocation": {"uri": d.span.file.replace("\\", "/")}}
        if d.span.line:
            physical["region"] = {
                "startLine": d.span.line,
                "startColumn": max(d.span.column, 1),
                "endLine": max(d.span.end_line, d.span.line),
                "endColumn": max(d.span.end_column, 1),
            }
        results.append(
            {
                "ruleId": d.code,
                "ruleIndex": codes.index(d.code),
                "level": d.severity.value,
                "message": {"text": f"{d.say(lang)}\n{advice}" if advice else d.say(lang)},
                "locations": [{"physicalLocation": physical}],
            }
        )
    driver: dict[str, Any] = {"name": "lawrules", "rules": rules}
    if version:
        driver["version"] = version
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


CALENDAR_HELP: dict[str, tuple[str, str]] = {
    "CAL01": (
        "日历文件的写法见 `lawrules new calendar` 生成的文件",
        "`lawrules new calendar` writes a file in the right form",
    ),
    "CAL02": (
        "日期写作 2027-01-01，连续的几日写作 2027-01-01..2027-01-03，至多两个月",
        "write a date as 2027-01-01, several days as 2027-01-01..2027-01-03, two months at most",
    ),
    "CAL03": (
        "一年的安排管到当年 12 月 24 日；以后的日子写进下一年",
        "the arrangement of a year ends on 24 December; later days belong into the next year's",
    ),
    "CAL04": (
        "每个日子只写一次，只属于一个节日，不能既放假又上班",
        "name each day once, for one festival, either off or at work",
    ),
    "CAL05": ("work 只写因调休而上班的周末", "`work` holds only weekend days that are worked"),
    "CAL06": (
        "off 写该节日的全部放假日，连同其中的周末",
        "`off` holds all days off of the festival, with the weekend days among them",
    ),
    "CAL07": (
        "与通知逐日核对 off 和 work",
        "compare `off` and `work` with the notice day by day",
    ),
    "CAL08": ("把这一天加进该节日的 off", "add the day to the `off` of its festival"),
}
"""The way out of each fault of a calendar file (docs/deadlines.md)."""


class CalendarDiagnostic(Diagnostic):
    """A fault of a calendar file, whose sentences come with it instead of standing in the catalogue."""

    __slots__ = ()

    @property
    def entry(self) -> Entry:
        zh, en = (str(self.words[lang]).replace("{", "{{").replace("}", "}}") for lang in ("zh", "en"))
        return Entry(self.code, "calendar-file", zh, en, *CALENDAR_HELP.get(self.code, ("", "")))


def calendar_diagnostic(file: str, code: str, where: str, line: int, zh: str, en: str) -> Diagnostic:
    """A fault of a calendar file as a diagnostic."""
    span = Span(file, line, 1, line, 1) if line else Span(file)
    return CalendarDiagnostic(code, span, {"zh": zh, "en": en}, where)
