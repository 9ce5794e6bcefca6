"""`flask import organisations`: the directory that ships with the product."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.imports.actions.directory import import_directory
from equity_tracker.imports.organisations_reading import DirectoryPlan, PlannedOrganisation
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.publication import Publication, PublicationKind
from tests.conftest import NOW
from tests.support.factories.organisation import make_organisation

OLD = PlannedOrganisation(
    name="Old District Council",
    kind="council",
    source="A list",
    licence="OGL v3",
    identifiers=(("LA", "OLD"),),
    end_on=NOW.date(),
    replaced_by=(("LA", "NEW"),),
    is_current=False,
)
NEW = PlannedOrganisation(
    name="New Council", kind="council", source="A list", licence="OGL v3", identifiers=(("LA", "NEW"),)
)
COLLEGE = PlannedOrganisation(
    name="College of Kite Makers", kind="royal_college", source="By hand", licence="facts", checked=False
)
LOST = PlannedOrganisation(
    name="Lost Board",
    kind="integrated_care_board",
    source="A list",
    licence="OGL v3",
    identifiers=(("GSS", "E1"),),
    is_current=False,
)


def run(*planned: PlannedOrganisation) -> tuple[int, int, int]:
    outcome = import_directory(DirectoryPlan(list(planned)), now=NOW, today=NOW.date())
    return outcome.created, len(outcome.changed), outcome.unchanged


def organisation(name: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).one()


def published(name: str) -> Publication:
    return db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.subject_id == organisation(name).public_id,
            Publication.is_current,
        )
    ).one()


@pytest.mark.usefixtures("isolated")
def test_every_organisation_is_public_from_today_and_says_where_it_comes_from() -> None:
    run(NEW, COLLEGE)

    assert published("New Council").public_from == NOW.date()
    assert published("New Council").payload["source_name"] == "A list (OGL v3)"
    assert published("New Council").payload["source_is_checked"] is True
    assert published("College of Kite Makers").payload["source_is_checked"] is False


@pytest.mark.usefixtures("isolated")
def test_what_replaced_a_council_is_shown_on_both_their_pages() -> None:
    run(OLD, NEW)

    assert [row["name"] for row in published("Old District Council").payload["successors"]] == ["New Council"]
    assert [row["name"] for row in published("New Council").payload["predecessors"]] == [
        "Old District Council"
    ]


@pytest.mark.usefixtures("isolated")
def test_a_board_that_left_the_list_has_gone_without_an_invented_day_or_successor() -> None:
    run(LOST)

    [change] = db.session.scalars(select(OrganisationChange)).all()
    assert (change.kind, change.effective_on, change.successors) == ("ended", None, [])
    assert organisation("Lost Board").ended_on is None


@pytest.mark.usefixtures("isolated")
def test_the_same_directory_again_changes_nothing() -> None:
    run(OLD, NEW, COLLEGE, LOST)
    before = db.session.scalar(select(func.count(Publication.id)))

    assert run(OLD, NEW, COLLEGE, LOST) == (0, 0, 4)
    assert db.session.scalar(select(func.count(OrganisationChange.id))) == 2
    assert db.session.scalar(select(func.count(Publication.id))) == before


@pytest.mark.usefixtures("isolated")
def test_a_later_list_renames_what_it_knows_by_its_code() -> None:
    run(NEW)

    renamed = PlannedOrganisation(
        name="Newer Council", kind="council", source="A list", licence="OGL v3", identifiers=(("LA", "NEW"),)
    )

    assert run(renamed) == (0, 1, 0)
    assert published("Newer Council").number == 2


@pytest.mark.usefixtures("isolated")
def test_an_organisation_somebody_added_by_hand_is_completed_and_not_overwritten() -> None:
    make_organisation("New Council", now=NOW, kind="partnership")
    db.session.commit()

    assert run(NEW) == (0, 1, 0)
    assert organisation("New Council").kind == "partnership"
    assert [row.value for row in organisation("New Council").identifiers] == ["NEW"]


@pytest.mark.usefixtures("isolated")
def test_two_organisations_of_one_name_have_two_addresses() -> None:
    twin = PlannedOrganisation(
        name="New Council", kind="council", source="A list", licence="OGL v3", identifiers=(("LA", "TWIN"),)
    )

    run(NEW, twin)

    slugs = db.session.scalars(select(Organisation.slug).where(Organisation.name == "New Council")).all()
    assert sorted(slugs) == ["new-council", "new-council-2"]


@pytest.mark.usefixtures("isolated")
def test_the_command_says_what_it_would_do_and_writes_nothing_unless_told_to(app: Flask) -> None:
    result: Result = app.test_cli_runner().invoke(args=["import", "organisations"])

    assert result.exit_code == 0, result.output
    assert "Organisations read: 542, of which nobody has checked 72." in result.output
    assert "nothing was written" in result.output
    assert db.session.scalar(select(func.count(Organisation.id))) == 0
