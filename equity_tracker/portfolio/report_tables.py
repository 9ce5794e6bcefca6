"""A programme report as data: a table for each list and for everything that it counts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from equity_tracker.model.data_table import Cell, DataTable
from equity_tracker.portfolio.asks import HEADER as ASKS_HEADER
from equity_tracker.portfolio.asks import Asks, ask_rows
from equity_tracker.portfolio.drift import Drift
from equity_tracker.portfolio.gaps import HEADER as PORTFOLIO_HEADER
from equity_tracker.portfolio.gaps import Portfolio, portfolio_rows
from equity_tracker.portfolio.held import OrganisationPage
from equity_tracker.portfolio.lights import Lights
from equity_tracker.portfolio.matches import Match
from equity_tracker.portfolio.standing import InShort, Organisations, Response
from equity_tracker.portfolio.themes import COUNTS_HEADER, Themes, count_rows
from equity_tracker.portfolio.worklists import Worklist

if TYPE_CHECKING:
    from equity_tracker.portfolio.programme_report import ProgrammeReport

Rows = Iterable[Sequence[Cell]]
LIST_HEADER = ("List", "In this list", "Organisation", "What", "What is said", "On")


def tables_of(report: "ProgrammeReport") -> list[DataTable]:
    """Return what each part that is printed says, in the order of print."""
    found = [_table("in-short", "In short", ("What", "Count"), _in_short(report.in_short))]
    for part in report.parts:
        makers = _MAKERS.get(part.slug)
        if makers is None:
            rows = _worklist(part.content)
            found.append(_table(part.slug, part.title, LIST_HEADER, rows))
            continue
        found += [_table(name, title, header, rows(part.content)) for name, title, header, rows in makers]
    return found


def _table(name: str, title: str, columns: Sequence[str], rows: Rows) -> DataTable:
    return DataTable(name, title, tuple(columns), tuple(tuple(row) for row in rows))


def _in_short(short: InShort) -> Rows:
    yield "Commitments", short.commitments
    yield "Organisations that hold them", short.organisations
    yield "Under way", short.under_way
    yield "Asked for a check-in", short.asked
    yield "Have reported, and the report still stands", short.reported
    yield "Past the due date without a report", short.owing
    yield "Statements of intent, counted apart", short.statements_of_intent
    yield from ((f"Reporting: {part.label}", part.count) for part in short.reporting)
    yield from ((f"Outlook: {part.label}", part.count) for part in short.outlooks)
    yield from ((f"Delivery: {part.label}", part.count) for part in short.deliveries)
    yield from ((f"Closed: {part.label}", part.count) for part in short.closed)
    yield from ((f"To decide: {row.words}", row.count) for row in short.decisions)


def _response(response: Response) -> Rows:
    for row in response.rounds:
        state = "open: so far" if row.is_open else "closed"
        pairs = [("All", row.total), *zip(response.kinds, row.kinds, strict=False)]
        for kind, count in pairs:
            yield row.name, row.due_on, state, kind, count.expected, count.reported, count.late, count.settled


def _lights(lights: Lights) -> Rows:
    yield "In all", "Commitments", lights.commitments
    yield "In all", "Under way and asked by a round", lights.asked
    yield "In all", "Of these: nothing left to report", lights.owing_nothing
    yield "In all", "Check-ins in the period", lights.check_ins
    yield "In all", "Commitments they report on", lights.reported_on
    for title, parts in (
        ("Reporting", lights.reporting),
        ("Outlook", lights.outlooks),
        ("Delivery", lights.deliveries),
        ("As judged by the source", lights.sources),
    ):
        yield from ((title, part.label, part.count) for part in parts)


def _domains(lights: Lights) -> Rows:
    for row in lights.domains:
        cells = zip(lights.outlooks, row.counts, strict=True)
        yield from ((row.label, part.label, count) for part, count in cells)
        yield row.label, "All", row.total


def _drift(drift: Drift) -> Rows:
    yield "With a level first published and one confirmed", "", drift.in_all
    yield from ((part.label, "", part.count) for part in drift.levels)
    yield "For everybody, more where need is greater", "", drift.proportionate
    yield "Now for chosen places or groups only", "", drift.narrowed
    yield from ((step.first, step.confirmed, step.count) for step in drift.steps)


def _named(drift: Drift) -> Rows:
    return _worklist(drift.named) if drift.named else ()


def _worklist(content: Any) -> Iterator[Sequence[Cell]]:  # noqa: ANN401 - one of the parts
    """As many lines as are printed; how many there are in all stands beside each."""
    if isinstance(content, Worklist):
        for group in content.groups:
            for line in group.lines:
                yield group.label, group.count, line.organisation, line.title, line.said, line.on


def _asks(asks: Asks) -> Rows:
    return [row[:-1] for row in ask_rows(asks)]


def _matches(matches: tuple[Match, ...]) -> Rows:
    for match in matches:
        for way, sides in (("Looks for help", match.needing), ("Has some to give", match.giving)):
            names = dict.fromkeys(side.source.organisation for side in sides)
            yield from ((match.label, way, name, match.pairs) for name in names)


def _organisations(content: Organisations) -> Rows:
    for row in content.lines:
        yield (
            row.name, row.kind, row.left_on, row.commitments, row.closed, row.statements_of_intent,
            row.asked, row.reported, "; ".join(f"{part.label} {part.count}" for part in row.outlooks),
        )  # fmt: skip
    yield from ((name, "Invited and not joined", *(None,) * 7) for name in content.not_joined)


def _commitments(pages: tuple[OrganisationPage, ...]) -> Rows:
    for page in pages:
        for form, rows in (("Commitment", page.commitments), ("Statement of intent", page.statements)):
            for row in rows:
                yield (
                    row.reference, form, row.title, page.line.name, row.domain, row.level, row.ends,
                    row.outlook.label, row.got, row.reporting.label, row.last_reported_on,
                )  # fmt: skip


def _portfolio(portfolio: Portfolio) -> Rows:
    return [(*row[:3], int(row[3])) for row in portfolio_rows(portfolio)]


def _themes(themes: Themes) -> Rows:
    return [(*row[:3], int(row[3])) for row in count_rows(themes)]


# Of each part: name, title, heads and rows of its tables. Every other part is a worklist.
_MAKERS: dict[str, tuple[tuple[str, str, Sequence[str], Callable[[Any], Rows]], ...]] = {
    "response": (
        (
            "response",
            "Who has reported, round by round",
            (
                "Round", "Due on", "State", "Kind of organisation", "Expected", "Reported", "Late",
                "Not counted",
            ),
            _response,
        ),
    ),
    "lights": (
        ("lights", "Reporting, outlook and delivery", ("Question", "Answer", "Commitments"), _lights),
        ("outlook-by-domain", "Outlook by domain", ("Domain", "Outlook", "Commitments"), _domains),
    ),
    "drift": (
        (
            "drift",
            "Levels, first published and confirmed",
            ("First published", "Confirmed", "Commitments"),
            _drift,
        ),
        ("drift-named", "Drifted and deepened, one by one", LIST_HEADER, _named),
    ),
    "portfolio": (("portfolio", "Where the commitments are aimed", PORTFOLIO_HEADER, _portfolio),),
    "themes": (("themes", "What helps and what hinders", COUNTS_HEADER, _themes),),
    "asks": (("asks", "What must change above us", ASKS_HEADER[:-1], _asks),),
    "matches": (
        ("matches", "Who could help whom", ("Theme", "Way", "Organisation", "Pairs"), _matches),
    ),
    "organisations": (
        (
            "organisations",
            "Each organisation in brief",
            (
                "Organisation", "Kind", "Left on", "Commitments", "Closed", "Statements of intent", "Asked",
                "Reported", "Outlook",
            ),
            _organisations,
        ),
    ),
    "pages": (
        (
            "commitments",
            "Every commitment and statement of intent",
            (
                "Reference", "Published as", "Title", "Organisation", "Domain", "Level", "To be done by",
                "How it is going", "How far it has got", "Reporting", "Last reported on",
            ),
            _commitments,
        ),
    ),
}  # fmt: skip
