from datetime import date

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation, OrganisationChange, OrganisationIdentifier
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_organisation
from equity_tracker.public.directory import NEEDS_NO_LETTERS, Listed, by_letter, named_like
from tests.conftest import NOW
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.factories.organisation import make_organisation
from tests.support.people import World

LIST, ONE = "public.list_organisations", "public.show_organisation"


def publish(organisation: Organisation) -> None:
    """Publish what it is now."""
    previous = (
        db.session.query(Publication)
        .filter_by(subject_id=organisation.public_id, is_current=True)
        .one_or_none()
    )
    publication = publish_organisation(organisation, previous, now=NOW, today=TODAY, visible_from=TODAY)
    if publication is not None:
        db.session.add(publication)
    db.session.commit()


def test_only_those_with_something_published_are_listed_first(
    reader: CheckingClient, public_world: World
) -> None:
    add_rows(public_world.birch, public_world.programme, [{}, {}])

    page = reader.get(LIST)

    assert page.has_link("Birch College")
    assert not page.has_link("Alder Trust")
    assert "1 organisation" in page.main


def test_the_whole_directory_says_what_nobody_checked(reader: CheckingClient, public_world: World) -> None:
    public_world.birch.source_is_checked = False
    publish(public_world.birch)

    page = reader.get(LIST, show="all")

    assert "Birch College (not checked)" in page.main
    assert "Alder Trust (" not in page.main
    assert "has not been checked by anybody here" in reader.get(ONE, slug="birch-college").main


def test_the_list_narrows_by_kind_and_by_name(reader: CheckingClient, public_world: World) -> None:
    by_kind = reader.get(LIST, show="all", kind="royal_college")
    by_name = reader.get(LIST, show="all", q="inst fair")

    assert [tag.get_text() for tag in by_kind.soup.select(".alphabet a")] == ["Birch College"]
    assert [tag.get_text() for tag in by_name.soup.select(".alphabet a")] == ["Institute of Fairness"]


def test_the_list_narrows_to_a_programme(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.birch, public_world.programme, [{}])

    page = reader.get(LIST, programme="fairer-shore")

    assert [tag.get_text() for tag in page.soup.select(".alphabet a")] == ["Birch College"]
    assert "hold something published in Fairer Shore" in page.main
    reader.get(LIST, programme="nonsense", expected=400)


def test_nothing_found_offers_the_whole_directory(reader: CheckingClient, public_world: World) -> None:
    page = reader.get(LIST, q="alder")

    assert "No organisation matches" in page.main
    assert page.link("Look in the whole directory").follow().has_link("Alder Trust")


def test_an_unknown_kind_is_refused(reader: CheckingClient, public_world: World) -> None:
    reader.get(LIST, kind="nonsense", expected=400)


def test_a_page_shows_facts_promises_and_where_to_download_them(
    reader: CheckingClient, public_world: World
) -> None:
    alder = public_world.alder
    alder.place, alder.website, alder.mailbox = (
        "Harbour",
        "https://alder.example.org",
        "box@alder.example.org",
    )
    alder.identifiers.append(OrganisationIdentifier(namespace="ODS", value="RX1"))
    publish(alder)
    add_rows(alder, public_world.programme, [{"title": "Warm homes"}])

    page = reader.get(ONE, slug=alder.slug)

    assert page.fact("NHS organisation code (ODS)") == "RX1"
    assert page.fact("Place") == "Harbour"
    assert page.table("Commitments of Alder Trust")[0][0] == "Warm homes"
    assert page.link("Status report").url == "/organisations/alder-trust/status-report.pdf"
    assert page.link("These commitments as a table").url == "/commitments.csv?organisation=alder-trust"
    assert "box@alder.example.org" not in page.text


def test_what_became_of_an_organisation_is_told_on_both_pages(
    reader: CheckingClient, public_world: World
) -> None:
    alder, birch = public_world.alder, public_world.birch
    birch.ended_on = date(2026, 4, 1)
    change = OrganisationChange(kind="merged", effective_on=date(2026, 4, 1))
    change.predecessors.append(birch)
    change.successors.append(alder)
    db.session.add(change)
    db.session.commit()
    publish(alder)
    publish(birch)

    assert reader.get(ONE, slug=alder.slug).fact("Came from") == "Birch College"
    ended = reader.get(ONE, slug=birch.slug)
    assert "This organisation ended on 1 April 2026." in ended.main
    assert ended.link("Alder Trust").follow().url == "/organisations/alder-trust"
    found = reader.get(LIST, show="all", q="birch coll").main
    assert "Birch College" in found
    assert "Alder Trust" in found, "found by the name of what it took over"
    assert "Alder Trust" not in reader.get(LIST, show="all", q="birch trust").main, "no mixing of names"


def test_an_organisation_is_found_by_the_name_it_had_before(
    reader: CheckingClient, public_world: World
) -> None:
    alder = public_world.alder
    add_rows(alder, public_world.programme, [{}])
    alder.name = "Rowan Partnership"
    alder.sort_name = "rowan partnership"
    db.session.commit()
    publish(alder)

    assert "Rowan Partnership" in reader.get(LIST, q="alder trust").main
    assert "Rowan Partnership" not in reader.get(LIST, q="alder partnership").main, "no mixing of names"
    chosen = reader.get("public.list_commitments", by="alder", expected=302).response.location
    assert chosen == "/commitments?organisation=alder-trust"


def test_an_old_address_leads_to_the_new_one(reader: CheckingClient, public_world: World) -> None:
    public_world.alder.slug = "alder-and-ash"
    publish(public_world.alder)

    assert (
        reader.get(ONE, slug="alder-trust", expected=301).response.location == "/organisations/alder-and-ash"
    )


def test_an_address_taken_over_by_another_leads_to_who_has_it_now(
    reader: CheckingClient, public_world: World
) -> None:
    public_world.alder.slug = "alder-and-ash"
    publish(public_world.alder)
    public_world.birch.slug = "alder-trust"
    publish(public_world.birch)

    assert "Birch College" in reader.get(ONE, slug="alder-trust").text


def test_who_is_not_public_does_not_exist(reader: CheckingClient, public_world: World) -> None:
    hidden = make_organisation("Hidden Trust", now=NOW)
    db.session.flush()
    publication = publish_organisation(hidden, None, now=NOW, today=TODAY, visible_from=None)
    db.session.add(publication)
    db.session.commit()

    reader.get(ONE, slug="hidden-trust", expected=404)
    reader.get(ONE, slug="nobody", expected=404)
    assert "Hidden" not in reader.get(LIST, show="all").text


def _listed(name: str) -> Listed:
    return Listed(name, "slug", "other", 0, is_checked=True, has_ended=False)


def test_a_long_list_is_grouped_by_letter_without_the_article() -> None:
    names = ["1st Trust", "The Ash", *(f"Birch {number}" for number in range(NEEDS_NO_LETTERS))]

    groups = by_letter([_listed(name) for name in names])

    assert [letter for letter, _ in groups] == ["0–9", "A", "B"]
    assert by_letter([_listed("Ash"), _listed("Birch")]) == [("", [_listed("Ash"), _listed("Birch")])]
    assert by_letter([]) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("coll", ["College of Ash", "Elm", "Old College"]),
        ("ashen", ["Elm"]),
        ("college of ash", ["College of Ash"]),
        ("CoA", ["College of Ash", "Elm"]),
        ("ash coll", ["College of Ash", "Elm"]),
        ("ashen elm", []),
        ("", []),
        ("?!", []),
        ("lege", []),
    ],
)
def test_names_are_found_by_the_beginnings_of_their_words(typed: str, found: list[str]) -> None:
    payloads = [
        {"name": name, "sort_name": name.casefold(), "short_name": short, "slug": name}
        for name, short in (("Old College", None), ("College of Ash", "CoA"), ("Elm", None))
    ]

    former = {"Elm": ["Ashen College", "CoA"]}

    assert [payload["name"] for payload in named_like(typed, payloads, former)] == found
