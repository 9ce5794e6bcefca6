"""What an organisation has to do now."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.check_ins.queries import list_drafts
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.draft_tasks import with_drafts
from equity_tracker.organisations.handover_tasks import with_handovers
from equity_tracker.organisations.queries import join_requests, participations
from equity_tracker.organisations.queries import worklist as queries
from equity_tracker.organisations.queries.ownerships import list_needing_owner
from equity_tracker.organisations.views.blueprint import blueprint
from equity_tracker.organisations.worklist import DUE_SOON_DAYS, Waiting, worklist
from equity_tracker.partnerships.queries import list_unanswered
from equity_tracker.web.access import requires
from equity_tracker.web.workspace import may

# The oldest; the page of the team has all of them.
MOST_ASKING = 5


@blueprint.route("/")
@requires(get=Permission.VIEW_ORGANISATION)
def show_home(organisation: Organisation) -> ResponseReturnValue:
    """Show the list, and how far the open rounds have come."""
    today = clock.today(organisation.time_zone)
    waiting = Waiting(
        due=queries.list_due(organisation, until=today + timedelta(days=DUE_SOON_DAYS)),
        returned_check_ins=queries.list_returned_check_ins(organisation),
        unfinished=queries.list_unfinished(organisation),
        returned_texts=queries.list_returned_texts(organisation),
        unsent_amendments=queries.list_unsent_amendments(organisation),
        passed_milestones=queries.list_passed_milestones(organisation, today=today),
        needing_owner=list_needing_owner(organisation),
        asked_again=queries.list_asked_again(organisation, today=today),
        named=list_unanswered(organisation),
        asking=join_requests.list_waiting(organisation, most=MOST_ASKING)
        if may(Permission.INVITE_MEMBER)
        else (),
        invited=participations.list_invited(organisation),
    )
    return render_template(
        "organisations/show_home.html",
        organisation=organisation,
        tasks=with_handovers(
            with_drafts(
                worklist(waiting, today), list_drafts(organisation), may_sign=may(Permission.SIGN_CHECK_IN)
            ),
            queries.list_handed_over(organisation),
        ),
        rounds=queries.list_round_progress(organisation),
        is_new=not queries.has_commitments(organisation),
        takes_part=any(row.is_current for row in participations.list_participations(organisation)),
    )
