"""From one row to one planned record, or to the reasons why it cannot be one."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from types import MappingProxyType

from equity_tracker.imports.cells import CellCleaner
from equity_tracker.imports.header import fold_column
from equity_tracker.imports.links import BadLink, Link, check_address, read_links
from equity_tracker.imports.mapping import Mapping
from equity_tracker.imports.names import fold_name
from equity_tracker.imports.planned import PlannedMaker, PlannedRecord
from equity_tracker.imports.problems import Problem, shortened
from equity_tracker.imports.reading import Row
from equity_tracker.imports.wording import LONGEST_TITLE, everyday_title
from equity_tracker.model.date_reading import DateOutcome, DateReading, read_date

_LONGEST_NAME = 200
_YES, _NO = {"true", "yes", "y", "1"}, {"false", "no", "n", "0"}


@dataclass(slots=True)
class RecordMaker:
    """Reads rows by one mapping. `columns` leads from the mapping's names to the table's."""

    mapping: Mapping
    columns: AnyMapping[str, str]
    cleaner: CellCleaner
    damaged_ids: frozenset[str] = frozenset()
    day_first: bool | None = None
    _makers: dict[str, PlannedMaker] = field(default_factory=dict)
    _statuses: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._statuses = {fold_column(word): word for word in self.mapping.statuses}

    def make(self, row: Row) -> PlannedRecord | list[Problem]:
        reading = _RowReading(self, row)
        record = reading.record()
        return reading.problems or record

    def maker(self, written: str) -> PlannedMaker:
        """The same organisation for every way of writing its name; the first one met is kept."""
        folded = fold_name(written) or written
        known = self._makers.get(folded)
        if known is not None:
            return known
        options = self.mapping.organisation
        name = _look_up(options.names, written) or written
        kind = _look_up(options.kinds, written) or _look_up(options.kinds, name) or options.kind
        maker = PlannedMaker(name=name, kind=kind, source_name=written)
        self._makers[folded] = maker
        return maker

    def status_word(self, written: str) -> str | None:
        """The mapping's word: the same, or the same but for capitals and spaces. Nothing else is alike."""
        return written if written in self.mapping.statuses else self._statuses.get(fold_column(written))


def _look_up(table: AnyMapping[str, str], name: str) -> str | None:
    return next((value for key, value in table.items() if fold_name(key) == fold_name(name)), None)


class _RowReading:
    """One row on its way to a record. It reads on after a problem, so that all of a row's are known."""

    def __init__(self, maker: RecordMaker, row: Row) -> None:
        self.maker = maker
        self.mapping = maker.mapping
        self.row = row
        self.problems: list[Problem] = []

    def record(self) -> PlannedRecord:
        title, statement = self._promise()
        status = self._status()
        return PlannedRecord(
            row=self.row.number,
            external_id=self._external_id(),
            maker=self._organisation(),
            title=title,
            statement=statement,
            raw=MappingProxyType(dict(self.row.cells)),
            contributors=self._contributors(),
            key_figure=self._text("key_figure"),
            source_area=self._text("source_area"),
            source_status=status,
            source_status_label=self.mapping.statuses[status] if status else None,
            source_status_meaning=self.mapping.status_meanings.get(status) if status else None,
            source_assessor=self._text("source_assessor") if status else None,
            status_reason=self._text("status_reason"),
            progress_text=self._text("progress_text"),
            contested=self._contested(),
            contested_note=self._text("contested_note"),
            evidence=self._evidence(),
            source_document=self._text("source_document"),
            source_url=self._source_url(),
            due=self._due(),
        )

    def _column(self, field_name: str) -> str | None:
        wanted = self.mapping.columns.get(field_name)
        return self.maker.columns[wanted] if wanted is not None else None

    def _cell(self, column: str) -> str:
        return self.maker.cleaner.clean(self.row.number, column, self.row.cells[column])

    def _text(self, field_name: str) -> str | None:
        column = self._column(field_name)
        text = self._cell(column) if column is not None else self.mapping.constants.get(field_name)
        return text or None

    def _refuse(self, column: str | None, reason: str, value: str = "") -> None:
        self.problems.append(Problem(reason, row=self.row.number, column=column, value=shortened(value)))

    def _external_id(self) -> str:
        column = self._column("external_id")
        text = self.row.cells[column].strip() if column is not None else ""
        if not text:
            self._refuse(column, "there is no id. Without one the row cannot be found again")
        elif text in self.maker.damaged_ids:
            self._refuse(
                column, "a spreadsheet has turned the id into a number. Export it again as text", text
            )
        elif len(text) > _LONGEST_NAME:
            self._refuse(column, f"the id must be {_LONGEST_NAME} characters or fewer", text)
        return text

    def _promise(self) -> tuple[str, str]:
        title, statement = self._text("title"), self._text("statement")
        whole = statement or title
        if whole is None:
            self._refuse(self._column("statement") or self._column("title"), "there is no promise in it")
            return "", ""
        if title is not None and len(title) > LONGEST_TITLE and title not in whole:
            whole = f"{title}\n\n{whole}"
        return everyday_title(title or whole), whole

    def _organisation(self) -> PlannedMaker:
        column = self.maker.columns[self.mapping.organisation.column]
        written = self._cell(column)
        names = self._names(written)
        if not names:
            self._refuse(
                column, "there is no organisation. If the row above names it, ask for it to be filled down"
            )
            return PlannedMaker("", self.mapping.organisation.kind, "")
        maker = self.maker.maker(names[0])
        if len(maker.name) > _LONGEST_NAME:
            self._refuse(column, f"the name must be {_LONGEST_NAME} characters or fewer", maker.name)
        return maker

    def _names(self, text: str) -> list[str]:
        """One name, or several where the mapping says what stands between them: names contain commas."""
        separator = self.mapping.organisation.separator
        parts = text.split(separator) if separator else [text]
        return [name for part in parts if (name := " ".join(part.split()))]

    def _contributors(self) -> tuple[str, ...]:
        """Everybody named beside the lead, each once."""
        options = self.mapping.organisation
        lead, *others = self._names(self._cell(self.maker.columns[options.column])) or [""]
        if options.contributors is not None:
            others += self._names(self._cell(self.maker.columns[options.contributors]))
        folded: dict[str, str] = {}
        for name in others:
            folded.setdefault(fold_name(name), name)
        folded.pop(fold_name(lead), None)
        return tuple(folded.values())

    def _status(self) -> str | None:
        written = self._text("source_status")
        if written is None:
            return None
        status = self.maker.status_word(written)
        if status is None:
            known = ", ".join(self.mapping.statuses)
            self._refuse(
                self._column("source_status"), f"the status is not in the mapping, which has {known}", written
            )
        return status

    def _contested(self) -> bool | None:
        written = self._text("contested")
        if written is None:
            return None
        if written.casefold() not in _YES | _NO:
            self._refuse(self._column("contested"), "write yes or no", written)
        return written.casefold() in _YES

    def _evidence(self) -> tuple[Link, ...]:
        text = self._text("evidence")
        try:
            return tuple(read_links(text, self.mapping.file.evidence_separator)) if text else ()
        except BadLink as error:
            self._refuse(self._column("evidence"), str(error), text or "")
            return ()

    def _source_url(self) -> str | None:
        text = self._text("source_url")
        try:
            return check_address(text) if text else None
        except BadLink as error:
            self._refuse(self._column("source_url"), str(error), text or "")
            return None

    def _due(self) -> DateReading | None:
        text = self._text("due_on")
        if text is None:
            return None
        reading = read_date(text, day_first=self.maker.day_first, serials_from=self.mapping.file.serials_from)
        if reading.outcome is DateOutcome.UNREADABLE:
            self._refuse(self._column("due_on"), reading.reason, text)
        return reading
