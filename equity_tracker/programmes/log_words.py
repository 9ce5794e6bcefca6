"""The log of a programme in words, for its home page."""

from dataclasses import dataclass
from datetime import datetime

from equity_tracker.model.activity import Activity, ActivityKind

_WORDS = {
    ActivityKind.PROGRAMME_CREATED: "set the programme up",
    ActivityKind.PROGRAMME_CHANGED: "changed the settings",
    ActivityKind.PROGRAMME_LAUNCHED: "launched the programme",
    ActivityKind.PROGRAMME_CLOSED: "closed the programme",
    ActivityKind.PRACTICE_RESET: "reset it to its beginning",
    ActivityKind.ORGANISATION_CREATED: "added {name} to the directory",
    ActivityKind.ORGANISATION_CHANGED: "changed the details of {name}",
    ActivityKind.ORGANISATION_INVITED: "invited {name}",
    ActivityKind.ORGANISATION_JOINED: "joined for {name}",
    ActivityKind.ORGANISATION_LEFT: "noted that {name} has left",
    ActivityKind.ORGANISATION_SUCCEEDED: "recorded who follows {name}",
    ActivityKind.MEMBER_INVITED: "invited {name} to the team",
    ActivityKind.INVITATION_ACCEPTED: "joined the team",
    ActivityKind.INVITATION_CANCELLED: "cancelled the invitation of {name}",
    ActivityKind.MEMBER_ROLE_CHANGED: "changed the role of {name}",
    ActivityKind.MEMBER_REMOVED: "took {name} off the team",
    ActivityKind.ROUND_PLANNED: "planned {name}",
    ActivityKind.ROUND_CHANGED: "changed the plan of {name}",
    ActivityKind.ROUND_QUESTIONS_CHANGED: "changed what {name} asks",
    ActivityKind.ROUND_REMOVED: "removed {name} from the plan",
    ActivityKind.ROUND_OPENED: "opened {name}",
    ActivityKind.ROUND_CLOSED: "closed {name}",
    ActivityKind.COMMITMENT_SUBMITTED: "submitted “{name}”",
    ActivityKind.COMMITMENT_ACKNOWLEDGED: "acknowledged “{name}”",
    ActivityKind.COMMITMENT_APPROVED: "approved “{name}”",
    ActivityKind.COMMITMENT_RETURNED: "returned “{name}” with a reason",
    ActivityKind.ENTRY_EDITED: "changed “{name}”, which stands beside the commitments",
    ActivityKind.ENTRY_PUBLISHED: "published “{name}” beside the commitments",
    ActivityKind.ENTRY_RETRACTED: "took “{name}” back, which stood beside the commitments",
    ActivityKind.COMMITMENT_HANDED_OVER: "handed over “{name}”",
    ActivityKind.HANDOVER_DECIDED: "said whether “{name}” is taken on",
    ActivityKind.OWNER_LEFT: "ended the place of a person who answers for “{name}”",
    ActivityKind.COMMITMENT_CLOSED: "closed “{name}”",
    ActivityKind.CLOSE_OUT_CORRECTED: "corrected what was said at the end of “{name}”",
    ActivityKind.CLOSE_OUT_ASSESSED: "answered the four questions at the end of “{name}”",
    ActivityKind.ASSESSMENT_REPLIED: "replied to the coordinators on “{name}”",
    ActivityKind.STILL_IN_PLACE_ANSWERED: "said whether “{name}” is still in place",
    ActivityKind.COMMITMENT_RETRACTED: "took back “{name}”",
    ActivityKind.COMMITMENT_TAKEN_UP: "took up “{name}” again",
    ActivityKind.COMMITMENT_ARCHIVED: "archived “{name}”, which had been returned",
    ActivityKind.COMMITMENT_IMPORTED: "imported “{name}”",
    ActivityKind.READING_RECORDED: "recorded a reading for “{name}”",
    ActivityKind.READING_CORRECTED: "corrected a reading for “{name}”",
    ActivityKind.BASELINE_GIVEN: "gave a baseline for “{name}”",
    ActivityKind.TARGET_REVISED: "revised a target of “{name}”",
    ActivityKind.MILESTONE_REVISED: "moved a milestone of “{name}”",
    ActivityKind.MILESTONE_MET: "marked a milestone of “{name}” as met",
    ActivityKind.COMMITMENT_AMENDED: "changed “{name}” after publication",
    ActivityKind.AMENDMENT_SENT: "sent a change to “{name}” for approval",
    ActivityKind.AMENDMENT_APPROVED: "approved a change to “{name}”",
    ActivityKind.AMENDMENT_RETURNED: "returned a change to “{name}” with a reason",
    ActivityKind.PARTNERSHIP_CONFIRMED: "confirmed a part in “{name}”",
    ActivityKind.PARTNERSHIP_DECLINED: "declined a part in “{name}”",
    ActivityKind.PARTNER_READING_GIVEN: "gave a reading of “{name}” as partner",
    ActivityKind.CHECK_IN_RECORDED: "sent “{name}”",
    ActivityKind.CHECK_IN_CORRECTED: "corrected “{name}”",
    ActivityKind.CHECK_IN_ACKNOWLEDGED: "acknowledged “{name}”",
    ActivityKind.CHECK_IN_APPROVED: "approved “{name}”",
    ActivityKind.CHECK_IN_RETURNED: "returned “{name}” with a reason",
    ActivityKind.CHECK_IN_RETRACTED: "took back “{name}”",
    ActivityKind.BOARD_PAPER_REQUESTED: "asked for the board paper",
    ActivityKind.REPORT_SCHEDULED: "set {name} to come by itself",
    ActivityKind.REPORT_SCHEDULE_CHANGED: "changed when or to whom {name} comes",
    ActivityKind.REPORT_SCHEDULE_PAUSED: "let {name} pause",
    ActivityKind.REPORT_SCHEDULE_RESUMED: "let {name} come again",
    ActivityKind.REPORT_SCHEDULE_REMOVED: "ended {name}",
    ActivityKind.REPORT_SCHEDULE_STOPPED: "noted that somebody wants {name} no longer",
    ActivityKind.ORGANISATION_NUDGED: "wrote to {name} about check-ins that have not come",
    ActivityKind.SUGGESTION_PASSED_ON: "passed on what a reader suggested about “{name}”",
    ActivityKind.SUGGESTION_USED: "used what a reader suggested about “{name}”",
    ActivityKind.SUGGESTION_SET_ASIDE: "set aside what a reader suggested about “{name}”",
    ActivityKind.FLAG_LOOKED_AT: "looked again at “{name}”",
    ActivityKind.CHECK_IN_ENTERED_ON_BEHALF: "entered “{name}” on behalf of its organisation",
    ActivityKind.CHECK_IN_ASSESSED: "assessed “{name}”",
    ActivityKind.CHECK_IN_ASSESSMENT_REPLIED: "replied to the assessment of “{name}”",
}
SHOWN = tuple(_WORDS)


@dataclass(frozen=True)
class Line:
    """One thing that was done."""

    at: datetime
    words: str
    subject_kind: str | None
    subject_id: str | None


def line_of(activity: Activity, *, is_set_aside: bool = False) -> Line:
    """Say who did what. What was set aside has no page to lead to."""
    who = activity.actor.name if activity.actor else "The service"
    what = _WORDS[ActivityKind(activity.kind)].format(name=activity.subject_name or "it")
    kind = None if is_set_aside else activity.subject_kind
    return Line(activity.at, f"{who} {what}", kind, activity.subject_id)
