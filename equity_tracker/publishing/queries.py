"""Reads of publications that a feature needs before it publishes the next one."""

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind


def find_current_publication(kind: PublicationKind, subject_id: str) -> Publication | None:
    """Return the latest publication of a subject, named by its public id."""
    return db.session.scalar(
        select(Publication).where(
            Publication.kind == kind, Publication.subject_id == subject_id, Publication.is_current
        )
    )
