"""The on-disk copy of the built-in facts: a copy, never a source."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from lawrules.days import cache

FACTS: dict[str, Any] = {"announced": 2026, "statutory": {"1": "元旦"}, "off": {"2": "春节"}, "work": {}}


class Reader:
    """A reader that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> dict[str, Any]:
        self.asked += 1
        return FACTS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAWRULES_CACHE", str(tmp_path / "new" / "cache"))
    return tmp_path / "new" / "cache"


def copy_in(folder: Path) -> Path:
    return folder / "china-days.json"


def test_the_facts_are_read_once_and_then_come_from_the_copy(folder: Path) -> None:
    reader = Reader()
    assert cache.load(reader) == FACTS
    assert cache.load(reader) == FACTS
    assert reader.asked == 1
    assert [path.name for path in folder.iterdir()] == ["china-days.json"]
    assert json.loads(copy_in(folder).read_text(encoding="utf-8"))["facts"] == FACTS
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{not json",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"facts": {}}',
        {"stamp": "1 0.0 0.0 0"},
        {"sha256": "0" * 64},
        {"facts": {**FACTS, "announced": 2030}},
        {"facts": None},
        {"facts": []},
    ],
)
def test_a_damaged_or_stale_copy_is_rebuilt(folder: Path, damage: bytes | dict[str, Any]) -> None:
    reader = Reader()
    cache.load(reader)
    path = copy_in(folder)
    if isinstance(damage, bytes):
        path.write_bytes(damage)
    else:
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | damage), encoding="utf-8")
    assert cache.load(reader) == FACTS
    assert reader.asked == 2
    assert cache.load(reader) == FACTS
    assert reader.asked == 2


@pytest.mark.parametrize("key", ["announced", "statutory", "off", "work"])
def test_a_copy_of_another_shape_is_rebuilt(folder: Path, key: str) -> None:
    wrong = {**FACTS, key: "text"}
    assert cache.load(lambda: wrong) == wrong
    reader = Reader()
    assert cache.load(reader) == FACTS
    missing = {name: value for name, value in FACTS.items() if name != key}
    copy_in(folder).unlink()
    cache.load(lambda: missing)
    assert cache.load(reader) == FACTS
    assert reader.asked == 2


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("package", ["holidays", "lawrules"])
def test_a_new_version_makes_the_copy_stale(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    reader = Reader()
    cache.load(reader)
    real = cache.release
    monkeypatch.setattr(cache, "release", lambda name: "99" if name == package else real(name))
    cache.load(reader)
    assert reader.asked == 2


def test_a_release_is_told_as_the_metadata_tell_it() -> None:
    assert cache.release("holidays") == metadata.version("holidays")


def test_an_uninstalled_package_still_has_a_stamp(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "find_spec", lambda _: None)
    reader = Reader()
    cache.load(reader)
    cache.load(reader)
    assert reader.asked == 1
    assert json.loads(copy_in(folder).read_text(encoding="utf-8"))["stamp"].split()[:3] == ["1", "-", "-"]


def test_a_place_that_cannot_be_written_is_skipped_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("LAWRULES_CACHE", str(blocked / "cache"))
    reader = Reader()
    assert cache.load(reader) == FACTS
    assert cache.load(reader) == FACTS
    assert reader.asked == 2


def test_a_failed_write_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(cache.os, "replace", full)
    assert cache.load(Reader()) == FACTS
    assert list(folder.iterdir()) == []


def test_a_half_copy_that_cannot_be_removed_is_left_in_silence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr(cache.os, "replace", refused)
    monkeypatch.setattr(cache.os, "unlink", refused)
    assert cache.load(Reader()) == FACTS
    assert not copy_in(folder).exists()


def test_the_copy_is_written_beside_its_place_and_moved_there_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, moved = os.replace, []

    def watched(source: str, target: Path) -> None:
        moved.append((Path(source).parent, target, json.loads(Path(source).read_bytes())["facts"]))
        real(source, target)

    monkeypatch.setattr(cache.os, "replace", watched)
    cache.load(Reader())
    assert moved == [(folder, copy_in(folder), FACTS)]


def test_a_place_that_is_there_already_is_used(folder: Path) -> None:
    folder.mkdir(parents=True)
    reader = Reader()
    cache.load(reader)
    cache.load(reader)
    assert reader.asked == 1


def test_facts_whose_checksum_is_that_of_other_facts_are_not_believed(folder: Path) -> None:
    cache.load(Reader())
    theirs = json.loads(copy_in(folder).read_bytes())
    copy_in(folder).unlink()
    cache.load(lambda: {**FACTS, "announced": 2030})
    ours = json.loads(copy_in(folder).read_bytes())
    assert ours["stamp"] == theirs["stamp"]
    assert ours["sha256"] != theirs["sha256"]
    copy_in(folder).write_text(json.dumps({**ours, "sha256": theirs["sha256"]}), encoding="utf-8")
    assert cache.load(Reader()) == FACTS


def test_an_empty_variable_turns_the_copy_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAWRULES_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    reader = Reader()
    cache.load(reader)
    cache.load(reader)
    assert reader.asked == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/lawrules"),
        ("linux", {}, "/home/someone/.cache/lawrules"),
        ("linux", {"XDG_CACHE_HOME": ""}, "/home/someone/.cache/lawrules"),
        ("darwin", {}, "/home/someone/Library/Caches/lawrules"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/lawrules/cache"),
        ("win32", {}, None),
    ],
)
def test_the_copy_lies_where_the_platform_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str | None
) -> None:
    for name in ("LAWRULES_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/someone")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cache.sys, "platform", platform)
    found = cache.location()
    assert (None if found is None else found.parent.as_posix()) == expected


def test_a_second_process_starts_without_importing_holidays(tmp_path: Path) -> None:
    code = (
        "import sys; from lawrules.days import WorkCalendar; c = WorkCalendar.china(); "
        "print(c.fingerprint, 'holidays' in sys.modules)"
    )
    env = {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "LAWRULES_CACHE": str(tmp_path)}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    ]
    assert runs[0][0] == runs[1][0]
    assert [run[1] for run in runs] == ["True", "False"]
