"""Nothing private reaches a public page or file: a marker stands in every private place and is looked for."""

from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind
from tests.support.client import CheckingClient
from tests.support.people import World
from tests.support.planting import MARKER, addresses


def test_no_public_page_or_file_holds_anything_private(planted: World, reader: CheckingClient) -> None:
    assert db.session.query(Publication).filter_by(kind=PublicationKind.COMMITMENT).count() == 4
    answered = set()
    for address in addresses():
        response = reader.browser.get(address, buffered=True)
        answered.add(response.status_code)
        # An address or a search may be repeated on its page; nothing else may.
        said = response.text.replace(f'value="{MARKER}"', "").replace(f"q={MARKER}", "")
        said = said.replace(f"“{MARKER}”", "").replace(f": {MARKER}", "")
        assert MARKER not in said, f"{address}\n{said[max(0, said.find(MARKER) - 200) :][:400]}"
    assert answered == {200, 301, 404, 410}


def test_what_is_public_is_still_shown_when_its_sources_have_changed(
    planted: World, reader: CheckingClient
) -> None:
    page = reader.get("public.list_commitments")

    assert [row[0] for row in page.table("Commitments")] == [
        "Every cleaning contract pays the real living wage Alder Trust"
    ]
    shown = page.link("Every cleaning contract").follow()
    assert "Director of finance" in shown.main
    assert shown.has_link("Seen")
    assert shown.has_link("Seen as a file (PDF, 1 kB)")
    assert "Hindered by: reorganisation." in shown.main
    assert "Help wanted" not in shown.main
    assert "Alder Trust" in reader.get("public.list_organisations").main
