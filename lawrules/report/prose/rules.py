"""A rule in sentences: what the engine understood, passage by passage, so that a word in the wrong place shows.

Nothing of a rule is left out: every attribute of `Rule` has its teller in `_TELLERS`, or stands in `ELSEWHERE` because
it names the rule and is shown beside its paraphrase. What has no words raises `NotTold`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lawrules.policy.composition import Composition
from lawrules.policy.model import ALWAYS, Bearer, Clock, Condition, Each, Force, Pattern, Reading, Rule, event_patterns
from lawrules.report import phrases
from lawrules.report.prose.clocks import Clocks
from lawrules.report.prose.lines import Line, NotTold, Passage, before, listed, passage
from lawrules.report.prose.milestones import Arrival
from lawrules.report.prose.names import Names
from lawrules.report.prose.statements import Statements, conjuncts

ELSEWHERE = frozenset(
    {"id", "layer", "family", "title", "basis", "severity", "overrides", "restates", "note", "own_keys", "span"}
)
"""Attributes that name a rule, or tell which other rules it stands beside: the heading of `explain` shows them."""

_LEVELS = {
    "full": (
        "全程音像：合格的记录合起来要从头到尾覆盖整个活动；没有的，事后不能补录，即为违反",
        "the whole in sound or picture: the records together must cover the act from start to end; "
        "what is lacking cannot be made up for and is a violation",
    ),
    "key_moments": (
        "关键环节：至少有一份合格的记录；没有的，事后不能补录，即为违反",
        "key moments: at least one such record; what is lacking cannot be made up for and is a violation",
    ),
    "text": (
        "文字：至少有一份合格的记录，没有的一直待办",
        "text: at least one such record; until then it stays pending",
    ),
}


def paraphrase(rule: Rule, composition: Composition, lang: str = "zh") -> tuple[Passage, ...]:
    """What a composed rule says, as labelled passages in Chinese (`zh`) or English (`en`).

    Raises `NotTold` where the rule holds something for which there are no words.
    """
    return tuple(_Paraphrase(rule, composition, lang).passages())


class _Paraphrase:
    def __init__(self, rule: Rule, composition: Composition, lang: str) -> None:
        self.rule = rule
        self.composition = composition
        self.names = Names(composition, lang, triggered=rule.when is not None, refuses=rule.refuses)
        self.statements = Statements(self.names)
        self.clocks = Clocks(self.statements, rule)

    def passages(self) -> Iterator[Passage]:
        for tell in dict.fromkeys(_TELLERS.values()):
            yield from tell(self)
        yield from self.vocabulary()

    def _p(self, zh: str, en: str, *texts: str | list[Line]) -> Passage:
        return passage(self.names(zh, en), *texts)

    def _condition(self, head: str, c: Condition, own: str = "event") -> list[Line]:
        return before(head, self.statements.block(c, own))

    @property
    def modal(self) -> tuple[str, str]:
        """应当, 建议, 提示: how strongly the rule binds; what depends on a condition is told apart."""
        if self.rule.must_if is not None:
            return "要求", "required"
        return phrases.SEVERITIES.get(self.rule.severity, (self.rule.severity, self.rule.severity))

    # ── when

    def when(self) -> Iterator[Passage]:
        rule, n = self.rule, self.names
        if rule.when is not None:
            yield self._when(rule.when)
        elif rule.family == "duties":
            yield self._p(
                "何时",
                "when",
                n(
                    "不待事件发生，机关自始负有；只在机关名册上判断",
                    "without any event: the agency owes it as such; judged on registers only",
                ),
            )
        if rule.law_of == "act":
            yield self._p(
                "适用", "law of", n("适用违法行为终了之日的法", "the law of the day on which the violation ended")
            )
        elif rule.law_of != "step":
            raise NotTold(f"law_of {rule.law_of}")

    def _when(self, when: Pattern) -> Passage:
        n, family = self.names, self.rule.family
        lines = self.statements.pattern_block(when, "的")
        if family == "prohibitions":
            must = self.rule.severity == "must"
            return Passage(n("不得" if must else "不宜", "must not" if must else "should not"), tuple(lines))
        if family == "major_decisions":
            return self._p(
                "何时", "when", before(n("到判断之时有过 ", "up to the moment of judgement there was "), lines)
            )
        each_time = n("每次发生" if len(lines) > 1 else "每次 ", "each time: ")
        return self._p("何时", "when", before(each_time, lines))

    def each(self) -> Iterator[Passage]:
        if self.rule.each is not None:
            yield self._p("逐一", "for each", self._each(self.rule.each))

    def _each(self, each: Each) -> list[Line]:
        n = self.names
        if each.kind == "field":
            declared = n.declared(("event", each.field))
            values = n.values(each.values, declared)
            field = n.title(("event", each.field))
            return [
                Line(
                    n(f"对“{field}”的每一个值各判断一次：{values}", f"one finding for each value of {field}: {values}")
                )
            ]
        what = {
            "person": n("对名册或者案卷上的每一名人员各判断一次", "one finding for each person"),
            "unit": n("对名册或者案卷上的每一个单位各判断一次", "one finding for each unit"),
            "item": n("对事件所列的每一个条目各判断一次", "one finding for each item of the event"),
        }.get(each.kind)
        if what is None:
            raise NotTold(f"each {each.kind}")
        if not conjuncts(each.where):
            return [Line(what)]
        return self._condition(what + n("，限于：", ", where "), each.where, each.kind)

    def condition(self) -> Iterator[Passage]:
        if conjuncts(self.rule.condition):
            yield self._p("前提", "if", self.statements.block(self.rule.condition))

    # ── what is asked

    def require(self) -> Iterator[Passage]:
        rule, n = self.rule, self.names
        if rule.require is None and not rule.level:
            return
        label = n(*self.modal)
        told: list[str | list[Line]] = []
        if rule.level:
            if rule.level not in _LEVELS:
                raise NotTold(f"level {rule.level}")
            told.append(n(*_LEVELS[rule.level]))
        if rule.require is not None:
            head = n("合格的记录：", "such a record: ") if rule.family == "recording" else ""
            told.append(before(head, self.statements.pattern_block(rule.require, apart=rule.family == "duties")))
        if rule.same and rule.after is None:
            told.append(self._same())
        yield Passage(label, passage("", *told).lines)

    def _same(self) -> str:
        same = self.names.join(self.rule.same)
        return self.names(f"并且与起因{same}", f"with {same} as the trigger")

    def must(self) -> Iterator[Passage]:
        rule, n = self.rule, self.names
        if rule.must is None:
            return
        failing = n("不符合的为违反", "what falls short is a violation")
        if rule.family in ("duties", "recording"):
            told = self._condition(n("办成的须符合：", "what is done must satisfy: "), rule.must)
            cured = n(
                "不符合的为违反，但此后（有期限的，在期限内）另有合格的除外",
                "what falls short is a violation, unless something sound follows (in time, where there is a term)",
            )
            yield self._p("内容", "contents", told, cured if rule.family == "duties" else failing)
        else:
            label = (f"本身{self.modal[0]}", f"the act {self.modal[1]}")
            yield self._p(*label, self.statements.block(rule.must), failing)

    def after(self) -> Iterator[Passage]:
        rule, n = self.rule, self.names
        if rule.after is None:
            return
        told: list[str | list[Line]] = [self.statements.pattern_block(rule.after)]
        if rule.same:
            told.append(self._same())
        if rule.since is not None:
            since = n.quoted(self.statements.pattern(rule.since))
            told.append(
                n(
                    f"只看最近一次{since}以后的；没有过它的，无法判断",
                    f"only after the latest {since} counts; without one it is undetermined",
                )
            )
        if rule.elapsed is not None:
            period = n.period(rule.elapsed)
            told.append(
                n(
                    f"并且自它发生之日起已满 {period}，次日起方可",
                    f"and {period} must have passed since; lawful from the day after",
                )
            )
        told.append(
            n("没有的，为违反；同一时刻的也算在先", "without it, a violation; the same moment counts as earlier")
        )
        yield self._p(f"此前{self.modal[0]}", f"earlier {self.modal[1]}", *told)

    def clock(self) -> Iterator[Passage]:
        rule = self.rule
        if rule.family == "duties":
            yield from self.clocks.passages(rule.clock)
        elif rule.derivation is None and rule.clock != Clock():
            raise NotTold(f"the clock of {rule.full_id}")

    def severity(self) -> Iterator[Passage]:
        if self.rule.must_if is not None:
            must, other = (phrases.severity(value, self.names.lang) for value in ("must", "should"))
            head = self.names(
                f"符合下面所说的为“{must}”，否则或者不能确定的为“{other}”：",
                f"{must} if the following holds, {other} if not or if that is undecided: ",
            )
            own = "person" if self.rule.each is not None and self.rule.each.kind == "person" else "event"
            yield self._p("轻重", "severity", self._condition(head, self.rule.must_if, own))

    # ── labels, leniency, milestones, exemptions

    def gives(self) -> Iterator[Passage]:
        if self.rule.gives:
            n = self.names
            labels = n("、", ", ").join(map(n.label, self.rule.gives))
            told = [n(f"该决定属于{labels}", f"the decision is {labels}")]
            if "decision.proposed" in {event.type for event in event_patterns(self.rule.when)}:
                told.append(
                    n(
                        "案卷里没有“拟作决定”的，看决定本身",
                        "without a decision.proposed, the decision itself is looked at",
                    )
                )
            yield self._p("结果", "result", *told)

    def effect(self) -> Iterator[Passage]:
        rule, n = self.rule, self.names
        if not rule.effect:
            return
        what = phrases.pick(phrases.EFFECTS.get(rule.effect, (rule.effect, rule.effect)), n.lang)
        against = n("提示", "an advisory") if rule.severity == "may" else n("违反", "a violation")
        yield Passage(
            n(*self.modal),
            (
                Line(n(f"{what}（{rule.effect}）", what)),
                Line(
                    n(
                        f"决定没有这样做又没有说明理由的，为{against}",
                        f"to decide otherwise without giving a reason is {against}",
                    )
                ),
            ),
        )

    def derivation(self) -> Iterator[Passage]:
        if self.rule.derivation is not None:
            yield from Arrival(self.clocks, self.rule, self.rule.derivation).passages()

    def waives(self) -> Iterator[Passage]:
        rule, n, c = self.rule, self.names, self.composition
        if rule.family != "exemptions" and not rule.waives:
            return
        told: list[str] = []
        for name in rule.waives:
            clause = c.clauses.get(name)
            if clause is not None:
                told.append(n(f"依据 {name}（{clause.at}）的规则", f"the rules that rest on {name} ({clause.at})"))
            else:
                told.append(n.rule(c.find(name, rule.layer), name))
        gaps = n("记录中断不算违反（以中断的事件来看）：", "gaps (looking at the interruption) in ")
        for other in c.rules.values():
            if rule.id in other.unless:
                told.append(n.rule(other, other.full_id))
            if rule.id in other.breaks:
                told.append(gaps + n.rule(other, other.full_id))
        head = n("下列规则（以其起因事件来看）：", "these rules (looking at their triggers):")
        lines = listed(head, [[Line(text)] for text in told])
        yield self._p("免除", "waives", lines if told else n("没有规则引用它", "no rule names it"))

    # ── what stands beside

    def unless(self) -> Iterator[Passage]:
        found = [(name, self.composition.find(name, self.rule.layer)) for name in self.rule.unless]
        for full_id, other in self.composition.rules.items():
            if (
                other.family == "exemptions"
                and other.id not in self.rule.unless
                and any(w in (self.rule.id, self.rule.full_id) or w in self.rule.basis for w in other.waives)
            ):
                found.append((full_id, other))
        if found:
            items = [self._exemption(name, rule) for name, rule in found]
            yield self._p(
                "除外", "unless", listed(self.names("有下列情形之一的，免除：", "waived by any of these:"), items)
            )

    def breaks(self) -> Iterator[Passage]:
        if self.rule.breaks:
            items = [self._exemption(name, self.composition.find(name, self.rule.layer)) for name in self.rule.breaks]
            head = self.names("有下列原因之一的，记录中断不算违反：", "a gap is excused by any of these:")
            yield self._p("中断", "gaps", listed(head, items))

    def _exemption(self, name: str, exemption: Rule | None) -> list[Line]:
        """An exemption by name, with its own condition."""
        told = self.names.rule(exemption, name)
        if exemption is None or not conjuncts(exemption.condition):
            return [Line(told)]
        return self._condition(told + self.names("：", ": "), exemption.condition)

    def bearer(self) -> Iterator[Passage]:
        if self.rule.family != "exemptions" or "bearer" in self.rule.own_keys:
            label = ("期限属于", "term of") if self.rule.family == "milestones" else ("义务人", "binds")
            yield self._p(*label, self._bearer(self.rule.bearer))
        scope = self.composition.layer(self.rule.layer).scope
        if scope != ALWAYS and self.rule.when is not None:
            head = self.names("只及于这样的案件（机关名册不限）：", "only cases (registers are not limited) where ")
            yield self._p("范围", "reach", self._condition(head, scope))

    def _bearer(self, bearer: Bearer) -> list[Line]:
        n = self.names
        who = phrases.bearer(bearer.kind, n.lang)
        if not conjuncts(bearer.where):
            return [Line(who)]
        lines = self.statements.block(bearer.where, "agency")
        if n.zh and len(lines) == 1:
            return [Line(f"{lines[0].text}的{who}")]
        return before(who + n("，", ", where "), lines)

    def force(self) -> Iterator[Passage]:
        if any(force != Force() for force in self.rule.force):
            yield self._p("施行", "in force", self.names("；", "; ").join(map(self._force, self.rule.force)))

    def _force(self, force: Force) -> str:
        n = self.names
        start = n(f"{force.start} 起", f"from {force.start}") if force.start is not None else ""
        end = n(f"到 {force.end} 止（含当日）", f"to {force.end}, that day included") if force.end is not None else ""
        return n("，", " ").join(filter(None, (start, end))) or n("没有起止日期", "without dates")

    def refuses(self) -> Iterator[Passage]:
        n = self.names
        if "*" in self.rule.refuses:
            yield self._p(
                "不推定", "no assuming", n("没有写明的事实一律不作推定", "nothing that is not said is assumed")
            )
        elif self.rule.refuses:
            fields = n("、", ", ").join(n.title(("event", name)) for name in sorted(self.rule.refuses))
            yield self._p(
                "不推定", "no assuming", n(f"没有写明的，不作推定：{fields}", f"not assumed where not said: {fields}")
            )

    def readings(self) -> Iterator[Passage]:
        for reading in self.rule.readings:
            yield self._reading(reading)

    def _reading(self, reading: Reading) -> Passage:
        n = self.names
        told: list[str | list[Line]] = []
        if reading.condition is not None:
            told.append(self._condition(n("前提：", "if: "), reading.condition))
        if reading.clock is not None:
            own = self.clocks.passages(self.rule.clock)
            parts = self.clocks.passages(self.rule.clock.read_as(reading.clock))
            told.extend(before(part.label + n("：", ": "), part.lines) for part in parts if part not in own)
        told.append(n("其余与上面相同", "the rest as above"))
        basis = n("、", ", ").join(reading.basis)
        head = n(f"{reading.name}（{basis}），另行计算，供参考：", f"{reading.name} ({basis}), computed beside:")
        return self._p("也可理解", "or else", head, *told)

    def permitted_by(self) -> Iterator[Passage]:
        if self.rule.permitted_by:
            clauses = self.names("、", ", ").join(self.rule.permitted_by)
            yield self._p("允许从宽", "permitted by", clauses)

    # ── words

    def vocabulary(self) -> Iterator[Passage]:
        """What groups stand for, what silence means, and in Chinese the names in the file of fields and choices."""
        n = self.names
        for group in list(self.statements.groups):
            members = self.statements.group_members(group)
            yield self._p("其中", "group", n(f"{n.group(group)}：{members}", f"{group}: {members}"))
        if n.assumed:
            told = n("；", "; ").join(
                n(f"{field}视为{value}", f"{field} {value}") for field, value in n.assumed.items()
            )
            yield self._p("推定", "assumed", n(f"没有写明的，{told}", f"where not said: {told}"))
        if n.zh and n.used:
            words = []
            for (name, title), choices in n.used.items():
                told = "、".join(f"{title} {choice}" for choice, title in choices.items())
                words.append(f"{title} {name}" + (f"（{told}）" if told else ""))
            yield Passage("用词", (Line("；".join(words)),))


_TELLERS: dict[str, Callable[[_Paraphrase], Iterator[Passage]]] = {
    "when": _Paraphrase.when,
    "law_of": _Paraphrase.when,
    "each": _Paraphrase.each,
    "condition": _Paraphrase.condition,
    "require": _Paraphrase.require,
    "level": _Paraphrase.require,
    "after": _Paraphrase.after,
    "since": _Paraphrase.after,
    "elapsed": _Paraphrase.after,
    "same": _Paraphrase.require,
    "must": _Paraphrase.must,
    "clock": _Paraphrase.clock,
    "must_if": _Paraphrase.severity,
    "gives": _Paraphrase.gives,
    "effect": _Paraphrase.effect,
    "derivation": _Paraphrase.derivation,
    "waives": _Paraphrase.waives,
    "unless": _Paraphrase.unless,
    "breaks": _Paraphrase.breaks,
    "bearer": _Paraphrase.bearer,
    "force": _Paraphrase.force,
    "refuses": _Paraphrase.refuses,
    "readings": _Paraphrase.readings,
    "permitted_by": _Paraphrase.permitted_by,
}
"""Who tells what, in the order of the passages; `same` is told with `require`, or with `after`."""
