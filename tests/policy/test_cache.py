"""The copy of a composition on disk: it is used when sound and fresh, and made anew in every other case."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import threading
from pathlib import Path

import pytest

import lawrules
from lawrules.policy import cache, compose

POLICY = """\
policy: {id}
title: 甲县
jurisdiction: {{name: 甲县, code: "530000", level: county}}
extends: [{extends}]
sources:
  {id}-S: {{title: 甲县办法, issuer: 甲县人民政府, issued: 2020-01-01}}
clauses:
  {id}-1: {{source: {id}-S, at: 第一条, says: 决定公开}}
duties:
  {id}-publish: {{title: 决定公开, basis: {id}-1, when: decision.made, require: publication.posted, within: {days}日}}
"""
EVENT = {"id": "d", "type": "decision.made", "at": "2023-03-01", "data": {}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAWRULES_CACHE", str(tmp_path / "cache"))
    home = tmp_path / "home"
    home.mkdir()
    write(home, "upper", 10, "vocabulary")
    write(home, "lower", 5, "upper")
    return home


def write(folder: Path, id: str, days: int, extends: str) -> Path:
    path = folder / f"{id}.yaml"
    path.write_text(POLICY.format(id=id, days=days, extends=extends), encoding="utf-8")
    return path


def dues(path: Path) -> list[str | None]:
    found = lawrules.load(path, engine="direct").evaluate([EVENT], "2023-04-30").findings
    return sorted(f.due or "" for f in found)


def copies(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("policy-*.bin"))


def test_the_second_time_nothing_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = dues(folder / "lower.yaml")

    def never(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr("lawrules.policy.compose.check_composition", never)
    assert dues(folder / "lower.yaml") == first == ["2023-03-06", "2023-03-11"]


def test_a_change_in_any_layer_counts_at_once(folder: Path) -> None:
    assert dues(folder / "lower.yaml") == ["2023-03-06", "2023-03-11"]
    write(folder, "upper", 20, "vocabulary")
    assert dues(folder / "lower.yaml") == ["2023-03-06", "2023-03-21"]


def test_a_layer_that_is_found_elsewhere_now_counts(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    moved = tmp_path / "other" / "lower.yaml"
    (folder / "lower.yaml").rename(moved)
    monkeypatch.setenv("LAWRULES_POLICIES", str(folder))
    assert dues(moved) == ["2023-03-06", "2023-03-11"]
    write(moved.parent, "upper", 30, "vocabulary")
    assert dues(moved) == ["2023-03-06", "2023-03-31"]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\x00" * 50, b"cut"])
def test_a_damaged_copy_is_made_anew(folder: Path, tmp_path: Path, damage: bytes) -> None:
    dues(folder / "lower.yaml")
    (copy,) = copies(tmp_path)
    sound = copy.read_bytes()
    copy.write_bytes(sound[: len(sound) // 2] if damage == b"cut" else damage)
    assert dues(folder / "lower.yaml") == ["2023-03-06", "2023-03-11"]
    assert copies(tmp_path)[0].read_bytes().partition(b"\n")[0] == sound.partition(b"\n")[0]


def test_a_copy_that_others_can_write_is_not_believed(folder: Path, tmp_path: Path) -> None:
    dues(folder / "lower.yaml")
    (copy,) = copies(tmp_path)
    copy.chmod(0o666)
    assert cache.load(folder / "lower.yaml") is None
    copy.chmod(0o600)
    assert cache.load(folder / "lower.yaml") is not None
    copy.parent.chmod(0o777)
    assert cache.load(folder / "lower.yaml") is None


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("harm",)


def test_a_copy_cannot_make_anything_but_a_composition(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dues(folder / "lower.yaml")
    (copy,) = copies(tmp_path)
    rewrite(copy, [pickle.dumps(_Harm())])
    monkeypatch.chdir(tmp_path)
    assert cache.load(folder / "lower.yaml") is None
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("harm", [pickle.dumps(_Harm()), b"", b"no pickle"])
def test_nor_can_the_part_that_is_read_later(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: bytes
) -> None:
    first = dues(folder / "lower.yaml")
    (copy,) = copies(tmp_path)
    rewrite(copy, [parts(copy)[0], harm, harm])
    monkeypatch.chdir(tmp_path)
    policy = lawrules.load(folder / "lower.yaml", engine="direct")
    with pytest.raises(lawrules.UsageError, match="removed; try again"):
        policy.evaluate([EVENT], "2023-04-30")
    assert not (tmp_path / "harm").exists()
    assert not copy.exists()
    assert dues(folder / "lower.yaml") == first


def parts(copy: Path) -> list[bytes]:
    """The pieces of a copy, in the order in which they are read."""
    head, _, payload = copy.read_bytes().partition(b"\n")
    first, second = json.loads(head)["parts"]
    return [payload[:first], payload[first:second], payload[second:]]


def rewrite(copy: Path, pieces: list[bytes]) -> None:
    """The copy with other pieces and a checksum that is right for them."""
    head, _, _ = copy.read_bytes().partition(b"\n")
    payload, first = b"".join(pieces), len(pieces[0])
    second = first + len(b"".join(pieces[1:2]))
    told = {**json.loads(head), "sha256": hashlib.sha256(payload).hexdigest(), "parts": [first, second]}
    copy.write_bytes(json.dumps(told).encode() + b"\n" + payload)


def test_a_kept_composition_is_the_checked_one(folder: Path) -> None:
    checked, _ = compose.check_composition(folder / "lower.yaml")
    assert checked is not None
    dues(folder / "lower.yaml")
    kept = cache.load(folder / "lower.yaml")
    assert kept is not None
    assert kept[0].rules == checked.rules
    assert list(kept[0].rules) == list(checked.rules) == ["upper/upper-publish", "lower/lower-publish"]
    assert kept[0].clauses == checked.clauses
    assert kept[0].layers == checked.layers
    assert [len(layer.rules) for layer in kept[0].layers] == [len(layer.rules) for layer in checked.layers]
    again = pickle.loads(pickle.dumps(kept[0]))
    assert again == checked
    assert type(again.rules) is dict
    assert type(again.target.rules) is tuple


def test_threads_that_ask_first_get_the_same_rules(folder: Path) -> None:
    dues(folder / "lower.yaml")
    kept = cache.load(folder / "lower.yaml")
    assert kept is not None
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(kept[0].rules["lower/lower-publish"])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(rule) for rule in found}) == 1


def test_a_policy_with_errors_is_never_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "lower.yaml").write_text("policy: lower\n", encoding="utf-8")
    with pytest.raises(lawrules.PolicyError):
        lawrules.load(folder / "lower.yaml")
    assert copies(tmp_path) == []


def test_writers_side_by_side_leave_a_sound_copy(folder: Path, tmp_path: Path) -> None:
    composition, faults = compose.check_composition(folder / "lower.yaml")
    assert composition is not None
    path = folder / "lower.yaml"
    threads = [threading.Thread(target=cache.store, args=(path, composition, faults)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(copies(tmp_path)) == 1
    kept = cache.load(path)
    assert kept is not None
    assert kept[0] == composition


def test_no_copy_is_kept_where_none_is_wanted(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAWRULES_CACHE", "")
    assert dues(folder / "lower.yaml") == ["2023-03-06", "2023-03-11"]
    assert copies(tmp_path) == []
