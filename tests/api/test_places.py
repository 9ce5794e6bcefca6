"""GET /api/v1/programmes, /organisations, /rounds, /statements, /vocabulary: beside the register."""

from datetime import timedelta

from flask.testing import FlaskClient

from equity_tracker.extensions import db
from equity_tracker.model.library import EntryKind
from equity_tracker.model.organisation import OrganisationIdentifier
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import publish_organisation, publish_round
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.model.vocabulary import ALL
from tests.api.conftest import Read
from tests.conftest import NOW
from tests.support.factories.commitment import make_published
from tests.support.factories.library import make_entry
from tests.support.factories.programme import make_round
from tests.support.people import World

TODAY = NOW.date()


def test_a_programme_tells_its_facts_and_counts_both_forms_apart(read: Read, public_world: World) -> None:
    make_published(public_world.alder, public_world.programme, now=NOW)
    make_published(public_world.alder, public_world.programme, now=NOW, additionality=None)

    listed = read("/programmes")["items"]

    assert [row["name"] for row in listed] == ["Fairer Shore"]
    assert (listed[0]["commitments"], listed[0]["statements_of_intent"]) == (1, 1)
    assert listed[0]["url"] == "http://127.0.0.1:8000/programmes/fairer-shore"
    assert read("/programmes/fairer-shore") == listed[0]
    assert read("/programmes/other-work", expected=404)["title"] == "Not found"


def test_an_organisation_tells_its_facts_and_what_it_holds(read: Read, public_world: World) -> None:
    public_world.alder.identifiers.append(OrganisationIdentifier(namespace="ODS", value="RX1"))
    make_published(public_world.alder, public_world.programme, now=NOW)
    publish_again(public_world)

    one = read("/organisations/alder-trust")

    assert (one["name"], one["held"], one["kind_code"]) == ("Alder Trust", 1, "nhs_trust")
    assert one["identifiers"] == [{"namespace": "ODS", "value": "RX1"}]
    assert one["report_url"].endswith("/organisations/alder-trust/status-report.pdf")
    assert read("/organisations/birch-college")["report_url"] is None


def publish_again(world: World) -> None:
    current = (
        db.session.query(Publication)
        .filter_by(kind=PublicationKind.ORGANISATION, subject_id=world.alder.public_id)
        .one()
    )
    again = publish_organisation(world.alder, current, now=NOW, today=TODAY, visible_from=TODAY)
    assert again is not None
    db.session.add(again)
    db.session.commit()


def test_organisations_are_found_by_name_and_kind_and_come_in_parts(read: Read, public_world: World) -> None:
    def names(path: str) -> list[str]:
        return [row["name"] for row in read(path)["items"]]

    assert names("/organisations") == ["Alder Trust", "Birch College", "Institute of Fairness"]
    assert names("/organisations?kind=royal_college") == ["Birch College"]
    assert names("/organisations?q=ald") == ["Alder Trust"]
    first = read("/organisations?limit=2")
    assert first["next"] is not None
    assert names(first["next"].removeprefix("http://127.0.0.1:8000/api/v1")) == ["Institute of Fairness"]
    assert read("/organisations?kind=kindness", expected=422)["errors"][0]["field"] == "kind"


def test_an_organisation_that_was_renamed_is_found_under_its_old_slug(
    program: FlaskClient, public_world: World
) -> None:
    public_world.alder.slug = "alder-and-oak"
    publish_again(public_world)

    answer = program.get("/api/v1/organisations/alder-trust")

    assert (answer.status_code, answer.location) == (301, "/api/v1/organisations/alder-and-oak")


def test_a_closed_round_tells_how_many_of_the_expected_reported(read: Read, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    for number in (1, 2):
        round_ = make_round(public_world.programme, number=number, due_on=TODAY + timedelta(days=number))
        db.session.add(commitment.expect_check_in(round_))
        db.session.flush()
        snapshot = take_snapshot(round_, commitment.expected_check_ins, now=NOW, today=TODAY)
        db.session.add_all([snapshot, publish_round(round_, snapshot, now=NOW, today=TODAY)])
    db.session.commit()

    rows = read("/rounds?programme=fairer-shore")["items"]

    assert [(row["number"], row["programme"]) for row in rows] == [(1, "fairer-shore"), (2, "fairer-shore")]
    assert {"expected", "reported", "late", "settled"} <= set(rows[0])
    assert read("/rounds?programme=nowhere", expected=422)["errors"][0]["field"] == "programme"


def test_what_stands_beside_commitments_is_listed_by_kind(read: Read, public_world: World) -> None:
    for kind in EntryKind:
        make_entry(
            public_world.alder,
            public_world.programme,
            by=public_world.cora,
            now=NOW,
            kind=kind,
            published=True,
        )
    db.session.commit()

    for path, page in (
        ("statements", "statements"),
        ("case-studies", "case-studies"),
        ("supports", "supports"),
    ):
        rows = read(f"/{path}")["items"]
        assert len(rows) == 1
        assert rows[0]["page"] == f"http://127.0.0.1:8000/{page}/{rows[0]['id']}"
        assert rows[0]["written_by"] == ["Alder Trust"]
        assert read(f"/{path}/{rows[0]['id']}") == rows[0]
        assert read(f"/{path}/zzzzzzzzzzzz", expected=404)["title"] == "Not found"


def test_an_entry_that_was_taken_back_says_when_and_why(read: Read, public_world: World) -> None:
    entry = make_entry(
        public_world.alder,
        public_world.programme,
        by=public_world.cora,
        now=NOW,
        kind=EntryKind.STATEMENT,
        published=True,
    )
    publication = db.session.query(Publication).filter_by(subject_id=entry.public_id).one()
    publication.retracted_on, publication.retraction_reason = TODAY, "It was not ours."
    db.session.commit()

    problem = read(f"/statements/{entry.public_id}", expected=410)

    assert problem["detail"] == "It was taken back on 6 April 2026: It was not ours."
    assert read("/statements")["items"] == []


def test_a_statement_that_was_taken_from_a_report_says_where_it_stands(
    read: Read, public_world: World
) -> None:
    source = {"name": "Working for Health Equity", "url": "https://www.example.org/report"}
    said = {"profession": "nursing", "written_by": ["A college"], "sections": ["Home"], "sources": [source]}
    db.session.add(
        Publication(
            kind=PublicationKind.STATEMENT,
            subject_id="zzzzzzzzzzzz",
            number=1,
            payload=said,
            happened_on=TODAY,
            published_at=NOW,
            public_from=TODAY,
        )
    )
    db.session.commit()

    row = read("/statements")["items"][0]

    assert (row["title"], row["profession"], row["commitments"]) == (None, "Nurses", [])
    assert (row["sections"], row["sources"]) == (["Home"], [source])


def test_every_vocabulary_is_told_with_definitions_and_sources(read: Read) -> None:
    rows = read("/vocabulary?limit=100")["items"]

    assert [row["name"] for row in rows] == sorted(ALL)
    levels = next(row for row in rows if row["name"] == "levels")
    assert [term["number"] for term in levels["terms"]] == [0, 1, 2, 3, 4, 5]
    assert all(term["definition"] and term["source"] for term in levels["terms"])
