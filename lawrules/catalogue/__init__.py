"""The catalogue of diagnostic codes, a file per family; each code is documented in docs/checks/<code>.md."""

from __future__ import annotations

from lawrules.catalogue import cases, layers, periods, reading, scenarios, shape, words
from lawrules.catalogue.entry import Entry

CATALOGUE: dict[str, Entry] = {
    entry.code: entry
    for family in (reading, shape, words, layers, periods, scenarios, cases)
    for entry in family.ENTRIES
}

__all__ = ["CATALOGUE", "Entry"]
