"""Files are looked into a few at a time, so that nobody who sends many keeps the others from their pages."""

import errno
from typing import Any

import pytest
from flask import Flask, Request
from sqlalchemy import select

from equity_tracker.adapters import storage
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.stored_file import StoredFile
from equity_tracker.web import uploads
from tests.files.conftest import FILE, SEND, As
from tests.support import documents
from tests.support.client import CheckingClient
from tests.support.page import FilledForm, Page
from tests.support.people import World

PDF = documents.pdf()


def stored() -> tuple[int, int]:
    db.session.expire_all()
    every = {"every_organisation": True}
    files = db.session.scalars(select(StoredFile), execution_options=every).all()
    return len(files), len(db.session.scalars(select(CheckIn), execution_options=every).all())


def has_all_that_was_typed(page: Page) -> bool:
    values = page.form(SEND).values
    return (
        values["why"] == ["One tender closed before the clause was ready."]
        and values["evidence-0-title"] == ["Lease agreement"]
        and values["next_step_on-month"] == ["9"]
    )


def test_a_second_form_of_the_same_person_is_asked_to_come_back(
    form: FilledForm, cora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_senders", {cora.id})

    page = form.choose(FILE, "a.pdf", PDF).submit(expected=429)

    assert page.errors[FILE].startswith("Other files of yours are still being checked.")
    assert has_all_that_was_typed(page)
    assert stored() == (0, 0)


def test_when_as_many_as_may_are_sending_the_next_is_asked_to_come_back(
    form: FilledForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_senders", {-number for number in range(uploads.MOST_FORMS)})

    page = form.choose(FILE, "a.pdf", PDF).submit(expected=503)

    assert page.errors[FILE].startswith("Many files are being checked at the moment.")
    assert has_all_that_was_typed(page)
    assert stored() == (0, 0)


def test_the_place_is_free_again_afterwards_however_it_ended(form: FilledForm) -> None:
    page = form.choose(FILE, "a.exe", b"MZ" * 100).submit(expected=422)
    assert uploads._senders == set()
    page.form(SEND).choose(FILE, "a.pdf", PDF).submit()
    assert stored() == (1, 1)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EIO, "I/O error")]
)
def test_where_there_is_no_room_the_text_stays_and_nothing_is_kept(
    form: FilledForm, monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    def fails(*_: Any) -> None:
        raise fault

    monkeypatch.setattr(storage, "_write_durably", fails)
    page = form.choose(FILE, "a.pdf", PDF).submit(expected=503)

    assert page.errors[FILE] == (
        "There is no room to keep this file just now. Choose it again later, or give a link instead"
    )
    assert has_all_that_was_typed(page)
    assert stored() == (0, 0)


def send_large(browser: CheckingClient, promise: Commitment) -> int:
    """Send a form of three megabytes with a token that nobody gave out; return the status."""
    body = b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\nforged\r\n--x\r\n'
    body += f'Content-Disposition: form-data; name="{FILE}"; filename="a.pdf"\r\n\r\n'.encode()
    body += bytes(3 * 1024 * 1024) + b"\r\n--x--\r\n"
    path = f"/o/alder-trust/commitments/{promise.public_id}/check-ins/new"
    answer = browser.browser.post(path, data=body, content_type="multipart/form-data; boundary=x")
    return answer.status_code


@pytest.mark.parametrize(
    ("who", "status"), [(None, 401), ("eve", 404), ("vic", 403), ("paula", 404), ("cora", 400)]
)
def test_a_large_body_is_read_only_from_who_may_send_one_and_then_needs_its_token(
    *,
    as_: As,
    app: Flask,
    world: World,
    promise: Commitment,
    monkeypatch: pytest.MonkeyPatch,
    who: str | None,
    status: int,
) -> None:
    limits: list[int | None] = []
    parse = app.request_class._load_form_data

    def noted(request: Request) -> None:
        limits.append(request.max_content_length)
        parse(request)

    monkeypatch.setattr(app.request_class, "_load_form_data", noted)

    assert send_large(as_(getattr(world, who) if who else None), promise) == status

    assert (uploads.MOST_AT_ONCE in limits) == (who == "cora")
    assert stored() == (0, 0)
