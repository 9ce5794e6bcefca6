"""What each role of a programme may do, in words, read off the one table that the access gate asks."""

from dataclasses import dataclass

from equity_tracker.model.permissions import ROLE_MAY, Permission, ProgrammeRole

_WORDS = {
    Permission.VIEW_PROGRAMME: "Read the programme's workspace",
    Permission.VIEW_REGISTERED: "Read what organisations have submitted",
    Permission.REVIEW_COMMITMENT: "Acknowledge, approve or return commitments",
    Permission.REVIEW_CHECK_IN: "Acknowledge, approve or return check-ins",
    Permission.RECORD_ON_BEHALF: "Enter a check-in on behalf of an organisation, marked so",
    Permission.ASSESS_CHECK_IN: "Assess check-ins beside what the organisation says",
    Permission.ASSESS_CLOSE_OUT: "Answer the four questions about closed commitments",
    Permission.NUDGE_ORGANISATION: "Write to organisations whose check-ins have not come",
    Permission.LOOK_AT_FLAG: "Note that you have looked again at a check-in",
    Permission.DECIDE_SUGGESTION: "Decide on what readers suggest",
    Permission.RETRACT_PUBLICATION: "Take back what should not have been published",
    Permission.MANAGE_ROUND: "Plan, open and close rounds",
    Permission.INVITE_ORGANISATION: "Invite organisations, and note that one has left",
    Permission.RECORD_SUCCESSION: "Record who follows an organisation that has ended",
    Permission.INVITE_COLLEAGUE: "Invite colleagues to the team",
    Permission.CHANGE_COLLEAGUE: "Change roles, and take colleagues off the team",
    Permission.EDIT_PROGRAMME: "Change the settings, and close the programme",
}


@dataclass(frozen=True)
class Right:
    """One thing that may be done, and whether each role may do it, in the order of the roles."""

    words: str
    held: tuple[bool, ...]


def role_table() -> list[Right]:
    return [
        Right(words, tuple(permission in ROLE_MAY[role] for role in ProgrammeRole))
        for permission, words in _WORDS.items()
    ]
