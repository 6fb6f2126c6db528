"""Passages in a terminal: labels in a column, lists indented, nothing wider than the screen."""

from __future__ import annotations

from lawrules.report.prose.layout import lay_out
from lawrules.report.prose.lines import Line, Passage, before, behind, listed, passage
from lawrules.report.width import width


def test_labels_stand_in_a_column_and_lists_are_indented() -> None:
    inner = listed("下列各项都具备：", [[Line("丙")], [Line("丁")]])
    outer = listed("下列任何一项：", [[Line("乙")], inner])
    told = [passage("何时", "甲"), passage("此前应当", outer, "没有的，为违反")]
    assert lay_out(told) == [
        "  何时      甲",
        "  此前应当  下列任何一项：",
        "              1. 乙",
        "              2. 下列各项都具备：",
        "                1. 丙",
        "                2. 丁",
        "            没有的，为违反",
    ]


def test_long_lines_are_broken_under_their_own_beginning() -> None:
    lines = lay_out([Passage("前提", (Line("一二三四五六七八九十", 1),))], 20)
    assert lines == ["  前提    一二三四五", "          六七八九十"]
    assert all(width(line) <= 20 for line in lines)


def test_nothing_gives_nothing() -> None:
    assert lay_out([]) == []


def test_texts_before_and_behind_lines() -> None:
    one, two = [Line("甲")], listed("各项：", [[Line("甲")]])
    assert before("在", one) == [Line("在甲")]
    assert before("在", two) == [Line("在各项："), Line("1. 甲", 1)]
    assert behind(one, "，止") == [Line("甲，止")]
    assert behind(two, "，止") == [Line("各项："), Line("1. 甲", 1), Line("止")]
