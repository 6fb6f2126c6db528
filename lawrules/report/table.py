"""An assessment as a table for the terminal: what was owed, by when, whether it was met, by which clause.

At 80 columns titles fold and nothing is cut off. Colours are for terminals; without them it is plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lawrules.cases.assessment import BROKEN, Assessment, Finding, Verdict
from lawrules.policy.vocabulary import Vocabulary
from lawrules.report import phrases
from lawrules.report.grid import Column, Piece, Text, paint, rows_in_columns
from lawrules.report.groups import Group, groups
from lawrules.report.summary import headline, summary
from lawrules.report.width import wrap

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
    "zh": {"verdict": "结论", "what": "事项", "due": "期限", "done": "办理"},
    "en": {"verdict": "verdict", "what": "what", "due": "due", "done": "done"},
}

# Where all findings of a group share one verdict, its heading says it.
_WITH_VERDICT = ("breaches", "advisories", "party", "waived")
# Groups that may be long and need no more than a line a rule.
_BRIEF = ("satisfied", "standing")

_SHOWN = 6
"""How many triggers or days of one rule are shown where it was satisfied each time."""

_SUPERVISED = BROKEN | {Verdict.PENDING, Verdict.UNDETERMINED}
"""Where a reader wants to know who watches over a duty: not where it is done with."""

_WITHOUT_DONE = ("undetermined", "dated", "standing")


def render(
    assessment: Assessment,
    *,
    title: str = "",
    vocabulary: Vocabulary | None = None,
    lang: str = "zh",
    warnings: Iterable[str] = (),
    width: int = 80,
    colour: bool = False,
) -> str:
    """The table of one assessment, its warnings and its summary, without blanks at the ends of lines."""
    lines = _lines(assessment, title, vocabulary, lang, warnings, width)
    return "".join(f"{paint(line, colour)}\n" for line in lines)


def _lines(
    assessment: Assessment, title: str, vocabulary: Vocabulary | None, lang: str, warnings: Iterable[str], width: int
) -> Iterator[list[Piece]]:
    who, rest = headline(assessment, title, lang)
    head = Text(who, "bold")
    head.append(f"  {rest}")
    yield from head.lines(width)
    for group in groups(assessment):
        yield []
        yield [(f"{phrases.pick(group.title, lang)} · {len(group.findings)}", "bold")]
        yield from _Drawer(assessment, vocabulary, lang).table(group, width)
    if not assessment.findings:
        yield [("没有任何规则被触发。" if lang == "zh" else "No rule was triggered.", "dim")]
    yield []
    mark = "提示：" if lang == "zh" else "warning: "
    told = [mark + line for line in [*warnings, *(phrases.warning(text, lang) for text in assessment.warnings)]]
    assumed = phrases.assumptions(assessment.assumptions, vocabulary, lang)
    for lines, style in (
        (told, "yellow"),
        (assumed, "dim"),
        ([""] if told or assumed else [], ""),
        (summary(assessment, lang), "bold" if assessment.breaches else ""),
    ):
        for line in lines:
            for part in wrap(line, width - 1):
                yield from Text(part, style).lines(width)


class _Drawer:
    def __init__(self, assessment: Assessment, vocabulary: Vocabulary | None, lang: str) -> None:
        self.as_of = assessment.as_of
        self.vocabulary = vocabulary
        self.lang = lang
        self.zh = lang == "zh"

    def table(self, group: Group, width: int) -> Iterator[list[Piece]]:
        heads = HEADINGS[self.lang]
        with_verdict = group.key in _WITH_VERDICT
        with_due = group.key != "standing" and any(f.due or f.suspended for f in group.findings)
        with_done = group.key not in _WITHOUT_DONE and any(f.answers for f in group.findings)
        columns = [Column(heads["what"])]
        if with_verdict:
            columns.insert(0, Column(heads["verdict"], 10 if self.zh else 12))
        if with_due:
            columns.append(Column(heads["due"], 10))
        if with_done:
            columns.append(Column(heads["done"], 10))
        rows = (self.row(held, group.key in _BRIEF, with_verdict, with_due, with_done) for held in _rows(group))
        return rows_in_columns(columns, rows, width, apart=0 if group.key in _BRIEF else 1)

    def row(self, held: list[Finding], brief: bool, with_verdict: bool, with_due: bool, with_done: bool) -> list[Text]:
        first = held[0]
        row = [Text(phrases.verdict(first.verdict, self.lang), STYLES[first.verdict])] if with_verdict else []
        row.append(self.brief(held) if brief else self.what(first))
        if with_due:
            row.append(self.due(first))
        if with_done:
            days = list(dict.fromkeys(_day(a.at) for f in held for a in f.answers[:2]))
            row.append(Text("\n".join([*days[:_SHOWN], *(["…"] if len(days) > _SHOWN else [])])))
        return row

    def brief(self, held: list[Finding]) -> Text:
        """One line for all triggers of a rule: they have nothing more to tell."""
        text = Text(held[0].title)
        if held[0].verdict is not Verdict.SATISFIED:
            text.append(f"  {held[0].rule}", "dim")
        names = list(dict.fromkeys(filter(None, [self.whom(f) for f in held])))
        said = ("、" if self.zh else ", ").join(names[:_SHOWN])
        if len(names) > _SHOWN:
            said += f" 等{len(names)}项" if self.zh else f" and {len(names) - _SHOWN} more"
        text.append(f"  {self.clauses(held[0])}", "dim")
        if said:
            text.append(f"  {said}", "dim")
        return text

    def whom(self, finding: Finding) -> str:
        if finding.each:
            return phrases.part(finding.each, self.vocabulary, self.lang)
        return finding.trigger.id if finding.trigger is not None else finding.period or ""

    def what(self, finding: Finding) -> Text:
        """The title; below it the clause and the rule, what set it off, and what a reader must know."""
        text = Text(finding.title)
        if finding.each:
            each = phrases.part(finding.each, self.vocabulary, self.lang)
            text.append(f"（{each}）" if self.zh else f" ({each})")
        text.append(f"\n{self.clauses(finding)} · {finding.rule}", "dim")
        if finding.trigger is not None:
            name = phrases.event(finding.trigger.type, self.vocabulary, self.lang)
            text.append(f"\n{phrases.moment(finding.trigger.at)} {name} {finding.trigger.id}", "dim")
        elif finding.period:
            text.append(f"\n{finding.period}", "dim")
        if finding.supervisor and finding.bearer == "agency" and finding.verdict in _SUPERVISED:
            text.append(f"\n{phrases.supervisor(finding.supervisor, self.vocabulary, self.lang)}", "dim")
        if finding.waived_by:
            text.append(f"\n{'因' if self.zh else 'by'} {finding.waived_by}", "dim")
        if finding.missing:
            head = "缺：" if self.zh else "missing: "
            text.append(f"\n{head}{phrases.facts(finding.missing, self.vocabulary, self.lang)}", "yellow")
        for note in finding.notes:
            text.append(f"\n{phrases.note(note, self.lang, self.vocabulary)}", "dim")
        if finding.broken or finding.verdict is Verdict.PENDING:
            for rejected in finding.rejected[:2]:
                why, who = phrases.reason(rejected, self.lang), rejected.event.id
                text.append(f"\n未采纳 {who}：{why}" if self.zh else f"\nrejected {who}: {why}", "dim")
        return text

    def clauses(self, finding: Finding) -> str:
        return ("、" if self.zh else ", ").join(b.clause for b in finding.basis)

    def due(self, finding: Finding) -> Text:
        if finding.suspended:
            return Text("中止" if self.zh else "suspended", "yellow")
        if finding.due is None:
            return Text("")
        text = Text(_day(finding.due))
        if finding.provisional:
            text.append("\n推定" if self.zh else "\nprovisional", "yellow")
        if finding.verdict is Verdict.PENDING:
            left = (date.fromisoformat(finding.due[:10]) - date.fromisoformat(self.as_of[:10])).days
            if left >= 0:
                text.append(f"\n还有{left}日" if self.zh else f"\n{left} days", "dim")
        return text


def _rows(group: Group) -> list[list[Finding]]:
    """A row for each finding; satisfied and standing ones without a date are gathered by rule."""
    if group.key not in _BRIEF:
        return [[finding] for finding in group.findings]
    gathered: dict[tuple[object, ...], list[Finding]] = {}
    for i, finding in enumerate(group.findings):
        key = (finding.layer, finding.rule) if finding.due is None else (finding.layer, finding.rule, i)
        gathered.setdefault(key, []).append(finding)
    return list(gathered.values())


def _day(at: str) -> str:
    """A date, and below it the time of day where there is one."""
    return at.replace("T", "\n")
