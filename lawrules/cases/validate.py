"""One decoded event into an `Event`, or everything that is wrong with it.

An `EventReader` is compiled once from a policy's vocabulary: a checker for every field of every event type. A sound
event takes the short way through `read`, which only looks up and checks; whatever is unusual (an envelope, a fault)
takes the long way, which explains itself.

The forms that are read: `{id, type, at, case | agency, about?, seq?, data?}`, where fields that all events share
(`unit`, `actors` …) may also stand beside `data`; and CloudEvents (`time`, `subject` = case, `source` = agency). A null
says that something is not known, as if it were absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lawrules.cases.events import DAY, Event, event_in_normal_form
from lawrules.cases.faults import Faults, Place, shown
from lawrules.cases.fields import BAD, reference, references
from lawrules.cases.reading import QuickReaders
from lawrules.cases.refusals import expected, explain, explain_time
from lawrules.cases.times import BadTime, moment_of, read_moment
from lawrules.diagnostics import nearest
from lawrules.policy.vocabulary import Vocabulary

KEYS = ("id", "type", "at", "case", "agency", "about", "seq", "data")

# CloudEvents 1.0: the attributes that say what an event of ours says, and those about the message itself.
_ENVELOPE = {"time": "at", "subject": "case", "source": "agency"}
_MESSAGE = frozenset(("specversion", "datacontenttype", "dataschema"))

_REMEMBERED = 20_000
_NO_DATA: Mapping[str, Any] = {}


class EventReader:
    """Reads events of one vocabulary. Immutable in use and safe to share between threads.

    `lenient`: unknown types and fields are left out with a warning instead of being errors. `quick`: the quick readers
    of the vocabulary.
    """

    __slots__ = ("_dates", "_guesses", "_items", "_types", "common", "lenient", "quick", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, lenient: bool = False) -> None:
        self.vocabulary = vocabulary
        self.lenient = lenient
        self.quick = QuickReaders(vocabulary)
        self._types = self.quick.types
        self._items = vocabulary.profiles.get("item", {})
        kinds = list(vocabulary.types.values())
        self.common: frozenset[str] = frozenset.intersection(*(k.fields for k in kinds)) if kinds else frozenset()
        # The same dates come again and again. Only ever added to, so that threads can share it.
        self._dates: dict[str, tuple[int, int, int]] = {}
        self._guesses: dict[tuple[str, str], str] = {}

    def read(
        self,
        raw: Any,
        path: str | Place,
        faults: Faults,
        case: str | None = None,
        agency: str | None = None,
        default_id: str | None = None,
    ) -> Event | None:
        """The event that `raw` says, or None with the reasons added to `faults`.

        `path`: where it stands in its file. `case`, `agency`: those of the file, for events that name none.
        `default_id`: for an event that is only proposed and has no id yet.
        """
        event = self.read_quickly(raw, faults, case, agency)
        return event if event is not None else self._read_slowly(raw, path, faults, case, agency, default_id)

    def read_quickly(self, raw: Any, faults: Faults, case: str | None, agency: str | None) -> Event | None:
        """The event that `raw` says if it is sound and of the usual form; else None, and `read` tells more."""
        try:
            id, kind, at = raw["id"], raw["type"], raw["at"]
            read_data = self._types[kind]
            if type(id) is not str or not id or id.isspace():
                return None
            start, end, day = self._dates.get(at) or self._when(at, faults)
            get = raw.get
            data, about = get("data"), get("about")
            others = len(raw) - 3
            if data is None:
                data = {}
            else:
                others -= 1
                data = read_data(data)
                if data is None:
                    return None
            if about is None:
                about = ()
            else:
                others -= 1
                about = (about,) if type(about) is str and about and not about.isspace() else references(about)
                if about is BAD:
                    return None
            if others:
                own, body = get("case"), get("agency")
                if others != (own is not None) + (body is not None):
                    return None
                if own is not None:
                    if type(own) is not str or not own or own.isspace() or (case is not None and own != case):
                        return None
                    case = own
                if body is not None:
                    if type(body) is not str or not body or body.isspace():
                        return None
                    agency = body
        except (KeyError, TypeError, AttributeError, ValueError):
            return None
        return event_in_normal_form(id, kind, start, end, day, data, about, case, agency)

    def _when(self, at: Any, faults: Faults) -> tuple[int, int, int]:
        """The first and the last microsecond, and the day of the first."""
        if isinstance(at, str):
            start, end, aware = read_moment(at)
        elif isinstance(at, date):
            start, end, aware = moment_of(at)
        else:
            raise BadTime
        when = start, end, start // DAY
        if aware is None:
            if isinstance(at, str) and len(self._dates) < _REMEMBERED:
                self._dates[at] = when
        elif aware:
            faults.aware = True
        else:
            faults.naive = True
        return when

    # ── the long way

    def _read_slowly(
        self, raw: Any, path: str | Place, faults: Faults, case: str | None, agency: str | None, default_id: str | None
    ) -> Event | None:
        place: Place = (path,) if isinstance(path, str) else path
        if not isinstance(raw, Mapping):
            faults.add("LR630", place, word=shown(raw))
            return None
        before = len(faults.errors)
        said, places, beside = self._keys(raw, place, faults)
        id = self._name("id", said, places, faults) or default_id
        own = self._name("case", said, places, faults)
        body = self._name("agency", said, places, faults)
        for name in ("id", "type", "at"):
            if said.get(name) in (None, "") and not (name == "id" and default_id):
                faults.add("LR606", place, word=name)
        if own is not None and case is not None and own != case:
            faults.add("LR613", places["case"], word=own, case=case)
        about = references(said.get("about") if said.get("about") is not None else ())
        if about is BAD:
            faults.add("LR604", places["about"], field="about", word=shown(said["about"]), expected=expected("refs"))
        seq = said.get("seq")
        if seq is not None and (not isinstance(seq, int) or isinstance(seq, bool) or abs(seq) > 10**9):
            faults.add("LR604", places["seq"], field="seq", word=shown(seq), expected=expected("int"))
        when = self._time(said.get("at"), places, faults)
        type = self._type(said.get("type"), places, faults)
        data = self._data(type, said.get("data"), beside, place, places, faults) if type else None
        if data is None or when is None or id is None or len(faults.errors) > before:
            return None
        return Event(id, type, when, data, about, own or case, body or agency, seq)

    def _keys(
        self, raw: Mapping[Any, Any], place: Place, faults: Faults
    ) -> tuple[dict[str, Any], dict[str, Place], dict[str, Any]]:
        """What the event says under our own names, where each stands, and the fields that stand beside `data`."""
        said: dict[str, Any] = {}
        places: dict[str, Place] = {}
        beside: dict[str, Any] = {}
        envelope = "specversion" in raw
        for key, value in raw.items():
            name = _ENVELOPE.get(key, key) if envelope and isinstance(key, str) else key
            if name in said:
                once = {"zh": f"只写一次的（{key} 即 {name}）", "en": f"said once ({key} is {name})"}
                faults.add("LR604", (*place, key), key=True, field=name, word=shown(value), expected=once)
            elif name in KEYS:
                said[name], places[name] = value, (*place, key)
            elif name in self.common:
                beside[name] = value
            elif envelope and name not in ("data_base64",):
                if name not in _MESSAGE:
                    faults.add("LR631", (*place, key), key=True, word=shown(key))
            else:
                a_field = any(key in kind.fields for kind in self.vocabulary.types.values())
                near = "data" if a_field else nearest(key, KEYS)
                if self.lenient:
                    faults.add("LR627", (*place, key), key=True, event=shown(raw.get("type")), word=shown(key))
                else:
                    faults.add("LR614", (*place, key), key=True, word=shown(key), allowed=list(KEYS), nearest=near)
        return said, places, beside

    def _name(self, key: str, said: Mapping[str, Any], places: Mapping[str, Place], faults: Faults) -> str | None:
        value = said.get(key)
        if value is None or value == "":
            return None
        name = reference(value)
        if name is BAD:
            faults.add("LR604", places[key], field=key, word=shown(value), expected=expected("ref"))
            return None
        text: str = name
        return text

    def _time(self, at: Any, places: Mapping[str, Place], faults: Faults) -> tuple[int, int] | None:
        if at is None or at == "":
            return None
        try:
            return self._when(at, faults)[:2]
        except BadTime:
            explain_time(at, places["at"], faults)
            return None

    def _type(self, type: Any, places: Mapping[str, Place], faults: Faults) -> str:
        if type is None or type == "":
            return ""
        if isinstance(type, str) and type in self.vocabulary.types:
            return type
        if self.lenient and isinstance(type, str):
            faults.add("LR626", places["type"], word=shown(type), nearest=self._guess("", type))
        else:
            faults.add("LR602", places["type"], word=shown(type), nearest=self._guess("", str(type)))
        return ""

    def _data(
        self, type: str, data: Any, beside: Mapping[str, Any], place: Place, places: Mapping[str, Place], faults: Faults
    ) -> dict[str, Any] | None:
        if data is not None and not isinstance(data, Mapping):
            faults.add("LR612", places["data"], word=shown(data))
            return None
        fields = self._fields_of(type)
        normal: dict[str, Any] = {}
        inside = [(places["data"], name, value) for name, value in data.items()] if data else []
        for where, name, value in [*((place, n, v) for n, v in beside.items()), *inside]:
            here = (*where, name)
            if name in normal:
                faults.add(
                    "LR604",
                    here,
                    key=True,
                    field=name,
                    word=shown(value),
                    expected={"zh": "只写一次的", "en": "said once"},
                )
                continue
            if name not in fields:
                near = self._guess(type, str(name))
                if self.lenient:
                    faults.add("LR627", here, key=True, event=type, word=shown(name), nearest=near)
                else:
                    allowed = fields
                    faults.add("LR603", here, key=True, event=type, word=shown(name), allowed=allowed, nearest=near)
                continue
            if value is None:
                continue
            checked = self.quick.fields[name].check(value)
            if checked is BAD:
                explain(self.vocabulary.fields[name], value, here, faults, self._items)
            else:
                normal[name] = checked
        return normal

    def _fields_of(self, type: str) -> list[str]:
        return sorted(self.vocabulary.types[type].fields & self.vocabulary.fields.keys())

    def _guess(self, type: str, word: str) -> str:
        """The nearest event type, or the nearest field of `type`. Remembered: one slip often fills a file."""
        key = (type, word)
        if key not in self._guesses:
            if len(self._guesses) > 500:
                return ""
            among = self._fields_of(type) if type else self.vocabulary.types
            titles = {k.title: name for name, k in self.vocabulary.types.items()} if not type else {}
            self._guesses[key] = titles.get(word) or nearest(word[:60], among)
        return self._guesses[key]
