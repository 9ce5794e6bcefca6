"""Where a program begins that was told no more than where the API is."""

from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from equity_tracker.api.views.blueprint import blueprint
from equity_tracker.api.views.schemas.index import Index
from equity_tracker.web.access import public
from equity_tracker.web.resources import VERSION, Question

_LISTS = (
    *("api.list_commitments", "api.list_programmes", "api.list_rounds"),
    *("api.list_organisations", "reports_api.list_reports", "api.list_statements", "api.list_case_studies"),
    *("api.list_supports", "api.list_vocabulary"),
)


@blueprint.route("")
@public
@blueprint.arguments(Question, location="query")
@blueprint.response(200, Index)
def show_index(_: dict[str, Any]) -> ResponseReturnValue:
    """Find what there is to read, and where it is explained."""
    return {
        "version": VERSION,
        "documentation": _address("api_reference.show_reference"),
        "openapi": _address("api_reference.show_description"),
        "resources": [
            {"name": endpoint.partition(".list_")[2].replace("_", "-"), "url": _address(endpoint)}
            for endpoint in _LISTS
        ],
    }


def _address(endpoint: str) -> str:
    base: str = current_app.config["SETTINGS"].public_base_url
    return base + url_for(endpoint)
