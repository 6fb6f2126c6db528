"""`implies` may fail to see, but never claims what is not so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lawrules.policy import model
from lawrules.policy.checks.implication import alternatives, conjuncts, covers, excludes, implies
from lawrules.policy.model import ALWAYS, AllOf, And, AnyOf, Condition, EventPattern, Literal, Not, Or

KIND, AMOUNT = ("event", "kind"), ("event", "amount")


def holds(condition: Condition, event: dict[str, Any]) -> bool:
    """A reference in plain Python; a missing field makes a test false."""
    if isinstance(condition, And):
        return all(holds(item, event) for item in condition.items)
    if isinstance(condition, Or):
        return any(holds(item, event) for item in condition.items)
    if isinstance(condition, Not):
        return not holds(condition.item, event)
    assert isinstance(condition, model.Test)
    assert isinstance(condition.operand, Literal)
    value, wanted = event.get(condition.path[-1]), condition.operand.value
    if condition.op == "exists":
        return (value is not None) is wanted
    if value is None:
        return False
    match condition.op:
        case "is":
            return bool(value == wanted)
        case "in":
            return value in wanted
        case "not":
            return bool(value != wanted)
        case "at_least":
            return bool(value >= wanted)
    return bool(value <= wanted)


kinds = st.sampled_from("abc")
amounts = st.integers(0, 4).map(Decimal)
simple = st.one_of(
    st.builds(lambda v: model.Test(KIND, "is", Literal(v)), kinds),
    st.builds(lambda v: model.Test(KIND, "in", Literal(tuple(sorted(v)))), st.sets(kinds, min_size=1)),
    st.builds(lambda v: model.Test(KIND, "not", Literal(v)), kinds),
    st.builds(lambda p, v: model.Test(p, "exists", Literal(v)), st.sampled_from([KIND, AMOUNT]), st.booleans()),
    st.builds(lambda op, v: model.Test(AMOUNT, op, Literal(v)), st.sampled_from(["at_least", "at_most"]), amounts),
)
conditions = st.recursive(
    simple, lambda inner: st.one_of(
        st.builds(lambda items: And(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(lambda items: Or(tuple(items)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(Not, inner),
    ), max_leaves=6,
)
events = [
    {key: value for key, value in (("kind", kind), ("amount", amount)) if value is not None}
    for kind in (None, "a", "b", "c") for amount in (None, *map(Decimal, range(-1, 6)))
]


@given(conditions, conditions)
def test_what_is_implied_holds_wherever_the_other_does(one: Condition, other: Condition) -> None:
    if implies(conjuncts(one), conjuncts(other)):
        assert all(holds(other, event) for event in events if holds(one, event))


@given(conditions, conditions)
def test_what_is_excluded_never_holds_together(one: Condition, other: Condition) -> None:
    if excludes(conjuncts(one), conjuncts(other)) is not None:
        assert not any(holds(one, event) and holds(other, event) for event in events)


@given(conditions)
def test_everything_implies_itself_and_nothing_in_particular(one: Condition) -> None:
    assert implies(conjuncts(one), conjuncts(one))
    assert implies(conjuncts(one), conjuncts(ALWAYS))


def test_a_value_implies_the_lists_that_hold_it() -> None:
    one, two = model.Test(KIND, "is", Literal("a")), model.Test(KIND, "in", Literal(("a", "b")))
    assert implies([one], [two])
    assert not implies([two], [one])
    assert implies([two], [Or((one, two))])
    five, three = (model.Test(AMOUNT, "at_least", Literal(Decimal(n))) for n in (5, 3))
    assert implies([five], [three])
    assert not implies([three], [five])


def test_alternatives_are_the_ways_to_fit_with_one_event() -> None:
    a, b = EventPattern("x.a"), EventPattern("x.b")
    assert alternatives(AnyOf((a, AnyOf((b, a))))) == (a, b, a)
    assert alternatives(AllOf((a, b))) is None
    assert alternatives(None) is None


def test_a_pattern_with_a_join_covers_nothing_for_sure() -> None:
    a = EventPattern("x.a")
    assert covers([a], None, [a], None)
    assert not covers([EventPattern("x.a", same=("kind",))], None, [a], None)
    assert not covers([a], model.Test(KIND, "is", Literal("a")), [a], None)
    assert covers([a], model.Test(KIND, "is", Literal("a")), [a], model.Test(KIND, "is", Literal("a")))
