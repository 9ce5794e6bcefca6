"""A register of 100,000 commitments, each with an owner, a check-in of last year and one due in a week."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from equity_tracker.extensions import db
from equity_tracker.model.base import Base, new_public_id
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState

PLACES = 400
EACH = 250
EDITORS = 5
TODAY = datetime(2026, 9, 23, 9, 0, tzinfo=UTC)
DUE = date(2026, 9, 30)
LAST_YEAR = date(2025, 9, 30)
ORGANISATIONS = list(range(1, PLACES + 1))
ROLES = [OrganisationRole.ADMIN, OrganisationRole.APPROVER, *[OrganisationRole.EDITOR] * EDITORS]


def fill() -> None:
    """Write it all, some thousand rows at a time."""
    _write(Organisation, [_organisation(number) for number in ORGANISATIONS])
    programme = Programme(
        slug="fairer-shore",
        name="Fairer Shore",
        summary="What it is about.",
        reference_prefix="FS",
        coordinating_body_id=1,
        created_at=TODAY,
    )
    db.session.add(programme)
    db.session.flush()
    _write(
        Participation,
        [
            {"organisation_id": number, "programme_id": programme.id, "joined_on": LAST_YEAR}
            for number in ORGANISATIONS
        ],
    )
    rounds = [_round(programme, 1, LAST_YEAR, RoundState.CLOSED), _round(programme, 2, DUE, RoundState.OPEN)]
    db.session.add_all(rounds)
    db.session.flush()
    _people()
    _commitments(programme.id)
    _expected(programme.id, rounds)
    db.session.commit()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _write(kind: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5000):
        db.session.execute(insert(kind), rows[start : start + 5000])


def _organisation(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": new_public_id(),
        "name": f"Trust {number}",
        "sort_name": f"trust {number}",
        "slug": f"trust-{number}",
        "kind": "nhs_trust",
        "time_zone": "Europe/London",
        "created_at": TODAY,
        "version": 1,
    }


def _round(programme: Programme, number: int, due_on: date, state: RoundState) -> Round:
    return Round(
        programme_id=programme.id,
        number=number,
        name=f"Round {number}",
        opens_on=due_on - timedelta(days=60),
        due_on=due_on,
        grace_until=due_on + timedelta(days=14),
        closes_on=due_on + timedelta(days=30),
        state=state,
    )


def _people() -> None:
    users, members = [], []
    for place in ORGANISATIONS:
        for number, role in enumerate(ROLES):
            key = (place - 1) * len(ROLES) + number + 1
            users.append(
                {
                    "id": key,
                    "public_id": new_public_id(),
                    "email": f"p{key}@example.org",
                    "name": f"Person {key}",
                    "password_hash": "",
                    "created_at": TODAY,
                }
            )
            members.append({"user_id": key, "organisation_id": place, "role": role, "created_at": TODAY})
    _write(User, users)
    _write(Membership, members)


def _commitments(programme_id: int) -> None:
    commitments, posts = [], []
    for key in range(1, PLACES * EACH + 1):
        place = (key - 1) // EACH + 1
        owned = {"organisation_id": place, "programme_id": programme_id}
        commitments.append(
            {
                **owned,
                "id": key,
                "public_id": new_public_id(),
                "made_by_id": place,
                "made_by_name": f"Trust {place}",
                "title": f"Every contract of kind {key} pays the real living wage by the spring",
                "lifecycle": Lifecycle.PUBLISHED,
                "is_statement_of_intent": False,
                "last_reported_on": LAST_YEAR,
                "created_at": TODAY,
                "version": 1,
            }
        )
        holder = (place - 1) * len(ROLES) + 3 + key % EDITORS
        posts.append(
            {
                **owned,
                "commitment_id": key,
                "role": OwnerRole.OWNER,
                "job_title": "Director",
                "user_id": holder,
                "started_on": LAST_YEAR,
            }
        )
    _write(Commitment, commitments)
    _write(Ownership, posts)


def _expected(programme_id: int, rounds: list[Round]) -> None:
    rows = []
    for round_ in rounds:
        is_past = round_.state is RoundState.CLOSED
        rows += [
            {
                "public_id": new_public_id(),
                "organisation_id": (key - 1) // EACH + 1,
                "programme_id": programme_id,
                "round_id": round_.id,
                "commitment_id": key,
                "due_on": round_.due_on,
                "grace_until": round_.grace_until,
                "reported_on": LAST_YEAR if is_past else None,
                "next_reminder_on": None if is_past else TODAY.date(),
                "is_missed": False,
            }
            for key in range(1, PLACES * EACH + 1)
        ]
    _write(ExpectedCheckIn, rows)
