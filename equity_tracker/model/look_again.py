"""Keeping the flags of a commitment: written whenever something is reported, read by every list.

Nothing is compared with everything: a report is compared with the earlier ones of its own commitment, once.
"""

from datetime import date

from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import CommitmentFlag
from equity_tracker.model.flags import MOVES, Flag, FlagKind, flags
from equity_tracker.model.public_measure import signs_payload
from equity_tracker.model.told_measure import ToldMeasure, told_measures


def refresh_flags(commitment: Commitment) -> None:
    """Bring the kept flags in line with what stands: the latest report, and the latest readings.

    A closed commitment is asked for no more; that it had moved stays on record.
    """
    if commitment.imported is not None or commitment.is_statement_of_intent:
        return
    if not (commitment.is_published or commitment.is_closed):
        wanted = []
    elif commitment.is_closed:
        wanted = [row for row in _of_check_ins(commitment) if row.kind in MOVES]
    else:
        wanted = [*_of_check_ins(commitment), *_of_measures(commitment)]
    _keep(commitment, {(row.kind, row.subject): row for row in wanted})


def standing(commitment: Commitment) -> tuple[CheckIn, CheckInVersion] | None:
    """Return the latest check-in that stands, and the version of it that does.

    One that went back stands only in the version that was public before.
    """
    for check_in in sorted(commitment.check_ins, key=lambda row: row.number, reverse=True):
        version = check_in.published if check_in.is_returned else check_in.current
        if version is not None and not check_in.is_retracted:
            return check_in, version
    return None


def moved_away(measure: ToldMeasure) -> Flag | None:
    """Find a reading that is further from its target than the one before it, or than where it started.

    Beyond the target is not away from it. Hidden numbers of people are not in here to be compared.
    """
    figures = [measure.baseline, *measure.readings]
    before, latest = figures[-2:] if len(figures) > 1 else (None, None)
    target = measure.target
    if not before or not latest or not target:
        return None
    if before.value is None or latest.value is None or target.value is None:
        return None
    way = {"up": 1, "down": -1}.get(measure.direction or "", 0)
    is_reached = way * (latest.value - target.value) > 0
    if is_reached or abs(target.value - latest.value) <= abs(target.value - before.value):
        return None
    return Flag(
        FlagKind.MOVED_AWAY,
        f"“{measure.name}” is further from its target than before: {latest.text} after {before.text},"
        f" on the way to {target.text}.",
    )


def _of_check_ins(commitment: Commitment) -> list[CommitmentFlag]:
    found = standing(commitment)
    if found is None:
        return []
    check_in, version = found
    return [
        _row(commitment, flag, check_in.public_id, version.number, check_in.submitted_on)
        for flag in flags(check_in, version)
    ]


def _of_measures(commitment: Commitment) -> list[CommitmentFlag]:
    found = []
    for measure in told_measures(signs_payload(commitment)):
        flag, latest = moved_away(measure), measure.latest
        if flag is not None and latest is not None and latest.number and latest.on:
            found.append(_row(commitment, flag, measure.id, latest.number, latest.on))
    return found


def _row(commitment: Commitment, flag: Flag, subject: str, version: int, on: date) -> CommitmentFlag:
    return CommitmentFlag(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        kind=flag.kind.value,
        subject=subject,
        version=version,
        sentence=flag.sentence,
        seen_on=on,
        steps=flag.steps,
        earlier_number=flag.earlier_number,
        is_current=True,
    )


def _keep(commitment: Commitment, wanted: dict[tuple[str, str], CommitmentFlag]) -> None:
    """Write what differs. One that no longer holds is not current; it may be again."""
    kept = {(row.kind, row.subject): row for row in commitment.flags}
    for key, row in kept.items():
        row.is_current = key in wanted
    for key, row in wanted.items():
        if key not in kept:
            commitment.flags.append(row)
            continue
        for name in ("version", "sentence", "seen_on", "steps", "earlier_number"):
            if getattr(kept[key], name) != getattr(row, name):
                setattr(kept[key], name, getattr(row, name))
