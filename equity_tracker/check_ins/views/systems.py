"""What is due, and check-ins, for an organisation's own systems through the form of the page."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.check_ins import queries, show
from equity_tracker.check_ins.actions import signing
from equity_tracker.check_ins.answers import answers_from
from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.check_ins.views import filling
from equity_tracker.model.api_token import Scope
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.checking_in import refuse_unless_reportable
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.web import json_forms, systems
from equity_tracker.web.access import for_systems, loads
from equity_tracker.web.answers_once import DESCRIBED as KEY
from equity_tracker.web.answers_once import answers_once
from equity_tracker.web.bearer import current_organisation, current_token
from equity_tracker.web.json_body import read_object
from equity_tracker.web.parts import here, part_of_all
from equity_tracker.web.resources import PageQuestion, Resources

CREATED = 201
ID = [
    {
        "in": "path",
        "name": "commitment",
        "description": "The id of one of your commitments.",
        "example": "bcdfghjklmnp",
    }
]
OWN_FIELDS = "Of a commitment with measures, or in a round that asks something of its own: see its questions."
SEND_CHECK_IN = json_forms.schema_of(RecordCheckInForm(), needed=True) | {
    # What one commitment is asked beside the rest is told with what is due.
    "patternProperties": {
        "^figure_[a-z0-9]{12}_(value|on|because)$": {
            "type": ["string", "number", "null"],
            "description": OWN_FIELDS,
        },
        "^round_": {"type": ["string", "boolean", "null"], "description": OWN_FIELDS},
    }
}
STATES = {
    "public": "The public can read it, now or from the launch of its programme.",
    "awaits_approval": "The programme's coordinators approve it first.",
    "awaits_signature": "An approver of your organisation signs it first. It counts for nothing until then.",
    "returned": "It came back. Correct it on its page.",
    "taken_back": "It was taken back.",
}
_STATE = {
    "type": "string",
    "enum": list(STATES),
    "description": " ".join(f"`{code}`: {words}" for code, words in STATES.items()),
    "examples": ["public"],
}
_COMMITMENT = systems.text("The id of the commitment.", "bcdfghjklmnp", always=True)
blueprint = Resources(
    "check_ins_api",
    __name__,
    title=systems.TITLE,
    description=systems.ABOUT,
    shapes={
        "Due": systems.shape(
            "A commitment that waits for a check-in.",
            commitment=_COMMITMENT,
            title=systems.text("Its title.", "Every cleaning contract pays the real living wage"),
            due_on=systems.text("When it is due.", "2026-04-30"),
            grace_until=systems.text("Until when it is overdue and not yet missing.", "2026-05-14"),
            reason=systems.text("Why it is here, in words.", "Overdue", always=True),
        ),
        "Questions": systems.shape(
            "What the next check-in on one commitment is asked.",
            commitment=_COMMITMENT,
            schema={"type": "object", "description": "JSON Schema of what may be sent."},
        ),
        "DuePage": systems.shape(
            "A part of the list.",
            items=systems.rows("This part of the list.", {"$ref": "#/components/schemas/Due"}),
            next=systems.text(
                "The address of the next part; null at the end.", "https://register.example.org/api/v1/…"
            ),
        ),
        "Sent": systems.shape(
            "What has become of a check-in.",
            id=systems.text(
                "Its id; null while it waits for a signature, since it is no check-in yet.", "bcdfghjklmnp"
            ),
            commitment=_COMMITMENT,
            number={
                "type": ["integer", "null"],
                "description": "Which check-in on the commitment it is.",
                "examples": [3],
            },
            state_code=_STATE,
            state=systems.text(
                "The same in words, as its page says it.", "The public can read it.", always=True
            ),
            returned_because=systems.text("Why it came back, if it did.", "Say which site."),
            submitted_on=systems.text("When it was sent.", "2026-05-03", always=True),
            url=systems.text("Its page in the workspace.", "https://register.example.org/o/…", always=True),
        ),
        "SentPage": systems.shape(
            "A part of the list.",
            items=systems.rows("This part of the list.", {"$ref": "#/components/schemas/Sent"}),
            next=systems.text(
                "The address of the next part; null at the end.", "https://register.example.org/api/v1/…"
            ),
        ),
    },
)


@blueprint.route("/organisation/check-ins/due")
@for_systems(get=Scope.READ)
@blueprint.arguments(PageQuestion, location="query")
@blueprint.doc(**systems.described("DuePage", scope=Scope.READ))
def list_due_check_ins(asked: dict[str, Any]) -> ResponseReturnValue:
    """List your commitments that wait for a check-in, the first due first."""
    organisation = current_organisation()
    today = clock.today(organisation.time_zone)
    rows = show.due(queries.list_reportable(organisation), queries.list_returned(organisation), today)
    said, _, headers = part_of_all(rows, asked, _place, _due)
    response = systems.answer(said)
    response.headers.update(headers)
    return response


@blueprint.route("/organisation/commitments/<commitment>/check-ins/questions", parameters=ID)
@loads(commitment=queries.get_commitment)
@for_systems(get=Scope.READ)
@blueprint.doc(**systems.described("Questions", scope=Scope.READ, refusals=("404", "409")))
def show_own_questions(commitment: Commitment) -> ResponseReturnValue:
    """Read what the next check-in on a commitment is asked, figures and the round's own among it."""
    try:
        refuse_unless_reportable(commitment)
    except Refused as refused:
        raise systems.refusal(refused) from None
    schema = json_forms.schema_of(filling.kind_of(commitment)(), needed=True)
    return systems.answer({"commitment": commitment.public_id, "schema": schema})


@blueprint.route("/organisation/commitments/<commitment>/check-ins", methods=["GET"], parameters=ID)
@loads(commitment=queries.get_commitment)
@for_systems(get=Scope.READ)
@blueprint.arguments(PageQuestion, location="query")
@blueprint.doc(**systems.described("SentPage", scope=Scope.READ, refusals=("404",)))
def list_own_check_ins(asked: dict[str, Any], commitment: Commitment) -> ResponseReturnValue:
    """List your check-ins on a commitment and what has become of each, by number.

    What waits for a signature stands last.
    """
    draft = commitment.check_in_draft
    rows = [*commitment.check_ins, *([draft] if draft is not None and draft.is_waiting else [])]
    said, _, headers = part_of_all(rows, asked, _number, _sent)
    response = systems.answer(said)
    response.headers.update(headers)
    return response


@blueprint.route(
    "/organisation/commitments/<commitment>/check-ins",
    methods=["POST"],
    parameters=ID,
    endpoint="send_check_in",
)
@loads(commitment=queries.get_commitment)
@for_systems(post=Scope.WRITE_CHECK_INS)
@blueprint.doc(
    **systems.described(
        "Sent",
        scope=Scope.WRITE_CHECK_INS,
        status=CREATED,
        sends=SEND_CHECK_IN,
        example={
            "delivery_code": "limited",
            "outlook_code": "on_track",
            "why": "Seven of nine contracts carry the clause.",
            "what_changed": "Two contracts were signed.",
            "level_code": "structural",
            "distribution_code": "proportionate",
            "next_step": "Sign the last two",
            "next_step_on": "2027-07-31",
        },
        headers=[KEY],
        refusals=("400", "404", "409", "413", "415", "422"),
    )
)
@answers_once
def send_check_in(commitment: Commitment) -> ResponseReturnValue:
    """Send a check-in.

    Where your organisation wants check-ins signed, it waits for an approver, and the state says so; where the
    programme approves first, for its coordinators. A check-in that a colleague is writing is in nobody's way
    of reading, but has to be sent or thrown away first.
    """
    given = read_object()
    try:
        refuse_unless_reportable(commitment)
        kind = filling.kind_of(commitment)
        sent, faults = json_forms.inputs(kind(), given)
        form = kind(sent)
        if faults or not form.validate():
            raise systems.faulty(faults or json_forms.faults_of(form, given))
        answered = signing.send_check_in(
            commitment,
            answers_from(form.data),
            form.to_keep(sent),
            beside=filling.beside_of(form, commitment),
            stamp="",
            seen=None,
            may_sign=False,
            by=current_token().author,
            now=clock.now(),
            today=clock.today(current_organisation().time_zone),
        )
    except Refused as refused:
        raise systems.refusal(refused) from None
    where = url_for("check_ins_api.list_own_check_ins", commitment=commitment.public_id)
    return systems.answer(_sent(answered), CREATED, location=here() + where)


def _place(row: show.Due) -> tuple[str, str]:
    due_on = row.commitment.next_due_on
    return due_on.isoformat() if due_on else "9999", row.commitment.public_id


def _due(row: show.Due) -> dict[str, Any]:
    commitment, entry = row.commitment, row.commitment.register_entry
    return {
        "commitment": commitment.public_id,
        "title": commitment.title,
        "due_on": commitment.next_due_on.isoformat() if commitment.next_due_on else None,
        "grace_until": entry.grace_until.isoformat() if entry and entry.grace_until else None,
        "reason": row.state.label,
    }


def _number(row: CheckIn | CheckInDraft) -> tuple[str]:
    return (f"{row.number:06}" if isinstance(row, CheckIn) else "waiting",)


def _sent(row: CheckIn | CheckInDraft) -> dict[str, Any]:
    return _of_check_in(row) if isinstance(row, CheckIn) else _of_waiting(row)


def _of_check_in(check_in: CheckIn) -> dict[str, Any]:
    commitment = check_in.commitment
    returned = show.last_return(check_in)
    organisation = commitment.organisation
    page = url_for("check_ins.show_check_in", organisation=organisation.slug, check_in=check_in.public_id)
    return {
        "id": check_in.public_id,
        "commitment": commitment.public_id,
        "number": check_in.number,
        "state_code": _state(check_in),
        "state": show.standing(check_in, clock.today(organisation.time_zone)),
        "returned_because": returned.reason if returned else None,
        "submitted_on": check_in.submitted_on.isoformat(),
        "url": f"{here()}{page}",
    }


def _of_waiting(draft: CheckInDraft) -> dict[str, Any]:
    """Tell what waits for a signature: it is no check-in yet."""
    commitment = draft.commitment
    return {
        "id": None,
        "commitment": commitment.public_id,
        "number": None,
        "state_code": "awaits_signature",
        "state": STATES["awaits_signature"],
        "returned_because": None,
        "submitted_on": clock.local_date(draft.sent_at or draft.saved_at).isoformat(),
        "url": here() + filling.address("preview_check_in", commitment),
    }


def _state(check_in: CheckIn) -> str:
    if check_in.is_retracted:
        return "taken_back"
    if check_in.is_returned:
        return "returned"
    return "awaits_approval" if check_in.is_waiting else "public"
