"""What publications alone say of a programme's check-ins and changes, for a report that anybody may read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from equity_tracker.model.changes import promise_changes
from equity_tracker.model.dates import long_date
from equity_tracker.model.organisation import sort_name
from equity_tracker.model.report_choice import Period
from equity_tracker.model.vocabulary import CLOSE_REASONS, DELIVERIES, OUTLOOKS
from equity_tracker.portfolio.held import Held, LastSaid
from equity_tracker.portfolio.said import AskSaid, Source, ThemeSaid
from equity_tracker.portfolio.worklists import Line, Worklist, worklist

Payload = Mapping[str, Any]
# A check-in, and the commitment that it is about.
Told = tuple[Held, Payload]
PUBLISHED, AMENDED, REPORTED = "Newly published", "Amended", "Reported differently"
CLOSED, RETRACTED = "Closed", "Taken back"


def said_on(payload: Payload) -> date:
    return date.fromisoformat(payload["submitted_on"])


def latest_of(check_ins: Sequence[Any]) -> dict[str, Payload]:
    """Return the last of each commitment. They come the oldest first."""
    return {row.about_id: row.payload for row in sorted(check_ins, key=lambda row: row.payload["number"])}


def last_said(latest: Mapping[str, Payload]) -> dict[str, LastSaid]:
    return {
        about_id: LastSaid(
            on=said_on(payload),
            delivery=payload["delivery"],
            outlook=payload["outlook"],
            why=payload["why"] or "",
            next_step=payload["next_step"] or "",
            next_step_on=date.fromisoformat(on) if (on := payload["next_step_on"]) else None,
        )
        for about_id, payload in latest.items()
    }


def themes_told(told: Sequence[Told]) -> list[ThemeSaid]:
    """Return what helped and hindered; the first publications named themes in two lists."""
    found = []
    for held, payload in told:
        rows = payload.get("themes")
        if rows is None:
            rows = [
                {"theme": slug, "direction": direction, "note": None}
                for name, direction in (("helped_by", "helping"), ("hindered_by", "hindering"))
                for slug in payload.get(name) or ()
            ]
        source = _source(held, payload)
        found += [
            ThemeSaid(source, row["theme"], row["direction"], row["note"], is_private=False) for row in rows
        ]
    return found


def asks_told(told: Sequence[Told]) -> list[AskSaid]:
    return [
        AskSaid(_source(held, payload), row["addressee"], row["what"], is_private=False)
        for held, payload in told
        for row in payload.get("asks") or ()
    ]


def _source(held: Held, payload: Payload) -> Source:
    return Source(
        organisation=held.organisation,
        organisation_slug=held.organisation_slug,
        sort_name=sort_name(held.organisation),
        commitment=held.title,
        commitment_id=held.public_id,
        check_in_id=f"{held.public_id}-{payload['number']}",
        domain=held.fact.domain,
        said_on=said_on(payload),
        is_closed=held.closed_on is not None,
    )


def changes_told(
    promises: Sequence[Any], check_ins: Sequence[Any], held: Mapping[str, Held], period: Period
) -> Worklist:
    """Say what was published, amended, reported differently, closed and taken back in the period.

    :param promises: all publications of commitments, each after the one before it.
    """
    found: dict[str, list[Line]] = {PUBLISHED: [], AMENDED: [], REPORTED: [], CLOSED: [], RETRACTED: []}
    before: Any = None
    for row in promises:
        earlier = before if before is not None and before.subject_id == row.subject_id else None
        before = row
        for kind, line in _of_promise(row, earlier, period):
            found[kind].append(line)
    found[REPORTED] = _turns(check_ins, held, period)
    words = f"since {long_date(period.since)}" if period.since else "so far"
    return worklist(
        f"What was published {words}.",
        f"Nothing was published {words}.",
        [(kind, sorted(lines, key=_newest_first)) for kind, lines in found.items()],
    )


def _newest_first(line: Line) -> tuple[int, str, str]:
    return (-line.on.toordinal() if line.on else 0, sort_name(line.organisation), line.title.casefold())


def _of_promise(row: Any, earlier: Any, period: Period) -> list[tuple[str, Line]]:  # noqa: ANN401 - database rows
    """What one publication of a commitment changed; of what was taken back, only that it was, and why."""
    holder, on = row.payload["organisation_name"], row.happened_on
    if row.retracted_on is not None:
        if not row.is_current or not period.holds(row.retracted_on):
            return []
        return [(RETRACTED, Line(holder, "A commitment", row.retraction_reason or "", row.retracted_on))]
    found = []
    if earlier is None and period.holds(on):
        found.append((PUBLISHED, Line(holder, row.payload["title"], "Published for the first time.", on)))
    if earlier is not None and earlier.retracted_on is None and period.holds(on):
        changed = [change.label for change in promise_changes(earlier.payload, row.payload)]
        because = f" Because: {row.note}" if row.note else ""
        if changed:
            said = f"Changed: {', '.join(changed)}.{because}"
            found.append((AMENDED, Line(holder, row.payload["title"], said, on)))
    closed_on = date.fromisoformat(row.payload["closed_on"]) if row.payload["closed_on"] else None
    if row.is_current and period.holds(closed_on):
        reason = f"{CLOSE_REASONS.label(row.payload['close_reason'])}."
        found.append((CLOSED, Line(holder, row.payload["title"], reason, closed_on)))
    return found


def _turns(check_ins: Sequence[Any], held: Mapping[str, Held], period: Period) -> list[Line]:
    """Compare the last check-in of the period with the last one before it."""
    by_commitment: dict[str, list[Payload]] = {}
    for row in sorted(check_ins, key=lambda row: row.payload["number"]):
        by_commitment.setdefault(row.about_id, []).append(row.payload)
    found = []
    for about_id, payloads in by_commitment.items():
        within = [payload for payload in payloads if period.holds(said_on(payload))]
        if about_id not in held or not within:
            continue
        earlier = payloads[: payloads.index(within[0])]
        said = _difference(within[-1], earlier[-1] if earlier else None)
        if said:
            row = held[about_id]
            found.append(Line(row.organisation, row.title, said, said_on(within[-1])))
    return found


def _difference(now: Payload, before: Payload | None) -> str:
    outlook, delivery = OUTLOOKS.label(now["outlook"]), DELIVERIES.label(now["delivery"]).lower()
    if before is None:
        return f"First check-in: {outlook.lower()}; delivery: {delivery}."
    said = []
    if now["outlook"] != before["outlook"]:
        said.append(f"{outlook}, was {OUTLOOKS.label(before['outlook']).lower()}.")
    if now["delivery"] != before["delivery"]:
        said.append(f"Delivery: {delivery}, was {DELIVERIES.label(before['delivery']).lower()}.")
    return " ".join(said)
