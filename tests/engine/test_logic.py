"""Three-valued logic: Kleene's tables, and the facts that an undecided truth names."""

from __future__ import annotations

import itertools

import pytest

from lawrules.engine.truth import Missing, all_of, any_of, both, either, facts_of, missing, negate

U = missing("d1.amount")
VALUES = (True, False, U)
RANK = {True: 2, False: 0}


def rank(truth):
    return 1 if isinstance(truth, Missing) else RANK[truth]


@pytest.mark.parametrize(("a", "b"), list(itertools.product(VALUES, VALUES)))
def test_and_is_the_smaller_or_the_larger_of_false_unknown_true(a, b):
    assert rank(both(a, b)) == min(rank(a), rank(b))
    assert rank(either(a, b)) == max(rank(a), rank(b))


@pytest.mark.parametrize("a", VALUES)
def test_negation_leaves_the_unknown_unknown(a):
    assert rank(negate(a)) == 2 - rank(a)
    assert negate(negate(a)) == a


@pytest.mark.parametrize(("a", "b"), list(itertools.product(VALUES, VALUES)))
def test_de_morgan_holds(a, b):
    assert negate(both(a, b)) == either(negate(a), negate(b))


@pytest.mark.parametrize("values", list(itertools.product(VALUES, repeat=3)))
def test_many_parts_are_judged_like_two(values):
    a, b, c = values
    assert all_of(values) == both(both(a, b), c)
    assert any_of(values) == either(either(a, b), c)


def test_no_parts_at_all_hold_and_none_of_them_does():
    assert all_of([]) is True
    assert any_of([]) is False


def test_an_undecided_conjunction_names_the_facts_of_all_its_undecided_parts():
    assert all_of([missing("a"), True, missing("b", "a")]) == {"a", "b"}
    assert any_of([missing("a"), False, missing("b")]) == {"a", "b"}
    assert facts_of(missing("b"), True, missing("a"), False) == ("a", "b")


def test_what_is_decided_needs_no_facts():
    assert all_of([missing("a"), False]) is False
    assert any_of([missing("a"), True]) is True


def test_an_undecided_truth_has_no_boolean_value():
    with pytest.raises(TypeError):
        bool(U)
