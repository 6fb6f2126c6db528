"""Recording duties: text, key moments, and sound and picture from start to end (semantics.md, "Recordings")."""

from __future__ import annotations

import pytest

from lawrules import Verdict
from tests.engine.worlds import codes, ev, found, ids, notes, only


def rule(level: str, more: str = "") -> str:
    return f"""
recording:
  rec: {{title: 记录, when: enforcement.executed, level: {level}{more}}}
exemptions:
  fault: {{title: 设备故障, if: {{interruption_cause: [device_fault, weather]}}}}
  text-enough: {{title: 文字已足, if: {{text_record_sufficient: true}}}}
"""


FULL = rule("full", ", breaks: [fault]")
DAY = "2023-03-01T"
ACT = ev("e1", "enforcement.executed", DAY + "09:00", started_at=DAY + "09:00", ended_at=DAY + "12:00")


def video(id, start=None, end=None, *, about="e1", at=DAY + "12:30", form="video", **data):
    times = {"started_at": DAY + start, "ended_at": DAY + end} if start and end else {}
    return ev(id, "recording.made", at, about=about, form=form, **times, **data)


# ── text and key moments


@pytest.mark.parametrize("kind", ["recording.made", "document.issued"])
def test_text_is_met_by_any_record_about_the_act(law, kind):
    f = law(rule("text")).one("rec", [ACT, ev("r1", kind, "2023-03-02", about="e1")])
    assert (f.verdict, ids(f)) == (Verdict.SATISFIED, ["r1"])


def test_a_document_can_still_be_drawn_up(law):
    f = law(rule("text")).one("rec", [ACT], "2023-12-31")
    assert (f.verdict, f.standing) == (Verdict.PENDING, True)


def test_a_picture_of_what_is_over_cannot_be_taken_any_more(law):
    f = law(rule("key_moments")).one("rec", [ACT])
    assert (f.verdict, codes(f)) == (Verdict.VIOLATED, {"not_recorded"})


@pytest.mark.parametrize(
    ("form", "verdict"),
    [
        ("photo", Verdict.SATISFIED),
        ("audio", Verdict.SATISFIED),
        ("video", Verdict.SATISFIED),
        ("text", Verdict.VIOLATED),
    ],
)
def test_key_moments_take_photo_sound_or_film(law, form, verdict):
    assert law(rule("key_moments")).one("rec", [ACT, video("r1", form=form)]).verdict is verdict


def test_a_record_about_another_act_is_none(law):
    other = ev("e2", "enforcement.executed", "2023-03-05T09:00")
    a = law(rule("key_moments")).judge([ACT, other, video("r2", about="e2")])
    assert only(a, "rec", trigger="e1").verdict is Verdict.VIOLATED
    assert only(a, "rec", trigger="e2").verdict is Verdict.SATISFIED


def test_without_about_a_record_made_at_the_time_of_the_act_counts(law):
    assert (
        law(rule("key_moments")).one("rec", [ACT, video("r1", "09:30", "09:40", about=None)]).verdict
        is Verdict.SATISFIED
    )
    elsewhere = ev("r1", "recording.made", "2023-03-02T09:30", form="video")
    assert law(rule("key_moments")).one("rec", [ACT, elsewhere]).verdict is Verdict.VIOLATED


def test_a_record_of_unknown_form_is_asked_about(law):
    f = law(rule("key_moments")).one("rec", [ACT, ev("r1", "recording.made", DAY + "10:00", about="e1")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("r1.form",))


# ── full


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([("09:00", "12:00")], Verdict.SATISFIED),
        ([("08:50", "12:10")], Verdict.SATISFIED),
        ([("09:00", "10:30"), ("10:30", "12:00")], Verdict.SATISFIED),  # the union counts
        ([("10:00", "12:00"), ("08:00", "10:15")], Verdict.SATISFIED),
        ([("09:00", "11:59")], Verdict.VIOLATED),
        ([("09:01", "12:00")], Verdict.VIOLATED),
        ([("09:00", "10:00"), ("10:30", "12:00")], Verdict.VIOLATED),  # a gap
        ([("13:00", "14:00")], Verdict.VIOLATED),
    ],
)
def test_full_needs_start_to_end(law, parts, verdict):
    events = [ACT, *(video(f"r{i}", *times) for i, times in enumerate(parts))]
    assert law(FULL).one("rec", events).verdict is verdict


def test_every_gap_is_told_with_its_ends(law):
    f = law(FULL).one("rec", [ACT, video("r1", "09:00", "10:00"), video("r2", "10:30", "12:00")])
    assert notes(f)["gap"] == {"from": DAY + "10:00", "to": DAY + "10:30"}


def test_photographs_are_no_full_record(law):
    f = law(FULL).one("rec", [ACT, video("r1", "09:00", "12:00", form="photo")])
    assert f.verdict is Verdict.VIOLATED


def test_sound_alone_is_a_full_record(law):
    assert law(FULL).one("rec", [ACT, video("r1", "09:00", "12:00", form="audio")]).verdict is Verdict.SATISFIED


def test_without_about_full_counts_what_covers_the_time(law):
    assert law(FULL).one("rec", [ACT, video("r1", "09:00", "12:00", about=None)]).verdict is Verdict.SATISFIED
    assert law(FULL).one("rec", [ACT, video("r1", "09:00", "11:00", about=None)]).verdict is Verdict.VIOLATED


def test_no_recording_at_all_is_violated(law):
    assert law(FULL).one("rec", [ACT]).verdict is Verdict.VIOLATED


def test_missing_times_leave_the_coverage_open(law):
    f = law(FULL).one("rec", [ACT, ev("r1", "recording.made", "2023-03-01", about="e1", form="video")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("r1.ended_at", "r1.started_at"))
    bare = ev("e1", "enforcement.executed", "2023-03-01")
    f = law(FULL).one("rec", [bare, video("r1", "09:00", "12:00")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("e1.ended_at", "e1.started_at"))


def test_where_times_are_missing_the_files_own_word_decides(law):
    bare = ev("e1", "enforcement.executed", "2023-03-01")

    def record(span):
        return ev("r1", "recording.made", "2023-03-01", about="e1", form="video", span=span)

    assert law(FULL).one("rec", [bare, record("full")]).verdict is Verdict.SATISFIED
    f = law(FULL).one("rec", [bare, record("key_moments")])
    assert (f.verdict, codes(f)) == (Verdict.VIOLATED, {"only_key_moments"})


def test_known_times_outweigh_the_word_full(law):
    assert law(FULL).one("rec", [ACT, video("r1", "09:00", "11:00", span="full")]).verdict is Verdict.VIOLATED


# ── breaks


def interrupted(cause, at="10:00", resumed="10:30"):
    data = {"interruption_cause": cause} if cause else {}
    return [
        ev("b1", "recording.interrupted", DAY + at, about="e1", recording="R1", **data),
        ev("b2", "recording.resumed", DAY + resumed, about="e1", recording="R1"),
    ]


PARTS = [video("r1", "09:00", "10:00", recording="R1"), video("r2", "10:30", "12:00", recording="R1")]


@pytest.mark.parametrize(
    ("cause", "verdict"),
    [
        ("device_fault", Verdict.SATISFIED),
        ("weather", Verdict.SATISFIED),
        ("deliberate", Verdict.VIOLATED),
        (None, Verdict.UNDETERMINED),
    ],
)
def test_a_gap_is_excused_by_its_cause(law, cause, verdict):
    f = law(FULL).one("rec", [ACT, *PARTS, *interrupted(cause)])
    assert f.verdict is verdict
    if cause is None:
        assert f.missing == ("b1.interruption_cause",)


def test_an_excuse_does_not_reach_beyond_its_break(law):
    short = [video("r1", "09:00", "10:00", recording="R1"), video("r2", "10:45", "12:00", recording="R1")]
    assert law(FULL).one("rec", [ACT, *short, *interrupted("device_fault")]).verdict is Verdict.VIOLATED


def test_a_break_that_no_exemption_knows_is_unexcused(law):
    f = law(rule("full")).one("rec", [ACT, *PARTS, *interrupted("device_fault")])
    assert f.verdict is Verdict.VIOLATED


def test_unless_excuses_the_whole(law):
    waived = ev("e1", "enforcement.executed", DAY + "09:00", text_record_sufficient=True)
    f = law(rule("full", ", unless: [text-enough]")).one("rec", [waived])
    assert (f.verdict, f.waived_by) == (Verdict.WAIVED, "text-enough")


# ── must, severity, folding


def test_a_must_on_the_record_judges_what_it_holds(law):
    rules = rule("key_moments", ", must: {captured: {includes: [party, scene]}}")
    assert law(rules).one("rec", [ACT, video("r1", captured=["party", "scene", "matter"])]).verdict is Verdict.SATISFIED
    assert law(rules).one("rec", [ACT, video("r1", captured=["party"])]).verdict is Verdict.VIOLATED
    f = law(rules).one("rec", [ACT, video("r1")])
    assert (f.verdict, f.missing) == (Verdict.UNDETERMINED, ("r1.captured",))


def test_a_should_on_an_act_whose_recording_a_must_demands_is_folded_into_it(law):
    rules = """
recording:
  must-full: {title: 应当全程, when: enforcement.executed, level: full}
  should-key: {title: 宜记录关键环节, when: enforcement.executed, level: key_moments, severity: should}
"""
    a = law(rules).judge([ACT])
    assert [f.rule for f in a.findings] == ["must-full"]
    assert only(a, "must-full").also == ("trial/should-key",)
    assert (len(a.breaches), len(a.advisories)) == (1, 0)


def test_a_should_that_asks_for_more_than_the_must_stands_beside_it(law):
    rules = """
recording:
  must-text: {title: 应当留痕, when: enforcement.executed, level: text}
  should-full: {title: 宜全程, when: enforcement.executed, level: full, severity: should}
"""
    a = law(rules).judge([ACT, ev("w1", "document.issued", "2023-03-01", about="e1")])
    assert only(a, "must-text").verdict is Verdict.SATISFIED
    assert only(a, "should-full").verdict is Verdict.VIOLATED
    assert (len(a.breaches), len(a.advisories)) == (0, 1)


@pytest.mark.parametrize(("contested", "severity"), [(True, "must"), (False, "should")])
def test_must_if_decides_how_binding_a_rule_is(law, contested, severity):
    rules = rule("key_moments", ", severity: {must_if: {contested: true}}")
    f = law(rules).one("rec", [ev("e1", "enforcement.executed", DAY + "09:00", contested=contested)])
    assert (f.verdict, f.severity) == (Verdict.VIOLATED, severity)


def test_an_undecided_must_if_counts_as_should_and_names_the_fact(law):
    rules = rule("key_moments", ", severity: {must_if: {onsite: true}}")
    f = law(rules).one("rec", [ACT])
    assert (f.severity, notes(f)["severity_undecided"]) == ("should", {"facts": "e1.onsite"})
    assert found(law(rules).judge([ACT]), "rec")[0].is_advisory
