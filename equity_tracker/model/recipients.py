"""Who is reminded of a check-in: the owner, else the deputy, else the admins, else the mailbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.permissions import ROLE_MAY, OrganisationRole, Permission

MAILBOX = "mailbox"
ABLE = {role for role in OrganisationRole if Permission.RECORD_CHECK_IN in ROLE_MAY[role]}


class Place(NamedTuple):
    """An organisation, as its mails name it."""

    id: int
    public_id: str
    name: str
    slug: str
    mailbox: str | None
    time_zone: str


class Member(NamedTuple):
    """Somebody who belongs to an organisation now and is not suspended."""

    organisation_id: int
    user_id: int
    key: str
    name: str
    address: str
    role: OrganisationRole
    wants_reminders: bool


class Recipient(NamedTuple):
    """Somebody a mail goes to. The key names them in the keys of their mails."""

    key: str
    name: str
    address: str

    @property
    def is_mailbox(self) -> bool:
        return self.key == MAILBOX


@dataclass(frozen=True)
class Team:
    """Whom an organisation's mails can go to: members and mailbox, but nobody whose mail comes back."""

    place: Place
    members: Sequence[Member]
    refused: frozenset[str] = frozenset()

    def owners(self, holders: Iterable[int | None]) -> set[Recipient]:
        """Return who looks after a commitment: the first of its holders, else the admins, else the mailbox.

        :param holders: the accounts of the owner and the deputy, as far as they are known.
        """
        holder = self._first_of(holders)
        return {holder} if holder else self._in_role(OrganisationRole.ADMIN) or self._mailbox()

    def _first_of(self, people: Iterable[int | None]) -> Recipient | None:
        """Return the first of them who may check in, wants to be reminded, and whose mail arrives."""
        return next((self._able[who] for who in people if who in self._able), None)

    def approvers(self) -> set[Recipient]:
        """Return who answers for what the organisation says."""
        return (
            self._in_role(OrganisationRole.APPROVER)
            or self._in_role(OrganisationRole.ADMIN)
            or self._mailbox()
        )

    @cached_property
    def _able(self) -> dict[int | None, Recipient]:
        return {member.user_id: _recipient(member) for member in self._reached if member.role in ABLE}

    @cached_property
    def _reached(self) -> list[Member]:
        """Return those who want to be reminded and can be; when nobody does, others are."""
        return [
            member for member in self.members if member.wants_reminders and member.address not in self.refused
        ]

    def _in_role(self, role: OrganisationRole) -> set[Recipient]:
        return {_recipient(member) for member in self._reached if member.role is role}

    def _mailbox(self) -> set[Recipient]:
        mailbox = self.place.mailbox
        if mailbox is None or mailbox in self.refused:
            return set()
        return {Recipient(MAILBOX, self.place.name, mailbox)}


def holders_of(commitment: Commitment) -> list[int | None]:
    """Return the accounts of the owner and the deputy, as far as they have any and are still there."""
    posts = (commitment.owner(OwnerRole.OWNER), commitment.owner(OwnerRole.DEPUTY))
    return [post.user_id for post in posts if post is not None and post.is_held]


def _recipient(member: Member) -> Recipient:
    return Recipient(member.key, member.name, member.address)
