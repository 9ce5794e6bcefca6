"""Writing to an organisation whose check-ins have not come: kept, logged, and posted by the outbox."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.nudge import Nudge, refuse_second_today
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.recipients import Recipient, holders_of
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.monday import emails
from equity_tracker.monday.queries import nudges as queries
from equity_tracker.monday.queries.not_reported import Narrowing, all_unreported
from equity_tracker.notices.queries import list_teams


def nudge_organisations(
    programme: Programme,
    slugs: Sequence[str],
    *,
    subject: str,
    text: str,
    by: User,
    now: datetime,
    today: date,
) -> list[Organisation]:
    """Write to each of these organisations about what it has not reported; return them, by name.

    All or none: a refusal names the organisation that is at fault.
    """
    programme.refuse_if_closed()
    organisations = list(queries.list_organisations(programme, slugs))
    owed: dict[str, list[int]] = {}
    for row in all_unreported(programme, Narrowing(organisations=tuple(slugs)), today=today):
        owed.setdefault(row.organisation_slug, []).append(row.place[-1])
    for organisation in organisations:
        if organisation.slug not in owed:
            raise Refused(f"Everything of {organisation.name} has come. There is nothing to write about.")
        rows = queries.list_owed(programme, organisation, owed[organisation.slug])
        _nudge(programme, organisation, rows, subject=subject, text=text, by=by, now=now, today=today)
    return organisations


def _nudge(
    programme: Programme,
    organisation: Organisation,
    rows: Sequence[ExpectedCheckIn],
    *,
    subject: str,
    text: str,
    by: User,
    now: datetime,
    today: date,
) -> None:
    refuse_second_today(queries.last_nudge(programme, organisation), today)
    mails = _address(organisation, rows, now)
    if not mails:
        raise Refused(
            f"Nobody at {organisation.name} can be written to from here: no member wants reminders, and"
            " there is no mailbox."
        )
    written = _keep(
        Nudge(
            organisation=organisation,
            programme_id=programme.id,
            sent_on=today,
            sent_at=now,
            sent_by=by,
            subject=subject,
            text=text,
            asked=[_asked(row) for row in rows],
        )
    )
    for recipient, its_rows in mails.items():
        db.session.add(emails.nudge(written, programme, organisation, recipient, its_rows, by=by, now=now))
    db.session.add(
        Activity(
            kind=ActivityKind.ORGANISATION_NUDGED,
            at=now,
            actor=by,
            organisation_id=organisation.id,
            programme_id=programme.id,
            subject_kind="organisation",
            subject_id=organisation.public_id,
            subject_name=organisation.name,
            after={"subject": subject, "text": text, "check_ins": len(rows)},
        )
    )
    db.session.flush()


def _address(
    organisation: Organisation, rows: Sequence[ExpectedCheckIn], now: datetime
) -> dict[Recipient, list[ExpectedCheckIn]]:
    """Say who gets which rows, by the same rule as reminders."""
    [team] = list_teams([organisation.id], now, keep=False)
    mails: dict[Recipient, list[ExpectedCheckIn]] = {}
    for row in rows:
        for recipient in team.owners(holders_of(row.commitment)):
            mails.setdefault(recipient, []).append(row)
    return mails


def _keep(nudge: Nudge) -> Nudge:
    """Write it, unless a colleague has just done so: the database knows."""
    name = nudge.organisation.name
    try:
        with db.session.begin_nested():
            db.session.add(nudge)
    except IntegrityError:
        raise Refused(f"A colleague has just written to {name}. One message a day is enough.") from None
    return nudge


def _asked(row: ExpectedCheckIn) -> dict[str, str]:
    return {
        "title": row.commitment.display_title,
        "commitment_id": row.commitment.public_id,
        "due_on": row.due_on.isoformat(),
    }
