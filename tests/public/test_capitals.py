"""An address with other capitals than ours leads to ours, and only where there is something to read."""

from functools import wraps

import pytest
from werkzeug.exceptions import NotFound, TooManyRequests

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.programme import Visibility
from equity_tracker.model.retracting import retract_commitment
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft, make_published
from tests.support.people import World


@pytest.fixture
def promise(public_world: World) -> Commitment:
    return make_published(public_world.alder, public_world.programme, now=NOW)


def moved(reader: CheckingClient, typed: str, *, status: int = 301) -> str | None:
    answer = reader.browser.get(typed)
    assert answer.status_code == status, typed
    return answer.headers.get("Location")


@pytest.mark.parametrize("below", ["", "/feed.atom"])
def test_a_slug_in_capitals_leads_to_the_slug(
    reader: CheckingClient, promise: Commitment, below: str
) -> None:
    assert moved(reader, f"/organisations/Alder-Trust{below}") == f"/organisations/alder-trust{below}"
    assert moved(reader, f"/organisations/Elder-Trust{below}", status=404) is None


def test_what_was_asked_is_kept(reader: CheckingClient, promise: Commitment) -> None:
    typed = "/programmes/FAIRER-SHORE?after=x&q=Fair+pay%20%C3%A9"

    assert moved(reader, typed) == "/programmes/fairer-shore?after=x&q=Fair+pay%20%C3%A9"


def test_ids_and_references_of_commitments_too(reader: CheckingClient, promise: Commitment) -> None:
    entry = promise.register_entry
    assert entry is not None
    page = f"/commitments/{promise.public_id}/{entry.slug}"

    assert moved(reader, f"/commitments/{entry.reference.lower()}") == page
    assert moved(reader, page.upper().replace("/COMMITMENTS", "/commitments")) == page
    by_id = moved(reader, f"/commitments/{promise.public_id.upper()}")
    assert by_id == f"/commitments/{promise.public_id}"


def test_what_was_taken_back_is_found_in_capitals_too(
    reader: CheckingClient, public_world: World, promise: Commitment
) -> None:
    retract_commitment(promise, "It was not ours.", now=NOW, today=NOW.date())
    db.session.commit()

    typed = f"/commitments/{promise.public_id.upper()}"
    leads_to = moved(reader, typed)
    assert leads_to == f"/commitments/{promise.public_id}"
    assert reader.browser.get(leads_to).status_code == 410


def test_an_address_that_is_ours_is_left_alone(reader: CheckingClient, promise: Commitment) -> None:
    assert moved(reader, "/organisations/alder-trust", status=200) is None


def test_what_is_private_and_what_is_not_there_are_one(reader: CheckingClient, public_world: World) -> None:
    draft = make_draft(public_world.alder, public_world.programme, now=NOW, title="Hidden")
    public_world.programme.visibility = Visibility.INTERNAL
    db.session.commit()

    hidden = reader.browser.get(f"/commitments/{draft.public_id.upper()}")
    nothing = reader.browser.get("/commitments/ZZZZZZZZZZZZ")

    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert "Location" not in hidden.headers
    assert "Hidden" not in hidden.get_data(as_text=True)


def test_a_page_that_refuses_to_answer_is_not_said_to_be_there(
    reader: CheckingClient, public_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = reader.app.view_functions

    @wraps(views["public.show_organisation"])
    def busy(slug: str) -> str:
        raise NotFound if slug == "Alder-Trust" else TooManyRequests

    monkeypatch.setitem(views, "public.show_organisation", busy)

    assert moved(reader, "/organisations/alder-trust", status=429) is None
    assert moved(reader, "/organisations/Alder-Trust", status=404) is None


def test_workspaces_and_programs_are_told_what_they_asked_for(
    reader: CheckingClient, promise: Commitment
) -> None:
    assert moved(reader, "/api/v1/organisations/Alder-Trust", status=404) is None
    assert "next=" in (moved(reader, "/o/Alder-Trust/", status=302) or "")
