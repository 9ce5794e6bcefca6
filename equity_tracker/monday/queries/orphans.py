"""Commitments that have lost, or may lose, somebody or something they stand on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.dates import long_date, months_between
from equity_tracker.model.handover import UNDECIDED_AFTER_DAYS, Handover
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.owed_change import is_change_late, may_owe_change, owes_change
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.programme import Programme
from equity_tracker.monday.kinds import OrphanKind
from equity_tracker.monday.queries.contacts import has_somebody_to_mail
from equity_tracker.monday.queries.scope import AnySelect, Cursor, Post, everything, is_live, posts_of

SHAPE = (str, int, int)


@dataclass(frozen=True)
class Orphan:
    """One commitment, with everything that is missing, each in a sentence."""

    place: tuple[str, int, int]
    organisation: str
    organisation_slug: str
    commitment_id: str
    title: str
    ends_on: date | None
    reasons: tuple[tuple[OrphanKind, str], ...]
    owner: Post | None
    sponsor: Post | None


def list_orphans(
    programme: Programme,
    kind: OrphanKind | None,
    *,
    today: date,
    most: int,
    after: Cursor | None = None,
) -> list[Orphan]:
    """Return the live commitments that miss something (of this kind), by organisation.

    :param after: go on below the row with this place.
    """
    place = (Organisation.sort_name, Organisation.id, Commitment.id)
    missing = _missing(programme, today)
    wanted = missing[kind] if kind else or_(*missing.values())
    rows = (
        _live(programme)
        .with_only_columns(
            *place,
            Organisation.name,
            Organisation.slug,
            Organisation.ended_on,
            Commitment.public_id,
            Commitment.title,
            Commitment.ends_on,
            Commitment.funding_ends_on,
            *_columns(missing),
        )
        .where(wanted)
        .order_by(*place)
        .limit(most)
    )
    if after is not None:
        rows = rows.where(tuple_(*place) > tuple_(*after))
    found = db.session.execute(rows).all()
    posts = posts_of(programme, [row[2] for row in found])
    successors = _successors([row[1] for row in found if row.is_ended], today)
    return [_orphan(row, posts, successors) for row in found]


def all_orphans(programme: Programme, *, today: date, kind: OrphanKind | None = None) -> Iterator[Orphan]:
    """Yield the whole list, for a file or a paper."""

    def read(after: Cursor | None, most: int) -> Sequence[Orphan]:
        return list_orphans(programme, kind, today=today, most=most, after=after)

    return everything(read, lambda row: row.place)


def count_orphans(programme: Programme, *, today: date) -> tuple[int, dict[OrphanKind, int]]:
    """Count the commitments that miss anything, and those that miss each thing.

    By what they miss together: there are few such groups, and each question is asked once of a commitment.
    """
    columns = _columns(_missing(programme, today))
    groups = db.session.execute(
        _live(programme).with_only_columns(*columns, func.count()).group_by(*columns)
    ).all()
    numbers = {kind: sum(row[-1] for row in groups if row[place]) for place, kind in enumerate(OrphanKind)}
    return sum(row[-1] for row in groups if any(row[:-1])), numbers


def _columns(missing: dict[OrphanKind, ColumnElement[bool]]) -> list[ColumnElement[int]]:
    return [case((is_so, 1), else_=0).label(f"is_{kind.value}") for kind, is_so in missing.items()]


def _live(programme: Programme) -> AnySelect:
    return (
        select(Commitment)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(Commitment.programme_id == programme.id, is_live())
    )


def _missing(programme: Programme, today: date) -> dict[OrphanKind, ColumnElement[bool]]:
    return {
        OrphanKind.NO_OWNER: ~_is_held(OwnerRole.OWNER),
        OrphanKind.NO_SPONSOR: ~_is_held(OwnerRole.SPONSOR),
        OrphanKind.ENDED: Commitment.organisation_id.in_(_ended_organisations(today)),
        OrphanKind.FUNDING: and_(
            Commitment.funding_ends_on.is_not(None),
            Commitment.ends_on.is_not(None),
            Commitment.funding_ends_on < Commitment.ends_on,
        ),
        OrphanKind.NO_MAIL: Commitment.organisation_id.in_(_without_mail()),
        OrphanKind.UNDECIDED: _is_undecided(today),
        OrphanKind.UNCHANGED: Commitment.id.in_(_owing_a_change(programme, today)),
    }


def _is_held(role: OwnerRole) -> ColumnElement[bool]:
    return exists().where(
        Ownership.organisation_id == Commitment.organisation_id,
        Ownership.commitment_id == Commitment.id,
        Ownership.role == role,
        Ownership.ended_on.is_(None),
        Ownership.left_on.is_(None),
    )


def _is_undecided(today: date) -> ColumnElement[bool]:
    """Say in SQL what `Handover.is_late` says: its new holder has thought about it for too long."""
    later = aliased(Handover)
    return exists().where(
        Handover.organisation_id == Commitment.organisation_id,
        Handover.commitment_id == Commitment.id,
        Handover.decision.is_(None),
        Handover.asked_on < today - timedelta(days=UNDECIDED_AFTER_DAYS),
        ~exists().where(later.commitment_id == Handover.commitment_id, later.id > Handover.id),
    )


def _owing_a_change(programme: Programme, today: date) -> list[int]:
    """Return those accepted with changes so long ago, of which none was sent; there are few."""
    found = db.session.scalars(
        select(Handover)
        .join(Handover.commitment)
        .where(
            Handover.programme_id == programme.id,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            may_owe_change(),
        )
        .options(
            contains_eager(Handover.commitment).options(
                joinedload(Commitment.imported), joinedload(Commitment.amendments)
            )
        )
        .order_by(Handover.id)
    )
    return [row.commitment_id for row in found.unique() if is_change_late(row, today) and owes_change(row)]


def _ended_organisations(today: date) -> Select[int]:
    """Return those that ended, were merged or absorbed; a new name or a split ends nothing."""
    other = aliased(Organisation)
    return select(other.id).where(or_(other.ended_on <= today, other.changes_from.any(_has_happened(today))))


def _without_mail() -> Select[int]:
    other = aliased(Organisation)
    return select(other.id).where(~has_somebody_to_mail(other)).execution_options(every_organisation=True)


def _has_happened(today: date) -> ColumnElement[bool]:
    return and_(
        OrganisationChange.kind.not_in(("renamed", "split")),
        or_(OrganisationChange.effective_on.is_(None), OrganisationChange.effective_on <= today),
    )


def _successors(ids: Sequence[int], today: date) -> dict[int, str]:
    """Return the names of what came after each of these organisations."""
    found: dict[int, str] = {}
    changes = db.session.scalars(
        select(OrganisationChange)
        .join(OrganisationChange.predecessors)
        .where(Organisation.id.in_(ids), _has_happened(today))
        .distinct()
        .order_by(OrganisationChange.id)
    ).all()
    for change in changes:
        names = ", ".join(row.name for row in change.successors)
        if names:
            found |= {row.id: names for row in change.predecessors}
    return found


def _orphan(row: Any, posts: dict[tuple[int, OwnerRole], Post], successors: dict[int, str]) -> Orphan:  # noqa: ANN401 - a database row
    owner, sponsor = (posts.get((row[2], role)) for role in (OwnerRole.OWNER, OwnerRole.SPONSOR))
    words = {
        OrphanKind.NO_OWNER: _nobody("post-holder", owner),
        OrphanKind.NO_SPONSOR: _nobody("senior sponsor", sponsor),
        OrphanKind.ENDED: _ended(row.name, row.ended_on, successors.get(row[1])),
        OrphanKind.FUNDING: _gap(row.funding_ends_on, row.ends_on),
        OrphanKind.UNDECIDED: f"{row.name} has not said yet whether it takes this on.",
        OrphanKind.UNCHANGED: f"{row.name} accepted this with changes, and has not sent any yet.",
        OrphanKind.NO_MAIL: f"{row.name} has no member here and no mailbox, so no reminder reaches it.",
    }
    return Orphan(
        place=(row[0], row[1], row[2]),
        organisation=row.name,
        organisation_slug=row.slug,
        commitment_id=row.public_id,
        title=row.title or "Untitled commitment",
        ends_on=row.ends_on,
        reasons=tuple((kind, words[kind]) for kind in OrphanKind if getattr(row, f"is_{kind.value}")),
        owner=owner,
        sponsor=sponsor,
    )


def _nobody(what: str, post: Post | None) -> str:
    return f"The {post.job_title}, its {what}, has left." if post else f"No {what} is named."


def _ended(name: str, ended_on: date | None, successors: str | None) -> str:
    ended = f"{name} ended on {long_date(ended_on)}" if ended_on else f"{name} has become part of another"
    if successors is None:
        return f"{ended}, and nobody is known to follow it."
    return f"{ended}. It is not handed over to {successors} yet."


def _gap(funding_ends_on: date | None, ends_on: date | None) -> str:
    if funding_ends_on is None or ends_on is None:
        return ""
    months = months_between(funding_ends_on, ends_on)
    gap = {0: "less than a month", 1: "1 month"}.get(months, f"{months} months")
    return f"Funding ends on {long_date(funding_ends_on)}, {gap} before the commitment does."
