"""Asking to join an organisation, and what its admins answer."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.join_request import JoinAnswer, JoinRequest
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User, fold_email
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.organisations import emails
from equity_tracker.organisations.actions.members import invite_member
from equity_tracker.organisations.log import line
from equity_tracker.organisations.queries import join_requests as queries
from equity_tracker.organisations.queries.members import find_member_by_email, lock_organisation
from equity_tracker.programmes.queries.participations import list_admins


def ask_to_join(
    organisation: Organisation, *, name: str, email: str, job_title: str, note: str | None, now: datetime
) -> None:
    """Put a request down and tell those who decide, once.

    Who is in the team already, or waits for an answer, is told the same as everybody: nobody learns here
    which addresses are known.
    """
    address = fold_email(email)
    lock_organisation(organisation)
    if find_member_by_email(organisation, address) or queries.find_waiting(organisation, address):
        return
    request = JoinRequest(
        organisation=organisation, name=name, email=address, job_title=job_title, note=note, asked_at=now
    )
    db.session.add(request)
    db.session.flush()
    admins = list_admins(organisation)
    emails.tell_of_join_request(
        request, admins or queries.list_coordinators_of(organisation), to_admins=bool(admins), now=now
    )
    db.session.flush()


def invite_who_asked(
    request: JoinRequest, role: OrganisationRole, words: str | None, *, by: User, now: datetime
) -> None:
    """Send them an invitation, which also shows that the address is theirs."""
    queries.lock_request(request)
    request.refuse_if_answered()
    invite_member(request.organisation, email=request.email, role=role, by=by, now=now)
    request.give_answer(JoinAnswer.INVITED, words, by=by, now=now)
    db.session.flush()


def decline_who_asked(request: JoinRequest, words: str | None, *, by: User, now: datetime) -> None:
    """Say no kindly, with words of one's own if there are any. The request is kept."""
    queries.lock_request(request)
    request.give_answer(JoinAnswer.DECLINED, words, by=by, now=now)
    subject = ("join_request", request.public_id, request.email)
    db.session.add(line(ActivityKind.JOIN_DECLINED, request.organisation, by=by, now=now, subject=subject))
    emails.tell_of_declining(request, now=now)
    db.session.flush()
