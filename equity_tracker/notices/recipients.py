"""Who is reminded of a check-in. The owner on record is a post and no account: who did the work is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from equity_tracker.model.organisation import Organisation
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
    organisation: Organisation, members: Sequence[Membership], last_editor: int | None
) -> set[Recipient]:
    """Return who looks after the commitment: who last worked on it, or else all who could.

    :param members: those who belong to the organisation now and are not suspended.
    """
    last = [
        member
        for member in members
        if member.user_id == last_editor and member.may(Permission.RECORD_CHECK_IN)
    ]
    return (
        _people(last)
        or _people(_in_role(members, OrganisationRole.EDITOR))
        or _people(_in_role(members, OrganisationRole.ADMIN))
        or _mailbox(organisation)
    )


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
