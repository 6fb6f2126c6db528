"""What a time means: bare dates, moments, time zones, `seq`, and the knowledge of `as_of` (semantics.md, "Input")."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import ev, found, ids, only

GATE = """
gates:
  show-first: {title: 先亮证, when: inquiry.conducted, after: identity.shown}
"""
POST = """
duties:
  post: {title: 公示, when: decision.made, require: publication.posted, within: 5 days}
"""


@pytest.mark.parametrize(
    ("shown", "acted", "verdict", "missing"),
    [
        ("2023-03-01", "2023-03-02", Verdict.SATISFIED, ()),
        ("2023-03-02", "2023-03-01", Verdict.VIOLATED, ()),
        ("2023-03-01T09:00", "2023-03-01T10:00", Verdict.SATISFIED, ()),
        ("2023-03-01T10:00", "2023-03-01T10:00", Verdict.SATISFIED, ()),  # the same moment counts
        ("2023-03-01T10:01", "2023-03-01T10:00", Verdict.VIOLATED, ()),
        ("2023-03-01", "2023-03-01T10:00", Verdict.UNDETERMINED, ("s1.at",)),
        ("2023-03-01T10:00", "2023-03-01", Verdict.UNDETERMINED, ("i1.at",)),
        ("2023-03-01T23:59:59.999999", "2023-03-01", Verdict.UNDETERMINED, ("i1.at",)),
        ("2023-03-01", "2023-03-01T00:00", Verdict.UNDETERMINED, ("s1.at",)),
    ],
)
def test_a_bare_date_is_every_moment_of_its_day(law, shown, acted, verdict, missing):
    f = law(GATE).one("show-first", [ev("s1", "identity.shown", shown), ev("i1", "inquiry.conducted", acted)])
    assert (f.verdict, f.missing) == (verdict, missing)


def test_bare_dates_of_one_day_are_presumed_to_have_come_in_the_lawful_order_and_this_is_listed(law):
    a = law(GATE).judge([ev("s1", "identity.shown", "2023-03-01"), ev("i1", "inquiry.conducted", "2023-03-01")])
    assert only(a, "show-first").verdict is Verdict.SATISFIED
    assert [line for line in a.assumptions if "s1" in line and "i1" in line]


@pytest.mark.parametrize(
    ("shown", "acted", "verdict"), [(1, 2, Verdict.SATISFIED), (2, 1, Verdict.VIOLATED), (1, 1, Verdict.SATISFIED)]
)
def test_seq_settles_the_order_of_a_day_and_nothing_is_presumed(law, shown, acted, verdict):
    events = [
        ev("s1", "identity.shown", "2023-03-01", seq=shown),
        ev("i1", "inquiry.conducted", "2023-03-01", seq=acted),
    ]
    a = law(GATE).judge(events)
    assert only(a, "show-first").verdict is verdict
    assert [line for line in a.assumptions if line.startswith("order")] == []


def test_a_seq_on_one_side_alone_settles_nothing(law):
    events = [ev("s1", "identity.shown", "2023-03-01", seq=2), ev("i1", "inquiry.conducted", "2023-03-01")]
    a = law(GATE).judge(events)
    assert only(a, "show-first").verdict is Verdict.SATISFIED
    assert [line for line in a.assumptions if line.startswith("order")] != []


def test_an_answer_on_the_day_of_its_trigger_is_presumed_to_follow_it(law):
    a = law(POST).judge([ev("d1", "decision.made", "2023-03-01"), ev("p1", "publication.posted", "2023-03-01")])
    assert only(a, "post").verdict is Verdict.SATISFIED
    assert [line for line in a.assumptions if line.startswith("order")] == ["order:d1~p1"]


def test_an_aware_time_is_converted_to_shanghai(law):
    # 18:00 UTC on the 1st is 02:00 on the 2nd in Shanghai: five days end on the 7th.
    f = law(POST).one("post", [ev("d1", "decision.made", "2023-03-01T18:00Z")], "2023-03-07")
    assert (f.verdict, f.due, f.trigger.at) == (Verdict.PENDING, "2023-03-07", "2023-03-02T02:00")


def test_a_naive_time_is_shanghais(law):
    same = ev("d1", "decision.made", "2023-03-02T02:00+08:00")
    naive = ev("d1", "decision.made", "2023-03-02T02:00")
    assert law(POST).judge([same]).to_dict()["findings"] == law(POST).judge([naive]).to_dict()["findings"]


def test_as_of_as_a_date_is_the_end_of_that_day(law):
    late_evening = ev("p1", "publication.posted", "2023-03-06T23:59")
    events = [ev("d1", "decision.made", "2023-03-01"), late_evening]
    assert law(POST).one("post", events, "2023-03-06").verdict is Verdict.SATISFIED
    assert law(POST).one("post", events, "2023-03-06T12:00").verdict is Verdict.PENDING


def test_events_after_as_of_are_not_known_yet_and_are_left_out_with_a_warning(law):
    events = [
        ev("d1", "decision.made", "2023-03-01"),
        ev("p1", "publication.posted", "2023-03-03"),
        ev("d2", "decision.made", "2023-04-01"),
    ]
    a = law(POST).judge(events, "2023-03-02")
    assert [f.trigger.id for f in a.findings] == ["d1"]
    assert only(a, "post").verdict is Verdict.PENDING
    assert [w for w in a.warnings if "d2" in w and "p1" in w]
    assert law(POST).judge(events, "2023-04-01").warnings == ()


def test_the_past_can_be_judged_as_it_then_stood(law):
    events = [ev("d1", "decision.made", "2023-03-01"), ev("p1", "publication.posted", "2023-03-10")]
    assert law(POST).one("post", events, "2023-03-09").verdict is Verdict.OVERDUE
    assert law(POST).one("post", events, "2023-03-10").verdict is Verdict.LATE


def test_a_file_without_events_gives_no_findings(law):
    a = law(POST).judge([])
    assert (a.findings, a.vacuous) == ((), ("post",))


def test_the_same_event_twice_counts_once(law):
    twice = [ev("d1", "decision.made", "2023-03-01")] * 2 + [ev("p1", "publication.posted", "2023-03-02")] * 2
    f = law(POST).one("post", twice)
    assert (f.verdict, ids(f)) == (Verdict.SATISFIED, ["p1"])


@pytest.mark.parametrize(
    ("at", "test", "truth"),
    [
        ("2023-03-01T22:00", "at.night: true", True),
        ("2023-03-01T21:59", "at.night: true", False),
        ("2023-03-01T05:59", "at.night: true", True),
        ("2023-03-01T06:00", "at.night: true", False),
        ("2023-03-01", "at.night: true", None),  # the hour is not known
        ("2023-03-01", "at.working_day: true", True),
        ("2023-03-04", "at.rest_day: true", True),
        ("2023-10-07", "at.rest_day: true", False),  # a Saturday that is worked
        ("2023-10-01", "at.statutory_holiday: true", True),
        ("2023-10-04", "at.statutory_holiday: true", False),
        ("2023-03-01T09:30", "at.hour: 9", True),
        ("2023-03-01T09:30", "at.hour: {at_least: 10}", False),
    ],
)
def test_the_time_of_an_event_can_be_asked_for_its_kind_of_day(law, at, test, truth):
    rules = f"""
prohibitions:
  not-then: {{title: 不得在该时, when: enforcement.executed, if: {{{test}}}}}
"""
    a = law(rules).judge([ev("e1", "enforcement.executed", at)])
    verdicts = [f.verdict for f in found(a, "not-then")]
    assert verdicts == {True: [Verdict.VIOLATED], False: [], None: [Verdict.UNDETERMINED]}[truth]
    if truth is None:
        assert only(a, "not-then").missing == ("e1.at",)


@pytest.mark.parametrize(
    ("times", "test", "truth"),
    [
        ({"started_at": "2023-03-01T20:00", "ended_at": "2023-03-01T22:30"}, "span.night: true", True),
        ({"started_at": "2023-03-01T20:00", "ended_at": "2023-03-01T22:00"}, "span.night: true", False),
        ({"started_at": "2023-03-03T20:00", "ended_at": "2023-03-04T08:00"}, "span.rest_day: true", True),
        ({"started_at": "2023-03-01T08:00", "ended_at": "2023-03-02T08:00"}, "span.night: true", True),
        ({"started_at": "2023-03-02T08:00", "ended_at": "2023-03-03T17:00"}, "span.working_day: true", True),
        ({"started_at": "2023-03-03T08:00", "ended_at": "2023-03-04T17:00"}, "span.working_day: true", False),
    ],
)
def test_an_act_that_lasts_is_asked_over_its_span(law, times, test, truth):
    rules = f"""
prohibitions:
  not-then: {{title: 不得在该时, when: enforcement.executed, if: {{{test}}}}}
"""
    a = law(rules).judge([ev("e1", "enforcement.executed", times["started_at"], **times)], "2023-03-31")
    assert len(found(a, "not-then")) == truth
