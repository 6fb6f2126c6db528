"""Scenarios: the tests that stand beside the policies (language.md, section 7).

Takes scenario files and a loaded policy. Promises: every fault of a file at its place, and for each scenario the
differences between what it expects and what was found. Nothing is printed; `lawrules.coverage` counts what was reached.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lawrules.cases.assessment import Assessment, Finding, Verdict
from lawrules.diagnostics import Diagnostic, Span, in_order, nearest
from lawrules.errors import EventError
from lawrules.expectations import COMPARED, NOWHERE, Difference, Expectation, compare
from lawrules.policy.find import find, policy_names
from lawrules.policy.read import Document, read_file
from lawrules.records import dataclass, field

if TYPE_CHECKING:
    from lawrules.cases.events import Case, Register
    from lawrules.policy.composition import Composition

_CASE_KEYS = ("case", "agency", "since", "facts", "covers", "events")
_MAX_BYTES = 16 * 1024 * 1024


class Evaluator(Protocol):
    """What a scenario needs of a policy; `lawrules.Policy` is one."""

    @property
    def composition(self) -> Composition: ...

    def evaluate(self, events: Any, *, as_of: Any, register: Any = None) -> Any: ...


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario as written. `case` holds the raw case or register, `register` the raw register beside a case."""

    title: str
    policy: str
    case: Mapping[str, Any]
    as_of: str
    register: Mapping[str, Any] | None = None
    expect: tuple[Expectation, ...] = ()
    expect_no: tuple[tuple[str, Span], ...] = ()
    exactly: bool = False
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    span: Span = NOWHERE
    document: Document | None = field(default=None, repr=False, compare=False)
    path: tuple[Any, ...] = ()

    def event_ids(self) -> list[str]:
        """The ids of all events that the scenario or its register holds."""
        raw = [*_events(self.case), *_events(self.register or {})]
        return [str(event["id"]) for event in raw if isinstance(event, Mapping) and "id" in event]


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    file: str
    policy: str
    scenarios: tuple[Scenario, ...]
    document: Document = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """How a scenario went. `assessments` is empty where the case could not be evaluated."""

    scenario: Scenario
    differences: tuple[Difference, ...]
    assessments: tuple[Assessment, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.differences

    @property
    def assessment(self) -> Assessment | None:
        """The assessment of a scenario with one case."""
        return self.assessments[0] if self.assessments else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for assessment in self.assessments for finding in assessment.findings)

    def text(self, lang: str = "zh") -> str:
        """A readable account: the title alone if it passed, else with every difference."""
        word = {"zh": ("通过", "不符"), "en": ("passed", "failed")}[lang][0 if self.passed else 1]
        return "\n".join([f"{word} {self.scenario.title}", *(d.text(lang) for d in self.differences)])


# ── loading


def load_scenarios(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[ScenarioFile], list[Diagnostic]]:
    """Every scenario file among `paths` (folders are searched), and the faults of all of them, sorted by place.

    In a folder only files with `scenarios:` are taken. A file with a fault gives no scenarios: a test that is not
    understood must not count as passed.
    """
    files: list[ScenarioFile] = []
    faults: list[Diagnostic] = []
    for path, named in _yaml_files(paths):
        reading = read_file(path, limit=_MAX_BYTES)
        documents = [d for d in reading.documents if _holds_scenarios(d)]
        if not named and not documents:
            continue
        faults.extend(reading.faults)
        if len(reading.documents) > 1:
            faults.append(Diagnostic("LR005", reading.documents[1].span()))
        if not reading.documents:
            if not reading.faults:
                faults.append(Diagnostic("LR004", Span(str(path), 1, 1, 1, 1)))
        elif not reading.faults:
            files.extend(_file(reading.documents[0], faults))
    return files, in_order(faults)


def _yaml_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[tuple[Path, bool]]:
    for entry in paths:
        path = Path(entry)
        if path.is_dir():
            yield from ((p, False) for p in sorted(path.rglob("*")) if p.suffix in (".yaml", ".yml") and p.is_file())
        else:
            yield path, True


def _holds_scenarios(document: Document) -> bool:
    return isinstance(document.value, Mapping) and "scenarios" in document.value


def _file(document: Document, faults: list[Diagnostic]) -> Iterator[ScenarioFile]:
    from lawrules.policy.scenario_document import validate_scenario_shape

    before = len(faults)
    validate_scenario_shape(document, faults)
    value = document.value
    policy = value.get("policy") if isinstance(value, Mapping) else None
    if isinstance(policy, str) and find(policy, Path(document.file).parent) is None:
        faults.append(Diagnostic("LR501", document.span(("policy",)), {
            "word": policy, "nearest": nearest(policy, policy_names())}))
    if len(faults) > before or not isinstance(value, Mapping):
        return
    made: list[Scenario] = []
    titles: dict[str, int] = {}
    for i, raw in enumerate(value["scenarios"]):
        scenario = _scenario(raw, str(policy), document, ("scenarios", i))
        first = titles.setdefault(scenario.title, scenario.span.line)
        if first != scenario.span.line:
            faults.append(Diagnostic("LR505", scenario.span, {"word": scenario.title, "first": first}))
        faults.extend(_contradictions(scenario))
        made.append(scenario)
    yield ScenarioFile(document.file, str(policy), tuple(made), document)


def _scenario(raw: Mapping[str, Any], policy: str, document: Document, path: tuple[Any, ...]) -> Scenario:
    case = {key: raw[key] for key in _CASE_KEYS if key in raw}
    expected = tuple(
        Expectation(item["rule"], {key: item[key] for key in COMPARED if key in item},
                    document.span((*path, "expect", i)))
        for i, item in enumerate(raw.get("expect", ()))
    )
    unwanted = raw.get("expect_no", ())
    unwanted = [unwanted] if isinstance(unwanted, str) else unwanted
    excluded = tuple((name, document.span((*path, "expect_no", i))) for i, name in enumerate(unwanted))
    return Scenario(
        title=raw["title"], policy=policy, case=case, as_of=raw["as_of"], register=raw.get("register"),
        expect=expected, expect_no=excluded, exactly=raw.get("exactly", False),
        labels={event: _names(listed) for event, listed in raw.get("labels", {}).items()},
        note=raw.get("note", ""), span=document.span((*path, "title")), document=document, path=path,
    )


def _contradictions(scenario: Scenario) -> Iterator[Diagnostic]:
    wanted = {expectation.rule for expectation in scenario.expect}
    for rule, span in scenario.expect_no:
        if rule in wanted:
            yield Diagnostic("LR506", span, {"word": rule})
    if not (scenario.expect or scenario.expect_no or scenario.labels or scenario.exactly):
        yield Diagnostic("LR507", scenario.span, {"word": scenario.title})


# ── checking against the policy


def check_scenarios(file: ScenarioFile, c: Composition) -> list[Diagnostic]:
    """What the scenarios name and the policy or their own events lack: LR502, LR503, LR504, LR508."""
    found: list[Diagnostic] = []
    ids = [rule.id for rule in c.rules.values()]
    verdicts = [verdict.value for verdict in Verdict]
    milestones = {rule.id for rule in c.rules.values() if rule.family == "milestones"}
    for scenario in file.scenarios:
        named = [(e.rule, e.span) for e in scenario.expect]
        for rule, span in (*named, *scenario.expect_no):
            if c.find(rule) is None:
                found.append(Diagnostic("LR502", span, {"word": rule, "policy": c.id, "nearest": nearest(rule, ids)}))
        events = scenario.event_ids()
        for wanted in scenario.expect:
            values = wanted.values
            trigger, verdict, waived = values.get("trigger"), values.get("verdict"), values.get("waived_by")
            if trigger is not None and trigger not in events and not _derived(trigger, milestones):
                found.append(Diagnostic("LR503", wanted.span, {"word": trigger, "nearest": nearest(trigger, events)}))
            if verdict is not None and verdict not in verdicts:
                found.append(Diagnostic("LR504", wanted.span, {
                    "word": verdict, "allowed": verdicts, "nearest": nearest(verdict, verdicts)}))
            if waived is not None and c.find(waived) is None:
                found.append(Diagnostic("LR508", wanted.span, {
                    "word": waived, "policy": c.id, "nearest": nearest(waived, ids)}))
    return in_order(found)


def _derived(trigger: str, milestones: set[str]) -> bool:
    """Whether a trigger is a moment that the law derives: `final`, or `final` of a certain event."""
    return any(trigger == name or trigger.startswith((f"{name}:", f"{name}@", f"{name}/")) for name in milestones)


# ── running


def run(scenario: Scenario, policy: Evaluator) -> Result:
    """Evaluate the scenario's case and compare. A case that is itself wrong is a difference, not an exception."""
    from lawrules.cases.build import case_from_value

    c = policy.composition
    try:
        case = case_from_value(scenario.case, c.vocabulary, scenario.span.file, scenario.document, scenario.path)
        register: Case | Register | None = None
        if scenario.register is not None:
            register = case_from_value(
                scenario.register, c.vocabulary, scenario.span.file, scenario.document, (*scenario.path, "register"))
        made = policy.evaluate(case, as_of=scenario.as_of, register=register)
    except EventError as error:
        return Result(scenario, tuple(
            Difference("error", fault.span, reason={"zh": fault.say("zh"), "en": fault.say("en")})
            for fault in error.faults))
    assessments = (made,) if isinstance(made, Assessment) else tuple(made)
    findings = [finding for assessment in assessments for finding in assessment.findings]
    differences = compare(
        scenario.expect, scenario.expect_no, findings, exactly=scenario.exactly, span=scenario.span,
        why_absent=_why_absent(assessments),
    )
    differences.extend(_labels(scenario, assessments))
    return Result(scenario, tuple(differences), assessments)


def _why_absent(assessments: Sequence[Assessment]) -> dict[str, Mapping[str, str]]:
    told: dict[str, Mapping[str, str]] = {}
    for assessment in assessments:
        for name in assessment.vacuous:
            told[name.rpartition("/")[2]] = {"zh": "它没有被触发。", "en": "Nothing triggered it."}
        for name in assessment.not_bound:
            told[name.rpartition("/")[2]] = {"zh": "它不约束这个机关。", "en": "It does not bind this agency."}
    return told


def _labels(scenario: Scenario, assessments: Sequence[Assessment]) -> Iterator[Difference]:
    for event, wanted in scenario.labels.items():
        got = sorted({label for a in assessments for label in a.labels.get(event, {})})
        # An empty list says that there is none; else what is named must be there.
        if set(wanted) - set(got) or (not wanted and got):
            yield Difference("label", scenario.span, event, {"labels": list(wanted)}, {"labels": got})


def _events(raw: Mapping[str, Any]) -> Sequence[Any]:
    listed = raw.get("events")
    return listed if isinstance(listed, list) else ()


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
