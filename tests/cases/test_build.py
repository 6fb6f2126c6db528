"""Cases and registers from decoded values: their own keys, all events together, facts and covers."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lawrules.cases.build import case_from_value
from lawrules.cases.events import Case, Dated, Register
from lawrules.cases.faults import Faults
from lawrules.cases.jsontext import Broken, JsonReader
from lawrules.catalogue import cases as catalogue
from lawrules.errors import EventError
from lawrules.policy.read import read_text
from lawrules.policy.vocabulary import Vocabulary

DECISION = {"id": "d1", "type": "decision.made", "at": "2023-01-16"}


def faults_of(value: Any, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    with pytest.raises(EventError) as caught:
        case_from_value(value, vocabulary, "case.json")
    return [(f.code, f.path) for f in caught.value.faults]


def test_a_case_with_everything(vocabulary: Vocabulary) -> None:
    case = case_from_value(
        {
            "case": "甲1",
            "agency": "甲局",
            "covers": ["decision.made", "act"],
            "facts": {
                "party": {"kind": "natural_person", "minor": True},
                "agency": {"level": "county"},
                "persons": {"张": {"certified": {"2023-01-01": True, "2024-07-01": False}}},
                "units": {"一中队": {"unit_kind": "squad"}},
                "case": {"amount": 500},
            },
            "events": [DECISION],
        },
        vocabulary,
    )
    assert isinstance(case, Case)
    assert (case.id, case.agency) == ("甲1", "甲局")
    assert (case.events[0].case, case.events[0].agency) == ("甲1", "甲局")
    assert case.covers is not None
    assert {"decision.made", "inspection.conducted"} <= case.covers
    assert "recording.made" not in case.covers
    assert case.facts.party == {"kind": "natural_person", "minor": True}
    assert case.facts.case == {"amount": Decimal(500)}
    certified = case.facts.persons["张"]["certified"]
    assert isinstance(certified, Dated)
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2024, 6, 30), date(2024, 7, 1)]
    assert [certified.at(day.toordinal()) for day in days] == [None, True, True, False]


def test_a_noun_covers_all_its_event_types(vocabulary: Vocabulary) -> None:
    case = case_from_value({"case": "甲", "covers": ["recording", "decision.made"], "events": [DECISION]}, vocabulary)
    assert isinstance(case, Case)
    assert case.covers is not None
    assert {"recording.made", "recording.interrupted", "decision.made"} <= case.covers
    assert "decision.proposed" not in case.covers
    nothing = case_from_value({"case": "甲", "covers": [], "events": [DECISION]}, vocabulary)
    assert isinstance(nothing, Case)
    assert nothing.covers == frozenset()


def test_a_bare_list_of_events_is_a_case(vocabulary: Vocabulary) -> None:
    case = case_from_value([{**DECISION, "case": "甲1"}, {**DECISION, "id": "d2"}], vocabulary)
    assert isinstance(case, Case)
    assert case.id == "甲1"
    assert [e.case for e in case.events] == ["甲1", "甲1"]


def test_events_that_are_read_already_are_taken_as_they_are(vocabulary: Vocabulary) -> None:
    first = case_from_value([DECISION], vocabulary)
    again = case_from_value(first.events, vocabulary)
    assert again.events == first.events
    assert case_from_value(first, vocabulary) is first


def test_a_register(vocabulary: Vocabulary) -> None:
    register = case_from_value(
        {"agency": "甲局", "since": "2024-01-01", "events": [{**DECISION, "case": "甲1"}, {**DECISION, "id": "d2"}]},
        vocabulary,
    )
    assert isinstance(register, Register)
    assert register.since == date(2024, 1, 1).toordinal()
    assert [e.agency for e in register.events] == ["甲局", "甲局"]
    assert [w.code for w in register.warnings] == ["LR629"]


def test_an_exact_copy_of_an_event_counts_once(vocabulary: Vocabulary) -> None:
    case = case_from_value([DECISION, dict(DECISION)], vocabulary)
    assert len(case.events) == 1


def test_the_same_content_in_another_spelling_is_a_copy(vocabulary: Vocabulary) -> None:
    spelled = [
        {**DECISION, "data": {"actors": "张", "amount": 5}},
        {**DECISION, "data": {"actors": ["张"], "amount": "5"}},
    ]
    assert len(case_from_value(spelled, vocabulary).events) == 1


def test_two_events_with_one_id_clash(vocabulary: Vocabulary) -> None:
    assert faults_of([DECISION, {**DECISION, "at": "2023-01-17"}], vocabulary) == [("LR607", "[1].id")]


def test_an_id_clash_is_told_even_where_one_of_the_two_has_faults(vocabulary: Vocabulary) -> None:
    bad = {**DECISION, "at": "2023-02-30"}
    for pair in ([DECISION, bad], [bad, DECISION], [bad, {**bad, "at": "x"}]):
        assert ("LR607", "[1].id") in faults_of(pair, vocabulary)
    lenient = case_from_value([{**DECISION, "type": "x.y"}, {**DECISION, "id": "d2"}], vocabulary, lenient=True)
    assert [event.id for event in lenient.events] == ["d2"]


def test_about_that_leads_nowhere_is_a_warning(vocabulary: Vocabulary) -> None:
    case = case_from_value([DECISION, {**DECISION, "id": "d2", "about": ["d1", "d9"]}], vocabulary)
    assert [(w.code, w.path) for w in case.warnings] == [("LR611", "[1].about[1]")]


def test_naive_and_aware_times_in_one_file_are_told_once(vocabulary: Vocabulary) -> None:
    mixed = [
        {**DECISION, "at": "2023-01-16T10:00"},
        {**DECISION, "id": "d2", "at": "2023-01-16T10:00Z"},
        {**DECISION, "id": "d3", "at": "2023-01-16T11:00Z"},
    ]
    assert [w.code for w in case_from_value(mixed, vocabulary).warnings] == ["LR619"]
    assert case_from_value([DECISION, mixed[1]], vocabulary).warnings == []


def test_an_empty_case_is_fine_but_told(vocabulary: Vocabulary) -> None:
    for value in ({"case": "甲1", "events": []}, {"case": "甲1"}, []):
        case = case_from_value(value, vocabulary)
        assert case.events == []
        assert [w.code for w in case.warnings] == ["LR618"]


def test_lenient_keeps_the_warnings(vocabulary: Vocabulary) -> None:
    case = case_from_value(
        {"case": "甲1", "facts": {"party": {"colour": "red"}}, "events": [DECISION, {**DECISION, "type": "x.y"}]},
        vocabulary,
        lenient=True,
    )
    assert [w.code for w in case.warnings] == ["LR627", "LR626"]


def test_yaml_faults_have_lines(vocabulary: Vocabulary) -> None:
    text = (
        "case: 甲1\nevents:\n  - {id: d1, type: decision.made, at: 2023-02-30}\n"
        "  - id: d2\n    type: decision.mad\n    at: 2023-01-01\n"
    )
    document = read_text(text, "case.yaml").documents[0]
    with pytest.raises(EventError) as caught:
        case_from_value(document.value, vocabulary, "case.yaml", document)
    assert [(f.code, f.span.line, f.span.column) for f in caught.value.faults] == [("LR609", 3, 39), ("LR602", 5, 11)]
    assert "case.yaml:3:39" in caught.value.text("zh")


def test_faults_come_in_the_order_of_the_file(vocabulary: Vocabulary) -> None:
    events = [{**DECISION, "id": f"d{i}", "at": "x"} for i in range(12)]
    assert [path for _, path in faults_of({"case": "甲", "events": events}, vocabulary)] == [
        f"events[{i}].at" for i in range(12)
    ]


BAD: dict[str, Any] = {
    "LR601": {"case": "甲", "events": {"d1": {}}},
    "LR602": [{**DECISION, "type": "decision.mad"}],
    "LR603": [{**DECISION, "data": {"nothing": 1}}],
    "LR604": [{**DECISION, "data": {"emergency": 1}}],
    "LR605": [{**DECISION, "data": {"procedure": "x"}}],
    "LR606": [{"id": "d1", "at": "2023-01-16"}],
    "LR607": [DECISION, {**DECISION, "at": "2023-01-17"}],
    "LR608": [{**DECISION, "at": "16.1.2023"}],
    "LR609": [{**DECISION, "at": "2023-02-30"}],
    "LR610": [{**DECISION, "data": {"amount": -1}}],
    "LR612": [{**DECISION, "data": 5}],
    "LR613": {"case": "甲", "events": [{**DECISION, "case": "乙"}]},
    "LR614": [{**DECISION, "colour": 1}],
    "LR615": {"case": "甲", "evnets": []},
    "LR616": {"agency": "甲局", "events": []},
    "LR617": {"case": "甲", "facts": {"party": {"colour": "red"}}, "events": []},
    "LR622": '{"case": "甲", "events": [{"data": {"amount": NaN}}]}',
    "LR620": '{"case": "甲",}',
    "LR621": '{"case": "甲", "case": "乙"}',
    "LR623": [{**DECISION, "data": {"amount": 10**30}}],
    "LR624": {"agency": "甲局", "since": "2024-01-01", "events": [{**DECISION, "case": "1", "agency": "乙局"}]},
    "LR628": {"case": "甲", "covers": ["decision.mad"], "events": []},
    "LR630": [5],
}
"""For each error, the smallest value that raises it. Warnings, and faults of whole files, have tests of their own."""


@pytest.mark.parametrize("code", BAD)
def test_each_code_has_a_value_that_raises_it(code: str, vocabulary: Vocabulary) -> None:
    value = BAD[code]
    if isinstance(value, str):
        faults = Faults("case.json")
        with contextlib.suppress(Broken):
            JsonReader().read(value, faults)
        found = [f.code for f in faults.errors]
    else:
        found = [c for c, _ in faults_of(value, vocabulary)]
    assert found[0] == code


def test_no_error_code_is_without_an_example() -> None:
    whole_files = {"LR625", "LR633"}
    errors = {entry.code for entry in catalogue.ENTRIES if entry.severity == "error"}
    assert errors == set(BAD) | whole_files


@pytest.mark.parametrize(
    "value", [5, "text", None, b"x", {"case": "甲", "facts": [1]}, {"case": ["甲"]}, {"agency": 1.5, "since": 5}]
)
def test_hostile_values_get_faults(value: Any, vocabulary: Vocabulary) -> None:
    assert faults_of(value, vocabulary)


def test_a_large_case_loads_quickly(vocabulary: Vocabulary) -> None:
    import time

    events = [{**DECISION, "id": f"d{i}", "data": {"amount": i, "procedure": "ordinary"}} for i in range(100_000)]
    begun = time.perf_counter()
    case = case_from_value(events, vocabulary)
    assert len(case.events) == 100_000
    assert time.perf_counter() - begun < 5
