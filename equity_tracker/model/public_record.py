"""What of each noun the public may see: the payloads of publications, field by field.

A field that is not named here is private. Nothing is copied wholesale.
"""

from typing import Any

from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.coordinator_assessment import AssessmentReply, CoordinatorAssessment
from equity_tracker.model.on_behalf import on_behalf_payload
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme, ReviewMode
from equity_tracker.model.public_answers import answers_payload
from equity_tracker.model.public_promise import four_answers_payload
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.model.still_in_place import StillInPlaceAnswer
from equity_tracker.model.stored_file import file_payload

Payload = dict[str, Any]


def check_in_payload(check_in: CheckIn, version: CheckInVersion, programme: Programme) -> Payload:
    """Copy what the public may see of one version of a check-in: public evidence only, and no signature.

    :param programme: that of the commitment, which a report that is only being shown does not know.
    """
    return {
        "number": check_in.number,
        "version": version.number,
        "round": check_in.round.name if check_in.round else None,
        "submitted_on": _iso(check_in.submitted_on),
        "was_late": bool(check_in.expected and check_in.submitted_on > check_in.expected.due_on),
        "delivery": version.delivery,
        "outlook": version.outlook,
        "why": version.why,
        "what_changed": version.what_changed,
        "level": version.level,
        "distribution": version.distribution,
        "next_step": version.next_step,
        "next_step_on": _iso(version.next_step_on),
        "who_has_not_benefited": version.who_has_not_benefited,
        **answers_payload(version),
        "nothing_changed": version.nothing_changed,
        "on_behalf": on_behalf_payload(version),
        "approved_by": _approved_by(programme),
        "evidence": [
            {"title": row.title, "url": row.url, "kind": row.kind, "strength": row.strength}
            | file_payload(row)
            for row in version.evidence
            if row.is_public
        ],
        "to_round": [
            {"question": row.question.words, "answer": row.in_words}
            for row in version.round_answers
            if row.question.is_public
        ],
    }


def _approved_by(programme: Programme) -> str | None:
    """Name the body that reads everything before it is published, where the programme has one do so."""
    return programme.coordinating_body.name if programme.review_mode is ReviewMode.APPROVE else None


def missed_check_in_payload(expected: ExpectedCheckIn) -> Payload:
    return {"round": expected.round.name, "due_on": _iso(expected.due_on)}


def assessment_payload(assessment: CoordinatorAssessment, reply: AssessmentReply | None) -> Payload:
    """Copy the coordinators' answers and the organisation's last reply, in the name of the two bodies."""
    return {
        "number": assessment.number,
        "body": assessment.commitment.programme.coordinating_body.name,
        "assessed_on": _iso(assessment.assessed_on),
        "answers": four_answers_payload(assessment),
        "reason": assessment.reason,
        "reply": {
            "words": reply.words,
            "replied_on": _iso(reply.replied_on),
            "number": reply.number,
            "to_number": reply.assessment.number,
            "to_answers_of": _iso(reply.assessment.assessed_on),
        }
        if reply
        else None,
    }


def still_in_place_payload(said: StillInPlaceAnswer) -> Payload:
    return {
        "number": said.number,
        "answer": said.answer,
        "note": said.note,
        "url": said.url,
        "answered_on": _iso(said.answered_on),
    }


def organisation_payload(organisation: Organisation) -> Payload:
    """Copy what the public may see of an organisation. Its mailbox is not among it."""
    return {
        "name": organisation.name,
        "sort_name": organisation.sort_name,
        "short_name": organisation.short_name,
        "slug": organisation.slug,
        "kind": organisation.kind,
        "place": organisation.place,
        "website": organisation.website,
        "started_on": _iso(organisation.started_on),
        "ended_on": _iso(organisation.ended_on),
        "identifiers": sorted([row.namespace, row.value] for row in organisation.identifiers),
        "source_name": organisation.source_name,
        "source_url": organisation.source_url,
        "source_is_checked": organisation.source_is_checked,
        "predecessors": sorted(
            [
                {"name": row.name, "slug": row.slug}
                for change in organisation.changes_to
                for row in change.predecessors
            ],
            key=lambda row: row["slug"],
        ),
        "successors": sorted(
            [
                {"name": row.name, "slug": row.slug}
                for change in organisation.changes_from
                for row in change.successors
            ],
            key=lambda row: row["slug"],
        ),
    }


def programme_payload(programme: Programme) -> Payload:
    return {
        "name": programme.name,
        "slug": programme.slug,
        "summary": programme.summary,
        "coordinating_body_name": programme.coordinating_body.name,
        "coordinating_body_slug": programme.coordinating_body.slug,
        "review_mode": programme.review_mode.value,
        "launches_on": _iso(programme.launches_on),
        "closed_on": _iso(programme.closed_on),
        "closing_statement": programme.closing_statement,
        "attribution": programme.attribution,
    }


def round_payload(round_: Round, snapshot: RoundSnapshot) -> Payload:
    """Copy the result of a closed round: n of m reported, as it stood when it closed. Counts only."""
    return {
        "number": round_.number,
        "name": round_.name,
        "opens_on": _iso(round_.opens_on),
        "due_on": _iso(round_.due_on),
        "grace_until": _iso(round_.grace_until),
        "closes_on": _iso(round_.closes_on),
        "expected": snapshot.expected,
        "reported": snapshot.reported,
        "late": snapshot.late,
        "settled": snapshot.settled,
    }


def _iso(value: Any) -> str | None:  # noqa: ANN401 - a date or nothing, read by name
    return value.isoformat() if value is not None else None
