"""LR2xx: words of the vocabulary: events, fields, choices, operators, parameters."""

from __future__ import annotations

from lawrules.catalogue.entry import Entry

ENTRIES = (
    Entry("LR201", "unknown-event", "没有名为 `{word}` 的事件、事件组或时点", "no event, group or milestone is named `{word}`",
          "事件名写作 名词.动作，例如 decision.made；本层新增的要先在 events: 中声明。",
          "Events read noun.verb, e.g. decision.made; declare new ones under events:."),
    Entry("LR202", "unknown-field", "没有名为 `{word}` 的字段", "no field is named `{word}`",
          "字段要先在 events: fields: 中声明。", "Declare fields under events: fields:."),
    Entry("LR203", "field-not-on-event", "事件 `{event}` 没有字段 `{word}`", "`{event}` has no field `{word}`",
          "它有的字段：{allowed}。看所针对的事件写 about.{word}。", "It has: {allowed}. For the event it concerns write about.{word}."),
    Entry("LR204", "unknown-choice", "`{field}` 没有 `{word}` 这个取值", "`{word}` is not a value of `{field}`",
          "可取的值：{allowed}。", "Its values: {allowed}."),
    Entry("LR205", "cannot-hold", "这个比较永远不会成立：`{field}` 是{type}，`{word}` 不是", "this comparison can never hold: `{field}` is {type}, `{word}` is not",
          "", ""),
    Entry("LR206", "unknown-operator", "不认识的比较词 `{word}`", "unknown operator `{word}`",
          "可用：{allowed}。", "Operators: {allowed}."),
    Entry("LR207", "unknown-parameter", "`${word}` 既不是参数，也不是这里的字段", "`${word}` is neither a parameter nor a field here",
          "参数要先在 parameters: 中声明。", "Declare parameters under parameters:."),
    Entry("LR208", "operator-does-not-fit", "`{op}` 不能用在 `{field}`（{type}）上", "`{op}` does not apply to `{field}` ({type})",
          "可用：{allowed}。", "Use one of: {allowed}."),
    Entry("LR209", "unknown-subject", "不认识的对象 `{word}`", "unknown subject `{word}`",
          "可用：{allowed}。", "Use one of: {allowed}."),
    Entry("LR210", "join-field-missing", "same 里的 `{word}` 有一方没有：{event}", "`{word}` in `same` is missing on one side: {event}",
          "两边的事件都要有这个字段。", "Both events need the field."),
    Entry("LR211", "not-a-pattern", "这里应当是事件：`{word}` 读不懂", "an event is expected here: `{word}` cannot be read",
          "写法例如 decision.made，或者 {{decision.made: {{decision_type: penalty}}}}。",
          "Write decision.made, or {{decision.made: {{decision_type: penalty}}}}."),
    Entry("LR212", "not-a-condition", "这里应当是条件：`{word}` 读不懂", "conditions are expected here: `{word}` cannot be read",
          "写法例如 {{decision_type: penalty, amount: {{at_least: 1000}}}}。",
          "Write {{decision_type: penalty, amount: {{at_least: 1000}}}}."),
    Entry("LR213", "name-taken", "`{word}` 已经有了", "`{word}` exists already",
          "上层声明的词不能改，只能增加字段或取值。", "A layer may add fields and choices, not redefine a word."),
    Entry("LR214", "bad-declaration", "`{word}` 不在可选之列", "`{word}` is not one of the possible words",
          "可用：{allowed}。", "Use one of: {allowed}."),
    Entry("LR215", "unknown-field-set", "没有名为 `{word}` 的字段组", "no field set is named `{word}`"),
    Entry("LR216", "group-cycle", "事件组 `{word}` 包含了自己", "the group `{word}` contains itself"),
    Entry("LR217", "amount-below-minimum", "`{field}` 不会小于 {minimum}，`{word}` 永远不会成立", "`{field}` is never below {minimum}: `{word}` can never hold"),
    Entry("LR218", "contradictory-tests", "`{field}` 的几个要求不能同时成立", "the tests of `{field}` can never hold together"),
)
