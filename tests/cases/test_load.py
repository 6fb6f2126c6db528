"""Files: every form, every way to be broken, and memory that stays flat."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lawrules.cases.events import Case, Register
from lawrules.cases.load import CaseFailure, load_cases
from lawrules.policy.vocabulary import Vocabulary

Load = Callable[..., list[Any]]


def event(id: str, case: str | None = None, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"id": id, "type": "decision.made", "at": "2023-01-16", **more}
    if case is not None:
        made["case"] = case
    return made


@pytest.fixture
def load(tmp_path: Path, vocabulary: Vocabulary) -> Load:
    def _load(content: str | bytes, name: str = "case.json", **settings: Any) -> list[Any]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(load_cases(path, vocabulary, **settings))

    return _load


def ids(found: list[Any]) -> list[Any]:
    return [
        ("register", item.agency)
        if isinstance(item, Register)
        else ("failure", item.case)
        if isinstance(item, CaseFailure)
        else (item.id, len(item.events))
        for item in found
    ]


def codes(found: list[Any]) -> list[str]:
    return [fault.code for item in found if isinstance(item, CaseFailure) for fault in item.faults]


A = {"case": "甲", "events": [event("d1"), event("d2")]}
B = {"case": "乙", "events": [event("d1")]}
R = {"agency": "丙局", "since": "2023-01-01", "events": [event("d1", "甲")]}
BROKEN = {"case": "丁", "events": [event("d1", at="2023-02-30")]}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("one.json", json.dumps(A), [("甲", 2)]),
        ("list.json", json.dumps([A, R, B]), [("甲", 2), ("register", "丙局"), ("乙", 1)]),
        ("event.json", json.dumps(event("d1", "甲")), [("甲", 1)]),
        ("events.json", json.dumps([event("d1"), event("d2")]), [(None, 2)]),
        ("by-case.json", json.dumps([event("d1", "甲"), event("d1", "乙"), event("d2", "甲")]), [("甲", 2), ("乙", 1)]),
        ("some.json", json.dumps([event("d1", "甲"), event("d2")]), [("甲", 2)]),
        (
            "cases.jsonl",
            f"{json.dumps(A)}\n\n{json.dumps(R)}\n{json.dumps(B)}",
            [("甲", 2), ("register", "丙局"), ("乙", 1)],
        ),
        (
            "events.ndjson",
            "\n".join(json.dumps(event(i, c)) for i, c in (("1", "甲"), ("1", "乙"), ("2", "甲"))),
            [("甲", 2), ("乙", 1)],
        ),
        (
            "many.yaml",
            "case: 甲\nevents: [{id: d1, type: decision.made, at: 2023-01-16}]\n---\ncase: 乙\nevents: []\n",
            [("甲", 1), ("乙", 0)],
        ),
        (
            "list.yml",
            "- case: 甲\n  events: []\n- agency: 丙局\n  since: 2023-01-01\n",
            [("甲", 0), ("register", "丙局")],
        ),
        ("flow.txt", "{case: 甲, events: [{id: d1, type: decision.made, at: 2023-01-16}]}", [("甲", 1)]),
        ("flow-list.txt", "[{id: d1, type: decision.made, at: 2023-01-16}]", [(None, 1)]),
        ("json.txt", json.dumps(A, indent=1), [("甲", 2)]),
        ("json-list.txt", json.dumps([A]), [("甲", 2)]),
        ("jsonl.txt", f"\n{json.dumps(A)}\n{json.dumps(B)}\n", [("甲", 2), ("乙", 1)]),
        ("bom.json", b"\xef\xbb\xbf" + json.dumps(A).encode(), [("甲", 2)]),
        ("bom.dat", b"\xef\xbb\xbf" + json.dumps(A).encode(), [("甲", 2)]),
    ],
)
def test_every_form_is_read(load: Load, name: str, content: str | bytes, expected: list[Any]) -> None:
    assert ids(load(content, name)) == expected


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(A),
        "case: 甲\nevents: [{id: d1, type: decision.made, at: 2023-01-16}]",
        f"{json.dumps(A)}\n{json.dumps(B)}\n",
    ],
)
def test_standard_input_is_told_apart_by_its_beginning(text: str, vocabulary: Vocabulary) -> None:
    found = list(load_cases("-", vocabulary, stdin=io.BytesIO(text.encode())))
    assert found[0].id == "甲"
    assert found[0].origin.startswith("<stdin>")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", "", "LR633"),
        ("a.json", "  \n", "LR633"),
        ("a.yaml", "", "LR633"),
        ("a.yaml", "# nothing\n", "LR633"),
        ("a.jsonl", "\n\n", "LR633"),
        ("a.txt", "", "LR633"),
        ("a.json", "{", "LR620"),
        ("a.json", '{"case": "甲",}', "LR620"),
        ("a.json", "{'case': 1}", "LR620"),
        ("a.json", "5", "LR601"),
        ("a.json", "null", "LR601"),
        ("a.json", '"text"', "LR601"),
        ("a.yaml", "text", "LR601"),
        ("a.json", bytes(range(256)), "LR003"),
        ("a.yaml", bytes(range(256)), "LR003"),
        ("a.jsonl", b"\xff\xfe\n", "LR003"),
        ("a.json", '{"case": "\\ud800"}', "LR003"),
        ("a.json", '{"\\ud800": 1}', "LR003"),
        ("a.json", '{"case": "\\u0000"}', "LR003"),
        ("a.json", "[" * 100_000, "LR013"),
        ("a.yaml", "[" * 100_000, "LR013"),
        ("a.json", '{"case": "甲", "case": "乙"}', "LR621"),
        ("a.yaml", "case: 甲\ncase: 乙\n", "LR101"),
        ("a.json", '{"events": [' + "9" * 5000 + "]}", "LR620"),
        ("a.yaml", "case: !!python/object:os.system x\n", "LR018"),
        ("a.yaml", "case: yes\n", "LR019"),
        (
            "a.yaml",
            "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
            "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
            "LR015",
        ),
    ],
)
def test_a_broken_file_gets_a_diagnostic(load: Load, name: str, content: str | bytes, code: str) -> None:
    found = load(content, name)
    assert codes(found)[0] == code
    for item in found:
        for fault in item.faults:
            fault.text("zh").encode()
            fault.text("en").encode()


def test_a_missing_file_and_a_folder_get_a_diagnostic(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for path in (tmp_path, tmp_path / "nothing.json"):
        found = list(load_cases(path, vocabulary))
        assert codes(found) == ["LR001"]
    assert "没有这个文件" in found[0].faults[0].text("zh")


def test_syntax_faults_of_json_have_a_line_and_column(load: Load) -> None:
    fault = load('{"case": "甲",\n "events": [}')[0].faults[0]
    assert (fault.span.line, fault.span.column) == (2, 13)


def test_a_bad_case_does_not_stop_the_others(load: Load) -> None:
    for content, name in (
        (json.dumps([A, BROKEN, B]), "list.json"),
        ("\n".join(map(json.dumps, (A, BROKEN, B))), "lines.jsonl"),
        ("---\n".join(json.dumps(c) + "\n" for c in (A, BROKEN, B)), "documents.yaml"),
    ):
        found = load(content, name)
        assert ids(found) == [("甲", 2), ("failure", "丁"), ("乙", 1)], name
        assert codes(found) == ["LR609"]


def test_a_line_that_is_no_json_does_not_stop_the_others(load: Load) -> None:
    found = load(f"{json.dumps(A)}\n{{broken\n{json.dumps(B)}\n", "lines.jsonl")
    assert ids(found) == [("甲", 2), ("failure", None), ("乙", 1)]
    fault = found[1].faults[0]
    assert (fault.code, fault.span.line) == ("LR620", 2)


def test_loose_events_keep_their_lines(load: Load) -> None:
    lines = [event("1", "甲"), event("1", "乙"), event("1", "甲", at="2023-01-17"), event("2", "甲", at="x")]
    found = load("\n".join(map(json.dumps, lines)), "events.jsonl")
    assert ids(found) == [("failure", "甲"), ("乙", 1)]
    assert [(f.code, f.span.line) for f in found[0].faults] == [("LR607", 3), ("LR608", 4)]
    assert "第 1 行" in found[0].faults[0].text("zh")


def test_an_event_without_case_among_several_cases_is_a_fault(load: Load) -> None:
    found = load(json.dumps([event("1", "甲"), event("1", "乙"), event("2")]))
    assert ids(found) == [("failure", None), ("甲", 1), ("乙", 1)]
    assert codes(found) == ["LR625"]


def test_a_case_that_stands_twice_is_told(load: Load) -> None:
    found = load(json.dumps([A, B, A]))
    assert [w.code for w in found[2].warnings] == ["LR632"]


def test_every_fault_of_a_case_is_told_at_once(load: Load) -> None:
    bad = {"case": "甲", "colour": 1, "facts": {"party": {"kind": "x"}}, "events": [event("1", at="x"), {"id": "2"}]}
    assert codes(load(json.dumps(bad))) == ["LR615", "LR605", "LR608", "LR606", "LR606"]


def test_lenient_reaches_the_events(load: Load) -> None:
    found = load(json.dumps({"case": "甲", "events": [event("1", colour=1)]}), lenient=True)
    assert isinstance(found[0], Case)
    assert [w.code for w in found[0].warnings] == ["LR627"]


def test_amounts_of_json_are_exact(load: Load) -> None:
    found = load('{"events": [{"id": "1", "type": "decision.made", "at": "2023-01-16", "data": {"amount": 0.1000}}]}')
    assert str(found[0].events[0].data["amount"]) == "0.1000"


def test_progress_is_told(load: Load) -> None:
    told: list[float] = []
    load("\n".join(json.dumps(A) for _ in range(10)), "a.jsonl", progress=told.append)
    assert len(told) == 10
    assert told == sorted(told)
    assert told[-1] == 1.0
    told.clear()
    load(json.dumps([A] * 10), progress=told.append)
    assert len(told) == 10


def test_lines_of_cases_are_streamed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "many.jsonl"
    line = json.dumps({"case": "甲", "events": [event(f"d{i}") for i in range(12)]}) + "\n"
    path.write_text(line * 3000, encoding="utf-8")
    peaks = []
    for share in (300, 3000):
        tracemalloc.start()
        for i, _ in enumerate(load_cases(path, vocabulary)):
            if i == share - 1:
                break
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 100_000


def test_a_huge_object_of_repeated_keys_does_not_hang(load: Load) -> None:
    begun = time.perf_counter()
    found = load("{" + ",".join(f'"k{i % 50_000}": 1' for i in range(100_000)) + "}")
    assert codes(found)[0] == "LR621"
    assert time.perf_counter() - begun < 10
