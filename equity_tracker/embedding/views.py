"""Cards for other sites: to be framed, as a picture beside a link, and the page that hands out the code.

The cards alone may be framed by anybody (`/embed/…`); they have no script and read no cookie.
"""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.adapters.card_picture import Busy, Easel, Line, Picture
from equity_tracker.embedding import queries
from equity_tracker.embedding.card import (
    CommitmentCard,
    ProgrammeCard,
    commitment_card,
    frame_code,
    programme_card,
)
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.status import Status
from equity_tracker.public.queries import figures, publications
from equity_tracker.web.access import loads, public
from equity_tracker.web.security import CONTENT_SECURITY_POLICY

blueprint = Blueprint("embedding", __name__)

SECONDS_KEPT = 20
_FIRST_REFUSAL = 400
# What a card is framed by, it knows nothing of; it loads its own style sheet, font and nothing else.
CARD_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none';"
    " frame-ancestors *"
)
# The page with the code shows cards of ours.
PAGE_POLICY = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
_easel = Easel()
SITE = Picture(
    kicker="A public record",
    title="What was promised on health inequality, and what became of it",
    by="Commitments of organisations, with dated reports on each",
    lines=(Line("Delivery", "How is it going?"), Line("Reporting", "Have they reported?")),
)


@blueprint.after_request
def let_it_be_kept(response: Response) -> Response:
    if response.status_code < _FIRST_REFUSAL and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    return response


@blueprint.get("/embed")
@public
def show_code() -> ResponseReturnValue:
    """Hand out the code for a card, with a preview: of what the address names."""
    today = clock.today()
    asked, slug = request.args.get("commitment", "").strip(), request.args.get("programme", "").strip()
    if not (asked + slug).isprintable():
        abort(404)
    commitment = _commitment(asked, today) if asked else None
    programme = _programme(slug, today) if slug else None
    if (asked and commitment is None) or (slug and programme is None):
        abort(404)
    page = render_template(
        "embedding/show_code.html", commitment=commitment, programme=programme, frame_code=frame_code
    )
    return page, 200, {"Content-Security-Policy": PAGE_POLICY}


@blueprint.get("/embed/v1/commitments/<public_id>")
@loads(public_id=publications.readable)
@public
def show_commitment(public_id: str) -> ResponseReturnValue:
    """Show a commitment as a card; say so when it was taken back, or is not there."""
    today = clock.today()
    card = _commitment(public_id, today)
    if card is not None:
        return _framed(render_template("embedding/show_commitment.html", card=card), 200)
    taken_back = publications.find_taken_back(public_id, today)
    return _framed(
        render_template("embedding/show_nothing.html", taken_back=taken_back), 410 if taken_back else 404
    )


@blueprint.get("/embed/v1/programmes/<slug>")
@loads(slug=publications.readable)
@public
def show_programme(slug: str) -> ResponseReturnValue:
    """Show a programme as a card."""
    card = _programme(slug, clock.today())
    if card is None:
        return _framed(render_template("embedding/show_nothing.html", taken_back=None), 404)
    return _framed(render_template("embedding/show_programme.html", card=card), 200)


@blueprint.get("/commitments/<public_id>/card.png")
@loads(public_id=publications.readable)
@public
def draw_commitment(public_id: str) -> ResponseReturnValue:
    """Draw a commitment for whoever shows a link to it."""
    card = _commitment(public_id, clock.today())
    if card is None:
        abort(404)
    return _drawn(
        Picture(
            kicker=f"{card.kicker} · {card.programme}",
            title=card.title,
            by=f"{card.by}. {card.when}.",
            lines=(_line("Delivery", card.delivery), _line("Reporting", card.reporting)),
        )
    )


@blueprint.get("/programmes/<slug>/card.png")
@loads(slug=publications.readable)
@public
def draw_programme(slug: str) -> ResponseReturnValue:
    """Draw a programme for whoever shows a link to it."""
    card = _programme(slug, clock.today())
    if card is None:
        abort(404)
    return _drawn(
        Picture(
            kicker=f"Programme, coordinated by {card.coordinator}",
            title=card.name,
            by=f"{card.counted}. {card.closed or card.last_round or 'No round has closed yet'}.",
            lines=(Line("Delivery", _counts(card.delivery)), Line("Reporting", _counts(card.reporting))),
        )
    )


@blueprint.get("/card.png")
@public
def draw_site() -> ResponseReturnValue:
    """Draw the register itself, for pages that have no picture of their own."""
    return _drawn(SITE)


def _commitment(name: str, today: date) -> CommitmentCard | None:
    row = queries.find_card(name, today)
    return commitment_card(row, today) if row is not None else None


def _programme(slug: str, today: date) -> ProgrammeCard | None:
    published: Any = publications.find_by_slug(PublicationKind.PROGRAMME, slug, today)
    if published is None or published.programme_id is None:
        return None
    return programme_card(
        published.payload,
        figures.count_by_light(today, published.programme_id),
        list(figures.list_rounds(today, published.programme_id)),
    )


def _framed(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = CARD_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _drawn(picture: Picture) -> ResponseReturnValue:
    """Answer with the picture; for a moment with that of the site, when more are asked for than are drawn."""
    try:
        return Response(_easel.draw(picture), mimetype="image/png")
    except Busy:
        if picture == SITE:
            abort(503)
        answer = redirect(url_for("embedding.draw_site"), code=302)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _line(label: str, status: Status) -> Line:
    return Line(label, status.label, status.tone.value, status.shape.value)


def _counts(counts: tuple[tuple[str, int], ...]) -> str:
    return " · ".join(f"{words} {number:,}" for words, number in counts) or "Nothing so far"
