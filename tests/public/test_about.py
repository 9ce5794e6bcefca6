import re
from datetime import date, timedelta

import pytest

from equity_tracker.accounts.job import sweep_sign_ins
from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.sign_in import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    Attempt,
    FormKey,
    OneTimeToken,
    UserSession,
)
from equity_tracker.model.stored_file import KEPT_UNATTACHED
from equity_tracker.model.vocabulary import GLOSSARY, OUR_WORDING, Term, Vocabulary
from equity_tracker.public.views import about
from tests.accounts.test_job import plant
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


def test_every_term_is_found_under_its_first_letter(reader: CheckingClient, world: World) -> None:
    soup = reader.get("public.show_glossary").soup
    anchors = {f"{group.name}-{term.slug}": term.label for group in GLOSSARY for term in group}
    letters = [str(tag["href"]).removeprefix("#") for tag in soup.select(".letters a")]

    assert letters == sorted(letters)
    assert all(soup.find(id=letter) for letter in letters)
    led = {str(tag["href"])[1:]: tag.get_text() for tag in soup.select(".alphabet a")}
    assert led == anchors
    for heading in soup.select("h3[id^=letter-]"):
        under = heading.find_next_sibling("ul")
        assert under is not None
        for link in under.select("a"):
            first = re.sub(r"\W|^The ", "", link.get_text())[0].upper()
            assert first == heading.get_text() or not first.isalpha()


def test_a_term_that_is_retired_stays_and_says_since_when(
    reader: CheckingClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    term = Term("gone", "Gone", "What we said once.", retired="2")
    group = Vocabulary("words", "Words", "Some words.", (term, Term("kept", "Kept", "What we say.")))
    monkeypatch.setattr(about, "GLOSSARY", (group,))

    page = reader.get("public.show_glossary")

    retired = page.soup.find(id="words-gone")
    assert retired is not None
    assert retired.get_text() == "Gone (no longer used since 2)"
    assert "no longer used" not in str(page.soup.find(id="words-kept"))


AGES = {"sessions": UserSession, "links": OneTimeToken, "tries": Attempt, "forms": FormKey}


@pytest.mark.parametrize("slug", AGES)
def test_what_the_privacy_page_says_is_deleted_then_is(
    reader: CheckingClient, world: World, slug: str
) -> None:
    printed = reader.get("public.show_privacy").soup.find("tr", id=slug)
    assert printed is not None
    days = int(re.findall(r"(\d+) days?", printed.get_text())[-1])
    model = AGES[slug]
    plant(world, timedelta(days=days, minutes=1), "old")
    plant(world, timedelta(days=days, minutes=-1), "new")

    sweep_sign_ins(NOW)

    left = db.session.query(model).all()
    assert len(left) == 1


def test_the_privacy_page_says_how_long_one_is_signed_in(reader: CheckingClient, world: World) -> None:
    page = reader.get("public.show_privacy")

    assert "12 hours at most" in page.main
    assert timedelta(hours=12) == ABSOLUTE_LIMIT
    assert "1 hour after you last used it, or after 12 hours" in page.main
    assert timedelta(hours=1) == IDLE_LIMIT
    row = page.soup.find("tr", id="unsent-files")
    assert row is not None
    assert row.get_text(" ", strip=True).endswith("1 day")
    assert timedelta(days=1) == KEPT_UNATTACHED


def test_a_session_keeps_what_the_privacy_page_says_and_no_address() -> None:
    kept = set(UserSession.__table__.columns.keys())

    assert not {name for name in kept if "ip" in name.split("_") or "address" in name or "network" in name}
    assert {"browser", "created_at", "last_seen_at"} <= kept


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
