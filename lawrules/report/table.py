"""An assessment as a table for the terminal: what was owed, by when, whether it was met, by which clause.

Needs rich, which this package imports only where a table is drawn. Chinese characters take two columns; at 80 columns
the title wraps and nothing else. Written to a file or pipe the table has no colours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from lawrules.cases.assessment import Assessment, Finding, Verdict
from lawrules.policy.vocabulary import Vocabulary
from lawrules.report import phrases
from lawrules.report.groups import Group, counts, groups

STYLES = {
    Verdict.SATISFIED: "green",
    Verdict.LATE: "red",
    Verdict.OVERDUE: "bold red",
    Verdict.VIOLATED: "bold red",
    Verdict.PENDING: "cyan",
    Verdict.WAIVED: "dim",
    Verdict.RELEASED: "dim",
    Verdict.UNDETERMINED: "yellow",
}

HEADINGS = {
    "zh": ("结论", "事项", "期限", "办理", "依据"),
    "en": ("verdict", "what", "due", "done", "basis"),
}


def console_for(stream: IO[str], width: int | None = None) -> Console:
    """A console that writes to `stream`: colours on a terminal, plain text elsewhere, never narrower than 60."""
    console = Console(file=stream, width=width, highlight=False, soft_wrap=False)
    if console.width < 60:
        console.width = 60
    return console


def print_assessment(
    console: Console,
    assessment: Assessment,
    *,
    title: str = "",
    vocabulary: Vocabulary | None = None,
    lang: str = "zh",
    warnings: Iterable[str] = (),
) -> None:
    """Draw the table of one assessment, its warnings and its summary."""
    console.print(_headline(assessment, title, lang))
    for group in groups(assessment):
        console.print()
        console.print(Text(f"{phrases.pick(group.title, lang)} · {len(group.findings)}", style="bold"))
        console.print(_table(group, vocabulary, lang, console.width))
    if not assessment.findings:
        console.print(Text("没有任何规则被触发。" if lang == "zh" else "No rule was triggered.", style="dim"))
    for line in [*warnings, *(phrases.warning(text, lang) for text in assessment.warnings)]:
        console.print(Padding(Text(("提示：" if lang == "zh" else "warning: ") + line, style="yellow"), (0, 0, 0, 1)))
    if assessment.assumptions:
        assumed = [phrases.assumption(text, vocabulary, lang) for text in assessment.assumptions]
        head, sep = ("推定：", "；") if lang == "zh" else ("assumed: ", "; ")
        console.print(Padding(Text(head + sep.join(assumed), style="dim"), (0, 0, 0, 1)))
    console.print()
    for line in summary(assessment, lang):
        console.print(Text(line, style="bold" if assessment.breaches else ""))


def _headline(assessment: Assessment, title: str, lang: str) -> Text:
    who = assessment.case or assessment.agency or ("（未写案号）" if lang == "zh" else "(no case id)")
    policy = f"{title}（{assessment.policy}）" if title and lang == "zh" else assessment.policy
    until = f"截至 {assessment.as_of}" if lang == "zh" else f"as of {assessment.as_of}"
    return Text.assemble((who, "bold"), f"  {policy}  {until}")


def summary(assessment: Assessment, lang: str) -> list[str]:
    """Counts, breaches and the next due date, a line each."""
    zh = lang == "zh"
    n = counts(assessment)
    broken = n["breaches"]
    lines = [f"违反义务 {broken} 项" if zh else f"{broken} breach{'' if broken == 1 else 'es'}"]
    rest = [
        ("advisories", "未按建议 {} 项", "{} recommendations not followed"),
        ("party", "当事人、法院逾期 {} 项", "{} overdue for the party or the court"),
        ("undetermined", "无法判断 {} 项", "{} undetermined"),
        ("satisfied", "已履行 {} 项", "{} satisfied"),
        ("waived", "免除、解除 {} 项", "{} waived or released"),
    ]
    pending = n["dated"] + n["standing"]
    said = [(zh_text if zh else en_text).format(n[key]) for key, zh_text, en_text in rest if n[key]]
    if pending:
        said.insert(-1 if said else 0, f"待履行 {pending} 项" if zh else f"{pending} still to be done")
    lines[0] += ("；" if zh else "; ") + ("，" if zh else ", ").join(said) if said else ""
    lines[0] += "。" if zh else "."
    following = assessment.next_due
    if following is not None:
        about = f"（{following.trigger.id}）" if following.trigger and zh else ""
        what = f"{following.title}{about}" if zh else following.rule
        lines.append(f"最近到期：{following.due} {what}" if zh else f"Next due: {following.due} {what}")
    return lines


def _table(group: Group, vocabulary: Vocabulary | None, lang: str, width: int) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), show_edge=False, width=width)
    verdict, what, due, done, basis = HEADINGS[lang]
    table.add_column(verdict, width=10 if lang == "zh" else 12, no_wrap=True)
    table.add_column(what, ratio=1, min_width=20)
    if group.key != "standing":
        table.add_column(due, width=10)
    if group.key not in ("dated", "standing", "undetermined"):
        table.add_column(done, width=10)
    table.add_column(basis, width=12 if width < 100 else 18)
    for finding in group.findings:
        row: list[Text] = [
            Text(phrases.verdict(finding.verdict, lang), style=STYLES[finding.verdict]),
            _what(finding, group.key, vocabulary, lang),
        ]
        if group.key != "standing":
            row.append(_due(finding, lang))
        if group.key not in ("dated", "standing", "undetermined"):
            row.append(Text("\n".join(_day(a.at) for a in finding.answers[:3])))
        row.append(
            Text(
                "、".join(b.clause for b in finding.basis)
                if lang == "zh"
                else ", ".join(b.clause for b in finding.basis),
                style="dim",
            )
        )
        table.add_row(*row)
    return table


def _what(finding: Finding, key: str, vocabulary: Vocabulary | None, lang: str) -> Text:
    """The title; below it the rule, what set it off, and what a reader must know."""
    text = Text(finding.title)
    if finding.each:
        text.append(f"（{finding.each}）" if lang == "zh" else f" ({finding.each})")
    below = finding.rule
    if finding.trigger is not None:
        name = phrases.event(finding.trigger.type, vocabulary, lang)
        below += f" · {finding.trigger.at} {name} {finding.trigger.id}"
    elif finding.period:
        below += f" · {finding.period}"
    text.append(f"\n{below}", style="dim")
    if key == "satisfied":
        return text
    if finding.waived_by:
        text.append(f"\n{'因' if lang == 'zh' else 'by'} {finding.waived_by}", style="dim")
    if finding.missing:
        head = "缺：" if lang == "zh" else "missing: "
        text.append(f"\n{head}{phrases.facts(finding.missing, vocabulary, lang)}", style="yellow")
    for note in finding.notes:
        text.append(f"\n{phrases.note(note, lang)}", style="dim")
    if finding.verdict in (Verdict.OVERDUE, Verdict.VIOLATED, Verdict.PENDING):
        for rejected in finding.rejected[:2]:
            why = phrases.reason(rejected, lang)
            who = rejected.event.id
            text.append(f"\n未采纳 {who}：{why}" if lang == "zh" else f"\nrejected {who}: {why}", style="dim")
    return text


def _due(finding: Finding, lang: str) -> Text:
    if finding.suspended:
        return Text("中止" if lang == "zh" else "suspended", style="yellow")
    if finding.due is None:
        return Text("—", style="dim")
    text = Text(_day(finding.due))
    if finding.provisional:
        text.append("\n推定" if lang == "zh" else "\nprovisional", style="yellow")
    return text


def _day(at: str) -> str:
    """A date, and below it the time of day where there is one."""
    return at.replace("T", "\n")
