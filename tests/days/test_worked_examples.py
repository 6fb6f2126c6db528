"""The twenty-five worked examples of the law of periods: each counted day, each end, as a lawyer counted them by hand.

Expected values are literals. Nothing here is computed by the code under test.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from lawrules.days import Due, Roll, due
from lawrules.days.readings import readings
from lawrules.days.recipes import Surcharge, latest_of, lawful_from
from lawrules.days.steps import StepKind


def days(*stretches: str) -> list[date]:
    """`"2024-09-14"` and `"2024-09-18..20"` (same month) as dates, in the order given; `..` may run backward."""
    result = []
    for stretch in stretches:
        first, _, last = stretch.partition("..")
        start = date.fromisoformat(first)
        end = int(last or start.day)
        step = 1 if end >= start.day else -1
        result += [start.replace(day=number) for number in range(start.day, end + step, step)]
    return result


def counted(term: Due) -> list[tuple[str, str, int]]:
    """The counted stretches as (first, last, running number)."""
    return [(str(s.first), str(s.last), s.counted) for s in term.steps if s.kind is StepKind.COUNTED]


def left_out(term: Due, kind: StepKind) -> list[tuple[str, str]]:
    """The stretches of one kind, joined where they touch, as (first, last)."""
    result: list[tuple[date, date]] = []
    for step in term.steps:
        if step.kind is kind:
            if result and (step.first - result[-1][1]).days == 1:
                result[-1] = (result[-1][0], step.last)
            else:
                result.append((step.first, step.last))
    return [(str(first), str(last)) for first, last in result]


def other(term: Due, number: str) -> set[date]:
    return {reading.date for reading in readings(term) if reading.id == number}


def test_e01_a_report_within_24_hours_runs_through_the_new_year_holiday() -> None:
    term = due("2024-02-09T16:40", "24小时")
    assert term.moment == datetime(2024, 2, 10, 16, 40)
    assert (term.date, term.date.weekday()) == (date(2024, 2, 10), 5)
    assert not term.rolled
    assert term.counted_days == []
    [next_hour] = readings(term)
    assert (next_hour.id, next_hour.moment) == ("P-05", datetime(2024, 2, 10, 17, 0))


def test_e02_service_in_7_working_days_counts_the_make_up_saturday() -> None:
    term = due("2024-09-13", "7个工作日")
    assert term.date == date(2024, 9, 25)
    assert term.counted_days == days("2024-09-14", "2024-09-18..20", "2024-09-23..25")
    assert left_out(term, StepKind.SKIPPED) == [("2024-09-15", "2024-09-17"), ("2024-09-21", "2024-09-22")]


def test_e03_a_hearing_request_in_5_working_days_across_national_day_2023() -> None:
    term = due("2023-09-27", "5个工作日", bearer="party")
    assert term.date == date(2023, 10, 10)
    assert term.counted_days == days("2023-09-28", "2023-10-07..10")
    assert left_out(term, StepKind.SKIPPED) == [("2023-09-29", "2023-10-06")]
    assert not term.rolled


def test_e04_the_same_request_under_the_old_law_is_3_natural_days_and_rolls() -> None:
    term = due("2020-09-29", "3日", bearer="party")
    assert term.counted_days == days("2020-09-30", "2020-10-01..02")
    assert (term.raw, term.date) == (date(2020, 10, 2), date(2020, 10, 9))
    assert left_out(term, StepKind.ROLLED) == [("2020-10-02", "2020-10-08")]


def test_e05_a_hearing_is_notified_7_clear_working_days_before() -> None:
    term = due("2025-10-15", "7个工作日", ahead=True)
    assert term.counted_days == days("2025-10-14..13", "2025-10-11..9", "2025-09-30..29")
    assert (term.date, term.date.weekday()) == (date(2025, 9, 28), 6)
    [lenient] = readings(term)
    assert (lenient.id, lenient.date) == ("P-11", date(2025, 9, 29))


def test_e06_registered_evidence_is_handled_in_7_working_days() -> None:
    term = due("2021-09-16", "7个工作日")
    assert term.date == date(2021, 9, 27)
    assert term.counted_days == days("2021-09-17..18", "2021-09-22..24", "2021-09-26..27")
    assert left_out(term, StepKind.SKIPPED) == [("2021-09-19", "2021-09-21"), ("2021-09-25", "2021-09-25")]


def test_e07_under_the_old_law_the_7_days_are_natural_days() -> None:
    term = due("2021-06-04", "7日")
    assert term.date == date(2021, 6, 11)
    assert term.counted_days == days("2021-06-05..11")


def test_e08_a_fine_is_paid_in_15_days_and_the_end_rolls_over_national_day() -> None:
    term = due("2024-09-20", "15日", bearer="party")
    assert term.counted_days == days("2024-09-21..30", "2024-10-01..5")
    assert (term.raw, term.date) == (date(2024, 10, 5), date(2024, 10, 8))
    assert left_out(term, StepKind.ROLLED) == [("2024-10-05", "2024-10-07")]


def test_e09_the_surcharge_grows_by_3_percent_a_day_to_the_amount_of_the_fine() -> None:
    fine = Surcharge(2_000_00, due("2024-09-20", "15日", bearer="party").date)
    assert fine.day_number(date(2024, 10, 9)) == 1
    assert fine.on(date(2024, 10, 8)) == 0
    assert fine.on(date(2024, 10, 9)) == 60_00
    assert fine.day_number(date(2024, 11, 10)) == 33
    assert fine.on(date(2024, 11, 10)) == 1_980_00
    assert fine.day_number(date(2024, 11, 11)) == 34
    assert fine.on(date(2024, 11, 11)) == 2_000_00
    assert fine.on(date(2025, 11, 11)) == 2_000_00
    assert fine.capped_from == date(2024, 11, 11)
    assert fine.exceeds(30) == date(2024, 11, 8)
    assert fine.rate == Fraction(3, 100)


def test_e10_a_fine_collected_on_the_spot_is_handed_in_in_2_and_2_working_days() -> None:
    officer = due("2022-04-01", "2个工作日")
    assert (officer.date, officer.counted_days) == (date(2022, 4, 6), days("2022-04-02", "2022-04-06"))
    assert left_out(officer, StepKind.SKIPPED) == [("2022-04-03", "2022-04-05")]
    bank = due(officer.date, "2个工作日")
    assert (bank.date, bank.counted_days) == (date(2022, 4, 8), days("2022-04-07..8"))


def test_e11_the_90_days_for_a_decision_end_on_a_sunday_of_the_holiday() -> None:
    term = due("2024-11-04", "90日", rolls=Roll.NEXT_WORKING_DAY)
    assert counted(term) == [("2024-11-05", "2025-02-02", 90)]
    numbers = {day: number for number, day in enumerate(term.counted_days, start=1)}
    ends = [date(2024, 11, 30), date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 2)]
    assert [numbers[day] for day in ends] == [26, 57, 88, 90]
    assert (term.raw, term.date) == (date(2025, 2, 2), date(2025, 2, 5))
    assert left_out(term, StepKind.ROLLED) == [("2025-02-02", "2025-02-04")]


def test_e11_in_the_narrow_reading_of_statutory_holiday_the_sunday_does_not_roll() -> None:
    term = due("2024-11-04", "90日", rolls=Roll.NEXT_WORKING_DAY_AFTER_STATUTORY_HOLIDAY)
    assert (term.raw, term.date, term.rolled) == (date(2025, 2, 2), date(2025, 2, 2), False)
    assert other(term, "D-03") == {date(2025, 2, 5)}
    # The agency's own reading without a rule that rolls: the raw day binds, the rolled one is shown.
    ceiling = due("2024-11-04", "90日")
    assert ceiling.date == date(2025, 2, 2)
    assert other(ceiling, "D-02") == {date(2025, 2, 5)}


def test_e12_the_12_days_of_a_laboratory_test_are_left_out_of_the_90() -> None:
    term = due("2024-11-04", "90日", exclude=[("2024-12-02", "2024-12-13")])
    assert counted(term) == [("2024-11-05", "2024-12-01", 27), ("2024-12-14", "2025-02-14", 90)]
    assert left_out(term, StepKind.SUSPENDED) == [("2024-12-02", "2024-12-13")]
    numbers = {day: number for number, day in enumerate(term.counted_days, start=1)}
    ends = [date(2024, 12, 1), date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 14)]
    assert [numbers[day] for day in ends] == [27, 45, 76, 90]
    assert term.date == date(2025, 2, 14)


def test_e13_extensions_run_from_the_unrolled_end_to_the_120th_and_180th_day() -> None:
    rolls = Roll.NEXT_WORKING_DAY
    once = due("2024-11-04", "90日", extend=["30日"], rolls=rolls)
    assert (once.raw, once.date) == (date(2025, 3, 4), date(2025, 3, 4))
    assert len(once.counted_days) == 120
    twice = due("2024-11-04", "90日", extend=["30日", "60日"], rolls=rolls)
    assert (twice.raw, twice.raw.weekday(), twice.date) == (date(2025, 5, 3), 5, date(2025, 5, 6))
    assert len(twice.counted_days) == 180
    assert counted(twice) == [
        ("2024-11-05", "2025-02-02", 90),
        ("2025-02-03", "2025-03-04", 30),
        ("2025-03-05", "2025-05-03", 60),
    ]


def test_e14_a_seizure_lasts_30_days_and_with_its_extension_60() -> None:
    term = due("2025-03-10", "30日")
    assert term.date == date(2025, 4, 9)
    assert term.counted_days == days("2025-03-11..31", "2025-04-01..9")
    assert term.counted_days.index(date(2025, 3, 31)) + 1 == 21
    longer = due("2025-03-10", "30日", extend=["30日"])
    assert longer.date == date(2025, 5, 9)
    assert longer.counted_days.index(date(2025, 4, 30)) + 1 == 51
    assert longer.counted_days.index(date(2025, 5, 9)) + 1 == 60
    # D-01: if the day of the seizure is day 1, the term ends a day earlier.
    assert other(term, "D-01") == {date(2025, 4, 8)}
    assert other(longer, "D-01") == {date(2025, 5, 8)}


def test_e15_the_12_days_of_notified_testing_are_left_out_of_the_seizure() -> None:
    testing = [("2025-03-17", "2025-03-28")]
    term = due("2025-03-10", "30日", exclude=testing)
    assert term.date == date(2025, 4, 21)
    assert counted(term) == [("2025-03-11", "2025-03-16", 6), ("2025-03-29", "2025-04-21", 30)]
    assert left_out(term, StepKind.SUSPENDED) == [("2025-03-17", "2025-03-28")]
    assert term.counted_days.index(date(2025, 3, 31)) + 1 == 9
    longer = due("2025-03-10", "30日", exclude=testing, extend=["30日"])
    assert longer.date == date(2025, 5, 21)
    assert longer.counted_days.index(date(2025, 4, 30)) + 1 == 39
    assert longer.counted_days.index(date(2025, 5, 21)) + 1 == 60


def test_e16_ten_full_working_days_pass_after_the_demand_before_the_court_is_asked() -> None:
    term = due("2025-09-24", "10个工作日")
    assert term.date == date(2025, 10, 14)
    assert term.counted_days == days("2025-09-25..26", "2025-09-28..30", "2025-10-09..11", "2025-10-13..14")
    assert left_out(term, StepKind.SKIPPED) == [
        ("2025-09-27", "2025-09-27"),
        ("2025-10-01", "2025-10-08"),
        ("2025-10-12", "2025-10-12"),
    ]
    assert lawful_from(term) == date(2025, 10, 15)


def test_e17_review_suit_and_the_window_for_the_court_application() -> None:
    review = due("2024-05-31", "60日", bearer="party")
    assert (review.raw, review.date) == (date(2024, 7, 30), date(2024, 7, 30))
    assert review.counted_days == days("2024-06-01..30", "2024-07-01..30")
    suit = due("2024-05-31", "6个月", bearer="party")
    assert (suit.raw, suit.raw.weekday(), suit.date) == (date(2024, 11, 30), 5, date(2024, 12, 2))
    final = latest_of(review, suit)
    assert final is suit
    window = due(final.date, "3个月", rolls="next_working_day")
    assert (window.raw, window.raw.weekday(), window.date) == (date(2025, 3, 2), 6, date(2025, 3, 3))


def test_e18_an_application_for_review_ends_on_national_day_and_rolls() -> None:
    term = due("2025-08-05", "60日", bearer="party")
    assert term.counted_days == days("2025-08-06..31", "2025-09-01..30", "2025-10-01..4")
    assert term.counted_days.index(date(2025, 8, 31)) + 1 == 26
    assert term.counted_days.index(date(2025, 9, 30)) + 1 == 56
    assert (term.raw, term.date) == (date(2025, 10, 4), date(2025, 10, 9))
    assert left_out(term, StepKind.ROLLED) == [("2025-10-04", "2025-10-08")]


def test_e19_six_months_from_31_august_end_on_the_leap_day() -> None:
    term = due("2023-08-31", "6个月", bearer="party")
    assert (term.raw, term.date, term.rolled) == (date(2024, 2, 29), date(2024, 2, 29), False)


def test_e20_a_suit_15_days_after_the_review_decision() -> None:
    term = due("2025-09-20", "15日", bearer="party")
    assert term.counted_days == days("2025-09-21..30", "2025-10-01..5")
    assert (term.raw, term.date) == (date(2025, 10, 5), date(2025, 10, 9))
    assert left_out(term, StepKind.ROLLED) == [("2025-10-05", "2025-10-08")]


def test_e21_a_licence_is_decided_in_20_working_days_and_10_more() -> None:
    first = days("2024-04-23..26", "2024-04-28..30", "2024-05-06..11", "2024-05-13..17", "2024-05-20..21")
    term = due("2024-04-22", "20个工作日")
    assert (term.date, term.counted_days) == (date(2024, 5, 21), first)
    assert left_out(term, StepKind.SKIPPED)[1] == ("2024-05-01", "2024-05-05")
    longer = due("2024-04-22", "20个工作日", extend=["10个工作日"])
    assert longer.date == date(2024, 6, 4)
    assert longer.counted_days == [*first, *days("2024-05-22..24", "2024-05-27..31", "2024-06-03..4")]
    assert [(s.part, s.counted) for s in longer.steps if s.kind is StepKind.COUNTED][-1] == (1, 10)


def test_e22_publication_in_7_or_20_working_days_across_the_spring_festival() -> None:
    twenty = days("2023-01-17..20", "2023-01-28..31", "2023-02-01..3", "2023-02-06..10", "2023-02-13..16")
    term = due("2023-01-16", "7个工作日")
    assert (term.date, term.counted_days) == (date(2023, 1, 30), twenty[:7])
    assert left_out(term, StepKind.SKIPPED) == [("2023-01-21", "2023-01-27")]
    longer = due("2023-01-16", "20个工作日")
    assert (longer.date, longer.counted_days) == (date(2023, 2, 16), twenty)


def test_e23_a_revoked_penalty_is_withdrawn_in_3_working_days() -> None:
    term = due("2026-02-12", "3个工作日")
    assert (term.date, term.counted_days) == (date(2026, 2, 24), days("2026-02-13..14", "2026-02-24"))
    assert left_out(term, StepKind.SKIPPED) == [("2026-02-15", "2026-02-23")]
    assert not term.provisional


def test_e24_announcement_service_is_complete_when_the_30th_day_ends() -> None:
    term = due("2022-03-01", "30日")
    assert (term.date, term.counted_days) == (date(2022, 3, 31), days("2022-03-02..31"))
    # The party's terms start the day after: day 1 of a term that runs from the completed service.
    assert due(term.date, "15日", bearer="party").counted_days[0] == date(2022, 4, 1)


def test_e25_under_the_old_text_it_took_60_days() -> None:
    term = due("2021-09-01", "60日")
    assert (term.raw, term.raw.weekday()) == (date(2021, 10, 31), 6)
    assert term.counted_days == days("2021-09-02..30", "2021-10-01..31")
    assert term.counted_days.index(date(2021, 9, 30)) + 1 == 29
