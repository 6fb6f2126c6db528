"""Hypothesis strategies for whoever tests policies or deadlines. Needs the extra `testing`.

`dates`, `periods` and `calendars` lean towards what goes wrong in counting; `events` and `cases` draw what a policy's
rules ask for, valid for its vocabulary and sparse as real files are. All shrink to examples that read like a case file.
"""

from __future__ import annotations

from lawrules.casegen import cases, events
from lawrules.daygen import calendars, dates, periods

__all__ = ["calendars", "cases", "dates", "events", "periods"]
