"""Examples of codes whose own entry has none: a small file that raises the code, and one that does not.

They are longer than a sentence, so they stand apart from the entries. A line `# ── name.yaml` begins another file; the
last file is the one that is checked. Every pair is run by a test.
"""

from __future__ import annotations

from lawrules.catalogue.entry import Entry

_HEAD = """\
policy: a
title: 甲县
jurisdiction: {name: 甲县, code: "530000", level: county}
extends: [vocabulary]
sources:
  S: {title: 甲县办法, issuer: 甲县人民政府, issued: 2020-01-01}
clauses:
  A-1: {source: S, at: 第一条, says: 应当公示}
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
  U-1: {source: U, at: 第一条, says: 决定公开}
  U-2: {source: U, at: 第二条, says: 县级可以另定期限, not_encoded: 授权条款}
duties:
  up-publish: {title: 公开, basis: U-1, when: decision.made, require: publication.posted, within: 7个工作日}
# ── a.yaml
policy: a
title: 甲县
jurisdiction: {name: 甲县, code: "530100", level: county}
extends: [upper]
sources:
  S: {title: 甲县办法, issuer: 甲县人民政府, issued: 2020-01-01}
clauses:
  A-1: {source: S, at: 第一条, says: 决定公开}
duties:
"""


def _duty(*keys: str, family: str = "duties", basis: str = "A-1") -> str:
    return _HEAD + f"{family}:\n" + _rule("a-rule", *keys, basis=basis)


def _rule(id: str, *keys: str, basis: str = "A-1") -> str:
    return f"  {id}:\n    title: 公示\n    basis: {basis}\n" + "".join(f"    {key}\n" for key in keys)


def _events(declaration: str) -> str:
    return _duty(*_DONE) + f"events:\n  {declaration}\n"


def _when(condition: str) -> str:
    return _duty(f"when: {{decision.made: {condition}}}", "require: publication.posted")


_DONE = ("when: decision.made", "require: publication.posted")
_SCENARIO = """\
# ── a.yaml
{policy}# ── a-scenarios.yaml
policy: a
scenarios:
  - title: 公示
    events:
      - {{id: d1, type: decision.made, at: 2023-01-16, data: {{decision_type: penalty}}}}
    as_of: 2023-02-01
"""


def _scenario(*lines: str) -> str:
    policy = _duty(*_DONE, "within: 7个工作日")
    return _SCENARIO.format(policy=policy) + "".join(f"    {line}\n" for line in lines)


_GOOD_SCENARIO = _scenario("expect:", "  - {rule: a-rule, trigger: d1, verdict: overdue}")

EXAMPLES: dict[str, tuple[str, str]] = {
    "LR004": ("# 还没有内容\n", "policy: a\n"),
    "LR005": ("policy: a\n---\npolicy: b\n", "policy: a\n"),
    "LR010": ("policy: [a\n", "policy: a\n"),
    "LR013": ("policy: " + "[" * 60 + "]" * 60 + "\n", "policy: a\n"),
    "LR014": ("policy: a\ntitle: *星号\n", "policy: a\ntitle: \"*星号\"\n"),
    "LR017": ("policy: a\n~: 1\n", "policy: a\n"),
    "LR102": (_duty(*_DONE, "witin: 7日"), _duty(*_DONE, "within: 7日")),
    "LR103": (_duty(*_DONE).replace("甲县办法", "2020"), _duty(*_DONE).replace("甲县办法", "\"2020\"")),
    "LR104": (_duty("when: decision.made"), _duty(*_DONE)),
    "LR106": (_duty(*_DONE, "in_force: {from: 2023-02-30}"), _duty(*_DONE, "in_force: {from: 2023-02-28}")),
    "LR107": (_HEAD + "duties:\n" + _rule("A_Publish", *_DONE), _HEAD + "duties:\n" + _rule("a-publish", *_DONE)),
    "LR108": (_duty(*_DONE, "note:"), _duty(*_DONE, "note: 一般程序")),
    "LR109": ("# ── a.yaml\n" + _duty(*_DONE).replace("policy: a", "policy: b"), "# ── a.yaml\n" + _duty(*_DONE)),
    "LR110": (_duty(*_DONE, "within: 7日", "ahead: 3日"), _duty(*_DONE, "within: 7日")),
    "LR111": (
        _duty("every: year", "require: report.published", "extend: [{when: case.extended, by: extended_days, up_to: 3日}]"),
        _duty(*_DONE, "within: 7日", "extend: [{when: case.extended, by: extended_days, up_to: 3日}]"),
    ),
    "LR112": (_duty(*_DONE, "severity: may"), _duty(*_DONE, "severity: should")),
    "LR201": (_duty("when: decison.made", "require: publication.posted"), _duty(*_DONE)),
    "LR202": (_when("{decision_typ: penalty}"), _when("{decision_type: penalty}")),
    "LR203": (_when("{content_kind: decision}"), _when("{decision_type: penalty}")),
    "LR204": (_when("{decision_type: penality}"), _when("{decision_type: penalty}")),
    "LR205": (_when("{amount: 很多}"), _when("{amount: {at_least: 1000}}")),
    "LR206": (_when("{amount: {atleast: 1000}}"), _when("{amount: {at_least: 1000}}")),
    "LR207": (_when("{amount: {at_least: $limt}}"), _when("{amount: {at_least: 1000}}")),
    "LR208": (_when("{decision_type: {at_least: penalty}}"), _when("{decision_type: {not: penalty}}")),
    "LR209": (_when("{paty.kind: natural_person}"), _when("{party.kind: natural_person}")),
    "LR210": (_duty(*_DONE, "same: measure"), _duty(*_DONE, "same: party")),
    "LR211": (_duty("when: 5", "require: publication.posted"), _duty(*_DONE)),
    "LR212": (_duty(*_DONE, "if: 很多"), _duty(*_DONE, "if: {decision_type: penalty}")),
    "LR213": (_events("fields: {amount: {title: 金额, type: int}}"),
              _events("fields: {late_fee: {title: 滞纳金, type: int}}")),
    "LR214": (_events("fields: {late_fee: {title: 滞纳金, type: integer}}"),
              _events("fields: {late_fee: {title: 滞纳金, type: int}}")),
    "LR215": (_events("types: {visit.made: {title: 走访, with: [acts]}}"),
              _events("types: {visit.made: {title: 走访, with: [act]}}")),
    "LR216": (_events("groups: {visits: [inspection.conducted, visits]}"),
              _events("groups: {visits: [inspection.conducted, inquiry.conducted]}")),
    "LR217": (_when("{amount: {less_than: -1}}"), _when("{amount: {less_than: 1000}}")),
    "LR218": (_when("{amount: {at_least: 100, at_most: 50}}"), _when("{amount: {at_least: 50, at_most: 100}}")),
    "LR219": (_duty("when: {latest: decision.made}", "require: publication.posted"), _duty(*_DONE)),
    "LR220": (_duty("when: hearing.held", "gives: majr", family="major_decisions"),
              _duty("when: hearing.held", "gives: major", family="major_decisions")),
    "LR318": (
        _UPPER + _rule("a-publish", "overrides: upper/up-publish", "permitted_by: A-1", *_DONE, "within: 5个工作日"),
        _UPPER + _rule("a-publish", "overrides: upper/up-publish", "permitted_by: U-2", *_DONE, "within: 5个工作日"),
    ),
    "LR319": (
        _UPPER.removesuffix("duties:\n") + "exemptions:\n"
        + _rule("a-ex", "permitted_by: U-2", "if: {sensitivity: state_secret}", "waives: [upper/up-publsh]"),
        _UPPER.removesuffix("duties:\n") + "exemptions:\n"
        + _rule("a-ex", "permitted_by: U-2", "if: {sensitivity: state_secret}", "waives: [upper/up-publish]"),
    ),
    "LR320": (
        _UPPER.removesuffix("duties:\n") + "prohibitions:\n"
        + _rule("a-publish", "overrides: upper/up-publish", "when: decision.made"),
        _UPPER + _rule("a-publish", "overrides: upper/up-publish", *_DONE, "within: 5个工作日"),
    ),
    "LR321": (
        _UPPER.replace("A-1: {", "U-1: {") + _rule("a-publish", *_DONE, "within: 5个工作日", basis="U-1"),
        _UPPER + _rule("a-publish", *_DONE, "within: 5个工作日"),
    ),
    "LR322": (
        _UPPER + _rule("a-one", "overrides: upper/up-publish", *_DONE, "within: 5个工作日")
        + _rule("a-two", "overrides: upper/up-publish", *_DONE, "within: 3个工作日"),
        _UPPER + _rule("a-one", "overrides: upper/up-publish", "in_force: {to: 2021-12-31}", *_DONE, "within: 5个工作日")
        + _rule("a-two", "overrides: upper/up-publish", "in_force: {from: 2022-01-01}", *_DONE, "within: 3个工作日"),
    ),
    "LR308": (
        _duty(*_DONE) + "parameters:\n  a_term: {\"2020-01-01\": {is: 7日, basis: A-1}}\n",
        _duty(*_DONE, "within: $a_term") + "parameters:\n  a_term: {\"2020-01-01\": {is: 7日, basis: A-1}}\n",
    ),
    "LR314": (
        _duty(*_DONE, "within: $a_term") + "parameters:\n"
        "  a_term: {\"2021-01-01\": {is: 5日, basis: A-1}, \"2020-01-01\": {is: 7日, basis: A-1}}\n",
        _duty(*_DONE, "within: $a_term") + "parameters:\n"
        "  a_term: {\"2020-01-01\": {is: 7日, basis: A-1}, \"2021-01-01\": {is: 5日, basis: A-1}}\n",
    ),
    "LR316": (
        _duty(*_DONE) + "prohibitions:\n" + _rule("a-ban", "when: publication.posted"),
        _duty(*_DONE) + "prohibitions:\n" + _rule("a-ban", "when: {publication.posted: {sensitivity: state_secret}}"),
    ),
    "LR407": (
        _duty(*_DONE, "within: $a_term") + "parameters:\n  a_term: {\"2020-01-01\": {is: 7, basis: A-1}}\n",
        _duty(*_DONE, "within: $a_term 日") + "parameters:\n  a_term: {\"2020-01-01\": {is: 7, basis: A-1}}\n",
    ),
    "LR408": (
        _duty(*_DONE, "within: 7日", "extend: [{when: case.extended, by: party, up_to: 3日}]"),
        _duty(*_DONE, "within: 7日", "extend: [{when: case.extended, by: extended_days, up_to: 3日}]"),
    ),
    "LR501": (_GOOD_SCENARIO.replace("policy: a\nscenarios", "policy: b\nscenarios"), _GOOD_SCENARIO),
    "LR502": (_scenario("expect:", "  - {rule: a-rul, trigger: d1, verdict: overdue}"), _GOOD_SCENARIO),
    "LR503": (_scenario("expect:", "  - {rule: a-rule, trigger: d2, verdict: overdue}"), _GOOD_SCENARIO),
    "LR504": (_scenario("expect:", "  - {rule: a-rule, trigger: d1, verdict: too_late}"), _GOOD_SCENARIO),
    "LR505": (_GOOD_SCENARIO + "  - {title: 公示, as_of: 2023-02-01, exactly: true}\n",
              _GOOD_SCENARIO + "  - {title: 没有决定, as_of: 2023-02-01, exactly: true}\n"),
    "LR506": (_GOOD_SCENARIO + "    expect_no: [a-rule]\n", _GOOD_SCENARIO),
    "LR507": (_scenario(), _GOOD_SCENARIO),
    "LR508": (_scenario("expect:", "  - {rule: a-rule, verdict: waived, waived_by: a-ex}"), _GOOD_SCENARIO),
}


def examples_of(entry: Entry) -> tuple[str, str]:
    """The bad and the good example of a code; empty where it has none."""
    bad, good = EXAMPLES.get(entry.code, ("", ""))
    return entry.bad or bad, entry.good or good
