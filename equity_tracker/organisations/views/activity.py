"""What was done in the organisation's workspace, and by whom."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.queries import activity as queries
from equity_tracker.organisations.sentences import sentence
from equity_tracker.organisations.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@blueprint.route("/activity")
@requires(get=Permission.VIEW_TEAM)
def list_activity(organisation: Organisation) -> ResponseReturnValue:
    """Show the log in sentences, newest first."""
    cursor = read_cursor(request.args.get("after"), [int])
    page = cut(
        queries.list_activity(organisation, before_id=cursor[0] if cursor else None, most=PAGE_SIZE + 1),
        key=lambda line: [line.id],
    )
    names = queries.programme_names(page.rows)
    return render_template(
        "organisations/list_activity.html",
        organisation=organisation,
        lines=[(line.at, sentence(line, names)) for line in page.rows],
        next_cursor=page.next_cursor,
        is_first_page=cursor is None,
    )
