"""Decoded values into a `Case` or a `Register`: their own keys, their facts, all their events.

`case_from_value` is the one way in for dicts: files, scenarios and `Policy.evaluate` go through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
        _read_events(_listed(value, (), faults), (), reader, faults, found)
        return _settled(found, faults)
    faults.add("LR601", (), word=shown(value), expected=A_CASE)
    raise EventError(faults.errors)


def case_from_events(
    items: Iterable[Item], reader: EventReader, origin: str, document: Document | None = None, case: str | None = None
) -> Case:
    """One case from events that stand apart in a file, each with its place and line. Raises `EventError`."""
    faults = Faults(origin, document)
    found = Case(id=case, origin=origin)
    _read_events(items, (), reader, faults, found)
    return _settled(found, faults)


def _settled(found: _Owner, faults: Faults) -> _Owner:
    if faults.naive and faults.aware:
        faults.add("LR619", ())
    if faults.errors:
        raise EventError(faults.sorted(faults.errors))
    found.warnings = faults.sorted(faults.warnings)
    return found


def is_register(value: Mapping[Any, Any]) -> bool:
    """Whether a mapping is a register: it names an agency and a beginning, and no case of its own."""
    return "since" in value or ("agency" in value and not value.keys() & {"case", "covers", "type"})


def is_event(value: Any) -> bool:
    """Whether a decoded value is a single event rather than a case."""
    return isinstance(value, Event) or (isinstance(value, Mapping) and "type" in value and "events" not in value)


def _case(value: Mapping[Any, Any], reader: EventReader, faults: Faults) -> Case:
    _keys(value, CASE_KEYS, {"zh": "案件里", "en": "a case"}, faults)
    case = Case(id=_name(value, "case", faults), agency=_name(value, "agency", faults), origin=faults.origin)
    case.facts = read_facts(value.get("facts"), reader.vocabulary, ("facts",), faults, lenient=reader.lenient)
    case.covers = read_covers(value.get("covers"), reader.vocabulary, faults)
    _read_events(_listed(value.get("events"), ("events",), faults), ("events",), reader, faults, case)
    return case


def _register(value: Mapping[Any, Any], reader: EventReader, faults: Faults) -> Register:
    _keys(value, REGISTER_KEYS, {"zh": "名册里", "en": "a register"}, faults)
    for key in ("agency", "since"):
        if value.get(key) in (None, ""):
            faults.add("LR616", (), word=key)
    register = Register(_name(value, "agency", faults) or "", _since(value.get("since"), faults), origin=faults.origin)
    register.facts = read_facts(value.get("facts"), reader.vocabulary, ("facts",), faults, lenient=reader.lenient)
    _read_events(_listed(value.get("events"), ("events",), faults), ("events",), reader, faults, register)
    return register


def _listed(raw: Any, base: Place, faults: Faults) -> Iterator[Item]:
    """The entries of an `events` list with their places; a fault where it is none."""
    if raw is None:
        return
    if isinstance(raw, (str, bytes, Mapping)) or not isinstance(raw, Iterable):
        faults.add("LR601", base, word=shown(raw), expected=_EVENTS)
        return
    line = faults.line
    for i, item in enumerate(raw):
        yield item, (*base, i), line


def _read_events(
    items: Iterable[Item], base: Place, reader: EventReader, faults: Faults, owner: Case | Register
) -> None:
    """Fill `owner` with the events of `items`, judged one by one and then together."""
    case = owner.id if isinstance(owner, Case) else None
    agency = owner.agency or None
    found: dict[str, Event] = {}
    first: dict[str, tuple[Place, int]] = {}
    events = owner.events
    read = reader.read
    any_item = False
    told = len(faults.errors)
    file_line = faults.line
    for item, place, line in items:
        any_item = True
        faults.line = line
        if isinstance(item, Event):
            item = item if not item.raw else item.to_dict()
        event = item if isinstance(item, Event) else read(item, place, faults, case, agency)
        if event is None:
            # In lenient mode an event may be left out without being wrong.
            if len(faults.errors) > told:
                _unread(item, place, line, first, faults)
            told = len(faults.errors)
            continue
        known = found.setdefault(event.id, event)
        if known is event and event.id in first:
            # The other one has faults of its own, so that the two cannot be the same.
            faults.add("LR607", (*place, "id"), word=event.id, first=_place_words(faults, *first[event.id]))
            told = len(faults.errors)
        if known is event:
            first[event.id] = (place, line)
            events.append(event)
        elif known != event:
            faults.add("LR607", (*place, "id"), word=event.id, first=_place_words(faults, *first[event.id]))
            told = len(faults.errors)
    faults.line = file_line
    # A register may hold nothing but profiles.
    if not any_item and isinstance(owner, Case):
        faults.add("LR618", base)
    if isinstance(owner, Case):
        _of_one_case(events, first, faults, owner)
    else:
        _of_one_agency(events, first, faults, owner, reader.vocabulary)
    for event in events:
        for j, target in enumerate(event.about):
            if target not in found:
                place, faults.line = first[event.id]
                faults.add("LR611", (*place, "about", j) if len(event.about) > 1 else (*place, "about"), word=target)
    faults.line = file_line


def _unread(item: Any, place: Place, line: int, first: dict[str, tuple[Place, int]], faults: Faults) -> None:
    """An event with faults still takes its id, so that a second one of that id is told at once as well."""
    id = item.get("id") if isinstance(item, Mapping) else None
    if not isinstance(id, str) or not id:
        return
    if id in first:
        faults.add("LR607", (*place, "id"), word=id, first=_place_words(faults, *first[id]))
    else:
        first[id] = (place, line)


def _place_words(faults: Faults, place: Place, line: int) -> Any:
    full = (*faults.base, *place)
    if faults.document is not None:
        line = faults.document.span(full).line
    if line:
        return {"zh": f"第 {line} 行", "en": f"on line {line}"}
    return {"zh": f" {path_text(full)}", "en": path_text(full)}


def _of_one_case(events: list[Event], first: Mapping[str, tuple[Place, int]], faults: Faults, owner: Case) -> None:
    """A list of events tells its case by its events, which must agree."""
    named = dict.fromkeys(e.case for e in events if e.case is not None)
    if owner.id is None and len(named) == 1:
        owner.id = next(iter(named))
    if len(named) > 1:
        case = owner.id or next(iter(named))
        for event in events:
            if event.case is not None and event.case != case:
                place, faults.line = first[event.id]
                faults.add("LR613", (*place, "case"), word=event.case, case=case)
    for event in events:
        event.case = event.case or owner.id
    agencies = dict.fromkeys(e.agency for e in events if e.agency is not None)
    if owner.agency is None and len(agencies) == 1:
        owner.agency = next(iter(agencies))


def _of_one_agency(
    events: list[Event],
    first: Mapping[str, tuple[Place, int]],
    faults: Faults,
    owner: Register,
    vocabulary: Vocabulary,
) -> None:
    for event in events:
        place, faults.line = first[event.id]
        if event.agency is not None and owner.agency and event.agency != owner.agency:
            faults.add("LR624", (*place, "agency"), word=event.agency, agency=owner.agency)
        kind = vocabulary.types.get(event.type)
        if kind is not None and kind.scope == "case" and event.case is None:
            faults.add("LR629", place, event=event.type)


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
