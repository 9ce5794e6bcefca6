"""The blueprint of the open data: the same bytes for everybody, kept for some seconds, no cookie."""

from flask import Blueprint, Response

blueprint = Blueprint("open_data", __name__)

# What was taken back is handed out no longer, within a minute, also by whoever keeps a copy between us and
# the reader. So no file is kept for ever, though it says the same for as long as it is offered.
SECONDS_KEPT = 20
_FIRST_REFUSAL = 400


@blueprint.after_request
def let_it_be_kept(response: Response) -> Response:
    if response.status_code < _FIRST_REFUSAL:
        response.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    return response
