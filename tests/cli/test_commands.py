"""Every other command as a user types it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from lawrules.report.prose import rules
from lawrules.report.prose.lines import NotTold
from tests.cli.conftest import CLEAN, SCENARIOS

Cli = Callable[..., Any]
Files = Callable[..., str]


# ── due


def test_due_shows_the_date_the_steps_and_the_picture(cli: Cli) -> None:
    ran = cli("due", "2019-09-27", "7个工作日")
    assert ran.code == 0
    assert ran.out.startswith("届满：2019-10-12（周六）\n")
    assert "9月29日（周日）                     调休上班（国庆节），第 1 日" in ran.out
    assert "12止" in ran.out


def test_a_period_in_english_needs_no_quotes(cli: Cli) -> None:
    assert cli("due", "2023-01-16", "7", "working", "days").out.startswith("届满：2023-01-30")


def test_due_as_json(cli: Cli) -> None:
    found = cli("due", "2023-01-16", "7个工作日", "--format", "json").json
    assert found["date"] == "2023-01-30"
    assert found["steps"]


@pytest.mark.parametrize(
    ("args", "first"),
    [
        (["2024-03-15T16:30", "24小时"], "届满：2024-03-16 16:30（周六）"),
        (["2024-03-15", "24小时"], "届满：2024-03-16 00:00 至 2024-03-17 00:00 之间"),
        (["2024-08-02", "60日", "--bearer", "party"], "届满：2024-10-08（周二）"),
        (["2024-08-02", "60日"], "届满：2024-10-01（周二）"),
        (["2024-01-10", "7个工作日", "--ahead"], "最迟通知日：2023-12-28（周四）"),
        (["2024-09-10", "30日", "--exclude", "2024-09-20..2024-09-22"], "届满：2024-10-13（周日）"),
        (["2024-03-01", "30日", "--extend", "30日"], "届满：2024-04-30（周二）"),
        (["2024-03-15T16:30", "24小时", "--lang", "en"], "due 2024-03-16 16:30 (Sa)"),
    ],
)
def test_due_in_all_its_forms(cli: Cli, args: list[str], first: str) -> None:
    assert cli("due", *args).out.splitlines()[0].startswith(first)


def test_beyond_the_announced_years_due_is_provisional(cli: Cli) -> None:
    ran = cli("due", "2050-01-04", "7个工作日")
    assert ran.code == 0
    assert "推定：最早" in ran.out
    assert (
        "State Council's notice on the holidays of 2050"
        in cli("due", "2050-01-04", "7日", "--bearer", "party", "--lang", "en").out
    )
    assert "《国务院办公厅关于2050年部分节假日安排的通知》" in ran.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["2023-01-16"], "缺少参数 PERIOD"),
        (["2023-1-16", "7日"], "是否想写 2023-01-16"),
        (["2023-01-16", "7工作天"], "是否应为 `7个工作日`"),
        (["2023-01-16", "7日", "--exclude", "2023-01-20"], "首日..末日"),
        (["2023-01-16", "7日", "--exclude", "2023-01-20..2023-01-18"], "末日早于首日"),
        (["2023-01-16", "7日", "--exclude", "2023-01-20..x"], "--exclude `x`"),
        (["2023-01-16", "及时"], "及时"),
        (["2023-01-16", "7日", "--calendar", "nothing.yaml"], "nothing.yaml"),
    ],
)
def test_due_tells_what_is_wrong(cli: Cli, args: list[str], said: str) -> None:
    ran = cli("due", *args)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


# ── calendar


def test_calendar_draws_a_year(cli: Cli) -> None:
    ran = cli("calendar", "2025")
    assert ran.code == 0
    assert "2025 年共 248 个工作日" in ran.out


def test_calendar_as_json(cli: Cli) -> None:
    days = {d["date"]: d for d in cli("calendar", "2025", "--format", "json").json}
    assert len(days) == 365
    assert days["2025-01-26"] == {"date": "2025-01-26", "working": True, "kind": "make_up", "why": "调休上班（春节）"}
    assert not days["2025-10-08"]["working"]


OVERLAY = """\
calendar: local
local:
  火把节: [2025-07-18]
"""


def test_calendar_adds_and_compares_a_file(cli: Cli, files: Files) -> None:
    files("local.yaml", OVERLAY)
    assert "18#" in cli("calendar", "2025", "--calendar", "local.yaml").out
    ran = cli("calendar", "2025", "--diff", "local.yaml")
    assert ran.code == 1
    assert ran.out == "2025-07-18  工作日 → 地方假日 火把节\n"
    assert cli("calendar", "2024", "--diff", "local.yaml").code == 0


@pytest.mark.parametrize(("year", "said"), [("1999", "2007"), ("2099", "尚未公布"), ("x", "应当是整数")])
def test_calendar_knows_its_reach(cli: Cli, year: str, said: str) -> None:
    ran = cli("calendar", year)
    assert ran.code == 2
    assert said in ran.err


BAD_OVERLAY = """\
calendar: local
local:
  火把节: [2025-13-18, 2025-07-18, 2025-07-18]
"""


def test_calendar_check_lists_the_faults_of_a_file(cli: Cli, files: Files) -> None:
    assert cli("calendar", "check", files("local.yaml", OVERLAY)).code == 0
    ran = cli("calendar", "check", files("bad.yaml", BAD_OVERLAY))
    assert ran.code == 3
    assert "bad.yaml:3:1 (local.火把节.0): 错误 CAL02: 不是日期：`2025-13-18`" in ran.out
    assert "\n    每个日子只写一次" in ran.out
    assert "错误 2 处" in ran.err
    english = cli("calendar", "check", "bad.yaml", "--lang", "en")
    assert "error CAL04: 2025-07-18 appears twice\n    name each day once" in english.out
    found = cli("calendar", "check", "bad.yaml", "--format", "json")
    assert (found.code, found.json["file"], found.json["draft"]) == (3, "bad.yaml", False)
    assert [(f["code"], f["line"], bool(f["help"])) for f in found.json["faults"]] == [
        ("CAL02", 3, True),
        ("CAL04", 3, True),
    ]


def test_calendar_check_of_a_new_file_says_that_it_is_a_draft(cli: Cli) -> None:
    from lawrules.days import WorkCalendar

    year = str(WorkCalendar.china().announced_until.year + 1)
    ran = cli("new", "calendar", year)
    assert f"检查：lawrules calendar check {year}.yaml" in ran.err
    ran = cli("calendar", "check", f"{year}.yaml")
    assert ran.code == 0
    assert f"{year}.yaml：还是草稿（draft: true）" in ran.out
    assert "still a draft" in cli("calendar", "check", f"{year}.yaml", "--lang", "en").out
    assert cli("calendar", "check", f"{year}.yaml", "--format", "json").json == {
        "file": f"{year}.yaml",
        "draft": True,
        "faults": [],
    }
    assert "lawrules calendar check" in cli("new", "calendar", year, "-o", "-").out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([], 2, "check 后面要写一个日历文件"),
        (["a.yaml", "b.yaml"], 2, "check 后面要写一个日历文件"),
        (["nothing.yaml"], 2, "没有文件 nothing.yaml"),
        (["odd.yaml"], 3, "不是有效的 YAML"),
        (["local.yaml", "--diff", "local.yaml"], 2, "check 不与"),
    ],
)
def test_calendar_check_tells_what_it_cannot_read(
    cli: Cli, files: Files, args: list[str], code: int, said: str
) -> None:
    files("local.yaml", OVERLAY)
    files("odd.yaml", "years: [")
    ran = cli("calendar", "check", *args)
    assert ran.code == code
    assert said in ran.out + ran.err
    assert "Traceback" not in ran.err


# ── may


SPOT_FINE = "{type: fine.paid, at: 2023-02-01, data: {payment_channel: on_spot, amount: 50}}"


def test_may_forbids_what_is_prohibited(cli: Cli, files: Files) -> None:
    ran = cli("may", "mini", files("clean.json", CLEAN), SPOT_FINE)
    assert ran.code == 1
    assert ran.out.startswith("不可以\n\n违反：不得当场收缴罚款\n")
    assert "〔A-3〕" in ran.out


def test_may_tells_which_duties_an_act_creates(cli: Cli, files: Files) -> None:
    act = "{type: decision.made, at: 2023-02-01, data: {decision_type: penalty}}"
    ran = cli("may", "mini", files("clean.json", CLEAN), act)
    assert ran.code == 0
    assert ran.out.startswith("可以\n")
    assert "2023-02-10        处罚决定7个工作日内公开〔A-2〕" in ran.out
    found = cli("may", "mini", "clean.json", act, "--format", "json").json
    assert found["verdict"] == "allowed"
    assert [d["due"] for d in found["duties"]] == ["2023-02-10"]


def test_may_asks_for_what_would_decide(cli: Cli, files: Files) -> None:
    ran = cli("may", "mini", files("clean.json", CLEAN), "{type: fine.paid, at: 2023-02-01, data: {amount: 50}}")
    assert ran.code == 1
    assert ran.out.startswith("无法判断\n")
    assert "缺少事实：proposed 的" in ran.out


def test_the_act_may_stand_in_a_file(cli: Cli, files: Files) -> None:
    files("act.json", json.dumps({"type": "fine.paid", "at": "2023-02-01", "data": {"payment_channel": "on_spot"}}))
    assert cli("may", "mini", files("clean.json", CLEAN), "act.json").code == 1


@pytest.mark.parametrize(
    ("act", "code", "said"),
    [
        ("{type: fine.payd, at: 2023-02-01}", 4, "EVENT:1:8 (type): 错误 LR602"),
        ("{type: fine.paid", 4, "LR010"),
        ("{type: fine.paid}", 4, "LR606"),
        ("nothing.json", 2, "没有这个文件"),
    ],
)
def test_may_tells_what_is_wrong_with_the_act(cli: Cli, files: Files, act: str, code: int, said: str) -> None:
    ran = cli("may", "mini", files("clean.json", CLEAN), act)
    assert ran.code == code
    assert said in ran.err


def test_may_looks_at_one_case(cli: Cli, files: Files) -> None:
    ran = cli("may", "mini", files("two.json", [CLEAN, {**CLEAN, "case": "乙"}]), SPOT_FINE)
    assert ran.code == 2
    assert "两" in ran.err or "2 个案件" in ran.err


# ── check


def test_check_of_a_sound_policy(cli: Cli) -> None:
    ran = cli("check", "mini")
    assert (ran.code, ran.out) == (0, "")
    assert "已检查 1 个文件，没有发现问题。" in ran.err


BAD_POLICY = """\
policy: bad
title: 甲
jurisdiction: {name: 甲县, code: "530000", level: county}
extends: [vocabulary]
duties:
  a-x: {title: 甲, basis: A-9, when: decision.mad, require: publication.posted, within: 7个工作日}
"""


def test_check_lists_every_fault_with_its_place(cli: Cli, files: Files) -> None:
    ran = cli("check", files("bad.yaml", BAD_POLICY))
    assert ran.code == 3
    assert "bad.yaml:6:37: 错误 LR201" in ran.out
    assert "是否想写 `decision.made`？" in ran.out
    found = cli("check", "bad.yaml", "--format", "json", "--lang", "en").json
    assert {"code", "severity", "file", "line", "column", "message", "help"} <= set(found[0])
    assert cli("check", "bad.yaml", "--format", "github").out.startswith("::")
    assert cli("check", "bad.yaml", "--format", "sarif").json["version"] == "2.1.0"


def test_check_knows_scenarios_and_calendars_by_what_they_hold(cli: Cli, files: Files) -> None:
    files("folder/good.yaml", SCENARIOS)
    files("folder/bad.yaml", SCENARIOS.replace("rule: a-publish", "rule: a-publsh"))
    files("folder/local.yaml", OVERLAY.replace("2025-07-18", "2025-13-18"))
    ran = cli("check", "folder")
    assert ran.code == 3
    assert "LR502" in ran.out
    assert "folder/local.yaml" in ran.out
    assert "good.yaml" not in ran.out
    assert "3 个文件" in ran.err


def test_check_of_nothing_that_exists(cli: Cli) -> None:
    ran = cli("check", "minni")
    assert ran.code == 2
    assert "没有文件或策略 minni，是否想写 mini？" in ran.err


# ── test


def test_scenarios_pass_and_fail(cli: Cli, files: Files) -> None:
    ran = cli("test", files("s.yaml", SCENARIOS))
    assert ran.code == 0
    assert "✓ s.yaml  1/1" in ran.out
    assert "1 个场景，1 个通过，0 个不符。" in ran.out
    ran = cli("test", files("wrong.yaml", SCENARIOS.replace("verdict: late", "verdict: overdue")))
    assert ran.code == 1
    assert "期望 overdue，实际 late" in ran.out


def test_coverage_of_scenarios(cli: Cli, files: Files) -> None:
    ran = cli("test", files("s.yaml", SCENARIOS), "--coverage")
    assert "规则 1/3（33%）" in ran.out
    assert "mini/a-no-spot-fine" in ran.out
    assert "有满足的 0/3, 有未满足的 2/3, 末日前一日 0/1, 末日 0/1, 次日 1/1" in ran.out
    assert "  没有场景满足：\n    mini/a-publish\n" in ran.out
    assert "没有次日" not in ran.out
    found = cli("test", "s.yaml", "--coverage", "--format", "json").json
    assert found["scenarios"][0]["passed"]
    assert found["coverage"]["mini"]["unreached_clauses"] == ["A-3", "A-4"]
    wanted = found["coverage"]["mini"]["demands"]
    assert wanted["day_after"] == {"of": 1, "shown": 1, "lacking": []}
    assert wanted["waived"]["lacking"] == ["mini/a-publish < a-ex-minor"]


def test_scenarios_of_a_layer_that_only_gives_figures_count_for_the_policy_above_it(cli: Cli, files: Files) -> None:
    files("bureau.yaml", "policy: bureau\ntitle: 甲局\njurisdiction: {name: 甲局, level: county}\nextends: [mini]\n")
    ran = cli("test", files("own.yaml", SCENARIOS.replace("policy: mini", "policy: bureau")), "--coverage")
    assert ran.code == 0
    assert "覆盖 mini：\n  规则 1/3（33%）" in ran.out
    assert "bureau" not in ran.out


def test_only_some_scenarios(cli: Cli, files: Files) -> None:
    assert "1 个场景" in cli("test", files("s.yaml", SCENARIOS), "-k", "节前").out
    assert cli("test", "s.yaml", "-k", "国庆").code == 2


def test_a_scenario_file_with_faults(cli: Cli, files: Files) -> None:
    ran = cli("test", files("s.yaml", SCENARIOS.replace("rule: a-publish", "rule: a-publsh")))
    assert ran.code == 3
    assert "LR502" in ran.err


def test_no_scenarios_at_all(cli: Cli, files: Files) -> None:
    files("empty/x.txt", "")
    ran = cli("test", "empty")
    assert ran.code == 2
    assert "没有找到场景" in ran.err


# ── explain, coverage, schema, version


def test_explain_a_rule(cli: Cli) -> None:
    ran = cli("explain", "a-publish")
    assert ran.code == 0
    assert ran.out.startswith("处罚决定7个工作日内公开\nmini/a-publish  义务，应当，义务人：行政机关\n")
    assert "A-2  甲县公示办法 第二条" in ran.out
    assert "a-ex-minor  涉及未成年人" in ran.out
    assert ran.out.index("\n含义\n") < ran.out.index("\n原文\n")
    assert "\n  何时    每次 作出决定（decision.made），决定类别为“行政处罚”的\n" in ran.out
    assert "\n  期限    自作出决定之日起 7个工作日内\n          当日不计，" in ran.out
    assert "\n            1. 涉及未成年人（a-ex-minor）：不宜公开因素含“涉及未成年人”\n" in ran.out
    assert "    within: 7个工作日\n" in ran.out
    assert "prohibitions" not in ran.out


def test_explain_a_rule_in_english(cli: Cli) -> None:
    ran = cli("explain", "a-no-spot-fine", "--lang", "en")
    assert "\nmeaning\n  must not  fine.paid where payment_channel is on_spot\n" in ran.out


def test_explain_says_what_it_has_no_words_for(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise NotTold("the operator resembles")

    monkeypatch.setattr(rules, "paraphrase", refuse)
    ran = cli("explain", "a-publish")
    assert ran.code == 0
    assert "\n含义\n  这条规则有一部分说不成句子（the operator resembles），以原文为准\n\n原文\n" in ran.out
    assert "no words for a part of this rule" in cli("explain", "a-publish", "--lang", "en").out


def test_explain_a_clause_and_a_code(cli: Cli) -> None:
    assert "mini/a-publish  处罚决定7个工作日内公开" in cli("explain", "A-2").out
    assert "不编码：目的" in cli("explain", "A-1").out
    ran = cli("explain", "lr101")
    assert ran.out.startswith("LR101 duplicate-key  错误")
    assert "有误的写法：" in ran.out
    assert cli("explain", "LR101", "--lang", "en").out.startswith("LR101 duplicate-key  error")


@pytest.mark.parametrize(
    ("name", "said"), [("a-publsh", "是否想写 a-publish"), ("LR999", "没有诊断代码 LR999"), ("zzz", "没有叫 zzz")]
)
def test_explain_what_is_not_there(cli: Cli, name: str, said: str) -> None:
    ran = cli("explain", name)
    assert ran.code == 2
    assert said in ran.err


def test_coverage_of_clauses(cli: Cli) -> None:
    ran = cli("coverage", "mini")
    assert "A-2  第二条\n    处罚决定七个工作日内公开\n    → mini/a-publish\n" in ran.out
    assert "    ✗ 不编码：目的" in ran.out
    assert ran.out.rstrip().endswith("4 条：3 条有规则，1 条说明了不编码的理由，0 条没有着落。")
    assert "A-2" not in cli("coverage", "mini", "--open").out
    assert [row["clause"] for row in cli("coverage", "mini", "--format", "json").json] == ["A-1", "A-2", "A-3", "A-4"]


READING = """\
policy: read
title: 甲县公示办法
jurisdiction: {name: 甲县, code: "530000", level: county}
extends: [vocabulary]
supervisor: justice_bureau
sources: {S: {title: 甲县公示办法, issuer: 甲县, issued: 2020-01-01, in_force: {from: 2020-01-01}}}
clauses:
  A-2: {source: S, at: 第二条, says: 处罚决定七个工作日内公开}
  A-5: {source: S, at: 第五条, says: 七个工作日也可以理解为十日}
duties:
  a-publish:
    title: 处罚决定7个工作日内公开
    basis: A-2
    when: {decision.made: {decision_type: penalty}}
    require: {publication.posted: {content_kind: decision}}
    within: 7个工作日
    readings: {natural: {basis: A-5, within: 10日}}
"""


def test_a_clause_of_another_reading_is_covered_and_explained(cli: Cli, files: Files) -> None:
    files("read.yaml", READING)
    assert cli("check", "read.yaml").out == ""
    ran = cli("coverage", "read.yaml")
    assert "A-5  第五条\n    七个工作日也可以理解为十日\n    → read/a-publish\n" in ran.out
    assert ran.out.rstrip().endswith("0 条没有着落。")
    assert "read/a-publish" in cli("explain", "A-5", "--policy", "read.yaml").out
    rule = cli("explain", "a-publish", "--policy", "read.yaml").out
    assert "督促机关：司法行政机关" in rule
    assert "另一种理解 natural\n  A-5  甲县公示办法 第五条" in rule


def test_schemas(cli: Cli) -> None:
    titles = {json.dumps(cli("schema", *args).json)[:2000] for args in ([], ["--case"], ["--assessment"])}
    assert len(titles) == 3
    case = cli("schema", "--case", "--policy", "mini").json
    assert "decision.made" in case["$defs"]["event"]["properties"]["type"]["enum"]
    assert cli("schema", "--case", "--assessment").code == 2
    assert cli("schema", "--policy", "mini").code == 2


def test_version_tells_the_engines_and_the_calendar(cli: Cli) -> None:
    ran = cli("--version")
    assert ran.code == 0
    assert re.match(r"lawrules \d+\.\d+\.\d+", ran.out)
    assert "引擎 direct：可用" in ran.out
    assert re.search(r"工作日日历：2007 至 20\d\d 年", ran.out)
    assert "engine direct: available" in cli("--version", "--lang", "en").out


# ── new


@pytest.mark.parametrize(
    ("kind", "name", "file"),
    [
        ("policy", "my-county", "my-county.yaml"),
        ("scenario", "mini", "mini-scenarios.yaml"),
        ("calendar", "2099", "2099.yaml"),
    ],
)
def test_a_new_file_passes_check(cli: Cli, kind: str, name: str, file: str) -> None:
    if kind == "calendar":
        from lawrules.days import WorkCalendar

        name = str(WorkCalendar.china().announced_until.year + 1)
        file = f"{name}.yaml"
    ran = cli("new", kind, name)
    assert ran.code == 0
    assert f"已写出 {file}" in ran.err
    assert cli("check", file).code == 0
    if kind == "scenario":
        assert cli("test", file).code == 0
    again = cli("new", kind, name)
    assert again.code == 2
    assert "已经有了" in again.err
    assert cli("new", kind, name, "-o", "-").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["policy", "My County"], "小写字母"),
        (["policy", "my-county", "-o", "other.yaml"], "my-county.yaml"),
        (["scenario", "minni"], "是否想写 mini"),
        (["calendar", "next"], "年份"),
        (["calendar", "1999"], "1999"),
        (["case", "x"], "可选 policy、scenario、calendar"),
    ],
)
def test_new_tells_what_is_wrong(cli: Cli, args: list[str], said: str) -> None:
    ran = cli("new", *args)
    assert ran.code == 2
    assert said in ran.err
