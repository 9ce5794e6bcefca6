"""A file on a form: sent, kept when anything else is refused, taken off again."""

import hashlib
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.file_kind import FILE_LIMIT
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.stored_file import StoredFile
from tests.conftest import NOW
from tests.files.conftest import FILE, SEND, TYPED, As, open_page
from tests.support import documents
from tests.support.factories.commitment import make_published
from tests.support.page import FilledForm, Page
from tests.support.people import World

PDF = documents.pdf()


def files() -> list[StoredFile]:
    db.session.expire_all()
    every = select(StoredFile).order_by(StoredFile.id)
    return list(db.session.scalars(every, execution_options={"every_organisation": True}))


def sent(commitment: Commitment) -> list[CheckIn]:
    db.session.refresh(commitment)
    return list(commitment.check_ins)


def test_a_file_is_evidence_like_a_link(form: FilledForm, promise: Commitment, storage: Storage) -> None:
    page = form.choose(FILE, "harbour-lease.pdf", PDF).submit()

    assert page.heading == "Check-in 1"
    assert page.fact("Evidence") == "Lease agreement (PDF, 1 kB) (document, document)"
    (file,) = files()
    assert (file.name, file.size, file.sha256) == (
        "harbour-lease.pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )
    assert (file.commitment_id, file.organisation_id) == (promise.id, promise.organisation_id)
    assert file.storage_key.startswith(f"files/{promise.organisation.public_id}/")
    assert storage.get(file.storage_key) == PDF
    (check_in,) = sent(promise)
    assert [(row.url, row.file_id) for row in check_in.current.evidence] == [
        (f"/files/{file.public_id}", file.id)
    ]
    assert page.link("Lease agreement").url == file.address
    (row,) = next(row for row in promise.publications if row.about_id and row.kind == "check_in").payload[
        "evidence"
    ]
    assert row["file"] == {"name": "harbour-lease.pdf", "type": "PDF", "size": len(PDF)}


def test_a_file_is_not_lost_when_something_else_is_refused(form: FilledForm, promise: Commitment) -> None:
    page = form.fill(why="").choose(FILE, "harbour-lease.pdf", PDF).submit(expected=422)

    assert page.error_list == ["Enter a sentence that says why"]
    assert "harbour-lease.pdf, 1 kB, will be attached" in page.main
    (file,) = files()
    again = page.form(SEND)
    assert again.values[FILE] == [file.public_id]
    assert sent(promise) == []

    assert again.fill(why="It was late.").submit().heading == "Check-in 1"
    assert files() == [file]
    (check_in,) = sent(promise)
    assert check_in.current.evidence[0].file == file


def test_a_file_can_be_taken_off_again_before_it_is_sent(form: FilledForm, promise: Commitment) -> None:
    kept = form.fill(why="").choose(FILE, "harbour-lease.pdf", PDF).submit(expected=422)
    page = kept.form("Remove harbour-lease.pdf").submit()

    assert "will be attached" not in page.main
    assert page.error_list == []
    again = page.form(SEND).fill(why="It was late.")
    assert again.values["evidence-0-title"] == ["Lease agreement"]
    refused = again.submit(expected=422)
    assert refused.errors["evidence-0-url"] == "Enter the web address of the evidence, or choose a file"
    refused.form(SEND).choose(FILE, "other.pdf", documents.pdf(title="Other")).submit()
    assert [row.file.name for row in sent(promise)[0].current.evidence if row.file] == ["other.pdf"]


def test_a_file_stays_when_a_row_is_added(form: FilledForm) -> None:
    page = form.choose(FILE, "harbour-lease.pdf", PDF)
    page.button = page.page.form("Add another piece of evidence").button
    shown = page.submit(expected=200)
    assert "harbour-lease.pdf, 1 kB, will be attached" in shown.main
    assert shown.form(SEND).form.xpath(".//input[@type='file'][@name='evidence-1-file']")


def test_a_link_and_a_file_are_two_pieces_of_evidence(form: FilledForm, promise: Commitment) -> None:
    page = form.fill(evidence__0__url="https://example.org/lease").choose(FILE, "a.pdf", PDF)
    refused = page.submit(expected=422)
    assert refused.errors[FILE].startswith("Give a web address or a file, not both")
    assert sent(promise) == []


def test_a_form_that_is_sent_twice_keeps_its_file_and_its_check_in_once(
    as_: As, cora: User, promise: Commitment
) -> None:
    browser = as_(cora)
    form = open_page(browser, promise).form(SEND).fill(**TYPED)
    values = {name: given[0] for name, given in form.values.items() if name != FILE}
    for _ in range(2):
        answer = browser.browser.post(form.page.url, data=values | {FILE: (BytesIO(PDF), "lease.pdf")})
        assert answer.status_code in {302, 303}
    assert len(sent(promise)) == len(files()) == 1


@pytest.mark.parametrize(
    ("name", "data", "status", "message"),
    [
        ("lease.pdf", b"", 422, "The file is empty. Choose another file"),
        ("lease.pdf", bytes(FILE_LIMIT + 1), 413, "The file is 10.1 MB. The limit is 10 MB"),
        ("x.svg", b"<svg/>", 422, "The file must be a PDF, Word, Excel, PNG or JPEG file"),
        ("x.png", b"<html>", 422, "The file must be a PDF, Word, Excel, PNG or JPEG file"),
        (
            "x.png",
            documents.huge_png(50_000, 50_000),
            422,
            "The picture is too large. The limit is 25 megapixels",
        ),
    ],
)
def test_a_file_that_is_refused_says_why_at_its_field_and_the_text_stays(
    form: FilledForm, promise: Commitment, *, name: str, data: bytes, status: int, message: str
) -> None:
    page = form.choose(FILE, name, data).submit(expected=status)

    assert page.errors == {FILE: message}
    assert page.error_list == [f"Piece of evidence 1: {message}"]
    assert TYPED["what_changed"] in page.main
    assert page.form(SEND).values["evidence-0-title"] == ["Lease agreement"]
    assert files() == []
    assert sent(promise) == []


def test_a_row_with_nothing_but_a_refused_file_is_not_passed_over(form: FilledForm) -> None:
    form.fill(evidence__0__title="", evidence__0__kind="", evidence__0__strength="")
    page = form.choose(FILE, "x.svg", b"<svg/>").submit(expected=422)
    assert page.errors[FILE] == "The file must be a PDF, Word, Excel, PNG or JPEG file"


@pytest.mark.parametrize("name", ["../../x", "a\0b.pdf", "x" * 300, "CON"])
def test_a_strange_name_is_no_reason_to_refuse_and_no_path(
    form: FilledForm, storage: Storage, name: str
) -> None:
    form.choose(FILE, name, PDF).submit()
    (file,) = files()
    assert len(file.name) <= 80
    assert not set(file.name) & set("/\\\0")
    assert storage.exists(file.storage_key)


def test_what_is_larger_than_any_form_is_turned_away_unread(form: FilledForm) -> None:
    page = form.choose(FILE, "a.pdf", bytes(33 * 1024 * 1024)).submit(expected=413)
    assert page.heading == "What you sent is too large"
    assert files() == []


def test_only_forms_that_take_files_may_be_larger(as_: As, ada: User) -> None:
    page = as_(ada).post(
        "organisations.edit_organisation",
        {"name": FileStorage(BytesIO(bytes(2 * 1024 * 1024)), "a.pdf")},
        expected=413,
        organisation="alder-trust",
    )
    assert page.heading == "What you sent is too large"


def test_an_organisation_has_a_limit(app: Flask, form: FilledForm, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = app.extensions["file_desk"]
    monkeypatch.setitem(app.extensions, "file_desk", type(desk)(desk.storage_url, desk.scan, len(PDF) - 1))
    page = form.choose(FILE, "a.pdf", PDF).submit(expected=422)
    assert page.errors[FILE].endswith("Give a link instead")
    assert files() == []


def test_a_scanner_that_finds_something_keeps_it_out(
    app: Flask, form: FilledForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = app.extensions["file_desk"]
    found: list[bytes] = []
    monkeypatch.setitem(app.extensions, "file_desk", type(desk)(desk.storage_url, found.append, desk.quota))
    form.choose(FILE, "a.pdf", PDF).submit()
    assert found == [PDF]


def test_a_file_of_another_commitment_cannot_be_named(
    as_: As, form: FilledForm, world: World, promise: Commitment
) -> None:
    form.fill(why="").choose(FILE, "lease.pdf", PDF).submit(expected=422)
    (file,) = files()
    other = make_published(world.alder, world.programme, now=NOW, title="Another promise")
    db.session.commit()
    page = open_page(as_(world.cora), other).form(SEND).fill(**TYPED)
    page.values[FILE] = [file.public_id]

    refused = page.submit(expected=422)

    assert refused.errors[FILE] == "The file is no longer there. Choose it again"
    assert sent(other) == []


def test_a_correction_keeps_the_file_or_puts_another_in_its_place(
    as_: As, form: FilledForm, cora: User, promise: Commitment
) -> None:
    form.choose(FILE, "lease.pdf", PDF).submit()
    (check_in,) = sent(promise)

    def open_correction() -> Page:
        return as_(cora).get(
            "check_ins.correct_check_in", organisation="alder-trust", check_in=check_in.public_id
        )

    page = open_correction()
    assert "lease.pdf, 1 kB, will be attached" in page.main
    correction = page.form("Sign and send the correction")
    correction.fill(reason="It says more.", what_changed="Nine.").submit()
    db.session.expire_all()
    assert [row.file.name for row in check_in.current.evidence if row.file] == ["lease.pdf"]
    assert check_in.current.number == 2

    page = open_correction().form("Remove lease.pdf").submit()
    correction = page.form("Sign and send the correction").fill(reason="The signed one.")
    correction.choose(FILE, "signed.pdf", documents.pdf(title="Signed")).submit()
    db.session.expire_all()
    assert [row.file.name for row in check_in.current.evidence if row.file] == ["signed.pdf"]
    assert [row.file.name for row in check_in.versions[0].evidence if row.file] == ["lease.pdf"]


def test_a_colleague_who_was_first_costs_no_file(
    as_: As, prue: User, form: FilledForm, promise: Commitment
) -> None:
    open_page(as_(prue), promise).form(SEND).fill(
        **TYPED | {"evidence__0__url": "https://example.org"}
    ).submit()
    page = form.choose(FILE, "lease.pdf", PDF).submit(expected=409)
    assert "lease.pdf, 1 kB, will be attached" in page.main
    page.form("Send mine as well").submit()
    assert [row.current.evidence[0].url[:7] for row in sent(promise)] == ["https:/", "/files/"]


def test_where_it_is_approved_first_the_file_waits_as_well(
    as_: As, form: FilledForm, world: World, promise: Commitment
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()
    form.choose(FILE, "lease.pdf", PDF).submit()
    (file,) = files()
    address = urlsplit(file.address).path
    assert as_(None).browser.get(address).status_code == 404
    assert as_(world.paula).browser.get(address).status_code == 200


def test_a_page_that_was_open_too_long_keeps_the_text_and_asks_for_the_file_again(
    as_: As, form: FilledForm, promise: Commitment
) -> None:
    """The token was refused, so nobody's word lets us keep the file."""
    form.values["csrf_token"] = ["of another day"]
    form.choose(FILE, "lease.pdf", PDF)
    values = {name: given[0] for name, given in form.values.items()} | {FILE: (BytesIO(PDF), "lease.pdf")}
    browser = form.page.client.browser
    answer = browser.post(form.page.url, data=values, headers={"Sec-Fetch-Site": "same-origin"})
    expired = Page(answer, form.page.client)
    assert answer.status_code == 400
    assert "lease.pdf, to be chosen again" in expired.main
    assert TYPED["why"] in expired.main
    assert files() == []

    page = expired.form("Send it again").submit(expected=422)

    assert page.errors == {FILE: "The file is no longer there. Choose it again"}
    assert sent(promise) == []
    page.form(SEND).choose(FILE, "lease.pdf", PDF).submit()
    assert sent(promise)[0].current.why == TYPED["why"]


def test_a_page_that_was_open_too_long_sends_a_kept_file_again(form: FilledForm, promise: Commitment) -> None:
    kept = form.fill(why="").choose(FILE, "lease.pdf", PDF).submit(expected=422).form(SEND).fill(why="Late.")
    kept.values["csrf_token"] = ["of another day"]
    values = {name: given[0] for name, given in kept.values.items()}
    browser = kept.page.client.browser
    answer = browser.post(
        kept.page.url,
        data=values,
        content_type="multipart/form-data",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    Page(answer, kept.page.client).form("Send it again").submit()
    assert [row.file for row in sent(promise)[0].current.evidence] == files()
