"""The words with which a coordinator may bring two organisations together. Nothing is sent from here."""

from dataclasses import dataclass

from equity_tracker.portfolio.matches import HELPED, HINDERED, OFFERED, WANTED, Match, Side

_SAYS = {
    WANTED: "looks for help with",
    HINDERED: "is hindered by",
    OFFERED: "offers help with",
    HELPED: "was helped by",
}


@dataclass(frozen=True)
class Introduction:
    """A subject and a text, ready to be copied."""

    subject: str
    text: str


def choices(sides: tuple[Side, ...]) -> list[tuple[str, str]]:
    """Return who may be named to somebody else: (check-in, words). What is secret is not offered."""
    offered = {
        side.source.check_in_id: f"{side.source.organisation}: {side.source.commitment}"
        for side in sides
        if not side.is_secret
    }
    return list(offered.items())


def introduce(
    match: Match, needing: str, giving: str, *, programme: str, coordinating_body: str
) -> Introduction | None:
    """Write to both, from what is no secret; None when they are no pair of two organisations."""
    one, other = _chosen(match.needing, needing), _chosen(match.giving, giving)
    if one is None or other is None or one.source.organisation_slug == other.source.organisation_slug:
        return None
    text = "\n\n".join(
        [
            "Dear colleagues,",
            _said(one, match.label),
            _said(other, match.label),
            "You might find it worth an hour to compare notes. Neither of you owes the other anything.",
            f"With good wishes\n{coordinating_body}, for {programme}",
        ]
    )
    subject = (
        f"{programme}: {one.source.organisation} and {other.source.organisation} on {match.label.lower()}"
    )
    return Introduction(subject, text)


def _chosen(sides: tuple[Side, ...], check_in_id: str) -> Side | None:
    return next((row for row in sides if row.source.check_in_id == check_in_id and not row.is_secret), None)


def _said(side: Side, theme: str) -> str:
    said = f"{side.source.organisation} {_SAYS[side.why]} {theme.lower()} in “{side.source.commitment}”"
    return f"{said}:\n“{side.note}”" if side.note and not side.is_private else f"{said}."
