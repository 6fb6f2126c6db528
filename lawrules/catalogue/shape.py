"""LR1xx: the file's shape: keys, types, what must be there."""

from __future__ import annotations

from lawrules.catalogue.entry import Entry

ENTRIES = (
    Entry("LR101", "duplicate-key", "`{key}` 重复出现，第一次在第 {first} 行", "`{key}` appears again; first on line {first}",
          "同一个键只能写一次，后写的不会覆盖先写的。", "A key stands once; the later one does not replace the first.",
          bad="policy: a\npolicy: b\n", good="policy: a\n"),
    Entry("LR102", "unknown-key", "不认识的键 `{key}`（在{where}）", "unknown key `{key}` (in {where})",
          "可用的键：{allowed}。", "Keys that exist here: {allowed}."),
    Entry("LR103", "wrong-type", "`{word}` 的写法不对，这里应当是{expected}", "`{word}` does not fit here; expected {expected}"),
    Entry("LR104", "missing-key", "{where}缺少 `{key}`", "{where} lacks `{key}`",
          "请补上；可用 `lawrules new policy` 看样例。", "Add it; `lawrules new policy` shows an example."),
    Entry("LR105", "comma-splits-text", "半角逗号把文字拆开了，`{key}` 被当成了一个键", "an ASCII comma splits the text: `{key}` became a key",
          "花括号里的中文请用全角逗号“，”，或者给整句加引号。", "Inside braces use the full-width comma, or quote the sentence.",
          bad="clauses:\n  K-1: {source: S, at: 第一条, says: 应当公示,并记录}\n",
          good="clauses:\n  K-1: {source: S, at: 第一条, says: 应当公示，并记录}\n"),
    Entry("LR106", "not-a-date", "`{word}` 不是日期", "`{word}` is not a date",
          "日期写作 2023-01-31；年内的日子写作 12-15，次年的写作 next 01-31。",
          "Write 2023-01-31; a day of the year is 12-15, of the year after next 01-31."),
    Entry("LR107", "bad-id", "编号 `{word}` 不合要求", "`{word}` is not a valid id",
          "编号用小写字母、数字和连字符，例如 km-publish-7wd。", "Use lower-case letters, digits and hyphens, e.g. km-publish-7wd."),
    Entry("LR108", "empty-value", "`{key}` 后面是空的", "`{key}` is empty",
          "请写上内容，或者删去这个键。", "Fill it in, or remove the key."),
    Entry("LR109", "id-is-not-file-name", "policy 写的是 `{word}`，文件名却是 `{file}`", "the policy is `{word}` but the file is named `{file}`",
          "两者应当一致。", "They must agree."),
    Entry("LR110", "keys-exclude-each-other", "{keys} 不能写在一起", "{keys} cannot stand together", "{why}", "{why}"),
    Entry("LR111", "key-needs-another", "有 `{key}` 就必须有 `{needs}`", "`{key}` needs `{needs}`"),
    Entry("LR112", "key-not-for-family", "`{key}` 不用于{where}", "`{key}` does not belong to {where}",
          "可用的键：{allowed}。", "Keys that exist here: {allowed}."),
)
