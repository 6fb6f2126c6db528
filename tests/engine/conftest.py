"""What the engine tests share: `law` turns a few rules into policies, one for each engine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.engine.worlds import Law, write_policy  # noqa: E402


@pytest.fixture
def law(tmp_path: Path) -> Callable[..., Law]:
    """`law(rules)`: the rules as a policy that extends the vocabulary; `upper=` rules of a layer between the two."""

    def make(rules: str, *, upper: str = "", head: str = "") -> Law:
        extends = "vocabulary"
        if upper:
            write_policy(tmp_path, upper, name="upper")
            extends = "upper"
        return Law(write_policy(tmp_path, rules, extends=extends, head=head))

    return make
