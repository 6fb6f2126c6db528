"""What a policy leaves open and scenarios therefore cannot judge: a layer below that sets it gives both verdicts."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

import lawrules
from tests.policies.corpus import POLICIES

SQUAD = """
    policy: squad
    title: 执法支队内部规定
    jurisdiction: {name: 执法支队, level: agency}
    extends: [qijiang]
    sources: {S: {title: 执法支队内部规定, issued: 2022-07-01, in_force: {from: 2022-07-01}}}
    clauses:
      S-1: {source: S, at: 一, says: 由支队公示}
      S-2: {source: S, at: 二, says: 委员名单}
      S-3: {source: S, at: 三, says: 案卷保管十年}
      S-4: {source: S, at: 四, says: 立即是十分钟以内}
    parameters:
      publishing_units: {"2022-07-01": {is: [执法支队], basis: S-1}}
      committee_roster: {"2022-07-01": {is: [吴, 冯], basis: S-2}}
      file_retention: {"2022-07-01": {is: 10年, basis: S-3}}
      immediate_minutes: {"2022-07-01": {is: 10分钟, basis: S-4}}
"""


@pytest.fixture(scope="module")
def squad(tmp_path_factory: pytest.TempPathFactory) -> lawrules.Policy:
    path = tmp_path_factory.mktemp("squad") / "squad.yaml"
    path.write_text(textwrap.dedent(SQUAD), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAWRULES_POLICIES", str(POLICIES))
        return lawrules.load(path, engine="direct")


def verdicts(policy: lawrules.Policy, rule: str, *events: dict[str, Any]) -> list[str]:
    made = policy.evaluate({"case": "甲1", "facts": {"case": {"case_type": "penalty"}}, "events": list(events)},
                           as_of="2034-01-01")
    return [str(f.verdict.value) for f in made.findings if f.rule == rule]


def event(id: str, type: str, at: str, **data: Any) -> dict[str, Any]:
    about = data.pop("about", None)
    return {"id": id, "type": type, "at": at, **({"about": about} if about else {}), "data": data}


@pytest.mark.parametrize(("publisher", "verdict"), [("执法支队", "satisfied"), ("某街道办事处", "violated")])
def test_who_enforces_publishes(squad: lawrules.Policy, publisher: str, verdict: str) -> None:
    posted = event("b1", "publication.posted", "2023-03-03", content_kind="decision", publisher=publisher)
    assert verdicts(squad, "qj-pub-by-squad", posted) == [verdict]


@pytest.mark.parametrize(("reviewers", "verdict"), [(["吴", "冯"], "satisfied"), (["吴", "何"], "violated")])
def test_only_members_of_the_committee_review(squad: lawrules.Policy, reviewers: list[str], verdict: str) -> None:
    review = event("l1", "legal_review.completed", "2023-03-03", body="review_committee", reviewers=reviewers)
    assert verdicts(squad, "qj-committee-roster", review) == [verdict]


@pytest.mark.parametrize(
    ("destroyed", "verdict"),
    [("2033-05-31", "violated"), ("2033-06-01", "violated"), ("2033-06-02", "satisfied")],
)
def test_evidence_is_kept_as_long_as_the_file(squad: lawrules.Policy, destroyed: str, verdict: str) -> None:
    """Archived on 2023-06-01, kept for ten years: the ten years are full at the end of 2033-06-01."""
    recorded = event("r1", "recording.made", "2023-03-01", recording="录像一", form="video", used_as_evidence=True)
    archived = event("c1", "case.archived", "2023-06-01", archived_items=["av_records"])
    gone = event("z1", "recording.destroyed", destroyed, about="r1", recording="录像一")
    assert verdicts(squad, "qj-retention-evidence", recorded, archived, gone) == [verdict]


@pytest.mark.parametrize(("reported", "verdict"), [("10:10", "satisfied"), ("10:11", "late")])
def test_immediately_has_minutes_where_the_agency_set_them(squad: lawrules.Policy, reported: str, verdict: str) -> None:
    """Without them the duty is open and only told as done; the reading shows what the minutes make of it."""
    broken = event("p1", "recording.interrupted", "2023-03-01T10:00", recording="录像一", interruption_cause="battery")
    at = f"2023-03-01T{reported}"
    told = event("q1", "recording.interruption_reported", at, recording="录像一", to_role="unit_head")
    made = squad.evaluate({"case": "甲1", "facts": {"case": {"case_type": "penalty"}}, "events": [broken, told]},
                          as_of="2023-03-31")
    finding = next(f for f in made.findings if f.rule == "qj-report-cannot-continue")
    assert str(finding.verdict.value) == "satisfied"
    assert [(r.name, r.verdict) for r in finding.readings] == [("timed", verdict)]
