"""One form for each section of the task list. The larger sections have modules of their own."""

from types import MappingProxyType

from equity_tracker.commitments.forms.ownership import EditOwnershipForm
from equity_tracker.commitments.forms.people import EditPeopleForm
from equity_tracker.commitments.forms.timing import EditTimingForm
from equity_tracker.commitments.forms.yes_no import YES_NO
from equity_tracker.model import vocabulary
from equity_tracker.model.readiness import Section
from equity_tracker.web.choice_fields import grouped
from equity_tracker.web.fields import (
    Choice,
    Choices,
    Line,
    PastDay,
    Prose,
    WebAddress,
)
from equity_tracker.web.forms import AppForm


class EditPromiseForm(AppForm):
    """Section 1."""

    folded = MappingProxyType(
        {
            "Other domains, and the kind of action": (
                "other_domains",
                "recommendation_areas",
                "other_recommendation_area",
            ),
            "Tags of other frames, and other registers": (
                "marmot_principles",
                "core20plus5",
                "anchor_areas",
                "also_registered_at",
            ),
        }
    )

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
    recommendation_areas = Choices(
        "Recommendation areas",
        grouped(vocabulary.RECOMMENDATION_AREAS.current(), vocabulary.DOMAINS.current()),
        hint="What kind of action it is. Choose any that fit.",
    )
    other_recommendation_area = Line("Another kind of action, in your words", noun="kind of action")
    source_url = WebAddress("Where the promise was made public", noun="web address")
    approved_by = Line("Approved by which council or board", noun="council or board")
    approved_on = PastDay("Date of approval", noun="date of approval")
    also_registered_at = WebAddress(
        "Where it is registered as well", noun="web address", hint="Its page in another public register."
    )
    marmot_principles = Choices(
        "Marmot principles", vocabulary.MARMOT_PRINCIPLES.current(), hint="If your place works with them."
    )
    core20plus5 = Choices(
        "Core20PLUS5",
        vocabulary.CORE20PLUS5.current(),
        noun="parts of Core20PLUS5",
        hint="A frame for inequalities of care. It does not replace determinants.",
    )
    anchor_areas = Choices(
        "Anchor areas", vocabulary.ANCHOR_AREAS.current(), hint="If you act as an anchor institution."
    )


class EditInequalityForm(AppForm):
    """Section 2."""

    folded = MappingProxyType({"Setting and professions": ("setting", "professions", "profession")})

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
    population = Prose("Who will benefit?", noun="answer", rows=2)
    benefits_own_staff = Choice("Are your own staff among them?", YES_NO, noun="answer", inline=True)
    excluding_system = Prose("Which rule, service or practice leaves them out today?", noun="answer", rows=2)
    setting = Line("Setting", hint="For example: schools, hospitals, prisons.")
    place = Line("Place")
    professions = Choices(
        "Whose work is it about?",
        vocabulary.PROFESSIONS.current(),
        noun="professions",
        hint="Leave it empty when it is about no profession in particular.",
    )
    profession = Line("Another profession")


class EditActionForm(AppForm):
    """Section 3."""

    folded = MappingProxyType({"The word “upstream”": ("upstream_meanings",)})

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
