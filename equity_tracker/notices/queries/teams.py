"""Whom the mails of an organisation can go to: its places, its people, and who holds which post."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.people import Membership, User
from equity_tracker.model.programme import Programme
from equity_tracker.model.recipients import Member, Place, Team
from equity_tracker.model.refused_address import TRIED_AGAIN_AFTER, RefusedAddress
from equity_tracker.model.round import ExpectedCheckIn

Holders = dict[int, dict[OwnerRole, int | None]]
# Some databases take no more than a thousand values in one list.
PART = 500


def list_teams(organisation_ids: Collection[int], now: datetime, *, keep: bool = True) -> list[Team]:
    """Return the organisations with their people.

    :param keep: hold on to them, so that another clock passes over them till we end. One that somebody is
        just changing is passed over as well, and has its turn at the next run.
    """
    statement = (
        select(
            Organisation.id,
            Organisation.public_id,
            Organisation.name,
            Organisation.slug,
            Organisation.mailbox,
            Organisation.time_zone,
        )
        .where(Organisation.id.in_(organisation_ids))
        .order_by(Organisation.id)
    )
    if keep:
        statement = statement.with_for_update(key_share=True, skip_locked=True)
    found = [Place(*row) for row in db.session.execute(statement)]
    members, refused = _members([place.id for place in found]), find_refused(now)
    return [Team(place, members[place.id], refused) for place in found]


def _members(organisation_ids: Collection[int]) -> defaultdict[int, list[Member]]:
    rows = db.session.execute(
        select(
            Membership.organisation_id,
            User.id,
            User.public_id,
            User.name,
            User.email,
            Membership.role,
            User.wants_reminders,
        )
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organisation_id.in_(organisation_ids),
            Membership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(Membership.id)
    )
    members: defaultdict[int, list[Member]] = defaultdict(list)
    for row in rows:
        member = Member(*row)
        members[member.organisation_id].append(member)
    return members


def find_refused(now: datetime) -> frozenset[str]:
    """Return the addresses from which mail has come back lately."""
    since = now - TRIED_AGAIN_AFTER
    return frozenset(
        db.session.scalars(select(RefusedAddress.address).where(RefusedAddress.refused_at > since))
    )


def find_holders(organisation_ids: Collection[int], commitment_keys: Collection[int]) -> Holders:
    """Return who holds the posts of owner and deputy in these commitments."""
    keys = sorted(set(commitment_keys))
    rows = [
        row
        for start in range(0, len(keys), PART)
        for row in db.session.execute(
            _held()
            .where(
                Ownership.organisation_id.in_(organisation_ids),
                Ownership.commitment_id.in_(keys[start : start + PART]),
            )
            .order_by(Ownership.id)
        )
    ]
    return _by_commitment(rows)


def find_holders_of_due(organisation_ids: Collection[int], until: date) -> Holders:
    """Return who holds the posts in all commitments of these organisations that have come to a reminder."""
    statement = _held().where(
        Ownership.organisation_id.in_(organisation_ids),
        Ownership.commitment_id.in_(
            select(ExpectedCheckIn.commitment_id).where(
                ExpectedCheckIn.organisation_id.in_(organisation_ids),
                ExpectedCheckIn.next_reminder_on <= until,
            )
        ),
    )
    return _by_commitment(db.session.execute(statement.order_by(Ownership.id)))


def _held() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Ownership.commitment_id,
        Ownership.role,
        Ownership.user_id,
        Ownership.left_on,
    )
    return select(*columns).where(
        Ownership.ended_on.is_(None), Ownership.role.in_((OwnerRole.OWNER, OwnerRole.DEPUTY))
    )


def _by_commitment(rows: Iterable[Any]) -> Holders:
    """Return the last row of each post, as the model does: commitment, role, and account."""
    found: Holders = {}
    for commitment_key, role, user_id, left_on in rows:
        found.setdefault(commitment_key, {})[role] = user_id if left_on is None else None
    return found


def list_open_programmes(*, after_id: int = 0, most: int = 200) -> Sequence[Programme]:
    """Return the next programmes that are not closed."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.closed_on.is_(None), Programme.is_practice.is_(False), Programme.id > after_id)
        .order_by(Programme.id)
        .limit(most)
    ).all()
