"""The public objects: `load`, `check`, `Policy`, `Permission`. Everything behind them is private."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lawrules.cases.assessment import Assessment, Finding, Verdict
from lawrules.cases.events import Case, Event, Register
from lawrules.days.work_calendar import WorkCalendar
from lawrules.diagnostics import Diagnostic, Severity, Span, in_order, nearest
from lawrules.engine import choose, make_matcher
from lawrules.engine.compile import compile_policy
from lawrules.engine.evaluate import end_of, evaluate
from lawrules.engine.ruleset import RuleSet
from lawrules.errors import EventError, PolicyError, UsageError
from lawrules.policy import cache
from lawrules.policy.composition import Composition
from lawrules.policy.find import built_in_folder, find, policy_names
from lawrules.policy.garbage import no_collection
from lawrules.policy.model import Rule
from lawrules.policy.vocabulary import Vocabulary
from lawrules.records import dataclass

if TYPE_CHECKING:
    from lawrules.engine.track import Track


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an act may happen now. `verdict`: allowed, forbidden or undetermined.

    `blockers`: the gates and prohibitions in the way, and what each lacks. `missing`: the facts that would decide.
    `duties`: what the act would oblige the agency to do, with the due dates.
    """

    verdict: str
    blockers: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    duties: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return self.verdict == "allowed"


class Policy:
    """A checked and composed policy: immutable, thread-safe, picklable. It is compiled when it is first used.

    Make one with `lawrules.load`.
    """

    def __init__(self, composition: Composition, engine: str, warnings: tuple[Diagnostic, ...] = ()) -> None:
        self._composition = composition
        self._engine = engine
        self._warnings = warnings
        if any(layer.calendars for layer in composition.layers):
            # A local calendar may be missing or wrong, and that is told at once.
            self._calendar  # noqa: B018

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return _calendar_of(self._composition)

    @cached_property
    def _rules(self) -> RuleSet:
        with no_collection():
            return compile_policy(self._composition, self._calendar, partial(make_matcher, self._engine))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Policy, (self._composition, self._engine, self._warnings))

    def __repr__(self) -> str:
        return f"<Policy {self.id}: {len(self.rules)} rules in {len(self._composition.layers)} layers>"

    @property
    def id(self) -> str:
        return self._composition.id

    @property
    def title(self) -> str:
        return self._composition.target.title

    @property
    def engine(self) -> str:
        """The matcher in use: `durable` or `direct`."""
        return self._engine

    @property
    def vocabulary(self) -> Vocabulary:
        return self._composition.vocabulary

    @property
    def composition(self) -> Composition:
        return self._composition

    @property
    def calendar(self) -> WorkCalendar:
        """The working-day calendar, with the local rest days that the policy names."""
        return self._calendar

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its full id (`layer/id`); cannot be changed."""
        return MappingProxyType(dict(self._composition.rules))

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What the checks found that does not keep the policy from being used."""
        return self._warnings

    @property
    def fingerprints(self) -> dict[str, str]:
        """What the results depend on besides the case: the policy files and the calendar."""
        return {"policy": self._composition.fingerprint, "calendar": self._calendar.fingerprint}

    def evaluate(
        self,
        events: Case | Register | Mapping[str, Any] | Iterable[Any],
        as_of: date | datetime | str,
        register: Register | Mapping[str, Any] | None = None,
        lenient: bool = False,
    ) -> Assessment:
        """What was owed, by when, and whether it was met, as it stood at `as_of`.

        `events`: a Case or Register, a dict in the form of a case file, or an iterable of events (dicts or `Event`).
        `as_of`: a date (then its end counts), a datetime or ISO text. `register`: the agency's register, for what only
        it can tell. `lenient`: unknown types and fields become warnings.

        Raises `EventError` with every fault of the input at once.
        """
        subject = self._subject(events, lenient)
        context = self._subject(register, lenient) if register is not None else None
        if context is not None and not isinstance(context, Register):
            raise UsageError(
                "register 应当是机关登记册（含 agency、since）", "`register` must be an agency's register"
            )
        return evaluate(self._rules, subject, as_of_micros(as_of), context, self.fingerprints)

    def may(
        self,
        events: Case | Mapping[str, Any] | Iterable[Any],
        event: Event | Mapping[str, Any],
        as_of: date | datetime | str | None = None,
        register: Register | Mapping[str, Any] | None = None,
    ) -> Permission:
        """Whether `event` may happen after `events`, which gates and prohibitions stand in its way, what it obliges.

        `as_of` defaults to the time of the proposed event. Raises `EventError` as `evaluate` does.
        """
        from lawrules.cases.build import case_from_value

        subject = self._subject(events, False)
        raw: Any = event
        if not isinstance(event, Event):
            raw = {"id": _fresh({e.id for e in subject.events}), **event}
        proposed = case_from_value([raw], self.vocabulary, "event").events[0]
        if isinstance(subject, Register):
            raise UsageError("may 只看一个案件", "`may` looks at one case")
        if any(e.id == proposed.id for e in subject.events):
            raise EventError([Diagnostic("LR607", Span("event"), {"word": proposed.id, "first": proposed.id})])
        earlier = [e for e in subject.events if e.start <= proposed.end]
        case = Case([*earlier, proposed], subject.id, subject.agency, subject.facts, subject.covers)
        context = self._subject(register, False) if register is not None else None
        when = as_of_micros(as_of) if as_of is not None else proposed.end
        assessment = evaluate(
            self._rules, case, max(when, proposed.end), context if isinstance(context, Register) else None,
            self.fingerprints,
        )
        mine = [f for f in assessment.findings if f.trigger is not None and f.trigger.id == proposed.id]
        ahead = {c.rule.full_id for c in self._rules.rules if c.clock.ahead is not None}
        guards = [f for f in mine if f.family in ("gates", "prohibitions") or f"{f.layer}/{f.rule}" in ahead]
        blockers = tuple(f for f in guards if f.broken and f.severity == "must")
        doubtful = tuple(f for f in guards if f.verdict is Verdict.UNDETERMINED and f.severity == "must")
        duties = tuple(
            f for f in mine
            if f not in guards and f.family in ("duties", "recording")
            and f.verdict in (Verdict.PENDING, Verdict.OVERDUE, Verdict.UNDETERMINED, Verdict.VIOLATED)
        )
        if blockers:
            return Permission("forbidden", blockers, tuple(sorted({m for f in doubtful for m in f.missing})), duties)
        if doubtful:
            missing = tuple(sorted({m for f in doubtful for m in f.missing}))
            return Permission("undetermined", doubtful, missing, duties)
        return Permission("allowed", (), (), duties)

    def track(
        self,
        events: Case | Mapping[str, Any] | Iterable[Any] = (),
        register: Register | Mapping[str, Any] | None = None,
    ) -> OpenCase:
        """A case that stays open: `add` events as they come, `assess` whenever asked. Raises `EventError`."""
        from lawrules.engine.track import Track

        subject = self._subject(events, False)
        if isinstance(subject, Register):
            raise UsageError("track 只看一个案件", "`track` looks at one case")
        context = self._subject(register, False) if register is not None else None
        track = Track(self._rules, subject, context if isinstance(context, Register) else None, self.fingerprints)
        return OpenCase(self, track)

    def _subject(self, value: Any, lenient: bool) -> Case | Register:
        from lawrules.cases.build import case_from_value

        if isinstance(value, (Case, Register)):
            return value
        if isinstance(value, Mapping):
            return case_from_value(value, self.vocabulary, "", lenient=lenient)
        items = list(value)
        return case_from_value(items, self.vocabulary, "", lenient=lenient)


class OpenCase:
    """A case that stays open; made by `Policy.track`. Gives what `evaluate` gives for the events so far.

    After each event only the rules that it touches are judged again. Not for use from several threads at once.
    """

    def __init__(self, policy: Policy, track: Track) -> None:
        self._policy = policy
        self._track = track

    @property
    def events(self) -> list[Event]:
        """The events so far, in the order in which they arrived."""
        return self._track.events

    def add(self, *events: Event | Mapping[str, Any]) -> None:
        """Take events, in whatever order they arrive. The same id with the same content is ignored.

        Raises `EventError` for a fault in an event or an id that another event already has; then none is taken.
        """
        from lawrules.cases.build import case_from_value

        known = self._track.known
        new: list[Event] = []
        for event in case_from_value(list(events), self._policy.vocabulary, "").events:
            if event.id not in known:
                new.append(event)
            elif known[event.id] != event:
                raise EventError([Diagnostic("LR607", Span(""), {"word": event.id, "first": event.id})])
        for event in new:
            self._track.add(event)

    def assess(self, as_of: date | datetime | str) -> Assessment:
        """The assessment of the events so far, as it stood at `as_of`."""
        return self._track.assess(as_of_micros(as_of))


def _fresh(taken: set[str]) -> str:
    name, n = "proposed", 1
    while name in taken:
        n += 1
        name = f"proposed-{n}"
    return name


def as_of_micros(as_of: date | datetime | str) -> int:
    """The last microsecond that counts: the end of a date, or the moment itself. Naive times are Shanghai's."""
    from lawrules.cases.times import BadTime, as_moment

    if isinstance(as_of, date) and not isinstance(as_of, datetime):
        return end_of(as_of)
    try:
        return as_moment(as_of).end
    except BadTime as error:
        raise UsageError(f"as_of `{as_of}` 不是日期或时刻", f"`{as_of}` is neither a date nor a time") from error


def _calendar_of(composition: Composition) -> WorkCalendar:
    calendar = WorkCalendar.china()
    for layer in composition.layers:
        for name in layer.calendars:
            path = calendar_file(name, Path(layer.file).parent)
            if path is None:
                raise UsageError(f"找不到日历 `{name}`（{layer.id}）", f"no calendar `{name}` ({layer.id})")
            calendar = calendar.with_overlay(path)
    return calendar


def calendar_file(name: str, beside: Path) -> Path | None:
    """The overlay called `name`: in the `calendars` folder beside the policy, or among the built-in ones."""
    for folder in (beside / "calendars", built_in_folder() / "calendars"):
        for suffix in ("", ".yaml", ".yml"):
            path = folder / f"{name}{suffix}"
            if path.is_file():
                return path
    return None


def locate(name: str | Path) -> Path:
    """The file of a policy given by name or path. Raises `UsageError` where there is none."""
    found = find(str(name))
    if found is None:
        hint = nearest(str(name), policy_names())
        zh, en = (f"，是否想写 `{hint}`？", f": did you mean `{hint}`?") if hint else ("", "")
        raise UsageError(f"找不到策略 `{name}`{zh}", f"no policy `{name}`{en}")
    return found


def load(name: str | Path, engine: str | None = None) -> Policy:
    """The policy called `name` (built in, or on `LAWRULES_POLICIES`), or at a path, ready to evaluate.

    `engine`: `durable`, `direct`, or None for the default. Raises `PolicyError` with every diagnostic where the policy
    or a layer above it has errors, and `UsageError` where there is no such policy or engine.
    """
    path = locate(name)
    chosen = choose(engine)
    kept = cache.load(path)
    if kept is not None:
        return Policy(kept[0], chosen, tuple(kept[1]))
    from lawrules.policy.compose import check_composition

    with no_collection():
        composition, faults = check_composition(path)
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if composition is None or errors:
        raise PolicyError(errors or faults)
    cache.store(path, composition, faults)
    return Policy(composition, chosen, tuple(faults))


def check(path: str | Path) -> list[Diagnostic]:
    """Every fault of a policy file, the layers above it and the register beside it, sorted by place.

    Never raises on bad input.
    """
    found = find(str(path))
    if found is None:
        return [Diagnostic("LR001", Span(str(path)), {"reason": "No such file"})]
    from lawrules.policy.compose import check_composition
    from lawrules.policy.register import check_register, register_of

    composition, faults = check_composition(found)
    written = register_of(found)
    return faults if written is None else in_order([*faults, *check_register(written, composition)])


__all__ = ["OpenCase", "Permission", "Policy", "as_of_micros", "check", "load", "locate"]
