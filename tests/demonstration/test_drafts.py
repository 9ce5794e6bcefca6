"""What is being written in the demonstration: one begun, one that waits and could be signed, one link."""

from sqlalchemy import select

from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.demonstration.content import Content
from equity_tracker.extensions import db
from equity_tracker.model.check_in_draft import CheckInDraft, DraftState
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.publication import Publication
from tests.demonstration.conftest import STORY_DAY, Loaded


def drafts() -> dict[DraftState, CheckInDraft]:
    rows = db.session.scalars(select(CheckInDraft).execution_options(every_organisation=True))
    return {row.state: row for row in rows}


def test_one_is_begun_and_not_complete(loaded: Loaded) -> None:
    draft = drafts()[DraftState.BEGUN]
    assert draft.has_text
    assert not RecordCheckInForm.of_kept(draft.typed).validate()


def test_one_waits_where_approvers_sign_and_could_be_signed(loaded: Loaded) -> None:
    draft = drafts()[DraftState.WAITING]
    assert draft.commitment.organisation.signs_check_ins
    form = RecordCheckInForm.of_kept(draft.typed)
    assert form.validate(), form.errors
    assert db.session.query(Organisation).filter_by(signs_check_ins=True).count() == 1


def test_one_link_is_open(loaded: Loaded) -> None:
    (link,) = db.session.scalars(select(CheckInLink).execution_options(every_organisation=True))
    assert link.is_open(STORY_DAY)


def test_no_word_of_it_is_public(loaded: Loaded, content: Content) -> None:
    payloads = str(db.session.scalars(select(Publication.payload)).all())
    for row in content.drafts:
        assert row["typed"]["what_changed"] not in payloads
