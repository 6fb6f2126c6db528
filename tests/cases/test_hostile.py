"""Whatever the input, the answer is a case or diagnostics that can be printed: never another exception."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawrules.cases.build import case_from_value
from lawrules.cases.events import Case, Register
from lawrules.cases.load import CaseFailure, load_cases
from lawrules.diagnostics import Diagnostic
from lawrules.errors import EventError
from lawrules.policy.vocabulary import Vocabulary

WORDS = [
    *(
        "case",
        "agency",
        "since",
        "facts",
        "covers",
        "events",
        "id",
        "type",
        "at",
        "about",
        "seq",
        "data",
        "specversion",
    ),
    *("time", "subject", "source", "party", "persons", "units", "decision.made", "recording.made", "list.drawn_up"),
    *("amount", "procedure", "ordinary", "items", "name", "penalty_kinds", "fine", "officer", "started_at", "act"),
    *("2023-01-16", "2023-01-16T10:00Z", "2023-02-30", "d1", "d2"),
]
words = st.sampled_from(WORDS)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=4), inner, max_size=5),
    max_leaves=25,
)
events = st.fixed_dictionaries(
    {"id": words, "type": words, "at": words},
    optional={"about": values, "seq": scalars, "data": st.dictionaries(words, values, max_size=4), "case": scalars},
)
cases = st.fixed_dictionaries(
    {"events": st.lists(events, max_size=5)},
    optional={
        "case": scalars,
        "agency": scalars,
        "since": scalars,
        "facts": st.dictionaries(words, values, max_size=3),
        "covers": values,
    },
)

quick = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(value: Any, vocabulary: Vocabulary, lenient: bool) -> None:
    faults: tuple[Diagnostic, ...] = ()
    try:
        found = case_from_value(value, vocabulary, "x.json", lenient=lenient)
    except EventError as error:
        found, faults = None, error.faults
    if found is None:
        assert faults
        assert all(fault.text("zh").encode() and fault.text("en").encode() for fault in faults)
        return
    assert isinstance(found, (Case, Register))
    for event in found.events:
        assert event.start <= event.end
        assert event.type in vocabulary.types
        assert set(event.data) <= vocabulary.types[event.type].fields
    assert all(w.text("zh") and w.severity.value == "warning" for w in found.warnings)


@quick
@given(values | cases, st.booleans())
def test_any_value_is_a_case_or_gets_faults(vocabulary: Vocabulary, value: Any, lenient: bool) -> None:
    read(value, vocabulary, lenient)


@quick
@given(values | cases | st.lists(cases, max_size=3) | st.lists(events, max_size=4))
def test_reading_twice_gives_the_same(vocabulary: Vocabulary, value: Any) -> None:
    def once() -> list[Any]:
        text = json.dumps(value)
        return [
            [f.text() for f in found.faults] if isinstance(found, CaseFailure) else (found.events, found.facts)
            for found in load_cases("-", vocabulary, stdin=io.BytesIO(text.encode()))
        ]

    assert once() == once()


@quick
@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode) | values.map(lambda v: json.dumps(v).encode()))
def test_any_bytes_are_cases_or_failures(vocabulary: Vocabulary, data: bytes) -> None:
    for found in load_cases("-", vocabulary, stdin=io.BytesIO(data)):
        if isinstance(found, CaseFailure):
            assert found.faults
            assert all(fault.text("zh").encode() and fault.text("en") for fault in found.faults)


SOUND = (
    "case: 甲1\nfacts:\n  party: {kind: legal_person}\n  persons: {张: {certified: true}}\nevents:\n"
    "  - {id: d1, type: decision.made, at: 2023-01-16, data: {amount: 20000, penalty_kinds: [fine]}}\n"
    "  - {id: b1, type: publication.posted, at: 2023-01-30T10:00, about: d1}\n"
)


@quick
@given(st.integers(0, len(SOUND)), st.integers(0, 12), st.text(alphabet=" :{}[],&*!'\"|>-#%@`\t\n甲1a", max_size=4))
def test_a_damaged_yaml_file_is_read_or_explained(vocabulary: Vocabulary, at: int, cut: int, put: str) -> None:
    text = SOUND[:at] + put + SOUND[at + cut :]
    for found in load_cases("-", vocabulary, stdin=io.BytesIO(text.encode())):
        if isinstance(found, CaseFailure):
            assert found.faults
            assert all(fault.text("zh") for fault in found.faults)
