"""Sixty rules that other engines can be asked to express: 40 conditions, 12 responses, 8 precedences.

They are drawn from the kunming composition and made simpler on purpose, so that an engine without calendars, history
or links can take part: a condition looks at one event, a response asks for a later event within so many working or
natural days, a precedence for an earlier event. Which event belongs to which is not asked (the files are used without
`about`). `policy_text` writes them as a lawrules policy, `by_hand` are the same rules in plain Python.

A result is (rule, event, verdict): `holds` for a condition, `violated` or `satisfied` for a precedence, and
`satisfied`, `late`, `pending` or `overdue` for a response.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.generate import CaseFile, case_files
from benchmarks.handwritten import after_working, ordinal

Result = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Test:
    """A field against a value. `op`: is, in, has (a list holds the value), any (one of), all (each of), least."""

    field: str
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    type: str
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Response:
    name: str
    trigger: Condition
    answer: Condition
    count: int
    working: bool


@dataclass(frozen=True, slots=True)
class Precedence:
    name: str
    act: Condition
    earlier: Condition


def _c(name: str, type: str, *tests: tuple[str, str, Any]) -> Condition:
    return Condition(name, type, tuple(Test(*t) for t in tests))


ELEMENTS = ("target", "cause", "legal_basis", "result", "time_limit", "remedies", "department")

CONDITIONS = (
    _c("inspection-onsite", "inspection.conducted", ("onsite", "is", True)),
    _c("inspection-contested", "inspection.conducted", ("contested", "is", True)),
    _c("inspection-special", "inspection.conducted", ("inspection_mode", "in", ("special", "joint"))),
    _c("inspection-plain-clothes", "inspection.conducted", ("in_uniform", "is", False)),
    _c("inquiry-at-office", "inquiry.conducted", ("venue", "is", "agency_office")),
    _c("inquiry-without-insignia", "inquiry.conducted", ("insignia_worn", "is", False)),
    _c("inquest-in-writing", "inquest.conducted", ("onsite", "is", True), ("text_record_sufficient", "is", True)),
    _c("identity-presented", "identity.shown", ("shown_by", "is", "presented"), ("shown_to", "has", "party")),
    _c("identity-provincial", "identity.shown", ("certificate_issuer", "is", "provincial_government")),
    _c("identity-filed", "identity.shown", ("certificate_issuer", "is", "ministry"),
       ("filed_with_province", "is", True)),
    _c("informed-fully", "party.informed", ("contents", "all", ("cause", "legal_basis", "rights_duties"))),
    _c("document-inspection", "document.issued", ("document_type", "in", ("inspection_record", "inspection_form"))),
    _c("document-inquiry", "document.issued", ("document_type", "is", "inquiry_record")),
    _c("document-hearing", "document.issued", ("document_type", "is", "hearing_record")),
    _c("document-seizure", "document.issued", ("document_type", "in", ("compulsory_decision", "seizure_list"))),
    _c("document-review", "document.issued", ("document_type", "is", "review_opinion")),
    _c("recording-moving", "recording.made", ("form", "in", ("audio", "video"))),
    _c("recording-picture", "recording.made", ("form", "in", ("photo", "video"))),
    _c("recording-full", "recording.made", ("form", "is", "video"), ("span", "is", "full")),
    _c("filed-penalty", "case.filed", ("case_type", "is", "penalty")),
    _c("filed-permit", "case.filed", ("case_type", "is", "permit"), ("origin", "is", "application")),
    _c("filed-on-report", "case.filed", ("origin", "in", ("complaint", "referral"))),
    _c("notice-hearing-right", "advance_notice.served", ("contents", "has", "hearing_right")),
    _c("proposal-penalty", "decision.proposed", ("decision_type", "is", "penalty"), ("procedure", "is", "ordinary")),
    _c("proposal-listed", "decision.proposed", ("on_major_list", "is", True)),
    _c("proposal-rights", "decision.proposed", ("direct_major_rights", "any", ("party", "third_party"))),
    _c("proposal-social", "decision.proposed", ("social_impact", "in", ("possible_major", "widespread"))),
    _c("proposal-complex", "decision.proposed", ("complex", "is", True), ("multiple_legal_relations", "is", True)),
    _c("proposal-large", "decision.proposed", ("amount", "least", 20_000)),
    _c("review-approved", "legal_review.completed", ("review_outcome", "is", "approved")),
    _c("review-written", "legal_review.completed", ("opinion_form", "is", "written"), ("body", "is", "legal_office")),
    _c("decision-fine", "decision.made", ("decision_type", "is", "penalty"), ("penalty_kinds", "has", "fine")),
    _c("decision-granted", "decision.made", ("decision_type", "is", "permit"), ("granted", "is", True)),
    _c("decision-elements", "decision.made", ("contents", "all", ELEMENTS)),
    _c("service-left", "service.completed", ("service_method", "in", ("left_in_place", "public_announcement"))),
    _c("service-electronic", "service.completed", ("service_method", "is", "electronic"),
       ("electronic_consent", "is", True)),
    _c("publication-portal", "publication.posted", ("content_kind", "is", "decision"),
       ("channel", "has", "gov_portal")),
    _c("publication-elements", "publication.posted",
       ("contents", "all", ("department", "target", "category", "result"))),
    _c("seizure-goods", "seizure.executed", ("measure", "in", ("seal", "detain")), ("impact", "has", "major_property")),
    _c("archive-complete", "case.archived", ("archived_items", "all", ("documents", "text_records", "av_records"))),
)

_PENALTY = _c("", "decision.made", ("decision_type", "is", "penalty"))
_PERMIT = _c("", "decision.made", ("decision_type", "is", "permit"))
_GRANTED = _c("", "decision.made", ("decision_type", "is", "permit"), ("granted", "is", True))
_DECISION = _c("", "decision.made")
_POSTED = _c("", "publication.posted", ("content_kind", "is", "decision"))
_SERVED = _c("", "service.completed")

RESPONSES = (
    Response("decided-90d", _c("", "case.filed", ("case_type", "is", "penalty")), _PENALTY, 90, False),
    Response("permit-20wd", _c("", "case.filed", ("case_type", "is", "permit")), _PERMIT, 20, True),
    Response("application-5wd", _c("", "application.received"), _c("", "case.filed"), 5, True),
    Response("served-7wd", _PENALTY, _SERVED, 7, True),
    Response("posted-7wd", _DECISION, _POSTED, 7, True),
    Response("permit-issued-10wd", _GRANTED, _SERVED, 10, True),
    Response("reviewed-10wd", _c("", "legal_review.submitted"), _c("", "legal_review.completed"), 10, True),
    Response("heard-20wd", _c("", "hearing.requested"), _c("", "hearing.held"), 20, True),
    Response("paid-30d", _PENALTY, _c("", "fine.paid"), 30, False),
    Response("archived-20wd", _c("", "case.closed"), _c("", "case.archived"), 20, True),
    Response("proposal-15wd", _c("", "decision.proposed"), _DECISION, 15, True),
    Response("notice-30wd", _c("", "advance_notice.served"), _c("", "decision.proposed"), 30, True),
)

PRECEDENCES = (
    Precedence("notice-first", _PENALTY, _c("", "advance_notice.served")),
    Precedence("review-first", _DECISION, _c("", "legal_review.completed", ("review_outcome", "is", "approved"))),
    Precedence("hearing-notified-first", _c("", "hearing.held"), _c("", "hearing.notified")),
    Precedence("decision-before-service", _SERVED, _DECISION),
    Precedence("decision-before-posting", _POSTED, _DECISION),
    Precedence("closed-before-archive", _c("", "case.archived"), _c("", "case.closed")),
    Precedence("approved-seizure", _c("", "seizure.executed"), _c(
        "", "approval.given", ("approval_subject", "is", "compulsory_measure"),
        ("approver_role", "in", ("agency_head", "deputy_head")))),
    Precedence("served-before-paid", _c("", "fine.paid"), _SERVED),
)

TYPES = tuple(dict.fromkeys(
    c.type for c in (
        *CONDITIONS, *(r.trigger for r in RESPONSES), *(r.answer for r in RESPONSES), *(p.act for p in PRECEDENCES),
        *(p.earlier for p in PRECEDENCES),
    )
))
FIELDS = tuple(dict.fromkeys(
    t.field for c in (
        *CONDITIONS, *(r.trigger for r in RESPONSES), *(r.answer for r in RESPONSES), *(p.act for p in PRECEDENCES),
        *(p.earlier for p in PRECEDENCES),
    ) for t in c.tests
))
LIST_FIELDS = frozenset(t.field for c in CONDITIONS for t in c.tests if t.op in ("has", "any", "all"))


def simple_cases(count: int, seed: int = 1) -> list[tuple[CaseFile, str]]:
    """The generated kunming files without `about`, and without event types of which no rule speaks."""
    made = []
    for case, as_of in case_files(count, seed):
        events = [
            {name: value for name, value in event.items() if name != "about"}
            for event in case["events"] if event["type"] in TYPES
        ]
        made.append(({**case, "events": events}, as_of))
    return made


# ── as a lawrules policy


def policy_text(*, relations: bool = True) -> str:
    """The rules as a policy file; without `relations` the conditions alone."""
    lines = [
        "policy: bench-core", "title: 基准测试", "extends: [vocabulary]", "bearer: {role: enforcement_agency}",
        "jurisdiction: {name: 测试, code: '000000', level: national}",
        "sources: {T: {title: 测试, issuer: 测试, in_force: {from: 2000-01-01}}}",
        "clauses: {T-1: {source: T, at: 第1条, says: 测试}}",
        "prohibitions:",
    ]
    lines += [f"  {c.name}: {{title: {c.name}, basis: T-1, severity: note, when: {_pattern(c)}}}" for c in CONDITIONS]
    if relations:
        lines.append("duties:")
        lines += [
            f"  {r.name}: {{title: {r.name}, basis: T-1, when: {_pattern(r.trigger)}, require: {_pattern(r.answer)}, "
            f"within: {r.count}{'个工作日' if r.working else '日'}}}"
            for r in RESPONSES
        ]
        lines.append("gates:")
        lines += [
            f"  {p.name}: {{title: {p.name}, basis: T-1, when: {_pattern(p.act)}, after: {_pattern(p.earlier)}}}"
            for p in PRECEDENCES
        ]
    return "\n".join(lines) + "\n"


def _pattern(c: Condition) -> str:
    return f"{{{c.type}: {{{', '.join(f'{t.field}: {_operand(t)}' for t in c.tests)}}}}}"


def _operand(t: Test) -> str:
    if t.op in ("in", "any"):
        return f"[{', '.join(t.value)}]"
    if t.op == "all":
        return f"{{includes: [{', '.join(t.value)}]}}"
    if t.op == "least":
        return f"{{at_least: {t.value}}}"
    return str(t.value).lower() if isinstance(t.value, bool) else str(t.value)


# ── by hand


def conditions_by_hand(event: dict[str, Any], add: Any) -> None:
    """What holds of one event, the 40 conditions written out."""
    kind, name, data = event["type"], event["id"], event.get("data")
    if data is None:
        return
    get = data.get
    if kind == "identity.shown":
        if get("shown_by") == "presented" and "party" in get("shown_to", ()):
            add(("identity-presented", name, "holds"))
        issuer = get("certificate_issuer")
        if issuer == "provincial_government":
            add(("identity-provincial", name, "holds"))
        elif issuer == "ministry" and get("filed_with_province"):
            add(("identity-filed", name, "holds"))
    elif kind == "document.issued":
        document = get("document_type")
        if document in ("inspection_record", "inspection_form"):
            add(("document-inspection", name, "holds"))
        elif document == "inquiry_record":
            add(("document-inquiry", name, "holds"))
        elif document == "hearing_record":
            add(("document-hearing", name, "holds"))
        elif document in ("compulsory_decision", "seizure_list"):
            add(("document-seizure", name, "holds"))
        elif document == "review_opinion":
            add(("document-review", name, "holds"))
    elif kind == "party.informed":
        contents = get("contents", ())
        if "cause" in contents and "legal_basis" in contents and "rights_duties" in contents:
            add(("informed-fully", name, "holds"))
    elif kind == "recording.made":
        form = get("form")
        if form in ("audio", "video"):
            add(("recording-moving", name, "holds"))
            if form == "video" and get("span") == "full":
                add(("recording-full", name, "holds"))
        if form in ("photo", "video"):
            add(("recording-picture", name, "holds"))
    elif kind == "inspection.conducted":
        if get("onsite"):
            add(("inspection-onsite", name, "holds"))
        if get("contested"):
            add(("inspection-contested", name, "holds"))
        if get("inspection_mode") in ("special", "joint"):
            add(("inspection-special", name, "holds"))
        if get("in_uniform") is False:
            add(("inspection-plain-clothes", name, "holds"))
    elif kind == "inquiry.conducted":
        if get("venue") == "agency_office":
            add(("inquiry-at-office", name, "holds"))
        if get("insignia_worn") is False:
            add(("inquiry-without-insignia", name, "holds"))
    else:
        _later_conditions(kind, name, get, add)


def _later_conditions(kind: str, name: str, get: Any, add: Any) -> None:
    """The conditions on what comes after the investigation, and on rarer acts."""
    if kind == "case.filed":
        case_type, origin = get("case_type"), get("origin")
        if case_type == "penalty":
            add(("filed-penalty", name, "holds"))
        elif case_type == "permit" and origin == "application":
            add(("filed-permit", name, "holds"))
        if origin in ("complaint", "referral"):
            add(("filed-on-report", name, "holds"))
    elif kind == "decision.proposed":
        if get("decision_type") == "penalty" and get("procedure") == "ordinary":
            add(("proposal-penalty", name, "holds"))
        if get("on_major_list"):
            add(("proposal-listed", name, "holds"))
        rights = get("direct_major_rights", ())
        if "party" in rights or "third_party" in rights:
            add(("proposal-rights", name, "holds"))
        if get("social_impact") in ("possible_major", "widespread"):
            add(("proposal-social", name, "holds"))
        if get("complex") and get("multiple_legal_relations"):
            add(("proposal-complex", name, "holds"))
        if get("amount", 0) >= 20_000:
            add(("proposal-large", name, "holds"))
    elif kind == "decision.made":
        decided = get("decision_type")
        if decided == "penalty" and "fine" in get("penalty_kinds", ()):
            add(("decision-fine", name, "holds"))
        elif decided == "permit" and get("granted"):
            add(("decision-granted", name, "holds"))
        if _ELEMENTS.issubset(get("contents", ())):
            add(("decision-elements", name, "holds"))
    elif kind == "legal_review.completed":
        if get("review_outcome") == "approved":
            add(("review-approved", name, "holds"))
        if get("opinion_form") == "written" and get("body") == "legal_office":
            add(("review-written", name, "holds"))
    elif kind == "service.completed":
        method = get("service_method")
        if method in ("left_in_place", "public_announcement"):
            add(("service-left", name, "holds"))
        elif method == "electronic" and get("electronic_consent"):
            add(("service-electronic", name, "holds"))
    elif kind == "publication.posted":
        if get("content_kind") == "decision" and "gov_portal" in get("channel", ()):
            add(("publication-portal", name, "holds"))
        if _POSTING.issubset(get("contents", ())):
            add(("publication-elements", name, "holds"))
    elif kind == "advance_notice.served":
        if "hearing_right" in get("contents", ()):
            add(("notice-hearing-right", name, "holds"))
    elif kind == "inquest.conducted":
        if get("onsite") and get("text_record_sufficient"):
            add(("inquest-in-writing", name, "holds"))
    elif kind == "seizure.executed":
        if get("measure") in ("seal", "detain") and "major_property" in get("impact", ()):
            add(("seizure-goods", name, "holds"))
    elif kind == "case.archived" and _ARCHIVE.issubset(get("archived_items", ())):
        add(("archive-complete", name, "holds"))


_ELEMENTS = frozenset(ELEMENTS)
_POSTING = frozenset(("department", "target", "category", "result"))
_ARCHIVE = frozenset(("documents", "text_records", "av_records"))


def conditions_of_case(case: CaseFile) -> list[Result]:
    """The 40 conditions over one case."""
    found: list[Result] = []
    for event in case["events"]:
        conditions_by_hand(event, found.append)
    return found


def by_hand(case: CaseFile, as_of: str, conditions: bool = True) -> list[Result]:
    """All 60 rules over one case, or only the responses and precedences."""
    found: list[Result] = []
    kinds: dict[str, list[dict[str, Any]]] = {}
    for event in case["events"]:
        if conditions:
            conditions_by_hand(event, found.append)
        kinds.setdefault(event["type"], []).append(event)
    now = ordinal(as_of)

    def answer(rule: str, trigger: dict[str, Any], due: int, kind: str, *, start: int) -> None:
        for event in kinds.get(kind, ()):
            day = ordinal(event["at"])
            if day >= start:
                found.append((rule, trigger["id"], "satisfied" if day <= due else "late"))
                return
        found.append((rule, trigger["id"], "pending" if now <= due else "overdue"))

    def earlier(rule: str, act: dict[str, Any], events: Iterable[dict[str, Any]]) -> None:
        at = act["at"]
        found.append((rule, act["id"], "satisfied" if any(e["at"] <= at for e in events) else "violated"))

    _filed(kinds, answer)
    for event in kinds.get("decision.made", ()):
        day, data = ordinal(event["at"]), event["data"]
        week = after_working(day, 7)
        if data["decision_type"] == "penalty":
            answer("served-7wd", event, week, "service.completed", start=day)
            answer("paid-30d", event, day + 30, "fine.paid", start=day)
            earlier("notice-first", event, kinds.get("advance_notice.served", ()))
        answer("posted-7wd", event, week, "publication.posted", start=day)
        if data.get("granted"):
            answer("permit-issued-10wd", event, after_working(day, 10), "service.completed", start=day)
        earlier("review-first", event, (
            e for e in kinds.get("legal_review.completed", ()) if e["data"]["review_outcome"] == "approved"))
    for event in kinds.get("hearing.held", ()):
        earlier("hearing-notified-first", event, kinds.get("hearing.notified", ()))
    for event in kinds.get("service.completed", ()):
        earlier("decision-before-service", event, kinds.get("decision.made", ()))
    for event in kinds.get("publication.posted", ()):
        earlier("decision-before-posting", event, kinds.get("decision.made", ()))
    for event in kinds.get("case.archived", ()):
        earlier("closed-before-archive", event, kinds.get("case.closed", ()))
    for event in kinds.get("seizure.executed", ()):
        earlier("approved-seizure", event, (
            e for e in kinds.get("approval.given", ())
            if e["data"]["approval_subject"] == "compulsory_measure"
            and e["data"]["approver_role"] in ("agency_head", "deputy_head")))
    for event in kinds.get("fine.paid", ()):
        earlier("served-before-paid", event, kinds.get("service.completed", ()))
    return found


def _filed(kinds: dict[str, list[dict[str, Any]]], answer: Any) -> None:
    """The responses that nothing else looks at."""
    for event in kinds.get("case.filed", ()):
        day = ordinal(event["at"])
        if event["data"]["case_type"] == "penalty":
            answer("decided-90d", event, day + 90, "decision.made", start=day)
        else:
            answer("permit-20wd", event, after_working(day, 20), "decision.made", start=day)
    for rule, kind, wanted, count in (
        ("application-5wd", "application.received", "case.filed", 5),
        ("reviewed-10wd", "legal_review.submitted", "legal_review.completed", 10),
        ("heard-20wd", "hearing.requested", "hearing.held", 20),
        ("archived-20wd", "case.closed", "case.archived", 20),
        ("proposal-15wd", "decision.proposed", "decision.made", 15),
        ("notice-30wd", "advance_notice.served", "decision.proposed", 30),
    ):
        for event in kinds.get(kind, ()):
            day = ordinal(event["at"])
            answer(rule, event, after_working(day, count), wanted, start=day)
