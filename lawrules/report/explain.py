"""A finding in sentences: what set it off, how its days were counted, what was done, what the clause says.

Pure: a finding in, text out. With a vocabulary, events and missing facts go by their titles.
"""

from __future__ import annotations

from lawrules.cases.assessment import EventRef, Finding, Note, Rejected, Verdict
from lawrules.cases.trace import TraceStep, trace_of
from lawrules.policy.vocabulary import Vocabulary
from lawrules.report import phrases


def explain(finding: Finding, lang: str = "zh", vocabulary: Vocabulary | None = None) -> str:
    """The finding for a reader: a headline, its basis, then the steps; lines separated by line feeds."""
    zh = lang == "zh"
    head = f"{phrases.verdict(finding.verdict, lang)}{'：' if zh else ': '}{finding.title}"
    if finding.each:
        each = phrases.part(finding.each, vocabulary, lang)
        head += f"（{each}）" if zh else f" ({each})"
    strength, who = phrases.severity(finding.severity, lang), phrases.bearer(finding.bearer, lang)
    rule = finding.rule
    about = [f"规则 {rule}（{strength}，义务人：{who}）" if zh else f"rule {rule} ({strength}, binds {who})"]
    said = phrases.basis(finding, lang)
    if said:
        about.append(f"依据 {said}" if zh else f"basis {said}")
    if finding.supervisor:
        about.append(phrases.supervisor(finding.supervisor, vocabulary, lang))
    about.extend(step_text(step, lang, vocabulary) for step in trace_of(finding) if step.kind != "verdict")
    about.extend(_reading(r.name, r.verdict, r.due, r.basis, lang) for r in finding.readings)
    if finding.safe_date and finding.safe_date != finding.due:
        day = finding.safe_date
        about.append(f"截止日为休息日，请在 {day} 前办完" if zh else f"the date is a rest day; be done by {day}")
    if finding.also:
        about.append(f"同时见于 {'、'.join(finding.also)}" if zh else f"also required by {', '.join(finding.also)}")
    return "\n".join([head, *(f"  {line}" for line in about)])


def step_text(step: TraceStep, lang: str = "zh", vocabulary: Vocabulary | None = None) -> str:
    """One step of a trace as a sentence."""
    zh = lang == "zh"
    words = dict(step.words)
    kind = step.kind
    if kind in ("trigger", "answer", "rejected"):
        name = phrases.event(words["type"], vocabulary, lang)
        at = phrases.moment(step.at)
        who = f"{at} {name}（{words['event']}）" if zh else f"{at} {name} ({words['event']})"
        if kind == "trigger":
            return f"起因 {who}" if zh else f"trigger {who}"
        if kind == "answer":
            return f"办理 {who}" if zh else f"done {who}"
        why = phrases.reason(Rejected(EventRef(words["event"], words["type"], step.at or ""), words["reason"]), lang)
        return f"未采纳 {who}：{why}" if zh else f"rejected {who}: {why}"
    if kind == "period":
        return _period(words, lang)
    if kind in _STRETCHES:
        return _stretch(kind, words, lang)
    if kind == "due":
        return _due(step, words, lang)
    if kind == "reading":
        return _other_date(step, words, lang)
    if kind == "waived":
        return f"除外情形 {words['by']}" if zh else f"exempted by {words['by']}"
    if kind == "missing":
        return f"缺少事实：{phrases.fact(words['fact'], vocabulary, lang)}" if zh else f"missing: {words['fact']}"
    if kind == "note":
        code = words.pop("code")
        return phrases.note(Note(code, tuple(words.items())), lang, vocabulary)
    if kind == "verdict":
        return phrases.verdict(Verdict(words["verdict"]), lang)
    return kind


_COUNTING = {
    "days": ("，起算日不计入", ", the start day is not counted"),
    "moment": ("，自该时刻起连续计算", ", counted from that moment without a pause"),
}
_COUNTING_AHEAD = {
    "days": ("，当日和届日都不计", ", neither end counted"),
    "moment": ("，自该时刻起连续倒数", ", counted back from that moment without a pause"),
}


def _period(words: dict[str, str], lang: str) -> str:
    """How long the term is and how it is counted; open terms and 当日 have nothing to count."""
    ahead = "ahead" in words
    how = phrases.pick((_COUNTING_AHEAD if ahead else _COUNTING).get(words.get("runs", "days"), ("", "")), lang)
    if lang == "zh":
        return f"{'应当提前' if ahead else '期限'} {words['zh']}{how}"
    return f"{words['en']} ahead{how}" if ahead else f"term {words['en']}{how}"


_STRETCHES = {
    "counted": ("计入", "counted"),
    "skipped": ("不计", "skipped"),
    "suspended": ("中止", "suspended"),
    "rolled": ("顺延", "rolled over"),
}


def _stretch(kind: str, words: dict[str, str], lang: str) -> str:
    first, last = words["first"], words["last"]
    days = first if first == last else f"{first} 至 {last}" if lang == "zh" else f"{first} to {last}"
    what = phrases.pick(_STRETCHES[kind], lang)
    if lang == "zh":
        number = f"，至第 {words['counted']} 日" if kind == "counted" else ""
        return f"{what} {days}（{words['reason_zh']}）{number}"
    number = f", day {words['counted']}" if kind == "counted" else ""
    return f"{what} {days} ({words['reason_en']}){number}"


def _due(step: TraceStep, words: dict[str, str], lang: str) -> str:
    zh = lang == "zh"
    at = phrases.moment(step.at)
    text = f"届满 {at}" if zh else f"due {at}"
    earliest, latest = phrases.moment(words.get("earliest", at)), phrases.moment(words.get("latest", at))
    if earliest != latest:
        text += f"（最早 {earliest}，最晚 {latest}）" if zh else f" (earliest {earliest}, latest {latest})"
    if "provisional" in words:
        text += "，放假安排公布后可能变动" if zh else ", may change when the holidays are announced"
    return text


def _other_date(step: TraceStep, words: dict[str, str], lang: str) -> str:
    at = phrases.moment(step.at)
    if lang == "zh":
        return f"另一种算法 {words['id']}（{words['sources']}）：{words['zh']}，届满 {at}"
    return f"another way of counting, {words['id']} ({words['sources']}): {words['en']}, due {at}"


def _reading(name: str, verdict: str, due: str | None, basis: tuple[str, ...], lang: str) -> str:
    said = phrases.reading_verdict(verdict, lang)
    due = phrases.moment(due)
    by = f"（{'、'.join(basis)}）" if lang == "zh" and basis else f" ({', '.join(basis)})" if basis else ""
    if lang == "zh":
        return f"另一种理解 {name}{by}：{said}" + (f"，届满 {due}" if due else "")
    return f"another reading, {name}{by}: {said}" + (f", due {due}" if due else "")
