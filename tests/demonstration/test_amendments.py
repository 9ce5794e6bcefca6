"""What the demonstration's organisations changed after publication, and what still waits."""

import pytest
from sqlalchemy import select

from equity_tracker.demonstration.content import Content
from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment, AmendmentState
from equity_tracker.model.publication import Publication, PublicationKind
from tests.demonstration.conftest import Loaded


def test_every_change_of_the_file_stands_in_public_with_its_reason_but_the_one_that_waits(
    loaded: Loaded, content: Content
) -> None:
    notes = set(
        db.session.scalars(select(Publication.note).where(Publication.kind == PublicationKind.COMMITMENT))
    )
    for row in content.amendments:
        assert (row["reason"] in notes) is not row.get("waits", False), row["commitment"]


@pytest.mark.thorough
def test_an_end_date_and_a_level_were_changed_and_one_change_waits(loaded: Loaded, content: Content) -> None:
    rows = db.session.scalars(select(Amendment).execution_options(every_organisation=True)).all()
    published = [row.answers for row in rows if row.state is AmendmentState.PUBLISHED]
    assert {name for answers in published for name in answers} >= {"ends_on", "level", "statement"}
    (waiting,) = (row for row in rows if row.is_waiting)
    payloads = db.session.scalars(select(Publication.payload)).all()
    assert waiting.answers["statement"] not in [payload.get("statement") for payload in payloads]
    assert len(rows) == len(content.amendments)
