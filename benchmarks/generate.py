"""Seeded case files that look like those of an enforcement agency: penalties, permits and seizures.

`case_files(count, seed)` gives pairs of a decoded case file and the day on which it is looked at. The same seed gives
the same files on every machine. A file has 12 events in the median and up to 200: most are looked at while they are
under way, a few are closed and archived, and some investigations consist of many visits.

What all files have in common, and hand-written code may rely on:

- events stand in the order of time, every `at` is a bare date of 2022 to 2025 and there is no `seq`;
- one filing, at most one notice, hearing, proposal and decision; decisions follow the ordinary procedure;
- what concerns an act says so with `about`; the notice, the proposal, closing and archiving concern the whole case;
- events have no identity fields other than persons, and a file has no register beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

CaseFile = dict[str, Any]

LONGEST = 200
FIRST_DAY = date(2022, 1, 4)
OFFICERS = ("张", "王", "李", "赵")
REVIEW_ITEMS = (
    "subject_lawful", "officer_qualified", "facts_clear", "evidence_sufficient", "procedure_lawful", "law_correct",
    "discretion_proper", "within_power", "documents_complete", "crime_checked",
)
NOTICE = ("result", "cause", "legal_basis", "rights_duties")
DECISION = (
    "department", "target", "cause", "legal_basis", "result", "time_limit", "remedies", "payment", "surcharge",
)
AGENCIES = {
    "kunming": {
        "name": "昆明市某区城市管理局",
        "facts": {"role": "enforcement_agency", "level": "county", "domain": "urban_management",
                  "has_legal_office": True, "uniform_required": True},
    },
    "qijiang": {
        "name": "綦江区城市管理局",
        "facts": {"role": "enforcement_agency", "level": "agency", "domain": "urban_management",
                  "has_legal_office": True, "uniform_required": True},
    },
}


def case_files(count: int, seed: int = 1, policy: str = "kunming") -> Iterator[tuple[CaseFile, str]]:
    """`count` case files for the policy, each with the day (`as_of`) on which it is looked at."""
    chance = Random(f"{policy}-{seed}")
    for number in range(1, count + 1):
        yield case_file(chance, number, policy)


def case_file(chance: Random, number: int, policy: str = "kunming") -> tuple[CaseFile, str]:
    """One case file and its `as_of`."""
    file = _File(chance, policy)
    kind = chance.choices(("penalty", "seizure", "permit"), (55, 25, 20))[0]
    {"penalty": _penalty, "seizure": _seizure, "permit": _permit}[kind](file)
    events = file.events
    if chance.random() < 0.85:
        # Most files that a system looks at are still under way.
        events = events[: max(3, int(len(events) * chance.betavariate(2.1, 2.1)))]
    events = events[:LONGEST]
    as_of = date.fromisoformat(events[-1]["at"]) + timedelta(days=chance.choice((0, 3, 10, 30, 60)))
    agency = AGENCIES[policy]
    body = {
        "case": f"{policy}-{number:07d}",
        "agency": agency["name"],
        "facts": {
            "party": {"kind": chance.choice(("natural_person", "legal_person", "other_org"))},
            "agency": agency["facts"],
            "persons": file.persons(),
        },
        "events": events,
    }
    return body, as_of.isoformat()


def long_case(length: int, seed: int = 1, policy: str = "kunming") -> tuple[CaseFile, str]:
    """A penalty case of so many events: an investigation of ever more visits, then the usual end."""
    chance = Random(f"{policy}-{seed}-{length}")
    end = _File(chance, policy)
    _filing(end, "penalty", "inspection")
    _sanction(end)
    file = _File(chance, policy)
    file.team, file.day = end.team, FIRST_DAY
    between = max(1, (length - len(end.events)) // 900)
    visits = 0
    while len(file.events) < length - len(end.events) - 6:
        visits += 1
        if visits % between == 0:
            file.wait(1)
        _visit(file)
    file.wait(1)
    _filing(file, "penalty", "inspection")
    _sanction(file)
    events = file.events[:length]
    case = {
        "case": f"{policy}-long-{length}", "agency": AGENCIES[policy]["name"],
        "facts": {"party": {"kind": "legal_person"}, "agency": AGENCIES[policy]["facts"], "persons": file.persons()},
        "events": events,
    }
    return case, (date.fromisoformat(events[-1]["at"]) + timedelta(days=30)).isoformat()


class _File:
    """A case file in the making: the day moves on, events get their ids in order."""

    def __init__(self, chance: Random, policy: str) -> None:
        self.chance = chance
        self.policy = policy
        self.day = FIRST_DAY + timedelta(days=chance.randrange(1_150))
        self.events: list[dict[str, Any]] = []
        self.team = chance.sample(OFFICERS, 2)

    def wait(self, *days: int) -> None:
        """Let one of these numbers of days pass."""
        self.day += timedelta(days=self.chance.choice(days))

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def pick(self, *values: Any) -> Any:
        return self.chance.choice(values)

    def some(self, values: tuple[str, ...], sound: float) -> list[str]:
        """All of the values, or (a breach) all but one."""
        listed = list(values)
        if not self.maybe(sound):
            listed.remove(self.chance.choice(listed))
        return listed

    def add(self, kind: str, about: str | None = None, /, **data: Any) -> str:
        """Add an event of today and give its id. A field that is None is left out."""
        made: dict[str, Any] = {"id": f"e{len(self.events) + 1}", "type": kind, "at": self.day.isoformat()}
        if about is not None:
            made["about"] = about
        if self.policy == "qijiang":
            data.update(self._local(kind))
        known = {name: value for name, value in data.items() if value is not None}
        if known:
            made["data"] = known
        self.events.append(made)
        if self.policy == "qijiang" and kind == "recording.made" and self.maybe(0.92):
            self.add("recording.handed_over", made["id"], recording=known["recording"], to_role="custodian",
                     storage_kind="designated")
        return str(made["id"])

    def _local(self, kind: str) -> dict[str, Any]:
        """What Qijiang's own rules want to know of documents, recordings and inquiries."""
        if kind == "document.issued":
            return {"template": "city_unified" if self.maybe(0.97) else "system_unified"}
        if kind == "recording.made":
            today = self.day.isoformat()
            return {
                "recording": f"录像{len(self.events) + 1}", "purpose": "case_handling", "used_as_evidence": False,
                "started_at": f"{today}T08:55", "ended_at": f"{today}T10:45",
                "captured": self.some(("officers", "time_place", "matter", "party", "scene", "process_purpose"), 0.95),
            }
        return {"subject_role": "party"} if kind == "inquiry.conducted" else {}

    def persons(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for name in sorted(self.team):
            found[name] = {"role": "enforcement_officer", "category": "general", "employment": "established",
                           "frontline": True, "certified": True}
        if self.maybe(0.06):
            found[self.team[0]]["certified"] = False
        elif self.maybe(0.06):
            del found[self.team[1]]["certified"]
        elif self.maybe(0.04):
            found[self.team[1]]["role"] = "auxiliary"
        found["陈"] = {"role": "legal_reviewer", "has_legal_qualification": True}
        return found


# ── the parts of a case


def _act(file: _File, kind: str, about: str | None = None, /, **data: Any) -> str:
    """An act towards the party: identification, the act, information, and what recorded it."""
    if file.maybe(0.93):
        ministry = file.maybe(0.1)
        file.add("identity.shown", shown_by="presented" if file.maybe(0.97) else "worn", shown_to=["party"],
                 certificate_issuer="ministry" if ministry else "provincial_government",
                 filed_with_province=file.pick(True, False, None) if ministry else None)
    return file.add(
        kind, about, actors=list(file.team) if file.maybe(0.96) else file.team[:1],
        in_uniform=True if file.maybe(0.94) else file.pick(False, None), insignia_worn=file.maybe(0.97), **data,
    )


def _followed(file: _File, act: str, document: str, *, filmed: float, told: float = 0.95) -> None:
    """What belongs to an act: the party is informed, a document is drawn up, a recording made."""
    if file.maybe(told):
        file.add("party.informed", act, contents=file.some(("cause", "legal_basis", "rights_duties"), 0.96))
    if file.maybe(0.95):
        file.add("document.issued", act, document_type=document)
    if file.maybe(filmed):
        file.add("recording.made", act, form=file.pick("video", "video", "photo"), span="key_moments")


def _visit(file: _File) -> None:
    kind, document = file.pick(
        ("inspection.conducted", "inspection_record"), ("inspection.conducted", "inspection_record"),
        ("inquiry.conducted", "inquiry_record"), ("inquest.conducted", "other"),
    )
    onsite = kind != "inquiry.conducted"
    act = _act(
        file, kind, onsite=onsite, venue="party_premises" if onsite else file.pick("agency_office", "party_premises"),
        inspection_mode=file.pick("routine", "special") if kind == "inspection.conducted" else None,
        contested=file.pick(None, None, None, None, True),
        text_record_sufficient=file.pick(None, True, False),
    )
    _followed(file, act, document, filmed=0.55)


def _visits(file: _File) -> None:
    """One visit as a rule, sometimes an investigation of many."""
    rounds = file.chance.randint(8, 50) if file.maybe(0.03) else file.pick(1, 1, 1, 2)
    for i in range(rounds):
        if i:
            file.wait(0, 1, 2, 3, 5)
        _visit(file)


def _filing(file: _File, case_type: str, origin: str) -> str:
    if file.policy == "qijiang" and file.maybe(0.9):
        file.add("approval.given", approval_subject="case_filing", approver_role="deputy_head")
    old = file.pick(20, 40, 400, 800, 800) if file.maybe(0.2) else 1
    endangered = file.pick(None, ["none"], ["life_health"]) if old > 730 else None
    filed = file.add(
        "case.filed", case_type=case_type, procedure="ordinary", origin=origin,
        handlers=list(file.team),
        violation_ended_at=(file.day - timedelta(days=old)).isoformat() if case_type == "penalty" else None,
        harmed_interest=endangered, harm=None if endangered is None else file.maybe(0.7),
    )
    if file.maybe(0.8):
        file.add("document.issued", filed, document_type="acceptance_notice" if case_type == "permit" else "other")
    return filed


def _notice(file: _File, grave: bool) -> str:
    told = (*NOTICE, "hearing_right") if grave and file.maybe(0.93) else NOTICE
    notice = file.add("advance_notice.served", contents=file.some(told, 0.95))
    if file.maybe(0.45):
        file.wait(0, 1, 3, 4)
        file.add("statement.waived", notice)
    elif file.maybe(0.6):
        file.wait(1, 2, 3)
        statement = file.add("statement.made", notice)
        if file.maybe(0.93):
            file.wait(1, 3, 5)
            file.add("statement.reviewed", statement, accepted=file.maybe(0.3))
    return notice


def _hearing(file: _File, notice: str) -> None:
    file.wait(1, 2, 3)
    asked = file.add("hearing.requested", notice, subject_role="party")
    if file.maybe(0.95):
        file.wait(1, 2)
        file.add("hearing.notified", asked, subject_role="party")
    file.wait(5, 9, 12, 14)
    held = _act(
        file, "hearing.held", asked, presided_by=file.pick("陈", "陈", "陈", file.team[0]),
        held_in_public=file.maybe(0.93), text_record_sufficient=file.pick(None, True),
    )
    if file.maybe(0.95):
        file.add("document.issued", held, document_type="hearing_record")
    if file.maybe(0.5):
        file.add("recording.made", held, form="video", span=file.pick("full", "key_moments"))


def _review(file: _File, proposal: str) -> None:
    if file.maybe(0.4):
        file.add("legal_review.submitted", proposal, body="legal_office")
        file.wait(1, 2, 4, 8, 12)
    reviewed = file.add(
        "legal_review.completed", proposal, body="legal_office" if file.maybe(0.9) else "review_committee",
        reviewers=["陈"], review_outcome="approved" if file.maybe(0.92) else "issues_found",
        opinion_form="written" if file.maybe(0.95) else "oral", review_items=file.some(REVIEW_ITEMS, 0.9),
    )
    if file.maybe(0.9):
        file.add("document.issued", reviewed, document_type="review_opinion")


def _published(file: _File, decision: str) -> None:
    if not file.maybe(0.88):
        return
    file.wait(0, 0, 1, 1, 2, 3, 9)
    file.add(
        "publication.posted", decision, content_kind="decision",
        publisher=AGENCIES[file.policy]["name"] if file.maybe(0.97) else "某信息中心",
        channel=file.pick(["gov_portal"], ["gov_portal"], ["gov_portal", "agency_site"], ["agency_site"]),
        contents=file.some(("department", "target", "category", "result"), 0.9),
        publication_form=file.pick("summary", "full_text", None),
    )


def _served(file: _File, decision: str) -> None:
    file.wait(0, 1, 2, 3, 6, 11)
    method = file.pick("direct", "direct", "direct", "direct", "left_in_place", "by_mail", "electronic")
    service = _act(
        file, "service.completed", decision, onsite=False, venue="agency_office", service_method=method,
        witnessed=file.pick(True, False, None) if method == "left_in_place" else None,
        electronic_consent=file.pick(True, True, None) if method == "electronic" else None,
        text_record_sufficient=file.pick(None, True),
    )
    _followed(file, service, "other", filmed=0.3, told=0.7)


def _closing(file: _File) -> None:
    file.wait(0, 3, 8, 20)
    if file.policy == "qijiang" and file.maybe(0.9):
        file.add("approval.given", approval_subject="closing", approver_role="deputy_head")
    file.add("case.closed")
    if file.maybe(0.85):
        file.wait(0, 5, 15, 40)
        file.add("case.archived", archived_items=file.some(("documents", "text_records", "av_records"), 0.9),
                 archive_id="A-1")


# ── whole cases


def _penalty(file: _File) -> None:
    _visits(file)
    file.wait(0, 1, 3, 8)
    _filing(file, "penalty", file.pick("inspection", "complaint", "referral"))
    _sanction(file)


def _sanction(file: _File) -> None:
    """From the notice to the archive."""
    grave = file.maybe(0.3)
    file.wait(3, 8, 15, 30)
    if file.maybe(0.12):
        _visit(file)
        file.wait(1, 5)
    notice = _notice(file, grave)
    heard = grave and file.maybe(0.4)
    if heard:
        _hearing(file, notice)
    file.wait(1, 3, 6, 9)
    amount = file.pick(500, 2_000, 8_000, 20_000, 120_000)
    proposed = file.add(
        "decision.proposed", decision_type="penalty", procedure="ordinary", penalty_kinds=["fine"], amount=amount,
        on_major_list=grave, direct_major_rights=["party"] if grave else file.pick([], None),
        public_interest_major=False, social_impact=file.pick("none", "none", "possible_major"), social_risk=False,
        complex=file.maybe(0.1), multiple_legal_relations=file.pick(False, False, True), by_law_named=False,
        grave_violation=file.pick(False, False, None), violation_minor=False, corrected_in_time=file.maybe(0.5),
        first_violation=file.pick(True, False, False), harm=file.pick(True, False),
        harm_degree=file.pick("none", "slight", "serious"), no_subjective_fault=False, party_age=40,
        party_capacity="full", mitigating=file.pick([], [], ["self_removed_harm"]),
    )
    if grave or file.maybe(0.6):
        _review(file, proposed)
    if file.maybe(0.1):
        file.add("deliberation.held", proposed, body="agency_leaders")
    file.wait(0, 1, 2, 5)
    decision = file.add(
        "decision.made", proposed, decision_type="penalty", procedure="ordinary", penalty_kinds=["fine"],
        amount=amount, large_amount=file.pick(False, False, True, None) if grave else False,
        contents=file.some(DECISION, 0.92), social_impact=file.pick("none", "possible_major"),
        based_on=["hearing_record"] if heard and file.maybe(0.9) else [],
        leniency_given=file.pick(None, None, [], ["lighter"], ["no_penalty"]),
    )
    if file.maybe(0.93):
        file.add("document.issued", decision, document_type="penalty_decision")
    _served(file, decision)
    if file.maybe(0.85):
        file.wait(1, 5, 12, 14, 17, 30)
        file.add("fine.paid", decision, payment_channel="bank", amount=amount)
    _published(file, decision)
    _closing(file)


def _seizure(file: _File) -> None:
    _visits(file)
    _filing(file, "penalty", "inspection")
    measure = file.pick("seal", "detain")
    if file.maybe(0.92):
        file.add("approval.given", approval_subject="compulsory_measure", approver_role=file.pick(
            "agency_head", "deputy_head", "deputy_head", "unit_head"))
    file.wait(0, 0, 1)
    today = file.day.isoformat()
    seized = _act(
        file, "seizure.executed", onsite=True, venue="party_premises", measure=measure, impact=["major_property"],
        started_at=f"{today}T09:00", ended_at=f"{today}T10:30",
    )
    for document in ("compulsory_decision", "seizure_list"):
        if file.maybe(0.95):
            file.add("document.issued", seized, document_type=document)
    if file.maybe(0.9):
        file.add("party.informed", seized, contents=["cause", "legal_basis", "rights_duties"])
    if file.maybe(0.95):
        ended = file.pick("10:30", "10:45", "10:45", "10:45", "10:45", "10:10")
        file.add("recording.made", seized, form=file.pick("video", "video", "video", "video", "photo"),
                 span=file.pick("full", None), started_at=f"{today}T08:55", ended_at=f"{today}T{ended}")
    if file.maybe(0.3):
        file.wait(20, 25, 28, 33)
        if file.maybe(0.9):
            file.add("approval.given", approval_subject="extension", approver_role="deputy_head")
        extended = file.add("seizure.extended", seized, measure=measure, extended_days=file.pick(15, 30))
        if file.maybe(0.9):
            file.add("party.informed", extended, contents=["extension"])
    if file.maybe(0.85):
        file.wait(3, 12, 25, 29, 33)
        file.add("seizure.released", seized, measure=measure)
    _sanction(file)


def _permit(file: _File) -> None:
    received = file.add("application.received", application_kind="permit", permit_kind="temporary_occupation")
    file.wait(0, 1, 3, 5, 8)
    if file.maybe(0.2):
        file.add("document.issued", received, document_type="deficiency_notice")
        file.wait(2, 5, 9)
    _filing(file, "permit", "application")
    if file.maybe(0.6):
        file.wait(1, 3)
        _visit(file)
    file.wait(2, 5, 12, 22, 30)
    proposed = file.add(
        "decision.proposed", decision_type="permit", procedure="ordinary", on_major_list=file.maybe(0.1),
        direct_major_rights=[], public_interest_major=False, social_impact="none", social_risk=False,
        complex=False, multiple_legal_relations=False, by_law_named=False, violation_minor=False,
    )
    if file.maybe(0.4):
        _review(file, proposed)
    file.wait(0, 1, 3)
    decision = file.add(
        "decision.made", proposed, decision_type="permit", procedure="ordinary", granted=file.maybe(0.85),
        contents=["department", "target", "result"], direct_major_rights=[],
    )
    if file.maybe(0.9):
        file.add("document.issued", decision, document_type="permit_decision")
    _served(file, decision)
    _published(file, decision)
    if file.maybe(0.7):
        _closing(file)
