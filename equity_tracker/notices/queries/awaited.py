"""What check-ins have come to a reminder, and which a programme still waits for."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.notices.awaited import Awaited


def list_organisations_to_remind(
    until: date, *, after_id: int = 0, most: int = 200
) -> Sequence[Row[int, int]]:
    """Return the next organisations with reminders due by that day: id, and how many."""
    return db.session.execute(
        select(ExpectedCheckIn.organisation_id.label("id"), func.count().label("due"))
        .where(ExpectedCheckIn.next_reminder_on <= until, ExpectedCheckIn.organisation_id > after_id)
        .group_by(ExpectedCheckIn.organisation_id)
        .order_by(ExpectedCheckIn.organisation_id)
        .limit(most)
        .execution_options(every_organisation=True)
    ).all()


def list_due(organisation_ids: Collection[int], until: date) -> list[Awaited]:
    """Return what of these organisations' has come to a reminder."""
    found = db.session.execute(_due(), {"organisations": list(organisation_ids), "until": until})
    return [Awaited(*row) for row in found]


def list_of_organisation(organisation_id: int, public_ids: Collection[str]) -> list[Awaited]:
    """Return these check-ins of the organisation, as they stand now."""
    return [
        Awaited(*row)
        for row in db.session.execute(
            _awaited().where(
                ExpectedCheckIn.organisation_id == organisation_id,
                ExpectedCheckIn.public_id.in_(list(public_ids)),
            )
        )
    ]


def list_reminded_on(organisation_id: int, programme_id: int | None, day: date) -> list[Awaited]:
    """Return what of the organisation's was last reminded of on that day, as it stands now."""
    statement = _awaited().where(
        ExpectedCheckIn.organisation_id == organisation_id,
        ExpectedCheckIn.programme_id == programme_id,
        ExpectedCheckIn.last_reminded_on == day,
    )
    return [Awaited(*row) for row in db.session.execute(statement)]


def list_unreported(programme: Programme, due_before: date) -> list[tuple[Awaited, str, str]]:
    """Return what the programme has waited for since before that day, with organisation and its sort name."""
    rows = db.session.execute(
        _awaited()
        .add_columns(Organisation.name, Organisation.sort_name)
        .join(Organisation, Organisation.id == ExpectedCheckIn.organisation_id)
        .where(
            ExpectedCheckIn.programme_id == programme.id, ExpectedCheckIn.due_on < due_before, _is_wanted()
        )
        .order_by(ExpectedCheckIn.due_on, ExpectedCheckIn.id)
    )
    return [(Awaited(*row[:-2]), row[-2], row[-1]) for row in rows]


@cache
def _due() -> Select[Any]:
    """Put the statement together once: that costs more than to run it for one organisation."""
    return (
        _awaited()
        .where(
            ExpectedCheckIn.organisation_id.in_(bindparam("organisations", expanding=True)),
            ExpectedCheckIn.next_reminder_on <= bindparam("until"),
        )
        .order_by(ExpectedCheckIn.organisation_id, ExpectedCheckIn.id)
    )


def _awaited() -> Select[Any]:
    """Select what `Awaited` holds, in its order."""
    columns: tuple[Any, ...] = (
        ExpectedCheckIn.id,
        ExpectedCheckIn.public_id,
        ExpectedCheckIn.organisation_id,
        ExpectedCheckIn.due_on,
        ExpectedCheckIn.grace_until,
        ExpectedCheckIn.next_reminder_on,
        Commitment.id,
        Commitment.public_id,
        Commitment.title,
        Programme.public_id,
        Programme.id,
        Programme.name,
        _is_wanted(),
    )
    return (
        select(*columns)
        .join(Round, Round.id == ExpectedCheckIn.round_id)
        .join(Commitment, Commitment.id == ExpectedCheckIn.commitment_id)
        .join(Programme, Programme.id == ExpectedCheckIn.programme_id)
        .outerjoin(ImportedRecord, ImportedRecord.commitment_id == Commitment.id)
        # By the keys of what is asked for itself; what hangs on it belongs to the same organisation.
        .execution_options(every_organisation=True)
    )


def _is_wanted() -> ColumnElement[bool]:
    """Say whether it is still asked for: of a live commitment, by an open round of an open programme."""
    return and_(
        ExpectedCheckIn.reported_on.is_(None),
        ExpectedCheckIn.settled_on.is_(None),
        ExpectedCheckIn.is_missed.is_(False),
        # A later report clears what was missed before it.
        or_(Commitment.last_reported_on.is_(None), Commitment.last_reported_on < ExpectedCheckIn.due_on),
        Round.state == RoundState.OPEN,
        Commitment.lifecycle == Lifecycle.PUBLISHED,
        Commitment.is_statement_of_intent.is_(False),
        ImportedRecord.id.is_(None),
        Programme.closed_on.is_(None),
        # Nobody is asked for what is there to practise with.
        Programme.is_practice.is_(False),
    )
