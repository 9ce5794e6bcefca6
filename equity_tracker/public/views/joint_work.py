"""Everything that two organisations do together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.status import Status, delivery_status
from equity_tracker.public.queries import joint_work, publications
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.web.access import loads, public
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@dataclass(frozen=True)
class Joint:
    """One commitment, and what each of the two does in it; None for the one that holds it."""

    entry: Any
    first: Any
    second: Any
    is_intent: bool
    delivery: Status


@blueprint.get("/organisations/<slug>/with/<other>")
@loads(slug=publications.readable, other=publications.readable)
@public
def show_joint_work(slug: str, other: str) -> ResponseReturnValue:
    """Show the commitments both take part in: the same page, whichever of them is named first."""
    today = clock.today()
    found = [publications.find_by_slug(PublicationKind.ORGANISATION, name, today) for name in (slug, other)]
    one, two = found
    if one is None or two is None or one.organisation_id == two.organisation_id:
        abort(404)
    if (one.slug, two.slug) != (slug, other):
        return redirect(url_for("public.show_joint_work", slug=one.slug, other=two.slug), code=301)
    first, second = sorted((one, two), key=lambda row: (row.payload["sort_name"], row.slug))
    after = read_cursor(request.args.get("after"), joint_work.SHAPE)
    page = cut(
        joint_work.list_joint_work(
            first.organisation_id, second.organisation_id, today, after=after, limit=PAGE_SIZE + 1
        ),
        lambda row: (row.sort_title, row.id),
    )
    here: dict[str, Any] = {"slug": slug, "other": other}
    return render_template(
        "public/show_joint_work.html",
        first=first.payload,
        second=second.payload,
        rows=_joint(page.rows, (first.organisation_id, second.organisation_id), today),
        first_url=url_for("public.show_joint_work", **here) if after else None,
        next_url=(
            url_for("public.show_joint_work", **here, after=page.next_cursor) if page.next_cursor else None
        ),
    )


def _joint(rows: Sequence[Any], pair: tuple[int, int], today: date) -> list[Joint]:
    parts = {
        (part.entry_id, part.organisation_id): part
        for part in (joint_work.list_parts([row.id for row in rows], pair) if rows else ())
    }
    first, second = pair
    return [
        Joint(
            row,
            first=parts.get((row.id, first)),
            second=parts.get((row.id, second)),
            is_intent=row.form is Form.STATEMENT_OF_INTENT,
            delivery=delivery_status(row, today),
        )
        for row in rows
    ]
