"""What scenarios should show of each rule: only what a passing one asserts counts, and each side on its own day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import lawrules
from lawrules.demands import DEMANDS, Demand, both_sides, demands
from lawrules.facade import Policy
from lawrules.scenario import load_scenarios, run

POLICY = """\
policy: lane
title: 甲巷
jurisdiction: {name: 甲巷, level: township}
extends: [vocabulary]
sources: {L: {title: 甲巷办法, issued: 2012-01-01, in_force: {from: 2012-01-01}}}
clauses: {L-1: {source: L, at: 一, says: 各项义务}}
duties:
  l-post:
    title: 公开
    basis: L-1
    when: {decision.made: {decision_type: penalty}}
    require: {publication.posted: {content_kind: decision}}
    within: 5个工作日
    lifted_by: decision.overturned
    unless: [l-ex-secret, l-ex-old]
  l-told: {title: 告知, basis: L-1, when: inspection.conducted, require: party.informed, within: 当日}
  l-handed: {title: 移交, basis: L-1, when: evidence.collected, require: case.transferred, within: 24小时}
  l-archived: {title: 归档, basis: L-1, when: case.closed, require: case.archived, within: 及时}
  l-paid: {title: 缴款, basis: L-1, bearer: party, when: service.completed, require: fine.paid, within: 15日}
  l-released:
    title: 解除查封
    basis: L-1
    when: seizure.executed
    require: seizure.released
    within: 30日
    extend: [{when: seizure.extended, by: extended_days, up_to: 30日}]
    exclude: [{from: appraisal.started, until: appraisal.finished}]
  l-yearly: {title: 年报, basis: L-1, every: year, by: 01-31, require: report.published}
  l-urged-on: {title: 催告后执行, basis: L-1, when: l-lapsed, require: enforcement.executed, within: 及时}
prohibitions:
  l-no-fee: {title: 不得收费, basis: L-1, when: storage_fee.charged}
major_decisions:
  l-major: {title: 大额, basis: L-1, when: {decision.proposed: {amount: {at_least: 100000}}}}
  l-heard: {title: 经听证, basis: L-1, when: hearing.held}
exemptions:
  l-ex-lawyer: {title: 有法律职业资格, basis: L-1, if: {person.has_legal_qualification: true}}
  l-ex-secret: {title: 涉密, basis: L-1, if: {sensitivity: state_secret}}
  l-ex-old: {title: 旧办法, basis: L-1, if: {sensitivity: trade_secret}, in_force: {from: 2012-01-01, to: 2022-12-31}}
gates:
  l-examined: {title: 考试后发证, basis: L-1, when: officer.certified, after: exam.taken, unless: [l-ex-lawyer]}
  l-waits: {title: 期满后执行, basis: L-1, when: {enforcement.executed: {measure: demolition}}, after: l-lapsed}
  l-waits-on:
    title: 催告五日后拍卖
    basis: L-1
    when: {enforcement.executed: {measure: auction}}
    after: enforcement.urged
    elapsed: 5日
milestones:
  l-lapsed: {title: 期满, basis: L-1, when: enforcement.urged, in: 10日}
"""
DECIDED = "{id: d1, type: decision.made, at: 2023-01-16, data: {decision_type: penalty}}"
POSTED = "{id: p1, type: publication.posted, at: %s, about: d1, data: {content_kind: decision}}"
Show = Callable[..., dict[str, Demand]]


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    path = tmp_path_factory.mktemp("policies") / "lane.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return lawrules.load(path, engine="direct")


@pytest.fixture
def show(tmp_path: Path, lane: Policy) -> Show:
    def go(*events: str, expect: str = "", as_of: str = "2023-03-01", more: str = "", passes: bool = True,
           ) -> dict[str, Demand]:
        lines = ["policy: lane", "scenarios:", "  - title: 甲", f"    as_of: {as_of}"]
        lines.append(f"    events: [{', '.join(events)}]")
        lines += [f"    expect: [{{{expect}}}]"] if expect else []
        (tmp_path / "lane.yaml").write_text(POLICY, encoding="utf-8")
        path = tmp_path / "one.yaml"
        path.write_text("\n".join([*lines, *([f"    {more}"] if more else [])]) + "\n", encoding="utf-8")
        files, faults = load_scenarios([path])
        assert [fault.text("en") for fault in faults] == []
        result = run(files[0].scenarios[0], lane)
        assert result.passed is passes, result.text("en")
        return demands([result], lane)

    return go


def shown(found: dict[str, Demand], lane: Policy, rule: str) -> set[str]:
    """The demands that are met about a rule (or a pair) of the policy."""
    nothing = demands([], lane)
    about = f"lane/{rule}"
    return {name for name in DEMANDS if about in nothing[name].lacking and about not in found[name].lacking}


def test_nothing_is_shown_without_scenarios(lane: Policy) -> None:
    found = demands([], lane)
    assert list(found) == list(DEMANDS)
    assert [found[name].shown for name in DEMANDS] == [0] * len(DEMANDS)
    assert found["met"].of == found["unmet"].of == 18
    assert found["day_before"].lacking == tuple(
        f"lane/{name}" for name in ("l-post", "l-handed", "l-paid", "l-released", "l-yearly"))
    assert found["day_after"].lacking[-2:] == ("lane/l-waits-on", "lane/l-lapsed")
    assert "lane/l-told" in found["due_day"].lacking, "same day has no day before"
    assert found["make_up_day"].lacking == ("lane/l-post", "lane/l-paid"), "a term of the agency never rolls"
    assert found["excluded"].lacking == found["extended"].lacking == ("lane/l-released",)
    assert found["released"].lacking == ("lane/l-post",)
    assert found["waived"].lacking == (
        "lane/l-post < l-ex-secret", "lane/l-post < l-ex-old", "lane/l-examined < l-ex-lawyer")
    assert both_sides(found) == 0


# Five working days from Monday 16 January 2023: 17, 18, 19, 20 and, after the Spring Festival, Saturday 28.
@pytest.mark.parametrize(
    ("posted", "verdict", "sides"),
    [
        ("2023-01-26", "satisfied", {"met"}), ("2023-01-27", "satisfied", {"met", "day_before"}),
        ("2023-01-28", "satisfied", {"met", "due_day"}), ("2023-01-29", "late", {"unmet", "day_after"}),
        ("2023-01-30", "late", {"unmet"}),
    ],
)
def test_an_answer_shows_the_side_of_its_day(
    show: Show, lane: Policy, posted: str, verdict: str, sides: set[str]
) -> None:
    found = show(DECIDED, POSTED % posted, expect=f"rule: l-post, trigger: d1, verdict: {verdict}")
    assert shown(found, lane, "l-post") == sides
    dated = show(DECIDED, POSTED % posted, expect=f"rule: l-post, trigger: d1, verdict: {verdict}, due: 2023-01-28")
    assert shown(dated, lane, "l-post") == sides | {"make_up_day"}, "only who asserts the date asserts its count"


@pytest.mark.parametrize(
    ("as_of", "verdict", "sides"),
    [("2023-01-28", "pending", set()), ("2023-01-29", "overdue", {"unmet", "day_after"}),
     ("2023-01-30", "overdue", {"unmet"})],
)
def test_what_is_undone_shows_the_day_after_only_on_that_day(
    show: Show, lane: Policy, as_of: str, verdict: str, sides: set[str]
) -> None:
    found = show(DECIDED, expect=f"rule: l-post, verdict: {verdict}", as_of=as_of)
    assert shown(found, lane, "l-post") == sides


def test_what_is_not_asserted_or_fails_shows_nothing(show: Show, lane: Policy) -> None:
    unnamed = show(DECIDED, POSTED % "2023-01-28", more="expect_no: [l-no-fee]")
    assert shown(unnamed, lane, "l-post") == set()
    assert shown(unnamed, lane, "l-no-fee") == {"met"}
    failed = show(DECIDED, expect="rule: l-post, verdict: late", passes=False)
    assert shown(failed, lane, "l-post") == set()
    bare = show(DECIDED, expect="rule: l-post, trigger: d1")
    assert shown(bare, lane, "l-post") == set(), "it says that there is a finding, not what it is"


@pytest.mark.parametrize(
    ("moved", "verdict", "sides"),
    [
        ("2023-03-02T08:59", "satisfied", {"met"}), ("2023-03-02T09:00", "satisfied", {"met", "day_before"}),
        ("2023-03-02T10:00", "satisfied", {"met", "due_day"}), ("2023-03-02T10:01", "late", {"unmet", "day_after"}),
        ("2023-03-02T11:01", "late", {"unmet"}),
    ],
)
def test_the_step_of_hours_is_an_hour(show: Show, lane: Policy, moved: str, verdict: str, sides: set[str]) -> None:
    found = show("{id: e1, type: evidence.collected, at: '2023-03-01T10:00'}",
                 f"{{id: t1, type: case.transferred, at: '{moved}', about: e1}}",
                 expect=f"rule: l-handed, verdict: {verdict}", as_of="2023-03-10")
    assert shown(found, lane, "l-handed") == sides


# Sunday 8 October 2023 was a working day: a party's fifteen days from 23 September end on it and do not roll.
def test_a_rolling_term_that_ends_on_a_make_up_day(show: Show, lane: Policy) -> None:
    served = "{id: s1, type: service.completed, at: %s}"
    made_up = show(served % "2023-09-23", expect="rule: l-paid, verdict: overdue, due: 2023-10-08", as_of="2023-10-09")
    assert shown(made_up, lane, "l-paid") == {"unmet", "day_after", "make_up_day"}
    rolled = show(served % "2023-02-25", expect="rule: l-paid, verdict: overdue, due: 2023-03-13", as_of="2023-04-01")
    assert shown(rolled, lane, "l-paid") == {"unmet"}, "the Sunday on which it ended was a rest day"


def test_exclusions_and_extensions_count_where_they_moved_the_date(show: Show, lane: Policy) -> None:
    seized = "{id: s1, type: seizure.executed, at: 2023-03-01}"
    started = "{id: a1, type: appraisal.started, at: 2023-03-05, about: s1}"
    finished = "{id: a2, type: appraisal.finished, at: 2023-03-14, about: s1}"
    more = "{id: x1, type: seizure.extended, at: 2023-03-20, about: s1, data: {extended_days: 10}}"
    expect = "rule: l-released, trigger: s1, verdict: overdue, due: %s"
    plain = show(seized, expect=expect % "2023-03-31", as_of="2023-06-01")
    assert shown(plain, lane, "l-released") == {"unmet"}
    without = show(seized, started, finished, expect=expect % "2023-04-10", as_of="2023-06-01")
    assert shown(without, lane, "l-released") == {"unmet", "excluded"}
    longer = show(seized, more, expect=expect % "2023-04-10", as_of="2023-06-01")
    assert shown(longer, lane, "l-released") == {"unmet", "extended"}


def test_a_duty_that_is_lifted(show: Show, lane: Policy) -> None:
    lifted = "{id: o1, type: decision.overturned, at: 2023-01-18, about: d1, data: {overturn_kind: revoked}}"
    assert shown(show(DECIDED, lifted, expect="rule: l-post, verdict: released"), lane, "l-post") == {"released"}


def test_a_duty_that_cannot_be_broken_is_unmet_while_it_is_open(show: Show, lane: Policy) -> None:
    found = show("{id: c1, type: case.closed, at: 2023-02-01}", expect="rule: l-archived, verdict: pending")
    assert shown(found, lane, "l-archived") == {"unmet"}


def test_a_gate_that_an_earlier_register_may_have_opened_is_unmet_while_unknown(show: Show, lane: Policy) -> None:
    found = show("{id: z1, type: officer.certified, at: 2023-02-01, data: {officer: [甲]}}",
                 expect="rule: l-examined, verdict: undetermined", more="agency: 甲所\n    since: 2023-01-01")
    assert shown(found, lane, "l-examined") == {"unmet"}
    waits = "{id: a1, type: enforcement.executed, at: 2023-02-01, data: {measure: demolition}}"
    assert shown(show(waits, expect="rule: l-waits, verdict: violated"), lane, "l-waits") == {"unmet"}


def test_an_exemption_of_a_gate_that_cannot_be_broken(show: Show, lane: Policy) -> None:
    def certified(qualified: str, expect: str) -> dict[str, Demand]:
        return show(
            "{id: c1, type: officer.certified, at: 2023-02-01, data: {officer: [赵]}}",
            expect=f"rule: l-examined, trigger: c1, {expect}", as_of="2023-03-01",
            more="\n    ".join([
                "agency: 甲所", "since: 2022-12-01",
                f"facts: {{persons: {{赵: {{has_legal_qualification: {qualified}}}}}}}",
            ]))

    unknown = certified("false", "verdict: undetermined")
    assert shown(unknown, lane, "l-examined") == {"unmet"}
    assert shown(unknown, lane, "l-ex-lawyer") == {"unmet"}, "it did not hold, or the finding were waived"
    spared = certified("true", "verdict: waived, waived_by: l-ex-lawyer")
    assert shown(spared, lane, "l-examined") == {"unmet"}
    assert shown(spared, lane, "l-ex-lawyer") == {"met"}


def test_a_fixed_day(show: Show, lane: Policy) -> None:
    report = "{id: r1, type: report.published, at: 2023-01-31, data: {report_kind: [annual_overview]}}"
    found = show(report, expect="rule: l-yearly, verdict: satisfied, due: 2023-01-31", as_of="2023-02-10",
                 more="agency: 甲所\n    since: 2022-12-01")
    assert shown(found, lane, "l-yearly") == {"met", "due_day"}


def secret(kind: str, at: str = "2023-01-16") -> str:
    return f"{{id: d1, type: decision.made, at: {at}, data: {{decision_type: penalty, sensitivity: [{kind}]}}}}"


def test_an_exemption_acts_or_does_not(show: Show, lane: Policy) -> None:
    waived = show(secret("state_secret"), expect="rule: l-post, verdict: waived, waived_by: l-ex-secret")
    assert shown(waived, lane, "l-ex-secret") == {"met"}
    assert shown(waived, lane, "l-post < l-ex-secret") == {"waived"}
    assert shown(waived, lane, "l-post") == set(), "a duty that can be broken is not shown broken by a waiver"
    owed = show(secret("minor_involved"), expect="rule: l-post, verdict: overdue")
    assert shown(owed, lane, "l-ex-secret") == shown(owed, lane, "l-ex-old") == {"unmet"}


def test_an_exemption_that_has_ended_is_unmet_on_a_day_after_it_only(show: Show, lane: Policy) -> None:
    early = "{id: d1, type: decision.made, at: 2022-03-01, data: {decision_type: penalty}}"
    still = show(early, expect="rule: l-post, verdict: overdue", as_of="2022-06-01")
    assert shown(still, lane, "l-ex-old") == set()
    assert shown(still, lane, "l-ex-secret") == {"unmet"}
    ended = show(secret("trade_secret"), expect="rule: l-post, verdict: overdue")
    assert shown(ended, lane, "l-ex-old") == {"unmet"}


def test_labels_are_met_where_they_are_asserted(show: Show, lane: Policy) -> None:
    proposed = "{id: x1, type: decision.proposed, at: 2023-01-10, data: {amount: %s}}"
    decided = "{id: d1, type: decision.made, at: 2023-01-16, about: x1, data: {decision_type: penalty, amount: %s}}"
    large = show(proposed % 100000, decided % 100000, more="labels: {d1: [major]}")
    assert shown(large, lane, "l-major") == {"met"}
    assert shown(large, lane, "l-heard") == set()
    small = show(proposed % 99999, decided % 99999, more="labels: {d1: []}")
    assert shown(small, lane, "l-major") == shown(small, lane, "l-heard") == {"unmet"}
    unrelated = show("{id: d1, type: decision.made, at: 2023-01-16, data: {decision_type: penalty, amount: 5}}",
                     more="labels: {d1: []}")
    assert shown(unrelated, lane, "l-major") == set(), "nothing in it could have given the label"


def test_a_milestone_is_met_where_a_finding_leans_on_it(show: Show, lane: Policy) -> None:
    urged = "{id: u1, type: enforcement.urged, at: 2023-01-10}"
    came = show(urged, expect="rule: l-urged-on, verdict: pending", as_of="2023-01-25")
    assert shown(came, lane, "l-lapsed") == {"met"}
    early = show(urged, more="expect_no: [l-urged-on]", as_of="2023-01-15")
    assert shown(early, lane, "l-lapsed") == {"unmet"}


# Ten days from the 10th end on the 20th, five on the 15th.
@pytest.mark.parametrize(
    ("measure", "rule", "wait", "days"),
    [("demolition", "l-waits", "l-lapsed", ("20", "21", "19", "22")),
     ("auction", "l-waits-on", "l-waits-on", ("15", "16", "14", "17"))],
)
def test_the_last_day_of_waiting_and_the_day_after(
    show: Show, lane: Policy, measure: str, rule: str, wait: str, days: tuple[str, ...]
) -> None:
    urged = "{id: u1, type: enforcement.urged, at: 2023-01-10}"
    act = "{id: %s, type: enforcement.executed, at: '2023-01-%sT10:00', data: {measure: %s}}"
    expect = f"rule: {rule}, trigger: a1, verdict: violated}}, {{rule: {rule}, trigger: a2, verdict: satisfied"
    last, first, earlier, later = days
    edge = show(urged, act % ("a1", last, measure), act % ("a2", first, measure), expect=expect)
    assert {"due_day", "day_after"} <= shown(edge, lane, wait)
    early = show(urged, act % ("a1", earlier, measure), act % ("a2", first, measure), expect=expect)
    late = show(urged, act % ("a1", last, measure), act % ("a2", later, measure), expect=expect)
    assert "due_day" not in shown(early, lane, wait)
    assert "day_after" not in shown(late, lane, wait)
