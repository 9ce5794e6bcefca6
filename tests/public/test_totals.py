"""Whatever is drafted, published, changed, closed or shared: totals agree, and drafts stay inside."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_tracker.extensions import db
from equity_tracker.model.amendment import open_amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.partner import Partner
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.public.queries.figures import count_by_organisation, count_by_subject
from tests.commitments.amended import REASON, send, write
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_published
from tests.support.people import World

TODAY = NOW.date()
DOMAINS = st.sampled_from([None, "nhs_organisations", "partnership", "education"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "send", "return", "close", "mode"]), st.integers(0, 3), DOMAINS),
    max_size=6,
)


@pytest.fixture
def drafted(public_world: World) -> Commitment:
    """Return a draft with a word in it that no public page may ever hold."""
    draft = make_commitment(public_world.alder, public_world.programme, now=NOW, title="UNPUBLISHED draft")
    db.session.commit()
    return draft


@pytest.mark.thorough
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=12,
)
@given(domains=st.lists(DOMAINS, min_size=1, max_size=3), steps=STEPS)
def test_totals_agree_and_nothing_unpublished_is_counted(
    public_world: World,
    reader: CheckingClient,
    drafted: Commitment,
    domains: list[str | None],
    steps: list[tuple[str, int, str | None]],
) -> None:
    made = [_joint(public_world, domain) for domain in domains]
    for what, which, domain in steps:
        _take(made[which % len(made)], what, domain, public_world)
    rows = count_by_subject(TODAY)
    public = {row.public_id for row in _published()}
    assert sum(row.number for row in rows) == len(public)
    assert sum(row.number for row in count_by_organisation(TODAY)) == len(public)
    by_domain: Counter[Any] = Counter()
    for row in rows:
        by_domain[row.domain] += row.number
    assert by_domain == Counter(row.domain for row in _published())
    assert drafted.public_id not in public
    for commitment in made:
        _every_version_renders(reader, commitment)


def _joint(world: World, domain: str | None) -> Commitment:
    """Publish a promise of Alder's with Birch as its partner: two organisations, one commitment."""
    world.programme.review_mode = ReviewMode.ACKNOWLEDGE
    commitment = make_published(world.alder, world.programme, now=NOW, domain=domain)
    commitment.partners.append(
        Partner(name="Birch College", role="partner", partner_organisation_id=world.birch.id)
    )
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()
    return commitment


def _take(commitment: Commitment, what: str, domain: str | None, world: World) -> None:
    """Do one thing to one commitment, or be refused."""
    try:
        if what == "mode":
            world.programme.review_mode = ReviewMode.APPROVE if domain else ReviewMode.ACKNOWLEDGE
        elif what == "close":
            commitment.close("met_late", "Done.", today=TODAY)
            publish_commitment(commitment, now=NOW, today=TODAY, note="Closed.")
        elif what == "send":
            send(commitment, world.cora, REASON, domain=domain)
        elif (amendment := open_amendment(commitment)) is None:
            write(commitment, world.cora, domain=domain, title="UNPUBLISHED change")
        elif what == "return":
            amendment.state = amendment.state.RETURNED
        db.session.commit()
    except Refused:
        db.session.rollback()


def _published() -> list[Any]:
    from equity_tracker.public.queries.tables import entries, read  # noqa: PLC0415 - a reading of rows

    return list(read(entries.select()).all())


def _every_version_renders(reader: CheckingClient, commitment: Commitment) -> None:
    assert commitment.register_entry is not None
    log = f"/commitments/{commitment.public_id}/{commitment.register_entry.slug}/publications"
    numbers = [row.number for row in commitment.publications if row.kind is PublicationKind.COMMITMENT]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    pages = [log, *(f"{log}/{number}" for number in numbers)]
    for page in pages:
        assert "UNPUBLISHED" not in reader.get_url(page).response.text or _was_sent(commitment)


def _was_sent(commitment: Commitment) -> bool:
    """Say whether the change with the marked title was published on purpose."""
    return "UNPUBLISHED" in str([row.payload for row in commitment.publications])
