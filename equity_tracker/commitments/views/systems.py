"""Drafts of commitments, written by an organisation's own systems through the forms of the pages."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from equity_tracker import clock
from equity_tracker.commitments.actions import drafts as actions
from equity_tracker.commitments.forms.drafts import RegisterCommitmentForm
from equity_tracker.commitments.queries import commitments as queries
from equity_tracker.commitments.views.as_json import (
    SEND_CHANGES,
    SEND_DRAFT,
    SHAPES,
    draft,
    read_answers,
    summary,
)
from equity_tracker.model.api_token import Scope
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.web import systems
from equity_tracker.web.access import for_systems, loads
from equity_tracker.web.answers_once import DESCRIBED as KEY
from equity_tracker.web.answers_once import answers_once
from equity_tracker.web.bearer import current_organisation, current_token
from equity_tracker.web.json_body import read_object
from equity_tracker.web.parts import here, part_of_all
from equity_tracker.web.problems import Problem
from equity_tracker.web.resources import PageQuestion, Resources

CREATED, CONFLICT, PRECONDITION_FAILED, PRECONDITION_NEEDED = 201, 409, 412, 428
ID = [
    {
        "in": "path",
        "name": "commitment",
        "description": "The id of one of your commitments.",
        "example": "bcdfghjklmnp",
    }
]
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the draft as you read it. If it has changed since, nothing is written.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "example": '"3"',
}
blueprint = Resources("drafts_api", __name__, title=systems.TITLE, description=systems.ABOUT, shapes=SHAPES)


@blueprint.route("/organisation/commitments", methods=["GET"])
@for_systems(get=Scope.READ)
@blueprint.arguments(PageQuestion, location="query")
@blueprint.doc(**systems.described("OwnCommitmentPage", scope=Scope.READ))
def list_own_commitments(asked: dict[str, Any]) -> ResponseReturnValue:
    """List your own commitments, by id: drafts among them, and what you have archived."""
    said, _, headers = part_of_all(
        queries.list_commitments(current_organisation()), asked, lambda row: (row.public_id,), summary
    )
    response = systems.answer(said)
    response.headers.update(headers)
    return response


@blueprint.route("/organisation/commitments", methods=["POST"], endpoint="create_draft")
@for_systems(post=Scope.WRITE_DRAFTS)
@blueprint.doc(
    **systems.described(
        "Draft",
        scope=Scope.WRITE_DRAFTS,
        status=CREATED,
        sends=SEND_DRAFT,
        example={
            "programme_slug": "fairer-harbour",
            "title": "Every cleaning contract pays the real living wage",
            "domain_code": "education",
        },
        headers=[KEY],
        refusals=("400", "409", "413", "415", "422"),
    )
)
@answers_once
def create_draft() -> ResponseReturnValue:
    """Begin a draft.

    It needs a programme and a title; every other answer can come now or later. Partners and people's accounts
    are named on the pages.
    """
    organisation, given = current_organisation(), read_object()
    programmes = {programme.slug: programme for programme in queries.list_programmes(organisation)}
    slug = given.pop("programme_slug", None)
    if not isinstance(slug, str) or slug not in programmes:
        raise systems.faulty({"programme_slug": [str(RegisterCommitmentForm().programme.outside)]})
    title = _title(given)
    now, today, by = clock.now(), clock.today(organisation.time_zone), current_token().author
    try:
        commitment = actions.register_commitment(
            organisation, programmes[slug], title=title, by=by, now=now, today=today
        )
        values = read_answers(commitment, organisation, given)
        actions.edit_draft(commitment, values, version=commitment.version, by=by, now=now, today=today)
    except Refused as refused:
        raise systems.refusal(refused) from None
    return systems.answer(
        draft(commitment, organisation),
        CREATED,
        version=commitment.version,
        location=_api_address(commitment),
    )


@blueprint.route("/organisation/commitments/<commitment>", methods=["GET"], parameters=ID)
@loads(commitment=queries.get_commitment)
@for_systems(get=Scope.READ)
@blueprint.doc(**systems.described("Draft", scope=Scope.READ, refusals=("404",)))
def show_own_commitment(commitment: Commitment) -> ResponseReturnValue:
    """Read one of your own commitments, with its ETag."""
    return systems.answer(draft(commitment, current_organisation()), version=commitment.version)


@blueprint.route("/organisation/commitments/<commitment>", methods=["PATCH"], parameters=ID)
@loads(commitment=queries.get_commitment)
@for_systems(patch=Scope.WRITE_DRAFTS)
@blueprint.doc(
    **systems.described(
        "Draft",
        scope=Scope.WRITE_DRAFTS,
        sends=SEND_CHANGES,
        example={"level_code": "structural", "ends_on": "2027-Q1"},
        headers=[IF_MATCH],
        refusals=("400", "404", "409", "412", "413", "415", "422", "428"),
    )
)
def change_draft(commitment: Commitment) -> ResponseReturnValue:
    """Change answers of a draft.

    What is not named stays; null takes an answer away; a list is replaced as a whole.
    """
    organisation, version = current_organisation(), _version_seen()
    given = read_object()
    if commitment.is_archived:
        raise Problem(CONFLICT, "This commitment is archived. It can be taken up again on its page.")
    if not commitment.is_editable:
        raise Problem(CONFLICT, "This commitment has been submitted. Its text can no longer be changed here.")
    if version != commitment.version:
        raise _changed_since(commitment, organisation)
    values = read_answers(commitment, organisation, given)
    now, today, by = clock.now(), clock.today(organisation.time_zone), current_token().author
    try:
        actions.edit_draft(commitment, values, version=version, by=by, now=now, today=today)
    except ChangedSince:
        raise _changed_since(commitment, organisation) from None
    except Refused as refused:
        raise systems.refusal(refused) from None
    return systems.answer(draft(commitment, organisation), version=commitment.version)


def _version_seen() -> int:
    match = re.fullmatch(r'"([0-9]{1,9})"', request.headers.get("If-Match", ""))
    if match is None:
        raise Problem(PRECONDITION_NEEDED)
    return int(match[1])


def _changed_since(commitment: Commitment, organisation: Organisation) -> Problem:
    """Refuse, and say what stands now."""
    return Problem(
        PRECONDITION_FAILED,
        more={"current": draft(commitment, organisation)},
        headers={"ETag": f'"{commitment.version}"'},
    )


def _title(given: Mapping[str, Any]) -> str:
    """Return the title by the rules of the first page."""
    title = given.get("title")
    form = RegisterCommitmentForm(MultiDict({"title": title} if isinstance(title, str) else {}))
    del form.programme, form.copy_of
    if not form.validate():
        raise systems.faulty({"title": [str(form.title.error)]})
    return form.title.data or ""


def _api_address(commitment: Commitment) -> str:
    return here() + url_for("drafts_api.show_own_commitment", commitment=commitment.public_id)
