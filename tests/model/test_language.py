"""The language advisor: each family is found, and left alone where the words mean something else."""

import pytest

from equity_tracker.model.language import MOST_PROMPTS, Context, advise, everything_found
from equity_tracker.model.language_rules import RULES
from equity_tracker.model.promise import Promise

F2 = "We are committed to championing health equity and will do all we can for vulnerable groups."
F3 = "Damp homes drive asthma in our area. We will educate parents about inhaler technique."
F11 = "Healthy Lifestyles Service will tackle racism in recruitment; target date May."


def ids(text: str, context: Context = Context()) -> set[str]:  # noqa: B008 - frozen
    return {prompt.id for prompt in everything_found(text, context)}


def phrases(text: str, family: str) -> tuple[str, ...]:
    return next((prompt.phrases for prompt in everything_found(text) if prompt.id == family), ())


@pytest.mark.parametrize(
    ("family", "text", "found"),
    [
        ("L1", "Diabetes here comes from lifestyle choices.", "lifestyle choices"),
        (
            "L2",
            "Residents should take more responsibility for their health.",
            "take more responsibility for their",
        ),
        ("L3", "We will raise awareness of damp among tenants.", "raise awareness"),
        ("L4", "Vulnerable families come first.", "Vulnerable families"),
        ("L5", "The clinic is for hard-to-reach men.", "hard-to-reach"),
        ("L6", "A soup kitchen for the homeless.", "the homeless"),
        ("L7", "Two nurses start in deprived areas in May.", "deprived areas"),
        ("L8", "We will close the gap between the richest and the poorest wards.", "close the gap between"),
        ("L9", "Low income is one of the risk factors for asthma.", "risk factors"),
        ("L10", "We will improve access to smoking-cessation services.", "improve access to"),
        ("L11", "We will target young people with an app.", "target young people"),
        ("L12", "The new pathway will benefit deprived communities.", "will benefit deprived communities"),
        ("L13", "We will support families in the valley.", "will support"),
        ("L14", "We want to end health inequalities.", "inequalities"),
        ("L15", "This is upstream work.", "upstream"),
        ("L16", "Families are trapped in bad health.", "trapped"),
        ("L17", "People fall ill because of where they live.", "fall ill because of where they live"),
    ],
)
def test_each_family_is_found(family: str, text: str, found: str) -> None:
    assert phrases(text, family) == (found,)


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("L1", "unhealthy behaviours cost money"),
        ("L1", "help people make healthier choices"),
        ("L2", "We will encourage people to walk."),
        ("L2", "Our aim is self-care."),
        ("L3", "A leaflet for every patient."),
        ("L3", "We are educating the public."),
        ("L3", "Better health literacy."),
        ("L3", "A campaign to inform tenants."),
        ("L4", "help for at-risk groups"),
        ("L4", "screen high-risk populations"),
        ("L4", "care for the most vulnerable"),
        ("L5", "Patients who are non-compliant"),
        ("L5", "ring the DNAs"),
        ("L5", "frequent flyers in A&E"),
        ("L6", "a hostel for addicts"),
        ("L6", "The poor die younger."),
        ("L6", "disadvantaged people"),
        ("L7", "a problem estate"),
        ("L7", "left-behind towns"),
        ("L7", "an asthma hotspot"),
        ("L8", "money for the worst off"),
        ("L8", "for the most deprived only"),
        ("L10", "We will increase uptake of checks."),
        ("L10", "Staff signpost to advice."),
        ("L11", "a plan to combat hard-to-reach groups"),
        ("L11", "We must tackle these communities."),
        ("L12", "Ten nurses in our most deprived wards."),
        ("L13", "We will work towards it."),
        ("L13", "be mindful of it"),
        ("L13", "do everything in our power"),
        ("L14", "act on the wider determinants"),
        ("L16", "a cycle of poverty"),
        ("L16", "Nothing can be done."),
        ("L17", "Families slip through the net."),
    ],
)
def test_what_else_belongs_to_a_family_is_found(family: str, text: str) -> None:
    assert family in ids(text)


@pytest.mark.parametrize(
    "text",
    [
        "HARD TO REACH",
        "Hard to\nreach",
        "hard\u00a0to\u00a0reach",
        "hard\u2010to\u2011reach",
        "ｈａｒｄ to reach",
        "har\u00add to re\u200bach",
        "People are hard to reach.",
    ],
)
def test_case_hyphens_line_breaks_and_unseen_marks_make_no_difference(text: str) -> None:
    assert ids(text) == {"L5"}


@pytest.mark.parametrize(
    "text",
    [
        "lifestyled",
        "a hard to reachable shelf",
        "upstreams",
        "hard. To reach them, ring.",
        "vulnerable\n\npeople",
    ],
)
def test_whole_words_of_one_sentence_are_found_and_nothing_else(text: str) -> None:
    assert ids(text) == set()


@pytest.mark.parametrize(
    ("family", "text"),
    [
        # Names and titles
        ("L1", "Healthy Lifestyles Service opens a clinic in May 2027."),
        ("L1", "The budget of the Lifestyle Medicine Team is cut."),
        ("L4", "Ask the Vulnerable Adults Board first."),
        ("L5", "We renamed the Hard to Reach Programme."),
        ("L14", "We joined the Inequalities in Health Alliance."),
        ("L7", "The Left Behind Towns Fund pays."),
        ("L4", "We ask the Vulnerable People Collective of Leeds."),
        # Denied, or set against something else
        ("L1", "We look at rents rather than lifestyle."),
        ("L1", "It is about wages instead of individual lifestyles."),
        ("L5", "These families are not hard to reach."),
        ("L5", "They aren’t hard to reach: we are."),
        ("L16", "This is not inevitable."),
        ("L16", "Poor health is far from inevitable."),
        ("L5", "We will stop calling people hard to reach."),
        ("L1", "Lifestyle is not the cause."),
        ("L4", "We no longer use the label vulnerable groups."),
        ("L7", "Nobody is left behind."),
        ("L2", "We do not encourage people to manage alone."),
        # Quoted
        ("L5", "Staff call them “hard to reach”."),
        ("L5", "Staff call them 'hard to reach'."),
        ("L5", 'Staff call them "hard to reach" patients.'),
        ("L4", "The phrase ‘vulnerable people’s needs’ went."),
        ("L1", "The policy says “the lifestyle that people choose”."),
        # Another meaning
        ("L11", "The target date is May."),
        ("L11", "The target value for the group is 40."),
        ("L11", "We will tackle inequalities."),
        ("L11", "We will tackle racism in our communities."),
        ("L11", "The hospital missed its target. Groups met."),
        ("L11", "We will target community health services at wards."),
        ("L1", "Patient choice stays as it is."),
        ("L1", "A better patient choice."),
        ("L1", "The board watches for lifestyle drift."),
        ("L4", "Staff report harm to vulnerable adults under the safeguarding policy."),
        ("L4", "A vulnerable adult has a right to an advocate."),
        ("L4", "This leaves structurally vulnerable people without a vote."),
        ("L4", "Shielding of clinically extremely vulnerable people."),
        ("L4", "People made vulnerable by rent."),
        ("L6", "The poor state of the windows."),
        ("L6", "The homeless charity next door."),
        ("L2", "The grant pays for transport, self-care and fares."),
        ("L2", "Self-care, advice and a grant."),
        ("L2", "The board takes full responsibility for the delay."),
        ("L2", "We will encourage people to complain."),
        ("L3", "Health literacy classes, and we will rewrite every letter."),
        ("L3", "We will raise awareness and pay the fares."),
        ("L3", "We will educate patients and require landlords to repair."),
        ("L9", "Age is a risk factor. Housing is another matter."),
        ("L10", "We will improve access to dentistry: two clinics open, and we will pay fares."),
        ("L10", "We will improve access to decisions."),
        ("L10", "We will increase uptake of cleaner cars and introduce a standard."),
        ("L5", "Fines for non-compliance of landlords."),
        ("L8", "We will narrow the gap between wards across the whole gradient."),
        ("L12", "It will benefit deprived communities because rents fall."),
        ("L13", "We will support twelve families."),
        ("L13", "We will support families by June."),
        ("L13", "We will support tenants with a rent fund."),
        ("L13", "Referral to support."),
        ("L14", "Inequalities in pay between our own staff."),
        ("L15", "The upstream determinants of asthma."),
        ("L16", "A trapped nerve."),
        ("L4", "They feel vulnerable, people say."),
        ("L2", "Encourage people. Remember to walk."),
        ("L3", f"We will educat{'x' * 60} parents."),
        ("L7", "A wifi hotspot in each library."),
    ],
)
def test_it_is_left_alone(family: str, text: str) -> None:
    assert family not in ids(text)


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("L5", "These families are not poor, but hard to reach."),
        ("L5", "Not now. Hard to reach men come first."),
        ("L1", "Lifestyle matters."),
        ("L4", "Help For Vulnerable People And Their Many Good Friends And All Who Come Along"),
        ("L4", "We said Help For Vulnerable People And Their Many Good Friends And All Who Come Along"),
        ("L5", "“A quotation that never ends.\n\nThey are hard to reach.” It was said."),
        ("L5", "Staff call them “difficult”. They are hard to reach."),
        ("L5", "The patients' rooms are hard to reach."),
        ("L5", 'Five" pipes are hard to reach.'),
        ("L2", "Self-care is what we want."),
        ("L3", "We will raise awareness and change behaviour."),
        ("L4", "The Board helps vulnerable people."),
    ],
)
def test_a_guard_does_not_reach_further_than_it_should(family: str, text: str) -> None:
    assert family in ids(text)


@pytest.mark.parametrize(
    ("family", "text", "context"),
    [
        ("L12", "It will benefit deprived communities.", Context(mechanisms=["exposure"])),
        ("L14", "We will tackle inequalities.", Context(determinants=["housing"])),
        ("L15", "Upstream work.", Context(upstream_meanings=["power_shift"])),
        ("L13", "Carers who need to support parents.", Context(answer="population")),
        ("L10", "To improve access to care.", Context(answer="rationale")),
        ("L5", "hard to reach", Context(dismissed=frozenset({("L5", "hard to reach")}))),
    ],
)
def test_what_other_answers_settle_is_not_asked(family: str, text: str, context: Context) -> None:
    assert family in ids(text)
    assert family not in ids(text, context)


def test_the_three_fixtures_of_the_field() -> None:
    assert [prompt.id for prompt in advise(F2)] == ["L4", "L14", "L13"]
    assert [prompt.id for prompt in advise(F3)] == ["L3"]
    assert advise(F11) == []


def test_at_most_three_are_shown_the_most_specific_first() -> None:
    text = f"{F2} Hard to reach addicts in deprived areas make lifestyle choices."
    assert [prompt.id for prompt in advise(text)] == ["L5", "L6", "L4"]
    assert len(everything_found(text)) > MOST_PROMPTS


def test_a_dismissed_prompt_makes_room_for_the_next() -> None:
    text = f"{F2} Hard to reach addicts."
    dismissed = frozenset({("L5", "hard to reach"), ("L6", "addicts")})
    assert [prompt.id for prompt in advise(text, Context(dismissed=dismissed))] == ["L4", "L14", "L13"]


def test_new_words_of_a_family_come_back_after_others_were_dismissed() -> None:
    context = Context(dismissed=frozenset({("L4", "vulnerable groups")}))
    [prompt] = everything_found("Vulnerable groups and at-risk families.", context)
    assert prompt.phrases == ("at-risk families",)


def test_of_many_phrases_of_a_family_three_are_named() -> None:
    found = phrases("Vulnerable people, vulnerable groups, vulnerable families, vulnerable patients.", "L4")
    assert found == ("Vulnerable people", "vulnerable groups", "vulnerable families")


def test_a_prompt_says_what_was_found_why_it_matters_what_to_ask_and_who_says_so() -> None:
    [prompt] = advise("Men are hard-to-reach. Hard to  reach, again; and some hard to engage.")
    assert prompt.phrases == ("hard-to-reach", "hard to engage")
    assert prompt.key == "hard to engage; hard to reach"
    assert "service" in prompt.reason
    assert prompt.question.endswith("?")
    assert prompt.sources[0].url == "https://doi.org/10.1017/S0047279412000074"


def test_there_are_seventeen_families_and_each_is_explained_and_sourced() -> None:
    assert list(RULES.families) == [f"L{number}" for number in range(1, 18)]
    for family in RULES.families.values():
        assert family.why.endswith(".")
        assert family.question.endswith("?")
        assert family.sources
        assert all(source.url.startswith("https://") for source in family.sources)
        assert all(hasattr(Promise, name) for name in family.fields)


def test_its_own_questions_and_reasons_say_nothing_that_it_would_ask_about() -> None:
    for family in RULES.families.values():
        text = f"{family.why} {family.question}"
        assert not everything_found(text, Context(answer="rationale", determinants=["housing"])), family.id
