"""The shape of a policy file: every fault at once, each at its place, and the schema says the same."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawrules.diagnostics import Diagnostic
from lawrules.policy.document import FAMILIES, json_schema, validate_shape
from lawrules.policy.read import read_file, read_text
from lawrules.policy.scenario_document import validate_scenario_shape

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'policy: a\ntitle: 甲县\njurisdiction: {name: 甲县, code: "530000", level: county}\n'
DUTY = "when: decision.made, require: publication.posted"


def faults_of(text: str) -> list[Diagnostic]:
    reading = read_text(text, "a.yaml")
    assert reading.faults == []
    faults: list[Diagnostic] = []
    validate_shape(reading.documents[0], faults)
    return faults


def duty(keys: str, family: str = "duties") -> list[Diagnostic]:
    """The faults of a rule with these keys, beside a title and a basis."""
    return faults_of(HEAD + f"{family}:\n  a-rule: {{title: 公示, basis: A-1, {keys}}}\n")


def codes(faults: list[Diagnostic]) -> list[str]:
    return sorted(fault.code for fault in faults)


def place(fault: Diagnostic) -> tuple[int, int]:
    return fault.span.line, fault.span.column


def test_a_sound_rule_has_no_fault() -> None:
    assert duty(f"{DUTY}, within: 7个工作日") == []


@pytest.mark.parametrize("path", sorted((ROOT / "policies").glob("*.yaml")), ids=lambda p: p.name)
def test_the_shipped_policies_have_the_right_shape(path: Path) -> None:
    reading = read_file(path)
    faults = list(reading.faults)
    validate_shape(reading.documents[0], faults)
    assert [fault.text("en") for fault in faults] == []


def plain(value: Any) -> Any:
    """The document as a JSON reader would see it."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if isinstance(value, (str, int, bool)) or value is None else float(value)


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for step, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths_of(item, (*path, step))


YUNNAN = plain(read_file(ROOT / "policies" / "yunnan.yaml").documents[0].value)
PATHS = list(paths_of(YUNNAN))


# ── keys


def test_an_unknown_key_names_the_place_the_nearest_key_and_what_exists() -> None:
    (fault,) = duty(f"{DUTY}, witin: 7个工作日")
    assert (fault.code, place(fault)) == ("LR102", (5, 85))
    assert fault.words["nearest"] == "within"
    assert "规则 `a-rule`" in fault.message
    assert "within" in fault.help


def test_a_key_of_another_family_is_told_apart_from_an_unknown_one() -> None:
    (fault,) = duty(f"{DUTY}, level: full")
    assert fault.code == "LR112"
    assert "duties" in fault.message


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("extra: 1", "文件开头"),
        ("jurisdicton: {}", "文件开头"),
        ("sources:\n  S: {title: 甲, isued: 2020-01-01}", "文件 `S`"),
        ("clauses:\n  A-1: {source: S, at: 一, says: 乙, verifed: text}", "条款 `A-1`"),
        (
            "duties:\n  a-rule: {title: 公示, basis: A-1, require: x.y, once: {by: 2020-01-01, til: 1}}",
            "规则 `a-rule` 的 once",
        ),
        ("events:\n  fields:\n    amount: {titel: 金额, type: int}", "`events.fields.amount`"),
        ("parameters:\n  cap: {\"2020-01-01\": {is: 1, basis: A-1, bais: A-1}}", "参数 `cap` 的 2020-01-01"),
    ],
)
def test_unknown_keys_are_errors_everywhere(text: str, where: str) -> None:
    found = [fault for fault in faults_of(HEAD + text + "\n") if fault.code == "LR102"]
    assert len(found) == 1
    assert where in found[0].message


def test_every_fault_of_a_file_is_found_at_once() -> None:
    text = (
        "policy: A\n"
        "jurisdiction: {name: 甲县}\n"
        "in_force: {from: 2020-13-01}\n"
        "duties:\n"
        "  a-rule:\n"
        "    titel: 公示\n"
        "    within: 7日\n"
        "    ahead: 3日\n"
        "    unless:\n"
    )
    assert codes(faults_of(text)) == [
        "LR102", "LR104", "LR104", "LR104", "LR104", "LR106", "LR107", "LR108", "LR109", "LR110", "LR302",
    ]


def test_a_missing_key_is_shown_at_the_head_of_what_lacks_it() -> None:
    (fault,) = faults_of(HEAD + "duties:\n  a-rule: {title: 公示, basis: A-1}\n")
    assert (fault.code, place(fault), fault.words["key"]) == ("LR104", (5, 3), "require")


def test_a_rule_without_basis_has_a_code_of_its_own() -> None:
    (fault,) = faults_of(HEAD + f"duties:\n  a-rule: {{title: 公示, {DUTY}}}\n")
    assert (fault.code, fault.words["word"]) == ("LR302", "a-rule")


def test_a_restating_rule_may_inherit_all_but_its_basis() -> None:
    assert faults_of(HEAD + "duties:\n  a-rule: {basis: A-1, restates: national/x}\n") == []
    assert codes(faults_of(HEAD + "duties:\n  a-rule: {restates: national/x}\n")) == ["LR302"]


@pytest.mark.parametrize(
    ("family", "keys", "lacks"),
    [
        ("duties", "when: decision.made", "require"),
        ("gates", "when: decision.made", "after"),
        ("gates", "after: decision.made", "when"),
        ("prohibitions", "note: 甲", "when"),
        ("recording", "when: act", "level"),
        ("major_decisions", "gives: major", "when"),
        ("exemptions", "note: 甲", "if"),
        ("leniency", "when: decision.proposed", "effect"),
        ("milestones", "when: decision.made", "in"),
    ],
)
def test_each_family_asks_for_what_it_cannot_do_without(family: str, keys: str, lacks: str) -> None:
    found = duty(keys, family)
    assert [(fault.code, fault.words["key"]) for fault in found] == [("LR104", lacks)]


# ── values


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("title: [甲]", "LR103", "[甲]"),
        ("title: 2020", "LR103", "2020"),
        ("duties: [a]", "LR103", "[a]"),
        ("duties:\n  a-rule: 公示", "LR103", "公示"),
        ("calendars: {a: 1}", "LR103", "{a}"),
        ("sources:\n  S: {title: 甲, counts: {working_days: [二]}}", "LR103", "二"),
        ("sources:\n  S: {title: 甲, issued: 2020年1月1日}", "LR106", "2020年1月1日"),
        ("sources:\n  S: {title: 甲, issued: 2021-02-29}", "LR106", "2021-02-29"),
        ("sources:\n  S: {title: 甲, issued: 20210228}", "LR106", "20210228"),
        ("in_force: {from: 2020-1-1}", "LR106", "2020-1-1"),
        ("parameters:\n  cap: {\"2020\": {is: 1, basis: A-1}}", "LR106", "2020"),
        ("extends: [国家]", "LR107", "国家"),
        ("jurisdiction: {name: 甲县, level: countey}", "LR103", "countey"),
        ("clauses:\n  A-1: {source: S, at: 一, says: 乙, verified: hearsay}", "LR103", "hearsay"),
    ],
)
def test_a_wrong_value_is_named_with_the_authors_own_text(text: str, code: str, word: str) -> None:
    key = text.split(":")[0]
    head = "".join(line + "\n" for line in HEAD.splitlines() if not line.startswith(f"{key}:"))
    found = faults_of(head + text + "\n")
    assert [(fault.code, fault.words["word"]) for fault in found] == [(code, word)]


@pytest.mark.parametrize(
    ("by", "code"),
    [("12-15", None), ("next 01-31", None), ("02-29", "LR405"), ("13-01", "LR405"), ("12月15日", "LR106"),
     ("2020-12-15", "LR106"), ("next year", "LR106")],
)
def test_a_yearly_date_is_a_day_that_every_year_has(by: str, code: str | None) -> None:
    assert codes(duty(f"require: report.published, every: year, by: {by}")) == ([code] if code else [])


@pytest.mark.parametrize("id", ["A-rule", "a_rule", "公示", "-a", "a--b", "2020"])
def test_ids_are_small_letters_digits_and_hyphens(id: str) -> None:
    found = faults_of(HEAD + f"duties:\n  {id}: {{title: 公示, basis: A-1, {DUTY}}}\n")
    assert codes(found) == ([] if id == "2020" and not found else ["LR107"])


@pytest.mark.parametrize(
    "text",
    ["title:", "title: ''", "extends:", "duties:", "clauses: ", "supervisor:", "bearer:", "bearer: {}",
     "duties:\n  a-rule:", "sources:\n  S: {title: 甲, number: }"],
)
def test_an_empty_value_is_named_by_its_key(text: str) -> None:
    head = HEAD.replace("title: 甲县\n", "") if text.startswith("title") else HEAD
    (fault,) = faults_of(head + text + "\n")
    assert fault.code == "LR108"
    key = re.findall(r"[\w-]+(?=:)", text)[-1]
    assert fault.words["key"] == key


def test_an_ascii_comma_that_split_chinese_text_is_told_once_and_nothing_else() -> None:
    (fault,) = faults_of(HEAD + "clauses:\n  A-1: {source: S, at: 第一条, says: 应当公示,并记录, not_encoded: 原则}\n")
    assert (fault.code, fault.words["key"]) == ("LR105", "并记录")
    assert "全角逗号" in fault.help


@pytest.mark.parametrize(
    "text",
    ["duties:\n  a-rule: {title: 公示,记录, basis: A-1, require: x.y}",
     "events:\n  fields:\n    f: {title: 甲, type: enum, choices: {a: 甲,乙}}",
     "jurisdiction2: {name: 甲,乙}"],
)
def test_the_comma_is_found_wherever_text_stands(text: str) -> None:
    assert "LR105" in codes(faults_of(HEAD + text + "\n"))


# ── keys that belong together


@pytest.mark.parametrize(
    ("family", "keys", "code"),
    [
        ("duties", f"{DUTY}, within: 7日, ahead: 3日", "LR110"),
        ("duties", f"{DUTY}, within: 7日, before: hearing.held", "LR110"),
        ("duties", "require: report.published, every: year, once: {by: 2020-01-01}", "LR110"),
        ("duties", f"{DUTY}, every: year", "LR110"),
        ("duties", f"{DUTY}, once: {{by: 2020-01-01}}", "LR110"),
        ("duties", f"{DUTY}, overrides: u/x, restates: u/x", "LR110"),
        ("duties", "require: report.published, by: 12-15", "LR111"),
        ("duties", f"{DUTY}, from: ended_at", "LR111"),
        ("duties", f"{DUTY}, exclude: [{{from: a.b, until: c.d}}]", "LR111"),
        ("duties", f"{DUTY}, permitted_by: A-1", "LR111"),
        ("gates", "when: decision.made, must: {a: 1}, elapsed: 10日", "LR111"),
        ("gates", "when: decision.made, must: {a: 1}, since: a.b", "LR111"),
        ("gates", "when: decision.made, must: {a: 1}, same: day", "LR111"),
        ("gates", "when: decision.made, after: a.b, level: full", "LR112"),
        ("prohibitions", "when: act, within: 7日", "LR112"),
        ("duties", f"{DUTY}, severity: may", "LR112"),
        ("leniency", "when: decision.proposed, effect: no_penalty, severity: may", None),
        ("duties", "when: a.b, require: c.d, within: 7日, from: ended_at", None),
        ("milestones", "when: a.b, in: 7日, from: ended_at, exclude: [{from: a.b, until: c.d}]", None),
        ("exemptions", "if: {a: 1}, waives: [u/x], permitted_by: U-1", None),
    ],
)
def test_keys_that_exclude_or_need_each_other(family: str, keys: str, code: str | None) -> None:
    assert codes(duty(keys, family)) == ([code] if code else [])


def test_a_restating_rule_inherits_what_its_keys_need() -> None:
    assert faults_of(HEAD + "duties:\n  a-rule: {basis: A-1, restates: u/x, from: ended_at, by: 12-15}\n") == []


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("severity", "shall", False), ("severity", "{must_if: {a: 1}}", True),
        ("severity", "{must_when: {a: 1}}", False),
        ("each", "{person: {role: x}}", True), ("each", "{person: {}, unit: {}}", False), ("each", "person", False),
        ("assume", "none", True), ("assume", "[amount]", True), ("assume", "nothing", False),
        ("rolls", "next_working_day", True), ("rolls", "tomorrow", False),
        ("every", "year", True), ("every", "yearly", False),
        ("law_of", "act", True), ("law_of", "acts", False),
        ("unless", "a-ex", True), ("unless", "[a-ex, u/b-ex]", True), ("unless", "[{a: 1}]", False),
        ("in_force", "{from: 2020-01-01}", True), ("in_force", "[{to: 2020-01-01}, {from: 2021-01-01}]", True),
        ("in_force", "2020-01-01", False),
        ("readings", "{lenient: {ahead: 6个工作日, basis: A-2}}", True),
        ("readings", "{lenient: {ahed: 6个工作日}}", False),
    ],
)
def test_keys_that_take_a_choice_of_forms(key: str, value: str, fits: bool) -> None:
    base = "require: a.b" if key == "every" else "when: a.b, require: c.d, within: 7日" if key == "rolls" else DUTY
    found = duty(f"{base}, {key}: {value}")
    assert (found == []) is fits, [fault.text("en") for fault in found]


@pytest.mark.parametrize("text", ["[]", "甲", "5", "true"])
def test_a_file_that_is_no_mapping_gets_a_diagnostic(text: str) -> None:
    assert codes(faults_of(text + "\n")) == ["LR103"]


def test_an_open_parameter_has_no_values() -> None:
    assert faults_of(HEAD + "parameters:\n  cap: {open: true}\n") == []
    assert codes(faults_of(HEAD + 'parameters:\n  cap: {open: true, "2020-01-01": {is: 1, basis: A-1}}\n')) == ["LR102"]
    assert codes(faults_of(HEAD + "parameters:\n  cap: {}\n")) == ["LR108"]


def test_numbers_keep_their_value_and_a_decimal_is_no_whole_number() -> None:
    assert faults_of(HEAD + 'parameters:\n  cap: {"2020-01-01": {is: 0.05, basis: A-1}}\n') == []
    assert codes(faults_of(HEAD + "events:\n  fields:\n    f: {type: int, min: 0.5}\n")) == ["LR103"]


# ── scenario files


def scenario_faults(text: str) -> list[Diagnostic]:
    faults: list[Diagnostic] = []
    validate_scenario_shape(read_text(text, "s.yaml").documents[0], faults)
    return faults


def test_a_scenario_names_its_place_and_its_faults() -> None:
    found = scenario_faults(
        "policy: a\nscenarios:\n  - {title: 甲, as_of: 2023-01-01}\n"
        "  - {title: 乙, expct: [], expect: [{verdict: late}]}\n"
    )
    assert codes(found) == ["LR102", "LR104", "LR104"]
    assert all("第 2 个场景" in fault.message for fault in found)


def test_a_file_without_scenarios_lacks_them() -> None:
    assert codes(scenario_faults("policy: a\n")) == ["LR104"]


# ── files that went wrong


JUNK: list[Any] = [
    None, True, 5, -1, "", "a", "$x", "公示", "2023-01-01", "next 01-31", [], {}, [[]], [None], {"a": None},
    {"公示": None}, {"from": None}, {"must_if": 5}, {"person": None}, 2**70, {"open": True}, {"is": None},
    {"2020-01-01": None}, {"5": 5},
]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_policy_with_anything_anywhere_gets_diagnostics_and_no_crash(data: st.DataObject) -> None:
    tree = copy.deepcopy(YUNNAN)
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(PATHS))
        holder = tree
        for step in path[:-1]:
            holder = holder[step] if isinstance(holder, (dict, list)) and _has(holder, step) else {}
        if isinstance(holder, dict) or (isinstance(holder, list) and _has(holder, path[-1])):
            holder[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(JUNK)))
    # JSON is YAML, and quick to write.
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    reading = read_text(text, "yunnan.yaml")
    faults: list[Diagnostic] = []
    validate_shape(reading.documents[0], faults)
    lines = text.count("\n") + 1
    for fault in faults:
        assert 1 <= fault.span.line <= lines
        assert fault.text("zh")
        assert fault.text("en")


def _has(holder: Any, step: Any) -> bool:
    return step in holder if isinstance(holder, dict) else isinstance(step, int) and step < len(holder)


# ── the schema


def test_the_published_schema_is_current() -> None:
    published = json.loads((ROOT / "docs" / "policy.schema.json").read_text("utf-8"))
    assert published == json_schema(), "run scripts/docs_schema.py"


def test_the_schema_describes_every_key_in_chinese() -> None:
    schema = json_schema()
    for name in ("Duty", "Gate", "Recording", "Milestone", "Source", "Clause"):
        for key, value in schema["$defs"][name]["properties"].items():
            assert re.search(r"[\u4e00-\u9fff]", value.get("description", "")), (name, key)


def accepts(schema: Any, value: Any, root: dict[str, Any]) -> bool:
    """The part of JSON Schema that the published one uses; written here so that no test needs another library."""
    if "$ref" in schema and not accepts(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root):
        return False
    types: dict[str, Any] = {"object": dict, "array": list, "string": str, "null": type(None), "boolean": bool}
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        fits = any(
            isinstance(value, types[n]) if n in types else isinstance(value, int) and not isinstance(value, bool)
            for n in names
        )
        if not fits:
            return False
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        return False
    if "anyOf" in schema and not any(accepts(item, value, root) for item in schema["anyOf"]):
        return False
    if "not" in schema and accepts(schema["not"], value, root):
        return False
    if isinstance(value, str):
        return len(value) >= schema.get("minLength", 0) and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, list):
        return len(value) >= schema.get("minItems", 0) and all(accepts(schema.get("items", {}), v, root) for v in value)
    if isinstance(value, dict):
        if set(schema.get("required", ())) - set(value):
            return False
        if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
            return False
        for key, item in value.items():
            known = [schema["properties"][key]] if key in schema.get("properties", {}) else [
                sub for pattern, sub in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
            rest = schema.get("additionalProperties", True)
            if not known and rest is False:
                return False
            if not all(accepts(sub, item, root) for sub in known or ([rest] if isinstance(rest, dict) else [])):
                return False
    return True


@pytest.mark.parametrize("path", sorted((ROOT / "policies").glob("*.yaml")), ids=lambda p: p.name)
def test_the_schema_accepts_the_shipped_policies(path: Path) -> None:
    schema = json_schema()
    assert accepts(schema, plain(read_file(path).documents[0].value), schema)


@pytest.mark.parametrize(
    "text",
    [
        "extra: 1",
        "title: 5",
        "duties:\n  a-rule: {title: 公示, basis: A-1}",
        "duties:\n  a-rule: {title: 公示, require: a.b}",
        "duties:\n  A_rule: {title: 公示, basis: A-1, require: a.b}",
        "duties:\n  a-rule: {title: 甲, basis: A-1, require: a.b, x: 1}",
        "in_force: {from: 5}",
        "parameters:\n  cap: {open: yes please}",
    ],
)
def test_the_schema_refuses_what_the_check_refuses(text: str) -> None:
    key = text.split(":")[0]
    head = "".join(line + "\n" for line in HEAD.splitlines() if not line.startswith(f"{key}:"))
    document = read_text(head + text + "\n", "a.yaml").documents[0]
    faults: list[Diagnostic] = []
    validate_shape(document, faults)
    schema = json_schema()
    assert faults
    assert not accepts(schema, plain(document.value), schema)


def test_every_family_has_a_model() -> None:
    from lawrules.policy import model

    assert tuple(FAMILIES) == model.FAMILIES


def test_importing_the_library_does_not_import_pydantic() -> None:
    code = "import sys, lawrules; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
