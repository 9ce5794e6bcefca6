"""Community decision power: what is claimed, and what a check-in shows (domain-brief 4, row 14)."""

import pytest

from equity_tracker.model.power import claims_power, power_standing, shown_power


@pytest.mark.parametrize(
    ("claimed", "body", "shown", "standing"),
    [
        ("shared", None, None, "claimed, not evidenced"),
        ("shared", "Residents' panel", None, "as claimed"),
        ("involved", None, None, "as claimed"),
        (
            "community_led",
            "Residents' panel",
            "none",
            "claimed, not evidenced: the last check-in shows “no say”",
        ),
        ("shared", None, "shared", "claimed, and shown at the last check-in"),
        ("consulted", None, "shared", "claimed, and shown at the last check-in: “shared”"),
    ],
)
def test_how_a_claim_stands(claimed: str, body: str | None, shown: str | None, standing: str) -> None:
    assert power_standing(claimed, body, shown) == standing


def test_it_is_asked_about_only_where_some_power_is_claimed() -> None:
    assert [claims_power(slug) for slug in (None, "not_stated", "none", "informed", "shared")] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_the_claim_stands_beside_what_is_shown_only_where_it_is_more() -> None:
    assert shown_power("consulted", "shared") == "Consulted (claimed, not evidenced: shared)"
    assert shown_power("shared", "shared") == "Shared"
    assert shown_power("shared", None) == "Shared"
    assert shown_power(None, "shared") == ""
