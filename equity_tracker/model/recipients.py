"""Who is reminded of a check-in: the owner or deputy with an account here, else who did the work."""

from collections.abc import Sequence
from dataclasses import dataclass

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import Membership
from equity_tracker.model.permissions import OrganisationRole, Permission

MAILBOX = "mailbox"


@dataclass(frozen=True)
class Recipient:
    """Somebody a mail goes to. The key names them in the keys of their mails."""

    key: str
    name: str
    address: str

    @property
    def is_mailbox(self) -> bool:
        return self.key == MAILBOX


def owners(
    organisation: Organisation,
    members: Sequence[Membership],
    commitment: Commitment,
    last_editor: int | None,
) -> set[Recipient]:
    """Return who looks after the commitment: its owner, its deputy, who last worked on it, or all who could.

    :param members: those who belong to the organisation now and are not suspended.
    """
    able = {member.user_id: member for member in members if member.may(Permission.RECORD_CHECK_IN)}
    wanted = (*_holders(commitment), last_editor)
    answers_for_it = next(
        (able[who] for who in wanted if who in able and able[who].user.wants_reminders), None
    )
    return (
        _people([answers_for_it] if answers_for_it else [])
        or _people(_in_role(members, OrganisationRole.EDITOR))
        or _people(_in_role(members, OrganisationRole.ADMIN))
        or _mailbox(organisation)
    )


def _holders(commitment: Commitment) -> list[int | None]:
    """Return the accounts of the owner and the deputy, as far as they have any and are still there."""
    posts = (commitment.owner(OwnerRole.OWNER), commitment.owner(OwnerRole.DEPUTY))
    return [post.user_id for post in posts if post is not None and post.is_held]


def approvers(organisation: Organisation, members: Sequence[Membership]) -> set[Recipient]:
    """Return who answers for what the organisation says."""
    return (
        _people(_in_role(members, OrganisationRole.APPROVER))
        or _people(_in_role(members, OrganisationRole.ADMIN))
        or _mailbox(organisation)
    )


def _in_role(members: Sequence[Membership], role: OrganisationRole) -> list[Membership]:
    return [member for member in members if member.role is role]


def _people(members: Sequence[Membership]) -> set[Recipient]:
    """Return those of them who want to be reminded; when none does, others are."""
    return {
        Recipient(member.user.public_id, member.user.name, member.user.email)
        for member in members
        if member.user.wants_reminders
    }


def _mailbox(organisation: Organisation) -> set[Recipient]:
    if organisation.mailbox is None:
        return set()
    return {Recipient(MAILBOX, organisation.name, organisation.mailbox)}
