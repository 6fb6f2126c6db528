"""The names of a composition in sentences: events, fields, choices, parameters, periods.

In Chinese a thing goes by its title; events, milestones, parameters and labels have the name of the file in brackets
behind it, and the names of fields and choices are gathered for the list of words at the end. In English everything
goes by the name that stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lawrules.days.errors import PeriodError
from lawrules.days.period import Period, Unit
from lawrules.policy.composition import Composition
from lawrules.policy.model import FieldValue, Parameter, ParameterDef, Path, PeriodValue, Rule
from lawrules.policy.vocabulary import NOTHING, PROFILES, Field
from lawrules.policy.words import CERTIFIED, MOMENT_FIELDS, TYPE_FIELD
from lawrules.report.prose.lines import NotTold

_OWNERS = {
    "about": ("所针对事项的", "of what it concerns"),
    "case": ("本案的", "of the case"),
    "party": ("当事人的", "of the party"),
    "agency": ("机关的", "of the agency"),
    "unit": ("该单位的", "of the unit"),
    "person": ("该人员的", "of the person"),
    "item": ("该条目的", "of the item"),
    "at": ("发生之时的", "at that moment"),
    "span": ("起止期间的", "over its duration"),
}
_BUILT_IN = {
    "id": ("编号", "id"),
    "at": ("时间", "time"),
    "agency": ("机关", "agency"),
    "case": ("案件", "case"),
    "about": ("所针对的事项", "about"),
    "seq": ("先后次序", "seq"),
}
_DERIVED = {"handlers": ("本案的承办人员（handlers）", "the case's handlers")}
_JOINS = {"day": ("同一日", "the same day"), "month": ("同一月", "the same month"), "year": ("同一年", "the same year")}


class Names:
    """The words of one rule's paraphrase in one language.

    `triggered`: whether an event sets the rule off. `refuses`: fields whose silence it does not interpret, `*` for all.
    """

    def __init__(
        self, composition: Composition, lang: str, *, triggered: bool = True, refuses: frozenset[str] = frozenset()
    ) -> None:
        self.composition = composition
        self.vocabulary = composition.vocabulary
        self.lang = lang
        self.zh = lang == "zh"
        self.triggered = triggered
        self.used: dict[tuple[str, str], dict[str, str]] = {}
        """Fields that were spoken of, by name and title, each with those of its choices that were."""
        self.refuses = refuses
        self.assumed: dict[str, str] = {}
        """Fields that were tested and whose silence means something, with what it means."""

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def quoted(self, text: str) -> str:
        """A sentence inside another: 「…」, because what it holds has round brackets of its own."""
        return self(f"「{text}」", f"({text})")

    # ── events

    def event(self, type: str) -> str:
        """An event type, or a milestone: 作出决定（decision.made）."""
        if not self.zh:
            return type
        kind = self.vocabulary.types.get(type)
        return f"{kind.title if kind is not None else self.milestone(type)}（{type}）"

    def group(self, name: str) -> str:
        """A group of events: 面对当事人的活动（face_to_face）; by its name alone where it has no title."""
        title = self.vocabulary.groups[name].title
        return self(f"{title}（{name}）" if title else f"“{name}”类活动", name)

    def event_title(self, type: str) -> str:
        """The event without its name, where it was named just before."""
        kind = self.vocabulary.types.get(type)
        return self(kind.title if kind is not None else self.milestone(type), type)

    def milestone(self, name: str) -> str:
        found = next((rule for rule in self.composition.rules.values() if rule.id == name), None)
        return (found.title if found is not None else "") or "法定时点"

    def rule(self, rule: Rule | None, name: str) -> str:
        """A rule by its title: 不宜公开（km-ex-sensitive）."""
        title = rule.title if rule is not None else ""
        return f"{title}（{name}）" if title and self.zh else name

    def label(self, name: str) -> str:
        title = self.vocabulary.labels.get(name, "")
        return self(f"“{title}”（{name}）" if title else f"“{name}”", name)

    # ── fields

    def declared(self, path: Path) -> Field | None:
        """How the vocabulary declares the field at the end of a path."""
        root, name = path[0], path[-1]
        if name == "type" and root in ("event", "about", "case"):
            return TYPE_FIELD
        if root in ("at", "span"):
            return MOMENT_FIELDS[name]
        if root in PROFILES:
            known = self.vocabulary.profiles.get(root, {}).get(name)
            return known if known is not None else CERTIFIED if path == ("person", "certified") else None
        return self.vocabulary.fields.get(name)

    def title(self, path: Path) -> str:
        """The field alone: 决定类型."""
        name = path[-1]
        known = self.declared(path)
        if known is None:
            if name not in _BUILT_IN:
                raise NotTold(f"the field {'.'.join(path)}")
            return self(*_BUILT_IN[name])
        self.used.setdefault((name, known.title), {})
        return known.title if self.zh else name

    def tested(self, path: Path) -> None:
        """Notes what silence of the field is taken to mean, where a test asks for its value."""
        known = self.declared(path)
        facts_of_the_case = path[0] == "case"  # there nothing is taken for granted
        if known is None or known.assume is NOTHING or facts_of_the_case or {"*", known.name} & self.refuses:
            return
        value = known.assume
        if isinstance(value, frozenset):
            told = self.values(sorted(value), known) or self("没有任何一项", "nothing")
        else:
            told = self.value(value, known)
        field = self.title(path)
        self.assumed[self(f"“{field}”", field)] = told

    def field(self, path: Path, own: str) -> str:
        """The field with whose it is, unless it is that of the thing spoken of (`own`): 当事人的种类."""
        root = path[0]
        if root == "derived":
            return self(*_DERIVED[path[1]])
        if root == own:
            return self.title(path)
        owner = _OWNERS.get(root)
        if owner is None:
            raise NotTold(f"the path {'.'.join(path)}")
        return f"{owner[0]}{self.title(path)}" if self.zh else f"{self.title(path)} {owner[1]}"

    def other_field(self, value: FieldValue) -> str:
        """A field that something is compared with: it is one of the trigger."""
        root = value.path[0]
        if root == "derived":
            return self(*_DERIVED[value.path[1]])
        if root != "event":
            owner = self.field(value.path, "")
            return f"起因{owner}" if self.zh and root == "about" and self.triggered else owner
        title = self.title(value.path)
        if not self.triggered:
            return self(f"同一事件的“{title}”", f"{title} of the same event")
        return self(f"起因事件的“{title}”", f"{title} of the trigger")

    def join(self, names: Iterable[str]) -> str:
        """What two events must share: `same: [measure, day]`."""
        told = []
        for name in names:
            if name in _JOINS:
                told.append(self(*_JOINS[name]))
            else:
                title = self.title(("event", name))
                others = (
                    self("（名册中的其他案件也看）", " (in other cases of the register too)") if name == "party" else ""
                )
                told.append(self(f"的“{title}”相同{others}", f"the same {title}{others}"))
        return self("、", ", ").join(told)

    # ── values

    def value(self, value: Any, declared: Field | None) -> str:
        """One value as its reader knows it: a choice by its title, a number plain."""
        if isinstance(value, PeriodValue):
            return self.period(value)
        if isinstance(value, bool):
            yes_no = ("有", "无") if declared is not None and declared.title.startswith("有无") else ("是", "否")
            return self(f"“{yes_no[0 if value else 1]}”", "true" if value else "false")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, (int, Decimal)):
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        text = str(value)
        if declared is TYPE_FIELD:
            return self.event(text)
        if declared is not None and text in declared.choices:
            self.used.setdefault((declared.name, declared.title), {})[text] = declared.choices[text]
            return self(f"“{declared.choices[text]}”", text)
        return self(f"“{text}”" if text else "空白", text or "empty")

    def values(self, values: Iterable[Any], declared: Field | None) -> str:
        return self("、", ", ").join(self.value(value, declared) for value in values)

    def one_of(self, values: Sequence[Any], declared: Field | None) -> str:
        """Values of which one will do: “行政处罚”或者“行政许可”."""
        told = [self.value(value, declared) for value in values]
        if len(told) < 3:
            return self("或者", " or ").join(told)
        return self(f"{'、'.join(told)}之一", f"one of {', '.join(told)}")

    def parameter(self, name: str, declared: Field | None = None) -> str:
        """A parameter with every value that it had and has, or that nobody has set it."""
        values = self.parameter_values(name)
        if not values:
            return self(f"参数 {name}〔未定（开放参数）〕", f"the parameter {name} [not set: open parameter]")
        told = [self._dated(value, start, declared) for start, value in values]
        return self(f"参数 {name}〔{'；'.join(told)}〕", f"the parameter {name} [{'; '.join(told)}]")

    def _dated(self, value: Any, start: date, declared: Field | None) -> str:
        if isinstance(value, tuple):
            text = self.values(value, declared)
        elif isinstance(value, str) and (period := _period(value)) is not None:
            text = period.text(self.lang)
        else:
            text = self.value(value, declared)
        return self(f"{start} 起为 {text}", f"{text} from {start}")

    def parameter_values(self, name: str) -> tuple[tuple[date, Any], ...]:
        """The dated values of a parameter; each layer's where the layers below have none."""
        found: dict[date, Any] = {}
        definitions: tuple[ParameterDef, ...] = self.composition.parameters.get(name, ())
        for definition in definitions:
            if definition.values:
                first = definition.values[0].start
                found = {start: value for start, value in found.items() if start < first}
                found.update((item.start, item.value) for item in definition.values)
        return tuple(sorted(found.items()))

    # ── periods

    def period(self, value: PeriodValue) -> str:
        """A period as it is understood: `7个工作日`, a parameter with its values, a field with its unit."""
        if value.period is not None:
            return value.period.text(self.lang)
        if value.source is None:
            raise NotTold(f"the period {value.text}")
        if isinstance(value.source, Parameter):
            source = self.parameter(value.source.name)
        else:
            source = self.other_field(value.source)
        if value.unit is None:
            return source
        unit = Period(2, value.unit).text(self.lang)[1:].strip()
        return self(f"（{source}）{unit}", f"({source}) {unit}")

    def units(self, value: PeriodValue) -> tuple[Unit, ...]:
        """The units in which a period may come, in the order of its values; none where nobody has set it."""
        if value.period is not None:
            return (value.period.unit,)
        if value.unit is not None:
            return (value.unit,)
        if not isinstance(value.source, Parameter):
            return ()
        periods = (_period(str(v)) for _, v in self.parameter_values(value.source.name))
        return tuple(dict.fromkeys(period.unit for period in periods if period is not None))


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except PeriodError:
        return None
