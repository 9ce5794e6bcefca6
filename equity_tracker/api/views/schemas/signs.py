"""How anybody will know: milestones, measures with their targets and readings, and evidence."""

from equity_tracker.web import answer_fields as say

PRECISION = "How exact that date is: `day`, `month`, `quarter` or `year`."


class EvidenceFile(say.Answer):
    """The file that a piece of evidence is."""

    name = say.text("Its name.", "board-minutes.pdf", always=True)
    type = say.text("What kind of file it is.", "PDF", always=True)
    size = say.number("Its size in bytes.", 48213)


class Evidence(say.Answer):
    """What is shown for it. Private evidence is not among it."""

    title = say.text("What it is called.", "Board minutes of 26 March", always=True)
    url = say.address(
        "Where it is; the address of a file begins with / and is on this register.", "/files/xkcdxkcdxkcd"
    )
    kind = say.term("evidence_kinds", about="What kind of evidence it is.")
    strength = say.term("evidence_strengths", about="How strong it is, as the organisation says.")
    file = say.one(EvidenceFile, "The file, where it is one.")


class MilestoneMove(say.Answer):
    """A milestone's date was moved, with a reason."""

    on = say.day("When it was moved.", "2026-05-03")
    to = say.day("To which day.", "2026-09-30")
    precision = say.text(PRECISION, "month")
    reason = say.text("Why.", "The tender was late.")


class Milestone(say.Answer):
    """A dated step on the way."""

    id = say.text("Its id.", "bcdfghjklmnp", always=True)
    title = say.text("What it is.", "Clause agreed with all contractors", always=True)
    planned_on = say.day("When it was planned for.", "2026-06-30")
    planned_precision = say.text(PRECISION, "day")
    revised_on = say.day("When it is planned for now, if it was moved.", "2026-09-30")
    revised_precision = say.text(PRECISION, "day")
    actual_on = say.day("When it was met.", "2026-09-12")
    moves = say.many(MilestoneMove, "Each time it was moved.")


class Target(say.Answer):
    """What a measure is to reach. Earlier targets stay."""

    value = say.amount("The number, of a numeric measure.", 95)
    words = say.text("The words, of another.", "Good or outstanding")
    by = say.day("By when.", "2027-03-31")
    by_precision = say.text(PRECISION, "day")
    set_on = say.day("When it was set.", "2026-04-01")
    reason = say.text("Why it was changed.", "A new baseline")


class Reading(say.Answer):
    """What a measure read on a day."""

    number = say.number("Which reading this is.", 1)
    on = say.day("The day.", "2026-06-30")
    value = say.amount("The number; null when it is hidden or was not available.", 61.5)
    value_is_small = say.yes_no("Whether it is a number of people below six, and so not told.")
    words = say.text("The words, of a measure without numbers.", "Requires improvement")
    note = say.text("A note, or why there is no figure.", "Two sites did not answer.")
    replaces = say.number("The reading that this one corrects.", 1, always=False)


class Measure(say.Answer):
    """Something that is read again and again. Gaps stay gaps: nothing is averaged over them."""

    id = say.text("Its id.", "bcdfghjklmnp", always=True)
    name = say.text("What it is called.", "Contracts with the clause", always=True)
    description = say.text("What it measures.", "Share of contracts by value")
    kind = say.text("`numeric`, `scale` or `text`.", "numeric", always=True)
    unit = say.text("Its unit.", "%")
    direction = say.text("Which way is better: `up`, `down`, or null.", "up")
    scale = say.words("The steps of a scale, from first to last.", "Good")
    shape = say.term("measure_shapes", about="What of a distribution it shows.")
    counts_people = say.yes_no("Whether it counts people.")
    evidence_source = say.text("Where the numbers come from.", "Contract register")
    baseline = say.amount("Where it stood before.", 40)
    baseline_is_small = say.yes_no("Whether that is a number of people below six, and so not told.")
    baseline_on = say.day("Of which day.", "2026-03-31")
    baseline_by = say.day("By when there will be one, where there is none.", "2026-09-30")
    baseline_comment = say.text("What is to be known of it.", "Before the merger")
    targets = say.many(Target, "What it is to reach, the first first.")
    readings = say.many(Reading, "What was read, the first first.")
