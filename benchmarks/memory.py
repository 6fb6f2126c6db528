"""What an event and a finding weigh."""

from __future__ import annotations

import gc
import tracemalloc

import lawrules
from benchmarks.generate import case_files


def weights(count: int) -> list[tuple[str, float]]:
    """Bytes for each event that is read and for each finding that is kept."""
    policy = lawrules.load("kunming", engine="direct")
    files = list(case_files(count))
    for case, as_of in files:
        policy.evaluate(case, as_of)
    gc.collect()
    tracemalloc.start()
    start = tracemalloc.get_traced_memory()[0]
    subjects = [policy._subject(case, False) for case, _ in files]
    read = tracemalloc.get_traced_memory()[0]
    kept = [policy.evaluate(subject, as_of) for subject, (_, as_of) in zip(subjects, files, strict=True)]
    gc.collect()
    evaluated = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    events = sum(len(subject.events) for subject in subjects)
    findings = sum(len(assessment.findings) for assessment in kept)
    return [
        ("a validated event, with its share of the case", (read - start) / events),
        ("a finding that is kept, with what its assessment keeps for later questions", (evaluated - read) / findings),
    ]
