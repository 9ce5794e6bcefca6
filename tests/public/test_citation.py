"""Citing a publication: the words, and the files that reference managers read."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.extensions import db
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.public.citation import Citation
from tests.conftest import NOW
from tests.public.records import page_of
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

DAY = date(2026, 4, 6)
CITED = Citation(
    organisation="Alder & Sons",
    title="50% of {all} contracts",
    register="Equity Tracker",
    form="Commitment",
    reference="FS-0001",
    number=3,
    published_on=date(2025, 5, 1),
    address="https://example.org/commitments/abc/x_y/publications/3",
)


def test_a_sentence_names_who_what_which_publication_where_and_when() -> None:
    assert CITED.sentence(DAY) == (
        "Alder & Sons, “50% of {all} contracts”, Commitment FS-0001, publication 3, 1 May 2025."
        " Equity Tracker, https://example.org/commitments/abc/x_y/publications/3 (retrieved on 6 April 2026)."
    )


def test_bibtex_writes_as_itself_what_has_a_meaning_there() -> None:
    entry = CITED.bibtex(DAY)

    assert entry.startswith("@misc{fs-0001-publication-3,\n")
    assert r"author = {{Alder \& Sons}}" in entry
    assert r"title = {{50\% of \{all\} contracts}}" in entry
    assert "url = {https://example.org/commitments/abc/x_y/publications/3}" in entry
    assert "urldate = {2026-04-06}" in entry


@given(st.text())
def test_no_title_breaks_out_of_its_line(title: str) -> None:
    cited = replace(CITED, title=title)

    lines = cited.ris(DAY).split("\r\n")
    assert [line[:6] for line in lines[:-1]] == [
        f"{tag}  - " for tag in "TY AU TI PB PY DA N1 UR Y2 ER".split()
    ]
    bare = cited.bibtex(DAY).replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert len(bare.splitlines()) == len(CITED.bibtex(DAY).splitlines())


def test_the_page_cites_the_publication_that_it_shows(reader: CheckingClient, public_world: World) -> None:
    promise = make_published(public_world.alder, public_world.programme, now=NOW)
    db.session.commit()
    before = page_of(reader, promise)
    promise.title = "Every contract pays more"
    publish_commitment(promise, now=NOW, today=NOW.date(), note="Clearer.")
    db.session.commit()
    page = page_of(reader, promise)

    assert "publication 1, 6 April 2026" in before.main
    assert "Every contract pays more”, Commitment FS-0001, publication 2, 6 April 2026" in page.main
    for name, kind in (("BibTeX", "application/x-bibtex"), ("RIS", "application/x-research-info-systems")):
        response = reader.browser.get(page.link(name).url)
        assert response.mimetype == kind
        assert "Every contract pays more" in response.text
        assert response.headers["Cache-Control"].startswith("public")
        old = reader.browser.get(page.link(name).url.replace("/publications/2/", "/publications/1/"))
        assert "Every contract pays more" not in old.text
        assert reader.browser.get(page.link(name).url.replace("/2/", "/9/")).status_code == 404
