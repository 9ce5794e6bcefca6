from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation, OrganisationChange, OrganisationIdentifier
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Log = Callable[[], list[str]]


@pytest.fixture
def settings(as_: As, ada: User, world: World) -> Callable[..., Page]:
    """Return what opens the form as Ada, fills in what is given and sends it."""

    def send(*, expected: int | None = None, **fields: Any) -> Page:
        page = as_(ada).get("organisations.edit_organisation", organisation=world.alder.slug)
        return page.form("Save the settings").fill(**fields).submit(expected=expected)

    return send


@pytest.fixture
def alder(world: World) -> Callable[[], Organisation]:
    def read() -> Organisation:
        return db.session.get_one(Organisation, world.alder.id, populate_existing=True)

    return read


def publications(organisation: Organisation) -> Sequence[Publication]:
    return db.session.scalars(
        select(Publication)
        .where(
            Publication.kind == PublicationKind.ORGANISATION, Publication.subject_id == organisation.public_id
        )
        .order_by(Publication.number)
        .execution_options(populate_existing=True)
    ).all()


def codes(organisation: Organisation) -> list[tuple[str, str]]:
    return [(row.namespace, row.value) for row in sorted(organisation.identifiers, key=lambda row: row.value)]


def test_the_settings_are_saved_and_shown_again(
    settings: Callable[..., Page], alder: Callable[[], Organisation], log: Log
) -> None:
    page = settings(
        short_name="AT",
        kind="council",
        place="Devon",
        website="https://alder.example.org/",
        mailbox="equity@alder.example.org",
        time_zone="Europe/Dublin",
    )

    assert "The settings are saved." in page.flash
    values = page.form("Save the settings").values
    assert values["place"] == ["Devon"]
    saved = alder()
    assert (saved.short_name, saved.kind, saved.place) == ("AT", "council", "Devon")
    assert saved.website == "https://alder.example.org/"
    assert (saved.mailbox, saved.time_zone) == ("equity@alder.example.org", "Europe/Dublin")
    assert log() == ["organisation_changed"]


def test_a_website_is_read_as_people_type_it_and_shown_as_it_was_read(
    settings: Callable[..., Page], alder: Callable[[], Organisation]
) -> None:
    page = settings(website="www.alder.example.org/x", mailbox="nobody", expected=422)
    assert list(page.errors) == ["mailbox"]
    assert page.form("Save the settings").values["website"] == ["https://www.alder.example.org/x"]

    page.form("Save the settings").fill(mailbox="").submit()
    assert alder().website == "https://www.alder.example.org/x"


def test_whether_check_ins_are_signed_is_chosen_here_and_never_public(
    settings: Callable[..., Page], alder: Callable[[], Organisation], log: Log
) -> None:
    assert not alder().signs_check_ins, "off until somebody wants it"
    page = settings(signs_check_ins="yes")

    assert page.form("Save the settings").values["signs_check_ins"] == ["yes"]
    assert alder().signs_check_ins
    assert log() == ["organisation_changed"]
    assert all("signs_check_ins" not in row.payload for row in publications(alder()))
    form = page.form("Save the settings")
    form.values.pop("signs_check_ins")
    form.submit()
    assert not alder().signs_check_ins


def test_saving_without_a_change_leaves_no_trace(
    settings: Callable[..., Page], alder: Callable[[], Organisation], log: Log
) -> None:
    settings()

    assert log() == []
    assert publications(alder()) == []


def test_what_can_be_left_out_can_be_taken_back(
    settings: Callable[..., Page], alder: Callable[[], Organisation]
) -> None:
    settings(place="Devon")
    settings(place="")

    assert alder().place is None


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": " "}, {"name": "Enter the name of the organisation"}),
        ({"name": "x" * 201}, {"name": "The name must be 200 characters or fewer. It has 201"}),
        (
            {"website": "ftp://alder.example.org"},
            {"website": "Enter a web address that starts with https://"},
        ),
        ({"mailbox": "nobody"}, {"mailbox": "Enter one e-mail address, like name@example.nhs.uk"}),
        ({"kind": "club"}, {"kind": "Choose a kind of organisation from the list"}),
        ({"time_zone": "Europe/Londn"}, {"time_zone": "Choose a time zone from the list"}),
        ({"time_zone": "../etc"}, {"time_zone": "Choose a time zone from the list"}),
        ({"time_zone": ""}, {"time_zone": "Choose a time zone from the list"}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    settings: Callable[..., Page],
    alder: Callable[[], Organisation],
    log: Log,
    fields: dict[str, str],
    errors: dict[str, str],
) -> None:
    page = settings(short_name="AT", expected=422, **fields)

    assert page.errors == errors
    assert (alder().name, alder().short_name, alder().time_zone) == ("Alder Trust", None, "Europe/London")
    assert log() == []


def test_a_new_name_is_kept_as_a_dated_change_and_the_address_stays(
    settings: Callable[..., Page], alder: Callable[[], Organisation]
) -> None:
    page = settings(name="The Alder Foundation")

    saved = alder()
    assert (saved.name, saved.sort_name, saved.slug) == (
        "The Alder Foundation",
        "alder foundation",
        "alder-trust",
    )
    (change,) = db.session.scalars(select(OrganisationChange)).all()
    assert (change.kind, change.effective_on, change.note) == (
        "renamed",
        date(2026, 4, 6),
        "Until then: Alder Trust",
    )
    assert change.predecessors == [saved]
    assert [alias.folded_name for alias in saved.aliases] == ["alder trust"]
    assert "The Alder Foundation" in page.text


def test_a_name_taken_back_is_no_second_alias(
    settings: Callable[..., Page], alder: Callable[[], Organisation]
) -> None:
    for name in ("Alder One", "Alder Trust", "Alder One"):
        settings(name=name)

    assert sorted(alias.folded_name for alias in alder().aliases) == ["alder one", "alder trust"]
    assert len(db.session.scalars(select(OrganisationChange)).all()) == 3


def test_a_promise_keeps_the_name_it_was_made_under_and_the_register_shows_the_new_one(
    settings: Callable[..., Page], world: World
) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()

    settings(name="Alder Foundation", kind="council")

    db.session.expire_all()
    entry = db.session.scalars(select(RegisterEntry)).one()
    assert (entry.organisation_name, entry.organisation_kind) == ("Alder Foundation", "council")
    assert (entry.made_by_name, commitment.made_by_name) == ("Alder Trust", "Alder Trust")
    assert entry.organisation_slug == "alder-trust"


def test_the_public_page_is_published_again_under_the_next_number(
    settings: Callable[..., Page], world: World, alder: Callable[[], Organisation]
) -> None:
    settings(place="Devon")
    settings(place="Cornwall", mailbox="private@alder.example.org")

    first, second = publications(alder())
    assert [first.payload["place"], second.payload["place"]] == ["Devon", "Cornwall"]
    assert (first.is_current, second.is_current) == (False, True)
    assert second.public_from == world.programme.launches_on
    assert "private@alder.example.org" not in str(second.payload)


def test_an_organisation_in_no_programme_is_not_made_public(as_: As, world: World) -> None:
    db.session.add(
        Membership(user=world.olga, organisation=world.institute, role=OrganisationRole.ADMIN, created_at=NOW)
    )
    db.session.commit()

    page = as_(world.olga).get("organisations.edit_organisation", organisation=world.institute.slug)
    page.form("Save the settings").fill(place="London").submit()

    assert publications(world.institute) == []


def test_codes_are_added_changed_and_removed(
    settings: Callable[..., Page], alder: Callable[[], Organisation], as_: As, ada: User, world: World
) -> None:
    page = settings(**{"identifiers-0-namespace": "ODS", "identifiers-0-value": " rx 1 "})
    assert codes(alder()) == [("ODS", "RX1")]

    page.form("Save the settings").fill(**{"identifiers-0-value": "RX2"}).submit()
    assert codes(alder()) == [("ODS", "RX2")]

    page = as_(ada).get("organisations.edit_organisation", organisation=world.alder.slug)
    page.form("Save the settings").fill(**{"identifiers-0-namespace": "", "identifiers-0-value": ""}).submit()
    assert codes(alder()) == []


def test_codes_from_the_directory_that_the_form_does_not_show_are_kept(
    settings: Callable[..., Page], alder: Callable[[], Organisation], world: World
) -> None:
    world.alder.identifiers.append(OrganisationIdentifier(namespace="former GSS", value="E07000001"))
    db.session.commit()

    settings(**{"identifiers-0-namespace": "GSS", "identifiers-0-value": "E06000001"})

    assert codes(alder()) == [("GSS", "E06000001"), ("former GSS", "E07000001")]


def test_a_code_of_another_organisation_is_refused(
    settings: Callable[..., Page], alder: Callable[[], Organisation], world: World, log: Log
) -> None:
    world.birch.identifiers.append(OrganisationIdentifier(namespace="ODS", value="RX1"))
    db.session.commit()

    page = settings(
        name="Another Name",
        expected=422,
        **{"identifiers-0-namespace": "ODS", "identifiers-0-value": "rx1"},
    )

    assert page.error_list == [
        "ODS code RX1 belongs to another organisation here. Check it, or ask the programme's coordinator."
    ]
    assert (alder().name, codes(alder()), log()) == ("Alder Trust", [], [])


@pytest.mark.parametrize(
    ("namespace", "value", "message"),
    [
        ("GSS", "06000001", "Enter the GSS code like E06000001"),
        ("ODS", "R!", "Enter the ODS code like RX1"),
        ("charity", "12", "Enter the charity number like 1234567 or SC012345"),
        ("company", "1234567890", "Enter the company number like 01234567"),
        ("GSS", "", "Enter the code"),
        ("", "RX1", "Choose the kind of code"),
    ],
)
def test_a_code_that_is_not_written_like_one_is_refused(
    settings: Callable[..., Page], alder: Callable[[], Organisation], namespace: str, value: str, message: str
) -> None:
    page = settings(expected=422, **{"identifiers-0-namespace": namespace, "identifiers-0-value": value})

    assert message in " ".join(page.errors.values())
    assert codes(alder()) == []


def test_the_same_code_twice_is_refused(
    as_: As, ada: User, world: World, alder: Callable[[], Organisation]
) -> None:
    page = as_(ada).post(
        "organisations.edit_organisation",
        {
            "name": "Alder Trust",
            "kind": "nhs_trust",
            "time_zone": "Europe/London",
            "identifiers-0-namespace": "ODS",
            "identifiers-0-value": "RX1",
            "identifiers-1-namespace": "ODS",
            "identifiers-1-value": "rx1",
        },
        expected=422,
        organisation=world.alder.slug,
    )

    assert page.error_list == ["The same code stands here twice. Remove one of them"]
    assert codes(alder()) == []


def test_another_row_is_added_without_saving(
    as_: As, ada: User, world: World, alder: Callable[[], Organisation]
) -> None:
    page = as_(ada).get("organisations.edit_organisation", organisation=world.alder.slug)
    form = page.form("Add another code").fill(name="Not saved yet")

    page = form.submit(expected=200)

    assert page.form("Save the settings").values["name"] == ["Not saved yet"]
    assert "identifiers-1-value" in page.form("Save the settings").values
    assert alder().name == "Alder Trust"
