"""Random policies of all families over a small vocabulary, and random cases and registers for them.

Sizes are small and names few, so that rules and events meet often. Policies are written as YAML text (its JSON form)
and read like any other; what the language refuses is drawn anew.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from lawrules import Policy
from lawrules.diagnostics import Severity
from lawrules.policy.compose import compose

COMMON = ["flag", "calm", "amount", "number", "day", "text", "colour", "mood", "tags", "marks", "actors", "batch"]
FIELDS: dict[str, dict[str, Any]] = {
    "flag": {"type": "bool"},
    "calm": {"type": "bool", "assume": False},
    "amount": {"type": "decimal"},
    "number": {"type": "int"},
    "day": {"type": "date"},
    "text": {"type": "string"},
    "colour": {"type": "enum", "choices": {"red": "红", "green": "绿", "blue": "蓝"}},
    "mood": {"type": "enum", "assume": "fair", "choices": {"fair": "平", "foul": "怒"}},
    "tags": {"type": "set", "choices": {"x": "甲", "y": "乙", "z": "丙"}},
    "marks": {"type": "set", "assume": [], "choices": {"m": "子", "n": "丑"}},
    "actors": {"type": "refs", "to": "person"},
    "batch": {"type": "ref", "to": "batch", "identity": True},
    "officer": {"type": "refs", "to": "person", "identity": True},
    "items": {"type": "items"},
    "handlers": {"type": "refs", "to": "person"},
    "form": {"type": "enum", "choices": {"photo": "照片", "audio": "录音", "video": "录像"}},
    "span": {"type": "enum", "choices": {"full": "全程", "key_moments": "环节"}},
    "started_at": {"type": "datetime"},
    "ended_at": {"type": "datetime"},
    "recording": {"type": "ref", "to": "recording", "identity": True},
    "interruption_cause": {"type": "enum", "choices": {"fault": "故障", "deliberate": "人为"}},
    "decision_type": {"type": "enum", "choices": {"penalty": "处罚", "no_penalty": "不罚"}},
    "leniency_reason": {"type": "string"},
    "leniency_given": {"type": "set", "choices": {"lighter": "从轻", "no_penalty": "不罚"}},
    "year": {"type": "int"},
}
TYPES: dict[str, dict[str, Any]] = {
    "case.filed": {"concerns": "case", "fields": [*COMMON, "handlers"]},
    "decision.proposed": {"concerns": "event", "fields": [*COMMON, "decision_type"]},
    "decision.made": {"concerns": "case", "fields": [*COMMON, "decision_type", "leniency_reason", "leniency_given"]},
    "act.done": {"concerns": "event", "fields": [*COMMON, "started_at", "ended_at"]},
    "reply.sent": {"concerns": "event", "fields": COMMON},
    "reply.closed": {"concerns": "case", "fields": COMMON},
    "recording.made": {"concerns": "event", "fields": ["form", "span", "started_at", "ended_at", "recording", "flag"]},
    "recording.interrupted": {"concerns": "event", "fields": ["recording", "interruption_cause"]},
    "recording.resumed": {"concerns": "event", "fields": ["recording"]},
    "officer.certified": {"scope": "agency", "concerns": "event", "fields": ["officer"]},
    "officer.left": {"scope": "agency", "concerns": "event", "fields": ["officer"]},
    "roster.changed": {
        "scope": "agency",
        "concerns": "agency",
        "fields": ["number", "amount", "year", "items", "tags"],
    },
    "weather.noted": {"concerns": "event", "fields": ["flag"]},
}
PLAIN = ("case.filed", "decision.proposed", "decision.made", "act.done", "reply.sent", "reply.closed")
HEAD: dict[str, Any] = {
    "policy": "random",
    "title": "随机",
    "jurisdiction": {"name": "某市", "code": "530100", "level": "city"},
    "sources": {"S": {"title": "试行"}},
    "clauses": {"C": {"source": "S", "at": "一", "says": "试行"}},
    "events": {
        "profiles": {
            "agency": {"fields": {"role": {"type": "enum", "assume": "own", "choices": {"own": "自", "other": "他"}}}},
            "person": {
                "fields": {
                    "role": {"type": "enum", "choices": {"lead": "主", "help": "协"}},
                    "rank": {"type": "int"},
                    "certified": {"type": "bool"},
                }
            },
            "party": {"fields": {"minor": {"type": "bool", "assume": False}, "size": {"type": "int"}}},
            "item": {
                "fields": {
                    "name": {"type": "string", "identity": True},
                    "rank": {"type": "int"},
                    "certified": {"type": "bool"},
                }
            },
        },
        "types": {name: {"title": name, "scope": "case", **spec} for name, spec in TYPES.items()},
        "fields": {name: {"title": name, **spec} for name, spec in FIELDS.items()},
        "groups": {"act": ["act.done"]},
        "labels": {"major": "重大"},
    },
    "parameters": {
        "cap": {"2023-01-01": {"is": 2, "basis": "C"}, "2023-03-06": {"is": 5, "basis": "C"}},
        "unset": {"open": True},
    },
}

WORDS = ("甲", "乙", "😀", "red")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "flag": st.booleans(),
    "calm": st.booleans(),
    "amount": st.sampled_from([0, 0.1, 1, 2.5, 5, 10**12]),
    "number": st.integers(-2, 6) | st.just(2**53 + 1),
    "day": st.sampled_from(["2023-02-28", "2023-03-04", "2023-03-08"]),
    "text": st.sampled_from(WORDS),
    "colour": st.sampled_from(["red", "green", "blue"]),
    "mood": st.sampled_from(["fair", "foul"]),
    "tags": st.sampled_from(["x", "y", "z"]),
    "marks": st.sampled_from(["m", "n"]),
    "batch": st.sampled_from(["B1", "B2"]),
    "year": st.sampled_from([2022, 2023]),
    "decision_type": st.sampled_from(["penalty", "no_penalty"]),
    "form": st.sampled_from(["photo", "audio", "video"]),
}
MANY = ("tags", "marks")
ORDERED = ("amount", "number", "day")
PERIODS = st.sampled_from(
    [
        "1 day",
        "3 days",
        "2 working days",
        "5 working days",
        "24 hours",
        "1 month",
        "same day",
        "promptly",
        "$cap days",
        "$unset working days",
    ]
)


def one_of(draw: st.DrawFn, *items: Any) -> Any:
    return draw(st.sampled_from(items))


# ── conditions


@st.composite
def tests(draw: st.DrawFn, name: str) -> Any:
    value, several = VALUES[name], st.lists(VALUES[name], min_size=1, max_size=3, unique=True)
    ops = ["is", "in", "not", "none_of", "exists"]
    if name in ("flag", "calm") or name == "day":
        ops = ["is", "not", "exists"]
    if name in ORDERED:
        ops += ["at_least", "more_than", "at_most", "less_than"]
    if name in MANY:
        ops += ["includes", "among", "not_among"]
    if name in ("text", "colour", "mood", "batch"):
        ops += ["among", "not_among"]
    op = draw(st.sampled_from(ops))
    if op == "is":
        return draw(value)
    if op == "in":
        return draw(several)
    if op == "exists":
        return {"exists": draw(st.booleans())}
    if op in ("none_of", "includes", "among", "not_among"):
        return {op: draw(several)}
    if name in ("amount", "number") and op != "not" and draw(st.booleans()):
        return {op: draw(st.sampled_from(["$cap", "$number", "$amount", "$unset"]))}
    return {op: draw(value)}


FLAT = ("flag", "calm", "amount", "number", "day", "text", "colour", "mood", "tags", "marks", "batch")


@st.composite
def entries(draw: st.DrawFn, names: tuple[str, ...], depth: int) -> dict[str, Any]:
    kinds = ["flat"] * 8 + ["people", "at", "about", "party", "case", "label"]
    if depth:
        kinds += ["any", "all", "none", "happened", "not_happened"] * 2
    kind = draw(st.sampled_from(kinds))
    if kind in ("any", "all", "none"):
        return {kind: draw(st.lists(conditions(names, depth - 1), min_size=1, max_size=3))}
    if kind in ("happened", "not_happened"):
        return {kind: draw(patterns(depth - 1))}
    if kind == "people" and "actors" in names:
        inner = one_of(draw, {"certified": True}, {"role": "lead"}, {"rank": {"at_least": 2}})
        return {
            "actors": one_of(
                draw,
                {"every": inner},
                {"some": inner},
                {"count": {"at_least": 2, "of": inner}},
                {"not_among": "handlers"},
                {"exists": True},
            )
        }
    if kind == "at":
        return one_of(draw, {"at.rest_day": True}, {"at.night": True}, {"at.hour": {"less_than": 12}})
    if kind == "about":
        name = draw(st.sampled_from(["amount", "colour"]))
        return {f"about.{name}": draw(tests(name))}
    if kind == "party":
        return one_of(draw, {"party.minor": False}, {"party.size": {"at_least": 3}})
    if kind == "case":
        return {"case.colour": draw(tests("colour"))}
    if kind == "label":
        return {"major": draw(st.booleans())}
    name = draw(st.sampled_from([n for n in names if n in FLAT] or ["flag"]))
    return {name: draw(tests(name))}


@st.composite
def conditions(draw: st.DrawFn, names: tuple[str, ...] = FLAT, depth: int = 2) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for entry in draw(st.lists(entries(names, depth), min_size=1, max_size=3)):
        made.update(entry)
    return made


@st.composite
def patterns(draw: st.DrawFn, depth: int = 1, kinds: tuple[str, ...] = PLAIN) -> Any:
    name = draw(st.sampled_from(kinds))
    if draw(st.integers(0, 2)) == 0:
        return name
    return {name: draw(conditions(tuple(TYPES[name]["fields"]), max(depth, 0)))}


# ── rules


@st.composite
def asked(draw: st.DrawFn) -> Any:
    plain = patterns(0)
    kind = draw(st.sampled_from(["one"] * 6 + ["list", "all", "in_order", "sum", "count", "same"]))
    if kind == "one":
        return draw(plain)
    if kind == "list":
        return draw(st.lists(plain, min_size=2, max_size=3))
    if kind in ("all", "in_order"):
        return {kind: draw(st.lists(plain, min_size=2, max_size=2))}
    if kind == "sum":
        return {"sum": "reply.sent.amount", "at_least": one_of(draw, 1, 5, "$cap")}
    if kind == "count":
        return {"count": "reply.sent", "at_least": 2, **one_of(draw, {}, {"distinct": "colour"})}
    return {"reply.sent": {}, "same": [one_of(draw, "colour", "day", "batch", "amount")]}


@st.composite
def rules(draw: st.DrawFn, family: str) -> dict[str, Any]:
    made: dict[str, Any] = {"title": "规则", "basis": "C"}
    if draw(st.integers(0, 3)) == 0:
        made["severity"] = one_of(draw, "should", {"must_if": {"flag": True}})
    if family in ("duties", "gates", "prohibitions", "recording") and draw(st.booleans()):
        made["unless"] = ["ex"]
    if draw(st.integers(0, 6)) == 0 and family != "exemptions":
        made["in_force"] = {"from": "2023-03-04"}
    if draw(st.integers(0, 6)) == 0 and family in ("duties", "gates", "prohibitions"):
        made["assume"] = one_of(draw, "none", ["calm"])
    if family == "exemptions":
        return {"title": "例外", "basis": "C", "if": one_of(draw, draw(conditions()), {"person.role": "lead"})}
    made["when"] = draw(patterns())
    if draw(st.booleans()):
        made["if"] = draw(conditions())
    if family == "duties":
        made["require"] = draw(asked())
        if draw(st.integers(0, 2)) == 0:
            made["must"] = draw(conditions(("flag", "amount", "colour", "tags"), 0))
        made.update(draw(clocks()))
    elif family == "gates":
        if draw(st.booleans()):
            made["after"] = one_of(
                draw, draw(asked()), {"latest": "reply.sent", "must": {"flag": True}}, ["lapse", "reply.sent"]
            )
            made.update(
                one_of(draw, {}, {}, {"elapsed": "2 days"}, {"elapsed": "2 working days"}, {"since": "act.done"})
            )
        else:
            made["must"] = draw(conditions())
    elif family == "recording":
        made["when"] = "act.done"
        made["level"] = one_of(draw, "full", "full", "key_moments", "text")
        made.pop("if", None)
        if draw(st.booleans()):
            made["breaks"] = ["ex-break"]
    elif family == "major_decisions":
        made["when"] = draw(patterns(0, ("decision.proposed", "act.done", "decision.made")))
        made.pop("if", None)
    elif family == "leniency":
        made = {k: v for k, v in made.items() if k in ("title", "basis")}
        made |= {
            "when": {"decision.proposed": draw(conditions(FLAT, 0))},
            "effect": one_of(draw, "no_penalty", "lighter"),
            "severity": one_of(draw, "must", "may"),
        }
    return made


@st.composite
def clocks(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["within"] * 5 + ["ahead", "before", "open"]))
    made: dict[str, Any] = {}
    if kind == "within":
        made["within"] = draw(PERIODS)
        if draw(st.integers(0, 4)) == 0:
            made["exclude"] = [{"from": "act.done", "until": "reply.closed"}]
        if draw(st.integers(0, 4)) == 0:
            made["extend"] = [{"when": "decision.proposed", "by": "number", "up_to": "4 days"}]
    elif kind == "ahead":
        made["ahead"] = one_of(draw, "2 days", "3 working days", "24 hours")
    elif kind == "before":
        made["before"] = draw(patterns(0))
    if kind != "ahead" and draw(st.integers(0, 4)) == 0:
        made["lifted_by"] = draw(patterns(0))
    if draw(st.integers(0, 4)) == 0:
        made["bearer"] = one_of(draw, "party", {"role": "other"})
    return made


STANDING = st.fixed_dictionaries(
    {
        "title": st.just("定期"),
        "basis": st.just("C"),
        "require": st.sampled_from(["roster.changed", {"sum": "roster.changed.amount", "at_least": 3}]),
    },
    optional={"must": st.sampled_from([{"number": {"at_least": 2}}, {"items": {"every": {"has": ["rank"]}}}])},
)
TIMES = st.sampled_from(
    [{"every": "year", "by": "03-05"}, {"every": "year", "by": "next 01-31"}, {"once": {"by": "2023-03-08"}}, {}]
)
FAMILIES = ("duties", "gates", "prohibitions", "recording", "major_decisions", "exemptions", "leniency")


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    made = copy.deepcopy(HEAD)
    for family in FAMILIES:
        listed = draw(st.lists(rules(family), max_size={"duties": 4, "gates": 3}.get(family, 2)))
        if listed:
            made[family] = {f"{family}-{i}".replace("_", "-"): rule for i, rule in enumerate(listed)}
    for i in range(draw(st.integers(0, 2))):
        made.setdefault("duties", {})[f"standing-{i}"] = {**draw(STANDING), **draw(TIMES)}
    named = made.setdefault("exemptions", {})
    named["ex"] = draw(rules("exemptions"))
    named["ex-break"] = {"title": "中断", "basis": "C", "if": {"interruption_cause": "fault"}}
    made["milestones"] = {
        "lapse": {
            "basis": "C",
            "when": draw(patterns(0)),
            "in": one_of(draw, "2 days", "3 working days"),
            **one_of(draw, {}, {"unless_first": "reply.sent"}),
        }
    }
    return made


def build(made: dict[str, Any], folder: Path, engines: tuple[str, ...]) -> list[Policy]:
    """The policy under each engine; a draw that the language does not accept is rejected."""
    path = folder / "random.yaml"
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    composition, faults = compose(path)
    if composition is None or any(f.severity is Severity.ERROR for f in faults):
        reject()
    return [Policy(composition, engine) for engine in engines]


# ── cases


HOURS = st.sampled_from(["", "", "T08:00", "T12:30", "T23:30"])


@st.composite
def events(draw: st.DrawFn, i: int, known: list[str], kinds: tuple[str, ...]) -> dict[str, Any]:
    kind = draw(st.sampled_from(kinds))
    made: dict[str, Any] = {"id": f"e{i}", "type": kind, "at": f"2023-03-{draw(st.integers(1, 12)):02d}{draw(HOURS)}"}
    if known and draw(st.booleans()):
        made["about"] = draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))
    if draw(st.integers(0, 5)) == 0:
        made["seq"] = draw(st.integers(0, 3))
    data: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(sorted(TYPES[kind]["fields"])), max_size=6)):
        if name in MANY or name == "leniency_given":
            data[name] = draw(
                st.lists(VALUES.get(name, st.sampled_from(["lighter", "no_penalty"])), max_size=3, unique=True)
            )
        elif name in ("actors", "officer", "handlers"):
            data[name] = draw(st.lists(st.sampled_from(["张", "王", "李"]), min_size=1, max_size=3, unique=True))
        elif name == "items":
            data[name] = draw(st.lists(st.sampled_from([{"name": "子", "rank": 1}, {"name": "丑"}]), max_size=2))
        elif name in ("started_at", "ended_at"):
            data[name] = made["at"][:10] + one_of(draw, "T08:00", "T12:30")
        elif name == "recording":
            data[name] = one_of(draw, "R1", "R2")
        elif name == "interruption_cause":
            data[name] = one_of(draw, "fault", "deliberate")
        elif name == "span":
            data[name] = one_of(draw, "full", "key_moments")
        elif name == "leniency_reason":
            data[name] = "有"
        else:
            data[name] = draw(VALUES[name])
    if data:
        made["data"] = data
    return made


@st.composite
def happenings(draw: st.DrawFn, most: int = 12) -> list[dict[str, Any]]:
    kinds = tuple(k for k in TYPES if k != "weather.noted" and not k.startswith(("officer", "roster")))
    made: list[dict[str, Any]] = []
    for i in range(draw(st.integers(0, most))):
        made.append(draw(events(i, [e["id"] for e in made], kinds)))
    return made


PERSON = st.fixed_dictionaries(
    {}, optional={"role": st.sampled_from(["lead", "help"]), "rank": st.integers(0, 4), "certified": st.booleans()}
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "persons": st.fixed_dictionaries({}, optional={"张": PERSON, "王": PERSON, "李": PERSON}),
        "party": st.fixed_dictionaries({}, optional={"minor": st.booleans(), "size": st.integers(0, 6)}),
        "case": st.fixed_dictionaries({}, optional={"colour": st.sampled_from(["red", "green"])}),
        "agency": st.fixed_dictionaries({}, optional={"role": st.sampled_from(["own", "other"])}),
    },
)
AS_OF = st.sampled_from(["2023-03-05", "2023-03-08T12:00", "2023-03-12", "2023-06-30", "2024-02-15"])


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {"case": "A", "events": draw(happenings()), "facts": draw(FACTS)}
    if draw(st.integers(0, 4)) == 0:
        made["covers"] = draw(st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=6, unique=True))
    return made


@st.composite
def registers(draw: st.DrawFn) -> dict[str, Any]:
    kinds = tuple(k for k in TYPES if k.startswith(("officer", "roster")))
    made = draw(happenings(6))
    for event in made:
        event["case"] = one_of(draw, "A", "B")
    for i in range(draw(st.integers(0, 5))):
        made.append(draw(events(100 + i, [], kinds)))
    return {
        "agency": "某局",
        "since": one_of(draw, "2023-01-01", "2023-03-03", "2020-01-01"),
        "events": made,
        "facts": {k: v for k, v in draw(FACTS).items() if k != "case"},
    }
