"""The public overview of one programme."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.organisation import sort_name
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.status import delivery_status
from equity_tracker.public import portfolio
from equity_tracker.public.directory import letters_of
from equity_tracker.public.queries import figures, publications
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.web import charts
from equity_tracker.web.access import loads, public
from equity_tracker.web.charts import ResponseBar, response_bars, shade
from equity_tracker.web.svg import Drawing

LATEST = 5
# So many rounds are drawn, the last ones; the table has all.
ROUNDS_DRAWN = 8
# So many names stand on the page; more are found under their letters.
ORGANISATIONS_SHOWN = 60


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
        today=today,
        shade=shade,
        **_portfolio(published.programme_id, today),
        **_lights(published.programme_id, today),
        **_rounds(published.programme_id, today),
        **_organisations(published.programme_id, today),
    )


def _portfolio(programme_id: int, today: date) -> dict[str, Any]:
    """What was promised and where it is aimed. Commitments only; statements of intent are counted apart."""
    counts = figures.count_by_subject(today, programme_id)
    commitments = portfolio.commitments_only(counts)
    by_additionality = portfolio.counted_by(commitments, "additionality")
    inequalities = portfolio.parts_of_inequality(commitments)
    moves = portfolio.moves_of(figures.count_by_move(today, programme_id))
    return {
        "commitments": portfolio.total(commitments),
        "statements_of_intent": portfolio.counted_by(counts, "form")[Form.STATEMENT_OF_INTENT],
        "additional": sum(by_additionality[slug] for slug in portfolio.ADDITIONAL),
        "matrix": portfolio.matrix(commitments),
        "inequalities": inequalities,
        "inequality_chart": _bar(inequalities, "inequality", "Which inequality"),
        "moves": moves,
        "moves_chart": _bar(moves.parts, "moves", "Level of action now, beside the level first published"),
    }


def _lights(programme_id: int, today: date) -> dict[str, Any]:
    """Who has reported, and how it is going: two lights, never merged."""
    lights = figures.count_by_light(today, programme_id)
    commitments = portfolio.commitments_only(lights)
    parts = {
        "reporting": portfolio.parts_of(commitments, "reporting"),
        "outlook": portfolio.parts_of(commitments, "outlook"),
        "delivery": portfolio.parts_of_delivery(commitments),
    }
    titles = {
        "reporting": "Have they reported?",
        "outlook": "How is it going?",
        "delivery": "How far has it got?",
    }
    return {
        **parts,
        "charts": {name: _bar(rows, name, titles[name]) for name, rows in parts.items()},
        "so_far": portfolio.reported_so_far(commitments),
        "source_statuses": sorted(
            (words, number)
            for words, number in portfolio.counted_by(lights, "source_status").items()
            if any(row.source_status == words for row in lights)
        ),
        "latest": [
            (row, delivery_status(row, today))
            for row in figures.list_latest_check_ins(today, limit=LATEST, programme_id=programme_id)
        ],
    }


def _rounds(programme_id: int, today: date) -> dict[str, Any]:
    """What each closed round came to, as it was frozen."""
    rounds = [row.payload for row in figures.list_rounds(today, programme_id)]
    bars = [
        ResponseBar(payload["name"], payload["reported"], payload["expected"])
        for payload in rounds[-ROUNDS_DRAWN:]
    ]
    chart = response_bars(bars, title="Reported, round by round", id_prefix="response") if bars else None
    return {"rounds": rounds, "rounds_drawn": len(bars), "response_chart": chart}


def _organisations(programme_id: int, today: date) -> dict[str, Any]:
    """Who holds what was published: in alphabetical order, and where they are many, the first of them."""
    found = figures.count_by_organisation(today, programme_id)
    organisations = sorted(found, key=lambda row: (sort_name(row.name), row.slug))
    is_cut = len(organisations) > ORGANISATIONS_SHOWN
    return {
        "holders": sum(row.commitments > 0 for row in organisations),
        "organisations": organisations[:ORGANISATIONS_SHOWN],
        "in_all": len(organisations),
        "letters": letters_of(row.name for row in organisations) if is_cut else [],
    }


def _bar(parts: Sequence[portfolio.Part], name: str, title: str) -> Drawing:
    drawn = [charts.Part(part.label, part.count, part.tone) for part in parts]
    return charts.stacked_bar(drawn, title=title, id_prefix=name)
