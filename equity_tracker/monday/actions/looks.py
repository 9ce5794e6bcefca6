"""Noting that a coordinator has looked at a flag. It changes nothing of the record, and is never public."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import FlagLook
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.people import User
from equity_tracker.monday.queries.look_again import Flagged


def look_at_flag(
    flagged: Flagged, commitment: Commitment, *, note: str, seen: int | None, by: User, now: datetime
) -> None:
    """Put the look on record.

    :param seen: the version that the coordinator read; one that came since is to be read first.
    """
    commitment.programme.refuse_if_closed()
    if seen != flagged.version:
        raise ChangedSince("There is a newer version of this. It is shown here now: read it first.")
    look = FlagLook(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment_id=commitment.id,
        kind=flagged.kind.value,
        subject=flagged.subject,
        version=flagged.version,
        note=note,
        looked_at=now,
        looked_by=by,
    )
    try:
        with db.session.begin_nested():
            db.session.add(look)
    except IntegrityError:
        raise ChangedSince("A colleague has just noted that they looked at this.") from None
    # Of the programme alone: what a coordinator makes of a flag is no word to the organisation.
    db.session.add(
        Activity(
            kind=ActivityKind.FLAG_LOOKED_AT,
            at=now,
            actor=by,
            programme_id=commitment.programme_id,
            subject_kind="commitment",
            subject_id=commitment.public_id,
            subject_name=commitment.display_title,
            after={"kind": flagged.kind.value, "version": flagged.version},
        )
    )
    db.session.flush()
