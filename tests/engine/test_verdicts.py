"""Every verdict once, on the smallest law that can give it."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import event, ids, only

PUBLISH = """
duties:
  publish: {title: 公示, when: decision.made, require: publication.posted, within: 5 working days, lifted_by: decision.overturned, unless: [secret]}
exemptions:
  secret: {title: 涉密, if: {sensitivity: state_secret}}
"""
DECIDED = event("d1", "decision.made", "2023-03-01")  # a Wednesday; five working days end on Wednesday the 8th


def test_done_on_the_last_day_is_satisfied(law):
    f = law(PUBLISH).one("publish", [DECIDED, event("p1", "publication.posted", "2023-03-08")])
    assert (f.verdict, f.due, ids(f)) == (Verdict.SATISFIED, "2023-03-08", ["p1"])
