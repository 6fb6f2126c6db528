"""Reading: a hostile or careless file gets diagnostics at their places, never a crash, a hang or a guess."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lawrules.catalogue import CATALOGUE
from lawrules.policy import read
from lawrules.policy.read import MAX_DEPTH, Map, Reading, Seq, read_bytes, read_file, read_text


def codes(reading: Reading) -> list[str]:
    return [fault.code for fault in reading.faults]


def value(text: str) -> Any:
    reading = read_text(text, "a.yaml")
    assert reading.faults == []
    return reading.documents[0].value


def at(text: str, *path: Any, key: bool = False) -> tuple[int, int, int, int]:
    span = read_text(text, "a.yaml").documents[0].span(path, key=key)
    return span.line, span.column, span.end_line, span.end_column


@pytest.fixture(params=["libyaml", "pure"])
def any_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML may come without its C library; the words of its errors then differ."""
    if request.param == "pure":
        monkeypatch.setattr(read, "_loader", lambda: yaml.SafeLoader)


# ── values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1), ("-3", -3), ("+4", 4), ("0", 0), ("0.05", Decimal("0.05")), ("-1.50", Decimal("-1.50")),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("2023-01-31", "2023-01-31"), ("12-15", "12-15"), ("next 01-31", "next 01-31"), ("7个工作日", "7个工作日"),
        ("$limit", "$limit"), ("5%", "5%"), ('"yes"', "yes"), ("'0530100'", "0530100"), ("１２", "１２"),
        ("24小时", "24小时"),
        ("1.2.3", "1.2.3"), ("=", "="), ("<<", "<<"), ("2023-01-31T10:30", "2023-01-31T10:30"),
    ],
)
def test_a_plain_value_is_what_it_looks_like(text: str, expected: Any) -> None:
    found = value(f"a: {text}\n")["a"]
    assert found == expected
    assert type(found) is type(expected)


def test_a_decimal_keeps_its_digits() -> None:
    assert str(value("a: 0.10\n")["a"]) == "0.10"
    digits = "1" * 40
    assert value(f"a: {digits}\n")["a"] == int(digits)


@pytest.mark.parametrize("word", "y Y yes Yes YES n N no No NO True TRUE False FALSE on On ON off Off OFF".split())  # noqa: SIM905
def test_the_words_that_yaml_turns_into_booleans_are_refused(word: str) -> None:
    assert codes(read_text(f"a: {word}\n", "a.yaml")) == ["LR019"]
    assert codes(read_text(f"{word}: a\n", "a.yaml")) == ["LR019"]
    assert value(f'a: "{word}"\n') == {"a": word}


@pytest.mark.parametrize(
    "word",
    ["0530100", "0x1F", "0o17", "0b1", "1_000", "190:20", "1e3", "1.", ".5", ".inf", "-.inf", ".nan", "1" * 41],
)
def test_the_numbers_that_yaml_turns_into_others_are_refused(word: str) -> None:
    assert codes(read_text(f"a: {word}\n", "a.yaml")) == ["LR020"]
    assert value(f'a: "{word}"\n') == {"a": word}


def test_nothing_that_yaml_would_change_slips_through() -> None:
    """Whatever a YAML 1.1 reader would turn into another type is kept as text or named, never changed in silence."""
    dates = ("2023-01-31", "2023-01-31T10:30:00Z", "12:30:45")
    for text in (*dates, "0777", "1e5", "yes", "~", "1", "1.5", "true", "0b11"):
        ours = read_text(text, "a.yaml")
        theirs = yaml.safe_load(text)
        if not ours.faults and not isinstance(ours.documents[0].value, str):
            assert ours.documents[0].value == theirs


# ── places


TEXT = "policy: a\nclauses:\n  K-1: {source: S, says: 应当公示}\nlist:\n  - 甲\n  - [乙, 丙]\n"


@pytest.mark.usefixtures("any_loader")
def test_every_part_knows_its_place_in_characters() -> None:
    assert at(TEXT, "policy") == (1, 9, 1, 10)
    assert at(TEXT, "policy", key=True) == (1, 1, 1, 7)
    assert at(TEXT, "clauses", "K-1", "says") == (3, 26, 3, 30)
    assert at(TEXT, "list", 1, 1) == (6, 9, 6, 10)
    assert at(TEXT, "clauses", "K-1") == (3, 8, 3, 31)


def test_a_path_that_leaves_the_tree_gives_the_last_part_that_exists() -> None:
    assert at(TEXT, "clauses", "K-2", "says") == at(TEXT, "clauses")
    assert at(TEXT, "list", 7) == at(TEXT, "list")


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain = read_bytes(TEXT.encode(), "a.yaml").documents[0]
    for data in (b"\xef\xbb\xbf" + TEXT.encode(), TEXT.replace("\n", "\r\n").encode()):
        reading = read_bytes(data, "a.yaml")
        assert reading.faults == []
        assert reading.documents[0].value == plain.value
        assert reading.documents[0].span(("list", 1, 1)) == plain.span(("list", 1, 1))


# ── repeated keys


def test_a_repeated_key_is_refused_and_the_first_stands() -> None:
    reading = read_text("a: 1\nb: 2\na: 3\n", "a.yaml")
    assert codes(reading) == ["LR101"]
    assert (reading.faults[0].span.line, reading.faults[0].words["first"]) == (3, 1)
    assert reading.documents[0].value == {"a": 1, "b": 2}


def test_repeated_keys_are_seen_at_every_depth_and_in_every_spelling() -> None:
    assert codes(read_text('a:\n  - {b: 1, "b": 2}\n', "a.yaml")) == ["LR101"]
    assert codes(read_text("{a: 1, 'a': 2, \"a\": 3}\n", "a.yaml")) == ["LR101", "LR101"]


def test_merge_keys_mean_nothing() -> None:
    assert value("a: &x {k: 1}\nb: {<<: *x}\n")["b"] == {"<<": {"k": 1}}


# ── careless files


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\n\tb: 2\n", "LR011", 2),
        ("a:\n\tb: 2\n", "LR011", 2),
        ("policy: a\ntitle：甲\nduties: {}\n", "LR012", 2),
        ("a: 1\nb: {c: 1\nd: 2\n", "LR010", 3),
        ("a: 'x\n", "LR010", 2),
        ("a: 1\n b: 2\n", "LR010", 2),
        ("a: *b\n", "LR014", 1),
        ("a: *星号\n", "LR014", 1),
        ("? [a]\n: 1\n", "LR016", 1),
        ("? {a: b}\n: 1\n", "LR016", 1),
        ("true: 1\n", "LR017", 1),
        ("~: 1\n", "LR017", 1),
        ("a: !!python/object:os.system x\n", "LR018", 1),
        ("a: !!binary aGk=\n", "LR018", 1),
        ("a: !x [1]\n", "LR018", 1),
        ("a: !!str 甲\n", "LR018", 1),
        ("a: @b\n", "LR010", 1),
    ],
)
@pytest.mark.usefixtures("any_loader")
def test_a_mistake_is_named_where_it_stands(text: str, code: str, line: int) -> None:
    reading = read_text(text, "a.yaml")
    assert codes(reading) == [code]
    assert reading.faults[0].span.line == line


def test_an_alias_is_shared_not_copied() -> None:
    found = value("a: &x [1, 2]\nb: *x\n")
    assert found["b"] == [1, 2]
    assert found["b"] is found["a"]


@pytest.mark.usefixtures("any_loader")
def test_faults_of_one_file_come_together() -> None:
    assert codes(read_text("a: yes\nb: 010\na: 1\nc: !x 2\n", "a.yaml")) == ["LR019", "LR020", "LR101", "LR018"]


def test_several_documents_are_all_read() -> None:
    reading = read_text("a: 1\n---\nb: 2\n", "a.yaml")
    assert [d.value for d in reading.documents] == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\n\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    reading = read_text(text, "a.yaml")
    assert reading.faults == []
    assert [d.value for d in reading.documents] in ([], [None])


# ── hostile files


def quickly(data: bytes) -> Reading:
    start = time.monotonic()
    reading = read_bytes(data, "a.yaml")
    assert time.monotonic() - start < 20
    return reading


@pytest.mark.usefixtures("any_loader")
def test_deep_nesting_is_refused_without_recursion() -> None:
    for opening in ("[", "{a: ", "- "):
        assert codes(quickly((opening * 100_000).encode())) == ["LR013"]
    assert codes(quickly(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode())) == []
    assert codes(quickly(("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).encode())) == ["LR013"]


@pytest.mark.usefixtures("any_loader")
def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    assert codes(quickly("\n".join(lines).encode())) == ["LR015"]


def test_an_alias_to_what_holds_it_is_unknown() -> None:
    assert codes(quickly(b"a: &x [*x]\n")) == ["LR014"]


def test_a_file_that_is_too_large_is_not_even_parsed(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    start = time.monotonic()
    assert codes(read_file(path, limit=4 * 1024 * 1024)) == ["LR002"]
    assert time.monotonic() - start < 1


def test_many_keys_and_long_lines_are_read_in_linear_time() -> None:
    reading = quickly("".join(f"k{i}: {i}\n" for i in range(100_000)).encode())
    assert len(reading.documents[0].value) == 100_000
    assert quickly(b"a: " + b"x" * 5_000_000).documents[0].value["a"] == "x" * 5_000_000


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfea\x00:\x00", "标题: 甲".encode("gb18030"), b"\x89PNG\r\n\x1a\n\x00\x00", b"a: \x00", b"a: \x07",
     "a: \ufffe".encode(),
     b"PK\x03\x04\x14\x00"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert codes(read_bytes(data, "a.yaml")) == ["LR003"]


def test_a_lone_surrogate_is_no_text() -> None:
    assert codes(read_text("a: \ud800\n", "a.yaml")) == ["LR003"]


def test_the_place_of_a_control_character_is_given() -> None:
    fault = read_text("a: 1\nb: x\x01y\n", "a.yaml").faults[0]
    assert (fault.span.line, fault.span.column) == (2, 5)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert codes(read_file(tmp_path / "none.yaml")) == ["LR001"]
    assert codes(read_file(tmp_path)) == ["LR001"]


_SCRAPS = st.sampled_from(
    ["a", "b", ":", ": ", "- ", "\n", "  ", "\t", "[", "]", "{", "}", ",", ", ", "&x ", "*x", "!t ", "'", '"', "|", ">",
     "#", "%", "@", "?", "? ", "---\n", "...\n", "yes", "010", "公示", "：", "，", "~", "<<", "\\", "\r", "\u2028",
     "\x85", "0.5", "-"]
)


@given(st.lists(_SCRAPS, max_size=40).map("".join))
@example("? |\n")
@example("a: |\n  x\n b")
@settings(max_examples=600, deadline=None)
def test_any_scraps_of_yaml_are_read_or_refused(text: str) -> None:
    reading = read_text(text, "a.yaml")
    assert all(fault.code in CATALOGUE for fault in reading.faults)
    lines = text.count("\n") + text.count("\r") + text.count("\u2028") + text.count("\x85") + 2
    for fault in reading.faults:
        assert 0 <= fault.span.line <= lines
        assert fault.text("zh")
        assert fault.text("en")


@given(st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert all(fault.code in CATALOGUE for fault in read_bytes(data, "a.yaml").faults)


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
_TREES = st.recursive(
    st.one_of(_WORDS, st.integers(-10**9, 10**9), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_WORDS, inner, max_size=4)), max_leaves=20,
)


@given(_TREES)
@settings(max_examples=300, deadline=None)
def test_what_was_written_is_read_back(tree: Any) -> None:
    """Quoted text comes back unchanged, whatever it looks like; so do numbers, booleans and nothing."""
    import json

    text = json.dumps(tree, ensure_ascii=False)
    reading = read_text(text, "a.yaml")
    if "\u2028" in text or "\u2029" in text or "\x85" in text or "\ufeff" in text:
        return
    assert codes(reading) == []
    assert plain(reading.documents[0].value) == tree


def plain(node: Any) -> Any:
    if isinstance(node, Map):
        return {key: plain(item) for key, item in node.items()}
    if isinstance(node, Seq):
        return [plain(item) for item in node]
    return node
