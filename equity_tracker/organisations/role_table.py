"""What each role may do, in plain words, read from the one table that the access gate asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from equity_tracker.model.permissions import ROLE_MAY, OrganisationRole, Permission
from equity_tracker.model.vocabulary import ROLES

IN_WORDS = {
    Permission.VIEW_ORGANISATION: "see what needs doing and the programmes you take part in",
    Permission.VIEW_COMMITMENT: "read every commitment and check-in, drafts included",
    Permission.VIEW_REPORT: "read reports",
    Permission.VIEW_TEAM: "see the team and the activity",
    Permission.REGISTER_COMMITMENT: "register commitments",
    Permission.EDIT_COMMITMENT: "edit commitments",
    Permission.SUBMIT_COMMITMENT: "submit commitments",
    Permission.EDIT_LIBRARY: "write and publish statements for action, case studies and support",
    Permission.RECORD_READING: "record and correct readings of measures",
    Permission.REVISE_TARGET: "revise targets, with a reason",
    Permission.REVISE_MILESTONE: "move milestones, with a reason",
    Permission.MEET_MILESTONE: "mark milestones as met",
    Permission.AMEND_COMMITMENT: "change what is published, with a reason",
    Permission.ASK_PARTNER: "ask partners to confirm",
    Permission.ANSWER_PARTNERSHIP: "answer when you are named as a partner",
    Permission.RECORD_CHECK_IN: "check in",
    Permission.CORRECT_CHECK_IN: "correct check-ins",
    Permission.SIGN_CHECK_IN: "sign check-ins that wait for it",
    Permission.ANSWER_STILL_IN_PLACE: "say, a year later, whether it is still in place",
    Permission.REQUEST_REPORT: "ask for reports",
    Permission.CLOSE_COMMITMENT: "close commitments, and correct what was said then",
    Permission.DECIDE_HANDOVER: "say whether you take on what came from an organisation before you",
    Permission.REPLY_TO_ASSESSMENT: "reply to what the coordinators say about check-ins and at the end",
    Permission.RETRACT_PUBLICATION: "take back what should not have been published",
    Permission.INVITE_MEMBER: "invite people and cancel invitations",
    Permission.CHANGE_MEMBER: "change roles and remove people",
    Permission.MANAGE_TOKEN: "make and end tokens for your own systems",
    Permission.EDIT_ORGANISATION: "change the settings, join and leave programmes",
}


@dataclass(frozen=True)
class RoleRow:
    """A role, whose rights it includes ("a viewer"), and what it may do beyond them."""

    label: str
    definition: str
    includes: str
    adds: tuple[str, ...]


def role_table() -> list[RoleRow]:
    """Return the roles of an organisation, each told by what it adds to the one before."""
    rows = []
    earlier: OrganisationRole | None = None
    for role in OrganisationRole:
        held, included = ROLE_MAY[role], ROLE_MAY[earlier] if earlier else frozenset()
        if not included <= held:
            earlier, included = None, frozenset()
        term = ROLES.get(role.value)
        rows.append(
            RoleRow(
                label=term.label,
                definition=term.definition,
                includes=_one(ROLES.label(earlier.value).lower()) if earlier else "",
                adds=tuple(_in_words(held - included)),
            )
        )
        earlier = role
    return rows


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _in_words(permissions: Iterable[Permission]) -> list[str]:
    order = list(IN_WORDS)
    return [IN_WORDS[permission] for permission in sorted(permissions, key=order.index)]
