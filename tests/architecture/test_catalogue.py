"""The catalogue of diagnostics: each code has its page, and the examples of the page do what the page says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from lawrules.catalogue import CATALOGUE
from lawrules.catalogue.examples import EXAMPLES, examples_of
from lawrules.diagnostics import Diagnostic, Severity, Span
from lawrules.policy.compose import check_composition, compose
from lawrules.scenario import check_scenarios, load_scenarios

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "checks"
WITH_EXAMPLES = [code for code, entry in CATALOGUE.items() if examples_of(entry)[0]]
# What a few lines of text cannot show, and why.
WITHOUT_EXAMPLES = {
    "LR001": "a path that cannot be opened", "LR002": "a file of many megabytes", "LR003": "bytes that are no text",
    "LR323": "a register, which is another file in a folder of its own", "LR324": "a register",
    "LR015": "aliases that unfold to a hundred thousand nodes",
}


def faults_of(example: str, folder: Path) -> list[Diagnostic]:
    """What is wrong with the last file of an example; files are told apart by lines `# ── name.yaml`."""
    parts = re.split(r"^# ── (\S+)\n", example, flags=re.MULTILINE)
    files = list(zip(parts[1::2], parts[2::2], strict=True)) if len(parts) > 1 else [("a.yaml", example)]
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / files[-1][0]
    if "scenarios:" not in files[-1][1]:
        return check_composition(path)[1]
    loaded, faults = load_scenarios([path])
    for file in loaded:
        composition, _ = compose(folder / f"{file.policy}.yaml")
        assert composition is not None
        faults.extend(check_scenarios(file, composition))
    return faults


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_the_bad_example_raises_the_code(code: str, tmp_path: Path) -> None:
    bad, _ = examples_of(CATALOGUE[code])
    assert code in {fault.code for fault in faults_of(bad, tmp_path)}


@pytest.mark.parametrize("code", [code for code in WITH_EXAMPLES if examples_of(CATALOGUE[code])[1]])
def test_the_good_example_does_not(code: str, tmp_path: Path) -> None:
    _, good = examples_of(CATALOGUE[code])
    faults = faults_of(good, tmp_path)
    assert code not in {fault.code for fault in faults}
    if code >= "LR2" or (code in EXAMPLES and code > "LR1"):
        # Later checks look at sound files only, so an example that is itself unsound would prove nothing.
        assert [fault.text("en") for fault in faults if fault.severity is Severity.ERROR] == []


def test_every_code_that_a_few_lines_can_show_has_an_example_of_both_kinds() -> None:
    ours = {code for code in CATALOGUE if "LR000" < code < "LR600"}
    bare = {code for code in ours if not all(examples_of(CATALOGUE[code]))}
    assert bare == WITHOUT_EXAMPLES.keys()


def test_the_pages_say_what_the_catalogue_says() -> None:
    spec = importlib.util.spec_from_file_location("docs_checks", ROOT / "scripts" / "docs_checks.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    stale = [name for name, text in script.pages().items() if (PAGES / name).read_text("utf-8") != text]
    assert stale == [], "run scripts/docs_checks.py"


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    assert sorted(path.stem for path in PAGES.glob("LR*.md")) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_the_sentences_of_a_code_can_be_filled(code: str) -> None:
    """A stray brace or a misspelt word in a sentence would only be met by the one author who makes that mistake."""
    entry = CATALOGUE[code]
    words = {name: f"‹{name}›" for text in (entry.zh, entry.en, entry.help_zh, entry.help_en)
             for name in re.findall(r"(?<!\{)\{(\w+)\}(?!\})", text)}
    fault = Diagnostic(code, Span("a.yaml", 1, 1, 1, 2), words)
    for lang in ("zh", "en"):
        assert fault.say(lang)
        fault.advise(lang)
    said = fault.say("zh") + fault.advise("zh") + fault.say("en") + fault.advise("en")
    assert all(value in said for value in words.values())


def test_codes_and_names_are_unique_and_well_formed() -> None:
    names = [entry.name for entry in CATALOGUE.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"LR\d{3}", code) for code in CATALOGUE)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)
    assert {entry.severity for entry in CATALOGUE.values()} <= {"error", "warning"}


def test_every_sentence_stands_in_both_languages() -> None:
    for code, entry in CATALOGUE.items():
        assert re.search(r"[\u4e00-\u9fff]", entry.zh), code
        assert not re.search(r"[\u4e00-\u9fff]", entry.en), code
        assert bool(entry.help_zh) == bool(entry.help_en), code
