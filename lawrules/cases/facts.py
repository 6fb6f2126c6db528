"""What a file says besides its events: profiles of the agency, the party, persons, units and the case, and its reach.

A value may be dated, `{2023-01-01: true, 2024-07-01: false}`: what it was from which day on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from lawrules.cases.events import Dated, Facts
from lawrules.cases.faults import Faults, Place, shown
from lawrules.cases.fields import BAD, checker
from lawrules.cases.reading import QuickReader, QuickReaders
from lawrules.cases.refusals import explain, explain_time
from lawrules.cases.times import BadTime, read_date
from lawrules.diagnostics import nearest
from lawrules.policy.vocabulary import Field, Vocabulary

SUBJECTS = ("agency", "party", "persons", "units", "case")

_WHERE = {
    "agency": {"zh": "机关的档案", "en": "the agency's profile"},
    "party": {"zh": "当事人的档案", "en": "the party's profile"},
    "persons": {"zh": "人员的档案", "en": "a person's profile"},
    "units": {"zh": "单位的档案", "en": "a unit's profile"},
    "case": {"zh": "案件的事实", "en": "the facts of the case"},
}
_MAPPING = {"zh": "“字段: 值”的映射", "en": "a mapping of fields to values"}


def read_facts(raw: Any, quick: QuickReaders, place: Place, faults: Faults, *, lenient: bool = False) -> Facts:
    """The profiles in `raw`, as far as they can be read; every fault is added to `faults`."""
    facts = Facts()
    if raw is None:
        return facts
    if not isinstance(raw, Mapping):
        faults.add("LR601", place, word=shown(raw), expected=_MAPPING)
        return facts
    vocabulary = quick.vocabulary
    reader = _Reader(quick, faults, lenient)
    for subject, value in raw.items():
        here = (*place, subject)
        if subject not in SUBJECTS:
            where = {"zh": " facts 里", "en": "facts"}
            faults.add(
                "LR615",
                here,
                key=True,
                word=shown(subject),
                where=where,
                allowed=list(SUBJECTS),
                nearest=nearest(subject, SUBJECTS),
            )
        elif subject in ("persons", "units"):
            reader.many(facts, str(subject), value, here)
        elif subject == "case":
            # The case's own facts are said in the words of its filing and its decisions.
            facts.case = reader.profile("case", quick.case, vocabulary.fields, value, here)
        else:
            fields = vocabulary.profiles.get(subject, {})
            profile = reader.profile(str(subject), quick.profiles[subject], fields, value, here)
            setattr(facts, str(subject), profile)
    return facts


class _Reader:
    def __init__(self, quick: QuickReaders, faults: Faults, lenient: bool) -> None:
        self.quick = quick
        self.profiles = quick.vocabulary.profiles
        self.items = self.profiles.get("item", {})
        self.faults = faults
        self.lenient = lenient

    def many(self, facts: Facts, subject: str, value: Any, place: Place) -> None:
        if value is None:
            return
        if not isinstance(value, Mapping):
            self.faults.add(
                "LR601",
                place,
                word=shown(value),
                expected={"zh": "“名字: {字段: 值}”的映射", "en": "a mapping of names to profiles"},
            )
            return
        kind = "person" if subject == "persons" else "unit"
        quick, fields = self.quick.profiles[kind], self.profiles.get(kind, {})
        found = facts.persons if subject == "persons" else facts.units
        for name, said in value.items():
            profile = quick(said)
            if profile is None:
                profile = self.profile(subject, quick, fields, said, (*place, name))
            found[str(name)] = profile

    def profile(
        self, subject: str, quick: QuickReader, fields: Mapping[str, Field], value: Any, place: Place
    ) -> dict[str, Any]:
        found = quick(value)
        if found is not None:
            return found
        found = {}
        if value is None:
            return found
        if not isinstance(value, Mapping):
            self.faults.add("LR601", place, word=shown(value), expected=_MAPPING)
            return found
        for name, said in value.items():
            here = (*place, name)
            field = fields.get(name)
            if field is None:
                self._unknown(subject, name, fields, here)
            elif isinstance(said, Mapping):
                dated = self._dated(field, said, here)
                if dated is not None:
                    found[field.name] = dated
            elif said is not None:
                checked = self._value(field, said, here)
                if checked is not BAD:
                    found[field.name] = checked
        return found

    def _unknown(self, subject: str, name: object, fields: Mapping[str, Field], place: Place) -> None:
        if self.lenient:
            self.faults.add("LR627", place, key=True, event=_WHERE[subject], word=shown(name))
            return
        # The case may use any field of any event: the whole list would help nobody.
        allowed = sorted(fields) if len(fields) <= 30 else [*sorted(fields)[:8], "…"]
        self.faults.add(
            "LR617",
            place,
            key=True,
            where=_WHERE[subject],
            word=shown(name),
            allowed=allowed,
            nearest=nearest(name, fields),
        )

    def _value(self, field: Field, said: Any, place: Place) -> Any:
        entry = {name: checker(f) for name, f in self.items.items()} if field.type == "items" else None
        checked = checker(field, entry)(said)
        if checked is BAD:
            explain(field, said, place, self.faults, self.items)
        return checked

    def _dated(self, field: Field, said: Mapping[Any, Any], place: Place) -> Dated | None:
        found: list[tuple[int, Any]] = []
        sound = True
        for when, value in said.items():
            here = (*place, str(when) if isinstance(when, date) else when)
            try:
                day = when if isinstance(when, date) and not isinstance(when, datetime) else read_date(str(when))
            except BadTime:
                explain_time(str(when), here, self.faults, whole_day=True)
                sound = False
                continue
            checked = None if value is None else self._value(field, value, here)
            if checked is BAD:
                sound = False
            else:
                found.append((day.toordinal(), checked))
        return Dated(sorted(found, key=lambda pair: pair[0])) if sound and found else None


def read_covers(value: Any, vocabulary: Vocabulary, faults: Faults) -> frozenset[str] | None:
    """The event types for which a file is complete; None where it does not say, which means all."""
    if value is None:
        return None
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple, set, frozenset)):
        expected_list = {"zh": "事件类型或事件组的列表", "en": "a list of event types or groups"}
        faults.add("LR601", ("covers",), word=shown(value), expected=expected_list)
        return None
    kinds: set[str] = set()
    for i, name in enumerate(value):
        of_noun = [kind for kind in vocabulary.types if kind.partition(".")[0] == name]
        if isinstance(name, str) and name in vocabulary.types:
            kinds.add(name)
        elif isinstance(name, str) and name in vocabulary.groups:
            kinds.update(vocabulary.group_types(name))
        elif of_noun:
            # `recording` stands for recording.made, recording.interrupted and so on.
            kinds.update(of_noun)
        else:
            known = [*vocabulary.types, *vocabulary.groups, *(kind.partition(".")[0] for kind in vocabulary.types)]
            faults.add("LR628", ("covers", i), word=shown(name), nearest=nearest(name, known))
    return frozenset(kinds)
