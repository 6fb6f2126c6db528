"""LR5xx: scenarios, the tests beside the policies."""

from __future__ import annotations

from lawrules.catalogue.entry import Entry

ENTRIES = (
    Entry("LR501", "unknown-policy", "没有名为 `{word}` 的策略", "no policy is named `{word}`",
          "policy: 写策略的编号，例如 kunming。", "`policy:` takes a policy's id, e.g. kunming."),
    Entry("LR502", "scenario-unknown-rule", "场景提到的规则 `{word}` 不在策略 {policy} 中",
          "the scenario names the rule `{word}`, which the policy {policy} lacks",
          "请核对编号；规则改名的，场景也要跟着改，否则这项期望永远不起作用。",
          "Check the id: after a rule was renamed its scenarios must follow, or the expectation tests nothing."),
    Entry("LR503", "scenario-unknown-trigger", "期望的 trigger `{word}` 不是本场景的事件",
          "the expected trigger `{word}` is no event of this scenario",
          "trigger 写事件的 id。", "`trigger` takes the id of an event."),
    Entry("LR504", "scenario-unknown-verdict", "没有 `{word}` 这种结论", "there is no verdict `{word}`",
          "可用：{allowed}。", "Verdicts: {allowed}."),
    Entry("LR505", "scenario-title-taken", "场景 `{word}` 重名，第一个在第 {first} 行",
          "the scenario title `{word}` is taken; first on line {first}",
          "每个场景的 title 应当不同，报告才说得清是哪一个。",
          "Titles must differ, so that a report can tell them apart."),
    Entry("LR506", "scenario-contradicts-itself", "`{word}` 既要求出现，又要求不出现",
          "`{word}` is expected and excluded at once",
          "expect 与 expect_no 不能写同一条规则；要排除的只是某个事件的，请删去 expect_no。",
          "A rule cannot stand in `expect` and in `expect_no`."),
    Entry("LR507", "scenario-expects-nothing", "场景 `{word}` 什么也没有检验", "the scenario `{word}` checks nothing",
          "请写 expect、expect_no 或者 labels；确实不应有任何结论的，写 exactly: true。",
          "Write `expect`, `expect_no` or `labels`; if there should be no finding at all, `exactly: true`."),
    Entry("LR508", "scenario-unknown-exemption", "期望的例外 `{word}` 不在策略 {policy} 中",
          "the expected exemption `{word}` is not in the policy {policy}",
          "waived_by 写 exemptions: 中的编号。", "`waived_by` takes an id from `exemptions:`."),
)
