"""`lawrules.records.dataclass` promises what `dataclasses.dataclass` does: the same classes are made with both."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from lawrules import records
from lawrules.diagnostics import Span


def classes(made_with: Any) -> Any:
    dataclass, field = made_with.dataclass, made_with.field

    @dataclass(frozen=True, slots=True, order=True)
    class Point:
        x: int
        y: int = 0
        note: str = field(default="", compare=False, repr=False)

        @property
        def sum(self) -> int:
            return self.x + self.y

    @dataclass(slots=True)
    class Bag:
        things: list[int] = field(default_factory=list)
        size: ClassVar[int] = 3

        def __post_init__(self) -> None:
            self.things = [*self.things, 0]

    @dataclass(frozen=True)
    class Open:
        name: str = "a"

    @dataclass(slots=True, unsafe_hash=True)
    class Base:
        a: int = 1

    @dataclass(slots=True, unsafe_hash=True)
    class Derived(Base):
        b: int = 2

    @dataclass(slots=True, eq=False)
    class Same:
        a: int = 1

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return SimpleNamespace(Point=Point, Bag=Bag, Open=Open, Base=Base, Derived=Derived, Same=Same, Empty=Empty)


def outcome(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except Exception as error:
        return type(error)


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "values": lambda c: [(p.x, p.y, p.note, p.sum) for p in (c.Point(1), c.Point(1, 2, "n"), c.Point(y=5, x=4))],
    "too few": lambda c: c.Point(),
    "too many": lambda c: c.Point(1, 2, "n", 4),
    "unknown name": lambda c: c.Point(1, z=2),
    "equal": lambda c: (c.Point(1) == c.Point(1, 0, "other"), c.Point(1) == c.Point(2), c.Point(1) == (1, 0)),
    "other class": lambda c: (c.Base() == c.Derived(), c.Derived() == c.Derived(), c.Empty() == c.Empty()),
    "hash": lambda c: (hash(c.Point(1)) == hash(c.Point(1, 0, "n")), len({c.Point(1), c.Point(1), c.Point(2)})),
    "hash of none": lambda c: hash(c.Empty()) == hash(c.Empty()),
    "hash asked for": lambda c: hash(c.Derived()) == hash(c.Derived(1, 2)),
    "no hash": lambda c: hash(c.Bag()),
    "identity": lambda c: (c.Same() == c.Same(), len({c.Same(), c.Same()})),
    "order": lambda c: (c.Point(1) < c.Point(1, 2), c.Point(2) <= c.Point(1), c.Point(2) > c.Point(1)),
    "order of others": lambda c: c.Point(1) < 3,
    "repr": lambda c: [repr(r).rpartition(".")[2] for r in (c.Point(1, 2, "n"), c.Derived(), c.Empty(), c.Open())],
    "frozen": lambda c: setattr(c.Point(1), "x", 2),
    "frozen for good": lambda c: delattr(c.Open(), "name"),
    "slots": lambda c: setattr(c.Bag(), "other", 2),
    "no dict": lambda c: (hasattr(c.Bag(), "__dict__"), hasattr(c.Derived(), "__dict__"), vars(c.Open())),
    "factories": lambda c: (c.Bag().things, c.Bag([1]).things, c.Bag().things is c.Bag().things, c.Bag.size),
    "inherited": lambda c: (c.Derived(5).a, c.Derived(5).b, c.Derived.__slots__),
    "copies": lambda c: (copy.copy(c.Point(1, 2, "n")).note, copy.deepcopy(c.Bag([1])).things),
    "names": lambda c: (c.Point.__match_args__, c.Point.__qualname__),
    "signature": lambda c: [
        [(p.name, p.annotation, p.default is p.empty) for p in inspect.signature(kind).parameters.values()]
        for kind in (c.Point, c.Bag, c.Derived, c.Empty)
    ],
    "fields": lambda c: [(f.name, f.type, f.compare, f.repr) for f in dataclasses.fields(c.Point)],
    "standard replace": lambda c: dataclasses.replace(c.Point(1), y=7).y,
    "asdict": lambda c: (dataclasses.asdict(c.Point(1)), dataclasses.is_dataclass(c.Bag)),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_answer_alike(question: str) -> None:
    standard, ours = (outcome(partial(QUESTIONS[question], classes(module))) for module in (dataclasses, records))
    assert ours == standard


def test_replace_changes_what_it_is_told() -> None:
    span = Span("a", 1, 2)
    assert records.replace(span, line=5) == Span("a", 5, 2)
    with pytest.raises(TypeError):
        records.replace(span, lines=5)


def test_records_travel_in_pickles() -> None:
    assert pickle.loads(pickle.dumps(Span("a", 4, 5))) == Span("a", 4, 5)


def test_classes_are_made_without_the_standard_decorator() -> None:
    program = "import sys, lawrules.engine.evaluate, lawrules.policy.compose; print('dataclasses' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
