"""What holds of check-ins, reviews and rounds after every step, whatever people did."""

from collections import Counter
from typing import ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.stored_file import StoredFile
from equity_tracker.programmes.queries.rounds import RoundCount, count_reported
from tests.check_ins.state_model import PromiseModel, RoundModel, Said, counted
from tests.check_ins.state_reading import (
    STEPS_LOGGED,
    Rows,
    in_the_register,
    logged,
    public_files,
    stored_versions,
)


class HoldsTogether(RuleBasedStateMachine):
    """The product beside its model, looked at from every side."""

    promised: ClassVar[list[Commitment]]
    files: ClassVar[list[list[StoredFile]]]
    promises: list[PromiseModel]
    rounds: list[tuple[Round, RoundModel]]
    is_tried: bool

    @invariant()
    def it_holds_together(self) -> None:
        """Look only after something was tried: a clock that jumps stores nothing."""
        if not self.is_tried:
            return
        self.is_tried = False
        rows = stored_versions()
        self.what_is_stored_is_what_was_said(rows)
        self.each_check_in_stands_where_it_should(rows)
        self.each_version_and_each_step_has_one_line_in_the_log(rows)
        self.the_public_finds_what_stands_and_no_more()
        self.the_coordinators_page_counts_what_was_expected_and_came()

    def what_is_stored_is_what_was_said(self, rows: Rows) -> None:
        """Version by version, from 1 without a gap, with the file that each names."""
        ids = [commitment.id for commitment in self.promised]
        assert [
            (ids.index(row.commitment_id), row.number, row.version, row.outlook, row.file_id) for row in rows
        ] == [
            (which, number, version, *self.as_stored(which, said))
            for which, promise in enumerate(self.promises)
            for number, report in enumerate(promise.reports, start=1)
            for version, said in enumerate(report.versions, start=1)
        ]

    def as_stored(self, which: int, said: Said) -> tuple[str, int | None]:
        return said.outlook, None if said.file is None else self.files[which][said.file].id

    def each_check_in_stands_where_it_should(self, rows: Rows) -> None:
        """Public, waiting, returned or taken back, and not in two states at once."""
        found = {
            row.id: (row.published_version, bool(row.is_returned), row.retracted_on is not None)
            for row in rows
        }
        reports = [report for promise in self.promises for report in promise.reports]
        assert list(found.values()) == [
            (report.published, report.is_returned, report.is_retracted) for report in reports
        ]
        assert not any(published and is_retracted for published, _, is_retracted in found.values())

    def each_version_and_each_step_has_one_line_in_the_log(self, rows: Rows) -> None:
        lines = Counter((row.public_id, "written") for row in rows)
        for commitment, promise in zip(self.promised, self.promises, strict=True):
            for stage, number in promise.steps.items():
                lines[commitment.public_id, STEPS_LOGGED[stage].value] = number
        assert logged() == lines

    def the_public_finds_what_stands_and_no_more(self) -> None:
        """A file while the public version of a check-in names it; a commitment unless it was taken back."""
        named = {
            self.files[which][0].public_id
            for which, promise in enumerate(self.promises)
            for report in promise.reports
            if report.published is not None and report.versions[report.published - 1].file == 0
        }
        assert public_files() == named
        assert in_the_register() == {
            commitment.id
            for commitment, promise in zip(self.promised, self.promises, strict=True)
            if promise.is_public
        }

    def the_coordinators_page_counts_what_was_expected_and_came(self) -> None:
        if self.rounds:
            page = count_reported(self.promised[0].programme)
            counts = {round_.id: RoundCount(*counted(self.promises, model)) for round_, model in self.rounds}
            assert page == {key: count for key, count in counts.items() if count.expected}
            states = [RoundState.CLOSED if model.is_closed else RoundState.OPEN for _, model in self.rounds]
            assert [round_.state for round_, _ in self.rounds] == states
