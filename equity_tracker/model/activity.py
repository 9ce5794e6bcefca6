"""Activity: who did what to which, when, before and after. Append-only: this is the audit log."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base
from equity_tracker.model.people import User


class ActivityKind(StrEnum):
    """Everything that leaves a line in the log."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    PASSWORD_RESET_REQUESTED = "password_reset_requested"  # noqa: S105 - a word, not a secret
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, not a secret
    PROFILE_CHANGED = "profile_changed"
    MAIL_CHOSEN = "mail_chosen"
    CALENDAR_LINK_MADE = "calendar_link_made"
    CALENDAR_LINK_ENDED = "calendar_link_ended"
    OPERATOR_CREATED = "operator_created"
    PROGRAMME_CREATED = "programme_created"
    PROGRAMME_CHANGED = "programme_changed"
    PROGRAMME_LAUNCHED = "programme_launched"
    PROGRAMME_CLOSED = "programme_closed"
    PRACTICE_RESET = "practice_reset"
    ORGANISATION_CREATED = "organisation_created"
    ORGANISATION_CHANGED = "organisation_changed"
    ORGANISATION_INVITED = "organisation_invited"
    ORGANISATION_JOINED = "organisation_joined"
    ORGANISATION_LEFT = "organisation_left"
    ORGANISATION_SUCCEEDED = "organisation_succeeded"
    MEMBER_INVITED = "member_invited"
    JOIN_DECLINED = "join_declined"
    INVITATION_ACCEPTED = "invitation_accepted"
    INVITATION_CANCELLED = "invitation_cancelled"
    MEMBER_ROLE_CHANGED = "member_role_changed"
    MEMBER_REMOVED = "member_removed"
    API_TOKEN_CREATED = "api_token_created"  # noqa: S105 - a word, not a secret
    API_TOKEN_REVOKED = "api_token_revoked"  # noqa: S105 - a word, not a secret
    ROUND_PLANNED = "round_planned"
    ROUND_CHANGED = "round_changed"
    ROUND_QUESTIONS_CHANGED = "round_questions_changed"
    ROUND_REMOVED = "round_removed"
    ROUND_OPENED = "round_opened"
    ROUND_CLOSED = "round_closed"
    COMMITMENT_REGISTERED = "commitment_registered"
    COMMITMENT_EDITED = "commitment_edited"
    COMMITMENT_SUBMITTED = "commitment_submitted"
    COMMITMENT_PUBLISHED = "commitment_published"
    COMMITMENT_ACKNOWLEDGED = "commitment_acknowledged"
    COMMITMENT_APPROVED = "commitment_approved"
    COMMITMENT_RETURNED = "commitment_returned"
    COMMITMENT_CLOSED = "commitment_closed"
    COMMITMENT_HANDED_OVER = "commitment_handed_over"
    HANDOVER_DECIDED = "handover_decided"
    OWNER_LEFT = "owner_left"
    CLOSE_OUT_CORRECTED = "close_out_corrected"
    CLOSE_OUT_ASSESSED = "close_out_assessed"
    ASSESSMENT_REPLIED = "assessment_replied"
    STILL_IN_PLACE_ANSWERED = "still_in_place_answered"
    COMMITMENT_RETRACTED = "commitment_retracted"
    COMMITMENT_TAKEN_UP = "commitment_taken_up"
    COMMITMENT_ARCHIVED = "commitment_archived"
    COMMITMENT_RESUMED = "commitment_resumed"
    COMMITMENT_IMPORTED = "commitment_imported"
    ENTRY_WRITTEN = "entry_written"
    ENTRY_EDITED = "entry_edited"
    ENTRY_PUBLISHED = "entry_published"
    ENTRY_RETRACTED = "entry_retracted"
    PROMPT_DISMISSED = "prompt_dismissed"
    READING_RECORDED = "reading_recorded"
    READING_CORRECTED = "reading_corrected"
    BASELINE_GIVEN = "baseline_given"
    TARGET_REVISED = "target_revised"
    MILESTONE_REVISED = "milestone_revised"
    MILESTONE_MET = "milestone_met"
    COMMITMENT_AMENDED = "commitment_amended"
    AMENDMENT_EDITED = "amendment_edited"
    AMENDMENT_SENT = "amendment_sent"
    AMENDMENT_APPROVED = "amendment_approved"
    AMENDMENT_RETURNED = "amendment_returned"
    AMENDMENT_WITHDRAWN = "amendment_withdrawn"
    PARTNER_ASKED = "partner_asked"
    PARTNER_REMOVED = "partner_removed"
    PARTNERSHIP_CONFIRMED = "partnership_confirmed"
    PARTNERSHIP_DECLINED = "partnership_declined"
    PARTNER_READING_GIVEN = "partner_reading_given"
    CHECK_IN_BEGUN = "check_in_begun"
    CHECK_IN_DISCARDED = "check_in_discarded"
    CHECK_IN_HANDED_OVER = "check_in_handed_over"
    CHECK_IN_TAKEN_BACK = "check_in_taken_back"
    CHECK_IN_SENT_FOR_SIGNATURE = "check_in_sent_for_signature"
    CHECK_IN_GIVEN_BACK = "check_in_given_back"
    CHECK_IN_SIGNED = "check_in_signed"
    CHECK_IN_LINK_SENT = "check_in_link_sent"
    CHECK_IN_LINK_REVOKED = "check_in_link_revoked"
    CHECK_IN_RECORDED = "check_in_recorded"
    CHECK_IN_CORRECTED = "check_in_corrected"
    CHECK_IN_ACKNOWLEDGED = "check_in_acknowledged"
    CHECK_IN_APPROVED = "check_in_approved"
    CHECK_IN_RETURNED = "check_in_returned"
    CHECK_IN_RETRACTED = "check_in_retracted"
    ORGANISATION_NUDGED = "organisation_nudged"
    FLAG_LOOKED_AT = "flag_looked_at"
    CHECK_IN_ENTERED_ON_BEHALF = "check_in_entered_on_behalf"
    CHECK_IN_ASSESSED = "check_in_assessed"
    CHECK_IN_ASSESSMENT_REPLIED = "check_in_assessment_replied"
    SUGGESTION_PASSED_ON = "suggestion_passed_on"
    SUGGESTION_USED = "suggestion_used"
    SUGGESTION_SET_ASIDE = "suggestion_set_aside"
    REPORT_REQUESTED = "report_requested"
    BOARD_PAPER_REQUESTED = "board_paper_requested"
    REPORT_SCHEDULED = "report_scheduled"
    REPORT_SCHEDULE_CHANGED = "report_schedule_changed"
    REPORT_SCHEDULE_PAUSED = "report_schedule_paused"
    REPORT_SCHEDULE_RESUMED = "report_schedule_resumed"
    REPORT_SCHEDULE_REMOVED = "report_schedule_removed"
    REPORT_SCHEDULE_STOPPED = "report_schedule_stopped"


class Activity(Base):
    """One line of the log. The request's id is added when it is written."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_organisation_id", "organisation_id", "id"),
        Index("ix_activities_programme_id", "programme_id", "id"),
        Index("ix_activities_subject", "subject_kind", "subject_id"),
    )

    kind: Mapped[ActivityKind] = mapped_column(String(40))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[str | None] = mapped_column(String(40))
    subject_name: Mapped[str | None] = mapped_column(String(200))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    request_id: Mapped[str | None] = mapped_column(String(40))

    actor: Mapped[User | None] = relationship()
