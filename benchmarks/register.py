"""A register of invented commitments, straight into the tables, the same at every run."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, text

from benchmarks.copies import copy_until
from benchmarks.pages import Sizes
from benchmarks.record import copy_often, tell_of_one
from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.jobs.search_index import merge_search_index
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme, Visibility
from equity_tracker.model.publication import Form
from equity_tracker.model.publishing import publish_organisation, publish_programme
from equity_tracker.model.register import RegisterDeterminant, RegisterEntry
from equity_tracker.model.vocabulary import (
    ADDITIONALITIES,
    DETERMINANTS,
    DOMAINS,
    INEQUALITIES,
    LEVELS,
    ORGANISATION_KINDS,
    OUTLOOKS,
)
from equity_tracker.public.filters import Sort
from equity_tracker.public.queries.register import cursor_key
from equity_tracker.web.pagination import write_cursor

COMMITMENTS = 100_000
# So many have words of their own; the others are copies of them.
ORIGINALS = 20_000
ORGANISATIONS = 600
AT_ONCE = 5_000
AFTER = 24_975
COMMON = "housing"
NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
START = date(2020, 1, 1)
DAYS = 2_200
LETTERS = "abcdefghijklmnoprstuvw"


def fill(commitments: int = COMMITMENTS) -> Sizes:
    """Fill the empty database; return what the addresses of the measured pages need.

    :param commitments: a multiple of `ORIGINALS`.
    """
    chance = random.Random(1)  # noqa: S311 - invented words
    organisations, programme = _places()
    words = _words(chance)
    _add(_rows(chance, organisations, programme, words, commitments))
    db.session.commit()
    copy_until(commitments, ORIGINALS, start=START.isoformat(), days=DAYS)
    told = tell_of_one(organisations[0], programme, now=NOW)
    copies = copy_often(told, chance)
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    merge_search_index(NOW)  # As every night.
    last = db.session.execute(
        select(RegisterEntry.id, RegisterEntry.published_on)
        .order_by(RegisterEntry.published_on.desc(), RegisterEntry.id.desc())
        .offset(AFTER - 1)
        .limit(1)
    ).one()
    return Sizes(
        cursor=write_cursor(cursor_key(Sort.NEWEST, last)),
        commitment=told,
        copies=copies,
        two_words=f"{COMMON}+{words[1500]}",
        common_word=COMMON,
        rare_words=" ".join(words[1501:2200]),
    )


def fill_some(commitments: int) -> None:
    """Fill the empty database with as many of them."""
    chance = random.Random(1)  # noqa: S311 - invented words
    organisations, programme = _places()
    _add(islice(_rows(chance, organisations, programme, _words(chance), ORIGINALS), commitments))
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _words(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(LETTERS, k=chance.randint(4, 9))) for _ in range(4000)]


def _add(rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        db.session.execute(insert(Commitment.__table__), [_commitment(row) for row in some])  # type: ignore[arg-type]
        db.session.execute(insert(RegisterEntry.__table__), some)  # type: ignore[arg-type]
        named = [{"entry_id": row["id"], "determinant": slug} for row in some for slug in _determinants(row)]
        db.session.execute(insert(RegisterDeterminant.__table__), named)  # type: ignore[arg-type]


def _places() -> tuple[list[Organisation], Programme]:
    organisations = [
        Organisation(
            name=f"Organisation {number}",
            sort_name=f"organisation {number}",
            slug=f"organisation-{number}",
            kind=ORGANISATION_KINDS.slugs[number % len(ORGANISATION_KINDS.slugs)],
            created_at=NOW,
        )
        for number in range(ORGANISATIONS)
    ]
    programme = Programme(
        name="Benchmarks",
        slug="benchmarks",
        summary="Invented.",
        reference_prefix="B",
        coordinating_body=organisations[0],
        visibility=Visibility.PUBLIC,
        launches_on=date(2020, 1, 1),
        created_at=NOW,
    )
    db.session.add_all([*organisations, programme])
    today = clock.local_date(NOW)
    for organisation in organisations:
        db.session.add(Participation(organisation=organisation, programme=programme, joined_on=today))
    db.session.flush()
    publications = [
        publish_organisation(organisation, None, now=NOW, today=today, visible_from=date(2020, 1, 1))
        for organisation in organisations
    ]
    publications.append(publish_programme(programme, None, now=NOW, today=today))
    db.session.add_all([row for row in publications if row is not None])
    db.session.flush()
    return organisations, programme


def _rows(
    chance: random.Random,
    organisations: list[Organisation],
    programme: Programme,
    words: list[str],
    commitments: int,
) -> Iterator[dict[str, Any]]:
    """Yield the register's rows: titles of some 160 letters, texts of some 500."""
    weights = [1 / (place + 1) for place in range(len(words))]
    outlooks = [*OUTLOOKS.slugs, None]
    for number in range(1, ORIGINALS + 1):
        organisation = chance.choice(organisations)
        said = chance.choices(words, weights, k=70)
        if number % 8 == 0:
            said[9] = COMMON
        title, level = " ".join(said[:22]).capitalize()[:200], chance.choice(list(LEVELS.slugs))
        published_on = START + timedelta(days=number * DAYS // commitments)
        due_on = date(2026, 1, 1) + timedelta(days=chance.randrange(400))
        outlook = chance.choice(outlooks)
        yield {
            "id": number,
            "commitment_id": number,
            "public_id": f"b{number:011d}",
            "reference": f"B-{number:07d}",
            "slug": f"promise-{number}",
            "form": Form.COMMITMENT if number % 20 else Form.STATEMENT_OF_INTENT,
            **_titled(title),
            "search_text": f"B-{number:07d}\n{title}\n{' '.join(said)}",
            "place": f"Place {number % 300}",
            "place_key": f"place {number % 300}",
            **_held_by(organisation, programme),
            "domain": chance.choice(list(DOMAINS.slugs)),
            "level": level,
            "first_level": level,
            "confirmed_level": LEVELS.slugs[number % len(LEVELS.slugs)] if outlook else None,
            "first_distribution": "proportionate",
            "confirmed_distribution": "proportionate" if outlook else None,
            "inequality": chance.choice(list(INEQUALITIES.slugs)),
            "additionality": chance.choice(list(ADDITIONALITIES.slugs)),
            "made_on": published_on,
            "ends_on": due_on,
            "ends_precision": "day",
            "sort_ends_on": due_on,
            **_standing(outlook, published_on, due_on),
            "published_on": published_on,
            "public_from": date(2020, 1, 1),
            "updated_at": NOW,
        }


def _standing(outlook: str | None, reported_on: date, due_on: date) -> dict[str, Any]:
    return {
        "delivery": "limited" if outlook else None,
        "outlook": outlook,
        "last_reported_on": reported_on if outlook else None,
        "next_due_on": due_on,
        "sort_due_on": due_on,
        "grace_until": due_on + timedelta(days=14),
        "stale_from": due_on + timedelta(days=15),
    }


def _titled(title: str) -> dict[str, str]:
    return {"title": title, "sort_title": title.casefold()}


def _determinants(row: dict[str, Any]) -> list[str]:
    """Name none, one or two for each row."""
    number = row["id"]
    return [DETERMINANTS.slugs[(number + step * 5) % len(DETERMINANTS.slugs)] for step in range(number % 3)]


def _held_by(organisation: Organisation, programme: Programme) -> dict[str, Any]:
    return {
        "organisation_id": organisation.id,
        "organisation_slug": organisation.slug,
        "organisation_name": organisation.name,
        "organisation_kind": organisation.kind,
        "made_by_name": organisation.name,
        "programme_id": programme.id,
        "programme_slug": programme.slug,
        "programme_name": programme.name,
    }


def _commitment(row: dict[str, Any]) -> dict[str, Any]:
    lists = ("other_domains", "recommendation_areas", "determinants", "mechanisms", "upstream_meanings")
    return {
        "id": row["commitment_id"],
        "public_id": row["public_id"],
        "organisation_id": row["organisation_id"],
        "programme_id": row["programme_id"],
        "made_by_id": row["organisation_id"],
        "made_by_name": row["made_by_name"],
        "lifecycle": "published",
        "version": 1,
        "is_statement_of_intent": False,
        "wants_statement_of_intent": False,
        "created_at": NOW,
        "ends_precision": "day",
        **{name: [] for name in lists},
    }
