"""LR3xx: clauses, exemptions, parameters, and how the layers fit together."""

from __future__ import annotations

from lawrules.catalogue.entry import Entry

_HEAD = """\
policy: a
title: 甲县
jurisdiction: {name: 甲县, code: "530000", level: county}
sources:
  S: {title: 甲县办法, issuer: 甲县人民政府, issued: 2020-01-01}
"""

_UPPER = """\
# ── upper.yaml
policy: upper
title: 上级
jurisdiction: {name: 上级, code: "500000", level: province}
extends: [vocabulary]
sources:
  U: {title: 上级条例, issuer: 上级, issued: 2019-01-01}
clauses:
  U-1: {source: U, at: 第一条, says: 处罚决定七个工作日内公开}
  U-2: {source: U, at: 第二条, says: 县级可以另定期限, not_encoded: 授权条款}
duties:
  up-publish:
    title: 公开
    basis: U-1
    when: decision.made
    require: publication.posted
    within: 7个工作日
"""

_LOWER = """\
# ── lower.yaml
policy: lower
title: 下级
jurisdiction: {name: 下级, code: "530100", level: city}
extends: [upper]
sources:
  L: {title: 下级方案, issuer: 下级, issued: 2020-01-01}
clauses:
  L-1: {source: L, at: 第一条, says: 决定公开}
duties:
"""


def _duty(id: str, *lines: str) -> str:
    return f"  {id}:\n    title: 公开\n    basis: L-1\n" + "".join(f"    {line}\n" for line in lines)


_PUBLISH = ("when: decision.made", "require: publication.posted")

ENTRIES = (
    Entry("LR301", "unknown-clause", "没有编号为 `{word}` 的条款", "no clause has the id `{word}`",
          "依据要先在本层或上层的 clauses: 中登记：写明出处、条号和要点。",
          "Register the clause under clauses: in this layer or one above, with its source and place.",
          bad=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 应当公示}\n"
              "duties:\n  a-publish: {title: 公示, basis: A-11, require: publication.posted}\n",
          good=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 应当公示}\n"
               "duties:\n  a-publish: {title: 公示, basis: A-1, require: publication.posted}\n"),
    Entry("LR302", "rule-without-basis", "规则 `{word}` 没有写依据（basis）",
          "the rule `{word}` cites no clause (`basis`)",
          "每条规则都要能回到一个条款。请写上条款编号，例如 basis: K-29；找不到条款的，不应写成规则。",
          "Every rule goes back to a clause. Write its id, e.g. `basis: K-29`; what no clause says is no rule.",
          bad=_HEAD + "extends: [vocabulary]\nduties:\n  a-publish: {title: 公示, require: publication.posted}\n",
          good=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 应当公示}\n"
               "duties:\n  a-publish: {title: 公示, basis: A-1, require: publication.posted}\n"),
    Entry("LR303", "clause-not-accounted-for", "条款 `{word}`（{at}）没有规则引用，也没有说明为什么不写成规则",
          "no rule cites the clause `{word}` ({at}), and nothing says why it is not encoded",
          "请写一条引用它的规则；确实不能或不必写成规则的，加上 not_encoded: 理由。",
          "Write a rule that cites it, or add `not_encoded:` with the reason.",
          bad=_HEAD + "clauses:\n  A-1: {source: S, at: 第一条, says: 本办法自公布之日起施行}\n",
          good=_HEAD + "clauses:\n  A-1: {source: S, at: 第一条, says: 本办法自公布之日起施行, not_encoded: 生效}\n"),
    Entry("LR304", "clause-accounted-for-twice", "条款 `{word}` 写了 not_encoded，却又被 `{rule}` 引用",
          "the clause `{word}` says `not_encoded`, yet `{rule}` cites it",
          "两者只能留一个：已写成规则的删去 not_encoded；没有的，从规则的依据中去掉。",
          "Keep one of them: drop `not_encoded` where a rule encodes it, or drop it from the rule's basis.",
          bad=_HEAD + "extends: [vocabulary]\n"
              "clauses:\n  A-1: {source: S, at: 第一条, says: 应当公示, not_encoded: 原则性规定}\n"
              "duties:\n  a-publish: {title: 公示, basis: A-1, require: publication.posted}\n",
          good=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 应当公示}\n"
               "duties:\n  a-publish: {title: 公示, basis: A-1, require: publication.posted}\n"),
    Entry("LR305", "unknown-source", "没有编号为 `{word}` 的文件", "no source has the id `{word}`",
          "条款的 source 要先在本层或上层的 sources: 中登记：名称、制定机关、日期。",
          "Register the instrument under sources: in this layer or one above.",
          bad=_HEAD + "clauses:\n  A-1: {source: S1, at: 第一条, says: 施行日期, not_encoded: 施行日期}\n",
          good=_HEAD + "clauses:\n  A-1: {source: S, at: 第一条, says: 施行日期, not_encoded: 施行日期}\n"),
    Entry("LR306", "unknown-exemption", "没有名为 `{word}` 的例外情形", "no exemption is named `{word}`",
          "例外要先在本层或上层的 exemptions: 中写明；上层的例外写作 层名/编号。",
          "Declare it under exemptions: in this layer or one above; one of an upper layer may be written layer/id.",
          bad=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 涉密的除外}\n"
              "duties:\n  a-publish: {title: 公示, basis: A-1, require: publication.posted, unless: [a-ex-secret]}\n",
          good=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 涉密的除外}\n"
               "duties:\n  a-publish: {title: 公示, basis: A-1, require: publication.posted, unless: [a-ex-secret]}\n"
               "exemptions:\n  a-ex-secret: {title: 涉密, basis: A-1, if: {sensitivity: state_secret}}\n"),
    Entry("LR307", "unused-exemption", "例外情形 `{word}` 没有用在任何规则上", "no rule uses the exemption `{word}`",
          "请在它所免除的规则里写 unless: [{word}]，或者给它写上 waives:；都不需要的，删去。",
          "Name it under `unless:` of the rules that it excuses, or give it `waives:`; else remove it.",
          severity="warning",
          bad=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 涉密的除外}\n"
              "exemptions:\n  a-ex-secret: {title: 涉密, basis: A-1, if: {sensitivity: state_secret}}\n",
          good=_HEAD + "extends: [vocabulary]\nclauses:\n  A-1: {source: S, at: 第一条, says: 涉密的除外}\n"
               "duties:\n  a-publish: {title: 公示, basis: A-1, require: publication.posted, unless: [a-ex-secret]}\n"
               "exemptions:\n  a-ex-secret: {title: 涉密, basis: A-1, if: {sensitivity: state_secret}}\n"),
    Entry("LR308", "unused-parameter", "参数 `{word}` 没有用在任何地方", "nothing uses the parameter `{word}`",
          "规则里用 ${word} 引用它；不再需要的，删去，以免有人以为改了它就改了规则。",
          "Rules refer to it as `${word}`; remove it if it is no longer needed, lest someone change it in vain.",
          severity="warning"),
    Entry("LR309", "missing-layer", "找不到名为 `{word}` 的上层策略", "no policy is named `{word}`",
          "extends 写上层策略的编号（文件名去掉 .yaml）。自己的策略放在同一文件夹，或者在 LAWRULES_POLICIES 所列的"
          "文件夹里。",
          "`extends` takes the ids of policies: file names without .yaml, beside this file or in LAWRULES_POLICIES.",
          bad=_HEAD + "extends: [vocabulari]\n", good=_HEAD + "extends: [vocabulary]\n"),
    Entry("LR310", "cyclic-extends", "上下层绕成了一圈：{chain}", "the layers go round in a circle: {chain}",
          "extends 只写上层，不写下层或自己。", "`extends` names layers above, never one below or the file itself.",
          bad=_HEAD + "extends: [a]\n", good=_HEAD + "extends: [vocabulary]\n"),
    Entry("LR311", "id-taken", "编号 `{word}` 已经用在 {where}（第 {first} 行）",
          "the id `{word}` is taken by {where} (line {first})",
          "要取代上层规则，换一个编号并写 overrides: 层名/编号；要重申，写 restates: 层名/编号；是另一条规则，换一"
          "个编号。",
          "To replace the upper rule take another id and write `overrides: layer/id`; to repeat it, `restates: "
          "layer/id`; "
          "for another rule take another id.",
          bad=_UPPER + _LOWER + _duty("up-publish", *_PUBLISH, "within: 5个工作日"),
          good=_UPPER + _LOWER + _duty("lo-publish", "overrides: upper/up-publish", *_PUBLISH, "within: 5个工作日")),
    Entry("LR312", "unknown-upper-rule", "没有名为 `{word}` 的规则可供取代或重申",
          "there is no rule `{word}` to override or restate",
          "写作 层名/编号，例如 national/publish-decision-20wd；只能指向本层或上层的规则。",
          "Write layer/id, e.g. national/publish-decision-20wd; it must stand in this layer or one above.",
          bad=_UPPER + _LOWER + _duty("lo-publish", "restates: upper/up-publsh", *_PUBLISH),
          good=_UPPER + _LOWER + _duty("lo-publish", "restates: upper/up-publish", *_PUBLISH)),
    Entry("LR313", "loosened", "`{word}`（依据 {basis}）放宽了上位规定 `{upper}`（依据 {upper_basis}）：{how}",
          "`{word}` (basis {basis}) loosens the upper rule `{upper}` (basis {upper_basis}): {how}",
          "下位文件可以从严，不能从宽。请改为与上位一致；上位条款明文授权变通的，写 permitted_by: 该条款编号。",
          "A lower layer may be stricter, not laxer. Follow the upper rule; where an upper clause permits it, "
          "write `permitted_by:` with that clause.",
          bad=_UPPER + _LOWER + _duty("lo-publish", "overrides: upper/up-publish", *_PUBLISH, "within: 20个工作日"),
          good=_UPPER + _LOWER + _duty(
              "lo-publish", "overrides: upper/up-publish", "permitted_by: U-2", *_PUBLISH, "within: 20个工作日")),
    Entry("LR314", "parameter-out-of-order", "参数 `{word}` 的日期没有由早到晚排列：{date} 在 {before} 之后",
          "the dates of the parameter `{word}` are not in order: {date} follows {before}",
          "请按施行日期由早到晚排列。", "Order them by the day from which they apply."),
    Entry("LR315", "parameter-not-open", "参数 `{word}` 已由上层 {where} 定下，本层不能改",
          "the parameter `{word}` is set by the layer above, {where}; this layer cannot change it",
          "上层写 open: true 的参数才能由下层填写；确有授权的，应另设参数并用 overrides 取代相应规则。",
          "Only a parameter that the upper layer leaves `open: true` may be set below; else give it another name and "
          "override the rules that use it.",
          bad=_UPPER + "parameters:\n  cap: {\"2019-01-01\": {is: 50, basis: U-1}}\n"
              + _LOWER.removesuffix("duties:\n") + "parameters:\n  cap: {\"2020-01-01\": {is: 80, basis: L-1}}\n",
          good=_UPPER + "parameters:\n  cap: {open: true}\n"
               + _LOWER.removesuffix("duties:\n") + "parameters:\n  cap: {\"2020-01-01\": {is: 80, basis: L-1}}\n"),
    Entry("LR316", "contradiction", "`{word}` 与 `{other}` 不能同时遵守：{how}",
          "`{word}` and `{other}` can never both be obeyed: {how}",
          "请核对两条依据（{basis}；{other_basis}）：一般是其中一条缺了适用条件或者例外。",
          "Check both clauses ({basis}; {other_basis}): one of them usually lacks a condition or an exemption."),
    Entry("LR317", "unknown-calendar", "没有名为 `{word}` 的地方日历", "no local calendar is named `{word}`",
          "地方休息日写在 policies/calendars/{word}.yaml，calendars: 里写文件名（不带 .yaml）。",
          "Local rest days stand in policies/calendars/{word}.yaml; `calendars:` takes the name without .yaml.",
          bad=_HEAD + "calendars: [yuannan-local]\n", good=_HEAD + "calendars: []\n"),
    Entry("LR318", "not-an-upper-clause", "permitted_by 所写的 `{word}` 不是上位条款",
          "`{word}` in `permitted_by` is no clause of a layer above",
          "授权变通的应当是上位文件的条款，本层自己的条款不能授权自己。",
          "What permits a departure must be a clause of a layer above; a layer cannot permit itself."),
    Entry("LR319", "unknown-waived", "`{word}` 既不是规则，也不是条款，不能免除",
          "`{word}` is neither a rule nor a clause; it cannot be waived",
          "waives 写规则编号（可带层名）或者条款编号。",
          "`waives` takes ids of rules (with or without their layer) or of clauses."),
    Entry("LR320", "family-differs", "`{word}` 属于{family}，却要取代或重申属于{other_family}的 `{other}`",
          "`{word}` is one of {family}, but overrides or restates `{other}`, one of {other_family}",
          "取代和重申只在同一类规则之间。", "A rule can override or restate only one of its own family."),
    Entry("LR321", "register-id-taken", "编号 `{word}` 已经由 {where} 登记",
          "the id `{word}` is registered already, by {where}",
          "条款和文件的编号在各层之间不能重复；引用上层的，不必再登记。",
          "Ids of clauses and sources are unique over all layers; what an upper layer registers need not be repeated."),
    Entry("LR323", "registered-rule-missing", "登记的规则 `{word}`（依据 {basis}）在策略 {policy} 中没有，或者没有引用所登记的条款",
          "the registered rule `{word}` (basis {basis}) is not in policy {policy}, or does not cite its registered clause",
          "请把规则补回策略文件并写明 basis；确已不再需要的，从登记中删去。",
          "Put the rule back into the policy with its `basis`; if it is truly no longer needed, strike it from the register."),
    Entry("LR324", "bad-register", "规则登记写得不对：`{word}` 的登记要有 register 和 rules 两项",
          "this is no register of rules: that of `{word}` has the two keys `register` and `rules`",
          "register: 写策略名；rules: 下面每行一条：规则编号: [条款编号, …]。",
          "`register:` takes the policy's name; under `rules:` each line is `rule-id: [clause-id, …]`."),
    Entry("LR322", "overridden-twice", "`{word}` 同时被 `{first}` 和 `{second}` 取代",
          "`{first}` and `{second}` both override `{word}`",
          "同一时期只能有一条规则取代它；一条先、一条后的，请用 in_force 写明各自的施行期间。",
          "Only one rule can replace it at a time; give each its `in_force` if one follows the other."),
)
