"""One rule: from the author's mapping to `Rule`. A rule is read where its words are known, and judged elsewhere.

The shape (which keys, which types) has been checked by `lawrules.policy.document`; here every word gets its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from lawrules.diagnostics import nearest
from lawrules.policy.conditions import COMBINERS, Reader, conjunction
from lawrules.policy.model import (
    ALWAYS,
    AnyOf,
    Bearer,
    Clock,
    Condition,
    Derivation,
    Each,
    EventPattern,
    Exclusion,
    Extension,
    FixedDay,
    Force,
    Literal,
    Pattern,
    PeriodValue,
    Reading,
    Replacement,
    Rule,
    Test,
    event_patterns,
)
from lawrules.policy.words import ANY_EVENT, At, Scope, parse_date

PLACES = ("party", "court")
_DAY = re.compile(r"(next )?(\d{2})-(\d{2})\Z")

_IDLE = {
    "when": ("must", "within"), "require": ("must", "within"), "after": ("within",), "since": ("must", "within"),
    "before": ("must", "within"), "lifted_by": ("must", "within"),
}
"""What beside an event does nothing, by the key that the event stands under."""


class RuleReader:
    """Reads the rules of one layer. `bearer` is the layer's default."""

    def __init__(self, reader: Reader, layer: str, bearer: Bearer) -> None:
        self.reader = reader
        self.words = reader.words
        self.layer = layer
        self.bearer = bearer

    def rule(self, family: str, id: str, value: Mapping[str, Any], at: At) -> Rule:
        """The rule at `at`. Faults leave the part they concern empty."""
        r = self.reader
        get = value.get
        when = r.pattern(get("when"), (*at, "when")) if "when" in value else None
        if family != "major_decisions":
            self._one_event(when, value.get("when"), (*at, "when"), "when")
        for key in _IDLE:
            if key in value:
                self._no_effect(value[key], (*at, key), key)
        if family == "duties" and not {"when", "restates"} & set(value) and "same" in value:
            self.words.fault("LR111", (*at, "same"), on_key=True, key="same", needs="when")
        trigger = self._trigger_scope(family, when)
        condition = r.condition(get("if"), (*at, "if"), trigger) if "if" in value else ALWAYS
        require = self._require(family, value, at, trigger)
        answer = r.scope_of(require)
        must_scope = trigger if family in ("gates", "prohibitions") else answer if answer.types else ANY_EVENT
        severity, must_if = self._severity(get("severity"), (*at, "severity"), trigger, get("each"))
        derivation, own_clock = None, self._clock(value, at, trigger)
        if family == "milestones":
            derivation = self._derivation(value, at, trigger)
        return Rule(
            id=id,
            layer=self.layer,
            family=family,
            title=str(get("title", "")),
            basis=_names(get("basis")),
            severity=severity,
            must_if=must_if,
            bearer=self.read_bearer(get("bearer"), (*at, "bearer")) if "bearer" in value else self.bearer,
            when=when,
            condition=condition,
            require=require,
            must=r.condition(get("must"), (*at, "must"), must_scope) if "must" in value else None,
            same=r.same(get("same"), (*at, "same")),
            clock=own_clock,
            after=r.pattern(get("after"), (*at, "after"), trigger) if "after" in value else None,
            since=r.pattern(get("since"), (*at, "since"), trigger) if "since" in value else None,
            elapsed=r.period(get("elapsed"), (*at, "elapsed"), trigger) if "elapsed" in value else None,
            each=self._each(get("each"), (*at, "each")),
            unless=_names(get("unless")),
            breaks=_names(get("breaks")),
            waives=_names(get("waives")),
            level=str(get("level", "")),
            gives=self._labels(get("gives"), (*at, "gives")) or (("major",) if family == "major_decisions" else ()),
            effect=str(get("effect", "")),
            derivation=derivation,
            force=force_of(get("in_force")),
            law_of=str(get("law_of", "step")),
            overrides=str(get("overrides", "")),
            restates=str(get("restates", "")),
            permitted_by=_names(get("permitted_by")),
            refuses=_refusals(get("assume")),
            readings=self._readings(get("readings"), (*at, "readings"), trigger),
            note=str(get("note", "") or ""),
            own_keys=frozenset(map(str, value)),
            span=self.words.document.span(at, key=True),
        )

    def _one_event(self, pattern: Pattern | None, value: Any, at: At, where: str) -> None:
        """A rule is triggered by one event: a sequence or a sum is none."""
        if isinstance(value, dict) and not isinstance(pattern, (EventPattern, AnyOf)) and pattern is not None:
            head = next(iter(value))
            self.words.fault("LR219", (*at, head), on_key=True, word=head, where=where)
        elif isinstance(value, list) and isinstance(pattern, AnyOf):
            for i, item in enumerate(value):
                if isinstance(item, dict) and next(iter(item), "") in COMBINERS:
                    head = next(iter(item))
                    self.words.fault("LR219", (*at, i, head), on_key=True, word=head, where=where)

    def _no_effect(self, value: Any, at: At, where: str) -> None:
        """`must` and `within` beside an event have a meaning in some places only; elsewhere they would do nothing."""
        idle = _IDLE[where]
        if isinstance(value, list):
            for i, item in enumerate(value):
                self._no_effect(item, (*at, i), where)
        elif isinstance(value, dict):
            for key, item in value.items():
                if key in ("all", "in_order"):
                    self._no_effect(item, (*at, key), where)
                elif key in idle:
                    self.words.fault("LR219", (*at, key), on_key=True, word=key, where=where)

    def _trigger_scope(self, family: str, when: Pattern | None) -> Scope:
        if family == "exemptions":
            return ANY_EVENT
        scope = self.reader.scope_of(when)
        # A restated rule may narrow `if` alone and inherit its trigger: then any field may be meant.
        return scope if scope.types else ANY_EVENT

    def _labels(self, value: Any, at: At) -> tuple[str, ...]:
        known = self.words.vocabulary.labels
        names = _names(value)
        for i, name in enumerate(names):
            if name not in known:
                here = (*at, i) if isinstance(value, list) else at
                self.words.fault("LR220", here, word=name, allowed=list(known), nearest=nearest(name, known))
        return names

    def read_bearer(self, value: Any, at: At) -> Bearer:
        """`party`, `court`, or conditions on the agency's profile."""
        if isinstance(value, str):
            if value in PLACES:
                return Bearer(value)
            return Bearer("agency", self.reader.condition({"role": value}, at, Scope("agency")))
        return Bearer("agency", self.reader.condition(value, at, Scope("agency")))

    def _require(self, family: str, value: Mapping[str, Any], at: At, trigger: Scope) -> Pattern | None:
        if "require" in value:
            return self.reader.pattern(value["require"], (*at, "require"), trigger)
        if family != "recording" or "level" not in value:
            return None
        return default_recording(str(value["level"]))

    def _severity(self, value: Any, at: At, trigger: Scope, each: Any) -> tuple[str, Condition | None]:
        if isinstance(value, dict):
            scope = trigger
            if isinstance(each, dict) and "person" in each:
                scope = Scope("person")
            return "must", self.reader.condition(value.get("must_if"), (*at, "must_if"), scope)
        return str(value or "must"), None

    def _each(self, value: Any, at: At) -> Each | None:
        if not isinstance(value, dict) or len(value) != 1:
            return None
        key, spec = next(iter(value.items()))
        if key in ("person", "unit", "item"):
            return Each(key, self.reader.condition(spec, (*at, key), Scope(key)))
        found = self.words.path(str(key), ANY_EVENT, (*at, key))
        if found is None or not isinstance(spec, list):
            return None
        values = tuple(v for i, s in enumerate(spec)
                       if (v := self.words.literal(s, found[1], (*at, key, i))) is not None)
        return Each("field", ALWAYS, str(key), values)

    # ── clocks

    def _clock(self, value: Mapping[str, Any], at: At, trigger: Scope) -> Clock:
        r, get = self.reader, value.get
        fixed = get("once")
        once: Mapping[str, Any] = fixed if isinstance(fixed, dict) else {}
        lifted = get("lifted_by")
        return Clock(
            within=r.period(get("within"), (*at, "within"), trigger) if "within" in value else None,
            start_field=str(get("from", "") or "") if not isinstance(get("from"), dict) else "",
            ahead=r.period(get("ahead"), (*at, "ahead"), trigger) if "ahead" in value else None,
            before=r.pattern(get("before"), (*at, "before"), trigger) if "before" in value else None,
            every=str(get("every", "") or ""),
            by=self._fixed_day(get("by"), (*at, "by")) if "by" in value else None,
            once_from=self._date(once.get("from"), (*at, "once", "from")) if "from" in once else None,
            once_by=self._date(once.get("by"), (*at, "once", "by")) if "by" in once else None,
            extend=self._extensions(get("extend"), (*at, "extend"), trigger),
            exclude=self._exclusions(get("exclude"), (*at, "exclude"), trigger),
            lifted_by=r.pattern(lifted, (*at, "lifted_by"), trigger) if lifted is not None else None,
            rolls=str(get("rolls", "") or ""),
        )

    def _fixed_day(self, value: Any, at: At) -> FixedDay | None:
        match = _DAY.match(str(value))
        if match:
            month, day = int(match[2]), int(match[3])
            try:
                date(2001, month, day)
            except ValueError:
                match = None
            else:
                return FixedDay(month, day, next_year=bool(match[1]))
        self.words.fault("LR106", at, word=value)
        return None

    def _date(self, value: Any, at: At) -> date | None:
        made = parse_date(value)
        if made is None:
            self.words.fault("LR106", at, word=value)
        return made

    def _extensions(self, value: Any, at: At, trigger: Scope) -> tuple[Extension, ...]:
        made = []
        for i, item in enumerate(value if isinstance(value, list) else []):
            if not isinstance(item, dict):
                continue
            when = self.reader.pattern(item.get("when"), (*at, i, "when"), trigger)
            up_to = self.reader.period(item.get("up_to"), (*at, i, "up_to"), trigger)
            if when is not None and up_to is not None:
                by = str(item.get("by", ""))
                self.words.path(by, self.reader.scope_of(when), (*at, i, "by"))
                made.append(Extension(when, by, up_to))
        return tuple(made)

    def _exclusions(self, value: Any, at: At, trigger: Scope) -> tuple[Exclusion, ...]:
        made = []
        for i, item in enumerate(value if isinstance(value, list) else []):
            if not isinstance(item, dict):
                continue
            start = self.reader.pattern(item.get("from"), (*at, i, "from"), trigger)
            until = self.reader.pattern(item.get("until"), (*at, i, "until"), trigger)
            if start is not None and until is not None:
                made.append(Exclusion(start, until))
        return tuple(made)

    def _derivation(self, value: Mapping[str, Any], at: At, trigger: Scope) -> Derivation:
        r = self.reader
        given = value.get("held")
        held = given if isinstance(given, dict) else None
        replacements = []
        listed = value.get("replaced_by")
        for i, item in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(item, dict):
                when = r.pattern(item.get("when"), (*at, "replaced_by", i, "when"), trigger)
                if when is not None:
                    periods = self._periods(item["in"], (*at, "replaced_by", i, "in"), trigger) if "in" in item else ()
                    replacements.append(Replacement(when, periods))
        first = value.get("unless_first")
        return Derivation(
            periods=self._periods(value["in"], (*at, "in"), trigger) if "in" in value else (),
            unless_first=r.pattern(first, (*at, "unless_first"), trigger) if first is not None else None,
            held_from=r.pattern(held.get("from"), (*at, "held", "from"), trigger) if held else None,
            held_until=r.pattern(held.get("until"), (*at, "held", "until"), trigger) if held else None,
            replaced_by=tuple(replacements),
        )

    def _periods(self, value: Any, at: At, trigger: Scope) -> tuple[PeriodValue, ...]:
        if isinstance(value, dict) and isinstance(value.get("latest_of"), list):
            made = [self.reader.period(v, (*at, "latest_of", i), trigger) for i, v in enumerate(value["latest_of"])]
            return tuple(p for p in made if p is not None)
        one = self.reader.period(value, at, trigger)
        return (one,) if one is not None else ()

    def _readings(self, value: Any, at: At, trigger: Scope) -> tuple[Reading, ...]:
        made = []
        for name, spec in value.items() if isinstance(value, dict) else ():
            if not isinstance(spec, dict):
                continue
            here = (*at, name)
            clock_keys = {"within", "from", "ahead", "before", "every", "by", "once", "rolls", "extend", "exclude"}
            clock = self._clock(spec, here, trigger) if clock_keys & set(spec) else None
            condition = self.reader.condition(spec["if"], (*here, "if"), trigger) if "if" in spec else None
            made.append(Reading(str(name), _names(spec.get("basis")), clock, condition))
        return tuple(made)


def default_recording(level: str) -> Pattern | None:
    """What satisfies a recording duty that names no form: by its level (language.md, "recording")."""
    forms = {"full": ("audio", "video"), "key_moments": ("photo", "audio", "video")}.get(level)
    if level == "text":
        return AnyOf((EventPattern("recording.made"), EventPattern("document.issued")))
    if forms is None:
        return None
    return EventPattern("recording.made", conjunction(Test(("event", "form"), "in", Literal(forms))))


def force_of(value: Any) -> tuple[Force, ...]:
    """`{from, to}` or a list of them; what cannot be read is left to the shape check."""
    items = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
    return tuple(
        Force(parse_date(item.get("from")), parse_date(item.get("to"))) for item in items if isinstance(item, dict)
    )


def _names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _refusals(value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    if isinstance(value, list):
        return frozenset(map(str, value))
    return frozenset(("*" if value == "none" else str(value),))


def trigger_types(rule: Rule) -> tuple[str, ...]:
    """The event types (and milestones) that can trigger the rule."""
    return tuple(dict.fromkeys(p.type for p in event_patterns(rule.when)))
