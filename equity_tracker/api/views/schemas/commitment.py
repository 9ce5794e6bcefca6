"""A commitment: its row of the register, with the columns of every file, and its whole public record."""

from typing import Any

from marshmallow import fields, validate

from equity_tracker.api.views.schemas.check_in import Change, CheckIn, MissedCheckIn
from equity_tracker.api.views.schemas.ending import CloseOut, EndAssessment, Handover, StillInPlace
from equity_tracker.api.views.schemas.places import LibraryEntry
from equity_tracker.api.views.schemas.promise import ImportedFacts, Promise
from equity_tracker.api.views.schemas.signs import Measure, Milestone
from equity_tracker.public.columns import COLUMNS, Column, Type
from equity_tracker.web import answer_fields as say

# What each row has, whatever was stated.
ALWAYS = set(
    "reference form title organisation organisation_kind promised_by programme outlook reporting"
    " published_on url".split()
)
EXAMPLES = {
    "reference": "FH-0017",
    "title": "Every cleaning contract pays the real living wage",
    "organisation": "Harbour Trust",
    "promised_by": "Harbour Primary Care Trust",
    "programme": "Fairer Harbour",
    "place": "Harbour city",
    "ends_precision": "day",
    "outlook": "No update since 3 May 2026",
    "source_status": "Completed",
    "url": "https://register.example.org/commitments/bcdfghjklmnp/every-cleaning-contract",
}


def _of_column(column: Column) -> dict[str, fields.Field[Any]]:
    """Make the field of a column; of a term also that of its code. Not stated is null in both."""
    is_sure = column.name in ALWAYS
    kind = say.Day if column.type is Type.DATE else fields.String
    first = next(iter(column.terms.items())) if column.terms else ("", "2026-05-03")
    said = {"description": column.description, "examples": [EXAMPLES.get(column.name, first[1])]}
    found: dict[str, fields.Field[Any]] = {
        column.name: kind(required=True, allow_none=not is_sure, metadata=said)
    }
    if column.terms is not None:
        found[column.code_name] = fields.String(
            required=True,
            allow_none=not is_sure,
            validate=validate.OneOf(list(column.terms)),
            metadata={"description": f"The code of `{column.name}`.", "examples": [first[0]]},
        )
    return found


_NAMES: dict[str, fields.Field[Any]] = {
    "id": say.text("Its id, which never changes.", "bcdfghjklmnp", always=True),
    "organisation_slug": say.text("The slug of the organisation.", "harbour-trust", always=True),
    "programme_slug": say.text("The slug of the programme.", "fairer-harbour", always=True),
}
RegisterRow = say.Answer.from_dict(
    _NAMES | {name: field for column in COLUMNS for name, field in _of_column(column).items()},
    name="RegisterRow",
)


class Publication(say.Answer):
    """One numbered, frozen copy of the promise: when, what it changed, and why."""

    number = say.number("Its number.", 2)
    on = say.day("When it was published.", "2026-05-03", always=True)
    what = say.text("What it did, in words.", "Changed: level of action", always=True)
    changes = say.many(Change, "What it changed.")
    reason = say.text("Why, in the publisher's words.", "The board asked for more.")
    taken_back_on = say.day("When it was taken back; its words are told nowhere from then on.", "2026-06-01")
    taken_back_because = say.text("Why it was taken back.", "It was not theirs to make.")


class Commitment(RegisterRow):  # type: ignore[misc, valid-type]
    """The whole public record of one commitment. Its two lights are `reporting` and `outlook`."""

    promise = say.one(Promise, "What was promised, as last published.", always=True)
    missing = say.words(
        "What a statement of intent would have to state to be a commitment.", "whether it is new"
    )
    milestones = say.many(Milestone, "The steps on the way.")
    measures = say.many(Measure, "How anybody will know.")
    check_ins = say.many(CheckIn, "What was reported, the latest first, each with who judged it and how.")
    missed_check_ins = say.many(MissedCheckIn, "The rounds that closed without a report, the latest first.")
    publications = say.many(Publication, "What was published, the latest first: the change log.")
    close_out = say.one(CloseOut, "How it ended, if it has.")
    end_assessment = say.one(EndAssessment, "How the coordinators answered the questions at its end.")
    handovers = say.many(Handover, "How it came to those who have held it since, the first first.")
    still_in_place = say.one(StillInPlace, "Whether it was still in place a year later.")
    imported = say.one(ImportedFacts, "Of a record from elsewhere: what its source said.")
    beside = say.many(LibraryEntry, "Statements, case studies and support that name it.")
