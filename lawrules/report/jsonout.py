"""Assessments as JSON and JSONL, written one after another so that memory stays flat.

JSON: one object for one case, a list for several; an empty list where nothing could be evaluated. JSONL: a line a case.
"""

from __future__ import annotations

from collections.abc import Callable

from lawrules.cases.assessment import Assessment


class JsonWriter:
    """Collects nothing but the first assessment: whether a list is needed is known when the second arrives."""

    def __init__(self, write: Callable[[str], object], *, lines: bool = False) -> None:
        self._write = write
        self._lines = lines
        self._first: Assessment | None = None
        self._count = 0

    def add(self, assessment: Assessment) -> None:
        """Write `assessment`, or hold it back while it may be the only one."""
        self._count += 1
        if self._lines:
            self._write(assessment.to_json() + "\n")
        elif self._count == 1:
            self._first = assessment
        else:
            if self._first is not None:
                self._write("[\n" + _indented(self._first))
                self._first = None
            self._write(",\n" + _indented(assessment))

    def close(self, *, several: bool = False) -> None:
        """Finish. `several`: the input held more cases than could be evaluated, so that it stays a list."""
        if self._lines:
            return
        if self._count == 0:
            self._write("[]\n")
        elif self._first is None:
            self._write("\n]\n")
        elif several:
            self._write("[\n" + _indented(self._first) + "\n]\n")
        else:
            self._write(self._first.to_json(indent=2) + "\n")


def _indented(assessment: Assessment) -> str:
    return "\n".join("  " + line for line in assessment.to_json(indent=2).splitlines())
