"""Conditions and event patterns in sentences. Both stand here because each holds the other.

A condition is told inline (`决定类型为“行政处罚”，且程序为“一般（普通）”`) or, where it is long, as a list under its
head (`下列各项都具备：`). `own` is what a condition is about: fields of that need no owner's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lawrules.policy.model import (
    ALWAYS,
    AllOf,
    And,
    AnyOf,
    Condition,
    EventPattern,
    FieldValue,
    FromHistory,
    Happened,
    InOrder,
    Latest,
    Literal,
    Measure,
    Members,
    Not,
    Operand,
    Or,
    Parameter,
    Pattern,
    PeriodValue,
    Share,
    Test,
)
from lawrules.policy.vocabulary import Field
from lawrules.report.prose.lines import Line, NotTold, before, behind, listed
from lawrules.report.prose.names import Names
from lawrules.report.width import width

_INLINE = 76
"""Columns up to which a condition is told in one sentence."""

_ORDER = {
    "at_least": ("不低于", "不早于", "at least"),
    "more_than": ("超过", "晚于", "more than"),
    "at_most": ("不超过", "不晚于", "at most"),
    "less_than": ("低于", "早于", "less than"),
}
_COUNTED = {"at_least": "不少于", "more_than": "多于", "at_most": "不多于", "less_than": "少于"}
_EACH_ONE = {"person": "名", "unit": "个", "item": "项"}
_WHOSE = {
    "person": ("该人员", " for that person"),
    "unit": ("该单位", " for that unit"),
    "item": ("该条目", " for that item"),
}
_MOMENTS = {
    "working_day": ("工作日", "on a working day"),
    "rest_day": ("休息日", "on a rest day"),
    "statutory_holiday": ("法定节假日", "on a statutory holiday"),
    "night": ("夜间（22时至次日6时）", "at night (22:00 to 6:00)"),
}


def conjuncts(condition: Condition | None) -> tuple[Condition, ...]:
    """The parts that must all hold; none where nothing is asked."""
    if condition is None:
        return ()
    return condition.items if isinstance(condition, And) else (condition,)


class Statements:
    """Tells conditions and patterns. `groups`: the event groups that were spoken of, each with its members."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.groups: dict[str, list[EventPattern]] = {}

    # ── conditions in one sentence

    def condition(self, c: Condition, own: str = "event") -> str:
        n = self.names
        if isinstance(c, Test):
            return self._test(c, own)
        if isinstance(c, Members):
            return self._members(c, own)
        if isinstance(c, Happened):
            return self._happened(c, own, happened=True)
        if isinstance(c, And):
            return self._joined(c.items, own, n("，且", " and ")) or n("（不问）", "(whatever)")
        if isinstance(c, Or):
            return self._joined(c.items, own, n("，或者", " or ")) or n("（不可能成立）", "(never)")
        if isinstance(c, Not):
            return self._not(c.item, own)
        raise NotTold(f"the condition {c!r}")

    def _joined(self, items: Sequence[Condition], own: str, word: str) -> str:
        told = [self.condition(item, own) for item in items]
        if len(told) == 1:
            return told[0]
        return word.join(self._apart(text, item) for text, item in zip(told, items, strict=True))

    def _apart(self, text: str, item: Condition) -> str:
        """In brackets where the sentence has parts of its own."""
        compound = isinstance(item, (And, Or, Not)) or "，" in text or " and " in text
        return self.names.quoted(text) if compound else text

    def _not(self, item: Condition, own: str) -> str:
        n = self.names
        if isinstance(item, Happened):
            return self._happened(item, own, happened=False)
        if isinstance(item, Or) and len(item.items) == 1:
            return self._not(item.items[0], own)
        if isinstance(item, Or):
            told = [n.quoted(self.condition(i, own)) for i in item.items]
            return n(f"{'、'.join(told)}都不成立", f"none of {', '.join(told)} holds")
        told_of = n.quoted(self.condition(item, own))
        return n(f"并非{told_of}", f"not {told_of}")

    def _happened(self, c: Happened, own: str, *, happened: bool) -> str:
        n = self.names
        whose = n(*_WHOSE.get(own, ("", "")))
        what = n.quoted(self.pattern(c.pattern))
        if n.zh:
            return f"{whose}此前{'' if happened else '没有'}发生过{what}"
        return f"{what} has {'' if happened else 'not '}happened before{whose}"

    def _happened_block(self, pattern: AnyOf, own: str, *, happened: bool) -> list[Line]:
        n = self.names
        whose = n(*_WHOSE.get(own, ("", "")))
        head = n(
            f"{whose}此前{'' if happened else '没有'}发生过",
            f"before{whose} there was {'' if happened else 'none of '}",
        )
        return before(head, self.pattern_block(pattern))

    # ── conditions in lines

    def block(self, c: Condition, own: str = "event") -> list[Line]:
        """The condition in one line, or as a list where that would be hard to read."""
        n = self.names
        asked = c.item if isinstance(c, Not) else c
        if isinstance(asked, Happened) and isinstance(asked.pattern, AnyOf) and self._long(c, own):
            return self._happened_block(asked.pattern, own, happened=asked is c)
        if isinstance(c, Not) and isinstance(c.item, Or) and len(c.item.items) > 1:
            items, head = c.item.items, n("下列各项都不成立：", "none of these holds:")
        elif isinstance(c, (And, Or)):
            items, head = c.items, n("下列任何一项成立：", "any of these holds:")
            if isinstance(c, And):
                head = n("下列各项都具备：", "all of these hold:")
        elif isinstance(c, Members) and len(conjuncts(c.where)) > 1:
            head = self._quantified(c, own, n("符合下列各项", "such that all of these hold"))
            inner = listed("", [self.block(item, c.root) for item in conjuncts(c.where)])
            return [Line(head + n("：", ":")), *inner] if self._long(c, own) else [Line(self.condition(c, own))]
        else:
            return [Line(self.condition(c, own))]
        if len(items) < 2 or not self._long(c, own):
            return [Line(self.condition(c, own))]
        return listed(head, [self.block(item, own) for item in items])

    def _long(self, c: Condition, own: str) -> bool:
        return width(self.condition(c, own)) > _INLINE

    # ── tests

    def _test(self, t: Test, own: str) -> str:
        n = self.names
        root, name = t.path[0], t.path[-1]
        yes = isinstance(t.operand, Literal) and t.operand.value is True
        if t.op == "is" and root == "label":
            return n(f"{'' if yes else '不'}属于{n.label(name)}", f"it is {'' if yes else 'not '}{n.label(name)}")
        if t.op == "is" and root in ("at", "span") and name in _MOMENTS:
            return self._moment(root, name, yes)
        declared = n.declared(t.path)
        field = n.field(t.path, own)
        if t.op in ("exists", "has"):
            return n(f"{'写有' if yes else '没有写'}“{field}”", f"{field} is {'' if yes else 'not '}given")
        n.tested(t.path)
        if t.op == "older_than":
            return self._older_than(t, field)
        if declared is not None and declared.type == "bool" and isinstance(t.operand, Literal):
            field = n(f"“{field}”", field)
        if t.op in _ORDER:
            return self._ordered(t, field, declared)
        return self._compared(t, field, declared)

    def _moment(self, root: str, name: str, yes: bool) -> str:
        n = self.names
        what = n(*_MOMENTS[name])
        if root == "at":
            return n(f"发生之时{'' if yes else '不'}在{what}", f"it happens {'' if yes else 'not '}{what}")
        return n(
            f"起止期间{'有一部分' if yes else '没有任何部分'}在{what}",
            f"{'some' if yes else 'no'} part of it is {what}",
        )

    def _older_than(self, t: Test, field: str) -> str:
        n = self.names
        if not (isinstance(t.operand, Literal) and isinstance(t.operand.value, PeriodValue)):
            raise NotTold(f"older_than {t.operand!r}")
        period = n.period(t.operand.value)
        return n(f"自“{field}”起已超过 {period}", f"more than {period} have passed since {field}")

    def _ordered(self, t: Test, field: str, declared: Field | None) -> str:
        n = self.names
        number, day, english = _ORDER[t.op]
        of_days = declared is not None and declared.type in ("date", "datetime")
        operand = self.operand(t.operand, declared)
        blank = " " if operand[0].isascii() else ""
        return n(f"{field}{day if of_days else number}{blank}{operand}", f"{field} is {english} {operand}")

    def _compared(self, t: Test, field: str, declared: Field | None) -> str:
        """Equality and membership. On a field of many values they ask what it contains."""
        n = self.names
        many = declared is not None and declared.many
        several = isinstance(t.operand, Literal) and isinstance(t.operand.value, tuple) and len(t.operand.value) > 1
        against = self.operand(t.operand, declared)
        one_of = against
        if isinstance(t.operand, Literal) and isinstance(t.operand.value, tuple):
            one_of = n.one_of(t.operand.value, declared)
        any_of = n(f"{against}{'中的任何一项' if several else ''}", f"{'any of ' if several else ''}{against}")
        if t.op in ("is", "in"):
            if isinstance(t.operand, FieldValue) and not many:
                return n(f"{field}与{against}相同", f"{field} equals {against}")
            return n(f"{field}{'含' if many else '为'}{one_of}", f"{field} {'contains' if many else 'is'} {one_of}")
        if t.op in ("not", "none_of"):
            return n(
                f"{field}{'不含' if many else '不是'}{any_of}",
                f"{field} {'contains not' if many else 'is not'} {any_of}",
            )
        if t.op == "includes":
            return n(
                f"{field}{'同时含' if several else '含'}{against}",
                f"{field} contains {'all of ' if several else ''}{against}",
            )
        if t.op == "among":
            return n(
                f"{field}{'全部' if many else ''}在{against}之内",
                f"{'all of ' if many else ''}{field} {'are' if many else 'is'} within {against}",
            )
        if t.op == "not_among":
            return n(
                f"{field}{'没有一项' if many else '不'}在{against}之内",
                f"{'none of ' if many else ''}{field} {'are' if many else 'is not'} within {against}",
            )
        raise NotTold(f"the operator {t.op}")

    # ── operands

    def operand(self, o: Operand, declared: Field | None = None) -> str:
        n = self.names
        if isinstance(o, Literal):
            if isinstance(o.value, (tuple, frozenset)):
                return n.values(o.value, declared)
            return n.value(o.value, declared)
        if isinstance(o, Parameter):
            return n.parameter(o.name, declared)
        if isinstance(o, FieldValue):
            return n.other_field(o)
        if isinstance(o, Share):
            percent = f"{(o.part * 100).normalize():f}%"
            return n(
                f"同一事件的“{n.field(o.of, 'event')}”的 {percent}",
                f"{percent} of {n.field(o.of, 'event')} of the same event",
            )
        if isinstance(o, FromHistory):
            event = n.quoted(self.pattern(o.pattern))
            titles = [n.title(("event" if i == 0 else "item", name)) for i, name in enumerate(o.path)]
            path = n("·", ".").join(titles)
            return n(f"最近一次{event}所列的“{path}”", f"{path} in the latest {event}")
        raise NotTold(f"the operand {o!r}")

    def _members(self, c: Members, own: str) -> str:
        n = self.names
        if c.where == ALWAYS and c.quantifier == "count":
            return self._quantified(c, own, "")
        where = self.condition(c.where, c.root)
        where = n.quoted(where)
        return self._quantified(c, own, n(f"符合{where}", f"such that {where}"))

    def _quantified(self, c: Members, own: str, such: str) -> str:
        n = self.names
        field = n.field(c.path, own)
        one = _EACH_ONE.get(c.root, "项")
        if c.quantifier == "every":
            return n(f"{field}中每一{one}都{such}", f"every one of {field} is {such}")
        if c.quantifier == "some":
            return n(f"{field}中至少有一{one}{such}", f"at least one of {field} is {such}")
        if c.quantifier != "count":
            raise NotTold(f"the quantifier {c.quantifier}")
        numbers = [
            n(f"{_COUNTED[op]} {self.operand(operand)} {one}", f"{_ORDER[op][2]} {self.operand(operand)}")
            for op, operand in c.tests
        ]
        number = n("，且", " and ").join(numbers)
        if not such:
            return n(f"{field}{number}", f"{field} are {number}")
        return n(f"{field}中{such}的{number}", f"{number} of {field} are {such}")

    # ── patterns in one sentence

    def pattern(self, p: Pattern, closing: str = "") -> str:
        """What happens. `closing`: the 的 that ends a condition which describes, and does not demand."""
        n = self.names
        if isinstance(p, EventPattern):
            return self._event(p, n.event(p.type), p.where, closing)
        if isinstance(p, AnyOf):
            told = self._alternatives(p, closing)
            if len(told) == 1:
                return told[0]
            return n("；或者", "; or ").join(told)
        if isinstance(p, AllOf):
            return n("；并且", "; and ").join(self.pattern(item, closing) for item in p.items)
        if isinstance(p, InOrder):
            return n("；然后", "; then ").join(self.pattern(item, closing) for item in p.items)
        if isinstance(p, Latest):
            return self._latest(p)
        if isinstance(p, Measure):
            return self._measure(p)
        raise NotTold(f"the pattern {p!r}")

    def _event(self, p: EventPattern, name: str, where: Condition, closing: str) -> str:
        n = self.names
        parts = [name]
        if conjuncts(where):
            told = self.condition(where)
            parts.append(n(f"，{self._or_apart(where, told)}{closing}", f" where {self._or_apart(where, told)}"))
        if p.same:
            same = n.join(p.same)
            parts.append(n(f"，与起因{same}{closing}", f", with {same} as the trigger"))
        if p.within is not None:
            period = n.period(p.within)
            parts.append(n(f"，在此前 {period}内{closing}", f", within {period} before"))
        if conjuncts(p.must):
            assert p.must is not None
            must = n.quoted(self.condition(p.must))
            parts.append(n(f"，并须符合{must}", f", which must satisfy {must}"))
        return "".join(parts)

    def _or_apart(self, where: Condition, told: str) -> str:
        """Alternatives in brackets, so that the event is not taken for the first of them."""
        return self.names.quoted(told) if isinstance(where, Or) and len(where.items) > 1 else told

    def _alternatives(self, p: AnyOf, closing: str) -> list[str]:
        """Each alternative; the members of a group together under its name, under what all of them ask.

        What only some members ask is told where the group is explained.
        """
        told: list[str] = []
        for name, run in groupby(p.items, key=lambda i: (i.group, i.span) if isinstance(i, EventPattern) else ("", i)):
            items = list(run)
            group = name[0]
            events = [item for item in items if isinstance(item, EventPattern)]
            common = _shared(events) if group and len(events) > 1 else ()
            rests = [_without(event, common) for event in events]
            if group and len(events) > 1 and self.groups.setdefault(group, rests) == rests:
                named = self.names.group(group)
                title = self.names(f"{named}中的任何一种", f"any event of the group {named}")
                told.append(self._event(events[0], title, And(common), closing))
            else:
                told.extend(self.pattern(item, closing) for item in items)
        return told

    def _latest(self, p: Latest) -> str:
        n = self.names
        what = n.quoted(self.pattern(p.item))
        must = n(f"，{self.condition(p.must)}", f", with {self.condition(p.must)}") if p.must is not None else ""
        return n(f"最近一次{what}{must}", f"the latest {what}{must}")

    def _measure(self, p: Measure) -> str:
        n = self.names
        kind = p.kind.removesuffix(">")
        more = p.kind.endswith(">")
        what = n.quoted(self.pattern(p.pattern))
        number = self.operand(p.threshold)
        reach = n("超过" if more else "不少于", "more than" if more else "at least")
        if kind == "sum":
            field = n.title(("event", p.measure))
            return n(f"{what}的“{field}”合计{reach} {number}", f"the {field} of {what} add up to {reach} {number}")
        if kind != "count":
            raise NotTold(f"the measure {p.kind}")
        if not p.measure:
            return n(f"{what}{reach} {number} 次", f"{what} happens {reach} {number} times")
        field = n.title(("event", p.measure))
        return n(
            f"{what}中不同的“{field}”{reach} {number} 种", f"{what} shows {reach} {number} different values of {field}"
        )

    # ── patterns in lines

    def pattern_block(self, p: Pattern, closing: str = "", *, apart: bool = False) -> list[Line]:
        """A pattern in one line, or as a list. `apart`: each of all parts is judged for itself."""
        n = self.names
        if isinstance(p, AnyOf):
            told = self._alternatives(p, closing)
            if len(told) == 1:
                return [Line(told[0])]
            return listed(n("下列任何一项：", "any of these:"), [[Line(text)] for text in told])
        if isinstance(p, (AllOf, InOrder)):
            items = [self.pattern_block(item, closing, apart=apart) for item in p.items]
            if isinstance(p, InOrder):
                return listed(n("下列各项，依次进行：", "all of these, in this order:"), items)
            head = n("下列各项，逐项判断：", "all of these, each judged apart:")
            return listed(head if apart else n("下列各项都有：", "all of these:"), items)
        if isinstance(p, Latest) and p.must is not None:
            what = n.quoted(self.pattern(p.item))
            return before(n(f"最近一次{what}，", f"the latest {what}, with "), self.block(p.must))
        if isinstance(p, EventPattern) and width(self.pattern(p, closing)) > 2 * _INLINE:
            return self._long_event(p, closing)
        return [Line(self.pattern(p, closing))]

    def _long_event(self, p: EventPattern, closing: str) -> list[Line]:
        n = self.names
        rest = EventPattern(p.type, ALWAYS, p.same, p.must, p.within)
        tail = self._event(rest, "", ALWAYS, closing)
        lines = before(n.event(p.type) + n("，", " where "), self.block(p.where))
        return behind(lines, tail) if tail else lines

    def group_members(self, group: str) -> str:
        """What a group of events stands for."""
        return self.names("、", "; ").join(
            self.names.quoted(self.pattern(event)) if conjuncts(event.where) else self.pattern(event)
            for event in self.groups[group]
        )


def _shared(events: Sequence[EventPattern]) -> tuple[Condition, ...]:
    """The conditions that all of these events ask."""
    rest = [conjuncts(event.where) for event in events[1:]]
    return tuple(c for c in conjuncts(events[0].where) if all(c in other for other in rest))


def _without(event: EventPattern, common: tuple[Condition, ...]) -> EventPattern:
    """The event under what it asks beyond the conditions that all members of its group share."""
    return EventPattern(event.type, And(tuple(c for c in conjuncts(event.where) if c not in common)))


__all__ = ["Statements", "conjuncts"]
