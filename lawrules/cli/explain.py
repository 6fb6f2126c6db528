"""`lawrules explain`: a rule with its clauses, a clause with its rules, or a diagnostic code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lawrules.cli.command import Command, argument, option
from lawrules.cli.output import CLEAN
from lawrules.cli.words import Words
from lawrules.errors import UsageError
from lawrules.report.width import wrap

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition
    from lawrules.policy.model import Rule

_CODE = re.compile(r"LR\d{3}\Z", re.IGNORECASE)


def command(words: Words) -> click.Command:
    return Command(
        words,
        "explain",
        run,
        about=(
            "解释一条规则（它的含义和依据的条款）、一个条款（连同由它而来的规则），或者一个诊断代码。",
            "Explain a rule (its meaning and its clauses), a clause with its rules, or a diagnostic code.",
        ),
        arguments=[("NAME", "规则或条款的编号，或者 LR 开头的代码", "a rule's or clause's id, or an LR code")],
        params=[
            argument("name", "NAME"),
            option(
                words,
                "--policy",
                metavar="POLICY",
                zh="在哪个策略里找（缺省：全部）",
                en="where to look (default: everywhere)",
            ),
        ],
        examples=[
            ("lawrules explain km-publish-penalty-permit-7wd", "一条规则", "a rule"),
            ("lawrules explain K-29", "一个条款", "a clause"),
            ("lawrules explain LR202", "一个诊断代码", "a diagnostic code"),
        ],
    )


def run(words: Words, name: str, policy: str | None) -> int:
    if _CODE.match(name):
        click.echo("\n".join(_code(name.upper(), words)))
        return CLEAN
    from lawrules.cli.coverage import composed

    for candidate in [policy] if policy is not None else _that_mention(name):
        composition = composed(candidate, words)
        rule = composition.find(name)
        if rule is not None:
            click.echo("\n".join(_rule(rule, composition, words)))
            return CLEAN
        if name in composition.clauses:
            click.echo("\n".join(_clause(name, composition, words)))
            return CLEAN
    near = _nearest(name)
    hint = words(f"，是否想写 {near}？", f"; did you mean {near}?") if near else ""
    raise UsageError(
        words(
            f"没有叫 {name} 的规则、条款或诊断代码{hint}", f"no rule, clause or diagnostic code is called {name}{hint}"
        )
    )


def _that_mention(name: str) -> Iterator[str]:
    """Policies whose text holds `name`: reading is far quicker than composing all of them."""
    from lawrules.policy.find import find, policy_names

    bare = name.rpartition("/")[2]
    for policy in policy_names():
        path = find(policy)
        if path is not None and f"{bare}:" in path.read_text(encoding="utf-8", errors="replace"):
            yield policy


def _nearest(name: str) -> str:
    from lawrules.diagnostics import nearest
    from lawrules.policy.find import find, policy_names

    ids: set[str] = set()
    for policy in policy_names():
        path = find(policy)
        if path is not None:
            text = path.read_text(encoding="utf-8", errors="replace")
            ids.update(re.findall(r"^  ([A-Za-z][\w-]*-[\w-]+):", text, re.MULTILINE))
    return nearest(name, ids, 0.7)


def _code(code: str, words: Words) -> list[str]:
    from lawrules.catalogue import CATALOGUE
    from lawrules.diagnostics import nearest

    entry = CATALOGUE.get(code)
    if entry is None:
        near = nearest(code, CATALOGUE)
        raise UsageError(
            words(f"没有诊断代码 {code}，相近的有 {near}", f"there is no code {code}; the nearest is {near}")
        )
    kind = words("错误", "error") if entry.severity == "error" else words("警告", "warning")
    lines = [f"{entry.code} {entry.name}  {kind}", "", *wrap(_open(words(entry.zh, entry.en)), 80)]
    advice = _open(words(entry.help_zh, entry.help_en))
    if advice:
        lines += ["", *wrap(advice, 80)]
    for title, example in ((words("有误的写法：", "Wrong:"), entry.bad), (words("正确的写法：", "Right:"), entry.good)):
        if example:
            lines += ["", title, *(f"    {line}" for line in example.rstrip().splitlines())]
    return lines


def _open(template: str) -> str:
    """A sentence of the catalogue with its blanks shown."""
    return re.sub(r"\{(\w+)\}", "…", template).replace("{{", "{").replace("}}", "}")


def _rule(rule: Rule, composition: Composition, words: Words) -> list[str]:
    from lawrules.report import phrases

    lang = words.findings
    zh = lang == "zh"
    layer = next((layer for layer in composition.layers if layer.id == rule.layer), composition.target)
    kind = [phrases.family(rule.family, lang), phrases.severity(rule.severity, lang)]
    kind.append(
        (f"义务人：{phrases.bearer(rule.bearer.kind, lang)}")
        if zh
        else f"binds {phrases.bearer(rule.bearer.kind, lang)}"
    )
    lines = [rule.title, f"{rule.full_id}  {('，' if zh else ', ').join(kind)}", f"{layer.title}", ""]
    if layer.supervisor:
        lines.insert(3, phrases.supervisor(layer.supervisor, composition.vocabulary, lang))
    lines += ["依据" if zh else "basis", *_clauses(rule.basis, composition)]
    for reading in rule.readings:
        lines.append(f"另一种理解 {reading.name}" if zh else f"another reading, {reading.name}")
        lines += _clauses(reading.basis, composition)
    if rule.unless:
        lines.append("除外情形" if zh else "exemptions")
        for name in rule.unless:
            exemption = composition.find(name, rule.layer)
            lines.append(f"  {name}" + (f"  {exemption.title}" if exemption is not None else ""))
    for full_id, upper in composition.restated.items():
        if full_id == rule.full_id:
            lines.append(f"重申上层规则 {upper}" if zh else f"restates {upper}")
        elif upper == rule.full_id:
            lines.append(f"下层重申：{full_id}" if zh else f"restated by {full_id}")
    if rule.overrides:
        lines.append(f"取代 {rule.overrides}" if zh else f"overrides {rule.overrides}")
    if rule.full_id in composition.overridden:
        by = composition.overridden[rule.full_id]
        lines.append(f"在 {composition.id} 已被 {by} 取代" if zh else f"overridden in {composition.id} by {by}")
    if rule.note:
        lines += [*wrap(f"注：{rule.note}" if zh else f"note: {rule.note}", 80)]
    lines += ["", "含义" if zh else "meaning", *_meaning(rule, composition, lang)]
    return [*lines, "", "原文" if zh else "as written", *_source(rule)]


def _meaning(rule: Rule, composition: Composition, lang: str) -> list[str]:
    """The rule in sentences, as the engine understands it."""
    from lawrules.report.prose.layout import lay_out
    from lawrules.report.prose.lines import NotTold
    from lawrules.report.prose.rules import paraphrase

    try:
        return lay_out(paraphrase(rule, composition, lang))
    except NotTold as missing:
        if lang == "zh":
            return wrap(f"  这条规则有一部分说不成句子（{missing}），以原文为准", 80)
        return wrap(f"  no words for a part of this rule ({missing}): see how it is written", 80)


def _clauses(ids: Iterable[str], composition: Composition) -> Iterator[str]:
    for id in ids:
        clause = composition.clauses.get(id)
        if clause is not None:
            source = composition.sources.get(clause.source)
            title = source.title if source is not None else clause.source
            yield f"  {id}  {title} {clause.at}"
            yield from (f"      {line}" for line in wrap(clause.says, 74))


def _source(rule: Rule) -> list[str]:
    """The rule's own lines in its file."""
    span = rule.span
    try:
        text = Path(span.file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    if not span.line or span.line > len(text):
        return []
    first = span.line
    head = text[first - 1]
    indent = len(head) - len(head.lstrip())
    taken = [head]
    for line in text[first:]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        taken.append(line)
    while taken and (not taken[-1].strip() or taken[-1].lstrip().startswith("#")):
        taken.pop()
    return [f"  {line[indent:]}" for line in taken]


def _clause(id: str, composition: Composition, words: Words) -> list[str]:
    from lawrules.cli.coverage import cited_by

    zh = words.findings == "zh"
    clause = composition.clauses[id]
    source = composition.sources.get(clause.source)
    title = source.title if source is not None else clause.source
    number = f"（{source.number}）" if source is not None and source.number else ""
    lines = [f"{id}  {title}{number} {clause.at}", *(f"  {line}" for line in wrap(clause.says, 78)), ""]
    rules = [rule for rule in composition.rules.values() if id in cited_by(rule)]
    if rules:
        lines.append("由它而来的规则" if zh else "rules that rest on it")
        lines += [f"  {rule.full_id}  {rule.title}" for rule in rules]
    elif clause.not_encoded:
        lines.append(f"不编码：{clause.not_encoded}" if zh else f"not encoded: {clause.not_encoded}")
    else:
        lines.append("没有规则依据它" if zh else "no rule rests on it")
    return lines
