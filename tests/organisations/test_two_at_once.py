"""Two admins at the settings of one organisation: nothing is lost, nothing overwritten unseen."""

from collections.abc import Callable

import pytest

from equity_tracker.extensions import db
from equity_tracker.imports.actions.directory import import_directory
from equity_tracker.imports.organisations_reading import DirectoryPlan, PlannedOrganisation
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import FilledForm
from tests.support.people import World, make_member

As = Callable[[User | None], CheckingClient]
SAVE = "Save the settings"
REPLACE = "Replace theirs with mine"
WROTE = "What each of you wrote"


@pytest.fixture
def forms(as_: As, ada: User, world: World) -> tuple[FilledForm, FilledForm]:
    """The form that Ada and a second admin have open at the same time."""
    second = make_member("Bela Admin", world.alder, OrganisationRole.ADMIN, NOW)
    db.session.commit()
    first, other = (
        as_(person).get("organisations.edit_organisation", organisation=world.alder.slug).form(SAVE)
        for person in (ada, second)
    )
    return first, other


def alder(world: World) -> Organisation:
    return db.session.get_one(Organisation, world.alder.id, populate_existing=True)


def test_the_second_sees_both_texts_loses_nothing_and_may_replace_the_first(
    forms: tuple[FilledForm, FilledForm], world: World, log: Callable[[], list[str]]
) -> None:
    first, second = forms
    first.fill(place="Devon", short_name="AT").submit()

    page = second.fill(place="Cornwall", website="https://alder.example.org/").submit(expected=409)

    assert page.heading == "A colleague changed this on 6 April 2026 at 10:00"
    assert page.table(WROTE) == [
        ["Short name", "AT", "No answer"],
        ["Place", "Devon", "Cornwall"],
        ["Website", "No answer", "https://alder.example.org/"],
    ]
    assert (alder(world).place, alder(world).website, log()) == ("Devon", None, ["organisation_changed"])
    page.form(REPLACE).fill(short_name="AT").submit()
    saved = alder(world)
    assert (saved.place, saved.website, saved.short_name) == ("Cornwall", "https://alder.example.org/", "AT")


def test_codes_alone_are_a_change_too(forms: tuple[FilledForm, FilledForm], world: World) -> None:
    first, second = forms
    first.fill(**{"identifiers-0-namespace": "ODS", "identifiers-0-value": "RX1"}).submit()

    page = second.fill(place="Cornwall").submit(expected=409)

    assert page.table(WROTE)[-1] == ["Codes you are known by", "ODS code, RX1", "No answer"]
    assert [row.value for row in alder(world).identifiers] == ["RX1"]


def test_what_an_import_of_the_directory_wrote_is_not_overwritten_unseen(
    forms: tuple[FilledForm, FilledForm], world: World
) -> None:
    coded = PlannedOrganisation(
        name="Alder Trust",
        kind="nhs_trust",
        source="A list",
        licence="OGL v3",
        identifiers=(("GSS", "E06000001"),),
    )
    import_directory(DirectoryPlan([coded]), now=NOW, today=NOW.date())
    db.session.commit()

    page = forms[0].fill(place="Devon").submit(expected=409)

    assert page.table(WROTE)[-1] == ["Codes you are known by", "GSS code, E06000001", "No answer"]
    assert [row.value for row in alder(world).identifiers] == ["E06000001"]


def test_a_third_change_while_the_second_compares_is_shown_as_well(
    forms: tuple[FilledForm, FilledForm], world: World
) -> None:
    first, second = forms
    first.fill(place="Devon").submit()
    comparing = second.fill(place="Cornwall").submit(expected=409).form(REPLACE)
    first.page.client.get_url(first.page.url).form(SAVE).fill(place="Dorset").submit()

    page = comparing.submit(expected=409)

    assert page.table(WROTE) == [["Place", "Dorset", "Cornwall"]]
    assert alder(world).place == "Dorset"


def test_a_wrong_answer_does_not_make_an_outdated_form_a_fresh_one(
    forms: tuple[FilledForm, FilledForm], world: World
) -> None:
    first, second = forms
    first.fill(place="Devon").submit()

    page = second.fill(place="Cornwall", mailbox="nobody").submit(expected=422)
    page = page.form(SAVE).fill(mailbox="").submit(expected=409)

    assert page.table(WROTE) == [["Place", "Devon", "Cornwall"]]
    assert alder(world).place == "Devon"


def test_sending_what_is_saved_already_overwrites_nothing_and_is_no_conflict(
    forms: tuple[FilledForm, FilledForm], log: Callable[[], list[str]]
) -> None:
    for form in forms:
        form.fill(place="Devon").submit()

    assert log() == ["organisation_changed"]
