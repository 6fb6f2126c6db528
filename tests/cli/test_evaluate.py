"""`lawrules evaluate` as a user types it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from lawrules.cli import evaluate, output
from tests.cli.conftest import BROKEN, CLEAN, LATE, decision

Cli = Callable[..., Any]
Files = Callable[..., str]

AS_OF = ("--as-of", "2023-02-01")


def test_a_late_publication_is_a_breach_with_its_clause(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", files("late.json", LATE), *AS_OF)
    assert ran.code == 1
    assert ran.out.startswith("甲2  甲县公示办法（mini）  截至 2023-02-01\n")
    assert re.search(r"逾期履行 +处罚决定7个工作日内公开 +2023-01-30 +2023-01-31\n +A-2 · a-publish", ran.out)
    assert "违反义务1项。" in ran.out
    assert ran.err == ""


def test_a_clean_case_ends_with_zero(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", files("clean.json", CLEAN), *AS_OF)
    assert ran.code == 0
    assert "违反义务0项，已履行1项。" in ran.out


def test_english(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", files("late.json", LATE), *AS_OF, "--lang", "en")
    assert "1 breach." in ran.out
    assert "done late" in ran.out


@pytest.mark.parametrize("engine", ["durable", "direct"])
def test_json_of_one_case_is_an_object_and_of_several_a_list(cli: Cli, files: Files, engine: str) -> None:
    from lawrules.engine import available

    if available()[engine]:
        pytest.skip(available()[engine])
    one = cli("evaluate", "mini", files("late.json", LATE), *AS_OF, "--format", "json", "--engine", engine)
    assert one.json["case"] == "甲2"
    assert one.json["engine"] == engine
    assert [(f["rule"], f["verdict"], f["due"]) for f in one.json["findings"]] == [("a-publish", "late", "2023-01-30")]
    two = cli(
        "evaluate", "mini", "late.json", files("clean.json", CLEAN), *AS_OF, "--format", "json", "--engine", engine
    )
    assert [a["case"] for a in two.json] == ["甲2", "甲1"]
    assert two.code == 1


def test_jsonl_is_a_line_a_case(cli: Cli, files: Files) -> None:
    ran = cli(
        "evaluate", "mini", files("all.jsonl", f"{json.dumps(LATE)}\n{json.dumps(CLEAN)}"), *AS_OF, "--format", "jsonl"
    )
    assert [json.loads(line)["case"] for line in ran.out.splitlines()] == ["甲2", "甲1"]


def test_standard_input(cli: Cli) -> None:
    ran = cli("evaluate", "mini", "-", *AS_OF, "--format", "json", stdin=json.dumps(LATE))
    assert ran.json["case"] == "甲2"
    assert ran.code == 1


def test_yaml_of_several_documents_and_a_total(cli: Cli, files: Files) -> None:
    text = "".join(f"---\ncase: 甲{i}\nevents: [{json.dumps(decision())}]\n" for i in range(2))
    ran = cli("evaluate", "mini", files("many.yaml", text), *AS_OF)
    assert ran.out.count("逾期未履行") == 2
    assert ran.out.rstrip().endswith("共 2 份案卷，2 份有违反，合计违反义务 2 项。")


def test_a_bad_case_is_reported_and_the_rest_is_evaluated(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", files("all.json", [BROKEN, LATE]), *AS_OF, "--format", "json")
    assert ran.code == 4
    assert [a["case"] for a in ran.json] == ["甲2"]
    assert "案件 甲3 不能评估：" in ran.err
    assert "([0].events[0].at): 错误 LR609" in ran.err


def test_nothing_but_a_bad_case_is_an_empty_list(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", files("bad.json", BROKEN), *AS_OF, "--format", "json")
    assert (ran.code, ran.json) == (4, [])


def test_a_missing_file_is_bad_usage_and_the_rest_is_evaluated(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", "nothing.json", files("late.json", LATE), *AS_OF)
    assert ran.code == 2
    assert "nothing.json: 错误 LR001: 文件打不开：没有这个文件" in ran.err
    assert "逾期履行" in ran.out


@pytest.mark.parametrize(
    ("codes", "stands"),
    [([], 0), ([0, 1], 1), ([1, 4], 4), ([4, 3, 1], 3), ([0, 1, 2, 3, 4], 2), ([4, 0], 4)],
)
def test_the_gravest_exit_code_stands(codes: list[int], stands: int) -> None:
    assert output.gravest(codes) == stands


def test_lenient(cli: Cli, files: Files) -> None:
    odd = {"case": "甲1", "events": [{**decision(), "colour": 1}]}
    strict = cli("evaluate", "mini", files("odd.json", odd), *AS_OF)
    assert strict.code == 4
    assert "LR614" in strict.err
    lenient = cli("evaluate", "mini", "odd.json", *AS_OF, "--lenient", "--format", "json")
    assert lenient.code == 1
    assert any("LR627" in warning for warning in lenient.json["warnings"])


def test_warnings_of_a_case_are_in_every_format(cli: Cli, files: Files) -> None:
    odd = {"case": "甲1", "events": [{**decision(), "about": "nothing"}]}
    assert any(
        "LR611" in w for w in cli("evaluate", "mini", files("o.json", odd), *AS_OF, "--format", "json").json["warnings"]
    )
    assert "提示：LR611" in cli("evaluate", "mini", "o.json", *AS_OF).out


def test_events_after_the_date_are_left_out_with_a_warning(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", files("late.json", LATE), "--as-of", "2023-01-20")
    assert ran.code == 0
    assert "提示：评估日之后的事件没有计入：b1" in ran.out
    assert "最近到期：2023-01-30  处罚决定7个工作日内公开（d1）" in ran.out


def test_the_default_date_is_today_in_shanghai(cli: Cli, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "today", lambda: "2023-01-18")
    ran = cli("evaluate", "mini", files("late.json", LATE), "--format", "json")
    assert ran.json["as_of"] == "2023-01-18"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", output.today())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["evaluate", "mini"], "缺少参数 FILE..."),
        (["evaluate", "mini", "x.json", "--as-of", "2023-02-30"], "2023 年 2 月没有 30 日"),
        (["evaluate", "mini", "x.json", "--as-of", "1.2.2023"], "不是日期或时刻"),
        (["evaluate", "mini", "x.json", "--as-of", "2023/2/1"], "是否想写 2023-02-01"),
        (["evaluate", "minni", "x.json"], "没有策略 minni，是否想写 mini？"),
        (["evaluate", "mini", "x.json", "--format", "xml"], "可选 table、json、jsonl"),
        (["evaluate", "mini", "x.json", "--engine", "rete"], "可选 durable、direct"),
    ],
)
def test_wrong_usage_is_told_in_one_line(cli: Cli, args: list[str], said: str) -> None:
    ran = cli(*args)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err


def test_an_invalid_policy_is_told_with_its_place(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", files("bad.yaml", "policy: bad\ntitle: 甲\n"), files("late.json", LATE))
    assert ran.code == 3
    assert "bad.yaml:1:1" in ran.err


REGISTER = {"agency": "甲局", "since": "2023-01-01", "events": []}


def test_a_register_gives_context_to_the_cases_of_its_agency(cli: Cli, files: Files) -> None:
    files("late.json", {**LATE, "agency": "甲局"})
    ran = cli("evaluate", "mini", "late.json", *AS_OF, "--register", files("r.json", REGISTER))
    assert (ran.code, ran.err) == (1, "")
    other = files("other.json", {**REGISTER, "agency": "乙局"})
    ran = cli("evaluate", "mini", "late.json", *AS_OF, "--register", other)
    assert "没有机关 甲局 的名册" in ran.err
    assert cli("evaluate", "mini", "late.json", *AS_OF, "--register", "late.json").code == 2


def test_a_case_without_agency_takes_the_only_register_there_is(cli: Cli, files: Files) -> None:
    files("late.json", LATE)
    files("r.json", REGISTER)
    assert cli("evaluate", "mini", "late.json", *AS_OF, "--register", "r.json").err == ""
    files("r2.json", {**REGISTER, "agency": "乙局"})
    ran = cli("evaluate", "mini", "late.json", *AS_OF, "--register", "r.json", "--register", "r2.json")
    assert "案件没有写机关" in ran.err


def test_a_register_itself_can_be_evaluated(cli: Cli, files: Files) -> None:
    ran = cli("evaluate", "mini", files("r.json", {**REGISTER, "events": [{**decision(), "case": "甲1"}]}), *AS_OF)
    assert ran.code == 1
    assert ran.out.startswith("甲局")


def test_no_progress_bar_where_there_is_no_terminal(cli: Cli, files: Files) -> None:
    ran = cli(
        "evaluate", "mini", files("many.jsonl", "\n".join([json.dumps(CLEAN)] * 200)), *AS_OF, "--format", "jsonl"
    )
    assert len(ran.out.splitlines()) == 200
    assert ran.err == ""


def test_the_bar_is_drawn_on_long_work_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from lawrules.cli.words import Words

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    moments = iter([0.0, 0.5, 1.5, 1.52, 2.0])
    monkeypatch.setattr(output.time, "monotonic", lambda: next(moments))
    bar = output.Progress(2, Words())
    bar.case_done()
    assert capsys.readouterr().err == ""
    bar.within(0.5)
    bar.case_done()
    assert " 25%  2 个案件" in capsys.readouterr().err
    bar.case_done()
    assert capsys.readouterr().err == ""
    bar.clear()
    bar.clear()
    assert capsys.readouterr().err == "\r\x1b[K"


def test_a_folder_stands_for_all_case_files_below_it(cli: Cli, files: Files) -> None:
    files("cases/b.json", LATE)
    files("cases/a/c.yaml", json.dumps(CLEAN))
    files("cases/d.jsonl", json.dumps({**CLEAN, "case": "甲4"}))
    files("cases/e.yml", json.dumps({**CLEAN, "case": "甲5"}))
    files("cases/notes.txt", "no case")
    ran = cli("evaluate", "mini", "cases", *AS_OF, "--format", "json")
    assert ran.code == 1
    assert [found["case"] for found in ran.json] == ["甲1", "甲2", "甲4", "甲5"]
    files("registers/r.json", REGISTER)
    assert cli("evaluate", "mini", "cases", *AS_OF, "--register", "registers").err == ""


def test_a_folder_without_cases_is_a_slip(cli: Cli, files: Files) -> None:
    files("empty/notes.txt", "no case")
    ran = cli("evaluate", "mini", "empty", *AS_OF)
    assert ran.code == 2
    assert "文件夹 empty 里没有案件文件" in ran.err
