"""What the tests of succession share: the public page of a commitment."""

from collections.abc import Callable

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.support.client import CheckingClient

As = Callable[[User | None], CheckingClient]


def public_text(as_: As, commitment: Commitment) -> str:
    """Return what anybody reads of it."""
    db.session.expire_all()
    entry = commitment.register_entry
    assert entry is not None
    return as_(None).get("public.show_commitment", public_id=entry.public_id, slug=entry.slug).main
