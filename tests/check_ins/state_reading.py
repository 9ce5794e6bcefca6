"""What the database says of check-ins, files and the log, read past the ORM."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in import CheckIn, CheckInVersion, Evidence
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.publication import Mention, Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.review import Review
from equity_tracker.model.round import ExpectedCheckIn
from tests.check_ins.state_model import Stage

Rows = Sequence[Any]
CHECK_IN, VERSION, PLACE = CheckIn.__table__, CheckInVersion.__table__, ExpectedCheckIn.__table__
EVIDENCE, ENTRY = Evidence.__table__, RegisterEntry.__table__
COUNTED = (Activity, OutgoingEmail, Publication, Review)
WRITTEN = {ActivityKind.CHECK_IN_RECORDED, ActivityKind.CHECK_IN_CORRECTED}
STEPS_LOGGED = {
    Stage.TAKEN_BACK: ActivityKind.COMMITMENT_RETRACTED,
    Stage.TAKEN_UP: ActivityKind.COMMITMENT_TAKEN_UP,
    Stage.SUBMITTED: ActivityKind.COMMITMENT_SUBMITTED,
    Stage.PUBLIC: ActivityKind.COMMITMENT_PUBLISHED,
}


# Put together once: to do that costs more than to run them, and they are asked after every step.
_VERSIONS = (
    select(
        CHECK_IN.c.id,
        CHECK_IN.c.public_id,
        CHECK_IN.c.commitment_id,
        CHECK_IN.c.number,
        CHECK_IN.c.published_version,
        CHECK_IN.c.is_returned,
        CHECK_IN.c.retracted_on,
        VERSION.c.number.label("version"),
        VERSION.c.outlook,
        EVIDENCE.c.file_id,
    )
    .join(VERSION, VERSION.c.check_in_id == CHECK_IN.c.id)
    .outerjoin(EVIDENCE, EVIDENCE.c.check_in_version_id == VERSION.c.id)
    .order_by(CHECK_IN.c.commitment_id, CHECK_IN.c.number, VERSION.c.number)
)
_COUNTS = select(*(select(func.count()).select_from(row.__table__).scalar_subquery() for row in COUNTED))
_PLACES = select(PLACE.c.id, PLACE.c.reported_on, PLACE.c.is_missed, PLACE.c.settled_on).order_by(PLACE.c.id)
_LINES = select(Activity.subject_id, Activity.kind).where(
    Activity.kind.in_([*WRITTEN, *STEPS_LOGGED.values()])
)
_PUBLIC_FILES = (
    select(Mention.public_id)
    .join(Publication, Publication.id == Mention.publication_id)
    .where(
        Publication.kind == PublicationKind.CHECK_IN,
        Publication.is_current.is_(True),
        Publication.retracted_on.is_(None),
    )
)
_LISTED = select(ENTRY.c.commitment_id).where(ENTRY.c.retracted_on.is_(None))


def stored_versions() -> Rows:
    """Read every version past the ORM, so that nothing held in memory answers for the database."""
    return db.session.execute(_VERSIONS).all()


def everything() -> list[Any]:
    """What a refusal must leave alone."""
    return [db.session.execute(_COUNTS).one(), stored_versions(), db.session.execute(_PLACES).all()]


def logged() -> Counter[tuple[str, str]]:
    """Count the lines of the log: what happened to which check-in, or to which commitment."""
    return Counter(
        (str(subject), "written" if kind in WRITTEN else str(kind))
        for subject, kind in db.session.execute(_LINES)
    )


def public_files() -> set[str]:
    """Return which files a publication of a check-in that stands names: those the public may fetch."""
    return set(db.session.scalars(_PUBLIC_FILES))


def in_the_register() -> set[int]:
    """Return the commitments that the register lists."""
    return set(db.session.scalars(_LISTED))
