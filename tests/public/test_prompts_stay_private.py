"""Questions about wording never reach the public: not by page, file, report or mail, and not in the text."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from equity_tracker.commitments.actions.drafts import submit_commitment
from equity_tracker.commitments.actions.prompts import dismiss_prompt
from equity_tracker.commitments.prompts import shown_prompts
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.language import everything_found
from equity_tracker.model.language_rules import RULES
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.prompts import PROMPTED, dismissed_on, prompts_on
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.publication import Publication
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition
from equity_tracker.model.review import review_version
from equity_tracker.programmes.actions.reviews import review_commitment
from equity_tracker.reports.queries import status_report
from equity_tracker.web.email_pages import render_email
from tests.conftest import NOW
from tests.reports.records import of_today
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment
from tests.support.people import World
from tests.support.planting import addresses

# Something of every family.
PLANTED = (
    "We are committed to championing health equity. Vulnerable people who are hard to reach, addicts and"
    " those in deprived areas make lifestyle choices: we will encourage people to take more responsibility,"
    " raise awareness, improve access to care, target young people, and close the gap between some wards."
    " It will benefit deprived communities. Lack of education is a risk factor. Upstream work; it is"
    " inevitable that people fall ill because of where they live."
)
REASON = "zz-reason of ours"


def said_by_the_advisor() -> Iterator[str]:
    """Yield what only a prompt says. A title of one word may be a word of anybody's."""
    for family in RULES.families.values():
        yield family.why
        yield family.question
        if len(family.title.split()) > 2:
            yield family.title
    yield REASON


def leaks(told: str) -> list[str]:
    """Return what of the advisor's stands in a text, also with its marks written for HTML."""
    plain = told.replace("&#39;", "'").replace("&#x27;", "'").casefold()
    return [said for said in said_by_the_advisor() if said.casefold() in plain]


@pytest.fixture
def planted(public_world: World, cora: User, paula: User) -> Commitment:
    """Publish a text that raises everything, dismiss one question, and have it reviewed."""
    world = public_world
    texts: dict[str, Any] = {name: PLANTED[: 200 if name == "title" else None] for name in PROMPTED}
    commitment = make_commitment(
        world.alder, world.programme, now=NOW, determinants=[], mechanisms=["exposure"], **texts
    )
    submit_commitment(
        commitment,
        as_statement_of_intent=True,
        version=commitment.version,
        by=cora,
        now=NOW,
        today=NOW.date(),
    )
    [first, *_] = prompts_on(commitment)
    dismiss_prompt(
        commitment,
        answer=first.answer,
        family=first.prompt.id,
        words=first.prompt.key,
        reason=REASON,
        by=cora,
        now=NOW,
    )
    review_commitment(
        commitment,
        is_accepted=True,
        reason=None,
        seen=review_version(commitment),
        by=paula,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()
    db.session.refresh(commitment)
    return commitment


def test_the_planted_text_does_raise_everything(planted: Commitment) -> None:
    assert {prompt.id for prompt in everything_found(PLANTED)} == set(RULES.families)
    assert len(prompts_on(planted)) >= 3 * 6
    assert len(dismissed_on(planted)) == 1


def test_no_public_page_or_file_says_anything_of_it(planted: Commitment, reader: CheckingClient) -> None:
    found = [
        *addresses(),
        "/sitemap.xml",
        "/organisations/alder-trust/status-report.pdf",
    ]
    answered = set()
    for address in found:
        response = reader.browser.get(address, buffered=True)
        answered.add(response.status_code)
        assert leaks(response.get_data(as_text=True)) == [], address
    assert 200 in answered
    pages = "".join(reader.browser.get(address, buffered=True).get_data(as_text=True) for address in found)
    assert "make lifestyle choices" in pages, "the text itself is public"


def test_nothing_stored_or_sent_says_anything_of_it(planted: Commitment, app: Flask) -> None:
    stored: list[Any] = [row.payload for row in db.session.scalars(select(Publication))]
    entries = select(RegisterEntry).execution_options(every_organisation=True)
    stored += [
        [getattr(row, column.name) for column in RegisterEntry.__table__.columns]
        for row in db.session.scalars(entries)
    ]
    mails = list(db.session.scalars(select(OutgoingEmail)))
    assert mails
    stored += [render_email(mail.name, mail.context) for mail in mails]
    stored += [
        asdict(status_report(planted.organisation, of_today(edition, NOW.date()))) for edition in Edition
    ]
    stored += [getattr(planted, name) for name in PROMPTED]

    assert [leaks(str(each)) for each in stored] == [[]] * len(stored)


def test_what_is_looked_for_is_what_an_author_does_see(
    planted: Commitment, as_: Callable[[User | None], CheckingClient], paula: User
) -> None:
    page = as_(paula).get(
        "programmes.review_commitment", programme="fairer-shore", commitment=planted.public_id
    )
    assert len(leaks(page.response.text)) >= 6
    assert REASON not in page.response.text


@given(st.dictionaries(st.sampled_from(list(PROMPTED)), st.one_of(st.text(max_size=200), st.just(PLANTED))))
def test_reading_any_text_leaves_it_as_it_was(texts: dict[str, str]) -> None:
    commitment = Commitment(**texts, determinants=[], mechanisms=[], upstream_meanings=[])
    before = {name: getattr(commitment, name) for name in PROMPTED}

    prompts_on(commitment)
    shown_prompts(commitment)
    dismissed_on(commitment)

    assert {name: getattr(commitment, name) for name in PROMPTED} == before
    assert set(before.values()) == {*texts.values(), *([None] if len(texts) < len(PROMPTED) else [])}


def test_the_payload_of_a_publication_names_no_prompt(planted: Commitment) -> None:
    assert not {key for key in commitment_payload(planted) if "prompt" in key or "dismiss" in key}
