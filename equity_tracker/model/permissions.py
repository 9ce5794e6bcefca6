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
    ASK_PARTNER = "partner:ask"
    ANSWER_PARTNERSHIP = "partnership:answer"
    RECORD_CHECK_IN = "check_in:record"
    CORRECT_CHECK_IN = "check_in:correct"
    VIEW_REPORT = "report:view"
    REQUEST_REPORT = "report:request"
    # In a programme
    VIEW_PROGRAMME = "programme:view"
    EDIT_PROGRAMME = "programme:edit"
    INVITE_ORGANISATION = "participation:invite"
    INVITE_COLLEAGUE = "programme_team:invite"
    CHANGE_COLLEAGUE = "programme_team:change"
    MANAGE_ROUND = "round:manage"
    VIEW_REGISTERED = "registered:view"
    REVIEW_COMMITMENT = "commitment:review"
    REVIEW_CHECK_IN = "check_in:review"
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
    Permission.ASK_PARTNER,
    Permission.ANSWER_PARTNERSHIP,
    Permission.RECORD_CHECK_IN,
    Permission.CORRECT_CHECK_IN,
    Permission.REQUEST_REPORT,
}
_ADMIN = _EDITOR | {Permission.EDIT_ORGANISATION, Permission.INVITE_MEMBER, Permission.CHANGE_MEMBER}
_OBSERVER = {Permission.VIEW_PROGRAMME, Permission.VIEW_REGISTERED}
_COORDINATOR = _OBSERVER | {
    Permission.EDIT_PROGRAMME,
    Permission.INVITE_ORGANISATION,
    Permission.INVITE_COLLEAGUE,
    Permission.CHANGE_COLLEAGUE,
    Permission.MANAGE_ROUND,
    Permission.REVIEW_COMMITMENT,
    Permission.REVIEW_CHECK_IN,
}

ROLE_MAY: dict[OrganisationRole | ProgrammeRole, frozenset[Permission]] = {
    OrganisationRole.VIEWER: frozenset(_VIEWER),
    OrganisationRole.EDITOR: frozenset(_EDITOR),
    OrganisationRole.APPROVER: frozenset(_EDITOR),
    OrganisationRole.ADMIN: frozenset(_ADMIN),
    ProgrammeRole.OBSERVER: frozenset(_OBSERVER),
    ProgrammeRole.COORDINATOR: frozenset(_COORDINATOR),
}
