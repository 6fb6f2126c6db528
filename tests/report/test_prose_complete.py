"""No part of a rule is left out of its paraphrase: over all rules of the repository, everything that the model holds.

Twice: what is named (events, fields, values, periods, parameters …) is looked for by its title, taken from the
vocabulary; and a model in which any one part is taken out or turned round must read differently.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from lawrules.days.period import Period
from lawrules.policy import model as m
from lawrules.policy.compose import compose
from lawrules.policy.composition import Composition
from lawrules.policy.find import built_in_folder, policy_names
from lawrules.records import replace
from lawrules.report.prose.lines import NotTold
from lawrules.report.prose.rules import ELSEWHERE, paraphrase

BESIDE = {
    "id", "layer", "family", "title", "basis", "severity", "overrides", "restates", "note", "own_keys", "span",
}
"""What names a rule: `explain` shows it above the paraphrase."""


@cache
def composition(policy: str) -> Composition:
    found, faults = compose(built_in_folder() / f"{policy}.yaml")
    assert found is not None, [fault.text("en") for fault in faults]
    return found


@cache
def rules() -> dict[str, tuple[m.Rule, Composition]]:
    return {
        full_id: (rule, composition(policy))
        for policy in policy_names()
        for full_id, rule in composition(policy).rules.items()
    }


def text_of(rule: m.Rule, made: Composition, lang: str = "zh") -> str:
    """The sentences, without the list of words at the end."""
    told = paraphrase(rule, made, lang)
    return "\n".join(f"{part.label} {line.text}" for part in told if part.label != "用词" for line in part.lines)


def test_what_is_told_elsewhere_is_what_names_a_rule() -> None:
    assert ELSEWHERE == BESIDE


# ── what is named


PLAIN = {
    "level": {"full": "全程音像", "key_moments": "关键环节", "text": "文字"},
    "effect": {"no_penalty": "不予处罚", "lighter": "从轻处罚", "reduced": "减轻处罚", "no_compulsion": "免予强制"},
    "rolls": {
        "never": "不顺延",
        "next_working_day": "顺延到下一个工作日",
        "next_working_day_after_statutory_holiday": "顺延到节后第一个工作日",
    },
    "every": {"year": "每年一次"},
    "law_of": {"act": "违法行为终了之日的法"},
}
JOINS = {"day": "同一日", "month": "同一月", "year": "同一年"}
MOMENTS = {"working_day": "工作日", "rest_day": "休息日", "statutory_holiday": "法定节假日", "night": "夜间"}
BUILT_IN = {"type": "事件类型", "agency": "机关"}
BEARERS = {"agency": "行政机关", "party": "当事人", "court": "人民法院"}


class Expected:
    """Every word that a paraphrase must have, gathered from the model and the vocabulary alone."""

    def __init__(self, made: Composition) -> None:
        self.made = made
        self.words: set[str] = set()

    def event(self, type: str) -> None:
        kind = self.made.vocabulary.types.get(type)
        if kind is not None:
            self.words.add(f"{kind.title}（{type}）")
        else:
            [milestone] = [r for r in self.made.rules.values() if r.id == type and r.family == "milestones"]
            self.words.add(f"{milestone.title}（{type}）")

    def field(self, path: tuple[str, ...]) -> Any:
        """Expects the field's title; gives its choices."""
        root, name = path[0], path[-1]
        v = self.made.vocabulary
        if root == "label":
            self.words.add(f"“{v.labels[name]}”（{name}）")
        elif root in ("at", "span"):
            self.words.add(MOMENTS[name])
        elif root == "derived":
            self.words.add(name)
        elif name in BUILT_IN:
            self.words.add(BUILT_IN[name])
        else:
            known = v.profiles[root][name] if root in v.profiles else v.fields[name]
            self.words.add(known.title)
            return known.choices
        return {}

    def value(self, value: Any, choices: Any) -> None:
        if isinstance(value, (tuple, frozenset)):
            for one in value:
                self.value(one, choices)
        elif isinstance(value, m.PeriodValue):
            self.look(value)
        elif isinstance(value, date):
            self.words.add(value.isoformat())
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            self.words.add(str(value))
        elif isinstance(value, str) and value:
            if value in self.made.vocabulary.types:
                self.event(value)
            else:
                self.words.add(f"“{choices.get(value, value)}”")

    def parameter(self, name: str) -> None:
        self.words.add(name)
        found = [value for definition in self.made.parameters[name] for value in definition.values]
        if not found:
            self.words.add("未定（开放参数）")
        for one in found:
            self.words.add(one.start.isoformat())
            for item in one.value if isinstance(one.value, tuple) else (one.value,):
                self.words.add(str(item))

    def rule(self, name: str, layer: str) -> None:
        self.words.add(name)
        found = self.made.find(name, layer)
        if found is not None:
            self.words.add(found.title)
            self.look(found.condition)

    def look(self, x: Any, owner: str = "") -> None:
        """Gathers what `x` holds. A part that this test does not know is a fault of the test."""
        if x is None or x == ():
            return
        if isinstance(x, tuple):
            for item in x:
                self.look(item, owner)
        elif isinstance(x, m.EventPattern):
            self.event(x.type)
            for name in x.same:
                self.words.add(JOINS.get(name) or self.made.vocabulary.fields[name].title)
            self.look((x.where, x.must, x.within))
        elif isinstance(x, m.Test):
            choices = self.field(x.path)
            if isinstance(x.operand, m.Literal):
                self.value(x.operand.value, choices)
            else:
                self.look(x.operand)
        elif isinstance(x, (m.Members, m.Share)):
            self.field(x.path if isinstance(x, m.Members) else x.of)
            if isinstance(x, m.Members):
                self.look((x.where, *(operand for _, operand in x.tests)))
            else:
                self.words.add(f"{x.part * 100:.0f}%")
        elif isinstance(x, m.Literal):
            self.value(x.value, {})
        elif isinstance(x, m.Parameter):
            self.parameter(x.name)
        elif isinstance(x, m.FieldValue):
            self.field(x.path)
        elif isinstance(x, m.FromHistory):
            self.look(x.pattern)
            self.field(("event", x.path[0]))
            for name in x.path[1:]:
                self.field(("item", name))
        elif isinstance(x, m.Measure):
            if x.measure:
                self.field(("event", x.measure))
            self.look((x.pattern, x.threshold))
        elif isinstance(x, m.PeriodValue):
            self.look(x.source)
            if x.period is not None:
                self.words.add(x.period.text())
            if x.unit is not None:
                self.words.add(Period(3, x.unit).text()[1:])
        elif isinstance(x, m.FixedDay):
            self.words.add(f"{x.month}月{x.day}日")
        elif isinstance(x, date):
            self.words.add(x.isoformat())
        elif isinstance(x, m.Force):
            self.look((x.start, x.end))
        elif isinstance(x, m.Bearer):
            self.words.add(BEARERS[x.kind])
            self.look(x.where)
        elif isinstance(x, m.Each):
            self.look(x.where)
            if x.kind == "field":
                self.value(x.values, self.field(("event", x.field)))
        elif isinstance(x, m.Reading):
            self.words.add(x.name)
            self.words.update(x.basis)
            self.look((x.clock, x.condition))
        elif isinstance(x, m.Extension):
            self.field(("event", x.by))
            self.look((x.when, x.up_to))
        elif isinstance(x, m.Clock):
            if x.start_field:
                self.field(("event", x.start_field))
            for name in ("rolls", "every"):
                if getattr(x, name):
                    self.words.add(PLAIN[name][getattr(x, name)])
            self.look(tuple(getattr(x, f.name) for f in fields(x) if f.name not in ("start_field", "rolls", "every")))
        elif isinstance(x, _INNER):
            self.look(tuple(getattr(x, f.name) for f in fields(x) if f.compare))
        else:
            raise AssertionError(f"{owner}: what is {x!r}?")

    def whole(self, rule: m.Rule) -> set[str]:
        for f in fields(rule):
            value = getattr(rule, f.name)
            if f.name in BESIDE or value == default_of(rule, f.name):
                continue
            if f.name in PLAIN:
                self.words.add(PLAIN[f.name][value])
            elif f.name in ("unless", "breaks", "waives"):
                for name in value:
                    self.rule(name, rule.layer)
            elif f.name == "gives":
                for name in value:
                    self.field(("label", name))
            elif f.name == "same":
                for name in value:
                    self.words.add(JOINS.get(name) or self.made.vocabulary.fields[name].title)
            elif f.name == "refuses":
                for name in value - {"*"}:
                    self.field(("event", name))
            elif f.name == "permitted_by":
                self.words.update(value)
            elif f.name == "bearer" and rule.family == "exemptions":
                continue  # the file's default: an exemption binds nobody
            else:
                self.look(value, f"{rule.full_id}.{f.name}")
        return self.words


_INNER = (
    m.And, m.Or, m.Not, m.Happened, m.AnyOf, m.AllOf, m.InOrder, m.Latest, m.Exclusion, m.Derivation, m.Replacement,
)


def test_there_are_rules_to_look_at() -> None:
    assert len(rules()) > 600
    assert {rule.family for rule, _ in rules().values()} == set(m.FAMILIES)


@pytest.mark.parametrize("policy", policy_names())
def test_everything_that_a_rule_names_is_named_in_its_paraphrase(policy: str) -> None:
    made = composition(policy)
    for rule in made.target.rules:
        settled = made.rules[rule.full_id]
        text = text_of(settled, made)
        missing = [word for word in Expected(made).whole(settled) if word not in text]
        assert not missing, (rule.full_id, missing, text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_of_every_composition_can_be_told(lang: str) -> None:
    for policy in policy_names():
        for rule in composition(policy).rules.values():
            told = paraphrase(rule, composition(policy), lang)
            assert told
            assert all(line.text.strip() for part in told for line in part.lines), rule.full_id


# ── what is turned round

OTHER_OP = {
    "at_least": "at_most", "more_than": "less_than", "at_most": "at_least", "less_than": "more_than", "is": "not",
    "not": "is", "in": "none_of", "none_of": "in", "includes": "in", "among": "not_among", "not_among": "among",
}


def changed(x: Any) -> Iterator[Any]:
    """The model with one part taken out or turned round, each in turn."""
    if isinstance(x, tuple):
        pair = len(x) == 2 and isinstance(x[0], str) and is_dataclass(x[1])
        for i, item in enumerate(x):
            if len(x) > 1 and not pair:
                yield (*x[:i], *x[i + 1 :])
            for other in changed(item):
                yield (*x[:i], other, *x[i + 1 :])
        return
    if not is_dataclass(x) or isinstance(x, type):
        return
    yield from turned(x)
    for f in fields(x):
        value = getattr(x, f.name)
        if not f.compare or f.name in ("path", "of") or (isinstance(x, m.Rule) and f.name in BESIDE):
            continue
        empty = default_of(x, f.name)
        if empty is not MISSING and value != empty:
            yield replace(x, **{f.name: empty})
        for other in changed(value):
            yield replace(x, **{f.name: other})


def default_of(x: Any, name: str) -> Any:
    """What the attribute is where nothing is given, or MISSING."""
    declared = inspect.signature(type(x)).parameters[name].default
    return MISSING if declared is inspect.Parameter.empty else declared


def turned(x: Any) -> Iterator[Any]:
    if isinstance(x, (m.And, m.Or)) and len(x.items) > 1:
        yield (m.Or if isinstance(x, m.And) else m.And)(x.items)
    elif isinstance(x, m.Not):
        yield x.item
    elif isinstance(x, m.Test) and x.op in OTHER_OP:
        yield replace(x, op=OTHER_OP[x.op])
    elif isinstance(x, m.Members) and x.quantifier in ("every", "some"):
        yield replace(x, quantifier={"every": "some", "some": "every"}[x.quantifier])
    elif isinstance(x, m.Literal) and isinstance(x.value, (bool, int)):
        yield m.Literal(not x.value if isinstance(x.value, bool) else x.value + 1)
    elif isinstance(x, m.Literal) and isinstance(x.value, tuple) and len(x.value) > 1:
        yield m.Literal(x.value[1:])
    elif isinstance(x, m.PeriodValue) and x.period is not None and x.period.count:
        yield replace(x, period=Period(x.period.count + 1, x.period.unit))
    elif isinstance(x, (m.AllOf, m.InOrder)) and len(x.items) > 1:
        yield (m.InOrder if isinstance(x, m.AllOf) else m.AllOf)(x.items)
    elif isinstance(x, m.Happened):
        yield m.Not(x)
    elif isinstance(x, m.Clock) and x.within is not None:
        yield replace(x, within=None, ahead=x.within)
    elif isinstance(x, m.Clock) and x.ahead is not None:
        yield replace(x, ahead=None, within=x.ahead)
    elif isinstance(x, m.Rule):
        if x.when is not None and x.require is not None:
            yield replace(x, when=x.require, require=x.when)
        if x.condition != m.ALWAYS and x.must is None:
            yield replace(x, condition=m.ALWAYS, must=x.condition)
        if x.after is not None:
            yield replace(x, after=None, require=x.after)
            yield replace(x, after=None, since=None, elapsed=None, clock=replace(x.clock, before=x.after))


def same_law(rule: m.Rule, other: m.Rule) -> bool:
    """Whether the change says in other words what the language says by default anyhow."""
    if rule.family == "exemptions" and replace(other, bearer=rule.bearer) == rule:
        return True
    clock = other.clock
    if rule.clock.rolls == "never" and rule.bearer.kind == "agency":
        clock = replace(clock, rolls="never")
    if rule.clock.by == m.FixedDay(12, 31):
        clock = replace(clock, by=rule.clock.by)
    return completed(replace(other, clock=clock)) == completed(rule)


def completed(rule: m.Rule) -> m.Rule:
    """The rule with the clock of each reading filled up: what a reading does not give, it has of the rule."""
    empty = m.Clock()
    readings = []
    for reading in rule.readings:
        given = {} if reading.clock is None else {
            f.name: getattr(reading.clock, f.name) for f in fields(empty)
            if getattr(reading.clock, f.name) != getattr(empty, f.name)
        }
        readings.append(replace(reading, clock=replace(rule.clock, **given)))
    return replace(rule, readings=tuple(readings))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("policy", policy_names())
def test_a_rule_with_one_part_out_or_turned_round_reads_differently(policy: str, lang: str) -> None:
    made = composition(policy)
    tried = 0
    for own in made.target.rules:
        rule = made.rules[own.full_id]
        text = text_of(rule, made, lang)
        for other in changed(rule):
            if same_law(rule, other):
                continue
            try:
                assert text_of(other, made, lang) != text, (rule.full_id, other)
            except NotTold:
                continue
            tried += 1
    assert tried > 5 * len(made.target.rules) or not made.target.rules
