"""The kunming rules as a good programmer would write them by hand: the yardstick for the engine.

`evaluate(case, as_of)` gives, for a file of `benchmarks.generate`, every finding that `Policy.evaluate` gives for it:
(rule, part, trigger, verdict, due). It is specialised to what those files contain (see `benchmarks.generate`): bare
dates in order, single events for notice, hearing, proposal and decision, one level of `about` to look at, no register,
dates under the law of 2022 to 2025. There is no three-valued logic beyond the facts that these files leave open, no
validation, no explanation; restated rules are written once, for the strictest layer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from lawrules.days import WorkCalendar

Event = dict[str, Any]
Finding = tuple[str, "str | None", str, str, "str | None"]

INVESTIGATION = frozenset(("inspection.conducted", "inquiry.conducted", "inquest.conducted"))
FACE_TO_FACE = INVESTIGATION | {"seizure.executed", "service.completed"}
NOT_IN_PERSON = frozenset(("by_mail", "electronic", "public_announcement"))
HEADS = frozenset(("agency_head", "deputy_head"))
TOLD = frozenset(("cause", "legal_basis", "rights_duties"))
NOTICE = frozenset(("result", "cause", "legal_basis", "rights_duties"))
DECISION = frozenset(("target", "cause", "legal_basis", "result", "time_limit", "remedies", "department"))
FINE_DECISION = frozenset(("payment", "surcharge"))
POSTING = frozenset(("department", "target", "category", "result"))
REVIEW = frozenset((
    "subject_lawful", "officer_qualified", "facts_clear", "evidence_sufficient", "procedure_lawful", "law_correct",
    "discretion_proper", "within_power", "documents_complete", "crime_checked",
))
MITIGATING = frozenset(("self_removed_harm", "coerced", "lured", "confessed_unknown", "meritorious", "other_statutory"))
LIGHTER = frozenset(("lighter", "reduced", "no_penalty"))
PICTURES = frozenset(("photo", "audio", "video"))
TOLD_PART = "party.informed(cause|legal_basis|rights_duties)"
NOTHING: dict[str, Any] = {}


# ── days


def _working_days() -> list[int]:
    calendar = WorkCalendar.china()
    first = date(2021, 1, 1)
    days = (first + timedelta(days=i) for i in range(365 * 6))
    return [day.toordinal() for day in days if calendar.is_working_day(day)]


WORKING = _working_days()


def after_working(day: int, count: int) -> int:
    """The `count`-th working day after `day`."""
    return WORKING[bisect_right(WORKING, day) + count - 1]


def before_working(day: int, count: int) -> int:
    """The last working day that leaves `count` clear working days before `day`."""
    return WORKING[bisect_left(WORKING, day) - count - 1]


def rolled(day: int) -> int:
    """The day itself, or the next working day."""
    return WORKING[bisect_left(WORKING, day)]


def years_later(text: str, years: int) -> str:
    """The same day years later, to compare with other dates as text (29 February stays so, and compares rightly)."""
    return f"{int(text[:4]) + years:04}{text[4:]}"


@lru_cache(maxsize=8192)
def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@lru_cache(maxsize=8192)
def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


# ── a case


class File:
    """A case file, arranged for the questions that the rules ask."""

    __slots__ = ("about", "agency", "as_of", "case_type", "days", "findings", "handlers", "kinds", "persons",
                 "presented", "shared", "target_types")

    def __init__(self, case: dict[str, Any], as_of: str) -> None:
        self.as_of = ordinal(as_of)
        self.agency = case["agency"]
        self.persons = case["facts"]["persons"]
        self.findings: list[Finding] = []
        self.kinds: dict[str, list[Event]] = {}
        self.about: dict[str, list[Event]] = {}
        self.days: dict[str, int] = {}
        self.presented: set[int] = set()
        kinds, about, days = self.kinds, self.about, self.days
        type_of: dict[str, str] = {}
        # How many documents are about an act of each type.
        targets: dict[str, int] = {}
        for event in case["events"]:
            name, kind = event["id"], event["type"]
            day = days[name] = ordinal(event["at"])
            type_of[name] = kind
            kinds.setdefault(kind, []).append(event)
            target = event.get("about")
            if target is not None:
                about.setdefault(target, []).append(event)
                if kind == "document.issued":
                    of = type_of[target]
                    targets[of] = targets.get(of, 0) + 1
            elif kind == "identity.shown" and event["data"]["shown_by"] == "presented":
                self.presented.add(day)
        self.target_types = targets
        filed = kinds.get("case.filed")
        self.case_type: str | None = filed[0]["data"]["case_type"] if filed else None
        self.handlers: list[str] = filed[0]["data"]["handlers"] if filed else []
        self.shared = self._share(filed[0]) if filed else None

    # ── what the rules ask

    def one(self, kind: str) -> Event | None:
        found = self.kinds.get(kind)
        return found[0] if found else None

    def first_day(self, kinds: tuple[str, ...], start: int) -> int | None:
        """The first day, from `start` on, with an event of these kinds."""
        days = [d for kind in kinds for e in self.kinds.get(kind, ()) if (d := self.days[e["id"]]) >= start]
        return min(days, default=None)

    def documents(self, act: str, kinds: tuple[str, ...] | None = None) -> list[int]:
        """The days of the documents about the act."""
        return [
            self.days[e["id"]] for e in self.about.get(act, ())
            if e["type"] == "document.issued" and (kinds is None or e["data"]["document_type"] in kinds)
        ]

    def approved(self, subject: str, day: int) -> bool:
        return any(
            e["data"]["approval_subject"] == subject and e["data"]["approver_role"] in HEADS
            and self.days[e["id"]] <= day
            for e in self.kinds.get("approval.given", ())
        )

    def last_review(self, day: int) -> Event | None:
        found = [e for e in self.kinds.get("legal_review.completed", ()) if self.days[e["id"]] <= day]
        return found[-1] if found else None

    # ── which document answers which act

    def paper(self, act: Event) -> tuple[int, str] | None:
        """The first document that may be the act's own, as (day, id): one about it, or one about no such act."""
        day, kind, target = self.days[act["id"]], act["type"], act.get("about")
        listed = list(self.about.get(act["id"], ()))
        if kind == "service.completed":
            # The service is about the decision: so may its document be, or about the proposal's review.
            listed += self.about.get(target, ())
            for review in self.kinds.get("legal_review.completed", ()):
                listed += self.about.get(review["id"], ())
        else:
            for other in ("hearing.held", "legal_review.completed", "decision.made", "application.received"):
                for event in self.kinds.get(other, ()):
                    listed += self.about.get(event["id"], ())
        found = [
            (d, e["id"]) for e in listed if e["type"] == "document.issued" and (d := self.days[e["id"]]) >= day
        ]
        return min(found, default=None)

    def _share(self, filing: Event) -> tuple[str, int] | None:
        """A document about the filing serves the first act without a document by then: (act, day)."""
        document = next((e for e in self.about.get(filing["id"], ()) if e["type"] == "document.issued"), None)
        if document is None:
            return None
        mine = (self.days[document["id"]], document["id"])
        acts = [
            (self.days[e["id"]], e["id"], e) for kind in FACE_TO_FACE for e in self.kinds.get(kind, ())
            if in_person(e)
        ]
        for day, name, act in sorted(acts, key=lambda item: item[:2]):
            if day > mine[0]:
                break
            own = self.paper(act)
            if own is None or own > mine:
                return name, mine[0]
        return None

    # ── findings

    def say(self, rule: str, event: Event, verdict: str) -> None:
        self.findings.append((rule, None, event["id"], verdict, None))

    def gate(self, rule: str, event: Event, passed: bool) -> None:
        self.findings.append((rule, None, event["id"], "satisfied" if passed else "violated", None))

    def unless_unknown(self, rule: str, event: Event, passed: bool | None) -> None:
        """A gate for which the file may not say enough."""
        verdict = "undetermined" if passed is None else "satisfied" if passed else "violated"
        self.findings.append((rule, None, event["id"], verdict, None))

    def open_duty(self, rule: str, event: Event, done: bool, part: str | None = None) -> None:
        self.findings.append((rule, part, event["id"], "satisfied" if done else "pending", None))

    def duty(self, rule: str, event: Event, due: int, done: int | None, part: str | None = None) -> None:
        """A duty with a last day: done in time or late, or not done yet."""
        if done is not None:
            verdict = "satisfied" if done <= due else "late"
        else:
            verdict = "pending" if self.as_of <= due else "overdue"
        self.findings.append((rule, part, event["id"], verdict, iso(due)))


def in_person(event: Event) -> bool:
    return event["type"] != "service.completed" or event["data"]["service_method"] not in NOT_IN_PERSON


# ── acts towards the party


def act(file: File, event: Event) -> None:
    """What every act must meet: certificates, uniform, a record."""
    data = event["data"]
    persons = file.persons
    certified = [persons[name].get("certified") for name in data["actors"]]
    if False in certified:
        file.gate("km-certified-to-act", event, False)
    else:
        file.unless_unknown("km-certified-to-act", event, None if None in certified else True)
    worn = data.get("in_uniform"), data["insignia_worn"]
    if False in worn:
        file.gate("km-uniform-when-required", event, False)
    else:
        file.unless_unknown("km-uniform-when-required", event, None if None in worn else True)
    recorded(file, event, "km-every-step-recorded")


def face_to_face(file: File, event: Event) -> None:
    """Identification and information, on the day of the act."""
    name = event["id"]
    day = file.days[name]
    file.gate("km-show-certificate", event, day in file.presented)
    own = file.paper(event)
    papered = own[0] if own else None
    if file.shared is not None and file.shared[0] == name and (papered is None or file.shared[1] < papered):
        papered = file.shared[1]
    file.duty("km-inform-party", event, day, papered, "document.issued")
    told = min(
        (file.days[e["id"]] for e in file.about.get(name, ())
         if e["type"] == "party.informed" and TOLD.issubset(e["data"]["contents"])),
        default=None,
    )
    file.duty("km-inform-party", event, day, told, TOLD_PART)


def recorded(file: File, event: Event, rule: str) -> None:
    file.open_duty(rule, event, any(
        e["type"] in ("document.issued", "recording.made") for e in file.about.get(event["id"], ())
    ))


def pictured(file: File, event: Event, forms: frozenset[str] = PICTURES) -> bool:
    return any(e["type"] == "recording.made" and e["data"]["form"] in forms for e in file.about.get(event["id"], ()))


def key_moments(file: File, event: Event) -> None:
    """Sound or pictures of what is easily disputed. Two layers speak; the stricter verdict stands."""
    verdict = "satisfied" if pictured(file, event) else "violated"
    if event["data"].get("text_record_sufficient"):
        kind = event["type"]
        others = sum(n for of, n in file.target_types.items() if of != kind)
        if others or file.documents(event["id"]):
            verdict = "waived"
    file.say("km-rec-key-contested", event, verdict)


def investigation(file: File, event: Event) -> None:
    act(file, event)
    face_to_face(file, event)
    key_moments(file, event)
    actors = [file.persons[name] for name in event["data"]["actors"]]
    sure = sum(1 for p in actors if p.get("certified") and p["role"] != "auxiliary")
    perhaps = sum(1 for p in actors if "certified" not in p and p["role"] != "auxiliary")
    file.unless_unknown(
        "two-certified-officers", event, True if sure >= 2 else False if sure + perhaps < 2 else None
    )
    kind = event["type"]
    if kind != "inquiry.conducted" and file.case_type != "penalty":
        enough = len(actors) >= 2
        file.unless_unknown("permit-check-officers", event, None if file.case_type is None and not enough else enough)
    if kind == "inspection.conducted":
        file.open_duty("inspection-recorded", event, bool(
            file.documents(event["id"], ("inspection_record", "inspection_form"))))
    elif kind == "inquiry.conducted":
        file.open_duty("inquiry-recorded", event, bool(file.documents(event["id"], ("inquiry_record",))))


def seizure(file: File, event: Event) -> None:
    act(file, event)
    face_to_face(file, event)
    name, data = event["id"], event["data"]
    day = file.days[name]
    actors = [file.persons[n] for n in data["actors"]]
    certified = [p.get("certified") for p in actors]
    if sum(1 for p in actors if p["role"] != "auxiliary") < 2 or False in certified:
        file.gate("measure-officers", event, False)
    else:
        file.unless_unknown("measure-officers", event, None if None in certified else True)
    file.gate("measure-approved", event, file.approved("compulsory_measure", day))
    for kind in ("compulsory_decision", "seizure_list"):
        done = min(file.documents(name, (kind,)), default=None)
        file.duty("seizure-papers-on-the-spot", event, day, done, f"document.issued({kind})")
    _seizure_limit(file, event, day)
    films = [
        e["data"] for e in file.about.get(name, ())
        if e["type"] == "recording.made" and e["data"]["form"] in ("audio", "video")
    ]
    reached = data["started_at"]
    for film in sorted(films, key=lambda f: f["started_at"]):
        if film["started_at"] <= reached:
            reached = max(reached, film["ended_at"])
    file.gate("km-rec-full-onsite", event, reached >= data["ended_at"])


def _seizure_limit(file: File, event: Event, day: int) -> None:
    due, left = day + 30, 30
    followers = file.about.get(event["id"], ())
    for extension in followers:
        if extension["type"] == "seizure.extended":
            if file.days[extension["id"]] > due:
                file.say("seizure-limit", extension, "late")
                continue
            more = min(left, extension["data"]["extended_days"])
            due, left = due + more, left - more
    released = min((file.days[e["id"]] for e in followers if e["type"] == "seizure.released"), default=None)
    file.duty("seizure-limit", event, due, released)


def seizure_extended(file: File, event: Event) -> None:
    day = file.days[event["id"]]
    file.gate("measure-extension-approved", event, file.approved("extension", day))
    told = any(e["type"] == "party.informed" for e in file.about.get(event["id"], ()))
    file.open_duty("seizure-extension-told", event, told)


def hearing(file: File, event: Event) -> None:
    act(file, event)
    key_moments(file, event)
    day, data = file.days[event["id"]], event["data"]
    file.open_duty("hearing-recorded", event, bool(file.documents(event["id"], ("hearing_record",))))
    file.gate("hearing-in-public", event, data["held_in_public"])
    file.gate("hearing-chair-independent", event, data["presided_by"] not in file.handlers)
    due = before_working(day, 7)
    notified = file.one("hearing.notified")
    verdict = "violated" if notified is None else "satisfied" if file.days[notified["id"]] <= due else "late"
    file.findings.append(("hearing-notified", None, event["id"], verdict, iso(due)))


def service(file: File, event: Event) -> None:
    act(file, event)
    data, day = event["data"], file.days[event["id"]]
    method = data["service_method"]
    if method not in NOT_IN_PERSON:
        face_to_face(file, event)
    if method == "electronic":
        file.unless_unknown("electronic-service-consented", event, data.get("electronic_consent"))
    elif method == "left_in_place":
        _left_in_place(file, event)
    if file.case_type == "penalty":
        file.duty("fine-paid", event, rolled(day + 15), file.first_day(("fine.paid",), day))


def _left_in_place(file: File, event: Event) -> None:
    witnessed = event["data"].get("witnessed")
    if witnessed:
        file.say("left-service-filmed", event, "waived")
        # Otherwise the stricter duty to film stands for both.
        key_moments(file, event)
    elif pictured(file, event, frozenset(("photo", "video"))):
        file.say("left-service-filmed", event, "satisfied")
    else:
        file.unless_unknown("left-service-filmed", event, witnessed)


# ── the course of the case


def identity(file: File, event: Event) -> None:
    data = event["data"]
    ours = data["certificate_issuer"] == "provincial_government"
    file.unless_unknown("km-certificate-kind", event, ours or data.get("filed_with_province"))


def application(file: File, event: Event) -> None:
    day = file.days[event["id"]]
    answers = [*file.documents(event["id"], ("deficiency_notice", "refusal_notice"))]
    filed = file.first_day(("case.filed",), day)
    if filed is not None:
        answers.append(filed)
    file.duty("application-answered-5wd", event, after_working(day, 5), min(answers, default=None))


def filing(file: File, event: Event) -> None:
    recorded(file, event, "every-step-recorded")
    day, data = file.days[event["id"]], event["data"]
    if data["case_type"] == "permit":
        file.open_duty("acceptance-notice-issued", event, bool(file.documents(event["id"], ("acceptance_notice",))))
        file.duty("permit-decided-20wd", event, after_working(day, 20), file.first_day(("decision.made",), day))
        return
    file.duty("case-decided-90d", event, day + 90, file.first_day(("decision.made", "case.closed"), day))
    if years_later(data["violation_ended_at"], 2) < event["at"]:
        _limitation(file, event, data, event["at"] <= years_later(data["violation_ended_at"], 5))


def _limitation(file: File, event: Event, data: dict[str, Any], within_five: bool) -> None:
    """Two years have passed; five are allowed where life, health or finance was harmed."""
    interest, harm = data.get("harmed_interest"), data.get("harm")
    grave = None if interest is None else bool({"life_health", "financial_safety"} & set(interest))
    if not within_five or grave is False or harm is False:
        file.say("limitation", event, "violated")
    else:
        file.say("limitation", event, "waived" if grave and harm else "undetermined")


def notice(file: File, event: Event) -> None:
    file.gate("notice-contents", event, NOTICE.issubset(event["data"]["contents"]))


def proposal(file: File, event: Event) -> None:
    """Leniency: what the proposal shows must be given, or the reason why not."""
    data = event["data"]
    if data["decision_type"] != "penalty":
        return
    decision = file.one("decision.made")
    given = decision["data"].get("leniency_given") if decision is not None else None
    if not MITIGATING.isdisjoint(data["mitigating"]):
        if decision is None:
            verdict = "pending"
        elif given is None:
            verdict = "undetermined"
        else:
            verdict = "violated" if LIGHTER.isdisjoint(given) else "satisfied"
        file.say("mitigating-circumstances", event, verdict)
    if data["first_violation"] and data["corrected_in_time"] and (
        not data["harm"] or data["harm_degree"] in ("none", "slight")
    ):
        if decision is None:
            file.say("first-violation", event, "pending")
        else:
            file.gate("first-violation", event, given is not None and "no_penalty" in given)


def review_submitted(file: File, event: Event) -> None:
    # The agency's own limit is an open parameter.
    file.say("km-review-within-own-limit", event, "undetermined")


def review(file: File, event: Event) -> None:
    data, day = event["data"], file.days[event["id"]]
    recorded(file, event, "km-every-step-recorded")
    file.gate("km-review-by-legal-office", event, data["body"] == "legal_office")
    file.gate("km-review-contents", event, REVIEW.issubset(data["review_items"]))
    file.gate("review-opinion-written", event, data["opinion_form"] == "written")
    if data["review_outcome"] == "issues_found":
        decided = file.first_day(("decision.made",), day)
        if decided is None:
            file.say("resubmit-after-issues", event, "pending")
        else:
            file.findings.append(("resubmit-after-issues", None, event["id"], "overdue", iso(decided)))


def decision(file: File, event: Event) -> None:
    day, data = file.days[event["id"]], event["data"]
    recorded(file, event, "km-every-step-recorded")
    proposed = file.kinds["decision.proposed"][0]["data"]
    heard = file.one("hearing.held") is not None
    _reviewed(file, event, proposed, heard)
    posted = file.first_day(("publication.posted",), day)
    file.duty("km-publish-penalty-permit-7wd", event, after_working(day, 7), posted)
    if data["decision_type"] == "permit":
        if data["granted"]:
            file.duty("permit-issued-10wd", event, after_working(day, 10), file.first_day(("service.completed",), day))
        return
    file.duty("decision-served", event, after_working(day, 7), file.first_day(("service.completed",), day))
    file.gate("decision-contents", event, DECISION.issubset(data["contents"]))
    file.gate("fine-decision-contents", event, FINE_DECISION.issubset(data["contents"]))
    if proposed["complex"] or proposed.get("grave_violation"):
        file.gate("collective-discussion", event, file.one("deliberation.held") is not None)
    if heard:
        file.gate("decided-on-hearing-record", event, "hearing_record" in data["based_on"])
    _told(file, event, data, day, heard)


def _told(file: File, event: Event, data: dict[str, Any], day: int, heard: bool) -> None:
    """Notice, defence and the right to a hearing before a penalty."""
    notice = file.one("advance_notice.served")
    file.gate("notice-before-penalty", event, notice is not None)
    told = notice is not None and "hearing_right" in notice["data"]["contents"]
    if data.get("large_amount", True):
        # Where the file does not call the amount large or not, the local threshold (open) would decide.
        sure = "large_amount" in data
        file.unless_unknown("hearing-right-told", event, True if told else False if sure else None)
    if file.one("statement.made") is not None:
        file.gate("statement-reviewed", event, file.one("statement.reviewed") is not None)
    if notice is not None and told:
        lapsed = after_working(file.days[notice["id"]], 5)
        asked = file.one("hearing.requested")
        lapses = asked is None or file.days[asked["id"]] > lapsed
        file.gate("hearing-right-respected", event, heard or (lapses and day > lapsed))


def _reviewed(file: File, event: Event, proposed: dict[str, Any], heard: bool) -> None:
    """Major decisions need an approved review. The amount that makes one major is an open parameter."""
    last = file.last_review(file.days[event["id"]])
    approved = last is not None and last["data"]["review_outcome"] == "approved"
    rights, complicated = proposed.get("direct_major_rights"), proposed["complex"]
    several = proposed["multiple_legal_relations"]
    major = (
        proposed["on_major_list"] or proposed["public_interest_major"] or proposed["social_risk"] or heard
        or proposed["social_impact"] in ("possible_major", "widespread") or bool(rights) or complicated or several
    )
    file.unless_unknown("km-major-reviewed-before-decision", event, True if approved else False if major else None)
    if proposed["decision_type"] == "penalty" and ((complicated and several) or (heard and rights)):
        file.gate("statutory-review", event, approved)


def publication(file: File, event: Event) -> None:
    data = event["data"]
    file.gate("km-pub-by-acting-agency", event, data["publisher"] == file.agency)
    file.gate("km-decision-on-gov-portal", event, "gov_portal" in data["channel"])
    file.gate("km-decision-publication-fields", event, POSTING.issubset(data["contents"]))
    file.unless_unknown("km-publication-form", event, True if "publication_form" in data else None)


def closing(file: File, event: Event) -> None:
    archived = file.one("case.archived")
    filed = archived["data"]["archived_items"] if archived is not None else ()
    for kind in ("documents", "text_records"):
        file.open_duty("km-archive-promptly", event, kind in filed, f"case.archived({kind})")
    if any(made["data"]["form"] in PICTURES for made in file.kinds.get("recording.made", ())):
        file.open_duty("km-archive-av-promptly", event, "av_records" in filed)


JUDGES: dict[str, Callable[[File, Event], None]] = {
    "identity.shown": identity,
    "inspection.conducted": investigation,
    "inquiry.conducted": investigation,
    "inquest.conducted": investigation,
    "seizure.executed": seizure,
    "seizure.extended": seizure_extended,
    "hearing.held": hearing,
    "service.completed": service,
    "application.received": application,
    "case.filed": filing,
    "advance_notice.served": notice,
    "decision.proposed": proposal,
    "legal_review.submitted": review_submitted,
    "legal_review.completed": review,
    "decision.made": decision,
    "publication.posted": publication,
    "case.closed": closing,
}


def evaluate(case: dict[str, Any], as_of: str) -> list[Finding]:
    """Every finding for a generated case, in the order of its events."""
    file = File(case, as_of)
    for event in case["events"]:
        judge = JUDGES.get(event["type"])
        if judge is not None:
            judge(file, event)
    return file.findings
