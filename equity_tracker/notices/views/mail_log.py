"""Every mail that was written for a programme or an organisation, and what became of it."""

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.clock import HOME_ZONE
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.notices.mail_log import (
    STANDINGS,
    LoggedMail,
    LogLine,
    Standing,
    csv_lines,
    line_of_organisation,
    line_of_programme,
)
from equity_tracker.notices.queries import mail_log as queries
from equity_tracker.notices.queries.mail_log import LogNarrowing
from equity_tracker.notices.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@blueprint.get("/p/<programme>/mail")
@requires(get=Permission.VIEW_PROGRAMME)
def list_programme_mail(programme: Programme) -> ResponseReturnValue:
    """Show the programme's mails, the latest first, narrowed as asked for."""
    return _page(
        programme,
        line_of_programme,
        organisations=queries.list_organisations_written_to(programme),
        zone=HOME_ZONE,
        about="for this programme",
        is_programme=True,
        programme=programme,
    )


@blueprint.get("/p/<programme>/mail.csv")
@requires(get=Permission.VIEW_PROGRAMME)
def list_programme_mail_csv(programme: Programme) -> ResponseReturnValue:
    return _file(programme, line_of_programme)


@blueprint.get("/o/<organisation>/mail")
@requires(get=Permission.CHANGE_MEMBER)
def list_organisation_mail(organisation: Organisation) -> ResponseReturnValue:
    """Show the organisation's mails, the latest first, narrowed as asked for."""
    return _page(
        organisation,
        line_of_organisation,
        organisations=(),
        zone=organisation.time_zone,
        about=f"for or about {organisation.name}",
        is_programme=False,
        organisation=organisation,
    )


@blueprint.get("/o/<organisation>/mail.csv")
@requires(get=Permission.CHANGE_MEMBER)
def list_organisation_mail_csv(organisation: Organisation) -> ResponseReturnValue:
    return _file(organisation, line_of_organisation)


def _page(
    scope: Programme | Organisation,
    in_words: Callable[[LoggedMail], LogLine],
    **shown: Any,  # noqa: ANN401 - what the template is handed
) -> ResponseReturnValue:
    narrowing = _narrowing()
    cursor = read_cursor(request.args.get("after"), [int])
    rows = queries.list_mails(scope, narrowing, most=PAGE_SIZE + 1, before_id=cursor[0] if cursor else None)
    page = cut(rows, lambda row: [row.id])
    return render_template(
        "notices/list_mail.html",
        lines=[in_words(row) for row in page.rows],
        narrowing=narrowing,
        is_narrowed=narrowing != LogNarrowing(),
        standings=[(standing.value, words) for standing, words in STANDINGS.items()],
        all_url=_url(scope, narrowing=LogNarrowing()),
        first_url=_url(scope, narrowing=narrowing) if cursor else None,
        next_url=_url(scope, narrowing=narrowing, after=page.next_cursor) if page.next_cursor else None,
        csv_url=_url(scope, narrowing=narrowing, suffix="_csv"),
        **shown,
    )


def _file(scope: Programme | Organisation, in_words: Callable[[LoggedMail], LogLine]) -> ResponseReturnValue:
    """Give every line of the same question as a file."""
    lines = csv_lines(in_words(row) for row in queries.iter_mails(scope, _narrowing()))
    name = f"mail-{scope.slug}-{clock.today().isoformat()}.csv"
    return Response(
        "".join(lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _narrowing() -> LogNarrowing:
    """Read what the log is narrowed to. A word that is none of ours narrows nothing."""
    standing, organisation = request.args.get("state", ""), request.args.get("organisation", "")
    return LogNarrowing(
        organisation=organisation if organisation and organisation.isprintable() else None,
        standing=Standing(standing) if standing in set(Standing) else None,
    )


def _url(
    scope: Programme | Organisation, *, narrowing: LogNarrowing, suffix: str = "", after: str | None = None
) -> str:
    kind = "programme" if isinstance(scope, Programme) else "organisation"
    # In the organisation's own log there is one organisation, and it stands in the path.
    asked: dict[str, Any] = {"organisation": narrowing.organisation} if kind == "programme" else {}
    return url_for(
        f".list_{kind}_mail{suffix}",
        **{**asked, kind: scope.slug},
        state=narrowing.standing.value if narrowing.standing else None,
        after=after,
    )
