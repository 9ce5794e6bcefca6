"""The log in plain sentences: who did what to which. Nothing that opens a door is ever in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.vocabulary import ROLES

# What follows the person's name; {name} is what it was done to, {before} and {role} a role then and now.
PHRASES = {
    ActivityKind.SIGNED_IN: "signed in",
    ActivityKind.SIGNED_OUT: "signed out",
    ActivityKind.SESSION_ENDED: "ended a session",
    ActivityKind.PASSWORD_RESET_REQUESTED: "asked for a new password",
    ActivityKind.PASSWORD_CHANGED: "changed their password",
    ActivityKind.PROFILE_CHANGED: "changed their profile",
    ActivityKind.MAIL_CHOSEN: "chose which e-mails to get",
    ActivityKind.CALENDAR_LINK_MADE: "made an address for their calendar",
    ActivityKind.CALENDAR_LINK_ENDED: "ended the address of their calendar",
    ActivityKind.OPERATOR_CREATED: "became an operator",
    ActivityKind.PROGRAMME_CREATED: "created the programme {name}",
    ActivityKind.PROGRAMME_CHANGED: "changed the settings of the programme {name}",
    ActivityKind.PROGRAMME_LAUNCHED: "launched the programme {name}",
    ActivityKind.PROGRAMME_CLOSED: "closed the programme {name}",
    ActivityKind.PRACTICE_RESET: "reset the practice programme {name}",
    ActivityKind.ORGANISATION_CREATED: "added the organisation {name}",
    ActivityKind.ORGANISATION_CHANGED: "changed the settings: {fields}",
    ActivityKind.ORGANISATION_INVITED: "invited the organisation to {programme}",
    ActivityKind.ORGANISATION_JOINED: "joined {programme} for the organisation",
    ActivityKind.ORGANISATION_LEFT: "left {programme} for the organisation",
    ActivityKind.ORGANISATION_SUCCEEDED: "recorded for {programme} who follows you",
    ActivityKind.MEMBER_INVITED: "invited {name} as {role}",
    ActivityKind.JOIN_DECLINED: "declined the request of {name} to join",
    ActivityKind.INVITATION_ACCEPTED: "accepted an invitation and joined the team",
    ActivityKind.INVITATION_CANCELLED: "cancelled the invitation of {name}",
    ActivityKind.MEMBER_ROLE_CHANGED: "changed the role of {name} from {before} to {role}",
    ActivityKind.MEMBER_REMOVED: "removed {name} from the team",
    ActivityKind.API_TOKEN_CREATED: "made the token {name} for one of your systems",
    ActivityKind.API_TOKEN_REVOKED: "ended the token {name}",
    ActivityKind.ROUND_PLANNED: "planned {name}",
    ActivityKind.ROUND_CHANGED: "changed the dates of {name}",
    ActivityKind.ROUND_QUESTIONS_CHANGED: "changed what {name} asks of its own",
    ActivityKind.ROUND_REMOVED: "removed {name} from the plan",
    ActivityKind.ROUND_OPENED: "opened {name}",
    ActivityKind.ROUND_CLOSED: "closed {name}",
    ActivityKind.COMMITMENT_REGISTERED: "began registering {name}",
    ActivityKind.COMMITMENT_EDITED: "edited {name}",
    ActivityKind.COMMITMENT_SUBMITTED: "submitted {name}",
    ActivityKind.COMMITMENT_PUBLISHED: "published {name}",
    ActivityKind.COMMITMENT_ACKNOWLEDGED: "acknowledged {name}",
    ActivityKind.COMMITMENT_APPROVED: "approved {name}",
    ActivityKind.COMMITMENT_RETURNED: "returned {name}",
    ActivityKind.ENTRY_WRITTEN: "began writing {name}",
    ActivityKind.ENTRY_EDITED: "edited {name}",
    ActivityKind.ENTRY_PUBLISHED: "published {name}",
    ActivityKind.ENTRY_RETRACTED: "took {name} back",
    ActivityKind.COMMITMENT_HANDED_OVER: "handed {name} over to you",
    ActivityKind.HANDOVER_DECIDED: "said whether you take {name} on",
    ActivityKind.OWNER_LEFT: "ended the place of the {post} of {name}",
    ActivityKind.COMMITMENT_CLOSED: "closed {name}",
    ActivityKind.CLOSE_OUT_CORRECTED: "corrected what was said at the end of {name}",
    ActivityKind.CLOSE_OUT_ASSESSED: "answered the four questions at the end of {name}",
    ActivityKind.ASSESSMENT_REPLIED: "replied to the coordinators’ answers on {name}",
    ActivityKind.STILL_IN_PLACE_ANSWERED: "said whether {name} is still in place",
    ActivityKind.COMMITMENT_RETRACTED: "took back {name}",
    ActivityKind.COMMITMENT_TAKEN_UP: "took up {name} again",
    ActivityKind.COMMITMENT_ARCHIVED: "archived {name}",
    ActivityKind.COMMITMENT_RESUMED: "took up the archived {name} again",
    ActivityKind.COMMITMENT_IMPORTED: "imported {name}",
    ActivityKind.PROMPT_DISMISSED: "dismissed a question about the wording of {name}",
    ActivityKind.READING_RECORDED: "recorded a reading for {name}",
    ActivityKind.READING_CORRECTED: "corrected a reading for {name}",
    ActivityKind.BASELINE_GIVEN: "gave a baseline for {name}",
    ActivityKind.TARGET_REVISED: "revised a target of {name}",
    ActivityKind.MILESTONE_REVISED: "moved a milestone of {name}",
    ActivityKind.MILESTONE_MET: "marked a milestone of {name} as met",
    ActivityKind.COMMITMENT_AMENDED: "changed {name} after publication",
    ActivityKind.AMENDMENT_EDITED: "edited a change to {name}",
    ActivityKind.AMENDMENT_SENT: "sent a change to {name} for approval",
    ActivityKind.AMENDMENT_APPROVED: "approved a change to {name}",
    ActivityKind.AMENDMENT_RETURNED: "returned a change to {name}",
    ActivityKind.AMENDMENT_WITHDRAWN: "took back a change to {name}",
    ActivityKind.PARTNER_ASKED: "asked {partner} to confirm its part in {name}",
    ActivityKind.PARTNER_REMOVED: "took {partner} off the partners of {name}",
    ActivityKind.PARTNERSHIP_CONFIRMED: "confirmed your part in {name}",
    ActivityKind.PARTNERSHIP_DECLINED: "declined a part in {name}",
    ActivityKind.PARTNER_READING_GIVEN: "gave your reading of {name}",
    ActivityKind.CHECK_IN_BEGUN: "began a check-in on {name}",
    ActivityKind.CHECK_IN_DISCARDED: "threw away what was written for a check-in on {name}",
    ActivityKind.CHECK_IN_HANDED_OVER: "handed the check-in on {name} over to {to}",
    ActivityKind.CHECK_IN_TAKEN_BACK: "took back the check-in on {name} to go on with it",
    ActivityKind.CHECK_IN_SENT_FOR_SIGNATURE: "sent the check-in on {name} to be signed",
    ActivityKind.CHECK_IN_GIVEN_BACK: "gave the check-in on {name} back without signing",
    ActivityKind.CHECK_IN_SIGNED: "signed {name}",
    ActivityKind.CHECK_IN_LINK_SENT: "asked {to} to write the check-in on {name}",
    ActivityKind.CHECK_IN_LINK_REVOKED: "took back the link of {to} to the check-in on {name}",
    ActivityKind.CHECK_IN_RECORDED: "sent {name}",
    ActivityKind.CHECK_IN_CORRECTED: "corrected {name}",
    ActivityKind.CHECK_IN_ACKNOWLEDGED: "acknowledged {name}",
    ActivityKind.CHECK_IN_APPROVED: "approved {name}",
    ActivityKind.CHECK_IN_RETURNED: "returned {name}",
    ActivityKind.CHECK_IN_RETRACTED: "took back {name}",
    ActivityKind.ORGANISATION_NUDGED: "wrote for {programme} about check-ins that have not come: {subject}",
    ActivityKind.SUGGESTION_PASSED_ON: "passed on what a reader suggested about {name}",
    ActivityKind.SUGGESTION_USED: "used what a reader suggested about {name}",
    ActivityKind.SUGGESTION_SET_ASIDE: "set aside what a reader suggested about {name}",
    ActivityKind.FLAG_LOOKED_AT: "looked again at {name}",
    ActivityKind.CHECK_IN_ENTERED_ON_BEHALF: "entered {name} on your behalf",
    ActivityKind.CHECK_IN_ASSESSED: "assessed {name}",
    ActivityKind.CHECK_IN_ASSESSMENT_REPLIED: "replied to the assessment of {name}",
    ActivityKind.REPORT_REQUESTED: "asked for {name}",
    ActivityKind.BOARD_PAPER_REQUESTED: "asked for the board paper",
    ActivityKind.REPORT_SCHEDULED: "set {name} to come by itself",
    ActivityKind.REPORT_SCHEDULE_CHANGED: "changed when or to whom {name} comes",
    ActivityKind.REPORT_SCHEDULE_PAUSED: "let {name} pause",
    ActivityKind.REPORT_SCHEDULE_RESUMED: "let {name} come again",
    ActivityKind.REPORT_SCHEDULE_REMOVED: "ended {name}",
    ActivityKind.REPORT_SCHEDULE_STOPPED: "noted that somebody wants {name} no longer",
}
LEFT = "left the team"
FIELD_NAMES = {
    "name": "name",
    "short_name": "short name",
    "kind": "kind",
    "place": "place",
    "website": "website",
    "mailbox": "mailbox",
    "time_zone": "time zone",
    "identifiers": "codes",
    "signs_check_ins": "whether check-ins are signed",
    "colour": "colour of the reports",
    "logo": "logo of the reports",
}
# Which page shows a subject, and by which argument it is named.
PAGES = {
    "commitment": ("commitments.show_commitment", "commitment"),
    "partnership": ("partnerships.show_partnership", "partnership"),
    "check_in": ("check_ins.show_check_in", "check_in"),
    "library_entry": ("library.show_entry", "entry"),
}
THE_SERVICE = "The service"


@dataclass(frozen=True)
class Sentence:
    """A line of the log: the words before the name of what it was done to, the name, the words after."""

    before: str
    name: str
    after: str
    endpoint: str | None = None
    arguments: dict[str, str] | None = None


def sentence(activity: Activity, programme_names: Mapping[int, str]) -> Sentence:
    """Tell one line of the log."""
    phrase = _phrase(activity).replace(
        "{programme}", programme_names.get(activity.programme_id or 0, "a programme")
    )
    before, _, after = phrase.partition("{name}")
    name = activity.subject_name or "" if "{name}" in phrase else ""
    who = activity.actor.name if activity.actor else (activity.after or {}).get("address") or THE_SERVICE
    page, argument = PAGES.get(activity.subject_kind or "", (None, ""))
    return Sentence(
        before=f"{who} {before}",
        name=name,
        after=f"{after}.",
        endpoint=page if name else None,
        arguments={argument: activity.subject_id or ""} if page else None,
    )


def _phrase(activity: Activity) -> str:
    """Fill all but the name, which may be a link."""
    kind = ActivityKind(activity.kind)
    if (
        kind is ActivityKind.MEMBER_REMOVED
        and activity.actor
        and activity.subject_id == activity.actor.public_id
    ):
        return LEFT
    old, new = activity.before or {}, activity.after or {}
    changed = [words for field, words in FIELD_NAMES.items() if field in new]
    return (
        PHRASES[kind]
        .replace("{before}", _role(old.get("role")))
        .replace("{role}", _role(new.get("role")))
        .replace("{post}", str(old.get("post", "owner")))
        .replace("{partner}", str(new.get("partner") or "a partner"))
        .replace("{to}", str(new.get("to") or "a colleague"))
        .replace("{subject}", "“" + str(new.get("subject", "")) + "”")
        .replace("{fields}", ", ".join(changed) or "nothing that shows here")
    )


def _role(slug: object) -> str:
    return ROLES.label(slug).lower() if isinstance(slug, str) and slug in ROLES else "a colleague"
