"""One commitment with ten milestones and twenty check-ins, published as the product publishes it."""

import random
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers, EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.register import RegisterEntry

MILESTONES = 10
CHECK_INS = 20
COPIES = 1_000
"""More than are asked for in all rounds."""
WORDS = "What we said we would do has been done in two of the nine places, and staff were told how. " * 3


def tell_of_one(organisation: Organisation, programme: Programme, *, now: datetime) -> str:
    """Return the address of its page."""
    person = User(email="a@example.org", name="A", password_hash="", created_at=now)
    commitment = Commitment(
        organisation=organisation,
        programme=programme,
        made_by=organisation,
        made_by_name=organisation.name,
        title="Every contract pays the real living wage",
        statement=WORDS,
        domain="nhs_organisations",
        level="conditions",
        starts_on=date(2024, 1, 1),
        ends_on=date(2028, 1, 1),
        created_at=now,
    )
    db.session.add_all([person, commitment])
    db.session.flush()
    for number in range(MILESTONES):
        planned_on = date(2025, 1, 1) + timedelta(days=90 * number)
        commitment.milestones.append(Milestone(title=f"Step {number}", planned_on=planned_on))
    db.session.flush()
    publish_commitment(commitment, now=now, today=now.date())
    for number in range(1, CHECK_INS + 1):
        submitted_on = date(2024, 6, 1) + timedelta(days=30 * number)
        check_in = CheckIn(commitment=commitment, number=number, submitted_on=submitted_on, is_returned=False)
        db.session.add(check_in)
        db.session.flush()
        check_in.add_version(_answers(), by=person, now=now)
        db.session.flush()
        publish_check_in(check_in, now=now, today=submitted_on)
    db.session.flush()
    entry = commitment.register_entry
    return f"/commitments/{commitment.public_id}/{entry.slug if entry else ''}"


def _answers() -> Answers:
    return Answers(
        delivery="limited",
        outlook="on_track",
        why=WORDS,
        what_changed=WORDS,
        level="community",
        distribution="universal",
        next_step="Do the same in the third.",
        next_step_on=date(2026, 9, 1),
        evidence=(EvidenceLink("The contract", "https://example.org/contract"),),
    )


def copy_often(address: str, chance: random.Random) -> str:
    """Publish copies of it, each in other words; return their address, to be filled in with a number."""
    _, _, public_id, slug = address.split("/")
    commitment, entry = (
        dict(db.session.execute(select(table).where(table.c.public_id == public_id)).one()._mapping)  # noqa: SLF001
        for table in (Commitment.__table__, RegisterEntry.__table__)
    )
    told = db.session.execute(
        select(Publication.__table__).where(Publication.about_id == public_id).order_by(Publication.id)
    )
    publications = [dict(row._mapping) for row in told]  # noqa: SLF001
    for number in range(1, COPIES + 1):
        name, key = f"c{number:011d}", commitment["id"] + number
        own = {"public_id": name, "reference": f"C-{number:06d}"}
        db.session.execute(insert(Commitment.__table__), {**commitment, **own, "id": key})  # type: ignore[arg-type]
        is_its = {**own, "id": entry["id"] + number, "commitment_id": key}
        db.session.execute(insert(RegisterEntry.__table__), {**entry, **is_its})  # type: ignore[arg-type]
        rows = [_copied(row, name, key, place, chance) for place, row in enumerate(publications)]
        db.session.execute(insert(Publication.__table__), rows)  # type: ignore[arg-type]
    return f"/commitments/c{{:011d}}/{slug}"


def _copied(row: dict[str, Any], name: str, key: int, place: int, chance: random.Random) -> dict[str, Any]:
    """Give one publication to the copy of that name, with its words in another order."""
    payload = deepcopy(row["payload"])
    for field in ("statement", "why", "what_changed"):
        if words := (payload.get(field) or "").split():
            payload[field] = " ".join(chance.sample(words, len(words)))
    for milestone in payload.get("milestones", ()):
        milestone["title"] += f" of {name}"
    own = row["subject_id"] == row["about_id"]
    subject = name if own else f"{name[-8:]}{place:04d}"
    return {
        **{field: value for field, value in row.items() if field != "id"},
        "subject_id": subject,
        "about_id": name,
        "commitment_id": key,
        "payload": payload,
    }
