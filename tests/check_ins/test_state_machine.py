"""Check-ins, reviews and rounds hold together whatever people do; what is done wrong on purpose is found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase

from equity_tracker.check_ins.actions import check_ins
from equity_tracker.extensions import db
from equity_tracker.model import checking_in, retracting
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.round import ExpectedCheckIn
from tests.check_ins import state_machine
from tests.check_ins.state_machine import EXAMPLES, CheckInsAndRounds, run
from tests.conftest import NOW
from tests.support.factories.commitment import make_published
from tests.support.factories.file import make_file
from tests.support.people import World


@pytest.fixture
def machine(world: World) -> type[CheckInsAndRounds]:
    promised = [
        make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}") for number in (1, 2)
    ]
    files = [[make_file(one, now=NOW, by=world.cora) for _ in range(2)] for one in promised]
    db.session.commit()
    CheckInsAndRounds.world, CheckInsAndRounds.promised, CheckInsAndRounds.files = world, promised, files
    return CheckInsAndRounds


@pytest.mark.parametrize("examples", [10, pytest.param(EXAMPLES, marks=pytest.mark.thorough)])
def test_whatever_people_do_it_holds_together(machine: type[CheckInsAndRounds], examples: int) -> None:
    run(machine, max_examples=examples)


def _sent_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(check_ins, "refuse_if_unseen", lambda *_: None)


def _lost_update(patch: pytest.MonkeyPatch) -> None:
    """Let a correction of an older version replace what was said since."""

    def ignoring_what_was_seen(check_in: CheckIn, given: Answers, **said: Any) -> None:
        check_ins.correct_check_in(check_in, given, **said | {"seen": None})

    patch.setattr(state_machine, "correct_check_in", ignoring_what_was_seen)


def _version_gap(patch: pytest.MonkeyPatch) -> None:
    plain = CheckIn.add_version

    def skipping(check_in: CheckIn, *given: Any, **said: Any) -> CheckInVersion:
        version = plain(check_in, *given, **said)
        version.number += version.number > 1
        return version

    patch.setattr(CheckIn, "add_version", skipping)


def _no_line_in_the_log(patch: pytest.MonkeyPatch) -> None:
    """Leave out the line of a correction."""
    plain = check_ins._log

    def of_reports_alone(kind: ActivityKind, *about: Any, **said: Any) -> None:
        if kind is not ActivityKind.CHECK_IN_CORRECTED:
            plain(kind, *about, **said)

    patch.setattr(check_ins, "_log", of_reports_alone)


def _file_stays_public(patch: pytest.MonkeyPatch) -> None:
    """Leave the publications of a check-in standing when its commitment is taken back."""
    plain = retracting._mark

    def of_commitments_alone(publication: Publication, *why: Any) -> None:
        if publication.kind is not PublicationKind.CHECK_IN:
            plain(publication, *why)

    patch.setattr(retracting, "_mark", of_commitments_alone)


def _file_lost(patch: pytest.MonkeyPatch) -> None:
    """Let a correction forget the evidence."""
    plain = checking_in.correct_check_in

    def without_evidence(check_in: CheckIn, given: Answers, **said: Any) -> CheckInVersion:
        return plain(check_in, replace(given, evidence=()), **said)

    patch.setattr(checking_in, "correct_check_in", without_evidence)


def _still_asked_for(patch: pytest.MonkeyPatch) -> None:
    """Have rounds wait for the check-ins of a commitment that was taken back."""
    patch.setattr(ExpectedCheckIn, "settle", lambda *_: None)


SEEDS = [
    _sent_twice,
    _lost_update,
    _version_gap,
    _no_line_in_the_log,
    _file_stays_public,
    _file_lost,
    _still_asked_for,
]


@pytest.mark.thorough
@pytest.mark.parametrize("seed", SEEDS)
def test_it_finds_what_is_done_wrong_on_purpose(
    machine: type[CheckInsAndRounds],
    seed: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed(monkeypatch)

    with pytest.raises((AssertionError, ValueError)):
        run(machine, max_examples=EXAMPLES, phases=[Phase.generate], report_multiple_bugs=False)
