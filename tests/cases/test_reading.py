"""The quick way of reading against the slow one: what it accepts, the slow way accepts, and in the same form."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawrules.cases import reading
from lawrules.cases.events import Event, Moment
from lawrules.cases.facts import read_facts
from lawrules.cases.faults import Faults
from lawrules.cases.fields import BAD, checker
from lawrules.cases.reading import QuickReaders, quick_reader
from lawrules.cases.validate import EventReader
from lawrules.policy.vocabulary import FIELD_TYPES, PROFILES, Field, Vocabulary


class Word(StrEnum):
    """A text that is more than text: the checkers take it for none."""

    FINE = "fine"
    PENALTY = "penalty"
    OFFICER = "张"


WORDS = ("fine", "warning", "penalty", "else", "", " ", "张", "2023-01-16", "2023-01-16T10:00", "2023-02-30", "12.50")
STRANGE = st.sampled_from([
    None, True, False, 0, 1, -1, 1.0, 0.5, 10**30, float("nan"), Decimal(1), Decimal("0.5"), Decimal("NaN"),
    date(2023, 1, 16), datetime(2023, 1, 16, 10), datetime(2023, 1, 16, 2, tzinfo=UTC), date(1800, 1, 1),
    Moment((5, 5)), Word.FINE, Word.PENALTY, Word.OFFICER, b"fine", {}, {"fine": 1}, [[]], [None], [1], [True],
    ["", "x"], [Word.FINE], [Word.OFFICER], [Word.OFFICER, "王"], ("fine",), frozenset(("fine",)), object(), [{}],
    [{"name": 5}],
]) | st.sampled_from(WORDS) | st.lists(st.sampled_from(WORDS), max_size=3) | st.text(max_size=4)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def sound(field: Field) -> st.SearchStrategy[Any]:
    """Values that fit, as decoded JSON or YAML has them."""
    words = st.text(min_size=1, max_size=3) if field.open else st.sampled_from(sorted(field.choices))
    names = st.sampled_from(("张", "王", "李", "e1", "r-7"))
    low = field.minimum or 0
    kinds: Mapping[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "int": st.integers(low, 10**6),
        "decimal": st.integers(low, 10**6) | st.integers(low, 10**6).map(lambda n: f"{n}.50"),
        "string": st.text(max_size=4),
        "date": DAYS.map(date.isoformat),
        "datetime": DAYS.map(date.isoformat) | DAYS.map(lambda day: f"{day}T10:30:00+08:00"),
        "enum": words,
        "set": words | st.lists(words, max_size=4),
        "ref": names,
        "refs": names | st.lists(names, max_size=3),
        "items": st.lists(st.fixed_dictionaries({}, optional={"name": st.text(max_size=3)}), max_size=2),
    }
    return kinds[field.type]


def written(draw: st.DrawFn, fields: Mapping[str, Field], names: list[str], *, broken: bool) -> dict[Any, Any]:
    """A mapping of fields: all fit, or (`broken`) perhaps one or two are strange or do not belong here."""
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=8)) if names else []
    said = {name: draw(sound(fields[name])) for name in chosen}
    if broken:
        strange = st.sampled_from([*chosen, *sorted(fields), "no-such-field", 5])
        said.update(draw(st.dictionaries(strange, STRANGE, max_size=2)))
    return said


def by_checkers(fields: Mapping[str, Field], items: Mapping[str, Field], said: Mapping[Any, Any]) -> Any:
    """The normal form by the plain checkers, or None."""
    normal = {}
    for name, value in said.items():
        if name not in fields:
            return None
        entry = {item: checker(field) for item, field in items.items()}
        if value is not None:
            normal[name] = checker(fields[name], entry)(value)
            if normal[name] is BAD:
                return None
    return normal


def alike(one: Any, other: Any) -> bool:
    """Equal, and written the same way: `Decimal("1")` is not `Decimal("1.0")`. A set is written in any order."""
    return bool(one == other) and (isinstance(one, frozenset) or repr(one) == repr(other))


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return list(one) == list(other) and all(type(one[n]) is type(other[n]) and alike(one[n], other[n]) for n in one)


def slots(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Event.__slots__}


@pytest.fixture(scope="module")
def reader(vocabulary: Vocabulary) -> EventReader:
    return EventReader(vocabulary)


@settings(max_examples=400, deadline=None)
@given(st.data(), st.booleans())
def test_data_comes_out_as_the_checkers_and_the_slow_way_give_it(
    reader: EventReader, data: st.DataObject, broken: bool
) -> None:
    vocabulary = reader.vocabulary
    kind = vocabulary.types[data.draw(st.sampled_from(sorted(vocabulary.types)))]
    fields = {name: field for name, field in vocabulary.fields.items() if name in kind.fields or broken}
    said = data.draw(st.composite(written)(fields, sorted(kind.fields), broken=broken))
    raw = {"id": "e1", "type": kind.name, "at": "2023-01-16", "data": said}
    own = {name: field for name, field in fields.items() if name in kind.fields}
    expected = by_checkers(own, vocabulary.profiles["item"], said)
    faults = Faults()
    slow = reader._read_slowly(raw, ("events", 0), faults, "甲", None, None)
    assert (slow is None) == (expected is None) == bool(faults.errors)
    # Twice: what was read once is remembered.
    for _ in range(2):
        quick = reader.read_quickly(raw, Faults(), "甲", None)
        if expected is None:
            assert quick is None
        else:
            assert quick is not None
            assert slow is not None
            assert slots(quick) == slots(slow)
            assert same(quick.data, slow.data)
            assert same(quick.data, expected)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from((*PROFILES, "case")), st.booleans())
def test_profiles_come_out_as_the_checkers_give_them(
    reader: EventReader, data: st.DataObject, profile: str, broken: bool
) -> None:
    vocabulary = reader.vocabulary
    fields = vocabulary.fields if profile == "case" else vocabulary.profiles[profile]
    said = data.draw(st.composite(written)(fields, sorted(fields), broken=broken))
    expected = by_checkers(fields, vocabulary.profiles["item"], said)
    read = reader.quick.case if profile == "case" else reader.quick.profiles[profile]
    for _ in range(2):
        found = read(said)
        assert (found is None) == (expected is None)
        assert found is None or same(found, expected)


ENVELOPE_VALUES = {
    "id": ("e2", "", " ", 7, None, Word.FINE, "張\u3000"),
    "type": ("decision.made", "decision.mad", None, ["decision.made"]),
    "at": ("2023-01-16", "2023-01-16T10:00", "2023-01-16T02:00:00Z", "2023-02-30", "", 5, [],
           date(2023, 1, 16), datetime(2023, 1, 16, 10, 0, 1)),
    "data": (None, {}, {"emergency": True}, {"emergency": 1}, [], "x"),
    "about": (None, "e2", "", " ", 7, ["e2", "e3", "e2"], [], [7], [""], {"e2": 1}, [Word.FINE]),
    "case": (None, "甲", "乙", "", " ", 7, Word.FINE),
    "agency": (None, "甲局", "", " ", 7, Word.FINE),
    "seq": (None, 3, "3"),
    "unit": ("一中队",),
    "specversion": ("1.0",),
    "else": (1,),
}
# A sound event of which one to three things are said otherwise.
CHANGES = st.sampled_from([(key, value) for key, values in ENVELOPE_VALUES.items() for value in values])
ENVELOPES = st.lists(CHANGES, min_size=1, max_size=3).map(
    lambda changes: {"id": "e1", "type": "decision.made", "at": "2023-01-16", **dict(changes)}
)


@settings(max_examples=500)
@given(ENVELOPES, st.sampled_from((None, "甲")), st.sampled_from((None, "乙局")))
def test_an_envelope_that_is_read_quickly_is_read_the_same_slowly(
    reader: EventReader, raw: dict[str, Any], case: str | None, agency: str | None
) -> None:
    faults, told = Faults(), Faults()
    quick = reader.read_quickly(raw, told, case, agency)
    slow = reader._read_slowly(raw, ("events", 0), faults, case, agency, None)
    assert not told.errors
    if quick is not None:
        assert slow is not None
        assert slots(quick) == slots(slow)
        assert (told.naive, told.aware) == (faults.naive, faults.aware)


def test_an_event_in_normal_form_is_one_of_the_public_constructor(reader: EventReader) -> None:
    raw = {"id": "e1", "type": "decision.made", "at": "2023-01-16", "about": "x", "data": {"emergency": True}}
    quick = reader.read_quickly(raw, Faults(), "甲", "甲局")
    assert quick is not None
    made = Event("e1", "decision.made", Moment((quick.start, quick.end)), {"emergency": True}, ("x",), "甲", "甲局")
    assert slots(quick) == slots(made)
    assert (quick, repr(quick), hash(quick)) == (made, repr(made), hash(made))


@pytest.mark.parametrize("kind", FIELD_TYPES)
def test_what_is_remembered_of_plain_texts_does_not_let_other_texts_pass(kind: str, vocabulary: Vocabulary) -> None:
    field = next(f for f in vocabulary.fields.values() if f.type == kind)
    read = quick_reader({field.name: reading._Tables(field, {})})
    word = sorted(field.choices)[0] if field.choices and not field.open else "张"
    like = StrEnum("like", {"ONE": word})
    check = checker(field)
    for value in (word, [word], like["ONE"], [like["ONE"]], word, [word]):
        normal = check(value)
        assert read({field.name: value}) == (None if normal is BAD else {field.name: normal})


def test_what_is_remembered_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST", 3)
    fields = {name: Field(name, name, kind, open=True) for name, kind in (("d", "decimal"), ("s", "set"))}
    tables = {name: reading._Tables(field, {}) for name, field in fields.items()}
    read = quick_reader(tables)
    for i in range(20):
        assert read({"d": f"{i}.5", "s": [str(i)]}) == {"d": Decimal(f"{i}.5"), "s": frozenset((str(i),))}
        assert len(tables["d"].texts or ()) <= 3
    remembered = read({"s": ["x"]})
    assert remembered is not None
    long = [["x"] * 1000, ["x" * 1000], [str(i) for i in range(500)]]
    for words, kept in ((["x"], True), *((words, False) for words in long), ([str(i) for i in range(9)], True)):
        first, second = read({"s": words}), read({"s": words})
        assert first == second == {"s": frozenset(words)}
        assert first is not None
        assert second is not None
        assert (first["s"] is second["s"]) == kept
    for i in range(5):
        read({"s": [str(i)]})
    again = read({"s": ["x"]})
    assert again is not None
    assert again["s"] is not remembered["s"]


def test_threads_share_quick_readers(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST", 5)
    quick = QuickReaders(vocabulary)
    data = [{"amount": f"{i % 40}.50", "penalty_kinds": ["fine"], "handlers": [str(i % 40)]} for i in range(2000)]
    fields = {name: vocabulary.fields[name] for name in data[0]}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda said: quick.case(said), data))
    assert found == [by_checkers(fields, {}, said) for said in data]


def test_facts_are_read_quickly_or_slowly_alike(vocabulary: Vocabulary) -> None:
    raw = {
        "agency": {"level": "county"},
        "persons": {"张": {"certified": True, "role": None}, 7: {"certified": {"2023-01-01": True}}},
        "case": {"amount": 20000},
    }
    faults = Faults()
    facts = read_facts(raw, QuickReaders(vocabulary), ("facts",), faults)
    assert not faults.errors
    assert facts.agency == {"level": "county"}
    assert facts.persons["张"] == {"certified": True}
    assert facts.persons["7"]["certified"].at(date(2023, 2, 1).toordinal()) is True
    assert facts.case == {"amount": Decimal(20000)}
