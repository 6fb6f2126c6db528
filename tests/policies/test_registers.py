"""Nothing that was registered is lost: every clause, every rule, every fact, and what each of them rests on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
import yaml

from tests.policies.corpus import FACTS, IDS, LOCAL, POLICIES, REGISTERS, UPPER, composition, rule_ids, text_of

COUNTS = {  # clauses, of them encoded, rules
    "kunming": (116, 77, 77),
    "qijiang": (136, 104, 110),
    "chuxiong": (87, 63, 64),
    "mangshi": (101, 64, 67),
    "jiangsu-district": (43, 24, 26),
}
CHAINS = {
    "vocabulary": ("vocabulary",),
    "national": ("vocabulary", "national"),
    "urban-management": ("vocabulary", "national", "urban-management"),
    "yunnan": ("vocabulary", "national", "yunnan"),
    "chongqing": ("vocabulary", "national", "chongqing"),
    "jiangsu": ("vocabulary", "national", "jiangsu"),
    "kunming": ("vocabulary", "national", "yunnan", "kunming"),
    "chuxiong": ("vocabulary", "national", "yunnan", "chuxiong"),
    "mangshi": ("vocabulary", "national", "yunnan", "mangshi"),
    "qijiang": ("vocabulary", "national", "urban-management", "chongqing", "qijiang"),
    "jiangsu-district": ("vocabulary", "national", "jiangsu", "jiangsu-district"),
}
# Both give the one number of the ratio of reviewers, and there is no shorter way to say it.
SAME_WORDS = {("K-62", "SC118-11")}
LONGEST, SHARED = 60, 14


def test_the_data_are_whole() -> None:
    assert {p: (len(r["clauses"]), len(r["clauses"]) - len(r["not_encoded"]), len(r["rules"]))
            for p, r in REGISTERS.items()} == COUNTS
    assert sum(len(r["clauses"]) for r in REGISTERS.values()) == 483
    assert sum(len(facts) for facts in FACTS.values()) == 449


# ── the five local instruments


@pytest.mark.parametrize("policy", LOCAL)
def test_every_registered_rule_stands_in_its_policy(policy: str) -> None:
    missing = set(REGISTERS[policy]["rules"]) - set(rule_ids(policy))
    assert not missing


@pytest.mark.parametrize("policy", LOCAL)
def test_the_register_beside_the_policy_holds_the_same_rules(policy: str) -> None:
    written = yaml.safe_load((POLICIES / "registers" / f"{policy}.yaml").read_text(encoding="utf-8"))
    assert written["rules"] == REGISTERS[policy]["rules"]


@pytest.mark.parametrize("policy", LOCAL)
def test_every_registered_rule_cites_the_clauses_that_it_encodes(policy: str) -> None:
    cited = rule_ids(policy)
    wrong = {rule: (clauses, cited[rule]) for rule, clauses in REGISTERS[policy]["rules"].items()
             if rule in cited and not set(clauses) <= set(cited[rule])}
    assert not wrong


@pytest.mark.parametrize("policy", LOCAL)
def test_every_registered_clause_stands_in_its_policy_once(policy: str) -> None:
    written = re.findall(r"^  ([A-Z]+-\d+): \{source:", text_of(policy), re.MULTILINE)
    assert Counter(written) == Counter(REGISTERS[policy]["clauses"])
    assert list(composition(policy).target.clauses) == REGISTERS[policy]["clauses"], "in the order of the instrument"


@pytest.mark.parametrize("policy", LOCAL)
def test_a_clause_is_encoded_or_says_why_it_is_not_never_both(policy: str) -> None:
    target = composition(policy).target
    cited = {clause for basis in rule_ids(policy).values() for clause in basis}
    excused = {id for id, clause in target.clauses.items() if clause.not_encoded}
    assert excused == set(REGISTERS[policy]["not_encoded"])
    assert cited & set(target.clauses) == set(target.clauses) - excused


@pytest.mark.parametrize("policy", LOCAL)
def test_a_rule_without_a_register_of_its_own_still_cites_a_clause_of_the_instrument(policy: str) -> None:
    stray = {rule: basis for rule, basis in rule_ids(policy).items()
             if not set(basis) & set(REGISTERS[policy]["clauses"])}
    assert not stray


# ── the layers above


@pytest.mark.parametrize("policy", UPPER)
def test_every_fact_of_an_upper_layer_stands_in_it_and_nothing_else(policy: str) -> None:
    assert sorted(composition(policy).target.clauses) == sorted(FACTS[policy])


@pytest.mark.parametrize("policy", UPPER)
def test_what_was_not_read_in_its_text_says_so(policy: str) -> None:
    by_word = {word: {id for id, clause in composition(policy).target.clauses.items() if clause.verified == word}
               for word in ("memory", "news")}
    assert by_word == {word: set(IDS["verified"][word]) & set(FACTS[policy]) for word in ("memory", "news")}


@pytest.mark.parametrize("policy", CHAINS)
def test_the_layers_of_a_policy(policy: str) -> None:
    assert tuple(layer.id for layer in composition(policy).layers) == CHAINS[policy]


# ── told in our own words


def clauses_of_all_policies() -> dict[str, str]:
    return {id: clause.says for policy in (*UPPER, *LOCAL)
            for id, clause in composition(policy).target.clauses.items()}


def test_a_clause_is_told_in_a_line() -> None:
    said = clauses_of_all_policies()
    assert len(said) == 483 + 449
    assert not {id: text for id, text in said.items() if not 0 < len(text) <= LONGEST}


def test_no_clause_repeats_a_long_run_of_another() -> None:
    """Instruments repeat the lists of those above them: only runs without any mark inside are compared."""
    where: dict[str, set[str]] = defaultdict(set)
    for id, text in clauses_of_all_policies().items():
        for run in re.split(r"[、，；：。（）“”《》〔〕 ]", text):
            for i in range(len(run) - SHARED + 1):
                where[run[i:i + SHARED]].add(id)
    assert {tuple(sorted(ids)) for ids in where.values() if len(ids) > 1} == SAME_WORDS
