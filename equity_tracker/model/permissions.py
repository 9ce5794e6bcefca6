"""Who may do what. The team page prints ROLE_MAY; the access gate and the templates ask it."""

from enum import StrEnum


class OrganisationRole(StrEnum):
    """What a person is in an organisation."""

    VIEWER = "viewer"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMIN = "admin"


class ProgrammeRole(StrEnum):
    """What a person is in a programme."""

    OBSERVER = "observer"
    COORDINATOR = "coordinator"


class Permission(StrEnum):
    """One thing a person may be allowed to do, as `noun:verb`."""

    # In an organisation
    VIEW_ORGANISATION = "organisation:view"
    EDIT_ORGANISATION = "organisation:edit"
    VIEW_TEAM = "team:view"
    INVITE_MEMBER = "team:invite"
    CHANGE_MEMBER = "team:change"
    VIEW_COMMITMENT = "commitment:view"
    REGISTER_COMMITMENT = "commitment:register"
    EDIT_COMMITMENT = "commitment:edit"
    SUBMIT_COMMITMENT = "commitment:submit"
    EDIT_LIBRARY = "library:edit"
    CLOSE_COMMITMENT = "commitment:close"
    REPLY_TO_ASSESSMENT = "assessment:reply"
    DECIDE_HANDOVER = "handover:decide"
    ANSWER_STILL_IN_PLACE = "still_in_place:answer"
    RECORD_READING = "reading:record"
    REVISE_TARGET = "target:revise"
    REVISE_MILESTONE = "milestone:revise"
    MEET_MILESTONE = "milestone:meet"
    AMEND_COMMITMENT = "commitment:amend"
    ASK_PARTNER = "partner:ask"
    ANSWER_PARTNERSHIP = "partnership:answer"
    RECORD_CHECK_IN = "check_in:record"
    CORRECT_CHECK_IN = "check_in:correct"
    SIGN_CHECK_IN = "check_in:sign"
    VIEW_REPORT = "report:view"
    REQUEST_REPORT = "report:request"
    MANAGE_TOKEN = "api_token:manage"  # noqa: S105 - a word, not a secret
    # In an organisation and in a programme
    RETRACT_PUBLICATION = "publication:retract"
    # In a programme
    VIEW_PROGRAMME = "programme:view"
    EDIT_PROGRAMME = "programme:edit"
    INVITE_ORGANISATION = "participation:invite"
    RECORD_SUCCESSION = "succession:record"
    INVITE_COLLEAGUE = "programme_team:invite"
    CHANGE_COLLEAGUE = "programme_team:change"
    MANAGE_ROUND = "round:manage"
    VIEW_REGISTERED = "registered:view"
    REVIEW_COMMITMENT = "commitment:review"
    REVIEW_CHECK_IN = "check_in:review"
    RECORD_ON_BEHALF = "check_in:record_on_behalf"
    ASSESS_CHECK_IN = "check_in:assess"
    ASSESS_CLOSE_OUT = "close_out:assess"
    REQUEST_BOARD_PAPER = "board_paper:request"
    NUDGE_ORGANISATION = "organisation:nudge"
    LOOK_AT_FLAG = "flag:look_at"
    DECIDE_SUGGESTION = "suggestion:decide"
    SCHEDULE_REPORT = "report:schedule"
    # In the service
    CREATE_PROGRAMME = "programme:create"


_VIEWER = {
    Permission.VIEW_ORGANISATION,
    Permission.VIEW_TEAM,
    Permission.VIEW_COMMITMENT,
    Permission.VIEW_REPORT,
}
_EDITOR = _VIEWER | {
    Permission.REGISTER_COMMITMENT,
    Permission.EDIT_COMMITMENT,
    Permission.SUBMIT_COMMITMENT,
    Permission.EDIT_LIBRARY,
    Permission.RECORD_READING,
    Permission.REVISE_TARGET,
    Permission.REVISE_MILESTONE,
    Permission.MEET_MILESTONE,
    Permission.AMEND_COMMITMENT,
    Permission.ASK_PARTNER,
    Permission.ANSWER_PARTNERSHIP,
    Permission.RECORD_CHECK_IN,
    Permission.CORRECT_CHECK_IN,
    Permission.ANSWER_STILL_IN_PLACE,
    Permission.REQUEST_REPORT,
}
_APPROVER = _EDITOR | {
    Permission.SIGN_CHECK_IN,
    Permission.CLOSE_COMMITMENT,
    Permission.DECIDE_HANDOVER,
    Permission.REPLY_TO_ASSESSMENT,
}
_ADMIN = _APPROVER | {
    Permission.RETRACT_PUBLICATION,
    Permission.EDIT_ORGANISATION,
    Permission.INVITE_MEMBER,
    Permission.CHANGE_MEMBER,
    Permission.MANAGE_TOKEN,
}
_OBSERVER = {Permission.VIEW_PROGRAMME, Permission.VIEW_REGISTERED}
_COORDINATOR = _OBSERVER | {
    Permission.EDIT_PROGRAMME,
    Permission.INVITE_ORGANISATION,
    Permission.RECORD_SUCCESSION,
    Permission.INVITE_COLLEAGUE,
    Permission.CHANGE_COLLEAGUE,
    Permission.MANAGE_ROUND,
    Permission.REVIEW_COMMITMENT,
    Permission.REVIEW_CHECK_IN,
    Permission.RECORD_ON_BEHALF,
    Permission.ASSESS_CHECK_IN,
    Permission.ASSESS_CLOSE_OUT,
    Permission.REQUEST_BOARD_PAPER,
    Permission.NUDGE_ORGANISATION,
    Permission.LOOK_AT_FLAG,
    Permission.DECIDE_SUGGESTION,
    Permission.SCHEDULE_REPORT,
    Permission.RETRACT_PUBLICATION,
}

ROLE_MAY: dict[OrganisationRole | ProgrammeRole, frozenset[Permission]] = {
    OrganisationRole.VIEWER: frozenset(_VIEWER),
    OrganisationRole.EDITOR: frozenset(_EDITOR),
    OrganisationRole.APPROVER: frozenset(_APPROVER),
    OrganisationRole.ADMIN: frozenset(_ADMIN),
    ProgrammeRole.OBSERVER: frozenset(_OBSERVER),
    ProgrammeRole.COORDINATOR: frozenset(_COORDINATOR),
}
