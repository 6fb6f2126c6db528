"""Decoded values into a `Case` or a `Register`: their own keys, their facts, all their events.

`case_from_value` is the one way in for dicts: files, scenarios and `Policy.evaluate` go through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar

from lawrules.cases.events import Case, Event, Register
from lawrules.cases.facts import read_covers, read_facts
from lawrules.cases.faults import Faults, Place, path_text, shown
from lawrules.cases.fields import BAD, reference
from lawrules.cases.refusals import expected, explain_time
from lawrules.cases.times import BadTime, read_date
from lawrules.cases.validate import EventReader
from lawrules.diagnostics import nearest
from lawrules.errors import EventError
from lawrules.policy.read import Document
from lawrules.policy.vocabulary import Vocabulary

Item: TypeAlias = tuple[Any, Place, int]
"""A raw event, its place and its line (0 where lines are not known)."""

Where: TypeAlias = Callable[[int], tuple[Place, int]]
"""The place and the line of the event with that index."""

_Owner = TypeVar("_Owner", Case, Register)

CASE_KEYS = ("case", "agency", "facts", "covers", "events")
REGISTER_KEYS = ("agency", "since", "facts", "events")

A_CASE = {"zh": "案件、名册或者事件的列表", "en": "a case, a register or a list of events"}
_EVENTS = {"zh": "事件的列表", "en": "a list of events"}

_readers: list[EventReader] = []


def reader_for(vocabulary: Vocabulary, lenient: bool = False) -> EventReader:
    """The compiled reader of a vocabulary; the last few are kept."""
    for reader in _readers:
        if reader.vocabulary is vocabulary and reader.lenient is lenient:
            return reader
    reader = EventReader(vocabulary, lenient)
    _readers.insert(0, reader)
    del _readers[16:]
    return reader


def case_from_value(
    value: Any,
    vocabulary: Vocabulary,
    origin: str = "",
    document: Document | None = None,
    path: Place = (),
    *,
    lenient: bool = False,
    line: int = 0,
    reader: EventReader | None = None,
) -> Case | Register:
    """The case or register that `value` says: a mapping, or a bare list of events (dicts or `Event`s).

    `document` and `path` give faults their lines, `line` is that of a JSONL file. Raises `EventError` with every fault.
    """
    faults = Faults(origin, document, path, line=line)
    reader = reader or reader_for(vocabulary, lenient)
    if isinstance(value, (Case, Register)):
        return value
    if isinstance(value, Mapping):
        if is_register(value):
            return _settled(_register(value, reader, faults), faults)
        return _settled(_case(value, reader, faults), faults)
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        found = Case(origin=origin)
        _read_list(value, (), reader, faults, found)
        return _settled(found, faults)
    faults.add("LR601", (), word=shown(value), expected=A_CASE)
    raise EventError(faults.errors)


def case_from_events(
    items: Iterable[Item], reader: EventReader, origin: str, document: Document | None = None, case: str | None = None
) -> Case:
    """One case from events that stand apart in a file, each with its place and line. Raises `EventError`."""
    faults = Faults(origin, document)
    found = Case(id=case, origin=origin)
    listed = list(items)
    _read_events([item for item, _, _ in listed], lambda index: listed[index][1:], (), reader, faults, found)
    return _settled(found, faults)


def _settled(found: _Owner, faults: Faults) -> _Owner:
    if faults.naive and faults.aware:
        faults.add("LR619", ())
    if faults.errors:
        raise EventError(faults.sorted(faults.errors))
    if faults.warnings:
        found.warnings = faults.sorted(faults.warnings)
    return found


def is_register(value: Mapping[Any, Any]) -> bool:
    """Whether a mapping is a register: it names an agency and a beginning, and no case of its own."""
    return "since" in value or ("agency" in value and not ("case" in value or "covers" in value or "type" in value))


def is_event(value: Any) -> bool:
    """Whether a decoded value is a single event rather than a case."""
    return isinstance(value, Event) or (isinstance(value, Mapping) and "type" in value and "events" not in value)


def _case(value: Mapping[Any, Any], reader: EventReader, faults: Faults) -> Case:
    _keys(value, CASE_KEYS, {"zh": "案件里", "en": "a case"}, faults)
    id, agency = _name(value, "case", faults), _name(value, "agency", faults)
    facts = read_facts(value.get("facts"), reader.quick, ("facts",), faults, lenient=reader.lenient)
    covers = read_covers(value.get("covers"), reader.vocabulary, faults)
    case = Case([], id, agency, facts, covers, faults.origin, [])
    _read_list(value.get("events"), ("events",), reader, faults, case)
    return case


def _register(value: Mapping[Any, Any], reader: EventReader, faults: Faults) -> Register:
    _keys(value, REGISTER_KEYS, {"zh": "名册里", "en": "a register"}, faults)
    for key in ("agency", "since"):
        if value.get(key) in (None, ""):
            faults.add("LR616", (), word=key)
    register = Register(_name(value, "agency", faults) or "", _since(value.get("since"), faults), origin=faults.origin)
    register.facts = read_facts(value.get("facts"), reader.quick, ("facts",), faults, lenient=reader.lenient)
    _read_list(value.get("events"), ("events",), reader, faults, register)
    return register


def _read_list(raw: Any, base: Place, reader: EventReader, faults: Faults, owner: Case | Register) -> None:
    """Fill `owner` with the events of a list; a fault where it is none."""
    items: list[Any] = []
    if isinstance(raw, list):
        items = raw
    elif isinstance(raw, Iterable) and not isinstance(raw, (str, bytes, Mapping)):
        items = list(raw)
    elif raw is not None:
        faults.add("LR601", base, word=shown(raw), expected=_EVENTS)
    line = faults.line
    _read_events(items, lambda index: ((*base, index), line), base, reader, faults, owner)


def _read_events(
    items: Sequence[Any], where: Where, base: Place, reader: EventReader, faults: Faults, owner: Case | Register
) -> None:
    """Fill `owner` with the events of `items`, judged one by one and then together."""
    case = owner.id if isinstance(owner, Case) else None
    agency = owner.agency or None
    found: dict[str, Event] = {}
    first: dict[str, int] = {}
    events = owner.events
    quickly = reader.read_quickly
    # Whether every event is of the case and the agency of the file, and which events speak of ones not yet met.
    alike = True
    ahead: list[Event] = []
    told = len(faults.errors)
    file_line = faults.line
    for index, item in enumerate(items):
        event = quickly(item, faults, case, agency)
        if event is None:
            place, faults.line = where(index)
            if isinstance(item, Event) and item.raw:
                item = item.to_dict()
            event = item if isinstance(item, Event) else reader.read(item, place, faults, case, agency)
            if event is None:
                # In lenient mode an event may be left out without being wrong.
                if len(faults.errors) > told:
                    _unread(item, index, where, first, faults)
                told = len(faults.errors)
                continue
        id = event.id
        if first.setdefault(id, index) != index:
            known = found.get(id)
            # Where the other one has faults of its own, the two cannot be the same.
            if known is None or known != event:
                _twice(id, index, where, first, faults)
                told = len(faults.errors)
            if known is not None:
                continue
            first[id] = index
        found[id] = event
        events.append(event)
        if event.case is not case or event.agency is not agency:
            alike = False
        for target in event.about:
            if target not in found:
                ahead.append(event)
                break
    faults.line = file_line
    # A register may hold nothing but profiles.
    if not items and isinstance(owner, Case):
        faults.add("LR618", base)

    def at(event: Event) -> Place:
        place, faults.line = where(first[event.id])
        return place

    if isinstance(owner, Register):
        _of_one_agency(events, at, faults, owner, reader.vocabulary)
    elif not alike:
        _of_one_case(events, at, faults, owner)
    for event in ahead:
        for j, target in enumerate(event.about):
            if target not in found:
                here = (*at(event), "about")
                faults.add("LR611", (*here, j) if len(event.about) > 1 else here, word=target)
    faults.line = file_line


def _unread(item: Any, index: int, where: Where, first: dict[str, int], faults: Faults) -> None:
    """An event with faults still takes its id, so that a second one of that id is told at once as well."""
    id = item.get("id") if isinstance(item, Mapping) else None
    if isinstance(id, str) and id and first.setdefault(id, index) != index:
        _twice(id, index, where, first, faults)


def _twice(id: str, index: int, where: Where, first: Mapping[str, int], faults: Faults) -> None:
    place, faults.line = where(index)
    other, line = where(first[id])
    full = (*faults.base, *other)
    if faults.document is not None:
        line = faults.document.span(full).line
    words = {"zh": f"第 {line} 行", "en": f"on line {line}"} if line else {
        "zh": f" {path_text(full)}", "en": path_text(full)
    }
    faults.add("LR607", (*place, "id"), word=id, first=words)


def _of_one_case(events: list[Event], at: Callable[[Event], Place], faults: Faults, owner: Case) -> None:
    """A list of events tells its case by its events, which must agree."""
    named = dict.fromkeys(e.case for e in events if e.case is not None)
    if owner.id is None and len(named) == 1:
        owner.id = next(iter(named))
    if len(named) > 1:
        case = owner.id or next(iter(named))
        for event in events:
            if event.case is not None and event.case != case:
                faults.add("LR613", (*at(event), "case"), word=event.case, case=case)
    for event in events:
        event.case = event.case or owner.id
    agencies = dict.fromkeys(e.agency for e in events if e.agency is not None)
    if owner.agency is None and len(agencies) == 1:
        owner.agency = next(iter(agencies))


def _of_one_agency(
    events: list[Event], at: Callable[[Event], Place], faults: Faults, owner: Register, vocabulary: Vocabulary
) -> None:
    for event in events:
        if event.agency is not None and owner.agency and event.agency != owner.agency:
            faults.add("LR624", (*at(event), "agency"), word=event.agency, agency=owner.agency)
        kind = vocabulary.types.get(event.type)
        if kind is not None and kind.scope == "case" and event.case is None:
            faults.add("LR629", at(event), event=event.type)


def _keys(value: Mapping[Any, Any], allowed: tuple[str, ...], where: dict[str, str], faults: Faults) -> None:
    for key in value:
        if key not in allowed:
            faults.add(
                "LR615",
                (key,),
                key=True,
                word=shown(key),
                where=where,
                allowed=list(allowed),
                nearest=nearest(key, allowed),
            )


def _name(value: Mapping[Any, Any], key: str, faults: Faults) -> str | None:
    said = value.get(key)
    if said is None or said == "":
        return None
    name = reference(said)
    if name is BAD:
        faults.add("LR604", (key,), field=key, word=shown(said), expected=expected("ref"))
        return None
    text: str = name
    return text


def _since(value: Any, faults: Faults) -> int:
    if value is None or value == "":
        return 0
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.toordinal()
        return read_date(value if isinstance(value, str) else "").toordinal()
    except BadTime:
        explain_time(value, ("since",), faults, whole_day=True)
        return 0
