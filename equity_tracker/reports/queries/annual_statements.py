"""What an organisation's annual statement says, told from publications and the register alone."""

from datetime import date

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.status import reporting_status
from equity_tracker.reports.annual_statement import AnnualStatement
from equity_tracker.reports.lines import OWING
from equity_tracker.reports.queries.brands import brand_of
from equity_tracker.reports.queries.happened import all_told
from equity_tracker.reports.queries.records import attributions, current_publications, public_name
from equity_tracker.reports.reviewing import Whose, compose_year
from equity_tracker.reports.year_of_one import YearOfOne


class NoSuchPost(Refused):
    """Only a post that the public knows may sign."""

    def __init__(self) -> None:
        super().__init__("Choose a post that is published with one of the commitments", field="signatory")


def annual_statement(
    organisation: Organisation, choice: Choice, signatory: str | None = None
) -> AnnualStatement:
    """Gather what became of the organisation's commitments in a period.

    :param signatory: the post that signs, one of `list_posts`. Raises `NoSuchPost` for any other.
    """
    as_of = choice.as_of
    if signatory is not None and signatory not in list_posts(organisation, as_of):
        raise NoSuchPost
    is_internal = choice.edition is Edition.INTERNAL
    entries = _entries(organisation, as_of, is_internal=is_internal)
    commitments = {row.public_id: row for row in entries if row.form is Form.COMMITMENT}
    told = all_told(list(commitments), as_of, with_unpublic=is_internal)
    return compose_year(
        Whose(
            organisation.name if is_internal else public_name(organisation, as_of),
            choice,
            brand_of(organisation),
            signatory,
            tuple(attributions({row.programme_id for row in entries}, as_of)),
            statements_of_intent=len(entries) - len(commitments),
        ),
        [
            YearOfOne(
                public_id, told[public_id], choice.period, _marking(entry, as_of), _owed_on(entry, as_of)
            )
            for public_id, entry in commitments.items()
            if public_id in told
        ],
    )


def _entries(organisation: Organisation, as_of: date, *, is_internal: bool) -> list[RegisterEntry]:
    query = (
        select(RegisterEntry)
        .join(Programme, Programme.id == RegisterEntry.programme_id)
        .where(RegisterEntry.organisation_id == organisation.id, Programme.is_practice.is_(False))
        .order_by(RegisterEntry.id)
    )
    public = query.where(RegisterEntry.public_from <= as_of)
    return list(db.session.scalars(query if is_internal else public))


def _marking(entry: RegisterEntry, as_of: date) -> str:
    return "" if entry.public_from is not None and entry.public_from <= as_of else "Not public yet"


def _owed_on(entry: RegisterEntry, as_of: date) -> date | None:
    return entry.next_due_on if reporting_status(entry, as_of).slug in OWING else None


def list_posts(organisation: Organisation, as_of: date) -> list[str]:
    """Return the posts that are published with the organisation's commitments: those who may sign."""
    about = [row.public_id for row in _entries(organisation, as_of, is_internal=False)]
    posts = {
        post
        for row in current_publications(about, as_of)
        if row.kind is PublicationKind.COMMITMENT
        for post in (row.payload.get("owners") or {}).values()
    }
    return sorted(posts, key=str.casefold)
