"""What an author's conditions, patterns and periods mean, as trees."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lawrules.days import Period, Unit
from lawrules.policy.compose import compose
from lawrules.policy.model import (
    ALWAYS,
    AllOf,
    And,
    AnyOf,
    EventPattern,
    FieldValue,
    Happened,
    InOrder,
    Latest,
    Literal,
    Measure,
    Members,
    Not,
    Or,
    Parameter,
    PeriodValue,
    Share,
)
from lawrules.policy.model import Test as FieldTest

HEAD = """
policy: words
title: 词
jurisdiction: {name: 某地, code: "530000", level: city}
sources: {S: {title: 词}}
clauses: {C: {source: S, at: 一, says: 词}}
parameters: {cap: {"2020-01-01": {is: 5, basis: C}}}
events:
  profiles:
    person: {fields: {role: {type: enum, choices: {lead: 主, help: 协}}}}
    party: {fields: {minor: {type: bool}}}
  types:
    act.done: {scope: case, concerns: event, fields: [amount, flag, kind, tags, actors, day, size, text]}
    act.undone: {scope: case, concerns: event, fields: [flag]}
  fields:
    amount: {type: decimal}
    flag: {type: bool}
    kind: {type: enum, choices: {a: 甲, b: 乙}}
    tags: {type: set, choices: {u: 子, v: 丑}}
    actors: {type: refs, to: person}
    day: {type: date}
    size: {type: int}
    text: {type: string}
  groups: {any_act: [act.done, {act.undone: {flag: true}}]}
  labels: {major: 重大}
"""


def read(folder: Path, text: str) -> Any:
    """The rule `r` with these keys, and the codes of what is wrong."""
    file = folder / "words.yaml"
    file.write_text(f"{HEAD}gates:\n  r: {{title: 规则, basis: C, {text}}}\n", encoding="utf-8")
    made, faults = compose(file)
    assert made is not None
    return made.rules["words/r"], {fault.code for fault in faults}


def condition(folder: Path, text: str) -> Any:
    rule, faults = read(folder, f"when: act.done, must: {text}")
    assert faults == set()
    return rule.must


def field(name: str, op: str, value: Any) -> FieldTest:
    return FieldTest(("event", name), op, Literal(value))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("{flag: true}", field("flag", "is", True)),
        ("{kind: a}", field("kind", "is", "a")),
        ("{kind: [a, b]}", field("kind", "in", ("a", "b"))),
        ("{tags: u}", field("tags", "is", "u")),
        ("{amount: {at_least: 5}}", field("amount", "at_least", Decimal(5))),
        ("{amount: {more_than: 0.10}}", field("amount", "more_than", Decimal("0.10"))),
        ("{kind: {not: a}}", field("kind", "not", "a")),
        ("{kind: {not: [a, b]}}", field("kind", "none_of", ("a", "b"))),
        ("{tags: {includes: [u, v]}}", field("tags", "includes", ("u", "v"))),
        ("{tags: {includes: u}}", field("tags", "includes", ("u",))),
        ("{text: {exists: false}}", field("text", "exists", False)),
        ("{type: act.done}", field("type", "is", "act.done")),
        ("{party.minor: true}", FieldTest(("party", "minor"), "is", Literal(True))),
        ("{about.amount: 3}", FieldTest(("about", "amount"), "is", Literal(Decimal(3)))),
        ("{case.kind: a}", FieldTest(("case", "kind"), "is", Literal("a"))),
        ("{at.night: true}", FieldTest(("at", "night"), "is", Literal(True))),
        ("{major: true}", FieldTest(("label", "major"), "is", Literal(True))),
        ("{amount: {at_most: $cap}}", FieldTest(("event", "amount"), "at_most", Parameter("cap"))),
        ("{amount: {at_most: $size}}", FieldTest(("event", "amount"), "at_most", FieldValue(("event", "size")))),
        (
            "{amount: {at_most: $about.amount}}",
            FieldTest(("event", "amount"), "at_most", FieldValue(("about", "amount"))),
        ),
        (
            "{size: {at_least: {share: 5%, of: amount}}}",
            FieldTest(("event", "size"), "at_least", Share(Decimal("0.05"), ("event", "amount"))),
        ),
        (
            "{actors: {not_among: handlers}}",
            FieldTest(("event", "actors"), "not_among", FieldValue(("derived", "handlers"))),
        ),
    ],
)
def test_a_test_is_a_field_an_operator_and_an_operand(tmp_path: Path, text: str, tree: FieldTest) -> None:
    assert condition(tmp_path, text) == tree


def test_several_tests_must_all_hold(tmp_path: Path) -> None:
    both = And((field("flag", "is", True), field("kind", "is", "a")))
    assert condition(tmp_path, "{flag: true, kind: a}") == both
    assert condition(tmp_path, "{all: [{flag: true}, {kind: a}]}") == both
    assert condition(tmp_path, "{amount: {at_least: 1, less_than: 5}}") == And(
        (
            field("amount", "at_least", Decimal(1)),
            field("amount", "less_than", Decimal(5)),
        )
    )


def test_any_and_none_hold_lists(tmp_path: Path) -> None:
    either = Or((field("flag", "is", True), field("kind", "is", "a")))
    assert condition(tmp_path, "{any: [{flag: true}, {kind: a}]}") == either
    assert condition(tmp_path, "{none: [{flag: true}, {kind: a}]}") == Not(either)


def test_people_are_asked_one_by_one(tmp_path: Path) -> None:
    lead = FieldTest(("person", "role"), "is", Literal("lead"))
    assert condition(tmp_path, "{actors: {every: {role: lead}}}") == Members(("event", "actors"), "every", lead)
    assert condition(tmp_path, "{actors: {count: {at_least: 2, of: {role: lead}}}}") == Members(
        ("event", "actors"), "count", lead, (("at_least", Literal(Decimal(2))),)
    )
    assert condition(tmp_path, "{actors: {count: {at_most: 3}}}") == Members(
        ("event", "actors"), "count", ALWAYS, (("at_most", Literal(Decimal(3))),)
    )


def test_the_history_is_asked_for_a_pattern(tmp_path: Path) -> None:
    asked = Happened(EventPattern("act.undone", field("flag", "is", True)))
    assert condition(tmp_path, "{happened: {act.undone: {flag: true}}}") == asked
    assert condition(tmp_path, "{not_happened: {act.undone: {flag: true}}}") == Not(asked)


DONE, UNDONE = EventPattern("act.done"), EventPattern("act.undone")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("act.undone", UNDONE),
        ("{act.undone: {}}", UNDONE),
        ("[act.done, act.undone]", AnyOf((DONE, UNDONE))),
        ("[act.done]", DONE),
        ("{all: [act.done, act.undone]}", AllOf((DONE, UNDONE))),
        ("{in_order: [act.done, act.undone]}", InOrder((DONE, UNDONE))),
        ("{latest: act.undone, must: {flag: true}}", Latest(UNDONE, field("flag", "is", True))),
        ("{sum: act.done.amount, at_least: 18}", Measure("sum", DONE, "amount", Literal(Decimal(18)))),
        ("{count: act.done, distinct: kind, more_than: 1}", Measure("count>", DONE, "kind", Literal(Decimal(1)))),
        ("any_act", AnyOf((DONE, EventPattern("act.undone", field("flag", "is", True))))),
        ("{act.undone: {flag: true}, same: flag}", EventPattern("act.undone", field("flag", "is", True), ("flag",))),
    ],
)
def test_a_pattern_has_one_shape_wherever_an_event_may_stand(tmp_path: Path, text: str, tree: Any) -> None:
    rule, faults = read(tmp_path, f"when: act.done, after: {text}")
    assert (rule.after, faults) == (tree, set())


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("7 working days", PeriodValue(Period(7, Unit.WORKING_DAY))),
        ("7个工作日", PeriodValue(Period(7, Unit.WORKING_DAY))),
        ("24小时", PeriodValue(Period(24, Unit.HOUR))),
        ("$cap working days", PeriodValue(None, Parameter("cap"), Unit.WORKING_DAY)),
        ("$cap 个工作日", PeriodValue(None, Parameter("cap"), Unit.WORKING_DAY)),
        ("$size days", PeriodValue(None, FieldValue(("event", "size")), Unit.DAY)),
        ("$cap", PeriodValue(None, Parameter("cap"), None)),
    ],
)
def test_a_period_is_a_number_or_looks_it_up(tmp_path: Path, text: str, period: PeriodValue) -> None:
    rule, faults = read(tmp_path, f"when: act.done, after: act.undone, elapsed: {text}")
    assert (rule.elapsed, faults) == (period, set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("when: act.don, must: {flag: true}", "LR201"),
        ("when: act.done, must: {flagg: true}", "LR202"),
        ("when: act.undone, must: {amount: 5}", "LR203"),
        ("when: act.done, must: {kind: c}", "LR204"),
        ("when: act.done, must: {amount: many}", "LR205"),
        ("when: act.done, must: {amount: {at_leest: 5}}", "LR206"),
        ("when: act.done, must: {amount: {at_most: $nothing}}", "LR207"),
        ("when: act.done, must: {flag: {at_least: true}}", "LR208"),
        ("when: act.done, must: {person_of.role: lead}", "LR209"),
        ("when: act.done, must: true", "LR212"),
        ("when: act.done, after: act.undone, elapsed: soonish", "LR401"),
        ("when: act.done, after: {count: act.done}", "LR104"),
        ("when: act.done, after: {sum: act.done.kind, at_least: 1}", "LR208"),
        ("when: act.done, after: {act.undone: {}, same: nothing}", "LR202"),
        ("when: act.done, after: []", "LR108"),
    ],
)
def test_every_wrong_word_has_its_diagnostic(tmp_path: Path, text: str, code: str) -> None:
    _, faults = read(tmp_path, text)
    assert code in faults


@pytest.mark.parametrize(
    ("must", "tags", "meant"),
    [
        ("{a: kind}", "{u: 子, v: 丑}", "kind: a"),
        ("{a: kind}", "{u: 子, a: 丑}", ""),  # a value of two fields: which was meant is not guessed
        ("{knd: a}", "{u: 子, v: 丑}", "kind"),
        ("{nothing_like_it: a}", "{u: 子, v: 丑}", ""),
    ],
)
def test_a_value_in_the_place_of_its_field_is_put_right(tmp_path: Path, must: str, tags: str, meant: str) -> None:
    file = tmp_path / "words.yaml"
    head = HEAD.replace("{u: 子, v: 丑}", tags)
    file.write_text(
        f"{head}gates:\n  r: {{title: 规则, basis: C, when: act.done, must: {must}}}\n", encoding="utf-8"
    )
    _, faults = compose(file)
    (fault,) = [fault for fault in faults if fault.code == "LR202"]
    assert fault.words["nearest"] == meant


def test_where_a_condition_was_written_does_not_count_for_its_meaning(tmp_path: Path) -> None:
    one = condition(tmp_path, "{flag: true, kind: a}")
    other = condition(tmp_path, "{flag:    true,     kind: a}")
    assert one == other
    assert hash(one) == hash(other)
