"""What the timetable runs for organisations: telling of tokens that run out, sweeping kept answers."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.api_token import ANSWERS_KEPT, WARNED_BEFORE, ApiAnswer, ApiToken
from equity_tracker.organisations import emails
from equity_tracker.organisations.queries.members import list_admins


def tell_of_ending_tokens(now: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Tell the admins two weeks before a token runs out, once for each token."""
    ending = (
        ApiToken.revoked_at.is_(None),
        ApiToken.warned_at.is_(None),
        ApiToken.expires_at > now,
        ApiToken.expires_at <= now + WARNED_BEFORE,
    )
    found = db.session.scalars(
        select(ApiToken.id).where(*ending).order_by(ApiToken.id).execution_options(every_organisation=True)
    ).all()
    if dry_run:
        return {"tokens": len(found)}
    return {"tokens": sum(_tell(token_id, now) for token_id in found)}


def _tell(token_id: int, now: datetime) -> bool:
    """Claim one token and tell of it, in a transaction of its own: two clocks never tell twice."""
    claimed = db.session.execute(
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.warned_at.is_(None))
        .values(warned_at=now)
        .returning(ApiToken.id)
        .execution_options(every_organisation=True)
    ).scalar()
    if claimed is None:
        db.session.rollback()
        return False
    token = db.session.scalars(
        select(ApiToken)
        .where(ApiToken.id == token_id)
        .options(joinedload(ApiToken.organisation))
        .execution_options(every_organisation=True, populate_existing=True)
    ).one()
    for member in list_admins(token.organisation):
        emails.tell_of_ending_token(token, member.user, now=now)
    db.session.commit()
    return True


def sweep_answers(now: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Forget what was answered to writes once it is no longer given again."""
    old = ApiAnswer.created_at <= now - ANSWERS_KEPT
    if dry_run:
        return {"answers": db.session.scalar(select(func.count()).select_from(ApiAnswer).where(old)) or 0}
    deleted = db.session.scalars(delete(ApiAnswer).where(old).returning(ApiAnswer.id)).all()
    db.session.commit()
    return {"answers": len(deleted)}
