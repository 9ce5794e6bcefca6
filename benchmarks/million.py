"""A programme with 100,000 commitments and a million check-ins, written by the database itself (SQLite).

Ten reports for each commitment in eleven rounds, the last one open; nineteen of twenty reviewed; posts, flags
and publications. What is kept about a commitment is what its rows add up to.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.base import new_public_id
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.permissions import OrganisationRole, ProgrammeRole
from equity_tracker.model.programme import Participation, Programme, Visibility
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.vocabulary import DELIVERIES, DOMAINS, LEVELS, OUTLOOKS

COMMITMENTS = 100_000
ORGANISATIONS = 600
ROUNDS = 11
NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
TODAY = clock.local_date(NOW)
FIRST = date(2020, 1, 1)
WORDS = (
    "Residents decide with the council how the money for repairs is spent in the terraces by the water. " * 5
)

# Each commitment leaves out one round of eleven.
STEPS = (
    """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :commitments)
    INSERT INTO commitments (id, public_id, organisation_id, programme_id, made_by_id,
      made_by_name, reference, lifecycle, is_statement_of_intent, wants_statement_of_intent, created_at,
      submitted_at, first_published_on, title, statement, domain, level, ends_precision, ends_on,
      funding_ends_on, version, other_domains, recommendation_areas, marmot_principles, core20plus5,
      anchor_areas, determinants, mechanisms, professions, upstream_meanings, idea_sources)
    SELECT i, printf('c%011d', i), 1 + i % :organisations, :programme, 1 + i % :organisations, 'Maker',
      printf('B-%06d', i), 'published', 0, 0, :first_at, :first_at, :first, 'Promise ' || i, :words,
      json_extract(:domains, '$[' || (i % 6) || ']'), json_extract(:levels, '$[' || (i % 6) || ']'), 'day',
      '2029-03-31', CASE i % 20 WHEN 0 THEN '2028-03-31' END, 1, '[]', '[]', '[]', '[]', '[]', '[]', '[]',
      '[]', '[]', '[]'
    FROM n""",
    """INSERT INTO expected_check_ins (public_id, organisation_id, programme_id, round_id, commitment_id,
      due_on, grace_until, reported_on, is_missed, reminders)
    SELECT printf('%02d%010d', r.number, c.id), c.organisation_id, c.programme_id, r.id, c.id, r.due_on,
      r.grace_until, CASE WHEN (c.id + r.number) % :rounds > 0 THEN r.due_on END,
      r.state = 'closed' AND (c.id + r.number) % :rounds = 0, 0
    FROM rounds r CROSS JOIN commitments c""",
    """INSERT INTO check_ins (public_id, organisation_id, programme_id, commitment_id, round_id, expected_id,
      number, submitted_on, published_version, is_returned, latest_version)
    SELECT public_id, organisation_id, programme_id, commitment_id, round_id, id,
      CAST(substr(public_id, 1, 2) AS INTEGER), reported_on, 1, 0, 1
    FROM expected_check_ins WHERE reported_on IS NOT NULL""",
    """INSERT INTO check_in_versions (organisation_id, programme_id, check_in_id, number, delivery, outlook,
      why, what_changed, level, distribution, next_step, nothing_changed, submitted_by_id, submitted_at)
    SELECT organisation_id, programme_id, id, 1, json_extract(:deliveries, '$[' || (number % 5) || ']'),
      json_extract(:outlooks, '$[' || ((commitment_id * 31 + number * 17) % 5) || ']'), 'As planned.', :words,
      'community', 'universal', 'Go on.', 0, 1, submitted_on || ' 09:00:00.000000'
    FROM check_ins""",
    """INSERT INTO reviews (organisation_id, programme_id, commitment_id, check_in_id, check_in_version,
      decision, reviewed_by_id, reviewed_at)
    SELECT organisation_id, programme_id, commitment_id, id, 1, 'acknowledged', 1, :now
    FROM check_ins WHERE id % 20 > 0""",
    """UPDATE check_ins SET awaits_review_since = submitted_on || ' 09:00:00.000000' WHERE id % 20 = 0""",
    """INSERT INTO reviews (organisation_id, programme_id, commitment_id, decision, reviewed_by_id,
      reviewed_at)
    SELECT organisation_id, programme_id, id, 'approved', 1, :now FROM commitments WHERE id % 50 > 0""",
    """INSERT INTO publications (kind, subject_id, about_id, number, organisation_id, programme_id,
      commitment_id, form, payload, happened_on, published_at, is_current, public_from)
    SELECT 'commitment', public_id, public_id, 1, organisation_id, programme_id, id, 'commitment', '{}',
      first_published_on, :now, 1, :first FROM commitments""",
    """INSERT INTO ownerships (organisation_id, programme_id, commitment_id, role, job_title, started_on)
    SELECT organisation_id, programme_id, id, 'owner', 'Director', :first FROM commitments WHERE id % 10 > 0
    UNION ALL
    SELECT organisation_id, programme_id, id, 'sponsor', 'Chair', :first FROM commitments WHERE id % 9 > 0""",
    """INSERT INTO commitment_flags (organisation_id, programme_id, commitment_id, kind, subject, version,
      sentence, seen_on, is_current)
    SELECT organisation_id, programme_id, id, CASE id % 40 WHEN 0 THEN 'recycled' ELSE 'drifted' END,
      public_id, 1, 'This reads almost like check-in 1.', :first, 1 FROM commitments WHERE id % 20 = 0""",
    # What is kept of each, as its rows have it: it owes the open round's check-in, or nothing.
    """UPDATE commitments SET
      last_reported_on = (SELECT max(k.submitted_on) FROM check_ins k
        WHERE k.organisation_id = commitments.organisation_id AND k.commitment_id = commitments.id),
      next_due_on = (SELECT e.due_on FROM expected_check_ins e WHERE e.commitment_id = commitments.id
        AND e.organisation_id = commitments.organisation_id AND e.round_id = :open
        AND e.reported_on IS NULL),
      grace_until = (SELECT e.grace_until FROM expected_check_ins e WHERE e.commitment_id = commitments.id
        AND e.organisation_id = commitments.organisation_id AND e.round_id = :open
        AND e.reported_on IS NULL)""",
    """UPDATE commitments
    SET stale_from = date(coalesce(grace_until, date(last_reported_on, '+1 year')), '+1 day')""",
    """INSERT INTO register_entries (id, commitment_id, public_id, reference, slug, form, title, sort_title,
      search_text, organisation_id, organisation_slug, organisation_name, organisation_kind, made_by_name,
      programme_id, programme_slug, programme_name, domain, level, ends_on, sort_ends_on, ends_precision,
      delivery, outlook, last_reported_on, next_due_on, grace_until, stale_from, published_on, public_from,
      updated_at)
    SELECT c.id, c.id, c.public_id, c.reference, 'promise-' || c.id, 'commitment', c.title, lower(c.title),
      :words, o.id, o.slug, o.name, o.kind, c.made_by_name, c.programme_id, 'benchmarks', 'Benchmarks',
      c.domain, c.level, c.ends_on, c.ends_on, 'day', v.delivery, v.outlook, c.last_reported_on,
      c.next_due_on, c.grace_until, c.stale_from, c.first_published_on, :first, :now
    FROM commitments c JOIN organisations o ON o.id = c.organisation_id
    JOIN check_ins k ON k.organisation_id = c.organisation_id AND k.commitment_id = c.id
      AND k.submitted_on = c.last_reported_on
    JOIN check_in_versions v ON v.check_in_id = k.id AND v.number = 1""",
)


def fill(commitments: int = COMMITMENTS) -> Programme:
    """Fill the empty database."""
    programme = _places()
    rounds = [_round(programme, number) for number in range(1, ROUNDS + 1)]
    db.session.add_all(rounds)
    db.session.flush()
    values: dict[str, Any] = {
        "commitments": commitments,
        "organisations": ORGANISATIONS,
        "programme": programme.id,
        "rounds": ROUNDS,
        "open": rounds[-1].id,
        "words": WORDS,
        "first": FIRST.isoformat(),
        "first_at": f"{FIRST} 09:00:00.000000",
        "now": f"{NOW:%Y-%m-%d %H:%M:%S}.000000",
    }
    for name, terms in (("domains", DOMAINS), ("levels", LEVELS), ("outlooks", OUTLOOKS)):
        values[name] = json.dumps(list(terms.slugs))
    values["deliveries"] = json.dumps(list(DELIVERIES.slugs))
    for step in STEPS:
        statement = text(step)
        named = statement._bindparams  # noqa: SLF001 - which of the values it asks for
        db.session.execute(statement, {name: values[name] for name in named})
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return programme


def _places() -> Programme:
    """Six hundred organisations that take part, each with one member, and a coordinator of them all."""
    numbers = range(1, ORGANISATIONS + 1)
    rows: list[tuple[type, list[dict[str, Any]]]] = [
        (User, [_person(number) for number in range(1, ORGANISATIONS + 2)]),
        (Organisation, [_organisation(number) for number in numbers]),
        (
            Membership,
            [
                {"user_id": n, "organisation_id": n, "role": OrganisationRole.ADMIN, "created_at": NOW}
                for n in numbers
            ],
        ),
    ]
    for kind, some in rows:
        db.session.execute(insert(kind), some)
    programme = Programme(
        name="Benchmarks",
        slug="benchmarks",
        summary="Invented.",
        reference_prefix="B",
        coordinating_body_id=1,
        visibility=Visibility.PUBLIC,
        launches_on=FIRST,
        created_at=NOW,
    )
    db.session.add(programme)
    db.session.flush()
    db.session.add(
        ProgrammeMembership(
            user_id=ORGANISATIONS + 1,
            programme_id=programme.id,
            role=ProgrammeRole.COORDINATOR,
            created_at=NOW,
        )
    )
    db.session.execute(
        insert(Participation),
        [{"organisation_id": n, "programme_id": programme.id, "joined_on": FIRST} for n in numbers],
    )
    db.session.flush()
    return programme


def _person(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": new_public_id(),
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "password_hash": "",
        "created_at": NOW,
    }


def _organisation(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": new_public_id(),
        "name": f"Organisation {number}",
        "sort_name": f"organisation {number:04}",
        "slug": f"organisation-{number}",
        "kind": "nhs_trust",
        "created_at": NOW,
        "version": 1,
    }


def _round(programme: Programme, number: int) -> Round:
    due_on = TODAY - timedelta(days=180 * (ROUNDS - number) + 20)
    return Round(
        programme_id=programme.id,
        number=number,
        name=f"Round {number}",
        opens_on=due_on - timedelta(days=30),
        due_on=due_on,
        grace_until=due_on + timedelta(days=30),
        closes_on=due_on + timedelta(days=60),
        state=RoundState.OPEN if number == ROUNDS else RoundState.CLOSED,
    )
