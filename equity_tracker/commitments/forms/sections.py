"""One form for each section of the task list. The larger sections have modules of their own."""

from equity_tracker.commitments.forms.ownership import EditOwnershipForm
from equity_tracker.commitments.forms.people import EditPeopleForm
from equity_tracker.commitments.forms.timing import EditTimingForm
from equity_tracker.model import vocabulary
from equity_tracker.model.readiness import Section
from equity_tracker.web.fields import (
    Choice,
    Choices,
    Day,
    Line,
    Prose,
    WebAddress,
)
from equity_tracker.web.forms import AppForm


class EditPromiseForm(AppForm):
    """Section 1."""

    title = Line(
        "What will be different, in everyday words",
        noun="title",
        required="Enter a title for the commitment",
        hint="Lists and headings show it.",
    )
    statement = Prose(
        "The full statement, in your organisation's own words",
        noun="statement",
        hint="It is quoted in public, dated, and kept as you write it.",
    )
    kind = Choice("What kind of commitment is it?", vocabulary.COMMITMENT_KINDS.current(), noun="kind")
    domain = Choice(
        "Which domain does it mainly belong to?",
        vocabulary.DOMAINS.current(),
        noun="domain",
        hint="It is counted once, under this domain.",
    )
    other_domains = Choices("Other domains it touches", vocabulary.DOMAINS.current(), noun="other domains")
    recommendation_areas = Choices("Recommendation areas", vocabulary.RECOMMENDATION_AREAS.current())
    source_url = WebAddress("Where the promise was made public", noun="web address")
    approved_by = Line("Approved by which council or board", noun="council or board")
    approved_on = Day("Date of approval")


class EditInequalityForm(AppForm):
    """Section 2."""

    inequality = Choice(
        "Which inequality does it act on?", vocabulary.INEQUALITIES.current(), noun="inequality"
    )
    determinants = Choices(
        "Which determinants does it act on?",
        vocabulary.DETERMINANTS.current(),
        noun="determinants",
        maximum=3,
        hint="Choose one to three.",
    )
    rationale = Prose(
        "What causes this inequality?",
        noun="cause",
        hint="The structure behind it, not the people it reaches.",
    )
    mechanisms = Choices("How does the inequality arise?", vocabulary.MECHANISMS.current(), noun="mechanisms")
    how_it_works = Prose(
        "How will your action work?",
        noun="explanation",
        hint="Name the condition, who decides it, and the effect you expect.",
        rows=3,
    )
    population = Prose("Who will benefit?", noun="answer", hint="Your own staff count too.", rows=2)
    excluding_system = Prose("Which rule, service or practice leaves them out today?", noun="answer", rows=2)
    setting = Line("Setting", hint="For example: schools, hospitals, prisons.")
    place = Line("Place")
    profession = Line("Profession")


class EditActionForm(AppForm):
    """Section 3."""

    level = Choice(
        "What does the action change?",
        vocabulary.LEVELS.current(),
        noun="level",
        hint="Each level is respectable. Choose the one your action itself works at.",
    )
    actor_position = Choice("Where do you act from?", vocabulary.ACTOR_POSITIONS.current(), noun="position")
    reach = Choice("Is it yours to decide?", vocabulary.REACHES.current(), noun="answer")
    distribution = Choice(
        "Who is it designed to reach?",
        vocabulary.DISTRIBUTIONS.current(),
        noun="answer",
        reveals={
            "targeted_place": "how_inequality_shrinks",
            "targeted_group": "how_inequality_shrinks",
        },
    )
    how_inequality_shrinks = Prose(
        "How does this reduce the inequality, beyond serving those it reaches?", noun="explanation", rows=3
    )
    upstream_meanings = Choices(
        "If you call it upstream, in which sense?", vocabulary.UPSTREAM_MEANINGS.current(), noun="senses"
    )


class EditNewForm(AppForm):
    """Section 7."""

    additionality = Choice(
        "Is it new?",
        vocabulary.ADDITIONALITIES.current(),
        noun="answer",
        hint="Continuing good work is welcome. It is counted separately.",
    )
    counterfactual = Prose("What would have happened anyway?", noun="answer", rows=3)


SECTION_FORMS: dict[Section, type[AppForm]] = {
    Section.PROMISE: EditPromiseForm,
    Section.INEQUALITY: EditInequalityForm,
    Section.ACTION: EditActionForm,
    Section.PEOPLE: EditPeopleForm,
    Section.OWNERSHIP: EditOwnershipForm,
    Section.TIMING: EditTimingForm,
    Section.NEW: EditNewForm,
}
