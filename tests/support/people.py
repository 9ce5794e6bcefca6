"""The people of every test: of Alder, of Birch, and of the programme both take part in."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.permissions import OrganisationRole, ProgrammeRole
from equity_tracker.model.programme import Programme
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation, make_programme

PASSWORD = "a kettle sings at dawn"


@dataclass
class World:
    """Who and what exists before each test begins."""

    alder: Organisation
    birch: Organisation
    institute: Organisation
    programme: Programme
    other_programme: Programme
    ada: User
    cora: User
    prue: User
    vic: User
    eve: User
    paula: User
    otto: User
    other_paula: User
    olga: User


@cache
def password_hash() -> str:
    """Hash the password of all invented people once, cheaply."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_user(name: str, now: datetime, *, is_operator: bool = False) -> User:
    """Return a person whose address is their name at example.org."""
    email = f"{name.casefold().replace(' ', '.')}@example.org"
    user = User(
        email=email, name=name, password_hash=password_hash(), created_at=now, is_operator=is_operator
    )
    db.session.add(user)
    return user


def make_member(name: str, organisation: Organisation, role: OrganisationRole, now: datetime) -> User:
    user = make_user(name, now)
    db.session.add(Membership(user=user, organisation=organisation, role=role, created_at=now))
    return user


def make_colleague(name: str, programme: Programme, role: ProgrammeRole, now: datetime) -> User:
    user = make_user(name, now)
    db.session.add(ProgrammeMembership(user=user, programme=programme, role=role, created_at=now))
    return user


def make_world(now: datetime) -> World:
    """Create and commit the people and places that every test may count on."""
    alder = make_organisation("Alder Trust", now=now, kind="nhs_trust")
    birch = make_organisation("Birch College", now=now, kind="royal_college")
    institute = make_organisation("Institute of Fairness", now=now, kind="research_body")
    programme = make_programme("Fairer Shore", institute, now=now, prefix="FS")
    other_programme = make_programme("Other Work", institute, now=now, prefix="OW")
    for organisation in (alder, birch):
        make_participation(organisation, programme, now=now)
    world = World(
        alder=alder,
        birch=birch,
        institute=institute,
        programme=programme,
        other_programme=other_programme,
        ada=make_member("Ada Admin", alder, OrganisationRole.ADMIN, now),
        cora=make_member("Cora Editor", alder, OrganisationRole.EDITOR, now),
        prue=make_member("Prue Approver", alder, OrganisationRole.APPROVER, now),
        vic=make_member("Vic Viewer", alder, OrganisationRole.VIEWER, now),
        eve=make_member("Eve Elsewhere", birch, OrganisationRole.ADMIN, now),
        paula=make_colleague("Paula Coordinator", programme, ProgrammeRole.COORDINATOR, now),
        otto=make_colleague("Otto Observer", programme, ProgrammeRole.OBSERVER, now),
        other_paula=make_colleague("Petra Other", other_programme, ProgrammeRole.COORDINATOR, now),
        olga=make_user("Olga Operator", now, is_operator=True),
    )
    db.session.commit()
    return world
