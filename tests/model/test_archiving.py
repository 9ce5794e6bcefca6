"""Setting a text aside, and taking it up again: what may be archived, and what may not."""

from datetime import date

import pytest

from equity_tracker.model.archiving import archive_commitment, may_be_archived, resume_commitment
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.programme import Programme
from tests.conftest import NOW


def commitment(lifecycle: Lifecycle, *, published: bool = False) -> Commitment:
    return Commitment(
        lifecycle=lifecycle,
        version=3,
        first_published_on=date(2026, 3, 1) if published else None,
        programme=Programme(name="Fair start"),
    )


@pytest.mark.parametrize("lifecycle", [Lifecycle.DRAFT, Lifecycle.RETURNED])
def test_what_its_organisation_works_on_is_archived_and_becomes_a_draft_again(lifecycle: Lifecycle) -> None:
    text = commitment(lifecycle)
    assert may_be_archived(text)
    archive_commitment(text, seen=3, now=NOW)
    assert (text.lifecycle, text.version, text.edited_at) == (Lifecycle.ARCHIVED, 4, NOW)
    resume_commitment(text, seen=4, now=NOW)
    assert (text.lifecycle, text.version) == (Lifecycle.DRAFT, 5)


@pytest.mark.parametrize(
    "lifecycle", [Lifecycle.PUBLISHED, Lifecycle.CLOSED, Lifecycle.RETRACTED, Lifecycle.RETURNED]
)
def test_what_the_public_could_read_is_never_archived(lifecycle: Lifecycle) -> None:
    text = commitment(lifecycle, published=True)
    assert not may_be_archived(text)
    with pytest.raises(Refused, match="has been published"):
        archive_commitment(text, seen=3, now=NOW)
    assert text.lifecycle is lifecycle


def test_what_waits_for_a_coordinator_is_not_taken_from_under_them() -> None:
    with pytest.raises(Refused, match="waits for the coordinator’s decision"):
        archive_commitment(commitment(Lifecycle.SUBMITTED), seen=3, now=NOW)


def test_it_is_archived_once() -> None:
    with pytest.raises(Refused, match="archived already"):
        archive_commitment(commitment(Lifecycle.ARCHIVED), seen=3, now=NOW)
    with pytest.raises(Refused, match="is not archived"):
        resume_commitment(commitment(Lifecycle.DRAFT), seen=3, now=NOW)


def test_what_was_not_read_is_neither_archived_nor_taken_up() -> None:
    with pytest.raises(ChangedSince):
        archive_commitment(commitment(Lifecycle.DRAFT), seen=2, now=NOW)
    with pytest.raises(ChangedSince):
        resume_commitment(commitment(Lifecycle.ARCHIVED), seen=2, now=NOW)


def test_nothing_is_taken_up_in_a_programme_that_is_closed() -> None:
    text = commitment(Lifecycle.ARCHIVED)
    text.programme.closed_on = date(2026, 4, 1)
    with pytest.raises(Refused, match="closed"):
        resume_commitment(text, seen=3, now=NOW)


def test_an_archived_text_is_not_edited() -> None:
    with pytest.raises(Refused, match="Take it up again to change it"):
        commitment(Lifecycle.ARCHIVED).refuse_unless_editable()
