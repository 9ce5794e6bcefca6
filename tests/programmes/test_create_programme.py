"""Founding a programme."""

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Programme, ReviewMode, Visibility
from equity_tracker.model.publication import Publication, PublicationKind
from tests.programmes.conftest import As
from tests.support.page import FilledForm
from tests.support.people import World

TYPED = {
    "name": "Warm Homes",
    "summary": "Twelve bodies that promise to act on cold homes.",
    "reference_prefix": "WH",
    "coordinating_body": "institute-of-fairness",
    "visibility": "public",
    "launches_on__day": 1,
    "launches_on__month": 9,
    "launches_on__year": 2026,
    "review_mode": "approve",
}


@pytest.fixture
def form(as_: As, paula: User) -> FilledForm:
    return as_(paula).get("programmes.create_programme").form("Set up the programme")


def programmes() -> list[Programme]:
    return list(db.session.scalars(select(Programme).order_by(Programme.id)))


def current(kind: PublicationKind, subject: Programme | Organisation) -> Publication:
    return db.session.scalars(
        select(Publication).where(
            Publication.kind == kind, Publication.subject_id == subject.public_id, Publication.is_current
        )
    ).one()


def test_whoever_founds_a_programme_coordinates_it(form: FilledForm, paula: User) -> None:
    page = form.fill(**TYPED).submit()

    programme = programmes()[-1]
    assert page.url == f"/p/{programme.slug}/"
    assert "Warm Homes is set up" in page.flash
    assert (programme.slug, programme.review_mode) == ("warm-homes", ReviewMode.APPROVE)
    assert programme.visibility is Visibility.PUBLIC
    assert programme.coordinating_body.name == "Institute of Fairness"
    [staff] = db.session.scalars(
        select(ProgrammeMembership).where(ProgrammeMembership.programme_id == programme.id)
    )
    assert (staff.user_id, staff.role) == (paula.id, ProgrammeRole.COORDINATOR)


def test_the_programme_and_its_body_are_published_from_the_launch(form: FilledForm) -> None:
    form.fill(**TYPED).submit()

    programme = programmes()[-1]
    for kind, subject in (
        (PublicationKind.PROGRAMME, programme),
        (PublicationKind.ORGANISATION, programme.coordinating_body),
    ):
        assert current(kind, subject).public_from == programme.launches_on


def test_an_internal_programme_needs_no_launch_date(form: FilledForm) -> None:
    form.fill(**TYPED | {"visibility": "internal", "launches_on__day": ""}).fill(
        launches_on__month="", launches_on__year=""
    ).submit()

    assert current(PublicationKind.PROGRAMME, programmes()[-1]).public_from is None


def test_a_public_programme_needs_one(form: FilledForm) -> None:
    fields = TYPED | {"launches_on__day": "", "launches_on__month": "", "launches_on__year": ""}

    page = form.fill(**fields).submit(expected=422)

    assert page.errors["launches_on"] == "Enter the date from which the public can read it"
    assert len(programmes()) == 2


@pytest.mark.parametrize("prefix", ["w", "wh", "W1", "W-H", "WARMHOMEZ", ""])
def test_a_prefix_is_two_to_eight_capitals(form: FilledForm, prefix: str) -> None:
    page = form.fill(**TYPED | {"reference_prefix": prefix}).submit(expected=422)

    assert "reference_prefix" in page.errors
    assert len(programmes()) == 2


def test_a_prefix_belongs_to_one_programme(form: FilledForm) -> None:
    page = form.fill(**TYPED | {"reference_prefix": "FS"}).submit(expected=422)

    assert page.errors["reference_prefix"] == "Another programme uses this prefix. Choose another."
    assert len(programmes()) == 2


def test_two_programmes_of_one_name_have_two_addresses(form: FilledForm) -> None:
    form.fill(**TYPED | {"name": "Fairer Shore"}).submit()

    assert programmes()[-1].slug == "fairer-shore-2"


def test_a_body_of_the_directory_is_found_by_its_name(form: FilledForm, world: World) -> None:
    form.fill(**TYPED | {"coordinating_body": "another", "body_name": "the birch college"}).submit()

    assert programmes()[-1].coordinating_body_id == world.birch.id


def test_a_body_that_is_new_is_added_with_its_kind(form: FilledForm) -> None:
    fields = TYPED | {"coordinating_body": "another", "body_name": "Coast Alliance"}

    page = form.fill(**fields).submit(expected=422)
    assert "Choose what kind it is" in page.errors["body_kind"]
    page.form("Set up the programme").fill(body_kind="partnership").submit()

    body = programmes()[-1].coordinating_body
    assert (body.name, body.slug, body.kind) == ("Coast Alliance", "coast-alliance", "partnership")


def test_a_form_sent_twice_founds_one_programme(form: FilledForm) -> None:
    filled = form.fill(**TYPED)

    filled.submit()
    filled.submit()

    assert len(programmes()) == 3


def test_only_coordinators_and_operators_found_programmes(as_: As, world: World) -> None:
    for person in (world.cora, world.ada, world.otto, world.eve):
        as_(person).get("programmes.create_programme", expected=403)
        as_(person).post("programmes.create_programme", expected=403)
    as_(world.olga).get("programmes.create_programme")


def test_an_operator_who_belongs_nowhere_names_the_body(as_: As, world: World) -> None:
    form = as_(world.olga).get("programmes.create_programme").form("Set up the programme")

    page = form.fill(**TYPED | {"coordinating_body": "another", "body_name": "Alder Trust"}).submit()

    assert page.heading == "What needs doing now"
    assert programmes()[-1].coordinating_body_id == world.alder.id
