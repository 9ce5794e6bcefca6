"""The public overview of one programme."""

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.organisation import sort_name
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.status import delivery_status
from equity_tracker.model.vocabulary import ADDITIONALITIES, INEQUALITIES
from equity_tracker.public import portfolio
from equity_tracker.public.queries import figures, publications
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.web.access import loads, public
from equity_tracker.web.charts import shade

LATEST = 5


@blueprint.get("/programmes/<slug>")
@loads(slug=publications.readable)
@public
def show_programme(slug: str) -> ResponseReturnValue:
    """Show what was promised in a programme, who has reported, and how it is going."""
    today = clock.today()
    published = publications.find_by_slug(PublicationKind.PROGRAMME, slug, today)
    if published is None or published.programme_id is None:
        abort(404)
    if published.slug != slug:
        return redirect(url_for("public.show_programme", slug=published.slug), code=301)
    return render_template(
        "public/show_programme.html",
        programme=published.payload,
        shade=shade,
        **_portfolio(published.programme_id, today),
        **_progress(published.programme_id, today),
    )


def _portfolio(programme_id: int, today: date) -> dict[str, Any]:
    """What was promised, by whom, aimed where. Commitments only; statements of intent are counted apart."""
    counts = figures.count_by_subject(today, programme_id)
    commitments = portfolio.commitments_only(counts)
    by_additionality = portfolio.counted_by(commitments, "additionality")
    organisations = figures.count_by_organisation(today, programme_id)
    return {
        "commitments": portfolio.total(commitments),
        "statements_of_intent": portfolio.counted_by(counts, "form")[Form.STATEMENT_OF_INTENT],
        "additional": sum(by_additionality[slug] for slug in portfolio.ADDITIONAL),
        "additionality": portfolio.shares(commitments, "additionality", ADDITIONALITIES),
        "matrix": portfolio.matrix(commitments),
        "inequalities": portfolio.shares(commitments, "inequality", INEQUALITIES),
        "holders": sum(row.commitments > 0 for row in organisations),
        "organisations": sorted(organisations, key=lambda row: (sort_name(row.name), row.slug)),
    }


def _progress(programme_id: int, today: date) -> dict[str, Any]:
    """Who has reported, and how it is going: two lights, never merged."""
    lights = figures.count_by_light(today, programme_id)
    commitments = portfolio.commitments_only(lights)
    rounds = [row.payload for row in figures.list_rounds(today, programme_id)]
    return {
        "reporting": portfolio.parts_of(commitments, "reporting"),
        "delivery": portfolio.parts_of(commitments, "delivery"),
        "source_statuses": sorted(
            (words, number)
            for words, number in portfolio.counted_by(lights, "source_status").items()
            if any(row.source_status == words for row in lights)
        ),
        "rounds": rounds,
        "latest": [
            (row, delivery_status(row, today))
            for row in figures.list_latest_check_ins(today, limit=LATEST, programme_id=programme_id)
        ],
    }
