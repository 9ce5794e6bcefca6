"""What organisations have registered in the programme, as a list to narrow."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.commitment import UNSEEN, Lifecycle
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.status import Reporting
from equity_tracker.model.vocabulary import NOT_STATED
from equity_tracker.programmes.queries import commitments as queries
from equity_tracker.programmes.queries.commitments import Narrowing
from equity_tracker.programmes.queries.ownerships import Missing
from equity_tracker.programmes.queries.subjects import SUBJECTS, Subject, subject_words
from equity_tracker.programmes.show import REPORTING_LABELS, listed
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor

Word = TypeVar("Word", bound=StrEnum)
STAGES = [stage for stage in Lifecycle if stage not in UNSEEN]


@blueprint.route("/p/<programme>/commitments")
@requires(get=Permission.VIEW_REGISTERED)
def list_commitments(programme: Programme) -> ResponseReturnValue:
    """Show what was registered, the latest first, narrowed as asked for."""
    today = clock.today()
    narrowing = _narrowing()
    cursor = read_cursor(request.args.get("after"), [int])
    rows = queries.list_commitments(
        programme, narrowing, today=today, most=PAGE_SIZE + 1, before_id=cursor[0] if cursor else None
    )
    page = cut(rows, lambda row: [row.commitment.id])
    return render_template(
        "programmes/list_commitments.html",
        programme=programme,
        rows=listed(page.rows, today),
        count=queries.count_commitments(programme, narrowing, today=today),
        next_url=_url(programme, after=page.next_cursor) if page.next_cursor else None,
        first_url=_url(programme) if cursor else None,
        narrowing=narrowing,
        subjects=[
            (*subject, subject_words(subject), _url(programme, without=subject[0]))
            for subject in narrowing.subjects
        ],
        is_narrowed=narrowing != Narrowing(),
        organisations=queries.list_holders(programme),
        stages=[stage.value for stage in STAGES],
        missing=[(Missing.OWNER.value, "Post-holder"), (Missing.SPONSOR.value, "Senior sponsor")],
        reporting=[(state.value, REPORTING_LABELS[state]) for state in Reporting],
    )


def _narrowing() -> Narrowing:
    """Read what the list is narrowed to. A word that is none of ours narrows nothing."""
    stage = _word(Lifecycle, "stage")
    organisation = request.args.get("organisation", "")
    return Narrowing(
        organisation=organisation if organisation and organisation.isprintable() else None,
        stage=stage if stage in STAGES else None,
        reporting=_word(Reporting, "reporting"),
        missing=_word(Missing, "missing"),
        subjects=_subjects(),
    )


def _word(words: type[Word], name: str) -> Word | None:
    value = request.args.get(name, "")
    return words(value) if value in set(words) else None


def _url(programme: Programme, *, after: str | None = None, without: str | None = None) -> str:
    """Return the address of this list, narrowed as it is now."""
    subjects: dict[str, Any] = {name: slug for name, slug in _subjects() if name != without}
    return url_for(
        ".list_commitments",
        programme=programme.slug,
        organisation=request.args.get("organisation"),
        stage=request.args.get("stage"),
        reporting=request.args.get("reporting"),
        missing=request.args.get("missing"),
        after=after,
        **subjects,
    )


def _subjects() -> tuple[Subject, ...]:
    """Return what the list is narrowed to by what is counted in a portfolio."""
    asked = ((name, request.args.get(name, ""), words) for name, (_, words) in SUBJECTS.items())
    return tuple((name, slug) for name, slug, words in asked if slug in words or slug == NOT_STATED)
