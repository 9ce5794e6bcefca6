"""The answers of a check-in on their way: into the form, out of it, and in words for pages and mails."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.check_ins.more_answers import more_from, values_of_more
from equity_tracker.check_ins.round_questions import answers_to_round, round_in_words, values_of_round
from equity_tracker.model.check_in import CheckInVersion
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.checking_in import last_check_in
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.evidence_rows import link_from, row_of
from equity_tracker.model.vocabulary import (
    DELIVERIES,
    DISTRIBUTIONS,
    LEVELS,
    OUTLOOKS,
)


def answers_from(values: Mapping[str, Any]) -> Answers:
    """Read what a complete form holds."""
    return Answers(
        delivery=values["delivery"],
        outlook=values["outlook"],
        why=values["why"],
        what_changed=values["what_changed"],
        level=values["level"],
        distribution=values["distribution"],
        next_step=values["next_step"],
        next_step_on=values["next_step_on"],
        who_has_not_benefited=values["who_has_not_benefited"],
        **more_from(values),
        evidence=tuple(link_from(row) for row in values["evidence"]),
        to_round=answers_to_round(values),
    )


def values_to_confirm(commitment: Commitment) -> dict[str, Any]:
    """Fill only what is confirmed: the level and distribution last given, or else those registered."""
    last = last_check_in(commitment)
    said = last.current if last else commitment
    return {"level": said.level, "distribution": said.distribution}


def values_to_correct(answers: Answers) -> dict[str, Any]:
    """Fill everything, as it was given."""
    values = {name: value for name, value in vars(answers).items() if name != "nothing_changed"}
    values |= values_of_more(answers)
    values["evidence"] = [row_of(link) for link in answers.evidence]
    return values | values_of_round(answers)


def version_in_words(version: CheckInVersion) -> list[tuple[str, str]]:
    """Return all that a version says, the questions of its round last."""
    return in_words(version.answers) + round_in_words(version)


def in_words(answers: Answers) -> list[tuple[str, str]]:
    """Return each answer with its label, as people read it. Rows of notes, links and evidence stand apart."""
    words = [
        ("How much has been done", DELIVERIES.label(answers.delivery)),
        ("Outlook", OUTLOOKS.label(answers.outlook)),
        ("Why", answers.why),
        ("What has changed", answers.what_changed),
        ("What the action changes", LEVELS.label(answers.level)),
        ("Who it reaches", DISTRIBUTIONS.label(answers.distribution)),
        ("Next step", _next_step(answers)),
    ]
    if answers.who_has_not_benefited:
        words.append(("Who has not benefited so far", answers.who_has_not_benefited))
    return words


def _next_step(answers: Answers) -> str:
    if answers.next_step_on is None:
        return answers.next_step
    return f"{answers.next_step.rstrip('.')}, by {long_date(answers.next_step_on)}"
