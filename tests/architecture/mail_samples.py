"""For each mail that the product sends, a context like the one it is written with."""

from typing import Any

_PLACE = {"organisation": "Alder Trust", "organisation_slug": "alder-trust"}
_PROGRAMME = {"programme": "Fairer Shore", "programme_slug": "fairer-shore"}
_COMMITMENT = {"title": "Every cleaning contract pays the real living wage", "commitment_id": "bcdfghjkmnpq"}
_CHECK_IN = {"title": "Every cleaning contract pays the real living wage", "check_in_id": "qpnmkjhgfdcb"}
_SUBMITTED = {"submitted_by": "Cora Editor", "awaits_approval": True}
_REVIEW = {
    **_PLACE,
    "programme": "Fairer Shore",
    "reviewed_by": "Paula Coordinator",
    "reason": "Please say who decides.",
    "is_public": False,
}
_ROLE = {"name": "Cora Editor", "role_label": "editor"}
_AWAITED = {
    "expected_id": "bcdfghjkmnpr",
    "title": "Every cleaning contract pays the real living wage",
    "commitment_id": "bcdfghjkmnpq",
    "programme": "Fairer Shore",
    "due_on": "2026-09-30",
    "grace_until": "2026-10-14",
    "days": 7,
    "is_in_grace": True,
}
_REMINDER = {
    **_PLACE,
    "name": "Cora Editor",
    "to_mailbox": False,
    "total": 3,
    "first_due_on": "2026-09-30",
    "check_ins": [_AWAITED, _AWAITED | {"days": 0, "is_in_grace": False}],
}

_ENDED = {**_PLACE, **_PROGRAMME, **_COMMITMENT}
_WRITTEN = {**_PLACE, **_COMMITMENT, "programme": "Fairer Shore", "by": "Cora Editor"}
_ASKED_AGAIN = {
    "title": "Every cleaning contract pays the real living wage",
    "commitment_id": "bcdfghjkmnpq",
    "programme": "Fairer Shore",
    "closed_on": "2025-09-30",
    "answer_by": "2026-11-29",
}
_GATHERED = {"organisation_id": 1}
_TOKEN = {
    **_PLACE,
    "name": "Planning system",
    "last_shown": "x7Qz",
    "may": ["Send check-ins"],
    "ends_on": "6 October 2026",
}

_REPORT = {
    "kind": "Status report",
    "owner": "Alder Trust",
    "place": "organisation",
    "slug": "alder-trust",
    "report_id": "bcdfghjkmnpq",
    "as_of": "6 April 2026",
}
_ROUND = {**_PROGRAMME, "round": "September 2026", "round_id": "bcdfghjkmnpq", "due_on": "2026-09-30"}

SAMPLES: dict[str, dict[str, Any]] = {
    "amendment_approved": {**_REVIEW, **_COMMITMENT},
    "amendment_returned": {**_REVIEW, **_COMMITMENT},
    "api_token_created": {**_TOKEN, "by": "Ada Admin"},
    "api_token_ending": _TOKEN,
    "assessment_replied": {**_ENDED, "by": "Ada Admin", "words": "We see it otherwise."},
    "board_paper_made": {**_PROGRAMME, "paper_id": "bcdfghjkmnpq", "as_of": "6 April 2026", "pages": 12},
    "check_in_acknowledged": {**_REVIEW, **_CHECK_IN, "number": 2},
    "check_in_approved": {**_REVIEW, **_CHECK_IN, "number": 2},
    "check_in_assessed": {
        **_PLACE,
        **_PROGRAMME,
        **_CHECK_IN,
        "number": 2,
        "assessed_by": "Paula Coordinator",
        "outlook": "At risk",
        "delivery": "Limited",
        "self_assessed": "On track",
        "reason": "Two of the three contracts are late.",
    },
    "check_in_assessment_replied": {
        **_PLACE,
        **_PROGRAMME,
        **_CHECK_IN,
        "number": 2,
        "by": "Prue Approver",
        "words": "The third was signed since.",
    },
    "check_in_copy": {
        **_PLACE,
        **_CHECK_IN,
        "programme": "Fairer Shore",
        "number": 2,
        "standing": "It is published.",
        "told": "Paula Coordinator, who coordinates Fairer Shore.",
        "following": ["The next check-in is due on 30 September 2026."],
        "answers": [["Delivery", "Limited"], ["Outlook", "On track"]],
        "evidence": [{"title": "Board paper", "url": "http://127.0.0.1:8000/paper"}],
        "private_links": 1,
        "private_notes": 2,
    },
    "check_in_given_back": {**_WRITTEN, "reason": "Name the contract.", "by_link": False},
    "check_in_handed_over": {**_WRITTEN, "note": "You have the figures."},
    "check_in_link": {**_WRITTEN, "note": None, "token": "tok-en", "expires_on": "13 April 2026"},
    "check_in_on_behalf": {
        **_PLACE,
        **_CHECK_IN,
        "programme": "Fairer Shore",
        "number": 2,
        "entered_by": "Paula Coordinator",
        "source": "By telephone with the policy lead, 3 May",
        "reason": "The team has no lead until June.",
        "answers": [["Delivery", "Limited"], ["Outlook", "On track"]],
    },
    "check_in_returned": {**_REVIEW, **_CHECK_IN, "number": 2},
    "check_in_submitted": {
        **_PROGRAMME,
        **_CHECK_IN,
        **_SUBMITTED,
        "organisation": "Alder Trust",
        "number": 2,
        "is_correction": False,
    },
    "check_in_to_sign": _WRITTEN,
    "close_out_assessed": {
        **_ENDED,
        "assessed_by": "Paula Coordinator",
        "reason": "We read the contracts.",
    },
    "commitment_acknowledged": {**_REVIEW, **_COMMITMENT},
    "commitment_amended": {
        **_PROGRAMME,
        **_COMMITMENT,
        **_SUBMITTED,
        "organisation": "Alder Trust",
        "reason": "The contracts run a year longer.",
    },
    "commitment_approved": {**_REVIEW, **_COMMITMENT},
    "commitment_closed": {
        **_ENDED,
        "by": "Ada Admin",
        "reason": "Partly met",
        "what_happened": "Half of the contracts carry the clause.",
        "is_correction": False,
    },
    "commitment_returned": {**_REVIEW, **_COMMITMENT},
    "commitment_submitted": {**_PROGRAMME, **_COMMITMENT, **_SUBMITTED, "organisation": "Alder Trust"},
    "coordinator_weekly": {
        **_PROGRAMME,
        "name": "Paula Coordinator",
        "total": 3,
        "overdue": 1,
        "not_reported": 2,
        "listed": 2,
        "organisations": [
            {"name": "Alder Trust", "check_ins": [_AWAITED, _AWAITED | {"is_in_grace": False}]}
        ],
    },
    "gathered": {
        "name": "Cora Editor",
        "to_mailbox": False,
        "organisation": "",
        "organisation_slug": "",
        "parts": [
            {**_GATHERED, "name": "reminder_overdue", "context": _REMINDER},
            {**_GATHERED, "name": "reminder_before_due", "context": _REMINDER},
            {**_GATHERED, "name": "check_in_acknowledged", "context": {**_REVIEW, **_CHECK_IN, "number": 2}},
        ],
    },
    "invitation": {
        "place_name": "Alder Trust",
        "role_label": "editor",
        "invited_by": "Ada Admin",
        "token": "tok-en",
        "expires_on": "13 April 2026",
    },
    "join_declined": {"organisation": "Alder Trust", "words": "Please ask your line manager first."},
    "join_requested": {
        **_PLACE,
        "request_id": "bcdfghjkmnpq",
        "name": "Nora New",
        "email": "nora.new@example.org",
        "job_title": "Policy lead",
        "note": "I look after our commitments.",
        "to_admins": True,
    },
    "member_left": {**_PLACE, **_ROLE},
    "member_removed": {"organisation": "Alder Trust", "removed_by": "Ada Admin"},
    "nudge": {
        **_PLACE,
        "programme": "Fairer Shore",
        "name": "Cora Editor",
        "to_mailbox": False,
        "subject": "Check-ins for Fairer Shore that we are still waiting for",
        "message": "It is not too late.\nIt takes ten minutes.\n\nPaula",
        "by": "Paula Coordinator",
        "by_email": "paula@example.org",
        "total": 2,
        "check_ins": [_AWAITED],
    },
    "organisation_joined": {**_PROGRAMME, "organisation": "Alder Trust", "by": "Ada Admin"},
    "organisation_left": {**_PROGRAMME, "organisation": "Alder Trust", "by": "Ada Admin"},
    "partner_answered": {
        **_COMMITMENT,
        **_PLACE,
        "partner": "Birch College",
        "what": "declined",
        "reason": "Our council has not agreed.",
        "programme": "Fairer Shore",
    },
    "partner_asked": {
        **_PLACE,
        "named_by": "Birch College",
        "asked_by": "Eve Elsewhere",
        "programme": "Fairer Shore",
        "title": "Residents decide on the fund",
        "contribution": "Trains the panel",
        "partnership_id": "bcdfghjkmnpq",
        "is_public": False,
    },
    "contact_message": {
        "topic": "A programme in it",
        "programme": "Fairer Shore",
        "message": "The page names a ward.\nIt has closed.",
        "sender": "Nia Newcomer",
        "email": "nia@example.org",
    },
    "follow_confirm": {
        "subject": "Every cleaning contract pays the real living wage",
        "is_weekly": True,
        "token": "tok-en",
        "until": "3 May 2026",
    },
    "follow_known": {"subject": "Fairer Shore", "follower": "bcdfghjkmnpq"},
    "followed": {
        "follower": "bcdfghjkmnpq",
        "total": 3,
        "left_out": 1,
        "sections": [
            {
                "heading": "Fairer Shore",
                "organisation": None,
                "commitment_id": None,
                "slug": "fairer-shore",
                "items": [
                    {"what": "March 2026 has closed", "lines": ["7 of 9 reported by the time it closed."]}
                ],
            },
            {
                "heading": "Every cleaning contract pays the real living wage",
                "organisation": "Alder Trust",
                "commitment_id": "bcdfghjkmnpq",
                "slug": "every-cleaning-contract",
                "items": [{"what": "Check-in 2: on track", "lines": []}],
            },
            {
                "heading": "Taken back",
                "organisation": "Alder Trust",
                "commitment_id": "bcdfghjkmnpr",
                "slug": None,
                "items": [{"what": "Commitment FS-0002 was taken back on 3 May 2026", "lines": []}],
            },
        ],
        "because": ["Fairer Shore"],
        "ended": [
            {"name": "Fairer Shore", "why": "its programme has closed, so this is the last mail about it"}
        ],
    },
    "suggestion_outcome": {
        **_COMMITMENT,
        "name": "Nia Newcomer",
        "what": "The contract was let again.",
        "is_used": False,
        "words": "The minutes name another contract.",
    },
    "suggestion_passed_on": {
        **_PLACE,
        **_COMMITMENT,
        "name": "Cora Editor",
        "programme": "Fairer Shore",
        "what": "The contract was let again.",
        "happened_on": "2026-04-02",
        "words": "Is this yours?",
    },
    "password_changed": {"name": "Cora Editor"},
    "programme_invitation": {
        **_PLACE,
        **_PROGRAMME,
        "summary": "What Fairer Shore is about.",
        "coordinating_body": "Institute of Fairness",
        "invited_by": "Paula Coordinator",
    },
    "publication_retracted": {
        **_ENDED,
        "by": "Paula Coordinator",
        "reason": "It named a patient.",
        "number": 2,
    },
    "reminder_before_due": _REMINDER,
    "reminder_overdue": _REMINDER | {"name": "Alder Trust", "to_mailbox": True},
    "report_made": {**_REPORT, "number": "ET-2026-00042", "pages": 12, "is_internal": True},
    "report_not_made": {**_REPORT, "why": "This report could not be made. Try again."},
    "reset_password": {"name": "Cora Editor", "token": "tok-en"},
    "role_changed": {
        **_PLACE,
        "role_label": "editor",
        "role_definition": "Writes and submits commitments.",
        "changed_by": "Ada Admin",
    },
    "round_closed": {
        **_ROUND,
        "by": None,
        "expected": 9,
        "reported": 7,
        "next_round": "March 2027",
        "next_opens_on": "2027-03-01",
    },
    "round_opened": {**_ROUND, "by": "Paula Coordinator", "asked": 9},
    "still_in_place": {
        **_PLACE,
        "name": "Cora Editor",
        "to_mailbox": False,
        "total": 2,
        "commitments": [_ASKED_AGAIN, _ASKED_AGAIN | {"answer_by": None}],
    },
}
