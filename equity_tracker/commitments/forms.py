"""What people may type about a commitment: one form for each section of the task list."""

from equity_tracker.model import vocabulary
from equity_tracker.model.readiness import Section
from equity_tracker.web.fields import (
    Choice,
    Choices,
    Day,
    Line,
    Option,
    PeriodDay,
    Pick,
    Prose,
    Rows,
    WebAddress,
)
from equity_tracker.web.forms import AppForm, RowForm

YES_NO = (Option("yes", "Yes"), Option("no", "No"))


class RegisterCommitmentForm(AppForm):
    """The first step: which programme, and a title to find it by."""

    programme = Pick(
        "Programme",
        required="Choose the programme this is for",
        outside="Choose one of the programmes your organisation takes part in",
    )
    title = Line(
        "What will be different, in everyday words",
        noun="title",
        required="Enter a title for the commitment",
        hint="For example: every cleaning contract pays the real living wage. You can change it later.",
    )


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


class PartnerRow(RowForm):
    """One partner."""

    name = Line("Name of the organisation", noun="partner", required="Enter the name of the partner")
    role = Pick("Role", vocabulary.PARTNER_ROLES.current(), required="Choose the partner's role")
    contribution = Line("What it contributes", noun="contribution")
    worked_together_before = Pick("Worked together before?", YES_NO, noun="answer", none="Not stated")


class EditPeopleForm(AppForm):
    """Section 4."""

    decision_power = Choice(
        "How much do the people it is for decide?", vocabulary.DECISION_POWERS.current(), noun="answer"
    )
    decision_body = Line(
        "The body in which they decide", noun="body", hint="Needed when they share or hold the decision."
    )
    money_holder = Choice("Who holds the money?", vocabulary.MONEY_HOLDERS.current(), noun="answer")
    partners = Rows("Partners", PartnerRow, one="partner", maximum=20, blank=1)

    def check(self) -> None:
        """Shared or community decision-making needs a named body."""
        if self.decision_power.data in {"shared", "community_led"} and not self.decision_body.data:
            self.decision_body.say("Enter the body in which people decide")


class EditOwnershipForm(AppForm):
    """Section 5."""

    owner = Line("Post-holder who answers for it", noun="post", hint="The job title is public.")
    owner_name = Line(
        "Name of the post-holder", noun="name", hint="Only your organisation and the coordinator see names."
    )
    deputy = Line("Deputy", noun="post", hint="Job title.")
    deputy_name = Line("Name of the deputy", noun="name")
    sponsor = Line("Senior sponsor", noun="post", hint="Job title, such as chair or chief executive.")
    sponsor_name = Line("Name of the sponsor", noun="name")
    sponsor_statement = Prose("A sentence from the sponsor", noun="statement", rows=2, limit=1_000)
    forum = Line("Forum that reviews it", noun="forum", hint="For example: the people committee.")
    resources = Prose("Money, time and posts set aside", noun="resources", rows=2)
    funding_ends_on = Day("Date the funding ends")

    def check(self) -> None:
        """A name without a post says nothing to the public."""
        for role in ("owner", "deputy", "sponsor"):
            post, name = self[role], self[f"{role}_name"]
            if name.data and not post.data:
                post.say("Enter the job title as well as the name")


class MilestoneRow(RowForm):
    """One milestone."""

    title = Line("What will be done", noun="milestone", required="Enter what will be done")
    planned_on = Day("By when", required="Enter the date it is planned for")


class EditTimingForm(AppForm):
    """Section 6."""

    starts_on = Day("Start date")
    ends_on = PeriodDay(
        "End date",
        after="starts_on",
        hint="For example, 31 3 2028. Leave out the day or the month if you do not know it.",
    )
    milestones = Rows("Milestones", MilestoneRow, one="milestone", maximum=20, blank=2)
    deliverable = Prose("What will exist at the end that anybody can check?", noun="deliverable", rows=2)
    measure = Prose("What will you measure?", noun="measure", rows=2)
    baseline = Prose("Where does the measure stand today?", noun="baseline", rows=2)
    baseline_by = Day("If there is no baseline yet, the date there will be one", noun="date")
    evidence_source = Prose("Where will the evidence come from?", noun="source", rows=2)
    ask_addressee = Line("Who is asked", noun="addressee", hint="For advocacy.")
    ask = Prose("The ask", rows=2)
    ask_by = Day("Date of the ask")
    reply_logging = Prose("How will a reply, or none, be put on record?", noun="answer", rows=2)


class EditNewForm(AppForm):
    """Section 7."""

    additionality = Choice(
        "Is it new?",
        vocabulary.ADDITIONALITIES.current(),
        noun="answer",
        hint="Continuing good work is welcome. It is counted separately.",
    )
    counterfactual = Prose("What would have happened anyway?", noun="answer", rows=3)


class SubmitCommitmentForm(AppForm):
    """The last step."""

    publish_as = Choice(
        "Submit it as",
        (
            Option("commitment", "A commitment"),
            Option(
                "statement_of_intent", "A statement of intent", hint="It is published, and counted apart."
            ),
        ),
        noun="form",
        required="Choose what to submit it as",
    )


SECTION_FORMS: dict[Section, type[AppForm]] = {
    Section.PROMISE: EditPromiseForm,
    Section.INEQUALITY: EditInequalityForm,
    Section.ACTION: EditActionForm,
    Section.PEOPLE: EditPeopleForm,
    Section.OWNERSHIP: EditOwnershipForm,
    Section.TIMING: EditTimingForm,
    Section.NEW: EditNewForm,
}
