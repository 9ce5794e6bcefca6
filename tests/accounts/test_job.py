from datetime import timedelta

from sqlalchemy import func, select

from equity_tracker.accounts.job import sweep_sign_ins
from equity_tracker.extensions import db
from equity_tracker.model.sign_in import Attempt, FormKey, OneTimeToken, TokenPurpose, UserSession
from tests.conftest import NOW
from tests.support.people import World

SWEPT = (Attempt, FormKey, OneTimeToken, UserSession)


def plant(world: World, age: timedelta, name: str) -> None:
    """Leave behind one row of each kind, made or expired so long ago."""
    then = NOW - age
    db.session.add_all(
        [
            Attempt(key=name, at=then),
            FormKey(user_id=world.cora.id, key=name, fingerprint="x", location="/", created_at=then),
            OneTimeToken(
                purpose=TokenPurpose.RESET_PASSWORD,
                token_hash=name,
                user=world.cora,
                created_at=then,
                expires_at=then,
            ),
            UserSession(
                token_hash=name,
                user=world.cora,
                created_at=then,
                last_seen_at=then,
                expires_at=then,
                browser="tests",
            ),
        ]
    )
    db.session.commit()


def counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in SWEPT]


def test_what_has_served_its_time_is_thrown_away_and_the_rest_stays(world: World) -> None:
    plant(world, timedelta(days=40), "old")
    plant(world, timedelta(minutes=10), "new")

    assert sweep_sign_ins(NOW) == 4
    assert counts() == [1, 1, 1, 1]
    assert sweep_sign_ins(NOW) == 0
