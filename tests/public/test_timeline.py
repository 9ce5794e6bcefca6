from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.over_time import levels_over_time, rounds_answered
from equity_tracker.public.timeline import EventKind, timeline

DAY = date(2026, 1, 10)
PROMISE: dict[str, Any] = {
    "form": "commitment",
    "title": "Warm homes",
    "statement": "We will heat 400 homes.",
    "organisation_name": "Alder Trust",
    "domain": "partnership",
    "level": "conditions",
    "inequality": "conditions",
    "distribution": "universal",
    "additionality": "new",
    "starts_on": "2026-01-01",
    "ends_on": "2028-03-31",
    "ends_precision": "day",
    "milestones": [],
    "closed_on": None,
    "close_reason": None,
    "close_note": None,
}
REPORT: dict[str, Any] = {
    "number": 1,
    "version": 1,
    "round": "Round 1",
    "submitted_on": "2026-02-01",
    "was_late": False,
    "delivery": "limited",
    "outlook": "on_track",
    "why": "The boilers came.",
    "what_changed": "Ten homes are warm.",
    "level": "circumstances",
    "next_step": "Fit more.",
    "next_step_on": "2026-06-01",
    "who_has_not_benefited": None,
}


@dataclass
class Told:
    """One publication, as the timeline reads it."""

    kind: PublicationKind
    subject_id: str
    payload: dict[str, Any]
    happened_on: date
    number: int = 1
    is_current: bool = True
    note: str | None = None
    retracted_on: date | None = None
    retraction_reason: str | None = None
    id: int = field(default=0)


def promised(days: int = 0, number: int = 1, note: str | None = None, **changes: Any) -> Told:
    return Told(
        PublicationKind.COMMITMENT, "c", PROMISE | changes, DAY + timedelta(days=days), number, note=note
    )


def reported(number: int = 1, subject: str = "r1", happened_on: date | None = None, **changes: Any) -> Told:
    payload = REPORT | changes
    on = happened_on or date.fromisoformat(payload["submitted_on"])
    return Told(PublicationKind.CHECK_IN, subject, payload, on, number)


def missed(subject: str = "m1", on: date = date(2026, 3, 31), name: str = "Round 2") -> Told:
    return Told(PublicationKind.MISSED_CHECK_IN, subject, {"round": name, "due_on": on.isoformat()}, on)


def test_it_is_told_newest_first_and_the_start_stands_last_on_its_day() -> None:
    events = timeline([promised(), reported(submitted_on=DAY.isoformat()), missed()])

    assert [event.kind for event in events] == [EventKind.MISSED, EventKind.REPORT, EventKind.START]
    assert events[0].what == "No report was made for Round 2"


def test_a_late_report_says_so() -> None:
    assert timeline([reported(was_late=True)])[0].what == "Check-in 1, Round 1, late"


def test_a_moved_goalpost_is_told_with_both_words_and_the_reason() -> None:
    told = [promised(), promised(30, 2, "Contracts run longer.", ends_on="2029-03-31", level="community")]

    event = timeline(told)[0]

    assert (event.what, event.note) == ("The promise was changed", "Contracts run longer.")
    assert [(change.label, change.before, change.after) for change in event.changes] == [
        ("Level of action", "Conditions", "Community"),
        ("To be done by", "31 March 2028", "31 March 2029"),
    ]


def test_a_date_that_becomes_less_exact_is_a_change() -> None:
    event = timeline([promised(), promised(1, 2, ends_precision="year")])[0]

    assert [(change.before, change.after) for change in event.changes] == [("31 March 2028", "2028")]


def test_a_milestone_that_is_met_moves_no_goalpost() -> None:
    planned = {"title": "First home", "planned_on": "2026-03-01", "revised_on": None, "actual_on": None}
    told = [
        promised(milestones=[planned]),
        promised(5, 2, milestones=[planned | {"revised_on": "2026-04-01"}]),
        promised(9, 3, milestones=[planned | {"revised_on": "2026-04-01", "actual_on": "2026-01-19"}]),
    ]

    met, moved, _ = timeline(told)

    how = "moved by 1 month, met about 2 months before the revised date"
    assert (met.kind, met.what, met.changes) == (EventKind.REPORT, f"Milestone met: First home ({how})", [])
    assert [(change.before, change.after) for change in moved.changes] == [
        ("by 1 March 2026", "by 1 April 2026")
    ]


def test_a_milestone_with_a_new_title_is_one_gone_and_one_come() -> None:
    row = {"title": "One", "planned_on": "2026-03-01", "revised_on": None, "actual_on": None}

    event = timeline([promised(milestones=[row]), promised(1, 2, milestones=[row | {"title": "Two"}])])[0]

    assert [(change.label, change.before, change.after) for change in event.changes] == [
        ("Milestone “One”", "by 1 March 2026", "none"),
        ("Milestone “Two”", "none", "by 1 March 2026"),
    ]


def test_closing_is_told_with_its_reason_and_what_the_organisation_says() -> None:
    closed = promised(
        99, 2, "Closed.", closed_on="2026-04-19", close_reason="met_late", close_note="All 400."
    )

    event = timeline([promised(), closed])[0]

    assert (event.what, event.text, event.note) == ("Closed: Met late", "All 400.", None)


def test_a_correction_stands_in_its_check_in_with_what_it_said_before() -> None:
    told = [
        reported(),
        reported(2, happened_on=date(2026, 2, 20), version=2, outlook="at_risk", why="They did not."),
    ]

    (event,) = timeline(told)

    assert event.on == date(2026, 2, 1)
    assert event.status is not None
    assert event.status.slug == "at_risk"
    (correction,) = event.corrections
    assert correction.on == date(2026, 2, 20)
    assert [(change.label, change.before) for change in correction.changes] == [
        ("How it is going", "On track"),
        ("Why", "The boilers came."),
    ]


def test_a_report_that_was_taken_back_says_when_and_why_and_nothing_else() -> None:
    row = reported()
    row.retracted_on, row.retraction_reason = date(2026, 3, 1), "It named a patient."

    (event,) = timeline([row])

    assert event.what == "Check-in 1, taken back on 1 March 2026"
    assert event.text == "It named a patient."
    assert event.report is None
    assert event.status is None


def test_rounds_are_counted_once_and_a_late_answer_counts() -> None:
    told = [promised(), reported(), missed(), missed("m0", date(2026, 1, 31), "Round 1")]

    answered = rounds_answered(told)

    assert (answered.reported, answered.asked) == (1, 2)


def test_a_report_that_is_owed_counts_before_its_round_closes() -> None:
    told = [promised(), reported()]
    owed, closed = date(2026, 9, 30), missed("m0", date(2026, 9, 30), "Round 3")

    assert rounds_answered(told, owed).asked == 2
    assert rounds_answered([*told, closed], owed).asked == 2


def test_a_report_between_rounds_answers_none() -> None:
    assert rounds_answered([reported(round=None)]).asked == 0


def test_the_level_is_followed_from_the_first_publication() -> None:
    told = [promised(), promised(3, 2, level="treatment"), reported(), missed()]

    assert levels_over_time(told) == [(DAY, 4), (date(2026, 2, 1), 2), (date(2026, 3, 31), None)]


def test_a_promise_without_a_level_has_no_line() -> None:
    assert levels_over_time([promised(level=None), reported()]) == []


def test_a_promise_that_was_taken_back_leaves_no_level_and_no_words_behind() -> None:
    back = promised(statement="It named a patient.")
    back.retracted_on, back.retraction_reason = DAY, "A slip."
    told = [back, promised(9, 2, level="treatment"), reported()]

    assert levels_over_time(told)[0] == (date(2026, 1, 19), 0)
    assert "named a patient" not in str(timeline(told))
    assert [event.what for event in timeline(told)][1:] == ["Commitment published", "Taken back"]


def test_a_round_whose_report_was_taken_back_has_asked_and_has_no_answer() -> None:
    row = reported()
    row.retracted_on = date(2026, 3, 1)

    answered = rounds_answered([promised(), row])

    assert (answered.reported, answered.asked) == (0, 1)
