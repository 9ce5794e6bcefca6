"""Reads of an organisation's check-ins, of what it is asked to report on, and of what is being written."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.strategy_options import _AbstractLoad

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.commitment import UNSEEN, Commitment, Lifecycle
from equity_tracker.model.measure import Measure
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Review
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.round_question import RoundAnswer

# Who saved a draft, has it, sent and returned it; the places of who has it say whether they still do.
_WITH_PEOPLE: tuple[_AbstractLoad, ...] = (
    joinedload(CheckInDraft.saved_by),
    joinedload(CheckInDraft.holder).selectinload(User.memberships),
    joinedload(CheckInDraft.sent_by),
    joinedload(CheckInDraft.returned_by),
)


def get_commitment(organisation: Organisation, public_id: str) -> Commitment:
    """Return one of the organisation's commitments with everything that a check-in on it reads."""
    return _get(Commitment.organisation_id == organisation.id, public_id)


def get_registered(programme: Programme, public_id: str) -> Commitment:
    """Return one commitment of the programme, never a draft, with the same."""
    is_registered = and_(Commitment.programme_id == programme.id, Commitment.lifecycle.not_in(UNSEEN))
    return _get(is_registered, public_id)


def _get(scope: ColumnElement[bool], public_id: str) -> Commitment:
    return db.session.scalars(
        select(Commitment)
        .where(scope, Commitment.public_id == public_id)
        .options(
            joinedload(Commitment.programme),
            joinedload(Commitment.imported),
            joinedload(Commitment.register_entry),
            joinedload(Commitment.check_in_draft).options(*_WITH_PEOPLE),
            selectinload(Commitment.publications),
            selectinload(Commitment.measures).selectinload(Measure.readings),
            selectinload(Commitment.expected_check_ins).joinedload(ExpectedCheckIn.round),
            selectinload(Commitment.reviews).joinedload(Review.reviewed_by),
            selectinload(Commitment.check_ins).options(
                joinedload(CheckIn.round),
                joinedload(CheckIn.expected),
                selectinload(CheckIn.assessments),
                selectinload(CheckIn.versions).options(
                    selectinload(CheckInVersion.evidence),
                    selectinload(CheckInVersion.themes),
                    selectinload(CheckInVersion.help),
                    selectinload(CheckInVersion.asks),
                    selectinload(CheckInVersion.round_answers).joinedload(RoundAnswer.question),
                    joinedload(CheckInVersion.submitted_by),
                    joinedload(CheckInVersion.signature).joinedload(CheckInSignature.signed_by),
                ),
            ),
        )
    ).one()


def get_check_in(organisation: Organisation, public_id: str) -> CheckIn:
    """Return one of the organisation's check-ins, among all those of its commitment."""
    about = db.session.scalars(
        select(Commitment.public_id)
        .join(Commitment.check_ins)
        .where(Commitment.organisation_id == organisation.id, CheckIn.public_id == public_id)
    ).one()
    commitment = get_commitment(organisation, about)
    check_in = next(row for row in commitment.check_ins if row.public_id == public_id)
    # So that whoever has the check-in holds its commitment too, and nothing is read twice.
    set_committed_value(check_in, "commitment", commitment)
    return check_in


def list_reportable(organisation: Organisation) -> Sequence[Commitment]:
    """Return the published commitments in open programmes: soonest due first, then by title."""
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.programme)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
        )
        .options(joinedload(Commitment.programme), joinedload(Commitment.register_entry))
        .order_by(Commitment.next_due_on.is_(None), Commitment.next_due_on, Commitment.title, Commitment.id)
    ).all()


def list_returned(organisation: Organisation) -> Sequence[CheckIn]:
    """Return the check-ins that a coordinator gave back and nobody has corrected yet."""
    return db.session.scalars(
        select(CheckIn)
        .where(CheckIn.organisation_id == organisation.id, CheckIn.is_returned.is_(True))
        .order_by(CheckIn.id)
    ).all()


def list_drafts(organisation: Organisation) -> Sequence[CheckInDraft]:
    """Return what is being written on published commitments in open programmes, the last saved first."""
    return db.session.scalars(
        select(CheckInDraft)
        .join(CheckInDraft.commitment)
        .join(Commitment.programme)
        .where(
            CheckInDraft.organisation_id == organisation.id,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
        )
        .options(contains_eager(CheckInDraft.commitment).contains_eager(Commitment.programme), *_WITH_PEOPLE)
        .order_by(CheckInDraft.saved_at.desc(), CheckInDraft.id)
    ).all()


def count_links_since(commitment: Commitment, by: User, *, since: datetime) -> tuple[int, int]:
    """Return how many links were sent for the commitment, and by the person for any, open or not."""
    is_for_it = (CheckInLink.organisation_id == commitment.organisation_id) & (
        CheckInLink.commitment_id == commitment.id
    )
    is_by_them = CheckInLink.asked_by_id == by.id
    row = db.session.execute(
        select(func.count().filter(is_for_it), func.count().filter(is_by_them))
        .where(CheckInLink.asked_at > since, is_for_it | is_by_them)
        # A person may belong to several organisations; only their own links are counted beyond this one.
        .execution_options(every_organisation=True)
    ).one()
    return row[0], row[1]


def list_open_links(commitment: Commitment, *, now: datetime) -> Sequence[CheckInLink]:
    """Return the links with which somebody without an account may write this check-in."""
    return db.session.scalars(
        select(CheckInLink)
        .where(
            CheckInLink.organisation_id == commitment.organisation_id,
            CheckInLink.commitment_id == commitment.id,
            CheckInLink.revoked_at.is_(None),
            CheckInLink.done_at.is_(None),
            CheckInLink.expires_at > now,
        )
        .options(joinedload(CheckInLink.asked_by))
        .order_by(CheckInLink.id)
    ).all()


def get_link(organisation: Organisation, public_id: str) -> CheckInLink:
    """Return one of the organisation's links, open or not."""
    return db.session.scalars(
        select(CheckInLink)
        .where(CheckInLink.organisation_id == organisation.id, CheckInLink.public_id == public_id)
        .options(joinedload(CheckInLink.commitment))
    ).one()


def find_link(token_hash: str) -> CheckInLink | None:
    """Return the link that somebody holds the token of. The token itself is what names the organisation."""
    return db.session.scalar(
        select(CheckInLink)
        .where(CheckInLink.token_hash == token_hash)
        .execution_options(every_organisation=True)
    )


def find_link_by_id(link_id: int) -> CheckInLink | None:
    """Return the link that a session was opened by."""
    return db.session.scalar(
        select(CheckInLink)
        .where(CheckInLink.id == link_id)
        .options(joinedload(CheckInLink.asked_by))
        .execution_options(every_organisation=True)
    )


def asker_may_still_ask(link: CheckInLink) -> bool:
    """Say whether whoever asked could ask today. Otherwise the link is void."""
    member = db.session.scalar(
        select(Membership).where(
            Membership.organisation_id == link.organisation_id,
            Membership.user_id == link.asked_by_id,
            Membership.ended_at.is_(None),
        )
    )
    return member is not None and member.may(Permission.RECORD_CHECK_IN)


def get_commitment_of(link: CheckInLink) -> Commitment:
    """Return the commitment that a link is about, as `get_commitment` does."""
    found = db.session.execute(
        select(Organisation, Commitment.public_id)
        .join(Commitment, Commitment.organisation_id == Organisation.id)
        .where(Commitment.organisation_id == link.organisation_id, Commitment.id == link.commitment_id)
    ).one()
    return get_commitment(found[0], found[1])
