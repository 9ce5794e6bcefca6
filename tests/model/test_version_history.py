"""Any sequence of edits, publications, returns and closes leaves a history without a gap."""

from contextlib import suppress
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from equity_tracker.model import amending
from equity_tracker.model.amendment import open_amendment, waiting_amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.promise_answers import read_answers
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.readiness import missing
from equity_tracker.public.change_log import Frozen, change_log
from tests.model.test_publishing import make

BEGINNING = datetime(2026, 4, 6, 23, 30, tzinfo=UTC)
CORA = User(id=1, name="Cora")
BIRCH = {
    "name": "Birch",
    "organisation": None,
    "role": "partner",
    "contribution": None,
    "worked_together_before": None,
    "outcome": None,
}
# Answers that any section may give: goalposts, details, private ones, and none at all.
ANSWERS: dict[str, list[Any]] = {
    "title": ["A living wage in every contract", "Half of the contracts pay it", "<script>"],
    "statement": ["Every contract will.", "Half will.", None],
    "domain": ["nhs_organisations", "partnership", None],
    "level": ["conditions", "circumstances", None],
    "ends_on": ["2028-03-31", "2029-12-31", None],
    "mechanisms": [["power_resources"], ["exposure"], []],
    "deliverable": ["A signed clause", None],
    "forum": ["The board", None],
    "benefits_own_staff": [True, False, None],
    "owner": ["Director of finance", "Director of estates", None],
    "owner_name": ["SECRET-name", "SECRET-other", None],
    "idea_sources": [[], ["SECRET-source"]],
    "partners": [
        [],
        [BIRCH],
    ],
}
an_answer = st.sampled_from(sorted(ANSWERS)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(ANSWERS[name]))
)
a_reason = st.sampled_from([None, "The contracts run longer."])


class History(RuleBasedStateMachine):
    """One commitment in the hands of its editors and its coordinator, at one moment after another."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGINNING
        self.commitment: Commitment = make(version=1)
        self.commitment.programme.review_mode = ReviewMode.ACKNOWLEDGE
        self.kept: list[dict[str, Any]] = []

    def _versions(self) -> list[Publication]:
        rows = [row for row in self.commitment.publications if row.kind is PublicationKind.COMMITMENT]
        return sorted(rows, key=lambda row: row.number)

    @property
    def today(self) -> date:
        return self.now.date()

    def _wait(self) -> None:
        self.now += timedelta(minutes=7)

    @initialize()
    def publish_first(self) -> None:
        publish_commitment(self.commitment, now=self.now, today=self.today)
        self.kept = [deepcopy(row.payload) for row in self._versions()]

    @rule(answer=an_answer, is_stale=st.booleans())
    def write(self, answer: tuple[str, Any], is_stale: bool) -> None:
        name, value = answer
        before = amending.working_answers(self.commitment)
        seen = amending.version_of(self.commitment, (name,)) + is_stale
        try:
            amending.amend(self.commitment, {name: value}, seen=seen, by=CORA, now=self.now)
        except ChangedSince:
            assert is_stale
            assert amending.working_answers(self.commitment) == before
        except Refused:
            assert not self.commitment.is_published
        else:
            assert amending.working_answers(self.commitment)[name] == value
            assert not is_stale or before[name] == value

    @rule(reason=a_reason, as_intent=st.booleans())
    def send(self, reason: str | None, as_intent: bool) -> None:
        self._wait()
        with suppress(Refused):
            amending.send_amendment(
                self.commitment,
                reason=reason,
                as_statement_of_intent=as_intent,
                seen=amending.version_of(self.commitment),
                by=CORA,
                now=self.now,
                today=self.today,
            )
            if waiting_amendment(self.commitment) is None:
                assert self.commitment.is_statement_of_intent is as_intent

    @precondition(lambda self: waiting_amendment(self.commitment) is not None)
    @rule(is_accepted=st.booleans())
    def decide(self, is_accepted: bool) -> None:
        amendment = waiting_amendment(self.commitment)
        assert amendment is not None
        self._wait()
        with suppress(Refused):
            if is_accepted:
                amending.approve_amendment(amendment, now=self.now, today=self.today)
            else:
                amending.return_amendment(amendment, now=self.now)

    @precondition(lambda self: open_amendment(self.commitment) is not None)
    @rule()
    def withdraw(self) -> None:
        public = read_answers(self.commitment)
        with suppress(Refused):
            amending.withdraw_amendment(
                self.commitment, seen=amending.version_of(self.commitment), now=self.now
            )
            assert amending.working_answers(self.commitment) == public

    @precondition(lambda self: self.commitment.milestones[0].actual_on is None)
    @rule()
    def meet_a_milestone(self) -> None:
        self._wait()
        self.commitment.milestones[0].actual_on = self.today
        publish_commitment(self.commitment, now=self.now, today=self.today, note="Met.")

    @rule(mode=st.sampled_from(ReviewMode))
    def change_the_review_mode(self, mode: ReviewMode) -> None:
        self.commitment.programme.review_mode = mode

    @precondition(lambda self: len(self.kept) > 3)
    @rule()
    def close(self) -> None:
        self._wait()
        with suppress(Refused):
            self.commitment.close("met_late", "Done.", today=self.today)
            publish_commitment(self.commitment, now=self.now, today=self.today, note="Closed.")

    @invariant()
    def numbers_have_no_gap_and_one_is_current(self) -> None:
        versions = self._versions()
        assert [row.number for row in versions] == list(range(1, len(versions) + 1))
        current = [row for row in versions if row.is_current is not False]
        assert current == versions[-1:]

    @invariant()
    def what_was_published_never_changes(self) -> None:
        versions = self._versions()
        assert len(versions) >= len(self.kept)
        assert [row.payload for row in versions][: len(self.kept)] == self.kept
        self.kept = [deepcopy(row.payload) for row in versions]

    @invariant()
    def what_is_public_is_what_the_commitment_says_and_no_more(self) -> None:
        if not self.kept:
            return
        public = self._versions()[-1].payload
        for name in ("title", "level", "ends_on", "forum"):
            assert public[name] == read_answers(self.commitment)[name]
        assert "SECRET" not in str([row.payload for row in self._versions()])

    @invariant()
    def a_commitment_has_every_needed_answer(self) -> None:
        if self.kept and self._versions()[-1].form is Form.COMMITMENT:
            assert missing(self.commitment) == []

    @invariant()
    def no_goalpost_moves_without_a_reason(self) -> None:
        for entry in change_log(self._versions()):
            assert entry.reason or not any(change.is_goalpost for change in entry.changes)

    @invariant()
    def there_is_one_open_change_at_most_and_it_differs(self) -> None:
        rows = self.commitment.amendments
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert sum(row.is_open for row in rows) <= 1
        amendment = open_amendment(self.commitment)
        if amendment is not None:
            public = read_answers(self.commitment)
            assert all(value != public[name] for name, value in amendment.answers.items())

    @invariant()
    def the_register_says_what_was_published_last(self) -> None:
        entry = self.commitment.register_entry
        if entry is not None:
            last = self._versions()[-1]
            assert (entry.title, entry.form) == (last.payload["title"], last.form)

    @invariant()
    def every_version_can_be_read(self) -> None:
        for row in self._versions():
            assert Frozen(row.payload)["title"]


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
