"""Pages of a programme's workspace."""

from tests.journeys.pages.stop import (
    APPROVING,
    COORDINATOR,
    OBSERVER,
    OPERATOR,
    OTHER_PROGRAMME,
    PROGRAMME,
    Stop,
)

ROUND = "programmes.show_round"
PEOPLE = f"{PROGRAMME}/team"
BODIES = f"{PROGRAMME}/organisations"
PROGRAMMES = [
    Stop("programmes.show_home", COORDINATOR, f"{PROGRAMME}/"),
    Stop("programmes.show_home", OBSERVER, f"{PROGRAMME}/"),
    Stop("programmes.list_commitments", COORDINATOR, f"{PROGRAMME}/commitments"),
    Stop(
        "programmes.list_commitments", OBSERVER, f"{PROGRAMME}/commitments?domain=education&level=not_stated"
    ),
    Stop("portfolio.show_portfolio", COORDINATOR, f"{PROGRAMME}/portfolio"),
    Stop("portfolio.show_themes", COORDINATOR, f"{PROGRAMME}/themes"),
    Stop("portfolio.show_theme", COORDINATOR, f"{PROGRAMME}/themes", ("portfolio.show_theme",)),
    Stop("portfolio.show_asks", OBSERVER, f"{PROGRAMME}/asks"),
    Stop("portfolio.show_matches", OBSERVER, f"{PROGRAMME}/matches"),
    Stop("portfolio.show_match", OBSERVER, f"{PROGRAMME}/matches", ("portfolio.show_match",)),
    Stop("reports.list_papers", OBSERVER, f"{PROGRAMME}/reports/"),
    Stop("programmes.list_reviews", COORDINATOR, f"{PROGRAMME}/reviews"),
    Stop("programmes.review_commitment", COORDINATOR, f"{PROGRAMME}/", ("programmes.review_commitment",)),
    Stop("programmes.review_commitment", OBSERVER, f"{PROGRAMME}/", ("programmes.review_commitment",)),
    Stop(
        "programmes.review_commitment",
        APPROVING,
        f"{OTHER_PROGRAMME}/reviews",
        ("programmes.review_commitment",),
        sent=True,
        status=422,
    ),
    Stop(
        "closing.assess_close_out",
        COORDINATOR,
        f"{PROGRAMME}/commitments",
        ("programmes.review_commitment", "closing.assess_close_out"),
    ),
    Stop(
        "closing.retract_registered_commitment",
        COORDINATOR,
        f"{PROGRAMME}/commitments",
        ("programmes.review_commitment", "closing.retract_registered_commitment"),
    ),
    Stop(
        "closing.retract_registered_check_in",
        COORDINATOR,
        f"{PROGRAMME}/",
        ("programmes.review_check_in", "closing.retract_registered_check_in"),
    ),
    Stop("programmes.review_check_in", COORDINATOR, f"{PROGRAMME}/", ("programmes.review_check_in",)),
    Stop("programmes.list_participations", COORDINATOR, BODIES),
    Stop("programmes.list_participations", OBSERVER, BODIES),
    Stop("programmes.invite_organisation", COORDINATOR, f"{BODIES}/invite"),
    Stop("programmes.invite_organisation", COORDINATOR, f"{BODIES}/invite?q=royal"),
    Stop(
        "programmes.invite_known_organisation",
        COORDINATOR,
        f"{BODIES}/invite?q=royal",
        ("programmes.invite_known_organisation",),
    ),
    Stop(
        "programmes.invite_new_organisation",
        COORDINATOR,
        f"{BODIES}/invite?q=zzz",
        ("programmes.invite_new_organisation",),
    ),
    Stop("programmes.send_invitation_again", COORDINATOR, BODIES, ("programmes.send_invitation_again",)),
    Stop("programmes.end_participation", COORDINATOR, BODIES, ("programmes.end_participation",)),
    Stop("programmes.list_rounds", COORDINATOR, f"{PROGRAMME}/rounds"),
    Stop(ROUND, OBSERVER, f"{PROGRAMME}/rounds", (ROUND,)),
    Stop("programmes.plan_round", COORDINATOR, f"{PROGRAMME}/rounds/new"),
    Stop("programmes.plan_round", COORDINATOR, f"{PROGRAMME}/rounds/new", sent=True, status=422),
    Stop(
        "programmes.edit_round",
        APPROVING,
        f"{OTHER_PROGRAMME}/rounds",
        (ROUND, "programmes.edit_round"),
    ),
    Stop(
        "programmes.open_round",
        APPROVING,
        f"{OTHER_PROGRAMME}/rounds",
        (ROUND, "programmes.open_round"),
    ),
    Stop("programmes.close_round", COORDINATOR, f"{PROGRAMME}/rounds", (ROUND,), tail="/close"),
    Stop("programmes.list_colleagues", COORDINATOR, PEOPLE),
    Stop("programmes.invite_colleague", COORDINATOR, f"{PEOPLE}/invite"),
    Stop(
        "programmes.cancel_invitation",
        APPROVING,
        f"{OTHER_PROGRAMME}/team",
        ("programmes.cancel_invitation",),
    ),
    Stop("programmes.change_colleague", COORDINATOR, PEOPLE, ("programmes.change_colleague",)),
    Stop("programmes.remove_colleague", COORDINATOR, PEOPLE, ("programmes.remove_colleague",)),
    Stop("programmes.edit_programme", COORDINATOR, f"{PROGRAMME}/settings"),
    Stop("programmes.close_programme", COORDINATOR, f"{PROGRAMME}/close"),
    Stop("programmes.create_programme", OPERATOR, "/new-programme"),
    Stop("programmes.create_programme", OPERATOR, "/new-programme", sent=True, status=422),
]
