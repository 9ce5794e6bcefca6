"""A file in a check-in that is written over days: kept with it, looked at, and sent from there."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.files.job import sweep_files
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.stored_file import StoredFile
from tests.conftest import NOW
from tests.files.conftest import FILE, TYPED, As, open_page
from tests.support import documents
from tests.support.factories.draft import LINK_ID, make_link
from tests.support.page import FilledForm, words

WEEK = timedelta(days=7)


def pressing(form: FilledForm, button: str) -> FilledForm:
    """Press another button of the same form."""
    form.button = next(tag for tag in form.form.xpath(".//button") if words(tag) == button)
    return form


def kept() -> list[StoredFile]:
    db.session.expire_all()
    return list(db.session.scalars(select(StoredFile), execution_options={"every_organisation": True}))


def test_a_saved_check_in_keeps_its_file_until_it_is_sent(
    as_: As, prue: User, form: FilledForm, promise: Commitment, storage: Storage
) -> None:
    pressing(form.choose(FILE, "lease.pdf", documents.pdf()), "Save and come back later").submit()
    (file,) = kept()
    assert sweep_files(NOW + WEEK, storage)["left_behind"] == 0

    page = open_page(as_(prue), promise)
    assert "lease.pdf, 1 kB, will be attached" in page.main
    preview = as_(prue).get(
        "check_ins.preview_check_in", organisation="alder-trust", commitment=promise.public_id
    )
    assert preview.has_link("Lease agreement (PDF, 1 kB)")
    preview.form("Sign and send").submit()

    db.session.refresh(promise)
    assert [row.file for row in promise.check_ins[0].current.evidence] == [file]
    assert sweep_files(NOW + WEEK, storage)["left_behind"] == 0


def test_somebody_without_an_account_is_offered_no_file_and_sends_none(
    as_: As, cora: User, promise: Commitment
) -> None:
    make_link(promise, "a-token-in-a-mail", by=cora, now=NOW)
    db.session.commit()
    guest = as_(None)
    guest.get("check_in_links.open_link", expected=303, token="a-token-in-a-mail")
    page = guest.get("check_in_links.write_check_in", link=LINK_ID)
    assert page.soup.select("input[type=file], form[enctype]") == []
    form = page.form("Send for signature").fill(**TYPED)
    form.values |= {"evidence-0-url": ["https://example.org/lease"]}
    form.files[FILE] = FileStorage(BytesIO(documents.pdf()), "lease.pdf")
    form.submit()
    assert kept() == []
