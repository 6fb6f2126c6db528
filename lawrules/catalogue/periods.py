"""LR4xx: periods, dates and the moments that the law derives."""

from __future__ import annotations

from lawrules.catalogue.entry import Entry

_HEAD = """\
policy: a
title: 甲县
jurisdiction: {name: 甲县, code: "530000", level: county}
extends: [vocabulary]
sources:
  S: {title: 甲县条例, issuer: 甲县, issued: 2020-01-01, counts: {working_days: [2, 3, 5, 7]}}
clauses:
  A-1: {source: S, at: 第一条, says: 期限}
"""
_DUTY = (
    _HEAD
    + "duties:\n  a-publish: {title: 公示, basis: A-1, when: decision.made, require: publication.posted, %s}\n"
)
_MOMENT = _HEAD + "milestones:\n"

ENTRIES = (
    Entry("LR401", "not-a-period", "期限的写法不对：{reason}", "this is no usable period: {reason}",
          "", "", bad=_DUTY % "within: 0日", good=_DUTY % "within: 当日"),
    Entry("LR403", "against-the-source", "`{word}` 按{unit}计算，与 `{source}` 自己的算法不合：{convention}",
          "`{word}` counts {unit}, but `{source}` counts otherwise: {convention}",
          "条文里的“日”怎样计算，以该文件自己的规定为准（见 sources 的 counts）。请改为 {suggestion}，或者核对所引"
          "的条款 {clause}。",
          "What a day is, the instrument itself says (`counts` of its source). Write {suggestion}, or check the "
          "clause {clause}.",
          bad=_DUTY % "within: 7日", good=_DUTY % "within: 7个工作日"),
    Entry("LR404", "milestone-cycle", "时点绕成了一圈：{where}", "the milestones go round in a circle: {where}",
          "一个时点不能由它自己（直接或者经过别的时点）推出。",
          "A milestone cannot derive from itself, directly or through others.",
          bad=_MOMENT + "  m-one: {title: 甲, basis: A-1, when: m-two, in: 30日}\n"
              "  m-two: {title: 乙, basis: A-1, when: m-one, in: 15日}\n",
          good=_MOMENT + "  m-one: {title: 甲, basis: A-1, when: decision.made, in: 30日}\n"
               "  m-two: {title: 乙, basis: A-1, when: m-one, in: 15日}\n"),
    Entry("LR405", "no-such-day", "没有 `{word}` 这一天", "there is no day `{word}`",
          "年内的日子写作 月-日，例如 12-15；二月底请写 02-28。",
          "A day of the year is month-day, e.g. 12-15; write 02-28 for the end of February.",
          bad=_HEAD + "duties:\n  a-report: {title: 报告, basis: A-1, every: year, by: 02-30, require: "
          "report.published}\n",
          good=_HEAD + "duties:\n  a-report: {title: 报告, basis: A-1, every: year, by: 02-28, require: "
          "report.published}\n"),
    Entry("LR406", "ends-before-it-starts", "`{word}` 止于 {end}，却始于 {start}",
          "`{word}` ends on {end} but starts on {start}",
          "请核对起止日期。", "Check the two dates.",
          bad=_DUTY % "in_force: {from: 2021-01-01, to: 2020-01-01}",
          good=_DUTY % "in_force: {from: 2020-01-01, to: 2021-01-01}"),
    Entry("LR407", "parameter-is-no-period", "参数 `{word}` 在 {date} 的值 `{value}` 不能用作期限",
          "the parameter `{word}` is `{value}` from {date}, which is no period",
          "写成带单位的期限（例如 7个工作日），或者在规则里补上单位：${word} 个工作日。",
          "Give it a unit (`7 working days`), or write the unit in the rule: `${word} working days`."),
    Entry("LR408", "extension-field", "延长天数要从字段 `{word}` 读取，但事件 `{event}` 没有这个整数字段",
          "the days of extension come from the field `{word}`, but `{event}` has no such whole-number field",
          "extend 的 by 写记录实际延长天数的字段，例如 extended_days。",
          "`by` of `extend` names the field with the days actually granted, e.g. extended_days."),
)
