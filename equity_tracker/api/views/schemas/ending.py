"""How a commitment ended, and what came after it."""

from equity_tracker.api.views.schemas.check_in import Reply
from equity_tracker.api.views.schemas.signs import Evidence
from equity_tracker.web import answer_fields as say


class Answered(say.Answer):
    """One of the four questions at the end, and its answer."""

    question = say.term("close_out_questions", about="The question.", always=True)
    answer = say.term("close_out_answers", about="The answer.")
    because = say.text("Why.", "All nine contracts carry it.")


class CloseOut(say.Answer):
    """What the organisation said when it closed the commitment."""

    closed_on = say.day("When it was closed.", "2027-03-31", always=True)
    close_reason = say.term("close_reasons", about="Why it was closed.", always=True)
    what_happened = say.text("What happened.", "Every contract carries the clause.")
    lessons = say.text("What was learned.", "Begin with the largest contract.")
    new_home_url = say.address("Where it goes on, elsewhere.", "https://www.example.org/successor")
    new_home_reference = say.text("Where it goes on, in this register.", "FH-0017")
    worked_as_described = say.term("close_out_answers", about="Whether it worked as it had been described.")
    how_it_worked = say.text("How it worked instead.", "By the staff council")
    answers = say.many(Answered, "The four questions, as the organisation answered them.")
    evidence = say.many(Evidence, "What is shown for it.")


class EndAssessment(say.Answer):
    """The four questions as the coordinators answered them, apart from the organisation."""

    body = say.text("Who answered.", "Harbour Institute", always=True)
    assessed_on = say.day("When.", "2027-05-12", always=True)
    answers = say.many(Answered, "Their answers.")
    reason = say.text("What they are based on.", "We read all nine contracts.")
    reply = say.one(Reply, "What the organisation replied.")


class Handover(say.Answer):
    """How the commitment came to another organisation, and whether that one takes it on."""

    kind = say.term("organisation_changes", about="What became of the one before.", always=True)
    from_name = say.text("Who held it until then, by its name of then.", "Upper Vale ICB", always=True)
    to_name = say.text("Who has held it since, by its name of then.", "Vale ICB", always=True)
    handed_on = say.day("Since when.", "2026-04-01", always=True)
    decision = say.term(
        "handover_decisions", about="What that one answered; null while it has not, or is not asked."
    )
    reason = say.text("Why, in its words.", "Two of the eight towns have a practice now.")
    decided_on = say.day("When it answered.", "2026-05-11")
    note = say.text("What readers should know of the change.", "Two boards became one.")
    source_url = say.address("Where the change can be read.", "https://www.example.org/order")


class StillInPlace(say.Answer):
    """Whether it was still in place a year after it had been met."""

    answer = say.term("still_in_place", about="The answer.", always=True)
    note = say.text("What has become of it.", "The clause is in the new contracts too.")
    url = say.address("Where that can be seen.", "https://www.example.org/contracts")
    answered_on = say.day("When it was answered.", "2028-04-01", always=True)
