"""Small layers for the checks: a vocabulary of a few words, an upper law, a lower plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lawrules.diagnostics import Diagnostic
from lawrules.policy.checks import run
from lawrules.policy.compose import compose
from lawrules.policy.composition import Composition

WORDS = """\
policy: words
title: 词汇
jurisdiction: {name: 国, level: national}
events:
  fields:
    kind: {title: 种类, type: enum, choices: {a: 甲, b: 乙, c: 丙}}
    channel: {title: 渠道, type: enum, choices: {web: 网, wall: 墙}}
    tags: {title: 标签, type: set, choices: {red: 红, blue: 蓝}}
    amount: {title: 金额, type: int}
    days: {title: 天数, type: int}
    measure: {title: 措施, type: string}
    secret: {title: 涉密, type: bool}
  types:
    act.done: {title: 决定, fields: [kind, amount, tags, measure, secret]}
    act.posted: {title: 公开, fields: [kind, channel, tags, secret]}
    act.told: {title: 告知, fields: [kind, channel]}
    act.heard: {title: 听证, fields: [kind, measure]}
    act.extended: {title: 延长, fields: [days]}
"""

UPPER = """\
policy: upper
title: 上位法
jurisdiction: {name: 省, level: province}
extends: [words]
sources:
  U: {title: 省条例, issued: 2019-01-01, in_force: {from: 2019-01-01}, counts: {working_days: [3, 5, 7, 10, 20]}}
clauses:
  U-1: {source: U, at: 第一条, says: 公开}
  U-2: {source: U, at: 第二条, says: 授权, not_encoded: 授权条款}
"""

LOWER = """\
policy: lower
title: 下位方案
jurisdiction: {name: 市, level: city}
extends: [upper]
sources:
  L: {title: 市方案, issued: 2020-01-01, in_force: {from: 2020-01-01}}
clauses:
  L-1: {source: L, at: 一, says: 公开}
"""

Check = Callable[..., list[Diagnostic]]


class Layers:
    """Composes and checks layers written into a folder of their own."""

    words = WORDS

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("words", WORDS)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def compose(self, lower: str, upper: str = "") -> Composition:
        """The lower layer below the upper one. The layers must be sound in themselves."""
        self.write("upper", UPPER + upper)
        composition, faults = compose(self.write("lower", LOWER + lower))
        assert [fault.text("en") for fault in faults] == []
        assert composition is not None
        return composition

    def check(self, lower: str, upper: str = "", *, only: str = "") -> list[Diagnostic]:
        """What the checks find; only one code if asked for."""
        return [fault for fault in run(self.compose(lower, upper)) if not only or fault.code == only]

    def codes(self, lower: str, upper: str = "") -> list[str]:
        return [fault.code for fault in self.check(lower, upper) if fault.code not in _NOISE]


# Layers that are about something else leave their clause without a rule.
_NOISE = {"LR303"}


@pytest.fixture
def layers(tmp_path: Path) -> Layers:
    return Layers(tmp_path)
