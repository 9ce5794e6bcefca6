"""Programmes with their rounds, organisations, and what organisations wrote beside commitments."""

from marshmallow import fields

from equity_tracker.web import answer_fields as say


class Programme(say.Answer):
    """A body of work that organisations make commitments in."""

    slug = say.text("Its slug, by which everything else names it.", "fairer-harbour", always=True)
    name = say.text("Its name.", "Fairer Harbour", always=True)
    summary = say.text("What it is about.", "What the bodies around the harbour promise to do.")
    coordinating_body = say.text(
        "Who coordinates it.", "Harbour Institute", always=True, attribute="coordinating_body_name"
    )
    coordinating_body_slug = say.text("The slug of that body.", "harbour-institute", always=True)
    review_mode = say.text(
        "`acknowledge`: what is submitted is public at once; `approve`: once it is approved.",
        "acknowledge",
        always=True,
    )
    launches_on = say.day("From when it is public.", "2026-01-15")
    closed_on = say.day("When it was closed.", "2030-12-31")
    closing_statement = say.text("What was said at the end.", "What became of it all.")
    attribution = say.text("How to name the source, where its records came from elsewhere.", "OGP, CC BY 4.0")
    commitments = say.number("How many commitments there are in it.", 42)
    statements_of_intent = say.number("How many statements of intent. They are counted apart.", 3)
    url = say.address("Its page.", "https://register.example.org/programmes/fairer-harbour", always=True)


class Round(say.Answer):
    """The result of a closed round, as it stood when it closed: n of m reported. Missing is missing."""

    programme = say.text("The slug of its programme.", "fairer-harbour", always=True)
    number = say.number("Which round of the programme it was.", 3)
    name = say.text("Its name.", "Spring 2026", always=True)
    opens_on = say.day("When it opened.", "2026-04-01")
    due_on = say.day("When reports were due.", "2026-04-30", always=True)
    grace_until = say.day("Until when a late report still counted as overdue.", "2026-05-14")
    closes_on = say.day("When it was to close.", "2026-05-31")
    expected = say.number("How many reports were expected (m).", 40)
    reported = say.number("How many came (n).", 36)
    late = say.number("How many of them were late.", 4)
    settled = say.number("How many commitments closed before they reported.", 1, always=False)


class Named(say.Answer):
    """Another organisation."""

    name = say.text("Its name.", "Harbour Primary Care Trust", always=True)
    slug = say.text("Its slug.", "harbour-primary-care-trust", always=True)


class Identifier(say.Answer):
    """How others number it."""

    namespace = say.text(
        "Whose number it is, such as `ODS`, `GSS`, `charity` or `company`.", "ODS", always=True
    )
    value = say.text("The number.", "RX1", always=True)


class Organisation(say.Answer):
    """A body that makes commitments, or is named in them."""

    slug = say.text("Its slug, by which everything else names it.", "harbour-council", always=True)
    name = say.text("Its name.", "Harbour Council", always=True)
    short_name = say.text("What it is called for short.", "HC")
    kind = say.term("organisation_kinds", about="What kind of body it is.", always=True)
    place = say.text("Where it is.", "Harbour city")
    website = say.address("Its website.", "https://www.example.org")
    started_on = say.day("When it began.", "1974-04-01")
    ended_on = say.day("When it ended.", "2013-03-31")
    identifiers = say.many(Identifier, "How others number it.")
    source_name = say.text("Where its facts were taken from.", "NHS Organisation Data Service")
    source_url = say.address("Where that is.", "https://www.example.org/source")
    source_is_checked = say.yes_no("Whether the source was checked.")
    predecessors = say.many(Named, "What it came from.")
    successors = say.many(Named, "What it became.")
    held = say.number("How many commitments and statements of intent it holds now.", 5)
    url = say.address("Its page.", "https://register.example.org/organisations/harbour-council", always=True)
    report_url = say.address(
        "Its public status report (PDF), if it holds anything.",
        "https://register.example.org/organisations/harbour-council/status-report.pdf",
    )


class Source(say.Answer):
    """Where something was taken from."""

    name = say.text("What it is called.", "Working for Health Equity, 2013", always=True)
    url = say.address("Where it is.", "https://www.example.org/report")


class LibraryEntry(say.Answer):
    """What an organisation wrote beside its commitments. It is never counted as one."""

    id = say.text("Its id.", "bcdfghjklmnp", always=True)
    title = say.text("What it is called, if it has a name.", "What a nurse can do about damp homes")
    text = say.text("The text.", "Ask about the home, and write down what you hear.")
    outcome = say.text("Of a case study: what came of it.", "Forty homes were mended.")
    lessons = say.text("Of a case study: what was learned.", "Landlords answer to letters.")
    profession = say.term("professions", about="Of a statement for action: for which profession.")
    place = say.text("Where.", "Harbour city")
    url = say.address("More about it.", "https://www.example.org/statement")
    dated_on = say.day("Of which day it is.", "2026-02-01")
    written_by = say.words("Who wrote it.", "Harbour Council")
    organisation_slug = say.text("The slug of the organisation, if it is its own record.", "harbour-council")
    programme_slug = say.text("The slug of its programme.", "fairer-harbour")
    sections = say.words("Of one that was taken from a report: its parts.", "Partnership")
    sources = say.many(Source, "Of such a one: where it was taken from.")
    alliance = say.text("Of support: whose ask it backs.", "Alliance for Fair Work")
    commitments = say.words("The ids of the commitments it belongs with.", "bcdfghjklmnp")
    published_on = say.day("When it was published as it is now.", "2026-02-02", always=True)
    page = fields.String(
        required=True,
        metadata={
            "description": "Its page.",
            "examples": ["https://register.example.org/statements/bcdfghjklmnp"],
        },
    )


class Term(say.Answer):
    """One word of a vocabulary."""

    slug = say.text("How it is stored.", "education", always=True)
    label = say.text("How it is printed.", "Education and training", always=True)
    definition = say.text("What it means.", "What is learned before and at work.", always=True)
    number = say.number("Its place on a scale, if it has one.", 3, always=False)
    parent = say.text("The term of another vocabulary that it belongs under.", "education")
    source = say.text(
        "Where the definition is from, or that the wording is ours.", "our wording", always=True
    )
    source_url = say.address("Where that is.", "https://www.example.org/source")
    retired = say.text("Since when it is no longer offered. Old records keep it.", "2")


class Vocabulary(say.Answer):
    """A set of terms, in order."""

    name = say.text("The name that fields are described with.", "domains", always=True)
    title = say.text("What it is called.", "Domains", always=True)
    about = say.text("What it is for.", "Where a commitment acts.", always=True)
    terms = say.many(Term, "Its terms, retired ones among them.")
