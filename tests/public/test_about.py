import re
from datetime import date

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.vocabulary import GLOSSARY, OUR_WORDING
from tests.conftest import NOW
from tests.public.records import report_on
from tests.public.register_rows import TODAY
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World


def test_the_glossary_defines_every_term_and_names_its_source(reader: CheckingClient, world: World) -> None:
    page = reader.get("public.show_glossary")

    for group in GLOSSARY:
        for term in group:
            heading = page.soup.find(id=f"{group.name}-{term.slug}")
            told = heading.find_next_sibling("dd") if heading else None
            assert told is not None, term.slug
            text = " ".join(told.get_text(" ").split())
            assert " ".join(term.definition.split()) in text
            assert (term.source if term.source != OUR_WORDING else "Our wording") in text
            if term.source_url:
                assert told.find("a", href=term.source_url)


@pytest.mark.parametrize("page", ["show_accessibility", "show_privacy"])
def test_the_statements_say_whom_to_write_to(reader: CheckingClient, world: World, page: str) -> None:
    assert reader.get(f"public.{page}").link("equity-tracker@example.org").url == (
        "mailto:equity-tracker@example.org"
    )


def test_reading_sets_no_cookie_as_the_privacy_page_says(reader: CheckingClient, public_world: World) -> None:
    for path in ("/", "/programmes", "/commitments", "/organisations", "/glossary", "/method", "/privacy"):
        assert "Set-Cookie" not in reader.browser.get(path).headers
    assert not reader.browser._cookies


def test_a_weakness_can_be_reported(reader: CheckingClient, world: World) -> None:
    text = reader.browser.get("/.well-known/security.txt").text

    assert "Contact: mailto:equity-tracker@example.org\n" in text
    expires = re.search(r"Expires: (\d{4}-\d{2}-\d{2})T00:00:00Z", text)
    assert expires
    assert TODAY < date.fromisoformat(expires.group(1)) < date(2027, 4, 6)


def test_home_shows_live_numbers_and_why_this_exists(reader: CheckingClient, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    make_published(public_world.birch, public_world.programme, now=NOW, title="Another", level=None)
    report_on(commitment, TODAY, by=public_world.cora)

    page = reader.get("public.show_home")

    assert "1 commitment by 1 organisation" in page.main
    assert "1 statement of intent, counted apart" in page.main
    assert page.table("Latest check-ins")[0][1:] == ["On track", "6 April 2026"]
    assert page.has_link("Fairer Shore")
    assert "In March 2013" in page.main
    assert "found none" in page.main
    assert "of 0" not in page.main


def test_home_on_the_first_day_says_what_will_be_there(reader: CheckingClient, world: World) -> None:
    main = reader.get("public.show_home").main

    assert "0 commitments by 0 organisations" in main
    assert "No programme is public yet" in main


def test_programmes_are_listed_with_both_counts(reader: CheckingClient, public_world: World) -> None:
    make_published(public_world.alder, public_world.programme, now=NOW)
    db.session.commit()

    main = reader.get("public.list_programmes").main

    assert "Run by Institute of Fairness. 1 commitment." in main


def test_statements_for_action_are_listed_and_shown_with_their_sources(
    reader: CheckingClient, public_world: World
) -> None:
    assert "No statement has been published yet" in reader.get("public.list_statements").main
    statement = Publication(
        kind=PublicationKind.STATEMENT,
        subject_id="nursing",
        number=1,
        payload={
            "profession": "nursing",
            "written_by": ["A College", "Another"],
            "sources": [{"name": "Title page", "url": "https://x.example.org"}],
        },
        happened_on=TODAY,
        published_at=NOW,
        public_from=TODAY,
    )
    db.session.add(statement)
    db.session.commit()

    page = reader.get("public.list_statements")

    assert "Nurses Written by A College, Another." in page.main
    shown = page.link("Nurses").follow()
    assert shown.link("Title page").url == "https://x.example.org"
    assert "1 commitment" not in reader.get("public.show_home").main
