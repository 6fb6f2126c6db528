"""The vocabulary whose titles the reports use, and the way to `tests.report.samples`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lawrules.policy.find import built_in_folder
from lawrules.policy.read import read_file
from lawrules.policy.vocabulary import Vocabulary, compose

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return compose([("vocabulary", read_file(built_in_folder() / "vocabulary.yaml").documents[0])], [])
