"""What has been answered in each section of a commitment, and what could be: names for the task list."""

from collections.abc import Iterator
from dataclasses import dataclass

from equity_tracker.commitments.sections import SECTION_FIELDS, Read
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.readiness import Section, missing

LABELS = {
    "title": "title",
    "statement": "full statement",
    "kind": "kind",
    "domain": "main domain",
    "other_domains": "other domains",
    "recommendation_areas": "recommendation areas",
    "other_recommendation_area": "another kind of action",
    "marmot_principles": "Marmot principles",
    "core20plus5": "Core20PLUS5",
    "anchor_areas": "anchor areas",
    "source_url": "where it was made public",
    "approved_by": "who approved it",
    "approved_on": "date of approval",
    "also_registered_at": "other registers",
    "inequality": "which inequality",
    "determinants": "determinants",
    "rationale": "what causes it",
    "mechanisms": "how it arises",
    "how_it_works": "how the action works",
    "population": "who will benefit",
    "benefits_own_staff": "own staff",
    "excluding_system": "what leaves people out",
    "setting": "setting",
    "place": "place",
    "professions": "professions",
    "profession": "another profession",
    "level": "level of action",
    "actor_position": "where you act from",
    "reach": "reach",
    "distribution": "who it is designed to reach",
    "how_inequality_shrinks": "how the inequality shrinks",
    "upstream_meanings": "meaning of “upstream”",
    "decision_power": "who decides",
    "decision_body": "in which body",
    "money_holder": "who holds the money",
    "idea_sources": "where the idea came from",
    "partners": "partners",
    "owner": "post-holder",
    "deputy": "deputy",
    "sponsor": "senior sponsor",
    "sponsor_statement": "a sentence from the sponsor",
    "forum": "forum",
    "resources": "resources",
    "funding_source": "source of the money",
    "funding_ends_on": "end of the funding",
    "starts_on": "start date",
    "ends_on": "end date",
    "milestones": "milestones",
    "deliverable": "deliverable",
    "measures": "measures",
    "evidence_source": "source of evidence",
    "ask_addressee": "who is asked",
    "ask": "the ask",
    "why_us": "why you ask",
    "ask_by": "date of the ask",
    "reply_logging": "how a reply is put on record",
    "additionality": "whether it is new",
    "counterfactual": "what would have happened anyway",
}
_ASKING = {"ask_addressee", "ask", "why_us", "ask_by", "reply_logging"}
# Any one of them makes a promise something that can be checked.
_CAN_BE_CHECKED = {"milestones", "measures", "deliverable", "ask_addressee", "ask", "ask_by"}
# Measures belong to their section and have pages of their own.
_ANSWERS: dict[Section, dict[str, Read]] = {
    **SECTION_FIELDS,
    Section.TIMING: SECTION_FIELDS[Section.TIMING] | {"measures": lambda commitment: commitment.measures},
}


@dataclass(frozen=True)
class Answers:
    """The answers of one section, by name."""

    given: list[str]
    needed: list[str]
    optional: list[str]


def answers_of(commitment: Commitment, section: Section) -> Answers:
    """Sort the section's questions into answered, still needed and optional. Each stands in one list only."""
    lacking = [each for each in missing(commitment) if each.section is section]
    needed = {each.field for each in lacking}
    if "deliverable" in needed:
        needed |= _CAN_BE_CHECKED
    given, optional = [], []
    for name in _asked(commitment, section):
        if _ANSWERS[section][name](commitment) not in (None, "", []):
            given.append(LABELS[name])
        elif name not in needed:
            optional.append(LABELS[name])
    return Answers(given, [each.label[:1].lower() + each.label[1:] for each in lacking], optional)


def _asked(commitment: Commitment, section: Section) -> Iterator[str]:
    """Leave out what is a part of another answer, and what only some promises are asked."""
    is_targeted = (commitment.distribution or "").startswith("targeted_")
    for name in _ANSWERS[section]:
        is_other_kind = name in _ASKING and commitment.kind != "advocate"
        if not (
            name.endswith(("_name", "_person"))
            or is_other_kind
            or (name == "how_inequality_shrinks" and not is_targeted)
        ):
            yield name
