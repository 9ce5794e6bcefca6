"""What the views for organisations' own systems share: how they are described, how they answer and refuse."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.web.json_forms import Faults
from equity_tracker.web.problems import Problem

CONFLICT, UNPROCESSABLE = 409, 422
TITLE = "Writing, for an organisation’s own systems"
ABOUT = (
    "With a token that an admin of the organisation makes in its settings. A token opens what an editor of "
    "that organisation may do, and of that only its scopes: it approves and signs nothing. What is sent goes "
    "through the same forms as the pages, with the same rules and messages. Cookies are not looked at, and "
    "no page of another site can write."
)
_ALWAYS = ("401", "403", "429")


def answer(
    said: Mapping[str, Any], status: int = 200, *, version: int | None = None, location: str | None = None
) -> Response:
    """Answer with an object; a record that can be written carries its version as an ETag."""
    body = json.dumps(said, ensure_ascii=False)
    response = Response(body, status=status, mimetype="application/json")
    if version is not None:
        response.set_etag(str(version))
    if location is not None:
        response.headers["Location"] = location
    return response


def faulty(faults: Faults) -> Problem:
    return Problem(UNPROCESSABLE, errors=faults)


def refusal(refused: Refused) -> Problem:
    """Tell a refusal of the model to a program: about a field, or about how things stand."""
    if isinstance(refused, ChangedSince) or refused.field is None:
        return Problem(CONFLICT, refused.message)
    return Problem(UNPROCESSABLE, refused.message, errors={refused.field: [refused.message]})


def described(
    shape: str,
    *,
    scope: str,
    status: int = 200,
    sends: Mapping[str, Any] | None = None,
    example: Mapping[str, Any] | None = None,
    headers: list[dict[str, Any]] | None = None,
    refusals: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Describe an operation: what it takes and answers, and that it needs a token.

    :param shape: the name of the schema of what is answered.
    """
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
    said: dict[str, Any] = {
        "security": [{"token": []}],
        "x-scope": scope,
        "responses": {str(status): {"description": "Done.", "content": content}}
        | {code: {"$ref": f"#/components/responses/{code}"} for code in (*_ALWAYS, *refusals)},
    }
    if headers:
        said["parameters"] = headers
    if sends is not None:
        body = {"schema": dict(sends)} | ({"example": dict(example)} if example else {})
        said["requestBody"] = {"required": True, "content": {"application/json": body}}
    return said


def shape(about: str, **fields: dict[str, Any]) -> dict[str, Any]:
    """Describe an object of the answers: every field is in every answer."""
    return {"type": "object", "description": about, "properties": fields, "required": list(fields)}


def text(about: str, example: str, *, always: bool = False) -> dict[str, Any]:
    return {
        "type": "string" if always else ["string", "null"],
        "description": about,
        "examples": [example],
    }


def rows(about: str, items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "description": about, "items": items}
