"""What a status report says. The public edition reads publications and the register, and nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.close_out import CloseOut
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.public_answers import answers_payload
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.public_record import check_in_payload
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.readiness import missing
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.round_question import RoundAnswer
from equity_tracker.model.stored_file import file_payload
from equity_tracker.reports.composing import Payload, Record, Subject, compose, period
from equity_tracker.reports.lines import DraftLine
from equity_tracker.reports.queries.brands import brand_of
from equity_tracker.reports.queries.happened import list_happenings
from equity_tracker.reports.status_report import StatusReport

# Some databases take no more than a thousand values in one list.
PART = 500
_DRAFT_STATES = {
    Lifecycle.DRAFT: "Draft, not submitted yet",
    Lifecycle.SUBMITTED: "Submitted, waiting for the coordinator",
    Lifecycle.RETURNED: "Returned by the coordinator",
}
# Set aside, or taken back: a report shows neither.
_NOT_REPORTED = {Lifecycle.ARCHIVED, Lifecycle.RETRACTED}


def status_report(organisation: Organisation, choice: Choice) -> StatusReport:
    """Gather how the organisation's commitments stand on a day, for the public or for its own people."""
    if choice.edition is Edition.PUBLIC:
        return _public_report(organisation, choice)
    return _internal_report(organisation, choice)


def _public_report(organisation: Organisation, choice: Choice) -> StatusReport:
    as_of = choice.as_of
    entries = db.session.scalars(
        select(RegisterEntry)
        .where(RegisterEntry.organisation_id == organisation.id, RegisterEntry.public_from <= as_of)
        .order_by(RegisterEntry.id)
    ).all()
    about = {entry.public_id: entry for entry in entries}
    told = current_publications(list(about), as_of)
    commitments = {row.about_id: row.payload for row in told if row.kind is PublicationKind.COMMITMENT}
    check_ins: dict[str | None, Payload] = {}
    for row in told:
        if row.kind is PublicationKind.CHECK_IN:
            known = check_ins.get(row.about_id)
            if known is None or known["number"] < row.payload["number"]:
                check_ins[row.about_id] = row.payload
    return compose(
        Subject(
            public_name(organisation, as_of),
            choice,
            brand_of(organisation),
            tuple(attributions({entry.programme_id for entry in entries}, as_of)),
        ),
        [
            Record(entry, commitments[public_id], check_ins.get(public_id))
            for public_id, entry in about.items()
            if public_id in commitments
        ],
        happened=list_happenings(list(about), choice),
    )


def public_name(organisation: Organisation, as_of: date) -> str:
    """Return the name that the public knows it by."""
    published = published_facts(PublicationKind.ORGANISATION, as_of, organisation_id=organisation.id)
    return str(published[0]["name"]) if published else organisation.name


def public_issuer(report: Report) -> str:
    """Return the name under which the public knows whoever issues it, whatever it is called inside."""
    if report.organisation is not None:
        return public_name(report.organisation, report.as_of)
    facts = published_facts(PublicationKind.PROGRAMME, report.as_of, programme_id=report.programme_id)
    return str(facts[0]["coordinating_body_name"]) if facts else report.issuer


def current_publications(about: Sequence[str], as_of: date) -> list[Publication]:
    """Return what the public reads now of these commitments and their check-ins."""
    found: list[Publication] = []
    for start in range(0, len(about), PART):
        found += db.session.scalars(
            select(Publication)
            .where(
                Publication.about_id.in_(about[start : start + PART]),
                Publication.kind.in_([PublicationKind.COMMITMENT, PublicationKind.CHECK_IN]),
                Publication.is_current,
                Publication.retracted_on.is_(None),
                Publication.public_from <= as_of,
            )
            .options(load_only(Publication.kind, Publication.about_id, Publication.payload))
            .order_by(Publication.id)
        )
    return found


def published_facts(kind: PublicationKind, as_of: date, **scope: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - column values
    """Return the current payloads of a kind in this scope, as the public may read them on the day."""
    return list(
        db.session.scalars(
            select(Publication.payload)
            .filter_by(kind=kind, is_current=True, **scope)
            .where(Publication.public_from <= as_of)
            .order_by(Publication.id)
        )
    )


def attributions(programme_ids: set[int], as_of: date) -> list[str]:
    """Return the words that the sources of imported records ask for, once each."""
    said = [
        payload["attribution"]
        for programme_id in sorted(programme_ids)
        for payload in published_facts(PublicationKind.PROGRAMME, as_of, programme_id=programme_id)
        if payload["attribution"]
    ]
    return list(dict.fromkeys(said))


def _internal_report(organisation: Organisation, choice: Choice) -> StatusReport:
    commitments = db.session.scalars(
        select(Commitment)
        .join(Commitment.programme)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle.not_in(_NOT_REPORTED),
            Programme.is_practice.is_(False),
        )
        .options(*WITH_ITS_PARTS)
        .order_by(Commitment.id)
    ).all()
    said = (row.programme.attribution for row in commitments if row.register_entry is not None)
    registered = [row for row in commitments if row.register_entry]
    return compose(
        Subject(
            organisation.name,
            choice,
            brand_of(organisation),
            tuple(dict.fromkeys(words for words in said if words)),
        ),
        [
            own_record(row, row.register_entry, choice.as_of)
            for row in registered
            if row.register_entry is not None
        ],
        drafts=sorted((_draft(row) for row in commitments if not row.register_entry), key=_by_title),
        happened=list_happenings([row.public_id for row in registered], choice),
    )


def _by_title(draft: DraftLine) -> str:
    return draft.title.casefold()


_CHECK_INS = selectinload(Commitment.check_ins)
WITH_ITS_PARTS = (
    joinedload(Commitment.organisation),
    contains_eager(Commitment.programme),
    selectinload(Commitment.milestones).selectinload(Milestone.moves),
    selectinload(Commitment.measures).selectinload(Measure.targets),
    selectinload(Commitment.measures).selectinload(Measure.readings),
    selectinload(Commitment.partners),
    selectinload(Commitment.ownerships),
    selectinload(Commitment.handovers),
    selectinload(Commitment.imported),
    selectinload(Commitment.register_entry),
    selectinload(Commitment.close_outs).selectinload(CloseOut.evidence),
    _CHECK_INS.selectinload(CheckIn.versions).options(
        selectinload(CheckInVersion.evidence),
        selectinload(CheckInVersion.themes),
        selectinload(CheckInVersion.help),
        selectinload(CheckInVersion.asks),
        selectinload(CheckInVersion.round_answers).joinedload(RoundAnswer.question),
    ),
    _CHECK_INS.selectinload(CheckIn.round),
    _CHECK_INS.selectinload(CheckIn.expected).load_only(ExpectedCheckIn.due_on),
)


def own_record(commitment: Commitment, entry: RegisterEntry, as_of: date) -> Record:
    standing = [row for row in commitment.check_ins if not row.is_retracted]
    latest = standing[-1] if standing else None
    return Record(
        entry,
        commitment_payload(commitment, hides_small=False),
        own_payload(latest, commitment.programme) if latest else None,
        marking="" if entry.public_from is not None and entry.public_from <= as_of else "Not public yet",
        check_in_marking=marking_of(latest) if latest else "",
    )


def own_payload(check_in: CheckIn, programme: Programme) -> dict[str, Any]:
    """Copy a check-in as its own organisation sees it: with the evidence and notes that are not public."""
    version = check_in.current
    evidence = [
        {
            "title": row.title,
            "url": row.url,
            "kind": row.kind,
            "strength": row.strength,
            "is_public": row.is_public,
        }
        | file_payload(row)
        for row in version.evidence
    ]
    private_too = answers_payload(version, hides_private=False)
    return check_in_payload(check_in, version, programme) | private_too | {"evidence": evidence}


def marking_of(check_in: CheckIn) -> str:
    if check_in.is_returned:
        return "Returned by the coordinator, not public"
    if check_in.published_version != check_in.current.number:
        return "Waiting for approval, not public"
    return ""


def _draft(commitment: Commitment) -> DraftLine:
    return DraftLine(
        title=commitment.display_title,
        statement=commitment.statement,
        programme=commitment.programme.name,
        state=_DRAFT_STATES[commitment.lifecycle],
        ends=period(commitment.ends_on, commitment.ends_precision),
        lacking=tuple(requirement.label for requirement in missing(commitment)),
    )
