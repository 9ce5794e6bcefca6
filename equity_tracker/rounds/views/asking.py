"""The preview: whom a round asks, who gets which mail on which day, and who is not asked."""

from collections import Counter

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import Round
from equity_tracker.notices.queries import foresee_reminders
from equity_tracker.programmes.queries.rounds import get_round, list_to_ask
from equity_tracker.rounds.asking import by_reason, opening_day
from equity_tracker.rounds.queries import asking as queries
from equity_tracker.rounds.views.blueprint import blueprint
from equity_tracker.web.access import loads, requires
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@blueprint.route("/<reporting_round>/preview")
@loads(reporting_round=get_round)
@requires(get=Permission.VIEW_REGISTERED)
def preview_round(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Show what opening would bring, before anybody is asked anything."""
    opened_on = opening_day(reporting_round, clock.today())
    foreseen = foresee_reminders(
        programme, list_to_ask(programme), due_on=reporting_round.due_on, opened_on=opened_on
    )
    cursor = read_cursor(request.args.get("after"), [int])
    in_order = foreseen.asked
    start = 1 + next((n for n, row in enumerate(in_order) if cursor == [row.commitment.id]), -1)
    page = cut(in_order[start : start + PAGE_SIZE + 1], lambda row: [row.commitment.id])
    return render_template(
        "rounds/preview_round.html",
        programme=programme,
        round=reporting_round,
        opened_on=opened_on,
        foreseen=foreseen,
        organisations=len({row.organisation.id for row in foreseen.asked}),
        unreached=Counter(row.organisation.name for row in foreseen.unreached),
        rows=page.rows,
        not_asked=by_reason(queries.list_not_asked(programme, {row.commitment.id for row in in_order})),
        next_url=_url(reporting_round, page.next_cursor) if page.next_cursor else None,
        first_url=_url(reporting_round) if cursor else None,
    )


def _url(round_: Round, after: str | None = None) -> str:
    return url_for(
        ".preview_round",
        programme=round_.programme.slug,
        reporting_round=round_.public_id,
        after=after,
    )
