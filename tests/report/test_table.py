"""The table: groups in order, nothing cut off at 80 columns, a summary that an officer can act on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lawrules.cases.finding import Verdict
from lawrules.policy.vocabulary import Vocabulary
from lawrules.report.groups import TITLES, counts, group_of, groups
from lawrules.report.summary import summary
from lawrules.report.table import render
from lawrules.report.width import width
from tests.report.samples import DECISION, assessment, event, every_group, make


def test_groups_come_gravest_first() -> None:
    assert [group.key for group in groups(assessment())] == list(TITLES)


def test_every_finding_stands_in_one_group() -> None:
    assert sum(len(group.findings) for group in groups(assessment())) == len(every_group())
    assert counts(assessment()) == {
        "breaches": 2,
        "advisories": 1,
        "party": 1,
        "undetermined": 1,
        "dated": 3,
        "standing": 1,
        "satisfied": 2,
        "waived": 2,
    }


def test_dated_duties_are_sorted_by_their_date() -> None:
    dated = next(group for group in groups(assessment()) if group.key == "dated")
    assert [finding.due for finding in dated.findings] == ["2019-11-05", "2019-11-20", "2019-12-15"]


def test_a_suspended_duty_without_date_is_not_a_standing_one() -> None:
    assert group_of(make(Verdict.PENDING, suspended=True)) == "dated"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(lang: str, columns: int, vocabulary: Vocabulary) -> None:
    text = render(assessment(), title="昆明市三项制度", vocabulary=vocabulary, lang=lang, width=columns)
    assert max(width(line) for line in text.splitlines()) <= columns
    assert "…" not in text
    squeezed = re.sub(r"\s", "", text)
    for finding in every_group():
        assert re.sub(r"\s", "", finding.title) in squeezed


def test_the_table_tells_what_by_when_and_by_which_clause(vocabulary: Vocabulary) -> None:
    text = render(assessment(), title="昆明市三项制度", vocabulary=vocabulary)
    assert text.startswith("昆罚2019-88  昆明市三项制度（kunming）  截至 2019-11-01\n")
    assert re.search(r"逾期履行 +处罚决定7个工作日内公开 +2019-10-12 +2019-10-14", text)
    assert "K-29 · km-publish" in text
    assert "2019-09-27 作出决定 d1" in text
    assert "未采纳 b0：不符合规定的内容" in text
    assert "缺：d1 的金额（元）、参数 major_amount_threshold 的数值" in text
    assert "中止" in text
    assert "还有4日" in text
    assert "因 km-ex-text-suffices" in text
    assert "否则：违反" in text
    assert "提示：评估日之后的事件没有计入：m1、m2" in text


def test_a_rule_that_was_satisfied_often_takes_one_line(vocabulary: Vocabulary) -> None:
    text = render(assessment(), vocabulary=vocabulary)
    assert re.search(r"全过程留痕  K-29  i1、d1 +2019-09-03\n +2019-09-27", text)
    many = [make(Verdict.SATISFIED, trigger=event(f"e{i}", "decision.made", "2019-09-27")) for i in range(50)]
    assert "e5 等50项" in render(assessment(many))


def test_output_that_is_no_terminal_has_no_colours() -> None:
    assert "\x1b" not in render(assessment())


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_colours_change_nothing_but_colours(columns: int) -> None:
    coloured = render(assessment(), width=columns, colour=True)
    assert "\x1b[1;31m违反\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(assessment(), width=columns)


def test_the_summary_counts_and_names_the_next_due_date() -> None:
    assert summary(assessment(), "zh") == [
        "违反义务2项，未按建议办理1项，当事人、法院逾期1项，无法判断1项，待履行4项，已履行2项，免除、解除2项。",
        "最近到期：2019-11-05  先到期的义务（d1）",
    ]
    assert summary(assessment(), "en")[0].startswith("2 breaches, 1 recommendation not followed")
    assert summary(assessment([]), "zh") == ["违反义务0项。"]
    assert summary(assessment([make(Verdict.VIOLATED, trigger=DECISION)]), "en") == ["1 breach."]


def test_an_assessment_without_findings_says_so() -> None:
    assert "没有任何规则被触发。" in render(assessment([]))


def test_markup_in_a_title_is_text() -> None:
    text = render(assessment([make(Verdict.VIOLATED, title="[bold]甲[/bold] [red]", trigger=DECISION)]))
    assert "[bold]甲[/bold] [red]" in text


GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_table_is_as_it_was(lang: str, vocabulary: Vocabulary) -> None:
    """A change of layout shows here; `tests/report/golden` is renewed by hand after reading it."""
    text = render(assessment(), title="昆明市三项制度", vocabulary=vocabulary, lang=lang)
    assert text == (GOLDEN / f"table.{lang}.txt").read_text(encoding="utf-8")


def test_who_watches_over_an_open_duty_is_in_the_table(vocabulary: Vocabulary) -> None:
    def drawn(verdict: Verdict, bearer: str = "agency") -> str:
        one = make(verdict, trigger=DECISION, due="2019-10-12", supervisor="justice_bureau", bearer=bearer)
        return render(assessment([one]), vocabulary=vocabulary)

    for verdict in (Verdict.LATE, Verdict.OVERDUE, Verdict.PENDING, Verdict.UNDETERMINED):
        assert "督促机关：司法行政机关" in drawn(verdict)
    assert "督促机关" not in drawn(Verdict.SATISFIED)
    assert "督促机关" not in drawn(Verdict.OVERDUE, "party")
