"""Setting a text aside before it was ever published, and taking it up again. Nothing of it is deleted.

What the public could read is no case for this: it is closed, or taken back, and stays on record.
"""

from datetime import datetime

from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import Refused


def may_be_archived(commitment: Commitment) -> bool:
    """Say whether it is a draft, or came back, and nobody outside ever read it as published."""
    return commitment.is_editable and commitment.first_published_on is None


def refuse_unless_archivable(commitment: Commitment) -> None:
    if commitment.is_archived:
        raise Refused("This commitment is archived already.")
    if commitment.first_published_on is not None:
        raise Refused(
            "This commitment has been published. What the public could read is closed or taken back,"
            " and not archived."
        )
    if not commitment.is_editable:
        raise Refused(
            "This commitment waits for the coordinator’s decision. If it is returned to you, you can"
            " archive it then."
        )


def archive_commitment(commitment: Commitment, *, seen: int | None, now: datetime) -> None:
    """Set it aside as it was read, with every answer in it."""
    refuse_unless_archivable(commitment)
    commitment.refuse_if_changed(seen)
    commitment.lifecycle = Lifecycle.ARCHIVED
    commitment.begin_version(now)


def refuse_unless_resumable(commitment: Commitment) -> None:
    if not commitment.is_archived:
        raise Refused("This commitment is not archived.")
    commitment.programme.refuse_if_closed()


def resume_commitment(commitment: Commitment, *, seen: int | None, now: datetime) -> None:
    """Make it a draft again, also one that had come back: it has to be submitted anew."""
    refuse_unless_resumable(commitment)
    commitment.refuse_if_changed(seen)
    commitment.lifecycle = Lifecycle.DRAFT
    commitment.begin_version(now)
