"""What has been reported: check-ins with their corrections, who judged them, and what was never reported."""

from equity_tracker.api.views.schemas.signs import Evidence
from equity_tracker.web import answer_fields as say


class Theme(say.Answer):
    """Something that helped or hindered."""

    theme = say.term("themes", "system_codes", about="What it is.", always=True)
    direction = say.term("theme_directions", about="Whether it helped or hindered.", always=True)
    note = say.text("What is said about it, where that is public.", "The grant ended.")


class Help(say.Answer):
    """Help wanted from others, or offered to them."""

    way = say.term("help_ways", about="Wanted or offered.", always=True)
    theme = say.term("themes", "system_codes", about="What it is.", always=True)
    note = say.text("What it is.", "A survey that works in seven languages")


class Ask(say.Answer):
    """What must change above, and who can change it."""

    addressee = say.term("addressees", about="Who can change it.", always=True)
    what = say.text("What is asked of them.", "Let contracts run for five years")


class Elsewhere(say.Answer):
    """Where else the organisation reports on the same work."""

    title = say.text("What it is called.", "Annual report 2026", always=True)
    url = say.address("Where it is.", "https://www.example.org/report", always=True)


class RoundAnswer(say.Answer):
    """A public question that the round asked, and the answer."""

    question = say.text("The question.", "What would help?", always=True)
    answer = say.text("The answer.", "A second year of funding")


class OnBehalf(say.Answer):
    """That it was entered by a programme's coordinators and not by the organisation."""

    programme = say.text("Whose coordinators entered it.", "Fairer Harbour", always=True)
    source = say.text("How they know.", "By telephone", always=True)


class Change(say.Answer):
    """One thing that was one way and is now another, in words."""

    label = say.text("What changed.", "Level of action", always=True)
    before = say.text("As it was.", "Changes circumstances", always=True)
    after = say.text("As it is.", "Changes the rules", always=True)
    is_goalpost = say.yes_no("Whether what is promised, by when or by whom has moved.", always=True)


class Correction(say.Answer):
    """A later version of a check-in."""

    on = say.day("When it was corrected.", "2026-05-10", always=True)
    reason = say.text("Why.", "One site was counted twice.")
    changes = say.many(Change, "What it says differently.")


class Reply(say.Answer):
    """What the organisation replied."""

    words = say.text("The reply.", "Both sites have signed since.", always=True)
    replied_on = say.day("When.", "2026-05-20", always=True)


class CheckInAssessment(say.Answer):
    """How the programme's coordinators judge a check-in, beside what its organisation said. Never a light."""

    by = say.text("Who judged.", "the coordinators of Fairer Harbour", always=True)
    on = say.day("When.", "2026-05-12", always=True)
    of_version = say.number("The version of the check-in that was read.", 1)
    delivery = say.term("deliveries", about="How far it has got, as they judge.", always=True)
    outlook = say.term("outlooks", about="How it is going, as they judge.", always=True)
    reason = say.text("Why.", "Two of nine contracts are late.", always=True)
    reply = say.one(Reply, "What the organisation replied.")


class CheckIn(say.Answer):
    """One dated report, as last corrected. Its words are the organisation's own."""

    id = say.text("Its id.", "bcdfghjklmnp", always=True)
    number = say.number("Which check-in on this commitment it is.", 2)
    version = say.number("Which version of it this is.", 1)
    round = say.text("The round it answers; null between rounds.", "Spring 2026")
    submitted_on = say.day("When it was made.", "2026-05-03", always=True)
    was_late = say.yes_no("Whether it came after the round's due date.", always=True)
    delivery = say.term("deliveries", about="How far it has got.")
    outlook = say.term("outlooks", about="How it is going.")
    why = say.text("Why, in one sentence.", "Seven of nine contracts carry the clause.")
    what_changed = say.text("What changed since last time.", "Two contracts were signed.")
    level = say.term("levels", about="The level of action, confirmed.")
    distribution = say.term("distributions", about="Who it reaches, confirmed.")
    next_step = say.text("The next step.", "Sign the last two")
    next_step_on = say.day("By when.", "2026-07-31")
    who_has_not_benefited = say.text("Who has not benefited so far.", "Night staff of one site")
    themes = say.many(Theme, "What helped and hindered.")
    help = say.many(Help, "Help wanted and offered.")
    asks = say.many(Ask, "What must change above.")
    decision_power = say.term("decision_powers", about="The community's power to decide that can be shown.")
    decision_power_claimed = say.term("decision_powers", about="What was claimed of it at the time.")
    reported_elsewhere = say.one(Elsewhere, "Where else it is reported.")
    nothing_changed = say.yes_no("Whether the organisation signed that nothing had changed.", always=True)
    on_behalf = say.one(OnBehalf, "Who entered it, where that was not the organisation.")
    evidence = say.many(Evidence, "What is shown for it.")
    to_round = say.many(RoundAnswer, "What the round asked beside.")
    corrections = say.many(Correction, "How it was corrected, the latest first.")
    assessments = say.many(CheckInAssessment, "How the coordinators judged it, the first first.")
    taken_back_on = say.day("When it was taken back; its words are told nowhere from then on.", "2026-06-01")
    taken_back_because = say.text("Why it was taken back.", "It was about another commitment.")


class MissedCheckIn(say.Answer):
    """A round that closed without a report on the commitment."""

    round = say.text("The round.", "Autumn 2025", always=True)
    due_on = say.day("When the report was due.", "2025-10-31", always=True)
