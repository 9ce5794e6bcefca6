"""The blueprint of all public pages: the same bytes for everybody, kept for some seconds, no cookie."""

from flask import Blueprint, Response

blueprint = Blueprint("public", __name__)

SECONDS_KEPT = 20
_FIRST_REFUSAL = 400


@blueprint.after_request
def let_it_be_kept(response: Response) -> Response:
    if response.status_code < _FIRST_REFUSAL:
        response.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    return response
