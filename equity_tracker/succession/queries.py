"""Reads of what an organisation leaves behind, of who may follow it, and of what waits for an answer."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment, AmendmentState
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Participation, Programme

RENAMED = "renamed"
_PARTS = (
    Commitment.ownerships,
    Commitment.handovers,
    Commitment.partner_readings,
    Commitment.expected_check_ins,
    Commitment.publications,
    Commitment.close_outs,
    Commitment.flags,
)


def get_commitment(organisation: Organisation, public_id: str) -> Commitment:
    """Return one of the organisation's commitments, once it has been public."""
    return db.session.scalars(
        select(Commitment)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.public_id == public_id,
            Commitment.first_published_on.is_not(None),
        )
        .options(
            joinedload(Commitment.organisation),
            joinedload(Commitment.programme),
            joinedload(Commitment.imported),
            selectinload(Commitment.handovers),
        )
    ).one()


def list_to_pass_on(participation: Participation) -> Sequence[Commitment]:
    """Return what the organisation has made public in the programme, by title.

    It moves with its history, whatever became of it. What never was public stays with those who wrote it.
    """
    return db.session.scalars(
        select(Commitment)
        .where(
            Commitment.organisation_id == participation.organisation_id,
            Commitment.programme_id == participation.programme_id,
            Commitment.first_published_on.is_not(None),
        )
        .order_by(Commitment.title, Commitment.id)
    ).all()


def read_whole(programme: Programme, ids: Collection[int]) -> Sequence[Commitment]:
    """Read these anew with all that their publications are made from."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.programme_id == programme.id, Commitment.id.in_(ids))
        .options(
            joinedload(Commitment.organisation),
            joinedload(Commitment.imported),
            joinedload(Commitment.register_entry),
            *(selectinload(part) for part in _PARTS),
            selectinload(Commitment.milestones).selectinload(Milestone.moves),
            selectinload(Commitment.measures).options(
                selectinload(Measure.targets), selectinload(Measure.readings)
            ),
            selectinload(Commitment.partners).joinedload(Partner.partner_organisation),
            selectinload(Commitment.check_ins).selectinload(CheckIn.versions),
        )
        .order_by(Commitment.title, Commitment.id)
    ).all()


def count_waiting(participation: Participation) -> int:
    """Count what waits for a coordinator, texts and changes: it is decided on before anything moves."""
    submitted = select(func.count(Commitment.id)).where(
        Commitment.organisation_id == participation.organisation_id,
        Commitment.programme_id == participation.programme_id,
        Commitment.lifecycle == Lifecycle.SUBMITTED,
    )
    changes = select(func.count(Amendment.id)).where(
        Amendment.organisation_id == participation.organisation_id,
        Amendment.programme_id == participation.programme_id,
        Amendment.state == AmendmentState.WAITING,
    )
    return (db.session.scalar(submitted) or 0) + (db.session.scalar(changes) or 0)


def list_possible_successors(participation: Participation) -> Sequence[Participation]:
    """Return the others that take part now, by name."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.organisation)
        .where(
            Participation.programme_id == participation.programme_id,
            Participation.organisation_id != participation.organisation_id,
            Participation.joined_on.is_not(None),
            Participation.left_on.is_(None),
            Organisation.ended_on.is_(None),
        )
        .options(contains_eager(Participation.organisation))
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def takes_part(organisation: Organisation) -> bool:
    """Say whether it takes part in any programme now."""
    found = select(Participation.id).where(
        Participation.organisation_id == organisation.id,
        Participation.joined_on.is_not(None),
        Participation.left_on.is_(None),
    )
    return db.session.scalar(found.limit(1)) is not None


def list_known_changes(organisation: Organisation) -> Sequence[OrganisationChange]:
    """Return what the directory knows of its end, the latest first. A new name ends nothing."""
    return db.session.scalars(
        select(OrganisationChange)
        .where(
            OrganisationChange.predecessors.any(Organisation.id == organisation.id),
            OrganisationChange.kind != RENAMED,
        )
        .options(selectinload(OrganisationChange.successors), selectinload(OrganisationChange.predecessors))
        .order_by(OrganisationChange.effective_on.desc(), OrganisationChange.id.desc())
    ).all()


def list_member_ids(organisation: Organisation) -> Collection[int]:
    """Return who belongs to the organisation now."""
    return db.session.scalars(
        select(Membership.user_id).where(
            Membership.organisation_id == organisation.id, Membership.ended_at.is_(None)
        )
    ).all()


def find_shared_change(holder: Organisation, kind: str, effective_on: date) -> OrganisationChange | None:
    """Return the change by which others became part of this organisation in the same way on that day."""
    return db.session.scalar(
        select(OrganisationChange)
        .where(
            OrganisationChange.successors.any(Organisation.id == holder.id),
            OrganisationChange.kind == kind,
            OrganisationChange.effective_on == effective_on,
        )
        .order_by(OrganisationChange.id)
        .limit(1)
    )


def list_who_may_answer(organisation: Organisation) -> Sequence[User]:
    """Return the approvers and admins of the organisation now."""
    return db.session.scalars(
        select(User)
        .join(Membership)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.role.in_((OrganisationRole.APPROVER, OrganisationRole.ADMIN)),
            Membership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.id)
    ).all()


def list_open_links(commitments: Collection[Commitment]) -> Sequence[CheckInLink]:
    """Return the links by which people without an account were asked to write check-ins on these."""
    return db.session.scalars(
        select(CheckInLink)
        .where(
            CheckInLink.commitment_id.in_([row.id for row in commitments]),
            CheckInLink.programme_id.in_({row.programme_id for row in commitments}),
            CheckInLink.revoked_at.is_(None),
            CheckInLink.done_at.is_(None),
        )
        .order_by(CheckInLink.id)
    ).all()


def hold(*participations: Participation) -> None:
    """Hold places in a programme, so that of two who record the same only one moves anything."""
    programme_id = participations[0].programme_id
    held = (
        select(Participation.id)
        .where(
            Participation.programme_id == programme_id,
            Participation.id.in_([row.id for row in participations]),
        )
        .order_by(Participation.id)
    )
    db.session.execute(held.with_for_update())
    for participation in participations:
        db.session.refresh(participation)


def hold_commitment(commitment: Commitment) -> bool:
    """Hold a commitment and read it anew, with what it was asked. False if it has gone to another holder."""
    held = select(Commitment.id).where(
        Commitment.organisation_id == commitment.organisation_id, Commitment.id == commitment.id
    )
    if db.session.scalar(held.with_for_update()) is None:
        return False
    db.session.refresh(commitment)
    for handover in commitment.handovers:
        db.session.refresh(handover)
    return True
