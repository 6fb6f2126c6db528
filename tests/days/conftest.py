"""What the day tests share: the built-in calendar, and the wall calendar of an independent source."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

import lawrules.days.china
import lawrules.days.period
import lawrules.days.work_calendar
from lawrules.days import WorkCalendar
from lawrules.days.reference import WallCalendar

DATA = Path(__file__).parent / "data"

settings.register_profile("days", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For mutation runs: few examples, always the same ones.
settings.register_profile(
    "quick",
    parent=settings.get_profile("days"),
    max_examples=20,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
)
settings.register_profile("thorough", parent=settings.get_profile("days"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "days"))


# Tests neither read nor write the user's cache. Set here, because some modules take a calendar when they are collected.
_CACHE = tempfile.TemporaryDirectory(prefix="lawrules-tests-")
os.environ["LAWRULES_CACHE"] = _CACHE.name


@pytest.fixture(scope="session", autouse=True)
def _own_calendar() -> None:
    """The tests build the calendar themselves: whoever runs them in a process that already has one (a mutation runner)
    would otherwise test what it had before."""
    for cached in (lawrules.days.china._built_in, lawrules.days.work_calendar.replay, lawrules.days.period._parse):
        cached.cache_clear()
    WorkCalendar._built_in = None


@pytest.fixture(scope="session")
def china() -> WorkCalendar:
    return WorkCalendar.china()


@pytest.fixture(scope="session")
def wall() -> WallCalendar:
    """The independent source, as a calendar on the wall."""
    years = json.loads((DATA / "arrangements.json").read_text(encoding="utf-8"))
    statutory = json.loads((DATA / "statutory.json").read_text(encoding="utf-8"))
    return WallCalendar.of_years(years, {date.fromisoformat(day) for year in statutory.values() for day in year})


@pytest.fixture(scope="session")
def every_day() -> list[date]:
    """2007-01-01 to 2026-12-31."""
    first = date(2007, 1, 1)
    return [first + timedelta(days=i) for i in range((date(2027, 1, 1) - first).days)]
