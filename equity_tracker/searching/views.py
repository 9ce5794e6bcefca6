"""One box in each workspace. It finds what the person may read there, and nothing else."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.searching import groups, queries
from equity_tracker.searching.found import Group, printable, words_of
from equity_tracker.web.access import requires

blueprint = Blueprint("searching", __name__)
MOST = queries.MOST_SHOWN


@blueprint.route("/o/<organisation>/search")
@requires(get=Permission.VIEW_COMMITMENT)
def search_organisation(organisation: Organisation) -> ResponseReturnValue:
    """Look in the organisation's commitments, check-ins, library and team."""
    asked = printable(request.args.get("q", ""))
    words = words_of(asked)
    found = _in_organisation(organisation, words) if words else []
    return _page(asked, words, found, organisation=organisation)


@blueprint.route("/p/<programme>/search")
@requires(get=Permission.VIEW_REGISTERED)
def search_programme(programme: Programme) -> ResponseReturnValue:
    """Look in what was registered in the programme, and in who takes part."""
    asked = printable(request.args.get("q", ""))
    words = words_of(asked)
    found = _in_programme(programme, words) if words else []
    return _page(asked, words, found, programme=programme)


def _in_organisation(organisation: Organisation, words: list[str]) -> list[Group]:
    commitments = queries.commitments_of_organisation(organisation, words)
    check_ins = queries.check_ins_of_organisation(organisation, words)
    entries = queries.entries_of_organisation(organisation, words)
    people = queries.members(organisation, words)
    return [
        groups.group(
            "Commitments",
            "commitments.show_commitment",
            [groups.commitment(row, words, with_organisation=False) for row in commitments],
            MOST,
        ),
        groups.group(
            "Check-ins",
            "check_ins.show_check_in",
            [groups.check_in(row, words, with_organisation=False) for row in check_ins],
            MOST,
        ),
        groups.group("Library", "library.show_entry", [groups.entry(row, words) for row in entries], MOST),
        groups.group("Team", "organisations.list_members", [groups.person(row) for row in people], MOST),
    ]


def _in_programme(programme: Programme, words: list[str]) -> list[Group]:
    commitments = queries.commitments_of_programme(programme, words)
    check_ins = queries.check_ins_of_programme(programme, words)
    bodies = queries.organisations(programme, words)
    rounds = queries.rounds(programme, words)
    is_public = programme.is_public(clock.today())
    entries = queries.published_entries_of_programme(programme, words) if is_public else []
    people = queries.colleagues(programme, words)
    home = "programmes.show_home"
    return [
        groups.group(
            "Commitments",
            "programmes.review_commitment",
            [groups.commitment(row, words, with_organisation=True) for row in commitments],
            MOST,
        ),
        groups.group(
            "Check-ins",
            "programmes.review_check_in",
            [groups.check_in(row, words, with_organisation=True) for row in check_ins],
            MOST,
        ),
        groups.group(
            "Organisations",
            "programmes.list_participations",
            [groups.organisation(row) for row in bodies],
            MOST,
        ),
        groups.group(
            "Rounds", "programmes.show_round", [groups.reporting_round(row) for row in rounds], MOST
        ),
        groups.group("Library", home, [groups.public_entry(row, words) for row in entries], MOST),
        groups.group("Team", "programmes.list_colleagues", [groups.person(row) for row in people], MOST),
    ]


def _page(
    asked: str, words: list[str], found: list[Group], **place: Organisation | Programme
) -> ResponseReturnValue:
    [(name, scope)] = place.items()
    return render_template(
        "searching/search.html",
        workspace_asked=asked,
        is_asked=bool(words),
        found=[group for group in found if group.rows],
        place={name: scope.slug},
        scope=scope,
    )
