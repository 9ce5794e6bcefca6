from datetime import date, timedelta
from typing import Any

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model import readiness
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publishing import publish_check_in, publish_commitment, publish_programme
from equity_tracker.public.record import missing_from
from tests.conftest import NOW
from tests.public.records import miss, moment, page_of, report_on
from tests.support.client import CheckingClient, counted_queries
from tests.support.factories.commitment import answers, make_commitment, make_published
from tests.support.factories.programme import make_round
from tests.support.people import World

TODAY = NOW.date()
LAST_YEAR = date(2025, 5, 1)


@pytest.fixture
def promise(public_world: World) -> Commitment:
    """Return a commitment of Alder, published eleven months ago."""
    commitment = make_published(public_world.alder, public_world.programme, now=moment(LAST_YEAR))
    db.session.commit()
    return commitment


def test_the_promise_comes_first_in_its_own_words(reader: CheckingClient, promise: Commitment) -> None:
    page = page_of(reader, promise)

    assert "Promised by Alder Trust on 1 May 2025, to be done by 31 March 2028" in page.main
    assert page.main.index("From April every new cleaning contract") < page.main.index("Delivery")
    assert "Nothing reported yet No check-in has been published so far." in page.main
    assert "Not asked yet No report has been asked for yet." in page.main
    assert "3 of 27 months used (95 of 820 days), 0 of 1 milestone met" in page.main
    assert page.fact("Domain") == "Health organisations as employers, managers and commissioners"
    assert page.fact("Who answers for it") == "Director of finance"
    assert page.table("Milestones of this promise") == [
        ["Clause agreed with both unions", "30 June 2026", "As planned", "Not yet", "Not moved"]
    ]


def test_both_lights_say_who_judged_and_when(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    round_ = make_round(public_world.programme, due_on=date(2026, 3, 31))
    report_on(promise, date(2026, 3, 20), by=public_world.cora, round_=round_, outlook="at_risk")

    page = page_of(reader, promise)

    assert "At risk Delivery so far: limited. The organisation’s own view, 20 March 2026." in page.main
    assert "Reported 1 of 1 round answered, last report on 20 March 2026." in page.main


def test_the_timeline_tells_reports_silences_and_changes(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    miss(promise, 1, date(2025, 9, 30))
    link = EvidenceLink("The signed contract", "https://alder.example.org/contract")
    report_on(
        promise,
        date(2026, 3, 20),
        by=public_world.cora,
        evidence=(link, EvidenceLink("Private notes", "https://x.example.org", is_public=False)),
        themes=(
            ThemeNote("relationships", "both", "Slow at first."),
            ThemeNote("reorganisation", "hindering", "PRIVATE", is_private=True),
        ),
        who_has_not_benefited="Agency staff.",
        level="behaviour",
    )
    promise.ends_on = date(2029, 3, 31)
    publish_commitment(promise, now=NOW, today=TODAY, note="Contracts run a year longer.")
    db.session.commit()

    page = page_of(reader, promise)
    told = [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(".timeline > li")]

    assert [text.split(" ", 3)[3].split(" From ")[0][:24] for text in told] == [
        "The promise was changed ",
        "Check-in 1 On track The ",
        "No report was made for R",
        "Commitment published",
    ]
    assert "was 31 March 2028 → , now 31 March 2029 Reason given: Contracts run a year longer." in told[0]
    assert "Helped by: relationships with partners (“Slow at first”)." in told[1]
    assert "Hindered by: relationships with partners (“Slow at first”); reorganisation." in told[1]
    assert "PRIVATE" not in page.text
    assert "Who has not benefited so far: Agency staff." in told[1]
    assert page.link("The signed contract").url == "https://alder.example.org/contract"
    assert "Private notes" not in page.text
    assert "First published as conditions. The latest check-in describes behaviour." in page.main


def test_power_that_no_check_in_can_show_is_said_to_be_a_claim(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    promise.decision_power, promise.decision_body = "shared", None
    publish_commitment(promise, now=NOW, today=TODAY)
    db.session.commit()
    assert page_of(reader, promise).fact("Who decides").startswith("Shared (claimed, not evidenced)")
    promise.decision_body = "Residents' panel"
    publish_commitment(promise, now=NOW, today=TODAY)
    db.session.commit()
    assert page_of(reader, promise).fact("Who decides") == "Shared (as claimed): Residents' panel"
    report_on(promise, date(2026, 3, 20), by=public_world.cora, decision_power="consulted")
    page = page_of(reader, promise)
    assert page.fact("Who decides") == (
        "Shared (claimed, not evidenced: the last check-in shows “consulted”): Residents' panel"
    )
    assert "Who decided, as far as can be shown: consulted (claimed, not evidenced: shared)." in page.main


def test_a_correction_shows_what_was_said_before(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    check_in = report_on(promise, date(2026, 3, 20), by=public_world.cora)
    helped = (ThemeNote("funding", "helping"), ThemeNote("training", "helping", "PRIVATE", is_private=True))
    check_in.add_version(answers(outlook="off_track", themes=helped), by=public_world.cora, now=NOW)
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=TODAY, note="A number was wrong.")
    db.session.commit()

    page = page_of(reader, promise)

    assert "Corrected on 6 April 2026 Reason given: A number was wrong." in page.main
    assert "was On track → , now Off track" in page.main
    assert "What helped: was Not stated , now Funding; Training and support" in page.main
    assert "PRIVATE" not in page.text


def test_a_stale_commitment_is_never_shown_with_its_last_answer(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report_on(promise, date(2025, 4, 6), by=public_world.cora, outlook="on_track")

    light = page_of(reader, promise).soup.select_one(".lights")

    assert light is not None
    assert "No update since 6 April 2025" in light.get_text()
    assert "On track" not in light.get_text()


def test_a_closed_commitment_stays_with_what_became_of_it(
    reader: CheckingClient, promise: Commitment
) -> None:
    promise.close("partly_met", "Half of the contracts carry the clause.", today=TODAY)
    publish_commitment(promise, now=NOW, today=TODAY)
    db.session.commit()

    page = page_of(reader, promise)

    assert "Closed on 6 April 2026: Partly met. Half of the contracts carry the clause." in page.main
    assert "Partly met Partly met" not in page.main


def test_a_statement_of_intent_says_what_is_missing(reader: CheckingClient, public_world: World) -> None:
    promise = make_published(
        public_world.alder, public_world.programme, now=NOW, ends_on=None, additionality=None
    )
    db.session.commit()

    page = page_of(reader, promise)

    assert "Statement of intent FS-0001" in page.main
    assert (
        "To be a commitment it would also have to say by when it is to be done; whether it is new."
        in page.main
    )
    assert "with no date by which it is to be done" in page.main
    assert page.link("statement of intent").url.endswith("/glossary#register-statement_of_intent")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"domain": None},
        {"mechanisms": [], "level": None},
        {"inequality": None, "ends_on": None, "additionality": None},
        {"milestones": []},
        {"milestones": [], "deliverable": "A clause"},
        {"milestones": [], "measures": "Contracts"},
        {"milestones": [], "kind": "advocate", "ask": "Pay"},
        {"milestones": [], "kind": "advocate", "ask": "Pay", "ask_addressee": "All", "ask_by": TODAY},
    ],
)
def test_what_is_missing_is_what_the_rule_says(public_world: World, fields: dict[str, Any]) -> None:
    draft = make_commitment(public_world.alder, public_world.programme, now=NOW)
    for name, value in fields.items():
        # A row is made for each draft: one that stood in the table would belong to the first of them.
        rows = [Measure(kind=MeasureKind.TEXT, name=value)] if name == "measures" else value
        setattr(draft, name, rows)
    wanted = len(readiness.missing(draft))
    published = publish_commitment(draft, now=NOW, today=TODAY)

    assert published is not None
    assert len(missing_from(published.payload)) == wanted


def test_an_imported_record_is_shown_as_its_source_judged_it(
    reader: CheckingClient, public_world: World
) -> None:
    promise = make_commitment(public_world.alder, public_world.programme, now=NOW, made_on=None)
    promise.imported = imported(
        promise,
        facts={
            "source_status": "kept",
            "source_status_label": "Kept",
            "source_status_meaning": "It was done.",
            "source_assessor": "A. Researcher",
            "progress_text": "A law was passed.",
            "contested": True,
            "contested_note": "The opposition disagrees.",
            "evidence": [{"url": "https://x.example.org/law", "title": None}],
        },
    )
    publish_commitment(promise, now=NOW, today=TODAY)
    db.session.commit()

    page = page_of(reader, promise)

    assert "Source says: Kept As judged by A. Researcher, not by the organisation." in page.main
    assert page.fact("Status at the source").replace(" :", ":") == "Kept: It was done."
    assert page.fact("Progress") == "A law was passed."
    assert page.fact("Contested") == "The opposition disagrees."
    assert page.has_link("https://x.example.org/law")
    assert page.fact("Date as written") == "Not stated"
    assert "months used" not in page.main


def test_a_source_that_says_nothing_of_it_is_not_said_to_judge(
    reader: CheckingClient, public_world: World
) -> None:
    promise = make_commitment(public_world.alder, public_world.programme, now=NOW, made_on=None)
    promise.imported = imported(promise, facts={"source_url": "https://x.example.org/"})
    publish_commitment(promise, now=NOW, today=TODAY)
    db.session.commit()

    page = page_of(reader, promise)

    assert "Nothing reported yet The source does not say how it stands." in page.main
    assert "judged" not in page.main


def imported(promise: Commitment, facts: dict[str, Any]) -> ImportedRecord:
    return ImportedRecord(
        organisation_id=promise.organisation_id,
        programme_id=promise.programme_id,
        source="somewhere",
        external_id="7",
        fingerprint="f" * 64,
        row={"secret": "column"},
        facts=facts,
        imported_at=NOW,
    )


def test_every_old_address_leads_to_the_page(reader: CheckingClient, promise: Commitment) -> None:
    right = page_of(reader, promise).url
    assert promise.reference is not None

    for address in (
        f"/commitments/{promise.public_id}",
        f"/commitments/{promise.public_id}/an-older-title",
        f"/commitments/{promise.reference}",
        f"/commitments/{promise.reference.lower()}",
    ):
        assert reader.get_url(address, expected=301).response.location == right


@pytest.mark.parametrize("path", ["nothing", "nothing/at-all", "FS-9999", "%00", "x" * 500])
def test_what_does_not_exist_is_not_found(reader: CheckingClient, public_world: World, path: str) -> None:
    reader.get_url(f"/commitments/{path}", expected=404)


def test_a_draft_is_as_if_it_did_not_exist(reader: CheckingClient, public_world: World) -> None:
    draft = make_commitment(public_world.alder, public_world.programme, now=NOW)
    db.session.commit()

    reader.get_url(f"/commitments/{draft.public_id}", expected=404)
    reader.get_url(f"/commitments/{draft.public_id}/x", expected=404)


@pytest.mark.parametrize("opens_on", [None, TODAY + timedelta(days=1)])
def test_before_its_programme_is_public_it_does_not_exist(
    reader: CheckingClient, promise: Commitment, opens_on: date | None
) -> None:
    assert promise.register_entry is not None
    promise.register_entry.public_from = opens_on
    for publication in promise.publications:
        publication.public_from = opens_on
    db.session.commit()

    reader.get_url(f"/commitments/{promise.public_id}", expected=404)
    reader.get_url(f"/commitments/{promise.public_id}/{promise.register_entry.slug}", expected=404)


def test_what_was_taken_back_leaves_a_stone_that_says_when_and_why(
    reader: CheckingClient, promise: Commitment
) -> None:
    assert promise.register_entry is not None
    promise.publications[-1].retracted_on = TODAY
    promise.publications[-1].retraction_reason = "Published by mistake."
    promise.register_entry.public_from = None
    db.session.commit()

    page = reader.get_url(f"/commitments/{promise.public_id}/{promise.register_entry.slug}", expected=410)

    assert "taken back on 6 April 2026" in page.main
    assert "Published by mistake." in page.main
    assert "living wage" not in page.text
    assert "living wage" not in reader.get("public.list_commitments").text
    for name in (promise.public_id, promise.reference):
        assert "taken back" in reader.get_url(f"/commitments/{name}", expected=410).main


def test_a_closed_programme_keeps_the_page_and_says_so(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    programme = public_world.programme
    programme.closed_on = TODAY
    current = public_programme(programme.public_id)
    db.session.add(publish_programme(programme, current, now=NOW, today=TODAY))
    db.session.commit()

    assert "This programme closed on 6 April 2026" in page_of(reader, promise).main


def public_programme(public_id: str) -> Any:
    from equity_tracker.model.publication import Publication  # noqa: PLC0415 - for this one look

    return db.session.query(Publication).filter_by(subject_id=public_id, is_current=True).one()


def test_twenty_check_ins_cost_no_more_queries_than_one(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report_on(promise, date(2026, 1, 1), by=public_world.cora)
    with counted_queries(reader.app) as with_one:
        reader.browser.get(page_of(reader, promise).url)
    for number in range(19):
        report_on(promise, date(2026, 1, 2) + timedelta(days=number), by=public_world.cora)
    with counted_queries(reader.app) as with_twenty:
        page = page_of(reader, promise)
        reader.browser.get(page.url)

    assert "Check-in 20" in page.main
    assert len(with_twenty) == len(with_one) <= 8 * 2


def test_it_says_who_read_a_check_in_before_it_was_published(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report_on(promise, date(2026, 3, 20), by=public_world.cora)
    assert "read and approved it" not in page_of(reader, promise).main
    assert "The coordinators have not assessed it apart." in page_of(reader, promise).main

    public_world.programme.review_mode = ReviewMode.APPROVE
    report_on(promise, date(2026, 4, 1), by=public_world.cora)

    body = public_world.programme.coordinating_body.name
    assert f"{body} read and approved it before it was published." in page_of(reader, promise).main


def test_the_first_screen_says_how_it_stands_and_when_that_was_said(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    def line() -> str:
        found = page_of(reader, promise).soup.select_one(".lead-now")
        return " ".join(found.get_text(" ").split()) if found else ""

    assert line() == "Nothing reported yet No check-in has been asked for so far."
    report_on(promise, date(2026, 3, 20), by=public_world.cora, outlook="at_risk")
    assert line() == "At risk as the organisation said on 20 March 2026."
    with clock.fixed(moment(date(2028, 1, 1))):
        assert line() == ("No update since 20 March 2026 What was said last is too old to say how it stands.")


def test_an_end_that_was_moved_is_marked_and_told(reader: CheckingClient, promise: Commitment) -> None:
    promise.ends_on = date(2029, 3, 31)
    publish_commitment(promise, now=NOW, today=TODAY, note="Contracts run a year longer.")
    db.session.commit()

    page = page_of(reader, promise)

    assert "First to be done by 31 March 2028" in page.main
    assert len(page.soup.select(".time-used-end")) == len(page.soup.select(".time-used-later")) == 1
