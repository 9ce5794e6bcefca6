"""Statements for action, case studies and support: written, published, changed and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.library import EntryKind, EntryState, LibraryEntry
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import publish_organisation
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.library import SAYS, make_entry
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PUBLIC_PAGES = {
    EntryKind.STATEMENT: ("public.list_statements", "public.show_statement"),
    EntryKind.CASE_STUDY: ("public.list_case_studies", "public.show_case_study"),
    EntryKind.SUPPORT: ("public.list_supports", "public.show_support"),
}
every_kind = pytest.mark.parametrize("kind", list(EntryKind))


@pytest.fixture
def entry(world: World) -> LibraryEntry:
    """A published case study of Alder."""
    made = make_entry(world.alder, world.programme, by=world.cora, now=NOW, published=True)
    db.session.commit()
    return made


def publications(entry: LibraryEntry) -> list[Publication]:
    rows = select(Publication).where(Publication.subject_id == entry.public_id).order_by(Publication.number)
    return list(db.session.scalars(rows))


def of_alder(entry: LibraryEntry) -> dict[str, Any]:
    return {"organisation": "alder-trust", "entry": entry.public_id}


@every_kind
def test_an_entry_is_written_published_and_read_by_anybody(
    as_: As, cora: User, world: World, kind: EntryKind
) -> None:
    promise = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    listed, shown = PUBLIC_PAGES[kind]
    page = as_(cora).get("library.write_entry", organisation="alder-trust", kind=kind.value)
    form = page.soup.select("main form button")[-1].get_text(strip=True)

    page = page.form(form).fill(**SAYS[kind], commitments=[promise.public_id]).submit()

    assert page.heading == SAYS[kind]["title"]
    assert SAYS[kind]["title"] not in as_(None).get(listed).main
    button = page.soup.select("main form button")[-1].get_text(strip=True)
    page.form(button).submit()
    public = as_(None).get(listed).link(SAYS[kind]["title"]).follow()
    assert public.url == as_(None)._url(shown, {"entry": public.url.rpartition("/")[2]})
    for said in (SAYS[kind]["text"], SAYS[kind]["outcome"], promise.title or ""):
        assert said in public.main
    own = as_(None).get("public.show_commitment", **address_of(promise))
    assert own.link(SAYS[kind]["title"]).follow().heading == SAYS[kind]["title"]


def address_of(promise: Commitment) -> dict[str, Any]:
    assert promise.register_entry is not None
    return {"public_id": promise.public_id, "slug": promise.register_entry.slug}


@every_kind
def test_what_is_needed_is_asked_for_and_nothing_is_stored_without_it(
    as_: As, cora: User, kind: EntryKind
) -> None:
    page = as_(cora).get("library.write_entry", organisation="alder-trust", kind=kind.value)
    button = page.soup.select("main form button")[-1].get_text(strip=True)

    refused = page.form(button).submit(expected=422)

    assert "title" in refused.errors
    assert "text" in refused.errors
    assert db.session.scalars(select(LibraryEntry.id).where(LibraryEntry.programme_id > 0)).all() == []


def test_none_of_them_is_ever_counted_as_a_commitment(as_: As, world: World) -> None:
    before = as_(None).get("public.list_commitments").main
    for kind in EntryKind:
        make_entry(world.alder, world.programme, by=world.cora, now=NOW, kind=kind, published=True)
    db.session.commit()

    assert as_(None).get("public.list_commitments").main == before


def promises_of_two_professions(world: World) -> None:
    titles = {"midwifery": "One midwife throughout", "nursing": "Nurses who train"}
    for profession, title in titles.items():
        make_published(world.alder, world.programme, now=NOW, title=title, professions=[profession])


def test_a_statement_leads_to_the_commitments_of_its_profession(as_: As, world: World) -> None:
    make_published(
        world.alder, world.programme, now=NOW, title="One midwife throughout", professions=["midwifery"]
    )
    make_published(world.birch, world.programme, now=NOW, title="Nurses who train", professions=["nursing"])
    statement = make_entry(
        world.birch, world.programme, by=world.eve, now=NOW, kind=EntryKind.STATEMENT, published=True
    )
    db.session.commit()

    page = as_(None).get("public.show_statement", entry=statement.public_id)

    assert [row[0].split(" Alder")[0] for row in page.table("Commitments about this profession")] == [
        "One midwife throughout"
    ]


def test_the_register_can_be_narrowed_to_a_profession(as_: As, world: World) -> None:
    make_published(
        world.alder, world.programme, now=NOW, title="One midwife throughout", professions=["midwifery"]
    )
    make_published(world.birch, world.programme, now=NOW, title="Nurses who train", professions=["nursing"])
    db.session.commit()

    page = as_(None).get("public.list_commitments", profession="midwifery")

    assert "One midwife throughout" in page.main
    assert "Nurses who train" not in page.main


def test_a_change_after_publication_needs_a_reason_that_is_public(
    as_: As, cora: User, entry: LibraryEntry
) -> None:
    form = as_(cora).get("library.edit_entry", **of_alder(entry)).form("Publish the change")
    form.fill(text="An adviser sat in the clinic every day.")

    refused = form.submit(expected=422)
    assert refused.errors == {"reason": "Enter the reason for the change: this is published already"}
    assert len(publications(entry)) == 1

    form.fill(reason="More money was found.").submit()
    assert [row.number for row in publications(entry)] == [1, 2]
    assert publications(entry)[0].payload["text"] == SAYS[EntryKind.CASE_STUDY]["text"]
    public = as_(None).get("public.show_case_study", entry=entry.public_id)
    assert "every day" in public.main
    assert "Version 2, 6 April 2026: More money was found." in public.main


def test_saving_what_was_there_publishes_nothing_anew(as_: As, cora: User, entry: LibraryEntry) -> None:
    form = as_(cora).get("library.edit_entry", **of_alder(entry)).form("Publish the change")

    form.fill(reason="None really.").submit()

    assert len(publications(entry)) == 1


def test_two_people_at_once_see_both_texts(as_: As, cora: User, ada: User, entry: LibraryEntry) -> None:
    mine = as_(cora).get("library.edit_entry", **of_alder(entry)).form("Publish the change")
    theirs = as_(ada).get("library.edit_entry", **of_alder(entry)).form("Publish the change")
    theirs.fill(title="Theirs", reason="A better title.").submit()

    page = mine.fill(title="Mine", reason="A clearer title.").submit(expected=409)

    assert ["Title", "Theirs", "Mine"] in page.table("What each of you wrote")
    page.form("Replace theirs with mine").submit()
    db.session.refresh(entry)
    assert entry.title == "Mine"


def test_what_is_taken_back_leaves_a_page_that_says_when_and_why(
    as_: As, cora: User, entry: LibraryEntry
) -> None:
    page = as_(cora).get("library.retract_entry", **of_alder(entry))
    assert page.form("Take it back").submit(expected=422).errors == {"reason": "Enter why it is taken back"}

    page.form("Take it back").fill(reason="A family could be recognised.").submit()

    gone = as_(None).get("public.show_case_study", entry=entry.public_id, expected=410)
    assert "taken back on 6 April 2026" in gone.main
    assert "A family could be recognised." in gone.main
    assert SAYS[EntryKind.CASE_STUDY]["text"] not in gone.text
    assert SAYS[EntryKind.CASE_STUDY]["title"] not in as_(None).get("public.list_case_studies").text
    db.session.refresh(entry)
    assert entry.state is EntryState.RETRACTED


@pytest.mark.parametrize("endpoint", ["library.publish_entry", "library.edit_entry"])
def test_what_was_taken_back_cannot_be_shown_again(
    as_: As, cora: User, entry: LibraryEntry, endpoint: str
) -> None:
    as_(cora).get("library.retract_entry", **of_alder(entry)).form("Take it back").fill(reason="Why").submit()

    fields = dict(SAYS[EntryKind.CASE_STUDY], version=str(entry.version), reason="Again")
    page = as_(cora).post(endpoint, fields, expected=422, **of_alder(entry))

    assert "was taken back" in " ".join(page.error_list)
    assert publications(entry)[-1].retracted_on is not None


def test_a_draft_of_another_organisation_is_not_there(as_: As, eve: User, entry: LibraryEntry) -> None:
    theirs: dict[str, Any] = {"organisation": "birch-college", "entry": entry.public_id}

    as_(eve).get("library.show_entry", expected=404, **theirs)
    as_(eve).get("library.edit_entry", expected=404, **theirs)


def test_only_published_commitments_of_the_same_programme_can_be_named(
    as_: As, cora: User, world: World, entry: LibraryEntry
) -> None:
    theirs = make_published(world.birch, world.programme, now=NOW, title="Theirs")
    make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    form = as_(cora).get("library.edit_entry", **of_alder(entry)).form("Publish the change")
    form.values["commitments"] = [theirs.public_id]

    page = form.fill(reason="Why").submit(expected=422)

    assert page.errors == {"commitments": "Choose from your organisation's published commitments"}


def test_the_log_tells_coordinators_of_what_is_public_and_of_no_draft(
    as_: As, paula: User, world: World
) -> None:
    make_entry(world.alder, world.programme, by=world.cora, now=NOW, title="Only a draft")
    make_entry(world.alder, world.programme, by=world.cora, now=NOW, title="Out in the open", published=True)
    db.session.commit()

    home: Page = as_(paula).get("programmes.show_home", programme="fairer-shore")

    assert "Cora Editor published “Out in the open” beside the commitments" in home.main
    assert "Only a draft" not in home.main
    kinds = [row.kind for row in db.session.scalars(select(Activity).order_by(Activity.id))]
    assert kinds == ["entry_written", "entry_written", "entry_published"]


def test_an_organisation_shows_what_it_wrote_beside_its_commitments(
    as_: As, world: World, entry: LibraryEntry
) -> None:
    day = NOW.date()
    db.session.add(publish_organisation(world.alder, None, now=NOW, today=day, visible_from=day))
    db.session.commit()

    page = as_(None).get("public.show_organisation", slug="alder-trust")

    assert page.link("Advice in the waiting room").follow().heading == "Advice in the waiting room"
    assert publications(entry)[0].kind is PublicationKind.CASE_STUDY
