"""What people do with public measures: record a reading, correct one, give a baseline, revise a target.

Each is public at once, as a publication of its own with the words that explain it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from equity_tracker.commitments.actions.log import record
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.measure import Measure
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.reading import Reading


@dataclass(frozen=True)
class Signing:
    """Who says it, when, and the version of the commitment they had before them."""

    by: User
    now: datetime
    today: date
    version: int | None


def record_reading(
    measure: Measure,
    value: Decimal | None,
    words: str | None,
    *,
    read_on: date,
    note: str | None,
    signing: Signing,
) -> Reading:
    """Say what a measure showed on a day."""
    open_for_updates(measure.commitment, signing)
    reading = measure.record_reading(
        value, words, read_on, note=note, who=signing.by, now=signing.now, today=signing.today
    )
    publish(ActivityKind.READING_RECORDED, measure.commitment, signing, after=_said(measure, reading))
    return reading


def correct_reading(
    measure: Measure,
    reading: Reading,
    value: Decimal | None,
    words: str | None,
    *,
    read_on: date,
    note: str,
    signing: Signing,
) -> None:
    """Put a reading in the place of a wrong one, which stays on record."""
    open_for_updates(measure.commitment, signing)
    corrected = measure.record_reading(
        value,
        words,
        read_on,
        note=note,
        replaces=reading,
        who=signing.by,
        now=signing.now,
        today=signing.today,
    )
    publish(
        ActivityKind.READING_CORRECTED,
        measure.commitment,
        signing,
        note=note,
        before=_said(measure, reading),
        after=_said(measure, corrected),
    )


def give_baseline(
    measure: Measure,
    value: Decimal | None,
    comment: str | None,
    *,
    on: date,
    signing: Signing,
) -> None:
    """Say where a measure started, as promised."""
    open_for_updates(measure.commitment, signing)
    measure.give_baseline(value, comment, on, today=signing.today)
    said = {"measure": measure.name, "baseline": _plain(value), "comment": comment, "on": on.isoformat()}
    publish(ActivityKind.BASELINE_GIVEN, measure.commitment, signing, after=said)


def revise_target(
    measure: Measure,
    value: Decimal | None,
    words: str | None,
    by: PartialDate | None,
    *,
    reason: str,
    signing: Signing,
) -> None:
    """Move a public target, for a reason. The one before stays on record."""
    open_for_updates(measure.commitment, signing)
    last = measure.target
    before = {"measure": measure.name, "target": _plain(last.value), "by": str(last.by)} if last else None
    measure.revise_target(value, words, by, reason=reason, who=signing.by, today=signing.today)
    after = {"measure": measure.name, "target": _plain(value) or words, "by": str(by), "reason": reason}
    publish(ActivityKind.TARGET_REVISED, measure.commitment, signing, note=reason, before=before, after=after)


def open_for_updates(commitment: Commitment, signing: Signing) -> None:
    """Refuse what cannot be added to, and whoever has not seen what a colleague added meanwhile."""
    commitment.refuse_unless_updatable()
    if signing.version is not None and signing.version != commitment.version:
        raise ChangedSince(
            "A colleague changed this commitment since you opened this page."
            " What stands now is below. Send yours if it is still right."
        )


def publish(
    kind: ActivityKind,
    commitment: Commitment,
    signing: Signing,
    *,
    note: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Make it public with its reason, and leave a line in the log."""
    commitment.begin_version(signing.now)
    publish_commitment(commitment, now=signing.now, today=signing.today, note=note)
    record(kind, commitment, by=signing.by, now=signing.now, before=before, after=after)


def _said(measure: Measure, reading: Reading) -> dict[str, Any]:
    said = {"measure": measure.name, "value": _plain(reading.value), "words": reading.words}
    said |= {"on": reading.read_on.isoformat(), "note": reading.note}
    return {name: value for name, value in said.items() if value is not None}


def _plain(value: Decimal | None) -> str | None:
    return str(value) if value is not None else None
