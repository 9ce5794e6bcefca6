from collections.abc import Callable

from equity_tracker.extensions import db
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import ROLE_MAY, OrganisationRole
from equity_tracker.organisations.role_table import IN_WORDS, role_table
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Find = Callable[[User], Membership]


def team(as_: As, person: User, world: World) -> Page:
    return as_(person).get("organisations.list_members", organisation=world.alder.slug)


def test_the_team_is_listed_with_role_and_since_when(as_: As, vic: User, world: World) -> None:
    page = team(as_, vic, world)

    assert page.table("People") == [
        ["Ada Admin ada.admin@example.org", "Admin", "6 April 2026"],
        ["Cora Editor cora.editor@example.org", "Editor", "6 April 2026"],
        ["Prue Approver prue.approver@example.org", "Approver", "6 April 2026"],
        ["Vic Viewer (you) vic.viewer@example.org", "Viewer", "6 April 2026"],
    ]


def test_who_has_left_is_not_in_the_list(
    as_: As, vic: User, cora: User, world: World, membership: Find
) -> None:
    membership(cora).ended_at = membership(cora).created_at
    db.session.commit()

    assert "Cora Editor" not in team(as_, vic, world).main


def test_only_an_admin_is_shown_how_to_change_the_team(as_: As, ada: User, cora: User, world: World) -> None:
    assert team(as_, ada, world).has_link("Change role of Cora Editor")
    assert team(as_, ada, world).has_link("Remove Cora Editor")
    assert team(as_, ada, world).has_link("Invite a colleague")
    assert not team(as_, cora, world).has_link("Change role")
    assert not team(as_, cora, world).has_link("Remove")
    assert not team(as_, cora, world).has_link("Invite")


def test_nobody_is_offered_to_remove_themselves_but_everybody_may_leave(
    as_: As, ada: User, vic: User, world: World
) -> None:
    assert not team(as_, ada, world).has_link("Remove Ada Admin")
    assert team(as_, vic, world).has_link("Leave the team")


def test_the_page_says_what_each_role_may_do(as_: As, vic: User, world: World) -> None:
    rows = {row[0].split()[0]: row[1] for row in team(as_, vic, world).table("Roles")}

    assert list(rows) == ["Viewer", "Editor", "Approver", "Admin"]
    assert "change roles and remove people" in rows["Admin"]
    assert "change roles" not in rows["Editor"]
    assert rows["Editor"].startswith("All that a viewer may, and also:")


def test_the_table_of_roles_says_exactly_what_the_gate_allows() -> None:
    held: dict[str, set[str]] = {}
    for role, row in zip(OrganisationRole, role_table(), strict=True):
        held[row.label.lower()] = held.get(row.includes.partition(" ")[2], set()) | set(row.adds)

        assert held[row.label.lower()] == {IN_WORDS[permission] for permission in ROLE_MAY[role]}


def test_no_two_permissions_are_called_the_same() -> None:
    assert len(set(IN_WORDS.values())) == len(IN_WORDS)
