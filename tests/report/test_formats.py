"""JSON and JSONL of assessments; text, JSON, GitHub and SARIF of diagnostics; widths."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawrules.days import overlay
from lawrules.diagnostics import Diagnostic, Span
from lawrules.report.diagnostics import CALENDAR_HELP, calendar_diagnostic, render, summary
from lawrules.report.jsonout import JsonWriter
from lawrules.report.width import pad, width, wrap
from tests.report.samples import assessment


def written(count: int, *, lines: bool = False, several: bool = False) -> str:
    parts: list[str] = []
    writer = JsonWriter(parts.append, lines=lines)
    for _ in range(count):
        writer.add(assessment())
    writer.close(several=several)
    return "".join(parts)


def test_one_case_is_an_object_several_are_a_list() -> None:
    assert json.loads(written(1)) == assessment().to_dict()
    assert json.loads(written(3)) == [assessment().to_dict()] * 3
    assert json.loads(written(1, several=True)) == [assessment().to_dict()]
    assert json.loads(written(0)) == []


def test_jsonl_is_a_line_a_case() -> None:
    lines = written(2, lines=True).splitlines()
    assert [json.loads(line)["case"] for line in lines] == ["昆罚2019-88"] * 2
    assert written(0, lines=True) == ""


UNKNOWN = Diagnostic("LR202", Span("p.yaml", 3, 5, 3, 12), {"word": "amuont", "nearest": "amount"})
WARNING = Diagnostic("LR611", Span("c.json"), {"word": "x"}, "events[1].about")


def test_text_has_the_place_the_fault_and_the_way_out() -> None:
    text = render([UNKNOWN], "text", "zh")
    assert text.startswith("p.yaml:3:5: 错误 LR202: 没有名为 `amuont` 的字段\n    是否想写 `amount`？")


def test_json_has_the_documented_keys() -> None:
    found = json.loads(render([UNKNOWN, WARNING], "json", "en"))
    assert list(found[0]) == [
        "code",
        "severity",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "path",
        "message",
        "help",
    ]
    assert [d["severity"] for d in found] == ["error", "warning"]
    assert json.loads(render([], "json", "en")) == []


def test_github_annotations_escape_what_would_end_them() -> None:
    odd = Diagnostic("LR202", Span("a,b:c.yaml", 3, 5, 4, 1), {"word": "50%\nx"})
    lines = render([odd, WARNING], "github", "en").splitlines()
    assert lines[0].startswith("::error file=a%2Cb%3Ac.yaml,line=3,endLine=4,col=5,title=LR202::")
    assert "50%25%0Ax" in lines[0]
    assert lines[1].startswith("::warning file=c.json,title=LR611::")


def test_sarif_names_each_rule_once() -> None:
    sarif = json.loads(render([UNKNOWN, WARNING, UNKNOWN], "sarif", "en", "0.1.0"))
    run = sarif["runs"][0]
    assert sarif["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["LR202", "LR611"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_faults_of_calendar_files_are_rendered_like_others() -> None:
    fault = calendar_diagnostic("2027.yaml", "C01", "years.2027", 4, "放假日 {x} 重叠", "days {x} overlap")
    assert render([fault], "text", "zh") == "2027.yaml:4:1 (years.2027): 错误 C01: 放假日 {x} 重叠"
    assert json.loads(render([fault], "sarif", "en"))["runs"][0]["results"][0]["ruleId"] == "C01"


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        ([], "已检查 2 个文件，没有发现问题。", "2 files checked, nothing to report."),
        ([UNKNOWN, WARNING], "已检查 2 个文件：错误 1 处，警告 1 处。", "2 files checked: 1 error, 1 warning."),
    ],
)
def test_the_summary_counts(found: list[Diagnostic], zh: str, en: str) -> None:
    assert summary(found, 2, "zh") == zh
    assert summary(found, 2, "en") == en


def test_chinese_takes_two_columns() -> None:
    assert width("a公示：") == 7
    assert pad("公示", 6) == "公示  "
    assert wrap("处罚决定，应当公开。", 10) == ["处罚决定，", "应当公开。"]
    assert wrap("a long English sentence", 10) == ["a long", "English", "sentence"]
    assert wrap("种类为“查封”", 8) == ["种类为", "“查封”"], "an opening mark does not end a line"
    assert wrap("（甲）乙", 4) == ["（甲）", "乙"]


@given(st.text(alphabet="公示决定，。 abc-1\n", max_size=60), st.integers(12, 40))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest = max((len(word) for word in text.split()), default=0)
    if longest <= 5:
        assert all(width(line) <= columns + 2 for line in lines)


def test_every_fault_of_a_calendar_file_has_a_way_out() -> None:
    codes = set(re.findall(r"CAL\d\d", Path(overlay.__file__).read_text(encoding="utf-8")))
    assert codes == set(CALENDAR_HELP)
    fault = calendar_diagnostic("2027.yaml", "CAL05", "years.2027", 4, "不是周末", "no weekend day")
    assert fault.advise("zh") == "work 只写因调休而上班的周末"
    assert fault.advise("en") == "`work` holds only weekend days that are worked"
