"""The description of the API for machines, and the same as a page of ours."""

import json

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from equity_tracker.api import reference
from equity_tracker.web import throttle
from equity_tracker.web.access import public
from equity_tracker.web.problems import TITLES
from equity_tracker.web.resources import MOST_AT_ONCE, PREFIX, description, let_it_be_kept

blueprint = Blueprint("api_reference", __name__)
blueprint.after_request(let_it_be_kept)


@blueprint.get(f"{PREFIX}/openapi.json")
@public
def show_description() -> ResponseReturnValue:
    return Response(json.dumps(description(), ensure_ascii=False), mimetype="application/json")


@blueprint.get("/data/api")
@public
def show_reference() -> ResponseReturnValue:
    described = description()
    return render_template(
        "api/show_reference.html",
        groups=reference.groups(described),
        objects=reference.objects(described),
        base=current_app.config["SETTINGS"].public_base_url,
        problems=TITLES,
        most_at_once=MOST_AT_ONCE,
        limit=throttle.API_BY_NETWORK,
        limit_of_token=throttle.API_BY_TOKEN,
    )
