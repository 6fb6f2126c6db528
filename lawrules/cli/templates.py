"""The starting files of `lawrules new`. `@id@` and the like are filled in."""

POLICY = """\
# yaml-language-server: $schema=policy.schema.json
# 编辑器的提示和校验：lawrules schema > policy.schema.json
# 一个文件写一份规范性文件。写法见 docs/language.md；写完用 lawrules check 检查。
policy: @id@                                  # 与文件名一致
title: 某县行政执法公示办法                   # 文件的名称
jurisdiction: {name: 某县, code: "530100", level: county}      # 行政区划代码
extends: [national]                           # 上层：国家、省、市……它们的规则同样适用
in_force: {from: 2024-01-01}
bearer: {role: enforcement_agency}            # 缺省的义务人

# 依据的文件
sources:
  @SHORT@-2024:
    title: 某县行政执法公示办法
    issuer: 某县人民政府办公室
    issued: 2023-12-20
    in_force: {from: 2024-01-01}

# 每一条都登记：有规则落实的，规则写明 basis；不编码的，写明理由
clauses:
  @SHORT@-1: {source: @SHORT@-2024, at: 第一条, says: 立法目的, not_encoded: 目的条款，没有可判定的要求}
  @SHORT@-2: {source: @SHORT@-2024, at: 第二条, says: 检查结果自作出之日起10个工作日内在部门网站公开}

# 有期限的义务：什么事发生（when），要做什么（require），多久（within）
duties:
  @short@-inspection-result-10wd:
    title: 检查结果10个工作日内公开
    basis: @SHORT@-2
    when: {decision.made: {decision_type: inspection_result}}
    require: {publication.posted: {content_kind: decision, channel: agency_site}}
    within: 10个工作日
"""

SCENARIO = """\
# 场景：一个案情和应有的结论。运行：lawrules test 本文件
policy: @id@
scenarios:
  - title: 没有任何事件的案卷不触发 @rule@
    note: 请改成一个真实的案情：写上 events，再写 expect
    as_of: 2024-06-30
    events: []
    # events:
    #   - {id: e1, type: @type@, at: 2024-05-10, data: {}}
    # expect:
    #   - {rule: @rule@, trigger: e1, verdict: satisfied}
    expect_no: [@rule@]
"""
