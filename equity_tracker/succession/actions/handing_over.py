"""Moving commitments to a new holder, with everything that belongs to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.handover import Handover
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.succession import queries


@dataclass(frozen=True)
class Recorded:
    """What became of an organisation, from when, and where that can be read."""

    kind: str
    effective_on: date
    source_url: str | None
    note: str | None = None


def hand_over(
    passed: Sequence[Commitment],
    change: OrganisationChange,
    before: Organisation,
    holder: Organisation,
    recorded: Recorded,
    *,
    now: datetime,
    today: date,
) -> Sequence[Commitment]:
    """Move commitments to a new holder, ask it about those that go on, and publish all that is public.

    :return: the same commitments, read anew.
    """
    moved = _move(passed, holder)
    members = queries.list_member_ids(holder)
    for link in queries.list_open_links(moved):
        link.revoked_at = now
    for commitment in moved:
        _leave_posts(commitment, members, today)
        commitment.handovers.append(
            _handover(change, before, holder, recorded, programme_id=commitment.programme_id, today=today)
        )
    db.session.flush()
    for commitment in moved:
        _publish(commitment, holder, now=now, today=today)
    return moved


def _move(passed: Sequence[Commitment], holder: Organisation) -> Sequence[Commitment]:
    """Change the holder. What belongs to a commitment by its keys follows in the database."""
    if not passed:
        return ()
    programme, ids = passed[0].programme, [row.id for row in passed]
    subjects = [row.public_id for row in passed]
    subjects += [check_in.public_id for row in passed for check_in in row.check_ins]
    for commitment in passed:
        commitment.organisation = holder
    db.session.flush()
    for history, is_theirs in (
        (Publication, Publication.commitment_id.in_(ids)),
        (Activity, Activity.subject_id.in_(subjects)),
    ):
        db.session.execute(update(history).where(is_theirs).values(organisation_id=holder.id))
    db.session.expire_all()
    return queries.read_whole(programme, ids)


def _leave_posts(commitment: Commitment, members: Collection[int], today: date) -> None:
    """Note that who answered for it is not with the new holder, which names somebody of its own."""
    for post in commitment.ownerships:
        if post.ended_on is None and post.left_on is None and post.user_id not in members:
            post.leave(today)


def _handover(
    change: OrganisationChange,
    before: Organisation,
    holder: Organisation,
    recorded: Recorded,
    *,
    programme_id: int,
    today: date,
) -> Handover:
    return Handover(
        organisation_id=holder.id,
        programme_id=programme_id,
        change=change,
        kind=recorded.kind,
        source_url=recorded.source_url,
        note=recorded.note,
        from_organisation=before,
        from_name=before.name,
        to_id=holder.id,
        to_name=holder.name,
        handed_on=recorded.effective_on,
        asked_on=today,
    )


def _publish(commitment: Commitment, holder: Organisation, *, now: datetime, today: date) -> None:
    if not (commitment.is_published or commitment.is_closed):
        refresh_register_entry(commitment, now=now)
        return
    note = f"{holder.name} holds this promise now. {commitment.made_by_name} made it."
    publish_commitment(commitment, now=now, today=today, note=note)
