"""What is taken back leaves every release, the earlier ones too; until then none of it is handed out."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import Publication
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from equity_tracker.open_data.actions import Press
from equity_tracker.open_data.job import make_waiting_releases
from equity_tracker.open_data.queries import releases
from tests.conftest import NOW
from tests.open_data.conftest import Opened, made, opened
from tests.open_data.test_release import faults_of
from tests.public.records import report_on
from tests.support.factories.commitment import make_published
from tests.support.people import World

TODAY = NOW.date()
LATER = NOW + timedelta(days=3)
SECRET = "It names somebody by accident"


@pytest.fixture
def kept(public_world: World) -> Commitment:
    return make_published(public_world.birch, public_world.programme, now=NOW, title="This one stays")


@pytest.fixture
def regretted(public_world: World, kept: Commitment) -> Commitment:
    one = make_published(public_world.alder, public_world.programme, now=NOW, title=SECRET)
    report_on(one, TODAY, by=public_world.cora, why=SECRET)
    return one


def everything(release: Opened) -> bytes:
    return b"".join(release.files.values())


def take_back(commitment: Commitment) -> None:
    retract_commitment(commitment, "It should not have been published", now=LATER, today=LATER.date())
    db.session.commit()
    db.session.expire_all()


def test_a_release_is_offered_as_long_as_nothing_in_it_is_taken_back(
    regretted: Commitment, press: Press
) -> None:
    row = made(press)

    assert not releases.offered(row, TODAY).is_withheld
    take_back(regretted)
    assert releases.offered(row, TODAY).is_withheld


@pytest.mark.thorough
def test_what_was_taken_back_is_left_out_of_all_releases(
    regretted: Commitment, public_world: World, press: Press, storage: Storage, tmp_path: Path
) -> None:
    first = made(press)
    make_published(public_world.alder, public_world.programme, now=NOW, title="A later one")
    db.session.commit()
    second = made(press, "second")
    assert SECRET.encode() in everything(opened(first, storage))
    old_keys = {first.file_key, second.file_key}
    take_back(regretted)

    assert make_waiting_releases(LATER, press)["revised"] == 2

    db.session.expire_all()
    for row in (first, second):
        assert not releases.offered(row, LATER.date()).is_withheld
        release = opened(row, storage)
        assert SECRET.encode() not in everything(release)
        assert row.revised_on == LATER.date()
        assert (
            row.rows["commitments"]
            == len(release.table("commitments"))
            == len(release.as_json["commitments"])
        )
        assert release.table("check_ins") == release.as_json["check_ins"] == []
        assert b"Revised 2026-04-09" in release.files["README.txt"]
    assert faults_of(opened(first, storage).unpacked(tmp_path)) == []
    assert not old_keys & set(storage.list())
    assert make_waiting_releases(LATER, press)["revised"] == 0


def test_a_check_in_that_is_taken_back_leaves_no_light_behind(
    regretted: Commitment, kept: Commitment, press: Press, storage: Storage
) -> None:
    row = made(press)
    retract_check_in(regretted.check_ins[0], "Wrong", now=LATER, today=LATER.date())
    db.session.commit()
    make_waiting_releases(LATER, press)
    db.session.expire_all()

    release = opened(row, storage)

    lights = {line["title"]: line["delivery_light"] for line in release.table("commitments")}
    assert lights == {SECRET: "", "This one stays": "nothing_yet"}
    assert {line["delivery_light"] for line in release.as_json["commitments"]} == {None, "nothing_yet"}


def test_a_programme_that_is_public_no_more_leaves_earlier_releases(
    regretted: Commitment, press: Press, storage: Storage
) -> None:
    row = made(press)
    db.session.query(Publication).filter_by(programme_id=regretted.programme_id).update({"public_from": None})
    db.session.commit()

    assert releases.offered(row, TODAY).is_withheld
    make_waiting_releases(LATER, press)
    db.session.expire_all()

    assert not releases.offered(row, TODAY).is_withheld
    assert opened(row, storage).table("commitments") == []
    assert opened(row, storage).table("programmes") == []


def test_a_release_made_after_it_was_taken_back_is_left_alone(regretted: Commitment, press: Press) -> None:
    take_back(regretted)

    row = made(press)

    assert not releases.offered(row, TODAY).is_withheld
    assert row.rows["commitments"] == 1


def test_the_order_of_files_and_their_times_stay(
    regretted: Commitment, press: Press, storage: Storage
) -> None:
    row = made(press)
    with storage.open(row.file_key or "") as file, zipfile.ZipFile(file) as archive:
        before = {member.filename: member.date_time for member in archive.infolist()}
    take_back(regretted)
    make_waiting_releases(LATER, press)
    db.session.expire_all()

    with storage.open(row.file_key or "") as file, zipfile.ZipFile(file) as archive:
        assert {member.filename: member.date_time for member in archive.infolist()} == before
