"""What was promised: every answer of a commitment that its publication holds."""

from marshmallow import fields

from equity_tracker.web import answer_fields as say


class Owners(say.Answer):
    """Who answers for it: posts, never names."""

    owner = say.text("The post that answers for the commitment.", "Director of finance")
    deputy = say.text("The post that stands in.", "Deputy director of finance")
    sponsor = say.text("The senior post that stands behind it.", "Chief executive")


class PartnerReading(say.Answer):
    """A partner's own reading of the commitment, beside the organisation's."""

    agrees_on_aim = say.yes_no("Whether the partner reads the aim as the organisation does.")
    aim = say.text("The aim in the partner's words.", "Warm homes for every tenant")
    level = say.term("levels", about="The level of action as the partner reads it.")
    decision_power = say.term("decision_powers", about="The community's power as the partner reads it.")
    upstream_meanings = say.terms("upstream_meanings", "Which meanings of that word the partner has in mind.")
    note = say.text("What else the partner says.", "We see this as work on housing.")
    number = say.number("Which of the partner's readings this is.", 1)
    given_on = say.day("When it was given.", "2026-05-03")
    publication = say.number("The publication of the commitment that was read.", 2, always=False)
    differs_on = say.words("In what it differs from the organisation's own.", "level")


class Partner(say.Answer):
    """An organisation named as partner, and what it has said to that. Silence is no agreement."""

    name = say.text("Its name.", "Harbour Council", always=True)
    organisation_slug = say.text("Its slug in this register, if it is in it.", "harbour-council")
    role = say.term("partner_roles", about="Its part.")
    contribution = say.text("What it contributes.", "Two officers and the data")
    worked_together_before = say.yes_no("Whether they had worked together before.")
    outcome = say.text("What came of the partnership.", "One shared budget")
    state = say.text("`proposed`, `confirmed`, `declined` or `not_in_register`.", "confirmed", always=True)
    confirmed_on = say.day("When it confirmed.", "2026-05-03")
    confirmed_publication = say.number("The publication it confirmed.", 1, always=False)
    changed_since = say.words("What has changed since it confirmed.", "Level of action")
    reading = say.one(PartnerReading, "Its own reading, if it gave one.")


class Promise(say.Answer):
    """The commitment in its organisation's own words, as last published."""

    title = say.text(
        "The promise in everyday wording.", "Every cleaning contract pays the real living wage", always=True
    )
    statement = say.text("The full statement.", "By April 2027 every contract …", always=True)
    kind = say.term("commitment_kinds", about="What kind of promise it is.")
    domain = say.term("domains", about="The one domain it is counted under.")
    other_domains = say.terms("domains", "Other domains it touches. Not counted.")
    recommendation_areas = say.terms("recommendation_areas", "Which recommendations it answers.")
    other_recommendation_area = say.text("Another area, in words.", "Planning law")
    marmot_principles = say.terms("marmot_principles", "Marmot principles it serves.")
    core20plus5 = say.terms("core20plus5", "Parts of Core20PLUS5 it serves.")
    anchor_areas = say.terms("anchor_areas", "What it does as an anchor institution.")
    source_url = say.address("Where it was promised.", "https://www.example.org/board-paper")
    approved_by = say.text("Which council or board approved it.", "Trust board")
    approved_on = say.day("When it was approved.", "2026-03-26")
    also_registered_at = say.text("Where else it is registered.", "https://www.example.org/register")
    inequality = say.term("inequalities", about="Which inequality it acts on.")
    determinants = say.terms("determinants", "Which determinants it acts on.")
    rationale = say.text("What causes the inequality.", "Contracts go to the lowest bid.")
    mechanisms = say.terms("mechanisms", "How the inequality arises.")
    how_it_works = say.text("How the action is to work.", "The contract carries a clause.")
    population = say.text("For whom it is.", "Cleaners employed by contractors")
    benefits_own_staff = say.yes_no("Whether the organisation's own staff are among them.")
    excluding_system = say.text("What leaves people out.", "Outsourcing")
    setting = say.text("The setting.", "Hospitals")
    place = say.text("The place.", "Harbour city")
    professions = say.terms("professions", "The professions whose work it is about.")
    profession = say.text("Another profession, in words.", "Estates managers")
    level = say.term("levels", about="The level of action, from treating illness to changing the rules.")
    actor_position = say.term("actor_positions", about="Where the organisation acts from.")
    reach = say.term("reaches", about="Whether it controls, influences or asks.")
    distribution = say.term("distributions", about="Who it is designed to reach.")
    how_inequality_shrinks = say.text("How the inequality itself shrinks.", "The lowest paid gain most.")
    upstream_meanings = say.terms("upstream_meanings", "Which meanings of that word are meant.")
    decision_power = say.term("decision_powers", about="The community's power to decide, as claimed.")
    decision_body = say.text("The body in which it decides.", "Tenants' panel")
    money_holder = say.term("money_holders", about="Who holds the money.")
    owners = say.one(Owners, "Who answers for it.", always=True)
    sponsor_statement = say.text("What the sponsor says.", "I will answer for this every spring.")
    forum = say.text("The forum that reviews it.", "People committee")
    resources = say.text("What it has to work with.", "One post and 40,000 pounds a year")
    funding_source = say.term("funding_sources", about="Where the money comes from.")
    funding_ends_on = say.day("When the money ends.", "2028-03-31")
    starts_on = say.day("When it starts.", "2026-04-01")
    ends_on = say.day("By when it is to be done; the last day of a month, quarter or year.", "2027-03-31")
    ends_precision = say.text("How exact that is: `day`, `month`, `quarter` or `year`.", "day", always=True)
    deliverable = say.text("What anybody can check.", "The clause, in every contract")
    evidence_source = say.text("Where the evidence will come from.", "Contract register")
    ask_addressee = say.text("Of an advocacy ask: who is asked.", "Department for Work")
    ask = say.text("What is asked.", "Index the wage to prices")
    ask_by = say.day("By when an answer is wanted.", "2026-12-31")
    why_us = say.text("Why it is theirs to ask.", "Our members see the cost.")
    reply_logging = say.text("How the answer is recorded.", "In the council's minutes")
    additionality = say.term("additionalities", about="Whether it is new.")
    counterfactual = say.text("What would have happened anyway.", "Half of the contracts")
    made_on = say.day("When it was promised.", "2026-03-26")
    made_by_name = say.text("Who made it, by the name of that day.", "Harbour Trust", always=True)
    partners = say.many(Partner, "Those named as partners.")


class ImportedFacts(say.Answer):
    """What a record from elsewhere said at its source, as judged there and not by the organisation."""

    source_status = say.text("How the source judged it.", "Completed", attribute="status")
    source_status_meaning = say.text(
        "What the source means by that.", "All milestones met", attribute="status_meaning"
    )
    assessor = say.text("Who judged it.", "Independent Reporting Mechanism")
    area = say.text("The source's own area.", "Housing")
    reason = say.text("Why it was judged so.", "The act was passed.")
    progress = say.text("What the source says of progress.", "Substantial")
    key_figure = say.text("A figure the source gives.", "12,000 homes")
    due_as_written = say.text("The date as the source wrote it.", "by summer 2021")
    organisation_as_written = say.text("Who held it, as the source wrote it.", "Ministry of Housing")
    contested = fields.Boolean(
        required=True,
        metadata={"description": "Whether the source's judgement is contested.", "examples": [False]},
    )
    contested_note = say.text("By whom and why.", "The ministry disagrees.")
    document = say.text("The document it was taken from.", "Progress report 2021")
    url = say.address("Where that stands.", "https://www.example.org/report")
    contributors = say.words("Whoever else the source names.", "Housing New Zealand")
