"""The real vocabulary: case files are read against the words that the policies use."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawrules.policy.find import built_in_folder
from lawrules.policy.read import read_file
from lawrules.policy.vocabulary import Vocabulary, compose


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    path = built_in_folder() / "vocabulary.yaml"
    faults: list[object] = []
    made = compose([("vocabulary", read_file(Path(path)).documents[0])], faults)  # type: ignore[arg-type]
    assert not faults
    return made
