"""The benchmarks are no part of the package: they lie beside it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))


@pytest.fixture(scope="session")
def kunming():
    import lawrules

    return lawrules.load("kunming", engine="direct")
