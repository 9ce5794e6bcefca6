"""Joins the pages of several reports into one document, so that every link in it leads where it did.

Of each report its cover, its contents and its word on how to check it are left out: the pack has one of each.
Its headings go one level down, below the title of the report; every id gets the number of the report before
it; and what it says on how it counts stands once at the end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from equity_tracker.model.report_choice import ReportKind
from equity_tracker.reports.content import ReportContent, from_json
from equity_tracker.reports.pack import BoardPack, GathersReports, PackPart
from equity_tracker.reports.pack_reader import Child, Token, read
from equity_tracker.reports.record_facts import RecordFacts

PARTS = "<!--parts-->"
METHOD = "how-we-count"
# More lines of contents than this would not stay on one page.
MOST_LINES = 26
HEADINGS = {"h1", "h2", "h3", "h4", "h5"}
ONE_ID = {"for", "list"}
MANY_IDS = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "headers"}
LEADING = {"href", "xlink:href"}
KIND_PLACES = {
    ReportKind.COMMITMENT_RECORD: "In the record of a commitment",
    ReportKind.STATUS_REPORT: "In a status report",
    ReportKind.PROGRAMME_REPORT: "In the programme report",
    ReportKind.ROUND_REPORT: "In the report of a round",
    ReportKind.ANNUAL_STATEMENT: "In an annual statement",
}

Fill = Callable[[ReportContent, RecordFacts | None], str]


@dataclass
class Inside:
    """A report without its frame."""

    part: PackPart
    number: int
    body: list[Child]
    method: list[Child]
    contents: list[tuple[str, str]]

    @classmethod
    def of(cls, part: PackPart, number: int, html: str) -> "Inside":
        children = read(html)
        body = [child for child in children if child.tag not in {"header", "nav"}]
        method = [child for child in body if METHOD in child.ids]
        there = {each for child in body if child not in method for each in child.ids}
        places = [place for child in children if child.tag == "nav" for place in _places(child)]
        return cls(
            part=part,
            number=number,
            body=[child for child in body if METHOD not in child.ids],
            method=method,
            contents=[(anchor, words) for anchor, words in places if anchor in there],
        )

    @property
    def prefix(self) -> str:
        return f"p{self.number}-"

    def leads(self, owner: "Inside") -> dict[str, str]:
        """Return where each id of this report stands in the pack; those of its method, where that is told."""
        own = {each: f"{self.prefix}{each}" for child in self.body for each in child.ids}
        told = {each: f"{owner.prefix}{each}" for child in self.method for each in child.ids}
        return own | told | {METHOD: f"{owner.prefix}{METHOD}"}


def fill_with_packs(fill: Fill, kinds: Mapping[ReportKind, GathersReports]) -> Fill:
    """Return what fills templates, and joins the reports of a pack into one document."""

    def filled(content: ReportContent, record: RecordFacts | None) -> str:
        page = fill(content, record)
        if not isinstance(content, BoardPack):
            return page
        parts = ((part, fill(from_json(part.said, kinds[part.kind].content), None)) for part in content.parts)
        return join(page, parts)

    return filled


def join(frame: str, parts: Iterable[tuple[PackPart, str]]) -> str:
    """Put the reports into the frame of the pack.

    :param frame: the pack's own page, with a place for them; see templates/reports/pack.html.
    :param parts: each report, and its page as it would be printed alone.
    """
    insides = [Inside.of(part, number, html) for number, (part, html) in enumerate(parts, start=1)]
    owners = _owners(insides)
    leads = {inside.number: inside.leads(owners[inside.number]) for inside in insides}
    bodies = "".join(_body(inside, leads[inside.number]) for inside in insides)
    told = [inside for inside in insides if owners[inside.number] is inside and inside.method]
    method = "".join(_method(inside, leads[inside.number], told) for inside in told)
    head = f'<section class="part" data-part><h2 id="{METHOD}">How we count</h2></section>' if told else ""
    return _with_contents(frame, insides).replace(PARTS, bodies + head + method)


def _owners(insides: Sequence[Inside]) -> Mapping[int, Inside]:
    """Return in which report it is told how each one counts: the first that says the same."""
    first: dict[tuple[str, ...], Inside] = {}
    return {
        inside.number: first.setdefault(
            (inside.part.kind.value, *(child.words for child in inside.method)), inside
        )
        for inside in insides
    }


def _body(inside: Inside, leads: Mapping[str, str]) -> str:
    part = inside.part
    record = f"Report of record {escape(part.number)}" if part.number else "Made for this pack"
    begins = (
        f'<section class="part pack-part" data-part>'
        f'<h2 id="p{inside.number}" class="pack-title">{escape(part.title)}</h2>'
        f'<p class="note">{record}, as at {part.as_of.day} {part.as_of:%B %Y}.</p></section>'
    )
    return begins + "".join(_written(child, leads) for child in inside.body)


def _method(inside: Inside, leads: Mapping[str, str], told: Sequence[Inside]) -> str:
    """Tell how one kind of report counts. Where two of a kind count otherwise, each says whose it is."""
    same_kind = [each for each in told if each.part.kind is inside.part.kind]
    title = KIND_PLACES[inside.part.kind] if len(same_kind) == 1 else f"In “{inside.part.title}”"
    heading = f'<h3 id="{leads[METHOD]}" class="was-h2">{escape(title)}</h3>'
    rest = "".join(_written(child, leads, without_heading=True) for child in inside.method)
    return f"<section>{heading}{rest}</section>"


def _written(child: Child, leads: Mapping[str, str], *, without_heading: bool = False) -> str:
    tokens = iter(child.tokens)
    written = []
    for token in tokens:
        if without_heading and token.get("id") == METHOD:
            _skip(tokens, token.begins)
        elif without_heading and token is child.tokens[0]:
            # It goes on below its kind, on the same page, and is no place to cut.
            written.append("<div>")
        elif without_heading and token is child.tokens[-1]:
            written.append("</div>")
        else:
            written.append(_token(token, leads))
    return "".join(written)


def _skip(tokens: Iterator[Token], tag: str) -> None:
    for token in tokens:
        if token.ends == tag:
            return


def _token(token: Token, leads: Mapping[str, str]) -> str:
    if token.ends:
        return f"</{_lower(token.ends)}>"
    if not token.begins:
        return token.text
    attributes = [(name, _attribute(name, value, leads)) for name, value in token.attributes]
    if token.begins in HEADINGS:
        classes = f"{token.get('class')} was-{token.begins}".strip()
        attributes = [*((name, value) for name, value in attributes if name != "class"), ("class", classes)]
    written = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes
    )
    return f"<{_lower(token.begins)}{written}{'/' if token.is_closed else ''}>"


def _lower(tag: str) -> str:
    """Put a heading one level down."""
    return f"h{int(tag[1]) + 1}" if tag in HEADINGS else tag


def _attribute(name: str, value: str | None, leads: Mapping[str, str]) -> str | None:
    if value is None:
        return None
    if name == "id" or name in ONE_ID:
        return leads.get(value, value)
    if name in MANY_IDS:
        return " ".join(leads.get(each, each) for each in value.split())
    if name in LEADING and value.startswith("#"):
        return f"#{leads.get(value[1:], value[1:])}"
    if value.startswith("url(#") and value.endswith(")"):
        return f"url(#{leads.get(value[5:-1], value[5:-1])})"
    return value


def _places(nav: Child) -> Iterator[tuple[str, str]]:
    """Yield what the contents of a report list: anchor and words."""
    anchor, words = "", ""
    for token in nav.tokens:
        if token.begins == "a":
            anchor, words = token.get("href").removeprefix("#"), ""
        elif token.ends == "a":
            yield anchor, words.strip()
        elif not (token.begins or token.ends):
            words += token.text


def _with_contents(frame: str, insides: Sequence[Inside]) -> str:
    """List below each report what is in it, as long as the contents stay on one page."""
    lines = sum(1 + len(inside.contents) for inside in insides)
    for inside in insides:
        inner = "".join(
            f'<li><a href="#{inside.prefix}{anchor}">{words}</a></li>' for anchor, words in inside.contents
        )
        listed = f"<ol>{inner}</ol>" if inner and lines <= MOST_LINES else ""
        frame = frame.replace(f"<!--p{inside.number}-->", listed)
    return frame
