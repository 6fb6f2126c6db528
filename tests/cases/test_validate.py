"""Events: the forms that are read, and every fault of one event at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from lawrules.cases.events import Event
from lawrules.cases.faults import Faults
from lawrules.cases.validate import EventReader
from lawrules.policy.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def reader(vocabulary: Vocabulary) -> EventReader:
    return EventReader(vocabulary)


def decision(**changes: Any) -> dict[str, Any]:
    event = {
        "id": "d1",
        "type": "decision.made",
        "at": "2023-01-16",
        "data": {"decision_type": "penalty", "penalty_kinds": ["fine"], "amount": 20000, "emergency": False},
    }
    return {**event, **changes}


def read(reader: EventReader, raw: Any, **settings: Any) -> tuple[Event | None, Faults]:
    faults = Faults("case.json")
    return reader.read(raw, ("events", 3), faults, **settings), faults


def codes(faults: Faults) -> list[tuple[str, str]]:
    return [(f.code, f.path) for f in faults.errors]


def test_a_sound_event_has_its_data_in_normal_form(reader: EventReader) -> None:
    event, faults = read(reader, decision(about=["x1", "x2"], case="甲1", agency="甲局"))
    assert not faults.errors
    assert event is not None
    assert event.data == {
        "decision_type": "penalty",
        "penalty_kinds": frozenset({"fine"}),
        "amount": Decimal(20000),
        "emergency": False,
    }
    assert (event.about, event.case, event.agency, event.at) == (("x1", "x2"), "甲1", "甲局", "2023-01-16")
    assert event.bare


def test_python_dates_are_read_like_text(reader: EventReader) -> None:
    for at in (date(2023, 1, 16), datetime(2023, 1, 16, 10), datetime(2023, 1, 16, 2, tzinfo=UTC)):
        event, faults = read(reader, decision(at=at))
        assert event is not None
        assert not faults.errors
    assert event is not None
    assert event.at == "2023-01-16T10:00"


def test_seq_and_a_single_about_are_read(reader: EventReader) -> None:
    event, _ = read(reader, decision(about="x1", seq=3))
    assert event is not None
    assert (event.about, event.seq) == (("x1",), 3)


def test_the_case_and_agency_of_the_file_stand_for_those_of_the_event(reader: EventReader) -> None:
    event, _ = read(reader, decision(), case="甲1", agency="甲局")
    assert event is not None
    assert (event.case, event.agency) == ("甲1", "甲局")


def test_fields_that_all_events_share_may_stand_beside_data(reader: EventReader) -> None:
    event, faults = read(reader, decision(actors=["张", "王"], unit="一中队"))
    assert not faults.errors
    assert event is not None
    assert (event.data["actors"], event.data["unit"]) == (("张", "王"), "一中队")


def test_a_field_said_beside_data_and_in_it_is_a_fault(reader: EventReader) -> None:
    event, faults = read(reader, decision(unit="一中队", data={"unit": "二中队"}))
    assert event is None
    assert codes(faults) == [("LR604", "events[3].data.unit")]


def test_null_is_not_known(reader: EventReader) -> None:
    event, faults = read(reader, decision(data={"amount": None, "emergency": True}, about=None, case=None))
    assert not faults.errors
    assert event is not None
    assert event.data == {"emergency": True}


def test_numbers_as_ids_become_text(reader: EventReader) -> None:
    event, _ = read(reader, decision(id=7, about=3))
    assert event is not None
    assert (event.id, event.about) == ("7", ("3",))


def test_a_cloudevents_envelope_is_read(reader: EventReader) -> None:
    envelope = {
        "specversion": "1.0",
        "id": "d1",
        "type": "decision.made",
        "time": "2023-01-16T02:00:00Z",
        "source": "甲局",
        "subject": "甲1",
        "datacontenttype": "application/json",
        "data": {"amount": "12.50"},
        "traceparent": "00-1",
    }
    event, faults = read(reader, envelope)
    assert not faults.errors
    assert event is not None
    assert (event.case, event.agency, event.at) == ("甲1", "甲局", "2023-01-16T10:00")
    assert event.data == {"amount": Decimal("12.50")}
    assert [f.code for f in faults.warnings] == ["LR631"]


def test_time_and_at_in_one_envelope_is_a_fault(reader: EventReader) -> None:
    event, faults = read(reader, decision(specversion="1.0", time="2023-01-17"))
    assert event is None
    assert codes(faults) == [("LR604", "events[3].time")]


@pytest.mark.parametrize(
    ("raw", "code", "path", "hint"),
    [
        ("text", "LR630", "events[3]", ""),
        (None, "LR630", "events[3]", ""),
        (decision(type="decision.mad"), "LR602", "events[3].type", "decision.made"),
        (decision(type="作出决定"), "LR602", "events[3].type", "decision.made"),
        (decision(type=5), "LR602", "events[3].type", ""),
        (decision(type=["decision.made"]), "LR602", "events[3].type", "decision.made"),
        (decision(type=None), "LR606", "events[3]", ""),
        (decision(id=""), "LR606", "events[3]", ""),
        (decision(id=["a"]), "LR604", "events[3].id", ""),
        (decision(id="  "), "LR604", "events[3].id", ""),
        (decision(at=None), "LR606", "events[3]", ""),
        (decision(at="2023/1/16"), "LR608", "events[3].at", "2023-01-16"),
        (decision(at=20230116), "LR608", "events[3].at", ""),
        (decision(at="2023-02-30"), "LR609", "events[3].at", ""),
        (decision(data=[1]), "LR612", "events[3].data", ""),
        (decision(data="x"), "LR612", "events[3].data", ""),
        (decision(data={"procedur": "ordinary"}), "LR603", "events[3].data.procedur", "procedure"),
        (decision(data={"procedure": "ordinar"}), "LR605", "events[3].data.procedure", "ordinary"),
        (decision(data={"amount": -1}), "LR610", "events[3].data.amount", ""),
        (decision(data={"amount": 10**30}), "LR623", "events[3].data.amount", ""),
        (decision(data={"emergency": "true"}), "LR604", "events[3].data.emergency", ""),
        (decision(data={5: "x"}), "LR603", "events[3].data[5]", ""),
        (decision(amount=5), "LR614", "events[3].amount", "data"),
        (decision(abuot="x"), "LR614", "events[3].abuot", "about"),
        (decision(about=[["x"]]), "LR604", "events[3].about", ""),
        (decision(seq="1"), "LR604", "events[3].seq", ""),
        (decision(case=["x"]), "LR604", "events[3].case", ""),
    ],
)
def test_a_fault_names_its_place_and_the_nearest_word(
    reader: EventReader, raw: Any, code: str, path: str, hint: str
) -> None:
    event, faults = read(reader, raw)
    assert event is None
    found = [f for f in faults.errors if f.code == code]
    assert [f.path for f in found] == [path], codes(faults)
    assert found[0].words.get("nearest", "") == hint
    assert "case.json" in found[0].text("en")


def test_an_event_of_another_case_is_a_fault(reader: EventReader) -> None:
    event, faults = read(reader, decision(case="乙"), case="甲")
    assert event is None
    assert codes(faults) == [("LR613", "events[3].case")]


def test_all_faults_of_an_event_are_told_at_once(reader: EventReader) -> None:
    raw = {
        "id": "d1",
        "type": "decision.made",
        "at": "2023-02-30",
        "colour": 1,
        "data": {"amount": -1, "procedure": "x", "emergency": 1, "nothing": 2},
    }
    _, faults = read(reader, raw)
    assert sorted(code for code, _ in codes(faults)) == ["LR603", "LR604", "LR605", "LR609", "LR610", "LR614"]


def test_lenient_leaves_out_what_is_unknown_and_says_so(vocabulary: Vocabulary) -> None:
    reader = EventReader(vocabulary, lenient=True)
    event, faults = read(reader, decision(colour=1, data={"amount": 5, "nothing": 2}))
    assert event is not None
    assert event.data == {"amount": Decimal(5)}
    assert not faults.errors
    assert [(f.code, f.path) for f in faults.warnings] == [
        ("LR627", "events[3].colour"),
        ("LR627", "events[3].data.nothing"),
    ]
    event, faults = read(reader, decision(type="decision.mad"))
    assert event is None
    assert not faults.errors
    assert [f.code for f in faults.warnings] == ["LR626"]


def test_lenient_still_refuses_wrong_values(vocabulary: Vocabulary) -> None:
    _, faults = read(EventReader(vocabulary, lenient=True), decision(data={"amount": "much"}))
    assert codes(faults) == [("LR604", "events[3].data.amount")]


def test_a_proposed_event_needs_no_id(reader: EventReader) -> None:
    raw = {"type": "decision.made", "at": "2023-01-16"}
    event, faults = read(reader, raw, default_id="proposed")
    assert event is not None
    assert event.id == "proposed"
    assert not faults.errors


def test_threads_share_a_reader(reader: EventReader) -> None:
    raws = [decision(id=f"d{i}", at=f"2023-{i % 12 + 1:02}-{i % 28 + 1:02}") for i in range(400)]
    with ThreadPoolExecutor(8) as pool:
        events = list(pool.map(lambda raw: read(reader, raw)[0], raws))
    assert [e.at for e in events if e] == [raw["at"] for raw in raws]


def test_a_sound_event_never_takes_the_long_way(reader: EventReader, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_settings: object) -> None:
        raise AssertionError("the long way was taken")

    monkeypatch.setattr(EventReader, "_read_slowly", refuse)
    for raw in (decision(), decision(about="x"), decision(case="甲", agency="乙"), decision(at="2023-01-16T10:00")):
        assert read(reader, raw)[0] is not None


def test_the_same_misspelling_a_thousand_times_is_looked_up_once(reader: EventReader) -> None:
    begun = time.perf_counter()
    for i in range(2000):
        read(reader, decision(id=str(i), type="decision.mad"))
    assert time.perf_counter() - begun < 2.0
