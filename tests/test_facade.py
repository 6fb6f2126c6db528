"""The public objects: loading, checking, evaluating in every form of input, and asking before acting."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

import lawrules
from lawrules import EventError, Policy, PolicyError, UsageError
from lawrules.engine import available

RULES = """\
policy: small
title: 小规定
jurisdiction: {name: 某市, code: "530100", level: city}
extends: [vocabulary]
sources:
  S: {title: 小规定}
clauses:
  C-1: {source: S, at: 第一条, says: 公示和审核}
duties:
  post: {title: 五日内公示, basis: C-1, when: decision.made, require: publication.posted, within: 5 days}
  notify: {title: 三日前通知, basis: C-1, when: hearing.held, require: hearing.notified, ahead: 3 days}
  report: {title: 报送, basis: C-1, when: decision.made, require: report.submitted, within: 5 days}
gates:
  reviewed: {title: 先审核, basis: C-1, when: decision.made, if: {amount: {at_least: 1000}},
             after: legal_review.completed}
prohibitions:
  no-closure: {title: 不得责令关闭, basis: C-1, when: {decision.made: {penalty_kinds: closure}}}
  advised: {title: 不宜晚间, basis: C-1, when: decision.made, if: {at.hour: {at_least: 20}}, severity: should}
"""
DECIDED = {"id": "d1", "type": "decision.made", "at": "2023-03-01", "data": {"amount": 5}}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("facade") / "small.yaml"
    file.write_text(RULES, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def small(path: Path) -> Policy:
    return lawrules.load(path)


# ── load and check


def test_a_policy_is_loaded_by_name_or_path(small: Policy, path: Path) -> None:
    assert (small.id, small.title) == ("small", "小规定")
    assert lawrules.load(str(path)).fingerprints == small.fingerprints
    assert lawrules.load("kunming").id == "kunming"


def test_an_adopters_folder_stands_on_the_search_path(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAWRULES_POLICIES", str(path.parent))
    assert lawrules.load("small").id == "small"


def test_a_policy_that_does_not_exist_is_told_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="kunming"):
        lawrules.load("kunmin")


def test_an_unknown_engine_is_a_usage_error(path: Path) -> None:
    with pytest.raises(UsageError, match="rete"):
        lawrules.load(path, engine="rete")


def test_the_default_engine_is_durable_where_it_is_installed(path: Path) -> None:
    assert lawrules.load(path).engine == ("direct" if available()["durable"] else "durable")
    assert lawrules.load(path, engine="direct").engine == "direct"


def test_without_durable_rules_direct_takes_over_and_asking_for_it_is_an_error(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lawrules.engine import match_durable

    monkeypatch.setattr(match_durable, "_c", None)
    assert lawrules.load(path).engine == "direct"
    with pytest.raises(UsageError, match="durable"):
        lawrules.load(path, engine="durable")


def test_a_faulty_policy_raises_every_fault_at_once_and_check_never_raises(tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    text = RULES.replace("policy: small", "policy: faulty").replace(
        "decision.made, require: publication.posted", "decision.maid, require: publication.posted"
    )
    file.write_text(text.replace("within: 5 days", "within: soonish", 1), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        lawrules.load(file)
    assert {"LR201", "LR401"} <= {fault.code for fault in caught.value.faults}
    assert [f.code for f in lawrules.check(file)] == [f.code for f in caught.value.faults]
    assert [fault.code for fault in lawrules.check(tmp_path / "absent.yaml")] == ["LR001"]


def test_a_sound_policy_has_no_errors(path: Path) -> None:
    assert [fault for fault in lawrules.check(path) if fault.severity == "error"] == []


# ── evaluate


def test_events_may_be_dicts_events_a_case_or_a_mapping(small: Policy) -> None:
    wanted = small.evaluate([DECIDED], "2023-03-31")
    events = [lawrules.Event("d1", "decision.made", "2023-03-01", {"amount": 5})]
    for subject in ({"events": [DECIDED]}, iter([DECIDED]), (DECIDED,), events, lawrules.Case(events)):
        assert small.evaluate(subject, "2023-03-31").to_json() == wanted.to_json()


@pytest.mark.parametrize("as_of", [date(2023, 3, 31), "2023-03-31", datetime(2023, 3, 31, 23, 59, 59, 999999)])
def test_as_of_may_be_a_date_a_time_or_text(small: Policy, as_of: object) -> None:
    verdicts = [(f.rule, str(f.verdict)) for f in small.evaluate([DECIDED], as_of).findings]
    assert verdicts == [(f.rule, str(f.verdict)) for f in small.evaluate([DECIDED], "2023-03-31").findings]


@pytest.mark.parametrize("as_of", ["soon", "2023-02-30", "", "2023-13-01"])
def test_an_as_of_that_is_no_date_is_a_usage_error(small: Policy, as_of: str) -> None:
    with pytest.raises(UsageError):
        small.evaluate([DECIDED], as_of)


def test_all_faults_of_the_input_are_told_at_once_with_their_places(small: Policy) -> None:
    bad = [
        {"id": "a", "type": "decision.maid", "at": "2023-03-01"},
        {"id": "b", "type": "decision.made", "at": "2023-02-30"},
        {"id": "c", "type": "decision.made", "at": "2023-03-01", "data": {"amount": "viel", "colour": "red"}},
        {"id": "d", "type": "decision.made", "at": "2023-03-01"},
        {"id": "d", "type": "decision.made", "at": "2023-03-02"},
    ]
    with pytest.raises(EventError) as caught:
        small.evaluate(bad, "2023-03-31")
    assert {"LR602", "LR609", "LR604", "LR603", "LR607"} <= {fault.code for fault in caught.value.faults}
    text = str(caught.value)
    assert "events[0]" in text or "[0]" in text


def test_lenient_turns_unknown_types_and_fields_into_warnings(small: Policy) -> None:
    odd = [
        {**DECIDED, "data": {"amount": 5, "colour": "red"}},
        {"id": "x", "type": "weather.noted", "at": "2023-03-01"},
    ]
    with pytest.raises(EventError):
        small.evaluate(odd, "2023-03-31")
    a = small.evaluate(odd, "2023-03-31", lenient=True)
    assert [w.split()[0] for w in a.warnings] == ["LR626", "LR627"]
    assert a.findings == small.evaluate([DECIDED], "2023-03-31").findings


def test_a_register_that_is_none_is_a_usage_error(small: Policy) -> None:
    with pytest.raises(UsageError):
        small.evaluate([DECIDED], "2023-03-31", register={"events": []})


def test_a_case_names_itself_and_its_agency(small: Policy) -> None:
    a = small.evaluate({"case": "KM-1", "agency": "某局", "events": [DECIDED]}, "2023-03-31")
    assert (a.case, a.agency, {f.case for f in a.findings}) == ("KM-1", "某局", {"KM-1"})


def test_nothing_that_was_given_is_changed(small: Policy) -> None:
    import copy

    case = {"case": "A", "facts": {"party": {"minor": False}}, "events": [copy.deepcopy(DECIDED)]}
    before = copy.deepcopy(case)
    small.evaluate(case, "2023-03-31")
    small.may(case, {"type": "decision.made", "at": "2023-04-01"})
    assert case == before


# ── immutable, picklable, thread-safe


def test_a_policy_survives_pickling(small: Policy) -> None:
    copied = pickle.loads(pickle.dumps(small))
    assert copied.evaluate([DECIDED], "2023-03-31").to_json() == small.evaluate([DECIDED], "2023-03-31").to_json()
    assert copied.engine == small.engine


def test_threads_share_a_policy(small: Policy) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: small.evaluate([DECIDED], f"2023-03-{n % 28 + 1:02d}").to_json(), range(160)))
    assert made[:28] == made[28:56] == made[56:84]


def test_the_rules_of_all_layers_can_be_read(small: Policy) -> None:
    assert small.rules["small/post"].title == "五日内公示"
    assert {full_id.split("/")[0] for full_id in lawrules.load("kunming").rules} == {"kunming", "yunnan", "national"}


# ── may


def proposed(at: str = "2023-03-10", **data: object) -> dict[str, object]:
    return {"type": "decision.made", "at": at, "data": data}


def test_an_act_is_allowed_and_creates_its_duties(small: Policy) -> None:
    p = small.may([], proposed(amount=5, penalty_kinds=["fine"]))
    assert (p.verdict, bool(p), p.blockers, p.missing) == ("allowed", True, (), ())
    assert {(f.rule, str(f.verdict), f.due) for f in p.duties} == {
        ("post", "pending", "2023-03-15"),
        ("report", "pending", "2023-03-15"),
    }


def test_an_act_is_forbidden_by_the_gates_and_prohibitions_in_its_way(small: Policy) -> None:
    p = small.may([], proposed(amount=1000, penalty_kinds=["closure"]))
    assert (p.verdict, bool(p)) == ("forbidden", False)
    assert {f.rule for f in p.blockers} == {"reviewed", "no-closure"}
    assert "lacks" in {note.code for f in p.blockers for note in f.notes}


def test_what_opens_the_gate_allows_the_act(small: Policy) -> None:
    review = {"id": "l1", "type": "legal_review.completed", "at": "2023-03-05"}
    assert small.may([review], proposed(amount=1000, penalty_kinds=["fine"])).verdict == "allowed"


def test_a_missing_fact_leaves_the_act_undetermined(small: Policy) -> None:
    p = small.may([], proposed(penalty_kinds=["fine"]))
    assert (p.verdict, p.missing) == ("undetermined", ("proposed.amount",))


def test_a_should_advises_and_does_not_forbid(small: Policy) -> None:
    assert small.may([], proposed("2023-03-10T21:00", amount=5, penalty_kinds=["fine"])).verdict == "allowed"


def test_a_notice_that_comes_too_late_forbids_the_hearing(small: Policy) -> None:
    notice = {"id": "n1", "type": "hearing.notified", "at": "2023-03-05"}
    held = {"type": "hearing.held", "at": "2023-03-08"}
    assert small.may([notice], held).verdict == "forbidden"
    assert small.may([notice], {**held, "at": "2023-03-09"}).verdict == "allowed"


def test_other_breaches_of_the_case_do_not_stand_in_the_way(small: Policy) -> None:
    assert small.evaluate([DECIDED], "2023-04-01").breaches
    assert small.may([DECIDED], proposed("2023-04-01", amount=5, penalty_kinds=["fine"])).verdict == "allowed"


def test_a_proposed_act_may_be_an_event_and_must_not_be_known_already(small: Policy) -> None:
    event = lawrules.Event("d9", "decision.made", "2023-03-10", {"amount": 5, "penalty_kinds": frozenset(("fine",))})
    assert small.may([DECIDED], event).verdict == "allowed"
    with pytest.raises(EventError):
        small.may([DECIDED], {**DECIDED, "at": "2023-03-10"})


def test_may_looks_at_one_case(small: Policy) -> None:
    with pytest.raises(UsageError):
        small.may({"agency": "某局", "since": "2023-01-01", "events": []}, proposed(amount=5))
