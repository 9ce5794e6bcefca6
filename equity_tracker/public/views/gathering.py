"""What the page of a commitment shows, gathered from publications."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from equity_tracker.model.dates import MONTHS
from equity_tracker.model.ending import Ending, ending
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.quality import how_it_reads
from equity_tracker.model.status import (
    delivery_status,
    is_stale,
    outlook_status,
    owed_since,
    reporting_status,
)
from equity_tracker.model.told_assessment import ToldAssessment, told_assessment
from equity_tracker.model.told_handover import latest_handover, stands_in_words
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.told_milestone import told_milestones
from equity_tracker.public.evidence import OPEN, evidence
from equity_tracker.public.over_time import held_since, levels_over_time, rounds_answered
from equity_tracker.public.record import imported_record, missing_from
from equity_tracker.public.time_used import time_used
from equity_tracker.public.timeline import newest, outline
from equity_tracker.public.told import Told, standing
from equity_tracker.web.charts import LevelPoint, level_line
from equity_tracker.web.charts import time_used as words_of_time

Payload = dict[str, Any]


def gather(
    told: Sequence[Told],
    promise: Told,
    entry: Any,  # noqa: ANN401 - a database row, by name
    today: date,
) -> Payload:
    """Return what the template names.

    :param told: all that was published about the commitment, oldest first.
    :param entry: what the register says of it, and its programme.
    """
    says = promise.payload
    stands = standing(told)
    promises = [row for row in stands if row.kind is PublicationKind.COMMITMENT]
    entries = outline(told)
    latest = next((row.report for row in entries if row.report), None)
    shown = newest(entries)
    pieces = evidence(told)
    used = time_used(says, [row.payload for row in promises if row is not promise], entry.closed_on or today)
    return {
        "entry": entry,
        "promise": says,
        "published": promise,
        "programme": entry.programme,
        "is_intent": entry.form is Form.STATEMENT_OF_INTENT,
        "missing": missing_from(says),
        "ending": _ending(says, stands, entry.programme, today),
        "measures": told_measures(says),
        "milestones": told_milestones(says),
        "imported": imported_record(says),
        "reads": how_it_reads(says).dimensions,
        "delivery": delivery_status(entry, today),
        "reporting": reporting_status(entry, today),
        "stale": is_stale(entry, today),
        "power_shown": next((power for row in entries if (power := _power(row.report))), None),
        "rounds": rounds_answered(told, owed_since(entry, today)),
        **_judged(latest, stands, is_closed=entry.closed_on is not None),
        "events": [row.tell() for row in shown.entries],
        "folded": shown.folded,
        "start": [row.tell() for row in shown.start],
        "held_since": held_since(told, entry.organisation_name),
        "taken_on": stands_in_words(handover) if (handover := latest_handover(says)) else None,
        "partners_named": sum(row.get("state") != "declined" for row in says["partners"]),
        "evidence": pieces[:OPEN],
        "all_evidence": len(pieces),
        "used": used,
        "time_words": words_of_time(used.starts_on, used.ends_on, entry.closed_on or today) if used else None,
        "level_chart": _level_chart(levels_over_time(told)),
        "first_level": promises[0].payload["level"],
    }


def _power(report: Payload | None) -> str | None:
    """Return the community's decision power that a report could show, if it said so."""
    return report.get("decision_power") if report else None


def _ending(says: Payload, stands: Sequence[Told], programme: Payload | None, today: date) -> Ending | None:
    """Gather what is pinned at the top of a closed commitment's page."""
    said = {row.kind: row.payload for row in stands if row.is_current}
    closed_on = programme["closed_on"] if programme else None
    return ending(
        says,
        said.get(PublicationKind.ASSESSMENT),
        said.get(PublicationKind.STILL_IN_PLACE),
        programme_closed_on=date.fromisoformat(closed_on) if closed_on else None,
        today=today,
    )


def _judged(latest: Payload | None, stands: Sequence[Told], *, is_closed: bool) -> Payload:
    """Say what the latest check-in says, and who judged."""
    return {
        "latest": latest,
        "outlook": outlook_status(latest["outlook"]) if latest else None,
        "assessed": None if is_closed else _assessed(latest, stands),
    }


def _assessed(latest: Payload | None, stands: Sequence[Told]) -> ToldAssessment | None:
    """Return how the coordinators judge the latest check-in, if they do. What came before is history."""
    said = [row.payload for row in stands if row.kind is PublicationKind.CHECK_IN_ASSESSMENT]
    if latest is None or not said:
        return None
    of_latest = [payload for payload in said if payload["check_in"] == latest["number"]]
    return told_assessment(of_latest[-1]) if of_latest else None


def _level_chart(points: Sequence[tuple[date, int | None]]) -> Markup | None:
    """Draw the level of action over time, once there is more than the promise to draw."""
    if sum(level is not None for _, level in points) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    named = [LevelPoint(f"{MONTHS[day.month][:3]} {day.year % 100:02}", level) for day, level in points]
    return level_line(named, title="Level of action over time", id_prefix="level")
