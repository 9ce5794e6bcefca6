"""The public record of one commitment: the promise first, then how it stands, then what has happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.dates import MONTHS
from equity_tracker.model.ending import Ending, ending
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.quality import how_it_reads
from equity_tracker.model.status import delivery_status, is_stale, outlook_status, reporting_status
from equity_tracker.model.told_assessment import ToldAssessment, told_assessment
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.told_milestone import told_milestones
from equity_tracker.public.queries import joint_work, library, publications
from equity_tracker.public.record import TimeUsed, imported_record, missing_from, time_used
from equity_tracker.public.timeline import levels_over_time, power_shown, rounds_answered, standing, timeline
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.web.access import loads, public
from equity_tracker.web.charts import LevelPoint, level_line
from equity_tracker.web.charts import time_used as words_of_time


@blueprint.get("/commitments/<public_id>")
@loads(public_id=publications.readable)
@public
def find_commitment(public_id: str) -> ResponseReturnValue:
    """Lead from an id, or from a reference such as FH-0017, to the page."""
    today = clock.today()
    found = publications.find_address(public_id, today)
    if found is None:
        # What was taken back is told here: its address would give away its title.
        return taken_back(publications.find_taken_back(public_id, today))
    return redirect(url_for("public.show_commitment", public_id=found.public_id, slug=found.slug), code=301)


@blueprint.get("/commitments/<public_id>/<slug>")
@loads(public_id=publications.readable, slug=publications.readable)
@public
def show_commitment(public_id: str, slug: str) -> ResponseReturnValue:
    """Show what was promised and what became of it, or when and why it was taken back."""
    today = clock.today()
    told = publications.list_told(public_id, today)
    promise = next((row for row in told if row.kind is PublicationKind.COMMITMENT and row.is_current), None)
    if promise is None:
        abort(404)
    if promise.retracted_on is not None:
        return taken_back(promise)
    entry = publications.find_entry(public_id, today)
    if entry is None:
        abort(404)
    if entry.slug != slug:
        return redirect(url_for("public.show_commitment", public_id=public_id, slug=entry.slug), code=301)
    programme = publications.find_by_slug(PublicationKind.PROGRAMME, entry.programme_slug, today)
    events = timeline(told)
    latest = next((event.report for event in events if event.report), None)
    return render_template(
        "public/show_commitment.html",
        public_id=public_id,
        entry=entry,
        promise=promise.payload,
        is_intent=entry.form is Form.STATEMENT_OF_INTENT,
        missing=missing_from(promise.payload),
        ending=_ending(promise.payload, told, programme, today),
        measures=told_measures(promise.payload),
        milestones=told_milestones(promise.payload),
        imported=imported_record(promise.payload),
        reads=how_it_reads(promise.payload).dimensions,
        programme=programme.payload if programme else None,
        delivery=delivery_status(entry, today),
        reporting=reporting_status(entry, today),
        stale=is_stale(entry, today),
        power_shown=next((shown for event in events if (shown := power_shown(event))), None),
        outlook=outlook_status(latest["outlook"]) if latest else None,
        latest=latest,
        assessed=None if entry.closed_on else _assessed(latest, told),
        rounds=rounds_answered(told),
        events=events,
        beside=library.list_mentioning(public_id, today),
        known_partners=joint_work.list_known(_partner_slugs(promise.payload), today),
        time_used=_time_used(promise.payload, entry.closed_on or today),
        level_chart=_level_chart(levels_over_time(told)),
        first_level=_first_level(told),
    )


def _ending(
    promise: dict[str, Any],
    told: Sequence[Any],
    programme: Any,  # noqa: ANN401 - a database row, by name
    today: date,
) -> Ending | None:
    """Gather what is pinned at the top of a closed commitment's page."""
    said = {row.kind: row.payload for row in standing(told) if row.is_current}
    closed_on = programme.payload["closed_on"] if programme else None
    return ending(
        promise,
        said.get(PublicationKind.ASSESSMENT),
        said.get(PublicationKind.STILL_IN_PLACE),
        programme_closed_on=date.fromisoformat(closed_on) if closed_on else None,
        today=today,
    )


def _assessed(latest: dict[str, Any] | None, told: Sequence[Any]) -> ToldAssessment | None:
    """Return how the coordinators judge the latest check-in, if they do. What came before is history."""
    said = [row.payload for row in standing(told) if row.kind is PublicationKind.CHECK_IN_ASSESSMENT]
    if latest is None or not said:
        return None
    of_latest = [payload for payload in said if payload["check_in"] == latest["number"]]
    return told_assessment(of_latest[-1]) if of_latest else None


def _partner_slugs(promise: dict[str, Any]) -> set[str]:
    return {slug for row in promise["partners"] if (slug := row.get("organisation_slug"))}


def taken_back(promise: Any) -> ResponseReturnValue:  # noqa: ANN401 - a database row, by name
    """Say when and why it was taken back, and nothing of what it said."""
    if promise is None:
        abort(404)
    return render_template("public/retracted_commitment.html", promise=promise), 410


def _time_used(promise: dict[str, Any], today: date) -> tuple[TimeUsed, str] | None:
    used = time_used(promise, today)
    if used is None:
        return None
    words = words_of_time(used.starts_on, used.ends_on, today)
    if promise["milestones"]:
        words += f", {used.met} of {len(promise['milestones'])} milestones met"
    return used, words


def _level_chart(points: Sequence[tuple[date, int | None]]) -> Any:  # noqa: ANN401 - a drawing, or nothing
    """Draw the level of action over time, once there is more than the promise to draw."""
    if sum(level is not None for _, level in points) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    named = [LevelPoint(f"{MONTHS[day.month][:3]} {day:%y}", level) for day, level in points]
    return level_line(named, title="Level of action over time", id_prefix="level")


def _first_level(told: Sequence[Any]) -> str | None:
    promises = (row for row in standing(told) if row.kind is PublicationKind.COMMITMENT)
    level: str | None = next(row.payload["level"] for row in promises)
    return level
