"""From a table and a mapping to the plan of an import. Nothing is written, and nothing is dropped unsaid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from equity_tracker.imports.cells import CellCleaner
from equity_tracker.imports.columns import damaged_ids, fill_down, find_columns, settle_day_first
from equity_tracker.imports.mapping import Mapping
from equity_tracker.imports.names import fold_name
from equity_tracker.imports.planned import ImportPlan, PlannedRecord
from equity_tracker.imports.problems import Notice, NoticeKind, Problem
from equity_tracker.imports.reading import Row, Table, read_table
from equity_tracker.imports.records import RecordMaker


def plan_file(data: bytes, mapping: Mapping) -> ImportPlan:
    return plan_import(read_table(data, mapping.layout), mapping)


def plan_import(table: Table, mapping: Mapping) -> ImportPlan:
    """What importing the table would do. A missing column refuses every row; a bad row refuses itself."""
    found = find_columns(mapping.wanted_columns, table) if table.columns else None
    if found is None or found.problems:
        return ImportPlan(
            mapping,
            problems=(*table.problems, *(found.problems if found else ())),
            notices=table.notices,
            refused_rows=table.refused_rows | {row.number for row in table.rows},
            skipped_rows=table.skipped_rows,
        )
    rows, filled = fill_down(table.rows, [found.names[name] for name in mapping.file.fill_down])
    due = mapping.columns.get("due_on")
    shown, dated = settle_day_first(found.names[due] if due else None, rows)
    cleaner = CellCleaner(repair_letters=mapping.file.repair_letters)
    told = mapping.file.day_first
    maker = RecordMaker(
        mapping,
        found.names,
        cleaner,
        damaged_ids=damaged_ids(row.cells[found.names[mapping.columns["external_id"]]] for row in rows),
        day_first=shown if told is None else told,
    )
    sorted_rows = _sort_rows(rows, maker)
    unused = [name for name in table.columns if name not in set(found.names.values())]
    return ImportPlan(
        mapping,
        records=tuple(sorted_rows.records),
        problems=tuple(
            sorted((*table.problems, *sorted_rows.problems), key=lambda problem: problem.row or 0)
        ),
        notices=(
            *table.notices,
            *filled,
            *(dated if told is None else ()),
            *_unused_notice(unused),
            *cleaner.notices(),
            *_spelling_notices(sorted_rows.records, maker),
            *_same_text_notices(sorted_rows.records),
        ),
        refused_rows=table.refused_rows | sorted_rows.refused,
        skipped_rows=table.skipped_rows,
    )


@dataclass(slots=True)
class _SortedRows:
    records: list[PlannedRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    def refuse(self, row: int, problems: Sequence[Problem]) -> None:
        self.refused.add(row)
        self.problems += problems


def _sort_rows(rows: Iterable[Row], maker: RecordMaker) -> _SortedRows:
    result = _SortedRows()
    column = maker.columns[maker.mapping.columns["external_id"]]
    first_with: dict[str, int] = {}
    for row in rows:
        external_id = row.cells[column].strip()
        earlier = first_with.setdefault(external_id, row.number)
        if external_id and earlier != row.number:
            result.refuse(row.number, [Problem(f"repeats row {earlier}", row=row.number, value=external_id)])
            continue
        made = maker.make(row)
        if isinstance(made, list):
            result.refuse(row.number, made)
        else:
            result.records.append(made)
    return result


def _unused_notice(columns: Sequence[str]) -> list[Notice]:
    if not columns:
        return []
    return [Notice(f"Columns the mapping does not use, kept with each source row: {', '.join(columns)}")]


def _spelling_notices(records: Iterable[PlannedRecord], maker: RecordMaker) -> list[Notice]:
    """Names that were read as one organisation although they are written in more than one way."""
    column = maker.columns[maker.mapping.organisation.column]
    spelled: dict[tuple[str, str], list[int]] = {}
    for record in records:
        written = " ".join(record.raw[column].split())
        if written != record.maker.source_name and fold_name(written) == fold_name(record.maker.source_name):
            spelled.setdefault((written, record.maker.source_name), []).append(record.row)
    return [
        Notice(f"“{written}” was read as “{kept}”", column=column, rows=tuple(rows))
        for (written, kept), rows in spelled.items()
    ]


def _same_text_notices(records: Iterable[PlannedRecord]) -> list[Notice]:
    """One promise under two ids is most likely one promise, but only a person can say."""
    first_with: dict[tuple[str, str], int] = {}
    notices = []
    for record in records:
        key = (fold_name(record.maker.name), " ".join(record.statement.casefold().split()))
        earlier = first_with.setdefault(key, record.row)
        if earlier != record.row:
            reason = f"It has the same text as row {earlier}, under another id"
            notices.append(Notice(reason, NoticeKind.WARNING, rows=(record.row,)))
    return notices
