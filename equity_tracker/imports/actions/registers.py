"""Writing the records of another register: found again by source and id, published again when they change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.imports import queries
from equity_tracker.imports.matching import MatchedMakers, match_makers
from equity_tracker.imports.new_organisations import new_organisation, publications_of
from equity_tracker.imports.outcome import ChangedRecord, ImportOutcome
from equity_tracker.imports.planned import ImportPlan, PlannedRecord, changes_between
from equity_tracker.imports.problems import Problem
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import public_from, publish_commitment, publish_programme


def import_records(programme: Programme, plan: ImportPlan, *, now: datetime, today: date) -> ImportOutcome:
    """Write the whole plan, or nothing if one row is refused. The caller commits, or rolls a dry run back."""
    programme.refuse_if_closed()
    organisations = queries.list_organisations()
    matched = match_makers(plan, [queries.known_name(row) for row in organisations])
    stored = queries.list_imported_records(programme, plan.mapping.source.key)
    sorted_records = _sort(plan, matched, stored, {row.slug: row.id for row in organisations})
    problems = (*plan.problems, *matched.problems, *sorted_records.problems)
    if problems or not plan.records:
        return ImportOutcome(plan, problems)
    writer = _Writer(programme, plan, now, today)
    writer.find_organisations(matched, organisations)
    writer.create(sorted_records.new)
    writer.change(sorted_records.changed)
    writer.attribute()
    db.session.flush()
    return ImportOutcome(
        plan,
        created=len(sorted_records.new),
        changed=tuple(change for _, _, change in sorted_records.changed),
        unchanged=sorted_records.unchanged,
        not_in_file=len({row.external_id for row in stored} - {row.external_id for row in plan.records}),
        organisations_found=tuple(sorted(matched.known)),
        organisations_created=tuple(maker.name for maker in matched.new),
    )


@dataclass(slots=True)
class _Sorted:
    new: list[PlannedRecord] = field(default_factory=list)
    changed: list[tuple[ImportedRecord, PlannedRecord, ChangedRecord]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def _sort(
    plan: ImportPlan, matched: MatchedMakers, stored: Sequence[ImportedRecord], ids: dict[str, int]
) -> _Sorted:
    by_id = {row.external_id: row for row in stored}
    result = _Sorted()
    for record in plan.records:
        before = by_id.get(record.external_id)
        if before is None:
            result.new.append(record)
        elif before.fingerprint == record.fingerprint and before.facts == _facts(record, plan):
            result.unchanged += 1
        elif ids.get(matched.known.get(record.maker.name, "")) != before.organisation_id:
            result.problems.append(_moved(plan, record))
        else:
            changes = tuple(changes_between(before.row, record.raw))
            result.changed.append((before, record, ChangedRecord(record.external_id, changes)))
    return result


def _moved(plan: ImportPlan, record: PlannedRecord) -> Problem:
    reason = "The record was imported as another organisation's. An import does not move a promise"
    column = plan.mapping.organisation.column
    return Problem(reason, row=record.row, column=column, value=record.maker.source_name)


def _facts(record: PlannedRecord, plan: ImportPlan) -> dict[str, object]:
    """What the source says, and which source it is."""
    source = plan.mapping.source
    return {**record.facts(), "source_name": source.name, "source_licence": source.licence}


class _Writer:
    """Writes one plan into one programme. Everything is flushed in few batches."""

    def __init__(self, programme: Programme, plan: ImportPlan, now: datetime, today: date) -> None:
        self.programme = programme
        self.plan = plan
        self.now = now
        self.today = today
        self.makers: dict[str, Organisation] = {}

    def find_organisations(self, matched: MatchedMakers, organisations: Sequence[Organisation]) -> None:
        """Find or create every maker, keep a place for it in the programme, and make it public.

        A place without an invitation and without a date of joining: nobody was asked to take part.
        """
        by_slug = {row.slug: row for row in organisations}
        self.makers = {name: by_slug[slug] for name, slug in matched.known.items()}
        for maker in matched.new:
            organisation = new_organisation(maker.name, maker.kind, taken=by_slug.keys(), now=self.now)
            organisation.source_name = self.plan.mapping.source.name
            organisation.source_url = self.plan.mapping.source.address
            db.session.add(organisation)
            by_slug[organisation.slug] = organisation
            self.makers[maker.name] = organisation
        places = {row.organisation_id for row in queries.list_participations(self.programme)}
        db.session.add_all(
            Participation(organisation=organisation, programme=self.programme)
            for organisation in self.makers.values()
            if organisation.id not in places
        )
        db.session.flush()
        db.session.add_all(
            publications_of(
                self.makers.values(),
                queries.list_current_publications(PublicationKind.ORGANISATION),
                visible_from=public_from(self.programme),
                now=self.now,
                today=self.today,
            )
        )

    def create(self, records: list[PlannedRecord]) -> None:
        commitments = [self._commitment(record) for record in records]
        db.session.add_all(commitments)
        db.session.flush()
        for commitment, record in zip(commitments, records, strict=True):
            publish_commitment(commitment, now=self.now, today=self.today)
            self._record(commitment, before=None, after={"external_id": record.external_id})

    def _commitment(self, record: PlannedRecord) -> Commitment:
        maker = self.makers[record.maker.name]
        # Lists are named although they are empty: publishing would otherwise read each from the database.
        commitment = Commitment(
            organisation=maker,
            programme=self.programme,
            made_by=maker,
            made_by_name=maker.name,
            lifecycle=Lifecycle.DRAFT,
            created_at=self.now,
            milestones=[],
            partners=[],
            ownerships=[],
            check_ins=[],
            expected_check_ins=[],
            publications=[],
            register_entry=None,
        )
        _write(commitment, record)
        commitment.imported = ImportedRecord(
            source=self.plan.mapping.source.key,
            external_id=record.external_id,
            fingerprint=record.fingerprint,
            row=dict(record.raw),
            facts=_facts(record, self.plan),
            imported_at=self.now,
        )
        commitment.submit(as_statement_of_intent=False, now=self.now)
        return commitment

    def change(self, changed: list[tuple[ImportedRecord, PlannedRecord, ChangedRecord]]) -> None:
        ids = [stored.commitment_id for stored, _, _ in changed]
        commitments = {row.id: row for row in queries.load_commitments(self.programme, ids)} if ids else {}
        for stored, record, change in changed:
            commitment = commitments[stored.commitment_id]
            _write(commitment, record)
            stored.fingerprint = record.fingerprint
            stored.row = dict(record.raw)
            stored.facts = _facts(record, self.plan)
            stored.imported_at = self.now
            publish_commitment(commitment, now=self.now, today=self.today, note=change.note)
            self._record(
                commitment,
                before={cell.column: cell.before for cell in change.changes},
                after={cell.column: cell.after for cell in change.changes},
            )

    def attribute(self) -> None:
        """Name the source on the programme's page."""
        source = self.plan.mapping.source
        said = f"{source.attribution} {source.address}"
        known = self.programme.attribution or ""
        if source.attribution not in known:
            self.programme.attribution = f"{known} {said}".strip()
        rows = queries.list_current_publications(PublicationKind.PROGRAMME, programme=self.programme)
        previous = rows[-1] if rows else None
        publication = publish_programme(self.programme, previous, now=self.now, today=self.today)
        if publication is not None:
            db.session.add(publication)

    def _record(
        self, commitment: Commitment, *, before: dict[str, object] | None, after: dict[str, object]
    ) -> None:
        db.session.add(
            Activity(
                kind=ActivityKind.COMMITMENT_IMPORTED,
                at=self.now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
                subject_kind="commitment",
                subject_id=commitment.public_id,
                subject_name=commitment.display_title,
                before=before,
                after={"source": self.plan.mapping.source.key, **after},
            )
        )


def _write(commitment: Commitment, record: PlannedRecord) -> None:
    """Write what the source states into the commitment. What it does not state stays not stated."""
    commitment.title = record.title
    commitment.statement = record.statement
    commitment.source_url = record.source_url
    commitment.ends_period = record.due.value if record.due else None
    for name, value in record.fields.items():
        setattr(commitment, name, value)
